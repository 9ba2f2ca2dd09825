"""Experiments and their items over HTTP."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.opik_server.api.contract import check
from tests.opik_server.api.dataset_samples import V1, dataset_id, fresh, ids, lines, made, put_items, run, send


def get(api: httpx.Client, experiment: str) -> dict[str, Any]:
    return check(api.get(f"{V1}/experiments/{experiment}"), "GET", f"{V1}/experiments/{{id}}")


def test_an_experiment_makes_its_dataset_and_its_name_and_is_shown_as_it_was_sent(api: httpx.Client) -> None:
    experiment = fresh()
    body = {
        "id": experiment,
        "dataset_name": "goals",
        "name": " ",
        "project_name": "coach",
        "metadata": {"model": "m1", "n": [1]},
        "tags": ["b", "a"],
        "experiment_scores": [{"name": "max", "value": 0.5}],
    }
    assert made(send(api, "POST", "/experiments", body, 201)) == experiment
    found = get(api, experiment)
    assert found["name"].strip()
    assert found["dataset_id"] == dataset_id(api, "goals")
    assert (found["dataset_name"], found["project_name"], found["status"]) == ("goals", "coach", "completed")
    assert (found["metadata"], found["tags"], found["type"]) == ({"model": "m1", "n": [1]}, ["a", "b"], "regular")
    assert found["experiment_scores"] == [{"name": "max", "value": 0.5}]
    assert (found["trace_count"], found["dataset_item_count"]) == (0, 0)
    assert not {"feedback_scores", "duration", "usage", "total_estimated_cost", "pass_rate"} & found.keys()


def test_an_experiment_that_is_sent_again_stays_as_it_is(api: httpx.Client) -> None:
    experiment = fresh()
    for name in ("first", "second"):
        send(api, "POST", "/experiments", {"id": experiment, "dataset_name": "goals", "name": name}, 201)
    assert get(api, experiment)["name"] == "first"
    assert api.get(f"{V1}/experiments").json()["total"] == 1


def test_what_the_traces_of_an_experiment_come_to(api: httpx.Client) -> None:
    known = ids(3)
    put_items(api, "goals", {one: {"q": one} for one in known})
    experiment, traces = run(api, "goals", known, scores={"good": 0.25})
    send(api, "POST", f"/traces/{traces[0]}/comments", {"text": "nice"}, 201)
    found = get(api, experiment)
    assert (found["trace_count"], found["dataset_item_count"]) == (3, 3)
    assert found["duration"] == {"p50": 2000.0, "p90": pytest.approx(2800.0), "p99": pytest.approx(2980.0)}
    assert found["total_estimated_cost"] == pytest.approx(1.5)
    assert found["total_estimated_cost_avg"] == pytest.approx(0.5)
    assert found["usage"] == {"total_tokens": 20.0}
    assert found["feedback_scores"] == [{"name": "good", "value": 1.25}]
    assert [comment["text"] for comment in found["comments"]] == ["nice"]
    assert found["dataset_version_summary"]["version_name"] == "v1"


def test_the_judgements_of_a_suite_are_counted_by_item(api: httpx.Client) -> None:
    known = ids(2)
    put_items(api, "suite", {one: {"q": one} for one in known})
    experiment, traces = run(api, "suite", [known[0], known[0], known[1]])
    verdicts = {traces[0]: (1, 1), traces[1]: (1, 0), traces[2]: (0, 1)}
    rows = [
        {"id": trace, "project_name": "coach", "name": name, "value": value, "source": "sdk", "reason": "because"}
        | {"category_name": "suite_assertion"}
        for trace, values in verdicts.items()
        for name, value in zip(("polite", "short"), values, strict=True)
    ]
    send(api, "PUT", "/traces/feedback-scores", {"scores": rows})
    found = get(api, experiment)
    assert (found["passed_count"], found["total_count"], found["pass_rate"]) == (1, 2, 0.5)
    assert found["assertion_scores"] == [
        {"name": "polite", "value": pytest.approx(2 / 3)},
        {"name": "short", "value": pytest.approx(2 / 3)},
    ]
    assert "feedback_scores" not in found


def test_an_experiment_names_the_prompt_versions_that_it_was_made_with(api: httpx.Client) -> None:
    body = {"name": "greet", "version": {"template": "Hello {{name}}"}}
    version = send(api, "POST", "/prompts/versions", body, 200).json()
    experiment = fresh()
    body = {"id": experiment, "dataset_name": "goals", "prompt_versions": [{"id": version["id"]}]}
    send(api, "POST", "/experiments", body, 201)
    found = send(api, "GET", f"/experiments/{experiment}", status=200).json()
    link = found["prompt_versions"][0]
    # The official client's own suite reads `id`, which the description of the API leaves out.
    assert link["id"] == link["prompt_version_id"] == version["id"]
    assert (link["commit"], link["prompt_id"], link["prompt_name"]) == (
        version["commit"],
        version["prompt_id"],
        "greet",
    )
    assert found["prompt_version"] == link
    for path in ("/experiments", "/datasets"):
        for prompt, total in ((version["prompt_id"], 1), (fresh(), 0)):
            assert api.get(V1 + path, params={"prompt_id": prompt}).json()["total"] == total


def test_experiments_are_changed_one_by_one_and_many_at_once(api: httpx.Client) -> None:
    one, two = (made(_create(api, name)) for name in ("one", "two"))
    body = {"name": "uno", "metadata": {"a": 1}, "status": "running", "experiment_scores": [{"name": "s", "value": 1}]}
    send(api, "PATCH", f"/experiments/{one}", body)
    send(api, "PATCH", f"/experiments/{one}", {"tags": ["a", "b"]})
    send(api, "PATCH", f"/experiments/{one}", {"tags_to_add": ["c"], "tags_to_remove": ["a"]})
    found = get(api, one)
    assert (found["name"], found["metadata"], found["status"], found["tags"]) == (
        "uno",
        {"a": 1},
        "running",
        ["b", "c"],
    )
    assert found["experiment_scores"] == [{"name": "s", "value": 1.0}]
    send(api, "PATCH", "/experiments/batch", {"ids": [one, two], "update": {"tags": ["d"]}, "merge_tags": True})
    assert [get(api, each)["tags"] for each in (one, two)] == [["b", "c", "d"], ["d"]]
    send(api, "POST", "/experiments/finish", {"ids": [one, fresh()]})
    assert get(api, one)["status"] == "completed"
    send(api, "PATCH", f"/experiments/{fresh()}", {"name": "x"}, 404)


def _create(api: httpx.Client, name: str, **body: Any) -> httpx.Response:
    return send(api, "POST", "/experiments", {"id": fresh(), "dataset_name": "goals", "name": name, **body}, 201)


def test_experiments_are_listed_by_dataset_name_filter_order_and_project(api: httpx.Client) -> None:
    put_items(api, "goals", [{"q": 1}])
    items = [item["id"] for item in api.get(f"{V1}/datasets/{dataset_id(api, 'goals')}/items").json()["content"]]
    low, _ = run(api, "goals", items, "Alpha", {"good": 0.2})
    high, _ = run(api, "goals", items, "Beta", {"good": 0.8})
    other = made(_create(api, "Gamma", dataset_name="others", project_name="coach", metadata={"m": {"x": "y"}}))

    def found(**query: Any) -> list[str]:
        query = {name: json.dumps(value) if isinstance(value, list) else value for name, value in query.items()}
        page = check(api.get(f"{V1}/experiments", params=query), "GET", f"{V1}/experiments")
        assert page["total"] >= len(page["content"])
        return [one["id"] for one in page["content"]]

    assert found() == [other, high, low]
    assert found(size=1, page=2) == [high]
    assert found(page=4) == []
    assert found(datasetId=dataset_id(api, "others")) == [other]
    assert found(name="ALP") == [low]
    assert found(filters=[{"field": "feedback_scores", "key": "good", "operator": ">", "value": "0.5"}]) == [high]
    assert found(filters=[{"field": "metadata", "key": "m.x", "operator": "=", "value": "y"}]) == [other]
    by_score = [{"field": "feedback_scores.good", "direction": "ASC"}]
    assert found(sorting=by_score) == [low, high, other]
    assert found(sorting=[{"field": "trace_count", "direction": "DESC"}])[-1] == other
    assert found(experiment_ids=[low, other]) == [other, low]
    assert found(types=["trial"]) == []
    project = send(api, "POST", "/projects/retrieve", {"name": "coach"}, 200).json()["id"]
    assert found(project_id=project) == [other]
    answer = api.get(f"{V1}/projects/{project}/experiments")
    assert [e["id"] for e in check(answer, "GET", f"{V1}/projects/{{projectId}}/experiments")["content"]] == [other]
    send(api, "POST", "/datasets/delete", {"dataset_name": "others"})
    assert found(dataset_deleted=True) == [other]
    assert get(api, other)["dataset_name"] is None
    assert api.get(f"{V1}/experiments", params={"filters": "no"}).status_code == 400


def test_experiments_are_streamed_by_a_part_of_their_name(api: httpx.Client) -> None:
    known = [made(_create(api, f"Run {number}")) for number in range(60)]
    _create(api, "another")

    def stream(**body: Any) -> list[str]:
        return [one["id"] for one in lines(send(api, "POST", "/experiments/stream", {"name": "rUn", **body}, 200))]

    assert stream() == known[::-1]
    assert stream(limit=55) == known[:4:-1]
    assert stream(last_retrieved_id=known[2]) == [known[1], known[0]]
    assert stream(project_name="no such project") == known[::-1]
    _create(api, "run in a project", project_name="coach")
    assert len(stream(project_name="coach")) == 61


def test_an_experiment_is_found_by_name_whatever_project_is_asked_but_first_in_that_one(api: httpx.Client) -> None:
    def stream(name: str, **body: Any) -> list[str]:
        return [one["id"] for one in lines(send(api, "POST", "/experiments/stream", {"name": name, **body}, 200))]

    coach = made(_create(api, "shared", project_name="coach"))
    other = made(_create(api, "shared", project_name="other"))
    alone = made(_create(api, "alone", project_name="other"))
    assert stream("shared", project_name="coach") == [coach]
    assert stream("shared", project_name="other") == [other]
    assert stream("alone", project_name="coach") == [alone]
    assert stream("shared", project_name="coach", last_retrieved_id=coach) == []
    assert stream("neither", project_name="coach") == []


def test_items_of_an_experiment_are_streamed_whatever_project_is_asked(api: httpx.Client) -> None:
    known = ids(2)
    put_items(api, "goals", {one: {"q": one} for one in known})
    run(api, "goals", known, "mine")
    send(api, "POST", "/projects", {"name": "empty"}, 201)
    for project in (None, "coach", "empty", "no such project"):
        body = {"experiment_name": "mine", "project_name": project}
        assert len(lines(send(api, "POST", "/experiments/items/stream", body, 200))) == 2, project


def test_items_are_read_one_by_one_and_streamed_and_deleted(api: httpx.Client) -> None:
    known = ids(3)
    put_items(api, "goals", {one: {"q": one} for one in known})
    experiment, traces = run(api, "goals", known, "mine", {"good": 1})

    def stream(**body: Any) -> list[dict[str, Any]]:
        return lines(send(api, "POST", "/experiments/items/stream", {"experiment_name": "mine", **body}, 200))

    items = stream()
    assert [item["dataset_item_id"] for item in items] == known[::-1]
    assert [item["id"] for item in stream(limit=1, last_retrieved_id=items[0]["id"])] == [items[1]["id"]]
    answer = api.get(f"{V1}/experiments/items/{items[0]['id']}")
    item = check(answer, "GET", f"{V1}/experiments/items/{{id}}")
    assert (item["experiment_id"], item["trace_id"]) == (experiment, traces[2])
    assert items[0]["output"] == {"answer": "mine 2"}
    assert [(score["name"], score["value"]) for score in items[0]["feedback_scores"]] == [("good", 3.0)]
    send(api, "POST", "/experiments/items/delete", {"ids": [items[0]["id"]]})
    assert len(stream()) == 2
    send(api, "GET", f"/experiments/items/{items[0]['id']}", status=404)
    send(api, "POST", "/experiments/delete", {"ids": [experiment]})
    assert stream() == []
    send(api, "GET", f"/traces/{traces[0]}", status=200)


def test_an_item_that_is_sent_again_counts_once(api: httpx.Client) -> None:
    link = {"id": fresh(), "experiment_id": fresh(), "dataset_item_id": fresh(), "trace_id": fresh()}
    send(api, "POST", "/experiments", {"id": link["experiment_id"], "dataset_name": "goals"}, 201)
    for _ in range(2):
        send(api, "POST", "/experiments/items", {"experiment_items": [link]})
    assert get(api, link["experiment_id"])["trace_count"] == 1


def test_the_names_of_scores_are_those_of_traces_and_those_of_experiments(api: httpx.Client) -> None:
    one, _ = run(api, "goals", [fresh()], "a", {"good": 1, "fast": 1})
    two = made(_create(api, "b", experiment_scores=[{"name": "max", "value": 1}]))
    path = f"{V1}/experiments/feedback-scores/names"

    def names(**query: str) -> set[tuple[str, str]]:
        return {(score["name"], score["type"]) for score in check(api.get(path, params=query), "GET", path)["scores"]}

    everything = {("good", "feedback_scores"), ("fast", "feedback_scores"), ("max", "experiment_scores")}
    assert names() == everything
    assert names(experiment_ids=json.dumps([one])) == {("good", "feedback_scores"), ("fast", "feedback_scores")}
    assert names(experiment_ids=json.dumps([two])) == {("max", "experiment_scores")}


def test_experiments_are_grouped_one_thing_inside_the_other(api: httpx.Client) -> None:
    put_items(api, "goals", [{"q": 1}])
    run(api, "goals", [fresh(), fresh()], "a", {"good": 0.5})
    _create(api, "b", tags=["x", "y"], metadata={"model": "m1"})
    _create(api, "c", dataset_name="others", metadata={"model": "m1"}, experiment_scores=[{"name": "max", "value": 3}])
    goals, others = dataset_id(api, "goals"), dataset_id(api, "others")
    path = f"{V1}/experiments/groups"

    def group(path: str, *groups: dict[str, str]) -> dict[str, Any]:
        answer = api.get(path, params={"groups": json.dumps(groups)})
        assert answer.status_code == 200, answer.text
        return check(answer, "GET", path) if len(groups) == 1 else answer.json()

    found = group(path, {"field": "dataset_id"})
    assert {value: one["label"] for value, one in found["content"].items()} == {goals: "goals", others: "others"}
    assert found["details"] == {"groups_details": [{"group_sorting": [others, goals]}]}
    assert group(path, {"field": "tags"})["content"].keys() == {"", "x", "y"}
    nested = group(path, {"field": "metadata", "key": "model"}, {"field": "dataset_id"})["content"]
    assert nested["m1"]["content"].keys() == {goals, others}
    assert nested[""]["content"].keys() == {goals}
    found = group(path + "/aggregations", {"field": "dataset_id"})["content"]
    assert found[goals]["aggregations"]["experiment_count"] == 2
    assert found[goals]["aggregations"]["trace_count"] == 2
    assert found[goals]["aggregations"]["feedback_scores"] == [{"name": "good", "value": 1.0}]
    assert found[others]["aggregations"]["experiment_scores"] == [{"name": "max", "value": 3.0}]
    for groups in ("", "[]", '[{"field": "moon"}]', '[{"field": "metadata"}]'):
        assert api.get(path, params={"groups": groups}).status_code == 400


def test_experiments_of_another_workspace_are_not_there(api: httpx.Client) -> None:
    put_items(api, "goals", {one: {} for one in ids(1)})
    experiment, _ = run(api, "goals", ids(1), "mine", {"good": 1})
    elsewhere = {"Comet-Workspace": "elsewhere"}
    assert api.get(f"{V1}/experiments/{experiment}", headers=elsewhere).status_code == 404
    assert api.get(f"{V1}/experiments", headers=elsewhere).json()["total"] == 0
    assert api.get(f"{V1}/experiments/feedback-scores/names", headers=elsewhere).json() == {"scores": []}
    assert api.post(f"{V1}/experiments/stream", json={"name": "mine"}, headers=elsewhere).text == ""
    body = {"experiment_name": "mine"}
    assert api.post(f"{V1}/experiments/items/stream", json=body, headers=elsewhere).text == ""
    assert api.post(f"{V1}/experiments/delete", json={"ids": [experiment]}, headers=elsewhere).status_code == 204
    assert get(api, experiment)["trace_count"] == 1
