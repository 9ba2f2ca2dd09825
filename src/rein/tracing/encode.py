"""Spans and traces as lines of the spool."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from rein.opik.rows import Content, span_row, trace_row
from rein.opik.spool import Kind, encode_record

if TYPE_CHECKING:
    from rein.tracing.span import Span
    from rein.tracing.trace_state import TraceState


def trace_line(root: Span, state: TraceState, end_ns: int | None) -> bytes:
    """The line of a trace's row, as known now: without `end_ns`, that it has started."""
    metadata = {**(root.metadata or {}), **(state.metadata or {})}
    content = (root.input_json, root.output_json, orjson.dumps(metadata) if metadata else None)
    if not state.policy.clean(content):
        content = state.policy.masked_content(content)
    row = trace_row(
        trace_id=state.trace_id,
        project_name=state.engine.project_name,
        name=state.policy.masked_text(root.name),
        start_ns=root.start_ns,
        end_ns=end_ns,
        content=content,
        tags=tuple(dict.fromkeys((*root.tags, *state.tags))),
        thread_id=state.thread_id,
        error_info=root.error,
    )
    return encode_record(Kind.TRACE, row)


def span_lines(spans: list[tuple[Span, int]], state: TraceState) -> bytes:
    """The lines of spans that have ended, given with the times of their ends."""
    contents = [_content(span) for span, _ in spans]
    names = [span.name.encode() for span, _ in spans]
    clean = state.policy.clean([*names, *(part for content in contents for part in content)])
    lines: list[bytes] = []
    for (span, end_ns), content in zip(spans, contents, strict=True):
        try:
            if not clean:
                span.name, content = state.policy.masked_text(span.name), state.policy.masked_content(content)
            lines.append(_span_line(span, state, end_ns, content))
        except Exception as error:  # one bad span must not cost its trace
            state.engine.trouble(error)
    return b"".join(lines)


def _span_line(span: Span, state: TraceState, end_ns: int, content: Content) -> bytes:
    row = span_row(
        span_id=span.id,
        trace_id=state.trace_id,
        parent_span_id=span.parent_id,
        project_name=state.engine.project_name,
        name=span.name,
        span_type=span.type,
        start_ns=span.start_ns,
        end_ns=end_ns,
        content=content,
        tags=span.tags,
        error_info=span.error,
        model=span.model,
        provider=span.provider,
        usage=span.usage,
        cost_usd=span.cost_usd,
    )
    return encode_record(Kind.SPAN, row)


def _content(span: Span) -> Content:
    return (span.input_json, span.output_json, orjson.dumps(span.metadata) if span.metadata else None)
