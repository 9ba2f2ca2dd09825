"""What a traced operation is: decorators, a service for the common kinds of span, and redaction.

Stands on the OpenTelemetry SDK; hands finished spans to the exporter in `opik`. Imported by every room above it.
"""

from rein.tracing.current import add_metadata, add_tags, current_span, current_trace_id, thread
from rein.tracing.decorators import trace, trace_span, track
from rein.tracing.runtime import configure, flush, shutdown, trace_url, tracer_provider
from rein.tracing.service import (
    TracingService,
    trace_evaluation,
    trace_goal_generation,
    trace_llm_call,
    trace_preprocessing,
)
from rein.tracing.span import Span, SpanType

__all__ = [
    "Span",
    "SpanType",
    "TracingService",
    "add_metadata",
    "add_tags",
    "configure",
    "current_span",
    "current_trace_id",
    "flush",
    "shutdown",
    "thread",
    "trace",
    "trace_evaluation",
    "trace_goal_generation",
    "trace_llm_call",
    "trace_preprocessing",
    "trace_span",
    "trace_url",
    "tracer_provider",
    "track",
]
