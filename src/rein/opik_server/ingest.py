"""Request bodies into rows: decoded in one pass, payloads never parsed into objects.

A body is taken as a whole, or refused as a whole with the name of the row and the field that cannot be taken.

The body is JSON, unzipped and limited in size already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, TypeVar

import msgspec

from rein.opik_server.decoding import Counted, IngestError, decode
from rein.opik_server.ids import new_id, parse_id
from rein.opik_server.ingest_lists import check_lists
from rein.opik_server.store.payload import pack
from rein.opik_server.store.rows import Row, Value

MAX_ROWS = 1000
"""Rows in a batch, as upstream."""
MAX_UPDATE_TAGS = 50
MAX_UPDATE_TAG_LENGTH = 100
MAX_COST_USD = 1e6
"""For one span: what is above is a slip, and would overflow the 64 bits that a sum of 1e-12 USD has."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NULL = msgspec.Raw(b"null")

Source = Literal["sdk", "experiment", "playground", "optimization", "evaluator"]
SpanType = Literal["general", "tool", "llm", "guardrail"]
Tokens = Annotated[int, msgspec.Meta(ge=-(1 << 31), lt=1 << 31)]
CostUsd = Annotated[float, msgspec.Meta(ge=0, le=MAX_COST_USD)]
Environment = Annotated[str, msgspec.Meta(max_length=150)]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who sent a body, and when it came in."""

    by: str
    now_us: int


class _Error(msgspec.Struct, omit_defaults=True):
    """What went wrong: only this of it is kept."""

    exception_type: str | None = None
    message: str | None = None
    traceback: str | None = None


class _Common(Counted):
    id: str | None = None
    project_name: str | None = None
    project_id: str | None = None
    name: str | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    last_updated_at: datetime | None = None
    input: msgspec.Raw = _NULL
    output: msgspec.Raw = _NULL
    metadata: msgspec.Raw = _NULL
    error_info: _Error | None = None
    tags: list[str] | None = None
    tags_to_add: list[str] | None = None
    tags_to_remove: list[str] | None = None
    ttft: float | None = None
    source: Source | None = None
    environment: Environment | None = None


class _Trace(_Common):
    thread_id: str | None = None


class _Span(_Common, kw_only=True):
    trace_id: str
    parent_span_id: str | None = None
    type: SpanType | None = None
    model: str | None = None
    provider: str | None = None
    usage: dict[str, Tokens | None] | None = None
    total_estimated_cost: CostUsd | None = None
    total_estimated_cost_version: str | None = None


class _TraceMany(msgspec.Struct):
    ids: list[str]
    update: _Trace
    merge_tags: bool = False


class _SpanMany(msgspec.Struct):
    ids: list[str]
    update: _Span
    merge_tags: bool = False


class _TraceBatch(msgspec.Struct):
    traces: list[_Trace]


class _SpanBatch(msgspec.Struct):
    spans: list[_Span]


T = TypeVar("T")
_Part = TypeVar("_Part", bound=_Common)


_trace = msgspec.json.Decoder(_Trace)
_span = msgspec.json.Decoder(_Span)
_trace_batch = msgspec.json.Decoder(_TraceBatch)
_span_batch = msgspec.json.Decoder(_SpanBatch)
_trace_many = msgspec.json.Decoder(_TraceMany)
_span_many = msgspec.json.Decoder(_SpanMany)
_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Update:
    """A PATCH: the fields it replaces, and the tags to add to and to remove from what the stored row has."""

    row: Row
    add_tags: tuple[str, ...]
    remove_tags: tuple[str, ...]
    ids: tuple[bytes, ...] = ()
    """The rows that one update is for, where it is for many."""


def trace_batch(body: bytes, arrival: Arrival) -> list[Row]:
    """The rows of POST /traces/batch: `{"traces": [...]}`, 1 to 1000. Raises IngestError."""
    rows = _decode(body, _trace_batch).traces
    _check_count(rows)
    return [_created(_trace_row, row, arrival, f"traces[{index}].") for index, row in enumerate(rows)]


def span_batch(body: bytes, arrival: Arrival) -> list[Row]:
    """The rows of POST /spans/batch: `{"spans": [...]}`, 1 to 1000. Raises IngestError."""
    rows = _decode(body, _span_batch).spans
    _check_count(rows)
    return [_created(_span_row, row, arrival, f"spans[{index}].") for index, row in enumerate(rows)]


def trace(body: bytes, arrival: Arrival) -> Row:
    """The row of POST /traces. Raises IngestError."""
    return _created(_trace_row, _decode(body, _trace), arrival, "")


def span(body: bytes, arrival: Arrival) -> Row:
    """The row of POST /spans. Raises IngestError."""
    return _created(_span_row, _decode(body, _span), arrival, "")


def trace_update(trace_id: str, body: bytes, arrival: Arrival) -> Update:
    """PATCH /traces/{id}: its fields are as new as its arrival. Raises IngestError."""
    return _update(_decode(body, _trace), trace_id, arrival, _trace_row)


def span_update(span_id: str, body: bytes, arrival: Arrival) -> Update:
    """PATCH /spans/{id}. Raises IngestError."""
    return _update(_decode(body, _span), span_id, arrival, _span_row)


def _decode(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    check_lists(body)
    return decode(body, decoder)


def _created(make: Callable[[_Part, Arrival, str], Row], part: _Part, arrival: Arrival, place: str) -> Row:
    if part.start_time is None:
        raise IngestError(f"{place}start_time: expected a time.")
    return make(part, arrival, place)


def trace_batch_update(body: bytes, arrival: Arrival) -> Update:
    """PATCH /traces/batch: `{"ids": [...], "update": {...}, "merge_tags": false}`. Raises IngestError."""
    many = _decode(body, _trace_many)
    return _update_many(many.ids, many.update, arrival, _trace_row, merge_tags=many.merge_tags)


def span_batch_update(body: bytes, arrival: Arrival) -> Update:
    """PATCH /spans/batch; as `trace_batch_update`. Raises IngestError."""
    many = _decode(body, _span_many)
    return _update_many(many.ids, many.update, arrival, _span_row, merge_tags=many.merge_tags)


def _update(
    part: _Part, row_id: str, arrival: Arrival, make: Callable[[_Part, Arrival, str], Row], place: str = ""
) -> Update:
    for name, tags in (("tags", part.tags), ("tags_to_add", part.tags_to_add), ("tags_to_remove", part.tags_to_remove)):
        if tags is not None and (len(tags) > MAX_UPDATE_TAGS or max(map(len, tags), default=0) > MAX_UPDATE_TAG_LENGTH):
            raise IngestError(
                f"{place}{name}: at most {MAX_UPDATE_TAGS} tags of at most {MAX_UPDATE_TAG_LENGTH} characters each."
            )
    part.id, part.start_time, part.last_updated_at = row_id, None, None
    given = part.project_name is not None and part.project_name.strip() != ""
    row = make(part, arrival, place)
    row.created = False
    if not given:  # then whatever project the row has
        row.values[0] = None if part.project_id is None else _id(part.project_id, place + "project_id")
    return Update(row, tuple(part.tags_to_add or ()), tuple(part.tags_to_remove or ()))


def _update_many(
    ids: list[str],
    part: _Part,
    arrival: Arrival,
    make: Callable[[_Part, Arrival, str], Row],
    *,
    merge_tags: bool,
) -> Update:
    _check_count(ids)
    rows = tuple(dict.fromkeys(_id(row_id, f"ids[{index}]") for index, row_id in enumerate(ids)))
    if merge_tags and part.tags is not None:
        part.tags_to_add, part.tags = [*(part.tags_to_add or ()), *part.tags], None
    return replace(_update(part, ids[0], arrival, make, "update."), ids=rows)


def _trace_row(part: _Trace, arrival: Arrival, place: str) -> Row:
    project, start_us, *rest = _shared(part)
    values: list[Value] = [
        *(project, start_us, part.name, _us(part.end_time), part.thread_id, *rest),
        *_payloads(part),
    ]
    return _row(part, values, arrival, place)


def _span_row(part: _Span, arrival: Arrival, place: str) -> Row:
    parent = part.parent_span_id
    project, start_us, tags, *rest = _shared(part)
    cost = part.total_estimated_cost
    values: list[Value] = [
        *(project, start_us, _id(part.trace_id, place + "trace_id")),
        *(None if parent is None else _id(parent, place + "parent_span_id"), part.name, part.type, _us(part.end_time)),
        *(part.model, part.provider, tags, None if part.usage is None else _usage(part.usage)),
        *(None if cost is None else round(cost * 1e12), part.total_estimated_cost_version, *rest),
        *_payloads(part),
    ]
    return _row(part, values, arrival, place)


def _row(part: _Common, values: list[Value], arrival: Arrival, place: str) -> Row:
    row_id = new_id() if part.id is None else _id(part.id, place + "id")
    updated_us = _us(part.last_updated_at)
    if updated_us is None:
        updated_us = arrival.now_us
    return Row(row_id, values, updated_us, arrival.by, arrival.now_us, arrival.by, created=True)


def _shared(part: _Common) -> tuple[Value, Value, Value, Value, Value, Value]:
    """Project, start, then tags, time to first token, source, environment."""
    tags = None if part.tags is None else _encode(sorted(set(part.tags))).decode()
    name = part.project_name
    ttft = part.ttft
    return name or "", _us(part.start_time), tags, ttft, part.source, part.environment


def _payloads(part: _Common) -> tuple[Value, Value, Value, Value]:
    error = None if part.error_info is None else _complete(part.error_info)
    return _payload(part.input), _payload(part.output), _payload(part.metadata), error


def _complete(error: _Error) -> bytes | None:
    """The error as every reader may expect it: with a type and a traceback. None where it says nothing."""
    if not (error.exception_type or error.message or error.traceback):
        return None
    error.exception_type = error.exception_type or "Error"
    error.traceback = error.traceback or error.message or error.exception_type
    return pack(_encode(error))


def _payload(raw: msgspec.Raw) -> bytes | None:
    json = bytes(raw)
    return None if json == b"null" else pack(json)


def _usage(usage: dict[str, int | None]) -> str:
    return _encode({key: tokens for key, tokens in usage.items() if tokens is not None}).decode()


def _us(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    return ((moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)) - _EPOCH) // _MICROSECOND


def _id(text: str, place: str) -> bytes:
    try:
        return parse_id(text)
    except ValueError as error:
        raise IngestError(f"{place}: expected a UUID of version 7, got {error}.") from error


def _check_count(rows: Sequence[object]) -> None:
    if not 1 <= len(rows) <= MAX_ROWS:
        raise IngestError(f"A batch has 1 to {MAX_ROWS} rows; this one has {len(rows)}.")
