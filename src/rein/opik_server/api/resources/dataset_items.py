"""Items of datasets: putting, editing, deleting and reading them, by page or as a stream."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import NonBlank, path_id, project_of
from rein.opik_server.api.reply import ndjson, no_content, reply
from rein.opik_server.api.resources.dataset_versions import one_version
from rein.opik_server.api.resources.datasets_pages import Portion, page_of_rows
from rein.opik_server.api.resources.datasets_shapes import (
    NULL,
    Evaluator,
    ExecutionPolicy,
    ItemIn,
    ItemOut,
    ItemPage,
    Source,
    Tag,
    columns_out,
    data_in,
    given,
    item_out,
    items_in,
    json_of,
)
from rein.opik_server.query import Field, FieldKind, compile_filters
from rein.opik_server.store.dataset_versions import VersionFields, latest_version
from rein.opik_server.store.datasets import Dataset, Version, require_dataset
from rein.opik_server.store.datasets_changes import ChangeItems, DeleteItems, EditItems, ItemEdit, PutItems
from rein.opik_server.store.datasets_items import Column
from rein.opik_server.store.datasets_reading import (
    DatasetItem,
    columns_of,
    count_items,
    dataset_and_version,
    find_item,
    item_ids,
    list_items,
)
from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.reading import Condition

ENDPOINTS = Endpoints()

MAX_PAGE_SIZE = 2000
"""As upstream; the client asks for it."""
_STREAM_DEFAULT = 500

FIELDS = {
    "id": Field(FieldKind.ID, "t.id"),
    "data": Field(FieldKind.DICTIONARY, "t.data"),
    "full_data": Field(FieldKind.STRING, "searchable(t.data)"),
    "description": Field(FieldKind.STRING, "t.description"),
    "source": Field(FieldKind.STRING, "t.source"),
    "trace_id": Field(FieldKind.ID, "t.trace_id"),
    "span_id": Field(FieldKind.ID, "t.span_id"),
    "tags": Field(FieldKind.LIST, "t.tags"),
    "created_at": Field(FieldKind.DATE_TIME, "t.created_us"),
    "created_by": Field(FieldKind.STRING, "t.created_by"),
    "last_updated_at": Field(FieldKind.DATE_TIME, "t.updated_us"),
    "last_updated_by": Field(FieldKind.STRING, "t.updated_by"),
}


class _Batch(msgspec.Struct):
    items: Annotated[list[ItemIn], msgspec.Meta(min_length=1, max_length=1000)]
    dataset_name: NonBlank | None = None
    dataset_id: str | None = None
    project_name: str | None = None
    project_id: str | None = None
    batch_group_id: str | None = None
    copy_from_dataset_id: str | None = None
    copy_from_version_id: str | None = None


class _Stream(msgspec.Struct):
    dataset_name: NonBlank
    last_retrieved_id: str | None = None
    steam_limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGE_SIZE)] | None = None
    dataset_version: str | None = None
    project_name: str | None = None
    filters: str | None = None


class _Patch(msgspec.Struct):
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


_batch = msgspec.json.Decoder(_Batch)
_stream = msgspec.json.Decoder(_Stream)
_patch = msgspec.json.Decoder(_Patch)
_batch_patch = msgspec.json.Decoder(_BatchPatch)
_delete = msgspec.json.Decoder(_Delete)
_changes = msgspec.json.Decoder(_Changes)


@ENDPOINTS.put("/datasets/items")
def put(call: Call) -> Response:
    """Add items, or replace those of the same ids; a dataset that is named and not there is made."""
    body = call.decode(_batch)
    if body.dataset_id is None and body.dataset_name is None:
        raise BadRequest("dataset_id or dataset_name: one of them must be there.")
    items, columns = items_in(body.items, "items")
    call.write(
        PutItems(
            workspace=call.workspace,
            dataset=body.dataset_name or "" if body.dataset_id is None else any_uuid(body.dataset_id, "dataset_id"),
            project=project_of(body.project_id, body.project_name),
            items=items,
            columns=columns,
            batch_group_id=_optional(body.batch_group_id, "batch_group_id"),
            now_us=call.now_us,
            by=call.by,
            size_bytes=len(call.body),
            copy_from=_copy_from(body.copy_from_dataset_id, body.copy_from_version_id),
        )
    )
    return no_content()


@ENDPOINTS.post("/datasets/items/stream")
def stream(call: Call) -> Response:
    """Items of a version (the newest by default), newest id first, after the last that was retrieved."""
    body = call.decode(_stream)
    where = compile_filters(body.filters, FIELDS)
    after = _optional(body.last_retrieved_id, "last_retrieved_id")
    dataset, version = call.read(
        lambda connection, workspace: dataset_and_version(
            connection, workspace, body.dataset_name, body.dataset_version
        )
    )
    if version is None:
        return ndjson(())
    return ndjson(_rows(call, dataset.dataset, version, body.steam_limit or _STREAM_DEFAULT, after, where))


def _rows(
    call: Call,
    dataset: int,
    version: Version,
    limit: int,
    after: bytes | None,
    where: Condition | None,
    *,
    offset: int = 0,
    slim: bool = False,
) -> Iterator[ItemOut]:
    portion = Portion()
    while limit > 0:
        size = min(limit, portion.rows)

        def query(
            connection: sqlite3.Connection, _: int, size: int = size, after: bytes | None = after, offset: int = offset
        ) -> list[DatasetItem]:
            return list_items(connection, dataset, version.version, size, offset=offset, before=after, where=where)

        found = call.read(query)
        portion.read(len(found), sum(len(item.data) for item in found))
        for item in found:
            yield item_out(item, slim=slim)
        if len(found) < size:
            return
        limit, after, offset = limit - size, found[-1].id, 0


@ENDPOINTS.get("/datasets/{id}/items")
def find(call: Call) -> Response:
    """A page of the items of a version, the newest by default."""
    page, size = call.number("page", 1), call.number("size", 10, high=MAX_PAGE_SIZE)
    dataset_id, reference = path_id(call), call.query.get("version")
    where = compile_filters(call.query.get("filters"), FIELDS)
    slim, offset = call.flag("truncate"), (page - 1) * size

    def query(connection: sqlite3.Connection, workspace: int) -> tuple[Dataset, Version | None, int, list[Column]]:
        dataset, version = dataset_and_version(connection, workspace, dataset_id, reference)
        if version is None:
            return dataset, None, 0, []
        total = count_items(connection, dataset.dataset, version, where)
        return dataset, version, total, columns_of(connection, dataset.dataset)

    dataset, version, total, columns = call.read(query)
    count = max(0, min(size, total - offset))
    head = ItemPage(page=page, size=count, total=total, content=(), columns=columns_out(columns, "data"))
    if version is None or count == 0:
        return reply(head)
    return page_of_rows(head, _rows(call, dataset.dataset, version, count, None, where, offset=offset, slim=slim))


@ENDPOINTS.get("/datasets/items/{itemId}")
def get(call: Call) -> Response:
    """One item, as it is in the newest version that has it."""
    item_id = path_id(call, "itemId")
    found = call.read(lambda connection, workspace: find_item(connection, workspace, item_id))
    if found is None:
        raise NotFound("There is no such dataset item in this workspace.")
    return reply(item_out(found))


@ENDPOINTS.patch("/datasets/items/{itemId}")
def patch(call: Call) -> Response:
    """Change one item, in a new version."""
    edit = _edit(call.decode(_patch), "")
    call.write(EditItems(call.workspace, None, [path_id(call, "itemId")], edit, call.now_us, call.by, len(call.body)))
    return no_content()


@ENDPOINTS.patch("/datasets/items/batch")
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
    dataset = _optional(body.dataset_id, "dataset_id")
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
    dataset = _optional(body.dataset_id, "dataset_id")
    group = _optional(body.batch_group_id, "batch_group_id")
    ids = _ids(body.item_ids, "item_ids") if body.item_ids is not None else _matching(call, dataset, body.filters)
    call.write(DeleteItems(call.workspace, dataset, ids, group, call.now_us, call.by))
    return no_content()


@ENDPOINTS.post("/datasets/{id}/items/changes")
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
            base_version=_optional(body.base_version, "base_version"),
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
            copy_from=_copy_from(body.copy_from_dataset_id, body.copy_from_version_id),
        )
    )
    return reply(one_version(call, dataset, number), 201)


def _edit(patch: _Patch, place: str) -> ItemEdit:
    data, columns = data_in(patch.data, place + "data") if given(patch.data) else (None, set[Column]())
    return ItemEdit(
        data=data,
        source=patch.source,
        trace_id=_optional(patch.trace_id, place + "trace_id"),
        span_id=_optional(patch.span_id, place + "span_id"),
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


def _optional(text: str | None, place: str) -> bytes | None:
    return None if text is None else any_uuid(text, place)


def _copy_from(dataset: str | None, version: str | None) -> tuple[bytes, bytes] | None:
    if (dataset is None) != (version is None):
        raise BadRequest("copy_from_dataset_id and copy_from_version_id: both or none of them.")
    if dataset is None or version is None:
        return None
    return any_uuid(dataset, "copy_from_dataset_id"), any_uuid(version, "copy_from_version_id")
