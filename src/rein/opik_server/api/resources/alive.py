"""Whether the server is there, and which Opik it stands for."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.reply import reply

ENDPOINTS = Endpoints()

OPIK_VERSION = "2.1.24"
"""The server version whose behaviour this one has; the client asks for it."""


class _Health(msgspec.Struct):
    healthy: bool = True


class _Version(msgspec.Struct):
    version: str = OPIK_VERSION


@ENDPOINTS.get("/is-alive/ping", at_once=True)
def ping(_: Call) -> Response:
    """The client asks every 10 s."""
    return reply(_Health())


@ENDPOINTS.get("/is-alive/ver", at_once=True)
def version(_: Call) -> Response:
    """Decides what the client dares to use."""
    return reply(_Version())
