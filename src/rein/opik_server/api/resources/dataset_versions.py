"""Versions of datasets: listing, comparing, restoring, tagging them."""

from __future__ import annotations

import sqlite3
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import NonBlank, path_id
from rein.opik_server.api.reply import no_content, reply
from rein.opik_server.api.resources.datasets_shapes import Tag, VersionOut, version_out
from rein.opik_server.store.dataset_versions import (
    LATEST,
    DeleteVersionTag,
    RestoreVersion,
    UpdateVersion,
    compare_versions,
    get_version,
    list_versions,
    require_version,
    version_by_name,
)
from rein.opik_server.store.datasets import Version, require_dataset
from rein.opik_server.store.errors import NotFound

ENDPOINTS = Endpoints()


class _Retrieve(msgspec.Struct):
    version_name: Annotated[str, msgspec.Meta(pattern=r"^v\d+$")]


class _Restore(msgspec.Struct):
    version_ref: NonBlank


class _Update(msgspec.Struct):
    change_description: str | None = None
    tags_to_add: list[Tag] | None = None


class _Tag(msgspec.Struct):
    tag: Annotated[str, msgspec.Meta(max_length=100, pattern=r"\S")]


class _VersionPage(msgspec.Struct):
    content: list[VersionOut]
    page: int
    size: int
    total: int


class _Statistics(msgspec.Struct, rename="camel"):
    items_added: int
    items_modified: int
    items_deleted: int
    items_unchanged: int


class _Difference(msgspec.Struct):
    from_version: str
    to_version: str
    statistics: _Statistics


_retrieve = msgspec.json.Decoder(_Retrieve)
_restore = msgspec.json.Decoder(_Restore)
_update = msgspec.json.Decoder(_Update)
_tag = msgspec.json.Decoder(_Tag)


@ENDPOINTS.get("/datasets/{id}/versions")
def find(call: Call) -> Response:
    """A page of them, newest first."""
    page, size = call.number("page", 1), call.number("size", 10, high=2000)
    dataset_id = path_id(call)

    def query(connection: sqlite3.Connection, workspace: int) -> tuple[int, list[Version]]:
        dataset = require_dataset(connection, workspace, dataset_id)
        return dataset.latest, list_versions(connection, dataset.dataset, size, (page - 1) * size)

    total, found = call.read(query)
    return reply(_VersionPage([version_out(version) for version in found], page, len(found), total))


@ENDPOINTS.post("/datasets/{id}/versions/retrieve")
def retrieve(call: Call) -> Response:
    """One by its name: v1, v2, …"""
    dataset_id, name = path_id(call), call.decode(_retrieve).version_name

    def query(connection: sqlite3.Connection, workspace: int) -> Version | None:
        return version_by_name(connection, require_dataset(connection, workspace, dataset_id).dataset, name)

    found = call.read(query)
    if found is None:
        raise NotFound(f"This dataset has no version {name[:20]}.")
    return reply(version_out(found))


@ENDPOINTS.get("/datasets/{id}/versions/diff")
def compare(call: Call) -> Response:
    """How many items differ between two versions: from `from_version` (the newest by default) to `to_version`.

    Opik's description of the API names no parameters; these are the names of the answer's fields.
    """
    dataset_id = path_id(call)
    from_version, to_version = call.query.get("from_version") or LATEST, call.query.get("to_version") or LATEST

    def query(connection: sqlite3.Connection, workspace: int) -> tuple[int, int, int, int]:
        dataset = require_dataset(connection, workspace, dataset_id).dataset
        older = require_version(connection, dataset, from_version).version
        newer = require_version(connection, dataset, to_version).version
        return compare_versions(connection, dataset, older, newer)

    return reply(_Difference(from_version, to_version, _Statistics(*call.read(query))))


@ENDPOINTS.post("/datasets/{id}/versions/restore")
def restore(call: Call) -> Response:
    """A new version that is as an older one was."""
    dataset = path_id(call)
    reference = call.decode(_restore).version_ref
    number = call.write(RestoreVersion(call.workspace, dataset, reference, call.now_us, call.by))
    return reply(one_version(call, dataset, number))


@ENDPOINTS.patch("/datasets/{id}/versions/hash/{versionHash}")
def update(call: Call) -> Response:
    """Describe one, add tags to it."""
    dataset, body = path_id(call), call.decode(_update)
    number = call.write(
        UpdateVersion(
            call.workspace,
            dataset,
            call.path["versionHash"],
            body.change_description,
            body.tags_to_add or (),
            call.now_us,
            call.by,
        )
    )
    return reply(one_version(call, dataset, number))


@ENDPOINTS.post("/datasets/{id}/versions/hash/{versionHash}/tags")
def add_tag(call: Call) -> Response:
    """Give one a tag; 409 if another has it."""
    tag = call.decode(_tag).tag
    call.write(
        UpdateVersion(call.workspace, path_id(call), call.path["versionHash"], None, (tag,), call.now_us, call.by)
    )
    return no_content()


@ENDPOINTS.delete("/datasets/{id}/versions/{versionHash}/tags/{tag}")
def delete_tag(call: Call) -> Response:
    """Take a tag away."""
    if call.path["tag"] == LATEST:
        raise BadRequest("The tag 'latest' is the newest version's, by itself.")
    call.write(DeleteVersionTag(call.workspace, path_id(call), call.path["tag"]))
    return no_content()


def one_version(call: Call, dataset_id: bytes, number: int) -> VersionOut:
    """A version that was written just now. Raises NotFound if the dataset is gone since."""

    def query(connection: sqlite3.Connection, workspace: int) -> Version | None:
        return get_version(connection, require_dataset(connection, workspace, dataset_id).dataset, number)

    found = call.read(query)
    if found is None:
        raise NotFound("This dataset has no such version.")
    return version_out(found)
