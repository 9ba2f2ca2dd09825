"""Environments: names for where something runs. Made by hand, by a trace that names one, or by a prompt version."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rein.opik_server.ids import new_id
from rein.opik_server.store.errors import AlreadyExists, Conflict, NotFound
from rein.opik_server.store.rows import Row
from rein.opik_server.store.tables import Tables, now_us

MAX_ENVIRONMENTS = 1000
"""In a workspace: their list has no pages. Traces that name more of them keep the name, and no environment is made."""
NAME = re.compile("[A-Za-z0-9_-]{1,150}")
"""What an environment may be called. A trace may name something else, which then is none."""


class Environment(NamedTuple):
    """An environment."""

    environment: int
    """The store's own number."""
    id: bytes
    name: str
    description: str | None
    color: str | None
    position: int
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


@dataclass(frozen=True, slots=True)
class CreateEnvironment:
    """Make an environment; `apply` raises AlreadyExists (its name or id is taken), Conflict (there are too many)."""

    workspace: str
    id: bytes
    name: str
    description: str | None
    color: str | None
    position: int
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        if len(_names(tables, workspace)) >= MAX_ENVIRONMENTS:
            raise Conflict(f"The workspace has its {MAX_ENVIRONMENTS} environments. Delete those that nobody uses.")
        if not _insert(tables, workspace, self):
            raise AlreadyExists("There is an environment of this name or id already.")


@dataclass(frozen=True, slots=True)
class UpdateEnvironment:
    """Change what is not None; `apply` raises NotFound, AlreadyExists."""

    workspace: str
    id: bytes
    name: str | None
    description: str | None
    color: str | None
    position: int | None
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        try:
            done = tables.connection.execute(
                "UPDATE environments SET name = coalesce(?, name), description = coalesce(?, description),"
                " color = coalesce(?, color), position = coalesce(?, position), updated_us = ?, updated_by = ?"
                " WHERE workspace = ? AND id = ?",
                (
                    *(self.name, self.description, self.color, self.position),
                    *(self.now_us, self.by, workspace, self.id),
                ),
            )
        except sqlite3.IntegrityError as error:
            raise AlreadyExists("There is an environment of this name already.") from error
        if done.rowcount == 0:
            raise NotFound("There is no such environment in this workspace.")
        tables.environments.pop(workspace, None)


@dataclass(frozen=True, slots=True)
class DropEnvironments:
    """Remove environments, and what prompt versions have of them. Ids that are not there are passed over."""

    workspace: str
    ids: Sequence[bytes]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for environment_id in self.ids:
            row: tuple[int] | None = tables.connection.execute(
                "DELETE FROM environments WHERE workspace = ? AND id = ? RETURNING environment",
                (workspace, environment_id),
            ).fetchone()
            if row is not None:
                tables.connection.execute("DELETE FROM prompt_environments WHERE environment = ?", row)
        tables.environments.pop(workspace, None)


def note_environments(tables: Tables, workspace: int, rows: Iterable[Row], field: int) -> None:
    """Make the environments that traces or spans name in a field. Costs a look into a set for each row."""
    known: set[str] | None = None
    for row in rows:
        name = row.values[field]
        if isinstance(name, str) and name:
            if known is None:
                known = _names(tables, workspace)
            if name not in known and len(known) < MAX_ENVIRONMENTS and NAME.fullmatch(name):
                known.add(name)
                _insert(tables, workspace, _unnoticed(name, row.updated_by))


def ensure_environment(tables: Tables, workspace: int, name: str, by: str) -> int:
    """The number of an environment, which is made if it is not there. Raises Conflict if there are too many."""
    number = environment_number(tables.connection, workspace, name)
    if number is None:
        known = _names(tables, workspace)
        if len(known) >= MAX_ENVIRONMENTS:
            raise Conflict(f"The workspace has its {MAX_ENVIRONMENTS} environments. Delete those that nobody uses.")
        known.add(name)
        _insert(tables, workspace, _unnoticed(name, by))
        number = environment_number(tables.connection, workspace, name)
        assert number is not None
    return number


def environment_number(connection: sqlite3.Connection, workspace: int, name: str) -> int | None:
    """The number of an environment by its name."""
    row: tuple[int] | None = connection.execute(
        "SELECT environment FROM environments WHERE workspace = ? AND name = ?", (workspace, name)
    ).fetchone()
    return None if row is None else row[0]


_COLUMNS = ", ".join(Environment._fields)


def list_environments(connection: sqlite3.Connection, workspace: int) -> list[Environment]:
    """All of a workspace, by position, then the oldest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM environments WHERE workspace = ? ORDER BY position, environment", (workspace,)
    )
    return [Environment(*row) for row in rows]


def require_environment(connection: sqlite3.Connection, workspace: int, environment_id: bytes) -> Environment:
    """One by its id. Raises NotFound."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM environments WHERE workspace = ? AND id = ?", (workspace, environment_id)
    ).fetchone()
    if row is None:
        raise NotFound("There is no such environment in this workspace.")
    return Environment(*row)


def _unnoticed(name: str, by: str) -> CreateEnvironment:
    return CreateEnvironment("", new_id(), name, None, None, 0, now_us(), by)


def _insert(tables: Tables, workspace: int, new: CreateEnvironment) -> bool:
    done = tables.connection.execute(
        "INSERT INTO environments (workspace, id, name, description, color, position,"
        " created_us, created_by, updated_us, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            *(workspace, new.id, new.name, new.description, new.color, new.position),
            *(new.now_us, new.by, new.now_us, new.by),
        ),
    )
    if done.rowcount:
        _names(tables, workspace).add(new.name)
    return bool(done.rowcount)


def _names(tables: Tables, workspace: int) -> set[str]:
    """Those of a workspace, remembered."""
    known = tables.environments.get(workspace)
    if known is None:
        rows: list[tuple[str]] = tables.connection.execute(
            "SELECT name FROM environments WHERE workspace = ?", (workspace,)
        ).fetchall()
        known = tables.environments[workspace] = {name for (name,) in rows}
    return known
