"""What every operation needs of the database: the connection, and the numbers of workspaces, projects and payloads."""

from __future__ import annotations

import sqlite3
from time import time_ns

from rein.opik_server.ids import new_id
from rein.opik_server.store.errors import NotFound

DEFAULT_PROJECT = "Default Project"


def now_us() -> int:
    """Microseconds since 1970."""
    return time_ns() // 1000


class Tables:
    """The writing side of the tables, used by the writer's thread only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._workspaces: dict[str, int] = {}
        self._projects: dict[tuple[int, str], int] = {}
        self._next_payload: int | None = None
        self.environments: dict[int, set[str]] = {}
        """The names of each workspace's, as far as they were read."""
        self.sums: dict[tuple[object, ...], dict[str, int]] = {}
        """What `sums` and `cells` wrote last, by the key of the row: mostly the next batch adds to the same."""

    def forget(self) -> None:
        """Drop what is remembered, because a transaction that may have made it was taken back."""
        self._workspaces.clear()
        self._projects.clear()
        self.environments.clear()
        self.sums.clear()
        self._next_payload = None

    def workspace(self, name: str) -> int:
        """The number of a workspace, which is made if it is not there."""
        known = self._workspaces.get(name)
        if known is None:
            self.connection.execute(
                "INSERT INTO workspaces (name, created_us) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, now_us())
            )
            known = self._number("SELECT workspace FROM workspaces WHERE name = ?", (name,))
            assert known is not None
            self._workspaces[name] = known
        return known

    def project(self, workspace: int, name: str | None, by: str) -> int:
        """The number of a project, which is made if it is not there. A blank name means "Default Project"."""
        name = (name or "").strip() or DEFAULT_PROJECT
        known = self._projects.get((workspace, name))
        if known is None:
            now = now_us()
            self.connection.execute(
                "INSERT INTO projects (workspace, id, name, created_us, created_by, updated_us, updated_by)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, name) DO NOTHING",
                (workspace, new_id(), name, now, by, now, by),
            )
            known = self._number("SELECT project FROM projects WHERE workspace = ? AND name = ?", (workspace, name))
            assert known is not None
            self._projects[workspace, name] = known
        return known

    def existing_project(self, workspace: int, id_or_name: bytes | str) -> int:
        """The number of a project that must be there.

        Raises:
            NotFound: it is not.
        """
        column, key = ("id", id_or_name) if isinstance(id_or_name, bytes) else ("name", id_or_name.strip())
        known = self._number(f"SELECT project FROM projects WHERE workspace = ? AND {column} = ?", (workspace, key))
        if known is None:
            raise NotFound("There is no such project in this workspace.")
        return known

    def named_project(self, workspace: int, id_or_name: bytes | str, by: str) -> int:
        """The number of a project: made by a name that is not there, NotFound for such an id."""
        if isinstance(id_or_name, bytes):
            return self.existing_project(workspace, id_or_name)
        return self.project(workspace, id_or_name, by)

    def project_name(self, project: int) -> str:
        """The name of a project by its number."""
        row: tuple[str] = self.connection.execute("SELECT name FROM projects WHERE project = ?", (project,)).fetchone()
        return row[0]

    def payload_numbers(self, count: int) -> int:
        """The first of `count` numbers for new payload rows."""
        first = self._next_payload
        if first is None:
            first = (self._number("SELECT max(payload) FROM payloads", ()) or 0) + 1
        self._next_payload = first + count
        return first

    def _number(self, sql: str, parameters: tuple[object, ...]) -> int | None:
        row: tuple[int | None] | None = self.connection.execute(sql, parameters).fetchone()
        return None if row is None else row[0]
