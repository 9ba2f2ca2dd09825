"""Rows that are put into a store without HTTP: small traces, spans, scores and threads of the project "coach"."""

from __future__ import annotations

import msgspec

from rein.opik_server.store.rows import SPAN_FIELDS, TRACE_FIELDS, Row, Value
from rein.opik_server.store.scores import PutScores, ScoreRow
from rein.opik_server.store.store import Store
from rein.opik_server.store.totals import Kind
from rein.opik_server.store.upsert import UpsertSpans, UpsertTraces

NOON_MS = 1_789_992_000_000
"""2026-09-21 12:00 UTC, a Monday."""
NOW = NOON_MS * 1000
HOUR_MS = 3_600_000


def sample_id(number: int, hours: float = 0) -> bytes:
    """The same id for the same number; `hours` after noon."""
    ms = NOON_MS + int(hours * HOUR_MS) + number
    return ms.to_bytes(6, "big") + bytes([0x70, 0, 0x80]) + number.to_bytes(7, "big")


def trace(
    number: int,
    *,
    hours: float = 0,
    duration_ms: float | None = 100,
    error: bool = False,
    name: str = "plan",
    thread: str | None = None,
    tags: list[str] | None = None,
    project: str = "coach",
) -> Row:
    """A trace that began some hours after noon."""
    start_us = NOW + int(hours * HOUR_MS) * 1000 + number * 1000
    values: dict[str, Value] = {
        "project": project,
        "start_us": start_us,
        "end_us": None if duration_ms is None else start_us + int(duration_ms * 1000),
        "name": name,
        "thread_id": thread,
        "tags": None if tags is None else msgspec.json.encode(sorted(tags)).decode(),
        "input": b'{"q":1}',
        "metadata": msgspec.json.encode({"kind": name}),
        "error_info": b'{"exception_type":"Boom","traceback":"t"}' if error else None,
    }
    return _row(sample_id(number, hours), [values.get(field) for field in TRACE_FIELDS])


def span(
    number: int,
    trace_number: int,
    *,
    hours: float = 0,
    tokens: int | None = None,
    cost_usd: float | None = None,
    model: str | None = None,
    duration_ms: float = 50,
    project: str = "coach",
) -> Row:
    """A span of a trace."""
    start_us = NOW + int(hours * HOUR_MS) * 1000 + number * 1000
    values: dict[str, Value] = {
        "project": project,
        "start_us": start_us,
        "end_us": start_us + int(duration_ms * 1000),
        "trace_id": sample_id(trace_number, hours),
        "name": "call",
        "type": "llm",
        "model": model,
        "usage": None if tokens is None else msgspec.json.encode({"total_tokens": tokens}).decode(),
        "cost_pico": None if cost_usd is None else round(cost_usd * 1e12),
    }
    return _row(sample_id(number, hours), [values.get(field) for field in SPAN_FIELDS])


def _row(row_id: bytes, values: list[Value]) -> Row:
    return Row(row_id, values, NOW, "ann", NOW, "ann", created=True)


def put_traces(store: Store, *rows: Row, workspace: str = "default") -> None:
    store.write(UpsertTraces(workspace, rows, 1000)).result(30)


def put_spans(store: Store, *rows: Row, workspace: str = "default") -> None:
    store.write(UpsertSpans(workspace, rows, 1000)).result(30)


def put_scores(store: Store, *scores: tuple[int | str, str, float], kind: Kind = Kind.TRACE, hours: float = 0) -> None:
    """Scores of traces or spans by their number, or of threads by their name: `(1, "clear", 0.5)`."""
    rows = [
        ScoreRow(
            entity=sample_id(entity, hours) if isinstance(entity, int) else entity,
            name=name,
            author="ann",
            project="coach",
            value_nano=round(value * 1e9),
            reason=None,
            category_name=None,
            source="sdk",
            source_queue_id=None,
            updated_us=NOW,
            updated_by="ann",
        )
        for entity, name, value in scores
    ]
    store.write(PutScores("default", kind, rows, 1000)).result(30)
