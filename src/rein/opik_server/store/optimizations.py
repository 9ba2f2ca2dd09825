"""Optimizations: searches for a better prompt, whose trials are experiments."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rein.opik_server.store.datasets import ProjectKey, dataset_id, ensure_dataset, project_number
from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.listing import Selection, select_page
from rein.opik_server.store.tables import Tables


class Optimization(NamedTuple):
    """An optimization."""

    workspace: int
    id: bytes
    name: str
    dataset_id: bytes
    dataset_name: str
    """As it is now; of a dataset that is gone, as it was."""
    project_id: bytes | None
    objective_name: str
    """The score that is to grow."""
    status: str
    metadata: bytes | None
    studio_config: bytes | None
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


@dataclass(frozen=True, slots=True)
class PutOptimization:
    """Make an optimization, or replace what is said of one that is there; the dataset is made if it is not there.

    Of one that is there, name, metadata and configuration stay where the new ones are None. `apply` raises NotFound
    for an unknown project's id.
    """

    workspace: str
    id: bytes
    name: str | None
    new_name: str
    """For one that is new and has no name."""
    dataset_name: str
    project: ProjectKey | None
    objective_name: str
    status: str
    metadata: bytes | None
    studio_config: bytes | None
    now_us: int
    by: str

    @property
    def size_bytes(self) -> int:
        """See `Operation`."""
        return 2000 + len(self.metadata or b"") + len(self.studio_config or b"")

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        dataset = ensure_dataset(tables, workspace, self.dataset_name, self.project, self.now_us, self.by)
        project = None if self.project is None else project_number(tables, workspace, self.project, self.by)
        tables.connection.execute(
            "INSERT INTO optimizations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET name = coalesce(?, name), dataset_id = excluded.dataset_id,"
            " dataset_name = excluded.dataset_name, project = excluded.project,"
            " objective_name = excluded.objective_name, status = excluded.status,"
            " metadata = coalesce(excluded.metadata, metadata),"
            " studio_config = coalesce(excluded.studio_config, studio_config),"
            " updated_us = excluded.updated_us, updated_by = excluded.updated_by",
            (
                *(workspace, self.id, self.name or self.new_name, dataset_id(tables.connection, dataset)),
                *(self.dataset_name, project, self.objective_name, self.status, self.metadata, self.studio_config),
                *(self.now_us, self.by, self.now_us, self.by, self.name),
            ),
        )


@dataclass(frozen=True, slots=True)
class UpdateOptimization:
    """Change what is not None; `apply` raises NotFound."""

    workspace: str
    id: bytes
    name: str | None
    status: str | None
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        done = tables.connection.execute(
            "UPDATE optimizations SET name = coalesce(?, name), status = coalesce(?, status), updated_us = ?,"
            " updated_by = ? WHERE workspace = ? AND id = ?",
            (self.name, self.status, self.now_us, self.by, tables.workspace(self.workspace), self.id),
        )
        if done.rowcount == 0:
            raise _none()


@dataclass(frozen=True, slots=True)
class DropOptimizations:
    """Remove optimizations; their experiments stay. Ids that are not there are passed over."""

    workspace: str
    ids: Sequence[bytes]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        tables.connection.executemany(
            "DELETE FROM optimizations WHERE workspace = ? AND id = ?", [(workspace, one) for one in self.ids]
        )


SOURCE = (
    "optimizations o LEFT JOIN datasets d ON d.workspace = o.workspace AND d.id = o.dataset_id"
    " LEFT JOIN projects j ON j.project = o.project AND j.workspace = o.workspace"
)
_COLUMNS = (
    "o.workspace, o.id, o.name, o.dataset_id, coalesce(d.name, o.dataset_name), j.id, o.objective_name, o.status,"
    " o.metadata, o.studio_config, o.created_us, o.created_by, o.updated_us, o.updated_by"
)


def list_optimizations(connection: sqlite3.Connection, selection: Selection) -> tuple[int, list[Optimization]]:
    """How many there are, and a page, the newest first. Conditions are over `o`, its dataset `d` and project `j`."""
    total, rows = select_page(connection, _COLUMNS, SOURCE, selection, "o.created_us DESC, o.id")
    return total, [Optimization(*row) for row in rows]  # pyright: ignore[reportArgumentType] - the columns' own types


def require_optimization(connection: sqlite3.Connection, workspace: int, optimization_id: bytes) -> Optimization:
    """One by its id. Raises NotFound."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM {SOURCE} WHERE o.workspace = ? AND o.id = ?", (workspace, optimization_id)
    ).fetchone()
    if row is None:
        raise _none()
    return Optimization(*row)


def _none() -> NotFound:
    return NotFound("There is no such optimization in this workspace.")
