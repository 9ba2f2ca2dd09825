"""Writing what was exported: with the ids, authors and times that it had. Doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rein.opik_server.ids import new_id
from rein.opik_server.store.scores import PutScores, ScoreRow
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.threads import ensure_thread
from rein.opik_server.store.totals import Kind


@dataclass(frozen=True, slots=True)
class Made:
    """When a row was first written, and by whom."""

    us: int
    by: str


@dataclass(frozen=True, slots=True)
class RestoreProject:
    """Make a project; one that is there gets the description if it has none."""

    workspace: str
    name: str
    description: str | None
    visibility: str
    made: Made
    updated: Made
    size_bytes: int = 500

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        tables.connection.execute(
            "INSERT INTO projects (workspace, id, name, description, visibility,"
            " created_us, created_by, updated_us, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, name) DO UPDATE SET description = coalesce(description, excluded.description)",
            (
                *(workspace, new_id(), self.name.strip(), self.description, self.visibility),
                *(self.made.us, self.made.by, self.updated.us, self.updated.by),
            ),
        )


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread's own fields."""

    project: str
    thread_id: str
    id: bytes
    tags: str | None
    closed_us: int | None
    opened_us: int | None
    made: Made


@dataclass(frozen=True, slots=True)
class RestoreThreads:
    """Make threads, before their traces come; of one that is there the newer closing and opening counts."""

    workspace: str
    rows: Sequence[ThreadRow]
    size_bytes: int

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for row in self.rows:
            project = tables.project(workspace, row.project, row.made.by)
            tables.connection.execute(
                "INSERT INTO threads (project, thread_id, workspace, id, trace_count, cost_pico,"
                " created_us, created_by, updated_us, updated_by) VALUES (?, ?, ?, ?, 0, 0, ?, ?, 0, ?)"
                " ON CONFLICT DO NOTHING",
                (project, row.thread_id, workspace, row.id, row.made.us, row.made.by, row.made.by),
            )
            ensure_thread(tables, workspace, (project, row.thread_id), row.made.by)  # its id may be another thread's
            tables.connection.execute(
                "UPDATE threads SET tags = coalesce(tags, ?), closed_us = nullif(max(coalesce(closed_us, 0), ?), 0),"
                " opened_us = nullif(max(coalesce(opened_us, 0), ?), 0) WHERE project = ? AND thread_id = ?",
                (row.tags, row.closed_us or 0, row.opened_us or 0, project, row.thread_id),
            )


@dataclass(frozen=True, slots=True)
class RestoreScores:
    """Write scores, as `PutScores`, and when each was first given."""

    workspace: str
    kind: Kind
    rows: Sequence[tuple[ScoreRow, Made]]
    size_bytes: int

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        PutScores(self.workspace, self.kind, [row for row, _ in self.rows], self.size_bytes).apply(tables)
        workspace = tables.workspace(self.workspace)
        for row, made in self.rows:
            entity = _entity(tables, workspace, row.project, row.entity, made.by)
            tables.connection.execute(
                "UPDATE scores SET created_us = ?, created_by = ?"
                " WHERE workspace = ? AND kind = ? AND entity = ? AND name = ? AND author = ? AND created_us > ?",
                (made.us, made.by, workspace, self.kind, entity, row.name, row.author, made.us),
            )


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment; `entity` as in `ScoreRow`."""

    id: bytes
    kind: Kind
    entity: bytes | str
    project: str
    text: str
    source_queue_id: bytes | None
    made: Made
    updated: Made


@dataclass(frozen=True, slots=True)
class RestoreComments:
    """Write comments; of one that is there the newer text counts."""

    workspace: str
    rows: Sequence[CommentRow]
    size_bytes: int

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for row in self.rows:
            entity = _entity(tables, workspace, row.project, row.entity, row.made.by)
            tables.connection.execute(
                "INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " text = excluded.text, updated_us = excluded.updated_us, updated_by = excluded.updated_by"
                " WHERE excluded.updated_us > updated_us",
                (
                    *(workspace, row.id, row.kind, entity, row.text, row.source_queue_id),
                    *(row.made.us, row.made.by, row.updated.us, row.updated.by),
                ),
            )


def _entity(tables: Tables, workspace: int, project: str | bytes, entity: bytes | str, by: str) -> bytes:
    if isinstance(entity, bytes):
        return entity
    return ensure_thread(tables, workspace, (tables.named_project(workspace, project, by), entity), by)
