"""Reading annotation queues, with what has been said of their items so far."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.listing import Selection, select_page
from rein.opik_server.store.totals import Kind


class Queue(NamedTuple):
    """A queue."""

    workspace: int
    id: bytes
    project_id: bytes
    project_name: str
    name: str
    scope: str
    description: str | None
    instructions: str | None
    comments_enabled: int
    feedback_definitions: str
    """JSON: a list of names."""
    annotators_per_item: int
    lock_timeout_s: int
    items_count: int
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


class Reviews(NamedTuple):
    """What has been said of a queue's items, by the names that the queue asks for."""

    averages: list[tuple[str, float]]
    """Each score's mean over the items, of the mean over an item's authors."""
    reviewers: list[tuple[str, int]]
    """Who gave how many scores."""


SOURCE = "annotation_queues q JOIN projects j ON j.project = q.project AND j.workspace = q.workspace"
ITEMS_COUNT = "(SELECT count(*) FROM annotation_queue_items i WHERE i.workspace = q.workspace AND i.queue_id = q.id)"
_COLUMNS = f"""q.workspace, q.id, j.id, j.name, q.name, q.scope, q.description, q.instructions, q.comments_enabled,
    q.feedback_definitions, q.annotators_per_item, q.lock_timeout_s, {ITEMS_COUNT},
    q.created_us, q.created_by, q.updated_us, q.updated_by"""


def list_queues(connection: sqlite3.Connection, selection: Selection) -> tuple[int, list[Queue]]:
    """How many there are, and a page of them, the newest first. The conditions are over `q` and its project `j`."""
    total, rows = select_page(connection, _COLUMNS, SOURCE, selection, "q.created_us DESC, q.id")
    return total, [Queue(*row) for row in rows]  # pyright: ignore[reportArgumentType] - the columns' own types


def require_queue(connection: sqlite3.Connection, workspace: int, queue_id: bytes) -> Queue:
    """One by its id. Raises NotFound."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM {SOURCE} WHERE q.workspace = ? AND q.id = ?", (workspace, queue_id)
    ).fetchone()
    if row is None:
        raise NotFound("There is no such annotation queue in this workspace.")
    return Queue(*row)


def reviews_of(connection: sqlite3.Connection, queue: Queue) -> Reviews:
    """What has been said of a queue's items."""
    kind = Kind.THREAD if queue.scope == "thread" else Kind.TRACE
    scores = (
        "annotation_queue_items i CROSS JOIN scores s"
        " ON s.workspace = i.workspace AND s.kind = ? AND s.entity = i.item_id"
        " WHERE i.workspace = ? AND i.queue_id = ? AND s.name IN (SELECT value FROM json_each(?))"
    )
    parameters = (kind, queue.workspace, queue.id, queue.feedback_definitions)
    averages = connection.execute(
        f"SELECT name, avg(value) FROM (SELECT s.name AS name, avg(s.value_nano) / 1e9 AS value FROM {scores}"
        " GROUP BY i.item_id, s.name) GROUP BY name ORDER BY name",
        parameters,
    ).fetchall()
    reviewers = connection.execute(
        f"SELECT s.created_by, count(*) FROM {scores} GROUP BY s.created_by ORDER BY s.created_by", parameters
    ).fetchall()
    return Reviews(averages, reviewers)


def locks_of(connection: sqlite3.Connection, workspace: int, queue_id: bytes, now_us: int) -> dict[bytes, list[str]]:
    """Who is at which items of a queue now."""
    found: dict[bytes, list[str]] = {}
    rows = connection.execute(
        "SELECT item_id, locked_by FROM annotation_queue_locks WHERE workspace = ? AND queue_id = ? AND expires_us > ?"
        " ORDER BY item_id, locked_by",
        (workspace, queue_id, now_us),
    )
    for item, locked_by in rows:
        found.setdefault(item, []).append(locked_by)
    return found
