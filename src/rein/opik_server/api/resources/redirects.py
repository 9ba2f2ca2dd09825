"""Where the links lead that the client prints. Its `path` is not followed: a link must not lead to another server."""

from __future__ import annotations

import sqlite3
from urllib.parse import quote

from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest, Missing
from rein.opik_server.ids import format_id

ENDPOINTS = Endpoints()


_TRACE = (
    "SELECT w.name, p.id FROM traces t JOIN projects p ON p.project = t.project"
    " JOIN workspaces w ON w.workspace = t.workspace WHERE t.id = ? AND (t.workspace = ? OR ?)"
)
_DATASET = (
    "SELECT w.name, d.id FROM datasets d JOIN workspaces w ON w.workspace = d.workspace"
    " WHERE d.id = ? AND (d.workspace = ? OR ?)"
)


@ENDPOINTS.get("/v1/session/redirect/projects")
def to_trace(call: Call) -> Response:
    """To the page of a trace."""
    trace_id = _id(call, "trace_id")
    workspace, project_id = _look_up(call, _TRACE, trace_id, "trace")
    return _see(call, workspace, f"projects/{format_id(project_id)}/traces?trace={format_id(trace_id)}")


@ENDPOINTS.get("/v1/session/redirect/datasets")
def to_dataset(call: Call) -> Response:
    """To the page of a dataset."""
    workspace, dataset_id = _look_up(call, _DATASET, _id(call, "dataset_id"), "dataset")
    return _see(call, workspace, f"datasets/{format_id(dataset_id)}/items")


@ENDPOINTS.get("/v1/session/redirect/experiments")
def to_experiment(call: Call) -> Response:
    """To the page of an experiment."""
    return _compare(call, "experiment")


@ENDPOINTS.get("/v1/session/redirect/optimizations")
def to_optimization(call: Call) -> Response:
    """To the page of an optimization."""
    return _compare(call, "optimization")


def _compare(call: Call, noun: str) -> Response:
    wanted = quote(f'["{format_id(_id(call, f"{noun}_id"))}"]')
    workspace, dataset_id = _look_up(call, _DATASET, _id(call, "dataset_id"), "dataset")
    return _see(call, workspace, f"{noun}s/{format_id(dataset_id)}/compare?{noun}s={wanted}")


def _look_up(call: Call, sql: str, key: bytes, noun: str) -> tuple[str, bytes]:
    """Workspace and id. A browser names no workspace: whoever may see all of them finds it in any. Raises Missing."""

    def read(connection: sqlite3.Connection, workspace: int) -> tuple[str, bytes] | None:
        return connection.execute(sql, (key, workspace, call.all_workspaces)).fetchone()

    found = call.read(read)
    if found is None:
        raise Missing(f"There is no such {noun} here; it may not have been sent yet.")
    return found


def _id(call: Call, name: str) -> bytes:
    text = call.query.get(name)
    if not text:
        raise BadRequest(f"{name}: is missing.")
    return any_uuid(text, name)


def _see(call: Call, workspace: str, place: str) -> Response:
    root = call.base_url.removesuffix("/api")
    return Response(status_code=303, headers={"Location": f"{root}/{quote(workspace, safe='')}/{place}"})
