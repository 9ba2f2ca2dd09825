"""Spans of other instrumentation that was handed our provider: their attributes become metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import StatusCode

from rein.opik.rows import span_row, trace_row
from rein.opik.spool import Kind, encode_record
from rein.tracing.ids import is_uuid7, span_uuid, uuid_text
from rein.tracing.serialize import plain_text, to_json

if TYPE_CHECKING:
    from rein.tracing.policy import ContentPolicy

_MODEL = "gen_ai.request.model"


def foreign_lines(span: ReadableSpan, project_name: str, policy: ContentPolicy) -> bytes:
    """The spool lines of such a span, and of its trace when it is the root. Empty when Opik takes no such id."""
    context = span.context
    if context is None or span.end_time is None or not is_uuid7(context.trace_id):
        return b""
    attributes = dict(span.attributes or {})
    metadata = policy.masked(to_json(attributes)) if attributes and policy.keep else None
    error = None
    if span.status.status_code is StatusCode.ERROR:
        reason = policy.masked_text(span.status.description or "") if policy.keep else ""
        error = {
            "exception_type": policy.masked_text(str(attributes.get("error.type") or "Error")),
            "traceback": reason or "(not recorded)",
        }
    trace_id = uuid_text(context.trace_id)
    start_ns = span.start_time or span.end_time
    name = policy.masked_text(plain_text(span.name))
    row = span_row(
        span_id=span_uuid(context.trace_id, context.span_id),
        trace_id=trace_id,
        parent_span_id=span_uuid(context.trace_id, span.parent.span_id) if span.parent is not None else None,
        project_name=project_name,
        name=name,
        span_type="llm" if _MODEL in attributes else "general",
        start_ns=start_ns,
        end_ns=span.end_time,
        content=(None, None, metadata),
        tags=(),
        error_info=error,
        model=policy.masked_text(plain_text(attributes[_MODEL])) if _MODEL in attributes else None,
        provider=None,
        usage=None,
        cost_usd=None,
    )
    lines = encode_record(Kind.SPAN, row)
    if span.parent is None:
        row = trace_row(
            trace_id=trace_id,
            project_name=project_name,
            name=name,
            start_ns=start_ns,
            end_ns=span.end_time,
            content=(None, None, metadata),
            tags=(),
            thread_id=None,
            error_info=error,
        )
        lines += encode_record(Kind.TRACE, row)
    return lines
