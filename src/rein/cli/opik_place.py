"""Where the embedded Opik of this machine keeps its data."""

from pathlib import Path

from rein.opik.embedded import embedded_directory
from rein.settings import Settings


def store_directory(settings: Settings, chosen: Path | None = None) -> Path:
    """The directory of `--data-dir`, else the one that the settings name."""
    return chosen.expanduser().absolute() if chosen else embedded_directory(settings)
