"""Spans are read as Opik's API describes them: one, a list, the tree of a trace, a stream."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.opik_server.api.contract import check
from tests.opik_server.api.seed import PRIVATE, at, filters, score, send, span, trace, uid

SPANS = f"{PRIVATE}/spans"


def listed(api: httpx.Client, **query: Any) -> dict[str, Any]:
    return check(api.get(SPANS, params={"project_name": "p", **query}), "GET", SPANS)


def names(page: dict[str, Any]) -> list[str]:
    return [row["name"] for row in page["content"]]


def streamed(api: httpx.Client, **body: Any) -> list[dict[str, Any]]:
    answer = api.post(f"{SPANS}/search", json={"project_name": "p", **body})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_span_is_shown_with_all_that_is_known_of_it(api: httpx.Client) -> None:
    error = {"exception_type": "ValueError", "traceback": "line 1"}
    values = {"type": "llm", "model": "m-1", "provider": "openai", "usage": {"total_tokens": 7, "cached": 0}}
    more = {
        "input": {"q": 1},
        "output": {"a": 2},
        "metadata": {"k": 3},
        "tags": ["a"],
        "ttft": 1.5,
        "error_info": error,
    }
    cost = {"total_estimated_cost": 0.002, "total_estimated_cost_version": "9"}
    send(api, span(12, 1, parent_span_id=uid(11), end_time=at(12.001), **values, **more, **cost))
    score(api, "spans", uid(12), "clear", -1, reason="no")
    assert api.post(f"{SPANS}/{uid(12)}/comments", json={"text": "why"}).status_code == 201
    shown = check(api.get(f"{SPANS}/{uid(12)}"), "GET", f"{SPANS}/{{id}}")
    wanted = values | more | cost | {"trace_id": uid(1), "parent_span_id": uid(11), "name": "s12", "duration": 1.0}
    assert {name: shown[name] for name in wanted} == wanted | {"metadata": {"provider": "openai", "k": 3}}
    assert [(s["name"], s["value"], s["reason"]) for s in shown["feedback_scores"]] == [("clear", -1.0, "no")]
    assert [comment["text"] for comment in shown["comments"]] == ["why"]
    assert listed(api)["content"] == [shown]


def test_a_span_that_is_not_there_is_not_found(api: httpx.Client) -> None:
    assert api.get(f"{SPANS}/{uid(1)}").status_code == 404


@pytest.mark.parametrize("count", [3000, 10_000])
def test_the_tree_of_a_large_trace_comes_whole_in_one_page(api: httpx.Client, count: int) -> None:
    send(
        api,
        trace(1),
        *(span(n, 1, parent_span_id=uid(100) if n > 100 else None) for n in range(100, 100 + count)),
        span(50, 2),
    )
    page = api.get(SPANS, params={"project_name": "p", "trace_id": uid(1), "size": 15_000}).json()
    assert (page["size"], page["total"]) == (count, count)
    assert [row["id"] for row in page["content"]] == [uid(n) for n in range(99 + count, 99, -1)]
    assert {row.get("parent_span_id") for row in page["content"]} == {None, uid(100)}
    first = listed(api, trace_id=uid(1), size=10)
    assert (first["size"], first["total"]) == (10, count)


def test_spans_are_listed_by_trace_type_filter_and_time(api: httpx.Client) -> None:
    send(
        api,
        *(
            span(n, 1 + n % 2, type="llm" if n % 3 else "tool", model=f"m-{n}", usage={"total_tokens": n})
            for n in range(10, 20)
        ),
    )
    assert names(listed(api, type="tool")) == ["s18", "s15", "s12"]
    assert names(listed(api, trace_id=uid(1), type="llm")) == ["s16", "s14", "s10"]
    assert names(listed(api, filters=filters(("usage.total_tokens", ">", "17")))) == ["s19", "s18"]
    assert names(listed(api, filters=filters(("trace_id", "=", uid(2)), ("model", "ends_with", "-11")))) == ["s11"]
    assert names(listed(api, from_time=at(18))) == ["s19", "s18"]
    assert names(listed(api, search="M-12")) == ["s12"]
    by_tokens = '[{"field": "usage.total_tokens", "direction": "ASC"}]'
    assert names(listed(api, sorting=by_tokens, size=2)) == ["s10", "s11"]
    assert api.get(SPANS, params={"project_name": "p", "type": "other"}).status_code == 400


def test_the_stream_of_a_trace_goes_on_below_its_cursor(api: httpx.Client) -> None:
    send(api, *(span(n, 1 + n % 2, type="llm") for n in range(10, 310)))
    first = streamed(api, trace_id=uid(1), limit=120)
    rest = streamed(api, trace_id=uid(1), limit=120, last_retrieved_id=first[-1]["id"])
    assert [row["name"] for row in first + rest] == [f"s{n}" for n in range(308, 8, -2)]
    assert streamed(api, trace_id=uid(1), last_retrieved_id=rest[-1]["id"]) == []
    assert streamed(api, type="tool") == []
    assert api.post(f"{SPANS}/search", json={"project_name": "nowhere"}).status_code == 404


def test_fields_are_left_out_on_request(api: httpx.Client) -> None:
    send(api, span(11, 1, input={"a": 1}, usage={"n": 1}, model="m"))
    score(api, "spans", uid(11), "clear", 1)
    out = ["input", "usage", "feedback_scores", "type"]
    shown = listed(api, exclude=json.dumps(out))["content"][0]
    assert set(out) & set(shown) == set()
    assert shown["model"] == "m"
    assert streamed(api, exclude=out) == [shown]
