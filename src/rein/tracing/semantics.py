"""OpenTelemetry's words for what Rein records."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Span as OtelSpan
    from opentelemetry.util.types import AttributeValue

    from rein.tracing.span import Span


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
