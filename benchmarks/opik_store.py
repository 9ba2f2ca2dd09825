"""How fast the embedded Opik's store takes spans, and how fast it gives them back.

    python benchmarks/opik_store.py [--spans 100000] [--full] [--senders 2] [--directory DIR] [--json]

Bodies of 1,000 spans with a payload of 1 KB each (half input, half output) are made beforehand, untimed, as files.
`--senders` threads read and decode them and hand them to the store, each waiting until its rows are durable before it
takes the next body, as a request would: decoding is part of the figure. Traces have ten spans; every second trace is in
a thread of five. Then the reads, each `--reads` times over different traces and pages; the figures are p50 and p95.
`--full` takes 1,000,000 spans. Memory is the whole process, Python included.

What a power cut would cost is set by `synchronous`: the time of a commit with FULL and with NORMAL is told as well.
"""

import argparse
import json
import os
import random
import resource
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sized
from pathlib import Path
from typing import Any

from rein.opik_server.ids import first_id_at, format_id, new_id
from rein.opik_server.ingest import Arrival, span_batch, trace_batch
from rein.opik_server.store.connection import DATABASE
from rein.opik_server.store.metrics import hourly
from rein.opik_server.store.projects import require_project
from rein.opik_server.store.reading import (
    NO_PAYLOADS,
    WHOLE,
    Page,
    count_traces,
    find_spans,
    find_traces,
    load_spans,
    load_traces,
    trace_tree,
)
from rein.opik_server.store.reading_threads import find_threads, load_threads, scores_of
from rein.opik_server.store.store import Store
from rein.opik_server.store.totals import Kind
from rein.opik_server.store.upsert import UpsertSpans, UpsertTraces

BATCH = 1000
SPANS_PER_TRACE = 10
LARGE = (100, 3000)
BAR_ROWS_PER_S = 15_000
BAR_READ_MS = 50.0
WORDS = "resolve plan week run goal coach action milestone progress habit focus answer question reason step".split()
WINDOW_MS = 30 * 24 * 3_600_000


def stamp(ms: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(ms / 1000)) + f".{int(ms % 1000):03d}Z"


