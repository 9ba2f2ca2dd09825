"""Feedback definitions: which scores people may give, and on which scale."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rein.opik_server.store.errors import AlreadyExists, NotFound
from rein.opik_server.store.listing import Selection, select_page
from rein.opik_server.store.tables import Tables


class Definition(NamedTuple):
    """A feedback definition."""

    id: bytes
    name: str
    type: str
    description: str | None
    details: str
    """JSON: the scale."""
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


@dataclass(frozen=True, slots=True)
class PutDefinition:
    """Make a definition, or replace one that is there; `apply` raises AlreadyExists (its name is taken), NotFound."""

    workspace: str
    id: bytes
    create: bool
    name: str
    type: str
    description: str | None
    details: str
    now_us: int
    by: str
    size_bytes: int = 2000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        values = (self.name, self.type, self.description, self.details)
        try:
            if self.create:
                tables.connection.execute(
                    "INSERT INTO feedback_definitions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (workspace, self.id, *values, self.now_us, self.by, self.now_us, self.by),
                )
                return
            done = tables.connection.execute(
                "UPDATE feedback_definitions SET name = ?, type = ?, description = ?, details = ?, updated_us = ?,"
                " updated_by = ? WHERE workspace = ? AND id = ?",
                (*values, self.now_us, self.by, workspace, self.id),
            )
        except sqlite3.IntegrityError as error:
            raise AlreadyExists("There is a feedback definition of this name already.") from error
        if done.rowcount == 0:
            raise NotFound("There is no such feedback definition in this workspace.")


@dataclass(frozen=True, slots=True)
class DropDefinitions:
    """Remove definitions; scores of their names stay. Ids that are not there are passed over."""

    workspace: str
    ids: Sequence[bytes]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        tables.connection.executemany(
            "DELETE FROM feedback_definitions WHERE workspace = ? AND id = ?", [(workspace, one) for one in self.ids]
        )


_COLUMNS = ", ".join(f"d.{name}" for name in Definition._fields)


def list_definitions(connection: sqlite3.Connection, selection: Selection) -> tuple[int, list[Definition]]:
    """How many there are, and a page of them, the newest first. The conditions are over `d`, the workspace's too."""
    total, rows = select_page(connection, _COLUMNS, "feedback_definitions d", selection, "d.created_us DESC, d.id")
    return total, [Definition(*row) for row in rows]  # pyright: ignore[reportArgumentType] - the columns' own types


def require_definition(connection: sqlite3.Connection, workspace: int, definition_id: bytes) -> Definition:
    """One by its id. Raises NotFound."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM feedback_definitions d WHERE d.workspace = ? AND d.id = ?", (workspace, definition_id)
    ).fetchone()
    if row is None:
        raise NotFound("There is no such feedback definition in this workspace.")
    return Definition(*row)
