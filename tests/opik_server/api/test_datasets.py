"""Datasets and their items over HTTP."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.opik_server.api.contract import check
from tests.opik_server.api.dataset_samples import V1, dataset_id, fresh, ids, made, put_items, send, stream_items


def test_a_dataset_is_found_by_id_and_by_name_and_changed_and_deleted(api: httpx.Client) -> None:
    body = {"name": "goals", "description": "of all kinds", "tags": ["b", "a"], "project_name": "coach"}
    dataset = made(send(api, "POST", "/datasets", body, 201))
    found = check(api.get(f"{V1}/datasets/{dataset}"), "GET", f"{V1}/datasets/{{id}}")
    assert {name: found[name] for name in ("id", "name", "description", "tags", "dataset_items_count")} == {
        "id": dataset,
        "name": "goals",
        "description": "of all kinds",
        "tags": ["a", "b"],
        "dataset_items_count": 0,
    }
    assert "latest_version" not in found
    answer = send(api, "POST", "/datasets/retrieve", {"dataset_name": "goals", "project_name": "another"}, 200)
    assert check(answer, "POST", f"{V1}/datasets/retrieve")["id"] == dataset
    send(api, "PUT", f"/datasets/{dataset}", {"name": "aims", "visibility": "public"})
    found = send(api, "GET", f"/datasets/{dataset}", status=200).json()
    assert (found["name"], found.get("description"), found["visibility"]) == ("aims", None, "public")
    send(api, "POST", "/datasets/delete", {"dataset_name": "aims"})
    send(api, "GET", f"/datasets/{dataset}", status=404)


def test_a_name_is_taken_once_in_a_workspace_and_once_in_another(api: httpx.Client) -> None:
    send(api, "POST", "/datasets", {"name": "goals"}, 201)
    send(api, "POST", "/datasets", {"name": "goals", "project_name": "other"}, 409)
    other = made(send(api, "POST", "/datasets", {"name": "others"}, 201))
    send(api, "PUT", f"/datasets/{other}", {"name": "goals"}, 409)
    elsewhere = {"Comet-Workspace": "elsewhere"}
    assert api.post(f"{V1}/datasets", json={"name": "goals"}, headers=elsewhere).status_code == 201
    assert api.get(f"{V1}/datasets/{other}", headers=elsewhere).status_code == 404
    assert api.get(f"{V1}/datasets", headers=elsewhere).json()["total"] == 1


def test_datasets_are_listed_newest_first_by_page_name_filter_order_and_project(api: httpx.Client) -> None:
    for number in range(5):
        body: dict[str, Any] = {
            "id": fresh(),
            "name": f"Set {number}",
            "tags": ["odd"] if number % 2 else [],
            "project_name": f"p{number % 2}",
        }
        send(api, "POST", "/datasets", body, 201)

    def names(**query: Any) -> list[str]:
        answer = api.get(f"{V1}/datasets", params=query)
        return [one["name"] for one in check(answer, "GET", f"{V1}/datasets")["content"]]

    assert names() == ["Set 4", "Set 3", "Set 2", "Set 1", "Set 0"]
    assert names(size=2, page=2) == ["Set 2", "Set 1"]
    assert names(page=2) == []
    assert names(name="sEt 3") == ["Set 3"]
    assert names(filters=json.dumps([{"field": "tags", "operator": "contains", "value": "odd"}])) == ["Set 3", "Set 1"]
    assert names(sorting=json.dumps([{"field": "name", "direction": "ASC"}]), size=2) == ["Set 0", "Set 1"]
    assert names(with_experiments_only=True) == []
    project = send(api, "POST", "/projects/retrieve", {"name": "p1"}, 200).json()["id"]
    assert names(project_id=project) == ["Set 3", "Set 1"]
    answer = api.get(f"{V1}/projects/{project}/datasets")
    content = check(answer, "GET", f"{V1}/projects/{{projectId}}/datasets")["content"]
    assert [one["name"] for one in content] == ["Set 3", "Set 1"]
    assert all(one["project_id"] == project for one in content)


def test_several_datasets_are_deleted_at_once(api: httpx.Client) -> None:
    gone = [made(send(api, "POST", "/datasets", {"name": f"d{number}"}, 201)) for number in range(2)]
    send(api, "POST", "/datasets", {"name": "stays"}, 201)
    send(api, "POST", "/datasets/delete-batch", {"ids": gone})
    assert [one["name"] for one in api.get(f"{V1}/datasets").json()["content"]] == ["stays"]
    put_items(api, "d0", [{"q": 1}])
    send(api, "DELETE", f"/datasets/{dataset_id(api, 'd0')}")
    assert api.get(f"{V1}/datasets").json()["total"] == 1


def test_items_are_put_read_changed_and_read_as_they_were_sent(api: httpx.Client) -> None:
    one, two = ids(2)
    put_items(api, "goals", {one: {"q": "é", "n": 1.50, "deep": {"a": [None, True]}}, two: {"q": "two"}})
    dataset = dataset_id(api, "goals")
    page = check(api.get(f"{V1}/datasets/{dataset}/items"), "GET", f"{V1}/datasets/{{id}}/items")
    assert [item["id"] for item in page["content"]] == [two, one]
    assert page["total"] == 2
    assert page["content"][1]["data"] == {"q": "é", "n": 1.50, "deep": {"a": [None, True]}}
    assert {column["name"]: column["types"] for column in page["columns"]} == {
        "q": ["string"],
        "n": ["number"],
        "deep": ["object"],
    }
    put_items(api, "goals", {one: {"q": 7}})
    item = check(api.get(f"{V1}/datasets/items/{one}"), "GET", f"{V1}/datasets/items/{{itemId}}")
    assert item["data"] == {"q": 7}
    assert item["dataset_id"] == dataset
    found = send(api, "GET", f"/datasets/{dataset}", status=200).json()
    assert (found["dataset_items_count"], found["latest_version"]["version_name"]) == (2, "v1")


def test_a_stream_goes_on_after_the_last_item_until_there_is_none(api: httpx.Client) -> None:
    known = ids(501)
    for start in range(0, 501, 250):
        put_items(api, "goals", {one: {"i": start} for one in known[start : start + 250]})
    read: list[str] = []
    while True:
        part = stream_items(api, "goals", steam_limit=220, last_retrieved_id=read[-1] if read else None)
        if not part:
            break
        read += [item["id"] for item in part]
    assert read == known[::-1]
    assert len(stream_items(api, "goals")) == 500
    assert len(stream_items(api, "goals", steam_limit=2000)) == 501
    send(api, "POST", "/datasets/items/stream", {"dataset_name": "no such"}, 404)


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ({"field": "data", "key": "city", "operator": "=", "value": "Rome"}, {0}),
        ({"field": "data", "key": "deep.n", "operator": ">", "value": "1"}, {1}),
        ({"field": "data.city", "operator": "contains", "value": "o"}, {0, 1}),
        ({"field": "full_data", "operator": "contains", "value": "ROME"}, {0}),
        ({"field": "tags", "operator": "contains", "value": "old"}, {2}),
        ({"field": "source", "operator": "=", "value": "manual"}, {2}),
    ],
)
def test_items_are_found_by_filters_in_pages_and_in_streams(
    api: httpx.Client, filter_: dict[str, str], expected: set[int]
) -> None:
    known = ids(3)
    items = [
        {"id": known[0], "data": {"city": "Rome", "deep": {"n": 1}}, "source": "sdk"},
        {"id": known[1], "data": {"city": "Oslo", "deep": {"n": 2}}, "source": "sdk"},
        {"id": known[2], "data": {}, "source": "manual", "tags": ["old"]},
    ]
    send(api, "PUT", "/datasets/items", {"dataset_name": "goals", "items": items})
    filters = json.dumps([filter_])
    page = api.get(f"{V1}/datasets/{dataset_id(api, 'goals')}/items", params={"filters": filters}).json()
    assert {known.index(item["id"]) for item in page["content"]} == expected
    assert page["total"] == len(expected)
    assert {known.index(item["id"]) for item in stream_items(api, "goals", filters=filters)} == expected


def test_items_are_deleted_by_id_by_filter_and_all(api: httpx.Client) -> None:
    known = ids(5)
    put_items(api, "goals", {one: {"i": index} for index, one in enumerate(known)})
    dataset = dataset_id(api, "goals")

    def left() -> list[int]:
        return [item["data"]["i"] for item in stream_items(api, "goals")]

    send(api, "POST", "/datasets/items/delete", {"item_ids": known[:1]})
    assert left() == [4, 3, 2, 1]
    filters = [{"field": "data", "key": "i", "operator": "=", "value": "3"}]
    send(api, "POST", "/datasets/items/delete", {"dataset_id": dataset, "filters": filters})
    assert left() == [4, 2, 1]
    send(api, "POST", "/datasets/items/delete", {"dataset_id": dataset, "filters": [], "batch_group_id": fresh()})
    assert left() == []
    assert api.get(f"{V1}/datasets/{dataset}/versions").json()["total"] == 2
    send(api, "POST", "/datasets/items/delete", {}, 400)


def test_items_are_edited_one_by_one_many_at_once_and_by_filter(api: httpx.Client) -> None:
    known = ids(3)
    put_items(api, "goals", {one: {"i": index} for index, one in enumerate(known)})
    send(api, "PATCH", f"/datasets/items/{known[0]}", {"data": {"i": 10}, "source": "manual"})
    send(api, "PATCH", "/datasets/items/batch", {"ids": known[:2], "update": {"tags": ["x"]}})
    send(api, "PATCH", "/datasets/items/batch", {"ids": known[:1], "update": {"tags": ["y"]}, "merge_tags": True})
    filters = [{"field": "data", "key": "i", "operator": "=", "value": "2"}]
    body = {"dataset_id": dataset_id(api, "goals"), "filters": filters, "update": {"description": "the last"}}
    send(api, "PATCH", "/datasets/items/batch", body)
    items = {item["id"]: item for item in stream_items(api, "goals")}
    assert items[known[0]]["data"] == {"i": 10}
    assert items[known[0]]["tags"] == ["x", "y"]
    assert items[known[1]]["tags"] == ["x"]
    assert items[known[2]]["description"] == "the last"
    assert items[known[2]]["data"] == {"i": 2}
    send(api, "PATCH", "/datasets/items/batch", {**body, "update": {"description": " "}})
    assert all("description" not in item for item in stream_items(api, "goals"))
    send(api, "PATCH", f"/datasets/items/{fresh()}", {"data": {}, "source": "sdk"}, 404)


def test_items_are_made_of_traces_and_spans(api: httpx.Client) -> None:
    trace, span = fresh(), fresh()
    row = {"id": trace, "name": "t", "start_time": "2026-11-01T10:00:00Z", "input": {"q": 1}, "output": "yes"}
    send(api, "POST", "/traces", {**row, "tags": ["a"], "metadata": {"m": 1}}, 201)
    row = {"id": span, "trace_id": trace, "start_time": "2026-11-01T10:00:00Z", "input": "in", "output": {"o": 1}}
    send(api, "POST", "/spans", row, 201)
    send(api, "POST", f"/traces/{trace}/comments", {"text": "good"}, 201)
    dataset = made(send(api, "POST", "/datasets", {"name": "goals"}, 201))
    options = {"includeTags": True, "includeMetadata": True, "includeComments": True, "includeSpans": True}
    body = {"trace_ids": [trace, fresh()], "enrichment_options": options}
    send(api, "POST", f"/datasets/{dataset}/items/from-traces", body)
    send(api, "POST", f"/datasets/{dataset}/items/from-spans", {"span_ids": [span], "enrichment_options": {}})
    of_span, of_trace = stream_items(api, "goals")
    assert (of_trace["source"], of_trace["trace_id"]) == ("trace", trace)
    data = of_trace["data"]
    assert (data["input"], data["expected_output"], data["tags"], data["metadata"]) == (
        {"q": 1},
        "yes",
        ["a"],
        {"m": 1},
    )
    assert data["comments"][0]["text"] == "good"
    assert [one["id"] for one in data["spans"]] == [span]
    assert (of_span["source"], of_span["span_id"], of_span["data"]) == (
        "span",
        span,
        {"input": "in", "expected_output": {"o": 1}},
    )


def test_items_come_out_of_files(api: httpx.Client) -> None:
    dataset = made(send(api, "POST", "/datasets", {"name": "goals"}, 201))

    def upload(path: str, content: bytes, **fields: str) -> httpx.Response:
        files = {"file": ("items", content)}
        return api.post(f"{V1}/datasets/items/{path}", data={"dataset_id": dataset, **fields}, files=files)

    assert upload("from-csv", 'q,"a,b"\r\nWhere?,"Rome\nItaly"\r\n'.encode("utf-8-sig")).status_code == 202
    assert upload("from-json", b'[{"q": 1}, {"q": {"x": 2}}]', format="json").status_code == 202
    assert upload("from-json", b'{"q": 3}\n\n{"q": 4}\n', format="jsonl").status_code == 202
    found = [json.dumps(item["data"], sort_keys=True) for item in stream_items(api, "goals")]
    wanted = [{"q": "Where?", "a,b": "Rome\nItaly"}, {"q": 1}, {"q": {"x": 2}}, {"q": 3}, {"q": 4}]
    assert sorted(found) == sorted(json.dumps(one, sort_keys=True) for one in wanted)
    for path, content, fields in [
        ("from-csv", b"a\n1,2\n", {}),
        ("from-csv", b"\xff\xfe", {}),
        ("from-json", b"[1]", {"format": "json"}),
        ("from-json", b"{}", {"format": "xml"}),
    ]:
        assert upload(path, content, **fields).status_code == 400
    assert api.post(f"{V1}/datasets/items/from-csv", content=b"no form").status_code == 400
    assert len(stream_items(api, "goals")) == 5


@pytest.mark.parametrize(
    "body",
    [
        {"items": [{"data": {}, "source": "sdk"}]},
        {"dataset_name": "goals", "items": []},
        {"dataset_name": " ", "items": [{"data": {}, "source": "sdk"}]},
        {"dataset_name": "goals", "items": [{"data": [], "source": "sdk"}]},
        {"dataset_name": "goals", "items": [{"data": {}, "source": "mars"}]},
        {"dataset_name": "goals", "items": [{"data": {}}]},
        {"dataset_name": "goals", "items": [{"data": {}, "source": "sdk", "id": "7"}]},
        {"dataset_name": "goals", "items": [{"data": {}, "source": "sdk"}], "copy_from_dataset_id": fresh()},
    ],
)
def test_items_that_cannot_be_taken_are_refused_and_make_no_dataset(api: httpx.Client, body: Any) -> None:
    assert 400 <= send(api, "PUT", "/datasets/items", body, 400).status_code < 500
    assert api.get(f"{V1}/datasets").json()["total"] == 0


def test_what_is_no_id_is_nowhere(api: httpx.Client) -> None:
    for path in ("/datasets/not-an-id", "/datasets/items/not-an-id", "/datasets/not-an-id/items", "/experiments/x"):
        assert api.get(V1 + path).status_code == 404
    assert api.get(f"{V1}/datasets/{fresh()}/items").status_code == 404


def test_large_items_and_small_ones_come_in_one_page_and_in_one_stream(api: httpx.Client) -> None:
    known = ids(40)
    for index, one in enumerate(known):
        put_items(api, "goals", {one: {"i": index, "text": "x" * (900_000 if index % 20 == 0 else 10)}})
    dataset = dataset_id(api, "goals")
    page = api.get(f"{V1}/datasets/{dataset}/items", params={"size": 39, "page": 1}).json()
    assert [item["data"]["i"] for item in page["content"]] == list(range(39, 0, -1))
    assert (page["size"], page["total"]) == (39, 40)
    rest = api.get(f"{V1}/datasets/{dataset}/items", params={"size": 39, "page": 2}).json()
    assert [item["id"] for item in rest["content"]] == known[:1]
    streamed = stream_items(api, "goals", steam_limit=2000)
    assert [item["id"] for item in streamed] == known[::-1]
    assert len(streamed[19]["data"]["text"]) == 900_000
    assert len(api.get(f"{V1}/datasets/{dataset}/items", params={"size": 40, "truncate": True}).content) < 100_000


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"size": "-1"},
        {"size": "1e9"},
        {"filters": "{"},
        {"filters": '[{"field":"moon","operator":"=","value":"1"}]'},
        {"sorting": '[{"field":"moon"}]'},
        {"project_id": "no"},
    ],
)
def test_a_list_that_means_nothing_is_refused(api: httpx.Client, query: dict[str, str]) -> None:
    for path in ("/datasets", "/experiments"):
        assert api.get(V1 + path, params=query).status_code == 400
