"""Experiments side by side, and runs written in bulk, over HTTP."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.opik_server.api.contract import check
from tests.opik_server.api.dataset_samples import V1, compare, dataset_id, fresh, ids, put_items, run, send

PATH = f"{V1}/datasets/{{id}}/items/experiments/items"


@pytest.fixture
def two(api: httpx.Client) -> tuple[str, list[str], list[str]]:
    """A dataset of three items, all run in one experiment, the last two in another."""
    known = ids(3)
    put_items(api, "goals", {one: {"city": "abc"[index], "n": index} for index, one in enumerate(known)})
    one, _ = run(api, "goals", known, "one", {"good": 0})
    other, _ = run(api, "goals", known[1:], "other", {"good": 5})
    return dataset_id(api, "goals"), known, [one, other]


def test_each_item_is_shown_once_with_its_runs(api: httpx.Client, two: tuple[str, list[str], list[str]]) -> None:
    dataset, known, (one, other) = two
    answer = api.get(
        f"{V1}/datasets/{dataset}/items/experiments/items", params={"experiment_ids": json.dumps([one, other])}
    )
    page = check(answer, "GET", PATH)
    assert (page["total"], page["size"]) == (3, 3)
    assert [item["id"] for item in page["content"]] == known[::-1]
    assert [column["name"] for column in page["columns"]] == ["city", "n"]
    middle = page["content"][1]
    assert middle["data"] == {"city": "b", "n": 1}
    assert [(run["experiment_id"], run["output"], run["duration"]) for run in middle["experiment_items"]] == [
        (one, {"answer": "one 1"}, 2000.0),
        (other, {"answer": "other 0"}, 1000.0),
    ]
    run_ = middle["experiment_items"][0]
    assert (run_["input"], run_["usage"], run_["total_estimated_cost"]) == ({"n": 1}, {"total_tokens": 20}, 0.5)
    assert [(score["name"], score["value"]) for score in run_["feedback_scores"]] == [("good", 1.0)]
    assert len(page["content"][2]["experiment_items"]) == 1


def test_the_comparison_goes_page_by_page_until_there_is_none(
    api: httpx.Client, two: tuple[str, list[str], list[str]]
) -> None:
    dataset, known, experiments = two
    read = [compare(api, dataset, experiments, size=2, page=page)["content"] for page in (1, 2, 3)]
    assert [[item["id"] for item in page] for page in read] == [known[:0:-1], known[:1], []]


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ({"field": "feedback_scores", "key": "good", "operator": "=", "value": "0.0"}, {"one 0"}),
        ({"field": "feedback_scores.good", "operator": ">=", "value": "5"}, {"other 0", "other 1"}),
        ({"field": "output", "operator": "contains", "value": "OTHER"}, {"other 0", "other 1"}),
        ({"field": "output.answer", "operator": "=", "value": "one 2"}, {"one 2"}),
        ({"field": "output", "key": "answer", "operator": "=", "value": "one 2"}, {"one 2"}),
        ({"field": "data", "key": "city", "operator": "=", "value": "a"}, {"one 0"}),
        ({"field": "city", "operator": "=", "value": "b"}, {"one 1", "other 0"}),
        ({"field": "n", "operator": ">", "value": "1"}, {"one 2", "other 1"}),
        ({"field": "duration", "operator": ">", "value": "2500"}, {"one 2"}),
        ({"field": "usage.total_tokens", "operator": "<=", "value": "10"}, {"one 0", "other 0"}),
    ],
)
def test_filters_find_runs_by_their_item_and_by_their_trace(
    api: httpx.Client, two: tuple[str, list[str], list[str]], filter_: dict[str, str], found: set[str]
) -> None:
    dataset, _, experiments = two
    page = compare(api, dataset, experiments, filters=[filter_])
    runs = [run["output"]["answer"] for item in page["content"] for run in item["experiment_items"]]
    assert set(runs) == found
    assert page["total"] == len(page["content"]) == len({item["id"] for item in page["content"]})


def test_items_are_sorted_and_searched(api: httpx.Client, two: tuple[str, list[str], list[str]]) -> None:
    dataset, _, experiments = two

    def cities(**query: Any) -> list[str]:
        return [item["data"]["city"] for item in compare(api, dataset, experiments[:1], **query)["content"]]

    assert cities(sorting=[{"field": "data.city", "direction": "ASC"}]) == ["a", "b", "c"]
    assert cities(sorting=[{"field": "feedback_scores.good", "direction": "DESC"}]) == ["c", "b", "a"]
    assert cities(sorting=[{"field": "duration", "direction": "ASC"}], size=1) == ["a"]
    assert cities(search="ONE 2") == ["c"]
    assert cities(search='"b"') == ["b"]


def test_items_are_shown_as_they_were_when_the_experiment_ran(
    api: httpx.Client, two: tuple[str, list[str], list[str]]
) -> None:
    dataset, known, (one, _) = two
    put_items(api, "goals", {known[0]: {"city": "changed"}}, fresh())
    send(api, "POST", "/datasets/items/delete", {"item_ids": [known[1]], "batch_group_id": fresh()})
    assert [item["data"]["city"] for item in compare(api, dataset, [one])["content"]] == ["c", "b", "a"]
    late, _ = run(api, "goals", known, "late")
    assert [item["data"]["city"] for item in compare(api, dataset, [late])["content"]] == ["c", "b", "changed"]


def test_runs_of_items_and_traces_that_are_nowhere_are_shown_all_the_same(api: httpx.Client) -> None:
    put_items(api, "goals", [{"q": 1}])
    link = {"experiment_id": fresh(), "dataset_item_id": fresh(), "trace_id": fresh()}
    send(api, "POST", "/experiments", {"id": link["experiment_id"], "dataset_name": "goals"}, 201)
    send(api, "POST", "/experiments/items", {"experiment_items": [link]})
    page = compare(api, dataset_id(api, "goals"), [link["experiment_id"]])
    assert page["content"][0]["data"] == {}
    assert page["content"][0]["experiment_items"][0]["trace_id"] == link["trace_id"]


def test_long_texts_are_cut_only_where_it_is_asked_for(api: httpx.Client) -> None:
    one, trace, experiment = fresh(), fresh(), fresh()
    put_items(api, "goals", {one: {"q": "long " * 1000}})
    send(api, "POST", "/experiments", {"id": experiment, "dataset_name": "goals"}, 201)
    row = {"id": trace, "start_time": "2026-11-01T10:00:00Z", "output": {"o": "word " * 1000}}
    send(api, "POST", "/traces", row, 201)
    link = {"experiment_id": experiment, "dataset_item_id": one, "trace_id": trace}
    send(api, "POST", "/experiments/items", {"experiment_items": [link]})

    def lengths(**query: Any) -> tuple[int, int]:
        item = compare(api, dataset_id(api, "goals"), [experiment], **query)["content"][0]
        return len(item["data"]["q"]), len(item["experiment_items"][0]["output"]["o"])

    assert lengths() == (5000, 5000)
    assert all(length < 2000 for length in lengths(truncate=True))


def test_judgements_are_told_from_scores(api: httpx.Client, two: tuple[str, list[str], list[str]]) -> None:
    dataset, _, (one, _) = two
    item = compare(api, dataset, [one])["content"][0]["experiment_items"][0]
    rows = [
        {"id": item["trace_id"], "name": name, "value": value, "source": "sdk", "category_name": "suite_assertion"}
        for name, value in (("polite", 1), ("short", 0))
    ]
    send(api, "PUT", "/traces/feedback-scores", {"scores": rows})
    answer = api.get(f"{V1}/datasets/{dataset}/items/experiments/items", params={"experiment_ids": json.dumps([one])})
    shown = check(answer, "GET", PATH)["content"][0]
    run_ = shown["experiment_items"][0]
    assert [score["name"] for score in run_["feedback_scores"]] == ["good"]
    assert run_["assertion_results"] == [{"value": "polite", "passed": True}, {"value": "short", "passed": False}]
    assert run_["status"] == "failed"
    assert shown["run_summaries_by_experiment"] == {one: {"passed_runs": 0, "total_runs": 1, "status": "failed"}}


def test_the_sums_are_of_the_runs_that_the_filters_find(
    api: httpx.Client, two: tuple[str, list[str], list[str]]
) -> None:
    dataset, _, experiments = two
    path = f"{V1}/datasets/{dataset}/items/experiments/items"

    def stats(**query: str) -> dict[str, Any]:
        answer = api.get(path + "/stats", params={"experiment_ids": json.dumps(experiments), **query})
        assert answer.status_code == 200, answer.text
        return {one["name"]: one["value"] for one in answer.json()["stats"]}

    found = stats()
    assert (found["experiment_items_count"], found["trace_count"]) == (5, 5)
    assert found["duration"]["p50"] == 2000.0
    assert found["feedback_scores.good"] == pytest.approx((0 + 1 + 2 + 5 + 6) / 5)
    assert found["usage.total_tokens"] == pytest.approx(18)
    assert found["total_estimated_cost"] == pytest.approx(0.5)
    only = json.dumps([{"field": "city", "operator": "=", "value": "b"}])
    assert stats(filters=only)["experiment_items_count"] == 2
    answer = api.get(path + "/output/columns", params={"experiment_ids": json.dumps(experiments)})
    columns = check(answer, "GET", PATH + "/output/columns")["columns"]
    assert columns == [
        {"name": "answer", "types": ["string"], "filter_field_prefix": "output", "filterField": "output.answer"}
    ]


def test_a_comparison_of_nothing_or_of_another_workspace_is_empty_or_refused(
    api: httpx.Client, two: tuple[str, list[str], list[str]]
) -> None:
    dataset, _, (one, _) = two
    path = f"{V1}/datasets/{dataset}/items/experiments/items"
    assert api.get(path).status_code == 400
    assert api.get(path, params={"experiment_ids": "no"}).status_code == 400
    assert api.get(path, params={"experiment_ids": json.dumps([one]), "filters": "["}).status_code == 400
    assert compare(api, dataset, [fresh()])["content"] == []
    assert compare(api, fresh(), [one])["content"] == []
    elsewhere = {"Comet-Workspace": "elsewhere"}
    answer = api.get(path, params={"experiment_ids": json.dumps([one])}, headers=elsewhere)
    assert answer.json()["content"] == []


def bulk(items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"experiment_name": "bulk", "dataset_name": "goals", "project_name": "coach", "items": items, **more}


def test_runs_in_bulk_bring_their_traces_spans_and_scores(api: httpx.Client) -> None:
    one, two_ = ids(2)
    put_items(api, "goals", {one: {}, two_: {}})
    experiment, trace, span = fresh(), fresh(), fresh()
    full = {
        "dataset_item_id": one,
        "trace": {"id": trace, "name": "t", "start_time": "2026-11-01T10:00:00Z", "output": {"a": "✓"}},
        "spans": [{"id": span, "start_time": "2026-11-01T10:00:00Z", "type": "llm", "trace_id": fresh()}],
        "feedback_scores": [{"name": "good", "value": 1, "source": "sdk", "reason": "so"}],
    }
    short = {"dataset_item_id": two_, "evaluate_task_result": {"a": "only an output"}}
    body = bulk([full, short], experiment_id=experiment)
    for _ in range(2):
        send(api, "PUT", "/experiments/items/bulk", {**body, "items": [full]})
    send(api, "PUT", "/experiments/items/bulk", {**body, "items": [short]})
    page = compare(api, dataset_id(api, "goals"), [experiment])
    (result,), (run_,) = (item["experiment_items"] for item in page["content"])
    assert run_["trace_id"] == trace
    assert run_["output"] == {"a": "✓"}
    assert [(score["name"], score["reason"]) for score in run_["feedback_scores"]] == [("good", "so")]
    assert result["output"] == {"a": "only an output"}
    assert send(api, "GET", f"/spans/{span}", status=200).json()["trace_id"] == trace
    found = send(api, "GET", f"/experiments/{experiment}", status=200).json()
    assert (found["name"], found["project_name"], found["trace_count"]) == ("bulk", "coach", 2)


def test_runs_in_bulk_without_an_id_go_into_the_experiment_of_the_name(api: httpx.Client) -> None:
    for item in ids(2):
        send(api, "PUT", "/experiments/items/bulk", bulk([{"dataset_item_id": item, "evaluate_task_result": "x"}]))
    page = api.get(f"{V1}/experiments").json()
    assert [(one["name"], one["trace_count"]) for one in page["content"]] == [("bulk", 2)]


def test_what_is_too_large_is_to_be_sent_in_halves_and_one_that_cannot_be_halved_is_taken(api: httpx.Client) -> None:
    items = [{"dataset_item_id": one, "evaluate_task_result": {"a": "x" * (3 << 20)}} for one in ids(2)]
    send(api, "PUT", "/experiments/items/bulk", bulk(items), 413)
    assert api.get(f"{V1}/experiments").json()["total"] == 0
    items[0]["evaluate_task_result"] = {"a": "x" * (5 << 20)}
    send(api, "PUT", "/experiments/items/bulk", bulk(items[:1]))
    assert api.get(f"{V1}/experiments").json()["content"][0]["trace_count"] == 1


@pytest.mark.parametrize(
    "item",
    [
        {"dataset_item_id": "no"},
        {"dataset_item_id": fresh(), "trace": {"id": "no", "start_time": "2026-11-01T10:00:00Z"}},
        {"dataset_item_id": fresh(), "trace": [], "spans": []},
        {"dataset_item_id": fresh(), "trace": {}, "evaluate_task_result": {}},
        {"dataset_item_id": fresh(), "evaluate_task_result": {}, "spans": [{"type": "moon"}]},
        {"dataset_item_id": fresh(), "evaluate_task_result": {}, "feedback_scores": [{"name": "", "value": 1}]},
    ],
)
def test_runs_in_bulk_are_taken_as_a_whole_or_not_at_all(api: httpx.Client, item: dict[str, Any]) -> None:
    good = {"dataset_item_id": fresh(), "evaluate_task_result": {"a": 1}}
    send(api, "PUT", "/experiments/items/bulk", bulk([good, item]), 400)
    assert api.get(f"{V1}/experiments").json()["total"] == 0
    assert api.get(f"{V1}/datasets").json()["total"] == 0
