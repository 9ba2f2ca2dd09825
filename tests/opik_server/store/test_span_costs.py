"""A span's cost is a function of all that is known of it: whatever came first, in whichever batch, and how often."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rein.opik_server.costs import PRICE_LIST, listed_cost_pico, metadata_cost_pico
from rein.opik_server.store.rows import SPAN_FIELDS, Row
from rein.opik_server.store.tables import Tables
from tests.opik_server.world import (
    BASE_MS,
    SPAN_IDS,
    TRACE_IDS,
    dicts,
    empty,
    maybe,
    picture,
    scanned_cells,
    scanned_rollups,
    stored_cells,
    stored_rollups,
    write,
)

START_US = BASE_MS * 1000
TOLD = b'{"cost":{"currency":"USD","total_cost":0.5}}'
LONG = b'{"text":"' + b"word " * 600 + b'","cost":0.25}'


def _row(row_id: bytes, version: int, created: bool, fields: dict[str, Any]) -> Row:
    values: list[Any] = [None] * len(SPAN_FIELDS)
    for name, value in {"project": "coach", "trace_id": TRACE_IDS[0], "start_us": START_US, **fields}.items():
        values[SPAN_FIELDS.index(name)] = value
    return Row(row_id, values, version, "ann", START_US, "ann", created)


parts = st.fixed_dictionaries(
    {
        "model": maybe("gpt-4o", "gpt-4o-mini", "mine"),
        "provider": maybe("openai", "anthropic"),
        "usage": maybe('{"prompt_tokens":1000}', '{"completion_tokens":7,"prompt_tokens":10}'),
        "metadata": maybe(TOLD, LONG, b"{}"),
        "cost_pico": st.sampled_from([None, None, None, 0, 77]),
        "cost_version": st.sampled_from([None, None, None, "mine"]),
    }
)
rows_of_spans = st.lists(
    st.builds(_row, st.sampled_from(SPAN_IDS[:2]), st.integers(1, 4), st.booleans(), parts), min_size=1, max_size=8
)


@settings(max_examples=200, deadline=None)
@given(rows_of_spans, st.data())
def test_the_cost_does_not_depend_on_order_batches_or_repetitions(rows: list[Row], data: st.DataObject) -> None:
    straight, shuffled = empty(), empty()
    write(straight, rows)
    again = data.draw(st.permutations([*rows, *data.draw(st.lists(st.sampled_from(rows), max_size=3))]))
    while again:
        size = data.draw(st.integers(1, len(again)))
        write(shuffled, again[:size])
        again = again[size:]
    assert picture(shuffled) == picture(straight)
    _costs_hold(straight, rows)
    _costs_hold(shuffled, rows)


def _costs_hold(tables: Tables, rows: list[Row]) -> None:
    sent = {row.id for row in rows if row.values[SPAN_FIELDS.index("cost_pico")] is not None}
    for span in dicts(tables, "SELECT s.*, p.metadata FROM spans s LEFT JOIN payloads p USING (payload)"):
        if span["id"] in sent:
            assert span["cost_pico"] in (0, 77)
            assert span["cost_version"] in (None, "mine")
            continue
        listed = listed_cost_pico(span["provider"], span["model"], json.loads(span["usage"] or "{}"), span["start_us"])
        told = None if span["metadata"] is None else {TOLD: 500_000_000_000, b"{}": None}.get(span["metadata"], -1)
        expected = listed or told
        assert span["cost_pico"] == (250_000_000_000 if expected == -1 else expected)
        if span["cost_version"] != "mine":
            assert span["cost_version"] == (PRICE_LIST if listed else None)
    totals = tables.connection.execute("SELECT coalesce(sum(cost_pico), 0) FROM trace_totals").fetchone()
    assert totals == tables.connection.execute("SELECT coalesce(sum(cost_pico), 0) FROM spans").fetchone()
    assert stored_rollups(tables) == scanned_rollups(tables)
    assert stored_cells(tables) == scanned_cells(tables)


def test_long_metadata_is_read_from_where_it_lies() -> None:
    assert metadata_cost_pico(LONG) == 250_000_000_000


def test_usage_that_comes_by_an_update_gives_the_span_and_its_trace_a_cost() -> None:
    tables = empty()
    write(tables, [_row(SPAN_IDS[0], 1, True, {"model": "gpt-4o", "provider": "openai"})])
    assert dicts(tables, "SELECT cost_pico FROM spans") == [{"cost_pico": None}]
    write(tables, [_row(SPAN_IDS[0], 2, False, {"usage": '{"prompt_tokens":1000}'})])
    cost = listed_cost_pico("openai", "gpt-4o", {"prompt_tokens": 1000}, START_US)
    assert cost
    assert dicts(tables, "SELECT cost_pico FROM spans") == [{"cost_pico": cost}]
    assert dicts(tables, "SELECT cost_pico FROM trace_totals") == [{"cost_pico": cost}]


def test_a_cost_that_is_sent_later_takes_the_place_of_one_that_was_worked_out() -> None:
    tables = empty()
    known = {"model": "gpt-4o", "provider": "openai", "usage": '{"prompt_tokens":1000}'}
    write(tables, [_row(SPAN_IDS[0], 5, True, known)])
    write(tables, [_row(SPAN_IDS[0], 1, False, {"cost_pico": 77})])
    write(tables, [_row(SPAN_IDS[0], 9, False, {"usage": '{"prompt_tokens":2000}'})])
    assert dicts(tables, "SELECT cost_pico, cost_version FROM spans") == [{"cost_pico": 77, "cost_version": None}]
