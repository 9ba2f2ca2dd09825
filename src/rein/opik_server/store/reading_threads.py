"""Reading threads, scores and comments."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from rein.opik_server.store.payload import unpack
from rein.opik_server.store.totals import Kind

INACTIVE_AFTER_US = 15 * 60 * 1_000_000


class Thread(NamedTuple):
    """A thread. `id` is what Opik calls `thread_model_id`; units as in `reading.Trace`."""

    thread_id: str
    id: bytes
    trace_count: int
    start_us: int
    end_us: int | None
    cost_pico: int
    usage: str | None
    tags: str | None
    closed_us: int | None
    opened_us: int | None
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str
    environment: str | None
    """That of the first trace."""
    first_message: bytes | None
    """The input of the trace that began first."""
    last_message: bytes | None
    """The output of the trace that ended last."""

    def is_active(self, now_us: int) -> bool:
        """Not closed since its newest update, and that not longer than 15 minutes ago or opened since."""
        newest = max(self.updated_us, self.opened_us or 0)
        return (self.closed_us or 0) < newest and now_us - newest < INACTIVE_AFTER_US


class Score(NamedTuple):
    """One author's score of one entity."""

    entity: bytes
    name: str
    author: str
    value_nano: int
    reason: str | None
    category_name: str | None
    source: str
    source_queue_id: bytes | None
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


class Comment(NamedTuple):
    """A comment."""

    entity: bytes
    id: bytes
    text: str
    source_queue_id: bytes | None
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


_THREAD = """
SELECT h.thread_id, h.id, h.trace_count, h.start_us, h.end_us, h.cost_pico, h.usage, h.tags, h.closed_us, h.opened_us,
    h.created_us, h.created_by, h.updated_us, h.updated_by, f.environment,
    (SELECT input FROM payloads WHERE payloads.payload = f.payload),
    (SELECT output FROM payloads WHERE payloads.payload = l.payload)
FROM threads h
LEFT JOIN traces f ON f.workspace = h.workspace AND f.id = h.first_trace
LEFT JOIN traces l ON l.workspace = h.workspace AND l.id = h.last_trace
"""
_LISTED = "h.project = ? AND h.trace_count > 0"


def list_threads(connection: sqlite3.Connection, project: int, limit: int, offset: int = 0) -> list[Thread]:
    """A project's threads that have traces, the newest update first."""
    rows = connection.execute(
        f"{_THREAD} WHERE {_LISTED} ORDER BY h.updated_us DESC, h.id DESC LIMIT ? OFFSET ?", (project, limit, offset)
    )
    return _threads(rows)


def search_threads(connection: sqlite3.Connection, project: int, limit: int, before: bytes | None) -> list[Thread]:
    """A project's threads by their own id, newest first, below `before`: the order of the search stream."""
    after, parameters = ("", ()) if before is None else (" AND h.id < ?", (before,))
    rows = connection.execute(
        f"{_THREAD} WHERE {_LISTED}{after} ORDER BY h.id DESC LIMIT ?", (project, *parameters, limit)
    )
    return _threads(rows)


def get_thread(connection: sqlite3.Connection, project: int, thread_id: str) -> Thread | None:
    """One thread that has traces."""
    rows = connection.execute(f"{_THREAD} WHERE {_LISTED} AND h.thread_id = ?", (project, thread_id))
    return next(iter(_threads(rows)), None)


def count_threads(connection: sqlite3.Connection, project: int) -> int:
    """How many threads of a project have traces."""
    row: tuple[int] | None = connection.execute(
        "SELECT thread_count FROM projects WHERE project = ?", (project,)
    ).fetchone()
    return 0 if row is None else row[0]


def scores_of(
    connection: sqlite3.Connection, workspace: int, kind: Kind, entities: Iterable[bytes]
) -> dict[bytes, list[Score]]:
    """The scores of some entities, ordered by name and author."""
    found: defaultdict[bytes, list[Score]] = defaultdict(list)
    for entity in entities:
        for row in connection.execute(
            "SELECT entity, name, author, value_nano, reason, category_name, source, source_queue_id, created_us,"
            " created_by, updated_us, updated_by FROM scores WHERE workspace = ? AND kind = ? AND entity = ?",
            (workspace, kind, entity),
        ):
            found[entity].append(Score(*row))
    return dict(found)


def comments_of(
    connection: sqlite3.Connection, workspace: int, kind: Kind, entities: Iterable[bytes]
) -> dict[bytes, list[Comment]]:
    """The comments on some entities, oldest first."""
    found: defaultdict[bytes, list[Comment]] = defaultdict(list)
    for entity in entities:
        for row in connection.execute(
            "SELECT entity, id, text, source_queue_id, created_us, created_by, updated_us, updated_by FROM comments"
            " WHERE workspace = ? AND kind = ? AND entity = ? ORDER BY id",
            (workspace, kind, entity),
        ):
            found[entity].append(Comment(*row))
    return dict(found)


def _threads(rows: sqlite3.Cursor) -> list[Thread]:
    return [Thread(*row[:-2], *(None if text is None else unpack(text) for text in row[-2:])) for row in rows]
