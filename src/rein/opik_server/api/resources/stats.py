"""Figures over traces, spans and threads, whether there are any, and the names of their scores."""

from __future__ import annotations

import sqlite3

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.listing import named_project
from rein.opik_server.api.reply import reply
from rein.opik_server.api.resources import span_lists, thread_lists, trace_lists
from rein.opik_server.query import both
from rein.opik_server.store.project_sums import has_source
from rein.opik_server.store.projects import require_project
from rein.opik_server.store.reading import Condition, Page, find_spans, find_traces
from rein.opik_server.store.reading_stats import Mean, Stats, score_names, span_stats, thread_stats, trace_stats
from rein.opik_server.store.totals import Kind

ENDPOINTS = Endpoints()


class _Quantiles(msgspec.Struct):
    p50: float
    p90: float
    p99: float


class _Figure(msgspec.Struct, omit_defaults=True):
    """One figure: COUNT has a whole number, AVG a number, PERCENTAGE quantiles, left out where there are none."""

    name: str
    type: str
    value: int | float | _Quantiles | None = None


class _Stats(msgspec.Struct):
    stats: list[_Figure]


class _Exists(msgspec.Struct):
    exists: bool


class _Name(msgspec.Struct):
    name: str


class _Names(msgspec.Struct):
    scores: list[_Name]


@ENDPOINTS.get("/traces/stats")
def of_traces(call: Call) -> Response:
    """Figures over a project's traces."""
    project, where = named_project(call), trace_lists.conditions(call)

    def find(connection: sqlite3.Connection, workspace: int) -> Stats:
        return trace_stats(connection, require_project(connection, workspace, project).project, where)

    stats = call.read(find)
    means = [_mean("llm_span_count", stats.llm_spans), _mean("span_count", stats.spans)]
    return reply(_Stats([*_common("trace_count", stats), *_payloads(stats), *means, *_sums(stats), _errors(stats)]))


@ENDPOINTS.get("/spans/stats")
def of_spans(call: Call) -> Response:
    """Figures over a project's spans, or those of one of its traces."""
    project, asked = named_project(call), span_lists.conditions(call)

    def find(connection: sqlite3.Connection, workspace: int) -> Stats:
        return span_stats(connection, require_project(connection, workspace, project).project, *asked)

    stats = call.read(find)
    return reply(_Stats([*_common("span_count", stats), *_payloads(stats), *_sums(stats), _errors(stats)]))


@ENDPOINTS.get("/traces/threads/stats")
def of_threads(call: Call) -> Response:
    """Figures over a project's threads."""
    project, where = named_project(call), thread_lists.conditions(call)

    def find(connection: sqlite3.Connection, workspace: int) -> Stats:
        return thread_stats(connection, require_project(connection, workspace, project).project, where)

    stats = call.read(find)
    return reply(_Stats([*_common("thread_count", stats), _mean("number_of_messages", stats.messages), *_sums(stats)]))


@ENDPOINTS.get("/traces/exists")
def traces_exist(call: Call) -> Response:
    """Whether a project has a trace, of a source or in a thread where that is asked."""
    project, source = named_project(call), call.query.get("source") or None
    in_thread = Condition("t.thread_id IS NOT NULL") if call.flag("thread_only") else None

    def find(connection: sqlite3.Connection, workspace: int) -> bool:
        number = require_project(connection, workspace, project).project
        if source and not has_source(connection, number, Kind.TRACE, source):
            return False
        where = in_thread and both(in_thread, Condition("t.source = ?", (source,)) if source else None)
        return bool(find_traces(connection, number, Page(1), where))

    return reply(_Exists(call.read(find)))


@ENDPOINTS.get("/spans/exists")
def spans_exist(call: Call) -> Response:
    """Whether a project has a span, of a source where that is asked."""
    project, source = named_project(call), call.query.get("source") or None

    def find(connection: sqlite3.Connection, workspace: int) -> bool:
        number = require_project(connection, workspace, project).project
        if source:
            return has_source(connection, number, Kind.SPAN, source)
        return bool(find_spans(connection, number, Page(1)))

    return reply(_Exists(call.read(find)))


@ENDPOINTS.get("/traces/feedback-scores/names")
def names_of_traces(call: Call) -> Response:
    """The names of the scores of a project's traces, or of the workspace's."""
    return _names(call, Kind.TRACE)


@ENDPOINTS.get("/spans/feedback-scores/names")
def names_of_spans(call: Call) -> Response:
    """The names of the scores of a project's spans, or of the workspace's, of one type where that is asked."""
    span_lists.of_type(call.query.get("type"))
    return _names(call, Kind.SPAN, call.query.get("type") or None)


@ENDPOINTS.get("/traces/threads/feedback-scores/names")
def names_of_threads(call: Call) -> Response:
    """The names of the scores of a project's threads, or of the workspace's."""
    return _names(call, Kind.THREAD)


def _names(call: Call, kind: Kind, span_type: str | None = None) -> Response:
    text = call.query.get("project_id")
    project_id = any_uuid(text, "project_id") if text else None

    def find(connection: sqlite3.Connection, workspace: int) -> list[str]:
        project = None if project_id is None else require_project(connection, workspace, project_id).project
        return score_names(connection, workspace, kind, project, span_type)

    return reply(_Names([_Name(name) for name in call.read(find)]))


def _common(name: str, stats: Stats) -> list[_Figure]:
    found = stats.quantiles_ms()
    return [
        _Figure(name, "COUNT", stats.count),
        _Figure("duration", "PERCENTAGE", None if found is None else _Quantiles(*found)),
        _mean("tags", stats.tags),
    ]


def _payloads(stats: Stats) -> list[_Figure]:
    return [
        _Figure("input", "COUNT", stats.inputs),
        _Figure("output", "COUNT", stats.outputs),
        _Figure("metadata", "COUNT", stats.metadata),
    ]


def _sums(stats: Stats) -> list[_Figure]:
    """Cost in USD, tokens and scores."""
    usage = sorted(stats.usage.items())
    return [
        _mean("total_estimated_cost", stats.cost_usd),
        _Figure("total_estimated_cost_sum", "AVG", stats.cost_usd.total),
        *(_mean(f"usage.{key}", mean) for key, mean in usage),
        *(_Figure(f"usage_sum.{key}", "AVG", mean.total) for key, mean in usage),
        *(_Figure(f"feedback_scores.{name}", "AVG", value) for name, value in stats.scores.items()),
        *(_Figure(f"span_feedback_scores.{name}", "AVG", value) for name, value in stats.span_scores.items()),
    ]


def _errors(stats: Stats) -> _Figure:
    return _Figure("error_count", "COUNT", stats.errors)


def _mean(name: str, mean: Mean) -> _Figure:
    return _Figure(name, "AVG", mean.value)
