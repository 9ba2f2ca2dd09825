"""A loopback server that takes in traces as Opik does, remembers everything, and fails on demand.

In a test:

    with OpikReceiver() as opik:                       # or opik = OpikReceiver(); opik.start(); ...; opik.stop()
        ...send to opik.url ("http://127.0.0.1:PORT/api")...
        opik.wait_for(lambda: len(opik.traces) == 1)
        opik.traces[trace_id]["output"]                # rows merged by field, by id
        opik.spans, opik.scores, opik.trace_tree(trace_id)
        opik.requests                                  # every request as `Recorded`: path, headers, json, status
        opik.sent("/v1/private/spans/batch")           # only the requests to that path

Failures (they meet requests under /v1/private only; `/is-alive` answers as long as the server runs):

    opik.fail(503, 429, Fault(drop="before"))          # the next three requests, in this order, then healthy again
    opik.fail(Fault(status=429, retry_after="2"))
    opik.fail_always(503)                              # until opik.heal()
    opik.fail_randomly(seed=7, rate=0.4)               # a reproducible mix of RANDOM_FAULTS until opik.heal()
    opik.refuse(trace_id, span_id)                     # any batch that holds one of these rows is a 400, for good
    opik.refuse(trace_id, status=409)                  # … or another status
    opik.stop(); opik.start()                          # away, then back on the same port with its memory intact

`Fault` says what happens: `status`; `html=True` (with a web page for a body); `retry_after`; `hang=True` (takes it and
never answers); `slow_s` (answers late); `drop="before"` (connection cut, nothing stored); `drop="after"` (stored, but
the answer is lost).

With `journal=PATH` every stored row is appended to that file before it is confirmed, and read back at start, so the
receiver itself may be killed. As a process of its own (it prints `{"port": N, "url": …}` on its first line):

    python tests/support/opik_receiver.py --journal FILE [--port N] [--seed S --rate 0.4] [--api-key K]

`read_journal(path)` merges such a file into `Stored(traces, spans, scores, deliveries)` with no server running.
"""

import argparse
import contextlib
import gzip
import json
import os
import random
import signal
import socket
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

Row = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """One way in which one request goes wrong."""

    status: int | None = None
    html: bool = False
    retry_after: str | None = None
    hang: bool = False
    slow_s: float = 0.0
    drop: Literal["before", "after"] | None = None


RANDOM_FAULTS = (
    Fault(status=500),
    Fault(status=502),
    Fault(status=503),
    Fault(status=429),
    Fault(status=429, retry_after="0"),
    Fault(drop="before"),
    Fault(drop="after"),
    Fault(slow_s=0.05),
)
"""What `fail_randomly` draws from: all are passing troubles that a good client survives without losing a row."""


@dataclass(frozen=True)
class Recorded:
    """One request as it came in; `path` is without the `/api` mount and without the query."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    """The body after gzip was undone."""
    json: Any
    """The parsed body; None when there was none or it was no JSON."""
    status: int | None
    """The answer's status; None when the connection was cut or left hanging."""
    compressed: bool
    at: float
    """Seconds, `time.monotonic()`."""


def is_uuid7(text: object) -> bool:
    """Whether Opik takes `text` for an id."""
    try:
        parsed = uuid.UUID(str(text))
    except ValueError:
        return False
    return parsed.version == 7 and str(parsed) == str(text).lower()


@dataclass
class Stored:
    """What was taken in: rows merged by field (the newest non-null value by `last_updated_at` wins, in any order)."""

    traces: dict[str, Row] = field(default_factory=dict)
    spans: dict[str, Row] = field(default_factory=dict)
    scores: dict[tuple[str, str, str, str], Row] = field(default_factory=dict)
    """Keyed by (trace | span | thread, entity's id, name, author); the last write wins."""
    deliveries: Counter[str] = field(default_factory=Counter)
    """How often a row with this id was stored, start and end rows counted alike."""
    _stamps: dict[tuple[str, str, str], datetime] = field(default_factory=dict)

    def put(self, kind: str, row: Row) -> None:
        if kind in ("trace", "span"):
            self._merge(kind, self.traces if kind == "trace" else self.spans, row)
            return
        entity = kind.removesuffix("_score")
        key = "thread_id" if entity == "thread" else "id"
        self.scores[entity, row[key], row["name"], row.get("author") or ""] = row
        self.deliveries[row[key]] += 1

    def _merge(self, kind: str, table: dict[str, Row], row: Row) -> None:
        stamp = _when(row.get("last_updated_at"))
        merged = table.setdefault(row["id"], {})
        for name, value in row.items():
            if value is None:
                continue
            known = self._stamps.get((kind, row["id"], name))
            if known is None or stamp >= known:
                merged[name] = value
                self._stamps[kind, row["id"], name] = stamp
        self.deliveries[row["id"]] += 1


