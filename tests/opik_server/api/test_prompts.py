"""Prompts and their versions over HTTP."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server.api.resources.prompts_shapes import variables
from rein.opik_server.ids import format_id, new_id
from tests.opik_server.api.contract import check

PATH = "/v1/private/prompts"
VERSIONS = PATH + "/versions"


def add(api: httpx.Client, name: str, template: str, **fields: Any) -> dict[str, Any]:
    """A version; what does not belong to the version itself goes by `outer`."""
    outer = fields.pop("outer", {})
    answer = api.post(VERSIONS, json={"name": name, "version": {"template": template, **fields}, **outer})
    return check(answer, "POST", VERSIONS)


def retrieve(api: httpx.Client, name: str, **wanted: str) -> dict[str, Any]:
    answer = api.post(VERSIONS + "/retrieve", json={"name": name, **wanted})
    return check(answer, "POST", VERSIONS + "/retrieve")


def listed(api: httpx.Client, **query: str | int) -> list[str]:
    return [one["name"] for one in check(api.get(PATH, params=query), "GET", PATH)["content"]]


def history(api: httpx.Client, prompt: str, **query: str | int) -> list[str]:
    answer = api.get(f"{PATH}/{prompt}/versions", params=query)
    return [one["template"] for one in check(answer, "GET", PATH + "/{id}/versions")["content"]]


def rule(field: str, operator: str, value: str, key: str = "") -> str:
    return json.dumps([{"field": field, "operator": operator, "value": value, "key": key}])


def test_a_version_makes_its_prompt_and_reads_back(api: httpx.Client) -> None:
    made = add(api, "greeting", "Hi {{ name }}", metadata={"a": {"b": 1}}, change_description="first")
    assert made["commit"] == made["id"].replace("-", "")[-8:]
    assert (made["version_number"], made["type"], made["template_structure"]) == ("v1", "mustache", "text")
    assert (made["metadata"], made["variables"], made["change_description"]) == ({"a": {"b": 1}}, ["name"], "first")
    assert retrieve(api, "greeting") == made
    one = check(api.get(f"{PATH}/{made['prompt_id']}"), "GET", PATH + "/{id}")
    assert (one["name"], one["version_count"], one["latest_version"]) == ("greeting", 1, made)
    assert "project_id" not in one


def test_nothing_is_found_before_it_is_made(api: httpx.Client) -> None:
    assert api.post(VERSIONS + "/retrieve", json={"name": "greeting"}).status_code == 404
    assert api.get(f"{PATH}/{format_id(new_id())}").status_code == 404
    assert api.get(f"{PATH}/no-id").status_code == 404
    assert listed(api) == []
    api.post(PATH, json={"name": "empty"}).raise_for_status()
    assert api.post(VERSIONS + "/retrieve", json={"name": "empty"}).status_code == 404


def test_versions_are_numbered_and_the_same_text_again_is_one_more(api: httpx.Client) -> None:
    first, second, third = (add(api, "p", text) for text in ("a", "b", "b"))
    assert [one["version_number"] for one in (first, second, third)] == ["v1", "v2", "v3"]
    prompt = first["prompt_id"]
    assert history(api, prompt) == ["b", "b", "a"]
    assert history(api, prompt, page=2, size=2) == ["a"]
    assert history(api, prompt, page=3, size=2) == []
    assert retrieve(api, "p", commit=first["commit"]) == first
    assert retrieve(api, "p", version_number="v2") == second
    by_number = api.get(f"{PATH}/{prompt}/versions/by-number/v3")
    assert check(by_number, "GET", PATH + "/{promptId}/versions/by-number/{versionNumber}") == third
    assert api.get(f"{PATH}/{prompt}/versions/by-number/v4").status_code == 404
    assert api.get(f"{PATH}/{prompt}/versions/by-number/latest").status_code == 400
    assert api.post(VERSIONS + "/retrieve", json={"name": "p", "commit": "00000000"}).status_code == 404
    both = {"name": "p", "commit": first["commit"], "version_number": "v1"}
    assert api.post(VERSIONS + "/retrieve", json=both).status_code == 400


def test_a_prompt_is_made_with_its_first_version_and_what_belongs_to_all(api: httpx.Client) -> None:
    chosen = format_id(new_id())
    body = {
        **{"id": chosen, "name": "p", "description": "says hello", "tags": ["b", "a"], "template": "[]"},
        **{"type": "jinja2", "template_structure": "chat", "project_name": "own", "metadata": None},
    }
    answer = api.post(PATH, json=body)
    check(answer, "POST", PATH)
    assert answer.headers["Location"].endswith(f"{PATH}/{chosen}")
    version = retrieve(api, "p", project_name="own")
    assert (version["type"], version["template_structure"], version["variables"]) == ("jinja2", "chat", [])
    assert "tags" not in version
    (one,) = check(api.get(PATH), "GET", PATH)["content"]
    assert (one["tags"], one["description"], one["template_structure"]) == (["a", "b"], "says hello", "chat")
    project = one["project_id"]
    assert listed(api, project_id=project) == ["p"]
    path = "/v1/private/projects/{projectId}/prompts"
    assert check(api.get(path.format(projectId=project)), "GET", path)["total"] == 1
    assert check(api.get(path.format(projectId=format_id(new_id()))), "GET", path)["total"] == 0
    assert api.post(PATH, json=body).status_code == 409
    assert api.post(PATH, json={"name": "p"}).status_code == 409


def test_the_structure_stays_what_it_was_at_first(api: httpx.Client) -> None:
    add(api, "p", "[]", outer={"template_structure": "chat"})
    assert add(api, "p", "x", outer={"template_structure": "text"})["template_structure"] == "chat"


def test_a_prompt_is_changed_and_removed(api: httpx.Client) -> None:
    version = add(api, "old", "x")
    add(api, "taken", "x")
    prompt = version["prompt_id"]
    update = {"name": "new", "description": "d", "tags": ["t"]}
    check(api.put(f"{PATH}/{prompt}", json=update), "PUT", PATH + "/{id}")
    check(api.put(f"{PATH}/{prompt}", json={"name": "new"}), "PUT", PATH + "/{id}")
    one = api.get(f"{PATH}/{prompt}").json()
    assert (one["name"], one["tags"], one.get("description")) == ("new", ["t"], None)
    assert api.put(f"{PATH}/{prompt}", json={"name": "taken"}).status_code == 409
    assert api.put(f"{PATH}/{format_id(new_id())}", json={"name": "x"}).status_code == 404
    check(api.delete(f"{PATH}/{prompt}"), "DELETE", PATH + "/{id}")
    check(api.delete(f"{PATH}/{prompt}"), "DELETE", PATH + "/{id}")
    assert api.get(f"{VERSIONS}/{version['id']}").status_code == 404
    other = api.get(PATH).json()["content"][0]["id"]
    check(api.post(PATH + "/delete", json={"ids": [other, prompt]}), "POST", PATH + "/delete")
    assert listed(api) == []
    assert add(api, "new", "again")["version_number"] == "v1"


def test_lists_are_searched_filtered_and_sorted(api: httpx.Client) -> None:
    for name, versions, tags in (("alpha-one", 1, ["x"]), ("Alpha-two", 3, ["x", "y"]), ("beta", 2, [])):
        api.post(PATH, json={"name": name, "tags": tags, "template": "1"}).raise_for_status()
        for number in range(2, versions + 1):
            add(api, name, str(number))
    assert listed(api) == ["beta", "Alpha-two", "alpha-one"]
    assert listed(api, name="ALPHA") == ["Alpha-two", "alpha-one"]
    assert listed(api, filters=rule("tags", "contains", "y")) == ["Alpha-two"]
    assert listed(api, filters=rule("version_count", ">=", "2")) == ["beta", "Alpha-two"]
    assert listed(api, filters=rule("template_structure", "=", "chat")) == []
    assert listed(api, filters=rule("created_at", ">", "2020-01-01T00:00:00Z"), page=2, size=2) == ["alpha-one"]
    assert listed(api, sorting='[{"field": "version_count", "direction": "DESC"}]') == [
        *("Alpha-two", "beta", "alpha-one"),
    ]
    assert api.get(PATH, params={"filters": rule("colour", "=", "red")}).status_code == 400
    assert api.get(PATH, params={"sorting": '[{"field": "id; DROP TABLE prompts"}]'}).status_code == 400


def test_versions_are_searched_and_filtered(api: httpx.Client) -> None:
    prompt = add(api, "p", "Dear customer", metadata={"stage": {"name": "prod"}}, tags=["v"])["prompt_id"]
    add(api, "p", "Hello", change_description="for a CUSTOMER", type="jinja2")
    add(api, "p", "Good day")
    assert history(api, prompt, search="customer") == ["Hello", "Dear customer"]
    assert history(api, prompt, filters=rule("tags", "contains", "v")) == ["Dear customer"]
    assert history(api, prompt, filters=rule("metadata", "=", "prod", "stage.name")) == ["Dear customer"]
    assert history(api, prompt, filters=rule("type", "=", "jinja2")) == ["Hello"]
    assert history(api, prompt, filters=rule("version_number", "=", "v3")) == ["Good day"]
    assert history(api, prompt, sorting='[{"field": "template", "direction": "ASC"}]') == [
        *("Dear customer", "Good day", "Hello"),
    ]


def test_tags_of_versions_are_replaced_added_to_kept_or_cleared(api: httpx.Client) -> None:
    ids = [add(api, "p", text)["id"] for text in "ab"]

    def tags(**update: Any) -> list[Any]:
        body = {"ids": [*ids, format_id(new_id())], **update}
        check(api.patch(VERSIONS, json=body), "PATCH", VERSIONS)
        return [check(api.get(f"{VERSIONS}/{one}"), "GET", VERSIONS + "/{versionId}").get("tags") for one in ids]

    assert tags(update={"tags": None}) == [None, None]
    assert tags(update={"tags": ["b", "a"]}) == [["a", "b"]] * 2
    assert tags(update={"tags": ["c"]}, merge_tags=True) == [["a", "b", "c"]] * 2
    assert tags(update={}, merge_tags=True) == [["a", "b", "c"]] * 2
    assert tags(update={"tags": []}, merge_tags=False) == [[], []]
    assert api.patch(VERSIONS, json={"ids": ids, "update": {"tags": [""]}}).status_code == 400


def test_an_environment_belongs_to_one_version_of_a_prompt(api: httpx.Client) -> None:
    first = add(api, "p", "a", environments=["prod", "stage"], environment="prod")
    second = add(api, "p", "b")
    other = add(api, "q", "c", environment="prod")
    assert first["environments"] == ["prod", "stage"]
    assert (first["environment"], second.get("environments")) == ("prod", None)
    known = api.get("/v1/private/environments").json()["content"]
    assert [one["name"] for one in known] == ["prod", "stage"]

    def give(version: dict[str, Any], *names: str) -> httpx.Response:
        return api.patch(f"{VERSIONS}/{version['id']}/environments", json={"environments": names})

    check(give(second, "prod"), "PATCH", VERSIONS + "/{versionId}/environments")
    assert retrieve(api, "p", environment="prod")["template"] == "b"
    assert retrieve(api, "p", environment="stage")["template"] == "a"
    assert retrieve(api, "q", environment="prod")["template"] == other["template"]
    one = api.get(f"{PATH}/{first['prompt_id']}", params={"environment": "stage"})
    assert check(one, "GET", PATH + "/{id}")["requested_version"]["template"] == "a"
    api.patch(f"/v1/private/environments/{known[0]['id']}", json={"name": "live"}).raise_for_status()
    assert retrieve(api, "p", environment="live")["environments"] == ["live"]
    assert give(second, "nowhere").status_code == 404
    assert give({"id": format_id(new_id())}, "live").status_code == 404
    assert retrieve(api, "p", environment="live")["template"] == "b"
    check(give(second), "PATCH", VERSIONS + "/{versionId}/environments")
    wanted = {"name": "p", "environment": "live"}
    assert api.post(VERSIONS + "/retrieve", json=wanted).status_code == 404
    api.post("/v1/private/environments/delete", json={"ids": [known[1]["id"]]}).raise_for_status()
    assert "environments" not in retrieve(api, "p", commit=first["commit"])


def test_a_mask_is_found_by_its_id_alone(api: httpx.Client) -> None:
    first = add(api, "p", "a")
    mask = add(api, "p", "tried", version_type="mask")
    assert (mask["version_type"], mask.get("version_number")) == ("mask", None)
    assert history(api, first["prompt_id"]) == ["a"]
    assert retrieve(api, "p") == first
    assert add(api, "p", "b")["version_number"] == "v2"
    one = api.get(f"{PATH}/{first['prompt_id']}", params={"mask_id": mask["id"]})
    body = check(one, "GET", PATH + "/{id}")
    assert (body["requested_version"], body["version_count"]) == (mask, 2)
    path = VERSIONS + "/retrieve-by-ids"
    ids = {"ids": [mask["id"], first["id"], format_id(new_id())]}
    found = check(api.post(path, json=ids), "POST", path)
    assert [version["template"] for version in found] == ["a", "tried"]


def test_an_old_version_comes_back_as_a_new_one(api: httpx.Client) -> None:
    first = add(api, "p", "a", metadata={"k": 1}, tags=["t"], type="python")
    add(api, "p", "b")
    place = PATH + "/{promptId}/versions/{versionId}/restore"
    again = check(api.post(place.format(promptId=first["prompt_id"], versionId=first["id"])), "POST", place)
    assert (again["template"], again["metadata"], again["type"], again.get("tags")) == ("a", {"k": 1}, "python", None)
    assert (again["version_number"], first["commit"] in again["change_description"]) == ("v3", True)
    other = add(api, "q", "c")
    assert api.post(place.format(promptId=other["prompt_id"], versionId=first["id"])).status_code == 404


def test_commits_lead_to_their_prompts(api: httpx.Client) -> None:
    first, second = add(api, "p", "a", commit="abcd1234"), add(api, "p", "b")
    assert first["commit"] == "abcd1234"
    found = api.get(f"{PATH}/by-commit/abcd1234")
    one = check(found, "GET", PATH + "/by-commit/{commit}")
    assert (one["requested_version"], one["latest_version"]) == (first, second)
    path = PATH + "/retrieve-by-commits"
    links = check(api.post(path, json={"commits": ["abcd1234", second["commit"], "nothing"]}), "POST", path)
    assert [link["prompt_version_id"] for link in links] == [first["id"], second["id"]]
    assert {link["prompt_name"] for link in links} == {"p"}
    assert api.get(f"{PATH}/by-commit/00000000").status_code == 404
    again = {"name": "p", "version": {"template": "x", "commit": "abcd1234"}}
    assert api.post(VERSIONS, json=again).status_code == 409
    assert retrieve(api, "p")["version_number"] == "v2"
    add(api, "q", "c", commit="abcd1234")
    assert api.get(f"{PATH}/by-commit/abcd1234").status_code == 409


def test_workspaces_are_apart(api: httpx.Client, address: str) -> None:
    mine = add(api, "p", "mine", environments=["prod"], commit="abcd1234")
    with httpx.Client(base_url=address, headers={"Comet-Workspace": "elsewhere"}) as there:
        assert listed(there) == []
        theirs = add(there, "p", "theirs", environments=["prod"])
        assert theirs["prompt_id"] != mine["prompt_id"]
        prompt, version = f"{PATH}/{mine['prompt_id']}", f"{VERSIONS}/{mine['id']}"
        for answer in (
            there.get(prompt),
            there.put(prompt, json={"name": "stolen"}),
            there.get(version),
            there.patch(version + "/environments", json={"environments": []}),
            there.get(prompt + "/versions/by-number/v1"),
            there.post(f"{prompt}/versions/{mine['id']}/restore"),
            there.get(f"{PATH}/by-commit/abcd1234"),
        ):
            assert answer.status_code == 404, answer.request.url
        assert there.get(prompt + "/versions").json()["total"] == 0
        assert there.post(PATH + "/retrieve-by-commits", json={"commits": ["abcd1234"]}).json() == []
        assert there.post(VERSIONS + "/retrieve-by-ids", json={"ids": [mine["id"]]}).json() == []
        there.patch(VERSIONS, json={"ids": [mine["id"]], "update": {"tags": ["x"]}}).raise_for_status()
        there.delete(prompt).raise_for_status()
        there.post(PATH + "/delete", json={"ids": [mine["prompt_id"]]}).raise_for_status()
    assert retrieve(api, "p") == mine


@pytest.mark.parametrize(
    "body",
    [
        {"name": "p"},
        {"name": " ", "version": {"template": "x"}},
        {"name": "p", "version": {"template": ""}},
        {"name": "p", "version": {"template": "x", "commit": "short"}},
        {"name": "p", "version": {"template": "x", "type": "word"}},
        {"name": "p", "version": {"template": "x", "id": "00000000-0000-4000-8000-000000000000"}},
        {"name": "p", "version": {"template": "x", "version_type": "mask", "environment": "prod"}},
        {"name": "p", "version": {"template": "x"}, "project_id": "no"},
        {"name": "p", "version": {"template": "x", "environments": ["not one"]}},
    ],
)
def test_what_cannot_be_a_version_is_refused_and_leaves_no_prompt(api: httpx.Client, body: dict[str, Any]) -> None:
    assert api.post(VERSIONS, json=body).status_code == 400
    assert listed(api) == []


def test_the_names_in_a_template_are_told() -> None:
    text = "{{a}} {{ b.c }} {{{d}}} {{&e}} {{#f}}{{.}}{{/f}} {{! no}} {{>no}} {no} {{g}}{{g}}"
    assert variables(text, "mustache") == ["a", "b.c", "d", "e", "f", "g"]
    assert variables("{a} {{b}} {c_1} { d }", "python") == ["a", "c_1"]
    assert variables("{{ a }}", "jinja2") == []


@given(st.lists(st.sampled_from(["{", "}", "{{", "}}", " ", "#", "&", "a", "b.c", "\n"]), max_size=60))
def test_no_template_is_too_strange_to_look_for_names(pieces: list[str]) -> None:
    for kind in ("mustache", "python", "jinja2"):
        found = variables("".join(pieces), kind)
        assert found == sorted(set(found))
        assert "" not in found
