"""Request bodies as the official `opik` client sends them: batches of complete spans, and the traces they belong to."""

from __future__ import annotations

import gzip
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rein.opik_server.ids import format_id, new_id

PROJECT = "bench"
SPANS_PER_TRACE = 10
WINDOW_MS = 30 * 24 * 3_600_000
"""The traces are spread over the last 30 days."""
_LEVEL = 6  # the client's
_WORDS = """resolve plan week run goal coach action milestone progress habit focus answer question reason step because
which every morning before after measure track small first often evening walk read write practice review friend
budget learn language piano garden sleep water kilometre minute calendar remind reward obstacle if then""".split()


@dataclass(frozen=True, slots=True)
class Batch:
    """One pair of requests: gzipped bodies for `/spans/batch` and `/traces/batch`."""

    spans: bytes
    traces: bytes
    count: int
    """How many spans."""
    raw_bytes: int
    """Of both bodies before gzip."""


@dataclass(frozen=True, slots=True)
class Named:
    """A trace that the reads ask for."""

    trace_id: str
    size: int


def stamp(ms: float) -> str:
    """ISO 8601 in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(ms / 1000)) + f".{int(ms % 1000):03d}000Z"


def text(size: int, source: random.Random) -> str:
    """Words, about `size` characters."""
    return " ".join(source.choices(_WORDS, k=max(size // 7, 1)))[:size]


def span(
    trace: bytes, ms: int, parent: bytes | None, payload: int, source: random.Random
) -> tuple[bytes, dict[str, Any]]:
    """A span with about `payload` bytes of input and output together."""
    made = new_id(ms)
    words = text(min(payload // 2, 20_000), source)
    half = (words * (payload // 2 // max(len(words), 1) + 1))[: payload // 2]
    return made, {
        "id": format_id(made),
        "project_name": PROJECT,
        "trace_id": format_id(trace),
        "parent_span_id": None if parent is None else format_id(parent),
        "name": source.choice(["clarify", "generate_resolution", "create_plan", "judge"]),
        "type": source.choice(["llm", "llm", "tool", "general"]),
        "start_time": stamp(ms),
        "end_time": stamp(ms + source.randrange(5, 5000)),
        "last_updated_at": stamp(ms + 5000),
        "input": {"messages": [{"role": "user", "content": half}]},
        "output": {"content": half},
        "metadata": {"attempt": source.randrange(3), "temperature": 0.2},
        "model": "gemini-2.5-flash",
        "provider": "google_ai",
        "tags": ["bench"],
        "usage": {
            "prompt_tokens": source.randrange(50, 900),
            "completion_tokens": source.randrange(20, 400),
            "total_tokens": 1000,
            "original_usage.prompt_token_count": 120,
            "original_usage.candidates_token_count": 80,
        },
        "source": "sdk",
    }


def batches(
    spans: int, *, payload: int = 1000, per_batch: int = 1000, large: tuple[int, ...] = (), named: list[Named]
) -> Iterator[Batch]:
    """Batches with so many spans in all; traces of SPANS_PER_TRACE, but one of each size in `large`.

    Every second trace is in a thread of five, every twentieth has an error. Those in `large` and some others are put
    into `named`.
    """
    source = random.Random(7)
    begin = time.time_ns() // 1_000_000 - WINDOW_MS
    sizes = [*large, *[SPANS_PER_TRACE] * max((spans - sum(large)) // SPANS_PER_TRACE, 0)]
    rows: list[dict[str, Any]] = []
    traces: list[dict[str, Any]] = []
    every = max(len(sizes) // 200, 1)
    for number, size in enumerate(sizes):
        ms = begin + WINDOW_MS * number // len(sizes)
        trace = new_id(ms)
        if number < len(large) or number % every == 0:
            named.append(Named(format_id(trace), size))
        traces.append(_trace(trace, ms, number, source))
        parent = None
        for index in range(size):
            made, fields = span(trace, ms + index, parent, payload, source)
            parent = made if index % 4 == 0 else parent
            rows.append(fields)
            if len(rows) == per_batch:
                yield _packed(rows, traces or [_trace(trace, ms, number, source)])
                rows, traces = [], []
    if rows:
        yield _packed(rows, traces)


def _trace(trace: bytes, ms: int, number: int, source: random.Random) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": format_id(trace),
        "project_name": PROJECT,
        "name": "pipeline",
        "start_time": stamp(ms),
        "end_time": stamp(ms + 5000),
        "last_updated_at": stamp(ms + 5000),
        "input": {"goal": text(200, source)},
        "output": {"plan": text(400, source)},
        "metadata": {"version": number % 7},
        "tags": ["bench", f"week-{number % 52}"],
        "source": "sdk",
    }
    if number % 2:
        row["thread_id"] = f"session-{number // 10}"
    if number % 20 == 3:
        row["error_info"] = {"exception_type": "TimeoutError", "message": "too slow", "traceback": "Traceback ..."}
    return row


def _packed(rows: list[dict[str, Any]], traces: list[dict[str, Any]]) -> Batch:
    spans = json.dumps({"spans": [{k: v for k, v in row.items() if v is not None} for row in rows]}).encode()
    of_traces = json.dumps({"traces": traces}).encode()
    return Batch(gzip.compress(spans, _LEVEL), gzip.compress(of_traces, _LEVEL), len(rows), len(spans) + len(of_traces))
