"""`rein opik serve`: the embedded Opik as a process."""

import logging
import re
from pathlib import Path

from rich.text import Text

from rein.cli.console import output
from rein.cli.opik_place import store_directory
from rein.cli.text import clean_line
from rein.errors import UsageError
from rein.opik_server.serve import Listening, Options, serve
from rein.settings import get_settings

_KEEP = re.compile(r"([1-9][0-9]{0,4})\s*([hdw])")
_HOUR_US = 3_600_000_000
_UNIT_US = {"h": _HOUR_US, "d": 24 * _HOUR_US, "w": 7 * 24 * _HOUR_US}


def serve_opik(host: str, port: int, data_dir: Path | None, keep: str | None) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Raises:
        UsageError: `keep` is no length of time.
        ReinError: the address is taken, the directory is in use, the database is damaged.
    """
    settings = get_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # tells what our own log tells, once more
    serve(Options(host, port, store_directory(settings, data_dir), _microseconds(keep)), _announce)


def _microseconds(keep: str | None) -> int | None:
    if keep is None:
        return None
    found = _KEEP.fullmatch(keep.strip().lower())
    if found is None:
        raise UsageError(f"--keep {keep}: expected a number of hours, days or weeks, such as 12h, 30d or 8w.")
    return int(found[1]) * _UNIT_US[found[2]]


def _announce(where: Listening) -> None:
    console = output()
    console.print(Text(f"Opik is at {where.url}, its data in {clean_line(str(where.directory))}"), soft_wrap=True)
    console.print(Text(f"OPIK_URL_OVERRIDE={where.url}/api", "bold"), soft_wrap=True)
    console.print(Text("Ctrl-C stops it.", "dim"))
