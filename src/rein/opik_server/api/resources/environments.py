"""Environments: their list has no pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.inputs import id_or_new, ids_of, path_id
from rein.opik_server.api.reply import PageOf, created, moment, no_content, reply
from rein.opik_server.ids import format_id
from rein.opik_server.store.environments import (
    CreateEnvironment,
    DropEnvironments,
    Environment,
    UpdateEnvironment,
    list_environments,
    require_environment,
)

ENDPOINTS = Endpoints()
PATH = "/environments"

EnvironmentName = Annotated[str, msgspec.Meta(min_length=1, max_length=150, pattern="^[A-Za-z0-9_-]+$")]
Position = Annotated[int, msgspec.Meta(ge=-(1 << 31), lt=1 << 31)]


_Description = Annotated[str, msgspec.Meta(max_length=500)]
_Color = Annotated[str, msgspec.Meta(max_length=20)]


class _Changes(msgspec.Struct):
    name: EnvironmentName | None = None
    description: _Description | None = None
    color: _Color | None = None
    position: Position | None = None


class _New(msgspec.Struct):
    name: EnvironmentName
    id: str | None = None
    description: _Description | None = None
    color: _Color | None = None
    position: Position | None = None


class _Out(msgspec.Struct, omit_defaults=True, kw_only=True):
    id: str
    name: str
    description: str | None = None
    color: str | None = None
    position: int
    created_at: datetime | None
    created_by: str
    last_updated_at: datetime | None
    last_updated_by: str


_new = msgspec.json.Decoder(_New)
_changes = msgspec.json.Decoder(_Changes)


@ENDPOINTS.get(PATH)
def find(call: Call) -> Response:
    """All of them."""
    found = call.read(list_environments)
    return reply(PageOf(page=1, size=len(found), total=len(found), content=[_out(one) for one in found]))


@ENDPOINTS.post(PATH)
def create(call: Call) -> Response:
    """409 if the name is taken."""
    new = call.decode(_new)
    environment = id_or_new(new.id)
    call.write(
        CreateEnvironment(
            *(
                call.workspace,
                environment,
                new.name,
                new.description,
                new.color,
                new.position or 0,
                call.now_us,
                call.by,
            )
        )
    )
    return created(call.base_url, f"/v1/private{PATH}", environment)


@ENDPOINTS.get(PATH + "/{id}")
def get(call: Call) -> Response:
    """404 if it is not there."""
    environment = path_id(call)
    return reply(_out(call.read(lambda connection, workspace: require_environment(connection, workspace, environment))))


@ENDPOINTS.patch(PATH + "/{id}")
def update(call: Call) -> Response:
    """Changes what is not null."""
    new = call.decode(_changes)
    call.write(
        UpdateEnvironment(
            *(call.workspace, path_id(call), new.name, new.description, new.color, new.position, call.now_us, call.by)
        )
    )
    return no_content()


@ENDPOINTS.post(PATH + "/delete")
def delete(call: Call) -> Response:
    """Ids that are not there are passed over."""
    call.write(DropEnvironments(call.workspace, ids_of(call)))
    return no_content()


def _out(one: Environment) -> _Out:
    return _Out(
        id=format_id(one.id),
        name=one.name,
        description=one.description,
        color=one.color,
        position=one.position,
        created_at=moment(one.created_us),
        created_by=one.created_by,
        last_updated_at=moment(one.updated_us),
        last_updated_by=one.updated_by,
    )
