"""Writing traces."""

from __future__ import annotations

from starlette.responses import Response

from rein.opik_server.api.bodies import ids_of, size_of_many
from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.reply import created, no_content
from rein.opik_server.ids import format_id
from rein.opik_server.ingest import trace, trace_batch, trace_batch_update, trace_update
from rein.opik_server.store.deletion import DeleteTraces
from rein.opik_server.store.entity import TRACES
from rein.opik_server.store.tags import TagChange
from rein.opik_server.store.upsert import UpdateMany, UpdateTrace, UpsertTraces

ENDPOINTS = Endpoints()


@ENDPOINTS.post("/traces", large=True)
def create(call: Call) -> Response:
    """409 when it was created before."""
    row = trace(call.body, call.arrival)
    call.write(UpsertTraces(call.workspace, [row], len(call.body), refuse_existing=True))
    return created(call.base_url, "/v1/private/traces", row.id)


@ENDPOINTS.post("/traces/batch", large=True)
def create_batch(call: Call) -> Response:
    """Joined with what is stored."""
    call.write(UpsertTraces(call.workspace, trace_batch(call.body, call.arrival), len(call.body)))
    return no_content()


@ENDPOINTS.patch("/traces/{id}", large=True)
def update(call: Call) -> Response:
    """May come before the create."""
    change = trace_update(format_id(call.id()), call.body, call.arrival)
    tags = TagChange(change.add_tags, change.remove_tags)
    call.write(UpdateTrace(call.workspace, change.row, len(call.body), tags))
    return no_content()


@ENDPOINTS.patch("/traces/batch", large=True)
def update_batch(call: Call) -> Response:
    """One update for many; those that are not there are passed over."""
    change = trace_batch_update(call.body, call.arrival)
    size, tags = size_of_many(call, len(change.ids)), TagChange(change.add_tags, change.remove_tags)
    call.write(UpdateMany(call.workspace, TRACES, change.ids, change.row, size, tags))
    return no_content()


@ENDPOINTS.delete("/traces/{id}")
def delete(call: Call) -> Response:
    """With its spans, scores and comments."""
    call.write(DeleteTraces(call.workspace, [call.id()]))
    return no_content()


@ENDPOINTS.post("/traces/delete")
def delete_batch(call: Call) -> Response:
    """Those that are not there are passed over."""
    call.write(DeleteTraces(call.workspace, ids_of(call)))
    return no_content()
