"""Settings of a workspace."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.tables import Tables


@dataclass(frozen=True, slots=True)
class SetSettings:
    """Replace a workspace's settings (JSON); None removes them, and `apply` raises NotFound if there are none."""

    workspace: str
    settings: str | None
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        if self.settings is not None:
            tables.connection.execute(
                "INSERT OR REPLACE INTO workspace_settings VALUES (?, ?, ?, ?)",
                (workspace, self.settings, self.now_us, self.by),
            )
            return
        done = tables.connection.execute("DELETE FROM workspace_settings WHERE workspace = ?", (workspace,))
        if done.rowcount == 0:
            raise NotFound("The workspace has no settings of its own.")


def find_settings(connection: sqlite3.Connection, workspace: int) -> str | None:
    """A workspace's settings, as they were set."""
    row: tuple[str] | None = connection.execute(
        "SELECT settings FROM workspace_settings WHERE workspace = ?", (workspace,)
    ).fetchone()
    return None if row is None else row[0]
