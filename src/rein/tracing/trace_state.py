"""What a process knows of one of its traces: ended spans that wait for their root, and the trace's own facts."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING

import orjson

from rein.tracing.ids import span_uuids
from rein.tracing.serialize import plain_text, to_json

if TYPE_CHECKING:
    from rein.tracing.engine import Engine
    from rein.tracing.span import Span


def fragments(values: Mapping[str, object]) -> dict[str, orjson.Fragment]:
    """Facts for metadata, serialized now, so that later changes to them do not show."""
    return {plain_text(key): orjson.Fragment(to_json(value)) for key, value in values.items()}


class TraceState:
    """Shared by the spans of one trace in this process."""

    __slots__ = (
        "closed",
        "cost_usd",
        "ended",
        "engine",
        "generation",
        "metadata",
        "otel_trace_id",
        "policy",
        "root",
        "root_is_ours",
        "size",
        "span_uuid",
        "tags",
        "thread_id",
        "tokens",
        "trace_id",
    )

    def __init__(
        self, engine: Engine, otel_trace_id: int, trace_id: str, thread_id: str | None, *, root_is_ours: bool
    ) -> None:
        self.engine = engine
        self.policy = engine.policy
        self.generation = engine.generation
        self.otel_trace_id = otel_trace_id
        self.span_uuid = span_uuids(otel_trace_id)
        self.trace_id = trace_id
        self.thread_id = thread_id
        self.root_is_ours = root_is_ours
        """False when the trace was opened in another process, which writes its row."""
        self.ended: deque[tuple[Span, int]] = deque()
        """Spans that have ended while the root is open, with the time of their end."""
        self.size = 0
        self.root: Span | None = None
        """The first span that this process opened in the trace: its own root, unless that was opened elsewhere."""
        self.closed = False
        self.tags: tuple[str, ...] = ()
        self.metadata: dict[str, orjson.Fragment] | None = None
        self.tokens = 0
        self.cost_usd: float | None = None

    def add_tags(self, *tags: str) -> None:
        """Add tags to the trace."""
        masked = (self.policy.masked_text(plain_text(tag)) for tag in tags)
        self.tags = tuple(dict.fromkeys((*self.tags, *masked)))

    def add_metadata(self, values: Mapping[str, object]) -> None:
        """Add facts to the trace, unless content is not kept."""
        if self.policy.keep:
            self.metadata = {**(self.metadata or {}), **fragments(values)}

    def wait(self, span: Span, end_ns: int) -> None:
        """Keep an ended span until the root ends."""
        self.ended.append((span, end_ns))
        self.size += len(span.input_json or b"") + len(span.output_json or b"")

    def take(self) -> list[tuple[Span, int]]:
        """The waiting spans with their ends, each given out once, also when two threads ask."""
        taken: list[tuple[Span, int]] = []
        while self.ended:
            try:
                taken.append(self.ended.popleft())
            except IndexError:
                break
        self.size = 0
        return taken
