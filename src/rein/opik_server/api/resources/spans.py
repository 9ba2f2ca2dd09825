"""Writing spans."""

from __future__ import annotations

from starlette.responses import Response

from rein.opik_server.api.bodies import size_of_many
from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.reply import created, no_content
from rein.opik_server.ids import format_id
from rein.opik_server.ingest import span, span_batch, span_batch_update, span_update
from rein.opik_server.store.deletion import DeleteSpans
from rein.opik_server.store.entity import SPANS
from rein.opik_server.store.tags import TagChange
from rein.opik_server.store.upsert import UpdateMany, UpdateSpan, UpsertSpans

ENDPOINTS = Endpoints()


@ENDPOINTS.post("/spans", large=True)
def create(call: Call) -> Response:
    """One that was created before stays as it is."""
    row = span(call.body, call.arrival)
    call.write(UpsertSpans(call.workspace, [row], len(call.body), skip_existing=True))
    return created(call.base_url, "/v1/private/spans", row.id)


@ENDPOINTS.post("/spans/batch", large=True)
def create_batch(call: Call) -> Response:
    """Joined with what is stored."""
    call.write(UpsertSpans(call.workspace, span_batch(call.body, call.arrival), len(call.body)))
    return no_content()


@ENDPOINTS.patch("/spans/{id}", large=True)
def update(call: Call) -> Response:
    """May come before the create."""
    change = span_update(format_id(call.id()), call.body, call.arrival)
    tags = TagChange(change.add_tags, change.remove_tags)
    call.write(UpdateSpan(call.workspace, change.row, len(call.body), tags))
    return no_content()


@ENDPOINTS.patch("/spans/batch", large=True)
def update_batch(call: Call) -> Response:
    """One update for many; those that are not there are passed over."""
    change = span_batch_update(call.body, call.arrival)
    size, tags = size_of_many(call, len(change.ids)), TagChange(change.add_tags, change.remove_tags)
    call.write(UpdateMany(call.workspace, SPANS, change.ids, change.row, size, tags))
    return no_content()


@ENDPOINTS.delete("/spans/{id}")
def delete(call: Call) -> Response:
    """Its children stay in the trace."""
    call.write(DeleteSpans(call.workspace, [call.id()]))
    return no_content()
