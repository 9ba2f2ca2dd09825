"""The span that a traced operation may talk to while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import orjson

from rein.tracing.serialize import to_json

if TYPE_CHECKING:
    from contextvars import Token

    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import Span as OtelSpan

    from rein.tracing.trace_state import TraceState

SpanType = Literal["general", "tool", "llm", "guardrail"]
"""Opik's four kinds of span."""


class Span:
    """One traced operation, open until it returns. Every method may be called from any thread, and none ever raises."""

    __slots__ = (
        "cost_usd",
        "error",
        "input_json",
        "metadata",
        "model",
        "name",
        "otel",
        "output_json",
        "parent_id",
        "provider",
        "span_id",
        "start_ns",
        "started_at",
        "state",
        "tags",
        "token",
        "type",
        "usage",
    )

    def __init__(self, name: str, span_type: SpanType, state: TraceState | None) -> None:
        self.name = name
        self.type: SpanType = span_type
        self.state = state
        self.span_id = ""
        self.parent_id: str | None = None
        self.otel: OtelSpan | None = None
        self.token: Token[Context] | None = None
        self.started_at = 0
        self.start_ns = 0
        self.input_json: bytes | None = None
        self.output_json: bytes | None = None
        self.metadata: dict[str, orjson.Fragment] | None = None
        self.tags: tuple[str, ...] = ()
        self.model: str | None = None
        self.provider: str | None = None
        self.usage: dict[str, int] | None = None
        self.cost_usd: float | None = None
        self.error: dict[str, str] | None = None

    @property
    def id(self) -> str:
        """The span's id in Opik, a UUIDv7; empty when tracing is off."""
        return self.span_id

    @property
    def trace_id(self) -> str:
        """The id in Opik of the trace that this span belongs to, a UUIDv7; empty when tracing is off."""
        return self.state.trace_id if self.state is not None else ""

    def set_output(self, value: object) -> None:
        """Record what the operation produced. Serialized now, so later changes to `value` do not show."""
        if self.state is not None:
            self.output_json = self.state.content(to_json(value), "output")

    def set_usage(self, input_tokens: int, output_tokens: int, *, estimated: bool = False) -> None:
        """Record the tokens of a model call; `estimated` marks figures that the provider did not give."""
        self.usage = {
            "prompt_tokens": input_tokens,
            "completion_tokens": output_tokens,
            "total_tokens": input_tokens + output_tokens,
        }
        if estimated:
            self._note("usage_estimated", estimated)

    def set_cost(self, usd: float | None) -> None:
        """Record what the call cost in US dollars; None when the price is not known."""
        self.cost_usd = usd

    def set_model(self, model: str, provider: str) -> None:
        """Record which model answered, when it is not the one that was asked."""
        self.model = model
        self.provider = provider

    def add_metadata(self, **values: object) -> None:
        """Add facts about this span. A key given twice keeps its last value."""
        if self.state is not None and self.state.keeps_content:
            for key, value in values.items():
                self._note(key, value)

    def add_tags(self, *tags: str) -> None:
        """Add tags to this span; one that is there already is not added twice."""
        self.tags = tuple(dict.fromkeys((*self.tags, *tags)))

    def _note(self, key: str, value: object) -> None:
        """Add a fact whatever the content setting says: for structure, never for what a person wrote."""
        if self.state is None:
            return
        if self.metadata is None:
            self.metadata = {}
        self.metadata[key] = orjson.Fragment(self.state.redacted(to_json(value)))


INERT = Span("", "general", None)
"""What a traced block gets when tracing is off: it takes everything and keeps nothing that anyone reads."""
