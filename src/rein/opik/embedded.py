"""Delivery into the embedded Opik of this machine: the same rows, written to its store instead of sent over a network.

One process at a time may write to the store. Whoever has rows opens it, writes, and lets go of it again; while
`rein opik serve` holds it, the rows go to that server over loopback.
"""

from __future__ import annotations

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
_WRITE_LIMIT_S = 60.0
_BY = "rein"


def embedded_directory(settings: Settings) -> Path:
    """Where this installation's embedded Opik keeps its store."""
    return settings.data_dir / EMBEDDED


class EmbeddedTransport:
    """Takes what `Transport` takes. Used by one thread at a time."""

    def __init__(self, directory: Path, workspace: str) -> None:
        self._directory = directory
        self._workspace = workspace
        self._store: Store | None = None
        self._server: HttpTransport | None = None

    def send(self, method: Method, path: str, body: bytes) -> None:
        """Deliver a JSON body; when this returns, it is on disk.

        Raises:
            Postponed: the store is busy, its disk is full, or it cannot be opened.
            Refused: the body is not what the path takes.
        """
        if self._server is None and self._store is None:
            self._open()
        if self._server is not None:
            self._send_to_server(self._server, method, path, body)
        elif self._store is not None:
            self._write(self._store, path, body)

    def rest(self) -> None:
        """Let another process have the store until there is more to write."""
        self.close()

    def close(self) -> None:
        """Let go of the store; the next row opens it again."""
        store, self._store = self._store, None
        server, self._server = self._server, None
        if store is not None:
            store.close()
        if server is not None:
            server.close()

    def _open(self) -> None:
        from rein.opik_server.store.errors import StoreLocked
        from rein.opik_server.store.store import Store

        deadline = monotonic() + _TURN_S
        while True:
            try:
                self._store = Store(self._directory)
            except StoreLocked as locked:
                self._server = _server_of(self._directory, self._workspace)
                if self._server is not None:
                    return
                if monotonic() >= deadline:
                    raise Postponed(str(locked), wait_s=_RETRY_S) from None
                sleep(_TURN_STEP_S)
            except StorageError as error:
                raise Postponed(str(error)) from error
            else:
                return

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
            self.close()
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
