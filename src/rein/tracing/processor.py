"""What happens when an OpenTelemetry span ends: it waits for its root, and with the root all go to the spool."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, SynchronousMultiSpanProcessor
from opentelemetry.sdk.trace import Span as SdkSpan

from rein.opik.uploader import THREAD_NAME
from rein.tracing.encode import span_lines, trace_line
from rein.tracing.foreign import foreign_lines

if TYPE_CHECKING:
    from rein.tracing.engine import Engine
    from rein.tracing.span import Span
    from rein.tracing.trace_state import TraceState

_log = logging.getLogger("rein.traces")

MAX_WAITING_BYTES = 4 << 20
MAX_WAITING_SPANS = 10_000
"""A trace's ended spans are written before their root ends once they are this many: memory stays bounded."""


class RowProcessor(SynchronousMultiSpanProcessor):
    """The provider's own processor. Others that are added to the provider get every span too."""

    def __init__(self, engine: Engine, *, log_traces: bool) -> None:
        super().__init__()
        self._engine = engine
        self._log_traces = log_traces

    def on_start(self, span: SdkSpan, parent_context: Context | None = None) -> None:
        """Nothing of ours; the loop over no processors is worth leaving out."""
        if self._span_processors:
            super().on_start(span, parent_context)

    def _on_ending(self, span: SdkSpan) -> None:
        if self._span_processors:
            super()._on_ending(span)

    def on_end(self, span: ReadableSpan) -> None:
        """Keep or write the span."""
        if self._span_processors:
            super().on_end(span)
        context, end_ns = span.context, span.end_time
        if context is None or end_ns is None:
            return
        engine = self._engine
        ours = engine.live.pop(context.span_id, None)
        if ours is None:
            if threading.current_thread().name == THREAD_NAME:
                return  # an instrumented HTTP client: each upload would make a trace to upload
            engine.exporter.add(foreign_lines(span, engine.project_name, engine.policy))
            return
        state = ours.state
        if state is None or state.generation != engine.generation:
            return  # opened before a fork: its own process writes it
        if ours.usage is not None:
            state.tokens += ours.usage["total_tokens"]
        if ours.cost_usd is not None:
            state.cost_usd = (state.cost_usd or 0.0) + ours.cost_usd
        if state.root is ours:
            self._root_ended(ours, state, end_ns)
            return
        state.wait(ours, end_ns)
        # When the root has ended, perhaps in another thread just now, nobody else will write it.
        if state.closed or state.size > MAX_WAITING_BYTES or len(state.ended) > MAX_WAITING_SPANS:
            engine.exporter.add(span_lines(state.take(), state))

    def _root_ended(self, root: Span, state: TraceState, end_ns: int) -> None:
        engine = self._engine
        state.closed = True
        engine.traces.pop(state.otel_trace_id, None)
        lines = span_lines([*state.take(), (root, end_ns)], state)
        if state.root_is_ours:
            lines += trace_line(root, state, end_ns)
        engine.exporter.add(lines)
        if self._log_traces and state.root_is_ours:
            _log.info(
                "trace %s %s %.0f ms %d tokens %s%s",
                state.trace_id,
                engine.policy.masked_text(root.name),
                (end_ns - root.start_ns) / 1e6,
                state.tokens,
                "cost unknown" if state.cost_usd is None else f"${state.cost_usd:.6f}",
                f" {root.error['exception_type']}" if root.error else "",
            )
