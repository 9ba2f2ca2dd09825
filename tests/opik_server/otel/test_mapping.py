"""What the conventions of different tools become."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.common.v1.common_pb2 import InstrumentationScope

from rein.opik_server.ids import format_id, new_id
from rein.opik_server.ingest import Arrival
from rein.opik_server.otel.mapping import Mapped, map_span
from rein.opik_server.otel.model import OtelSpan
from rein.opik_server.otel.otlp_json import read_json
from rein.opik_server.otel.otlp_protobuf import read_protobuf
from rein.opik_server.store.payload import unpack
from rein.opik_server.store.rows import PAYLOADS, SPAN_FIELDS
from tests.opik_server.otel.bodies import START_NS, as_json, event, request, span

LATER = Arrival("ann", START_NS // 1000 + 3_600_000_000)


def mapped(attributes: Mapping[str, Any] | None = None, **more: Any) -> Mapped:
    origin = {name: more.pop(name) for name in ("resource", "scope") if name in more}
    (read,) = read_protobuf(request(span(1, attributes or {}, **more), **origin).SerializeToString())
    assert isinstance(read, OtelSpan)
    found = map_span(read, "p", LATER)
    assert found is not None
    return found


def fields(attributes: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The row's values by name; JSON is read."""
    values = dict(zip(SPAN_FIELDS, mapped(attributes, **more).row.values, strict=True))
    for name in (*SPAN_FIELDS[-PAYLOADS:], "usage", "tags"):
        stored = values[name]
        if stored is not None:
            values[name] = json.loads(stored if isinstance(stored, str) else unpack(stored))
    return values


CHAT: dict[str, Any] = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.response.model": "gpt-4o-2024-08-06",
    "gen_ai.request.temperature": 0.5,
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.conversation.id": "talk",
    "gen_ai.usage.input_tokens": 10,
    "gen_ai.usage.output_tokens": 5,
    "gen_ai.usage.cache_read.input_tokens": 4,
    "gen_ai.usage.details.accepted_prediction_tokens": 1,
    "gen_ai.system_instructions": '[{"type": "text", "content": "Be kind"}]',
    "gen_ai.input.messages": '[{"role": "user", "parts": []}]',
    "gen_ai.output.messages": [{"role": "assistant", "parts": []}],
    "gen_ai.tool.definitions": '[{"name": "add"}]',
}


def test_genai_conventions() -> None:
    found = fields(CHAT, kind=3)
    assert (found["type"], found["model"], found["provider"]) == ("llm", "gpt-4o-2024-08-06", "openai")
    assert found["usage"] == {
        "prompt_tokens": 10,
        "completion_tokens": 5,
        "total_tokens": 15,
        "cache_read_input_tokens": 4,
        "original_usage.details.accepted_prediction_tokens": 1,
    }
    assert found["input"] == {
        "gen_ai.system_instructions": [{"type": "text", "content": "Be kind"}],
        "gen_ai.input.messages": [{"role": "user", "parts": []}],
        "gen_ai.tool.definitions": [{"name": "add"}],
    }
    assert found["output"] == {"gen_ai.output.messages": [{"role": "assistant", "parts": []}]}
    about = found["metadata"]
    assert (about["thread_id"], about["gen_ai.request.model"], about["opentelemetry.kind"]) == (
        "talk",
        "gpt-4o",
        "client",
    )
    assert (about["gen_ai.request.temperature"], about["gen_ai.response.finish_reasons"]) == (0.5, ["stop"])
    assert not {"gen_ai.usage.input_tokens", "gen_ai.input.messages", "gen_ai.conversation.id"} & set(about)
    assert mapped(CHAT).thread_id == "talk"


