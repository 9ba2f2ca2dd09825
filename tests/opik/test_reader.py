"""Traces as they are read back from the spool, whatever lies in it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.errors import StorageError, UsageError
from rein.opik.arguments import uuid7
from rein.opik.client import OpikClient
from rein.opik.dead_letters import read_dead_letters
from rein.opik.reader import find_trace, newest_traces
from rein.opik.spool import Kind, encode_record
from rein.opik.views import SpanView
from rein.settings import Settings

START = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
TRACE = uuid7(1_777_000_000 * 10**9)


def client(directory: Path) -> OpikClient:
    return OpikClient(Settings(_env_file=None, data_dir=directory))


def write(directory: Path, *records: tuple[Kind, Any], name: str = "00000000000000000001-1-aaaaaa.seg") -> Path:
    directory.mkdir(exist_ok=True)
    lines = [encode_record(kind, body if isinstance(body, bytes) else orjson.dumps(body)) for kind, body in records]
    (directory / name).write_bytes(b"".join(lines))
    return directory


def test_the_newest_come_first_and_no_more_than_asked_for(tmp_path: Path) -> None:
    opik = client(tmp_path)
    ids = [opik.start_trace(f"t{i}", start_time=START + timedelta(minutes=i)) for i in range(5)]
    opik.close()
    assert [t.id for t in newest_traces(tmp_path / "spool", 3)] == ids[:1:-1]


def test_a_trace_is_read_back_as_a_tree_with_its_sums(tmp_path: Path) -> None:
    opik = client(tmp_path)
    trace = opik.start_trace("coach", input={"goal": "run"}, thread_id="s", start_time=START)
    at = {n: START + timedelta(seconds=n) for n in range(5)}
    outer = opik.create_span(trace, "outer", start_time=at[0])
    second = opik.create_span(trace, "second", parent_span_id=outer, type="llm", model="m", start_time=at[2])
    first = opik.create_span(trace, "first", parent_span_id=outer, start_time=at[1])
    opik.end_span(first, usage={"prompt_tokens": 2, "completion_tokens": 3}, cost_usd=0.5, end_time=at[2])
    opik.end_span(second, usage={"total_tokens": 7}, cost_usd=0.25, end_time=at[3])
    opik.log_feedback("rating", 4, trace_id=trace, author="p")
    opik.log_feedback("rating", 5, trace_id=trace, author="p")
    opik.log_feedback("spanned", 1, span_id=first)
    opik.end_trace(trace, output={"plan": 1}, error=ValueError("no"), end_time=at[4])
    opik.close()
    view = find_trace(tmp_path / "spool", trace[:20])
    assert (view.name, view.thread_id, view.span_count, view.tokens, view.cost_usd) == ("coach", "s", 3, 12, 0.75)
    assert (view.input, view.output, view.duration_ms) == ({"goal": "run"}, {"plan": 1}, 4000.0)
    assert view.error is not None
    assert view.error["exception_type"] == "ValueError"
    assert [s.value for s in view.scores] == [5]
    (root,) = view.roots
    assert (root.name, root.duration_ms) == ("outer", None)
    assert [c.name for c in root.children] == ["first", "second"]
    assert [s.name for s in root.children[0].scores] == ["spanned"]


def test_a_prefix_must_name_one_trace(tmp_path: Path) -> None:
    opik = client(tmp_path)
    ids = [opik.start_trace("t", start_time=START) for _ in range(2)]
    opik.close()
    directory = tmp_path / "spool"
    with pytest.raises(UsageError, match="2 traces"):
        find_trace(directory, ids[0][:8])
    with pytest.raises(UsageError, match="No trace"):
        find_trace(directory, "ffffffff")
    with pytest.raises(UsageError, match="at least 4"):
        find_trace(directory, "")
    assert find_trace(directory, ids[0].upper()).id == ids[0]


def test_no_spool_is_no_traces_and_a_file_in_its_place_is_said(tmp_path: Path) -> None:
    assert newest_traces(tmp_path / "none", 5) == []
    (tmp_path / "spool").write_text("not a directory")
    with pytest.raises(StorageError, match="cannot be read"):
        newest_traces(tmp_path / "spool", 5)


def test_rows_merge_by_field_whatever_came_first(tmp_path: Path) -> None:
    end = {"id": TRACE, "output": {"b": 2}, "input": None, "last_updated_at": "2026-01-01T00:00:02Z"}
    start = {"id": TRACE, "name": "t", "input": {"a": 1}, "output": {"b": 0}, "last_updated_at": "2026-01-01T00:00:01Z"}
    for order in ((start, end), (end, start)):
        directory = write(tmp_path / "spool", *((Kind.TRACE, row) for row in order))
        (view,) = newest_traces(directory, 1)
        assert (view.name, view.input, view.output) == ("t", {"a": 1}, {"b": 2})


def test_spans_that_claim_each_other_as_parents_are_shown_once(tmp_path: Path) -> None:
    a, b, c = (uuid7(1_777_000_000 * 10**9 + i) for i in range(3))
    rows = [(a, b), (b, a), (c, c)]
    spans = [(Kind.SPAN, {"id": i, "trace_id": TRACE, "parent_span_id": p, "name": "s"}) for i, p in rows]
    (view,) = newest_traces(write(tmp_path / "spool", *spans), 1)
    assert sorted(all_ids(view.roots)) == sorted([a, b, c])


def test_a_chain_longer_than_the_stack_is_read(tmp_path: Path) -> None:
    ids = [uuid7(1_777_000_000 * 10**9 + i) for i in range(5_000)]
    spans = [
        (Kind.SPAN, {"id": i, "trace_id": TRACE, "parent_span_id": p, "name": "s"})
        for i, p in zip(ids, [None, *ids], strict=False)
    ]
    (view,) = newest_traces(write(tmp_path / "spool", *spans), 1)
    assert view.span_count == len(all_ids(view.roots)) == 5_000


def all_ids(spans: tuple[SpanView, ...]) -> list[str]:
    todo, ids = list(spans), []
    while todo:
        span = todo.pop()
        ids.append(span.id)
        todo += span.children
    return ids


fields = st.sampled_from([
    "id", "trace_id", "parent_span_id", "name", "type", "start_time", "end_time", "last_updated_at", "input", "output",
    "metadata", "tags", "usage", "model", "total_estimated_cost", "error_info", "thread_id", "value", "reason",
    "author",
])  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.just(TRACE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def _encodable(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:
        return b"{}"


bodies = (st.dictionaries(fields, anything) | anything).map(_encodable) | st.binary()
records = st.tuples(st.sampled_from(list(Kind)), bodies.filter(lambda body: b"\n" not in body))


@given(st.lists(records, max_size=6))
def test_whatever_lies_in_the_spool_reading_does_not_fail(
    tmp_path_factory: pytest.TempPathFactory, records: list[tuple[Kind, bytes]]
) -> None:
    directory = write(tmp_path_factory.mktemp("spool"), *records)
    for view in newest_traces(directory, 10):
        assert view.span_count == len(all_ids(view.roots))


def test_dead_letters_are_read_with_their_reasons(tmp_path: Path) -> None:
    letter = {"at": "2026-01-01T00:00:00+00:00", "kind": "trace", "status": 400, "reason": "no", "row": {"id": TRACE}}
    lines = [orjson.dumps(letter), b"torn {", b"[1]", orjson.dumps({"row": 3})]
    (tmp_path / "dead-letter.ndjson").write_bytes(b"\n".join(lines))
    first, second = read_dead_letters(tmp_path)
    assert (first.id, first.status, first.reason) == (TRACE, 400, "no")
    assert (second.id, second.status) == ("", 0)
