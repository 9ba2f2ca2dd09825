"""Feedback definitions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.inputs import NonBlank, contains, ids_of, path_id, selection_of
from rein.opik_server.api.reply import created, moment, no_content, reply
from rein.opik_server.ids import format_id, new_id
from rein.opik_server.store.definitions import (
    Definition,
    DropDefinitions,
    PutDefinition,
    list_definitions,
    require_definition,
)
from rein.opik_server.store.reading import Condition

ENDPOINTS = Endpoints()
PATH = "/feedback-definitions"

_Label = Annotated[str, msgspec.Meta(min_length=1)]


class _Scale(msgspec.Struct):
    min: float
    max: float


class _Categories(msgspec.Struct):
    categories: Annotated[dict[str, float], msgspec.Meta(min_length=1)]


class _Labels(msgspec.Struct, rename="camel"):
    true_label: _Label
    false_label: _Label


class _Named(msgspec.Struct, tag_field="type", kw_only=True):
    name: NonBlank
    description: Annotated[str, msgspec.Meta(max_length=255)] | None = None


class _Numerical(_Named, tag="numerical", kw_only=True):
    details: _Scale


class _Categorical(_Named, tag="categorical", kw_only=True):
    details: _Categories


class _Boolean(_Named, tag="boolean", kw_only=True):
    details: _Labels


class _Out(msgspec.Struct, omit_defaults=True, kw_only=True):
    id: str
    name: str
    type: str
    description: str | None = None
    details: msgspec.Raw
    created_at: datetime | None
    created_by: str
    last_updated_at: datetime | None
    last_updated_by: str


_body = msgspec.json.Decoder(_Numerical | _Categorical | _Boolean)


@ENDPOINTS.get(PATH)
def find(call: Call) -> Response:
    """`name` is a part of the name; the newest first."""
    page, selection = selection_of(call, {}, {})
    selection = selection.and_where(contains("d.name", call.query.get("name")))
    kind = call.query.get("type")
    if kind:
        selection = selection.and_where(Condition("d.type = ?", (kind,)))
    total, found = call.read(
        lambda connection, workspace: list_definitions(
            connection, selection.and_where(Condition("d.workspace = ?", (workspace,)))
        )
    )
    return reply(_Page(page=page, size=len(found), total=total, content=[_out(one) for one in found]))


@ENDPOINTS.post(PATH)
def create(call: Call) -> Response:
    """409 if the name is taken."""
    definition = new_id()
    _put(call, definition, create=True)
    return created(call.base_url, f"/v1/private{PATH}", definition)


@ENDPOINTS.get(PATH + "/{id}")
def get(call: Call) -> Response:
    """404 if it is not there."""
    definition = path_id(call)
    return reply(_out(call.read(lambda connection, workspace: require_definition(connection, workspace, definition))))


@ENDPOINTS.put(PATH + "/{id}")
def update(call: Call) -> Response:
    """Replaces all of it."""
    _put(call, path_id(call), create=False)
    return no_content()


@ENDPOINTS.delete(PATH + "/{id}")
def delete(call: Call) -> Response:
    """Scores of its name stay."""
    call.write(DropDefinitions(call.workspace, [path_id(call)]))
    return no_content()


@ENDPOINTS.post(PATH + "/delete")
def delete_many(call: Call) -> Response:
    """Ids that are not there are passed over."""
    call.write(DropDefinitions(call.workspace, ids_of(call)))
    return no_content()


class _Page(msgspec.Struct):
    page: int
    size: int
    total: int
    content: list[_Out]


def _put(call: Call, definition: bytes, *, create: bool) -> None:
    body = call.decode(_body)
    kind = str(body.__struct_config__.tag)
    details = msgspec.json.encode(body.details).decode()
    call.write(
        PutDefinition(
            *(call.workspace, definition, create, body.name, kind, body.description, details),
            *(call.now_us, call.by),
        )
    )


def _out(one: Definition) -> _Out:
    return _Out(
        id=format_id(one.id),
        name=one.name,
        type=one.type,
        description=one.description,
        details=msgspec.Raw(one.details.encode()),
        created_at=moment(one.created_us),
        created_by=one.created_by,
        last_updated_at=moment(one.updated_us),
        last_updated_by=one.updated_by,
    )
