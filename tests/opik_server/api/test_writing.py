"""Traces, spans, threads, scores and comments as they are written, and what is read of them afterwards."""

from __future__ import annotations

import gzip
import json
from typing import Any

import httpx
import pytest

from rein.opik_server.ids import format_id, new_id
from rein.opik_server.store.projects import require_project
from rein.opik_server.store.reading_stats import score_names
from rein.opik_server.store.store import Store
from rein.opik_server.store.totals import Kind
from tests.opik_server.api.contract import check

V1 = "/v1/private"
START = "2026-03-01T10:00:00.000000Z"
END = "2026-03-01T10:00:01.500000Z"


def fresh() -> str:
    return format_id(new_id())


def trace(**fields: Any) -> dict[str, Any]:
    return {"id": fresh(), "project_name": "p", "name": "t", "start_time": START, **fields}


def span(trace_id: str, **fields: Any) -> dict[str, Any]:
    return {**trace(name="s"), "trace_id": trace_id, **fields}


def post(api: httpx.Client, path: str, body: object, status: int = 204) -> httpx.Response:
    answer = api.post(V1 + path, json=body)
    assert answer.status_code == status, answer.text
    return answer


def get(api: httpx.Client, kind: str, row_id: str) -> Any:
    return check(api.get(f"{V1}/{kind}/{row_id}"), "GET", f"{V1}/{kind}/{{id}}")


def test_a_trace_is_created_once(api: httpx.Client) -> None:
    row = trace(input={"a": 1}, tags=["x"], metadata=[{"m": 1}], thread_id="h", ttft=3.5, environment="prod")
    answer = post(api, "/traces", row, 201)
    assert answer.headers["Location"] == f"{api.base_url}v1/private/traces/{row['id']}"
    assert post(api, "/traces", row, 409).json()["code"] == 409
    read = get(api, "traces", row["id"])
    assert (read["input"], read["tags"], read["metadata"], read["ttft"]) == ({"a": 1}, ["x"], [{"m": 1}], 3.5)


def test_a_span_that_exists_is_passed_over(api: httpx.Client) -> None:
    row = span(fresh())
    for name in ("first", "second"):
        answer = post(api, "/spans", {**row, "name": name}, 201)
        assert answer.headers["Location"].endswith(f"/api/v1/private/spans/{row['id']}")
    assert get(api, "spans", row["id"])["name"] == "first"


def test_what_has_no_id_gets_one(api: httpx.Client) -> None:
    row = trace()
    del row["id"]
    place = post(api, "/traces", row, 201).headers["Location"]
    assert get(api, "traces", place.rsplit("/", 1)[1])["name"] == "t"


def test_start_and_complete_row_become_one_whatever_comes_first(api: httpx.Client) -> None:
    row = trace(input={"q": 1}, last_updated_at="2026-03-01T10:00:00Z")
    complete = {**row, "end_time": END, "output": {"a": 2}, "last_updated_at": "2026-03-01T10:00:02Z"}
    for batch in ([complete], [row]):
        post(api, "/traces/batch", {"traces": batch})
    read = get(api, "traces", row["id"])
    assert (read["input"], read["output"], read["duration"]) == ({"q": 1}, {"a": 2}, 1500.0)


def test_an_update_that_overtakes_its_create_leaves_no_hole(api: httpx.Client) -> None:
    row = trace(input={"q": 1})
    answer = api.patch(f"{V1}/traces/{row['id']}", json={"project_name": "p", "end_time": END, "output": {"a": 2}})
    assert answer.status_code == 204
    post(api, "/traces", row, 201)
    read = get(api, "traces", row["id"])
    assert (read["input"], read["output"], read["duration"], read["name"]) == ({"q": 1}, {"a": 2}, 1500.0, "t")


@pytest.mark.parametrize("change", [{"project_name": "other"}, {"trace_id": fresh()}, {"parent_span_id": fresh()}])
def test_an_update_does_not_move_a_span(api: httpx.Client, change: dict[str, str]) -> None:
    row = span(fresh(), parent_span_id=fresh())
    post(api, "/spans", row, 201)
    answer = api.patch(f"{V1}/spans/{row['id']}", json={"trace_id": row["trace_id"], **change})
    assert answer.status_code == 409, answer.text


