"""`rein opik serve`: the embedded Opik as a process."""

import logging
from pathlib import Path

from rich.text import Text

from rein.cli.console import output
from rein.cli.opik_place import store_directory
from rein.cli.text import clean_line
from rein.opik_server.serve import Listening, Options, serve
from rein.settings import get_settings


def serve_opik(host: str, port: int, data_dir: Path | None) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Raises:
        ReinError: the address is taken, the directory is in use, the database is damaged.
    """
    settings = get_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(message)s")
    serve(Options(host, port, store_directory(settings, data_dir)), _announce)


def _announce(where: Listening) -> None:
    console = output()
    console.print(Text(f"Opik for this machine: {where.url}, data in {clean_line(str(where.directory))}"))
    console.print(Text(f"OPIK_URL_OVERRIDE={where.url}/api", "bold"), soft_wrap=True)
    console.print(Text("Ctrl-C stops it.", "dim"))
