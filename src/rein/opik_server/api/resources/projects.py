"""Projects."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid, uuid7
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.project_shapes import ProjectDetails, figures, shape
from rein.opik_server.api.reply import PageOf, created, no_content, reply
from rein.opik_server.ids import new_id
from rein.opik_server.query import Field, FieldKind, both, compile_filters, compile_sorting
from rein.opik_server.store.project_sums import project_sums, score_names_of, usage_names
from rein.opik_server.store.projects import (
    CreateProject,
    Project,
    TrashProjects,
    UpdateProject,
    count_projects,
    find_project,
    list_projects,
    require_project,
)
from rein.opik_server.store.reading import Condition
from rein.opik_server.store.retention import empty_trash

ENDPOINTS = Endpoints()

EMPTY_S = 2.0
"""How long a request that deletes projects helps to empty them; the rest is done behind its back."""
_WEEK_US = 7 * 86_400_000_000
MAX_PAGE = 1000

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"\S")]
Description = Annotated[str, msgspec.Meta(max_length=255)]
Visibility = Literal["private", "public"]

_SUM = "(SELECT sum(json_extract(r.totals, '$.{0}')) FROM rollups r WHERE r.project = t.project AND r.kind = {1})"
FIELDS: Final[Mapping[str, Field]] = {
    "id": Field(FieldKind.ID, "t.id"),
    "name": Field(FieldKind.STRING, "t.name"),
    "description": Field(FieldKind.STRING, "t.description"),
    "created_at": Field(FieldKind.DATE_TIME, "t.created_us"),
    "created_by": Field(FieldKind.STRING, "t.created_by"),
    "last_updated_at": Field(FieldKind.DATE_TIME, "t.updated_us"),
    "last_updated_by": Field(FieldKind.STRING, "t.updated_by"),
    "last_updated_trace_at": Field(FieldKind.DATE_TIME, "t.last_trace_us"),
    "trace_count": Field(FieldKind.NUMBER, "t.trace_count"),
    "thread_count": Field(FieldKind.NUMBER, "t.thread_count"),
    "total_estimated_cost_sum": Field(FieldKind.NUMBER, f"coalesce({_SUM.format('cost_pico', 2)}, 0) / 1e12"),
    "error_count": Field(FieldKind.NUMBER, f"coalesce({_SUM.format('errors', 1)}, 0)"),
}


class _Write(msgspec.Struct):
    name: Name
    description: Description | None = None
    visibility: Visibility | None = None


class _Update(msgspec.Struct):
    name: Name | None = None
    description: Description | None = None
    visibility: Visibility | None = None


class _Retrieve(msgspec.Struct):
    name: Annotated[str, msgspec.Meta(min_length=1)]
    include_stats: bool | None = msgspec.field(default=None, name="includeStats")


class _Ids(msgspec.Struct):
    ids: Annotated[list[str], msgspec.Meta(min_length=1, max_length=1000)]


class _Stats(msgspec.Struct):
    content: Sequence[object]


class _ScoreName(msgspec.Struct):
    name: str
    type: str = "NUMERICAL"


class _ScoreNames(msgspec.Struct):
    scores: list[_ScoreName]


class _Names(msgspec.Struct):
    names: list[str]


_write = msgspec.json.Decoder(_Write)
_update = msgspec.json.Decoder(_Update)
_retrieve = msgspec.json.Decoder(_Retrieve)
_ids = msgspec.json.Decoder(_Ids)
_id_list = msgspec.json.Decoder(list[str])


@ENDPOINTS.post("/projects")
def create(call: Call) -> Response:
    """Make a project; 409 if the name is taken."""
    body = call.decode(_write)
    project_id = new_id()
    visibility = body.visibility or "private"
    call.write(CreateProject(call.workspace, project_id, body.name, body.description, visibility, call.now_us, call.by))
    return created(call.base_url, "/v1/private/projects", project_id)


@ENDPOINTS.get("/projects", missing="Sorting by duration, usage and scores is not there.")
def find(call: Call) -> Response:
    """A page of projects, the newest first."""
    page, found, total = _page(call)
    return reply(
        PageOf(
            page=page,
            size=len(found),
            total=total,
            content=[shape(project) for project in found],
            sortable_by=sorted(FIELDS),
        )
    )


@ENDPOINTS.get("/projects/stats", missing="Sorting by duration, usage and scores is not there.")
def stats(call: Call) -> Response:
    """The figures of a page of projects."""
    found = _page(call)[1]
    content = call.read(
        lambda connection, _: [figures(p, project_sums(connection, p.project, call.now_us - _WEEK_US)) for p in found]
    )
    return reply(_Stats(content))


def _page(call: Call) -> tuple[int, list[Project], int]:
    page, size = call.number("page", 1), call.number("size", 10, high=MAX_PAGE)
    where = both(compile_filters(call.query.get("filters"), FIELDS), _named(call.query.get("name")))
    order = compile_sorting(call.query.get("sorting"), FIELDS)

    def read(connection: sqlite3.Connection, workspace: int) -> tuple[list[Project], int]:
        found = list_projects(
            connection,
            workspace,
            size,
            (page - 1) * size,
            where,
            order.sql if order else "",
            order.parameters if order else (),
        )
        return found, count_projects(connection, workspace, where)

    found, total = call.read(read)
    return page, found, total


def _named(name: str | None) -> Condition | None:
    """The name holds this text, in large or small letters."""
    return Condition("instr(fold(t.name), ?) > 0", (name.lower(),)) if name else None


@ENDPOINTS.post("/projects/retrieve")
def retrieve(call: Call) -> Response:
    """A project by its name; 404 if there is none."""
    body = call.decode(_retrieve)

    def read(connection: sqlite3.Connection, workspace: int) -> ProjectDetails:
        project = require_project(connection, workspace, body.name)
        details = msgspec.structs.asdict(shape(project))
        if body.include_stats:
            sums = project_sums(connection, project.project, call.now_us - _WEEK_US)
            of_project = msgspec.structs.asdict(figures(project, sums))
            del of_project["project_id"]
            details |= of_project
        return ProjectDetails(**details)

    return reply(call.read(read))


@ENDPOINTS.post("/projects/delete")
def delete_many(call: Call) -> Response:
    """Delete projects with all that is in them; ids that are not there are passed over."""
    _delete(call, [uuid7(text, "ids") for text in call.decode(_ids).ids])
    return no_content()


@ENDPOINTS.get("/projects/feedback-scores/names")
def score_names(call: Call) -> Response:
    """The names of the scores of the traces of some projects, or of all."""
    wanted = _project_ids(call.query.get("project_ids"))

    def read(connection: sqlite3.Connection, workspace: int) -> list[str]:
        if wanted is None:
            projects = list_projects(connection, workspace, -1)
        else:
            projects = [p for p in (find_project(connection, workspace, one) for one in wanted) if p is not None]
        return score_names_of(connection, [project.project for project in projects])

    return reply(_ScoreNames([_ScoreName(name) for name in call.read(read)]))


def _project_ids(text: str | None) -> list[bytes] | None:
    """A JSON array of ids, or ids with commas between. Raises BadRequest."""
    if not text:
        return None
    try:
        found = _id_list.decode(text) if text.lstrip().startswith("[") else text.split(",")
    except msgspec.MsgspecError as error:
        raise BadRequest("project_ids: expected a JSON array of ids.") from error
    return [any_uuid(one.strip(), "project_ids") for one in found]


@ENDPOINTS.get("/projects/{id}")
def get(call: Call) -> Response:
    """One project."""
    project_id = call.id()
    return reply(shape(call.read(lambda connection, workspace: require_project(connection, workspace, project_id))))


@ENDPOINTS.patch("/projects/{id}")
def update(call: Call) -> Response:
    """Change what is given; 409 if the new name is taken."""
    body = call.decode(_update)
    call.write(
        UpdateProject(
            call.workspace, call.id(), body.name, body.description, body.visibility, None, call.now_us, call.by
        )
    )
    return no_content()


@ENDPOINTS.delete("/projects/{id}")
def delete(call: Call) -> Response:
    """Delete a project with all that is in it."""
    _delete(call, [call.id()])
    return no_content()


def _delete(call: Call, ids: Sequence[bytes]) -> None:
    if call.write(TrashProjects(call.workspace, ids)):
        empty_trash(call.server.store, EMPTY_S)


@ENDPOINTS.get("/projects/{id}/token-usage/names")
def token_usage_names(call: Call) -> Response:
    """The names of the tokens that the project's spans have used."""
    project_id = call.id()

    def read(connection: sqlite3.Connection, workspace: int) -> list[str]:
        return usage_names(connection, require_project(connection, workspace, project_id).project)

    return reply(_Names(call.read(read)))
