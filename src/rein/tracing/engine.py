"""The machinery behind spans: OpenTelemetry underneath, Opik's rows out, the spool behind."""

from __future__ import annotations

import logging
import os
import traceback
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import Token
from time import monotonic, perf_counter_ns, time_ns
from typing import TYPE_CHECKING

from opentelemetry import context as otel_context
from opentelemetry import trace as otel_trace
from opentelemetry.context import Context
from opentelemetry.trace import Span as OtelSpan
from opentelemetry.trace import SpanContext, StatusCode

from rein.opik.exporter import Exporter
from rein.tracing import semantics
from rein.tracing.encode import trace_line
from rein.tracing.failure import error_info
from rein.tracing.ids import is_uuid7, span_uuid, uuid_text
from rein.tracing.otel import OtelSpans
from rein.tracing.policy import ContentPolicy
from rein.tracing.processor import RowProcessor
from rein.tracing.serialize import as_object, plain_text, to_json
from rein.tracing.span import Span, SpanType
from rein.tracing.trace_state import TraceState, fragments

if TYPE_CHECKING:
    from rein.settings import Settings
    from rein.tracing.decorators import SpanPlan

_log = logging.getLogger("rein.tracing")

_NOTHING = (None, None, None)
_THREAD_KEY = otel_context.create_key("rein-thread")


