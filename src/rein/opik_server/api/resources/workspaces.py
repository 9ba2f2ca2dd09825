"""A workspace: its settings, and the scores and costs of all its projects."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest, Missing
from rein.opik_server.api.metric_kinds import METRICS, Metric
from rein.opik_server.api.metric_series import sums
from rein.opik_server.api.reply import moment, no_content, reply
from rein.opik_server.api.resources.metrics import window_of
from rein.opik_server.ids import format_id
from rein.opik_server.store.projects import Project, find_project, list_projects
from rein.opik_server.store.totals import Totals, merge
from rein.opik_server.store.windows import Interval, Window
from rein.opik_server.store.workspaces import SetSettings, find_settings

ENDPOINTS = Endpoints()

MAX_DAYS = 4000
_WHOLE_HOURS = "The sums are of whole hours."
_MAX_TIMEOUT = timedelta(days=7)


class _Request(msgspec.Struct):
    interval_start: datetime
    interval_end: datetime
    project_ids: list[str] | None = None
    name: str | None = None


class _Summary(msgspec.Struct, omit_defaults=True):
    name: str
    current: float | None = None
    previous: float | None = None


class _Summaries(msgspec.Struct):
    results: list[_Summary]


class _Point(msgspec.Struct, omit_defaults=True):
    time: datetime | None
    value: float | None = None


class _Daily(msgspec.Struct, omit_defaults=True):
    name: str
    data: list[_Point]
    project_id: str | None = None


class _Dailies(msgspec.Struct):
    results: list[_Daily]


class _Settings(msgspec.Struct, omit_defaults=True):
    timeout_to_mark_thread_as_inactive: timedelta | None = None
    truncation_on_tables: bool | None = None
    color_map: Annotated[dict[str, str], msgspec.Meta(max_length=10_000)] | None = None


class _Version(msgspec.Struct):
    opik_version: str = "version_2"


_request = msgspec.json.Decoder(_Request)
_settings = msgspec.json.Decoder(_Settings)


@ENDPOINTS.get("/workspaces/versions")
def version(_: Call) -> Response:
    """How Opik's own console should look."""
    return reply(_Version())


@ENDPOINTS.get("/workspaces/configurations")
def settings(call: Call) -> Response:
    """The settings; 404 if there are none."""
    found = call.read(find_settings)
    if found is None:
        raise Missing("The workspace has no settings of its own.")
    return reply(msgspec.Raw(found.encode()))


@ENDPOINTS.put(
    "/workspaces/configurations",
    missing="`timeout_to_mark_thread_as_inactive` is kept, but threads become inactive after 15 minutes.",
)
def set_settings(call: Call) -> Response:
    """Replace the settings."""
    body = call.decode(_settings)
    timeout = body.timeout_to_mark_thread_as_inactive
    if timeout is not None and not timedelta() < timeout <= _MAX_TIMEOUT:
        raise BadRequest("timeout_to_mark_thread_as_inactive: expected a time of up to 7 days.")
    text = msgspec.json.encode(body)
    call.write(SetSettings(call.workspace, text.decode(), call.now_us, call.by))
    return reply(msgspec.Raw(text))


@ENDPOINTS.delete("/workspaces/configurations")
def delete_settings(call: Call) -> Response:
    """Remove the settings; 404 if there are none."""
    call.write(SetSettings(call.workspace, None, call.now_us, call.by))
    return no_content()


@ENDPOINTS.post("/workspaces/metrics/summaries", missing=_WHOLE_HOURS)
def score_summaries(call: Call) -> Response:
    """The mean of each score of traces, in a time and in the time of the same length before."""
    metric = METRICS["FEEDBACK_SCORES"]
    now, before = _compared(call, metric)
    current, previous = metric.figures(now), metric.figures(before)
    names = sorted(current.keys() | previous.keys())
    return reply(_Summaries([_Summary(name, current.get(name), previous.get(name)) for name in names]))


@ENDPOINTS.post("/workspaces/costs/summaries", missing=_WHOLE_HOURS)
def cost_summary(call: Call) -> Response:
    """The cost in USD of a time and of the time of the same length before."""
    metric = METRICS["SPAN_COST"]
    now, before = _compared(call, metric)
    return reply(_Summary("cost", metric.figures(now).get("cost", 0.0), metric.figures(before).get("cost", 0.0)))


@ENDPOINTS.post("/workspaces/metrics", missing=_WHOLE_HOURS)
def daily_scores(call: Call) -> Response:
    """The mean of each score of traces by day (`data`), for each of the named projects, or of all together.

    As the upstream server answers it: its description shows the shape of the summaries here.
    """
    return reply(_daily(call, METRICS["FEEDBACK_SCORES"]))


@ENDPOINTS.post("/workspaces/costs", missing=_WHOLE_HOURS)
def daily_costs(call: Call) -> Response:
    """The cost in USD by day; as `daily_scores`."""
    return reply(_daily(call, METRICS["SPAN_COST"]))


def _compared(call: Call, metric: Metric) -> tuple[Totals, Totals]:
    body = call.decode(_request)
    now = window_of(Interval.TOTAL, body.interval_start, body.interval_end, call.now_us)
    before = Window(Interval.TOTAL, max(2 * now.start_us - now.end_us, 0), now.start_us)

    def read(connection: sqlite3.Connection, workspace: int) -> tuple[Totals, Totals]:
        projects = _projects(connection, workspace, body)
        current, previous = (_sums(connection, projects, metric, window) for window in (now, before))
        return current.get(0, {}), previous.get(0, {})

    return call.read(read)


def _daily(call: Call, metric: Metric) -> _Dailies:
    body = call.decode(_request)
    window = window_of(Interval.DAILY, body.interval_start, body.interval_end, call.now_us)
    if len(window.numbers()) > MAX_DAYS:
        raise BadRequest(f"interval_start: more than {MAX_DAYS} days; choose a shorter time.")

    def read(connection: sqlite3.Connection, workspace: int) -> list[tuple[str | None, dict[int, Totals]]]:
        projects = _projects(connection, workspace, body)
        if body.project_ids:
            return [(format_id(p.id), _sums(connection, [p], metric, window)) for p in projects]
        return [(None, _sums(connection, projects, metric, window))]

    results: list[_Daily] = []
    for project_id, found in call.read(read):
        figures = {number: metric.figures(totals) for number, totals in found.items()}
        names = sorted({name for values in figures.values() for name in values if body.name in (None, name)})
        for name in names or ([body.name] if body.name else []):
            points = [
                _Point(moment(window.bucket(number).start_us), figures.get(number, {}).get(name))
                for number in window.numbers()
            ]
            results.append(_Daily(name, points, project_id))
    return _Dailies(results)


def _projects(connection: sqlite3.Connection, workspace: int, body: _Request) -> list[Project]:
    if not body.project_ids:
        return list_projects(connection, workspace, -1)
    found = [find_project(connection, workspace, any_uuid(one, "project_ids")) for one in body.project_ids]
    return [project for project in found if project is not None]


def _sums(
    connection: sqlite3.Connection, projects: Sequence[Project], metric: Metric, window: Window
) -> dict[int, Totals]:
    found: dict[int, Totals] = {}
    if window.start_us >= window.end_us:
        return found
    for project in projects:
        for number, groups in sums(connection, project.project, metric, window, None).items():
            for totals in groups.values():
                merge(found.setdefault(number, {}), totals)
    return found
