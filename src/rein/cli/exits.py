"""The one place where errors become a line on stderr and an exit code.

0 done; 1 it could not be done; 2 it was asked wrongly; 130 stopped with Ctrl-C. No error ends in a traceback, except
of a defect with `LOG_LEVEL=DEBUG`.
"""

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence

import typer

from rein.cli.main import app
from rein.cli.streams import tame_streams
from rein.cli.text import clean_line
from rein.errors import ReinError, UsageError

FAILED = 1
USAGE = 2
INTERRUPTED = 130


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line with `args` (default: the process's own) and return the exit code."""
    tame_streams()
    try:
        code = app(args, prog_name="rein", standalone_mode=False)
        sys.stdout.flush()
    except UsageError as error:
        return _say(str(error), USAGE)
    except ReinError as error:
        return _say(str(error), FAILED)
    except typer.TyperException as error:
        return _say(message, USAGE) if (message := _usage(error)) else USAGE
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    except Exception as error:  # the last resort, so that nobody meets a traceback
        return _defect(error)
    if code == INTERRUPTED and sys.stderr.isatty():
        print(file=sys.stderr)  # the shell's prompt begins on a line of its own, not behind ^C
    return code if isinstance(code, int) else 0


def _say(message: str, code: int) -> int:
    with contextlib.suppress(OSError):
        print(f"error: {clean_line(message)}", file=sys.stderr, flush=True)
    return code


def _usage(error: typer.TyperException) -> str:
    """Typer's own words for an unknown option, a missing argument or a wrong type, and where to look.

    Empty when a command without its subcommand has printed its help.
    """
    describe = getattr(error, "format_message", None)
    message = str(describe() if callable(describe) else error).rstrip(".")
    if not message:
        return ""
    message = message if message.endswith("?") else f"{message}."
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", None) or "rein"
    if command == "rein coach" and "unexpected extra argument" in message:
        message += " Put the goal in quotes."
    return f"{message} See `{command} --help`."


def _closed_pipe() -> int:
    """Whoever read our output has left (`rein … | head`): that is no error, and Python shall not complain at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def _defect(error: Exception) -> int:
    """Name the defect and its place, but not its message: that may hold what a person wrote."""
    if os.environ.get("LOG_LEVEL", "").upper() == "DEBUG":
        traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "unknown place"
    return _say(
        f"a defect in Rein: {type(error).__name__} at {place}. Run again with LOG_LEVEL=DEBUG to see the traceback.",
        FAILED,
    )
