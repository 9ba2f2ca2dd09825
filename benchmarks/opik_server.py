"""How fast the embedded Opik takes spans over HTTP and gives them back, from the outside of `rein opik serve`.

    python benchmarks/opik_server.py [--spans 10000 100000 1000000] [--senders 2] [--reads 60] [--large 2000]
                                     [--peers] [--peer-spans 10000] [--directory DIR] [--json]

Bodies are what the official client sends: gzipped batches of 1,000 complete spans with 1 KB of input and output each,
traces of ten spans, every second in a thread of five, one trace each of 100 and 3,000 spans. They are made beforehand,
untimed. `--senders` connections send them; a batch counts when it was answered, which is when it is on disk. `--large`
spans of 100 KB are sent to a server of their own. Start-up is from the process' start to its first answer, with an
empty directory and with the full one. Memory is the server's resident set. The reads are requests of the web page and
of the client, `--reads` times each over different traces and pages; the figures are p50 and p95, on one connection.
This program and the server share the machine's processors with whoever else is there: beside the rate stand the
server's processor time for a span, which does not depend on that, and the load.

`--peers` measures Arize Phoenix and MLflow in the same run with `--peer-spans` spans (see `opik_peers.py`).
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from opik_bodies import PROJECT, WINDOW_MS, Named, batches, stamp

V1 = "/api/v1/private"
LARGE = (100, 3000)
BAR_SPANS_PER_S = 15_000
BAR_START_S = 2.0
BAR_READ_MS = 50.0
BAR_DASHBOARD_MS = 300.0


@dataclass(frozen=True, slots=True)
class Sent:
    """Bodies on disk."""

    files: list[tuple[Path, Path]]
    """Gzipped spans and traces."""
    spans: int
    raw_bytes: int
    named: list[Named]


class Served:
    """A running server."""

    def __init__(self, process: subprocess.Popen[str], port: int, start_s: float) -> None:
        self.process, self.port, self.start_s = process, port, start_s

    def memory_mb(self, field: str = "VmRSS") -> float:
        """Resident now, or (VmHWM) at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(field))

    def processor_s(self) -> float:
        """Processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(directory: Path) -> Iterator[Served]:
    """`rein opik serve`, until the block is left."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "rein", "opik", "serve", "--port", "0", "--data-dir", str(directory)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    found = None
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            break
    if found is None:
        raise SystemExit("the server did not start")
    port = int(found[1])
    request(http.client.HTTPConnection("127.0.0.1", port), "GET", "/api/is-alive/ping")
    try:
        yield Served(process, port, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait()


def request(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None, *, zipped: bool = False
) -> bytes:
    """The answer's body. Waits and sends again when the server says so."""
    headers = {"Content-Type": "application/json"} | ({"Content-Encoding": "gzip"} if zipped else {})
    while True:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 429:
            break
        time.sleep(float(answer.headers["Retry-After"]))
    if answer.status >= 300:
        raise SystemExit(f"{method} {path}: {answer.status} {text[:300]!r}")
    return text


def written(spans: int, directory: Path, *, payload: int = 1000, per_batch: int = 1000) -> Sent:
    """Make the bodies."""
    directory.mkdir()
    named: list[Named] = []
    files: list[tuple[Path, Path]] = []
    total = raw = 0
    large = LARGE if spans > 2 * sum(LARGE) else ()
    for number, batch in enumerate(batches(spans, payload=payload, per_batch=per_batch, large=large, named=named)):
        pair = directory / f"{number}.spans", directory / f"{number}.traces"
        for path, body in zip(pair, (batch.spans, batch.traces), strict=True):
            path.write_bytes(body)
        files.append(pair)
        total += batch.count
        raw += batch.raw_bytes
    os.sync()  # or the disk would still be writing them while the server wants its own to be flushed
    return Sent(files, total, raw, named)


def send_all(server: Served, sent: Sent, senders: int) -> float:
    """Spans per second, each acknowledged as durable."""
    lock, left = threading.Lock(), iter(sent.files)

    def send() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        while True:
            with lock:
                pair = next(left, None)
            if pair is None:
                return
            for path, kind in zip(pair, ("spans", "traces"), strict=True):
                request(connection, "POST", f"{V1}/{kind}/batch", path.read_bytes(), zipped=True)

    threads = [threading.Thread(target=send) for _ in range(senders)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sent.spans / (time.perf_counter() - began)


def quantiles(times: list[float]) -> tuple[float, float]:
    """p50 and p95."""
    times = sorted(times)
    return times[len(times) // 2], times[int(len(times) * 0.95)]


def timed(reads: int, read: Callable[[int], bytes], at_least: int) -> tuple[float, float]:
    """p50 and p95 in ms of a read whose answer has at least so many bytes."""
    times: list[float] = []
    for number in range(-3, reads):
        began = time.perf_counter()
        answer = read(number % 1000)
        if number >= 0:
            times.append((time.perf_counter() - began) * 1000)
        if len(answer) < at_least:
            raise SystemExit(f"an answer has {len(answer)} bytes, not {at_least}: {answer[:300]!r}")
    return quantiles(times)


def reads_of(server: Served, sent: Sent, reads: int) -> dict[str, tuple[float, float]]:
    """All reads by name."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)

    def get(path: str, **query: Any) -> bytes:
        return request(
            connection, "GET", f"{V1}{path}?{urlencode({'project_name': PROJECT, **query}, quote_via=quote)}"
        )

    def post(path: str, body: dict[str, Any]) -> bytes:
        return request(connection, "POST", V1 + path, json.dumps(body).encode())

    def filtered(path: str, *conditions: tuple[str, str, str, str]) -> bytes:
        filters = [dict(zip(("field", "key", "operator", "value"), one, strict=True)) for one in conditions]
        return get(path, size=100, truncate="true", filters=json.dumps(filters))

    def tree(trace: Named) -> bytes:
        shown = get(f"/traces/{trace.trace_id}")
        return shown + get("/spans", trace_id=trace.trace_id, size=max(trace.size, 100), truncate="true")

    project = json.loads(post("/projects/retrieve", {"name": PROJECT}))["id"]
    now_ms = time.time() * 1000
    window = {"interval_start": stamp(now_ms - WINDOW_MS), "interval_end": stamp(now_ms)}
    small = [trace for trace in sent.named if trace.size not in LARGE]
    pages = json.loads(get("/traces", size=1))["total"] // 100
    weeks = [("tags", "", "contains", f"week-{week}") for week in range(52)]
    found: dict[str, tuple[float, float]] = {
        "newest 100 traces": timed(reads, lambda n: get("/traces", size=100, truncate="true"), 30_000),
        "newest 100 spans": timed(reads, lambda n: get("/spans", size=100, truncate="true"), 30_000),
        "100 traces anywhere": timed(
            reads, lambda n: get("/traces", size=100, truncate="true", page=1 + n * pages // 1000), 30_000
        ),
        "traces with a tag": timed(reads, lambda n: filtered("/traces", weeks[n % 52]), 500),
        "traces with an error": timed(
            reads, lambda n: filtered("/traces", ("error_info", "", "is_not_empty", "")), 500
        ),
        "traces by a key of metadata": timed(
            min(reads, 20), lambda n: filtered("/traces", ("metadata", "version", "=", str(n % 7))), 500
        ),
        "spans of one model and long": timed(
            min(reads, 20),
            lambda n: filtered("/spans", ("model", "", "=", "gemini-2.5-flash"), ("duration", "", ">", "4900")),
            500,
        ),
        "newest 100 threads": timed(reads, lambda n: get("/traces/threads", size=100, truncate="true"), 10_000),
        "tree of 10 spans": timed(reads, lambda n: tree(small[n % len(small)]), 5000),
    }
    for size in LARGE:
        trace = next((trace for trace in sent.named if trace.size == size), None)
        if trace is not None:
            found[f"tree of {size:,} spans"] = timed(min(reads, 30), lambda n, trace=trace: tree(trace), size * 500)
    for name, kind, interval in (
        ("30 days of trace counts", "TRACE_COUNT", "DAILY"),
        ("30 days of durations by hour", "DURATION", "HOURLY"),
        ("30 days of cost", "COST", "DAILY"),
        ("30 days of tokens", "TOKEN_USAGE", "DAILY"),
    ):
        body = {"metric_type": kind, "interval": interval, **window}
        found[name] = timed(reads, lambda n, body=body: post(f"/projects/{project}/metrics", body), 100)
    return found


def measure(spans: int, senders: int, reads: int, directory: Path) -> dict[str, Any]:
    """All figures at one size."""
    sent = written(spans, directory / "bodies")
    figures: dict[str, Any] = {"spans": sent.spans, "raw_mb": sent.raw_bytes / 1e6}
    with served(directory / "data") as server:
        figures["start_s"] = server.start_s
        figures["memory_mb"] = server.memory_mb()
        before_s = server.processor_s()
        figures["spans_per_s"] = send_all(server, sent, senders)
        figures["processor_us"] = (server.processor_s() - before_s) / sent.spans * 1e6
        figures["load"] = os.getloadavg()[0]
        figures["memory_written_mb"] = server.memory_mb()
        figures["memory_most_mb"] = server.memory_mb("VmHWM")
        time.sleep(2)  # the log goes into the database, as it does in every pause
        figures["reads_ms"] = reads_of(server, sent, reads)
        figures["memory_read_mb"] = server.memory_mb()
    figures["file_mb"] = sum(path.stat().st_size for path in (directory / "data").glob("*")) / 1e6
    with served(directory / "data") as server:
        figures["start_full_s"] = server.start_s
    return figures


def measure_large(spans: int, senders: int, directory: Path) -> dict[str, Any]:
    """Spans of 100 KB."""
    sent = written(spans, directory / "bodies", payload=100_000, per_batch=40)
    with served(directory / "data") as server:
        rate = send_all(server, sent, senders)
        return {
            "spans_per_s": rate,
            "mb_per_s": rate * sent.raw_bytes / sent.spans / 1e6,
            "most": server.memory_mb("VmHWM"),
        }


def told(figures: dict[str, Any]) -> None:
    """Print the figures of one size."""
    print(
        f"\n{figures['spans']:,} spans of 1 KB"
        f" ({figures['raw_mb']:.0f} MB of JSON, {figures['file_mb']:.0f} MB on disk)"
    )
    print(f"  start {figures['start_s']:.2f} s empty, {figures['start_full_s']:.2f} s full (bar {BAR_START_S:.0f} s)")
    print(
        f"  durable over HTTP: {figures['spans_per_s']:,.0f} spans/s (bar {BAR_SPANS_PER_S:,}),"
        f" {figures['processor_us']:.0f} us of processor each; load {figures['load']:.1f}"
    )
    memory = ("memory_mb", "memory_written_mb", "memory_most_mb", "memory_read_mb")
    start, write, most, read = (figures[name] for name in memory)
    print(
        f"  memory {start:.0f} MB at the start, {write:.0f} after the writes (at most {most:.0f}),"
        f" {read:.0f} after the reads"
    )
    for name, (p50, p95) in figures["reads_ms"].items():
        bar = BAR_DASHBOARD_MS if name.startswith("30 days") else BAR_READ_MS
        print(
            f"  {name:<30} p50 {p50:8.1f} ms   p95 {p95:8.1f} ms{'' if p95 < bar else f'   over the bar of {bar:.0f}'}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spans", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--senders", type=int, default=2)
    parser.add_argument("--reads", type=int, default=60)
    parser.add_argument("--large", type=int, default=2000, help="spans of 100 KB; 0 for none")
    parser.add_argument("--peers", action="store_true", help="Arize Phoenix and MLflow beside it")
    parser.add_argument("--peer-spans", type=int, default=10_000)
    parser.add_argument("--directory", type=Path, help="where to make the databases (default: a temporary directory)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    all_figures: dict[str, Any] = {}
    print(f"{os.cpu_count()} CPUs, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f} before")
    for spans in [*options.spans, *([options.peer_spans] if options.peers else [])]:
        if str(spans) in all_figures:
            continue
        with tempfile.TemporaryDirectory(dir=options.directory) as directory:
            all_figures[str(spans)] = measure(spans, options.senders, options.reads, Path(directory))
        if not options.json:
            told(all_figures[str(spans)])
    if options.large:
        with tempfile.TemporaryDirectory(dir=options.directory) as directory:
            large = all_figures["large"] = measure_large(options.large, options.senders, Path(directory))
        if not options.json:
            print(
                f"\n{options.large:,} spans of 100 KB: {large['spans_per_s']:,.0f} spans/s durable,"
                f" {large['mb_per_s']:.0f} MB/s of JSON, memory at most {large['most']:.0f} MB"
            )
    if options.peers:
        from opik_peers import beside

        beside(options.peer_spans, options.reads, all_figures, as_json=options.json)
    if options.json:
        print(json.dumps(all_figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
