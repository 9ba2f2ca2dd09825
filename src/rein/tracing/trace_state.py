"""What a process knows of one of its traces: the rows of ended spans that wait for their root, and the trace's own facts."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from rein.tracing.serialize import to_json

if TYPE_CHECKING:
    from rein.settings import Settings
    from rein.tracing.engine import Engine
    from rein.tracing.span import Span

_log = logging.getLogger("rein.tracing")

_UNREDACTED = b'"[left out: redaction failed]"'


@dataclass(frozen=True, slots=True)
class ContentPolicy:
    """What of a trace's content is kept, and how it is masked."""

    keep: bool
    redact: Callable[[bytes], bytes] | None
    redact_text: Callable[[str], str] | None

    @staticmethod
    def of(settings: Settings) -> ContentPolicy:
        if not settings.trace_redact:
            return ContentPolicy(settings.trace_content, None, None)
        from rein.tracing.redaction import Redactor

        redactor = Redactor(settings.trace_redact_patterns)
        return ContentPolicy(settings.trace_content, redactor, redactor.redact_text)

    def masked(self, data: bytes) -> bytes:
        """The same JSON with secrets masked. When masking fails, nothing of it is kept."""
        if self.redact is None:
            return data
        try:
            return self.redact(data)
        except Exception as error:
            _log.warning("A value was left out of a trace: redaction failed (%s)", type(error).__name__)
            return _UNREDACTED

    def masked_parts(self, parts: list[bytes | None]) -> list[bytes | None]:
        """Several JSON objects masked in one go, which takes a fraction of the time of one by one."""
        if self.redact is None:
            return parts
        joined = b"\n".join([part for part in parts if part is not None])  # orjson writes no line breaks
        masked = self.masked(joined)
        if masked is joined:
            return parts
        pieces = masked.split(b"\n")
        if len(pieces) != len(parts) - parts.count(None):
            return [None if part is None else b'{"left_out":%b}' % _UNREDACTED for part in parts]
        rest = iter(pieces)
        return [None if part is None else next(rest) for part in parts]

    def masked_text(self, text: str) -> str:
        """The same for plain text: messages and stacks of errors."""
        if self.redact_text is None:
            return text
        try:
            return self.redact_text(text)
        except Exception as error:
            _log.warning("A text was left out of a trace: redaction failed (%s)", type(error).__name__)
            return "[left out: redaction failed]"


def fragments(values: Mapping[str, object]) -> dict[str, orjson.Fragment]:
    """Facts for metadata, serialized now, so that later changes to them do not show."""
    return {key: orjson.Fragment(to_json(value)) for key, value in values.items()}


class TraceState:
    """Shared by the spans of one trace in this process."""

    __slots__ = (
        "closed",
        "cost_usd",
        "engine",
        "generation",
        "lines",
        "metadata",
        "otel_trace_id",
        "policy",
        "root",
        "root_is_ours",
        "size",
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
        self.trace_id = trace_id
        self.thread_id = thread_id
        self.root_is_ours = root_is_ours
        """False when the trace was opened in another process, which writes its row."""
        self.lines: deque[bytes] = deque()
        """Spool lines of ended spans whose root is still open."""
        self.size = 0
        self.root: Span | None = None
        """The first span that this process opened in the trace; the trace's own root, unless it was opened elsewhere."""
        self.closed = False
        self.tags: tuple[str, ...] = ()
        self.metadata: dict[str, orjson.Fragment] | None = None
        self.tokens = 0
        self.cost_usd: float | None = None

    def add_tags(self, *tags: str) -> None:
        """Add tags to the trace."""
        self.tags = tuple(dict.fromkeys((*self.tags, *tags)))

    def add_metadata(self, values: Mapping[str, object]) -> None:
        """Add facts to the trace, unless content is not kept."""
        if self.policy.keep:
            self.metadata = {**(self.metadata or {}), **fragments(values)}

    def take_lines(self) -> bytes:
        """The waiting lines, each given out once, also when two threads ask."""
        taken: list[bytes] = []
        while self.lines:
            try:
                taken.append(self.lines.popleft())
            except IndexError:
                break
        self.size = 0
        return b"".join(taken)
