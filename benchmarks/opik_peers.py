"""Arize Phoenix and MLflow beside the embedded Opik: the same spans, by OTLP over HTTP, and the reads that they share.

Each is installed by pip into an environment of its own under the user's cache directory, once, and started as its
documentation says, over SQLite. Spans count when the peer's own API shows them: MLflow answers when they are stored,
Phoenix before. Called by `opik_server.py --peers`.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opik_bodies import SPANS_PER_TRACE, WINDOW_MS, text

BATCH = 1000
LARGE = 100
"""Spans of one trace that is larger than the others: what all of them answer in one page."""
_START_LIMIT_S = 300
_SETTLE_LIMIT_S = 600


@dataclass(frozen=True, slots=True)
class Peer:
    """How to start one and what to ask it."""

    name: str
    package: str
    command: Callable[[Path, int, Path], list[str]]
    """From the environment's bin directory, the port and the data directory."""
    environment: Callable[[int, Path], dict[str, str]]
    ready: str
    otlp_headers: dict[str, str]
    stored: Callable[[http.client.HTTPConnection], int]
    """How many traces its API shows."""
    newest: Callable[[http.client.HTTPConnection], bytes]
    tree: Callable[[http.client.HTTPConnection, bytes], bytes]


def _ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> bytes:
    connection.request(method, path, body, {"Content-Type": "application/json", **(headers or {})})
    answer = connection.getresponse()
    read = answer.read()
    if answer.status >= 300:
        raise ConnectionError(f"{method} {path}: {answer.status} {read[:300]!r}")
    return read


def _phoenix_count(connection: http.client.HTTPConnection) -> int:
    query = json.dumps({"query": "{ projects { edges { node { name traceCount } } } }"}).encode()
    found = json.loads(_ask(connection, "POST", "/graphql", query))["data"]["projects"]["edges"]
    return sum(edge["node"]["traceCount"] for edge in found)


def _mlflow_search(size: int, token: str | None = None) -> bytes:
    place = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}
    body = {"locations": [place], "max_results": size, "order_by": ["timestamp_ms DESC"]}
    return json.dumps(body | ({"page_token": token} if token else {})).encode()


def _mlflow_count(connection: http.client.HTTPConnection) -> int:
    count, token = 0, None
    while True:
        page = json.loads(_ask(connection, "POST", "/api/3.0/mlflow/traces/search", _mlflow_search(500, token)))
        count += len(page.get("traces", []))
        token = page.get("next_page_token")
        if not token:
            return count


PEERS = (
    Peer(
        name="Arize Phoenix",
        package="arize-phoenix",
        command=lambda where, _port, _data: [str(where / "phoenix"), "serve"],
        environment=lambda port, data: {
            "PHOENIX_PORT": str(port),
            "PHOENIX_GRPC_PORT": str(_free_port()),
            "PHOENIX_WORKING_DIR": str(data),
            "PHOENIX_TELEMETRY_ENABLED": "false",
        },
        ready="/healthz",
        otlp_headers={},
        stored=_phoenix_count,
        newest=lambda connection: _ask(connection, "GET", "/v1/projects/default/traces?limit=100&order=desc"),
        tree=lambda connection, trace: _ask(
            connection, "GET", f"/v1/projects/default/spans?limit=1000&trace_id={trace.hex()}"
        ),
    ),
    Peer(
        name="MLflow",
        package="mlflow",
        command=lambda where, port, data: [
            *(str(where / "mlflow"), "server", "--port", str(port), "--workers", "2"),
            *("--backend-store-uri", f"sqlite:///{data}/mlflow.db", "--default-artifact-root", f"{data}/artifacts"),
        ],
        environment=lambda _port, _data: {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"},
        ready="/health",
        otlp_headers={"x-mlflow-experiment-id": "0"},
        stored=_mlflow_count,
        newest=lambda connection: _ask(connection, "POST", "/api/3.0/mlflow/traces/search", _mlflow_search(100)),
        tree=lambda connection, trace: _ask(connection, "GET", f"/api/3.0/mlflow/traces/get?trace_id=tr-{trace.hex()}"),
    ),
)


def beside(spans: int, reads: int, figures: dict[str, Any], *, as_json: bool) -> None:
    """Measure the peers, put their figures beside ours, and print the ratios."""
    ours = figures[str(spans)]
    shared = {"newest 100 traces": "newest", "tree of 10 spans": "tree_10", f"tree of {LARGE} spans": "tree_100"}
    for peer in PEERS:
        try:
            theirs = _measure(peer, spans, reads)
        except (OSError, subprocess.SubprocessError, TimeoutError) as error:
            print(f"\n{peer.name}: not measured ({error})", file=sys.stderr)
            continue
        figures[peer.name] = theirs
        if as_json:
            continue
        print(f"\n{peer.name} {theirs['version']}, {spans:,} spans of 1 KB, beside ours in the same run")
        rate, memory, start = ours["spans_per_s"], ours["memory_written_mb"], ours["start_s"]
        print(f"  start {theirs['start_s']:.1f} s ({theirs['start_s'] / start:.0f} times ours)")
        print(f"  durable {theirs['spans_per_s']:,.0f} spans/s (ours {rate / theirs['spans_per_s']:.0f} times as many)")
        print(f"  memory {theirs['memory_mb']:.0f} MB after the writes ({theirs['memory_mb'] / memory:.1f} times ours)")
        for name, key in shared.items():
            p50, p95 = theirs[key]
            mine = ours["reads_ms"].get(name)
            beside_ours = "" if mine is None else f" ({p50 / mine[0]:.0f} and {p95 / mine[1]:.0f} times ours)"
            print(f"  {name:<30} p50 {p50:8.1f} ms   p95 {p95:8.1f} ms{beside_ours}")


def _measure(peer: Peer, spans: int, reads: int) -> dict[str, Any]:
    from opik_server import timed

    where = _installed(peer)
    with tempfile.TemporaryDirectory() as directory, _served(peer, where, Path(directory)) as (process, port, start_s):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SETTLE_LIMIT_S)
        traces, bodies = _otlp(spans)
        headers = {"Content-Type": "application/x-protobuf", "Content-Encoding": "gzip", **peer.otlp_headers}
        began = time.perf_counter()
        for body in bodies:
            while True:
                try:
                    _ask(connection, "POST", "/v1/traces", body, headers)
                except ConnectionError as error:
                    if "503" not in str(error) and "429" not in str(error):
                        raise
                    time.sleep(0.2)  # it has more than it can take
                else:
                    break
        while peer.stored(connection) < len(traces):
            if time.perf_counter() - began > _SETTLE_LIMIT_S:
                raise TimeoutError("what was sent is not shown")
            time.sleep(0.1)
        rate = spans / (time.perf_counter() - began)
        small = traces[1:]
        return {
            "version": _version(peer, where),
            "start_s": start_s,
            "spans_per_s": rate,
            "memory_mb": _memory_mb(process.pid),
            "newest": timed(reads, lambda _: peer.newest(connection), 1000),
            "tree_10": timed(reads, lambda n: peer.tree(connection, small[n % len(small)]), 3000),
            "tree_100": timed(reads, lambda _: peer.tree(connection, traces[0]), 50_000),
        }


