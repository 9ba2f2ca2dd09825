"""Versions of datasets that copy nothing, against a model that copies everything."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server.ids import new_id
from rein.opik_server.store.dataset_versions import RestoreVersion, list_versions
from rein.opik_server.store.datasets import CreateDataset, DatasetFields, DropDatasets, require_dataset
from rein.opik_server.store.datasets_changes import DeleteItems, PutItems
from rein.opik_server.store.datasets_items import MAX_COLUMNS, Item
from rein.opik_server.store.datasets_reading import columns_of, find_item, list_items
from rein.opik_server.store.schema import migrate
from rein.opik_server.store.tables import Tables
from tests.opik_server.world import fixed_id

IDS = [fixed_id(number) for number in range(6)]
GROUPS = [fixed_id(100 + number) for number in range(3)]


def empty() -> Tables:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, Path("memory"))
    return Tables(connection)


def item(item_id: bytes, value: object) -> Item:
    return Item(item_id, json.dumps({"v": value}).encode(), "sdk")


def put(tables: Tables, items: list[Item], group: bytes | None = None, dataset: str = "d") -> None:
    PutItems("w", dataset, None, items, frozenset(), group, 5, "ann", 1).apply(tables)


def contents(tables: Tables, version: int, dataset: str = "d") -> dict[bytes, object]:
    found = require_dataset(tables.connection, tables.workspace("w"), dataset)
    listed = list_items(tables.connection, found.dataset, version, 1000)
    assert [row.id for row in listed] == sorted((row.id for row in listed), reverse=True)
    return {row.id: json.loads(row.data)["v"] for row in listed}


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"),
            st.sampled_from([None, *GROUPS]),
            st.dictionaries(st.sampled_from(IDS), st.integers(0, 9), min_size=1, max_size=4),
        ),
        st.tuples(
            st.just("delete"), st.sampled_from([None, *GROUPS]), st.none() | st.lists(st.sampled_from(IDS), max_size=3)
        ),
        st.tuples(st.just("restore"), st.integers(1, 8), st.none()),
    ),
    max_size=14,
)


@given(steps)
def test_every_version_is_what_a_copy_of_all_items_would_be(steps: list[tuple[str, Any, Any]]) -> None:
    tables = empty()
    CreateDataset("w", new_id(), DatasetFields("d"), 1, "ann").apply(tables)
    model: list[dict[bytes, list[int]]] = []
    groups: dict[bytes | None, int] = {}
    for kind, key, what in steps:
        if kind == "restore":
            if key < len(model):
                dataset = require_dataset(tables.connection, tables.workspace("w"), "d").id
                RestoreVersion("w", dataset, f"v{key}", 1, "ann").apply(tables)
                old, newest = model[key - 1], model[-1]
                model.append({one: row if newest.get(one) is row else [*row] for one, row in old.items()})
            continue
        if kind == "put" or model:
            number = groups.get(key, 0) if key is not None else len(model)
            if number == 0:
                model.append(dict(model[-1]) if model else {})
                number = groups[key] = len(model)
            if kind == "put":
                for one, value in what.items():
                    _change(model, number, one, [value])
            else:
                for one in list(model[number - 1]) if what is None else what:
                    _change(model, number, one, None)
        if kind == "put":
            put(tables, [item(one, value) for one, value in what.items()], key)
        else:
            DeleteItems("w", "d", what, key, 1, "ann").apply(tables)
    dataset = require_dataset(tables.connection, tables.workspace("w"), "d")
    versions = list_versions(tables.connection, dataset.dataset, 100, 0)
    assert [version.version for version in versions] == list(range(len(model), 0, -1))
    for number, (expected, version) in enumerate(zip(model, reversed(versions), strict=True), start=1):
        assert contents(tables, number) == {one: row[0] for one, row in expected.items()}
        before = model[number - 2] if number > 1 else {}
        both = expected.keys() & before.keys()
        assert version.item_count == len(expected)
        assert version.added == len(expected) - len(both)
        assert version.deleted == len(before) - len(both)
        assert version.modified == sum(expected[one] is not before[one] for one in both)
        assert version.tags == ('["latest"]' if number == len(model) else "[]")


def _change(model: list[dict[bytes, list[int]]], number: int, one: bytes, row: list[int] | None) -> None:
    """In the version, and in those after it that have the same row of the item, or none as it has."""
    old = model[number - 1].get(one)
    for version in model[number - 1 :]:
        if version.get(one) is not old:
            return
        if row is None:
            version.pop(one, None)
        else:
            version[one] = row


def test_a_version_of_many_items_writes_only_what_changed() -> None:
    tables = empty()
    many = [fixed_id(1000 + number) for number in range(500)]
    put(tables, [item(one, 0) for one in many], GROUPS[0])
    put(tables, [item(many[0], 1)], GROUPS[1])
    DeleteItems("w", "d", [many[1]], GROUPS[2], 1, "ann").apply(tables)
    assert tables.connection.execute("SELECT count(*) FROM dataset_items").fetchone() == (501,)
    assert [len(contents(tables, number)) for number in (1, 2, 3)] == [500, 500, 499]


def test_an_item_keeps_the_moment_it_was_made_when_it_is_changed() -> None:
    tables = empty()
    put(tables, [item(IDS[0], 0)], GROUPS[0])
    PutItems("w", "d", None, [item(IDS[0], 1)], frozenset(), GROUPS[1], 9, "bob", 1).apply(tables)
    found = find_item(tables.connection, tables.workspace("w"), IDS[0])
    assert found is not None
    assert (found.created_us, found.created_by, found.updated_us, found.updated_by) == (5, "ann", 9, "bob")


def test_columns_are_kept_up_to_a_number() -> None:
    tables = empty()
    columns = frozenset((f"c{number}", "string") for number in range(MAX_COLUMNS + 5))
    PutItems("w", "d", None, [item(IDS[0], 0)], columns, None, 5, "ann", 1).apply(tables)
    PutItems("w", "d", None, [item(IDS[0], 0)], frozenset({("more", "number")}), None, 5, "ann", 1).apply(tables)
    dataset = require_dataset(tables.connection, tables.workspace("w"), "d")
    assert len(columns_of(tables.connection, dataset.dataset)) == MAX_COLUMNS


def test_a_dataset_that_is_dropped_leaves_nothing() -> None:
    tables = empty()
    put(tables, [item(one, 0) for one in IDS])
    DropDatasets("w", ["d", "no such"]).apply(tables)
    for table in ("datasets", "dataset_versions", "dataset_version_tags", "dataset_items", "dataset_columns"):
        assert tables.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
