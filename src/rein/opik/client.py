"""Writing traces, spans and scores by hand, where no decorator fits: feedback, evaluations, imported conversations."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

import orjson

from rein.errors import UsageError
from rein.opik.arguments import (
    checked_cost,
    checked_name,
    checked_tags,
    checked_usage,
    nanoseconds,
    uuid7,
    uuid7_text,
)
from rein.opik.content import ContentWriter
from rein.opik.exporter import Exporter
from rein.opik.rows import timestamp
from rein.opik.scores import ScoreWriter
from rein.opik.spool import Kind
from rein.opik.unfinished import SpanType, UnfinishedSpan, UnfinishedTrace
from rein.settings import Settings

T = TypeVar("T")

MAX_OPEN = 10_000
"""How many open traces, and how many open spans, a client remembers; of more, the oldest are forgotten."""

_SPAN_TYPES = ("general", "tool", "llm", "guardrail")


class OpikClient:
    """Hands traces, spans and scores to the spool on disk, from where they reach Opik now or later.

    No method waits for the network or fails because Opik is away. Safe to use from any thread. Content is masked, or
    left out, as the settings say; so are names, tags and categories. A thread id, an author or a score's name that
    redaction would mask is replaced by a hash of it, the same one everywhere. A payload over 1 MB keeps its beginning,
    and that is logged.

    Every method raises `UsageError` for an argument that Opik would refuse, since one bad row costs its whole batch.
    """

    def __init__(self, settings: Settings) -> None:
        self._project_name = settings.opik_project_name
        self._content = ContentWriter(settings)
        self._scores = ScoreWriter(self._project_name, self._content)
        self._exporter = Exporter(settings) if settings.trace_enabled else None
        self._traces: OrderedDict[str, UnfinishedTrace] = OrderedDict()
        self._spans: OrderedDict[str, UnfinishedSpan] = OrderedDict()

    def start_trace(
        self,
        name: str,
        *,
        input: Mapping[str, object] | None = None,  # noqa: A002 - Opik's word
        metadata: Mapping[str, object] | None = None,
        tags: Sequence[str] = (),
        thread_id: str | None = None,
        start_time: datetime | None = None,
    ) -> str:
        """Begin a trace.

        Args:
            thread_id: the conversation that this trace is a turn of.
            start_time: when it began, with a time zone; default: now.

        Returns:
            Its id, a UUIDv7.
        """
        start_ns = nanoseconds(start_time, "start_time")
        trace = UnfinishedTrace(
            self._content.redacted(checked_name(name, "name")),
            start_ns,
            self._content.json(input, "input"),
            self._content.json(metadata, "metadata"),
            self._tags(tags),
            None if thread_id is None else self._thread(thread_id),
        )
        trace_id = uuid7(start_ns)
        _remember(self._traces, trace_id, trace)
        self._add(Kind.TRACE, trace.row(trace_id, self._project_name))
        return trace_id

    def end_trace(
        self,
        trace_id: str,
        *,
        output: Mapping[str, object] | None = None,
        metadata: Mapping[str, object] | None = None,
        tags: Sequence[str] = (),
        error: BaseException | None = None,
        end_time: datetime | None = None,
    ) -> None:
        """End a trace. `metadata` and `tags` are added to those of its start.

        A trace that another client or process started, or that was followed by `MAX_OPEN` others, can be ended too:
        Opik then gets an update, in which `metadata` and `tags`, if given, replace the earlier ones.
        """
        trace_id = uuid7_text(trace_id, "trace_id")
        end_ns = nanoseconds(end_time, "end_time")
        written = self._content.json(output, "output")
        added = self._content.json(metadata, "metadata")
        more_tags = self._tags(tags)
        info = self._content.error(error) if error is not None else None
        trace = self._traces.get(trace_id)
        if trace is None:
            update: dict[str, object] = {
                "id": trace_id,
                "project_name": self._project_name,
                "end_time": timestamp(end_ns),
                "output": _fragment(written),
                "metadata": _fragment(added),
                "tags": more_tags or None,
                "error_info": info,
            }
            self._add(Kind.TRACE_UPDATE, orjson.dumps({k: v for k, v in update.items() if v is not None}))
            return
        trace.add(added, more_tags)
        end_ns = trace.end_after_start(end_ns)
        row = trace.row(trace_id, self._project_name, end_ns=end_ns, output=written, error_info=info)
        self._add(Kind.TRACE, row)
        self._traces.pop(trace_id, None)

    def create_span(
        self,
        trace_id: str,
        name: str,
        *,
        type: SpanType = "general",  # noqa: A002 - Opik's word
        parent_span_id: str | None = None,
        input: Mapping[str, object] | None = None,  # noqa: A002
        metadata: Mapping[str, object] | None = None,
        tags: Sequence[str] = (),
        model: str | None = None,
        provider: str | None = None,
        start_time: datetime | None = None,
    ) -> str:
        """Begin a span of a trace, below another span of it or at its top. The trace may be anybody's.

        Returns:
            Its id, a UUIDv7.
        """
        if type not in _SPAN_TYPES:
            raise UsageError(f"type must be one of {', '.join(_SPAN_TYPES)}, not {type!r}.")
        span = UnfinishedSpan(
            self._content.redacted(checked_name(name, "name")),
            nanoseconds(start_time, "start_time"),
            self._content.json(input, "input"),
            self._content.json(metadata, "metadata"),
            self._tags(tags),
            uuid7_text(trace_id, "trace_id"),
            None if parent_span_id is None else uuid7_text(parent_span_id, "parent_span_id"),
            type,
            model,
            provider,
        )
        span_id = uuid7(span.start_ns)
        _remember(self._spans, span_id, span)
        self._add(Kind.SPAN, span.row(span_id, self._project_name))
        return span_id

    def end_span(
        self,
        span_id: str,
        *,
        output: Mapping[str, object] | None = None,
        metadata: Mapping[str, object] | None = None,
        tags: Sequence[str] = (),
        usage: Mapping[str, int] | None = None,
        cost_usd: float | None = None,
        error: BaseException | None = None,
        end_time: datetime | None = None,
    ) -> None:
        """End a span that this client began, and not more than `MAX_OPEN` spans ago that are open still.

        `metadata` and `tags` are added to those of its beginning.

        Args:
            usage: tokens by name: `prompt_tokens`, `completion_tokens`, `total_tokens`.
            cost_usd: what the call cost in US dollars, 0 or more.
        """
        span_id = uuid7_text(span_id, "span_id")
        span = self._spans.get(span_id)
        if span is None:
            raise UsageError(
                f"span_id {span_id} is no open span of this client: begin it with create_span, end it once."
            )
        cost_usd = checked_cost(cost_usd)
        tokens = checked_usage(usage)
        end_ns = span.end_after_start(nanoseconds(end_time, "end_time"))
        written = self._content.json(output, "output")
        span.add(self._content.json(metadata, "metadata"), self._tags(tags))
        row = span.row(
            span_id,
            self._project_name,
            end_ns=end_ns,
            output=written,
            error_info=self._content.error(error) if error is not None else None,
            usage=tokens,
            cost_usd=cost_usd,
        )
        self._add(Kind.SPAN, row)
        self._spans.pop(span_id, None)

    def log_feedback(
        self,
        name: str,
        value: float,
        *,
        trace_id: str | None = None,
        span_id: str | None = None,
        thread_id: str | None = None,
        reason: str | None = None,
        category: str | None = None,
        author: str | None = None,
    ) -> None:
        """Score a trace, a span or a thread; exactly one of the three is given.

        The last value for the same name and author holds. Several authors' values are averaged: let a person and a
        judge use different names or authors.

        Args:
            name: what is scored, e.g. `user_rating`.
            value: the score, on the name's own scale; finite, within ±1e9.
            reason: the words behind it; masked like any content.
            category: a word for the value, e.g. `helpful`.
            author: an opaque id of who scored. One that redaction would mask is replaced by a hash of it.
        """
        score = self._scores.score(name, value, reason, category, author)
        targets = [
            t for t in (("trace_id", trace_id), ("span_id", span_id), ("thread_id", thread_id)) if t[1] is not None
        ]
        if len(targets) != 1:
            raise UsageError("Give exactly one of trace_id, span_id and thread_id to score.")
        if thread_id is not None:
            self._add(Kind.THREAD_SCORE, orjson.dumps({"thread_id": self._thread(thread_id), **score}))
            return
        argument, entity = targets[0]
        kind = Kind.TRACE_SCORE if argument == "trace_id" else Kind.SPAN_SCORE
        self._add(kind, orjson.dumps({"id": uuid7_text(entity or "", argument), **score}))

    def log_evaluation(
        self,
        name: str,
        scores: Mapping[str, float],
        *,
        trace_id: str,
        reasons: Mapping[str, str] | None = None,
        author: str | None = None,
    ) -> None:
        """Score a trace by the dimensions of one evaluation: `resolution` with `clarity` gives `resolution.clarity`.

        Args:
            name: the evaluation's name.
            scores: value by dimension, on the evaluation's own scale.
            reasons: words by dimension.
            author: who judged, e.g. the judge's model.
        """
        trace_id = uuid7_text(trace_id, "trace_id")
        if not scores:
            raise UsageError("scores must hold at least one dimension.")
        given = dict(reasons or {})
        unknown = given.keys() - scores.keys()
        if unknown:
            raise UsageError(f"reasons has dimensions that scores has not: {', '.join(sorted(unknown))}.")
        prefix = checked_name(name, "name")
        rows = [
            {
                "id": trace_id,
                **self._scores.score(
                    f"{prefix}.{checked_name(dimension, 'dimension')}", value, given.get(dimension), None, author
                ),
            }
            for dimension, value in scores.items()
        ]
        self._add(Kind.TRACE_SCORE, *map(orjson.dumps, rows))

    def flush(self, timeout_s: float = 10.0) -> bool:
        """Wait until Opik has everything, at most `timeout_s` seconds.

        Returns:
            True when it has, and when no Opik is configured; False when something is left for later.
        """
        return self._exporter is None or self._exporter.flush(timeout_s)

    def close(self, timeout_s: float = 2.0) -> bool:
        """Send what can be sent in that time and let go of file and thread; the rest is sent by a later process."""
        return self._exporter is None or self._exporter.shutdown(timeout_s)

    def _add(self, kind: Kind, *bodies: bytes) -> None:
        if self._exporter is not None:
            self._exporter.add_rows(kind, bodies)

    def _thread(self, thread_id: str) -> str:
        return self._content.pseudonym(checked_name(thread_id, "thread_id"), "thread")

    def _tags(self, tags: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self._content.redacted, checked_tags(tags))))


def _remember(entries: OrderedDict[str, T], key: str, value: T) -> None:
    entries[key] = value
    if len(entries) > MAX_OPEN:
        with suppress(KeyError):  # others ended theirs just now
            entries.popitem(last=False)


def _fragment(data: bytes | None) -> orjson.Fragment | None:
    return None if data is None else orjson.Fragment(data)
