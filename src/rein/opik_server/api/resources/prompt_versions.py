"""Versions of prompts."""

from __future__ import annotations

import re
import sqlite3
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import (
    IdBatch,
    NonBlank,
    contains,
    id_list,
    ids_of,
    path_id,
    project_of,
    selection_of,
    tags_of,
)
from rein.opik_server.api.reply import PageOf, no_content, reply
from rein.opik_server.api.resources.environments import EnvironmentName
from rein.opik_server.api.resources.prompts_shapes import (
    VERSION_FIELDS,
    VERSION_ORDERS,
    Environments,
    Structure,
    VersionIn,
    VersionOut,
    version_fields,
    version_out,
)
from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.prompt_versions import (
    AddVersion,
    RestoreVersion,
    SetVersionEnvironments,
    SetVersionTags,
)
from rein.opik_server.store.prompt_versions_reading import (
    PromptVersion,
    latest_version,
    list_versions,
    require_version,
    version_by_hash,
    version_by_number,
    version_of_environment,
    versions_by_ids,
)
from rein.opik_server.store.prompts import PromptFields, existing_prompt
from rein.opik_server.store.reading import Condition
from rein.opik_server.store.tags import TagChange

ENDPOINTS = Endpoints()
PATH = "/prompts"

_NUMBER = re.compile("v?([0-9]{1,9})")


class _New(msgspec.Struct):
    name: NonBlank
    version: VersionIn
    template_structure: Structure | None = None
    project_id: str | None = None
    project_name: str | None = None


class _Wanted(msgspec.Struct):
    name: NonBlank
    commit: str | None = None
    environment: EnvironmentName | None = None
    version_number: str | None = None
    project_name: str | None = None
    """Names of prompts are unique in a workspace: it does not matter."""


class _TagUpdate(msgspec.Struct):
    tags: (
        Annotated[list[Annotated[str, msgspec.Meta(pattern=r"\S", max_length=100)]], msgspec.Meta(max_length=50)] | None
    ) = None


class _Changes(msgspec.Struct):
    ids: IdBatch
    update: _TagUpdate
    merge_tags: bool | None = None


class _EnvironmentUpdate(msgspec.Struct):
    environments: Environments


_new = msgspec.json.Decoder(_New)
_wanted = msgspec.json.Decoder(_Wanted)
_changes = msgspec.json.Decoder(_Changes)
_environments = msgspec.json.Decoder(_EnvironmentUpdate)


@ENDPOINTS.post(PATH + "/versions")
def create(call: Call) -> Response:
    """Also creates the prompt. A version that says what the latest says is a version too."""
    new = call.decode(_new)
    fields = PromptFields(
        name=new.name,
        template_structure=new.template_structure or "text",
        project=project_of(new.project_id, new.project_name),
    )
    version = call.write(AddVersion(call.workspace, fields, version_fields(new.version), call.now_us, call.by))
    return _one(call, version)


@ENDPOINTS.post(PATH + "/versions/retrieve")
def retrieve(call: Call) -> Response:
    """The latest one of a prompt, or the one of a commit, a number or an environment. 404 if it is not there."""
    wanted = call.decode(_wanted)
    if sum(bool(one) for one in (wanted.commit, wanted.environment, wanted.version_number)) > 1:
        raise BadRequest("commit, version_number and environment exclude each other.")

    def read(connection: sqlite3.Connection, workspace: int) -> VersionOut:
        prompt = existing_prompt(connection, workspace, wanted.name)
        found: PromptVersion | None
        if wanted.commit:
            found = version_by_hash(connection, prompt, wanted.commit)
        elif wanted.environment:
            found = version_of_environment(connection, prompt, wanted.environment)
        elif wanted.version_number:
            found = version_by_number(connection, prompt, _number(wanted.version_number))
        else:
            found = latest_version(connection, prompt)
        if found is None:
            raise NotFound("The prompt has no version yet.")
        return version_out(found)

    return reply(call.read(read))


@ENDPOINTS.post(PATH + "/versions/retrieve-by-ids")
def retrieve_by_ids(call: Call) -> Response:
    """Masks too. Ids that are not there are passed over."""
    ids = ids_of(call)

    def read(connection: sqlite3.Connection, workspace: int) -> list[VersionOut]:
        return [version_out(version) for version in versions_by_ids(connection, workspace, ids)]

    return reply(call.read(read))


@ENDPOINTS.patch(PATH + "/versions")
def update(call: Call) -> Response:
    """Tags of many: null leaves them, `merge_tags` adds to them."""
    changes = call.decode(_changes)
    ids, tags = id_list(changes.ids), changes.update.tags
    merge = bool(changes.merge_tags)
    change = TagChange(add=tuple(tags)) if merge and tags is not None else TagChange()
    call.write(SetVersionTags(call.workspace, ids, None if merge else tags_of(tags), change))
    return no_content()


@ENDPOINTS.get(PATH + "/versions/{versionId}")
def get(call: Call) -> Response:
    """Masks too."""
    return _one(call, path_id(call, "versionId"))


@ENDPOINTS.patch(PATH + "/versions/{versionId}/environments")
def set_environments(call: Call) -> Response:
    """These and no others. 404 for one that is not in the workspace."""
    names = list(dict.fromkeys(call.decode(_environments).environments))
    call.write(SetVersionEnvironments(call.workspace, path_id(call, "versionId"), names))
    return no_content()


@ENDPOINTS.get(PATH + "/{id}/versions")
def find(call: Call) -> Response:
    """The newest first. `search` is a part of the template or of the change's description."""
    prompt_id = path_id(call)
    page, selection = selection_of(call, VERSION_FIELDS, VERSION_ORDERS)
    text = call.query.get("search")
    found = contains("v.template || char(10) || coalesce(v.change_description, '')", text)
    selection = selection.and_where(found)

    def read(connection: sqlite3.Connection, workspace: int) -> tuple[int, list[VersionOut]]:
        own = Condition("v.workspace = ? AND p.id = ? AND v.number IS NOT NULL", (workspace, prompt_id))
        total, rows = list_versions(connection, selection.and_where(own))
        return total, [version_out(row, detail=False) for row in rows]

    total, content = call.read(read)
    return reply(
        PageOf(page=page, size=len(content), total=total, content=content, sortable_by=tuple(sorted(VERSION_ORDERS)))
    )


@ENDPOINTS.get(PATH + "/{promptId}/versions/by-number/{versionNumber}")
def get_by_number(call: Call) -> Response:
    """`v3`, or 3."""
    prompt_id, number = path_id(call, "promptId"), _number(call.path["versionNumber"])

    def read(connection: sqlite3.Connection, workspace: int) -> VersionOut:
        return version_out(version_by_number(connection, existing_prompt(connection, workspace, prompt_id), number))

    return reply(call.read(read))


@ENDPOINTS.post(PATH + "/{promptId}/versions/{versionId}/restore")
def restore(call: Call) -> Response:
    """Adds a version that says what an old one says."""
    operation = RestoreVersion(
        call.workspace, path_id(call, "promptId"), path_id(call, "versionId"), call.now_us, call.by
    )
    return _one(call, call.write(operation))


def _one(call: Call, version_id: bytes) -> Response:
    found = call.read(lambda connection, workspace: require_version(connection, workspace, version_id))
    return reply(version_out(found))


def _number(text: str) -> int:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise BadRequest("version_number: expected v1, v2 and so on.")
    return int(found[1])
