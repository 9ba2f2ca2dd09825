"""The span that a traced operation may talk to while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import orjson

from rein.tracing.serialize import as_object, plain_text, to_json

if TYPE_CHECKING:
    from contextvars import Token

    from opentelemetry.context import Context
    from opentelemetry.trace import Span as OtelSpan

    from rein.tracing.trace_state import TraceState

SpanType = Literal["general", "tool", "llm", "guardrail"]
"""Opik's four kinds of span."""

MAX_TOKENS = 2**31 - 1
"""Opik's usage counts are 32-bit integers."""


class Span:
    """One traced operation, open until it returns. Its methods may be called from any thread, and none ever raises."""

    # Defaults of the class, so that opening a span sets only what it knows.
    parent_id: str | None = None
    otel: OtelSpan | None = None
    operation: str | None = None
    start_ns = 0
    started_clock = 0
    input_json: bytes | None = None
    output_json: bytes | None = None
    metadata: dict[str, orjson.Fragment] | None = None
    tags: tuple[str, ...] = ()
    model: str | None = None
    provider: str | None = None
    usage: dict[str, int] | None = None
    cost_usd: float | None = None
    error: dict[str, str] | None = None
    _token: Token[Context] | None = None

    def __init__(self, name: str, span_type: SpanType, state: TraceState | None, span_id: str = "") -> None:
        self.id = span_id
        """The span's id in Opik, a UUIDv7; empty when tracing is off."""
        self.name = name
        self.type: SpanType = span_type
        self.state = state

    @property
    def trace_id(self) -> str:
        """The id in Opik of the trace that this span belongs to, a UUIDv7; empty when tracing is off."""
        return self.state.trace_id if self.state is not None else ""

    def set_output(self, value: object) -> None:
        """Record what the operation produced. Serialized now, so later changes to `value` do not show."""
        if self.state is not None and self.state.policy.keep:
            self.output_json = as_object(to_json(value), "output")

    def set_usage(self, input_tokens: int, output_tokens: int, *, estimated: bool = False) -> None:
        """Record the tokens of a model call; `estimated` marks figures that the provider did not give.

        Held to 0..2^31-1, which is what Opik takes: a row it refuses would be lost over one odd figure.
        """
        given, written = (min(max(int(n), 0), MAX_TOKENS) for n in (input_tokens, output_tokens))
        self.usage = {
            "prompt_tokens": given,
            "completion_tokens": written,
            "total_tokens": min(given + written, MAX_TOKENS),
        }
        if estimated:
            self.note("usage_estimated", estimated)

    def set_cost(self, usd: float | None) -> None:
        """Record what the call cost in US dollars, at least 0; None when the price is not known."""
        self.cost_usd = None if usd is None else max(0.0, float(usd))

    def set_model(self, model: str, provider: str) -> None:
        """Record which model answered, when it is not the one that was asked."""
        self.model = plain_text(model)
        self.provider = plain_text(provider)

    def add_metadata(self, **values: object) -> None:
        """Add facts about this span, serialized now. A key given twice keeps its last value."""
        if self.state is not None and self.state.policy.keep:
            for key, value in values.items():
                self.note(key, value)

    def add_tags(self, *tags: str) -> None:
        """Add tags to this span; one that is there already is not added twice."""
        if self.state is not None:
            masked = (self.state.policy.masked_text(plain_text(tag)) for tag in tags)
            self.tags = tuple(dict.fromkeys((*self.tags, *masked)))

    def note(self, key: str, value: object) -> None:
        """Add a fact whatever the content setting says: for structure, never for what a person wrote."""
        if self.state is None:
            return
        if self.metadata is None:
            self.metadata = {}
        self.metadata[plain_text(key)] = orjson.Fragment(to_json(value))

    def activate(self, token: Token[Context]) -> None:
        """Remember how to leave the context that this span was made current in."""
        self._token = token

    def close_with(self, result: object, keep_output: bool) -> None:
        """End the span of a call that returned `result`; an output set by hand is not replaced."""
        if keep_output and self.output_json is None:
            self.set_output(result)
        self.close()

    def close(self, *, error: BaseException | None = None) -> None:
        """End the span, with the exception that ended its operation if there was one. Never raises."""
        token, self._token = self._token, None
        if token is not None:
            try:  # noqa: SIM105 - `suppress` takes as long as all the rest of this method
                token.var.reset(token)
            except ValueError:  # closed in another context than opened in: nothing of ours is current there
                pass
        if self.state is not None:
            self.state.engine.close(self, error)


INERT = Span("", "general", None)
"""What a traced block gets when tracing is off. It takes everything; nobody reads what it keeps."""
