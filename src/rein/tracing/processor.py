"""From a finished OpenTelemetry span to Opik's rows in the spool."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import orjson
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
from opentelemetry.trace import StatusCode

from rein.opik.rows import span_row, trace_row
from rein.opik.spool import Kind, encode_record
from rein.tracing.ids import is_uuid7, span_uuid, uuid_text
from rein.tracing.trace_state import TraceState, fragments

if TYPE_CHECKING:
    from rein.tracing.engine import Engine
    from rein.tracing.span import Span

_log = logging.getLogger("rein.traces")

MAX_WAITING_BYTES = 4 << 20
"""A trace's ended spans are written before their root ends once they are this many bytes: memory stays bounded."""


def trace_line(root: Span, state: TraceState, end_ns: int | None) -> bytes:
    """The spool line of a trace's row, as known now: without `end_ns`, that it has started."""
    metadata = {**(root.metadata or {}), **(state.metadata or {})}
    content = state.policy.masked_parts([root.input_json, root.output_json, _dumped(metadata)])
    row = trace_row(
        trace_id=state.trace_id,
        project_name=state.engine.project_name,
        name=root.name,
        start_ns=root.start_ns,
        end_ns=end_ns,
        content=content,
        tags=tuple(dict.fromkeys((*root.tags, *state.tags))),
        thread_id=state.thread_id,
        error_info=root.error,
    )
    return encode_record(Kind.TRACE, row)


def span_line(span: Span, state: TraceState, end_ns: int) -> bytes:
    """The spool line of a span that has ended."""
    row = span_row(
        span_id=span.id,
        trace_id=state.trace_id,
        parent_span_id=span.parent_id,
        project_name=state.engine.project_name,
        name=span.name,
        span_type=span.type,
        start_ns=span.start_ns,
        end_ns=end_ns,
        content=state.policy.masked_parts([span.input_json, span.output_json, _dumped(span.metadata)]),
        tags=span.tags,
        error_info=span.error,
        model=span.model,
        provider=span.provider,
        usage=span.usage,
        cost_usd=span.cost_usd,
    )
    return encode_record(Kind.SPAN, row)


def _dumped(metadata: dict[str, orjson.Fragment] | None) -> bytes | None:
    return orjson.dumps(metadata) if metadata else None


class RowProcessor(SpanProcessor):
    """Encodes each span when it ends. What a trace has is written in one go when its root ends."""

    def __init__(self, engine: Engine, *, log_traces: bool) -> None:
        self._engine = engine
        self._log_traces = log_traces

    def on_end(self, span: ReadableSpan) -> None:
        context = span.context
        end_ns = span.end_time
        if context is None or end_ns is None:
            return
        ours = self._engine.live.pop(context.span_id, None)
        if ours is None:
            self._foreign(span, context.trace_id, context.span_id, end_ns)
            return
        state = ours.state
        if state is None or state.generation != self._engine.generation:
            return  # opened before a fork: its own process writes it
        line = span_line(ours, state, end_ns)
        if ours.usage is not None:
            state.tokens += ours.usage["total_tokens"]
        if ours.cost_usd is not None:
            state.cost_usd = (state.cost_usd or 0.0) + ours.cost_usd
        if state.root is ours:
            self._root_ended(ours, state, line, end_ns)
        else:
            self._keep(state, line)

    def _keep(self, state: TraceState, line: bytes) -> None:
        """Let the line wait for the root; when the root has ended, nobody else will write it."""
        if state.closed:
            self._engine.exporter.add(line)
            return
        state.lines.append(line)
        state.size += len(line)
        # The root may have ended in another thread just before the line was added.
        if state.closed or state.size > MAX_WAITING_BYTES:
            self._engine.exporter.add(state.take_lines())

    def _root_ended(self, root: Span, state: TraceState, line: bytes, end_ns: int) -> None:
        state.closed = True
        self._engine.traces.pop(state.otel_trace_id, None)
        lines = state.take_lines() + line
        if state.root_is_ours:
            lines += trace_line(root, state, end_ns)
        self._engine.exporter.add(lines)
        if self._log_traces and state.root_is_ours:
            _log.info(
                "trace %s %s %.0f ms %d tokens %s%s",
                state.trace_id,
                root.name,
                (end_ns - root.start_ns) / 1e6,
                state.tokens,
                "cost unknown" if state.cost_usd is None else f"${state.cost_usd:.6f}",
                f" {root.error['exception_type']}" if root.error else "",
            )

    def _foreign(self, span: ReadableSpan, trace_id: int, span_id: int, end_ns: int) -> None:
        """A span of other instrumentation that was given our provider: its attributes are its metadata."""
        engine = self._engine
        if not is_uuid7(trace_id):
            return
        state = engine.traces.get(trace_id)
        policy = engine.policy
        attributes = dict(span.attributes or {}) if policy.keep else {}
        metadata = orjson.Fragment(policy.masked(orjson.dumps(fragments(attributes)))) if attributes else None
        failed = span.status.status_code is StatusCode.ERROR
        error = {"exception_type": "Error", "traceback": policy.masked_text(span.status.description or "Error")}
        start_ns = span.start_time or end_ns
        row = span_row(
            span_id=span_uuid(trace_id, span_id),
            trace_id=uuid_text(trace_id),
            parent_span_id=span_uuid(trace_id, span.parent.span_id) if span.parent is not None else None,
            project_name=engine.project_name,
            name=span.name,
            span_type="llm" if "gen_ai.request.model" in (span.attributes or {}) else "general",
            start_ns=start_ns,
            end_ns=end_ns,
            input_json=None,
            output_json=None,
            metadata=metadata,
            tags=(),
            error_info=error if failed and policy.keep else None,
            model=None,
            provider=None,
            usage=None,
            cost_usd=None,
        )
        line = encode_record(Kind.SPAN, row)
        if state is not None:
            self._keep(state, line)
            return
        if span.parent is None:
            line += encode_record(
                Kind.TRACE,
                trace_row(
                    trace_id=uuid_text(trace_id),
                    project_name=engine.project_name,
                    name=span.name,
                    start_ns=start_ns,
                    end_ns=end_ns,
                    input_json=None,
                    output_json=None,
                    metadata=metadata,
                    tags=(),
                    thread_id=None,
                    error_info=error if failed and policy.keep else None,
                ),
            )
        engine.exporter.add(line)
