"""Reading datasets and their items. Every function takes a connection of `Store.read` and answers from its snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rein.opik_server.store.dataset_versions import FOREVER, LATEST, latest_version, require_version
from rein.opik_server.store.datasets import DATASET_COLUMNS, Dataset, Version, require_dataset
from rein.opik_server.store.datasets_items import Column
from rein.opik_server.store.listing import Selection, select_page
from rein.opik_server.store.payload import unpack
from rein.opik_server.store.reading import Condition, Parameter


class DatasetItem(NamedTuple):
    """An item as it is in a version. Texts of JSON are as they were sent."""

    id: bytes
    dataset_id: bytes
    data: bytes
    source: str
    trace_id: bytes | None
    span_id: bytes | None
    description: str | None
    tags: str | None
    evaluators: str | None
    execution_policy: str | None
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


_ITEM = (
    "t.id, (SELECT id FROM datasets WHERE datasets.dataset = t.dataset), t.data, t.source, t.trace_id, t.span_id,"
    " t.description, t.tags, t.evaluators, t.execution_policy, t.created_us, t.created_by, t.updated_us, t.updated_by"
)
_IN_VERSION = (
    "dataset_items t INDEXED BY dataset_items_by_id WHERE t.dataset = ? AND t.from_version <= ? AND t.until_version > ?"
)
_CHUNK = 200


def list_datasets(connection: sqlite3.Connection, workspace: int, selection: Selection) -> tuple[int, list[Dataset]]:
    """How many there are, and a page of them, newest id first. Conditions and orders speak of `d`."""
    selection = selection.and_where(Condition("d.workspace = ?", (workspace,)))
    total, rows = select_page(connection, DATASET_COLUMNS, "datasets d", selection, "d.id")
    return total, [Dataset(*row) for row in rows]  # pyright: ignore[reportArgumentType] - the table's types


def version_of(connection: sqlite3.Connection, dataset: int, reference: str | None) -> Version | None:
    """The version that is asked for; the newest if none is. None for a dataset that has none. Raises NotFound."""
    if not reference or reference == LATEST:
        return latest_version(connection, dataset)
    return require_version(connection, dataset, reference)


def list_items(
    connection: sqlite3.Connection,
    dataset: int,
    version: int,
    limit: int,
    *,
    offset: int = 0,
    before: bytes | None = None,
    where: Condition | None = None,
) -> list[DatasetItem]:
    """Items of a version, newest id first. Conditions speak of `t`."""
    condition, parameters = _and(where)
    below, cursor = ("", ()) if before is None else (" AND t.id < ?", (before,))
    rows = connection.execute(
        f"SELECT {_ITEM} FROM {_IN_VERSION}{below}{condition} ORDER BY t.id DESC LIMIT ? OFFSET ?",
        (dataset, version, version, *cursor, *parameters, limit, offset),
    )
    return [_item(row) for row in rows]


def count_items(connection: sqlite3.Connection, dataset: int, version: Version, where: Condition | None) -> int:
    """How many items a version has; counted only under a condition."""
    if where is None:
        return version.item_count
    condition, parameters = _and(where)
    row: tuple[int] = connection.execute(
        f"SELECT count(*) FROM {_IN_VERSION}{condition}", (dataset, version.version, version.version, *parameters)
    ).fetchone()
    return row[0]


def item_ids(connection: sqlite3.Connection, dataset: int, version: int, where: Condition) -> list[bytes]:
    """The items of a version that a condition holds for."""
    rows: list[tuple[bytes]] = connection.execute(
        f"SELECT t.id FROM {_IN_VERSION} AND ({where.sql})", (dataset, version, version, *where.parameters)
    ).fetchall()
    return [item for (item,) in rows]


def find_item(connection: sqlite3.Connection, workspace: int, item_id: bytes) -> DatasetItem | None:
    """An item of whatever dataset, as it is in the newest version that has it."""
    row = connection.execute(
        f"SELECT {_ITEM} FROM dataset_items t JOIN datasets d ON d.dataset = t.dataset"
        " WHERE t.id = ? AND d.workspace = ? ORDER BY t.until_version DESC, t.row DESC LIMIT 1",
        (item_id, workspace),
    ).fetchone()
    return None if row is None else _item(row)


def items_by_id(
    connection: sqlite3.Connection, dataset: int, version: int | None, ids: Sequence[bytes]
) -> Iterator[DatasetItem]:
    """Items as they are in a version (None: the newest); of those that it has not, the last that there was."""
    wanted = FOREVER - 1 if version is None else version
    for start in range(0, len(ids), _CHUNK):
        chunk = list(ids[start : start + _CHUNK])
        chunk += chunk[-1:] * (_CHUNK - len(chunk))
        seen: set[bytes] = set()
        for row in connection.execute(
            f"SELECT {_ITEM} FROM dataset_items t INDEXED BY dataset_items_by_id"
            f" WHERE t.dataset = ? AND t.id IN ({', '.join('?' * _CHUNK)})"
            " ORDER BY t.id, (t.from_version <= ? AND t.until_version > ?) DESC, t.until_version DESC",
            (dataset, *chunk, wanted, wanted),
        ):
            if row[0] not in seen:
                seen.add(row[0])
                yield _item(row)


def columns_of(connection: sqlite3.Connection, dataset: int) -> list[Column]:
    """The keys that the items' data has or had, with their types, in order."""
    return connection.execute(
        "SELECT name, type FROM dataset_columns WHERE dataset = ? ORDER BY name, type", (dataset,)
    ).fetchall()


def dataset_and_version(
    connection: sqlite3.Connection, workspace: int, key: bytes | str, reference: str | None
) -> tuple[Dataset, Version | None]:
    """A dataset and the version of it that is asked for. Raises NotFound."""
    found = require_dataset(connection, workspace, key)
    return found, version_of(connection, found.dataset, reference)


def _and(where: Condition | None) -> tuple[str, tuple[Parameter, ...]]:
    return ("", ()) if where is None else (f" AND ({where.sql})", where.parameters)


def _item(row: tuple[bytes, bytes, bytes, *tuple[str, ...]]) -> DatasetItem:
    return DatasetItem(*row[:2], unpack(row[2]), *row[3:])  # pyright: ignore[reportArgumentType] - the table's types
