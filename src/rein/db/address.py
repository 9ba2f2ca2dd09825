"""Where the database is: an SQLite file of this machine, or a PostgreSQL."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from rein.errors import SettingsError
from rein.settings import Settings

FILE_NAME = "rein.sqlite3"

APPLICATION_NAME = "rein"
CONNECT_S = 5
STATEMENT_MS = 30_000
"""A statement that takes longer is stopped: no route waits so long, and no person does."""

_CURE = "Write sqlite:////absolute/path.sqlite3 or postgresql://user:password@host/name."


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A file of this machine."""

    path: Path

    def __str__(self) -> str:
        return f"SQLite, {self.path}"

    def url(self, driver: str) -> URL:
        """For a driver (`pysqlite`, `aiosqlite`). Connecting never creates the file: `upgrade` does."""
        return URL.create(
            f"sqlite+{driver}", database=f"file:{quote(str(self.path))}", query={"mode": "rw", "uri": "true"}
        )


@dataclass(frozen=True, slots=True)
class Postgres:
    """A database of a PostgreSQL server."""

    at: URL
    """With the password in it, which its text leaves out."""

    def __str__(self) -> str:
        place = self.at.host or self.at.query.get("host", "this machine")
        return f"PostgreSQL, {self.at.database} on {place}"

    def url(self) -> URL:
        """For psycopg, with what is set for every connection unless the address sets it."""
        options = f"-c TimeZone=UTC -c statement_timeout={STATEMENT_MS}"
        given = {"application_name": APPLICATION_NAME, "connect_timeout": str(CONNECT_S), "options": options}
        return self.at.set(drivername="postgresql+psycopg", query=given | dict(self.at.query))


Address = SqliteFile | Postgres


def address_of(settings: Settings) -> Address:
    """What `DATABASE_URL` names, else `rein.sqlite3` in the data directory.

    Raises:
        SettingsError: the variable names neither.
    """
    if settings.database_url is None:
        return SqliteFile(settings.data_dir / FILE_NAME)
    return parse_address(settings.database_url.get_secret_value())


def parse_address(text: str) -> Address:
    """Read an address; its driver, if it names one, is ours to choose.

    Raises:
        SettingsError: it names neither an SQLite file nor a PostgreSQL. The message does not repeat it: it may hold a
            password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise SettingsError(f"DATABASE_URL cannot be read as an address. {_CURE}") from None
    kind = url.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        if not url.database:
            raise SettingsError(f"DATABASE_URL names no database on its PostgreSQL server. {_CURE}")
        return Postgres(url)
    if kind != "sqlite":
        raise SettingsError(f"DATABASE_URL names neither SQLite nor PostgreSQL. {_CURE}")
    if not url.database or ":memory:" in url.database or url.query:
        raise SettingsError(f"DATABASE_URL must name an SQLite file, without parameters. {_CURE}")
    return SqliteFile(Path(url.database).expanduser().absolute())
