"""The real program: as a subprocess whose output is piped, and in a pseudo-terminal."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

OURS = ("REIN_", "OPIK_", "LLM_", "GEMINI_", "OTEL_", "TRACE_", "DATABASE_", "REDIS_")
WAIT_S = 40


def clean_environment(data_dir: Path, **more: str) -> dict[str, str]:
    """This process's environment without anything that Rein reads, so that a developer's keys change nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TZ", "LOG_LEVEL", "PORT", "PYTHONIOENCODING", "GOOGLE_API_KEY"):
        kept.pop(name, None)
    return kept | {"REIN_DATA_DIR": str(data_dir), "TERM": "xterm-256color"} | more


class Program:
    """Runs `python -m rein` in a directory of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data_dir = home / "data"

    def __call__(
        self, *args: str | Path, stdin: str | bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self._command(args),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=self.home,
            env=clean_environment(self.data_dir, **environment),
            timeout=WAIT_S,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *args: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        """The program, still running."""
        return subprocess.Popen(
            self._command(args),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.home,
            env=clean_environment(self.data_dir, **environment),
        )

    def in_terminal(self, *args: str | Path, columns: int = 80, **environment: str) -> "Terminal":
        """The program in a terminal of its own."""
        return Terminal(
            self._command(args), self.home, clean_environment(self.data_dir, **environment), columns=columns
        )

    def _command(self, args: tuple[str | Path, ...]) -> list[str]:
        return [sys.executable, "-m", "rein", *(os.fspath(a) for a in args)]


class Terminal:
    """A program that believes a person sits in front of it."""

    def __init__(self, command: list[str], cwd: Path, environment: dict[str, str], *, columns: int) -> None:
        self._near, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        self._process = subprocess.Popen(
            command, stdin=far, stdout=far, stderr=far, cwd=cwd, env=environment, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(far)
        self.screen = ""
        """Everything that was written so far, control sequences and all."""

    def wait_for(self, what: str | Callable[[str], bool]) -> str:
        """Read until a text has appeared (since the last `forget`), or the test fails."""
        seen = what if callable(what) else lambda screen: what in screen
        deadline = time.monotonic() + WAIT_S
        while not seen(self.screen):
            if time.monotonic() > deadline or not self._read():
                pytest.fail(f"{what!r} did not appear in:\n{self.screen}")
        return self.screen

    def type(self, text: str) -> None:
        os.write(self._near, text.encode())

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.type("\x03")

    def interrupt_until_gone(self) -> int:
        """Ctrl-C, again while nothing happens: CPython's line editor misses one that comes while it reads a key."""
        for _ in range(WAIT_S):
            self.interrupt()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
                return self.wait()
        pytest.fail(f"Ctrl-C did not end it:\n{self.screen}")

    def forget(self) -> None:
        self.screen = ""

    def wait(self) -> int:
        """Read to the end and return the exit code."""
        while self._read():
            pass
        return self._process.wait(WAIT_S)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
        os.close(self._near)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._near], [], [], WAIT_S)
        try:
            piece = os.read(self._near, 65536) if ready else b""
        except OSError:  # the other end was closed
            return False
        self.screen += piece.decode(errors="replace")
        return bool(piece)


@pytest.fixture
def rein(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.fixture
def terminal(rein: Program) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def open_terminal(*args: str | Path, columns: int = 80, **environment: str) -> Terminal:
        opened.append(rein.in_terminal(*args, columns=columns, **environment))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.close()
