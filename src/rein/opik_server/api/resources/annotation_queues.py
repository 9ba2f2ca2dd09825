"""Annotation queues. What is in them is read through the lists of traces and threads (`annotation_queue_ids`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.inputs import NonBlank, contains, id_or_new, ids_of, path_id, selection_of
from rein.opik_server.api.reply import PageOf, created, moment, no_content, reply
from rein.opik_server.ids import format_id
from rein.opik_server.query import Field, FieldKind
from rein.opik_server.store.queues import (
    AddItems,
    CreateQueues,
    DropQueues,
    LockItem,
    QueueFields,
    RemoveItems,
    UpdateQueue,
)
from rein.opik_server.store.queues_reading import (
    ITEMS_COUNT,
    Queue,
    Reviews,
    list_queues,
    locks_of,
    require_queue,
    reviews_of,
)
from rein.opik_server.store.reading import Condition

ENDPOINTS = Endpoints()
PATH = "/annotation-queues"

LOCK_TIMEOUT_S = 300
"""How long somebody is at an item, where the queue does not say."""

_Annotators = Annotated[int, msgspec.Meta(ge=1, le=1000)]
_Seconds = Annotated[int, msgspec.Meta(ge=1, le=3600)]

FIELDS: Mapping[str, Field] = {
    "id": Field(FieldKind.ID, "q.id"),
    "project_id": Field(FieldKind.ID, "j.id"),
    "project_name": Field(FieldKind.STRING, "j.name"),
    "name": Field(FieldKind.STRING, "q.name"),
    "description": Field(FieldKind.STRING, "q.description"),
    "instructions": Field(FieldKind.STRING, "q.instructions"),
    "feedback_definition_names": Field(FieldKind.LIST, "q.feedback_definitions"),
    "scope": Field(FieldKind.ENUM, "q.scope"),
    "items_count": Field(FieldKind.NUMBER, ITEMS_COUNT),
    "created_at": Field(FieldKind.DATE_TIME, "q.created_us"),
    "created_by": Field(FieldKind.STRING, "q.created_by"),
    "last_updated_at": Field(FieldKind.DATE_TIME, "q.updated_us"),
    "last_updated_by": Field(FieldKind.STRING, "q.updated_by"),
}


class _New(msgspec.Struct):
    project_id: str
    name: NonBlank
    scope: Literal["trace", "thread"]
    id: str | None = None
    description: str | None = None
    instructions: str | None = None
    comments_enabled: bool | None = None
    feedback_definition_names: list[str] | None = None
    annotators_per_item: _Annotators | None = None
    lock_timeout_seconds: _Seconds | None = None


class _Batch(msgspec.Struct):
    annotation_queues: Annotated[list[_New], msgspec.Meta(min_length=1, max_length=1000)]


class _Changes(msgspec.Struct):
    name: NonBlank | None = None
    description: str | None = None
    instructions: str | None = None
    comments_enabled: bool | None = None
    feedback_definition_names: list[Annotated[str, msgspec.Meta(min_length=1)]] | None = None
    annotators_per_item: _Annotators | None = None
    lock_timeout_seconds: _Seconds | None = None


class _Reviewer(msgspec.Struct):
    username: str
    status: int


class _Average(msgspec.Struct):
    name: str
    value: float


class _Out(msgspec.Struct, omit_defaults=True, kw_only=True):
    id: str
    project_id: str
    project_name: str
    name: str
    description: str | None = None
    instructions: str | None = None
    scope: str
    comments_enabled: bool
    feedback_definition_names: msgspec.Raw
    annotators_per_item: int
    lock_timeout_seconds: int
    reviewers: list[_Reviewer]
    feedback_scores: list[_Average]
    items_count: int
    created_at: datetime | None
    created_by: str
    last_updated_at: datetime | None
    last_updated_by: str


class _LockOut(msgspec.Struct):
    acquired: bool
    item_id: str
    locked_by: str
    expires_at: datetime | None


class _AtItem(msgspec.Struct):
    active_locks: int
    locked_by: list[str]


class _Locks(msgspec.Struct):
    locks: dict[str, _AtItem]


_new = msgspec.json.Decoder(_New)
_batch = msgspec.json.Decoder(_Batch)
_changes = msgspec.json.Decoder(_Changes)


@ENDPOINTS.post(PATH)
def create(call: Call) -> Response:
    """404 for a project that is not there."""
    queue = _fields(call.decode(_new))
    call.write(CreateQueues(call.workspace, [queue], call.now_us, call.by))
    return created(call.base_url, f"/v1/private{PATH}", queue.id)


@ENDPOINTS.post(PATH + "/batch")
def create_many(call: Call) -> Response:
    """All or none."""
    queues = [_fields(queue) for queue in call.decode(_batch).annotation_queues]
    call.write(CreateQueues(call.workspace, queues, call.now_us, call.by))
    return no_content()


@ENDPOINTS.get(PATH)
def find(call: Call) -> Response:
    """`name` is a part of the name; the newest first."""
    page, selection = selection_of(call, FIELDS, FIELDS)
    selection = selection.and_where(contains("q.name", call.query.get("name")))

    def read(connection: sqlite3.Connection, workspace: int) -> tuple[int, list[_Out]]:
        total, found = list_queues(connection, selection.and_where(Condition("q.workspace = ?", (workspace,))))
        return total, [_out(queue, reviews_of(connection, queue)) for queue in found]

    total, content = call.read(read)
    return reply(PageOf(page=page, size=len(content), total=total, content=content, sortable_by=tuple(sorted(FIELDS))))


@ENDPOINTS.get(PATH + "/{id}")
def get(call: Call) -> Response:
    """404 if it is not there."""
    queue_id = path_id(call)

    def read(connection: sqlite3.Connection, workspace: int) -> _Out:
        queue = require_queue(connection, workspace, queue_id)
        return _out(queue, reviews_of(connection, queue))

    return reply(call.read(read))


@ENDPOINTS.patch(PATH + "/{id}")
def update(call: Call) -> Response:
    """Changes what is not null."""
    new = call.decode(_changes)
    names = None if new.feedback_definition_names is None else _names(new.feedback_definition_names)
    call.write(
        UpdateQueue(
            *(call.workspace, path_id(call), new.name, new.description, new.instructions, new.comments_enabled),
            *(names, new.annotators_per_item, new.lock_timeout_seconds, call.now_us, call.by),
        )
    )
    return no_content()


@ENDPOINTS.post(PATH + "/delete")
def delete(call: Call) -> Response:
    """Ids that are not there are passed over."""
    call.write(DropQueues(call.workspace, ids_of(call)))
    return no_content()


@ENDPOINTS.post(PATH + "/{id}/items/add")
def add_items(call: Call) -> Response:
    """Ids of traces, or of threads as `thread_model_id` tells them."""
    call.write(AddItems(call.workspace, path_id(call), ids_of(call), call.now_us, call.by))
    return no_content()


@ENDPOINTS.post(PATH + "/{id}/items/delete")
def remove_items(call: Call) -> Response:
    """Ids that are not in the queue are passed over."""
    call.write(RemoveItems(call.workspace, path_id(call), ids_of(call)))
    return no_content()


@ENDPOINTS.put(PATH + "/{queueId}/items/{itemId}/lock")
def lock(call: Call) -> Response:
    """`acquired` is false while as many others are at the item as the queue allows."""
    item = path_id(call, "itemId")
    found = call.write(LockItem(call.workspace, path_id(call, "queueId"), item, call.now_us, call.by))
    return reply(_LockOut(found.acquired, format_id(item), found.locked_by, moment(found.expires_us)))


@ENDPOINTS.get(PATH + "/{queueId}/locks")
def locks(call: Call) -> Response:
    """Who is at which items now."""
    queue_id = path_id(call, "queueId")
    found = call.read(lambda connection, workspace: locks_of(connection, workspace, queue_id, call.now_us))
    return reply(_Locks({format_id(item): _AtItem(len(names), names) for item, names in found.items()}))


def _fields(new: _New) -> QueueFields:
    return QueueFields(
        id=id_or_new(new.id),
        project_id=any_uuid(new.project_id, "project_id"),
        name=new.name,
        scope=new.scope,
        description=new.description,
        instructions=new.instructions,
        comments_enabled=bool(new.comments_enabled),
        feedback_definitions=_names(new.feedback_definition_names or []),
        annotators_per_item=new.annotators_per_item or 1,
        lock_timeout_s=new.lock_timeout_seconds or LOCK_TIMEOUT_S,
    )


def _names(names: list[str]) -> str:
    return msgspec.json.encode(list(dict.fromkeys(names))).decode()


def _out(queue: Queue, reviews: Reviews) -> _Out:
    return _Out(
        id=format_id(queue.id),
        project_id=format_id(queue.project_id),
        project_name=queue.project_name,
        name=queue.name,
        description=queue.description,
        instructions=queue.instructions,
        scope=queue.scope,
        comments_enabled=bool(queue.comments_enabled),
        feedback_definition_names=msgspec.Raw(queue.feedback_definitions.encode()),
        annotators_per_item=queue.annotators_per_item,
        lock_timeout_seconds=queue.lock_timeout_s,
        reviewers=[_Reviewer(*one) for one in reviews.reviewers],
        feedback_scores=[_Average(*one) for one in reviews.averages],
        items_count=queue.items_count,
        created_at=moment(queue.created_us),
        created_by=queue.created_by,
        last_updated_at=moment(queue.updated_us),
        last_updated_by=queue.updated_by,
    )
