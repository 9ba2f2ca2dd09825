"""OpenTelemetry's words for what Rein records, and the way to any other OTLP backend."""

from __future__ import annotations

import logging
import os
from importlib import import_module
from typing import TYPE_CHECKING

from rein import __version__

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.trace import Span as OtelSpan
    from opentelemetry.util.types import AttributeValue

    from rein.tracing.span import Span

_log = logging.getLogger("rein.tracing")

RESOURCE = {"service.name": os.environ.get("OTEL_SERVICE_NAME", "rein"), "service.version": __version__}

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


def describe(otel: OtelSpan, span: Span, content: tuple[bytes | None, ...]) -> None:
    """Set a span's attributes by the GenAI semantic conventions, and its masked input and output if they are given."""
    attributes: dict[str, AttributeValue] = {}
    if span.type == "llm":
        attributes["gen_ai.operation.name"] = "chat"
    if span.provider is not None:
        attributes["gen_ai.provider.name"] = span.provider
    if span.model is not None:
        attributes["gen_ai.request.model"] = span.model
    if span.usage is not None:
        attributes["gen_ai.usage.input_tokens"] = span.usage["prompt_tokens"]
        attributes["gen_ai.usage.output_tokens"] = span.usage["completion_tokens"]
    if span.cost_usd is not None:
        attributes["rein.cost_usd"] = span.cost_usd
    if span.operation is not None:
        attributes["rein.operation"] = span.operation
    if span.state is not None and span.state.thread_id is not None:
        attributes["gen_ai.conversation.id"] = span.state.thread_id
    if span.error is not None:
        attributes["error.type"] = span.error["exception_type"]
    for name, payload in zip(("rein.input", "rein.output"), content, strict=False):
        if payload is not None:
            attributes[name] = payload.decode()
    otel.set_attributes(attributes)


def otlp_processor() -> BatchSpanProcessor | None:
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
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    return BatchSpanProcessor(module.OTLPSpanExporter())