class Engine:
    """One per process and settings. Its methods never raise into the code that is traced."""

    def __init__(self, settings: Settings) -> None:
        self.policy = ContentPolicy.of(settings)
        self.project_name = settings.opik_project_name
        self.generation = 0
        self.exporter = Exporter(settings)
        self.live: dict[int, Span] = {}
        """Open spans by OpenTelemetry span id."""
        self.traces: dict[int, TraceState] = {}
        """Open traces by OpenTelemetry trace id."""
        self.otel = OtelSpans(RowProcessor(self, log_traces=settings.trace_logging_enabled), self.policy)
        self._warned = False
        _engines.add(self)

    # Opening and closing

    def open_call(self, plan: SpanPlan, args: tuple[object, ...], kwargs: dict[str, object]) -> Span | None:
        """Open the span of a decorated function's call and make it current; None when that failed."""
        try:
            span = self._start(plan, self._captured(plan, args, kwargs), otel_context.get_current())
            self._enter(span)
        except Exception as error:
            self.trouble(error)
            return None
        return span

    def open_block(
        self,
        name: str,
        span_type: SpanType,
        operation: str,
        value: object,
        metadata: Mapping[str, object] | None,
    ) -> Span | None:
        """Open the span of a `with` block and make it current; None when that failed."""
        try:
            given = to_json(value) if value is not None and self.policy.keep else None
            span = self._new(plain_text(name), span_type, given, (), metadata, otel_context.get_current(), operation)
            self._enter(span)
        except Exception as error:
            self.trouble(error)
            return None
        return span

    def prepare(self, plan: SpanPlan, args: tuple[object, ...], kwargs: dict[str, object]) -> Callable[[], Span | None]:
        """For generators: take down input and context now, and return what opens the span at the first step.

        That span is not made current; whoever drives the generator does so for each of its steps.
        """
        try:
            given = self._captured(plan, args, kwargs)
            context = otel_context.get_current()
        except Exception as error:
            self.trouble(error)
            return lambda: None

        def begin() -> Span | None:
            try:
                return self._start(plan, given, context)
            except Exception as error:
                self.trouble(error)
                return None

        return begin

    def close(self, span: Span, error: BaseException | None) -> None:
        """End a span; its row is written, or waits for its root, when this returns."""
        otel = span.otel
        if otel is None:
            return
        span.otel = None  # a second close finds nothing to do
        try:
            # To be closed early is how a generator ends that nobody reads to the end: no failure.
            if error is not None and not isinstance(error, GeneratorExit):
                self._fail(span, otel, error)
            if span.type == "llm" or self.otel.mirrors_content:
                content = (span.input_json, span.output_json, None) if self.otel.mirrors_content else _NOTHING
                semantics.describe(otel, span, self.policy.masked_content(content))
            # One clock for the start and a monotonic one for the length: a clock that is set back harms nothing.
            elapsed_ns = max(perf_counter_ns() - span.started_clock, 1000)
            otel.end(span.start_ns + elapsed_ns)
        except Exception as trouble:
            self.trouble(trouble)

    def _captured(self, plan: SpanPlan, args: tuple[object, ...], kwargs: dict[str, object]) -> bytes | None:
        if plan.capture is None or not self.policy.keep:
            return None
        try:
            return to_json(plan.capture(args, kwargs))
        except TypeError:  # arguments that do not fit: the function itself is about to say so
            return to_json({"args": args, **kwargs})

    def _start(self, plan: SpanPlan, given: bytes | None, context: Context) -> Span:
        return self._new(plan.name, plan.type, given, plan.tags, plan.metadata, context, None)

    def _new(
        self,
        name: str,
        span_type: SpanType,
        given: bytes | None,
        tags: tuple[str, ...],
        metadata: Mapping[str, object] | None,
        context: Context,
        operation: str | None,
    ) -> Span:
        current = otel_trace.get_current_span(context)
        above = current.get_span_context()
        state = self.traces.get(above.trace_id)
        start_ns = time_ns()
        if state is not None:
            otel = self.otel.nested(name, above, context, start_ns)
            parent = self.live.get(above.span_id)
            parent_id = parent.id if parent is not None else self._nearest(current)
        else:
            otel, state, parent_id = self._start_apart(name, context, above, start_ns)
        span_id = otel.get_span_context().span_id
        span = Span(name, span_type, state, state.span_uuid(span_id))
        span.otel = otel
        span.parent_id = parent_id
        span.operation = operation
        span.start_ns = start_ns
        span.tags = tags
        if given is not None:
            span.input_json = as_object(given, "input")
        if metadata and self.policy.keep:
            span.metadata = fragments(metadata)
        if operation is not None:
            span.note("operation", operation)
        self.live[span_id] = span
        if state.root is None:
            state.root = span
            self.traces[state.otel_trace_id] = state
            if state.root_is_ours:
                self.exporter.add(trace_line(span, state, None))
        span.started_clock = perf_counter_ns()
        return span

    def _start_apart(
        self, name: str, context: Context, above: SpanContext, start_ns: int
    ) -> tuple[OtelSpan, TraceState, str | None]:
        """Start the first span that this process has of a trace: a new one, one opened elsewhere, or one that ended."""
        if above.is_valid and is_uuid7(above.trace_id):
            otel = self.otel.joined(name, context, start_ns)
            return otel, self._state(otel, None, root_is_ours=False), span_uuid(above.trace_id, above.span_id)
        thread_id = otel_context.get_value(_THREAD_KEY, context)
        otel = self.otel.root(name, context, start_ns)
        state = self._state(otel, thread_id if isinstance(thread_id, str) else None, root_is_ours=True)
        if above.is_valid:
            state.metadata = fragments({"linked_trace_id": f"{above.trace_id:032x}"})
        return otel, state, None

    def _state(self, otel: OtelSpan, thread_id: str | None, *, root_is_ours: bool) -> TraceState:
        trace_id = otel.get_span_context().trace_id
        return TraceState(self, trace_id, uuid_text(trace_id), thread_id, root_is_ours=root_is_ours)

    def _nearest(self, current: OtelSpan) -> str:
        """The parent's id when the current span is none of ours that is open: one that has ended, or another tool's."""
        above = current.get_span_context()
        if above.is_remote or getattr(current, "resource", None) is self.otel.resource:
            return span_uuid(above.trace_id, above.span_id)
        over: SpanContext | None = getattr(current, "parent", None)
        known = self.live.get(over.span_id) if over is not None else None
        root = self.traces[above.trace_id].root
        return known.id if known is not None else root.id if root is not None else ""

    def _enter(self, span: Span) -> None:
        span.activate(self.enter(span))

    def enter(self, span: Span) -> Token[Context]:
        """Make the span current here, until `leave` is called with what this returns."""
        otel = span.otel
        if otel is None:  # closed already
            return otel_context.attach(otel_context.get_current())
        return otel_context.attach(otel_trace.set_span_in_context(otel))

    def _fail(self, span: Span, otel: OtelSpan, error: BaseException) -> None:
        info = error_info(error, content=self.policy.keep)
        for key in ("message", "traceback"):
            if key in info:
                info[key] = self.policy.masked_text(info[key])
        span.error = info
        otel.set_status(StatusCode.ERROR, info["exception_type"])

    # What is current

    def current_span(self) -> Span | None:
        """The open span of ours that the caller is in."""
        return self.live.get(otel_trace.get_current_span().get_span_context().span_id)

    def current_trace_id(self) -> str | None:
        """The UUIDv7 of the trace that the caller is in."""
        above = otel_trace.get_current_span().get_span_context()
        return uuid_text(above.trace_id) if above.is_valid and is_uuid7(above.trace_id) else None

    def enter_thread(self, thread_id: str) -> Token[Context]:
        """Traces opened from here on carry this thread, until `leave`. Its id is masked as `OpikClient` masks it."""
        masked = self.policy.pseudonym(plain_text(thread_id), "thread")
        return otel_context.attach(otel_context.set_value(_THREAD_KEY, masked))

    # Life of the engine

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything is sent, at most `timeout_s` seconds."""
        deadline = monotonic() + timeout_s
        finished = self.otel.flush()
        sent = self.exporter.flush(timeout_s)
        return finished(max(deadline - monotonic(), 0)) and sent

    def shutdown(self, timeout_s: float) -> bool:
        """Send what can be sent in that time, and let go of files and threads."""
        deadline = monotonic() + timeout_s
        finished = self.otel.shutdown()
        sent = self.exporter.shutdown(timeout_s)
        return finished(max(deadline - monotonic(), 0)) and sent

    def trouble(self, error: Exception) -> None:
        """Tell, once, that tracing itself went wrong: the kind of error and where, as its message may quote content."""
        if not self._warned:
            self._warned = True
            _log.warning("A span could not be recorded (%s). Later ones are not told.", type(error).__name__)
        if _log.isEnabledFor(logging.DEBUG):
            _log.debug("%s in tracing, at\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))

    def after_fork(self) -> None:
        """In a forked child: what was open belongs to the parent, which writes it. Ids are new."""
        self.generation += 1
        self.traces.clear()
        self.otel.ids.reseed()


def leave(token: Token[Context]) -> None:
    """Undo an `enter`; in another context than that of the `enter`, there is nothing to undo."""
    with suppress(ValueError):
        token.var.reset(token)


_engines: weakref.WeakSet[Engine] = weakref.WeakSet()


def _after_fork() -> None:
    for engine in list(_engines):
        engine.after_fork()


os.register_at_fork(after_in_child=_after_fork)
