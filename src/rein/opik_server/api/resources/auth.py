"""Whether a sender is let in, and into which workspace. Whoever gets here was: the gate is before every endpoint."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.reply import no_content, reply

ENDPOINTS = Endpoints()


class _Workspace(msgspec.Struct):
    workspace_name: str


class _Permissions(msgspec.Struct):
    user_name: str = msgspec.field(name="userName")
    workspace_name: str = msgspec.field(name="workspaceName")
    permissions: tuple[()] = ()


@ENDPOINTS.post("/auth")
def check(_: Call) -> Response:
    """The client's `auth_check`."""
    return no_content()


@ENDPOINTS.get("/auth/workspace")
def workspace(call: Call) -> Response:
    """The workspace that the key, or else the header, names."""
    return reply(_Workspace(call.workspace))


@ENDPOINTS.get("/workspace-permissions")
def permissions(call: Call) -> Response:
    """No list of permissions: who is let in may do everything in this workspace."""
    return reply(_Permissions(call.by, call.workspace))
