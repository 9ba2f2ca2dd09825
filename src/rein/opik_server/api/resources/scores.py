"""Writing feedback scores of traces, spans and threads."""

from __future__ import annotations

from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.bodies import NonEmpty
from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints, Handler
from rein.opik_server.api.reply import no_content
from rein.opik_server.ingest_scores import score, score_batch, thread_score_batch
from rein.opik_server.store.scores import DeleteScores, DeleteThreadScores, PutScores
from rein.opik_server.store.totals import Kind

ENDPOINTS = Endpoints()


class _Delete(msgspec.Struct):
    name: NonEmpty
    author: str | None = None


class _DeleteOfThread(msgspec.Struct):
    project_name: NonEmpty
    thread_id: NonEmpty
    names: Annotated[list[NonEmpty], msgspec.Meta(min_length=1, max_length=1000)]
    author: str | None = None


_delete = msgspec.json.Decoder(_Delete)
_delete_of_thread = msgspec.json.Decoder(_DeleteOfThread)


def _batch(kind: Kind) -> Handler:
    def put(call: Call) -> Response:
        call.write(PutScores(call.workspace, kind, score_batch(call.body, call.arrival), len(call.body)))
        return no_content()

    return put


def _one(kind: Kind) -> Handler:
    def put(call: Call) -> Response:
        call.write(PutScores(call.workspace, kind, [score(call.id(), call.body, call.arrival)], len(call.body)))
        return no_content()

    return put


def _delete_one(kind: Kind) -> Handler:
    def delete(call: Call) -> Response:
        wanted = call.decode(_delete)
        call.write(DeleteScores(call.workspace, kind, call.id(), [wanted.name], wanted.author))
        return no_content()

    return delete


for _kind, _path in ((Kind.TRACE, "/traces"), (Kind.SPAN, "/spans")):
    ENDPOINTS.put(f"{_path}/feedback-scores")(_batch(_kind))
    ENDPOINTS.put(f"{_path}/{{id}}/feedback-scores")(_one(_kind))
    ENDPOINTS.post(f"{_path}/{{id}}/feedback-scores/delete")(_delete_one(_kind))


@ENDPOINTS.put("/traces/threads/feedback-scores")
def put_of_threads(call: Call) -> Response:
    """A thread that is not there is made."""
    rows = thread_score_batch(call.body, call.arrival)
    call.write(PutScores(call.workspace, Kind.THREAD, rows, len(call.body)))
    return no_content()


@ENDPOINTS.post("/traces/threads/feedback-scores/delete")
def delete_of_thread(call: Call) -> Response:
    """Names that are not there are passed over."""
    wanted = call.decode(_delete_of_thread)
    call.write(DeleteThreadScores(call.workspace, wanted.project_name, wanted.thread_id, wanted.names, wanted.author))
    return no_content()
