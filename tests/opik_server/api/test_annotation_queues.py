"""Annotation queues over HTTP: what is in them, what was said of it, and who is at it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from rein.opik_server.api.app import create_app
from rein.opik_server.api.call import Server
from rein.opik_server.api.gate import KeyGate
from rein.opik_server.ids import format_id, new_id
from rein.opik_server.keys import KeyFile
from rein.opik_server.store.store import Store
from tests.opik_server.api.conftest import serving
from tests.opik_server.api.contract import check

PATH = "/v1/private/annotation-queues"
START = "2026-01-02T03:04:05Z"


def traces(api: httpx.Client, count: int, **fields: Any) -> list[str]:
    ids = sorted(format_id(new_id()) for _ in range(count))
    rows = [{"id": one, "project_name": "p", "start_time": START, **fields} for one in ids]
    api.post("/v1/private/traces/batch", json={"traces": rows}).raise_for_status()
    return ids


def project(api: httpx.Client, name: str = "p") -> str:
    return api.post("/v1/private/projects/retrieve", json={"name": name}).json()["id"]


def make(api: httpx.Client, name: str = "q", **fields: Any) -> str:
    body = {"name": name, "project_id": project(api), "scope": "trace", **fields}
    answer = api.post(PATH, json=body)
    check(answer, "POST", PATH)
    return answer.headers["Location"].rsplit("/", 1)[-1]


def get(api: httpx.Client, queue: str) -> dict[str, Any]:
    return check(api.get(f"{PATH}/{queue}"), "GET", PATH + "/{id}")


def add(api: httpx.Client, queue: str, *items: str) -> None:
    check(api.post(f"{PATH}/{queue}/items/add", json={"ids": items}), "POST", PATH + "/{id}/items/add")


def remove(api: httpx.Client, queue: str, *items: str) -> None:
    check(api.post(f"{PATH}/{queue}/items/delete", json={"ids": items}), "POST", PATH + "/{id}/items/delete")


def items(api: httpx.Client, queue: str, kind: str = "traces") -> list[str]:
    """What is in a queue, as the client reads it."""
    rule = {"field": "annotation_queue_ids", "operator": "contains", "value": queue, "key": ""}
    body = {"project_name": "p", "filters": [rule], "limit": 100}
    answer = api.post(f"/v1/private/{kind}/search", json=body)
    answer.raise_for_status()
    return [json.loads(line)["id"] for line in answer.text.splitlines()]


def score(api: httpx.Client, trace: str, name: str, value: float) -> None:
    row = {"id": trace, "project_name": "p", "name": name, "value": value, "source": "ui"}
    api.put("/v1/private/traces/feedback-scores", json={"scores": [row]}).raise_for_status()


def test_what_is_made_is_read_back_changed_and_removed(api: httpx.Client) -> None:
    traces(api, 1)
    told = {
        **{"description": "d", "instructions": "look", "comments_enabled": True, "annotators_per_item": 3},
        **{"feedback_definition_names": ["b", "a"], "lock_timeout_seconds": 60},
    }
    queue = make(api, **told)
    one = get(api, queue)
    assert {name: one[name] for name in told} == told
    assert (one["project_name"], one["scope"], one["items_count"], one["reviewers"]) == ("p", "trace", 0, [])
    check(api.patch(f"{PATH}/{queue}", json={"name": "r", "comments_enabled": False}), "PATCH", PATH + "/{id}")
    again = get(api, queue)
    assert (again["name"], again["comments_enabled"], again["description"]) == ("r", False, "d")
    check(api.post(PATH + "/delete", json={"ids": [queue, queue]}), "POST", PATH + "/delete")
    assert api.get(f"{PATH}/{queue}").status_code == 404
    assert api.patch(f"{PATH}/{queue}", json={"name": "x"}).status_code == 404
    assert api.post(f"{PATH}/{queue}/items/add", json={"ids": [queue]}).status_code == 404


def test_many_are_made_together_or_not_at_all(api: httpx.Client) -> None:
    traces(api, 1)
    rows = [{"name": name, "project_id": project(api), "scope": "trace"} for name in "ab"]
    check(api.post(PATH + "/batch", json={"annotation_queues": rows}), "POST", PATH + "/batch")
    bad = [*rows, {**rows[0], "project_id": format_id(new_id())}]
    assert api.post(PATH + "/batch", json={"annotation_queues": bad}).status_code == 404
    twice = [{**rows[0], "id": format_id(new_id())}] * 2
    assert api.post(PATH + "/batch", json={"annotation_queues": twice}).status_code == 409
    assert check(api.get(PATH), "GET", PATH)["total"] == 2


def test_a_list_is_searched_filtered_and_sorted(api: httpx.Client) -> None:
    (trace,) = traces(api, 1)
    full = make(api, "Alpha", feedback_definition_names=["tone"])
    make(api, "beta", scope="thread")
    add(api, full, trace)

    def names(**query: Any) -> list[str]:
        return [one["name"] for one in check(api.get(PATH, params=query), "GET", PATH)["content"]]

    def rule(field: str, operator: str, value: str) -> str:
        return json.dumps([{"field": field, "operator": operator, "value": value}])

    assert names() == ["beta", "Alpha"]
    assert names(name="ALP") == ["Alpha"]
    assert names(filters=rule("scope", "=", "thread")) == ["beta"]
    assert names(filters=rule("project_id", "=", project(api))) == ["beta", "Alpha"]
    assert names(filters=rule("feedback_definition_names", "contains", "tone")) == ["Alpha"]
    assert names(sorting='[{"field": "items_count", "direction": "DESC"}]') == ["Alpha", "beta"]
    assert names(page=2, size=1) == ["Alpha"]
    assert api.get(PATH, params={"filters": rule("colour", "=", "red")}).status_code == 400


def test_traces_are_put_in_and_taken_out(api: httpx.Client) -> None:
    first, second, third = traces(api, 3)
    queue, other = make(api), make(api, "other")
    add(api, queue, first, second, second)
    add(api, queue, second)
    add(api, other, third)
    assert get(api, queue)["items_count"] == 2
    assert items(api, queue) == [second, first]
    assert items(api, other) == [third]
    remove(api, queue, first, third)
    assert items(api, queue) == [second]
    api.post("/v1/private/traces/delete", json={"ids": [second]}).raise_for_status()
    assert get(api, queue)["items_count"] == 0


def test_threads_are_put_in_by_their_own_id(api: httpx.Client) -> None:
    for name in ("one", "two"):
        traces(api, 2, thread_id=name)
    found = api.get("/v1/private/traces/threads", params={"project_name": "p"}).json()["content"]
    own = {thread["id"]: thread["thread_model_id"] for thread in found}
    queue = make(api, scope="thread", feedback_definition_names=["tone"])
    add(api, queue, *own.values())
    assert sorted(items(api, queue, "traces/threads")) == ["one", "two"]
    row = {"thread_id": "one", "project_name": "p", "name": "tone", "value": 0.5, "source": "ui"}
    api.put("/v1/private/traces/threads/feedback-scores", json={"scores": [row]}).raise_for_status()
    assert get(api, queue)["feedback_scores"] == [{"name": "tone", "value": 0.5}]
    body = {"project_name": "p", "thread_ids": ["one"]}
    api.post("/v1/private/traces/threads/delete", json=body).raise_for_status()
    assert items(api, queue, "traces/threads") == ["two"]
    assert get(api, queue)["items_count"] == 1


def test_scores_of_the_names_that_are_asked_for_are_told(api: httpx.Client) -> None:
    first, second, outside = traces(api, 3)
    queue = make(api, feedback_definition_names=["tone", "speed"])
    add(api, queue, first, second)
    for trace, value in ((first, 1.0), (second, 0.5), (outside, 0.0)):
        score(api, trace, "tone", value)
    score(api, first, "other", 1.0)
    one = get(api, queue)
    assert one["feedback_scores"] == [{"name": "tone", "value": 0.75}]
    assert one["reviewers"] == [{"username": "admin", "status": 2}]


def test_a_queue_goes_with_its_project(api: httpx.Client) -> None:
    (trace,) = traces(api, 1)
    queue = make(api)
    add(api, queue, trace)
    api.delete(f"/v1/private/projects/{project(api)}").raise_for_status()
    assert api.get(f"{PATH}/{queue}").status_code == 404
    assert api.get(PATH).json()["total"] == 0


def test_workspaces_are_apart(api: httpx.Client, address: str) -> None:
    (trace,) = traces(api, 1)
    queue = make(api)
    add(api, queue, trace)
    with httpx.Client(base_url=address, headers={"Comet-Workspace": "elsewhere"}) as there:
        assert there.get(PATH).json()["total"] == 0
        ids = {"ids": [trace]}
        for answer in (
            there.get(f"{PATH}/{queue}"),
            there.patch(f"{PATH}/{queue}", json={"name": "stolen"}),
            there.post(f"{PATH}/{queue}/items/add", json=ids),
            there.post(f"{PATH}/{queue}/items/delete", json=ids),
            there.put(f"{PATH}/{queue}/items/{trace}/lock"),
            there.post(PATH, json={"name": "q", "project_id": project(api), "scope": "trace"}),
        ):
            assert answer.status_code == 404, answer.request.url
        there.post(PATH + "/delete", json={"ids": [queue]}).raise_for_status()
        assert there.get(f"{PATH}/{queue}/locks").json() == {"locks": {}}
    assert (get(api, queue)["items_count"], get(api, queue)["name"]) == (1, "q")


@pytest.fixture
def people(store: Store, tmp_path: Path) -> Iterator[list[httpx.Client]]:
    """Two people with keys of their own to one workspace."""
    keys = KeyFile(tmp_path)
    secrets = [keys.create("team", name)[1] for name in ("ann", "bob")]
    with serving(create_app(Server(store, tmp_path), KeyGate(keys, "token"))) as address:
        clients = [httpx.Client(base_url=address, headers={"Authorization": secret}) for secret in secrets]
        yield clients
        for client in clients:
            client.close()


def test_as_many_are_at_an_item_as_the_queue_allows(people: list[httpx.Client]) -> None:
    ann, bob = people
    first, second = traces(ann, 2)
    queue = make(ann)
    add(ann, queue, first, second)

    def lock(who: httpx.Client, item: str) -> tuple[bool, str]:
        answer = who.put(f"{PATH}/{queue}/items/{item}/lock")
        found = check(answer, "PUT", PATH + "/{queueId}/items/{itemId}/lock")
        return found["acquired"], found["locked_by"]

    assert lock(ann, first) == lock(ann, first) == (True, "ann")
    assert lock(bob, first) == (False, "ann")
    assert lock(bob, second) == (True, "bob")
    now = check(bob.get(f"{PATH}/{queue}/locks"), "GET", PATH + "/{queueId}/locks")["locks"]
    assert now == {
        first: {"active_locks": 1, "locked_by": ["ann"]},
        second: {"active_locks": 1, "locked_by": ["bob"]},
    }
    ann.patch(f"{PATH}/{queue}", json={"annotators_per_item": 2}).raise_for_status()
    assert lock(bob, first) == (True, "bob")
    remove(ann, queue, first)
    assert ann.put(f"{PATH}/{queue}/items/{first}/lock").status_code == 404
    assert list(ann.get(f"{PATH}/{queue}/locks").json()["locks"]) == [second]


def test_a_lock_ends_by_itself(people: list[httpx.Client], store: Store) -> None:
    ann, bob = people
    (trace,) = traces(ann, 1)
    queue = make(ann, lock_timeout_seconds=3600)
    add(ann, queue, trace)
    ann.put(f"{PATH}/{queue}/items/{trace}/lock").raise_for_status()
    store.write(_AllLocksEnd()).result()
    assert bob.get(f"{PATH}/{queue}/locks").json() == {"locks": {}}
    assert bob.put(f"{PATH}/{queue}/items/{trace}/lock").json()["acquired"]


class _AllLocksEnd:
    """As if an hour went by."""

    size_bytes = 100

    def apply(self, tables: Any) -> None:
        tables.connection.execute("UPDATE annotation_queue_locks SET expires_us = 1")


@pytest.mark.parametrize(
    "change",
    [
        *({"name": ""}, {"scope": "span"}, {"project_id": "no"}, {"annotators_per_item": 0}, {"id": "no"}),
        *({"lock_timeout_seconds": 3601}, {"feedback_definition_names": [1]}, {"scope": None}),
    ],
)
def test_what_cannot_be_one_is_refused(api: httpx.Client, change: dict[str, Any]) -> None:
    traces(api, 1)
    body = {"name": "q", "project_id": project(api), "scope": "trace"}
    assert api.post(PATH, json={**body, **change}).status_code == 400
    assert api.get(PATH).json()["total"] == 0
