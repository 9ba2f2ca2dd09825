"""From a span of OpenTelemetry to what Opik says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rein.opik_server.ids import parse_id
from rein.opik_server.ingest import Arrival
from rein.opik_server.otel.content import metadata_of, take_content
from rein.opik_server.otel.events import sort_events
from rein.opik_server.otel.model import PARENT_IS_REMOTE, Attributes, OtelSpan, SpanError, Value
from rein.opik_server.otel.rules import (
    COST,
    ENVIRONMENT,
    LLM_SIGNS,
    MODEL,
    OPERATION,
    PROVIDER,
    SUMMING_KINDS,
    SUMMING_OPERATIONS,
    SUMS_UP,
    TAGS,
    THREAD,
    TOOL_SIGNS,
    TTFT,
    TYPE_OF_KIND,
    TYPE_OF_OPERATION,
)
from rein.opik_server.otel.usage import provider_of, take_text, take_usage
from rein.opik_server.otel.values import cost_pico_of, encode, number_of, tags_of, text_of
from rein.opik_server.store.payload import pack
from rein.opik_server.store.rows import SPAN_FIELDS, Row
from rein.opik_server.store.rows import Value as Field

_CLIENT = 3
_MAX_ENVIRONMENT = 150
_TRACE_BYTES, _SPAN_BYTES = 16, 8


class Place(Enum):
    """Where a span stands in its trace, as far as its sender knows."""

    ROOT = "root"
    ENTRY = "entry"
    """Its parent is in another process, which may send it elsewhere or not at all."""
    INNER = "inner"


@dataclass(slots=True)
class Mapped:
    """A span's row, whose ids are set when the trace's is known."""

    row: Row
    place: Place
    trace_id: bytes
    """OpenTelemetry's 16 bytes, `span_id` and `parent_id` its 8; no parent: empty."""
    span_id: bytes
    parent_id: bytes
    opik_trace: bytes | None
    """UUIDs that the sender sets itself, to hang spans below those of Opik's own client; `opik_parent` goes with it."""
    opik_span: bytes | None
    opik_parent: bytes | None
    thread_id: str | None


def map_span(span: OtelSpan, project: str, arrival: Arrival) -> Mapped | None:
    """The row of a span; None for one that only announces another.

    Args:
        project: the project's name, empty for the default one.

    Raises:
        SpanError: an id or the time is missing or none.
    """
    start_us, end_us = _checked_times(span)
    rest = dict(span.attributes)
    if rest.get("logfire.span_type") == "pending_span":  # comes again when it has ended
        return None
    told = sort_events(span)
    for key, value in told.details.items():
        rest.setdefault(key, value)
    span_type, sums_up = _type(rest), _sums_up(rest, span.kind)
    provider = provider_of(take_text(rest, PROVIDER), text_of(rest.get("server.address")))
    model = take_text(rest, MODEL)
    cost_pico = None if sums_up else _take_cost(rest)
    usage = {} if sums_up else take_usage(rest, provider)
    thread = _take_thread(rest)
    tags = _take_tags(rest)
    ttft_s = next((seconds for key in TTFT if (seconds := number_of(rest.get(key))) is not None), None)
    environment = next((name for key in ENVIRONMENT if (name := text_of(span.origin.resource.get(key)))), None)
    opik_trace = _uuid(rest.get("opik.trace_id"))
    given, answered = take_content(rest, told)
    values: dict[str, Field] = {
        "project": project,
        "start_us": start_us,
        "name": span.name or None,
        "type": span_type,
        "end_us": end_us,
        "model": model,
        "provider": provider,
        "tags": encode(tags).decode() if tags else None,
        "usage": encode(dict(sorted(usage.items()))).decode() if usage else None,
        "cost_pico": cost_pico,
        "ttft_ms": None if ttft_s is None else ttft_s * 1000,
        "environment": environment if environment and len(environment) <= _MAX_ENVIRONMENT else None,
        "input": None if given is None else pack(given),
        "output": None if answered is None else pack(answered),
        "metadata": pack(metadata_of(span, rest, told, thread)),
        "error_info": None if told.error is None else pack(encode(told.error)),
    }
    # As new as its end, not as its arrival: sent again it changes nothing, and what people change later stays.
    version = min(start_us if end_us is None else end_us, arrival.now_us)
    by = arrival.by
    return Mapped(
        row=Row(b"", [values.get(name) for name in SPAN_FIELDS], version, by, arrival.now_us, by, created=True),
        place=_place(span),
        trace_id=span.trace_id,
        span_id=span.span_id,
        parent_id=_parent(span),
        opik_trace=opik_trace,
        opik_span=_uuid(span.attributes.get("opik.span_id")),
        opik_parent=_uuid(span.attributes.get("opik.parent_span_id")),
        thread_id=text_of(thread),
    )


def _checked_times(span: OtelSpan) -> tuple[int, int | None]:
    """Start and end in microseconds; checks the ids as well. Raises SpanError."""
    for name, value, size in (("trace id", span.trace_id, _TRACE_BYTES), ("span id", span.span_id, _SPAN_BYTES)):
        if len(value) != size or not any(value):
            raise SpanError(f"a {name} is not {size} bytes, or all of them are 0")
    if len(span.parent_id) not in (0, _SPAN_BYTES):
        raise SpanError(f"a parent's id is not {_SPAN_BYTES} bytes")
    start_us, end_us = span.start_ns // 1000, span.end_ns // 1000
    if not start_us and not end_us:
        raise SpanError("a span has neither start nor end")
    return start_us or end_us, end_us or None


def _parent(span: OtelSpan) -> bytes:
    return span.parent_id if any(span.parent_id) else b""


def _place(span: OtelSpan) -> Place:
    if not _parent(span):
        return Place.ROOT
    return Place.ENTRY if span.flags & PARENT_IS_REMOTE == PARENT_IS_REMOTE else Place.INNER


def _type(attributes: Attributes) -> str:
    """`llm`, `tool`, `guardrail` or `general`: by what the span says that it is, else by what only such spans have."""
    operation = attributes.get(OPERATION)
    if isinstance(operation, str) and operation in TYPE_OF_OPERATION:
        return TYPE_OF_OPERATION[operation]
    for key, types in TYPE_OF_KIND.items():
        kind = attributes.get(key)
        if isinstance(kind, str) and kind.upper() in types:
            return types[kind.upper()]
    if any(key in attributes for key in LLM_SIGNS):
        return "llm"
    return "tool" if any(key in attributes for key in TOOL_SIGNS) else "general"


def _sums_up(attributes: Attributes, kind: int) -> bool:
    """Whether tokens and cost of the span are those of the spans below it. An agent elsewhere sends no spans."""
    if not SUMS_UP.isdisjoint(attributes) or attributes.get("openinference.span.kind") in SUMMING_KINDS:
        return True
    return attributes.get(OPERATION) in SUMMING_OPERATIONS and kind != _CLIENT


def _take_cost(rest: Attributes) -> int | None:
    for key in COST:
        cost_pico = cost_pico_of(rest.get(key))
        if cost_pico is not None:
            del rest[key]
            return cost_pico
    return None


def _take_thread(rest: Attributes) -> Value:
    for key in THREAD:
        if text_of(rest.get(key)) is not None:
            return rest.pop(key)
    return None


def _take_tags(rest: Attributes) -> list[str]:
    tags: set[str] = set()
    for key in TAGS:
        found = tags_of(rest.get(key))
        if found is not None:
            tags.update(found)
            del rest[key]
    return sorted(tags)


def _uuid(value: Value) -> bytes | None:
    try:
        return parse_id(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None