def text(size: int, source: random.Random) -> str:
    words = " ".join(source.choices(WORDS, k=size // 5))
    return words[:size]


def span_row(trace: bytes, ms: int, parent: bytes | None, source: random.Random) -> tuple[bytes, dict[str, Any]]:
    span = new_id(ms)
    return span, {
        "id": format_id(span),
        "trace_id": format_id(trace),
        "parent_span_id": None if parent is None else format_id(parent),
        "project_name": "bench",
        "name": source.choice(["clarify", "generate_resolution", "create_plan", "judge"]),
        "type": source.choice(["llm", "tool", "general"]),
        "start_time": stamp(ms),
        "end_time": stamp(ms + source.randrange(5, 5000)),
        "last_updated_at": stamp(ms + 5000),
        "input": {"messages": [{"role": "user", "content": text(480, source)}]},
        "output": {"content": text(480, source)},
        "metadata": {"attempt": 1},
        "model": "gemini-2.5-flash",
        "provider": "google_ai",
        "usage": {"prompt_tokens": 120, "completion_tokens": 80, "total_tokens": 200},
        "total_estimated_cost": 0.000123,
        "tags": ["bench"],
    }


def bodies(spans: int, large: tuple[int, ...], directory: Path) -> tuple[list[tuple[Path, Path]], dict[int, bytes]]:
    """Files with pairs of bodies (spans, their traces) and, by size, a trace of each of the larger sizes."""
    source = random.Random(7)
    begin = time.time_ns() // 1_000_000 - WINDOW_MS
    sizes = [*large, *[SPANS_PER_TRACE] * ((spans - sum(large)) // SPANS_PER_TRACE)]
    made: list[tuple[Path, Path]] = []
    named: dict[int, bytes] = {}
    batch: list[dict[str, Any]] = []
    traces: list[dict[str, Any]] = []
    for number, size in enumerate(sizes):
        ms = begin + WINDOW_MS * number // len(sizes)
        trace = new_id(ms)
        named.setdefault(size, trace)
        row = {"id": format_id(trace), "project_name": "bench", "name": "pipeline", "start_time": stamp(ms)}
        row |= {"end_time": stamp(ms + 5000), "last_updated_at": stamp(ms + 5000), "input": {"goal": text(200, source)}}
        row["output"] = {"plan": text(400, source)}
        if number % 2:
            row["thread_id"] = f"session-{number // 10}"
        traces.append(row)
        parent = None
        for index in range(size):
            span, fields = span_row(trace, ms + index, parent, source)
            parent = span if index % 4 == 0 else parent
            batch.append(fields)
            if len(batch) == BATCH:
                pair = directory / f"spans-{len(made)}.json", directory / f"traces-{len(made)}.json"
                pair[0].write_text(json.dumps({"spans": batch}))
                pair[1].write_text(json.dumps({"traces": traces or [row]}))
                made.append(pair)
                batch, traces = [], []
    return made, named


def write_all(store: Store, pairs: list[tuple[Path, Path]], senders: int) -> None:
    """Every sender takes the next pair, decodes it, and waits until its rows are durable."""
    lock = threading.Lock()
    left = iter(pairs)

    def send() -> None:
        while True:
            with lock:
                pair = next(left, None)
            if pair is None:
                return
            spans, traces = (path.read_bytes() for path in pair)
            arrival = Arrival("bench", time.time_ns() // 1000)
            store.write(UpsertSpans("bench", span_batch(spans, arrival), len(spans))).result()
            store.write(UpsertTraces("bench", trace_batch(traces, arrival), len(traces))).result()

    threads = [threading.Thread(target=send) for _ in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def timed(
    store: Store, reads: int, query: Callable[[sqlite3.Connection, int], Sized], expected: int
) -> tuple[float, float]:
    """p50 and p95 in ms of a query that gives at least as many rows as expected."""
    times: list[float] = []
    for number in range(reads):
        began = time.perf_counter()
        found = store.read(lambda connection, number=number: query(connection, number))
        times.append((time.perf_counter() - began) * 1000)
        if len(found) < expected:
            raise SystemExit(f"a query gave {len(found)} rows instead of {expected}")
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.95)]


def commit_ms(directory: Path, synchronous: str) -> float:
    """The median time of a commit of 100 KB, in ms."""
    path = directory / f"commit-{synchronous}.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    connection.execute("CREATE TABLE t (x BLOB)")
    times: list[float] = []
    for _ in range(200):
        connection.execute("BEGIN")
        connection.execute("INSERT INTO t VALUES (?)", (os.urandom(100_000),))
        began = time.perf_counter()
        connection.execute("COMMIT")
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return sorted(times)[100]


def memory_mb() -> float:
    """Resident now, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(spans: int, senders: int, reads: int, directory: Path) -> dict[str, Any]:
    """All figures at one size."""
    commits = {mode: commit_ms(directory, mode) for mode in ("FULL", "NORMAL")}
    figures: dict[str, Any] = {"spans": spans, "commit_ms": commits}
    pairs, named = bodies(spans, LARGE, directory)
    os.sync()  # or the disk would still be writing them while the store wants its own to be flushed
    store = Store(directory)
    began = time.perf_counter()
    write_all(store, pairs, senders)
    seconds = time.perf_counter() - began
    figures["rows_per_s"] = sum(1 for _ in pairs) * BATCH / seconds
    figures["memory_mb"] = memory_mb()
    figures["file_mb"] = (directory / DATABASE).stat().st_size / 1e6
    project, workspace = store.read(lambda c: (require_project(c, 1, "bench").project, 1))
    traces = store.read(lambda c: count_traces(c, project))
    now = time.time_ns() // 1000
    some = store.read(lambda c: [row.id for row in load_traces(c, 1, find_traces(c, project, Page(1000)), NO_PAYLOADS)])
    figures["reads_ms"] = {
        "newest page of 100 traces": timed(
            store, reads, lambda c, _: load_traces(c, 1, find_traces(c, project, Page(100))), 100
        ),
        "newest page of 100 spans": timed(
            store, reads, lambda c, _: load_spans(c, 1, find_spans(c, project, Page(100))), 100
        ),
        "page of 100 traces anywhere": timed(
            store,
            reads,
            lambda c, n: load_traces(c, 1, find_traces(c, project, Page(100, offset=n * traces // (reads + 1)))),
            100,
        ),
        "page of 100 spans anywhere": timed(
            store,
            reads,
            lambda c, n: load_spans(c, 1, find_spans(c, project, Page(100, offset=n * spans // (reads + 1)))),
            100,
        ),
        "stream of 500 spans by cursor": timed(
            store,
            reads,
            lambda c, n: load_spans(
                c, 1, find_spans(c, project, Page(500, before=first_id_at(now - n * WINDOW_MS * 1000 // reads)))
            ),
            0,
        ),
        "tree of 10 spans": timed(store, reads, lambda c, n: trace_tree(c, workspace, some[n % len(some)]), 1),
        **{
            f"tree of {size} spans{' with payloads' if full else ''}": timed(
                store,
                reads,
                lambda c, _, size=size, full=full: trace_tree(
                    c, workspace, named[size], WHOLE if full else NO_PAYLOADS
                ),
                size,
            )
            for size in LARGE
            for full in (False, True)
        },
        "newest page of 100 threads": timed(
            store, reads, lambda c, _: load_threads(c, find_threads(c, project, Page(100))), 100
        ),
        "scores of 100 traces": timed(store, reads, lambda c, _: scores_of(c, workspace, Kind.TRACE, some[:100]), 0),
        "30 days of hourly span sums": timed(
            store, reads, lambda c, _: hourly(c, project, Kind.SPAN, now - WINDOW_MS * 1000, now), 100
        ),
    }
    figures["memory_after_reads_mb"] = memory_mb()
    store.close()
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spans", type=int, default=100_000)
    parser.add_argument("--full", action="store_true", help="1,000,000 spans")
    parser.add_argument("--senders", type=int, default=2)
    parser.add_argument("--reads", type=int, default=60)
    parser.add_argument("--directory", type=Path, help="where to make the database (default: a temporary directory)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.directory) as directory:
        figures = measure(1_000_000 if options.full else options.spans, options.senders, options.reads, Path(directory))
    if options.json:
        print(json.dumps(figures, indent=1))
        return 0
    python = sys.version.split()[0]
    print(f"{figures['spans']:,} spans of 1 KB in {figures['file_mb']:.0f} MB, {os.cpu_count()} CPUs, Python {python}")
    print(f"  durable, decoded: {figures['rows_per_s']:,.0f} spans/s (bar over HTTP: {BAR_ROWS_PER_S:,})")
    full, normal = (figures["commit_ms"][mode] for mode in ("FULL", "NORMAL"))
    print(f"  one commit of 100 KB: FULL {full:.2f} ms, NORMAL {normal:.2f} ms")
    after, at_end = figures["memory_mb"], figures["memory_after_reads_mb"]
    print(f"  memory {after:.0f} MB after the writes, {at_end:.0f} MB after the reads")
    for name, (p50, p95) in figures["reads_ms"].items():
        print(f"  {name:<36} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms{'' if p95 < BAR_READ_MS else '   over the bar'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
