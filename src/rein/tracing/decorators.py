"""`@trace` and `@trace_span`: a call of the function is a span, whatever kind of function it is."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast, overload

from rein.tracing.arguments import Capture, argument_capture
from rein.tracing.runtime import current_engine
from rein.tracing.serialize import plain_text

if TYPE_CHECKING:
    from rein.tracing.span import Span, SpanType

P = ParamSpec("P")
R = TypeVar("R")
Plain = Callable[..., object]


@dataclass(frozen=True, slots=True)
class SpanPlan:
    """What is known of a decorated function's spans before it is called."""

    name: str
    type: SpanType = "general"
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, object] | None = None
    capture: Capture | None = None
    """None when arguments are not recorded."""
    capture_output: bool = True


@overload
def trace(function: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def trace(
    *,
    name: str | None = None,
    type: SpanType = "general",
    tags: Sequence[str] = (),
    metadata: Mapping[str, object] | None = None,
    capture_input: bool = True,
    ignore_arguments: Sequence[str] = (),
    capture_output: bool = True,
) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def trace(
    function: Plain | None = None,
    /,
    *,
    name: str | None = None,
    type: SpanType = "general",  # noqa: A002
    tags: Sequence[str] = (),
    metadata: Mapping[str, object] | None = None,
    capture_input: bool = True,
    ignore_arguments: Sequence[str] = (),
    capture_output: bool = True,
) -> Plain:
    """Trace every call of a function: a new trace, or a span of the trace that is already open.

    Works on functions, coroutine functions, generators and async generators, with and without parentheses. Recorded
    are the arguments by name, the result (of a generator: its pieces), and an exception with its stack, which goes on
    unchanged.

    Args:
        name: the span's name; the function's own by default.
        type: Opik's kind of span.
        tags: tags of the trace when this call opens one, else of the span.
        metadata: facts that hold for every call.
        capture_input: whether arguments are recorded.
        ignore_arguments: names of arguments that are not recorded.
        capture_output: whether results are recorded.
    """

    def decorate(target: Plain) -> Plain:
        if isinstance(target, (staticmethod, classmethod)):
            kind = cast("Callable[[Plain], Plain]", target.__class__)
            return kind(decorate(cast("Plain", target.__func__)))
        plan = SpanPlan(
            plain_text(name or getattr(target, "__name__", "call")),
            type,
            tuple(dict.fromkeys(map(plain_text, tags))),
            metadata,
            argument_capture(target, ignore_arguments) if capture_input else None,
            capture_output,
        )
        return _traced(target, plan)

    return decorate(function) if function is not None else decorate


def _traced(function: Plain, plan: SpanPlan) -> Plain:
    if inspect.iscoroutinefunction(function):
        return _traced_coroutine(function, plan)
    if inspect.isasyncgenfunction(function):
        return _traced_async_generator(function, plan)
    if inspect.isgeneratorfunction(function):
        return _traced_generator(function, plan)
    return _traced_function(function, plan)


def _open(plan: SpanPlan, args: tuple[object, ...], kwargs: dict[str, object]) -> Span | None:
    engine = current_engine()
    return engine.open_call(plan, args, kwargs) if engine is not None else None


def _traced_function(function: Plain, plan: SpanPlan) -> Plain:
    @functools.wraps(function)
    def call(*args: object, **kwargs: object) -> object:
        span = _open(plan, args, kwargs)
        if span is None:
            return function(*args, **kwargs)
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            span.close(error=error)
            raise
        span.close_with(result, plan.capture_output)
        return result

    return call


def _traced_coroutine(function: Callable[..., object], plan: SpanPlan) -> Plain:
    coroutine = cast("Callable[..., Awaitable[object]]", function)

    @functools.wraps(function)
    async def call(*args: object, **kwargs: object) -> object:
        span = _open(plan, args, kwargs)
        if span is None:
            return await coroutine(*args, **kwargs)
        try:
            result = await coroutine(*args, **kwargs)
        except BaseException as error:
            span.close(error=error)
            raise
        span.close_with(result, plan.capture_output)
        return result

    return call


def _traced_generator(function: Plain, plan: SpanPlan) -> Plain:
    @functools.wraps(function)
    def call(*args: object, **kwargs: object) -> object:
        engine = current_engine()
        inner = cast("Generator[object, object, object]", function(*args, **kwargs))
        if engine is None:
            return inner
        from rein.tracing.streams import drive

        return drive(inner, engine.prepare(plan, args, kwargs), plan.capture_output)

    return call


def _traced_async_generator(function: Plain, plan: SpanPlan) -> Plain:
    @functools.wraps(function)
    def call(*args: object, **kwargs: object) -> object:
        engine = current_engine()
        inner = cast("AsyncGenerator[object, object]", function(*args, **kwargs))
        if engine is None:
            return inner
        from rein.tracing.streams import drive_async

        return drive_async(inner, engine.prepare(plan, args, kwargs), plan.capture_output)

    return call


trace_span = trace
"""Trace every call of a function as a span of the open trace; opens a trace when there is none.

The same decorator as `trace`: what a call becomes depends on where it happens. The two names tell the reader what
is meant.
"""

track = trace
"""Opik's name for `trace`."""
