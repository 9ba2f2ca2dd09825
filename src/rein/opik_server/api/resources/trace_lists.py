"""Reading traces: one, a list, a stream, what there is of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, uuid7
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import Missing
from rein.opik_server.api.listing import (
    MAX_SIZE,
    MAX_STREAM,
    check_excluded,
    excluded,
    named_project,
    of_queue,
    page_total,
    project_of,
    queue_of,
    send_page,
    send_stream,
    wanted,
)
from rein.opik_server.api.reinjection import reinject
from rein.opik_server.api.reply import reply
from rein.opik_server.api.shapes import shape_comments, shape_scores, shape_span_scores
from rein.opik_server.api.shapes_traces import TRACE_EXCLUDABLE, TraceShape, shape_experiment, shape_trace
from rein.opik_server.query import both, compile_filters, compile_sorting
from rein.opik_server.query.fields import TRACE_FIELDS
from rein.opik_server.query.narrow import TRACE_TEXTS, full_text, in_queue, made_between
from rein.opik_server.store.projects import require_project
from rein.opik_server.store.reading import WHOLE, Condition, Page, Wanted, count_traces, find_traces, load_traces
from rein.opik_server.store.reading_links import experiments_of
from rein.opik_server.store.reading_threads import comments_of, has_any, scores_of, span_scores_of
from rein.opik_server.store.totals import Kind

ENDPOINTS = Endpoints()

SORTABLE = (
    *("id", "name", "input", "output", "start_time", "end_time", "duration", "ttft", "metadata", "thread_id"),
    *("span_count", "llm_span_count", "usage.*", "total_estimated_cost", "tags", "error_info", "created_by"),
    *("created_at", "last_updated_at", "feedback_scores.*", "span_feedback_scores.*", "source", "environment"),
)


class _Search(msgspec.Struct):
    project_name: str | None = None
    project_id: str | None = None
    filters: msgspec.Raw = msgspec.Raw(b"null")
    last_retrieved_id: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_STREAM)] | None = None
    truncate: bool | None = None
    strip_attachments: bool | None = None
    exclude: list[str] | None = None
    from_time: str | None = None
    to_time: str | None = None


_search = msgspec.json.Decoder(_Search)
_FIELDS = frozenset(TraceShape.__struct_fields__)


def conditions(call: Call) -> Condition | None:
    """What the query string says of which traces. Raises FilterError."""
    query = call.query
    made = made_between(query.get("from_time"), query.get("to_time"))
    where = both(made and made.condition, compile_filters(query.get("filters"), TRACE_FIELDS))
    return both(both(where, full_text(query.get("search"), TRACE_TEXTS)), in_queue(queue_of(call), "t"))


@ENDPOINTS.get("/traces")
def get_traces(call: Call) -> Response:
    """A page of a project's traces, newest first."""
    project, where = named_project(call), conditions(call)
    order = compile_sorting(call.query.get("sorting"), TRACE_FIELDS)
    exclude = excluded(call.query.get("exclude"), TRACE_EXCLUDABLE)
    page, size = call.number("page", 1), call.number("size", 10, high=MAX_SIZE)
    offset = (page - 1) * size

    def find(connection: sqlite3.Connection, workspace: int) -> tuple[int, list[bytes]]:
        number = require_project(connection, workspace, project).project
        ids = find_traces(connection, number, Page(size, offset=offset), where, order)
        return page_total(offset, len(ids), size, lambda: count_traces(connection, number, where)), ids

    total, ids = call.read(find)
    need, queue = wanted(exclude, truncate=call.flag("truncate")), queue_of(call)
    return send_page(page, total, SORTABLE, ids, lambda part: _rows(call, part, need, exclude, queue))


@ENDPOINTS.post("/traces/search")
def search_traces(call: Call) -> Response:
    """A stream of a project's traces, ids descending."""
    body = call.decode(_search)
    project = project_of(body.project_name, body.project_id)
    made = made_between(body.from_time, body.to_time)
    where = both(made and made.condition, compile_filters(bytes(body.filters), TRACE_FIELDS))
    exclude = check_excluded(body.exclude or (), TRACE_EXCLUDABLE)
    before = None if body.last_retrieved_id is None else uuid7(body.last_retrieved_id, "last_retrieved_id")
    need = wanted(exclude, truncate=body.truncate is not False)
    number = call.read(lambda connection, workspace: require_project(connection, workspace, project).project)
    return send_stream(
        500 if body.limit is None else body.limit,
        lambda limit, below: call.read(lambda c, _: find_traces(c, number, Page(limit, below), where)),
        lambda part: _rows(call, part, need, exclude),
        before,
    )


@ENDPOINTS.get("/traces/{id}")
def get_trace(call: Call) -> Response:
    """One trace, whole, with what the client took out of it as attachments, unless `strip_attachments`."""
    found = _rows(call, [call.id()], WHOLE, frozenset())
    if not found:
        raise Missing("There is no such trace in this workspace.")
    reinject(call, Kind.TRACE, found[0])
    return reply(found[0])


def _rows(
    call: Call, ids: Sequence[bytes], need: Wanted, exclude: frozenset[str], queue: bytes | None = None
) -> list[TraceShape]:
    return call.read(lambda connection, workspace: traces(connection, workspace, ids, need, exclude, queue))


def traces(
    connection: sqlite3.Connection,
    workspace: int,
    ids: Sequence[bytes],
    need: Wanted,
    exclude: frozenset[str],
    queue: bytes | None = None,
) -> list[TraceShape]:
    """Traces in the order of the ids, without the excluded fields.

    With their scores and comments: all, or those of an annotation queue.
    """
    rows = load_traces(connection, workspace, ids, need)
    scores = {} if "feedback_scores" in exclude else scores_of(connection, workspace, Kind.TRACE, ids)
    comments = {} if "comments" in exclude else comments_of(connection, workspace, Kind.TRACE, ids)
    scores, comments = of_queue(scores, queue), of_queue(comments, queue)
    of_spans = "span_feedback_scores" not in exclude and has_any(connection, "scores", workspace, Kind.SPAN)
    below = span_scores_of(connection, workspace, ids) if of_spans else {}
    experiments = {} if "experiment" in exclude else experiments_of(connection, workspace, ids)
    shapes: list[TraceShape] = []
    for row in rows:
        shape = shape_trace(row)
        shape.feedback_scores = shape_scores(scores.get(row.id, ()))
        shape.span_feedback_scores = shape_span_scores(below.get(row.id, ()))
        shape.experiment = shape_experiment(experiments.get(row.id))
        shape.comments = shape_comments(comments.get(row.id, ()))
        for name in exclude & _FIELDS:
            setattr(shape, name, None)
        shapes.append(shape)
    return shapes
