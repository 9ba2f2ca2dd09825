"""The lines of an exported project: one JSON object each, told apart by `kind`, with the wire's names.

Payloads are carried as they were sent. Times are ISO 8601 with microseconds.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

EntityType = Literal["trace", "span", "thread"]
_NULL = msgspec.Raw(b"null")
_MAX_SCORE = 999_999_999.999999999


class _Made(msgspec.Struct, omit_defaults=True, kw_only=True):
    """Who wrote it and when, first and last."""

    created_at: datetime | None = None
    created_by: str = ""
    last_updated_at: datetime | None = None
    last_updated_by: str = ""


class ProjectLine(_Made, tag_field="kind", tag="project", omit_defaults=True, kw_only=True):
    """The first line."""

    name: str
    description: str | None = None
    visibility: str = "private"


class ThreadLine(_Made, tag_field="kind", tag="thread", omit_defaults=True, kw_only=True):
    """What of a thread does not follow from its traces; threads come before them."""

    thread_id: str
    id: str
    project_name: str
    tags: list[str] | None = None
    closed_at: datetime | None = None
    opened_at: datetime | None = None


class TraceLine(_Made, tag_field="kind", tag="trace", omit_defaults=True, kw_only=True):
    """A trace."""

    id: str
    project_name: str
    name: str | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    thread_id: str | None = None
    tags: msgspec.Raw = _NULL
    ttft: float | None = None
    source: str | None = None
    environment: str | None = None
    input: msgspec.Raw = _NULL
    output: msgspec.Raw = _NULL
    metadata: msgspec.Raw = _NULL
    error_info: msgspec.Raw = _NULL


class SpanLine(TraceLine, tag_field="kind", tag="span", omit_defaults=True, kw_only=True):
    """A span; `thread_id` is not used."""

    trace_id: str
    parent_span_id: str | None = None
    type: str | None = None
    model: str | None = None
    provider: str | None = None
    usage: msgspec.Raw = _NULL
    total_estimated_cost: float | None = None
    total_estimated_cost_version: str | None = None


class ScoreLine(_Made, tag_field="kind", tag="score", omit_defaults=True, kw_only=True):
    """One author's score. `entity` is an id, of a thread its `thread_id`."""

    entity_type: EntityType
    entity: str
    project_name: str
    name: Annotated[str, msgspec.Meta(min_length=1)]
    author: str
    value: Annotated[float, msgspec.Meta(ge=-_MAX_SCORE, le=_MAX_SCORE)]
    source: str
    reason: str | None = None
    category_name: str | None = None
    source_queue_id: str | None = None


class CommentLine(_Made, tag_field="kind", tag="comment", omit_defaults=True, kw_only=True):
    """A comment. `entity` as in a score."""

    id: str
    entity_type: EntityType
    entity: str
    project_name: str
    text: str
    source_queue_id: str | None = None


Line = ProjectLine | ThreadLine | TraceLine | SpanLine | ScoreLine | CommentLine
