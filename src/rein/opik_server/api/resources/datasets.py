"""Datasets themselves. Their items and versions have modules of their own."""

from __future__ import annotations

import sqlite3
from typing import Annotated, Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.reply import PageOf, created, no_content, reply
from rein.opik_server.api.resources.datasets_shapes import (
    DatasetOut,
    NonBlank,
    any_id,
    dataset_out,
    path_id,
    query_id,
    row_id,
    tags_in,
)
from rein.opik_server.ids import new_id
from rein.opik_server.query import Field, FieldKind, Ordering, both, compile_filters, compile_sorting
from rein.opik_server.store.dataset_versions import latest_version
from rein.opik_server.store.datasets import (
    CreateDataset,
    Dataset,
    DatasetFields,
    DropDatasets,
    UpdateDataset,
    require_dataset,
)
from rein.opik_server.store.datasets_reading import Order, count_datasets, list_datasets
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


class Ids(msgspec.Struct):
    """Ids of things to do something with."""

    ids: Annotated[list[str], msgspec.Meta(min_length=1, max_length=1000)]

    def bytes(self) -> list[bytes]:
        """Raises BadRequest."""
        return [any_id(one, f"ids[{index}]") for index, one in enumerate(self.ids)]


_create = msgspec.json.Decoder(_Create)
_update = msgspec.json.Decoder(_Update)
_identifier = msgspec.json.Decoder(_Identifier)
ids_decoder = msgspec.json.Decoder(Ids)


@ENDPOINTS.post("/datasets")
def create(call: Call) -> Response:
    """Make one; 409 if its name is taken in the workspace, whatever the project."""
    body = call.decode(_create)
    dataset = new_id() if body.id is None else row_id(body.id, "id")
    fields = DatasetFields(
        name=body.name,
        description=body.description,
        type=body.type or "dataset",
        visibility=body.visibility or "private",
        tags=tags_in(body.tags),
        project=project_key(body.project_id, body.project_name),
    )
    call.write(CreateDataset(call.workspace, dataset, fields, call.now_us, call.by))
    return created(call.base_url, "/v1/private/datasets", dataset)


@ENDPOINTS.get("/datasets", missing="public datasets of other workspaces")
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
            tags_in(body.tags),
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
    call.write(DropDatasets(call.workspace, call.decode(ids_decoder).bytes()))
    return no_content()


def project_key(project_id: str | None, project_name: str | None) -> bytes | str | None:
    """The project that a request names, if any; its name counts before its id. Raises BadRequest."""
    if project_name is not None and project_name.strip():
        return project_name
    return None if project_id is None else any_id(project_id, "project_id")


def of_project(row: str, project: bytes) -> Condition:
    """A row (`d`, `e`) belongs to a project."""
    return Condition(row + _OF_PROJECT, (project,))


def name_contains(row: str, call: Call) -> Condition | None:
    """What `name` in the query string asks: a part of it, large or small letters alike."""
    name = call.query.get("name")
    return Condition(f"instr(fold({row}.name), ?) > 0", (name.lower(),)) if name else None


def _page(call: Call, where: Condition | None) -> Response:
    page, size = call.number("page", 1), call.number("size", 10, high=2000)
    where = both(where, both(name_contains("d", call), compile_filters(call.query.get("filters"), FIELDS)))
    if call.flag("with_experiments_only"):
        where = both(where, _WITH_EXPERIMENTS)
    if call.flag("with_optimizations_only"):
        where = both(where, _WITH_OPTIMIZATIONS)
    prompt = query_id(call, "prompt_id")
    if prompt is not None:
        where = both(where, _with_prompt(prompt))
    order = order_of(compile_sorting(call.query.get("sorting"), FIELDS))

    def query(connection: sqlite3.Connection, workspace: int) -> tuple[int, list[DatasetOut]]:
        found = list_datasets(connection, workspace, size, (page - 1) * size, where=where, order=order)
        total = count_datasets(connection, workspace, where)
        return total, [_out(connection, dataset) for dataset in found]

    total, content = call.read(query)
    return reply(PageOf(page=page, size=len(content), total=total, content=content, sortable_by=sorted(FIELDS)))


def order_of(ordering: Ordering | None) -> Order | None:
    """A sorting as the store takes it."""
    return None if ordering is None else Order(ordering.sql, ordering.parameters)


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
