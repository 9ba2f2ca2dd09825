"""Versions of datasets: making them, finding them, their tags."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from rein.opik_server.ids import format_id, new_id
from rein.opik_server.store.datasets import Version, existing_dataset
from rein.opik_server.store.errors import AlreadyExists, NotFound
from rein.opik_server.store.tables import Tables

FOREVER = 1 << 40
"""The `until_version` of an item's row that is part of the newest version."""
LATEST = "latest"
"""The tag that the newest version has by itself."""


@dataclass(frozen=True, slots=True)
class VersionFields:
    """What is said of a version when it is made."""

    change_description: str | None = None
    tags: Sequence[str] = ()
    metadata: str | None = None
    evaluators: str | None = None
    """JSON; None = those of the version before."""
    execution_policy: str | None = None
    """JSON; None = that of the version before."""
    clear_execution_policy: bool = False
    batch_group_id: bytes | None = None


def add_version(tables: Tables, dataset: int, fields: VersionFields, now_us: int, by: str) -> int:
    """The number of a new version, which has all items of the one before. Raises AlreadyExists for a tag in use."""
    base = latest_version(tables.connection, dataset)
    number = 1 if base is None else base.version + 1
    version_id = new_id()
    policy = None if fields.clear_execution_policy else fields.execution_policy or (base and base.execution_policy)
    tables.connection.execute(
        "INSERT INTO dataset_versions (dataset, version, id, hash, batch_group_id, item_count, change_description,"
        " metadata, evaluators, execution_policy, created_us, created_by, updated_us, updated_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(dataset, number, version_id, format_id(version_id)[-8:], fields.batch_group_id),
            *(base.item_count if base else 0, fields.change_description, fields.metadata),
            *(fields.evaluators or (base and base.evaluators), policy, now_us, by, now_us, by),
        ),
    )
    for tag in fields.tags:
        add_tag(tables, dataset, number, tag)
    tables.connection.execute(
        "UPDATE datasets SET latest = ?, updated_us = ?, updated_by = ? WHERE dataset = ?",
        (number, now_us, by, dataset),
    )
    return number


def add_tag(tables: Tables, dataset: int, version: int, tag: str) -> None:
    """Give a version a tag that none other of the dataset has. Raises AlreadyExists."""
    if tag == LATEST:
        raise AlreadyExists("The tag 'latest' is the newest version's, by itself.")
    done = tables.connection.execute(
        "INSERT INTO dataset_version_tags VALUES (?, ?, ?) ON CONFLICT (dataset, tag) DO UPDATE SET tag = excluded.tag"
        " WHERE version = excluded.version",
        (dataset, tag, version),
    )
    if done.rowcount == 0:
        raise AlreadyExists("Another version of this dataset has this tag.")


@dataclass(frozen=True, slots=True)
class UpdateVersion:
    """Describe a version, add tags to it; `apply` raises NotFound, AlreadyExists."""

    workspace: str
    dataset: bytes
    hash: str
    change_description: str | None
    tags_to_add: Sequence[str]
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> int:
        """The version's number."""
        dataset = existing_dataset(tables, tables.workspace(self.workspace), self.dataset)
        version = require_version(tables.connection, dataset, self.hash).version
        for tag in self.tags_to_add:
            add_tag(tables, dataset, version, tag)
        tables.connection.execute(
            "UPDATE dataset_versions SET change_description = coalesce(?, change_description), updated_us = ?,"
            " updated_by = ? WHERE dataset = ? AND version = ?",
            (self.change_description, self.now_us, self.by, dataset, version),
        )
        return version


@dataclass(frozen=True, slots=True)
class DeleteVersionTag:
    """Take a tag away; one that is not there is passed over. `apply` raises NotFound for an unknown dataset."""

    workspace: str
    dataset: bytes
    tag: str
    size_bytes: int = 500

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        dataset = existing_dataset(tables, tables.workspace(self.workspace), self.dataset)
        tables.connection.execute("DELETE FROM dataset_version_tags WHERE dataset = ? AND tag = ?", (dataset, self.tag))


@dataclass(frozen=True, slots=True)
class RestoreVersion:
    """Make a new version that is as an older one was; `apply` raises NotFound."""

    workspace: str
    dataset: bytes
    reference: str
    """Hash, tag or name of the version."""
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> int:
        """The new version's number; that of the newest version if it is the one to restore."""
        dataset = existing_dataset(tables, tables.workspace(self.workspace), self.dataset)
        old = require_version(tables.connection, dataset, self.reference)
        if old.is_latest:
            return old.version
        fields = VersionFields(change_description=f"Restored from v{old.version}")
        return restore(tables, dataset, old, fields, self.now_us, self.by)


