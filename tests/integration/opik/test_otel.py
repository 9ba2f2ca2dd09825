"""OpenTelemetry's spans below those of the official client, tied together by the client's own means."""

from __future__ import annotations

import pytest

import opik
from opik import opik_context

pytest.importorskip("opentelemetry.exporter.otlp.proto.http.trace_exporter")
integration = pytest.importorskip("opik.integrations.otel")

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: E402
from opentelemetry.sdk.trace import TracerProvider  # noqa: E402
from opentelemetry.sdk.trace.export import SimpleSpanProcessor  # noqa: E402

pytestmark = pytest.mark.slow


def provider_for(server_url: str, project: str) -> TracerProvider:
    provider = TracerProvider()
    exporter = OTLPSpanExporter(endpoint=f"{server_url}/v1/private/otel/v1/traces", headers={"projectName": project})
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return provider


def test_spans_within_a_tracked_function_hang_below_it(client: opik.Opik, project: str, server_url: str) -> None:
    if not hasattr(integration, "OpikSpanProcessor"):
        pytest.skip("this version of the client has no OpikSpanProcessor")
    provider = provider_for(server_url, project)
    provider.add_span_processor(integration.OpikSpanProcessor())
    tracer = provider.get_tracer("tests")

    @opik.track(project_name=project)
    def answer() -> str:
        with tracer.start_as_current_span("chat"), tracer.start_as_current_span("look up"):
            pass
        return opik_context.get_current_trace_data().id

    trace_id = answer()
    opik.flush_tracker()
    client.flush()
    found = {span.name: span for span in client.search_spans(project_name=project, trace_id=trace_id)}
    assert set(found) == {"answer", "chat", "look up"}
    assert found["chat"].parent_span_id == found["answer"].id
    assert found["look up"].parent_span_id == found["chat"].id
    (trace,) = client.search_traces(project_name=project)
    assert (trace.id, trace.name) == (trace_id, "answer")


def test_a_service_that_is_called_joins_the_callers_trace(client: opik.Opik, project: str, server_url: str) -> None:
    tracer = provider_for(server_url, project).get_tracer("tests")

    @opik.track(project_name=project)
    def call() -> str:
        headers = opik_context.get_distributed_trace_headers()
        with tracer.start_as_current_span("handle") as span:  # as if it were in the other service
            assert integration.attach_to_parent(span, headers)
        return headers["opik_trace_id"]

    trace_id = call()
    opik.flush_tracker()
    found = {span.name: span for span in client.search_spans(project_name=project, trace_id=trace_id)}
    assert found["handle"].parent_span_id == found["call"].id
