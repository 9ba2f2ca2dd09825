"""Experiments: making, changing, finishing and removing them, and the links between items of datasets and traces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from rein.opik_server.store.dataset_versions import latest_version
from rein.opik_server.store.datasets import ProjectKey, dataset_id, ensure_dataset, project_number
from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.tags import TagChange


@dataclass(frozen=True, slots=True)
class ExperimentFields:
    """What an experiment is made of."""

    name: str
    dataset_name: str | None
    """The dataset is made if it is not there."""
    dataset_version_id: bytes | None = None
    """None: the newest, if the dataset has any."""
    project: ProjectKey | None = None
    metadata: bytes | None = None
    """Packed JSON."""
    tags: str | None = None
    type: str = "regular"
    evaluation_method: str = "dataset"
    optimization_id: bytes | None = None
    status: str = "completed"
    scores: str | None = None
    """JSON: a list of `{"name", "value"}`."""
    prompt_version_ids: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True)
class CreateExperiment:
    """Make an experiment. One of this id that is there already stays as it is: a request may come twice.

    `apply` raises NotFound for an unknown project's id.
    """

    workspace: str
    id: bytes
    fields: ExperimentFields
    now_us: int
    by: str
    size_bytes: int = 2000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        insert_experiment(tables, tables.workspace(self.workspace), self.id, self.fields, self.now_us, self.by)


@dataclass(frozen=True, slots=True)
class ExperimentUpdate:
    """What to change of an experiment: what is not None."""

    name: str | None = None
    metadata: bytes | None = None
    tags: str | None = None
    tag_change: TagChange = field(default_factory=TagChange)
    type: str | None = None
    status: str | None = None
    scores: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateExperiments:
    """Change experiments; `apply` raises NotFound if `must_exist` and one of them is not there."""

    workspace: str
    ids: Sequence[bytes]
    update: ExperimentUpdate
    must_exist: bool
    now_us: int
    by: str
    size_bytes: int = 2000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace, update = tables.workspace(self.workspace), self.update
        for experiment in self.ids:
            row: tuple[str | None] | None = tables.connection.execute(
                "SELECT tags FROM experiments WHERE workspace = ? AND id = ?", (workspace, experiment)
            ).fetchone()
            if row is None:
                if self.must_exist:
                    raise NotFound("There is no such experiment in this workspace.")
                continue
            tags = row[0] if update.tags is None else update.tags
            tables.connection.execute(
                "UPDATE experiments SET name = coalesce(?, name), metadata = coalesce(?, metadata), tags = ?,"
                " type = coalesce(?, type), status = coalesce(?, status), scores = coalesce(?, scores),"
                " updated_us = ?, updated_by = ? WHERE workspace = ? AND id = ?",
                (
                    *(update.name, update.metadata, update.tag_change.on(tags) if update.tag_change else tags),
                    *(update.type, update.status, update.scores, self.now_us, self.by, workspace, experiment),
                ),
            )


@dataclass(frozen=True, slots=True)
class FinishExperiments:
    """Those that run are completed; ids that are not there are passed over."""

    workspace: str
    ids: Sequence[bytes]
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        tables.connection.executemany(
            "UPDATE experiments SET status = 'completed', updated_us = ?, updated_by = ?"
            " WHERE workspace = ? AND id = ? AND status = 'running'",
            [(self.now_us, self.by, workspace, experiment) for experiment in self.ids],
        )


@dataclass(frozen=True, slots=True)
class DeleteExperiments:
    """Remove experiments with their items; their traces stay. Ids that are not there are passed over."""

    workspace: str
    ids: Sequence[bytes]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for table, column in (
            ("experiment_items", "experiment_id"),
            ("experiment_prompts", "experiment_id"),
            ("experiments", "id"),
        ):
            tables.connection.executemany(
                f"DELETE FROM {table} WHERE workspace = ? AND {column} = ?",
                [(workspace, experiment) for experiment in self.ids],
            )


@dataclass(frozen=True, slots=True)
class ExperimentItemRow:
    """A run of an item of a dataset: the trace it made."""

    id: bytes
    experiment_id: bytes
    dataset_item_id: bytes
    trace_id: bytes
    execution_policy: str | None = None
    """JSON."""


@dataclass(frozen=True, slots=True)
class AddExperimentItems:
    """Link items with traces; an id that is there already stays as it is. None of what they name need be there."""

    workspace: str
    items: Sequence[ExperimentItemRow]
    now_us: int
    by: str
    size_bytes: int

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        stamp = (self.now_us, self.by, self.now_us, self.by)
        tables.connection.executemany(
            "INSERT INTO experiment_items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (
                    *(workspace, item.id, item.experiment_id, item.dataset_item_id, item.trace_id),
                    *(item.execution_policy, *stamp),
                )
                for item in self.items
            ],
        )


@dataclass(frozen=True, slots=True)
class DeleteExperimentItems:
    """Remove links by their ids; those that are not there are passed over."""

    workspace: str
    ids: Sequence[bytes]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        tables.connection.executemany(
            "DELETE FROM experiment_items WHERE workspace = ? AND id = ?", [(workspace, item) for item in self.ids]
        )


def insert_experiment(
    tables: Tables, workspace: int, experiment: bytes, fields: ExperimentFields, now_us: int, by: str
) -> None:
    """Write an experiment, if none of its id is there."""
    connection = tables.connection
    if connection.execute(
        "SELECT 1 FROM experiments WHERE workspace = ? AND id = ?", (workspace, experiment)
    ).fetchone():
        return
    project = None if fields.project is None else project_number(tables, workspace, fields.project, by)
    dataset = version = None
    if fields.dataset_name is not None:
        number = ensure_dataset(tables, workspace, fields.dataset_name, fields.project, now_us, by)
        dataset, latest = dataset_id(connection, number), latest_version(connection, number)
        version = None if latest is None else latest.id
    connection.execute(
        "INSERT INTO experiments (workspace, id, dataset_id, dataset_version_id, project, name, metadata, tags, type,"
        " evaluation_method, optimization_id, status, scores, created_us, created_by, updated_us, updated_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(workspace, experiment, dataset, fields.dataset_version_id or version, project, fields.name),
            *(fields.metadata, fields.tags, fields.type, fields.evaluation_method, fields.optimization_id),
            *(fields.status, fields.scores, now_us, by, now_us, by),
        ),
    )
    connection.executemany(
        "INSERT INTO experiment_prompts VALUES (?, ?, ?, ?)",
        [(workspace, experiment, place, prompt) for place, prompt in enumerate(fields.prompt_version_ids)],
    )


def experiment_by_name(tables: Tables, workspace: int, name: str, dataset: bytes) -> bytes | None:
    """The newest experiment of a name with a dataset."""
    row: tuple[bytes] | None = tables.connection.execute(
        "SELECT id FROM experiments WHERE workspace = ? AND dataset_id = ? AND name = ? ORDER BY id DESC",
        (workspace, dataset, name),
    ).fetchone()
    return None if row is None else row[0]


def item_rows(experiment: bytes, pairs: Sequence[tuple[bytes, bytes]]) -> list[ExperimentItemRow]:
    """Links of one experiment: pairs of dataset item and trace. The same pair gets the same id, if it is sent again."""
    rows: list[ExperimentItemRow] = []
    for item, trace in pairs:
        digest = bytearray(sha256(experiment + item + trace).digest()[:10])
        digest[0] = 0x70 | (digest[0] & 0x0F)
        digest[2] = 0x80 | (digest[2] & 0x3F)
        rows.append(ExperimentItemRow(trace[:6] + bytes(digest), experiment, item, trace))
    return rows
