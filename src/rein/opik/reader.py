"""Reading traces back from the spool, for a person who looks at them on this machine."""

from __future__ import annotations

import math
import os
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import nlargest
from pathlib import Path
from typing import cast

import orjson

from rein.errors import StorageError, UsageError
from rein.opik.spool import Kind, Record, read_records
from rein.opik.views import SHORTEST_PREFIX, Json, ScoreView, SpanView, TraceView, forest, total_tokens

_TRACE_KINDS = (Kind.TRACE, Kind.TRACE_UPDATE, Kind.TRACE_SCORE)
_ID = b'{"id":"'
_SPAN_OF = b'","trace_id":"'


def newest_traces(directory: Path, limit: int) -> list[TraceView]:
    """The `limit` newest traces in the spool, newest first. Empty when there is no spool.

    Raises:
        StorageError: the spool cannot be read.
    """
    _check_readable(directory)
    ids = {_trace_of(record) for record in read_records(directory)} - {""}
    wanted = nlargest(limit, ids)  # a UUIDv7 sorts by time
    views = _read(directory, set(wanted))
    return [views[trace_id] for trace_id in wanted if trace_id in views]


def find_trace(directory: Path, prefix: str) -> TraceView:
    """The one trace whose id begins with `prefix`.

    Raises:
        UsageError: there is none, or more than one.
        StorageError: the spool cannot be read.
    """
    _check_readable(directory)
    prefix = prefix.strip().lower()
    if len(prefix) < SHORTEST_PREFIX:
        raise UsageError(f"Give at least {SHORTEST_PREFIX} characters of the trace's id; `rein traces` lists them.")
    ids = {i for record in read_records(directory) if (i := _trace_of(record)).startswith(prefix)}
    if not ids:
        raise UsageError(f"No trace on this machine has an id that begins with {prefix}; `rein traces` lists them.")
    if len(ids) > 1:
        raise UsageError(f"{len(ids)} traces have an id that begins with {prefix}. Give more of it.")
    return _read(directory, ids)[ids.pop()]


def _check_readable(directory: Path) -> None:
    if directory.exists() and not (directory.is_dir() and os.access(directory, os.R_OK | os.X_OK)):
        raise StorageError(f"The spool {directory} cannot be read. Check REIN_DATA_DIR and its permissions.")


def _trace_of(record: Record) -> str:
    """The id of the trace that a record belongs to; empty for scores of spans and threads, and updates of spans."""
    if record.kind in _TRACE_KINDS:
        if record.body.startswith(_ID):  # as Rein writes it; saves parsing it
            return record.body[len(_ID) : len(_ID) + 36].decode("ascii", "replace")
        return _text(_row(record).get("id")) or ""
    if record.kind is not Kind.SPAN:
        return ""
    start = len(_ID) + 36
    if record.body.startswith(_ID) and record.body[start : start + len(_SPAN_OF)] == _SPAN_OF:
        start += len(_SPAN_OF)
        return record.body[start : start + 36].decode("ascii", "replace")
    return _text(_row(record).get("trace_id")) or ""


@dataclass(slots=True)
class _Merged:
    """A row's fields, each with the newest non-null value."""

    fields: dict[str, Json]
    stamps: dict[str, str]

    def add(self, row: dict[str, Json], stamp: str) -> None:
        for name, value in row.items():
            if value is not None and stamp >= self.stamps.get(name, ""):
                self.fields[name] = value
                self.stamps[name] = stamp


def _read(directory: Path, wanted: set[str]) -> dict[str, TraceView]:
    traces: dict[str, _Merged] = {}
    spans: dict[str, dict[str, _Merged]] = defaultdict(dict)
    scores: dict[str, dict[tuple[str, str | None], ScoreView]] = defaultdict(dict)
    for record in read_records(directory):
        trace_id = _trace_of(record)
        if trace_id and trace_id not in wanted:
            continue
        row = _row(record)
        if record.kind in (Kind.TRACE, Kind.TRACE_UPDATE):
            stamp = _text(row.get("last_updated_at")) or ("~" if record.kind is Kind.TRACE_UPDATE else "")
            traces.setdefault(trace_id, _Merged({}, {})).add(row, stamp)
        elif record.kind is Kind.SPAN:
            merged = spans[trace_id].setdefault(_text(row.get("id")) or "", _Merged({}, {}))
            merged.add(row, _text(row.get("last_updated_at")) or "")
        elif record.kind in (Kind.TRACE_SCORE, Kind.SPAN_SCORE):
            score = _score(row)
            scores[_text(row.get("id")) or ""][score.name, score.author] = score
    return {
        trace_id: _trace(trace_id, merged.fields, {i: m.fields for i, m in spans[trace_id].items()}, scores)
        for trace_id, merged in {**{i: _Merged({}, {}) for i in spans if i in wanted}, **traces}.items()
    }


_Scores = dict[str, dict[tuple[str, str | None], ScoreView]]


def _trace(trace_id: str, row: dict[str, Json], spans: dict[str, dict[str, Json]], scores: _Scores) -> TraceView:
    views = forest({span_id: _span(span_id, fields, scores) for span_id, fields in spans.items()})
    costs = [c for s in spans.values() if (c := _number(s.get("total_estimated_cost"))) is not None]
    starts = [t for s in spans.values() if (t := _time(s.get("start_time")))]
    return TraceView(
        id=trace_id,
        name=_text(row.get("name")) or "(opened on another machine)",
        start=_time(row.get("start_time")) or min(starts, default=None),
        end=_time(row.get("end_time")),
        thread_id=_text(row.get("thread_id")),
        tags=_texts(row.get("tags")),
        metadata=_object(row.get("metadata")),
        input=row.get("input"),
        output=row.get("output"),
        error=_object(row.get("error_info")) or None,
        scores=tuple(scores.get(trace_id, {}).values()),
        roots=views,
        span_count=len(spans),
        tokens=sum(_tokens(s.get("usage")) or 0 for s in spans.values()),
        cost_usd=sum(costs) if costs else None,
    )


def _span(span_id: str, row: dict[str, Json], scores: _Scores) -> SpanView:
    return SpanView(
        id=span_id,
        parent_span_id=_text(row.get("parent_span_id")),
        name=_text(row.get("name")) or "(no name)",
        type=_text(row.get("type")) or "general",
        start=_time(row.get("start_time")),
        end=_time(row.get("end_time")),
        model=_text(row.get("model")),
        provider=_text(row.get("provider")),
        tokens=_tokens(row.get("usage")),
        cost_usd=_number(row.get("total_estimated_cost")),
        tags=_texts(row.get("tags")),
        metadata=_object(row.get("metadata")),
        input=row.get("input"),
        output=row.get("output"),
        error=_object(row.get("error_info")) or None,
        scores=tuple(scores.get(span_id, {}).values()),
        children=(),
    )


def _row(record: Record) -> dict[str, Json]:
    try:
        return _object(orjson.loads(record.body))
    except orjson.JSONDecodeError:
        return {}


def _score(row: dict[str, Json]) -> ScoreView:
    name = _text(row.get("name")) or "(no name)"
    return ScoreView(name, _number(row.get("value")) or 0.0, _text(row.get("reason")), _text(row.get("author")))


def _object(value: Json) -> dict[str, Json]:
    return cast("dict[str, Json]", value) if isinstance(value, dict) else {}


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(item for item in cast("list[Json]", value) if isinstance(item, str)) if isinstance(value, list) else ()


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value)


def _tokens(usage: Json) -> int | None:
    return total_tokens(_object(usage))


def _time(value: Json) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
