"""OTLP in JSON: names in camelCase, ids in hex, 64-bit numbers as texts too, enums as numbers."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from rein.opik_server.decoding import Counted, decode
from rein.opik_server.otel.model import (
    MAX_PARTS,
    Event,
    Link,
    Origin,
    OtelSpan,
    SpanError,
    Value,
    deeper,
    double,
    named_scope,
)

_INT64 = 1 << 63
_FLOATS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


class _Part(Counted, rename="camel"):
    """Fields that are null are as those that are left out."""


class _Any(_Part):
    string_value: str | None = None
    bool_value: bool | None = None
    int_value: int | str | None = None
    double_value: float | str | None = None
    array_value: _Array | None = None
    kvlist_value: _Map | None = None
    bytes_value: str | None = None


class _Array(_Part):
    values: list[_Any] | None = None


class _Pair(_Part):
    key: str | None = None
    value: _Any | None = None


class _Map(_Part):
    values: list[_Pair] | None = None


class _Event(_Part):
    time_unix_nano: int | str | None = None
    name: str | None = None
    attributes: list[_Pair] | None = None


class _Link(_Part):
    trace_id: str | None = None
    span_id: str | None = None
    attributes: list[_Pair] | None = None


class _Status(_Part):
    message: str | None = None
    code: int | None = None


class _Span(_Part):
    trace_id: str | None = None
    span_id: str | None = None
    parent_span_id: str | None = None
    flags: int | None = None
    name: str | None = None
    kind: int | None = None
    start_time_unix_nano: int | str | None = None
    end_time_unix_nano: int | str | None = None
    attributes: list[_Pair] | None = None
    events: list[_Event] | None = None
    links: list[_Link] | None = None
    status: _Status | None = None


class _Resource(_Part):
    attributes: list[_Pair] | None = None


class _Scope(_Part):
    name: str | None = None
    version: str | None = None
    attributes: list[_Pair] | None = None


class _ScopeSpans(_Part):
    scope: _Scope | None = None
    spans: list[_Span] | None = None


class _ResourceSpans(_Part):
    resource: _Resource | None = None
    scope_spans: list[_ScopeSpans] | None = None


class _Request(_Part):
    resource_spans: list[_ResourceSpans] | None = None


class _PartialSuccess(msgspec.Struct, rename="camel", omit_defaults=True):
    rejected_spans: str = ""
    error_message: str = ""


class _Response(msgspec.Struct, rename="camel", omit_defaults=True):
    partial_success: _PartialSuccess | None = None


_request = msgspec.json.Decoder(_Request)


def read_json(body: bytes) -> Iterator[OtelSpan | SpanError]:
    """As `read_protobuf`."""
    for resource_spans in decode(body, _request, MAX_PARTS).resource_spans or ():
        resource = resource_spans.resource or _Resource()
        for scope_spans in resource_spans.scope_spans or ():
            scope, spans = scope_spans.scope or _Scope(), scope_spans.spans or ()
            try:
                named = named_scope(scope.name or "", scope.version or "", _attributes(scope.attributes, 0))
                origin = Origin(_attributes(resource.attributes, 0), named)
            except SpanError as error:
                yield from [error] * len(spans)
                continue
            for span in spans:
                try:
                    yield _span_of(span, origin)
                except SpanError as error:
                    yield error


def encode_json(rejected: int, message: str) -> bytes:
    """An ExportTraceServiceResponse."""
    partial = _PartialSuccess(str(rejected), message) if rejected else None
    return msgspec.json.encode(_Response(partial))


def _span_of(span: _Span, origin: Origin) -> OtelSpan:
    status = span.status or _Status()
    return OtelSpan(
        origin=origin,
        trace_id=_id(span.trace_id),
        span_id=_id(span.span_id),
        parent_id=_id(span.parent_span_id),
        flags=span.flags or 0,
        name=span.name or "",
        kind=span.kind or 0,
        start_ns=_time(span.start_time_unix_nano),
        end_ns=_time(span.end_time_unix_nano),
        attributes=_attributes(span.attributes, 0),
        events=[
            Event(event.name or "", _time(event.time_unix_nano), _attributes(event.attributes, 0))
            for event in span.events or ()
        ],
        links=[
            Link(_id(link.trace_id), _id(link.span_id), _attributes(link.attributes, 0)) for link in span.links or ()
        ],
        status_code=status.code or 0,
        status_message=status.message or "",
    )


def _attributes(pairs: list[_Pair] | None, depth: int) -> dict[str, Value]:
    return {pair.key or "": _value(pair.value, depth) for pair in pairs or ()}


def _value(value: _Any | None, depth: int) -> Value:
    if value is None:
        return None
    if value.string_value is not None:
        return value.string_value
    if value.int_value is not None:
        return _integer(value.int_value, -_INT64, _INT64)
    if value.bool_value is not None:
        return value.bool_value
    if value.double_value is not None:
        return double(_number(value.double_value))
    if value.array_value is not None:
        return [_value(item, deeper(depth)) for item in value.array_value.values or ()]
    if value.kvlist_value is not None:
        return _attributes(value.kvlist_value.values, deeper(depth))
    return value.bytes_value


def _id(text: str | None) -> bytes:
    text = text or ""
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) * 2 != len(text):  # fromhex skips white space
        raise SpanError("an id is not in hex")
    return value


def _time(value: int | str | None) -> int:
    return 0 if value is None else _integer(value, 0, 2 * _INT64)


def _integer(value: int | str, low: int, end: int) -> int:
    if isinstance(value, str):
        digits = value[1:] if value.startswith("-") else value
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= 20):
            raise SpanError("a text in the place of a whole number is none")
        value = int(value)
    if not low <= value < end:
        raise SpanError("a whole number does not fit into 64 bits")
    return value


def _number(value: float | str) -> float:
    if isinstance(value, str):
        if value in _FLOATS:
            return _FLOATS[value]
        try:
            return float(value)
        except ValueError as error:
            raise SpanError("a text in the place of a number is none") from error
    return value
