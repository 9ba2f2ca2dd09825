"""Writing items into a version of a dataset: a version copies nothing, see `steps.s2_datasets`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from rein.opik_server.store.dataset_versions import FOREVER, ITEM_FIELDS
from rein.opik_server.store.tables import Tables

MAX_COLUMNS = 1000
"""Of one dataset; what comes after is kept in the items, but named in no list of columns."""

Column = tuple[str, str]
"""The name of a key of the items' data, and the type of its value."""


@dataclass(slots=True)
class Item:
    """An item as it comes in. Texts of JSON are as they were sent; data is packed."""

    id: bytes
    data: bytes
    source: str
    trace_id: bytes | None = None
    span_id: bytes | None = None
    description: str | None = None
    tags: str | None = None
    """JSON: a sorted list of texts."""
    evaluators: str | None = None
    execution_policy: str | None = None


_ADDED, _MODIFIED, _DELETED = range(3)
_Stored = tuple[int, int, int]
"""Row, from_version, until_version."""


class ItemWriter:
    """Changes the items of one version, and of those after it that have an item as it is there, or have it not either.

    The version need not be the newest: of two uploads at the same time, each a version of its own, the later version
    gets what is still coming into the earlier one, too.
    """

    def __init__(self, tables: Tables, dataset: int, version: int, now_us: int, by: str) -> None:
        self._connection = tables.connection
        self._dataset = dataset
        self._version = version
        self._stamp = (now_us, by)
        self._counts: defaultdict[int, int] = defaultdict(int)
        self._changes: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])

    def put(self, item: Item) -> None:
        """Add an item, or replace the one of its id."""
        stored = self._stored(item.id)
        current = next((row for row in stored if row[1] <= self._version < row[2]), None)
        values = (
            *(item.data, item.source, item.trace_id, item.span_id, item.description, item.tags),
            *(item.evaluators, item.execution_policy),
        )
        if current is None:
            until = min((row[1] for row in stored if row[1] > self._version), default=FOREVER)
            self._insert(item.id, until, values, self._stamp)
            self._appear(stored, until, 1)
            return
        row, from_version, until = current
        if from_version == self._version:
            self._connection.execute(
                "UPDATE dataset_items SET data = ?, source = ?, trace_id = ?, span_id = ?, description = ?, tags = ?,"
                " evaluators = ?, execution_policy = ?, updated_us = ?, updated_by = ? WHERE row = ?",
                (*values, *self._stamp, row),
            )
            return
        made: tuple[int, str] = self._connection.execute(
            "UPDATE dataset_items SET until_version = ? WHERE row = ? RETURNING created_us, created_by",
            (self._version, row),
        ).fetchone()
        self._insert(item.id, until, values, made)
        self._changes[self._version][_MODIFIED] += 1

    def delete(self, item_id: bytes) -> None:
        """Remove an item; one that is not there is passed over."""
        stored = self._stored(item_id)
        current = next((row for row in stored if row[1] <= self._version < row[2]), None)
        if current is None:
            return
        row, from_version, until = current
        if from_version == self._version:
            self._connection.execute("DELETE FROM dataset_items WHERE row = ?", (row,))
        else:
            self._connection.execute("UPDATE dataset_items SET until_version = ? WHERE row = ?", (self._version, row))
            # That it was unchanged so far counts as a modification that is taken back with it.
            self._changes[self._version][_MODIFIED] += 1
        self._appear(stored, until, -1)

    def delete_all(self) -> None:
        """Remove every item."""
        for item_id in self.ids():
            self.delete(item_id)

    def ids(self) -> list[bytes]:
        """The items of the version."""
        rows: list[tuple[bytes]] = self._connection.execute(
            "SELECT id FROM dataset_items WHERE dataset = ? AND from_version <= ? AND until_version > ?",
            (self._dataset, self._version, self._version),
        ).fetchall()
        return [item_id for (item_id,) in rows]

    def current(self, item_id: bytes) -> Item | None:
        """An item as it is in the version."""
        return read_item(self._connection, self._dataset, self._version, item_id)

    def become(self, dataset: int, version: int) -> None:
        """Give the version the items of a version of whatever dataset; what is equal already stays as it is."""
        wanted: list[tuple[bytes]] = self._connection.execute(
            "SELECT id FROM dataset_items WHERE dataset = ? AND from_version <= ? AND until_version > ?",
            (dataset, version, version),
        ).fetchall()
        kept = {item_id for (item_id,) in wanted}
        for item_id in self.ids():
            if item_id not in kept:
                self.delete(item_id)
        for item_id in kept:
            item = read_item(self._connection, dataset, version, item_id)
            if item is not None and item != self.current(item_id):
                self.put(item)

    def close(self) -> None:
        """Bring the counts of the versions in line with the items."""
        now_us, by = self._stamp
        for until, change in self._counts.items():
            if change:
                self._connection.execute(
                    "UPDATE dataset_versions SET item_count = item_count + ?"
                    " WHERE dataset = ? AND version >= ? AND version < ?",
                    (change, self._dataset, self._version, until),
                )
        for version, (added, modified, deleted) in self._changes.items():
            self._connection.execute(
                "UPDATE dataset_versions SET added = added + ?, modified = modified + ?, deleted = deleted + ?"
                " WHERE dataset = ? AND version = ?",
                (added, modified, deleted, self._dataset, version),
            )
        self._connection.execute(
            "UPDATE dataset_versions SET updated_us = ?, updated_by = ? WHERE dataset = ? AND version = ?",
            (now_us, by, self._dataset, self._version),
        )

    def _stored(self, item_id: bytes) -> list[_Stored]:
        return self._connection.execute(
            "SELECT row, from_version, until_version FROM dataset_items WHERE dataset = ? AND id = ?",
            (self._dataset, item_id),
        ).fetchall()

    def _appear(self, stored: Sequence[_Stored], until: int, sign: int) -> None:
        """Count an item that came (1) into the version and those before `until`, or went (-1) out of them.

        Against the version before it is added or, if it was there too, modified instead of deleted; against it, the
        version at `until` has it modified instead of added, or deleted.
        """
        self._counts[until] += sign
        here, there = self._changes[self._version], self._changes[until]
        if any(row[1] < self._version <= row[2] for row in stored):
            here[_MODIFIED] += sign
            here[_DELETED] -= sign
        else:
            here[_ADDED] += sign
        if any(row[1] == until for row in stored):
            there[_MODIFIED] += sign
            there[_ADDED] -= sign
        elif until != FOREVER:
            there[_DELETED] += sign

    def _insert(self, item_id: bytes, until: int, values: Sequence[bytes | str | None], made: tuple[int, str]) -> None:
        self._connection.execute(
            f"INSERT INTO dataset_items (dataset, id, from_version, until_version, {ITEM_FIELDS})"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._dataset, item_id, self._version, until, *values, *made, *self._stamp),
        )


def read_item(connection: Connection, dataset: int, version: int, item_id: bytes) -> Item | None:
    """An item as it is in a version."""
    row = connection.execute(
        "SELECT id, data, source, trace_id, span_id, description, tags, evaluators, execution_policy"
        " FROM dataset_items WHERE dataset = ? AND id = ? AND from_version <= ? AND until_version > ?",
        (dataset, item_id, version, version),
    ).fetchone()
    return None if row is None else Item(*row)


def add_columns(tables: Tables, dataset: int, columns: Iterable[Column]) -> None:
    """Name keys of the items' data, as far as there is room."""
    count: tuple[int] = tables.connection.execute(
        "SELECT count(*) FROM dataset_columns WHERE dataset = ?", (dataset,)
    ).fetchone()
    room = MAX_COLUMNS - count[0]
    for name, kind in sorted(columns):
        if room <= 0:
            return
        room -= tables.connection.execute(
            "INSERT INTO dataset_columns VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (dataset, name, kind)
        ).rowcount