def restore(tables: Tables, dataset: int, old: Version, fields: VersionFields, now_us: int, by: str) -> int:
    """The number of a new version with the items, evaluators and policy of an older one."""
    number = add_version(tables, dataset, fields, now_us, by)
    connection = tables.connection
    gone: list[tuple[bytes]] = connection.execute(
        f"UPDATE dataset_items SET until_version = ? WHERE dataset = ? AND until_version = {FOREVER}"
        " AND from_version > ? RETURNING id",
        (number, dataset, old.version),
    ).fetchall()
    back: list[tuple[bytes]] = connection.execute(
        f"INSERT INTO dataset_items (dataset, id, from_version, until_version, {ITEM_FIELDS})"
        f" SELECT dataset, id, ?, {FOREVER}, {ITEM_FIELDS} FROM dataset_items"
        f" WHERE dataset = ? AND from_version <= ? AND until_version > ? AND until_version < {FOREVER} RETURNING id",
        (number, dataset, old.version, old.version),
    ).fetchall()
    both = len({*gone} & {*back})
    connection.execute(
        "UPDATE dataset_versions SET item_count = ?, added = ?, modified = ?, deleted = ?,"
        " evaluators = coalesce(?, ?), execution_policy = coalesce(?, ?) WHERE dataset = ? AND version = ?",
        (
            *(old.item_count, len(back) - both, both, len(gone) - both),
            *(fields.evaluators, old.evaluators, fields.execution_policy),
            None if fields.clear_execution_policy else old.execution_policy,
            *(dataset, number),
        ),
    )
    return number


ITEM_FIELDS = (
    "data, source, trace_id, span_id, description, tags, evaluators, execution_policy,"
    " created_us, created_by, updated_us, updated_by"
)
_TAGS = (
    "(SELECT coalesce(json_group_array(tag), '[]') FROM (SELECT tag FROM dataset_version_tags g"
    " WHERE g.dataset = v.dataset AND g.version = v.version"
    " UNION ALL SELECT 'latest' WHERE v.version = d.latest))"
)
_COLUMNS = (
    f"d.id, v.version, v.id, v.hash, {_TAGS}, v.version = d.latest, v.item_count, v.added, v.modified, v.deleted,"
    " v.change_description, v.metadata, v.evaluators, v.execution_policy,"
    " v.created_us, v.created_by, v.updated_us, v.updated_by"
)
_SELECT = f"SELECT {_COLUMNS} FROM dataset_versions v JOIN datasets d ON d.dataset = v.dataset"


def list_versions(connection: sqlite3.Connection, dataset: int, limit: int, offset: int) -> list[Version]:
    """A dataset's versions, newest first."""
    rows = connection.execute(
        f"{_SELECT} WHERE v.dataset = ? ORDER BY v.version DESC LIMIT ? OFFSET ?", (dataset, limit, offset)
    )
    return [Version(*row) for row in rows]


def latest_version(connection: sqlite3.Connection, dataset: int) -> Version | None:
    """The newest version; None if nothing was ever put into the dataset."""
    return next(iter(list_versions(connection, dataset, 1, 0)), None)


def get_version(connection: sqlite3.Connection, dataset: int, number: int) -> Version | None:
    """A version by its number."""
    row = connection.execute(f"{_SELECT} WHERE v.dataset = ? AND v.version = ?", (dataset, number)).fetchone()
    return None if row is None else Version(*row)


def version_by_id(connection: sqlite3.Connection, workspace: int, version_id: bytes) -> tuple[int, Version] | None:
    """A version of whatever dataset by its id, with the dataset's number."""
    row = connection.execute(
        f"SELECT d.dataset, {_COLUMNS} FROM dataset_versions v JOIN datasets d ON d.dataset = v.dataset"
        " WHERE v.id = ? AND d.workspace = ?",
        (version_id, workspace),
    ).fetchone()
    return None if row is None else (row[0], Version(*row[1:]))


def require_version(connection: sqlite3.Connection, dataset: int, reference: str) -> Version:
    """A version by its hash, its tag, or its name ("v3"), looked for in this order. Raises NotFound."""
    row = connection.execute(f"{_SELECT} WHERE v.dataset = ? AND v.hash = ?", (dataset, reference)).fetchone()
    if row is None:
        row = connection.execute(
            f"{_SELECT} WHERE v.dataset = ? AND v.version = (SELECT version FROM dataset_version_tags"
            " WHERE dataset = ? AND tag = ?)",
            (dataset, dataset, reference),
        ).fetchone()
    found = None if row is None else Version(*row)
    if found is None and reference == LATEST:
        found = latest_version(connection, dataset)
    if found is None:
        found = version_by_name(connection, dataset, reference)
    if found is None:
        raise NotFound("This dataset has no such version.")
    return found


def version_by_name(connection: sqlite3.Connection, dataset: int, name: str) -> Version | None:
    """A version by its name: "v" and its number."""
    digits = name.removeprefix("v")
    if digits == name or not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
        return None
    return get_version(connection, dataset, int(digits))


def compare_versions(connection: sqlite3.Connection, dataset: int, older: int, newer: int) -> tuple[int, int, int, int]:
    """How many items one version has added, modified, deleted and left as they were in another."""
    rows = {
        version: dict[bytes, int](
            connection.execute(
                "SELECT id, row FROM dataset_items WHERE dataset = ? AND from_version <= ? AND until_version > ?",
                (dataset, version, version),
            )
        )
        for version in {older, newer}
    }
    before, after = rows[older], rows[newer]
    same = sum(1 for item, row in after.items() if before.get(item) == row)
    both = len(before.keys() & after.keys())
    return len(after) - both, both - same, len(before) - both, same
