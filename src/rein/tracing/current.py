"""The trace and span that the caller is in."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from rein.tracing.runtime import current_engine
from rein.tracing.span import Span


def current_span() -> Span | None:
    """The span that is open here; None outside of any, and when tracing is off."""
    engine = current_engine()
    return engine.current_span() if engine is not None else None


def current_trace_id() -> str | None:
    """The id in Opik (UUIDv7) of the trace that is open here; None outside of any, and when tracing is off."""
    engine = current_engine()
    return engine.current_trace_id() if engine is not None else None


def add_tags(*tags: str) -> None:
    """Add tags to the trace that is open here. Without one, nothing happens."""
    span = current_span()
    if span is not None and span.state is not None:
        span.state.add_tags(*tags)


def add_metadata(**values: object) -> None:
    """Add facts to the trace that is open here; a key given twice keeps its last value. Else nothing is done."""
    span = current_span()
    if span is not None and span.state is not None:
        span.state.add_metadata(values)


@contextmanager
def thread(thread_id: str) -> Generator[None]:
    """Every trace opened inside belongs to this thread: Opik's word for a conversation, here a coaching session."""
    engine = current_engine()
    if engine is None:
        yield
        return
    from rein.tracing.engine import leave

    token = engine.enter_thread(thread_id)
    try:
        yield
    finally:
        leave(token)
