"""Optimizations. Their trials are experiments that name them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import (
    NonBlank,
    contains,
    id_or_new,
    ids_of,
    path_id,
    project_of,
    query_id,
    selection_of,
)
from rein.opik_server.api.reply import PageOf, created, moment, no_content, raw, reply
from rein.opik_server.api.resources.experiments import made_up_name
from rein.opik_server.decoding import Counted
from rein.opik_server.ids import format_id
from rein.opik_server.query import Field, FieldKind
from rein.opik_server.store.optimization_trials import Candidate, Trials, trials_of
from rein.opik_server.store.optimizations import (
    DropOptimizations,
    Optimization,
    PutOptimization,
    UpdateOptimization,
    list_optimizations,
    require_optimization,
)
from rein.opik_server.store.reading import Condition

ENDPOINTS = Endpoints()
PATH = "/optimizations"

Status = Literal["running", "completed", "cancelled", "initialized", "error"]
_NULL = msgspec.Raw(b"null")

FIELDS: Mapping[str, Field] = {
    "id": Field(FieldKind.ID, "o.id"),
    "name": Field(FieldKind.STRING, "o.name"),
    "dataset_id": Field(FieldKind.ID, "o.dataset_id"),
    "dataset_name": Field(FieldKind.STRING, "coalesce(d.name, o.dataset_name)"),
    "project_id": Field(FieldKind.ID, "j.id"),
    "objective_name": Field(FieldKind.STRING, "o.objective_name"),
    "status": Field(FieldKind.ENUM, "o.status"),
    "metadata": Field(FieldKind.DICTIONARY, "o.metadata"),
    "created_at": Field(FieldKind.DATE_TIME, "o.created_us"),
    "created_by": Field(FieldKind.STRING, "o.created_by"),
    "last_updated_at": Field(FieldKind.DATE_TIME, "o.updated_us"),
    "last_updated_by": Field(FieldKind.STRING, "o.updated_by"),
}


class _Message(Counted):
    role: NonBlank
    content: NonBlank


class _Prompt(msgspec.Struct):
    messages: Annotated[list[_Message], msgspec.Meta(min_length=1)]


class _Model(msgspec.Struct, omit_defaults=True):
    model: NonBlank
    parameters: msgspec.Raw = _NULL


class _Part(Counted, omit_defaults=True):
    """A metric, or what optimizes."""

    type: NonBlank
    parameters: msgspec.Raw = _NULL


class _Evaluation(msgspec.Struct):
    metrics: Annotated[list[_Part], msgspec.Meta(min_length=1)]


class _Studio(msgspec.Struct):
    """What Opik's own console starts an optimization with; nothing is started here."""

    dataset_name: NonBlank
    prompt: _Prompt
    llm_model: _Model
    evaluation: _Evaluation
    optimizer: _Part


class _New(msgspec.Struct):
    dataset_name: NonBlank
    objective_name: NonBlank
    status: Status
    id: str | None = None
    name: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    metadata: msgspec.Raw = _NULL
    studio_config: _Studio | None = None


class _Changes(msgspec.Struct):
    name: str | None = None
    status: Status | None = None


class _Average(msgspec.Struct):
    name: str
    value: float


class _Out(msgspec.Struct, omit_defaults=True, kw_only=True):
    id: str
    name: str
    dataset_name: str
    dataset_id: str
    project_id: str | None = None
    objective_name: str
    status: str
    metadata: msgspec.Raw | None = None
    studio_config: msgspec.Raw | None = None
    num_trials: int
    feedback_scores: list[_Average]
    experiment_scores: list[_Average]
    created_at: datetime | None
    created_by: str
    last_updated_at: datetime | None
    last_updated_by: str
    baseline_objective_score: float | None = None
    best_objective_score: float | None = None
    baseline_duration: float | None = None
    best_duration: float | None = None
    baseline_cost: float | None = None
    best_cost: float | None = None
    total_optimization_cost: float | None = None


_new = msgspec.json.Decoder(_New)
_changes = msgspec.json.Decoder(_Changes)


@ENDPOINTS.post(PATH)
def create(call: Call) -> Response:
    """Also creates the dataset and the project. One of this id that is there is changed."""
    new = call.decode(_new)
    optimization = id_or_new(new.id)
    call.write(
        PutOptimization(
            workspace=call.workspace,
            id=optimization,
            name=new.name if new.name and new.name.strip() else None,
            new_name=made_up_name(),
            dataset_name=new.dataset_name,
            project=project_of(new.project_id, new.project_name),
            objective_name=new.objective_name,
            status=new.status,
            metadata=_metadata(new.metadata),
            studio_config=None if new.studio_config is None else msgspec.json.encode(new.studio_config),
            now_us=call.now_us,
            by=call.by,
        )
    )
    return created(call.base_url, f"/v1/private{PATH}", optimization)


