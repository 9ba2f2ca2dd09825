"""Figures over traces, spans and threads, whether there are any, and what their scores are called."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.opik_server.api.contract import check
from tests.opik_server.api.seed import PRIVATE, at, filters, score, send, span, trace, uid


@pytest.fixture
def seeded(api: httpx.Client) -> httpx.Client:
    send(
        api,
        trace(1, end_time=at(2), input={"a": 1}, output={"b": 1}, tags=["x", "y"], thread_id="talk"),
        trace(
            2, end_time=at(5), input={"a": 1}, metadata={"k": 1}, error_info={"exception_type": "E", "traceback": "t"}
        ),
        trace(3, source="experiment"),
        span(11, 1, type="llm", usage={"total_tokens": 10}, total_estimated_cost=1.5, end_time=at(11.5)),
        span(12, 1, type="tool", usage={"total_tokens": 4}),
        span(13, 2, type="llm", usage={"total_tokens": 6, "cached": 1}, total_estimated_cost=0.5),
        trace(9, project_name="other"),
    )
    score(api, "traces", uid(1), "clear", 1)
    score(api, "traces", uid(2), "clear", 0)
    score(api, "traces", uid(2), "kind", 0.25)
    score(api, "spans", uid(11), "right", 1)
    score(api, "spans", uid(12), "tool right", 0.5)
    score(api, "traces/threads", "talk", "calm", 0.75)
    score(api, "traces", uid(9), "elsewhere", 1, project_name="other")
    return api


def stats(api: httpx.Client, path: str, **query: str) -> dict[str, Any]:
    answer = check(
        api.get(f"{PRIVATE}/{path}/stats", params={"project_name": "p", **query}), "GET", f"{PRIVATE}/{path}/stats"
    )
    return {figure["name"]: figure.get("value") for figure in answer["stats"]}


def test_figures_over_traces(seeded: httpx.Client) -> None:
    assert stats(seeded, "traces") == {
        "trace_count": 3,
        "duration": {"p50": 2000.0, "p90": 2800.0, "p99": 2980.0},
        "tags": 2 / 3,
        "input": 2,
        "output": 1,
        "metadata": 1,
        "llm_span_count": 2 / 3,
        "span_count": 1.0,
        "total_estimated_cost": 1.0,
        "total_estimated_cost_sum": 2.0,
        "usage.total_tokens": 10.0,
        "usage.cached": 1.0,
        "usage_sum.total_tokens": 20.0,
        "usage_sum.cached": 1.0,
        "feedback_scores.clear": 0.5,
        "feedback_scores.kind": 0.25,
        "span_feedback_scores.right": 1.0,
        "span_feedback_scores.tool right": 0.5,
        "error_count": 1,
    }


def test_figures_are_over_what_the_filters_leave(seeded: httpx.Client) -> None:
    found = stats(seeded, "traces", filters=filters(("error_info", "is_not_empty", "")))
    assert (found["trace_count"], found["total_estimated_cost_sum"], found["error_count"]) == (1, 0.5, 1)
    assert (found["feedback_scores.clear"], "span_feedback_scores.right" in found) == (0.0, False)
    assert stats(seeded, "traces", search="t3")["duration"] is None
    assert stats(seeded, "traces", from_time=at(3))["trace_count"] == 1


def test_figures_over_spans(seeded: httpx.Client) -> None:
    found = stats(seeded, "spans")
    assert (found["span_count"], found["usage_sum.total_tokens"], found["total_estimated_cost"]) == (3, 20.0, 1.0)
    assert found["duration"] == {"p50": 500.0, "p90": 500.0, "p99": 500.0}
    assert (found["feedback_scores.right"], found["feedback_scores.tool right"]) == (1.0, 0.5)
    assert stats(seeded, "spans", trace_id=uid(1), type="llm")["span_count"] == 1


def test_figures_over_threads(seeded: httpx.Client) -> None:
    found = stats(seeded, "traces/threads")
    assert (found["thread_count"], found["number_of_messages"], found["feedback_scores.calm"]) == (1, 2.0, 0.75)
    assert found["total_estimated_cost_sum"] == 1.5


@pytest.mark.parametrize("path", ["traces", "spans", "traces/threads"])
def test_figures_over_nothing_are_zero_and_over_no_project_are_refused(api: httpx.Client, path: str) -> None:
    send(api, trace(1))
    nothing = stats(api, path, filters=filters(("start_time", "<", at(0))))
    assert {value for value in nothing.values() if value} == set()
    assert api.get(f"{PRIVATE}/{path}/stats").status_code == 400
    assert api.get(f"{PRIVATE}/{path}/stats", params={"project_name": "nowhere"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "query", "there"),
    [
        ("traces", {}, True),
        ("traces", {"source": "experiment"}, True),
        ("traces", {"source": "playground"}, False),
        ("traces", {"thread_only": "true"}, True),
        ("traces", {"thread_only": "true", "source": "experiment"}, False),
        ("traces", {"project_name": "other", "thread_only": "true"}, False),
        ("spans", {}, True),
        ("spans", {"project_name": "other"}, False),
    ],
)
def test_whether_there_are_any_is_told(seeded: httpx.Client, path: str, query: dict[str, str], there: bool) -> None:
    answer = seeded.get(f"{PRIVATE}/{path}/exists", params={"project_name": "p"} | query)
    assert check(answer, "GET", f"{PRIVATE}/{path}/exists") == {"exists": there}


def test_names_of_scores_are_told_per_project_or_of_all(seeded: httpx.Client) -> None:
    project = seeded.get(f"{PRIVATE}/traces/{uid(1)}").json()["project_id"]

    def names(path: str, **query: str) -> list[str]:
        place = f"{PRIVATE}/{path}/feedback-scores/names"
        return [score["name"] for score in check(seeded.get(place, params=query), "GET", place)["scores"]]

    assert names("traces", project_id=project) == ["clear", "kind"]
    assert names("traces") == ["clear", "elsewhere", "kind"]
    assert names("spans", project_id=project) == ["right", "tool right"]
    assert names("spans", type="tool") == ["tool right"]
    assert names("traces/threads") == ["calm"]
