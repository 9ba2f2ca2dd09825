"""Environments: made by hand, or by whatever names them."""

from __future__ import annotations

import httpx

from rein.opik_server.ids import format_id, new_id
from rein.opik_server.store.environments import MAX_ENVIRONMENTS
from rein.opik_server.store.store import Store
from tests.opik_server.api.contract import check

PATH = "/v1/private/environments"


def make(api: httpx.Client, name: str, **fields: object) -> str:
    answer = api.post(PATH, json={"name": name, **fields})
    check(answer, "POST", PATH)
    return answer.headers["Location"].rsplit("/", 1)[-1]


def names(api: httpx.Client, workspace: str = "default") -> list[str]:
    answer = api.get(PATH, headers={"Comet-Workspace": workspace})
    return [one["name"] for one in check(answer, "GET", PATH)["content"]]


def test_what_is_made_is_read_back_changed_and_removed(api: httpx.Client) -> None:
    made = make(api, "staging", description="before the release", color="#abcdef", position=2)
    one = check(api.get(f"{PATH}/{made}"), "GET", PATH + "/{id}")
    assert (one["name"], one["description"], one["color"], one["position"]) == (
        *("staging", "before the release", "#abcdef", 2),
    )
    check(api.patch(f"{PATH}/{made}", json={"description": "after", "name": None}), "PATCH", PATH + "/{id}")
    again = api.get(f"{PATH}/{made}").json()
    assert (again["name"], again["description"], again["created_at"]) == ("staging", "after", one["created_at"])
    assert again["last_updated_at"] >= one["last_updated_at"]
    for _ in range(2):
        check(api.post(PATH + "/delete", json={"ids": [made]}), "POST", PATH + "/delete")
    assert api.get(f"{PATH}/{made}").status_code == 404
    assert names(api) == []


def test_a_name_is_there_once(api: httpx.Client) -> None:
    make(api, "one")
    other = make(api, "other")
    assert api.post(PATH, json={"name": "one"}).status_code == 409
    assert api.patch(f"{PATH}/{other}", json={"name": "one"}).status_code == 409
    assert names(api) == ["one", "other"]


def test_they_come_by_position_then_in_the_order_in_which_they_were_made(api: httpx.Client) -> None:
    for name, position in (("c", 1), ("a", 0), ("b", 0)):
        make(api, name, position=position)
    assert names(api) == ["a", "b", "c"]


def test_workspaces_are_apart(api: httpx.Client) -> None:
    made = make(api, "mine")
    there = {"Comet-Workspace": "elsewhere"}
    assert api.post(PATH, json={"name": "mine"}, headers=there).status_code == 201
    assert api.get(f"{PATH}/{made}", headers=there).status_code == 404
    assert api.patch(f"{PATH}/{made}", json={"color": "red"}, headers=there).status_code == 404
    api.post(PATH + "/delete", json={"ids": [made]}, headers=there)
    assert names(api) == ["mine"]
    assert names(api, "elsewhere") == ["mine"]


def test_what_cannot_be_one_is_refused(api: httpx.Client) -> None:
    for body in ({}, {"name": ""}, {"name": "with space"}, {"name": "x" * 151}, {"name": "a", "id": "no"}, []):
        assert api.post(PATH, json=body).status_code == 400, body
    assert api.get(f"{PATH}/no-id").status_code == 404


def test_traces_and_spans_make_those_that_they_name(api: httpx.Client, store: Store) -> None:
    trace = format_id(new_id())
    start = "2026-01-02T03:04:05Z"
    row = {"project_name": "p", "start_time": start, "environment": "from-trace"}
    api.post("/v1/private/traces/batch", json={"traces": [{"id": trace, **row}]}).raise_for_status()
    span = {**row, "id": format_id(new_id()), "trace_id": trace, "environment": "from-span"}
    api.post("/v1/private/spans/batch", json={"spans": [span]}).raise_for_status()
    assert names(api) == ["from-trace", "from-span"]
    (first, _) = api.get(PATH).json()["content"]
    api.post(PATH + "/delete", json={"ids": [first["id"]]}).raise_for_status()
    assert names(api) == ["from-span"]
    api.post("/v1/private/traces/batch", json={"traces": [{"id": trace, **row}]}).raise_for_status()
    assert names(api) == ["from-span", "from-trace"]


def test_a_name_that_cannot_be_one_stays_with_its_trace(api: httpx.Client) -> None:
    trace = format_id(new_id())
    row = {"id": trace, "start_time": "2026-01-02T03:04:05Z", "environment": "my laptop"}
    api.post("/v1/private/traces/batch", json={"traces": [row]}).raise_for_status()
    assert api.get(f"/v1/private/traces/{trace}").json()["environment"] == "my laptop"
    assert names(api) == []


def test_their_number_has_an_end(api: httpx.Client, store: Store) -> None:
    rows = [
        {"id": format_id(new_id()), "start_time": "2026-01-02T03:04:05Z", "environment": f"e{number}"}
        for number in range(MAX_ENVIRONMENTS + 5)
    ]
    for part in (rows[:900], rows[900:]):
        api.post("/v1/private/traces/batch", json={"traces": part}).raise_for_status()
    assert len(names(api)) == MAX_ENVIRONMENTS
    answer = api.post(PATH, json={"name": "one-more"})
    assert answer.status_code == 409
    assert str(MAX_ENVIRONMENTS) in answer.json()["message"]
