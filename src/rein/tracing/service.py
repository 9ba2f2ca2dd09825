"""Spans for a coach's common operations, as context managers: a model call, preprocessing, evaluation, generation."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType

from rein.tracing.runtime import current_engine
from rein.tracing.span import INERT, Span, SpanType


class _SpanBlock(AbstractContextManager[Span]):
    """Opens its span on entry and closes it on exit, with the exception if there is one."""

    __slots__ = ("_input", "_metadata", "_model", "_name", "_operation", "_prompt", "_provider", "_span", "_type")

    def __init__(
        self,
        name: str,
        operation: str,
        input: object,  # noqa: A002 - Opik's word
        *,
        type: SpanType = "general",  # noqa: A002
        metadata: Mapping[str, object] | None = None,
        model: str | None = None,
        provider: str | None = None,
        prompt: Mapping[str, str | None] | None = None,
    ) -> None:
        self._name = name
        self._operation = operation
        self._input = input
        self._type: SpanType = type
        self._metadata = metadata
        self._model = model
        self._provider = provider
        self._prompt = prompt
        self._span: Span | None = None

    def __enter__(self) -> Span:
        engine = current_engine()
        if engine is None:
            return INERT
        span = engine.open_block(self._name, self._type, self._operation, self._input, self._metadata)
        if span is None:
            return INERT
        for key, value in (self._prompt or {}).items():
            if value is not None:
                span.note(key, value)
        if self._model is not None and self._provider is not None:
            span.set_model(self._model, self._provider)
        self._span = span
        return span

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        if self._span is not None:
            self._span.close(error=exc_value)


def trace_llm_call(
    name: str,
    *,
    model: str,
    provider: str,
    prompt_name: str | None = None,
    prompt_version: str | None = None,
    input: object = None,  # noqa: A002
    metadata: Mapping[str, object] | None = None,
) -> AbstractContextManager[Span]:
    """A span of type `llm` around one model call.

    Tell the span its output, tokens and cost before the block ends. `model` and `provider` are what is asked;
    `set_model` says what answered, if that differs. `prompt_name` and `prompt_version` are kept in the metadata,
    whatever the content setting says.
    """
    return _SpanBlock(
        name,
        "llm_call",
        input,
        type="llm",
        metadata=metadata,
        model=model,
        provider=provider,
        prompt={"prompt_name": prompt_name, "prompt_version": prompt_version},
    )


def trace_preprocessing(name: str, *, input: object = None) -> AbstractContextManager[Span]:  # noqa: A002
    """A span around reading and clarifying what a person wrote."""
    return _SpanBlock(name, "preprocessing", input)


def trace_evaluation(name: str, *, input: object = None) -> AbstractContextManager[Span]:  # noqa: A002
    """A span around judging a result."""
    return _SpanBlock(name, "evaluation", input)


def trace_goal_generation(name: str, *, input: object = None) -> AbstractContextManager[Span]:  # noqa: A002
    """A span around writing a resolution or a plan."""
    return _SpanBlock(name, "goal_generation", input)


class TracingService:
    """The four kinds of block as one object, for code that is handed its services."""

    trace_llm_call = staticmethod(trace_llm_call)
    trace_preprocessing = staticmethod(trace_preprocessing)
    trace_evaluation = staticmethod(trace_evaluation)
    trace_goal_generation = staticmethod(trace_goal_generation)
