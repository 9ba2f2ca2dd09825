"""Metrics over time: the hourly sums and a scan of the rows must tell the same."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from rein.opik_server.api.metric_kinds import METRICS
from rein.opik_server.store.store import Store
from rein.opik_server.store.totals import Kind
from tests.opik_server.api.contract import check
from tests.opik_server.api.samples import put_scores, put_spans, put_traces, span, trace

METRICS_PATH = "/v1/private/projects/{id}/metrics"
DAY = {"interval": "DAILY", "interval_start": "2026-09-20T00:00:00Z", "interval_end": "2026-09-23T00:00:00Z"}
ALWAYS = {"trace": "name", "span": "name", "thread": "id"}
"""A field of each that is never empty here: a filter for it finds every row."""


@pytest.fixture
def project(api: httpx.Client, store: Store) -> str:
    """Traces of Monday noon and of Tuesday noon, with spans, scores and threads."""
    put_traces(
        store,
        trace(1, duration_ms=100, error=True, thread="a", tags=["x", "y"]),
        trace(2, duration_ms=300, thread="a", name="answer"),
        trace(3, hours=24, duration_ms=1000, thread="b", tags=["x"]),
        trace(4, hours=24, duration_ms=None),
    )
    put_spans(
        store,
        span(11, 1, tokens=10, cost_usd=0.25, model="small"),
        span(12, 2, tokens=30, cost_usd=0.75, model="large"),
        span(13, 3, hours=24, tokens=5, cost_usd=0.5, model="small"),
    )
    put_scores(store, (1, "clear", 0.5), (2, "clear", 1.0), (2, "kind", 0.0))
    put_scores(store, (3, "clear", 0.25), hours=24)
    put_scores(store, (11, "good", 1.0), kind=Kind.SPAN)
    put_scores(store, ("a", "helped", 0.75), ("b", "helped", 0.25), kind=Kind.THREAD)
    found: str = api.post("/v1/private/projects/retrieve", json={"name": "coach"}).json()["id"]
    return found


def ask(api: httpx.Client, project: str, kind: str, **more: Any) -> dict[str, list[float | None]]:
    """Values by name, one a bucket."""
    answer = api.post(METRICS_PATH.format(id=project), json={"metric_type": kind, **DAY, **more})
    body = check(answer, "POST", METRICS_PATH)
    assert (body["project_id"], body["metric_type"]) == (project, kind)
    return {series["name"]: [point.get("value") for point in series["data"]] for series in body["results"]}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("TRACE_COUNT", {"traces": [None, 2, 2]}),
        ("TRACE_ERROR_RATE", {"error_rate": [None, 50, 0]}),
        ("TRACE_AVERAGE_DURATION", {"avg_duration": [None, 200, 1000]}),
        ("TOKEN_USAGE", {"total_tokens": [None, 40, 5]}),
        ("COST", {"cost": [None, 1.0, 0.5]}),
        ("FEEDBACK_SCORES", {"clear": [None, 0.75, 0.25], "kind": [None, 0, None]}),
        ("GUARDRAILS_FAILED_COUNT", {}),
        ("SPAN_COUNT", {"spans": [None, 2, 1]}),
        ("SPAN_COST", {"cost": [None, 1.0, 0.5]}),
        ("SPAN_ERROR_RATE", {"error_rate": [None, 0, 0]}),
        ("SPAN_AVERAGE_DURATION", {"avg_duration": [None, 50, 50]}),
        ("SPAN_TOKEN_USAGE", {"total_tokens": [None, 40, 5]}),
        ("SPAN_FEEDBACK_SCORES", {"good": [None, 1, None]}),
        ("THREAD_COUNT", {"threads": [None, 1, 1]}),
        ("THREAD_COST", {"cost": [None, 1.0, 0.5]}),
        ("THREAD_AVERAGE_DURATION", {"avg_duration": [None, 301, 1000]}),
        ("THREAD_FEEDBACK_SCORES", {"helped": [None, 0.75, 0.25]}),
    ],
)
def test_a_metric_is_the_sum_of_its_rows(
    api: httpx.Client, project: str, kind: str, expected: dict[str, list[float | None]]
) -> None:
    assert ask(api, project, kind) == expected


@pytest.mark.parametrize("kind", [kind for kind in METRICS if "GUARDRAILS" not in kind])
def test_a_filter_that_finds_every_row_changes_nothing(api: httpx.Client, project: str, kind: str) -> None:
    entity = METRICS[kind].entity.kind.name.lower()
    everything = [{"field": ALWAYS[entity], "operator": "!=", "value": "no such"}]
    for interval in ("HOURLY", "DAILY", "WEEKLY", "TOTAL"):
        rolled_up = ask(api, project, kind, interval=interval)
        assert rolled_up
        assert ask(api, project, kind, interval=interval, **{f"{entity}_filters": everything}) == rolled_up


def test_groups_by_model_are_the_same_by_hourly_sums_and_by_a_scan(api: httpx.Client, project: str) -> None:
    everything = [{"field": "name", "operator": "!=", "value": "no such"}]
    for kind in ("SPAN_COUNT", "SPAN_COST", "SPAN_DURATION", "SPAN_TOKEN_USAGE", "SPAN_ERROR_RATE"):
        rolled_up = ask(api, project, kind, breakdown={"field": "model"})
        assert set(rolled_up) == {"small", "large"}
        assert ask(api, project, kind, breakdown={"field": "model"}, span_filters=everything) == rolled_up


@pytest.mark.parametrize(
    ("kind", "name"),
    [("DURATION", "duration"), ("SPAN_DURATION", "span_duration"), ("THREAD_DURATION", "thread_duration")],
)
def test_quantiles_of_durations_are_near_the_durations(api: httpx.Client, project: str, kind: str, name: str) -> None:
    found = ask(api, project, kind, interval="TOTAL")
    highest = {"duration": 1000, "span_duration": 50, "thread_duration": 1000}[name]
    assert found[f"{name}.p99"] == [pytest.approx(highest, rel=0.04)]
    assert set(found) == {f"{name}.p50", f"{name}.p90", f"{name}.p99"}


def test_a_filter_narrows(api: httpx.Client, project: str) -> None:
    answers = [{"field": "name", "operator": "=", "value": "answer"}]
    assert ask(api, project, "TRACE_COUNT", trace_filters=answers) == {"traces": [None, 1, None]}
    assert ask(api, project, "COST", trace_filters=answers) == {"cost": [None, 0.75, None]}
    small = [{"field": "model", "operator": "=", "value": "small"}]
    assert ask(api, project, "SPAN_COUNT", span_filters=small) == {"spans": [None, 1, 1]}
    assert (
        api.post(
            METRICS_PATH.format(id=project), json={"metric_type": "SPAN_COUNT", **DAY, "trace_filters": answers}
        ).status_code
        == 400
    )


def test_hours_days_and_weeks_begin_where_they_begin(api: httpx.Client, project: str) -> None:
    def starts(interval: str) -> list[str]:
        body = {"metric_type": "TRACE_COUNT", **DAY, "interval": interval}
        answer = api.post(METRICS_PATH.format(id=project), json=body).json()
        return [point["time"] for point in answer["results"][0]["data"]]

    assert starts("DAILY") == ["2026-09-20T00:00:00Z", "2026-09-21T00:00:00Z", "2026-09-22T00:00:00Z"]
    assert starts("WEEKLY") == ["2026-09-14T00:00:00Z", "2026-09-21T00:00:00Z"]  # Mondays
    assert starts("TOTAL") == ["2026-09-20T00:00:00Z"]
    assert len(starts("HOURLY")) == 72
    assert starts("HOURLY")[1] == "2026-09-20T01:00:00Z"


def test_groups_are_told_apart(api: httpx.Client, project: str) -> None:
    def by(kind: str, field: str, **more: Any) -> dict[str, list[float | None]]:
        return ask(api, project, kind, interval="TOTAL", breakdown={"field": field, **more})

    assert by("TRACE_COUNT", "name") == {"plan": [3], "answer": [1]}
    assert by("TRACE_COUNT", "tags") == {"x": [2], "y": [1], "Unknown": [2]}
    assert by("TRACE_COUNT", "error_info") == {"Has Error": [1], "No Error": [3]}
    assert by("TRACE_COUNT", "error_type") == {"Boom": [1], "No Error": [3]}
    assert by("TRACE_COUNT", "metadata", metadata_key="kind") == {"plan": [3], "answer": [1]}
    assert by("SPAN_TOKEN_USAGE", "model") == {"small": [15], "large": [30]}
    assert by("SPAN_COST", "type") == {"llm": [1.5]}
    assert by("FEEDBACK_SCORES", "name", sub_metric="clear")["answer"] == [1.0]
    assert by("DURATION", "name", sub_metric="p90")["answer"] == [pytest.approx(300, rel=0.04)]
    assert by("THREAD_COUNT", "tags") == {"Unknown": [2]}


def test_more_than_ten_groups_end_in_others(api: httpx.Client, store: Store) -> None:
    put_traces(store, *(trace(i, name=f"n{i:02}") for i in range(1, 13)), trace(20, name="n01"))
    project = api.post("/v1/private/projects/retrieve", json={"name": "coach"}).json()["id"]
    found = ask(api, project, "TRACE_COUNT", interval="TOTAL", breakdown={"field": "name"})
    assert len(found) == 11
    assert (found["n01"], found["__others__"]) == ([2], [2])


@pytest.mark.parametrize(
    "wrong",
    [
        {"metric_type": "SHOE_SIZE"},
        {"interval": "YEARLY"},
        {"interval_start": "2026-09-24T00:00:00Z"},
        {"interval_start": "1026-09-24T00:00:00Z"},
        {"interval": "HOURLY", "interval_start": "1980-01-01T00:00:00Z"},
        {"breakdown": {"field": "metadata"}},
        {"breakdown": {"field": "model"}},
        {"metric_type": "FEEDBACK_SCORES", "breakdown": {"field": "name"}},
        {"trace_filters": [{"field": "shoe_size", "operator": "=", "value": "9"}]},
    ],
)
def test_what_cannot_be_meant_is_a_400_that_says_why(api: httpx.Client, project: str, wrong: dict[str, Any]) -> None:
    answer = api.post(METRICS_PATH.format(id=project), json={"metric_type": "TRACE_COUNT", **DAY, **wrong})
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_the_cards_compare_with_the_time_before(api: httpx.Client, project: str) -> None:
    path = "/v1/private/projects/{id}/kpi-cards"
    times = {"interval_start": "2026-09-22T00:00:00Z", "interval_end": "2026-09-23T00:00:00Z"}

    def cards(entity: str, **more: Any) -> dict[str, tuple[float | None, float | None]]:
        answer = api.post(path.format(id=project), json={"entity_type": entity, **times, **more})
        stats = check(answer, "POST", path)["stats"]
        return {card["type"]: (card.get("current_value"), card.get("previous_value")) for card in stats}

    assert cards("traces") == {"count": (2, 2), "errors": (0, 50), "avg_duration": (1000, 200), "total_cost": (0.5, 1)}
    assert cards("spans")["count"] == (1, 2)
    assert cards("threads") == {"count": (1, 1), "avg_duration": (1000, 301), "total_cost": (0.5, 1)}
    filters = '[{"field":"name","operator":"=","value":"answer"}]'
    assert cards("traces", filters=filters)["count"] == (0, 1)


def test_a_workspace_has_the_scores_and_costs_of_its_projects(api: httpx.Client, store: Store, project: str) -> None:
    put_traces(store, trace(30, hours=24, project="other"))
    put_spans(store, span(31, 30, hours=24, cost_usd=2.0, project="other"))
    times = {"interval_start": "2026-09-22T00:00:00Z", "interval_end": "2026-09-23T00:00:00Z"}
    path = "/v1/private/workspaces/costs/summaries"
    assert check(api.post(path, json=times), "POST", path) == {"name": "cost", "current": 2.5, "previous": 1.0}
    path = "/v1/private/workspaces/metrics/summaries"
    found = check(api.post(path, json={**times, "project_ids": [project]}), "POST", path)["results"]
    assert found == [{"name": "clear", "current": 0.25, "previous": 0.75}, {"name": "kind", "previous": 0.0}]
    (daily,) = api.post("/v1/private/workspaces/costs", json={**times, "project_ids": [project]}).json()["results"]
    assert (daily["project_id"], [point.get("value") for point in daily["data"]]) == (project, [0.5])
    daily_scores = api.post("/v1/private/workspaces/metrics", json={**times, "name": "clear"}).json()["results"]
    assert [point.get("value") for point in daily_scores[0]["data"]] == [0.25]
    elsewhere = api.post(path, json=times, headers={"Comet-Workspace": "elsewhere"}).json()
    assert elsewhere == {"results": []}
