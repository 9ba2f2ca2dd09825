"""Traces are read as Opik's API describes them: one, page by page, as a stream; filtered, sorted, searched, cut."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.opik_server.api.contract import check
from tests.opik_server.api.seed import PRIVATE, at, filters, fresh, queue_with, score, send, span, trace, uid

TRACES = f"{PRIVATE}/traces"


def listed(api: httpx.Client, **query: Any) -> dict[str, Any]:
    answer = api.get(TRACES, params={"project_name": "p", **query})
    return check(answer, "GET", TRACES)


def names(page: dict[str, Any]) -> list[str]:
    return [row["name"] for row in page["content"]]


def streamed(api: httpx.Client, **body: Any) -> list[dict[str, Any]]:
    answer = api.post(f"{TRACES}/search", json={"project_name": "p", **body})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def batch_with(input_json: str) -> str:
    """A body with one trace whose input is spelt like this."""
    body = json.dumps({"traces": [trace(1, input="HERE")]})
    return body.replace('"HERE"', input_json)


def test_a_trace_is_shown_with_all_that_is_known_of_it(api: httpx.Client) -> None:
    error = {"exception_type": "ValueError", "message": "no", "traceback": "line 1"}
    whole = {"input": {"q": "run?"}, "output": {"a": "yes"}, "metadata": {"k": [1]}, "tags": ["a", "b"]}
    more = {"thread_id": "talk", "source": "sdk", "environment": "prod", "ttft": 12.5, "error_info": error}
    send(
        api,
        trace(1, end_time=at(3.25), **whole, **more),
        span(11, 1, type="llm", provider="openai", usage={"total_tokens": 7}, total_estimated_cost=0.25),
        span(12, 1, type="tool", provider="google_ai", total_estimated_cost=0.5),
    )
    score(api, "traces", uid(1), "clear", 0.5, reason="short", category_name="good")
    score(api, "spans", uid(11), "kind", 1)
    assert api.post(f"{TRACES}/{uid(1)}/comments", json={"text": "nice"}).status_code == 201
    shown = check(api.get(f"{TRACES}/{uid(1)}"), "GET", f"{TRACES}/{{id}}")
    makers = {"metadata": {"providers": ["google_ai", "openai"], "k": [1]}}
    assert {name: shown[name] for name in whole | more} == whole | more | makers
    assert (shown["start_time"], shown["end_time"], shown["duration"]) == (at(1), "2026-09-21T14:13:23.250000Z", 2250.0)
    assert (shown["span_count"], shown["llm_span_count"], shown["has_tool_spans"]) == (2, 1, True)
    assert (shown["total_estimated_cost"], shown["usage"]) == (0.75, {"total_tokens": 7})
    assert (shown["providers"], shown["visibility_mode"]) == (["google_ai", "openai"], "default")
    (given,) = shown["feedback_scores"]
    assert (given["name"], given["value"], given["reason"], given["category_name"]) == ("clear", 0.5, "short", "good")
    assert [(s["name"], s["value"]) for s in shown["span_feedback_scores"]] == [("kind", 1.0)]
    assert [comment["text"] for comment in shown["comments"]] == ["nice"]


def test_what_is_not_known_is_not_in_the_answer(api: httpx.Client) -> None:
    send(api, {"id": uid(1), "project_name": "p", "start_time": at(1)})
    shown = check(api.get(f"{TRACES}/{uid(1)}"), "GET", f"{TRACES}/{{id}}")
    known = {"id", "project_id", "start_time", "created_at", "last_updated_at", "created_by", "last_updated_by"}
    assert set(shown) == known | {"span_count", "llm_span_count", "has_tool_spans", "visibility_mode"}


def test_a_trace_that_is_not_there_is_not_found_nor_one_of_another_workspace(api: httpx.Client) -> None:
    send(api, trace(1))
    assert api.get(f"{TRACES}/{uid(2)}").status_code == 404
    assert api.get(f"{TRACES}/{uid(1)}", headers={"Comet-Workspace": "other"}).status_code == 404
    assert api.get(f"{TRACES}/not-an-id").status_code == 400


def test_several_authors_of_a_score_count_with_their_mean(api: httpx.Client, store: Any) -> None:
    from rein.opik_server.ids import parse_id
    from rein.opik_server.store.scores import PutScores, ScoreRow
    from rein.opik_server.store.totals import Kind

    send(api, trace(1))
    entity = parse_id(uid(1))
    rows = [
        ScoreRow(entity, "clear", author, "p", round(value * 1e9), reason, None, "ui", None, 5, author)
        for author, value, reason in (("ann", 1.0, "good"), ("bob", 0.5, None), ("cid", 0.6, "so so"))
    ]
    store.write(PutScores("default", Kind.TRACE, rows, 100)).result(10)
    (shown,) = listed(api)["content"][0]["feedback_scores"]
    assert (shown["value"], shown["reason"]) == (0.7, "good, <no reason>, so so")
    assert (shown["created_by"], shown["source"]) == ("ann, bob, cid", "ui")
    assert {author: entry["value"] for author, entry in shown["value_by_author"].items()} == {
        "ann": 1.0,
        "bob": 0.5,
        "cid": 0.6,
    }
    assert names(listed(api, filters=filters(("feedback_scores", "=", "0.7", "clear")))) == ["t1"]


def test_pages_go_through_all_traces_newest_first_and_end_empty(api: httpx.Client) -> None:
    send(api, *(trace(n) for n in range(1, 26)), trace(99, project_name="other"))
    pages = [listed(api, page=page, size=10) for page in (1, 2, 3, 4)]
    assert [(page["page"], page["size"], page["total"]) for page in pages] == [
        (1, 10, 25),
        (2, 10, 25),
        (3, 5, 25),
        (4, 0, 25),
    ]
    assert [name for page in pages for name in names(page)] == [f"t{n}" for n in range(25, 0, -1)]
    assert listed(api)["size"] == 10
    assert {"start_time", "duration"} <= set(pages[0]["sortableBy"])


def test_a_page_longer_than_what_is_held_at_a_time_is_whole(api: httpx.Client) -> None:
    send(api, *(trace(n) for n in range(1, 331)))
    page = listed(api, size=1000)
    assert (page["size"], page["total"]) == (330, 330)
    assert names(page) == [f"t{n}" for n in range(330, 0, -1)]


def test_the_stream_goes_on_below_its_cursor_until_it_is_empty(api: httpx.Client) -> None:
    send(api, *(trace(n, tags=["odd"] if n % 2 else []) for n in range(1, 251)))
    seen: list[str] = []
    for _ in range(10):
        part = streamed(api, limit=60, last_retrieved_id=seen[-1] if seen else None)
        seen += [row["id"] for row in part]
        if not part:
            break
    assert seen == [uid(n) for n in range(250, 0, -1)]
    odd = json.loads(filters(("tags", "contains", "odd")))
    assert [row["name"] for row in streamed(api, limit=120, filters=odd)] == [f"t{n}" for n in range(249, 9, -2)]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("search", {"project_name": "nowhere"}, 404),
        ("search", {}, 400),
        ("search", {"project_name": "p", "limit": 2001}, 400),
        ("search", {"project_name": "p", "limit": 0}, 400),
        ("search", {"project_name": "p", "last_retrieved_id": "x"}, 400),
        ("search", {"project_name": "p", "filters": [{"field": "nmae", "operator": "=", "value": "x"}]}, 400),
        ("search", {"project_name": "p", "exclude": ["nothing"]}, 400),
        ("search", {"project_name": "p", "from_time": "soon"}, 400),
    ],
)
def test_a_stream_that_cannot_be_given_is_refused(
    api: httpx.Client, path: str, body: dict[str, Any], status: int
) -> None:
    send(api, trace(1))
    answer = api.post(f"{TRACES}/{path}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, status)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"project_name": "nowhere"}, 404),
        ({"project_id": uid(5)}, 404),
        ({"project_id": "x"}, 400),
        ({"project_name": "p", "page": "0"}, 400),
        ({"project_name": "p", "size": "-1"}, 400),
        ({"project_name": "p", "size": "1e3"}, 400),
        ({"project_name": "p", "filters": "["}, 400),
        ({"project_name": "p", "sorting": '[{"field": "nmae"}]'}, 400),
        ({"project_name": "p", "exclude": '["nothing"]'}, 400),
        ({"project_name": "p", "exclude": "input"}, 400),
        ({"project_name": "p", "from_time": at(9), "to_time": at(1)}, 400),
        ({"project_name": "p", "filters": filters(("metadata", "=", "x", "a['"))}, 400),
    ],
)
def test_a_list_that_cannot_be_given_is_refused(api: httpx.Client, query: dict[str, str], status: int) -> None:
    send(api, trace(1))
    assert api.get(TRACES, params=query).status_code == status


def test_filters_sorting_search_and_time_work_together(api: httpx.Client) -> None:
    send(
        api,
        *(
            trace(n, input={"q": f"question {n}"}, end_time=at(n + (n * 7) % 5), metadata={"n": n})
            for n in range(1, 11)
        ),
    )
    chosen = {
        "filters": filters(("metadata", ">=", "3", "n"), ("duration", "<", "4000")),
        "sorting": '[{"field": "duration", "direction": "DESC"}, {"field": "name", "direction": "ASC"}]',
        "search": "QUESTION",
        "from_time": at(2),
        "to_time": at(9),
    }
    page = listed(api, size=3, **chosen)
    # Durations in seconds of 3 to 9, the one of 7 is 4: 3→1, 4→3, 5→0, 6→2, 8→1, 9→3.
    assert (names(page), page["total"]) == (["t4", "t9", "t6"], 6)
    assert names(listed(api, size=3, page=2, **chosen)) == ["t3", "t8", "t5"]


def test_fields_are_left_out_on_request(api: httpx.Client) -> None:
    send(api, trace(1, input={"a": 1}, output={"b": 2}, tags=["x"]))
    score(api, "traces", uid(1), "clear", 1)
    assert api.post(f"{TRACES}/{uid(1)}/comments", json={"text": "nice"}).status_code == 201
    out = ["input", "feedback_scores", "comments", "duration", "visibility_mode"]
    shown = listed(api, exclude=json.dumps(out))["content"][0]
    assert set(out) & set(shown) == set()
    assert (shown["output"], shown["tags"]) == ({"b": 2}, ["x"])
    (row,) = streamed(api, exclude=out)
    assert row == shown


def test_long_texts_are_cut_on_request_and_the_keys_stay(api: httpx.Client) -> None:
    picture = "data:image/png;base64," + "A" * 5000
    send(api, trace(1, input={"q": "x" * 1500, "keep": [1, {"s": "y"}]}, output={"image": picture}))
    cut = listed(api, truncate="true")["content"][0]
    assert cut["input"] == {"q": "x" * 1000 + "...", "keep": [1, {"s": "y"}]}
    assert cut["output"] == {"image": "[image]"}
    assert listed(api)["content"][0]["input"]["q"] == "x" * 1500
    assert streamed(api)[0]["input"] == cut["input"]
    assert streamed(api, truncate=False)[0]["output"] == {"image": picture}


def test_a_payload_of_many_megabytes_is_listed_by_its_beginning_and_shown_whole(api: httpx.Client) -> None:
    words = " ".join(str(n) for n in range(1_500_000))
    send(api, trace(1, input={"text": words}, output={"text": "short"}))
    cut = listed(api, truncate="true")["content"][0]
    assert cut["input"].startswith('{"text":"0 1 2 3')
    assert cut["input"].endswith("...")
    assert 1000 < len(cut["input"]) <= 10_003
    assert cut["output"] == {"text": "short"}
    assert api.get(f"{TRACES}/{uid(1)}").json()["input"]["text"] == words


def test_payloads_that_are_nested_too_deep_to_be_cut_are_shown_by_their_beginning(api: httpx.Client) -> None:
    deep = "[" * 900 + '"' + "x" * 2000 + '"' + "]" * 900
    assert api.post(f"{TRACES}/batch", content=batch_with(deep)).status_code == 204
    shown = api.get(TRACES, params={"project_name": "p", "truncate": "true"}).json()["content"][0]["input"]
    while isinstance(shown, list):
        (shown,) = shown
    assert shown.lstrip('["').startswith("xxx")
    assert shown.endswith("...")
    for field, key in (("input", ""), ("input_json", "[0]"), ("metadata", "a")):
        found = api.get(TRACES, params={"project_name": "p", "filters": filters((field, "contains", "x", key))})
        assert found.status_code == 200, found.text


def test_half_a_character_in_a_payload_harms_neither_list_nor_filter(api: httpx.Client) -> None:
    stored = api.post(f"{TRACES}/batch", content=batch_with('{"a":"\\ud800 ' + "x" * 2000 + '"}'))
    assert stored.status_code in (204, 400)
    if stored.status_code == 204:
        for query in (
            {"truncate": "true"},
            {"search": "x"},
            {"filters": filters(("input_json", "contains", "x", "a"))},
        ):
            assert api.get(TRACES, params={"project_name": "p"} | query).status_code == 200


def test_words_are_found_however_their_letters_were_sent(api: httpx.Client) -> None:
    assert api.post(f"{TRACES}/batch", content=batch_with('{"q":"\\u00c9t\\u00e9"}')).status_code == 204
    assert names(listed(api, filters=filters(("input", "contains", "été")))) == ["t1"]
    assert names(listed(api, search="ÉTÉ")) == ["t1"]


def test_workspaces_do_not_see_each_other(api: httpx.Client) -> None:
    send(api, trace(1))
    other = {"Comet-Workspace": "other"}
    assert api.get(TRACES, params={"project_name": "p"}, headers=other).status_code == 404
    assert api.post(f"{TRACES}/batch", json={"traces": [trace(1, name="theirs")]}, headers=other).status_code == 204
    assert names(api.get(TRACES, params={"project_name": "p"}, headers=other).json()) == ["theirs"]
    assert names(listed(api)) == ["t1"]
    mine = listed(api)["content"][0]["project_id"]
    assert api.get(TRACES, params={"project_id": mine}, headers=other).status_code == 404


def test_traces_of_an_annotation_queue_are_found_with_the_scores_given_there(api: httpx.Client) -> None:
    send(api, trace(1), trace(2), trace(3))
    queue = queue_with(api, "trace", uid(1), uid(3))
    score(api, "traces", uid(1), "inside", 1, source_queue_id=queue, source="ui")
    score(api, "traces", uid(1), "outside", 1)
    assert names(listed(api, filters=filters(("annotation_queue_ids", "contains", queue)))) == ["t3", "t1"]
    assert names(listed(api, filters=filters(("annotation_queue_ids", "is_empty", "")))) == ["t2"]
    page = listed(api, annotation_queue_id=queue)
    assert (names(page), page["total"]) == (["t3", "t1"], 2)
    assert [one["name"] for one in page["content"][1]["feedback_scores"]] == ["inside"]
    assert [one["name"] for one in listed(api)["content"][2]["feedback_scores"]] == ["inside", "outside"]
    assert names(listed(api, annotation_queue_id=fresh())) == []


def test_a_trace_tells_the_experiment_it_was_made_for_and_is_found_by_it(api: httpx.Client) -> None:
    send(api, trace(1), trace(2))
    experiment, item = fresh(), fresh()
    made = api.post(f"{PRIVATE}/experiments", json={"id": experiment, "dataset_name": "questions", "name": "first"})
    assert made.status_code == 201, made.text
    link = {"id": fresh(), "experiment_id": experiment, "dataset_item_id": item, "trace_id": uid(1)}
    added = api.post(f"{PRIVATE}/experiments/items", json={"experiment_items": [link]})
    assert added.status_code == 204, added.text
    (shown,) = listed(api, filters=filters(("experiment_id", "=", experiment)))["content"]
    told = shown["experiment"]
    assert (shown["name"], told["id"], told["name"], told["dataset_item_id"]) == ("t1", experiment, "first", item)
    assert names(listed(api, filters=filters(("experiment_ids", "in", f"{fresh()},{experiment}")))) == ["t1"]
    assert names(listed(api, filters=filters(("experiment_id", "!=", experiment)))) == ["t2"]
    assert "experiment" not in listed(api, exclude='["experiment"]')["content"][1]
