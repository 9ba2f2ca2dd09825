"""Feedback scores: one value per entity, name and author; the last write wins. And the sums of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rein.opik_server.ids import id_time_us
from rein.opik_server.store.entity import chunks
from rein.opik_server.store.sums import add_rollup
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.threads import ensure_thread
from rein.opik_server.store.totals import HOUR_US, Kind, Totals, merge

_ROLLUPS = {Kind.TRACE: Kind.TRACE_SCORE, Kind.SPAN: Kind.SPAN_SCORE}
_FIELDS = "project, value_nano, reason, category_name, source, source_queue_id, updated_us, updated_by"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A score as it comes in. `entity` is the trace's or span's id, or the `thread_id`'s text."""

    entity: bytes | str
    name: str
    author: str
    project: str | bytes
    """The project's name (blank = "Default Project") or id."""
    value_nano: int
    """The value times 1e9."""
    reason: str | None
    category_name: str | None
    source: str
    source_queue_id: bytes | None
    updated_us: int
    updated_by: str


@dataclass(frozen=True, slots=True)
class PutScores:
    """Write scores. Traces and spans need not be there yet; a thread that is not there is made.

    A score lies in the project of its trace or span, whatever project it names; that one counts until they come.
    """

    workspace: str
    kind: Kind
    rows: Sequence[ScoreRow]
    size_bytes: int

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        changes = _Changes(tables, workspace, self.kind)
        for row in self.rows:
            if isinstance(row.entity, str):
                project = tables.named_project(workspace, row.project, row.updated_by)
                entity = ensure_thread(tables, workspace, (project, row.entity), row.updated_by)
            else:
                entity = row.entity
                project = _project_of(tables, workspace, self.kind, entity)
                if project is None:
                    project = tables.named_project(workspace, row.project, row.updated_by)
            changes.watch(entity, row.name)
            _put(tables, workspace, self.kind, entity, project, row)
        changes.write()


@dataclass(frozen=True, slots=True)
class DeleteScores:
    """Remove scores of one entity by their names: all authors', or one's. Names that are not there are passed over."""

    workspace: str
    kind: Kind
    entity: bytes
    names: Sequence[str]
    author: str | None = None
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        changes = _Changes(tables, workspace, self.kind)
        for name in self.names:
            changes.watch(self.entity, name)
            tables.connection.execute(
                "DELETE FROM scores WHERE workspace = ? AND kind = ? AND entity = ? AND name = ?"
                " AND author = coalesce(?, author)",
                (workspace, self.kind, self.entity, name, self.author),
            )
        changes.write()


@dataclass(frozen=True, slots=True)
class DeleteThreadScores:
    """As `DeleteScores`, of a thread by its `thread_id`; a thread that is not there is passed over."""

    workspace: str
    project: str | bytes
    """Name or id; `apply` raises NotFound."""
    thread_id: str
    names: Sequence[str]
    author: str | None = None
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        project = tables.existing_project(tables.workspace(self.workspace), self.project)
        row: tuple[bytes] | None = tables.connection.execute(
            "SELECT id FROM threads WHERE project = ? AND thread_id = ?", (project, self.thread_id)
        ).fetchone()
        if row is not None:
            DeleteScores(self.workspace, Kind.THREAD, row[0], self.names, self.author).apply(tables)


def move_scores(tables: Tables, workspace: int, kind: Kind, projects: Mapping[bytes, int]) -> None:
    """Take the scores of traces or spans that came, or went to another project, along into it."""
    changes = _Changes(tables, workspace, kind)
    found: list[tuple[bytes, str]] = []
    for chunk in chunks(list(projects)):
        marks = ", ".join("?" * len(chunk))
        found += tables.connection.execute(
            f"SELECT DISTINCT entity, name FROM scores WHERE workspace = ? AND kind = ? AND entity IN ({marks})",
            (workspace, kind, *chunk),
        ).fetchall()
    for entity, name in found:
        changes.watch(entity, name)
        tables.connection.execute(
            "UPDATE scores SET project = ? WHERE workspace = ? AND kind = ? AND entity = ? AND name = ?",
            (projects[entity], workspace, kind, entity, name),
        )
    changes.write()