def test_one_update_changes_many_and_makes_none(api: httpx.Client) -> None:
    rows = [span(fresh(), tags=["a"], project_name=name) for name in ("p", "q")]
    post(api, "/spans/batch", {"spans": rows})
    absent = fresh()
    body = {"ids": [*(row["id"] for row in rows), absent], "merge_tags": True}
    update = {"trace_id": fresh(), "tags": ["b"], "metadata": {"m": 1}}
    assert api.patch(f"{V1}/spans/batch", json={**body, "update": update}).status_code == 204
    for row in rows:
        read = get(api, "spans", row["id"])
        assert (read["tags"], read["metadata"], read["trace_id"]) == (["a", "b"], {"m": 1}, row["trace_id"])
    assert api.get(f"{V1}/spans/{absent}").status_code == 404
    replaced = {"ids": [rows[0]["id"]], "update": {"trace_id": fresh(), "tags": ["c"], "tags_to_remove": ["c"]}}
    assert api.patch(f"{V1}/spans/batch", json=replaced).status_code == 204
    assert not get(api, "spans", rows[0]["id"]).get("tags")


def test_one_update_changes_many_traces(api: httpx.Client) -> None:
    rows = [trace(), trace()]
    post(api, "/traces/batch", {"traces": rows})
    body = {"ids": [row["id"] for row in rows], "update": {"tags": ["b"]}}
    assert api.patch(f"{V1}/traces/batch", json=body).status_code == 204
    assert [get(api, "traces", row["id"])["tags"] for row in rows] == [["b"], ["b"]]


def test_one_update_does_not_write_without_measure(api: httpx.Client) -> None:
    body = {"ids": [fresh() for _ in range(1000)], "update": {"input": {"text": "x" * 200_000}}}
    answer = api.patch(f"{V1}/traces/batch", json=body)
    assert answer.status_code == 413
    assert "fewer rows" in answer.json()["message"]


def test_a_trace_goes_with_its_spans_scores_and_comments(api: httpx.Client) -> None:
    row = trace()
    child = span(row["id"])
    post(api, "/traces/batch", {"traces": [row]})
    post(api, "/spans/batch", {"spans": [child]})
    post(api, f"/traces/{row['id']}/comments", {"text": "hm"}, 201)
    post(api, "/traces/delete", {"ids": [row["id"], row["id"], fresh()]})
    assert api.get(f"{V1}/traces/{row['id']}").status_code == 404
    assert api.get(f"{V1}/spans/{child['id']}").status_code == 404
    for kind in ("traces", "spans"):
        assert api.delete(f"{V1}/{kind}/{fresh()}").status_code == 204


def test_a_span_is_deleted_alone(api: httpx.Client) -> None:
    row = trace()
    first, second = span(row["id"]), span(row["id"])
    post(api, "/traces/batch", {"traces": [row]})
    post(api, "/spans/batch", {"spans": [first, second]})
    assert api.delete(f"{V1}/spans/{first['id']}").status_code == 204
    assert get(api, "traces", row["id"])["span_count"] == 1


@pytest.mark.parametrize("kind", ["traces", "spans"])
def test_scores_are_of_one_author_each_and_their_mean_is_shown(api: httpx.Client, kind: str) -> None:
    row = trace() if kind == "traces" else span(fresh())
    post(api, f"/{kind}/batch", {kind: [row]})
    scores = [
        {"id": row["id"], "name": "clear", "value": value, "source": "sdk", "author": author, "project_name": "p"}
        for author, value in (("ann", 0.5), ("bob", 1.0), ("ann", 0.0))
    ]
    for score in scores:
        assert api.put(f"{V1}/{kind}/feedback-scores", json={"scores": [score]}).status_code == 204
    (read,) = get(api, kind, row["id"])["feedback_scores"]
    assert read["value"] == 0.5
    assert {author: entry["value"] for author, entry in read["value_by_author"].items()} == {"ann": 0.0, "bob": 1.0}
    path = f"/{kind}/{row['id']}/feedback-scores/delete"
    post(api, path, {"name": "clear", "author": "bob"})
    assert get(api, kind, row["id"])["feedback_scores"][0]["value"] == 0.0
    post(api, path, {"name": "clear"})
    assert not get(api, kind, row["id"]).get("feedback_scores")


