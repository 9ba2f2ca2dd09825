"""Pydantic AI's own instrumentation, as it comes, against the running server."""

from __future__ import annotations

import httpx
import pytest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from pydantic_ai import Agent
from pydantic_ai.capabilities import Instrumentation
from pydantic_ai.models.instrumented import InstrumentationSettings
from pydantic_ai.models.test import TestModel

from tests.opik_server.otel.bodies import PATH, spans, traces


@pytest.mark.slow
def test_a_run_of_an_agent_is_a_trace_with_its_calls(api: httpx.Client, address: str) -> None:
    provider = TracerProvider()
    provider.add_span_processor(
        BatchSpanProcessor(OTLPSpanExporter(endpoint=address + PATH, headers={"projectName": "otel"}))
    )
    settings = InstrumentationSettings(tracer_provider=provider)
    agent = Agent(
        TestModel(model_name="gpt-4o"),
        name="adder",
        instructions="Be kind.",
        capabilities=[Instrumentation(settings=settings)],
    )

    @agent.tool_plain
    def add(x: int, y: int) -> int:
        return x + y

    answer = agent.run_sync("What is the sum?")
    provider.shutdown()
    found = spans(api)
    assert {name: one["type"] for name, one in found.items()} == {
        "invoke_agent adder": "general",
        "chat gpt-4o": "llm",
        "execute_tool add": "tool",
    }
    chat, tool = found["chat gpt-4o"], found["execute_tool add"]
    root = found["invoke_agent adder"]
    assert chat["parent_span_id"] == tool["parent_span_id"] == root["id"]
    assert chat["model"] == "gpt-4o"
    assert chat["input"]["gen_ai.input.messages"][0]["role"] == "user"
    assert chat["input"]["gen_ai.system_instructions"] == [{"type": "text", "content": "Be kind."}]
    assert chat["output"]["gen_ai.output.messages"][0]["role"] == "assistant"
    assert tool["input"] == {"gen_ai.tool.call.arguments": {"x": 0, "y": 0}}
    assert str(tool["output"]["gen_ai.tool.call.result"]) == "0"
    (trace,) = traces(api)
    usage = answer.usage
    assert trace["usage"]["prompt_tokens"] == usage.input_tokens
    assert trace["usage"]["completion_tokens"] == usage.output_tokens
    assert (trace["name"], trace["span_count"], trace["llm_span_count"]) == ("invoke_agent adder", 4, 2)
    assert trace["output"] == {"final_result": {"add": 0}}
    assert trace["thread_id"] == chat["metadata"]["thread_id"]
