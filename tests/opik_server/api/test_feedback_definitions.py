"""Feedback definitions over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from rein.opik_server.ids import format_id, new_id
from tests.opik_server.api.contract import check

PATH = "/v1/private/feedback-definitions"
KINDS: dict[str, dict[str, Any]] = {
    "numerical": {"min": 0.0, "max": 1.5},
    "categorical": {"categories": {"good": 1.0, "bad": 0.0}},
    "boolean": {"trueLabel": "Pass", "falseLabel": "Fail"},
}


def make(api: httpx.Client, name: str, kind: str = "numerical", **fields: Any) -> str:
    answer = api.post(PATH, json={"name": name, "type": kind, "details": KINDS[kind], **fields})
    check(answer, "POST", PATH)
    return answer.headers["Location"].rsplit("/", 1)[-1]


def names(api: httpx.Client, **query: Any) -> list[str]:
    return [one["name"] for one in check(api.get(PATH, params=query), "GET", PATH)["content"]]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_made_is_read_back_replaced_and_removed(api: httpx.Client, kind: str) -> None:
    made = make(api, "tone", kind, description="how it sounds")
    one = check(api.get(f"{PATH}/{made}"), "GET", PATH + "/{id}")
    assert (one["name"], one["type"], one["details"], one["description"]) == (
        *("tone", kind, KINDS[kind], "how it sounds"),
    )
    body = {"name": "voice", "type": "numerical", "details": {"min": -1, "max": 1}}
    check(api.put(f"{PATH}/{made}", json=body), "PUT", PATH + "/{id}")
    again = api.get(f"{PATH}/{made}").json()
    assert (again["name"], again["details"], again.get("description")) == ("voice", {"min": -1.0, "max": 1.0}, None)
    assert again["created_at"] == one["created_at"]
    check(api.delete(f"{PATH}/{made}"), "DELETE", PATH + "/{id}")
    check(api.post(PATH + "/delete", json={"ids": [made]}), "POST", PATH + "/delete")
    assert api.get(f"{PATH}/{made}").status_code == 404
    assert api.put(f"{PATH}/{made}", json=body).status_code == 404


def test_a_list_is_searched_by_name_and_kind_and_has_pages(api: httpx.Client) -> None:
    for name, kind in (("Tone", "numerical"), ("tone too", "boolean"), ("speed", "numerical")):
        make(api, name, kind)
    assert names(api) == ["speed", "tone too", "Tone"]
    assert names(api, name="TONE") == ["tone too", "Tone"]
    assert names(api, type="numerical") == ["speed", "Tone"]
    assert names(api, page=2, size=2) == ["Tone"]
    assert names(api, page=3, size=2) == []


def test_a_name_is_there_once_in_a_workspace(api: httpx.Client) -> None:
    made, other = make(api, "tone"), make(api, "other")
    body = {"name": "tone", "type": "boolean", "details": KINDS["boolean"]}
    assert api.post(PATH, json=body).status_code == 409
    assert api.put(f"{PATH}/{other}", json=body).status_code == 409
    there = {"Comet-Workspace": "elsewhere"}
    assert api.post(PATH, json=body, headers=there).status_code == 201
    assert api.get(f"{PATH}/{made}", headers=there).status_code == 404
    assert api.put(f"{PATH}/{made}", json={**body, "name": "x"}, headers=there).status_code == 404
    api.delete(f"{PATH}/{made}", headers=there).raise_for_status()
    assert names(api) == ["other", "tone"]


@pytest.mark.parametrize(
    "change",
    [
        {"type": "star"},
        {"details": {}},
        {"details": {"min": "a", "max": 1}},
        {"type": "categorical", "details": {"categories": {}}},
        {"type": "boolean", "details": {"trueLabel": "", "falseLabel": "x"}},
        {"name": " "},
        {"description": "x" * 256},
    ],
)
def test_what_cannot_be_one_is_refused(api: httpx.Client, change: dict[str, Any]) -> None:
    body = {"name": "tone", "type": "numerical", "details": {"min": 0, "max": 1}}
    assert api.post(PATH, json={**body, **change}).status_code == 400
    assert api.get(f"{PATH}/{format_id(new_id())}").status_code == 404
