"""Projects: making, changing, removing and reading them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rein.opik_server.store.attachments import drop_attachments_in
from rein.opik_server.store.deletion import DeleteOlder
from rein.opik_server.store.errors import AlreadyExists, NotFound
from rein.opik_server.store.queues import drop_queues_in
from rein.opik_server.store.reading import Condition
from rein.opik_server.store.tables import Tables

FOREVER_US = (1 << 48) * 1000
"""Later than any id."""


class Project(NamedTuple):
    """A project, with the counts that are kept beside it."""

    project: int
    """The store's own number, which the reading functions take."""
    id: bytes
    name: str
    description: str | None
    visibility: str
    keep_us: int | None
    """How long traces are kept; None = as long as the server's default says."""
    trace_count: int
    span_count: int
    thread_count: int
    last_trace_us: int | None
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


@dataclass(frozen=True, slots=True)
class CreateProject:
    """Make a project; `apply` raises AlreadyExists if the name is taken, and returns its number."""

    workspace: str
    id: bytes
    name: str
    description: str | None
    visibility: str
    now_us: int
    by: str
    size_bytes: int = 500

    def apply(self, tables: Tables) -> int:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        done = tables.connection.execute(
            "INSERT INTO projects (workspace, id, name, description, visibility,"
            " created_us, created_by, updated_us, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (
                *(workspace, self.id, self.name.strip(), self.description, self.visibility),
                *(self.now_us, self.by, self.now_us, self.by),
            ),
        )
        if done.rowcount == 0:
            raise AlreadyExists("There is a project of this name already.")
        return tables.project(workspace, self.name, self.by)


@dataclass(frozen=True, slots=True)
class UpdateProject:
    """Change what is not None; `apply` raises NotFound, AlreadyExists."""

    workspace: str
    id: bytes
    name: str | None
    description: str | None
    visibility: str | None
    keep_us: int | None
    now_us: int
    by: str
    size_bytes: int = 500

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        project = tables.existing_project(workspace, self.id)
        try:
            tables.connection.execute(
                "UPDATE projects SET name = coalesce(?, name), description = coalesce(?, description),"
                " visibility = coalesce(?, visibility), keep_us = coalesce(?, keep_us), updated_us = ?, updated_by = ?"
                " WHERE project = ?",
                (
                    *(self.name and self.name.strip(), self.description, self.visibility, self.keep_us),
                    *(self.now_us, self.by, project),
                ),
            )
        except sqlite3.IntegrityError as error:
            raise AlreadyExists("There is a project of this name already.") from error
        tables.forget()


@dataclass(frozen=True, slots=True)
class DropProject:
    """Remove a project and all that is in it, in one piece: empty a large one first by `retention.empty_project`."""

    workspace: str
    id: bytes
    size_bytes: int = 500

    def apply(self, tables: Tables) -> None:
        """See `Operation`. Raises NotFound."""
        project = tables.existing_project(tables.workspace(self.workspace), self.id)
        while DeleteOlder(project, FOREVER_US, limit=1000, all_spans=True).apply(tables):
            pass
        _drop(tables, project)


@dataclass(frozen=True, slots=True)
class TrashProjects:
    """Take projects out of sight, at once however large they are; `retention.empty_trash` then removes them bit by bit.

    Ids that are not there are passed over. Returns how many there were.
    """

    workspace: str
    ids: Sequence[bytes]
    size_bytes: int = 500

    def apply(self, tables: Tables) -> int:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        gone = 0
        for project in self.ids:
            gone += tables.connection.execute(
                "UPDATE projects SET workspace = ?, name = hex(id) WHERE workspace = ? AND id = ?",
                (TRASH, workspace, project),
            ).rowcount
        tables.forget()
        return gone


@dataclass(frozen=True, slots=True)
class DropTrash:
    """Remove a project from the trash, by its number, when all its traces and spans are gone."""

    project: int
    size_bytes: int = 500

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        _drop(tables, self.project)


TRASH = 0
"""The workspace of projects that are being removed; no workspace has this number."""
_COLUMNS = ", ".join(f"t.{name}" for name in Project._fields)


_EQUAL = {True: "t.id = ?", False: "t.name = ?"}


def _drop(tables: Tables, project: int) -> None:
    drop_attachments_in(tables, project)
    drop_queues_in(tables, project)
    for table in ("threads", "scores", "rollups", "span_cells", "varied_slots", "retention_rules", "projects"):
        tables.connection.execute(f"DELETE FROM {table} WHERE project = ?", (project,))
    tables.forget()


def find_project(connection: sqlite3.Connection, workspace: int, id_or_name: bytes | str) -> Project | None:
    """A project by its id or its name."""
    key = id_or_name if isinstance(id_or_name, bytes) else id_or_name.strip()
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM projects t WHERE t.workspace = ? AND {_EQUAL[isinstance(key, bytes)]}",
        (workspace, key),
    ).fetchone()
    return None if row is None else Project(*row)


def list_projects(
    connection: sqlite3.Connection,
    workspace: int,
    limit: int,
    offset: int = 0,
    where: Condition | None = None,
    order: str = "",
    order_parameters: Sequence[str] = (),
) -> list[Project]:
    """A workspace's projects, by default the newest first. `where` and `order` (terms of an ORDER BY) speak of `t`."""
    condition, parameters = (f" AND ({where.sql})", where.parameters) if where else ("", ())
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM projects t WHERE t.workspace = ?{condition}"
        f" ORDER BY {order + ', ' if order else ''}t.id DESC LIMIT ? OFFSET ?",
        (workspace, *parameters, *order_parameters, limit, offset),
    )
    return [Project(*row) for row in rows]


def count_projects(connection: sqlite3.Connection, workspace: int, where: Condition | None = None) -> int:
    """How many projects `list_projects` has in all."""
    condition, parameters = (f" AND ({where.sql})", where.parameters) if where else ("", ())
    row: tuple[int] = connection.execute(
        f"SELECT count(*) FROM projects t WHERE t.workspace = ?{condition}", (workspace, *parameters)
    ).fetchone()
    return row[0]


def require_project(connection: sqlite3.Connection, workspace: int, id_or_name: bytes | str) -> Project:
    """As `find_project`; raises NotFound."""
    found = find_project(connection, workspace, id_or_name)
    if found is None:
        raise NotFound("There is no such project in this workspace.")
    return found
