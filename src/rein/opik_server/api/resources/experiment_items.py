"""Items of experiments: which trace was made of which item of a dataset."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.inputs import NonBlank, id_or_new, ids_of, path_id
from rein.opik_server.api.reply import ndjson, no_content, reply
from rein.opik_server.api.resources.datasets_pages import Portion
from rein.opik_server.api.resources.datasets_shapes import ExecutionPolicy, json_of
from rein.opik_server.api.resources.experiments_shapes import ExperimentItemOut, items_out, link_out, weight
from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.experiments import AddExperimentItems, DeleteExperimentItems, ExperimentItemRow
from rein.opik_server.store.experiments_compare import find_compared, items_of_experiments
from rein.opik_server.store.experiments_reading import experiments_named

ENDPOINTS = Endpoints()


class _Item(msgspec.Struct):
    experiment_id: str
    dataset_item_id: str
    trace_id: str
    id: str | None = None
    execution_policy: ExecutionPolicy | None = None


class _Items(msgspec.Struct):
    experiment_items: Annotated[list[_Item], msgspec.Meta(min_length=1, max_length=1000)]


class _Stream(msgspec.Struct):
    experiment_name: NonBlank
    limit: Annotated[int, msgspec.Meta(ge=1, le=2000)] | None = None
    last_retrieved_id: str | None = None
    truncate: bool = True
    project_name: str | None = None


_items = msgspec.json.Decoder(_Items)
_stream = msgspec.json.Decoder(_Stream)


@ENDPOINTS.post("/experiments/items")
def add(call: Call) -> Response:
    """Link items with traces; one sent again changes nothing. Nothing that they name need be there yet."""
    rows: list[ExperimentItemRow] = []
    for index, item in enumerate(call.decode(_items).experiment_items):
        place = f"experiment_items[{index}]."
        rows.append(
            ExperimentItemRow(
                id=id_or_new(item.id, place + "id"),
                experiment_id=any_uuid(item.experiment_id, place + "experiment_id"),
                dataset_item_id=any_uuid(item.dataset_item_id, place + "dataset_item_id"),
                trace_id=any_uuid(item.trace_id, place + "trace_id"),
                execution_policy=json_of(item.execution_policy),
            )
        )
    call.write(AddExperimentItems(call.workspace, rows, call.now_us, call.by, len(call.body)))
    return no_content()


@ENDPOINTS.post("/experiments/items/delete")
def delete(call: Call) -> Response:
    """Take links away by their ids."""
    call.write(DeleteExperimentItems(call.workspace, ids_of(call)))
    return no_content()


@ENDPOINTS.get("/experiments/items/{id}")
def get(call: Call) -> Response:
    """One: what is linked with what."""
    item_id = path_id(call)
    found = call.read(lambda connection, workspace: find_compared(connection, workspace, item_id))
    if found is None:
        raise NotFound("There is no such experiment item in this workspace.")
    return reply(link_out(found))


@ENDPOINTS.post("/experiments/items/stream")
def stream(call: Call) -> Response:
    """Those of all experiments of a name, newest first, after the last that was retrieved."""
    body = call.decode(_stream)
    after = None if body.last_retrieved_id is None else any_uuid(body.last_retrieved_id, "last_retrieved_id")
    experiments = call.read(
        lambda connection, workspace: experiments_named(
            connection, workspace, body.experiment_name, body.project_name or None
        )
    )
    return ndjson(_rows(call, experiments, body.limit or 500, after, slim=body.truncate))


def _rows(
    call: Call, experiments: list[bytes], limit: int, after: bytes | None, *, slim: bool
) -> Iterator[ExperimentItemOut]:
    portion = Portion()
    while limit > 0:
        size, before = min(limit, portion.rows), after

        def query(
            connection: sqlite3.Connection, workspace: int, size: int = size, before: bytes | None = before
        ) -> tuple[bytes | None, list[ExperimentItemOut]]:
            found = items_of_experiments(connection, workspace, experiments, size, before)
            return found[-1].id if found else None, items_out(connection, workspace, found, slim=slim)

        after, found = call.read(query)
        portion.read(len(found), sum(map(weight, found)))
        yield from found
        if len(found) < size:
            return
        limit -= size
