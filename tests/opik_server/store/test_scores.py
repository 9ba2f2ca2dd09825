"""Scores lie where their traces and spans lie, whatever came first, and their sums equal a scan."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rein.opik_server.ids import id_time_us
from rein.opik_server.store.deletion import DeleteSpans, DeleteTraces
from rein.opik_server.store.rows import Row
from rein.opik_server.store.scores import DeleteScores, DeleteThreadScores, PutScores, ScoreRow, mean_nano
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.totals import HOUR_US, Kind
from tests.opik_server.world import SPAN_IDS, TRACE_IDS, copy, dicts, empty, span_rows, trace_rows, write


def _score(name: str, author: str, entity: bytes | str, project: str, value: int, version: int) -> ScoreRow:
    return ScoreRow(entity, name, author, project, value, None, None, "sdk", None, version, "ann")


scores = st.builds(
    _score,
    st.sampled_from(["clear", "kind"]),
    st.sampled_from(["ann", "bob"]),
    st.sampled_from([*TRACE_IDS, *SPAN_IDS, "t1"]),
    st.sampled_from(["coach", "other", "third"]),
    st.integers(-3, 3),
    st.integers(1, 4),
)
things = st.lists(trace_rows | span_rows | scores, min_size=1, max_size=10)


def _kind(entity: bytes | str) -> Kind:
    return Kind.THREAD if isinstance(entity, str) else Kind.TRACE if entity in TRACE_IDS else Kind.SPAN


def _apply(tables: Tables, thing: Row | ScoreRow) -> None:
    if isinstance(thing, ScoreRow):
        PutScores("w", _kind(thing.entity), [thing], 1).apply(tables)
    else:
        write(tables, [copy(thing)])


def _placed(tables: Tables) -> dict[Any, Any]:
    """Project and value by entity, name and author, of what has a trace or span."""
    found: dict[Any, Any] = {}
    for kind, table in ((Kind.TRACE, "traces"), (Kind.SPAN, "spans")):
        for row in dicts(
            tables,
            f"SELECT s.*, (SELECT name FROM projects p WHERE p.project = s.project) place FROM scores s"
            f" JOIN {table} t ON t.id = s.entity WHERE s.kind = {kind}",
        ):
            found[row["entity"], row["name"], row["author"]] = (row["place"], row["value_nano"])
    return found


@settings(max_examples=150, deadline=None)
@given(things, st.data())
def test_where_scores_lie_does_not_depend_on_what_came_first(things: list[Row | ScoreRow], data: st.DataObject) -> None:
    straight, shuffled = empty(), empty()
    for thing in things:
        _apply(straight, thing)
    for thing in data.draw(st.permutations(things)):
        _apply(shuffled, thing)
    assert _placed(shuffled) == _placed(straight)
    for tables in (straight, shuffled):
        misplaced = (
            f"SELECT 1 FROM scores s JOIN {table} t ON t.id = s.entity WHERE s.kind = {kind} AND s.project != t.project"
            for kind, table in ((Kind.TRACE, "traces"), (Kind.SPAN, "spans"))
        )
        assert [dicts(tables, sql) for sql in misplaced] == [[], []]
        _sums_hold(tables)


@settings(max_examples=100, deadline=None)
@given(
    things,
    st.lists(st.sampled_from([*TRACE_IDS, *SPAN_IDS]), max_size=2),
    st.lists(st.tuples(st.sampled_from(["clear", "kind"]), st.sampled_from([None, "ann", "bob"])), max_size=3),
)
def test_sums_of_scores_equal_a_scan_after_any_writes_and_deletions(
    things: list[Row | ScoreRow], gone: list[bytes], names: list[tuple[str, str | None]]
) -> None:
    tables = empty()
    for thing in things:
        _apply(tables, thing)
    for name, author in names:
        DeleteScores("w", Kind.TRACE, TRACE_IDS[0], [name, "absent"], author).apply(tables)
    DeleteTraces("w", [row for row in gone if row in TRACE_IDS]).apply(tables)
    DeleteSpans("w", [row for row in gone if row in SPAN_IDS]).apply(tables)
    _sums_hold(tables)


def _sums_hold(tables: Tables) -> None:
    scanned: dict[tuple[int, int, int, str], dict[str, int]] = {}
    for row in dicts(
        tables,
        "SELECT project, kind, entity, name, count(*) n, sum(value_nano) total FROM scores WHERE kind < 3"
        " GROUP BY project, kind, entity, name",
    ):
        kind = Kind.TRACE_SCORE if row["kind"] == Kind.TRACE else Kind.SPAN_SCORE
        key = (row["project"], kind, id_time_us(row["entity"]) // HOUR_US, row["name"])
        into = scanned.setdefault(key, {"n": 0, "value_nano": 0})
        into["n"] += 1
        into["value_nano"] += mean_nano(row["total"], row["n"])
    kept = {
        (row["project"], row["kind"], row["hour"], row["dimension"]): json.loads(row["totals"])
        for row in dicts(tables, "SELECT * FROM rollups WHERE kind > 3")
    }
    assert kept == {key: {name: total for name, total in sums.items() if total} for key, sums in scanned.items()}


def test_a_threads_scores_go_by_name_and_author() -> None:
    tables = empty()
    for name, author in (("clear", "ann"), ("clear", "bob"), ("kind", "ann")):
        _apply(tables, _score(name, author, "t1", "coach", 1, 1))
    DeleteThreadScores("w", "coach", "absent", ["clear"]).apply(tables)
    DeleteThreadScores("w", "coach", "t1", ["clear"], "bob").apply(tables)
    left = "SELECT name, author FROM scores ORDER BY name, author"
    assert [(row["name"], row["author"]) for row in dicts(tables, left)] == [("clear", "ann"), ("kind", "ann")]
    DeleteThreadScores("w", "coach", "t1", ["clear", "kind"]).apply(tables)
    assert dicts(tables, left) == []
