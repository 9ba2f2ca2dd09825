"""OTLP in protobuf, read by the messages that the OpenTelemetry project keeps, imported with the first body."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rein.opik_server.decoding import IngestError
from rein.opik_server.otel.model import (
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
from rein.opik_server.otel.otlp_size import check_parts

if TYPE_CHECKING:
    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
    from opentelemetry.proto.trace.v1.trace_pb2 import Span


def read_protobuf(body: bytes) -> Iterator[OtelSpan | SpanError]:
    """The spans of an ExportTraceServiceRequest, one after the other; for one that cannot be taken, what is wrong.

    Raises:
        IngestError: the body is none, is cut off, nested too deep or of too many parts. Before the first span.
    """
    from google.protobuf.message import DecodeError
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    check_parts(body, ExportTraceServiceRequest.DESCRIPTOR)
    try:
        request = ExportTraceServiceRequest.FromString(body)
    except DecodeError as error:
        raise IngestError(f"The body is no ExportTraceServiceRequest in protobuf: {error}.") from error
    if body and not request.resource_spans:
        raise IngestError("The body is no ExportTraceServiceRequest in protobuf: it has no resource_spans.")
    for resource_spans in request.resource_spans:
        for scope_spans in resource_spans.scope_spans:
            try:
                scope = scope_spans.scope
                named = named_scope(scope.name, scope.version, _attributes(scope.attributes, 0))
                origin = Origin(_attributes(resource_spans.resource.attributes, 0), named)
            except SpanError as error:
                yield from [error] * len(scope_spans.spans)
                continue
            for span in scope_spans.spans:
                try:
                    yield _span(span, origin)
                except SpanError as error:
                    yield error


def encode_protobuf(rejected: int, message: str) -> bytes:
    """An ExportTraceServiceResponse."""
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
        ExportTracePartialSuccess,
        ExportTraceServiceResponse,
    )

    if not rejected:
        return ExportTraceServiceResponse().SerializeToString()
    partial = ExportTracePartialSuccess(rejected_spans=rejected, error_message=message)
    return ExportTraceServiceResponse(partial_success=partial).SerializeToString()


def _span(span: Span, origin: Origin) -> OtelSpan:
    status = span.status
    return OtelSpan(
        origin=origin,
        trace_id=span.trace_id,
        span_id=span.span_id,
        parent_id=span.parent_span_id,
        flags=span.flags,
        name=span.name,
        kind=span.kind,
        start_ns=span.start_time_unix_nano,
        end_ns=span.end_time_unix_nano,
        attributes=_attributes(span.attributes, 0),
        events=[Event(event.name, event.time_unix_nano, _attributes(event.attributes, 0)) for event in span.events],
        links=[Link(link.trace_id, link.span_id, _attributes(link.attributes, 0)) for link in span.links],
        status_code=status.code,
        status_message=status.message,
    )


def _attributes(pairs: Iterable[KeyValue], depth: int) -> dict[str, Value]:
    return {pair.key: _value(pair.value, depth) for pair in pairs}


def _value(value: AnyValue, depth: int) -> Value:
    kind = value.WhichOneof("value")
    if kind == "string_value":
        return value.string_value
    if kind == "int_value":
        return value.int_value
    if kind == "bool_value":
        return value.bool_value
    if kind == "double_value":
        return double(value.double_value)
    if kind == "array_value":
        return [_value(item, deeper(depth)) for item in value.array_value.values]
    if kind == "kvlist_value":
        return _attributes(value.kvlist_value.values, deeper(depth))
    if kind == "bytes_value":
        return b64encode(value.bytes_value).decode()
    return None
