"""Traces, spans and threads as answers show them. What is not known is left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache

import msgspec

from rein.opik_server.api.metadata import with_first
from rein.opik_server.api.reply import moment, raw
from rein.opik_server.api.shapes import CommentShape, ScoreShape
from rein.opik_server.ids import format_id
from rein.opik_server.store.reading import Span, Trace
from rein.opik_server.store.reading_links import ExperimentLink
from rein.opik_server.store.reading_threads import Thread
from rein.opik_server.store.totals import decode_map


class ExperimentShape(msgspec.Struct):
    """The experiment that a trace was made for."""

    id: str
    name: str
    dataset_id: str
    dataset_item_id: str


class TraceShape(msgspec.Struct, omit_defaults=True):
    """A trace with the sums over its spans."""

    id: str
    project_id: str
    name: str | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    input: msgspec.Raw | None = None
    output: msgspec.Raw | None = None
    metadata: msgspec.Raw | None = None
    tags: msgspec.Raw | None = None
    error_info: msgspec.Raw | None = None
    usage: msgspec.Raw | None = None
    created_at: datetime | None = None
    last_updated_at: datetime | None = None
    created_by: str | None = None
    last_updated_by: str | None = None
    total_estimated_cost: float | None = None
    """USD."""
    span_count: int | None = None
    duration: float | None = None
    """Milliseconds."""
    ttft: float | None = None
    thread_id: str | None = None
    visibility_mode: str | None = None
    llm_span_count: int | None = None
    has_tool_spans: bool | None = None
    providers: list[str] | None = None
    source: str | None = None
    environment: str | None = None
    feedback_scores: list[ScoreShape] | None = None
    span_feedback_scores: list[ScoreShape] | None = None
    experiment: ExperimentShape | None = None
    comments: list[CommentShape] | None = None


class SpanShape(msgspec.Struct, omit_defaults=True):
    """A span; units as in `TraceShape`."""

    id: str
    project_id: str
    trace_id: str
    parent_span_id: str | None = None
    name: str | None = None
    type: str | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    input: msgspec.Raw | None = None
    output: msgspec.Raw | None = None
    metadata: msgspec.Raw | None = None
    model: str | None = None
    provider: str | None = None
    tags: msgspec.Raw | None = None
    usage: msgspec.Raw | None = None
    error_info: msgspec.Raw | None = None
    created_at: datetime | None = None
    last_updated_at: datetime | None = None
    created_by: str | None = None
    last_updated_by: str | None = None
    total_estimated_cost: float | None = None
    total_estimated_cost_version: str | None = None
    duration: float | None = None
    ttft: float | None = None
    source: str | None = None
    environment: str | None = None
    feedback_scores: list[ScoreShape] | None = None
    comments: list[CommentShape] | None = None


class ThreadShape(msgspec.Struct, omit_defaults=True):
    """A thread: `id` is what the sender calls it, `thread_model_id` its own."""

    id: str
    project_id: str
    thread_model_id: str
    status: str
    number_of_messages: int
    start_time: datetime | None = None
    end_time: datetime | None = None
    duration: float | None = None
    first_message: msgspec.Raw | None = None
    last_message: msgspec.Raw | None = None
    total_estimated_cost: float | None = None
    usage: msgspec.Raw | None = None
    tags: msgspec.Raw | None = None
    last_updated_at: datetime | None = None
    last_updated_by: str | None = None
    created_at: datetime | None = None
    created_by: str | None = None
    environment: str | None = None
    feedback_scores: list[ScoreShape] | None = None
    comments: list[CommentShape] | None = None


_KEPT = {"id", "project_id", "trace_id", "parent_span_id"}
TRACE_EXCLUDABLE = frozenset(TraceShape.__struct_fields__) - _KEPT | {"guardrails_validations"}
SPAN_EXCLUDABLE = frozenset(SpanShape.__struct_fields__) - _KEPT


def shape_trace(trace: Trace) -> TraceShape:
    """A trace without its scores and comments; its metadata begins with the providers of its spans."""
    payload = trace.payload
    providers = None if trace.providers is None else sorted(decode_map(trace.providers))
    return TraceShape(
        format_id(trace.id),
        format_id(trace.project_id),
        trace.name,
        moment(trace.start_us),
        moment(trace.end_us),
        raw(payload.input),
        raw(payload.output),
        with_first(payload.metadata, "providers", providers),
        raw(trace.tags),
        raw(payload.error_info),
        raw(trace.usage),
        moment(trace.created_us),
        moment(trace.updated_us),
        trace.created_by,
        trace.updated_by,
        _usd(trace.cost_pico),
        trace.span_count,
        _ms(trace.start_us, trace.end_us),
        trace.ttft_ms,
        trace.thread_id,
        "default",
        trace.llm_span_count,
        trace.tool_span_count > 0,
        providers,
        trace.source,
        trace.environment,
    )


def shape_experiment(link: ExperimentLink | None) -> ExperimentShape | None:
    """What a trace shows of its experiment."""
    if link is None:
        return None
    return ExperimentShape(
        format_id(link.experiment_id), link.name, format_id(link.dataset_id), format_id(link.dataset_item_id)
    )


def shape_spans(spans: Iterable[Span]) -> list[SpanShape]:
    """Spans without their scores and comments; the metadata of each begins with its provider."""
    # Most spans of a page share their project, trace and time of arrival, and are parents of others.
    text, time = cache(format_id), cache(moment)

    return [
        SpanShape(
            text(span.id),
            text(span.project_id),
            text(span.trace_id),
            None if span.parent_span_id is None else text(span.parent_span_id),
            span.name,
            span.type,
            moment(span.start_us),
            moment(span.end_us),
            raw(span.payload.input),
            raw(span.payload.output),
            with_first(span.payload.metadata, "provider", span.provider),
            span.model,
            span.provider,
            raw(span.tags),
            raw(span.usage),
            raw(span.payload.error_info),
            time(span.created_us),
            time(span.updated_us),
            span.created_by,
            span.updated_by,
            _usd(span.cost_pico),
            span.cost_version,
            _ms(span.start_us, span.end_us),
            span.ttft_ms,
            span.source,
            span.environment,
        )
        for span in spans
    ]


def shape_thread(thread: Thread, project_id: bytes, now_us: int) -> ThreadShape:
    """A thread without its scores and comments."""
    return ThreadShape(
        thread.thread_id,
        format_id(project_id),
        format_id(thread.id),
        "active" if thread.is_active(now_us) else "inactive",
        2 * thread.trace_count,
        moment(thread.start_us),
        moment(thread.end_us),
        _ms(thread.start_us, thread.end_us),
        raw(thread.first_message),
        raw(thread.last_message),
        _usd(thread.cost_pico),
        raw(thread.usage),
        raw(thread.tags),
        moment(thread.updated_us),
        thread.updated_by,
        moment(thread.created_us),
        thread.created_by,
        thread.environment,
    )


def _usd(pico: int | None) -> float | None:
    """None where the cost is not known, which is kept as 0 or not at all."""
    return pico / 1e12 if pico else None


def _ms(start_us: int, end_us: int | None) -> float | None:
    return None if end_us is None else (end_us - start_us) / 1000
