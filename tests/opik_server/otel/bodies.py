"""OTLP bodies, put together from the OpenTelemetry project's own messages."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, InstrumentationScope, KeyValue, KeyValueList
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, Status

PATH = "/v1/private/otel/v1/traces"
PROTOBUF = "application/x-protobuf"
START_NS = 1_790_000_000_123_456_789
SECOND = 1_000_000_000
TRACE = bytes.fromhex("5b8efff798038103d269b633813fc60c")


def value(given: Any) -> AnyValue:
    match given:
        case bool():
            return AnyValue(bool_value=given)
        case int():
            return AnyValue(int_value=given)
        case float():
            return AnyValue(double_value=given)
        case str():
            return AnyValue(string_value=given)
        case bytes():
            return AnyValue(bytes_value=given)
        case list():
            return AnyValue(array_value=ArrayValue(values=map(value, given)))
        case dict():
            return AnyValue(kvlist_value=KeyValueList(values=pairs(given)))
        case _:
            return AnyValue()


def pairs(given: Mapping[str, Any]) -> list[KeyValue]:
    return [KeyValue(key=key, value=value(one)) for key, one in given.items()]


def event(name: str, at_ns: int = START_NS, **_: Any) -> Span.Event:
    return Span.Event(name=name, time_unix_nano=at_ns, attributes=pairs(_.get("attributes", {})))


def span(
    number: int = 1,
    attributes: Mapping[str, Any] | None = None,
    *,
    parent: int = 0,
    trace: bytes = TRACE,
    start_s: float = 0.0,
    seconds: float = 1.0,
    name: str = "work",
    events: Sequence[Span.Event] = (),
    error: str | None = None,
    ok: bool = False,
    **more: Any,
) -> Span:
    """A span whose id is a number; parent 0 is none."""
    start = START_NS + int(start_s * SECOND)
    return Span(
        trace_id=trace,
        span_id=number.to_bytes(8, "big"),
        parent_span_id=parent.to_bytes(8, "big") if parent else b"",
        name=name,
        start_time_unix_nano=start,
        end_time_unix_nano=start + int(seconds * SECOND),
        attributes=pairs(attributes or {}),
        events=events,
        status=Status(code=1 if ok else 0 if error is None else 2, message=error or ""),
        **more,
    )


def request(
    *spans: Span, resource: Mapping[str, Any] | None = None, scope: InstrumentationScope | None = None
) -> ExportTraceServiceRequest:
    return ExportTraceServiceRequest(
        resource_spans=[
            ResourceSpans(
                resource=Resource(attributes=pairs(resource or {})),
                scope_spans=[ScopeSpans(scope=scope or InstrumentationScope(name="tests"), spans=spans)],
            )
        ]
    )


def as_json(body: ExportTraceServiceRequest) -> bytes:
    """OTLP's JSON: protobuf's own, but ids in hex and enums as numbers."""

    def hexed(part: Any) -> Any:
        if isinstance(part, list):
            return [hexed(one) for one in part]
        if isinstance(part, dict):
            ids = ("traceId", "spanId", "parentSpanId")
            return {
                key: base64.b64decode(one).hex() if key in ids and isinstance(one, str) else hexed(one)
                for key, one in part.items()
            }
        return part

    return json.dumps(hexed(MessageToDict(body, use_integers_for_enums=True))).encode()


def send(api: httpx.Client, *spans: Span, project: str = "otel", **origin: Any) -> httpx.Response:
    body = request(*spans, **origin).SerializeToString()
    answer = api.post(PATH, content=body, headers={"content-type": PROTOBUF, "projectName": project})
    assert answer.status_code == 200, answer.text
    return answer


def traces(api: httpx.Client, project: str = "otel") -> list[dict[str, Any]]:
    return api.get("/v1/private/traces", params={"project_name": project, "size": 1000}).json().get("content", [])


def spans(api: httpx.Client, project: str = "otel") -> dict[str, dict[str, Any]]:
    """By name."""
    page = api.get("/v1/private/spans", params={"project_name": project, "size": 1000}).json().get("content", [])
    return {one["name"]: one for one in page}
