"""Rules of retention and settings of a workspace, over HTTP, and what the rules do."""

from __future__ import annotations

import httpx
import pytest

from rein.opik_server.ids import format_id, new_id
from rein.opik_server.store.retention import expire
from rein.opik_server.store.retention_rules import what_is_kept
from rein.opik_server.store.store import Store
from rein.opik_server.store.tables import now_us
from tests.opik_server.api.contract import check
from tests.opik_server.api.samples import put_traces, trace

RULES = "/v1/private/retention/rules"
RULE = f"{RULES}/{{ruleId}}"
SETTINGS = "/v1/private/workspaces/configurations"
DAY_US = 86_400_000_000


def make(api: httpx.Client, **body: object) -> str:
    answer = api.post(RULES, json=body)
    made = check(answer, "POST", RULES)
    assert answer.headers["Location"].endswith(made["id"])
    return str(made["id"])


def project_id(api: httpx.Client, name: str = "coach") -> str:
    return str(api.post("/v1/private/projects/retrieve", json={"name": name}).json()["id"])


def test_a_rule_is_made_found_listed_and_ended(api: httpx.Client) -> None:
    api.post("/v1/private/projects", json={"name": "coach"})
    of_all = make(api, retention="base_60d")
    of_one = make(api, retention="short_14d", project_id=project_id(api), apply_to_past=True)
    found = check(api.get(f"{RULES}/{of_one}"), "GET", RULE)
    assert (found["level"], found["retention"], found["enabled"], found["apply_to_past"]) == (
        "project", "short_14d", True, True,
    )  # fmt: skip
    assert check(api.get(f"{RULES}/{of_all}"), "GET", RULE)["level"] == "workspace"
    page = check(api.get(RULES, params={"size": 1}), "GET", RULES)
    assert (page["total"], [rule["id"] for rule in page["content"]]) == (2, [of_one])
    assert api.delete(f"{RULES}/{of_one}").status_code == 204
    assert [rule["id"] for rule in api.get(RULES).json()["content"]] == [of_all]
    assert {rule["id"] for rule in api.get(RULES, params={"include_inactive": "true"}).json()["content"]} == {
        of_all, of_one,
    }  # fmt: skip


def test_a_new_rule_takes_the_place_of_the_one_for_the_same(api: httpx.Client) -> None:
    first = make(api, retention="base_60d")
    second = make(api, retention="unlimited")
    assert [rule["id"] for rule in api.get(RULES).json()["content"]] == [second]
    assert api.get(f"{RULES}/{first}").json()["enabled"] is False


def test_what_cannot_be_meant_is_refused(api: httpx.Client) -> None:
    assert api.post(RULES, json={"retention": "short_9d"}).status_code == 400
    assert api.post(RULES, json={"retention": "base_60d", "organization_level": True}).status_code == 400
    assert api.post(RULES, json={"retention": "base_60d", "project_id": format_id(new_id())}).status_code == 404
    assert api.get(f"{RULES}/{format_id(new_id())}").status_code == 404
    assert api.delete(f"{RULES}/{format_id(new_id())}").status_code == 404


def test_rules_are_a_workspaces_own(api: httpx.Client) -> None:
    rule = make(api, retention="base_60d")
    other = {"Comet-Workspace": "elsewhere"}
    assert api.get(f"{RULES}/{rule}", headers=other).status_code == 404
    assert api.get(RULES, headers=other).json()["content"] == []
    assert api.delete(f"{RULES}/{rule}", headers=other).status_code == 404


def test_the_nearest_rule_holds(api: httpx.Client, store: Store) -> None:
    put_traces(store, trace(1, project="own"), trace(2, project="shared"), trace(3, project="forever"))
    put_traces(store, trace(4, project="elsewhere"), workspace="other")
    make(api, retention="base_60d", apply_to_past=True)
    make(api, retention="short_14d", apply_to_past=True, project_id=project_id(api, "own"))
    make(api, retention="unlimited", project_id=project_id(api, "forever"))
    names = dict(store.read(lambda c: c.execute("SELECT project, name FROM projects").fetchall()))
    kept = {names[k.project]: k.keep_us // DAY_US for k in store.read(lambda c: what_is_kept(c, 400 * DAY_US))}
    assert kept == {"own": 14, "shared": 60, "elsewhere": 400}


@pytest.mark.parametrize(("apply_to_past", "left"), [(True, 1), (False, 2)])
def test_a_rule_leaves_the_past_alone_unless_it_is_told(
    api: httpx.Client, store: Store, apply_to_past: bool, left: int
) -> None:
    put_traces(store, trace(1, hours=-30 * 24), trace(2, hours=20 * 365 * 24))
    make(api, retention="short_14d", apply_to_past=apply_to_past, project_id=project_id(api))
    expire(store, None, now_us() + 100 * DAY_US)
    assert store.read(lambda c: c.execute("SELECT count(*) FROM traces").fetchone()) == (left,)


def test_a_workspace_has_settings_once_they_are_set(api: httpx.Client) -> None:
    assert api.get(SETTINGS).status_code == 404
    assert api.delete(SETTINGS).status_code == 404
    wanted = {
        "timeout_to_mark_thread_as_inactive": "PT1800S",
        "truncation_on_tables": False,
        "color_map": {"a": "#FF0000"},
    }
    check(api.put(SETTINGS, json=wanted), "PUT", SETTINGS)
    assert check(api.get(SETTINGS), "GET", SETTINGS) == wanted
    assert api.get(SETTINGS, headers={"Comet-Workspace": "elsewhere"}).status_code == 404
    assert api.put(SETTINGS, json={"timeout_to_mark_thread_as_inactive": "P8D"}).status_code == 400
    assert api.delete(SETTINGS).status_code == 204
    assert api.get(SETTINGS).status_code == 404
