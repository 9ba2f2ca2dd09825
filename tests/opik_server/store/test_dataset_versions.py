"""Versions of datasets that copy nothing, against a model that copies everything."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server.ids import new_id
from rein.opik_server.store.dataset_versions import (
    RestoreVersion,
    VersionFields,
    latest_version,
    list_versions,
    require_version,
)
from rein.opik_server.store.datasets import CreateDataset, DatasetFields, DropDatasets, require_dataset
from rein.opik_server.store.datasets_changes import ChangeItems, DeleteItems, EditItems, ItemEdit, PutItems
from rein.opik_server.store.datasets_items import MAX_COLUMNS, Item
from rein.opik_server.store.datasets_reading import columns_of, find_item, list_items
from rein.opik_server.store.errors import AlreadyExists, Conflict, NotFound, RowError
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
def test_every_version_is_what_a_copy_of_all_items_would_be(
    steps: list[tuple[str, bytes | int | None, object]],
) -> None:
    tables = empty()
    CreateDataset("w", new_id(), DatasetFields("d"), 1, "ann").apply(tables)
    model: list[dict[bytes, object]] = []
    touched: list[set[bytes]] = []
    groups: dict[bytes, int] = {}
    for kind, key, what in steps:
        if kind == "restore":
            assert isinstance(key, int)
            if key <= len(model):
                RestoreVersion("w", require_dataset(tables.connection, 1, "d").id, f"v{key}", 1, "ann").apply(tables)
                if key < len(model):
                    changed = {
                        one
                        for one in {**model[-1], **model[key - 1]}
                        if _row(tables, len(model), one) != _row(tables, key, one)
                    }
                    model.append(dict(model[key - 1]))
                    touched.append(changed | {one for one in IDS if model[-1].get(one) != model[-2].get(one)})
            continue
        if kind == "delete" and not model:
            DeleteItems("w", "d", what, key, 1, "ann").apply(tables)  # pyright: ignore[reportArgumentType]
            continue
        number = len(model) if key is None and model else groups.get(key, 0) if isinstance(key, bytes) else 0
        if number == 0:
            model.append(dict(model[-1]) if model else {})
            touched.append(set())
            number = len(model)
            if isinstance(key, bytes):
                groups[key] = number
        if kind == "put":
            assert isinstance(what, dict)
            put(tables, [item(one, value) for one, value in what.items()], key)  # pyright: ignore[reportArgumentType]
            for one, value in what.items():
                _change(model, touched, number, one, value)
        else:
            DeleteItems("w", "d", what, key, 1, "ann").apply(tables)  # pyright: ignore[reportArgumentType]
            for one in list(model[number - 1]) if what is None else what:  # pyright: ignore[reportGeneralTypeIssues]
                if one in model[number - 1]:
                    _change(model, touched, number, one, None)
    dataset = require_dataset(tables.connection, tables.workspace("w"), "d")
    versions = list_versions(tables.connection, dataset.dataset, 100, 0)
    assert [version.version for version in versions] == list(range(len(model), 0, -1))
    for number, expected in enumerate(model, start=1):
        assert contents(tables, number) == expected
        version = versions[len(model) - number]
        assert version.item_count == len(expected)
        before = model[number - 2] if number > 1 else {}
        assert version.added == len(expected.keys() - before.keys())
        assert version.deleted == len(before.keys() - expected.keys())
        both = expected.keys() & before.keys()
        assert version.modified == sum(_row(tables, number, one) != _row(tables, number - 1, one) for one in both)
        assert version.tags == ('["latest"]' if number == len(model) else "[]")


def _row(tables: Tables, version: int, one: bytes) -> object:
    return tables.connection.execute(
        "SELECT row FROM dataset_items WHERE id = ? AND from_version <= ? AND until_version > ?",
        (one, version, version),
    ).fetchone()


def _change(
    model: list[dict[bytes, object]], touched: list[set[bytes]], number: int, one: bytes, value: object
) -> None:
    """In the version, and in those after it until one that changed the item itself."""
    touched[number - 1].add(one)
    for index in range(number - 1, len(model)):
        if index >= number and one in touched[index]:
            return
        if value is None:
            model[index].pop(one, None)
        else:
            model[index][one] = value