def test_messages_in_events() -> None:
    found = fields(
        {"gen_ai.request.model": "m"},
        events=[
            event("gen_ai.system.message", attributes={"content": "Be kind"}),
            event("gen_ai.user.message", attributes={"content": "Hi", "role": "customer"}),
            event("gen_ai.choice", attributes={"index": 0, "message": '{"content": "Hello"}'}),
            event("retry", attributes={"n": 1}),
        ],
    )
    assert found["input"] == {
        "messages": [{"role": "system", "content": "Be kind"}, {"role": "customer", "content": "Hi"}]
    }
    assert found["output"] == {"choices": [{"index": 0, "message": {"content": "Hello"}}]}
    assert [one["name"] for one in found["metadata"]["opentelemetry.events"]] == ["retry"]


def test_content_in_an_event_of_details() -> None:
    attributes = {"gen_ai.input.messages": "[]", "gen_ai.output.messages": '[{"role": "assistant"}]'}
    found = fields(events=[event("gen_ai.client.inference.operation.details", attributes=attributes)])
    assert found["input"] == {"gen_ai.input.messages": []}
    assert found["output"] == {"gen_ai.output.messages": [{"role": "assistant"}]}


def test_a_tool_call() -> None:
    found = fields(
        {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": "weather",
            "gen_ai.tool.call.arguments": '{"city": "Oslo"}',
            "gen_ai.tool.call.result": "rain",
        }
    )
    assert found["type"] == "tool"
    assert found["input"] == {"gen_ai.tool.call.arguments": {"city": "Oslo"}}
    assert found["output"] == {"gen_ai.tool.call.result": "rain"}
    assert found["metadata"]["gen_ai.tool.name"] == "weather"


OPENINFERENCE: dict[str, Any] = {
    "openinference.span.kind": "LLM",
    "llm.model_name": "claude-3-5-sonnet-20241022",
    "llm.provider": "anthropic",
    "llm.token_count.prompt": 100,
    "llm.token_count.completion": 20,
    "llm.token_count.total": 120,
    "llm.token_count.prompt_details.cache_read": 60,
    "llm.token_count.prompt_details.cache_write": 30,
    "llm.token_count.completion_details.reasoning": 7,
    "input.value": '{"messages": "raw", "stop": 18446744073709551617}',
    "input.mime_type": "application/json",
    "output.value": "It rains.",
    "output.mime_type": "text/plain",
    "llm.invocation_parameters": '{"temperature": 0}',
    "llm.input_messages.1.message.role": "user",
    "llm.input_messages.1.message.contents.0.message_content.type": "text",
    "llm.input_messages.1.message.contents.0.message_content.text": "Weather?",
    "llm.input_messages.1.message.contents.1.message_content.image.image.url": "https://example.org/a.png",
    "llm.input_messages.0.message.role": "system",
    "llm.input_messages.0.message.content": '{"kept": "as text"}',
    "llm.input_messages.10.message.role": "last",
    "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "weather",
    "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": '{"city": "Oslo"}',
    "llm.tools.0.tool.json_schema": '{"name": "weather"}',
    "session.id": "s1",
    "user.id": "u1",
    "tag.tags": ["x"],
    "metadata": '{"team": "blue", "user.id": "other"}',
    "llm.cost.total": 0.25,
}


