"""Reading threads, scores and comments."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal, NamedTuple

from rein.opik_server.store.reading import (
    WHOLE,
    Condition,
    Ordering,
    Page,
    Parameter,
    Payload,
    Wanted,
    load_payloads,
)
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


BY_UPDATE: Final = Ordering("h.updated_us DESC")
"""The order of the list: the newest update first."""

_THREAD = (
    "SELECT h.thread_id, h.id, h.trace_count, h.start_us, h.end_us, h.cost_pico, h.usage, h.tags, h.closed_us,"
    " h.opened_us, h.created_us, h.created_by, h.updated_us, h.updated_by, f.environment, f.payload, l.payload"
)
FIRST_AND_LAST = (
    "LEFT JOIN traces f ON f.workspace = h.workspace AND f.id = h.first_trace"
    " LEFT JOIN traces l ON l.workspace = h.workspace AND l.id = h.last_trace"
)
MESSAGES = "LEFT JOIN payloads fp ON fp.payload = f.payload LEFT JOIN payloads lp ON lp.payload = l.payload"
_SCORE = (
    "s.entity, s.name, s.author, s.value_nano, s.reason, s.category_name, s.source, s.source_queue_id, s.created_us,"
    " s.created_by, s.updated_us, s.updated_by"
)
_CHUNK = 500
LISTED = "h.project = ? AND h.trace_count > 0"


def find_threads(
    connection: sqlite3.Connection,
    project: int,
    page: Page,
    where: Condition | None = None,
    order: Ordering | None = None,
) -> list[bytes]:
    """The own ids of a project's threads that have traces, newest first where there is no order.

    A condition and an order are over `h` (the thread), `f` and `l` (its first and last trace), `fp` and `lp` (their
    payloads).
    """
    sql = f"SELECT h.id FROM threads h {_joins(where, order)} WHERE {LISTED}"
    parameters: tuple[Parameter, ...] = (project,)
    if page.before is not None:
        sql += " AND h.id < ?"
        parameters += (page.before,)
    if where is not None:
        sql += f" AND ({where.sql})"
        parameters += where.parameters
    sql += " ORDER BY "
    if order is not None:
        sql += f"{order.sql}, "
        parameters += order.parameters
    rows = connection.execute(f"{sql}h.id DESC LIMIT ? OFFSET ?", (*parameters, page.limit, page.offset))
    return [row[0] for row in rows]


def load_threads(connection: sqlite3.Connection, ids: Sequence[bytes], wanted: Wanted = WHOLE) -> list[Thread]:
    """Threads in the order of their own ids here; those that are not there are left out."""
    found: dict[bytes, Thread] = {}
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(f"{_THREAD} FROM threads h {FIRST_AND_LAST} WHERE h.id IN ({marks})", chunk)
        for thread in _threads(connection, rows, wanted):
            found[thread.id] = thread
    return [found[row_id] for row_id in ids if row_id in found]


def get_thread(connection: sqlite3.Connection, project: int, thread_id: str, wanted: Wanted = WHOLE) -> Thread | None:
    """One thread that has traces."""
    rows = connection.execute(
        f"{_THREAD} FROM threads h {FIRST_AND_LAST} WHERE {LISTED} AND h.thread_id = ?", (project, thread_id)
    )
    return next(iter(_threads(connection, rows, wanted)), None)


def thread_model_id(connection: sqlite3.Connection, project: int, thread_id: str) -> bytes | None:
    """A thread's own id."""
    row: tuple[bytes] | None = connection.execute(
        "SELECT id FROM threads WHERE project = ? AND thread_id = ?", (project, thread_id)
    ).fetchone()
    return None if row is None else row[0]


