"""Results of assertions: scores of 1 or 0 in a category of their own, as the client sends them without this."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.inputs import MAX_BATCH, NonBlank, project_of
from rein.opik_server.api.reply import no_content
from rein.opik_server.store.experiments_reading import ASSERTION
from rein.opik_server.store.scores import PutScores, ScoreRow
from rein.opik_server.store.totals import Kind

ENDPOINTS = Endpoints()

_KINDS = {"TRACE": Kind.TRACE, "SPAN": Kind.SPAN, "THREAD": Kind.THREAD}


class _Result(msgspec.Struct):
    entity_id: str
    name: NonBlank
    status: Literal["passed", "failed"]
    source: Literal["ui", "sdk", "online_scoring"]
    project_id: str | None = None
    project_name: str | None = None
    reason: str | None = None


class _Batch(msgspec.Struct):
    entity_type: Literal["TRACE", "SPAN", "THREAD"]
    assertion_results: Annotated[list[_Result], msgspec.Meta(min_length=1, max_length=MAX_BATCH)]


_batch = msgspec.json.Decoder(_Batch)


@ENDPOINTS.put("/assertion-results")
def put(call: Call) -> Response:
    """The last one of a name counts. Entities need not be there yet; a thread is named by its `thread_model_id`."""
    batch = call.decode(_batch)
    rows = [
        ScoreRow(
            entity=any_uuid(result.entity_id, f"assertion_results[{index}].entity_id"),
            name=result.name,
            author=call.by,
            project=project_of(result.project_id, result.project_name) or "",
            value_nano=1_000_000_000 if result.status == "passed" else 0,
            reason=result.reason,
            category_name=ASSERTION,
            source=result.source,
            source_queue_id=None,
            updated_us=call.now_us,
            updated_by=call.by,
        )
        for index, result in enumerate(batch.assertion_results)
    ]
    call.write(PutScores(call.workspace, _KINDS[batch.entity_type], rows, len(call.body)))
    return no_content()
