"""Bringing in exported lines while the server runs. Not part of Opik's API: `rein opik import` uses it."""

from __future__ import annotations

from io import BytesIO

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import Forbidden
from rein.opik_server.api.reply import reply
from rein.opik_server.transfer_in import IMPORT_PATH, bring_in

ENDPOINTS = Endpoints()


class _Done(msgspec.Struct):
    lines: int


@ENDPOINTS.post(IMPORT_PATH, large=True)
def import_lines(call: Call) -> Response:
    """Write a block of lines; `project` names the one that all goes into. For this machine's user alone.

    The lines say themselves who wrote what and when: a key does not open that.
    """
    if not call.all_workspaces:
        raise Forbidden("Only `rein opik import` on the server's own machine may do that.")
    project = call.query.get("project") or None
    first = call.number("first", 1, high=1 << 50)
    return reply(_Done(bring_in(call.server.store.write, call.workspace, project, BytesIO(call.body), first)))
