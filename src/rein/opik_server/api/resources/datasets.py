"""Datasets themselves. Their items and versions have modules of their own."""

from __future__ import annotations

import sqlite3
from typing import Annotated, Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.inputs import (
    NonBlank,
    contains,
    id_or_new,
    ids_of,
    path_id,
    project_of,
    query_id,
    selection_of,
    tags_of,
)
from rein.opik_server.api.reply import PageOf, created, no_content, reply
from rein.opik_server.api.resources.datasets_shapes import DatasetOut, dataset_out
from rein.opik_server.query import Field, FieldKind, both
from rein.opik_server.store.dataset_versions import latest_version
from rein.opik_server.store.datasets import (
    CreateDataset,
    Dataset,
    DatasetFields,
    DropDatasets,
    UpdateDataset,
    require_dataset,
)
from rein.opik_server.store.datasets_reading import list_datasets
from rein.opik_server.store.reading import Condition

ENDPOINTS = Endpoints()

DatasetType = Literal["dataset", "evaluation_suite"]
Visibility = Literal["private", "public"]
Description = Annotated[str, msgspec.Meta(max_length=255)]

_LAST_EXPERIMENT = (
    "(SELECT max(e.created_us) FROM experiments e WHERE e.workspace = d.workspace AND e.dataset_id = d.id)"
)
FIELDS = {
    "id": Field(FieldKind.ID, "d.id"),
    "name": Field(FieldKind.STRING, "d.name"),
    "description": Field(FieldKind.STRING, "d.description"),
    "tags": Field(FieldKind.LIST, "d.tags"),
    "type": Field(FieldKind.ENUM, "d.type"),
    "created_at": Field(FieldKind.DATE_TIME, "d.created_us"),
    "created_by": Field(FieldKind.STRING, "d.created_by"),
    "last_updated_at": Field(FieldKind.DATE_TIME, "d.updated_us"),
    "last_updated_by": Field(FieldKind.STRING, "d.updated_by"),
    "last_created_experiment_at": Field(FieldKind.DATE_TIME, _LAST_EXPERIMENT),
    "last_created_optimization_at": Field(
        FieldKind.DATE_TIME,
        "(SELECT max(o.created_us) FROM optimizations o WHERE o.workspace = d.workspace AND o.dataset_id = d.id)",
    ),
    "project_id": Field(FieldKind.ID, "(SELECT id FROM projects WHERE projects.project = d.project)"),
}
_OF_PROJECT = ".project = (SELECT project FROM projects WHERE id = ?)"
_WITH_EXPERIMENTS = Condition(
    "EXISTS (SELECT 1 FROM experiments e WHERE e.workspace = d.workspace AND e.dataset_id = d.id)"
)
_WITH_OPTIMIZATIONS = Condition(
    "EXISTS (SELECT 1 FROM optimizations o WHERE o.workspace = d.workspace AND o.dataset_id = d.id)"
)


class _Create(msgspec.Struct):
    name: NonBlank
    id: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    type: DatasetType | None = None
    visibility: Visibility | None = None
    tags: list[str] | None = None
    description: Description | None = None


class _Update(msgspec.Struct):
    name: NonBlank
    description: Description | None = None
    visibility: Visibility | None = None
    tags: list[str] | None = None


class _Identifier(msgspec.Struct):
    dataset_name: NonBlank
    project_name: str | None = None


_create = msgspec.json.Decoder(_Create)
_update = msgspec.json.Decoder(_Update)
_identifier = msgspec.json.Decoder(_Identifier)


@ENDPOINTS.post("/datasets")
def create(call: Call) -> Response:
    """Make one; 409 if its name is taken in the workspace, whatever the project."""
    body = call.decode(_create)
    dataset = id_or_new(body.id)
    fields = DatasetFields(
        name=body.name,
        description=body.description,
        type=body.type or "dataset",
        visibility=body.visibility or "private",
        tags=tags_of(body.tags),
        project=project_of(body.project_id, body.project_name),
    )
    call.write(CreateDataset(call.workspace, dataset, fields, call.now_us, call.by))
    return created(call.base_url, "/v1/private/datasets", dataset)


