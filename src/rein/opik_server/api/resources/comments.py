"""Comments on traces, spans and threads."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from rein.opik_server.api.bodies import NonEmpty, ids_of
from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints, Handler
from rein.opik_server.api.reply import created, no_content, reply
from rein.opik_server.api.shapes import shape_comment
from rein.opik_server.ids import format_id, new_id
from rein.opik_server.store.comments import AddComment, DeleteComments, EditComment
from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.reading_threads import comments_of
from rein.opik_server.store.totals import Kind

ENDPOINTS = Endpoints()


class _Written(msgspec.Struct):
    text: NonEmpty
    source_queue_id: str | None = None


_written = msgspec.json.Decoder(_Written)


def _add(kind: Kind, path: str) -> Handler:
    def add(call: Call) -> Response:
        entity, comment, written = call.id(), new_id(), call.decode(_written)
        queue = None if written.source_queue_id is None else any_uuid(written.source_queue_id, "source_queue_id")
        call.write(AddComment(call.workspace, comment, kind, entity, written.text, call.now_us, call.by, queue))
        return created(call.base_url, f"/v1/private{path}/{format_id(entity)}/comments", comment)

    return add


def _get(kind: Kind, entity_name: str) -> Handler:
    def get(call: Call) -> Response:
        entity, wanted = call.id(entity_name), call.id("commentId")
        found = call.read(lambda connection, workspace: comments_of(connection, workspace, kind, [entity]))
        for comment in found.get(entity, ()):
            if comment.id == wanted:
                return reply(shape_comment(comment))
        raise NotFound("There is no such comment.")

    return get


def _edit(kind: Kind) -> Handler:
    def edit(call: Call) -> Response:
        text = call.decode(_written).text
        call.write(EditComment(call.workspace, call.id("commentId"), kind, text, call.now_us, call.by))
        return no_content()

    return edit


def _delete(kind: Kind) -> Handler:
    def delete(call: Call) -> Response:
        call.write(DeleteComments(call.workspace, kind, ids_of(call)))
        return no_content()

    return delete


for _kind, _path, _entity in (
    (Kind.TRACE, "/traces", "traceId"),
    (Kind.SPAN, "/spans", "spanId"),
    (Kind.THREAD, "/traces/threads", "threadId"),
):
    ENDPOINTS.post(f"{_path}/{{id}}/comments")(_add(_kind, _path))
    ENDPOINTS.get(f"{_path}/{{{_entity}}}/comments/{{commentId}}")(_get(_kind, _entity))
    ENDPOINTS.patch(f"{_path}/comments/{{commentId}}")(_edit(_kind))
    ENDPOINTS.post(f"{_path}/comments/delete")(_delete(_kind))