def test_a_score_of_one_row_is_the_senders_own(api: httpx.Client) -> None:
    row = trace()
    post(api, "/traces", row, 201)
    score = {"name": "stars", "value": 4, "source": "ui", "reason": "good", "category_name": "c"}
    assert api.put(f"{V1}/traces/{row['id']}/feedback-scores", json=score).status_code == 204
    (read,) = get(api, "traces", row["id"])["feedback_scores"]
    assert (read["value"], read["reason"], read["category_name"], read["source"]) == (4, "good", "c", "ui")
    assert read["created_by"] == "admin"


@pytest.mark.parametrize("score_first", [True, False])
def test_a_score_is_in_its_traces_project_whichever_it_names(
    api: httpx.Client, store: Store, *, score_first: bool
) -> None:
    row = trace(project_name="right")
    score = {"id": row["id"], "name": "clear", "value": 1, "source": "sdk", "project_name": "wrong"}
    sends = [
        lambda: post(api, "/traces/batch", {"traces": [row]}),
        lambda: api.put(f"{V1}/traces/feedback-scores", json={"scores": [score]}),
    ]
    for send in reversed(sends) if score_first else sends:
        assert send().status_code == 204
    assert store.read(lambda c: score_names(c, 1, Kind.TRACE, require_project(c, 1, "right").project)) == ["clear"]
    assert get(api, "traces", row["id"])["feedback_scores"][0]["name"] == "clear"


def _thread(api: httpx.Client, thread_id: str) -> Any:
    answer = api.post(f"{V1}/traces/threads/retrieve", json={"project_name": "p", "thread_id": thread_id})
    return check(answer, "POST", f"{V1}/traces/threads/retrieve")


def test_threads_close_and_open_one_by_one_and_together(api: httpx.Client) -> None:
    post(api, "/traces/batch", {"traces": [trace(thread_id=name) for name in "abc"]})
    close, reopen = f"{V1}/traces/threads/close", f"{V1}/traces/threads/open"
    assert api.put(close, json={"project_name": "p", "thread_ids": ["a", "b"]}).status_code == 204
    assert [_thread(api, name)["status"] for name in "abc"] == ["inactive", "inactive", "active"]
    project = _thread(api, "a")["project_id"]
    assert api.put(reopen, json={"project_id": project, "thread_id": "a"}).status_code == 204
    assert [_thread(api, name)["status"] for name in "abc"] == ["active", "inactive", "active"]
    assert api.put(close, json={"project_name": "p"}).status_code == 400
    assert api.put(close, json={"project_id": fresh(), "thread_id": "a"}).status_code == 404


def test_threads_have_tags_scores_and_comments_and_go_with_their_traces(api: httpx.Client) -> None:
    rows = [trace(thread_id=name) for name in "ab"]
    post(api, "/traces/batch", {"traces": rows})
    model = _thread(api, "a")["thread_model_id"]
    one, many = f"{V1}/traces/threads/{model}", f"{V1}/traces/threads/batch"
    assert api.patch(one, json={"tags": ["x", "y"]}).status_code == 204
    assert api.patch(one, json={"tags_to_add": ["z"], "tags_to_remove": ["x"]}).status_code == 204
    update = {"ids": [model, fresh()], "update": {"tags": ["w"]}, "merge_tags": True}
    assert api.patch(many, json=update).status_code == 204
    assert api.patch(f"{V1}/traces/threads/{fresh()}", json={"tags": []}).status_code == 404
    scores = [
        {"thread_id": name, "name": score, "value": 1, "source": "sdk", "project_name": "p"}
        for name in "an"
        for score in ("kind", "brief")
    ]
    assert api.put(f"{V1}/traces/threads/feedback-scores", json={"scores": scores}).status_code == 204
    wanted = {"project_name": "p", "thread_id": "a", "names": ["brief", "absent"]}
    post(api, "/traces/threads/feedback-scores/delete", wanted)
    post(api, f"/traces/threads/{model}/comments", {"text": "well"}, 201)
    read = _thread(api, "a")
    assert read["tags"] == ["w", "y", "z"]
    assert [score["name"] for score in read["feedback_scores"]] == ["kind"]
    assert [comment["text"] for comment in read["comments"]] == ["well"]
    post(api, "/traces/threads/delete", {"project_name": "p", "thread_ids": ["a"]})
    assert api.get(f"{V1}/traces/{rows[0]['id']}").status_code == 404
    assert get(api, "traces", rows[1]["id"])["thread_id"] == "b"
    assert api.post(f"{V1}/traces/threads/delete", json={"thread_ids": ["a"]}).status_code == 400


