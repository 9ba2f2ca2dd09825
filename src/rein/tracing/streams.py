"""Generators under a span: it is current while the generator runs, and not while its consumer does."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator
from contextvars import Token
from functools import partial
from typing import TYPE_CHECKING

import orjson
from opentelemetry import context as otel_context
from opentelemetry.context import Context

from rein.tracing.engine import leave
from rein.tracing.serialize import to_json

if TYPE_CHECKING:
    from rein.tracing.span import Span

MAX_PIECES = 10_000
MAX_PIECES_CHARS = 1 << 20
"""Bounds on what is kept of a stream; the rest is counted only."""

Begin = Callable[[], "Span | None"]


class _Driven:
    """A span that goes along with a generator, step by step."""

    def __init__(self, span: Span, *, keep_output: bool) -> None:
        self._span = span
        self._keep = keep_output and span.state is not None and span.state.policy.keep
        self._context: Context | None = None
        self._texts: list[str] = []
        self._others: list[orjson.Fragment] = []
        self._size = 0
        self._left_out = 0

    def enter(self) -> Token[Context]:
        """Before a step: the context as the last step left it, so that blocks that are open across a yield stay so."""
        if self._context is not None:
            return otel_context.attach(self._context)
        state = self._span.state
        return state.engine.enter(self._span) if state is not None else otel_context.attach(otel_context.get_current())

    def leave(self, token: Token[Context]) -> None:
        """After a step: the consumer's own context again."""
        self._context = otel_context.get_current()
        leave(token)

    def add(self, item: object) -> None:
        """Remember a piece that was yielded."""
        if not self._keep:
            return
        if len(self._texts) + len(self._others) >= MAX_PIECES or self._size > MAX_PIECES_CHARS:
            self._left_out += 1
        elif isinstance(item, str) and not self._others:
            self._texts.append(item)
            self._size += len(item)
        else:
            # Serialized now: what was yielded may be changed by its consumer.
            data = to_json(item)
            self._others.append(orjson.Fragment(data))
            self._size += len(data)

    def close(self, error: BaseException | None = None) -> None:
        """The generator is done."""
        if self._keep and self._span.output_json is None:
            self._span.set_output("".join(self._texts) if not self._others else [*self._texts, *self._others])
            if self._left_out:
                self._span.note("pieces_left_out", self._left_out)
        self._span.close(error=error)


def drive(
    inner: Generator[object, object, object], begin: Begin, keep_output: bool
) -> Generator[object, object, object]:
    """Run `inner` under the span that `begin` opens; the span ends when it is exhausted, closed or collected."""
    span = begin()
    if span is None:
        return (yield from inner)
    driven = _Driven(span, keep_output=keep_output)
    step: Callable[[], object] = partial(next, inner)
    while True:
        token = driven.enter()
        try:
            item = step()
        except StopIteration as stop:
            driven.leave(token)
            driven.close()
            return stop.value
        except BaseException as error:
            driven.leave(token)
            driven.close(error)
            raise
        driven.leave(token)
        driven.add(item)
        try:
            sent = yield item
        except GeneratorExit:
            token = driven.enter()
            try:
                inner.close()
            finally:
                driven.leave(token)
                driven.close()
            raise
        except BaseException as thrown:
            step = partial(inner.throw, thrown)
        else:
            step = partial(inner.send, sent)


async def drive_async(
    inner: AsyncGenerator[object, object], begin: Begin, keep_output: bool
) -> AsyncGenerator[object, object]:
    """The same for async generators."""
    span = begin()
    driven = _Driven(span, keep_output=keep_output) if span is not None else None
    step: Callable[[], object] = inner.__anext__
    while True:
        token = driven.enter() if driven is not None else None
        try:
            item: object = await step()  # pyright: ignore[reportGeneralTypeIssues]
        except StopAsyncIteration:
            _leave(driven, token)
            if driven is not None:
                driven.close()
            return
        except BaseException as error:
            _leave(driven, token)
            if driven is not None:
                driven.close(error)
            raise
        _leave(driven, token)
        if driven is not None:
            driven.add(item)
        try:
            sent = yield item
        except GeneratorExit:
            token = driven.enter() if driven is not None else None
            try:
                await inner.aclose()
            finally:
                _leave(driven, token)
                if driven is not None:
                    driven.close()
            raise
        except BaseException as thrown:
            step = partial(inner.athrow, thrown)
        else:
            step = partial(inner.asend, sent)


def _leave(driven: _Driven | None, token: Token[Context] | None) -> None:
    if driven is not None and token is not None:
        driven.leave(token)