@ENDPOINTS.get("/datasets")
def find(call: Call) -> Response:
    """A page of them, newest first."""
    project = query_id(call, "project_id")
    return _page(call, None if project is None else of_project("d", project))


@ENDPOINTS.get("/projects/{projectId}/datasets")
def find_in_project(call: Call) -> Response:
    """A page of those that belong to a project."""
    return _page(call, of_project("d", path_id(call, "projectId")))


@ENDPOINTS.post("/datasets/retrieve")
def retrieve(call: Call) -> Response:
    """One by its name, in whatever project it is."""
    return reply(_one(call, call.decode(_identifier).dataset_name))


@ENDPOINTS.get("/datasets/{id}")
def get(call: Call) -> Response:
    """One by its id."""
    return reply(_one(call, path_id(call)))


@ENDPOINTS.put("/datasets/{id}")
def update(call: Call) -> Response:
    """Replace name and description, and visibility and tags if they are given."""
    body = call.decode(_update)
    call.write(
        UpdateDataset(
            call.workspace,
            path_id(call),
            body.name,
            body.description,
            body.visibility,
            tags_of(body.tags),
            call.now_us,
            call.by,
        )
    )
    return no_content()


@ENDPOINTS.delete("/datasets/{id}")
def delete(call: Call) -> Response:
    """Remove one; experiments with it stay."""
    call.write(DropDatasets(call.workspace, [path_id(call)]))
    return no_content()


@ENDPOINTS.post("/datasets/delete")
def delete_by_name(call: Call) -> Response:
    """Remove one by its name."""
    call.write(DropDatasets(call.workspace, [call.decode(_identifier).dataset_name]))
    return no_content()


@ENDPOINTS.post("/datasets/delete-batch")
def delete_batch(call: Call) -> Response:
    """Remove some by their ids."""
    call.write(DropDatasets(call.workspace, ids_of(call)))
    return no_content()


def of_project(row: str, project: bytes) -> Condition:
    """A row (`d`, `e`) belongs to a project."""
    return Condition(row + _OF_PROJECT, (project,))


def _page(call: Call, where: Condition | None) -> Response:
    page, selection = selection_of(call, FIELDS, FIELDS)
    where = both(where, contains("d.name", call.query.get("name")))
    if call.flag("with_experiments_only"):
        where = both(where, _WITH_EXPERIMENTS)
    if call.flag("with_optimizations_only"):
        where = both(where, _WITH_OPTIMIZATIONS)
    prompt = query_id(call, "prompt_id")
    if prompt is not None:
        where = both(where, _with_prompt(prompt))

    def query(connection: sqlite3.Connection, workspace: int) -> tuple[int, list[DatasetOut]]:
        total, found = list_datasets(connection, workspace, selection.and_where(where))
        return total, [_out(connection, dataset) for dataset in found]

    total, content = call.read(query)
    return reply(PageOf(page=page, size=len(content), total=total, content=content, sortable_by=sorted(FIELDS)))


def _with_prompt(prompt: bytes) -> Condition:
    return Condition(
        "EXISTS (SELECT 1 FROM experiments e JOIN experiment_prompts x"
        " ON x.workspace = e.workspace AND x.experiment_id = e.id JOIN prompt_versions v"
        " ON v.workspace = x.workspace AND v.id = x.prompt_version_id JOIN prompts p ON p.prompt = v.prompt"
        " WHERE e.workspace = d.workspace AND e.dataset_id = d.id AND p.id = ?)",
        (prompt,),
    )


def _one(call: Call, key: bytes | str) -> DatasetOut:
    return call.read(lambda connection, workspace: _out(connection, require_dataset(connection, workspace, key)))


def _out(connection: sqlite3.Connection, dataset: Dataset) -> DatasetOut:
    return dataset_out(dataset, latest_version(connection, dataset.dataset) if dataset.latest else None)