def test_openinference() -> None:
    found = fields(OPENINFERENCE)
    assert (found["type"], found["model"]) == ("llm", "claude-3-5-sonnet-20241022")
    assert found["usage"] == {
        "prompt_tokens": 100,
        "completion_tokens": 20,
        "total_tokens": 120,
        "cache_read_input_tokens": 60,
        "cache_creation_input_tokens": 30,
        "reasoning_tokens": 7,
        "original_usage.input_tokens": 10,
    }
    assert found["input"] == {
        "llm.invocation_parameters": {"temperature": 0},
        "messages": [
            {"role": "system", "content": '{"kept": "as text"}'},
            {
                "role": "user",
                "contents": [{"type": "text", "text": "Weather?"}, {"image": {"url": "https://example.org/a.png"}}],
            },
            {"role": "last"},
        ],
        "stop": 18446744073709551617,
        "tools": [{"json_schema": {"name": "weather"}}],
    }
    call = {"function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}
    assert found["output"] == {"value": "It rains.", "messages": [{"tool_calls": [call]}]}
    assert (found["tags"], found["cost_pico"], mapped(OPENINFERENCE).thread_id) == (["x"], 250_000_000_000, "s1")
    assert (found["metadata"]["team"], found["metadata"]["user.id"]) == ("blue", "u1")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"input.value": '{"a": 1}'}, {"a": 1}),
        ({"input.value": '{"a": 1}', "input.mime_type": "application/json"}, {"a": 1}),
        ({"input.value": '{"a": 1}', "input.mime_type": "text/plain"}, '{"a": 1}'),
        ({"input.value": "{broken", "input.mime_type": "application/json"}, "{broken"),
        ({"input.value": '["\\ud800"]'}, '["\\ud800"]'),
        ({"input.value": '"{\\"a\\": 1}"'}, {"a": 1}),
        ({"input.value": 7}, 7),
        ({"input.value": None}, None),
        ({"input.value": ["a"], "input.question": "b"}, {"value": ["a"], "input.question": "b"}),
        ({"traceloop.entity.input": '{"args": []}'}, {"args": []}),
        ({"input": "a"}, {"input": "a"}),
        ({"tool_arguments": '{"x": 0}'}, {"tool_arguments": {"x": 0}}),
        ({"lk.user_input": "hi"}, {"lk.user_input": "hi"}),
        ({"ai.prompt": '{"messages": []}'}, {"ai.prompt": {"messages": []}}),
    ],
)
def test_input_that_is_one_attribute(attributes: dict[str, Any], expected: object) -> None:
    assert fields(attributes)["input"] == expected


def test_openllmetry() -> None:
    found = fields(
        {
            "gen_ai.system": "Anthropic",
            "llm.request.type": "chat",
            "gen_ai.prompt.0.role": "user",
            "gen_ai.prompt.0.content": "Hi",
            "gen_ai.completion.0.content": "Hello",
            "gen_ai.completion.0.tool_calls.0.name": "add",
            "llm.request.functions.0.name": "add",
            "llm.request.functions.0.parameters": '{"type": "object"}',
            "gen_ai.usage.prompt_tokens": "3",
            "llm.usage.total_tokens": 9,
            "traceloop.association.properties.session_id": "s",
        }
    )
    assert found["type"] == "llm"
    assert found["input"] == {
        "gen_ai.prompt": [{"role": "user", "content": "Hi"}],
        "tools": [{"name": "add", "parameters": {"type": "object"}}],
    }
    assert found["output"] == {"gen_ai.completion": [{"content": "Hello", "tool_calls": [{"name": "add"}]}]}
    assert found["usage"] == {"prompt_tokens": 3, "total_tokens": 9}
    assert found["metadata"]["thread_id"] == "s"


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ({}, "general"),
        ({"http.request.method": "GET"}, "general"),
        ({"gen_ai.request.model": "m"}, "llm"),
        ({"gen_ai.operation.name": "embeddings"}, "llm"),
        ({"gen_ai.operation.name": "invoke_agent", "gen_ai.request.model": "m"}, "general"),
        ({"gen_ai.operation.name": "of my own", "gen_ai.tool.name": "t"}, "tool"),
        ({"openinference.span.kind": "tool"}, "tool"),
        ({"openinference.span.kind": "GUARDRAIL"}, "guardrail"),
        ({"openinference.span.kind": "CHAIN", "llm.model_name": "m"}, "general"),
        ({"traceloop.span.kind": "tool"}, "tool"),
        ({"traceloop.span.kind": "workflow"}, "general"),
        ({"langfuse.observation.type": "generation"}, "llm"),
        ({"mlflow.spanType": '"CHAT_MODEL"'}, "llm"),
        ({"lk.function_tool.name": "t"}, "tool"),
        ({"gen_ai.operation.name": 5}, "general"),
    ],
)
def test_the_type_of_a_span(attributes: dict[str, Any], kind: str) -> None:
    assert fields(attributes)["type"] == kind


