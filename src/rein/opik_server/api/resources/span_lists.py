"""Reading spans: one, a list, the tree of a trace, a stream."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Annotated, NamedTuple, get_args

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid, uuid7
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest, Missing
from rein.opik_server.api.listing import (
    MAX_SIZE,
    MAX_STREAM,
    check_excluded,
    excluded,
    named_project,
    page_total,
    project_of,
    send_page,
    send_stream,
    wanted,
)
from rein.opik_server.api.reinjection import reinject
from rein.opik_server.api.reply import reply
from rein.opik_server.api.shapes import shape_comments, shape_scores
from rein.opik_server.api.shapes_traces import SPAN_EXCLUDABLE, SpanShape, shape_spans
from rein.opik_server.ingest import SpanType
from rein.opik_server.query import both, compile_filters, compile_sorting
from rein.opik_server.query.fields import SPAN_FIELDS
from rein.opik_server.query.narrow import SPAN_TEXTS, full_text, made_between
from rein.opik_server.store.cells_reading import in_cells, total_spans
from rein.opik_server.store.projects import require_project
from rein.opik_server.store.reading import WHOLE, Condition, Made, Page, Wanted, find_spans, load_spans
from rein.opik_server.store.reading_threads import comments_of, has_any, scores_of
from rein.opik_server.store.totals import Kind

ENDPOINTS = Endpoints()

SORTABLE = (
    *("id", "name", "type", "trace_id", "parent_span_id", "input", "output", "metadata", "start_time", "end_time"),
    *("duration", "ttft", "usage.*", "tags", "created_at", "last_updated_at", "model", "provider"),
    *("total_estimated_cost", "error_info", "created_by", "feedback_scores.*", "source", "environment"),
)
TYPES: frozenset[str] = frozenset(get_args(SpanType))


class _Search(msgspec.Struct):
    trace_id: str | None = None
    project_name: str | None = None
    project_id: str | None = None
    type: SpanType | None = None
    filters: msgspec.Raw = msgspec.Raw(b"null")
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_STREAM)] | None = None
    last_retrieved_id: str | None = None
    truncate: bool | None = None
    exclude: list[str] | None = None
    from_time: str | None = None
    to_time: str | None = None


_search = msgspec.json.Decoder(_Search)


class Asked(NamedTuple):
    """Which spans a request asks for."""

    where: Condition | None
    trace: bytes | None
    made: Made | None


def conditions(call: Call) -> Asked:
    """What the query string says of which spans. Raises FilterError, BadRequest."""
    query = call.query
    where = both(of_type(query.get("type")), compile_filters(query.get("filters"), SPAN_FIELDS))
    where = both(where, full_text(query.get("search"), SPAN_TEXTS))
    trace = query.get("trace_id")
    made = made_between(query.get("from_time"), query.get("to_time"))
    return Asked(where, any_uuid(trace, "trace_id") if trace else None, made)


def of_type(name: str | None) -> Condition | None:
    """That a span has a type. Raises BadRequest."""
    if not name:
        return None
    if name not in TYPES:
        raise BadRequest(f"type: expected one of {', '.join(sorted(TYPES))}.")
    return Condition("t.type = ?", (name,))


@ENDPOINTS.get("/spans")
def get_spans(call: Call) -> Response:
    """A page of a project's spans, or of one of its traces', newest first."""
    project, asked = named_project(call), conditions(call)
    where = both(asked.made and asked.made.condition, asked.where)
    order = compile_sorting(call.query.get("sorting"), SPAN_FIELDS)
    exclude = excluded(call.query.get("exclude"), SPAN_EXCLUDABLE)
    page, size = call.number("page", 1), call.number("size", 10, high=MAX_SIZE)
    offset = (page - 1) * size

    def find(connection: sqlite3.Connection, workspace: int) -> tuple[int, list[bytes]]:
        number = require_project(connection, workspace, project).project
        limit, known = size, None
        if where is not None and asked.trace is None and in_cells(asked.where):
            known = total_spans(connection, number, *asked)
            limit = max(min(size, known - offset), 0)  # the search ends with the last row that there is
        ids = find_spans(connection, number, Page(limit, offset=offset), where, order, asked.trace) if limit else []
        if known is not None:
            return known, ids
        return page_total(offset, len(ids), size, lambda: total_spans(connection, number, *asked)), ids

    total, ids = call.read(find)
    need = wanted(exclude, truncate=call.flag("truncate"))
    return send_page(page, total, SORTABLE, ids, lambda part: _rows(call, part, need, exclude))


@ENDPOINTS.post("/spans/search")
def search_spans(call: Call) -> Response:
    """A stream of a project's spans, or of one of its traces', ids descending."""
    body = call.decode(_search)
    project = project_of(body.project_name, body.project_id)
    made = made_between(body.from_time, body.to_time)
    where = both(made and made.condition, compile_filters(bytes(body.filters), SPAN_FIELDS))
    where = both(of_type(body.type), where)
    trace = any_uuid(body.trace_id, "trace_id") if body.trace_id else None
    exclude = check_excluded(body.exclude or (), SPAN_EXCLUDABLE)
    before = None if body.last_retrieved_id is None else uuid7(body.last_retrieved_id, "last_retrieved_id")
    need = wanted(exclude, truncate=body.truncate is not False)
    number = call.read(lambda connection, workspace: require_project(connection, workspace, project).project)
    return send_stream(
        500 if body.limit is None else body.limit,
        lambda limit, below: call.read(lambda c, _: find_spans(c, number, Page(limit, below), where, trace=trace)),
        lambda part: _rows(call, part, need, exclude),
        before,
    )


@ENDPOINTS.get("/spans/{id}")
def get_span(call: Call) -> Response:
    """One span, whole, with what the client took out of it as attachments, unless `strip_attachments`."""
    found = _rows(call, [call.id()], WHOLE, frozenset())
    if not found:
        raise Missing("There is no such span in this workspace.")
    reinject(call, Kind.SPAN, found[0])
    return reply(found[0])


def _rows(call: Call, ids: Sequence[bytes], need: Wanted, exclude: frozenset[str]) -> list[SpanShape]:
    return call.read(lambda connection, workspace: spans(connection, workspace, ids, need, exclude))


def spans(
    connection: sqlite3.Connection, workspace: int, ids: Sequence[bytes], need: Wanted, exclude: frozenset[str]
) -> list[SpanShape]:
    """Spans with their scores and comments, in the order of the ids, without the excluded fields."""
    rows = load_spans(connection, workspace, ids, need)
    shapes = shape_spans(rows)
    scored = "feedback_scores" not in exclude and has_any(connection, "scores", workspace, Kind.SPAN)
    commented = "comments" not in exclude and has_any(connection, "comments", workspace, Kind.SPAN)
    scores = scores_of(connection, workspace, Kind.SPAN, ids) if scored else {}
    comments = comments_of(connection, workspace, Kind.SPAN, ids) if commented else {}
    if scores or comments or exclude:
        for row, shape in zip(rows, shapes, strict=True):
            shape.feedback_scores = shape_scores(scores.get(row.id, ()))
            shape.comments = shape_comments(comments.get(row.id, ()))
            for name in exclude:
                setattr(shape, name, None)
    return shapes
