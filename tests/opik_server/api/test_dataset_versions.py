"""Versions of datasets over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.opik_server.api.contract import check
from tests.opik_server.api.dataset_samples import V1, dataset_id, fresh, ids, made, put_items, send, stream_items


def versions(api: httpx.Client, dataset: str) -> list[dict[str, Any]]:
    answer = api.get(f"{V1}/datasets/{dataset}/versions")
    return check(answer, "GET", f"{V1}/datasets/{{id}}/versions")["content"]


@pytest.fixture
def grown(api: httpx.Client) -> tuple[str, list[str]]:
    """A dataset of three versions: one item, two items, the first of them changed."""
    one, two = known = ids(2)
    put_items(api, "goals", {one: {"n": 1}}, fresh())
    put_items(api, "goals", {two: {"n": 2}}, fresh())
    put_items(api, "goals", {one: {"n": 10}}, fresh())
    return dataset_id(api, "goals"), known


def test_an_upload_is_one_version_whatever_its_number_of_requests(api: httpx.Client) -> None:
    group = fresh()
    for number in range(3):
        put_items(api, "goals", [{"n": number}], group)
    found = versions(api, dataset_id(api, "goals"))
    assert [(one["version_name"], one["items_total"], one["items_added"]) for one in found] == [("v1", 3, 3)]


def test_items_without_a_group_change_the_newest_version(api: httpx.Client, grown: tuple[str, list[str]]) -> None:
    dataset, known = grown
    put_items(api, "goals", {known[1]: {"n": 20}, fresh(): {"n": 3}})
    newest = versions(api, dataset)[0]
    assert (newest["version_name"], newest["items_total"], newest["items_added"], newest["items_modified"]) == (
        "v3",
        3,
        1,
        2,
    )


def test_every_version_is_read_by_hash_name_and_tag(api: httpx.Client, grown: tuple[str, list[str]]) -> None:
    dataset, _ = grown
    found = versions(api, dataset)
    assert [(one["version_name"], one["items_total"], one["is_latest"]) for one in found] == [
        ("v3", 2, True),
        ("v2", 2, False),
        ("v1", 1, False),
    ]
    assert found[0]["tags"] == ["latest"]

    def read(reference: str) -> list[int]:
        streamed = [item["data"]["n"] for item in stream_items(api, "goals", dataset_version=reference)]
        page = api.get(f"{V1}/datasets/{dataset}/items", params={"version": reference}).json()
        assert [item["data"]["n"] for item in page["content"]] == streamed
        assert page["total"] == len(streamed)
        return streamed

    assert [read(one["version_hash"]) for one in found] == [[2, 10], [2, 1], [1]]
    assert read("v2") == [2, 1]
    assert read("latest") == [2, 10]
    send(api, "POST", f"/datasets/{dataset}/versions/hash/{found[2]['version_hash']}/tags", {"tag": "baseline"})
    assert read("baseline") == [1]
    send(api, "POST", "/datasets/items/stream", {"dataset_name": "goals", "dataset_version": "no such"}, 404)
    answer = send(api, "POST", f"/datasets/{dataset}/versions/retrieve", {"version_name": "v2"}, 200)
    assert check(answer, "POST", f"{V1}/datasets/{{id}}/versions/retrieve")["id"] == found[1]["id"]
    send(api, "POST", f"/datasets/{dataset}/versions/retrieve", {"version_name": "v999"}, 404)


def test_a_tag_belongs_to_one_version(api: httpx.Client, grown: tuple[str, list[str]]) -> None:
    dataset, _ = grown
    v3, v2, v1 = (one["version_hash"] for one in versions(api, dataset))
    path = f"/datasets/{dataset}/versions"
    body = {"change_description": "agreed on", "tags_to_add": ["gold"]}
    answer = send(api, "PATCH", f"{path}/hash/{v1}", body, 200)
    found = check(answer, "PATCH", f"{V1}/datasets/{{id}}/versions/hash/{{versionHash}}")
    assert (found["change_description"], found["tags"]) == ("agreed on", ["gold"])
    send(api, "POST", f"{path}/hash/{v2}/tags", {"tag": "gold"}, 409)
    send(api, "POST", f"{path}/hash/{v1}/tags", {"tag": "gold"})
    send(api, "POST", f"{path}/hash/ffffffff/tags", {"tag": "x"}, 404)
    send(api, "DELETE", f"{path}/{v1}/tags/gold")
    send(api, "POST", f"{path}/hash/{v2}/tags", {"tag": "gold"})
    send(api, "DELETE", f"{path}/{v3}/tags/latest", status=400)


def test_an_old_version_is_restored_as_a_new_one(api: httpx.Client, grown: tuple[str, list[str]]) -> None:
    dataset, _ = grown
    answer = send(api, "POST", f"/datasets/{dataset}/versions/restore", {"version_ref": "v1"}, 200)
    found = check(answer, "POST", f"{V1}/datasets/{{id}}/versions/restore")
    assert (found["version_name"], found["items_total"], found["items_deleted"], found["items_modified"]) == (
        "v4",
        1,
        1,
        1,
    )
    assert [item["data"]["n"] for item in stream_items(api, "goals")] == [1]
    assert [item["data"]["n"] for item in stream_items(api, "goals", dataset_version="v3")] == [2, 10]


def test_versions_are_compared(api: httpx.Client, grown: tuple[str, list[str]]) -> None:
    dataset, known = grown
    send(api, "POST", "/datasets/items/delete", {"item_ids": known[1:], "batch_group_id": fresh()})
    answer = api.get(f"{V1}/datasets/{dataset}/versions/diff", params={"from_version": "v2", "to_version": "v4"})
    found = check(answer, "GET", f"{V1}/datasets/{{id}}/versions/diff")
    assert found["statistics"] == {"itemsAdded": 0, "itemsModified": 1, "itemsDeleted": 1, "itemsUnchanged": 0}


def test_changes_make_one_version_of_their_base(api: httpx.Client, grown: tuple[str, list[str]]) -> None:
    dataset, (one, two) = grown
    newest, _, oldest = (version["id"] for version in versions(api, dataset))
    path = f"/datasets/{dataset}/items/changes"
    body = {
        "base_version": newest,
        "added_items": [{"id": fresh(), "data": {"n": 3}, "source": "manual"}],
        "edited_items": [{"id": one, "data": {"n": 11}, "tags": ["t"]}],
        "deleted_ids": [two],
        "tags": ["release"],
        "change_description": "all at once",
        "metadata": {"by": "me"},
        "execution_policy": {"runs_per_item": 2, "pass_threshold": 1},
        "evaluators": [{"name": "judge", "type": "llm_judge", "config": {"a": 1}}],
    }
    found = check(send(api, "POST", path, body, 201), "POST", f"{V1}/datasets/{{id}}/items/changes")
    assert (found["items_total"], found["items_added"], found["items_modified"], found["items_deleted"]) == (2, 1, 1, 1)
    assert sorted(found["tags"]) == ["latest", "release"]
    assert found["execution_policy"] == {"runs_per_item": 2, "pass_threshold": 1}
    assert sorted(item["data"]["n"] for item in stream_items(api, "goals")) == [3, 11]
    send(api, "POST", path, {"base_version": newest}, 409)
    send(api, "POST", path, {}, 400)
    send(api, "POST", path, {"base_version": fresh()}, 404)
    later = send(api, "POST", path + "?override=true", {"base_version": oldest, "deleted_ids": [two]}, 201).json()
    assert later["items_total"] == 1
    assert [item["data"]["n"] for item in stream_items(api, "goals")] == [1]


def test_a_suite_has_a_version_before_it_has_items_and_hands_its_policy_on(api: httpx.Client) -> None:
    dataset = made(send(api, "POST", "/datasets", {"name": "suite", "type": "evaluation_suite"}, 201))
    policy = {"runs_per_item": 3, "pass_threshold": 2}
    path = f"/datasets/{dataset}/items/changes?override=true"
    send(api, "POST", path, {"execution_policy": policy, "change_description": "made"}, 201)
    put_items(api, "suite", [{"n": 1}], fresh())
    newest, first = versions(api, dataset)
    assert (first["items_total"], newest["items_total"]) == (0, 1)
    assert newest["execution_policy"] == policy
    base = newest["id"]
    cleared = send(api, "POST", path, {"base_version": base, "clear_execution_policy": True}, 201).json()
    assert "execution_policy" not in cleared


def test_a_version_can_begin_with_the_items_of_another_dataset(api: httpx.Client, grown: tuple[str, list[str]]) -> None:
    source, (one, two) = grown
    v2 = versions(api, source)[1]["id"]
    three = fresh()
    copy = {"copy_from_dataset_id": source, "copy_from_version_id": v2}
    put_items(api, "copy", {three: {"n": 3}}, fresh())
    put_items(api, "copy", {three: {"n": 33}}, fresh(), **copy)
    assert {item["id"]: item["data"]["n"] for item in stream_items(api, "copy")} == {one: 1, two: 2, three: 33}
    assert len(stream_items(api, "copy", dataset_version="v1")) == 1
    bad = {**copy, "copy_from_version_id": fresh()}
    body = {"dataset_name": "copy", "items": [{"data": {}, "source": "sdk"}], "batch_group_id": fresh(), **bad}
    send(api, "PUT", "/datasets/items", body, 404)


def test_versions_of_a_dataset_of_another_workspace_are_not_there(
    api: httpx.Client, grown: tuple[str, list[str]]
) -> None:
    dataset, (one, _) = grown
    elsewhere = {"Comet-Workspace": "elsewhere"}
    assert api.get(f"{V1}/datasets/{dataset}/versions", headers=elsewhere).status_code == 404
    assert api.get(f"{V1}/datasets/items/{one}", headers=elsewhere).status_code == 404
    body = {"data": {}, "source": "sdk"}
    assert api.patch(f"{V1}/datasets/items/{one}", json=body, headers=elsewhere).status_code == 404
    delete = {"item_ids": [one]}
    assert api.post(f"{V1}/datasets/items/delete", json=delete, headers=elsewhere).status_code == 204
    assert len(stream_items(api, "goals")) == 2


def test_an_item_of_several_datasets_is_deleted_where_it_still_is(
    api: httpx.Client, grown: tuple[str, list[str]]
) -> None:
    source, (one, _) = grown
    copy = {"copy_from_dataset_id": source, "copy_from_version_id": versions(api, source)[0]["id"]}
    put_items(api, "copy", [{"n": 3}], fresh(), **copy)
    for left in ((2, 2), (2, 1), (1, 1)):
        assert (len(stream_items(api, "copy")) - 1, len(stream_items(api, "goals"))) in (left, left[::-1])
        send(api, "POST", "/datasets/items/delete", {"item_ids": [one], "batch_group_id": fresh()})