@pytest.mark.parametrize(
    ("name", "host", "expected"),
    [
        ("openai", None, "openai"),
        ("google", None, "google_ai"),
        ("google", "us-east1-aiplatform.googleapis.com", "google_vertexai"),
        ("gcp.vertex_ai", None, "google_vertexai"),
        ("gcp.gemini", None, "google_ai"),
        ("aws.bedrock", None, "bedrock"),
        ("azure.ai.openai", None, "azure"),
        ("x_ai", None, "xai"),
        ("of my own", None, "of my own"),
    ],
)
def test_providers_have_opiks_names(name: str, host: str | None, expected: str) -> None:
    attributes = {"gen_ai.system": name, **({} if host is None else {"server.address": host})}
    assert fields(attributes)["provider"] == expected


@pytest.mark.parametrize(
    "agent",
    [
        {"gen_ai.operation.name": "invoke_agent"},
        {"openinference.span.kind": "AGENT"},
        {"final_result": "x", "model_name": "m"},
    ],
)
def test_an_agents_sums_are_not_counted_again(agent: dict[str, Any]) -> None:
    found = fields({**agent, "gen_ai.usage.input_tokens": 10, "operation.cost": 0.5}, kind=1)
    assert (found["usage"], found["cost_pico"], found["model"]) == (None, None, None)
    assert (found["metadata"]["gen_ai.usage.input_tokens"], found["metadata"]["operation.cost"]) == (10, 0.5)


