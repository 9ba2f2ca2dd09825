"""Bringing a database up to date, with Alembic and no `alembic.ini`: the revisions are part of the package.

All of it blocks: call it from a thread. It is made of plain connections, one revision after the other in one
transaction, so that a migration that fails or is killed leaves the database as it was.
"""

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from rein.db.address import Address, SqliteFile
from rein.db.engine import set_up_sqlite
from rein.db.faults import as_ours
from rein.db.tables import Base
from rein.errors import StorageError

_SCRIPTS = Path(__file__).with_name("migrations")
VERSIONS = "alembic_version"
"""The table in which Alembic keeps the revision."""
_LOCK = 0x5265696E
"""The number of PostgreSQL's advisory lock that lets one process migrate at a time."""


@dataclass(frozen=True, slots=True)
class Version:
    """Which revision a database is at, and which one this Rein needs."""

    current: str | None
    """None: it is empty."""
    head: str
    known: bool
    """Whether this Rein knows the current revision; a newer one has written it otherwise."""

    @property
    def up_to_date(self) -> bool:
        return self.current == self.head


def upgrade(address: Address) -> Version:
    """Bring the database to this Rein's revision, and make an SQLite file that is not there.

    Several processes may do so at the same time: one does it, the others wait and find it done.

    Returns the version it had.

    Raises:
        StorageError: it cannot be written, a newer Rein has written it, or it holds something else.
    """
    if isinstance(address, SqliteFile):
        create_private(address.path)
        _let_readers_and_writers_be(address)
    found = version(address)
    if found.up_to_date:
        return found
    with connect(address, writes=True) as connection:
        before = version_in(connection)
        if not before.known:
            raise StorageError(f"The database was written by a newer Rein (its revision is {before.current}).")
        strangers = _strangers(connection) if before.current is None else []
        if strangers:
            raise StorageError(f"The database holds tables of something else ({', '.join(strangers[:3])}).")
        command.upgrade(_config(connection), "head")
        _check_references(connection)
        return before


def version(address: Address) -> Version:
    """Which revision the database is at.

    Raises:
        StorageError: it cannot be read.
    """
    with connect(address) as connection:
        return version_in(connection)


def version_in(connection: Connection) -> Version:
    """As `version`, on a connection that is there."""
    scripts = _scripts()
    head = scripts.get_current_head()
    if head is None:
        raise StorageError("This Rein was installed without its migrations; install it again.")
    current = MigrationContext.configure(connection).get_current_revision()
    known = current is None or any(s.revision == current for s in scripts.walk_revisions())
    return Version(current, head, known)


def differences(connection: Connection) -> tuple[str, ...]:
    """What the database lacks or has too much, compared with the tables in code; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _include})
    return tuple(_said(entry) for entry in _flat(compare_metadata(context, Base.metadata)))


def write_revision(address: Address, message: str) -> None:
    """For developers: write the revision that brings a database at the last one to the tables in code."""
    with connect(address) as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=f"{_next_number():04}")


@contextmanager
def connect(address: Address, *, writes: bool = False) -> Generator[Connection]:
    """A plain connection in one transaction; with `writes`, no other process migrates meanwhile.

    Raises:
        StorageError: the database cannot be reached, or what was done on the connection failed.
    """
    sqlite = isinstance(address, SqliteFile)
    engine = create_engine(address.url("pysqlite") if sqlite else address.url(), hide_parameters=True)
    try:
        if sqlite:
            event.listen(engine, "connect", _set_up_writer if writes else set_up_sqlite)
            begin = "BEGIN EXCLUSIVE" if writes else "BEGIN"
            event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))  # pyright: ignore
        with engine.begin() as connection:
            if writes and not sqlite:
                connection.execute(text("SET LOCAL statement_timeout = 0"))  # a large table takes its time
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            yield connection
    except SQLAlchemyError as error:
        raise as_ours(error) from None
    finally:
        engine.dispose()


def create_private(path: Path) -> None:
    """An empty file that only this person can read, and its directory; nothing if it is there.

    Raises:
        StorageError: it cannot be made.
    """
    try:
        for directory in reversed([p for p in path.parents if not p.exists()]):
            directory.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written ({error.strerror}). Check REIN_DATA_DIR or DATABASE_URL."
        ) from None


def _let_readers_and_writers_be(address: SqliteFile) -> None:
    """WAL, which a file keeps; a backup is without it."""
    engine = create_engine(address.url("pysqlite"), hide_parameters=True)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    except SQLAlchemyError as error:
        raise as_ours(error) from None
    finally:
        engine.dispose()


def _set_up_writer(connection: Any, record: object) -> None:  # SQLAlchemy's own signature
    """A table that is rebuilt is dropped first, which must not take the rows of others with it."""
    set_up_sqlite(connection, record)
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StorageError("The migration would have left rows without what they belong to; nothing was changed.")


def _strangers(connection: Connection) -> list[str]:
    return sorted(set(inspect(connection).get_table_names()) & set(Base.metadata.tables))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_SCRIPTS))


def _next_number() -> int:
    return len(list(_scripts().walk_revisions())) + 1


def _include(item: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    """Tables that are in the database only are somebody else's: DBOS keeps its own beside ours."""
    return not (kind == "table" and reflected and other is None)


def _flat(entries: Sequence[Any]) -> Iterator[tuple[Any, ...]]:  # Alembic's own nesting
    for entry in entries:
        if isinstance(entry, list):
            yield from _flat(entry)  # pyright: ignore[reportUnknownArgumentType]
        else:
            yield entry


def _said(entry: tuple[Any, ...]) -> str:
    what = str(entry[0]).replace("_", " ")
    names = [str(getattr(part, "name", part)) for part in entry[1:4] if part is not None and not isinstance(part, dict)]
    return f"{what}: {'.'.join(names)}"
