"""Prompts. Their versions: `prompt_versions`."""

from __future__ import annotations

import sqlite3
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import (
    NonBlank,
    contains,
    id_or_new,
    ids_of,
    path_id,
    project_of,
    query_id,
    selection_of,
    tags_of,
)
from rein.opik_server.api.reply import PageOf, created, no_content, reply
from rein.opik_server.api.resources.prompts_shapes import (
    PROMPT_FIELDS,
    Description,
    LinkOut,
    PromptOut,
    PromptType,
    Structure,
    json_or_none,
    link_out,
    prompt_out,
)
from rein.opik_server.store.prompt_versions import CreatePrompt, VersionFields
from rein.opik_server.store.prompt_versions_reading import (
    PromptVersion,
    latest_version,
    require_version,
    version_anywhere,
    version_of_environment,
    versions_by_hashes,
)
from rein.opik_server.store.prompts import (
    DropPrompts,
    PromptFields,
    UpdatePrompt,
    list_prompts,
    require_prompt,
)
from rein.opik_server.store.reading import Condition

ENDPOINTS = Endpoints()
PATH = "/prompts"


class _New(msgspec.Struct):
    name: NonBlank
    id: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    description: Description | None = None
    template: str | None = None
    metadata: msgspec.Raw = msgspec.Raw(b"null")
    change_description: str | None = None
    type: PromptType | None = None
    template_structure: Structure | None = None
    tags: list[str] | None = None


class _Changes(msgspec.Struct):
    name: NonBlank
    description: Description | None = None
    tags: list[str] | None = None


class _Commits(msgspec.Struct):
    commits: Annotated[list[str], msgspec.Meta(min_length=1, max_length=1000)]


_new = msgspec.json.Decoder(_New)
_changes = msgspec.json.Decoder(_Changes)
_commits = msgspec.json.Decoder(_Commits)


@ENDPOINTS.post(PATH)
def create(call: Call) -> Response:
    """With its first version, if there is a template. 409 if the name is taken."""
    new = call.decode(_new)
    prompt = id_or_new(new.id)
    fields = PromptFields(
        name=new.name,
        template_structure=new.template_structure or "text",
        description=new.description,
        tags=tags_of(new.tags),
        project=project_of(new.project_id, new.project_name),
    )
    version = VersionFields(
        template=new.template or "",
        metadata=json_or_none(new.metadata),
        type=new.type or "mustache",
        change_description=new.change_description,
    )
    call.write(CreatePrompt(call.workspace, prompt, fields, version if new.template else None, call.now_us, call.by))
    return created(call.base_url, f"/v1/private{PATH}", prompt)


@ENDPOINTS.get(PATH)
def find(call: Call) -> Response:
    """`name` is a part of the name."""
    return _find(call, query_id(call, "project_id"))


@ENDPOINTS.get("/projects/{projectId}/prompts")
def find_in_project(call: Call) -> Response:
    """As the list of all."""
    return _find(call, path_id(call, "projectId"))


@ENDPOINTS.get(PATH + "/{id}")
def get(call: Call) -> Response:
    """`mask_id` or `environment` ask for one version besides the latest."""
    prompt, mask, environment = path_id(call), query_id(call, "mask_id"), call.query.get("environment")
    if mask is not None and environment:
        raise BadRequest("mask_id and environment exclude each other.")

    def read(connection: sqlite3.Connection, workspace: int) -> PromptOut:
        found = require_prompt(connection, workspace, prompt)
        requested: PromptVersion | None = None
        if mask is not None:
            requested = require_version(connection, workspace, mask)
            if requested.prompt_id != found.id or requested.number is not None:
                raise BadRequest("mask_id: this is no mask of the prompt.")
        elif environment:
            requested = version_of_environment(connection, found.prompt, environment)
        return prompt_out(found, latest_version(connection, found.prompt), requested)

    return reply(call.read(read))


@ENDPOINTS.put(PATH + "/{id}")
def update(call: Call) -> Response:
    """Replaces name and description, and the tags if there are some."""
    new = call.decode(_changes)
    call.write(
        UpdatePrompt(
            *(call.workspace, path_id(call), new.name, new.description, tags_of(new.tags), call.now_us, call.by)
        )
    )
    return no_content()


@ENDPOINTS.delete(PATH + "/{id}")
def delete(call: Call) -> Response:
    """With all versions."""
    call.write(DropPrompts(call.workspace, [path_id(call)]))
    return no_content()


@ENDPOINTS.post(PATH + "/delete")
def delete_many(call: Call) -> Response:
    """Ids that are not there are passed over."""
    call.write(DropPrompts(call.workspace, ids_of(call)))
    return no_content()


@ENDPOINTS.get(PATH + "/by-commit/{commit}")
def get_by_commit(call: Call) -> Response:
    """The prompt that has a version of this commit, and that version. 409 if several have."""

    def read(connection: sqlite3.Connection, workspace: int) -> PromptOut:
        requested = version_anywhere(connection, workspace, call.path["commit"])
        found = require_prompt(connection, workspace, requested.prompt_id)
        return prompt_out(found, latest_version(connection, found.prompt), requested)

    return reply(call.read(read))


@ENDPOINTS.post(PATH + "/retrieve-by-commits")
def retrieve_by_commits(call: Call) -> Response:
    """Commits that are not there are passed over."""
    commits = list(dict.fromkeys(call.decode(_commits).commits))

    def read(connection: sqlite3.Connection, workspace: int) -> list[LinkOut]:
        return [link_out(version) for version in versions_by_hashes(connection, workspace, commits)]

    return reply(call.read(read))


def _find(call: Call, project: bytes | None) -> Response:
    page, selection = selection_of(call, PROMPT_FIELDS, PROMPT_FIELDS)
    selection = selection.and_where(contains("p.name", call.query.get("name")))
    if project is not None:
        selection = selection.and_where(
            Condition("p.project = (SELECT j.project FROM projects j WHERE j.id = ?)", (project,))
        )

    def read(connection: sqlite3.Connection, workspace: int) -> tuple[int, list[PromptOut]]:
        total, rows = list_prompts(connection, selection.and_where(Condition("p.workspace = ?", (workspace,))))
        return total, [prompt_out(row) for row in rows]

    total, content = call.read(read)
    return reply(
        PageOf(page=page, size=len(content), total=total, content=content, sortable_by=tuple(sorted(PROMPT_FIELDS)))
    )
