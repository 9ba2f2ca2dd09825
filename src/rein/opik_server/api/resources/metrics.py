"""Metrics of projects over time, and the few figures at the top of a project's page."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.metric_kinds import METRICS, Metric, average_ms, cost_usd, error_percent
from rein.opik_server.api.metric_series import Series, group_by, grouped, sums, whole
from rein.opik_server.api.reply import moment, reply
from rein.opik_server.ids import format_id
from rein.opik_server.query import compile_filters
from rein.opik_server.store.projects import require_project
from rein.opik_server.store.reading import Condition
from rein.opik_server.store.totals import Totals, merge
from rein.opik_server.store.windows import Interval, Window

ENDPOINTS = Endpoints()

MAX_BUCKETS = 10_000
"""More than a year of hours."""
MAX_US = 253_402_300_799 * 1_000_000
"""The end of the year 9999."""
_MICROSECONDS = 1_000_000
_NONE = msgspec.Raw(b"null")

BreakdownField = Literal["none", "tags", "metadata", "name", "error_info", "error_type", "model", "provider", "type"]


class _Breakdown(msgspec.Struct):
    field: BreakdownField = "none"
    metadata_key: str | None = None
    sub_metric: str | None = None


class _Request(msgspec.Struct):
    metric_type: str
    interval: Interval
    interval_start: datetime
    interval_end: datetime | None = None
    span_filters: msgspec.Raw = _NONE
    trace_filters: msgspec.Raw = _NONE
    thread_filters: msgspec.Raw = _NONE
    breakdown: _Breakdown | None = None


class _Point(msgspec.Struct, omit_defaults=True):
    time: datetime | None
    value: float | None = None


class _Result(msgspec.Struct):
    name: str
    data: list[_Point]


class _Response(msgspec.Struct):
    project_id: str
    metric_type: str
    interval: Interval
    results: list[_Result]


class _KpiRequest(msgspec.Struct):
    entity_type: Literal["traces", "spans", "threads"]
    interval_start: datetime
    interval_end: datetime | None = None
    filters: str | None = None


class _Kpi(msgspec.Struct, omit_defaults=True):
    type: Literal["count", "errors", "avg_duration", "total_cost"]
    current_value: float | None = None
    previous_value: float | None = None


class _KpiResponse(msgspec.Struct):
    stats: list[_Kpi]


_request = msgspec.json.Decoder(_Request)
_kpi_request = msgspec.json.Decoder(_KpiRequest)


@ENDPOINTS.post(
    "/projects/{id}/metrics",
    missing="Without filters, the sums are of whole hours: those in which the interval begins and ends are counted "
    "as a whole. Guardrails are not stored: GUARDRAILS_FAILED_COUNT is empty.",
)
def metrics(call: Call) -> Response:
    """A metric over time: all buckets of the interval, those without anything have no value."""
    body = call.decode(_request)
    metric = METRICS.get(body.metric_type)
    if metric is None:
        raise BadRequest(f"metric_type: expected one of {', '.join(METRICS)}.")
    window = window_of(body.interval, body.interval_start, body.interval_end, call.now_us)
    if len(window.numbers()) > MAX_BUCKETS:
        raise BadRequest(f"interval: more than {MAX_BUCKETS} values; choose a longer interval or a shorter time.")
    where = _condition(metric, body)
    breakdown = body.breakdown or _Breakdown()
    group = None
    if breakdown.field != "none":
        group = group_by(metric, breakdown.field, breakdown.metadata_key)
    project_id = call.id()

    def read(connection: sqlite3.Connection, workspace: int) -> Series:
        project = require_project(connection, workspace, project_id).project
        if group is not None:
            return grouped(connection, project, metric, window, where, group, breakdown.sub_metric)
        return whole(connection, project, metric, window, where)

    results = [
        _Result(
            name, [_Point(moment(window.bucket(number).start_us), values.get(number)) for number in window.numbers()]
        )
        for name, values in sorted(call.read(read).items())
    ]
    return reply(_Response(format_id(project_id), body.metric_type, body.interval, results))


def window_of(interval: Interval, start: datetime, end: datetime | None, now_us: int) -> Window:
    """The time that a request asks for; up to now where it names no end. Raises BadRequest."""
    start_us, end_us = _us(start), now_us + 1 if end is None else _us(end)
    if not 0 <= start_us < end_us <= MAX_US:
        raise BadRequest("interval_start: must be before interval_end, and not before 1970.")
    return Window(interval, start_us, end_us)


def _us(value: datetime) -> int:
    at = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    return round(at.timestamp() * _MICROSECONDS)


def _condition(metric: Metric, body: _Request) -> Condition | None:
    given = {"trace": body.trace_filters, "span": body.span_filters, "thread": body.thread_filters}
    own = given.pop(metric.entity.kind.name.lower())
    for name, filters in given.items():
        if bytes(filters) not in (b"null", b"[]"):
            raise BadRequest(f"{name}_filters: {body.metric_type} is not about {name}s.")
    return compile_filters(bytes(own), metric.fields)


_KPI_METRICS = {
    "traces": (METRICS["TRACE_COUNT"], METRICS["COST"]),
    "spans": (METRICS["SPAN_COUNT"], METRICS["SPAN_COST"]),
    "threads": (METRICS["THREAD_COUNT"], METRICS["THREAD_COST"]),
}


@ENDPOINTS.post("/projects/{id}/kpi-cards", missing="Without filters, the sums are of whole hours.")
def kpi_cards(call: Call) -> Response:
    """Count, errors, mean duration and cost of a time, and of the time of the same length before it."""
    body = call.decode(_kpi_request)
    metric, of_cost = _KPI_METRICS[body.entity_type]
    now = window_of(Interval.TOTAL, body.interval_start, body.interval_end, call.now_us)
    before = Window(Interval.TOTAL, max(2 * now.start_us - now.end_us, 0), now.start_us)
    where = compile_filters(body.filters, metric.fields)
    project_id = call.id()

    def total(connection: sqlite3.Connection, project: int, wanted: Metric, window: Window) -> Totals:
        found: Totals = {}
        if window.start_us < window.end_us:
            for groups in sums(connection, project, wanted, window, where).values():
                for totals in groups.values():
                    merge(found, totals)
        return found

    def read(connection: sqlite3.Connection, workspace: int) -> list[tuple[Totals, Totals]]:
        project = require_project(connection, workspace, project_id).project
        return [(total(connection, project, metric, w), total(connection, project, of_cost, w)) for w in (now, before)]

    (counts, costs), (counts_before, costs_before) = call.read(read)
    cards = [_Kpi("count", counts.get("n", 0), counts_before.get("n", 0))]
    if body.entity_type != "threads":
        cards.append(_Kpi("errors", error_percent(counts), error_percent(counts_before)))
    cards.append(_Kpi("avg_duration", average_ms(counts), average_ms(counts_before)))
    cards.append(_Kpi("total_cost", cost_usd(costs) or 0.0, cost_usd(costs_before) or 0.0))
    return reply(_KpiResponse(cards))