def _installed(peer: Peer) -> Path:
    """The environment's bin directory."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "rein-benchmarks" / peer.package
    where = cache / "bin"
    if not (cache / "installed").exists():
        print(f"installing {peer.package} into {cache} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(cache)], check=True)
        subprocess.run([str(where / "python"), "-m", "pip", "install", "--quiet", peer.package], check=True)
        (cache / "installed").touch()
    return where


def _version(peer: Peer, where: Path) -> str:
    ask = f"import importlib.metadata as m; print(m.version({peer.package!r}))"
    return subprocess.run([str(where / "python"), "-c", ask], check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def _served(peer: Peer, where: Path, data: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    port = _free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        peer.command(where, port, data),
        env={**os.environ, **peer.environment(port, data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "GET", peer.ready)
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - began > _START_LIMIT_S:
                    raise ConnectionError("it does not start") from None
                time.sleep(0.05)
        yield process, port, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _memory_mb(pid: int) -> float:
    """Resident, of a process and its children."""
    total = 0.0
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            total = int(line.split()[1]) / 1024
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        total += _memory_mb(int(child))
    return total


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _otlp(spans: int) -> tuple[list[bytes], list[bytes]]:
    """Ids of the traces, the largest first, and gzipped bodies of BATCH spans each."""
    source = random.Random(7)
    begin = time.time_ns() - WINDOW_MS * 1_000_000
    sizes = [LARGE, *[SPANS_PER_TRACE] * ((spans - LARGE) // SPANS_PER_TRACE)]
    traces, batch, bodies = [], [], []
    for number, size in enumerate(sizes):
        trace = source.randbytes(16)
        traces.append(trace)
        at, root = begin + WINDOW_MS * 1_000_000 * number // len(sizes), b""
        for index in range(size):
            span = source.randbytes(8)
            batch.append(_span(trace, span, root, at + index * 1_000_000, source))
            root = root or span
            if len(batch) == BATCH:
                bodies.append(_request(batch))
                batch = []
    if batch:
        bodies.append(_request(batch))
    return traces, bodies


def _request(spans: list[bytes]) -> bytes:
    scope = b"".join(_part(2, span) for span in spans)
    return gzip.compress(_part(1, _part(1, _part(1, _attribute("service.name", "bench"))) + _part(2, scope)), 6)


def _span(trace: bytes, span: bytes, parent: bytes, start_ns: int, source: random.Random) -> bytes:
    """A span of OpenTelemetry's protocol with the attributes of OpenInference, 1 KB of input and output."""
    end_ns = start_ns + source.randrange(5, 5000) * 1_000_000
    attributes = {
        "openinference.span.kind": "LLM",
        "input.value": text(500, source),
        "output.value": text(500, source),
        "llm.model_name": "gemini-2.5-flash",
        "llm.provider": "google",
    }
    tokens = {"llm.token_count.prompt": source.randrange(50, 900), "llm.token_count.completion": 100}
    return (
        _part(1, trace)
        + _part(2, span)
        + (_part(4, parent) if parent else b"")
        + _part(5, source.choice(["clarify", "generate_resolution", "create_plan", "judge"]).encode())
        + _varint(6 << 3)
        + _varint(1)
        + b"".join(_varint(field << 3 | 1) + at.to_bytes(8, "little") for field, at in ((7, start_ns), (8, end_ns)))
        + b"".join(_part(9, _attribute(key, value)) for key, value in {**attributes, **tokens}.items())
    )


def _attribute(key: str, value: str | int) -> bytes:
    coded = _part(1, value.encode()) if isinstance(value, str) else _varint(3 << 3) + _varint(value)
    return _part(1, key.encode()) + _part(2, coded)


def _part(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)
