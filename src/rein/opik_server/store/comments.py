"""Comments on traces, spans and threads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.totals import Kind

_TABLES = {Kind.TRACE: "traces", Kind.SPAN: "spans", Kind.THREAD: "threads"}


@dataclass(frozen=True, slots=True)
class AddComment:
    """Write a comment. `entity` is a trace's, a span's, or a thread's own id; `apply` raises NotFound."""

    workspace: str
    id: bytes
    kind: Kind
    entity: bytes
    text: str
    now_us: int
    by: str
    source_queue_id: bytes | None = None

    @property
    def size_bytes(self) -> int:
        """See `Operation`."""
        return len(self.text) + 100

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        table = _TABLES[self.kind]
        if (
            tables.connection.execute(
                f"SELECT 1 FROM {table} WHERE workspace = ? AND id = ?", (workspace, self.entity)
            ).fetchone()
            is None
        ):
            raise NotFound(f"There is no such {table[:-1]}.")
        tables.connection.execute(
            "INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(workspace, self.id, self.kind, self.entity, self.text, self.source_queue_id),
                *(self.now_us, self.by, self.now_us, self.by),
            ),
        )


@dataclass(frozen=True, slots=True)
class EditComment:
    """Replace a comment's text; `apply` raises NotFound."""

    workspace: str
    id: bytes
    kind: Kind
    text: str
    now_us: int
    by: str

    @property
    def size_bytes(self) -> int:
        """See `Operation`."""
        return len(self.text) + 100

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        done = tables.connection.execute(
            "UPDATE comments SET text = ?, updated_us = ?, updated_by = ? WHERE workspace = ? AND id = ? AND kind = ?",
            (self.text, self.now_us, self.by, tables.workspace(self.workspace), self.id, self.kind),
        )
        if done.rowcount == 0:
            raise NotFound("There is no such comment.")


@dataclass(frozen=True, slots=True)
class DeleteComments:
    """Remove comments; ids that are not there are passed over."""

    workspace: str
    kind: Kind
    ids: Sequence[bytes]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        tables.connection.executemany(
            "DELETE FROM comments WHERE workspace = ? AND id = ? AND kind = ?",
            [(workspace, comment, self.kind) for comment in self.ids],
        )


def delete_comments_of(tables: Tables, workspace: int, kind: Kind, entities: Iterable[bytes]) -> None:
    """Remove all comments of entities that are deleted."""
    tables.connection.executemany(
        "DELETE FROM comments WHERE workspace = ? AND kind = ? AND entity = ?",
        [(workspace, kind, entity) for entity in entities],
    )
