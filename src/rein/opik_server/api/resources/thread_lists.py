"""Reading threads: one, a list, a stream."""

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
    named_project,
    of_queue,
    page_total,
    project_of,
    queue_of,
    send_page,
    send_stream,
    wanted,
)
from rein.opik_server.api.reply import reply
from rein.opik_server.api.shapes import shape_comments, shape_scores
from rein.opik_server.api.shapes_traces import ThreadShape, shape_thread
from rein.opik_server.query import both, compile_filters, compile_sorting
from rein.opik_server.query.fields import THREAD_FIELDS
from rein.opik_server.query.narrow import THREAD_TEXTS, alive_between, full_text, in_queue
from rein.opik_server.store.projects import Project, require_project
from rein.opik_server.store.reading import Condition, Page, Wanted
from rein.opik_server.store.reading_threads import (
    BY_UPDATE,
    Thread,
    comments_of,
    count_threads,
    find_threads,
    get_thread,
    load_threads,
    scores_of,
    thread_model_id,
)
from rein.opik_server.store.totals import Kind

ENDPOINTS = Endpoints()

SORTABLE = (
    *("id", "start_time", "end_time", "duration", "number_of_messages", "last_updated_at", "created_by", "created_at"),
    *("total_estimated_cost", "usage.*", "tags", "status", "first_message", "last_message", "feedback_scores.*"),
    "environment",
)


class _Search(msgspec.Struct):
    project_name: str | None = None
    project_id: str | None = None
    filters: msgspec.Raw = msgspec.Raw(b"null")
    last_retrieved_thread_model_id: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_STREAM)] | None = None
    truncate: bool | None = None
    strip_attachments: bool | None = None
    from_time: str | None = None
    to_time: str | None = None


class _Named(msgspec.Struct):
    thread_id: Annotated[str, msgspec.Meta(min_length=1)]
    project_name: str | None = None
    project_id: str | None = None
    truncate: bool | None = None


_search = msgspec.json.Decoder(_Search)
_named = msgspec.json.Decoder(_Named)


def conditions(call: Call) -> Condition | None:
    """What the query string says of which threads. Raises FilterError."""
    query = call.query
    where = both(
        alive_between(query.get("from_time"), query.get("to_time")),
        compile_filters(query.get("filters"), THREAD_FIELDS),
    )
    return both(both(where, full_text(query.get("search"), THREAD_TEXTS)), in_queue(queue_of(call), "h"))


@ENDPOINTS.get("/traces/threads")
def list_threads(call: Call) -> Response:
    """A page of a project's threads, the newest update first."""
    named, where = named_project(call), conditions(call)
    order = compile_sorting(call.query.get("sorting"), THREAD_FIELDS) or BY_UPDATE
    page, size = call.number("page", 1), call.number("size", 10, high=MAX_SIZE)
    offset = (page - 1) * size

    def find(connection: sqlite3.Connection, workspace: int) -> tuple[Project, int, list[bytes]]:
        project = require_project(connection, workspace, named)
        ids = find_threads(connection, project.project, Page(size, offset=offset), where, order)
        total = page_total(offset, len(ids), size, lambda: count_threads(connection, project.project, where))
        return project, total, ids

    project, total, ids = call.read(find)
    need, queue = wanted(frozenset(), truncate=call.flag("truncate")), queue_of(call)
    return send_page(page, total, SORTABLE, ids, lambda part: _rows(call, project, part, need, queue))


@ENDPOINTS.post("/traces/threads/search")
def search_threads(call: Call) -> Response:
    """A stream of a project's threads, own ids descending."""
    body = call.decode(_search)
    named = project_of(body.project_name, body.project_id)
    where = both(alive_between(body.from_time, body.to_time), compile_filters(bytes(body.filters), THREAD_FIELDS))
    need = wanted(frozenset(), truncate=body.truncate is not False)
    project = call.read(lambda connection, workspace: require_project(connection, workspace, named))
    before = _cursor(call, project, body.last_retrieved_thread_model_id)
    return send_stream(
        500 if body.limit is None else body.limit,
        lambda limit, below: call.read(lambda c, _: find_threads(c, project.project, Page(limit, below), where)),
        lambda part: _rows(call, project, part, need),
        before,
    )


@ENDPOINTS.post("/traces/threads/retrieve")
def retrieve_thread(call: Call) -> Response:
    """One thread by what its sender calls it."""
    body = call.decode(_named)
    named = project_of(body.project_name, body.project_id)
    need = wanted(frozenset(), truncate=body.truncate is True)

    def find(connection: sqlite3.Connection, workspace: int) -> ThreadShape:
        project = require_project(connection, workspace, named)
        thread = get_thread(connection, project.project, body.thread_id, need)
        if thread is None:
            raise Missing("There is no such thread in this project.")
        return _shaped(connection, workspace, project, [thread], call.now_us)[0]

    return reply(call.read(find))


def _cursor(call: Call, project: Project, text: str | None) -> bytes | None:
    """The thread that was sent last: what its sender calls it, as the official client has it, or its own id."""
    if text is None:
        return None
    named = call.read(lambda connection, _: thread_model_id(connection, project.project, text))
    return uuid7(text, "last_retrieved_thread_model_id") if named is None else named


def _rows(
    call: Call, project: Project, ids: Sequence[bytes], need: Wanted, queue: bytes | None = None
) -> list[ThreadShape]:
    return call.read(
        lambda connection, workspace: _shaped(
            connection, workspace, project, load_threads(connection, ids, need), call.now_us, queue
        )
    )


def _shaped(
    connection: sqlite3.Connection,
    workspace: int,
    project: Project,
    threads: Sequence[Thread],
    now_us: int,
    queue: bytes | None = None,
) -> list[ThreadShape]:
    ids = [thread.id for thread in threads]
    scores = of_queue(scores_of(connection, workspace, Kind.THREAD, ids), queue)
    comments = of_queue(comments_of(connection, workspace, Kind.THREAD, ids), queue)
    shapes: list[ThreadShape] = []
    for thread in threads:
        shape = shape_thread(thread, project.id, now_us)
        shape.feedback_scores = shape_scores(scores.get(thread.id, ()))
        shape.comments = shape_comments(comments.get(thread.id, ()))
        shapes.append(shape)
    return shapes
