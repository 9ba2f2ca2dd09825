"""Items of datasets made of what is there: of traces, of spans."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.body import MAX_BODY_BYTES
from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import TooLarge
from rein.opik_server.api.inputs import path_id
from rein.opik_server.api.reply import no_content, raw
from rein.opik_server.api.resources.datasets_shapes import (
    Evaluator,
    ExecutionPolicy,
    ItemIn,
    Source,
    items_in,
)
from rein.opik_server.api.shapes import CommentShape, ScoreShape, shape_comments, shape_scores
from rein.opik_server.api.shapes_traces import SpanShape, shape_spans
from rein.opik_server.ids import format_id
from rein.opik_server.store.datasets import require_dataset
from rein.opik_server.store.datasets_changes import PutItems
from rein.opik_server.store.reading import Span, Trace, Wanted, load_spans, load_traces, trace_tree
from rein.opik_server.store.reading_threads import comments_of, scores_of
from rein.opik_server.store.totals import Kind

ENDPOINTS = Endpoints()

MAX_IDS = 1000
_WANTED = Wanted(limit_bytes=MAX_BODY_BYTES)

_Ids = Annotated[list[str], msgspec.Meta(min_length=1, max_length=MAX_IDS)]


class _Options(msgspec.Struct, rename="camel"):
    include_spans: bool = False
    include_tags: bool = False
    include_feedback_scores: bool = False
    include_comments: bool = False
    include_usage: bool = False
    include_metadata: bool = False


class _FromTraces(msgspec.Struct):
    trace_ids: _Ids
    enrichment_options: _Options
    evaluators: list[Evaluator] | None = None
    execution_policy: ExecutionPolicy | None = None


class _FromSpans(msgspec.Struct):
    span_ids: _Ids
    enrichment_options: _Options
    evaluators: list[Evaluator] | None = None
    execution_policy: ExecutionPolicy | None = None


class _Data(msgspec.Struct, omit_defaults=True, kw_only=True):
    """The data of an item that was a trace or a span."""

    input: msgspec.Raw | None = None
    expected_output: msgspec.Raw | None = None
    spans: list[SpanShape] | None = None
    tags: msgspec.Raw | None = None
    feedback_scores: list[ScoreShape] | None = None
    comments: list[CommentShape] | None = None
    usage: msgspec.Raw | None = None
    metadata: msgspec.Raw | None = None


_from_traces = msgspec.json.Decoder(_FromTraces)
_from_spans = msgspec.json.Decoder(_FromSpans)


@ENDPOINTS.post("/datasets/{dataset_id}/items/from-traces")
def from_traces(call: Call) -> Response:
    """An item for each trace that is there: its input, its output as the expected one, and what else is asked for."""
    body = call.decode(_from_traces)
    ids = [any_uuid(one, f"trace_ids[{index}]") for index, one in enumerate(body.trace_ids)]

    def query(connection: sqlite3.Connection, workspace: int) -> list[tuple[bytes, _Data]]:
        require_dataset(connection, workspace, dataset)
        found = load_traces(connection, workspace, ids, _WANTED)
        data = _data(connection, workspace, Kind.TRACE, found, body.enrichment_options)
        if body.enrichment_options.include_spans:
            size = 0
            for trace, one in zip(found, data, strict=True):
                spans = trace_tree(connection, workspace, trace.id, _WANTED)
                size += sum(len(text) for span in spans for text in span.payload if text is not None)
                if size > MAX_BODY_BYTES:
                    raise TooLarge(f"The spans have more than {MAX_BODY_BYTES >> 20} MB. Name fewer traces at once.")
                one.spans = shape_spans(spans) or None
        return [(trace.id, one) for trace, one in zip(found, data, strict=True)]

    dataset = path_id(call, "dataset_id")
    items = [
        _item("trace", one, body.evaluators, body.execution_policy, trace_id=format_id(trace))
        for trace, one in call.read(query)
    ]
    return _put(call, dataset, items)


@ENDPOINTS.post("/datasets/{dataset_id}/items/from-spans")
def from_spans(call: Call) -> Response:
    """An item for each span that is there; as `from_traces`."""
    body = call.decode(_from_spans)
    ids = [any_uuid(one, f"span_ids[{index}]") for index, one in enumerate(body.span_ids)]

    def query(connection: sqlite3.Connection, workspace: int) -> list[tuple[Span, _Data]]:
        require_dataset(connection, workspace, dataset)
        found = load_spans(connection, workspace, ids, _WANTED)
        return list(zip(found, _data(connection, workspace, Kind.SPAN, found, body.enrichment_options), strict=True))

    dataset = path_id(call, "dataset_id")
    items = [
        _item("span", one, body.evaluators, body.execution_policy, format_id(span.trace_id), format_id(span.id))
        for span, one in call.read(query)
    ]
    return _put(call, dataset, items)


def _data(
    connection: sqlite3.Connection, workspace: int, kind: Kind, rows: Sequence[Trace] | Sequence[Span], want: _Options
) -> list[_Data]:
    ids = [row.id for row in rows]
    scores = scores_of(connection, workspace, kind, ids) if want.include_feedback_scores else {}
    comments = comments_of(connection, workspace, kind, ids) if want.include_comments else {}
    return [
        _Data(
            input=raw(row.payload.input),
            expected_output=raw(row.payload.output),
            tags=raw(row.tags) if want.include_tags else None,
            feedback_scores=shape_scores(scores.get(row.id, [])),
            comments=shape_comments(comments.get(row.id, [])),
            usage=raw(row.usage) if want.include_usage else None,
            metadata=raw(row.payload.metadata) if want.include_metadata else None,
        )
        for row in rows
    ]


def _item(
    source: Source,
    data: _Data,
    evaluators: list[Evaluator] | None,
    policy: ExecutionPolicy | None,
    trace_id: str,
    span_id: str | None = None,
) -> ItemIn:
    text = msgspec.Raw(msgspec.json.encode(data))
    return ItemIn(text, source, None, trace_id, span_id, evaluators=evaluators, execution_policy=policy)


def _put(call: Call, dataset: bytes, rows: Sequence[ItemIn]) -> Response:
    if rows:
        items, columns = items_in(rows, "items")
        size = sum(len(item.data) for item in items)
        call.write(PutItems(call.workspace, dataset, None, items, columns, None, call.now_us, call.by, size))
    return no_content()
