"""What can go wrong in the store. Each message says what happened, to which file, and what to do next."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from rein.errors import ReinError, StorageError


class StoreLocked(StorageError):
    """Another process has this data directory open."""


class StoreDamaged(StorageError):
    """The database file is not a database any more, or its pages contradict each other."""


class StoreTooNew(StorageError):
    """The database was written by a newer version of Rein."""


class StoreClosed(StorageError):
    """The store was closed before this was written."""


class DiskFull(StorageError):
    """The disk takes no more. Nothing of the request was kept; the store goes on when there is room."""


class QueryTimeout(StorageError):
    """A query took longer than its limit and was stopped."""


class TooMuchAtOnce(StorageError):
    """The payloads of several rows are together more than may be held in memory: fewer rows can be read."""


class Busy(StorageError):
    """More is waiting than the store may hold in memory, or all readers are taken."""

    def __init__(self, message: str, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
        """When to try again, estimated from what waits and how fast it was written lately; at least 0.1."""


class RowError(ReinError):
    """A row cannot be taken as it is, though the store is well."""


class NotFound(RowError):
    """The named thing does not exist in this workspace."""


class AlreadyExists(RowError):
    """A thing of this id or name exists."""


class Conflict(RowError):
    """The update names another project, trace or parent than the stored row."""


_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def as_storage_error(error: sqlite3.Error, path: Path) -> StorageError | None:
    """The named error for a failure of the database itself; None if it is a fault of the statement."""
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    if code in _FULL:
        return DiskFull(f"The disk of {path} is full; nothing of this was kept. Free some room and send it again.")
    if code & 0xFF in _DAMAGED:
        return StoreDamaged(
            f"The database {path} is damaged ({error}). Stop the server, move the file and its -wal and -shm aside, "
            f"and put a backup in its place, or save what is readable with `sqlite3 {path.name} .recover`."
        )
    if code & 0xFF == sqlite3.SQLITE_INTERRUPT:
        return QueryTimeout("The query took longer than its limit. Narrow it: a shorter time, one project, fewer rows.")
    if code & 0xFF in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}:
        return StorageError(f"The database {path} cannot be read or written ({error}). Check the disk and its rights.")
    if code & 0xFF == sqlite3.SQLITE_BUSY:
        return Busy(f"The database {path} is in use by another program.", 1.0)
    return None
