"""Rows of one id become one, whatever the order, the batches and the repetitions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rein.opik_server.store.deletion import DeleteOlder, DeleteSpans, DeleteTraces
from rein.opik_server.store.rows import (
    ASSUMED,
    SPAN_FIELDS,
    TRACE_FIELDS,
    Row,
    join,
    pack_versions,
    unpack_versions,
)
from rein.opik_server.store.tables import Tables
from tests.opik_server.world import (
    SPAN_IDS,
    TRACE_IDS,
    copy,
    dicts,
    empty,
    picture,
    scanned_cells,
    scanned_rollups,
    span_rows,
    stored_cells,
    stored_rollups,
    threaded_rows,
    trace_rows,
    write,
)

rows_of_both = st.lists(trace_rows | span_rows, min_size=1, max_size=12)
MANY = settings(max_examples=150, deadline=None)


def _values(row: Row) -> list[tuple[object, int]]:
    versions = row.versions or [row.updated_us] * len(row.values)
    return [(value, version) for value, version in zip(row.values, versions, strict=True) if value is not None]


def _by_name(row: Row) -> Row:
    row = copy(row)
    row.id = SPAN_IDS[0]
    row.values[0] = None if row.values[0] is None else len(str(row.values[0]))
    return row


def _join(one: Row, other: Row) -> Row:
    return join(one, other, lambda number: f"{9 - number}")


@MANY
@given(span_rows.map(_by_name), span_rows.map(_by_name), span_rows.map(_by_name))
def test_joining_is_associative_commutative_and_idempotent(a: Row, b: Row, c: Row) -> None:
    def same(one: Row, other: Row) -> bool:
        return _values(one) == _values(other) and (one.updated_us, one.updated_by, one.created) == (
            other.updated_us,
            other.updated_by,
            other.created,
        )

    assert same(_join(a, b), _join(b, a))
    assert same(_join(_join(a, b), c), _join(a, _join(b, c)))
    assert same(_join(a, a), a)


@MANY
@given(rows_of_both, st.data())
def test_every_order_and_batching_and_repetition_gives_the_same_database(rows: list[Row], data: st.DataObject) -> None:
    straight, shuffled = empty(), empty()
    write(straight, rows)
    again = data.draw(st.permutations([*rows, *data.draw(st.lists(st.sampled_from(rows), max_size=4))]))
    while again:
        size = data.draw(st.integers(1, len(again)))
        write(shuffled, again[:size])
        again = again[size:]
    assert picture(shuffled) == picture(straight)


@MANY
@given(
    rows_of_both, st.lists(st.integers(1, 4), max_size=6), st.lists(st.sampled_from(TRACE_IDS + SPAN_IDS), max_size=3)
)
def test_sums_beside_the_rows_equal_a_scan_after_any_writes_and_deletions(
    rows: list[Row], sizes: list[int], gone: list[bytes]
) -> None:
    tables = empty()
    left = rows
    for size in [*sizes, len(rows)]:
        write(tables, left[:size])
        left = left[size:]
    DeleteTraces("w", [row for row in gone if row in TRACE_IDS]).apply(tables)
    DeleteSpans("w", [row for row in gone if row in SPAN_IDS]).apply(tables)
    _sums_hold(tables)


@MANY
@given(st.lists(threaded_rows, min_size=2, max_size=8), st.lists(st.sampled_from(TRACE_IDS), max_size=1), st.data())
def test_threads_are_what_their_traces_make_them_as_traces_come_move_and_go(
    rows: list[Row], gone: list[bytes], data: st.DataObject
) -> None:
    tables, other = empty(), empty()
    for row in rows:
        write(tables, [row])
    for row in data.draw(st.permutations(rows)):
        write(other, [row])
    assert picture(other) == picture(tables)
    DeleteTraces("w", gone).apply(tables)
    _sums_hold(tables)


def _sums_hold(tables: Tables) -> None:
    assert stored_rollups(tables) == scanned_rollups(tables)
    assert stored_cells(tables) == scanned_cells(tables)
    assert dicts(
        tables,
        "SELECT trace_id, span_count, llm_span_count, tool_span_count, error_span_count, cost_pico FROM trace_totals",
    ) == dicts(
        tables,
        "SELECT trace_id, count(*) span_count, count(*) FILTER (WHERE type = 'llm') llm_span_count,"
        " count(*) FILTER (WHERE type = 'tool') tool_span_count, sum(has_error) error_span_count,"
        " coalesce(sum(cost_pico), 0) cost_pico FROM spans GROUP BY trace_id ORDER BY trace_id",
    )
    assert dicts(
        tables,
        "SELECT project, thread_id, trace_count, cost_pico, start_us, end_us, updated_us FROM threads",
    ) == dicts(
        tables,
        "SELECT t.project, thread_id, count(*) trace_count, coalesce(sum(x.cost_pico), 0) cost_pico,"
        " min(start_us) start_us, max(end_us) end_us, max(updated_us) updated_us"
        " FROM traces t LEFT JOIN trace_totals x ON x.trace_id = t.id WHERE thread_id IS NOT NULL"
        " GROUP BY t.project, thread_id ORDER BY t.project, thread_id",
    )
    assert dicts(tables, "SELECT name, trace_count, span_count, thread_count FROM projects ORDER BY name") == dicts(
        tables,
        "SELECT name, (SELECT count(*) FROM traces t WHERE t.project = p.project) trace_count,"
        " (SELECT count(*) FROM spans t WHERE t.project = p.project) span_count,"
        " (SELECT count(*) FROM threads t WHERE t.project = p.project) thread_count FROM projects p ORDER BY name",
    )


@settings(max_examples=50, deadline=None)
@given(rows_of_both)
def test_deleting_all_that_is_old_leaves_nothing_behind(rows: list[Row]) -> None:
    tables = empty()
    write(tables, rows)
    for project in dicts(tables, "SELECT project FROM projects"):
        while DeleteOlder(project["project"], 1 << 62, limit=1).apply(tables):
            pass
    for table in ("traces", "spans", "payloads", "trace_totals", "threads", "rollups", "span_cells", "varied_slots"):
        assert dicts(tables, f"SELECT * FROM {table}") == [], table


@given(span_rows, st.lists(st.integers(ASSUMED, (1 << 63) - 1), min_size=len(SPAN_FIELDS), max_size=len(SPAN_FIELDS)))
def test_packed_versions_come_back(row: Row, versions: list[int]) -> None:
    row.versions = versions
    back = unpack_versions(pack_versions(row), row.updated_us, len(SPAN_FIELDS)) or [row.updated_us] * len(SPAN_FIELDS)
    for value, version, read in zip(row.values, versions, back, strict=True):
        assert value is None or version == read


def _trace(version: int, *, created: bool, **values: object) -> Row:
    row = Row(TRACE_IDS[0], [None] * len(TRACE_FIELDS), version, "ann", 1, "ann", created)
    for name, value in values.items():
        row.values[TRACE_FIELDS.index(name)] = value  # type: ignore[call-overload]
    return row


def test_an_update_that_overtakes_its_create_leaves_no_hole() -> None:
    tables = empty()
    write(tables, [_trace(9, created=False, end_us=7_000, output=b'"done"')])
    write(
        tables, [_trace(5, created=True, project="coach", start_us=1_000, name="plan", input=b'"go"', output=b'"old"')]
    )
    (row,) = dicts(
        tables,
        "SELECT t.*, p.*, q.name AS project_name FROM traces t JOIN payloads p USING (payload)"
        " JOIN projects q USING (project)",
    )
    assert (row["name"], row["start_us"], row["end_us"]) == ("plan", 1_000, 7_000)
    assert (row["input"], row["output"]) == (b'"go"', b'"done"')
    assert row["project_name"] == "coach"
    assert row["created"] == 1


def test_one_version_for_all_fields_takes_no_room() -> None:
    tables = empty()
    write(tables, [_trace(1, created=True, project="c", start_us=1, name="a", input=b"1")])
    write(tables, [_trace(2, created=True, project="c", start_us=1, name="b", input=b"2", end_us=3)])
    assert dicts(tables, "SELECT versions FROM traces") == [{"versions": None}]
    write(tables, [_trace(3, created=False, end_us=4)])
    assert len(dicts(tables, "SELECT versions FROM traces")[0]["versions"]) == 12
