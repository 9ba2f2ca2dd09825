"""The fields of traces, spans and threads, by which their lists are filtered and sorted."""

from __future__ import annotations

from collections.abc import Mapping

from rein.opik_server.query.field import Field, FieldKind
from rein.opik_server.store.reading_threads import INACTIVE_AFTER_US
from rein.opik_server.store.totals import Kind

_SCORE = (
    "(SELECT avg(s.value_nano) / 1e9 FROM scores s WHERE s.workspace = {0}.workspace AND s.kind = {1}"
    " AND s.entity = {0}.id AND lower(s.name) = lower(?))"
)
_SPAN_SCORE = (
    "(SELECT avg(s.value_nano) / 1e9 FROM spans c CROSS JOIN scores s ON s.workspace = c.workspace AND s.kind = 2"
    " AND s.entity = c.id WHERE c.trace_id = t.id AND c.workspace = t.workspace AND lower(s.name) = lower(?))"
)
_QUEUES = (
    "(SELECT json_group_array(uuid_text(q.queue_id)) FROM annotation_queue_items q"
    " WHERE q.workspace = {0}.workspace AND q.item_id = {0}.id)"
)
_EXPERIMENT = (
    "(SELECT i.experiment_id FROM experiment_items i WHERE i.workspace = t.workspace AND i.trace_id = t.id"
    " ORDER BY i.id DESC LIMIT 1)"
)
_NOW_US = "((julianday('now') - 2440587.5) * 86400e6)"
_NEWEST = "max(h.updated_us, coalesce(h.opened_us, 0))"
_STATUS = (
    f"CASE WHEN coalesce(h.closed_us, 0) < {_NEWEST} AND {_NOW_US} - {_NEWEST} < {INACTIVE_AFTER_US}"
    " THEN 'active' ELSE 'inactive' END"
)


def _row(alias: str) -> dict[str, Field]:
    """What traces, spans and threads have in common."""
    return {
        "tags": Field(FieldKind.LIST, f"{alias}.tags"),
        "start_time": Field(FieldKind.DATE_TIME, f"{alias}.start_us"),
        "end_time": Field(FieldKind.DATE_TIME, f"{alias}.end_us"),
        "created_at": Field(FieldKind.DATE_TIME, f"{alias}.created_us"),
        "last_updated_at": Field(FieldKind.DATE_TIME, f"{alias}.updated_us"),
        "created_by": Field(FieldKind.STRING, f"{alias}.created_by"),
        "last_updated_by": Field(FieldKind.STRING, f"{alias}.updated_by"),
    }


_OBSERVED: Mapping[str, Field] = {
    **_row("t"),
    "id": Field(FieldKind.ID, "t.id"),
    "name": Field(FieldKind.STRING, "t.name"),
    "input": Field(FieldKind.STRING, "searchable(p.input)"),
    "output": Field(FieldKind.STRING, "searchable(p.output)"),
    "input_json": Field(FieldKind.DICTIONARY, "p.input"),
    "output_json": Field(FieldKind.DICTIONARY, "p.output"),
    "metadata": Field(FieldKind.DICTIONARY, "p.metadata"),
    "custom": Field(FieldKind.CUSTOM),
    "duration": Field(FieldKind.NUMBER, "t.duration_us / 1e3"),
    "ttft": Field(FieldKind.NUMBER, "t.ttft_ms"),
    "error_info": Field(FieldKind.PRESENCE, "t.has_error"),
    "error_type": Field(FieldKind.STRING, """json_text(p.error_info, '[["exception_type"]]')"""),
    "source": Field(FieldKind.ENUM, "t.source"),
    "environment": Field(FieldKind.ENUM, "t.environment"),
}
"""What traces and spans have in common."""

TRACE_FIELDS: Mapping[str, Field] = {
    **_OBSERVED,
    "thread_id": Field(FieldKind.STRING, "t.thread_id"),
    "total_estimated_cost": Field(FieldKind.NUMBER, "coalesce(x.cost_pico, 0) / 1e12"),
    "span_count": Field(FieldKind.NUMBER, "coalesce(x.span_count, 0)"),
    "llm_span_count": Field(FieldKind.NUMBER, "coalesce(x.llm_span_count, 0)"),
    "usage": Field(FieldKind.NUMBERS, "x.usage"),
    "providers": Field(FieldKind.LIST, "(SELECT json_group_array(key) FROM json_each(x.providers))"),
    "feedback_scores": Field(FieldKind.SCORES, _SCORE.format("t", Kind.TRACE.value)),
    "span_feedback_scores": Field(FieldKind.SCORES, _SPAN_SCORE),
    "annotation_queue_ids": Field(FieldKind.LIST, _QUEUES.format("t")),
    "experiment_id": Field(FieldKind.ID, _EXPERIMENT),
    "experiment_ids": Field(FieldKind.ID, _EXPERIMENT),
    "visibility_mode": Field(FieldKind.ENUM, "'default'"),
    "guardrails": Field(FieldKind.STRING),
}

SPAN_FIELDS: Mapping[str, Field] = {
    **_OBSERVED,
    "trace_id": Field(FieldKind.ID, "t.trace_id"),
    "parent_span_id": Field(FieldKind.ID, "t.parent_span_id"),
    "type": Field(FieldKind.ENUM, "t.type"),
    "model": Field(FieldKind.STRING, "t.model"),
    "provider": Field(FieldKind.STRING, "t.provider"),
    "total_estimated_cost": Field(FieldKind.NUMBER, "coalesce(t.cost_pico, 0) / 1e12"),
    "usage": Field(FieldKind.NUMBERS, "t.usage"),
    "feedback_scores": Field(FieldKind.SCORES, _SCORE.format("t", Kind.SPAN.value)),
}

THREAD_FIELDS: Mapping[str, Field] = {
    **_row("h"),
    "id": Field(FieldKind.EXACT, "h.thread_id"),
    "thread_model_id": Field(FieldKind.ID, "h.id"),
    "first_message": Field(FieldKind.STRING, "searchable(fp.input)"),
    "last_message": Field(FieldKind.STRING, "searchable(lp.output)"),
    "number_of_messages": Field(FieldKind.NUMBER, "2 * h.trace_count"),
    "duration": Field(FieldKind.NUMBER, "(h.end_us - h.start_us) / 1e3"),
    "total_estimated_cost": Field(FieldKind.NUMBER, "h.cost_pico / 1e12"),
    "usage": Field(FieldKind.NUMBERS, "h.usage"),
    "status": Field(FieldKind.ENUM, _STATUS),
    "feedback_scores": Field(FieldKind.SCORES, _SCORE.format("h", Kind.THREAD.value)),
    "annotation_queue_ids": Field(FieldKind.LIST, _QUEUES.format("h")),
    "source": Field(FieldKind.ENUM, "f.source"),
    "environment": Field(FieldKind.ENUM, "f.environment"),
}