def delete_scores_of(tables: Tables, workspace: int, kind: Kind, entities: Iterable[bytes]) -> None:
    """Remove all scores of entities that are deleted."""
    changes = _Changes(tables, workspace, kind)
    for entity in entities:
        names: list[tuple[str]] = tables.connection.execute(
            "SELECT DISTINCT name FROM scores WHERE workspace = ? AND kind = ? AND entity = ?",
            (workspace, kind, entity),
        ).fetchall()
        if names:
            for (name,) in names:
                changes.watch(entity, name)
            tables.connection.execute(
                "DELETE FROM scores WHERE workspace = ? AND kind = ? AND entity = ?", (workspace, kind, entity)
            )
    changes.write()


def _project_of(tables: Tables, workspace: int, kind: Kind, entity: bytes) -> int | None:
    table = "traces" if kind is Kind.TRACE else "spans"
    row: tuple[int] | None = tables.connection.execute(
        f"SELECT project FROM {table} WHERE workspace = ? AND id = ?", (workspace, entity)
    ).fetchone()
    return None if row is None else row[0]


def _put(tables: Tables, workspace: int, kind: Kind, entity: bytes, project: int, row: ScoreRow) -> None:
    """Newer wins; of two of one moment, the greater by value and then by the rest."""
    key = (workspace, kind, entity, row.name, row.author)
    tables.connection.execute(
        f"INSERT INTO scores (workspace, kind, entity, name, author, {_FIELDS}, created_us, created_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET project = excluded.project, value_nano = excluded.value_nano,"
        " reason = excluded.reason, category_name = excluded.category_name, source = excluded.source,"
        " source_queue_id = excluded.source_queue_id, updated_us = excluded.updated_us,"
        " updated_by = excluded.updated_by"
        " WHERE (excluded.updated_us, excluded.value_nano, coalesce(excluded.reason, ''),"
        " coalesce(excluded.category_name, ''), excluded.source, excluded.updated_by) >"
        " (updated_us, value_nano, coalesce(reason, ''), coalesce(category_name, ''), source, updated_by)",
        (
            *key,
            *(project, row.value_nano, row.reason, row.category_name, row.source, row.source_queue_id),
            *(row.updated_us, row.updated_by, row.updated_us, row.updated_by),
        ),
    )


class _Changes:
    """The sums over scores before and after: per project, hour of the entity's id and name, of the authors' mean."""

    def __init__(self, tables: Tables, workspace: int, kind: Kind) -> None:
        self._tables = tables
        self._workspace = workspace
        self._kind = kind
        self._before: dict[tuple[bytes, str], dict[int, Totals]] = {}

    def watch(self, entity: bytes, name: str) -> None:
        """Note what an entity's scores of a name are before they change."""
        if self._kind in _ROLLUPS and (entity, name) not in self._before:
            self._before[entity, name] = self._sums(entity, name)

    def write(self) -> None:
        """Write the differences."""
        amounts: defaultdict[tuple[int, int, str], Totals] = defaultdict(dict)
        for (entity, name), before in self._before.items():
            hour = id_time_us(entity) // HOUR_US
            for sign, sums in ((-1, before), (1, self._sums(entity, name))):
                for project, totals in sums.items():
                    merge(amounts[project, hour, name], {key: sign * amount for key, amount in totals.items()})
        for (project, hour, name), totals in amounts.items():
            if totals:
                add_rollup(self._tables, project, _ROLLUPS[self._kind], hour, name, totals)

    def _sums(self, entity: bytes, name: str) -> dict[int, Totals]:
        rows: list[tuple[int, int, int]] = self._tables.connection.execute(
            "SELECT project, count(*), sum(value_nano) FROM scores"
            " WHERE workspace = ? AND kind = ? AND entity = ? AND name = ? GROUP BY project",
            (self._workspace, self._kind, entity, name),
        ).fetchall()
        return {project: {"n": 1, "value_nano": mean_nano(total, count)} for project, count, total in rows}


def mean_nano(total: int, count: int) -> int:
    """The mean of the authors' values, to the nearest 1e-9."""
    return (2 * total + count) // (2 * count)
