"""Changing items of datasets: one, some, those that filters find, or many things at once in one version."""

from __future__ import annotations

import sqlite3
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import path_id
from rein.opik_server.api.reply import no_content, reply
from rein.opik_server.api.resources.dataset_items import FIELDS, copy_from, optional_uuid
from rein.opik_server.api.resources.dataset_versions import one_version
from rein.opik_server.api.resources.datasets_shapes import (
    NULL,
    Evaluator,
    ExecutionPolicy,
    ItemIn,
    Source,
    Tag,
    data_in,
    given,
    items_in,
    json_of,
)
from rein.opik_server.decoding import Counted
from rein.opik_server.query import compile_filters
from rein.opik_server.store.dataset_versions import VersionFields, latest_version
from rein.opik_server.store.datasets import require_dataset
from rein.opik_server.store.datasets_changes import ChangeItems, DeleteItems, EditItems, ItemEdit
from rein.opik_server.store.datasets_items import Column
from rein.opik_server.store.datasets_reading import item_ids

ENDPOINTS = Endpoints()


class _Patch(Counted):
    """What a PATCH of one item, or an edited item of a set of changes, has."""

    id: str | None = None
    data: msgspec.Raw = NULL
    source: Source | None = None
    trace_id: str | None = None
    span_id: str | None = None
    description: str | None = None
    tags: list[str] | None = None
    tags_to_add: list[Tag] | None = None
    tags_to_remove: list[Tag] | None = None
    evaluators: list[Evaluator] | None = None
    execution_policy: ExecutionPolicy | None = None
    clear_execution_policy: bool | None = None


class _BatchPatch(msgspec.Struct):
    update: _Patch
    ids: Annotated[list[str], msgspec.Meta(min_length=1, max_length=1000)] | None = None
    filters: msgspec.Raw = NULL
    dataset_id: str | None = None
    merge_tags: bool | None = None


class _Delete(msgspec.Struct):
    item_ids: Annotated[list[str], msgspec.Meta(min_length=1, max_length=1000)] | None = None
    dataset_id: str | None = None
    filters: msgspec.Raw = NULL
    batch_group_id: str | None = None


class _Changes(msgspec.Struct):
    added_items: list[ItemIn] | None = None
    edited_items: list[_Patch] | None = None
    deleted_ids: list[str] | None = None
    base_version: str | None = None
    tags: list[Annotated[str, msgspec.Meta(max_length=100, pattern=r"\S")]] | None = None
    change_description: str | None = None
    metadata: dict[str, str] | None = None
    evaluators: list[Evaluator] | None = None
    execution_policy: ExecutionPolicy | None = None
    clear_execution_policy: bool | None = None
    copy_from_dataset_id: str | None = None
    copy_from_version_id: str | None = None


_patch = msgspec.json.Decoder(_Patch)
_batch_patch = msgspec.json.Decoder(_BatchPatch)
_delete = msgspec.json.Decoder(_Delete)
_changes = msgspec.json.Decoder(_Changes)


@ENDPOINTS.patch("/datasets/items/{itemId}", large=True)
def patch(call: Call) -> Response:
    """Change one item, in a new version."""
    edit = _edit(call.decode(_patch), "")
    call.write(EditItems(call.workspace, None, [path_id(call, "itemId")], edit, call.now_us, call.by, len(call.body)))
    return no_content()


@ENDPOINTS.patch("/datasets/items/batch", large=True)
def patch_batch(call: Call) -> Response:
    """Change some items, named or found by filters, in a new version."""
    body = call.decode(_batch_patch)
    if (body.ids is not None) == given(body.filters):
        raise BadRequest("ids or filters: one of them must be there, and only one.")
    if body.ids is None and body.dataset_id is None:
        raise BadRequest("dataset_id: must be there with filters.")
    if body.merge_tags and body.update.tags is not None:
        body.update.tags_to_add = [*(body.update.tags_to_add or ()), *body.update.tags]
        body.update.tags = None
    edit = _edit(body.update, "update.")
    dataset = optional_uuid(body.dataset_id, "dataset_id")
    ids = _ids(body.ids, "ids") if body.ids is not None else _matching(call, dataset, body.filters)
    if ids != []:
        call.write(EditItems(call.workspace, dataset, ids, edit, call.now_us, call.by, len(call.body)))
    return no_content()


