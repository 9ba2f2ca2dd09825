"""Datasets: making, changing, removing and finding them. Their items lie in versions: `dataset_versions`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rein.opik_server.ids import new_id
from rein.opik_server.store.errors import AlreadyExists, NotFound
from rein.opik_server.store.tables import Tables

ProjectKey = str | bytes
"""A project's name or id."""


@dataclass(frozen=True, slots=True)
class DatasetFields:
    """What a dataset is made of."""

    name: str
    description: str | None = None
    type: str = "dataset"
    visibility: str = "private"
    tags: str | None = None
    """JSON: a sorted list of texts."""
    project: ProjectKey | None = None
    """Made if it is not there and given by name."""


@dataclass(frozen=True, slots=True)
class CreateDataset:
    """Make a dataset; `apply` raises AlreadyExists if the name or the id is taken, NotFound for an unknown project."""

    workspace: str
    id: bytes
    fields: DatasetFields
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        if insert_dataset(tables, workspace, self.id, self.fields, self.now_us, self.by) is None:
            raise AlreadyExists("There is a dataset of this name or id already.")


@dataclass(frozen=True, slots=True)
class UpdateDataset:
    """Replace name and description, and what else is not None; `apply` raises NotFound, AlreadyExists."""

    workspace: str
    id: bytes
    name: str
    description: str | None
    visibility: str | None
    tags: str | None
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        dataset = existing_dataset(tables, tables.workspace(self.workspace), self.id)
        try:
            tables.connection.execute(
                "UPDATE datasets SET name = ?, description = ?, visibility = coalesce(?, visibility),"
                " tags = coalesce(?, tags), updated_us = ?, updated_by = ? WHERE dataset = ?",
                (self.name, self.description, self.visibility, self.tags, self.now_us, self.by, dataset),
            )
        except sqlite3.IntegrityError as error:
            raise AlreadyExists("There is a dataset of this name already.") from error


@dataclass(frozen=True, slots=True)
class DropDatasets:
    """Remove datasets with their versions and items; keys that are not there are passed over. Experiments stay."""

    workspace: str
    keys: Sequence[bytes | str]
    """Ids or names."""
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for key in self.keys:
            dataset = dataset_number(tables.connection, workspace, key)
            for table in _TABLES if dataset is not None else ():
                tables.connection.execute(f"DELETE FROM {table} WHERE dataset = ?", (dataset,))


_TABLES = ("dataset_items", "dataset_columns", "dataset_version_tags", "dataset_versions", "datasets")


class Version(NamedTuple):
    """What a dataset was at a time, until it was changed in the next."""

    dataset_id: bytes
    version: int
    """1, 2, …: shown as "v1", "v2"."""
    id: bytes
    hash: str
    tags: str
    """JSON: a list of texts; the newest has "latest"."""
    is_latest: int
    item_count: int
    added: int
    modified: int
    deleted: int
    """Against the version before."""
    change_description: str | None
    metadata: str | None
    evaluators: str | None
    execution_policy: str | None
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


class Dataset(NamedTuple):
    """A dataset. Ids are 16 bytes, times microseconds since 1970."""

    dataset: int
    """The store's own number, which the reading functions take."""
    id: bytes
    name: str
    project_id: bytes | None
    description: str | None
    type: str
    visibility: str
    tags: str | None
    latest: int
    """The number of the newest version; 0 = it has none."""
    experiment_count: int
    last_experiment_us: int | None
    optimization_count: int
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


DATASET_COLUMNS = """d.dataset, d.id, d.name, (SELECT id FROM projects WHERE projects.project = d.project),
    d.description, d.type, d.visibility, d.tags, d.latest,
    (SELECT count(*) FROM experiments e WHERE e.workspace = d.workspace AND e.dataset_id = d.id),
    (SELECT max(e.created_us) FROM experiments e WHERE e.workspace = d.workspace AND e.dataset_id = d.id),
    (SELECT count(*) FROM optimizations o WHERE o.workspace = d.workspace AND o.dataset_id = d.id),
    d.created_us, d.created_by, d.updated_us, d.updated_by"""


def insert_dataset(
    tables: Tables, workspace: int, dataset_id: bytes, fields: DatasetFields, now_us: int, by: str
) -> int | None:
    """The number of a new dataset; None if its name or id is taken."""
    project = None if fields.project is None else project_number(tables, workspace, fields.project, by)
    row: tuple[int] | None = tables.connection.execute(
        "INSERT INTO datasets (workspace, id, name, project, description, type, visibility, tags,"
        " created_us, created_by, updated_us, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING RETURNING dataset",
        (
            *(workspace, dataset_id, fields.name, project, fields.description, fields.type, fields.visibility),
            *(fields.tags, now_us, by, now_us, by),
        ),
    ).fetchone()
    return None if row is None else row[0]


def ensure_dataset(tables: Tables, workspace: int, name: str, project: ProjectKey | None, now_us: int, by: str) -> int:
    """The number of a dataset, which is made if it is not there."""
    known = dataset_number(tables.connection, workspace, name)
    if known is None:
        known = insert_dataset(tables, workspace, new_id(), DatasetFields(name, project=project), now_us, by)
        assert known is not None
    return known


def existing_dataset(tables: Tables, workspace: int, key: bytes | str) -> int:
    """The number of a dataset by its id or name. Raises NotFound."""
    known = dataset_number(tables.connection, workspace, key)
    if known is None:
        raise NotFound("There is no such dataset in this workspace.")
    return known


def dataset_number(connection: sqlite3.Connection, workspace: int, key: bytes | str) -> int | None:
    """The number of a dataset by its id or name."""
    row: tuple[int] | None = connection.execute(
        f"SELECT dataset FROM datasets WHERE workspace = ? AND {_key_column(key)} = ?", (workspace, key)
    ).fetchone()
    return None if row is None else row[0]


def dataset_id(connection: sqlite3.Connection, dataset: int) -> bytes:
    """The id of a dataset by its number."""
    row: tuple[bytes] = connection.execute("SELECT id FROM datasets WHERE dataset = ?", (dataset,)).fetchone()
    return row[0]


def project_number(tables: Tables, workspace: int, project: ProjectKey, by: str) -> int:
    """The number of a project: made if given by name, looked for if by id. Raises NotFound."""
    if isinstance(project, bytes):
        return tables.existing_project(workspace, project)
    return tables.project(workspace, project, by)


def find_dataset(connection: sqlite3.Connection, workspace: int, key: bytes | str) -> Dataset | None:
    """A dataset by its id or name."""
    row = connection.execute(
        f"SELECT {DATASET_COLUMNS} FROM datasets d WHERE d.workspace = ? AND d.{_key_column(key)} = ?",
        (workspace, key),
    ).fetchone()
    return None if row is None else Dataset(*row)


def require_dataset(connection: sqlite3.Connection, workspace: int, key: bytes | str) -> Dataset:
    """As `find_dataset`; raises NotFound."""
    found = find_dataset(connection, workspace, key)
    if found is None:
        raise NotFound("There is no such dataset in this workspace.")
    return found


def _key_column(key: bytes | str) -> str:
    return "id" if isinstance(key, bytes) else "name"
