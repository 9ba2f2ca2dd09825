"""Projects over HTTP: made, found, changed, counted, deleted."""

from __future__ import annotations

import httpx

from rein.opik_server.ids import format_id, new_id
from rein.opik_server.store.store import Store
from tests.opik_server.api.contract import check
from tests.opik_server.api.samples import put_scores, put_spans, put_traces, span, trace

PROJECTS = "/v1/private/projects"


def make(api: httpx.Client, name: str, **more: object) -> str:
    answer = api.post(PROJECTS, json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].rsplit("/", 1)[-1]


def test_a_project_is_made_once_and_found_by_id_and_by_name(api: httpx.Client) -> None:
    made = make(api, "  coach ", description="of people", visibility="public")
    found = check(api.get(f"{PROJECTS}/{made}"), "GET", f"{PROJECTS}/{{id}}")
    assert (found["name"], found["description"], found["visibility"]) == ("coach", "of people", "public")
    retrieved = check(api.post(f"{PROJECTS}/retrieve", json={"name": "coach"}), "POST", f"{PROJECTS}/retrieve")
    assert retrieved["id"] == made
    assert api.post(PROJECTS, json={"name": "coach"}).status_code == 409
    assert api.post(f"{PROJECTS}/retrieve", json={"name": "nobody"}).status_code == 404
    assert api.get(f"{PROJECTS}/{format_id(new_id())}").status_code == 404


def test_a_name_that_is_none_is_refused(api: httpx.Client) -> None:
    for name in ("", "   ", None, 7):
        assert api.post(PROJECTS, json={"name": name}).status_code == 400


def test_a_project_is_changed_field_by_field(api: httpx.Client) -> None:
    make(api, "taken")
    made = make(api, "old", description="kept")
    assert api.patch(f"{PROJECTS}/{made}", json={"name": "new"}).status_code == 204
    found = api.get(f"{PROJECTS}/{made}").json()
    assert (found["name"], found["description"]) == ("new", "kept")
    assert api.patch(f"{PROJECTS}/{made}", json={"name": "taken"}).status_code == 409


def test_the_list_has_pages_a_name_a_sorting_and_filters(api: httpx.Client) -> None:
    for name in ("alpha one", "beta", "Alpha two"):
        make(api, name)
    first = check(api.get(PROJECTS, params={"size": 2}), "GET", PROJECTS)
    assert (first["total"], [p["name"] for p in first["content"]]) == (3, ["Alpha two", "beta"])
    assert [p["name"] for p in api.get(PROJECTS, params={"size": 2, "page": 2}).json()["content"]] == ["alpha one"]
    assert api.get(PROJECTS, params={"page": 3, "size": 2}).json()["content"] == []
    named = api.get(PROJECTS, params={"name": "ALPHA", "sorting": '[{"field":"name","direction":"ASC"}]'}).json()
    assert (named["total"], {p["name"] for p in named["content"]}) == (2, {"alpha one", "Alpha two"})
    filters = '[{"field":"name","operator":"ends_with","value":"eta"}]'
    assert [p["name"] for p in api.get(PROJECTS, params={"filters": filters}).json()["content"]] == ["beta"]
    assert api.get(PROJECTS, params={"sorting": '[{"field":"shoe_size"}]'}).status_code == 400


def test_the_figures_of_a_project_are_those_of_its_rows(api: httpx.Client, store: Store) -> None:
    put_traces(store, trace(1, duration_ms=100, error=True), trace(2, duration_ms=300))
    put_spans(store, span(11, 1, tokens=10, cost_usd=0.25), span(12, 2, tokens=30, cost_usd=0.75))
    put_scores(store, (1, "clear", 0.5), (2, "clear", 1.0))
    page = check(api.get(f"{PROJECTS}/stats"), "GET", f"{PROJECTS}/stats")
    (figures,) = page["content"]
    assert figures["trace_count"] == 2
    assert figures["error_count"]["count"] == 1
    assert figures["usage"] == {"total_tokens": 20.0}
    assert figures["total_estimated_cost_sum"] == 1.0
    assert figures["total_estimated_cost"] == 0.5
    assert figures["feedback_scores"] == [{"name": "clear", "value": 0.75}]
    assert abs(figures["duration"]["p99"] - 300) < 10
    detailed = check(
        api.post(f"{PROJECTS}/retrieve", json={"name": "coach", "includeStats": True}), "POST", f"{PROJECTS}/retrieve"
    )
    assert detailed["trace_count"] == 2
    assert detailed["duration"] == figures["duration"]


