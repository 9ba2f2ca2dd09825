"""Runs of items with their traces, spans and scores, all in one request and one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest, TooLarge
from rein.opik_server.api.inputs import NonBlank
from rein.opik_server.api.reply import moment, no_content
from rein.opik_server.api.resources.datasets_shapes import NULL, given
from rein.opik_server.ids import format_id, new_id
from rein.opik_server.ingest import span, trace
from rein.opik_server.ingest_scores import score
from rein.opik_server.store.datasets import dataset_id, ensure_dataset
from rein.opik_server.store.experiments import (
    AddExperimentItems,
    ExperimentFields,
    experiment_by_name,
    insert_experiment,
    item_rows,
)
from rein.opik_server.store.rows import Row
from rein.opik_server.store.scores import PutScores, ScoreRow
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.totals import Kind
from rein.opik_server.store.upsert import UpsertSpans, UpsertTraces

ENDPOINTS = Endpoints()

MAX_BYTES = 4 << 20
"""Of a request of several items, as upstream: a client that meets a 413 sends it in halves."""


class _Record(msgspec.Struct):
    dataset_item_id: str
    evaluate_task_result: msgspec.Raw = NULL
    trace: msgspec.Raw = NULL
    spans: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=100)] | None = None
    feedback_scores: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=100)] | None = None


class _Bulk(msgspec.Struct):
    experiment_name: NonBlank
    dataset_name: NonBlank
    items: Annotated[list[_Record], msgspec.Meta(min_length=1, max_length=1000)]
    experiment_id: str | None = None
    project_name: str | None = None


_bulk = msgspec.json.Decoder(_Bulk)


@dataclass(frozen=True, slots=True)
class _PutRuns:
    """All of a request."""

    workspace: str
    experiment: bytes | None
    """None: the newest of the name with the dataset, or a new one."""
    experiment_name: str
    dataset_name: str
    project: str | None
    traces: list[Row]
    spans: list[Row]
    scores: list[ScoreRow]
    pairs: list[tuple[bytes, bytes]]
    """Items of the dataset and their traces."""
    now_us: int
    by: str
    size_bytes: int

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        number = ensure_dataset(tables, workspace, self.dataset_name, self.project, self.now_us, self.by)
        dataset = dataset_id(tables.connection, number)
        experiment = self.experiment or experiment_by_name(tables, workspace, self.experiment_name, dataset) or new_id()
        fields = ExperimentFields(self.experiment_name, self.dataset_name, project=self.project)
        insert_experiment(tables, workspace, experiment, fields, self.now_us, self.by)
        UpsertTraces(self.workspace, self.traces, 0).apply(tables)
        if self.spans:
            UpsertSpans(self.workspace, self.spans, 0).apply(tables)
        if self.scores:
            PutScores(self.workspace, Kind.TRACE, self.scores, 0).apply(tables)
        items = item_rows(experiment, self.pairs)
        AddExperimentItems(self.workspace, items, self.now_us, self.by, 0).apply(tables)


@ENDPOINTS.put("/experiments/items/bulk")
def put(call: Call) -> Response:
    """Write runs with all that belongs to them; experiment and dataset are made if they are not there."""
    body = call.decode(_bulk)
    if len(call.body) > MAX_BYTES and len(body.items) > 1:
        raise TooLarge(f"Several items of more than {MAX_BYTES >> 20} MB together. Send them in smaller parts.")
    project = body.project_name if body.project_name and body.project_name.strip() else None
    traces: list[Row] = []
    spans: list[Row] = []
    scores: list[ScoreRow] = []
    pairs: list[tuple[bytes, bytes]] = []
    for index, record in enumerate(body.items):
        place = f"items[{index}]"
        run = _trace(call, record, project, place)
        own = {"trace_id": format_id(run.id)} | ({} if project is None else {"project_name": project})
        traces.append(run)
        spans += (span(_with(one, own), call.arrival) for one in record.spans or ())
        named = {} if project is None else {"project_name": project}
        scores += (score(run.id, _with(one, named), call.arrival) for one in record.feedback_scores or ())
        pairs.append((any_uuid(record.dataset_item_id, place + ".dataset_item_id"), run.id))
    call.write(
        _PutRuns(
            call.workspace,
            None if body.experiment_id is None else any_uuid(body.experiment_id, "experiment_id"),
            body.experiment_name,
            body.dataset_name,
            project,
            traces,
            spans,
            scores,
            pairs,
            call.now_us,
            call.by,
            len(call.body),
        )
    )
    return no_content()


def _trace(call: Call, record: _Record, project: str | None, place: str) -> Row:
    """The trace of a run: as it was sent, or one with the result of the task for an output."""
    named = {} if project is None else {"project_name": project}
    if given(record.trace):
        if given(record.evaluate_task_result):
            raise BadRequest(f"{place}: trace or evaluate_task_result, not both.")
        return trace(_with(record.trace, named), call.arrival)
    trace_id = new_id()
    now = moment(call.now_us)
    fields = {"id": format_id(trace_id), "start_time": now, "end_time": now, "source": "experiment"}
    start = msgspec.json.encode(fields | named)
    result = record.evaluate_task_result
    output = b',"output":' + bytes(result)
    return trace(start[:-1] + output + b"}", call.arrival)


def _with(value: msgspec.Raw, fields: dict[str, str]) -> bytes:
    """A JSON object with fields put behind its own, where they count."""
    text = bytes(value).rstrip()
    if not fields or text[-1:] != b"}":
        return text
    more = msgspec.json.encode(fields)[1:]
    return text[:-1] + (b"," if text[1:-1].strip() else b"") + more
