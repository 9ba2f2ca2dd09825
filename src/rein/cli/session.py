"""What every command that coaches does first: read the settings, set up logging and tracing."""

import contextlib
import logging
import sys

from rein import tracing
from rein.cli.saved import make_private_directory
from rein.coach.model import ReinModel
from rein.errors import SettingsError, UsageError
from rein.settings import Settings, get_settings


def open_settings(model: str | None = None) -> Settings:
    """The settings in force, with the model that was asked for on the command line.

    Raises:
        SettingsError: a variable has a value that cannot work.
    """
    settings = get_settings()
    if model is not None:
        settings = settings.model_copy(update={"model": model.strip()})
    _set_up_logging(settings.log_level)
    with contextlib.suppress(OSError):  # whoever needs it says what is wrong with it
        make_private_directory(settings.data_dir)  # before tracing makes one that others may read
    tracing.configure(settings)
    return settings


def _set_up_logging(level: str) -> None:
    """Our own words from `level` on; of others only warnings: model clients that debug log whole requests."""
    logging.basicConfig(
        level=max(logging.getLevelNamesMapping()[level], logging.WARNING),
        stream=sys.stderr,
        format="%(levelname)s %(name)s: %(message)s",
        force=True,
    )
    logging.getLogger("rein").setLevel(level)
    # After Ctrl-C the event loop may report, with a traceback, that a stream it closes was being closed already.
    logging.getLogger("asyncio").setLevel(logging.WARNING if level == "DEBUG" else logging.CRITICAL)


def open_model(settings: Settings, asked_for: str | None) -> ReinModel:
    """The coach.

    Raises:
        UsageError: the model that was asked for on the command line cannot be used.
        SettingsError: the one that the environment names cannot be used.
    """
    try:
        return ReinModel(settings)
    except SettingsError as error:
        if asked_for is None:
            raise
        raise UsageError(f"--model: {error}") from None
