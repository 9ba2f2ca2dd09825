"""Writing threads: open and closed, tags, deletion."""

from __future__ import annotations

from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.bodies import Ids, NonEmpty, project_of
from rein.opik_server.api.call import Call, uuid7
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.reply import no_content
from rein.opik_server.ingest import MAX_UPDATE_TAG_LENGTH, MAX_UPDATE_TAGS
from rein.opik_server.store.deletion import DeleteThreads
from rein.opik_server.store.tags import TagChange
from rein.opik_server.store.threads import SetThreads, TagThreads

ENDPOINTS = Endpoints()

_Threads = Annotated[list[NonEmpty], msgspec.Meta(min_length=1, max_length=1000)]
_Tags = Annotated[
    list[Annotated[str, msgspec.Meta(max_length=MAX_UPDATE_TAG_LENGTH)]], msgspec.Meta(max_length=MAX_UPDATE_TAGS)
]


class _Named(msgspec.Struct):
    project_name: str | None = None
    project_id: str | None = None
    thread_id: str | None = None
    thread_ids: _Threads | None = None


class _Delete(msgspec.Struct):
    thread_ids: _Threads
    project_name: str | None = None
    project_id: str | None = None


class _Update(msgspec.Struct):
    tags: _Tags | None = None
    tags_to_add: _Tags | None = None
    tags_to_remove: _Tags | None = None


class _UpdateMany(msgspec.Struct):
    ids: Ids
    update: _Update
    merge_tags: bool = False


_named = msgspec.json.Decoder(_Named)
_delete = msgspec.json.Decoder(_Delete)
_update = msgspec.json.Decoder(_Update)
_update_many = msgspec.json.Decoder(_UpdateMany)


@ENDPOINTS.put("/traces/threads/close")
def close(call: Call) -> Response:
    """One or several."""
    return _set(call, closed=True)


@ENDPOINTS.put("/traces/threads/open")
def reopen(call: Call) -> Response:
    """One or several."""
    return _set(call, closed=False)


def _set(call: Call, *, closed: bool) -> Response:
    named = call.decode(_named)
    threads = [*([named.thread_id] if named.thread_id else []), *(named.thread_ids or [])]
    if not threads:
        raise BadRequest("thread_id: expected a text that is not empty, or thread_ids.")
    project = project_of(named.project_name, named.project_id)
    call.write(SetThreads(call.workspace, project, threads, closed=closed, now_us=call.now_us, by=call.by))
    return no_content()


@ENDPOINTS.patch("/traces/threads/{threadModelId}")
def update(call: Call) -> Response:
    """Its tags."""
    part = call.decode(_update)
    call.write(TagThreads(call.workspace, [call.id("threadModelId")], part.tags, _change(part), must_exist=True))
    return no_content()


@ENDPOINTS.patch("/traces/threads/batch")
def update_batch(call: Call) -> Response:
    """One update for many; those that are not there are passed over."""
    many = call.decode(_update_many)
    part = many.update
    if many.merge_tags and part.tags is not None:
        part.tags_to_add, part.tags = [*(part.tags_to_add or ()), *part.tags], None
    ids = [uuid7(thread, "ids") for thread in many.ids]
    call.write(TagThreads(call.workspace, ids, part.tags, _change(part)))
    return no_content()


@ENDPOINTS.post("/traces/threads/delete")
def delete(call: Call) -> Response:
    """With all their traces."""
    wanted = call.decode(_delete)
    project = project_of(wanted.project_name, wanted.project_id)
    if project == "":
        raise BadRequest("project_name or project_id: one of them must be given.")
    call.write(DeleteThreads(call.workspace, project, wanted.thread_ids))
    return no_content()


def _change(part: _Update) -> TagChange:
    return TagChange(tuple(part.tags_to_add or ()), tuple(part.tags_to_remove or ()))
