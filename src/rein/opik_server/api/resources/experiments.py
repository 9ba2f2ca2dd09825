"""Experiments themselves. Their items, groups and comparison have modules of their own."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import (
    MAX_BATCH,
    IdBatch,
    NonBlank,
    contains,
    id_list,
    id_or_new,
    ids_of,
    path_id,
    project_of,
    query_id,
    selection_of,
    tags_of,
)
from rein.opik_server.api.reply import PageOf, created, ndjson, no_content, reply
from rein.opik_server.api.resources.datasets import of_project
from rein.opik_server.api.resources.datasets_shapes import NULL, Tag, given, json_of
from rein.opik_server.api.resources.experiments_shapes import ExperimentOut, experiments_out
from rein.opik_server.query import Field, FieldKind, both
from rein.opik_server.store.experiments import (
    CreateExperiment,
    DeleteExperiments,
    ExperimentFields,
    ExperimentUpdate,
    FinishExperiments,
    UpdateExperiments,
)
from rein.opik_server.store.experiments_reading import (
    in_project,
    list_experiments,
    own_score_names_of,
    require_experiment,
    score_names_of,
    stream_experiments,
)
from rein.opik_server.store.payload import pack
from rein.opik_server.store.reading import Condition
from rein.opik_server.store.tags import TagChange

ENDPOINTS = Endpoints()

ExperimentType = Literal["regular", "trial", "mini-batch", "mutation"]
Status = Literal["running", "completed", "cancelled"]
Tags = Annotated[list[Tag], msgspec.Meta(max_length=50)]

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


class _Score(msgspec.Struct):
    name: NonBlank
    value: Annotated[float, msgspec.Meta(ge=-1e300, le=1e300)]


class _Prompt(msgspec.Struct):
    id: str


class _Create(msgspec.Struct):
    dataset_name: NonBlank | None = None
    id: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    name: str | None = None
    metadata: msgspec.Raw = NULL
    tags: Tags | None = None
    type: ExperimentType | None = None
    evaluation_method: Literal["dataset", "evaluation_suite"] | None = None
    optimization_id: str | None = None
    status: Status | None = None
    experiment_scores: list[_Score] | None = None
    prompt_version: _Prompt | None = None
    prompt_versions: list[_Prompt] | None = None
    dataset_version_id: str | None = None


class _Update(msgspec.Struct):
    name: NonBlank | None = None
    metadata: msgspec.Raw = NULL
    tags: Tags | None = None
    tags_to_add: Tags | None = None
    tags_to_remove: Tags | None = None
    type: ExperimentType | None = None
    status: Status | None = None
    experiment_scores: list[_Score] | None = None


class _BatchUpdate(msgspec.Struct):
    ids: IdBatch
    update: _Update
    merge_tags: bool | None = None


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


_create = msgspec.json.Decoder(_Create)
_update = msgspec.json.Decoder(_Update)
_batch_update = msgspec.json.Decoder(_BatchUpdate)
_stream = msgspec.json.Decoder(_Stream)
_texts = msgspec.json.Decoder(Annotated[list[str], msgspec.Meta(max_length=MAX_BATCH)])


@ENDPOINTS.post("/experiments")
def create(call: Call) -> Response:
    """Make one, and its dataset if it is not there; a blank name is made up. Sent again, it changes nothing."""
    body = call.decode(_create)
    experiment = id_or_new(body.id)
    prompts = [*([body.prompt_version] if body.prompt_version else ()), *(body.prompt_versions or ())]
    fields = ExperimentFields(
        name=body.name if body.name and body.name.strip() else made_up_name(),
        dataset_name=body.dataset_name,
        dataset_version_id=_optional(body.dataset_version_id, "dataset_version_id"),
        project=project_of(body.project_id, body.project_name),
        metadata=packed(body.metadata),
        tags=tags_of(body.tags),
        type=body.type or "regular",
        evaluation_method=body.evaluation_method or "dataset",
        optimization_id=_optional(body.optimization_id, "optimization_id"),
        status=body.status or "completed",
        scores=json_of(body.experiment_scores),
        prompt_version_ids=list(dict.fromkeys(any_uuid(prompt.id, "prompt_versions") for prompt in prompts)),
    )
    call.write(CreateExperiment(call.workspace, experiment, fields, call.now_us, call.by, len(call.body) + 1000))
    return created(call.base_url, "/v1/private/experiments", experiment)


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
    """Those whose name has a text in it, letters large or small, newest first."""
    body = call.decode(_stream)
    where = contains("e.name", body.name)
    if body.project_name is not None and body.project_name.strip():
        where = both(where, in_project(body.project_name.strip()))
    return ndjson(_rows(call, where or Condition("1"), body.limit or 500, _optional(body.last_retrieved_id, "cursor")))


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


@ENDPOINTS.get("/experiments/{id}")
def get(call: Call) -> Response:
    """One, with what its traces come to."""
    experiment = path_id(call)

    def query(connection: sqlite3.Connection, workspace: int) -> ExperimentOut:
        found = require_experiment(connection, workspace, experiment)
        return experiments_out(connection, workspace, [found])[0]

    return reply(call.read(query))


@ENDPOINTS.patch("/experiments/{id}")
def update(call: Call) -> Response:
    """Change what the body names."""
    fields = _fields(call.decode(_update))
    call.write(UpdateExperiments(call.workspace, [path_id(call)], fields, True, call.now_us, call.by))
    return no_content()


@ENDPOINTS.patch("/experiments/batch")
def update_batch(call: Call) -> Response:
    """Change some; with `merge_tags` the tags are added to those that each has."""
    body = call.decode(_batch_update)
    if body.merge_tags and body.update.tags is not None:
        body.update.tags_to_add = [*(body.update.tags_to_add or ()), *body.update.tags]
        body.update.tags = None
    ids = id_list(body.ids)
    call.write(UpdateExperiments(call.workspace, ids, _fields(body.update), False, call.now_us, call.by))
    return no_content()


@ENDPOINTS.post("/experiments/delete")
def delete(call: Call) -> Response:
    """Remove some with their items; the traces stay."""
    call.write(DeleteExperiments(call.workspace, ids_of(call)))
    return no_content()


@ENDPOINTS.post("/experiments/finish")
def finish(call: Call) -> Response:
    """Those that run are completed."""
    call.write(FinishExperiments(call.workspace, ids_of(call), call.now_us, call.by))
    return no_content()


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


def made_up_name() -> str:
    """A name for an experiment that got none."""
    return f"{secrets.choice(_ADJECTIVES)}_{secrets.choice(_NOUNS)}_{secrets.randbelow(9000) + 1000}"


def packed(value: msgspec.Raw) -> bytes | None:
    """A JSON value of a body as the store keeps it; null is none."""
    return pack(bytes(value)) if given(value) else None


_ADJECTIVES = "brave bright calm clever curious eager gentle honest keen lively patient quick quiet steady wise".split()
_NOUNS = "badger cedar comet falcon harbor heron island lantern maple meadow otter river sparrow summit willow".split()


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


def _fields(body: _Update) -> ExperimentUpdate:
    return ExperimentUpdate(
        name=body.name,
        metadata=packed(body.metadata),
        tags=tags_of(body.tags),
        tag_change=TagChange(tuple(body.tags_to_add or ()), tuple(body.tags_to_remove or ())),
        type=body.type,
        status=body.status,
        scores=json_of(body.experiment_scores),
    )


def _optional(text: str | None, place: str) -> bytes | None:
    return None if text is None else any_uuid(text, place)
