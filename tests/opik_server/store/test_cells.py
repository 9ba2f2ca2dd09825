"""What is read from sums equals what the rows themselves give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rein.opik_server.query.fields import SPAN_FIELDS as FIELDS
from rein.opik_server.query.filters import compile_filters
from rein.opik_server.store import cells, reading_stats, schema, series
from rein.opik_server.store.cells_reading import in_cells, total_spans
from rein.opik_server.store.connection import DATABASE, open_writer
from rein.opik_server.store.deletion import DeleteOlder, DeleteSpans
from rein.opik_server.store.reading import Condition, Made
from rein.opik_server.store.reading_stats import Stats, span_stats
from rein.opik_server.store.recount import recount_hours
from rein.opik_server.store.rows import SPAN_FIELDS, Row
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.windows import Interval, Window
from tests.opik_server.world import (
    BASE_MS,
    HOUR_MS,
    TRACE_IDS,
    dicts,
    empty,
    fixed_id,
    picture,
    scanned_cells,
    scanned_rollups,
    span_rows,
    stored_cells,
    stored_rollups,
    trace_rows,
    write,
)

FILTERS = [
    '[{"field":"type","operator":"=","value":"llm"}]',
    '[{"field":"type","operator":"is_empty","value":""}]',
    '[{"field":"name","operator":"contains","value":"LA"},{"field":"provider","operator":"!=","value":"p1"}]',
    '[{"field":"tags","operator":"contains","value":"a"}]',
    '[{"field":"tags","operator":"not_contains","value":"b"}]',
    '[{"field":"tags","operator":"is_empty","value":""}]',
    '[{"field":"model","operator":">","value":"m1"}]',
    '[{"field":"source","operator":"in","value":"sdk,ui"}]',
    '[{"field":"environment","operator":"is_not_empty","value":""}]',
    '[{"field":"error_info","operator":"is_not_empty","value":""}]',
    '[{"field":"error_info","operator":"is_empty","value":""}]',
]
TOO_MANY = cells.MAX_CELLS + 1
GROUPS = [None, "t.name", "t.type", "t.provider", "t.model", series.TAG, "iif(t.has_error, 'Has Error', 'No Error')"]
wheres = st.sampled_from([None, *FILTERS]).map(lambda text: compile_filters(text, FIELDS))
moments_us = st.sampled_from(
    [(BASE_MS + hours * HOUR_MS + ms) * 1000 for hours in (-7, 0, 1, 2, 5, 9, 14) for ms in (0, 11, 12, 1_800_000)]
)
stretches = st.none() | st.tuples(moments_us, moments_us).map(lambda ends: Made(min(ends), max(ends)))


@st.composite
def spans(draw: st.DrawFn) -> list[Row]:
    """Spans of one project, over three slots."""
    rows = draw(st.lists(span_rows, min_size=1, max_size=12))
    for number, row in enumerate(rows):
        row.id = fixed_id(11 + number % 7, hours=draw(st.sampled_from([0, 1, 5, 9])))
        row.values[0] = "coach"
    return rows


@pytest.fixture(params=[cells.MAX_CELLS, 1], ids=["cells", "too many cells"], scope="module")
def either_way(request: pytest.FixtureRequest) -> Any:
    """With cells, and where nearly every slot has more than it may have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "MAX_CELLS", request.param)
        patch.setattr(reading_stats, "SCANNED", 0)
        yield request.param


@settings(max_examples=120, deadline=None)
@given(spans(), wheres, stretches)
def test_totals_and_figures_of_spans_are_those_of_their_rows(
    either_way: int, rows: list[Row], where: Condition | None, made: Made | None
) -> None:
    assert in_cells(where)
    tables = empty()
    write(tables, rows)
    connection = tables.connection
    scan = Condition("+t.end_us IS t.end_us", ())  # a condition that only rows can answer
    assert not in_cells(scan)
    known = Condition(f"({where.sql}) AND {scan.sql}", where.parameters) if where else scan
    assert total_spans(connection, 1, where, None, made) == total_spans(connection, 1, known, None, made)
    from_sums, from_rows = (span_stats(connection, 1, one, None, made) for one in (where, known))
    assert _figures(from_sums) == _figures(from_rows)
    exact, rough = from_rows.quantiles_ms(), from_sums.quantiles_ms()
    assert (exact is None) == (rough is None)


def _figures(stats: Stats) -> dict[str, Any]:
    usage = {name: (mean.total, mean.count) for name, mean in stats.usage.items()}
    durations = len(stats.durations_us) + sum(stats.histogram.values())
    counts = (stats.count, stats.inputs, stats.outputs, stats.metadata, stats.errors, durations)
    cost = (round(stats.cost_usd.total * 1e12), stats.cost_usd.count)
    return {"counts": counts, "usage": usage, "tags": (stats.tags.total, stats.tags.count), "cost": cost}