ENDPOINTS.put(PATH)(create)


@ENDPOINTS.get(PATH)
def find(call: Call) -> Response:
    """`name` and `dataset_name` are parts of the names; the newest first."""
    return _find(call, query_id(call, "project_id"))


@ENDPOINTS.get("/projects/{projectId}/optimizations")
def find_in_project(call: Call) -> Response:
    """As the list of all."""
    return _find(call, path_id(call, "projectId"))


@ENDPOINTS.get(PATH + "/{id}")
def get(call: Call) -> Response:
    """404 if it is not there."""
    optimization = path_id(call)

    def read(connection: sqlite3.Connection, workspace: int) -> _Out:
        found = require_optimization(connection, workspace, optimization)
        return _out(found, trials_of(connection, found))

    return reply(call.read(read))


@ENDPOINTS.put(PATH + "/{id}")
def update(call: Call) -> Response:
    """Changes what is not null."""
    new = call.decode(_changes)
    name = new.name if new.name and new.name.strip() else None
    call.write(UpdateOptimization(call.workspace, path_id(call), name, new.status, call.now_us, call.by))
    return no_content()


@ENDPOINTS.post(PATH + "/delete")
def delete(call: Call) -> Response:
    """Their experiments stay. Ids that are not there are passed over."""
    call.write(DropOptimizations(call.workspace, ids_of(call)))
    return no_content()


def _find(call: Call, project: bytes | None) -> Response:
    page, selection = selection_of(call, FIELDS, FIELDS)
    query = call.query
    for condition in (
        contains("o.name", query.get("name")),
        contains("coalesce(d.name, o.dataset_name)", query.get("dataset_name")),
        _is("o.dataset_id", query_id(call, "dataset_id")),
        _is("j.id", project),
    ):
        selection = selection.and_where(condition)
    if query.get("dataset_deleted"):
        selection = selection.and_where(
            Condition("d.id IS NULL" if call.flag("dataset_deleted") else "d.id IS NOT NULL")
        )

    def read(connection: sqlite3.Connection, workspace: int) -> tuple[int, list[_Out]]:
        total, found = list_optimizations(connection, selection.and_where(Condition("o.workspace = ?", (workspace,))))
        return total, [_out(one, trials_of(connection, one)) for one in found]

    total, content = call.read(read)
    return reply(PageOf(page=page, size=len(content), total=total, content=content, sortable_by=tuple(sorted(FIELDS))))


def _is(expression: str, value: bytes | None) -> Condition | None:
    return None if value is None else Condition(f"{expression} = ?", (value,))


def _metadata(value: msgspec.Raw) -> bytes | None:
    text = bytes(value)
    if text == b"null":
        return None
    if text[:1] not in (b"{", b"[", b'"'):
        raise BadRequest("metadata: a value of this type is not expected.")
    return text


def _out(one: Optimization, trials: Trials) -> _Out:
    nothing = Candidate(None, None, None)
    baseline, best = trials.baseline or nothing, trials.best or nothing
    return _Out(
        id=format_id(one.id),
        name=one.name,
        dataset_name=one.dataset_name,
        dataset_id=format_id(one.dataset_id),
        project_id=None if one.project_id is None else format_id(one.project_id),
        objective_name=one.objective_name,
        status=one.status,
        metadata=raw(one.metadata),
        studio_config=raw(one.studio_config),
        num_trials=trials.count,
        feedback_scores=_averages(trials.scores),
        experiment_scores=_averages(trials.experiment_scores),
        created_at=moment(one.created_us),
        created_by=one.created_by,
        last_updated_at=moment(one.updated_us),
        last_updated_by=one.updated_by,
        baseline_objective_score=baseline.score,
        best_objective_score=best.score,
        baseline_duration=baseline.duration_s,
        best_duration=best.duration_s,
        baseline_cost=baseline.cost_usd,
        best_cost=best.cost_usd,
        total_optimization_cost=trials.cost_usd if trials.count else None,
    )


def _averages(scores: Mapping[str, float]) -> list[_Average]:
    return [_Average(name, scores[name]) for name in sorted(scores)]
