"""OTLP over HTTP against the running server, sent by OpenTelemetry's own SDK and exporter."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.trace import Status, StatusCode, Tracer, use_span

from tests.opik_server.otel.bodies import PATH, PROTOBUF, as_json, event, request, send, span, spans, traces

JSON = "application/json"
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def provider(address: str) -> Iterator[TracerProvider]:
    provider = TracerProvider(resource=Resource({"service.name": "shop", "deployment.environment.name": "staging"}))
    exporter = OTLPSpanExporter(
        endpoint=address + PATH, headers={"projectName": "otel"}, compression=Compression.Gzip, timeout=30
    )
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=60_000))
    yield provider
    provider.shutdown()


@pytest.fixture
def tracer(provider: TracerProvider) -> Tracer:
    return provider.get_tracer("tests", "1.2")


def test_nested_spans_of_the_sdk_become_a_trace(api: httpx.Client, provider: TracerProvider, tracer: Tracer) -> None:
    with tracer.start_as_current_span("request") as root:
        root.set_attribute("input.value", "hello")
        root.set_attribute("thread_id", "talk 1")
        root.set_attribute("opik.tags", ["b", "a"])
        with tracer.start_as_current_span("think"), tracer.start_as_current_span("look up") as leaf:
            leaf.set_attribute("gen_ai.operation.name", "execute_tool")
            leaf.set_attribute("gen_ai.tool.call.result", '{"found": 3}')
        root.set_attribute("output.value", "done")
    provider.force_flush()
    (trace,) = traces(api)
    assert (trace["name"], trace["input"], trace["output"]) == ("request", "hello", "done")
    assert (trace["thread_id"], trace["tags"], trace["environment"]) == ("talk 1", ["a", "b"], "staging")
    assert trace["span_count"] == 3
    found = spans(api)
    assert all(one["trace_id"] == trace["id"] for one in found.values())
    assert "parent_span_id" not in found["request"]
    assert found["think"]["parent_span_id"] == found["request"]["id"]
    assert found["look up"]["parent_span_id"] == found["think"]["id"]
    assert (found["look up"]["type"], found["look up"]["output"]) == ("tool", {"gen_ai.tool.call.result": {"found": 3}})
    about = found["think"]["metadata"]
    assert about["opentelemetry.scope"] == {"name": "tests", "version": "1.2"}
    assert about["opentelemetry.resource"]["service.name"] == "shop"
    assert len(about["opentelemetry.trace_id"]) == 32


def test_an_exception_becomes_the_error_of_span_and_trace(
    api: httpx.Client, provider: TracerProvider, tracer: Tracer
) -> None:
    with pytest.raises(LookupError), tracer.start_as_current_span("request"):
        raise LookupError("no such city")
    provider.force_flush()
    (trace,) = traces(api)
    for error in (trace["error_info"], spans(api)["request"]["error_info"]):
        assert (error["exception_type"], error["message"]) == ("LookupError", "no such city")
        assert "Traceback" in error["traceback"]


def test_an_error_without_an_exception_tells_the_status(
    api: httpx.Client, provider: TracerProvider, tracer: Tracer
) -> None:
    with tracer.start_as_current_span("request") as root:
        root.set_attribute("error.type", "timeout")
        root.set_status(Status(StatusCode.ERROR, "too slow"))
    provider.force_flush()
    assert spans(api)["request"]["error_info"] == {
        "exception_type": "timeout",
        "message": "too slow",
        "traceback": "too slow",
    }


def test_tokens_of_a_known_model_get_a_cost(api: httpx.Client, provider: TracerProvider, tracer: Tracer) -> None:
    with tracer.start_as_current_span("agent"), tracer.start_as_current_span("chat") as chat:
        chat.set_attributes(
            {
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": "openai",
                "gen_ai.request.model": "gpt-4o",
                "gen_ai.usage.input_tokens": 1000,
                "gen_ai.usage.output_tokens": 100,
            }
        )
    provider.force_flush()
    found = spans(api)["chat"]
    assert (found["type"], found["model"], found["provider"]) == ("llm", "gpt-4o", "openai")
    assert found["usage"] == {"completion_tokens": 100, "prompt_tokens": 1000, "total_tokens": 1100}
    assert found["total_estimated_cost"] == pytest.approx(0.0035)
    (trace,) = traces(api)
    assert (trace["usage"]["total_tokens"], trace["total_estimated_cost"]) == (1100, pytest.approx(0.0035))


def test_children_sent_before_their_root_lie_in_one_trace(api: httpx.Client, address: str) -> None:
    provider = TracerProvider()
    exporter = OTLPSpanExporter(endpoint=address + PATH, headers={"projectName": "otel"})
    provider.add_span_processor(SimpleSpanProcessor(exporter))  # one request for each span, as it ends
    tracer = provider.get_tracer("tests")
    root = tracer.start_span("root")
    with use_span(root), tracer.start_as_current_span("child"):
        tracer.start_span("leaf").end()
        (early,) = traces(api)
        assert (early["name"], early["span_count"]) == ("leaf", 1)
    root.end()
    provider.shutdown()
    (trace,) = traces(api)
    assert (trace["id"], trace["name"], trace["span_count"]) == (early["id"], "root", 3)
    assert spans(api)["leaf"]["parent_span_id"] == spans(api)["child"]["id"]


EVERYTHING: dict[str, Any] = {
    "text": "ä \u0000 \U0001f600",
    "int": -(1 << 63),
    "big": (1 << 63) - 1,
    "float": 1.0,
    "nan": float("nan"),
    "inf": float("-inf"),
    "true": True,
    "bytes": b"\x00\xff",
    "list": [1, "a", [True, {"k": 2.5}]],
    "map": {"a": {"b": []}},
    "none": None,
    "input.value": '{"q": 18446744073709551616}',
    "input.mime_type": "application/json",
    "llm.output_messages.0.message.role": "assistant",
}


def test_protobuf_and_json_give_the_same_rows(api: httpx.Client) -> None:
    body = request(
        span(1, EVERYTHING, events=[event("seen", attributes={"n": 1})], kind=3, flags=0x301, parent=7),
        span(2, parent=1, name="failed", error="no", links=[{"trace_id": b"\x01" * 16, "span_id": b"\x02" * 8}]),
        resource={"service.name": "s", "host.ports": [1, 2]},
    )
    shown: list[list[dict[str, Any]]] = []
    for media, content in ((PROTOBUF, body.SerializeToString()), (JSON, as_json(body))):
        answer = api.post(PATH, content=content, headers={"content-type": media, "projectName": "otel"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, media)
        rows = [*traces(api), spans(api)["work"], spans(api)["failed"]]
        shown.append([{key: row[key] for key in row if key != "created_at"} for row in rows])
        api.delete(f"/v1/private/traces/{rows[0]['id']}")
    assert shown[0] == shown[1]
    trace, work, failed = shown[0]
    about = work["metadata"]
    assert (about["int"], about["nan"], about["inf"], about["bytes"]) == (-(1 << 63), "NaN", "-Infinity", "AP8=")
    assert (about["list"], about["none"]) == ([1, "a", [True, {"k": 2.5}]], None)
    assert about["opentelemetry.kind"] == "client"
    assert about["opentelemetry.events"][0]["attributes"] == {"n": 1}
    assert failed["metadata"]["opentelemetry.links"][0]["trace_id"] == "01" * 16
    assert trace["name"] == "work"
    assert work["output"] == {"messages": [{"role": "assistant"}]}


def test_the_same_batch_again_changes_nothing(api: httpx.Client) -> None:
    batch = (span(1, {"gen_ai.conversation.id": "t"}), span(2, {"gen_ai.usage.input_tokens": 5}, parent=1, name="chat"))
    shown = []
    for _ in range(2):
        send(api, *batch)
        shown.append((traces(api), spans(api)))
    assert shown[0] == shown[1]


def test_what_a_person_changed_outlives_the_same_batch(api: httpx.Client) -> None:
    send(api, span(1, {"opik.tags": "auto"}))
    (trace,) = traces(api)
    api.patch(f"/v1/private/traces/{trace['id']}", json={"project_name": "otel", "tags": ["mine"]}).raise_for_status()
    send(api, span(1, {"opik.tags": "auto"}))
    assert traces(api)[0]["tags"] == ["mine"]


def test_a_deleted_trace_takes_its_uuid_along(api: httpx.Client, store: Any) -> None:
    send(api, span(1), span(2, parent=1, name="child"))
    count = lambda connection: connection.execute("SELECT count(*) FROM otel_traces").fetchone()[0]  # noqa: E731
    assert store.read(count) == 1
    api.delete(f"/v1/private/traces/{traces(api)[0]['id']}")
    assert store.read(count) == 0


def test_spans_that_cannot_be_taken_do_not_hinder_the_others(api: httpx.Client) -> None:
    bad = span(3)
    bad.span_id = b"\x00" * 8
    deep: Any = 1
    for _ in range(40):
        deep = [deep]
    answer = send(api, span(1), bad, span(4, {"deep": deep}))
    partial = ExportTraceServiceResponse.FromString(answer.content).partial_success
    assert partial.rejected_spans == 2
    assert "span id" in partial.error_message
    assert "nested" in partial.error_message
    assert list(spans(api)) == ["work"]
    body = json.loads(as_json(request(span(1), span(2))))
    body["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["traceId"] = "not hex"
    answer = api.post(PATH, json=body)
    assert answer.json()["partialSuccess"]["rejectedSpans"] == "1"
    assert "hex" in answer.json()["partialSuccess"]["errorMessage"]


def test_a_resource_that_cannot_be_read_costs_its_own_spans_alone(api: httpx.Client) -> None:
    deep: Any = 1
    for _ in range(40):
        deep = [deep]
    body = request(span(1), span(2), resource={"deep": deep})
    body.resource_spans.extend(request(span(3, name="fine")).resource_spans)
    for media, content in ((PROTOBUF, body.SerializeToString()), (JSON, as_json(body))):
        answer = api.post(PATH, content=content, headers={"content-type": media, "projectName": "otel"})
        assert answer.status_code == 200
        assert (b"nested" in answer.content, list(spans(api))) == (True, ["fine"])


def test_more_spans_than_are_written_at_once_are_all_there(api: httpx.Client) -> None:
    many = 2500
    send(api, *(span(number, parent=number // 2) for number in range(1, many + 1)))
    (trace,) = traces(api)
    assert trace["span_count"] == many


def test_a_batch_of_which_all_is_taken_is_answered_with_nothing(api: httpx.Client) -> None:
    assert send(api, span(1)).content == b""
    assert api.post(PATH, content=as_json(request(span(1))), headers={"content-type": JSON}).json() == {}
    assert api.post(PATH, content=b"", headers={"content-type": PROTOBUF}).content == b""
    assert api.post(PATH, content=b"{}", headers={"content-type": JSON + "; charset=utf-8"}).json() == {}


def test_without_a_project_spans_go_to_the_default_one(api: httpx.Client) -> None:
    api.post(PATH, content=request(span(1)).SerializeToString(), headers={"content-type": PROTOBUF})
    assert len(traces(api, "Default Project")) == 1


def test_another_media_type_is_refused_by_name(api: httpx.Client) -> None:
    answer = api.post(PATH, content=b"x", headers={"content-type": "text/plain"})
    assert (answer.status_code, "application/x-protobuf" in answer.json()["message"]) == (415, True)
    assert api.post(PATH, content=b"").status_code == 415


WHOLE = request(span(1, {"a": "b"}), span(2, parent=1)).SerializeToString()
WHOLE_JSON = as_json(request(span(1, {"a": "b"}), span(2, parent=1)))


@FEW
@given(st.integers(1, len(WHOLE) - 1))
def test_a_protobuf_body_that_is_cut_off_is_refused(api: httpx.Client, length: int) -> None:
    assert api.post(PATH, content=WHOLE[:length], headers={"content-type": PROTOBUF}).status_code == 400


@FEW
@given(st.integers(1, len(WHOLE_JSON) - 1))
def test_a_json_body_that_is_cut_off_is_refused(api: httpx.Client, length: int) -> None:
    assert api.post(PATH, content=WHOLE_JSON[:length], headers={"content-type": JSON}).status_code == 400


@FEW
@given(st.binary(min_size=1, max_size=200))
def test_garbage_is_refused_and_never_a_fault_of_the_server(api: httpx.Client, content: bytes) -> None:
    for media in (PROTOBUF, JSON):
        answer = api.post(PATH, content=content, headers={"content-type": media})
        assert answer.status_code in (200, 400)  # a few bytes can be a whole request without spans
    assert traces(api, "Default Project") == []


@pytest.mark.parametrize(
    "content",
    [
        b'{"resourceSpans": [' + b'{"scopeSpans": [' * 100_000,
        b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [{"value": '
        + b'{"arrayValue": {"values": [' * 50_000
        + b"]}}" * 50_000
        + b"}]}]}]}]}",
        b'{"resourceSpans": 5}',
        b'{"resourceSpans": [{"scopeSpans": [{"spans": [{"name": "\xff"}]}]}]}',
        b'{"resourceSpans": [{"scopeSpans": [{"spans": [{"name": "\\ud800"}]}]}]}',
        b"[]",
        b"",
    ],
)
def test_json_that_is_no_request_is_refused(api: httpx.Client, content: bytes) -> None:
    assert api.post(PATH, content=content, headers={"content-type": JSON}).status_code == 400


def test_protobuf_that_is_nested_too_deep_is_refused(api: httpx.Client) -> None:
    deep = b""
    for _ in range(2000):  # an AnyValue that holds an ArrayValue that holds an AnyValue
        inner = b"\x0a" + _varint(len(deep)) + deep
        deep = b"\x2a" + _varint(len(inner)) + inner
    pair = b"\x0a\x01k\x12" + _varint(len(deep)) + deep
    for field in (b"\x4a", b"\x12", b"\x12", b"\x0a"):  # attributes, spans, scope_spans, resource_spans
        pair = field + _varint(len(pair)) + pair
    answer = api.post(PATH, content=pair, headers={"content-type": PROTOBUF})
    assert answer.status_code == 400, answer.text


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


@pytest.mark.parametrize("zipped", [gzip.compress(WHOLE, mtime=0)[:-9], b"no gzip"])
def test_a_body_that_is_not_what_its_encoding_says_is_refused(api: httpx.Client, zipped: bytes) -> None:
    headers = {"content-type": PROTOBUF, "content-encoding": "gzip"}
    assert api.post(PATH, content=zipped, headers=headers).status_code == 400


def test_workspaces_are_kept_apart(api: httpx.Client) -> None:
    make: Callable[[str], httpx.Response] = lambda name: api.post(  # noqa: E731
        PATH, content=WHOLE, headers={"content-type": PROTOBUF, "projectName": "otel", "Comet-Workspace": name}
    )
    make("default")
    (mine,) = traces(api)
    answer = api.get("/v1/private/traces", params={"project_name": "otel"}, headers={"Comet-Workspace": "other"})
    assert answer.status_code in (403, 404) or answer.json()["content"] == []
    assert mine["span_count"] == 2


def test_a_server_that_nobody_sends_protobuf_to_never_imports_it() -> None:
    program = "import sys, rein.opik_server.api.app; sys.exit('google.protobuf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
