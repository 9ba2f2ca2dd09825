"""A few connections that read, each query on its own snapshot and under a time limit."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TypeVar

from rein.opik_server.store.connection import open_reader
from rein.opik_server.store.errors import Busy, StoreClosed, as_storage_error
from rein.opik_server.store.functions import register

T = TypeVar("T")

_STEPS = 5000
"""Of SQLite's machine, between two looks at the clock: under a millisecond."""


class Readers:
    """A pool. Safe from any thread; blocks while all connections are taken."""

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._free: list[sqlite3.Connection] = []
        self._slots = threading.Semaphore(size)
        self._lock = threading.Lock()
        self._closed = False

    def read(self, query: Callable[[sqlite3.Connection], T], limit_s: float) -> T:
        """Run a query on one snapshot of the database. `limit_s` counts from now, waiting for a connection included.

        Raises:
            Busy: no connection came free in time.
            QueryTimeout: the query took too long; it was stopped.
            StoreDamaged, StorageError: the file cannot be read.
        """
        deadline = monotonic() + limit_s
        if not self._slots.acquire(timeout=limit_s):
            raise Busy("All readers of the store are busy; try again soon.", limit_s)
        try:
            with self._connection() as connection:
                connection.set_progress_handler(lambda: monotonic() > deadline, _STEPS)
                connection.execute("BEGIN")
                try:
                    return query(connection)
                finally:
                    connection.set_progress_handler(None, 0)
                    connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            named = as_storage_error(error, self._path)
            if named is None:
                raise
            raise named from error
        finally:
            self._slots.release()

    def close(self) -> None:
        """Close the connections that are free; one in use closes after its query."""
        with self._lock:
            self._closed = True
            free, self._free = self._free, []
        for connection in free:
            connection.close()

    @contextmanager
    def _connection(self) -> Generator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise StoreClosed(f"The store {self._path} is closed.")
            connection = self._free.pop() if self._free else None
        if connection is None:
            connection = open_reader(self._path)
            register(connection)
        keep = True
        try:
            yield connection
        except sqlite3.Error:
            keep = False  # in what state it is, nobody knows
            raise
        finally:
            with self._lock:
                keep = keep and not self._closed
                if keep:
                    self._free.append(connection)
            if not keep:
                connection.close()
