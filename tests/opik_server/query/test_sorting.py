"""Sorting orders by what it names, those without a value last."""

import json
import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server.query import Field, FieldKind, FilterError, compile_sorting
from rein.opik_server.query.fields import SPAN_FIELDS, THREAD_FIELDS, TRACE_FIELDS
from rein.opik_server.store.functions import register

FIELDS = {
    "n": Field(FieldKind.NUMBER, "t.n"),
    "metadata": Field(FieldKind.DICTIONARY, "t.m"),
    "usage": Field(FieldKind.NUMBERS, "t.u"),
    "scores": Field(FieldKind.SCORES, "json_number(t.u, json_array(json_array(?)))"),
    "custom": Field(FieldKind.CUSTOM),
}


def ordered(rows: list[tuple[Any, ...]], *terms: tuple[str, str]) -> list[int]:
    connection = sqlite3.connect(":memory:")
    register(connection)
    connection.execute("CREATE TABLE t (id, n, m, u)")
    connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", [(i, *row) for i, row in enumerate(rows)])
    order = compile_sorting(json.dumps([{"field": field, "direction": way} for field, way in terms]), FIELDS)
    assert order is not None
    found = connection.execute(f"SELECT id FROM t ORDER BY {order.sql}, id", order.parameters).fetchall()
    connection.close()
    return [row_id for (row_id,) in found]


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=8))
def test_rows_without_a_value_come_last_in_both_directions(values: list[int | None]) -> None:
    rows = [(value, None, None) for value in values]
    numbered = list(enumerate(values))
    missing = [i for i, value in numbered if value is None]
    known = [(value, i) for i, value in numbered if value is not None]
    assert ordered(rows, ("n", "ASC")) == [i for _, i in sorted(known)] + missing
    assert ordered(rows, ("n", "DESC")) == [i for _, i in sorted(known, key=lambda pair: (-pair[0], pair[1]))] + missing


def test_numbers_in_documents_are_sorted_as_numbers_before_texts() -> None:
    rows = [(None, json.dumps({"a": {"b": value}}), None) for value in (10, 9, "x", "a", None, 9.5)]
    assert ordered(rows, ("metadata.a.b", "ASC")) == [1, 5, 0, 3, 2, 4]
    assert ordered(rows, ("metadata.a.b", "DESC")) == [0, 5, 1, 2, 3, 4]


def test_the_second_field_decides_between_equals_and_keys_are_bound() -> None:
    rows = [(1, None, '{"it\'s":2}'), (1, None, '{"it\'s":1}'), (0, None, None)]
    assert ordered(rows, ("n", "desc"), ("usage.it's", "asc")) == [1, 0, 2]
    assert ordered(rows, ("scores.it's", "DESC")) == [0, 1, 2]


@pytest.mark.parametrize(
    "sent",
    [
        '[{"field": "nothing"}]',
        '[{"field": "n; DROP TABLE t"}]',
        '[{"field": "n", "direction": "sideways"}]',
        '[{"field": "custom"}]',
        '[{"field": "metadata.a["}]',
        '{"field": "n"}',
        "n",
        json.dumps([{"field": "n"}] * 11),
    ],
)
def test_a_sorting_that_means_nothing_is_refused(sent: str) -> None:
    with pytest.raises(FilterError):
        compile_sorting(sent, FIELDS)


@pytest.mark.parametrize("sent", [None, "", "[]", "null"])
def test_no_sorting_is_no_order(sent: str | None) -> None:
    assert compile_sorting(sent, FIELDS) is None


@given(st.text(max_size=30), st.sampled_from([TRACE_FIELDS, SPAN_FIELDS, THREAD_FIELDS]))
def test_no_field_that_is_sent_gets_into_the_statement(name: str, fields: dict[str, Field]) -> None:
    for base in ("", "metadata.", "usage.", "feedback_scores."):
        try:
            order = compile_sorting(json.dumps([{"field": base + name}]), fields)
        except FilterError:
            continue
        assert order is not None
        plain = compile_sorting(json.dumps([{"field": base + "a" if base else name}]), fields)
        assert plain is not None
        assert order.sql == plain.sql
