"""Reading a database without the lock on its directory, so while a server writes to it, too."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from rein.errors import StorageError
from rein.opik_server.store.connection import open_reader
from rein.opik_server.store.errors import StoreTooNew, as_storage_error
from rein.opik_server.store.schema import STEPS


@contextmanager
def snapshot(path: Path) -> Generator[sqlite3.Connection]:
    """A connection that sees the database as it is now, whatever is written meanwhile.

    Raises:
        StorageError: there is no database, or it cannot be read; StoreDamaged, StoreTooNew.
    """
    if not path.exists():
        raise StorageError(f"There is no {path}: nothing was stored in this directory yet.")
    try:
        connection = open_reader(path)
        try:
            connection.execute("BEGIN")
            _check_version(connection, path)
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise as_storage_error(error, path) or error from error


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    row: tuple[int] = connection.execute("PRAGMA user_version").fetchone()
    if row[0] > len(STEPS):
        raise StoreTooNew(f"{path} was written by a newer Rein. Install that one.")
    if row[0] < len(STEPS):
        raise StorageError(f"{path} is of an older Rein. Start `rein opik serve` once: it brings it up to date.")
