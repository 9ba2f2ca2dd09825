"""The way to any other OTLP backend, beside Opik: what goes there is masked as what goes to Opik."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import orjson
from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Link, Status

if TYPE_CHECKING:
    from opentelemetry.util.types import AttributeValue

    from rein.tracing.policy import ContentPolicy

_log = logging.getLogger("rein.tracing")

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")

STRUCTURE = frozenset(
    "error.type exception.type gen_ai.conversation.id gen_ai.operation.name gen_ai.provider.name gen_ai.request.model"
    " gen_ai.response.model gen_ai.system gen_ai.usage.input_tokens gen_ai.usage.output_tokens rein.cost_usd"
    " rein.operation".split()
)
"""Attributes that say nothing of what anybody wrote: all that goes out when no content is kept."""


def otlp_processor(policy: ContentPolicy) -> BatchSpanProcessor | None:
    """What sends spans to an OTLP backend as well, when the standard `OTEL_*` variables name one; else None."""
    chosen = os.environ.get("OTEL_TRACES_EXPORTER", "")
    if "otlp" not in chosen and (chosen or not any(os.environ.get(name) for name in _ENDPOINTS)):
        return None
    protocol = os.environ.get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") or os.environ.get("OTEL_EXPORTER_OTLP_PROTOCOL")
    kind = "grpc" if protocol == "grpc" else "http"
    try:
        module = import_module(f"opentelemetry.exporter.otlp.proto.{kind}.trace_exporter")
    except ModuleNotFoundError:
        _log.warning(
            "The OTEL_* variables name an OTLP backend, but its exporter is not installed: "
            "`pip install opentelemetry-exporter-otlp-proto-%s`. Traces go to Opik only.",
            kind,
        )
        return None
    return BatchSpanProcessor(MaskingExporter(module.OTLPSpanExporter(), policy))


class MaskingExporter(SpanExporter):
    """Masks spans on their way to another exporter: Rein's, and those of instrumentation that has our provider.

    Runs in the thread that sends, so that no traced call waits for it.
    """

    def __init__(self, behind: SpanExporter, policy: ContentPolicy) -> None:
        self._behind = behind
        self._policy = policy

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send masked copies."""
        return self._behind.export([self._masked(span) for span in spans])

    def shutdown(self) -> None:
        """Let go of the backend."""
        self._behind.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Wait until the exporter behind has sent what it holds."""
        return self._behind.force_flush(timeout_millis)

    def _masked(self, span: ReadableSpan) -> ReadableSpan:
        text, status = self._policy.masked_text, span.status
        reason = text(status.description) if status.description and self._policy.keep else None
        return ReadableSpan(
            text(span.name),
            context=span.context,
            parent=span.parent,
            resource=span.resource,
            attributes=self._attributes(span.attributes),
            events=[Event(text(e.name), self._attributes(e.attributes), e.timestamp) for e in span.events],
            links=[Link(link.context, self._attributes(link.attributes)) for link in span.links],
            kind=span.kind,
            status=Status(status.status_code, reason),
            start_time=span.start_time,
            end_time=span.end_time,
            instrumentation_scope=span.instrumentation_scope,
        )

    def _attributes(self, attributes: Mapping[str, AttributeValue] | None) -> dict[str, AttributeValue]:
        masked: dict[str, AttributeValue] = {}
        for name, value in (attributes or {}).items():
            if self._policy.keep or name in STRUCTURE:
                masked.update(self._attribute(name, value))
        return masked

    def _attribute(self, name: str, value: AttributeValue) -> dict[str, AttributeValue]:
        if isinstance(value, str) and value[:1] in ("{", "["):
            value = self._json_text(value)
        try:
            # Name and value together: what stands under `api_key` is masked whatever it says.
            return orjson.loads(self._policy.masked(orjson.dumps({name: value})))
        except (TypeError, ValueError):  # text that UTF-8 cannot hold, a type that OpenTelemetry does not know
            return {self._policy.masked_text(name): "[left out: it could not be masked]"}

    def _json_text(self, text: str) -> str:
        """A text that is JSON, as most instrumentation writes messages, is masked as such: by its fields' names too."""
        try:
            orjson.loads(text)
            return self._policy.masked(text.encode()).decode()
        except ValueError:
            return text


def in_background(work: Callable[[], object]) -> Callable[[float], bool]:
    """Start `work`, which may hang as long as a backend does.

    Returns:
        A function that waits that many seconds at most, and tells whether the work is done.
    """
    thread = threading.Thread(target=work, name="rein-otlp", daemon=True)
    try:
        thread.start()
    except RuntimeError:  # the interpreter is on its way out and starts no more threads
        work()
        return lambda timeout_s: True

    def finished(timeout_s: float) -> bool:
        thread.join(timeout_s)
        return not thread.is_alive()

    return finished
