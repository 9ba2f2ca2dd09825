"""Threads are read as Opik's API describes them: one, a list, a stream."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.opik_server.api.contract import check
from tests.opik_server.api.seed import PRIVATE, at, filters, fresh, queue_with, score, send, span, trace, uid

THREADS = f"{PRIVATE}/traces/threads"


def listed(api: httpx.Client, **query: Any) -> dict[str, Any]:
    return check(api.get(THREADS, params={"project_name": "p", **query}), "GET", THREADS)


def ids(page: dict[str, Any]) -> list[str]:
    return [row["id"] for row in page["content"]]


def streamed(api: httpx.Client, **body: Any) -> list[dict[str, Any]]:
    answer = api.post(f"{THREADS}/search", json={"project_name": "p", **body})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def talks(api: httpx.Client, count: int) -> None:
    """Threads "th1" … of one trace each, updated in this order."""
    send(
        api,
        *(trace(n, thread_id=f"th{n}", last_updated_at=at(n), input={"q": f"hello {n}"}) for n in range(1, count + 1)),
    )


def test_a_thread_tells_its_first_and_last_message_and_the_sums(api: httpx.Client) -> None:
    send(
        api,
        trace(1, thread_id="talk", input={"q": "hi"}, output={"a": "hello"}, end_time=at(2), environment="prod"),
        trace(3, thread_id="talk", input={"q": "more"}, output={"a": "bye"}, end_time=at(5.5)),
        span(11, 1, type="llm", usage={"total_tokens": 5}, total_estimated_cost=0.25),
        span(12, 3, type="llm", usage={"total_tokens": 2}, total_estimated_cost=0.5),
    )
    score(api, "traces/threads", "talk", "kind", 0.5)
    (shown,) = listed(api)["content"]
    assert (shown["first_message"], shown["last_message"]) == ({"q": "hi"}, {"a": "bye"})
    assert (shown["number_of_messages"], shown["duration"], shown["status"]) == (4, 4500.0, "active")
    assert (shown["total_estimated_cost"], shown["usage"]) == (0.75, {"total_tokens": 7})
    assert (shown["start_time"], shown["environment"]) == (at(1), "prod")
    assert [(s["name"], s["value"]) for s in shown["feedback_scores"]] == [("kind", 0.5)]
    one = api.post(f"{THREADS}/retrieve", json={"project_name": "p", "thread_id": "talk"})
    assert check(one, "POST", f"{THREADS}/retrieve") == shown
    assert streamed(api) == [shown]


def test_threads_come_newest_update_first_page_by_page(api: httpx.Client) -> None:
    talks(api, 25)
    pages = [listed(api, page=page) for page in (1, 2, 3, 4)]
    assert [thread for page in pages for thread in ids(page)] == [f"th{n}" for n in range(25, 0, -1)]
    assert [page["total"] for page in pages] == [25] * 4


def test_the_stream_goes_on_below_the_own_id_or_the_name_of_the_last_thread(api: httpx.Client) -> None:
    talks(api, 130)
    whole = streamed(api, limit=2000)
    assert {row["id"] for row in whole} == {f"th{n}" for n in range(1, 131)}
    own = [row["thread_model_id"] for row in whole]
    assert own == sorted(own, reverse=True)
    for cursor in (whole[49]["thread_model_id"], whole[49]["id"]):
        assert streamed(api, limit=2000, last_retrieved_thread_model_id=cursor) == whole[50:]
    assert streamed(api, last_retrieved_thread_model_id=whole[-1]["id"]) == []


def test_a_thread_that_is_called_like_an_id_is_a_cursor_too(api: httpx.Client) -> None:
    first, second = fresh(), fresh()
    send(api, trace(1, thread_id=second), trace(2, thread_id=first))
    whole = streamed(api)
    assert streamed(api, last_retrieved_thread_model_id=whole[0]["id"]) == whole[1:]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (("id", "=", "th2"), ["th2"]),
        (("id", "=", "TH2"), []),
        (("first_message", "contains", "HELLO 3"), ["th3"]),
        (("number_of_messages", ">", "2"), []),
        (("number_of_messages", "=", "2"), ["th3", "th2", "th1"]),
        (("feedback_scores", "is_not_empty", "", "kind"), ["th1"]),
        (("feedback_scores", ">=", "0.85", "kind"), ["th1"]),
        (("status", "=", "active"), []),
        (("status", "in", "active,inactive"), ["th3", "th2", "th1"]),
        (("tags", "is_empty", ""), ["th3", "th2", "th1"]),
        (("start_time", ">", at(2)), ["th3"]),
        (("last_updated_at", "<=", at(2)), ["th2", "th1"]),
        (("duration", ">", "0"), []),
        (("environment", "is_empty", ""), ["th3", "th2", "th1"]),
    ],
)
def test_threads_are_filtered(api: httpx.Client, chosen: tuple[str, ...], found: list[str]) -> None:
    talks(api, 3)
    score(api, "traces/threads", "th1", "kind", 0.85)
    page = listed(api, filters=filters(chosen))
    assert (ids(page), page["total"]) == (found, len(found))
    assert sorted(row["id"] for row in streamed(api, filters=json.loads(filters(chosen)))) == sorted(found)


def test_a_thread_is_active_until_it_is_closed_in_list_filter_and_stream(api: httpx.Client) -> None:
    send(api, trace(2, id=fresh(), thread_id="now"), trace(1, thread_id="old", last_updated_at=at(1)))
    active = filters(("status", "=", "active"))
    assert ids(listed(api, filters=active)) == ["now"]
    assert {row["id"]: row["status"] for row in streamed(api)} == {"now": "active", "old": "inactive"}
    closed = api.put(f"{THREADS}/close", json={"project_name": "p", "thread_id": "now"})
    assert closed.status_code == 204
    assert ids(listed(api, filters=active)) == []
    assert ids(listed(api, filters=filters(("status", "=", "inactive")))) == ["now", "old"]


def test_threads_are_sorted_searched_and_narrowed_in_time(api: httpx.Client) -> None:
    talks(api, 4)
    assert ids(listed(api, sorting='[{"field": "start_time", "direction": "ASC"}]', size=2)) == ["th1", "th2"]
    assert ids(listed(api, sorting='[{"field": "id", "direction": "DESC"}]', size=1)) == ["th4"]
    assert ids(listed(api, search="hello 2")) == ["th2"]
    assert ids(listed(api, from_time=at(2), to_time=at(3))) == ["th3", "th2"]


def test_what_cannot_be_given_is_refused(api: httpx.Client) -> None:
    talks(api, 1)
    assert api.get(THREADS).status_code == 400
    assert api.get(THREADS, params={"project_name": "nowhere"}).status_code == 404
    assert api.post(f"{THREADS}/search", json={"project_name": "nowhere"}).status_code == 404
    assert (
        api.post(f"{THREADS}/search", json={"project_name": "p", "last_retrieved_thread_model_id": "x"}).status_code
        == 400
    )
    assert api.post(f"{THREADS}/retrieve", json={"project_name": "p", "thread_id": "x"}).status_code == 404
    assert api.post(f"{THREADS}/retrieve", json={"project_name": "p", "thread_id": ""}).status_code == 400
    assert api.post(f"{THREADS}/retrieve", json={"project_name": "p"}).status_code == 400
    assert api.get(THREADS, params={"project_name": "p", "filters": filters(("name", "=", "x"))}).status_code == 400
    assert uid(1) not in str(listed(api))


def test_threads_of_an_annotation_queue_are_found(api: httpx.Client) -> None:
    talks(api, 3)
    whole = listed(api)["content"]
    queue = queue_with(api, "thread", whole[0]["thread_model_id"])
    chosen = filters(("annotation_queue_ids", "contains", queue))
    assert ids(listed(api, filters=chosen)) == ["th3"]
    assert ids(listed(api, annotation_queue_id=queue)) == ["th3"]
    assert [row["id"] for row in streamed(api, filters=json.loads(chosen))] == ["th3"]
