"""Delivery into the embedded Opik of this machine: the same rows, written to its store instead of sent over a network.

One process at a time may write to the store. Whoever has rows opens it, writes, and lets go of it again; while
`rein opik serve` holds it, the rows go to that server over loopback.
"""

from __future__ import annotations

import os
import threading
import weakref
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from rein.errors import StorageError
from rein.opik.transport import HttpTransport, Method, Postponed, Refused
from rein.settings import Settings

if TYPE_CHECKING:
    from rein.opik_server.ingest import Arrival
    from rein.opik_server.store.store import Store

EMBEDDED = "opik"

_TURN_S = 1.0
"""How long to wait for another process that is writing: it holds the store for milliseconds."""
_TURN_STEP_S = 0.02
_RETRY_S = 0.5
_FORK_WAIT_S = 5.0
"""How long a fork waits for the rows that are being written: milliseconds, unless the disk hangs."""
_WRITE_LIMIT_S = 60.0
_BY = "rein"


def embedded_directory(settings: Settings) -> Path:
    """Where this installation's embedded Opik keeps its store."""
    return settings.data_dir / EMBEDDED


class EmbeddedTransport:
    """Takes what `Transport` takes. Used by one thread at a time.

    No process forks with an open store: SQLite would take the locks of the parent for the child's own, and what the
    child then writes damages the database.
    """

    def __init__(self, directory: Path, workspace: str) -> None:
        self._directory = directory
        self._workspace = workspace
        self._store: Store | None = None
        self._server: HttpTransport | None = None
        self.at_store = threading.Lock()
        """Whoever holds it may open the store, use and close it; a process that forks holds it."""
        _transports.add(self)

    def send(self, method: Method, path: str, body: bytes) -> None:
        """Deliver a JSON body; when this returns, it is on disk.

        Raises:
            Postponed: the store is busy, its disk is full, or it cannot be opened.
            Refused: the body is not what the path takes.
        """
        deadline = monotonic() + _TURN_S
        while self._server is None:
            with self.at_store:
                if (store := self._opened()) is not None:
                    self._write(store, path, body)
                    return
            self._server = _server_of(self._directory, self._workspace)
            if self._server is None:
                if monotonic() >= deadline:
                    raise Postponed(f"another process keeps {self._directory} to itself", wait_s=_RETRY_S)
                sleep(_TURN_STEP_S)
        self._send_to_server(self._server, method, path, body)

    def rest(self) -> None:
        """Let another process have the store until there is more to write."""
        self.close()

    def close(self) -> None:
        """Let go of the store; the next row opens it again."""
        with self.at_store:
            self.close_store()
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def close_store(self) -> None:
        """The same for who holds `at_store`."""
        store, self._store = self._store, None
        if store is not None:
            store.close()

    def _opened(self) -> Store | None:
        """The store; None while another process has it."""
        from rein.opik_server.door import DOOR
        from rein.opik_server.store.errors import StoreLocked
        from rein.opik_server.store.store import Store

        if _inherited:
            raise Postponed("this process was forked while its parent wrote; another one brings its rows")
        if self._store is None:
            try:
                self._store = Store(self._directory)
            except StoreLocked:
                return None
            except StorageError as error:
                raise Postponed(str(error)) from error
            with suppress(OSError):  # a killed server left it; by now, another's may listen there
                (self._directory / DOOR).unlink(missing_ok=True)
        return self._store

    def _send_to_server(self, server: HttpTransport, method: Method, path: str, body: bytes) -> None:
        try:
            server.send(method, path, body)
        except Postponed:
            self.close()  # it may have ended: the next try looks who has the store then
            raise

    def _write(self, store: Store, path: str, body: bytes) -> None:
        from rein.opik_server.ingest import Arrival, IngestError
        from rein.opik_server.store.errors import Busy, RowError
        from rein.opik_server.store.tables import now_us

        try:
            _deliver(store, path, body, self._workspace, Arrival(_BY, now_us()))
        except IngestError as error:
            raise Refused(400, str(error)) from error
        except RowError as error:
            raise Refused(409, str(error)) from error
        except Busy as error:
            raise Postponed(str(error), wait_s=error.retry_after_s) from error
        except (StorageError, TimeoutError) as error:
            self.close_store()
            raise Postponed(str(error) or "the store did not answer") from error


def _deliver(store: Store, path: str, body: bytes, workspace: str, arrival: Arrival) -> None:
    """Write what a request means. Raises as `ingest`, and as `Store.write` and its futures."""
    from rein.opik_server.ingest import span_batch, trace_batch, trace_update
    from rein.opik_server.ingest_scores import score_batch, thread_score_batch
    from rein.opik_server.store.scores import PutScores
    from rein.opik_server.store.totals import Kind
    from rein.opik_server.store.upsert import TagChange, UpdateTrace, UpsertSpans, UpsertTraces

    size = len(body)
    match path.removeprefix("/v1/private/").split("/"):
        case ["traces", "batch"]:
            store.write(UpsertTraces(workspace, trace_batch(body, arrival), size)).result(_WRITE_LIMIT_S)
        case ["spans", "batch"]:
            store.write(UpsertSpans(workspace, span_batch(body, arrival), size)).result(_WRITE_LIMIT_S)
        case ["traces", "feedback-scores"]:
            store.write(PutScores(workspace, Kind.TRACE, score_batch(body, arrival), size)).result(_WRITE_LIMIT_S)
        case ["spans", "feedback-scores"]:
            store.write(PutScores(workspace, Kind.SPAN, score_batch(body, arrival), size)).result(_WRITE_LIMIT_S)
        case ["traces", "threads", "feedback-scores"]:
            rows = thread_score_batch(body, arrival)
            store.write(PutScores(workspace, Kind.THREAD, rows, size)).result(_WRITE_LIMIT_S)
        case ["traces", trace_id]:
            change = trace_update(trace_id, body, arrival)
            tags = TagChange(change.add_tags, change.remove_tags)
            store.write(UpdateTrace(workspace, change.row, size, tags)).result(_WRITE_LIMIT_S)
        case _:
            raise Refused(404, f"{path} is nothing that traces are written to.")


def _server_of(directory: Path, workspace: str) -> HttpTransport | None:
    """The server that holds the store, if it is one."""
    from rein.opik_server.door import find_door

    door = find_door(directory)
    if door is None:
        return None
    return HttpTransport(door.url, {"Comet-Workspace": workspace, "Authorization": door.token})


_transports: weakref.WeakSet[EmbeddedTransport] = weakref.WeakSet()
_held: list[EmbeddedTransport] = []
_inherited = False
"""Whether this is a child that holds what its parent had open: it must not touch the database."""
_still_writing = False


def _before_fork() -> None:
    global _still_writing
    for transport in list(_transports):
        if transport.at_store.acquire(timeout=_FORK_WAIT_S):
            _held.append(transport)
            transport.close_store()
        else:
            _still_writing = True


def _after_fork_in_parent() -> None:
    global _still_writing
    _still_writing = False
    while _held:
        _held.pop().at_store.release()


def _after_fork_in_child() -> None:
    global _inherited
    _inherited = _inherited or _still_writing
    _after_fork_in_parent()


os.register_at_fork(before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork_in_child)