@settings(max_examples=150, deadline=None)
@given(
    spans(),
    wheres,
    st.sampled_from(GROUPS),
    st.sampled_from([series.Part.COUNTS, series.Part.DURATIONS, series.Part.USAGE]),
    st.sampled_from([Interval.DAILY, Interval.WEEKLY, Interval.TOTAL]),
    st.tuples(moments_us, moments_us).filter(lambda ends: ends[0] < ends[1]),
)
def test_series_of_spans_are_those_of_their_rows(
    either_way: int,
    rows: list[Row],
    where: Condition | None,
    group: str | None,
    part: series.Part,
    interval: Interval,
    ends: tuple[int, int],
) -> None:
    tables = empty()
    write(tables, rows)
    window = Window(interval, *ends)
    asked = (tables.connection, 1, series.SPAN, part, window, where, None if group is None else Condition(group))
    assert _amounts(series.summed(*asked)) == _amounts(series.scanned(*asked))


def _amounts(found: dict[int, series.Groups]) -> dict[tuple[int, str, str], int]:
    return {
        (number, group, name): amount
        for number, groups in found.items()
        for group, totals in groups.items()
        for name, amount in totals.items()
        if amount
    }


@settings(max_examples=60, deadline=None)
@given(spans(), st.lists(st.integers(1, 4), max_size=6), st.sets(st.integers(0, 11)))
def test_a_slot_has_all_its_cells_or_none_as_spans_come_and_go(
    either_way: int, rows: list[Row], sizes: list[int], gone: set[int]
) -> None:
    tables = empty()
    left = rows
    for size in [*sizes, len(rows)]:
        write(tables, left[:size])
        left = left[size:]
    DeleteSpans("w", [row.id for number, row in enumerate(rows) if number in gone]).apply(tables)
    assert stored_rollups(tables) == scanned_rollups(tables)
    varied = {row["slot"] for row in dicts(tables, "SELECT slot FROM varied_slots")}
    assert stored_cells(tables) == {key: sums for key, sums in scanned_cells(tables).items() if key[1] not in varied}
    while DeleteOlder(1, 1 << 62).apply(tables):
        pass
    for table in ("span_cells", "varied_slots", "rollups"):
        assert dicts(tables, f"SELECT * FROM {table}") == [], table


@settings(max_examples=60, deadline=None)
@given(st.lists(trace_rows | span_rows, min_size=1, max_size=12))
def test_counting_anew_changes_nothing(rows: list[Row]) -> None:
    tables = empty()
    write(tables, rows)
    before = picture(tables)
    tables.connection.execute("DELETE FROM span_cells")
    tables.connection.execute("""UPDATE rollups SET totals = '{"n":99}' WHERE kind < 3""")
    recount_hours(tables.connection)
    assert picture(tables) == before


def test_a_database_of_the_step_before_gets_its_sums_from_its_rows(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    connection = open_writer(path)
    schema.migrate(connection, path)
    tables = Tables(connection)
    write(tables, [_span(1, name="a", source="sdk"), _span(2, name="b"), _trace()])
    before = picture(tables)
    connection.execute("DROP TABLE span_cells")
    connection.execute("DROP TABLE varied_slots")
    connection.execute("""UPDATE rollups SET totals = '{"n":1}'""")
    connection.execute("PRAGMA user_version = 6")
    schema.migrate(connection, path)
    assert picture(tables) == before
    connection.close()


def test_spans_that_all_differ_are_read_from_their_rows() -> None:
    tables = empty()
    write(tables, [_span(number, name=f"call {number}") for number in range(TOO_MANY)])
    assert stored_cells(tables) == {}
    where = compile_filters('[{"field":"name","operator":"=","value":"call 7"}]', FIELDS)
    assert total_spans(tables.connection, 1, where) == 1
    write(tables, [_span(7, name="renamed", version=2)])
    assert total_spans(tables.connection, 1, where) == 0


def _span(number: int, version: int = 1, **fields: Any) -> Row:
    values: list[Any] = [None] * len(SPAN_FIELDS)
    for name, value in {"project": "coach", "trace_id": TRACE_IDS[0], "start_us": BASE_MS * 1000, **fields}.items():
        values[SPAN_FIELDS.index(name)] = value
    return Row(fixed_id(number), values, version, "ann", BASE_MS * 1000, "ann", created=True)


def _trace() -> Row:
    values: list[Any] = [None] * 13
    values[0], values[1] = "coach", BASE_MS * 1000
    return Row(TRACE_IDS[0], values, 1, "ann", BASE_MS * 1000, "ann", created=True)