def _when(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    stamp = datetime.fromisoformat(text)
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)


def read_journal(path: Path) -> Stored:
    """Merge a journal; a last line torn by a kill is left out (it was never confirmed)."""
    stored = Stored()
    if path.exists():
        for line in path.read_bytes().split(b"\n"):
            with contextlib.suppress(ValueError):
                for kind, row in json.loads(line):
                    stored.put(kind, row)
    return stored


class OpikReceiver:
    """The server. See the module's docstring."""

    def __init__(
        self,
        *,
        port: int = 0,
        journal: Path | None = None,
        api_key: str | None = None,
        workspaces: tuple[str, ...] = ("default",),
        max_body_bytes: int | None = None,
    ) -> None:
        self.port = port
        self.api_key = api_key
        self.workspaces = workspaces
        self.max_body_bytes = max_body_bytes
        """Bodies longer than this (decompressed) are answered with 413."""
        self.requests: list[Recorded] = []
        self.projects: dict[str, str] = {}
        self.closed_threads: set[str] = set()
        self.lock = threading.RLock()
        self._stored = read_journal(journal) if journal else Stored()
        self._journal = journal
        self._planned: list[Fault] = []
        self._always: Fault | None = None
        self._random: tuple[random.Random, float] | None = None
        self._refused: dict[str, int] = {}
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    # Running

    @property
    def url(self) -> str:
        """The API's base URL, as `OPIK_URL_OVERRIDE` takes it."""
        return f"http://127.0.0.1:{self.port}/api"

    def start(self) -> "OpikReceiver":
        """Listen; the first time on a free port, later on the same one."""
        self._server = _Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True, name="opik-receiver"
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """Go away: stop listening and cut every open connection. What was stored stays."""
        if self._server is None:
            return
        self._server.shutdown()
        self._server.leave()
        if self._thread:
            self._thread.join()
        self._server = self._thread = None

    def __enter__(self) -> "OpikReceiver":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # Failing

    def fail(self, *faults: int | Fault) -> None:
        """Let the next requests fail, one fault each, in this order."""
        with self.lock:
            self._planned += [_fault(f) for f in faults]

    def fail_always(self, fault: int | Fault) -> None:
        """Let every request fail like this until `heal`."""
        with self.lock:
            self._always = _fault(fault)

    def fail_randomly(self, *, seed: int, rate: float) -> None:
        """Let a share `rate` of requests meet a fault drawn from `RANDOM_FAULTS`, until `heal`."""
        with self.lock:
            self._random = (random.Random(seed), rate)

    def refuse(self, *ids: str, status: int = 400) -> None:
        """Answer `status`, for good, to every body that holds a row with one of these ids."""
        with self.lock:
            self._refused |= dict.fromkeys(ids, status)

    def heal(self) -> None:
        """Forget every planned failure and refusal."""
        with self.lock:
            self._planned.clear()
            self._always = self._random = None
            self._refused.clear()

    # Looking

    @property
    def traces(self) -> dict[str, Row]:
        with self.lock:
            return dict(self._stored.traces)

    @property
    def spans(self) -> dict[str, Row]:
        with self.lock:
            return dict(self._stored.spans)

    @property
    def scores(self) -> dict[tuple[str, str, str, str], Row]:
        with self.lock:
            return dict(self._stored.scores)

    @property
    def deliveries(self) -> Counter[str]:
        with self.lock:
            return Counter(self._stored.deliveries)

    def sent(self, path: str) -> list[Recorded]:
        """Every request to `path`, oldest first, refused ones too."""
        with self.lock:
            return [r for r in self.requests if r.path == path]

    def trace_tree(self, trace_id: str) -> dict[str, Any]:
        """Names of a trace's spans, nested by parent: `{"root": {"child": {}}}`. Names must differ within a parent."""

        def below(parent: str | None) -> dict[str, Any]:
            inside = [s for s in self.spans.values() if s["trace_id"] == trace_id]
            return {s["name"]: below(s["id"]) for s in inside if s.get("parent_span_id") == parent}

        return below(None)

    def wait_for(self, condition: Callable[[], bool], timeout_s: float = 30.0) -> None:
        """Wait until `condition` holds.

        Raises:
            TimeoutError: it did not within `timeout_s`.
        """
        end = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(
                    f"Not so within {timeout_s} s: {len(self.requests)} requests, last: {self.requests[-3:]}"
                )
            time.sleep(0.01)

    # Taking in (called by the handler's threads)

    def next_fault(self) -> Fault:
        with self.lock:
            if self._planned:
                return self._planned.pop(0)
            if self._always:
                return self._always
            if self._random and self._random[0].random() < self._random[1]:
                return self._random[0].choice(RANDOM_FAULTS)
            return Fault()

    def store(self, rows: list[tuple[str, Row]]) -> None:
        """Write down, then remember: a confirmed row survives the receiver's own death."""
        with self.lock:
            if self._journal:
                line = json.dumps(rows).encode() + b"\n"
                descriptor = os.open(self._journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                try:
                    # A leading newline keeps a line torn by a kill from swallowing this one.
                    os.write(descriptor, b"\n" + line)
                finally:
                    os.close(descriptor)
            for kind, row in rows:
                self._stored.put(kind, row)
                name = (row.get("project_name") or "Default Project").strip()
                self.projects.setdefault(name, str(uuid.uuid4()))

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any, dict[str, str], list[tuple[str, Row]]]:
        """Status, JSON answer, headers, and the rows to store. The whole of Opik's rules that matter to a sender."""
        parts = path.removeprefix("/v1/private/").split("/")
        match method, parts:
            case "POST", ["auth"]:
                return 204, None, {}, []
            case "POST", ["projects", "retrieve"]:
                name = str(body.get("name", "")) if isinstance(body, dict) else ""
                found = self.projects.get(name)
                return (200, {"id": found, "name": name}, {}, []) if found else _error(404, "Project not found")
            case "PUT", ["traces", "threads", "close"]:
                wanted = {body.get("thread_id"), *(body.get("thread_ids") or [])} - {None}
                self.closed_threads |= wanted
                return 204, None, {}, []
            case "POST", ["traces" | "spans" as table, "batch"]:
                return self._batch(table, body)
            case "POST", ["traces" | "spans" as table]:
                return self._single(table, body)
            case "PATCH", ["traces" | "spans" as table, row_id]:
                return self._patch(table, row_id, body)
            case "GET", ["traces" | "spans" as table, row_id]:
                row = (self.traces if table == "traces" else self.spans).get(row_id)
                return (200, row, {}, []) if row else _error(404, f"{table} {row_id} not found")
            case "PUT", ["traces" | "spans" as table, "feedback-scores"]:
                return self._scores(table.removesuffix("s") + "_score", "id", body)
            case "PUT", ["traces", "threads", "feedback-scores"]:
                return self._scores("thread_score", "thread_id", body)
            case _:
                return _error(404, "HTTP 404 Not Found")

    def _batch(self, table: str, body: Any) -> tuple[int, Any, dict[str, str], list[tuple[str, Row]]]:
        rows = body.get(table) if isinstance(body, dict) else None
        if not isinstance(rows, list) or not 1 <= len(rows) <= 1000:
            return _error(422, f"{table} size must be between 1 and 1000")
        for row in rows:
            fault = self._row_fault(table, row)
            if fault:
                return fault
        return 204, None, {}, [(table.removesuffix("s"), row) for row in rows]

    def _row_fault(self, table: str, row: Any) -> tuple[int, Any, dict[str, str], list[tuple[str, Row]]] | None:
        ids = [row.get("id"), row["trace_id"] if table == "spans" and row.get("trace_id") else row.get("id")]
        if row.get("parent_span_id"):
            ids.append(row["parent_span_id"])
        if not all(is_uuid7(i) for i in ids):
            return _error(400, f"{table.removesuffix('s')} id must be a version 7 UUID")
        if str(ids[0]) in self._refused:
            return _error(self._refused[str(ids[0])], f"refused row {ids[0]}")
        usage = row.get("usage") or {}
        if not all(isinstance(n, int) and -(2**31) <= n < 2**31 for n in usage.values()):
            return _error(400, "usage must be a map of 32-bit integers")
        if (row.get("total_estimated_cost") or 0) < 0:
            return _error(422, "total_estimated_cost must be greater than or equal to 0")
        if not row.get("start_time"):
            return _error(422, "start_time must not be null")
        return None

    def _single(self, table: str, row: Any) -> tuple[int, Any, dict[str, str], list[tuple[str, Row]]]:
        fault = self._row_fault(table, row)
        if fault:
            return fault
        location = {"Location": f"{self.url}/v1/private/{table}/{row['id']}"}
        known = self.traces if table == "traces" else self.spans
        if row["id"] in known:
            return _error(409, "Trace already exists") if table == "traces" else (201, None, location, [])
        return 201, None, location, [(table.removesuffix("s"), row)]

    def _patch(self, table: str, row_id: str, row: Any) -> tuple[int, Any, dict[str, str], list[tuple[str, Row]]]:
        if not is_uuid7(row_id) or row_id in self._refused:
            return _error(self._refused.get(row_id, 400), f"refused row {row_id}")
        return 204, None, {}, [(table.removesuffix("s"), {**row, "id": row_id})]

    def _scores(self, kind: str, key: str, body: Any) -> tuple[int, Any, dict[str, str], list[tuple[str, Row]]]:
        rows = body.get("scores") if isinstance(body, dict) else None
        if not isinstance(rows, list) or not 1 <= len(rows) <= 1000:
            return _error(422, "scores size must be between 1 and 1000")
        for row in rows:
            if key == "id" and not is_uuid7(row.get("id")):
                return _error(400, "id must be a version 7 UUID")
            if row.get(key) in self._refused:
                return _error(self._refused[row[key]], f"refused row {row[key]}")
            if not row.get(key) or not row.get("name") or not isinstance(row.get("value"), int | float):
                return _error(422, "scores: id, name and value must not be null")
            if row.get("source") not in ("ui", "sdk", "online_scoring"):
                return _error(400, "scores: unknown source")
        return 204, None, {}, [(kind, row) for row in rows]