def test_names_of_tokens_and_scores_are_listed(api: httpx.Client, store: Store) -> None:
    put_traces(store, trace(1))
    put_spans(store, span(11, 1, tokens=10))
    put_scores(store, (1, "clear", 0.5))
    project = api.post(f"{PROJECTS}/retrieve", json={"name": "coach"}).json()["id"]
    path = f"{PROJECTS}/{{id}}/token-usage/names"
    assert check(api.get(f"{PROJECTS}/{project}/token-usage/names"), "GET", path) == {"names": ["total_tokens"]}
    for params in ({}, {"project_ids": f'["{project}"]'}):
        names = check(
            api.get(f"{PROJECTS}/feedback-scores/names", params=params), "GET", f"{PROJECTS}/feedback-scores/names"
        )
        assert [score["name"] for score in names["scores"]] == ["clear"]


def test_a_deleted_project_is_gone_with_all_that_was_in_it(api: httpx.Client, store: Store) -> None:
    put_traces(store, trace(1), trace(2))
    put_spans(store, span(11, 1))
    put_scores(store, (1, "clear", 0.5))
    project = api.post(f"{PROJECTS}/retrieve", json={"name": "coach"}).json()["id"]
    assert api.delete(f"{PROJECTS}/{project}").status_code == 204
    assert api.get(f"{PROJECTS}/{project}").status_code == 404
    for table in ("traces", "spans", "payloads", "scores", "rollups", "trace_totals", "projects"):
        assert store.read(lambda c, t=table: c.execute(f"SELECT count(*) FROM {t}").fetchone()[0]) == 0, table
    assert api.delete(f"{PROJECTS}/{project}").status_code == 204
    put_traces(store, trace(3))
    assert api.post(f"{PROJECTS}/retrieve", json={"name": "coach"}).json()["id"] != project


def test_a_span_goes_with_its_project_though_its_trace_stays_in_another(api: httpx.Client, store: Store) -> None:
    put_traces(store, trace(1))
    put_spans(store, span(11, 1), span(12, 1, project="gone", tokens=5))
    project = api.post(f"{PROJECTS}/retrieve", json={"name": "gone"}).json()["id"]
    assert api.delete(f"{PROJECTS}/{project}").status_code == 204
    (figures,) = api.get(f"{PROJECTS}/stats").json()["content"]
    assert (figures["trace_count"], figures["usage"]) == (1, {})
    assert store.read(lambda c: c.execute("SELECT count(*) FROM spans").fetchone()) == (1,)


def test_many_projects_are_deleted_at_once(api: httpx.Client) -> None:
    ids = [make(api, name) for name in ("a", "b", "c")]
    assert api.post(f"{PROJECTS}/delete", json={"ids": ids[:2]}).status_code == 204
    assert [p["name"] for p in api.get(PROJECTS).json()["content"]] == ["c"]


def test_a_workspace_sees_its_own_projects_alone(api: httpx.Client) -> None:
    made = make(api, "mine")
    other = {"Comet-Workspace": "elsewhere"}
    assert api.get(PROJECTS, headers=other).json()["content"] == []
    assert api.get(f"{PROJECTS}/{made}", headers=other).status_code == 404
    assert api.patch(f"{PROJECTS}/{made}", json={"name": "theirs"}, headers=other).status_code == 404
    api.delete(f"{PROJECTS}/{made}", headers=other)
    assert api.get(f"{PROJECTS}/{made}").status_code == 200