@ENDPOINTS.post("/datasets/items/delete")
def delete(call: Call) -> Response:
    """Remove items: named, found by filters, or all of a dataset (no filters)."""
    body = call.decode(_delete)
    if (body.item_ids is None) == (body.dataset_id is None):
        raise BadRequest("item_ids or dataset_id: one of them must be there, and only one.")
    dataset = optional_uuid(body.dataset_id, "dataset_id")
    group = optional_uuid(body.batch_group_id, "batch_group_id")
    ids = _ids(body.item_ids, "item_ids") if body.item_ids is not None else _matching(call, dataset, body.filters)
    call.write(DeleteItems(call.workspace, dataset, ids, group, call.now_us, call.by))
    return no_content()


@ENDPOINTS.post("/datasets/{id}/items/changes", large=True)
def change(call: Call) -> Response:
    """Add, edit and delete items in one new version; 409 if its base is not the newest any more."""
    body = call.decode(_changes)
    dataset = path_id(call)
    added, columns = items_in(body.added_items or (), "added_items", own_ids=False)
    edited = [
        (any_uuid(item.id or "", f"edited_items[{index}].id"), _edit(item, f"edited_items[{index}]."))
        for index, item in enumerate(body.edited_items or ())
    ]
    number = call.write(
        ChangeItems(
            workspace=call.workspace,
            dataset=dataset,
            base_version=optional_uuid(body.base_version, "base_version"),
            override=call.flag("override"),
            fields=VersionFields(
                change_description=body.change_description,
                tags=body.tags or (),
                metadata=json_of(body.metadata),
                evaluators=json_of(body.evaluators),
                execution_policy=json_of(body.execution_policy),
                clear_execution_policy=bool(body.clear_execution_policy),
            ),
            now_us=call.now_us,
            by=call.by,
            size_bytes=len(call.body),
            added=added,
            edited=edited,
            deleted=_ids(body.deleted_ids or [], "deleted_ids"),
            columns=columns.union(*(edit.columns for _, edit in edited)),
            copy_from=copy_from(body.copy_from_dataset_id, body.copy_from_version_id),
        )
    )
    return reply(one_version(call, dataset, number), 201)


def _edit(patch: _Patch, place: str) -> ItemEdit:
    data, columns = data_in(patch.data, place + "data") if given(patch.data) else (None, set[Column]())
    return ItemEdit(
        data=data,
        source=patch.source,
        trace_id=optional_uuid(patch.trace_id, place + "trace_id"),
        span_id=optional_uuid(patch.span_id, place + "span_id"),
        description=patch.description,
        tags=None if patch.tags is None else tuple(patch.tags),
        tags_to_add=tuple(patch.tags_to_add or ()),
        tags_to_remove=tuple(patch.tags_to_remove or ()),
        evaluators=json_of(patch.evaluators),
        execution_policy=json_of(patch.execution_policy),
        clear_execution_policy=bool(patch.clear_execution_policy),
        columns=frozenset(columns),
    )


def _matching(call: Call, dataset: bytes | None, filters: msgspec.Raw) -> list[bytes] | None:
    """The items of a dataset's newest version that filters find; None without filters: all."""
    where = compile_filters(bytes(filters), FIELDS) if given(filters) else None
    if where is None or dataset is None:
        return None

    def query(connection: sqlite3.Connection, workspace: int) -> list[bytes]:
        number = require_dataset(connection, workspace, dataset).dataset
        latest = latest_version(connection, number)
        return [] if latest is None else item_ids(connection, number, latest.version, where)

    return call.read(query)


def _ids(texts: list[str], place: str) -> list[bytes]:
    return [any_uuid(text, f"{place}[{index}]") for index, text in enumerate(texts)]