def test_an_agent_elsewhere_tells_its_tokens_itself() -> None:
    found = fields({"gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 10}, kind=3)
    assert found["usage"] == {"prompt_tokens": 10}


@pytest.mark.parametrize("count", [-1, 1.5, True, "many", 1 << 31, float("nan"), [1]])
def test_what_is_no_count_of_tokens_is_kept_beside(count: object) -> None:
    found = fields({"gen_ai.usage.input_tokens": count, "gen_ai.usage.output_tokens": 2})
    assert found["usage"] == {"completion_tokens": 2}
    assert "gen_ai.usage.input_tokens" in found["metadata"]


@pytest.mark.parametrize(("cost", "pico"), [(0.005, 5_000_000_000), (" 1 ", 10**12), (float("inf"), None), (-1, None)])
def test_a_cost_that_is_told(cost: object, pico: int | None) -> None:
    found = fields({"gen_ai.usage.cost": cost, "gen_ai.usage.output_tokens": 2})
    assert (found["cost_pico"], found["usage"]) == (pico, {"completion_tokens": 2})


@pytest.mark.parametrize(
    ("given", "tags"),
    [("b, a,,", ["a", "b"]), ('["x", 1, " y "]', ["x", "y"]), (["q", "q"], ["q"]), ("[x", ["[x"]), ("", None)],
)
def test_tags(given: object, tags: list[str] | None) -> None:
    assert fields({"opik.tags": given})["tags"] == tags


def test_opiks_own_metadata_keeps_its_names() -> None:
    about = fields({"opik.metadata": '{"a": 1}', "opik.metadata.b": "c"})["metadata"]
    assert (about["opik.metadata"], about["opik.metadata.b"]) == ({"a": 1}, "c")


def test_threads_by_precedence_and_as_numbers() -> None:
    assert mapped({"session.id": "s", "gen_ai.conversation.id": "c", "thread_id": 12}).thread_id == "12"
    assert mapped({"session.id": "s", "gen_ai.conversation.id": " "}).thread_id == "s"
    assert mapped({"thread_id": True}).thread_id is None


def test_an_exception_that_was_handled_is_no_error() -> None:
    raised = event("exception", attributes={"exception.type": "E"})
    assert fields(events=[raised])["error_info"] == {"exception_type": "E", "message": "", "traceback": "E"}
    fine = fields(events=[raised], ok=True)
    assert fine["error_info"] is None
    assert fine["metadata"]["opentelemetry.events"][0]["attributes"] == {"exception.type": "E"}


def test_the_last_exception_is_the_error() -> None:
    raised = [event("exception", attributes={"exception.type": name}) for name in ("First", "Last")]
    found = fields(events=raised, error="failed")
    assert (found["error_info"]["exception_type"], found["error_info"]["message"]) == ("Last", "failed")
    assert len(found["metadata"]["opentelemetry.events"]) == 1


def test_times() -> None:
    found = fields({"gen_ai.response.time_to_first_chunk": 0.25}, seconds=2)
    assert (found["start_us"], found["end_us"]) == (START_NS // 1000, START_NS // 1000 + 2_000_000)
    assert found["ttft_ms"] == 250.0
    body = json.loads(as_json(request(span(1))))
    one = body["resourceSpans"][0]["scopeSpans"][0]["spans"][0]
    del one["endTimeUnixNano"]
    (read,) = read_json(json.dumps(body).encode())
    assert isinstance(read, OtelSpan)
    still = map_span(read, "p", LATER)
    assert still is not None
    assert still.row.values[SPAN_FIELDS.index("end_us")] is None


def test_a_span_that_announces_another_is_passed_over() -> None:
    (read,) = read_protobuf(request(span(1, {"logfire.span_type": "pending_span"})).SerializeToString())
    assert isinstance(read, OtelSpan)
    assert map_span(read, "p", LATER) is None


def test_the_scope_of_a_span_is_told() -> None:
    found = fields(scope=InstrumentationScope(name="lib", version="3"), resource={"service.name": "s"})
    assert found["metadata"]["opentelemetry.scope"] == {"name": "lib", "version": "3"}
    assert found["metadata"]["opentelemetry.resource"] == {"service.name": "s"}


@pytest.mark.parametrize("key", ["llm.input_messages.x.role", "llm.input_messages.0" + ".a" * 40, "gen_ai.prompt."])
def test_what_fits_into_no_list_stays_an_attribute(key: str) -> None:
    assert fields({key: "v"})["metadata"][key] == "v"


def test_a_list_of_far_indices_is_as_long_as_its_items() -> None:
    found = fields({f"gen_ai.prompt.{index}.content": str(index) for index in (999_999_999, 3)})
    assert found["input"] == {"gen_ai.prompt": [{"content": "3"}, {"content": "999999999"}]}


def test_a_leaf_and_a_branch_in_one_place() -> None:
    found = fields({"gen_ai.prompt.0": "leaf", "gen_ai.prompt.0.content": "branch"})
    assert found["input"] == {"gen_ai.prompt": ["leaf"]}
    assert found["metadata"]["gen_ai.prompt.0.content"] == "branch"


@pytest.mark.parametrize("wrong", ["", "x", "b0a45f3a-4a4c-4bb5-8a6c-0e2e1d0b6a55"])
def test_uuids_of_opik_must_be_of_version_7(wrong: str) -> None:
    right = new_id()
    assert mapped({"opik.trace_id": format_id(right)}).opik_trace == right
    assert mapped({"opik.trace_id": wrong}).opik_trace is None


_names = st.sampled_from([*OPENINFERENCE, *CHAT, "gen_ai.prompt.0", "usage", "metadata", "opik.tags", "events"])
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 63) - 1) | st.floats() | st.text() | st.binary()
    | st.sampled_from(["{}", "[", '{"a": 1}', '"x"', '{"input": 5}', '{"a": 1, "a": 2}']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(st.dictionaries(_names | st.text(max_size=30), _values, max_size=8))
def test_whatever_an_attribute_holds_it_becomes_json_in_both_encodings_alike(attributes: dict[str, Any]) -> None:
    body = request(span(1, attributes, events=[event("e", attributes=attributes)]))
    (binary,), (text,) = read_protobuf(body.SerializeToString()), read_json(as_json(body))
    assert isinstance(binary, OtelSpan)
    assert isinstance(text, OtelSpan)
    first, second = map_span(binary, "p", LATER), map_span(text, "p", LATER)
    assert first == second
    fields(attributes)
