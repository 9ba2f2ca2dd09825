"""Rules of how long a workspace or a project keeps its traces."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import NamedTuple

from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.tables import Tables


class Rule(NamedTuple):
    """A rule. Of the rules for one scope the newest is enabled; the others tell what held before."""

    id: bytes
    project_id: bytes | None
    """None: of the whole workspace."""
    keep_us: int | None
    """None: for ever."""
    from_us: int
    """What was made before this moment is not touched; 0 = everything is."""
    enabled: int
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


@dataclass(frozen=True, slots=True)
class AddRule:
    """Make a rule, which takes the place of the enabled one of the same scope; `apply` raises NotFound."""

    workspace: str
    id: bytes
    project_id: bytes | None
    keep_us: int | None
    from_us: int
    now_us: int
    by: str
    size_bytes: int = 500

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        project = None if self.project_id is None else tables.existing_project(workspace, self.project_id)
        _disable(tables, workspace, project, self.now_us, self.by)
        tables.connection.execute(
            "INSERT INTO retention_rules VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?)",
            (
                *(workspace, self.id, project, self.keep_us, self.from_us),
                *(self.now_us, self.by, self.now_us, self.by),
            ),
        )


@dataclass(frozen=True, slots=True)
class DisableRule:
    """Let a rule hold no more; `apply` raises NotFound."""

    workspace: str
    id: bytes
    now_us: int
    by: str
    size_bytes: int = 500

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        done = tables.connection.execute(
            "UPDATE retention_rules SET enabled = 0, updated_us = ?, updated_by = ? WHERE workspace = ? AND id = ?",
            (self.now_us, self.by, tables.workspace(self.workspace), self.id),
        )
        if done.rowcount == 0:
            raise NotFound("There is no such rule.")


def _disable(tables: Tables, workspace: int, project: int | None, now_us: int, by: str) -> None:
    tables.connection.execute(
        "UPDATE retention_rules SET enabled = 0, updated_us = ?, updated_by = ?"
        " WHERE workspace = ? AND project IS ? AND enabled",
        (now_us, by, workspace, project),
    )


_RULE = (
    "SELECT r.id, (SELECT p.id FROM projects p WHERE p.project = r.project), r.keep_us, r.from_us, r.enabled,"
    " r.created_us, r.created_by, r.updated_us, r.updated_by FROM retention_rules r WHERE r.workspace = ?"
)


def list_rules(
    connection: sqlite3.Connection, workspace: int, limit: int, offset: int, *, disabled: bool
) -> tuple[list[Rule], int]:
    """A page of a workspace's rules, the newest first, and how many there are; `disabled` ones too if asked."""
    which = "" if disabled else " AND r.enabled"
    rows = connection.execute(f"{_RULE}{which} ORDER BY r.id DESC LIMIT ? OFFSET ?", (workspace, limit, offset))
    found = [Rule(*row) for row in rows]
    count: tuple[int] = connection.execute(
        f"SELECT count(*) FROM retention_rules r WHERE r.workspace = ?{which}", (workspace,)
    ).fetchone()
    return found, count[0]


def find_rule(connection: sqlite3.Connection, workspace: int, rule_id: bytes) -> Rule | None:
    """A rule by its id."""
    row = connection.execute(f"{_RULE} AND r.id = ?", (workspace, rule_id)).fetchone()
    return None if row is None else Rule(*row)


class Keep(NamedTuple):
    """What holds for a project."""

    project: int
    keep_us: int
    from_us: int


def what_is_kept(connection: sqlite3.Connection, default_keep_us: int | None) -> list[Keep]:
    """How long each project keeps its traces; those that keep for ever are left out.

    The project's own rule goes before its `keep_us`, this before the workspace's rule, this before the default.
    """
    rows: list[tuple[int, int | None, int | None, int | None, int | None, int | None]] = connection.execute(
        "SELECT p.project, p.keep_us, own.from_us, own.keep_us, shared.from_us, shared.keep_us"
        " FROM projects p"
        " LEFT JOIN retention_rules own ON own.project = p.project AND own.enabled"
        " LEFT JOIN retention_rules shared"
        " ON shared.workspace = p.workspace AND shared.project IS NULL AND shared.enabled"
    ).fetchall()
    kept: list[Keep] = []
    for project, keep_us, own_from_us, own_keep_us, shared_from_us, shared_keep_us in rows:
        if own_from_us is not None:
            found, from_us = own_keep_us, own_from_us
        elif keep_us is not None:
            found, from_us = keep_us, 0
        elif shared_from_us is not None:
            found, from_us = shared_keep_us, shared_from_us
        else:
            found, from_us = default_keep_us, 0
        if found is not None:
            kept.append(Keep(project, found, from_us))
    return kept