@pytest.mark.parametrize(
    ("path", "name"), [("/traces", "traceId"), ("/spans", "spanId"), ("/traces/threads", "threadId")]
)
def test_comments_are_written_read_changed_and_deleted(api: httpx.Client, path: str, name: str) -> None:
    row = trace(thread_id="h")
    part = span(row["id"])
    post(api, "/traces/batch", {"traces": [row]})
    post(api, "/spans/batch", {"spans": [part]})
    model = _thread(api, "h")["thread_model_id"]
    entity = {"/traces": row["id"], "/spans": part["id"], "/traces/threads": model}[path]
    place = post(api, f"{path}/{entity}/comments", {"text": "good"}, 201).headers["Location"]
    comment = place.rsplit("/", 1)[1]
    assert api.patch(f"{V1}{path}/comments/{comment}", json={"text": "better"}).status_code == 204
    described = f"{V1}{path}/{{{name}}}/comments/{{commentId}}"
    read = check(api.get(f"{V1}{path}/{entity}/comments/{comment}"), "GET", described)
    assert (read["id"], read["text"], read["created_by"]) == (comment, "better", "admin")
    other = "/spans" if path == "/traces" else "/traces"
    post(api, f"{other}/comments/delete", {"ids": [comment]})
    assert api.get(place).status_code == 200
    post(api, f"{path}/comments/delete", {"ids": [comment]})
    assert api.get(f"{V1}{path}/{entity}/comments/{comment}").status_code == 404
    assert api.patch(f"{V1}{path}/comments/{comment}", json={"text": "x"}).status_code == 404
    post(api, f"{path}/{fresh()}/comments", {"text": "on nothing"}, 404)


def test_usage_that_is_patched_gives_a_cost(api: httpx.Client) -> None:
    row = trace()
    part = span(row["id"], model="gpt-4o-mini", provider="openai", type="llm", start_time="2026-01-01T00:00:00Z")
    post(api, "/traces", row, 201)
    post(api, "/spans", part, 201)
    assert "total_estimated_cost" not in get(api, "spans", part["id"])
    usage = {"prompt_tokens": 1_000_000, "completion_tokens": 0, "total_tokens": 1_000_000}
    patch = api.patch(f"{V1}/spans/{part['id']}", json={"trace_id": row["id"], "usage": usage})
    assert patch.status_code == 204
    assert get(api, "spans", part["id"])["total_estimated_cost"] == 0.15
    assert get(api, "traces", row["id"])["total_estimated_cost"] == 0.15


def test_workspaces_are_kept_apart(api: httpx.Client) -> None:
    row, elsewhere = trace(), {"Comet-Workspace": "elsewhere"}
    post(api, "/traces", row, 201)
    assert api.get(f"{V1}/traces/{row['id']}", headers=elsewhere).status_code == 404
    assert api.delete(f"{V1}/traces/{row['id']}", headers=elsewhere).status_code == 204
    assert api.post(f"{V1}/traces/{row['id']}/comments", json={"text": "x"}, headers=elsewhere).status_code == 404
    assert get(api, "traces", row["id"])["name"] == "t"


def test_a_gzipped_body_is_read(api: httpx.Client) -> None:
    row = trace()
    body = gzip.compress(json.dumps({"traces": [row]}).encode())
    assert api.post(f"{V1}/traces/batch", content=body, headers={"Content-Encoding": "gzip"}).status_code == 204
    assert get(api, "traces", row["id"])["id"] == row["id"]


@pytest.mark.parametrize("path", ["/traces/{}", "/spans/{}", "/traces/{}/comments", "/traces/{}/feedback-scores"])
def test_an_id_that_is_no_uuid_of_version_7_is_a_400_that_names_it(api: httpx.Client, path: str) -> None:
    for method in ("PATCH", "PUT", "POST"):
        answer = api.request(method, V1 + path.format("f47ac10b-58cc-4372-a567-0e02b2c3d479"), json={})
        if answer.status_code != 404:
            assert answer.status_code == 400
            assert "version" in answer.json()["message"] or "expected" in answer.json()["message"]
