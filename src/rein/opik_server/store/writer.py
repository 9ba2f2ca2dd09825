"""The one thread that writes. What waits is written in one transaction: a future is done when its rows are durable."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from time import monotonic
from typing import Protocol, TypeVar

from rein.opik_server.store.connection import CHECKPOINT_PAGES, PAGE_BYTES
from rein.opik_server.store.errors import Busy, StorageError, StoreClosed, as_storage_error
from rein.opik_server.store.tables import Tables

_log = logging.getLogger("rein.opik_server")

MAX_WAITING_BYTES = 64 << 20
"""What may wait in memory, to which the operation that goes over it is added."""
MAX_GROUP_BYTES = 16 << 20
MAX_GROUP = 256
"""Operations in a transaction, so that the first of them does not wait long for the last."""
_IDLE_S = 0.5
_VACUUM_PAGES = 512
_MAX_LOG_BYTES = 8 * CHECKPOINT_PAGES * PAGE_BYTES
"""Readers that overlap without end keep the log from starting anew; from here on they are waited for."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Operation(Protocol[T_co]):
    """Something to write: all of it or, when `apply` raises, nothing."""

    @property
    def size_bytes(self) -> int:
        """About how much memory it holds."""
        ...

    def apply(self, tables: Tables) -> T_co:
        """Write; called on the writer's thread, inside a transaction."""
        ...


class _Waiting:
    """An operation, and where its result goes."""

    __slots__ = ("apply", "deliver", "fail", "size_bytes")

    def __init__(self, operation: Operation[T], future: Future[T]) -> None:
        self.size_bytes = operation.size_bytes
        self.fail = future.set_exception

        def apply(tables: Tables) -> None:
            result = operation.apply(tables)
            self.deliver = lambda: future.set_result(result)

        self.apply = apply
        self.deliver: Callable[[], None] = lambda: None


class Writer:
    """Owns the writing connection. `submit` is safe from any thread."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._log_path = path.with_name(path.name + "-wal")
        self._log_limit = _MAX_LOG_BYTES
        self._tables = Tables(connection)
        self._waiting: deque[_Waiting] = deque()
        self._waiting_bytes = 0
        self._bytes_per_s = 50e6
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="opik-store-writer", daemon=True)
        self._thread.start()

    def submit(self, operation: Operation[T]) -> Future[T]:
        """Queue an operation.

        Raises:
            Busy: MAX_WAITING_BYTES wait already. The size of this one does not count, so that a large one can get in.
            StoreClosed: the store is closed.
        """
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # once taken it is written: it cannot be cancelled
        waiting = _Waiting(operation, future)
        with self._changed:
            if self._closed:
                raise StoreClosed(f"The store {self._path} is closed.")
            if self._waiting_bytes >= MAX_WAITING_BYTES:
                delay_s = max(0.1, self._waiting_bytes / self._bytes_per_s)
                raise Busy(f"{self._waiting_bytes >> 20} MB wait to be written; try again soon.", delay_s)
            self._waiting.append(waiting)
            self._waiting_bytes += waiting.size_bytes
            self._changed.notify()
        return future

    def close(self) -> None:
        """Write what waits, then end the thread and the connection."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        idle_s: float | None = _IDLE_S
        while True:
            with self._changed:
                if not self._waiting and not self._closed:
                    self._changed.wait(idle_s)
                group = self._take()
                if not group and self._closed:
                    break
            if group:
                self._write(group)
                idle_s = _IDLE_S
            else:
                idle_s = 0.0 if self._tidy() else None
        try:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            _log.warning("The log of %s stays beside it (%s); the next start reads it.", self._path, error)
        self._connection.close()

    def _take(self) -> list[_Waiting]:
        group: list[_Waiting] = []
        size = 0
        while (
            self._waiting
            and len(group) < MAX_GROUP
            and (not group or size + self._waiting[0].size_bytes <= MAX_GROUP_BYTES)
        ):
            waiting = self._waiting.popleft()
            size += waiting.size_bytes
            group.append(waiting)
        return group

    def _write(self, group: list[_Waiting]) -> None:
        began = monotonic()
        written: list[_Waiting] = []
        failed: list[tuple[_Waiting, BaseException]] = []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for waiting in group:
                fault = self._apply(waiting)
                if fault is None:
                    written.append(waiting)
                else:
                    failed.append((waiting, fault))
            self._connection.execute("COMMIT")
        except (sqlite3.Error, StorageError) as error:
            self._roll_back()
            named = as_storage_error(error, self._path) if isinstance(error, sqlite3.Error) else error
            failed = [(waiting, named or error) for waiting in group]
            written = []
        size = sum(waiting.size_bytes for waiting in group)
        with self._changed:
            self._waiting_bytes -= size
            if written and size > 1 << 16:
                self._bytes_per_s = 0.8 * self._bytes_per_s + 0.2 * size / max(monotonic() - began, 1e-4)
        for waiting in written:
            waiting.deliver()
        for waiting, fault in failed:
            waiting.fail(fault)
        self._limit_log()

    def _limit_log(self) -> None:
        try:
            if self._log_path.stat().st_size > self._log_limit:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                # A reader that stays, such as a backup, must not be waited for after every commit.
                self._log_limit = self._log_path.stat().st_size + _MAX_LOG_BYTES
        except (OSError, sqlite3.Error) as error:
            _log.warning("The log of %s cannot be shortened (%s).", self._path, error)

    def _apply(self, waiting: _Waiting) -> BaseException | None:
        """Write one operation; a fault of its own takes back only it. A fault of the database is raised."""
        self._connection.execute("SAVEPOINT operation")
        try:
            waiting.apply(self._tables)
        except BaseException as error:
            if isinstance(error, sqlite3.Error):
                named = as_storage_error(error, self._path)
                if named is not None:
                    raise named from error
            self._connection.execute("ROLLBACK TO operation")
            self._connection.execute("RELEASE operation")
            self._tables.forget()
            return error
        self._connection.execute("RELEASE operation")
        return None

    def _roll_back(self) -> None:
        self._tables.forget()
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error as error:
                _log.warning("%s: a transaction could not be taken back (%s).", self._path, error)

    def _tidy(self) -> bool:
        """Housekeeping while nothing waits; True when there is more to do."""
        try:
            free: tuple[int] = self._connection.execute("PRAGMA freelist_count").fetchone()
            if free[0]:
                # Not `execute`, which takes one step of a statement without columns: one page.
                self._connection.executescript(f"PRAGMA incremental_vacuum({_VACUUM_PAGES})")
                return free[0] > _VACUUM_PAGES
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            _log.warning("Housekeeping of %s failed (%s).", self._path, error)
        return False
