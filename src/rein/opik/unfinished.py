"""Traces and spans that are begun and not ended, as `OpikClient` remembers them, and the rows that they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import orjson

from rein.opik.content import bounded
from rein.opik.rows import span_row, trace_row

SpanType = Literal["general", "tool", "llm", "guardrail"]


@dataclass(slots=True)
class Unfinished:
    """What a trace and a span have in common."""

    name: str
    start_ns: int
    input: bytes | None
    metadata: bytes | None
    tags: tuple[str, ...]

    def add(self, metadata: bytes | None, tags: tuple[str, ...]) -> None:
        """Add what the end says to what the beginning said; of two facts of one name, the later holds."""
        self.metadata = _joined(self.metadata, metadata)
        self.tags = tuple(dict.fromkeys((*self.tags, *tags)))

    def end_after_start(self, end_ns: int) -> int:
        """The end, at least a microsecond after the start: of two rows with one id, the newer one holds."""
        return max(end_ns, self.start_ns + 1000)


@dataclass(slots=True)
class UnfinishedTrace(Unfinished):
    """A trace."""

    thread_id: str | None

    def row(
        self,
        trace_id: str,
        project_name: str,
        *,
        end_ns: int | None = None,
        output: bytes | None = None,
        error_info: dict[str, str] | None = None,
    ) -> bytes:
        """The row of its start, or with `end_ns` of its end."""
        return trace_row(
            trace_id=trace_id,
            project_name=project_name,
            name=self.name,
            start_ns=self.start_ns,
            end_ns=end_ns,
            content=(self.input, output, self.metadata),
            tags=self.tags,
            thread_id=self.thread_id,
            error_info=error_info,
        )


@dataclass(slots=True)
class UnfinishedSpan(Unfinished):
    """A span of a trace."""

    trace_id: str
    parent_span_id: str | None
    type: SpanType
    model: str | None
    provider: str | None

    def row(
        self,
        span_id: str,
        project_name: str,
        *,
        end_ns: int | None = None,
        output: bytes | None = None,
        error_info: dict[str, str] | None = None,
        usage: dict[str, int] | None = None,
        cost_usd: float | None = None,
    ) -> bytes:
        """The row of its start, or with `end_ns` of its end."""
        return span_row(
            span_id=span_id,
            trace_id=self.trace_id,
            parent_span_id=self.parent_span_id,
            project_name=project_name,
            name=self.name,
            span_type=self.type,
            start_ns=self.start_ns,
            end_ns=end_ns,
            content=(self.input, output, self.metadata),
            tags=self.tags,
            error_info=error_info,
            model=self.model,
            provider=self.provider,
            usage=usage,
            cost_usd=cost_usd,
        )


def _joined(first: bytes | None, second: bytes | None) -> bytes | None:
    """Two JSON objects as one; the second's fields win."""
    if first is None or second is None:
        return second if first is None else first
    return bounded(orjson.dumps({**orjson.loads(first), **orjson.loads(second)}), "metadata")
