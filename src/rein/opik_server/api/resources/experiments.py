"""Experiments themselves. Their lists, items, groups and comparison have modules of their own."""

from __future__ import annotations

import secrets
import sqlite3
from typing import Annotated, Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.inputs import (
    IdBatch,
    NonBlank,
    id_list,
    id_or_new,
    ids_of,
    path_id,
    project_of,
    tags_of,
)
from rein.opik_server.api.reply import created, no_content, reply
from rein.opik_server.api.resources.datasets_shapes import NULL, Tag, given, json_of
from rein.opik_server.api.resources.experiments_shapes import ExperimentOut, experiments_out
from rein.opik_server.store.experiments import (
    CreateExperiment,
    DeleteExperiments,
    ExperimentFields,
    ExperimentUpdate,
    FinishExperiments,
    UpdateExperiments,
)
from rein.opik_server.store.experiments_reading import (
    require_experiment,
)
from rein.opik_server.store.payload import pack
from rein.opik_server.store.tags import TagChange

ENDPOINTS = Endpoints()

ExperimentType = Literal["regular", "trial", "mini-batch", "mutation"]
Status = Literal["running", "completed", "cancelled"]
Tags = Annotated[list[Tag], msgspec.Meta(max_length=50)]


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


_create = msgspec.json.Decoder(_Create)
_update = msgspec.json.Decoder(_Update)
_batch_update = msgspec.json.Decoder(_BatchUpdate)


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


def made_up_name() -> str:
    """A name for an experiment that got none."""
    return f"{secrets.choice(_ADJECTIVES)}_{secrets.choice(_NOUNS)}_{secrets.randbelow(9000) + 1000}"


def packed(value: msgspec.Raw) -> bytes | None:
    """A JSON value of a body as the store keeps it; null is none."""
    return pack(bytes(value)) if given(value) else None


_ADJECTIVES = "brave bright calm clever curious eager gentle honest keen lively patient quick quiet steady wise".split()
_NOUNS = "badger cedar comet falcon harbor heron island lantern maple meadow otter river sparrow summit willow".split()


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
