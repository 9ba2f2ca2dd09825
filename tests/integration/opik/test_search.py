"""What the official client finds: traces, spans and threads by its query language, whole pages, what was left out."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

import pytest
from opik.rest_api.core.api_error import ApiError

import opik

pytestmark = pytest.mark.slow


@pytest.fixture
def seeded(client: opik.Opik, project: str) -> Iterator[opik.Opik]:
    """Four traces of which each filter finds some."""
    start = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    for number in range(4):
        trace = client.trace(
            name=f"trace {number}",
            start_time=start + datetime.timedelta(hours=number),
            end_time=start + datetime.timedelta(hours=number, seconds=number),
            input={"question": f"How far is number {number}?", "deep": [{"n": number}]},
            output={"answer": "É" if number else "e"},
            metadata={"model": {"name": f"m-{number}", "dotted.key": number}, "flat-key": "x"},
            tags=["even"] if number % 2 == 0 else ["odd", "Numbers"],
            thread_id=f"thread {number // 2}",
        )
        trace.span(
            name=f"span {number}",
            type="llm" if number else "tool",
            model="gpt-4o",
            provider="openai",
            input={"prompt": f"prompt {number}"},
            usage={"prompt_tokens": 10, "completion_tokens": number, "total_tokens": 10 + number},
            total_cost=0.5 * number,
        )
        if number:
            trace.log_feedback_score("clear", number / 4, reason="because")
    client.flush()
    return client


TRACES = [
    ('name = "TRACE 1"', {1}),
    ('name contains "trace" and name != "trace 0"', {1, 2, 3}),
    ('name starts_with "trace" and name ends_with "2"', {2}),
    ('name not_contains "3"', {0, 1, 2}),
    ('input contains "number 3"', {3}),
    ('output contains "é"', {1, 2, 3}),
    ('metadata.model contains "m-2"', {2}),
    ('metadata."model.name" = "m-1"', {1}),
    ('metadata."$.model.name" = "m-1"', {1}),
    ("metadata.\"model['dotted.key']\" >= 2", {2, 3}),
    ('metadata."flat-key" = "x"', {0, 1, 2, 3}),
    ('input_json."deep[0].n" < 2', {0, 1}),
    ('tags contains "numb"', {1, 3}),
    ('tags = "even"', {0, 2}),
    ('tags != "even"', {1, 3}),
    ("tags is_not_empty", {0, 1, 2, 3}),
    ('start_time >= "2026-03-01T14:00:00Z"', {2, 3}),
    ('start_time > "2026-03-01T12:00:00Z" and start_time < "2026-03-01T15:00:00Z"', {1, 2}),
    ("duration > 1500", {2, 3}),
    ("duration = 1000", {1}),
    ("usage.total_tokens >= 12", {2, 3}),
    ("usage.completion_tokens = 0", {0}),
    ("total_estimated_cost > 0.9", {2, 3}),
    ("llm_span_count = 0", {0}),
    ("feedback_scores.clear > 0.25", {2, 3}),
    ("feedback_scores.clear = 0.25", {1}),
    ("feedback_scores.clear is_empty", {0}),
    ("feedback_scores.clear is_not_empty", {1, 2, 3}),
    ('thread_id = "thread 1"', {2, 3}),
    ("error_info is_empty", {0, 1, 2, 3}),
    ("error_info is_not_empty", set()),
    ('guardrails = "failed"', set()),
]


@pytest.mark.parametrize(("query", "wanted"), TRACES, ids=[query for query, _ in TRACES])
def test_traces_are_found_by_the_query_language(seeded: opik.Opik, project: str, query: str, wanted: set[int]) -> None:
    found = seeded.search_traces(project_name=project, filter_string=query)
    assert {trace.name for trace in found} == {f"trace {number}" for number in wanted}


def test_spans_and_threads_are_found_by_the_query_language(seeded: opik.Opik, project: str) -> None:
    def spans(query: str) -> set[str]:
        return {span.name or "" for span in seeded.search_spans(project_name=project, filter_string=query)}

    assert spans('type = "llm" and usage.total_tokens < 12') == {"span 1"}
    assert spans('model contains "4o"') == {f"span {n}" for n in range(4)}
    assert spans('input contains "prompt 2" and provider = "openai"') == {"span 2"}
    assert spans("total_estimated_cost >= 1") == {"span 2", "span 3"}

    def threads(query: str) -> set[str]:
        found = seeded.get_threads_client().search_threads(project_name=project, filter_string=query)
        return {thread.id or "" for thread in found}

    assert threads('id = "thread 1"') == {"thread 1"}
    assert threads("number_of_messages = 4") == {"thread 0", "thread 1"}
    assert threads('first_message contains "number 2"') == {"thread 1"}
    assert threads('last_message contains "É"') == {"thread 0", "thread 1"}
    assert threads('status = "active"') == {"thread 0", "thread 1"}


def test_a_query_that_means_nothing_here_is_refused_by_name(seeded: opik.Opik, project: str) -> None:
    with pytest.raises(ApiError) as refused:
        seeded.search_traces(project_name=project, filter_string='nonsense = "x"')
    assert refused.value.status_code == 400
    with pytest.raises(ApiError) as missing:
        seeded.search_traces(project_name=f"no-{uuid.uuid4().hex}")
    assert missing.value.status_code == 404


def test_what_is_found_is_what_was_sent(seeded: opik.Opik, project: str) -> None:
    (found,) = seeded.search_traces(project_name=project, filter_string='name = "trace 3"')
    assert found.input == {"question": "How far is number 3?", "deep": [{"n": 3}]}
    sent = {"model": {"name": "m-3", "dotted.key": 3}, "flat-key": "x"}
    assert found.metadata == {"providers": ["openai"], **sent}
    assert found.usage is not None
    assert (found.usage["total_tokens"], found.total_estimated_cost, found.duration) == (13, 1.5, 3000.0)
    assert found.feedback_scores is not None
    assert [(s.name, s.value, s.reason) for s in found.feedback_scores] == [("clear", 0.75, "because")]
    assert found.start_time == datetime.datetime(2026, 3, 1, 15, tzinfo=datetime.UTC)
    assert found.id is not None
    assert seeded.get_trace_content(found.id) == found
    (span,) = seeded.search_spans(project_name=project, trace_id=found.id)
    assert span.id is not None
    assert (seeded.get_span_content(span.id), span.trace_id) == (span, found.id)


def test_searches_go_through_pages_and_stop_at_what_was_asked(client: opik.Opik, project: str) -> None:
    trace = client.trace(name="root")
    for number in range(2100):
        trace.span(name=f"s{number}")
    client.flush()
    everything = client.search_spans(project_name=project, max_results=5000)
    assert len({span.id for span in everything}) == len(everything) == 2100
    assert len(client.search_spans(project_name=project, max_results=2050)) == 2050
    assert len(client.search_spans(project_name=project, trace_id=trace.id, max_results=7)) == 7


def test_more_threads_than_a_page_are_all_found(client: opik.Opik, project: str) -> None:
    for number in range(2010):
        client.trace(name="turn", thread_id=f"thread-{number}")
    client.flush()
    found = client.get_threads_client().search_threads(project_name=project, max_results=5000)
    assert len({thread.id for thread in found}) == len(found) == 2010


def test_long_payloads_are_cut_unless_whole_ones_are_asked_for(client: opik.Opik, project: str) -> None:
    text = "word " * 1000
    client.trace(name="long", input={"text": text}, output={"short": "s"})
    client.flush()
    (cut,) = client.search_traces(project_name=project)
    assert isinstance(cut.input, dict)
    assert len(cut.input["text"]) < 1100
    assert cut.output == {"short": "s"}
    (whole,) = client.search_traces(project_name=project, truncate=False)
    assert whole.input == {"text": text}