def _fault(fault: int | Fault) -> Fault:
    return Fault(status=fault) if isinstance(fault, int) else fault


def _no_json(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _error(status: int, message: str) -> tuple[int, Any, dict[str, str], list[tuple[str, Row]]]:
    return status, {"errors": [message]}, {}, []


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], receiver: OpikReceiver) -> None:
        self.receiver = receiver
        self.leaving = threading.Event()
        self.open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def leave(self) -> None:
        self.leaving.set()
        self.server_close()
        with self.receiver.lock:
            for connection in self.open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        with self.server.receiver.lock:
            self.server.open.add(self.connection)

    def finish(self) -> None:
        with self.server.receiver.lock:
            self.server.open.discard(self.connection)
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Quiet: requests are in `OpikReceiver.requests`."""

    def _handle(self) -> None:
        receiver = self.server.receiver
        path = self.path.split("?")[0].removeprefix("/api")
        raw = self._read_body()
        if path == "/is-alive/ping":
            return self._send(200, {"message": "Healthy Server", "healthy": True})
        if path == "/is-alive/ver":
            return self._send(200, {"version": "2.1.24"})
        fault = receiver.next_fault()
        compressed = self.headers.get("Content-Encoding") == "gzip"
        body, parsed, status, answer, headers, rows = raw, None, None, None, {}, []
        try:
            body = gzip.decompress(raw) if compressed else raw
            parsed = json.loads(body, parse_constant=_no_json) if body else None
        except (ValueError, OSError, EOFError):
            status, answer = 400, {"errors": ["Unable to process JSON"]}
        if fault.hang or fault.drop == "before":
            self._record(path, body, parsed, None, compressed)
            if fault.hang:
                self.server.leaving.wait()
            return self._cut()
        if fault.status is not None:
            status, answer = fault.status, {"errors": [f"planned {fault.status}"]}
        if status is None:
            status, answer, headers, rows = self._judge(path, body, parsed)
        if fault.slow_s:
            self.server.leaving.wait(fault.slow_s)
        if self.server.leaving.is_set():
            return self._cut()
        if rows:
            receiver.store(rows)
        self._record(path, body, parsed, None if fault.drop else status, compressed)
        if fault.drop == "after":
            return self._cut()
        if fault.html:
            return self._page(fault.status or 200)
        if fault.retry_after is not None:
            headers = {**headers, "Retry-After": fault.retry_after}
        return self._send(status, answer, headers)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815

    def _judge(self, path: str, body: bytes, parsed: Any) -> tuple[int, Any, dict[str, str], list[tuple[str, Row]]]:
        receiver = self.server.receiver
        if receiver.api_key is not None and self.headers.get("Authorization") != receiver.api_key:
            return _error(401, "API key should be provided")
        if self.headers.get("Comet-Workspace", "default") not in receiver.workspaces:
            return _error(403, "User has no access to the workspace")
        if receiver.max_body_bytes is not None and len(body) > receiver.max_body_bytes:
            return _error(413, "Request entity too large")
        return receiver.answer(self.command, path, parsed)

    def _read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            pieces: list[bytes] = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _record(self, path: str, body: bytes, parsed: Any, status: int | None, compressed: bool) -> None:
        headers = {k.lower(): v for k, v in self.headers.items()}
        recorded = Recorded(self.command, path, headers, body, parsed, status, compressed, time.monotonic())
        with self.server.receiver.lock:
            self.server.receiver.requests.append(recorded)

    def _send(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:
        content = b"" if answer is None or status == 204 else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _page(self, status: int) -> None:
        content = b"<!doctype html><title>Console</title>"
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _cut(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--api-key")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, default=0.0)
    options = parser.parse_args()
    receiver = OpikReceiver(port=options.port, journal=options.journal, api_key=options.api_key)
    if options.rate:
        receiver.fail_randomly(seed=options.seed, rate=options.rate)
    receiver.start()
    print(json.dumps({"port": receiver.port, "url": receiver.url}), flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        signal.pause()
    receiver.stop()


if __name__ == "__main__":
    main()
