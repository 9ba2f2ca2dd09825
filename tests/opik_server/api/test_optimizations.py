"""Optimizations over HTTP, and what their trials came to."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from rein.opik_server.ids import format_id, new_id
from tests.opik_server.api.contract import check

PATH = "/v1/private/optimizations"


def make(api: httpx.Client, **fields: Any) -> str:
    body = {"dataset_name": "d", "objective_name": "accuracy", "status": "running", **fields}
    answer = api.post(PATH, json=body)
    check(answer, "POST", PATH)
    return answer.headers["Location"].rsplit("/", 1)[-1]


def get(api: httpx.Client, optimization: str) -> dict[str, Any]:
    return check(api.get(f"{PATH}/{optimization}"), "GET", PATH + "/{id}")


def names(api: httpx.Client, **query: Any) -> list[str]:
    return [one["name"] for one in check(api.get(PATH, params=query), "GET", PATH)["content"]]


def trial(
    api: httpx.Client,
    optimization: str,
    *,
    own: float | None = None,
    durations_s: tuple[int, ...] = (),
    scores: tuple[float, ...] = (),
    cost_usd: float = 0.0,
    **fields: Any,
) -> None:
    """An experiment over as many traces as there are durations, each with a span of that cost."""
    experiment = format_id(new_id())
    said = [] if own is None else [{"name": "accuracy", "value": own}]
    body = {"id": experiment, "dataset_name": "d", "optimization_id": optimization, "type": "trial", **fields}
    api.post("/v1/private/experiments", json={**body, "experiment_scores": said}).raise_for_status()
    traces = [format_id(new_id()) for _ in durations_s]
    start = "2026-01-02T03:04:00Z"
    rows = [
        {"id": one, "project_name": "p", "start_time": start, "end_time": f"2026-01-02T03:04:{seconds:02}Z"}
        for one, seconds in zip(traces, durations_s, strict=True)
    ]
    if not rows:
        return
    api.post("/v1/private/traces/batch", json={"traces": rows}).raise_for_status()
    spans = [
        {**row, "id": format_id(new_id()), "trace_id": row["id"], "total_estimated_cost": cost_usd} for row in rows
    ]
    api.post("/v1/private/spans/batch", json={"spans": spans}).raise_for_status()
    given = [
        {"id": one, "project_name": "p", "name": "tone", "value": value, "source": "sdk"}
        for one, value in zip(traces, scores, strict=False)
    ]
    if given:
        api.put("/v1/private/traces/feedback-scores", json={"scores": given}).raise_for_status()
    items = [
        {
            "id": format_id(new_id()),
            "experiment_id": experiment,
            "dataset_item_id": format_id(new_id()),
            "trace_id": one,
        }
        for one in traces
    ]
    api.post("/v1/private/experiments/items", json={"experiment_items": items}).raise_for_status()


def test_what_is_made_is_read_back_changed_and_removed(api: httpx.Client) -> None:
    chosen = format_id(new_id())
    made = make(api, id=chosen, name="first", project_name="p", metadata={"k": [1]})
    assert made == chosen
    one = get(api, made)
    project = api.post("/v1/private/projects/retrieve", json={"name": "p"}).json()["id"]
    dataset = api.post("/v1/private/datasets/retrieve", json={"dataset_name": "d"}).json()["id"]
    assert (one["name"], one["project_id"], one["dataset_id"], one["dataset_name"]) == ("first", project, dataset, "d")
    assert (one["status"], one["objective_name"], one["metadata"]) == ("running", "accuracy", {"k": [1]})
    assert (one["num_trials"], one["feedback_scores"], one.get("best_objective_score")) == (0, [], None)
    check(api.put(f"{PATH}/{made}", json={"status": "completed", "name": None}), "PUT", PATH + "/{id}")
    again = get(api, made)
    assert (again["status"], again["name"], again["created_at"]) == ("completed", "first", one["created_at"])
    assert api.put(f"{PATH}/{format_id(new_id())}", json={"status": "error"}).status_code == 404
    check(api.post(PATH + "/delete", json={"ids": [made]}), "POST", PATH + "/delete")
    check(api.post(PATH + "/delete", json={"ids": [made]}), "POST", PATH + "/delete")
    assert api.get(f"{PATH}/{made}").status_code == 404


def test_one_that_is_sent_again_is_changed(api: httpx.Client) -> None:
    made = make(api, name="first", metadata={"k": 1}, studio_config=_STUDIO)
    before = get(api, made)
    body = {"id": made, "dataset_name": "other", "objective_name": "tone", "status": "error", "name": " "}
    check(api.put(PATH, json=body), "PUT", PATH)
    after = get(api, made)
    assert (after["name"], after["metadata"], after["studio_config"]) == ("first", {"k": 1}, before["studio_config"])
    assert (after["dataset_name"], after["objective_name"], after["status"]) == ("other", "tone", "error")
    assert after["created_at"] == before["created_at"]
    assert check(api.get(PATH), "GET", PATH)["total"] == 1


_STUDIO = {
    "dataset_name": "d",
    "prompt": {"messages": [{"role": "user", "content": "x"}]},
    "llm_model": {"model": "m"},
    "evaluation": {"metrics": [{"type": "equals"}]},
    "optimizer": {"type": "gepa"},
}


def test_one_without_a_name_gets_one(api: httpx.Client) -> None:
    assert get(api, make(api))["name"].strip()


def test_trials_are_summed_up_by_candidate(api: httpx.Client) -> None:
    optimization = make(api)
    trial(api, optimization, own=0.4, durations_s=(1, 3), scores=(0.5, 0.7), cost_usd=0.01)
    trial(api, optimization, own=0.9, durations_s=(4,), metadata={"candidate_id": "c"}, cost_usd=0.5)
    trial(api, optimization, own=0.6, durations_s=(8, 8), metadata={"candidate_id": "c"}, cost_usd=0.2)
    trial(api, optimization, own=1.0, durations_s=(9,), type="mini-batch", cost_usd=1.0)
    trial(api, make(api), own=1.0, durations_s=(9,), cost_usd=7.0)
    one = get(api, optimization)
    assert one["num_trials"] == 4
    assert one["feedback_scores"] == [{"name": "tone", "value": pytest.approx(0.6)}]
    assert one["experiment_scores"] == [{"name": "accuracy", "value": 1.0}]
    assert (one["baseline_objective_score"], one["baseline_duration"]) == pytest.approx((0.4, 2.0))
    assert (one["best_objective_score"], one["best_duration"]) == pytest.approx((0.7, 20 / 3))
    assert (one["baseline_cost"], one["best_cost"]) == pytest.approx((0.01, 0.3))
    assert one["total_optimization_cost"] == pytest.approx(0.02 + 0.5 + 0.4 + 1.0)


def test_a_list_is_searched_and_filtered(api: httpx.Client) -> None:
    make(api, name="Alpha", dataset_name="north", project_name="p", metadata={"optimizer": "gepa"})
    make(api, name="beta", dataset_name="south", status="completed")
    north = api.post("/v1/private/datasets/retrieve", json={"dataset_name": "north"}).json()["id"]
    project = api.post("/v1/private/projects/retrieve", json={"name": "p"}).json()["id"]

    def rule(field: str, value: str, key: str = "") -> str:
        return json.dumps([{"field": field, "operator": "=", "value": value, "key": key}])

    assert names(api) == ["beta", "Alpha"]
    assert names(api, name="ALP") == ["Alpha"]
    assert names(api, dataset_name="SOU") == ["beta"]
    assert names(api, dataset_id=north) == ["Alpha"]
    assert names(api, project_id=project) == ["Alpha"]
    assert names(api, filters=rule("status", "completed")) == ["beta"]
    assert names(api, filters=rule("metadata", "gepa", "optimizer")) == ["Alpha"]
    assert names(api, page=2, size=1) == ["Alpha"]
    path = "/v1/private/projects/{projectId}/optimizations"
    assert check(api.get(path.format(projectId=project)), "GET", path)["total"] == 1
    api.post("/v1/private/datasets/delete", json={"dataset_name": "north"}).raise_for_status()
    assert names(api, dataset_deleted="true") == ["Alpha"]
    assert names(api, dataset_deleted="false") == ["beta"]
    assert api.get(PATH).json()["content"][1]["dataset_name"] == "north"


def test_workspaces_are_apart(api: httpx.Client) -> None:
    made = make(api, name="mine")
    there = {"Comet-Workspace": "elsewhere"}
    assert api.get(PATH, headers=there).json()["total"] == 0
    assert api.get(f"{PATH}/{made}", headers=there).status_code == 404
    assert api.put(f"{PATH}/{made}", json={"name": "x"}, headers=there).status_code == 404
    api.post(PATH + "/delete", json={"ids": [made]}, headers=there).raise_for_status()
    assert names(api) == ["mine"]


@pytest.mark.parametrize(
    "change",
    [
        *({"dataset_name": ""}, {"objective_name": None}, {"status": "asleep"}, {"id": "no"}, {"metadata": 1}),
        *({"studio_config": []}, {"studio_config": {**_STUDIO, "prompt": {"messages": None}}}, {"project_id": "no"}),
    ],
)
def test_what_cannot_be_one_is_refused(api: httpx.Client, change: dict[str, Any]) -> None:
    body = {"dataset_name": "d", "objective_name": "accuracy", "status": "running"}
    assert api.post(PATH, json={**body, **change}).status_code == 400
    assert names(api) == []