def count_threads(connection: sqlite3.Connection, project: int, where: Condition | None = None) -> int:
    """How many threads of a project have traces: kept beside it, counted only under a condition."""
    if where is None:
        rows = connection.execute("SELECT thread_count FROM projects WHERE project = ?", (project,))
    else:
        rows = connection.execute(
            f"SELECT count(*) FROM threads h {_joins(where, None)} WHERE {LISTED} AND ({where.sql})",
            (project, *where.parameters),
        )
    row: tuple[int] | None = rows.fetchone()
    return 0 if row is None else row[0]


def scores_of(
    connection: sqlite3.Connection, workspace: int, kind: Kind, entities: Sequence[bytes]
) -> dict[bytes, list[Score]]:
    """The scores of some entities, ordered by name and author."""
    found: defaultdict[bytes, list[Score]] = defaultdict(list)
    for marks, chunk in _chunks(entities):
        for row in connection.execute(
            f"SELECT {_SCORE} FROM scores s WHERE s.workspace = ? AND s.kind = ? AND s.entity IN ({marks})"
            " ORDER BY s.entity, s.name, s.author",
            (workspace, kind, *chunk),
        ):
            found[row[0]].append(Score(*row))
    return dict(found)


def span_scores_of(
    connection: sqlite3.Connection, workspace: int, traces: Sequence[bytes]
) -> dict[bytes, list[tuple[Score, str | None]]]:
    """The scores of all spans of some traces, by trace, each with its span's type, ordered by name."""
    found: defaultdict[bytes, list[tuple[Score, str | None]]] = defaultdict(list)
    for marks, chunk in _chunks(traces):
        for row in connection.execute(
            f"SELECT {_SCORE}, t.type, t.trace_id FROM spans t CROSS JOIN scores s"
            " ON s.workspace = t.workspace AND s.kind = 2 AND s.entity = t.id"
            f" WHERE t.trace_id IN ({marks}) AND t.workspace = ? ORDER BY s.name, s.entity, s.author",
            (*chunk, workspace),
        ):
            found[row[-1]].append((Score(*row[:-2]), row[-2]))
    return dict(found)


def has_any(connection: sqlite3.Connection, table: Literal["scores", "comments"], workspace: int, kind: Kind) -> bool:
    """Whether anything of a kind has a score or a comment in a workspace: seldom for spans, of which there are many."""
    found = connection.execute(f"SELECT 1 FROM {table} WHERE workspace = ? AND kind = ? LIMIT 1", (workspace, kind))
    return found.fetchone() is not None


def comments_of(
    connection: sqlite3.Connection, workspace: int, kind: Kind, entities: Sequence[bytes]
) -> dict[bytes, list[Comment]]:
    """The comments on some entities, oldest first."""
    found: defaultdict[bytes, list[Comment]] = defaultdict(list)
    for marks, chunk in _chunks(entities):
        for row in connection.execute(
            "SELECT entity, id, text, source_queue_id, created_us, created_by, updated_us, updated_by FROM comments"
            f" WHERE workspace = ? AND kind = ? AND entity IN ({marks}) ORDER BY id",
            (workspace, kind, *chunk),
        ):
            found[row[0]].append(Comment(*row))
    return dict(found)


def _chunks(keys: Sequence[bytes]) -> Iterator[tuple[str, Sequence[bytes]]]:
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        yield ", ".join("?" * len(chunk)), chunk


def _joins(where: Condition | None, order: Ordering | None) -> str:
    """What a condition may speak of; SQLite leaves out a join that it does not."""
    return "" if where is None and order in (None, BY_UPDATE) else f"{FIRST_AND_LAST} {MESSAGES}"


def _threads(connection: sqlite3.Connection, cursor: sqlite3.Cursor, wanted: Wanted) -> list[Thread]:
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    slim = wanted.slim
    first = load_payloads(connection, (row[-2] for row in rows), Wanted(frozenset({"input"}), slim))
    last = load_payloads(connection, (row[-1] for row in rows), Wanted(frozenset({"output"}), slim))
    nothing = Payload()
    return [
        Thread._make((*row[:-2], first.get(row[-2], nothing).input, last.get(row[-1], nothing).output)) for row in rows
    ]
