"""What another OTLP backend gets to see: the same trace as Opik, masked alike, and none of it lost at the end."""

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Link, SpanContext, Status, StatusCode, TraceFlags

from rein import tracing
from rein.tracing import trace
from rein.tracing.otlp import MaskingExporter
from rein.tracing.policy import ContentPolicy
from tests.tracing.support import settings_for

WORKER = "OtelBatchSpanRecordProcessor"
ELSEWHERE = SpanContext(1, 1, is_remote=True, trace_flags=TraceFlags(1))


def exported(directory: Path, make: Callable[[Any], None], **values: Any) -> ReadableSpan:
    """The one span that `make` makes of a tracer, as the exporter behind the masking one gets it."""
    behind = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(
        SimpleSpanProcessor(MaskingExporter(behind, ContentPolicy.of(settings_for(directory, **values))))
    )
    make(provider.get_tracer("library"))
    provider.shutdown()
    (span,) = behind.get_finished_spans()
    return span


def leaky(tracer: Any) -> None:
    messages = json.dumps([{"role": "user", "content": "I am ann@example.com", "password": {"is": "hunter2"}}])
    attributes = {
        "gen_ai.request.model": "m-1", "gen_ai.usage.input_tokens": 7, "messages": messages, "n": 4111111111111111,
        "http.request.header.authorization": ("Basic abcdef", "x"), "to": ["ann@example.com", "plain"], "ok": True,
    }  # fmt: skip
    link = Link(ELSEWHERE, {"to": "ann@example.com", "gen_ai.system": "p"})
    with tracer.start_as_current_span("GET /people/ann@example.com", attributes=attributes, links=[link]) as span:
        span.add_event("mail to ann@example.com", {"exception.message": "call +44 20 7946 0958", "exception.type": "E"})
        span.set_status(Status(StatusCode.ERROR, "no such person: ann@example.com"))


def test_every_text_of_anybodys_span_is_masked_and_the_rest_stays(tmp_path: Path) -> None:
    span = exported(tmp_path, leaky)
    assert span.name == "GET /people/[email]"
    attributes = dict(span.attributes or {})
    assert json.loads(str(attributes.pop("messages"))) == [
        {"role": "user", "content": "I am [email]", "password": "[secret]"}
    ]
    assert attributes == {
        "gen_ai.request.model": "m-1", "gen_ai.usage.input_tokens": 7, "n": "[card]", "ok": True,
        "http.request.header.authorization": "[secret]", "to": ["[email]", "plain"],
    }  # fmt: skip
    (event,), (link,) = span.events, span.links
    assert event.name == "mail to [email]"
    assert dict(event.attributes or {}) == {"exception.message": "call [phone]", "exception.type": "E"}
    assert (link.context, dict(link.attributes or {})) == (ELSEWHERE, {"to": "[email]", "gen_ai.system": "p"})
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, "no such person: [email]")
    assert span.end_time is not None
    assert span.start_time is not None
    assert span.instrumentation_scope is not None
    assert span.instrumentation_scope.name == "library"


def test_without_content_only_structure_goes_out(tmp_path: Path) -> None:
    span = exported(tmp_path, leaky, trace_content=False, trace_redact=False)
    assert dict(span.attributes or {}) == {"gen_ai.request.model": "m-1", "gen_ai.usage.input_tokens": 7}
    assert dict(span.events[0].attributes or {}) == {"exception.type": "E"}
    assert span.status.description is None


def test_a_text_that_cannot_be_masked_is_left_out_and_costs_no_span(tmp_path: Path) -> None:
    span = exported(tmp_path, lambda tracer: tracer.start_span("s", attributes={"a": "x\ud800", "b": "{no json"}).end())
    assert dict(span.attributes or {}) == {"a": "[left out: it could not be masked]", "b": "{no json"}


class Backend(BaseHTTPRequestHandler):
    """Takes in whatever OTLP brings."""

    protocol_version = "HTTP/1.1"
    bodies: list[bytes]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.bodies.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """The bodies that a real exporter sent to a real server."""
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    bodies: list[bytes] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Taking", (Backend,), {"bodies": bodies}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_address[1]}")
    yield bodies
    tracing.shutdown(0)
    server.shutdown()
    server.server_close()


def workers() -> int:
    return sum(t.name == WORKER for t in threading.enumerate())


@pytest.mark.embedded
def test_a_backend_gets_our_spans_and_others_masked_and_its_thread_ends_with_tracing(
    tmp_path: Path, backend: list[bytes]
) -> None:
    before = workers()
    tracing.configure(settings_for(tmp_path))
    provider = tracing.tracer_provider()
    assert provider is not None
    assert workers() == before + 1

    @trace
    def ours(text: str) -> str:
        with provider.get_tracer("library").start_as_current_span("theirs", attributes={"who": text, "api_key": "abc"}):
            return text

    with tracing.thread("chat with ann@example.com"):
        ours("mail ann@example.com")
    assert tracing.shutdown(10)
    sent = b"".join(backend)
    assert b"ours" in sent
    assert b"theirs" in sent
    assert b"mail [email]" in sent
    assert b"example.com" not in sent
    assert b"abc" not in sent
    assert workers() == before


@pytest.mark.embedded
def test_what_is_flushed_is_there_before_the_end(tmp_path: Path, backend: list[bytes]) -> None:
    tracing.configure(settings_for(tmp_path))
    trace(lambda: None, name="early")()
    assert tracing.flush(10)
    assert b"early" in b"".join(backend)


def test_a_backend_that_hangs_holds_up_neither_the_caller_nor_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{listening.getsockname()[1]}")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "2")
        tracing.configure(settings_for(tmp_path))
        trace(lambda: None)()
        assert tracing.flush(0.1) is False
        assert tracing.shutdown(0.1) is False
