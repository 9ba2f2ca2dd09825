"""What requests do to the items of a dataset: put, edit, delete, and all of these at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rein.opik_server.store.dataset_versions import (
    VersionFields,
    add_version,
    latest_version,
    restore,
    version_by_id,
)
from rein.opik_server.store.datasets import Version, ensure_dataset, existing_dataset
from rein.opik_server.store.datasets_items import Column, Item, ItemWriter, add_columns
from rein.opik_server.store.errors import Conflict, NotFound, RowError
from rein.opik_server.store.tables import Tables

_UPLOAD = "Auto-created from SDK batch operation"


@dataclass(frozen=True, slots=True)
class PutItems:
    """Add items, or replace those of the same ids.

    All requests of one `batch_group_id` make one version; without it the newest version is changed. A dataset that is
    named and not there is made. `apply` raises NotFound for a dataset or a version to copy from that is not there.
    """

    workspace: str
    dataset: bytes | str
    """Id or name."""
    project: str | bytes | None
    items: Sequence[Item]
    columns: frozenset[Column]
    batch_group_id: bytes | None
    now_us: int
    by: str
    size_bytes: int
    copy_from: tuple[bytes, bytes] | None = None
    """Dataset and version whose items a new version begins with, instead of those of the version before."""

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        if isinstance(self.dataset, str):
            dataset = ensure_dataset(tables, workspace, self.dataset, self.project, self.now_us, self.by)
        else:
            dataset = existing_dataset(tables, workspace, self.dataset)
        version = _version_to_change(tables, dataset, self.batch_group_id)
        fresh = version is None
        if version is None:
            description = None if self.batch_group_id is None else _UPLOAD
            fields = VersionFields(change_description=description, batch_group_id=self.batch_group_id)
            version = add_version(tables, dataset, fields, self.now_us, self.by)
        writer = ItemWriter(tables, dataset, version, self.now_us, self.by)
        if fresh and self.copy_from is not None:
            writer.become(*_copied(tables, workspace, self.copy_from))
        for item in self.items:
            writer.put(item)
        writer.close()
        add_columns(tables, dataset, self.columns)


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """What to change of an item: what is not None."""

    data: bytes | None = None
    source: str | None = None
    trace_id: bytes | None = None
    span_id: bytes | None = None
    description: str | None = None
    """A blank one takes the old one away."""
    tags: tuple[str, ...] | None = None
    tags_to_add: tuple[str, ...] = ()
    tags_to_remove: tuple[str, ...] = ()
    evaluators: str | None = None
    execution_policy: str | None = None
    clear_execution_policy: bool = False
    columns: frozenset[Column] = frozenset()

    def of(self, item: Item) -> Item:
        """The item as it is then."""
        said = item.description if self.description is None else self.description
        policy = item.execution_policy if self.execution_policy is None else self.execution_policy
        return Item(
            id=item.id,
            data=item.data if self.data is None else self.data,
            source=self.source or item.source,
            trace_id=self.trace_id or item.trace_id,
            span_id=self.span_id or item.span_id,
            description=said if said is not None and said.strip() else None,
            tags=self._tags(item.tags),
            evaluators=item.evaluators if self.evaluators is None else self.evaluators,
            execution_policy=None if self.clear_execution_policy else policy,
        )

    def _tags(self, old: str | None) -> str | None:
        if self.tags is None and not self.tags_to_add and not self.tags_to_remove:
            return old
        kept: set[str] = set(json.loads(old or "[]") if self.tags is None else self.tags)
        return json.dumps(sorted((kept | {*self.tags_to_add}) - {*self.tags_to_remove}), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class EditItems:
    """Change items in a new version; ids that the newest has not are passed over.

    `apply` raises NotFound when none of them is there.
    """

    workspace: str
    dataset: bytes | None
    """None: the one that has the items."""
    ids: Sequence[bytes] | None
    """None: all of the dataset."""
    edit: ItemEdit
    now_us: int
    by: str
    size_bytes: int

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        dataset = _dataset_of(tables, workspace, self.dataset, self.ids or ())
        latest = None if dataset is None else latest_version(tables.connection, dataset)
        if dataset is None or latest is None:
            raise NotFound("There is no such dataset item in this workspace.")
        old = ItemWriter(tables, dataset, latest.version, self.now_us, self.by)
        found = [item for item in map(old.current, old.ids() if self.ids is None else self.ids) if item is not None]
        if not found:
            raise NotFound("The newest version of the dataset has no such item.")
        said = "Updated 1 item" if len(found) == 1 else f"Updated {len(found)} items"
        version = add_version(tables, dataset, VersionFields(change_description=said), self.now_us, self.by)
        writer = ItemWriter(tables, dataset, version, self.now_us, self.by)
        for item in found:
            writer.put(self.edit.of(item))
        writer.close()
        add_columns(tables, dataset, self.edit.columns)


@dataclass(frozen=True, slots=True)
class DeleteItems:
    """Remove items; what is not there is passed over. Versions as in `PutItems`. `apply` raises NotFound."""

    workspace: str
    dataset: bytes | str | None
    """None: the one that has the items."""
    ids: Sequence[bytes] | None
    """None: all."""
    batch_group_id: bytes | None
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        dataset = _dataset_of(tables, workspace, self.dataset, self.ids or ())
        latest = None if dataset is None else latest_version(tables.connection, dataset)
        if dataset is None or latest is None:
            return
        version = _version_to_change(tables, dataset, self.batch_group_id)
        if version is None:
            fields = VersionFields(change_description="Deleted items", batch_group_id=self.batch_group_id)
            version = add_version(tables, dataset, fields, self.now_us, self.by)
        writer = ItemWriter(tables, dataset, version, self.now_us, self.by)
        if self.ids is None:
            writer.delete_all()
        for item in self.ids or ():
            writer.delete(item)
        writer.close()


@dataclass(frozen=True, slots=True)
class ChangeItems:
    """Make one version of all changes.

    `apply` gives its number. It raises NotFound for a base that is not there, Conflict for one that is not the newest
    (unless `override`), RowError when there is no base though the dataset has versions, or items without a base.
    """

    workspace: str
    dataset: bytes
    base_version: bytes | None
    override: bool
    fields: VersionFields
    now_us: int
    by: str
    size_bytes: int
    added: Sequence[Item] = ()
    edited: Sequence[tuple[bytes, ItemEdit]] = ()
    deleted: Sequence[bytes] = ()
    columns: frozenset[Column] = frozenset()
    copy_from: tuple[bytes, bytes] | None = None

    def apply(self, tables: Tables) -> int:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        dataset = existing_dataset(tables, workspace, self.dataset)
        base = self._base(tables, workspace, dataset)
        if base is None or base.is_latest:
            version = add_version(tables, dataset, self.fields, self.now_us, self.by)
        else:
            version = restore(tables, dataset, base, self.fields, self.now_us, self.by)
        writer = ItemWriter(tables, dataset, version, self.now_us, self.by)
        if self.copy_from is not None:
            writer.become(*_copied(tables, workspace, self.copy_from))
        for item_id in self.deleted:
            writer.delete(item_id)
        for item_id, edit in self.edited:
            item = writer.current(item_id)
            if item is not None:
                writer.put(edit.of(item))
        for item in self.added:
            writer.put(item)
        writer.close()
        add_columns(tables, dataset, self.columns)
        return version

    def _base(self, tables: Tables, workspace: int, dataset: int) -> Version | None:
        if self.base_version is None:
            if not self.override:
                raise RowError("base_version is missing. The first version, without one, is made with override=true.")
            if latest_version(tables.connection, dataset) is not None:
                raise RowError("base_version is missing, and the dataset has versions.")
            if self.added or self.edited or self.deleted:
                raise RowError("Without a base_version there are no items to add, edit or delete.")
            return None
        found = version_by_id(tables.connection, workspace, self.base_version)
        if found is None or found[0] != dataset:
            raise NotFound("This dataset has no such base_version.")
        if not found[1].is_latest and not self.override:
            raise Conflict(
                "base_version is not the newest any more. override=true makes a version from it all the same."
            )
        return found[1]


def _version_to_change(tables: Tables, dataset: int, batch_group_id: bytes | None) -> int | None:
    """The version that a request goes on with; None if it begins one."""
    if batch_group_id is None:
        latest = latest_version(tables.connection, dataset)
        return None if latest is None else latest.version
    row: tuple[int] | None = tables.connection.execute(
        "SELECT version FROM dataset_versions WHERE dataset = ? AND batch_group_id = ? ORDER BY version DESC",
        (dataset, batch_group_id),
    ).fetchone()
    return None if row is None else row[0]


def _dataset_of(tables: Tables, workspace: int, dataset: bytes | str | None, items: Sequence[bytes]) -> int | None:
    """The dataset that is named (raises NotFound), or that has the first of the items that any has or had."""
    if dataset is not None:
        return existing_dataset(tables, workspace, dataset)
    for item in items:
        row: tuple[int] | None = tables.connection.execute(
            "SELECT d.dataset FROM dataset_items t JOIN datasets d ON d.dataset = t.dataset"
            " WHERE t.id = ? AND d.workspace = ? ORDER BY (t.until_version > d.latest) DESC, t.row DESC",
            (item, workspace),
        ).fetchone()
        if row is not None:
            return row[0]
    return None


def _copied(tables: Tables, workspace: int, source: tuple[bytes, bytes]) -> tuple[int, int]:
    """Dataset and version to copy from, in the store's numbers. Raises NotFound."""
    found = version_by_id(tables.connection, workspace, source[1])
    if found is None or found[1].dataset_id != source[0]:
        raise NotFound("There is no such version to copy from.")
    return found[0], found[1].version
