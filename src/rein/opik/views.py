"""Traces as a person looks at them on this machine, whether they come from the spool or from the embedded Opik."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

Json = object
"""A JSON value as parsed; whoever shows it must take it as hostile."""

SHORTEST_PREFIX = 4
"""Digits of an id that must be given at least, to name a trace by its beginning."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One feedback score."""

    name: str
    value: float
    reason: str | None
    author: str | None


@dataclass(frozen=True, slots=True)
class SpanView:
    """One span, with the spans below it in the order of their starts."""

    id: str
    parent_span_id: str | None
    name: str
    type: str
    start: datetime | None
    end: datetime | None
    model: str | None
    provider: str | None
    tokens: int | None
    cost_usd: float | None
    tags: tuple[str, ...]
    metadata: dict[str, Json]
    input: Json
    output: Json
    error: dict[str, Json] | None
    scores: tuple[ScoreView, ...]
    children: tuple[SpanView, ...]

    @property
    def duration_ms(self) -> float | None:
        """None while it runs, or when its process died."""
        return _duration_ms(self.start, self.end)


@dataclass(frozen=True, slots=True)
class TraceView:
    """One trace as far as this machine knows it."""

    id: str
    name: str
    start: datetime | None
    end: datetime | None
    thread_id: str | None
    tags: tuple[str, ...]
    metadata: dict[str, Json]
    input: Json
    output: Json
    error: dict[str, Json] | None
    scores: tuple[ScoreView, ...]
    roots: tuple[SpanView, ...]
    span_count: int
    tokens: int
    """Of all spans together."""
    cost_usd: float | None
    """Of all spans together; None when no span has a cost."""

    @property
    def duration_ms(self) -> float | None:
        """None while it runs, or when its process died."""
        return _duration_ms(self.start, self.end)


def forest(spans: Mapping[str, SpanView]) -> tuple[SpanView, ...]:
    """Flat spans by id as trees. One whose parent is not here, or that is its own ancestor, stands at the top."""
    below: dict[str, list[str]] = defaultdict(list)
    tops: list[str] = []
    for span_id, span in spans.items():
        parent = span.parent_span_id
        if parent is None or parent not in spans:
            tops.append(span_id)
        else:
            below[parent].append(span_id)
    seen: set[str] = set()

    def ordered(ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=lambda i: (spans[i].start or _EPOCH, i))

    def tree(span_id: str) -> SpanView:
        """Built from the leaves up without recursion: a chain may be longer than Python's stack."""
        order: list[str] = []
        todo = [span_id]
        while todo:
            current = todo.pop()
            if current not in seen:
                seen.add(current)
                order.append(current)
                todo += below[current]
        done: dict[str, SpanView] = {}
        for current in reversed(order):
            children = tuple(done[c] for c in ordered(below[current]) if c in done)
            done[current] = replace(spans[current], children=children)
        return done[span_id]

    trees = [tree(span_id) for span_id in ordered(tops)]
    trees += [tree(span_id) for span_id in ordered(spans) if span_id not in seen]
    return tuple(trees)


def total_tokens(usage: Mapping[str, object]) -> int | None:
    """The tokens of a usage map, as Opik's clients fill it."""
    counts = {k: v for k, v in usage.items() if isinstance(v, int) and not isinstance(v, bool)}
    total = counts.get("total_tokens")
    if total is None and counts:
        return counts.get("prompt_tokens", 0) + counts.get("completion_tokens", 0)
    return total


def _duration_ms(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() * 1000 if start and end else None
