"""From a driver's error to one of ours. Drivers repeat the values they were given; our messages never do."""

import re
from sqlite3 import Error as SqliteError

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from rein.errors import Conflict, StorageBusy, StorageError, UsageError

UPGRADE = "`rein db check` says what is missing, `rein db upgrade` brings it up to date."

_NAMED = re.compile(r"(?:CHECK|UNIQUE) constraint failed: ([\w., ]+)")

# https://www.postgresql.org/docs/current/errcodes-appendix.html; classes have two signs.
_BUSY = {"08", "40", "53", "55", "57"}
_NO_SUCH_TABLE_OR_COLUMN = {"42P01", "42703"}
_FULL = "53100"


def as_ours(error: SQLAlchemyError) -> Exception:
    """The error that a caller meets in place of `error`; raise it `from None`."""
    if isinstance(error, PoolTimeout):
        return StorageBusy("All connections to the database are in use; try again in a moment.")
    if isinstance(error, IntegrityError):
        return _refused(error)
    if isinstance(error, DBAPIError):
        return _failed(error)
    if isinstance(error, StatementError) and error.orig is not None:
        return error.orig if isinstance(error.orig, Exception) else error  # one of our column types refused a value
    return StorageError(f"The database cannot do this ({type(error).__name__}).")


def _refused(error: IntegrityError) -> Exception:
    state, name = _state(error), _constraint(error)
    text = str(error.orig)
    if state == "23505" or text.startswith("UNIQUE"):
        return Conflict(f"There is one already ({name}).")
    if state == "23503" or text.startswith("FOREIGN KEY"):
        return Conflict("What this belongs to is not there, or no longer.")
    if state == "23514" or text.startswith("CHECK"):
        return UsageError(f"A value is out of its range ({name}).")
    return StorageError(f"The database refused a value ({name or type(error.orig).__name__}).")


def _failed(error: DBAPIError) -> Exception:
    state = _state(error)
    if isinstance(error.orig, SqliteError):
        return _sqlite(error.orig)
    if state == _FULL:
        return StorageError("The database server's disk is full.")
    if state == "57014":
        return StorageBusy("The database took too long to answer; try again.")
    if state in _NO_SUCH_TABLE_OR_COLUMN:
        return StorageError(f"The database lacks a table or a column. {UPGRADE}")
    if state is not None and state.startswith("28"):
        return StorageError("The database server refuses the user or the password in DATABASE_URL.")
    if state == "3D000":
        return StorageError("The database server has no database of the name in DATABASE_URL. Create it first.")
    if state is None or state[:2] in _BUSY:
        return StorageBusy("The database server cannot be reached, or is too busy; check DATABASE_URL and try again.")
    return StorageError(f"The database server refused a statement ({type(error.orig).__name__}, {state}).")


def _sqlite(error: SqliteError) -> Exception:
    name = getattr(error, "sqlite_errorname", "") or ""
    text = str(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StorageBusy("Another process kept the database file locked; try again.")
    if name.startswith("SQLITE_CANTOPEN"):
        return StorageError("There is no database file yet, or it cannot be opened. `rein db upgrade` makes it.")
    if name.startswith("SQLITE_FULL"):
        return StorageError("The disk with the database file is full.")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StorageError("The database file is damaged. Move it aside and restore a backup: `rein db restore`.")
    if name.startswith("SQLITE_READONLY"):
        return StorageError("The database may not be written here.")
    if "no such" in text or "has no column" in text:
        return StorageError(f"The database lacks a table or a column. {UPGRADE}")
    return StorageError(f"The database file cannot be used ({name or type(error).__name__}).")


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _constraint(error: DBAPIError) -> str:
    """The name of the constraint, or its columns: never a value."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if name:
        return str(name)
    found = _NAMED.match(str(error.orig))
    return found[1] if found else ""
