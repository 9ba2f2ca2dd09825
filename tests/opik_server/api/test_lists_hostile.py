"""Whatever is asked of a list is answered or refused with a 4xx that names the trouble; nothing is a fault of ours."""

from __future__ import annotations

import json
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rein.opik_server.query.fields import SPAN_FIELDS, THREAD_FIELDS, TRACE_FIELDS
from tests.opik_server.api.seed import PRIVATE, score, send, span, trace, uid

LISTS = ["traces", "spans", "traces/threads"]
GETS = [
    *LISTS,
    *(f"{path}/{end}" for path in LISTS for end in ("stats", "feedback-scores/names")),
    "traces/exists",
    "spans/exists",
]
POSTS = ["traces/search", "spans/search", "traces/threads/search", "traces/threads/retrieve"]

SOME = [
    *(
        "",
        "p",
        "x",
        "true",
        "1",
        "-1",
        "0",
        "99999999999999999999",
        "1e5",
        "null",
        "[]",
        "{}",
        '["input"]',
        "\x00",
        "é",
    ),
    *("2026-09-21T14:13:25Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "1969-01-01T00:00:00Z", uid(1)),
]
words = st.sampled_from(SOME) | st.text(max_size=12)
OPERATORS = [
    *("contains", "not_contains", "starts_with", "ends_with", "=", "!=", ">", ">=", "<", "<=", "is_empty"),
    *("is_not_empty", "in", "not_in", "like"),
]
fields = (
    st.sampled_from(sorted({*TRACE_FIELDS, *SPAN_FIELDS, *THREAD_FIELDS, "metadata.a", "usage.a", "input.a"})) | words
)
filters = st.lists(
    st.fixed_dictionaries(
        {"field": fields, "operator": st.sampled_from(OPERATORS)},
        optional={"key": words | st.sampled_from(["a", "a.b", "a[0]", "$", "a['b']"]), "value": words | st.integers()},
    ),
    max_size=2,
)
sortings = st.lists(
    st.fixed_dictionaries({"field": fields}, optional={"direction": st.sampled_from(["ASC", "DESC", "up"])}), max_size=3
)


def few(names: list[str], values: st.SearchStrategy[Any], **own: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """At most three parameters: with more, nearly every request would fall at the first."""
    pairs = st.one_of(
        st.tuples(st.sampled_from(names), values), *(st.tuples(st.just(name), value) for name, value in own.items())
    )
    return st.lists(pairs, max_size=3).map(dict)


projects = st.sampled_from([{"project_name": "p"}] * 8 + [{}, {"project_name": "nowhere"}])
NAMES = ["page", "size", "project_id", "trace_id", "type", "truncate", "exclude", "search", "from_time", "to_time"]
queries = few(
    [*NAMES, "annotation_queue_id", "source", "thread_only", "strip_attachments"],
    words,
    filters=filters.map(json.dumps) | words,
    sorting=sortings.map(json.dumps) | words,
)
json_words = words | st.none() | st.integers() | st.booleans() | st.lists(words, max_size=2)
bodies = few(
    [*NAMES, "limit", "last_retrieved_id", "last_retrieved_thread_model_id", "thread_id"],
    json_words,
    filters=filters | filters.map(json.dumps) | json_words,
)


def seed(api: httpx.Client) -> None:
    """Once per server."""
    if api.get(f"{PRIVATE}/traces/{uid(1)}").status_code == 404:
        send(
            api,
            *(trace(n, thread_id=f"th{n}", input={"a": [n]}, metadata={"a": {"b": "é"}}, tags=["x"]) for n in (1, 2)),
            *(span(n, 1, type="llm", usage={"a": 1}, input=["a", None, 1.5]) for n in (11, 12)),
        )
        score(api, "traces", uid(1), "x", 0.5)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(GETS), projects, queries)
def test_no_query_is_a_fault_of_ours(
    api: httpx.Client, path: str, project: dict[str, str], query: dict[str, str]
) -> None:
    seed(api)
    told(api.get(f"{PRIVATE}/{path}", params=project | query))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(POSTS), projects, bodies)
def test_no_body_is_a_fault_of_ours(
    api: httpx.Client, path: str, project: dict[str, str], body: dict[str, Any]
) -> None:
    seed(api)
    told(api.post(f"{PRIVATE}/{path}", json=project | body))


def told(answer: httpx.Response) -> None:
    assert answer.status_code in (200, 400, 404), answer.text
    if answer.status_code != 200:
        assert answer.json()["message"]
