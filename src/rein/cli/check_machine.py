"""`rein doctor` on this machine: the data directory, the databases that are named, time zones."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from rein.cli.findings import Finding, broken, ok, warning
from rein.cli.request import default_timezone
from rein.cli.saved import make_private_directory
from rein.errors import UsageError
from rein.settings import Settings

LEAST_FREE_MB = 200
NOT_USED = "the database is not used yet"


def check_machine(settings: Settings) -> Iterator[Finding]:
    """Everything that needs no network."""
    yield from _data_directory(settings.data_dir, settings.spool_max_mb)
    yield _database(settings)
    if settings.redis_url is not None:
        yield _redis(settings.redis_url.get_secret_value())
    yield _timezones(settings)


def _data_directory(directory: Path, spool_mb: int) -> Iterator[Finding]:
    cure = "Set REIN_DATA_DIR to a directory of yours; until then plans and traces are not kept."
    try:
        make_private_directory(directory)
        with tempfile.TemporaryFile(dir=directory):
            pass
        free_mb = shutil.disk_usage(directory).free >> 20
    except OSError as error:
        yield broken("data directory", f"{directory} cannot be written ({error.strerror})", cure)
        return
    if free_mb < LEAST_FREE_MB:
        yield warning(
            "data directory", f"{directory}: only {free_mb:,} MB are free", "Make room, or move REIN_DATA_DIR."
        )
    else:
        yield ok("data directory", f"{directory} is writable, {free_mb:,} MB free")


def _database(settings: Settings) -> Finding:
    if settings.database_url is None:
        return ok("database", f"{NOT_USED}; DATABASE_URL is not set, which will mean SQLite in the data directory")
    url = settings.database_url.get_secret_value()
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return _no_database_url()
    kind = parts.scheme.partition("+")[0]
    if kind == "sqlite":
        path = unquote(parts.path)[1:]
        folder = Path(path).absolute().parent
        if path and path != ":memory:" and not os.access(folder, os.W_OK):
            return warning(
                "database", f"{NOT_USED}; {folder} of the SQLite file cannot be written", "Mend DATABASE_URL."
            )
        return ok("database", f"{NOT_USED}; DATABASE_URL names an SQLite file")
    if kind in ("postgresql", "postgres") and parts.hostname:
        return ok("database", f"{NOT_USED}; DATABASE_URL names PostgreSQL on {parts.hostname}")
    return _no_database_url()


def _no_database_url() -> Finding:
    return warning(
        "database",
        f"{NOT_USED}; DATABASE_URL names neither SQLite nor PostgreSQL",
        "Write sqlite:////absolute/path.db or postgresql://user:password@host/name.",
    )


def _redis(url: str) -> Finding:
    if urlsplit(url).scheme in ("redis", "rediss", "unix"):
        return ok("redis", "not used yet; REDIS_URL is set")
    return warning("redis", "not used yet; REDIS_URL names no Redis", "Write redis://host:6379/0.")


def _timezones(settings: Settings) -> Finding:
    known = len(available_timezones())
    try:
        zone = default_timezone(settings)
        ZoneInfo("Europe/Berlin")
    except UsageError as error:
        return broken("time zones", str(error), "Mend REIN_TIMEZONE.")
    except KeyError:
        return broken("time zones", "no time zone data on this machine", "Install it: pip install tzdata")
    origin = "of the system" if any(Path(p).is_dir() for p in TZPATH) else "of the tzdata package"
    return ok("time zones", f"{known} {origin}; yours is {zone}")
