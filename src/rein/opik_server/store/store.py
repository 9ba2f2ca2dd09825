"""The store: opened once per data directory, written through one thread, read by many."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from rein.errors import StorageError
from rein.opik_server.store.connection import DATABASE, lock_directory, open_writer, unlock_directory
from rein.opik_server.store.errors import as_storage_error
from rein.opik_server.store.readers import Readers
from rein.opik_server.store.schema import migrate
from rein.opik_server.store.writer import Operation, Writer

T = TypeVar("T")

READERS = 4
QUERY_LIMIT_S = 10.0


class Store:
    """Traces, spans, threads, scores and comments of all workspaces, in one SQLite file.

    Raises on opening:
        StoreLocked: another process has the directory.
        StoreDamaged: the file is no database any more.
        StoreTooNew: a newer version wrote it.
        DiskFull, StorageError: the directory cannot be written.
    """

    def __init__(self, directory: Path) -> None:
        self.path = directory / DATABASE
        self._lock = lock_directory(directory)
        try:
            connection = open_writer(self.path)
            try:
                migrate(connection, self.path)
            except BaseException:
                connection.close()
                raise
            self._writer = Writer(connection, self.path)
        except BaseException as error:
            unlock_directory(self._lock)
            if isinstance(error, sqlite3.Error):
                raise as_storage_error(error, self.path) or error from error
            if isinstance(error, OSError):
                raise StorageError(f"{self.path} cannot be written ({error.strerror}).") from error
            raise
        self._readers = Readers(self.path, READERS)
        self._open = True

    def write(self, operation: Operation[T]) -> Future[T]:
        """Queue an operation. The future is done when the transaction that holds it is on disk, or it failed.

        Raises:
            Busy: too much waits; `retry_after_s` says when to come again.
            StoreClosed: the store is closed.
        The future raises RowError (NotFound, AlreadyExists, Conflict) for the operation's own trouble, DiskFull,
        StoreDamaged or StorageError for the database's.
        """
        return self._writer.submit(operation)

    def read(self, query: Callable[[sqlite3.Connection], T], *, limit_s: float = QUERY_LIMIT_S) -> T:
        """Run a query of `reading` on one snapshot; see `Readers.read`. Blocks: call it from a thread."""
        return self._readers.read(query, limit_s)

    def close(self) -> None:
        """Write what waits, fold the log into the database, and let go of the directory."""
        if self._open:
            self._open = False
            self._readers.close()
            self._writer.close()
            unlock_directory(self._lock)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
