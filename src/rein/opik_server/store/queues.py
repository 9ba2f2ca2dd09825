"""Annotation queues: traces or threads that people are to look at, and who is looking at what right now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rein.opik_server.store.errors import AlreadyExists, NotFound
from rein.opik_server.store.tables import Tables


@dataclass(frozen=True, slots=True)
class QueueFields:
    """What a queue is made of."""

    id: bytes
    project_id: bytes
    name: str
    scope: str
    """`trace` or `thread`."""
    description: str | None
    instructions: str | None
    comments_enabled: bool
    feedback_definitions: str
    """JSON: a list of names."""
    annotators_per_item: int
    lock_timeout_s: int


@dataclass(frozen=True, slots=True)
class CreateQueues:
    """Make queues; `apply` raises NotFound for an unknown project, AlreadyExists for an id that is taken."""

    workspace: str
    queues: Sequence[QueueFields]
    now_us: int
    by: str

    @property
    def size_bytes(self) -> int:
        """See `Operation`."""
        return 2000 * len(self.queues)

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for queue in self.queues:
            done = tables.connection.execute(
                "INSERT INTO annotation_queues VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (
                    *(workspace, queue.id, tables.existing_project(workspace, queue.project_id)),
                    *(queue.name, queue.scope, queue.description, queue.instructions, int(queue.comments_enabled)),
                    *(queue.feedback_definitions, queue.annotators_per_item, queue.lock_timeout_s),
                    *(self.now_us, self.by, self.now_us, self.by),
                ),
            )
            if done.rowcount == 0:
                raise AlreadyExists("There is an annotation queue of this id already.")


@dataclass(frozen=True, slots=True)
class UpdateQueue:
    """Change what is not None; `apply` raises NotFound."""

    workspace: str
    id: bytes
    name: str | None
    description: str | None
    instructions: str | None
    comments_enabled: bool | None
    feedback_definitions: str | None
    annotators_per_item: int | None
    lock_timeout_s: int | None
    now_us: int
    by: str
    size_bytes: int = 2000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        done = tables.connection.execute(
            "UPDATE annotation_queues SET name = coalesce(?, name), description = coalesce(?, description),"
            " instructions = coalesce(?, instructions), comments_enabled = coalesce(?, comments_enabled),"
            " feedback_definitions = coalesce(?, feedback_definitions),"
            " annotators_per_item = coalesce(?, annotators_per_item), lock_timeout_s = coalesce(?, lock_timeout_s),"
            " updated_us = ?, updated_by = ? WHERE workspace = ? AND id = ?",
            (
                *(self.name, self.description, self.instructions, self.comments_enabled, self.feedback_definitions),
                *(self.annotators_per_item, self.lock_timeout_s, self.now_us, self.by),
                *(tables.workspace(self.workspace), self.id),
            ),
        )
        if done.rowcount == 0:
            raise _no_queue()


@dataclass(frozen=True, slots=True)
class DropQueues:
    """Remove queues; what was in them stays where it is. Ids that are not there are passed over."""

    workspace: str
    ids: Sequence[bytes]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for queue in self.ids:
            _drop(tables, workspace, queue)


@dataclass(frozen=True, slots=True)
class AddItems:
    """Put traces or threads into a queue, each once; `apply` raises NotFound for the queue."""

    workspace: str
    queue: bytes
    items: Sequence[bytes]
    now_us: int
    by: str
    size_bytes: int = 50_000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        _settings(tables.connection, workspace, self.queue)
        tables.connection.executemany(
            "INSERT INTO annotation_queue_items VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(workspace, self.queue, item, self.now_us, self.by) for item in self.items],
        )


@dataclass(frozen=True, slots=True)
class RemoveItems:
    """Take items out of a queue; `apply` raises NotFound for the queue."""

    workspace: str
    queue: bytes
    items: Sequence[bytes]
    size_bytes: int = 50_000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        _settings(tables.connection, workspace, self.queue)
        for table in ("annotation_queue_items", "annotation_queue_locks"):
            tables.connection.executemany(
                f"DELETE FROM {table} WHERE workspace = ? AND queue_id = ? AND item_id = ?",
                [(workspace, self.queue, item) for item in self.items],
            )


class Lock(NamedTuple):
    """Somebody is at an item, or was refused because enough are."""

    acquired: bool
    locked_by: str
    expires_us: int


@dataclass(frozen=True, slots=True)
class LockItem:
    """Be one of those who are at an item, or stay it; `apply` raises NotFound for the queue or the item."""

    workspace: str
    queue: bytes
    item: bytes
    now_us: int
    by: str
    size_bytes: int = 500

    def apply(self, tables: Tables) -> Lock:
        """See `Operation`."""
        workspace, connection = tables.workspace(self.workspace), tables.connection
        annotators, timeout_s = _settings(connection, workspace, self.queue)
        key = (workspace, self.queue, self.item)
        where = "workspace = ? AND queue_id = ? AND item_id = ?"
        if connection.execute(f"SELECT 1 FROM annotation_queue_items WHERE {where}", key).fetchone() is None:
            raise NotFound("The annotation queue has no such item.")
        connection.execute("DELETE FROM annotation_queue_locks WHERE expires_us <= ?", (self.now_us,))
        others: list[tuple[str, int]] = connection.execute(
            f"SELECT locked_by, expires_us FROM annotation_queue_locks WHERE {where} AND locked_by <> ?"
            " ORDER BY expires_us",
            (*key, self.by),
        ).fetchall()
        if len(others) >= annotators:
            return Lock(False, *others[0])
        lock = Lock(True, self.by, self.now_us + timeout_s * 1_000_000)
        connection.execute(
            "INSERT INTO annotation_queue_locks VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET expires_us = excluded.expires_us",
            (*key, lock.locked_by, lock.expires_us),
        )
        return lock


def drop_queue_items(tables: Tables, workspace: int, items: Iterable[bytes]) -> None:
    """Take traces or threads that are deleted out of all queues."""
    keys = [(workspace, item) for item in items]
    tables.connection.executemany("DELETE FROM annotation_queue_items WHERE workspace = ? AND item_id = ?", keys)


def drop_queues_in(tables: Tables, project: int) -> None:
    """Remove all queues of a project that is deleted."""
    queues: list[tuple[int, bytes]] = tables.connection.execute(
        "SELECT workspace, id FROM annotation_queues WHERE project = ?", (project,)
    ).fetchall()
    for workspace, queue in queues:
        _drop(tables, workspace, queue)


def _drop(tables: Tables, workspace: int, queue: bytes) -> None:
    for table, column in (
        ("annotation_queue_items", "queue_id"),
        ("annotation_queue_locks", "queue_id"),
        ("annotation_queues", "id"),
    ):
        tables.connection.execute(f"DELETE FROM {table} WHERE workspace = ? AND {column} = ?", (workspace, queue))


def _settings(connection: sqlite3.Connection, workspace: int, queue: bytes) -> tuple[int, int]:
    """How many may be at an item, and for how many seconds. Raises NotFound."""
    row: tuple[int, int] | None = connection.execute(
        "SELECT annotators_per_item, lock_timeout_s FROM annotation_queues WHERE workspace = ? AND id = ?",
        (workspace, queue),
    ).fetchone()
    if row is None:
        raise _no_queue()
    return row


def _no_queue() -> NotFound:
    return NotFound("There is no such annotation queue in this workspace.")
