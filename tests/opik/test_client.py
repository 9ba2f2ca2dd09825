"""Traces, spans and scores written by hand, as they arrive at an Opik."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.errors import UsageError
from rein.opik import client as client_module
from rein.opik.arguments import uuid7
from rein.opik.client import OpikClient
from rein.opik.embedded_reader import EmbeddedReader
from rein.opik.payload import MAX_PAYLOAD_BYTES
from rein.opik.spool import read_records
from rein.settings import Settings
from tests.support.opik_receiver import OpikReceiver, is_uuid7

FEEDBACK = "/v1/private/traces/feedback-scores"


def settings(directory: Path, opik: OpikReceiver | None = None, **more: Any) -> Settings:
    return Settings(_env_file=None, data_dir=directory, opik_url_override=opik.url if opik else None, **more)


@pytest.fixture
def opik() -> Iterator[OpikReceiver]:
    with OpikReceiver() as receiver:
        yield receiver


@pytest.fixture
def client(tmp_path: Path, opik: OpikReceiver) -> Iterator[OpikClient]:
    client = OpikClient(settings(tmp_path, opik))
    yield client
    client.close(0)


def test_a_trace_with_nested_spans_arrives_as_it_was_written(client: OpikClient, opik: OpikReceiver) -> None:
    trace = client.start_trace("import", input={"q": "ünï"}, metadata={"a": 1}, tags=["x"], thread_id="session-1")
    outer = client.create_span(trace, "outer", input={"n": 1})
    inner = client.create_span(trace, "inner", type="llm", parent_span_id=outer, model="m", provider="p")
    client.end_span(inner, output={"text": "hi"}, usage={"prompt_tokens": 3, "total_tokens": 5}, cost_usd=0.25)
    client.end_span(outer)
    client.end_trace(trace, output={"answer": 42}, metadata={"b": 2}, tags=["y", "x"])
    assert client.flush()

    row = opik.traces[trace]
    assert (row["name"], row["input"], row["output"]) == ("import", {"q": "ünï"}, {"answer": 42})
    assert (row["metadata"], row["tags"], row["thread_id"]) == ({"a": 1, "b": 2}, ["x", "y"], "session-1")
    assert row["end_time"] > row["start_time"]
    assert row["project_name"] == "rein-ai-coaching"
    assert opik.trace_tree(trace) == {"outer": {"inner": {}}}
    span = opik.spans[inner]
    assert (span["type"], span["model"], span["provider"], span["total_estimated_cost"]) == ("llm", "m", "p", 0.25)
    assert span["usage"] == {"prompt_tokens": 3, "total_tokens": 5}
    assert all(map(is_uuid7, (trace, outer, inner)))


def test_a_trace_that_another_client_began_is_updated(client: OpikClient, opik: OpikReceiver, tmp_path: Path) -> None:
    trace = client.start_trace("begun here", input={"a": 1})
    assert client.flush()
    elsewhere = OpikClient(settings(tmp_path / "elsewhere", opik))
    elsewhere.end_trace(trace, output={"b": 2}, error=ValueError("no"))
    assert elsewhere.close()
    row = opik.traces[trace]
    assert (row["name"], row["input"], row["output"]) == ("begun here", {"a": 1}, {"b": 2})
    assert row["error_info"]["exception_type"] == "ValueError"


def test_feedback_lands_on_its_trace_span_or_thread(client: OpikClient, opik: OpikReceiver) -> None:
    trace = client.start_trace("t", thread_id="s")
    span = client.create_span(trace, "s")
    client.log_feedback("rating", 4, trace_id=trace, reason="nice, mail me: ann@example.com", author="person-7")
    client.log_feedback("rating", 1, span_id=span, category="off topic")
    client.log_feedback("helped", 0.5, thread_id="s")
    assert client.flush()
    first = opik.scores["trace", trace, "rating", "person-7"]
    assert (first["value"], first["reason"], first["source"]) == (4, "nice, mail me: [email]", "sdk")
    assert opik.scores["span", span, "rating", ""]["category_name"] == "off topic"
    assert opik.scores["thread", "s", "helped", ""]["value"] == 0.5


def test_an_evaluation_is_a_score_for_each_dimension(client: OpikClient, opik: OpikReceiver) -> None:
    trace = client.start_trace("t")
    scores = {"clarity": 8.0, "specificity": 6.5}
    client.log_evaluation("resolution", scores, trace_id=trace, reasons={"clarity": "short"}, author="judge-1")
    assert client.flush()
    assert {key[2:]: s["value"] for key, s in opik.scores.items()} == {
        ("resolution.clarity", "judge-1"): 8.0,
        ("resolution.specificity", "judge-1"): 6.5,
    }
    assert opik.scores["trace", trace, "resolution.clarity", "judge-1"]["reason"] == "short"
    assert len(opik.sent(FEEDBACK)) == 1


def test_two_authors_known_by_their_address_stay_two_and_unnamed(client: OpikClient, opik: OpikReceiver) -> None:
    trace = client.start_trace("t")
    for author, value in (("ann@example.com", 1), ("bob@example.com", 5), ("ann@example.com", 2)):
        client.log_feedback("rating", value, trace_id=trace, author=author)
    assert client.flush()
    assert sorted(s["value"] for s in opik.scores.values()) == [2, 5]
    assert b"example.com" not in b"".join(r.body for r in opik.requests)


def test_nothing_is_lost_while_opik_is_away(opik: OpikReceiver, tmp_path: Path) -> None:
    opik.stop()
    client = OpikClient(settings(tmp_path, opik))
    trace = client.start_trace("t")
    client.log_feedback("rating", 5, trace_id=trace)
    client.end_trace(trace, output={"a": 1})
    assert not client.flush(0.2)
    assert not client.close(0.1)
    opik.start()
    later = OpikClient(settings(tmp_path, opik))
    assert later.flush()
    later.close(0)
    assert opik.traces[trace]["output"] == {"a": 1}
    assert [s["value"] for s in opik.scores.values()] == [5]


@pytest.mark.embedded
def test_without_an_opik_everything_goes_into_the_one_of_this_machine(tmp_path: Path) -> None:
    client = OpikClient(settings(tmp_path))
    trace = client.start_trace("t", input={"password": "hunter2"})
    client.end_trace(trace)
    assert client.close()
    (kept,) = EmbeddedReader(tmp_path / "opik", "default").newest_traces(5)
    assert kept.id == trace
    assert kept.end is not None
    assert kept.input == {"password": "[secret]"}


def test_traces_that_nobody_ends_do_not_fill_the_memory(
    client: OpikClient, opik: OpikReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "MAX_OPEN", 3)
    traces = [client.start_trace(f"t{n}") for n in range(5)]
    spans = [client.create_span(traces[0], f"s{n}") for n in range(5)]
    for trace in traces:
        client.end_trace(trace, output={"n": 1})
    assert client.flush()
    assert all("end_time" in opik.traces[trace] for trace in traces)
    assert [r.path.split("/")[-1] for r in opik.requests if r.method == "PATCH"] == traces[:2]
    client.end_span(spans[-1])
    with pytest.raises(UsageError):
        client.end_span(spans[0])


def test_content_is_left_out_when_the_settings_say_so(tmp_path: Path) -> None:
    client = OpikClient(settings(tmp_path, trace_content=False))
    trace = client.start_trace("t", input={"a": "words"}, metadata={"b": "words"})
    span = client.create_span(trace, "s", input={"c": "words"})
    client.end_span(span, output={"d": "words"}, error=ValueError("words"), usage={"total_tokens": 1})
    client.log_feedback("rating", 1, trace_id=trace, reason="words")
    client.end_trace(trace)
    client.close()
    records = list(read_records(tmp_path / "spool"))
    assert b"words" not in b"".join(r.body for r in records)
    assert {"exception_type": "ValueError", "traceback": "(left out: content is not recorded)"} in [
        r.row.get("error_info") for r in records
    ]


def test_tracing_switched_off_writes_nothing(tmp_path: Path) -> None:
    client = OpikClient(settings(tmp_path, trace_enabled=False))
    client.end_trace(client.start_trace("t"))
    assert client.flush()
    assert client.close()
    assert not (tmp_path / "spool").exists()


def test_times_given_are_kept_and_an_end_never_precedes_its_start(client: OpikClient, opik: OpikReceiver) -> None:
    start = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    trace = client.start_trace("t", start_time=start)
    client.end_trace(trace, end_time=start - timedelta(hours=1))
    assert client.flush()
    assert opik.traces[trace]["start_time"] == "2026-03-01T12:00:00.000000Z"
    assert opik.traces[trace]["end_time"] == "2026-03-01T12:00:00.000001Z"
    assert trace < uuid7(round(start.timestamp() + 1) * 10**9)


GOOD = "01936f6e-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda c: c.start_trace(" "), "name must be a text"),
        (lambda c: c.start_trace("t", thread_id=""), "thread_id must be a text"),
        (lambda c: c.start_trace("x" * 4_001), "at most 4000 characters"),
        (lambda c: c.start_trace("t", tags="abc"), "tags must be a list"),
        (lambda c: c.start_trace("t", tags=["x" * 101]), "at most 100 characters"),
        (lambda c: c.end_trace(GOOD, tags=[str(i) for i in range(51)]), "at most 50"),
        (lambda c: c.start_trace("t", input="abc"), "input must be a mapping"),
        (lambda c: c.start_trace("t", start_time=datetime(2026, 1, 1)), "with a time zone"),
        (lambda c: c.end_trace("8c4f2d3e-1111-4111-8111-111111111111"), "trace_id must be a UUIDv7"),
        (lambda c: c.end_trace("abc"), "trace_id must be a UUIDv7"),
        (lambda c: c.create_span(GOOD, "s", type="chain"), "type must be one of"),
        (lambda c: c.create_span(GOOD, "s", parent_span_id="x"), "parent_span_id must be a UUIDv7"),
        (lambda c: c.end_span(GOOD), "no open span"),
        (lambda c: c.end_span(c.create_span(GOOD, "s"), usage={"total_tokens": 2**31}), "must be an integer"),
        (lambda c: c.end_span(c.create_span(GOOD, "s"), cost_usd=-1.0), "cost_usd must be 0 or more"),
        (lambda c: c.end_span(c.create_span(GOOD, "s"), cost_usd=float("nan")), "cost_usd must be 0 or more"),
        (lambda c: c.log_feedback("r", 1), "exactly one of"),
        (lambda c: c.log_feedback("r", 1, trace_id=GOOD, thread_id="s"), "exactly one of"),
        (lambda c: c.log_feedback("r", float("inf"), trace_id=GOOD), "within ±1e9"),
        (lambda c: c.log_feedback("r", True, trace_id=GOOD), "value must be a number"),
        (lambda c: c.log_feedback("", 1, trace_id=GOOD), "name must be a text"),
        (lambda c: c.log_evaluation("e", {}, trace_id=GOOD), "at least one dimension"),
        (lambda c: c.log_evaluation("e", {"a": 1}, trace_id=GOOD, reasons={"b": "?"}), "that scores has not: b"),
    ],
)
def test_what_opik_would_refuse_is_refused_at_once(tmp_path: Path, call: Any, words: str) -> None:
    client = OpikClient(settings(tmp_path))
    with pytest.raises(UsageError, match=words):
        call(client)
    client.close()


def test_a_span_whose_end_was_refused_can_still_be_ended(client: OpikClient, opik: OpikReceiver) -> None:
    span = client.create_span(GOOD, "s")
    with pytest.raises(UsageError):
        client.end_span(span, cost_usd=-1)
    client.end_span(span, cost_usd=1)
    assert client.flush()
    assert opik.spans[span]["total_estimated_cost"] == 1


def test_an_exception_whose_own_words_fail_is_still_told(client: OpikClient, opik: OpikReceiver) -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    trace = client.start_trace("t")
    client.end_trace(trace, error=MuteError())
    assert client.flush()
    assert opik.traces[trace]["error_info"]["exception_type"] == "MuteError"


@given(st.integers(0, 2**48 * 10**6 - 1), st.integers(0, 2**48 * 10**6 - 1))
def test_ids_are_uuid7_and_sort_by_time(first: int, second: int) -> None:
    a, b = uuid7(first), uuid7(second)
    assert is_uuid7(a)
    assert first // 10**6 == second // 10**6 or (a < b) == (first < second)


def test_feedback_on_a_thread_meets_its_traces_also_when_the_threads_id_must_be_masked(
    client: OpikClient, opik: OpikReceiver
) -> None:
    trace = client.start_trace("t", thread_id="ann@example.com")
    client.log_feedback("helped", 1, thread_id="ann@example.com")
    assert client.flush()
    thread = opik.traces[trace]["thread_id"]
    assert set(opik.scores) == {("thread", thread, "helped", "")}
    client.log_feedback("helped", 0, thread_id=thread)  # as somebody reads it off Opik's page
    assert client.flush()
    assert opik.scores["thread", thread, "helped", ""]["value"] == 0
    assert b"example.com" not in b"".join(r.body for r in opik.requests)


def test_names_tags_and_categories_are_masked_and_scores_of_two_names_stay_two(
    client: OpikClient, opik: OpikReceiver
) -> None:
    trace = client.start_trace("mail to ann@example.com", tags=["ann@example.com", "x"])
    client.create_span(trace, "ann@example.com", tags=["bob@example.com"])
    client.log_feedback("by ann@example.com", 1, trace_id=trace, category="ann@example.com")
    client.log_feedback("by bob@example.com", 2, trace_id=trace)
    client.end_trace(trace)
    assert client.flush()
    assert (opik.traces[trace]["name"], opik.traces[trace]["tags"]) == ("mail to [email]", ["[email]", "x"])
    assert [(s["name"], s["tags"]) for s in opik.spans.values()] == [("[email]", ["[email]"])]
    assert sorted(s["value"] for s in opik.scores.values()) == [1, 2]
    assert b"example.com" not in b"".join(r.body for r in opik.requests)


def test_a_payload_that_is_too_long_keeps_its_beginning_and_that_is_told(
    client: OpikClient, opik: OpikReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    long = {"text": "ann@example.com begins, " + "x" * MAX_PAYLOAD_BYTES}
    trace = client.start_trace("t", input=long, metadata={"a": "y" * 700_000})
    span = client.create_span(trace, "s")
    client.end_span(span, output=long)
    client.log_feedback("rating", 1, trace_id=trace, reason="word " * 10_000)
    client.end_trace(trace, metadata={"b": "z" * 700_000})
    assert client.flush()
    kept = opik.traces[trace]["input"]
    assert (kept["truncated"], kept["bytes"] > MAX_PAYLOAD_BYTES) == (True, True)
    assert kept["start"].startswith('{"text":"[email] begins, xxx')
    assert opik.spans[span]["output"] == kept
    assert opik.traces[trace]["metadata"]["bytes"] > 1_400_000
    (score,) = opik.scores.values()
    assert score["reason"].startswith("word word")
    assert score["reason"].endswith("50000 characters)")
    told = [r.getMessage() for r in caplog.records]
    assert [sum(word in line for line in told) for word in ("input", "output", "metadata", "reason")] == [1, 1, 1, 1]
    assert "example.com" not in "".join(told)
    assert all(len(r.body) < 2 * MAX_PAYLOAD_BYTES for r in opik.requests)


def test_a_payload_within_the_bound_is_kept_whole(client: OpikClient, opik: OpikReceiver) -> None:
    whole = {"text": "x" * (MAX_PAYLOAD_BYTES - 20)}
    trace = client.start_trace("t", input=whole)
    assert client.flush()
    assert opik.traces[trace]["input"] == whole
