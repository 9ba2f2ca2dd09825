"""Storing spans of OpenTelemetry: their rows, and a row for each trace that they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rein.opik_server.otel.ids import span_uuid
from rein.opik_server.otel.mapping import Mapped, Place
from rein.opik_server.store.otel_traces import trace_uuids
from rein.opik_server.store.rows import ASSUMED, SPAN_FIELDS, TRACE_FIELDS, Row, Value, join
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.upsert import UpsertSpans, UpsertTraces

_IN_SPAN = [SPAN_FIELDS.index(name) if name in SPAN_FIELDS else None for name in TRACE_FIELDS]
_PROJECT, _NAME, _END, _THREAD = (TRACE_FIELDS.index(name) for name in ("project", "name", "end_us", "thread_id"))
_START, _TRACE, _PARENT = (SPAN_FIELDS.index(name) for name in ("start_us", "trace_id", "parent_span_id"))
_BELOW = 1 << 62


@dataclass(frozen=True, slots=True)
class StoreSpans:
    """The spans of one request, in whatever order they come and however they are divided among requests."""

    workspace: str
    spans: Sequence[Mapped]
    """Taken over: their rows are changed."""
    size_bytes: int

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        starts: dict[bytes, int] = {}
        for span in self.spans:
            if span.opik_trace is None:
                starts[span.trace_id] = min(_start(span), starts.get(span.trace_id, _start(span)))
        uuids = trace_uuids(tables, tables.workspace(self.workspace), starts)
        traces: dict[bytes, Row] = {}
        for span in self.spans:
            trace = uuids[span.trace_id] if span.opik_trace is None else span.opik_trace
            _set_ids(span, trace)
            for row in _trace_rows(trace, span):
                known = traces.get(trace)
                traces[trace] = row if known is None else join(known, row, str)
        UpsertTraces(self.workspace, list(traces.values()), 0).apply(tables)
        UpsertSpans(self.workspace, [span.row for span in self.spans], 0).apply(tables)


def _set_ids(span: Mapped, trace: bytes) -> None:
    row = span.row
    row.id = span.opik_span or span_uuid(trace, span.span_id)
    row.values[_TRACE] = trace
    if span.opik_trace is not None:
        row.values[_PARENT] = span.opik_parent
    elif span.parent_id:
        row.values[_PARENT] = span_uuid(trace, span.parent_id)


def _trace_rows(trace: bytes, span: Mapped) -> Iterator[Row]:
    """What a span says of its trace: all of it when it is the root.

    What another span says has versions below zero, so that the root's word replaces it, and so does the word of
    Opik's own client. Among those the earlier span's is the newer, and a span that another process called says more.
    """
    row, start_us = span.row, _start(span)
    of_trace = [None if index is None else row.values[index] for index in _IN_SPAN]
    of_trace[_THREAD] = span.thread_id
    if span.opik_trace is None and span.place is not Place.INNER:
        root = span.place is Place.ROOT
        versions = None if root else [-start_us] * len(of_trace)
        yield replace(row, id=trace, values=of_trace, created=root, versions=versions)
    values: list[Value] = [None] * len(of_trace)
    versions = [ASSUMED] * len(of_trace)
    for index in (_PROJECT, _NAME, _END, _THREAD):
        values[index] = of_trace[index]
    versions[_NAME] = versions[_THREAD] = -_BELOW - start_us
    yield replace(row, id=trace, values=values, created=False, versions=versions)


def _start(span: Mapped) -> int:
    start_us = span.row.values[_START]
    assert isinstance(start_us, int)
    return start_us
