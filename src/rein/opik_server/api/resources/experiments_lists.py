"""Lists of experiments: by page, as a stream, and the names of their scores."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import MAX_BATCH, NonBlank, contains, id_list, path_id, query_id, selection_of
from rein.opik_server.api.reply import PageOf, ndjson, reply
from rein.opik_server.api.resources.datasets import of_project
from rein.opik_server.api.resources.experiments_shapes import ExperimentOut, experiments_out
from rein.opik_server.query import Field, FieldKind, both
from rein.opik_server.store.experiments_reading import (
    list_experiments,
    narrowed,
    own_score_names_of,
    score_names_of,
    stream_experiments,
)
from rein.opik_server.store.reading import Condition

ENDPOINTS = Endpoints()

_SCORE = (
    "(SELECT avg(s.value_nano) / 1e9 FROM experiment_items i CROSS JOIN scores s ON s.workspace = i.workspace"
    " AND s.kind = 1 AND s.entity = i.trace_id AND s.name = ?"
    " WHERE i.workspace = e.workspace AND i.experiment_id = e.id)"
)
_OWN_SCORE = (
    "(SELECT json_extract(one.value, '$.value') FROM json_each(e.scores) one"
    " WHERE json_extract(one.value, '$.name') = ?)"
)
_PROMPTS = (
    "(SELECT json_group_array(uuid_text(m.id)) FROM experiment_prompts x JOIN prompt_versions v"
    " ON v.workspace = x.workspace AND v.id = x.prompt_version_id JOIN prompts m ON m.prompt = v.prompt"
    " WHERE x.workspace = e.workspace AND x.experiment_id = e.id)"
)
_WITH_PROMPT = (
    "EXISTS (SELECT 1 FROM experiment_prompts x JOIN prompt_versions v ON v.workspace = x.workspace"
    " AND v.id = x.prompt_version_id JOIN prompts m ON m.prompt = v.prompt"
    " WHERE x.workspace = e.workspace AND x.experiment_id = e.id AND m.id = ?)"
)
_COST = (
    "(SELECT {} FROM experiment_items i JOIN trace_totals c ON c.workspace = i.workspace AND c.trace_id = i.trace_id"
    " WHERE i.workspace = e.workspace AND i.experiment_id = e.id)"
)
FIELDS = {
    "id": Field(FieldKind.ID, "e.id"),
    "name": Field(FieldKind.STRING, "e.name"),
    "metadata": Field(FieldKind.DICTIONARY, "e.metadata"),
    "dataset_id": Field(FieldKind.ID, "e.dataset_id"),
    "project_id": Field(FieldKind.ID, "p.id"),
    "optimization_id": Field(FieldKind.ID, "e.optimization_id"),
    "prompt_ids": Field(FieldKind.LIST, _PROMPTS),
    "tags": Field(FieldKind.LIST, "e.tags"),
    "type": Field(FieldKind.ENUM, "e.type"),
    "status": Field(FieldKind.ENUM, "e.status"),
    "feedback_scores": Field(FieldKind.SCORES, _SCORE),
    "experiment_scores": Field(FieldKind.SCORES, _OWN_SCORE),
    "created_at": Field(FieldKind.DATE_TIME, "e.created_us"),
    "created_by": Field(FieldKind.STRING, "e.created_by"),
    "last_updated_at": Field(FieldKind.DATE_TIME, "e.updated_us"),
    "last_updated_by": Field(FieldKind.STRING, "e.updated_by"),
}
_SORTABLE = {
    **{name: field for name, field in FIELDS.items() if name != "prompt_ids"},
    "trace_count": Field(
        FieldKind.NUMBER,
        "(SELECT count(DISTINCT i.trace_id) FROM experiment_items i"
        " WHERE i.workspace = e.workspace AND i.experiment_id = e.id)",
    ),
    "total_estimated_cost": Field(FieldKind.NUMBER, _COST.format("sum(c.cost_pico)")),
    "total_estimated_cost_avg": Field(FieldKind.NUMBER, _COST.format("avg(c.cost_pico)")),
}
_CHUNK = 50


class _Stream(msgspec.Struct):
    name: NonBlank
    limit: Annotated[int, msgspec.Meta(ge=1, le=2000)] | None = None
    last_retrieved_id: str | None = None
    project_name: str | None = None


class _ScoreName(msgspec.Struct):
    name: str
    type: str


class _ScoreNames(msgspec.Struct):
    scores: list[_ScoreName]


_stream = msgspec.json.Decoder(_Stream)
_texts = msgspec.json.Decoder(Annotated[list[str], msgspec.Meta(max_length=MAX_BATCH)])


@ENDPOINTS.get("/experiments", missing="sorting by duration and usage")
def find(call: Call) -> Response:
    """A page of them, newest first."""
    project = query_id(call, "project_id")
    return _page(call, None if project is None else of_project("e", project))


@ENDPOINTS.get("/projects/{projectId}/experiments", missing="sorting by duration and usage")
def find_in_project(call: Call) -> Response:
    """A page of those that belong to a project."""
    return _page(call, of_project("e", path_id(call, "projectId")))


@ENDPOINTS.post("/experiments/stream")
def stream(call: Call) -> Response:
    """Those whose name has a text in it, letters large or small, newest first: of a project, if it has any such."""
    body = call.decode(_stream)
    named = contains("e.name", body.name) or Condition("1")
    project = (body.project_name or "").strip() or None
    where = call.read(lambda connection, workspace: narrowed(connection, workspace, named, project))
    after = None if body.last_retrieved_id is None else any_uuid(body.last_retrieved_id, "last_retrieved_id")
    return ndjson(_rows(call, where, body.limit or 500, after))


def _rows(call: Call, where: Condition, limit: int, after: bytes | None) -> Iterator[ExperimentOut]:
    while limit > 0:
        size, before = min(limit, _CHUNK), after

        def query(
            connection: sqlite3.Connection, workspace: int, size: int = size, before: bytes | None = before
        ) -> tuple[bytes | None, list[ExperimentOut]]:
            found = stream_experiments(connection, workspace, size, before, where)
            return found[-1].id if found else None, experiments_out(connection, workspace, found)

        after, found = call.read(query)
        yield from found
        if len(found) < size:
            return
        limit -= size


@ENDPOINTS.get("/experiments/feedback-scores/names")
def score_names(call: Call) -> Response:
    """The names of the scores that experiments have: of their traces, and their own."""
    experiments, project = experiment_ids(call), query_id(call, "project_id")
    names, own = call.read(
        lambda connection, workspace: (
            score_names_of(connection, workspace, experiments, project),
            own_score_names_of(connection, workspace, experiments, project),
        )
    )
    found = [_ScoreName(name, "feedback_scores") for name in names]
    return reply(_ScoreNames(found + [_ScoreName(name, "experiment_scores") for name in own]))


def experiment_ids(call: Call) -> list[bytes] | None:
    """`experiment_ids` of the query string: a JSON array; None if it is not there. Raises BadRequest."""
    text = call.query.get("experiment_ids")
    if not text:
        return None
    try:
        return id_list(_texts.decode(text))
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadRequest(f"experiment_ids: expected a JSON array of at most {MAX_BATCH} ids.") from error


def matching(call: Call) -> Condition | None:
    """What the query string asks besides filters: name, types, and whether dataset or project are gone."""
    where = contains("e.name", call.query.get("name"))
    if call.flag("dataset_deleted"):
        where = both(where, Condition("e.dataset_id IS NOT NULL AND d.dataset IS NULL"))
    if call.flag("project_deleted"):
        where = both(where, Condition("p.project IS NULL"))
    types = call.query.get("types")
    if types:
        try:
            chosen = _texts.decode(types)
        except (msgspec.MsgspecError, UnicodeError) as error:
            raise BadRequest("types: expected a JSON array of texts.") from error
        marks = ", ".join("?" * len(chosen))
        where = both(where, Condition(f"e.type IN ({marks})", tuple(chosen)))
    return where


def _page(call: Call, where: Condition | None) -> Response:
    page, selection = selection_of(call, FIELDS, _SORTABLE)
    where = both(where, matching(call))
    for name, column in (("datasetId", "e.dataset_id"), ("optimization_id", "e.optimization_id")):
        wanted = query_id(call, name)
        where = where if wanted is None else both(where, Condition(f"{column} = ?", (wanted,)))
    prompt = query_id(call, "prompt_id")
    if prompt is not None:
        where = both(where, Condition(_WITH_PROMPT, (prompt,)))
    chosen = experiment_ids(call)
    if chosen is not None:
        where = both(where, Condition(f"e.id IN ({', '.join('?' * len(chosen))})", tuple(chosen)))

    def query(connection: sqlite3.Connection, workspace: int) -> tuple[int, list[ExperimentOut]]:
        total, found = list_experiments(connection, workspace, selection.and_where(where))
        return total, experiments_out(connection, workspace, found)

    total, content = call.read(query)
    return reply(PageOf(page=page, size=len(content), total=total, content=content, sortable_by=sorted(_SORTABLE)))
