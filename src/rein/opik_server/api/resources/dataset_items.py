"""Items of datasets: putting and reading them, by page or as a stream."""

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
from rein.opik_server.api.resources.datasets_pages import Portion, page_of_rows
from rein.opik_server.api.resources.datasets_shapes import (
    ItemIn,
    ItemOut,
    ItemPage,
    columns_out,
    item_out,
    items_in,
)
from rein.opik_server.query import Field, FieldKind, compile_filters
from rein.opik_server.store.datasets import Dataset, Version
from rein.opik_server.store.datasets_changes import PutItems
from rein.opik_server.store.datasets_items import Column
from rein.opik_server.store.datasets_reading import (
    DatasetItem,
    columns_of,
    count_items,
    dataset_and_version,
    find_item,
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


_batch = msgspec.json.Decoder(_Batch)
_stream = msgspec.json.Decoder(_Stream)


@ENDPOINTS.put("/datasets/items", large=True)
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
            batch_group_id=optional_uuid(body.batch_group_id, "batch_group_id"),
            now_us=call.now_us,
            by=call.by,
            size_bytes=len(call.body),
            copy_from=copy_from(body.copy_from_dataset_id, body.copy_from_version_id),
        )
    )
    return no_content()


@ENDPOINTS.post("/datasets/items/stream")
def stream(call: Call) -> Response:
    """Items of a version (the newest by default), newest id first, after the last that was retrieved."""
    body = call.decode(_stream)
    where = compile_filters(body.filters, FIELDS)
    after = optional_uuid(body.last_retrieved_id, "last_retrieved_id")
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


def optional_uuid(text: str | None, place: str) -> bytes | None:
    return None if text is None else any_uuid(text, place)


def copy_from(dataset: str | None, version: str | None) -> tuple[bytes, bytes] | None:
    if (dataset is None) != (version is None):
        raise BadRequest("copy_from_dataset_id and copy_from_version_id: both or none of them.")
    if dataset is None or version is None:
        return None
    return any_uuid(dataset, "copy_from_dataset_id"), any_uuid(version, "copy_from_version_id")
