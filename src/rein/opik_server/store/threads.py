"""Threads: the traces of a project that share a `thread_id`, and what is kept of each so that a list reads one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rein.opik_server.ids import new_id
from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.queues import drop_queue_items
from rein.opik_server.store.tables import Tables, now_us
from rein.opik_server.store.tags import TagChange, pack_tags
from rein.opik_server.store.totals import Totals, decode_map, encode_map, merge

ThreadKey = tuple[int, str]
"""Project and `thread_id`."""

_MAX = (1 << 63) - 1


@dataclass(slots=True)
class ThreadChange:
    """What an operation changes in a thread's sums."""

    traces: int = 0
    amounts: Totals = field(default_factory=dict[str, int])
    newest: tuple[int, str] | None = None
    """The newest update among the traces whose own rows changed; None when only spans did."""
    left: bool = False
    """Whether a trace left: then everything that is not a sum must be looked up."""

    def add(self, totals: Totals, newest: tuple[int, str] | None) -> None:
        """Count a trace with these sums over its spans."""
        self.traces += 1
        merge(self.amounts, _of_thread(totals, 1))
        if newest is not None:
            self.newest = newest if self.newest is None else max(self.newest, newest)

    def take_away(self, totals: Totals, *, left: bool) -> None:
        """Count a trace no more."""
        self.traces -= 1
        merge(self.amounts, _of_thread(totals, -1))
        self.left |= left


def _of_thread(totals: Totals, sign: int) -> Totals:
    return {name: sign * amount for name, amount in totals.items() if name == "cost_pico" or name.startswith("u:")}


def ensure_thread(tables: Tables, workspace: int, key: ThreadKey, by: str) -> bytes:
    """The id of a thread, which is made (without traces) if it is not there."""
    row: tuple[bytes] | None = tables.connection.execute(
        "SELECT id FROM threads WHERE project = ? AND thread_id = ?", key
    ).fetchone()
    if row is not None:
        return row[0]
    made, now = new_id(), now_us()
    tables.connection.execute(
        "INSERT INTO threads (project, thread_id, workspace, id, trace_count, cost_pico,"
        " created_us, created_by, updated_us, updated_by) VALUES (?, ?, ?, ?, 0, 0, ?, ?, ?, ?)",
        (*key, workspace, made, now, by, 0, by),
    )
    return made


def refresh_thread(tables: Tables, workspace: int, key: ThreadKey, change: ThreadChange) -> None:
    """Bring a thread in line with its traces; it goes with its last trace, and its scores and comments with it."""
    connection = tables.connection
    made = ensure_thread(tables, workspace, key, change.newest[1] if change.newest else "")
    row: tuple[int, int, str | None, int, str] = connection.execute(
        "SELECT trace_count, cost_pico, usage, updated_us, updated_by FROM threads WHERE project = ? AND thread_id = ?",
        key,
    ).fetchone()
    count, cost, packed, updated_us, updated_by = row
    if count == 0 and change.traces > 0:
        connection.execute("UPDATE projects SET thread_count = thread_count + 1 WHERE project = ?", key[:1])
    if count > 0 and count + change.traces == 0:
        connection.execute("UPDATE projects SET thread_count = thread_count - 1 WHERE project = ?", key[:1])
        forget_thread(tables, workspace, key, made)
        return
    totals: Totals = {"u:" + name: amount for name, amount in decode_map(packed or "{}").items()}
    merge(totals, {"cost_pico": cost})
    merge(totals, change.amounts)
    usage = {name[2:]: amount for name, amount in totals.items() if name.startswith("u:")}
    connection.execute(
        "UPDATE threads SET trace_count = trace_count + ?, cost_pico = ?, usage = ?"
        " WHERE project = ? AND thread_id = ?",
        (change.traces, min(totals.get("cost_pico", 0), _MAX), encode_map(usage) if usage else None, *key),
    )
    if change.left:
        _look_up(tables, key, None)
    elif change.newest is not None:
        _look_up(tables, key, max((updated_us, updated_by), change.newest))


def _look_up(tables: Tables, key: ThreadKey, newest: tuple[int, str] | None) -> None:
    """Set what is not a sum: first and last trace by two steps into an index, the newest update if not known."""
    connection = tables.connection
    of_thread = "FROM traces WHERE project = ? AND thread_id = ?"
    first: tuple[int, bytes] = connection.execute(
        f"SELECT start_us, id {of_thread} ORDER BY start_us, workspace, id LIMIT 1",
        key,
    ).fetchone()
    last: tuple[int, bytes] | None = connection.execute(
        f"SELECT end_us, id {of_thread} AND end_us IS NOT NULL ORDER BY end_us DESC, workspace DESC, id DESC LIMIT 1",
        key,
    ).fetchone()
    if newest is None:
        newest = connection.execute(
            f"SELECT updated_us, updated_by {of_thread} ORDER BY updated_us DESC, updated_by DESC LIMIT 1",
            key,
        ).fetchone()
    assert newest is not None
    end_us, last_trace = last or (None, None)
    connection.execute(
        "UPDATE threads SET start_us = ?, first_trace = ?, end_us = ?, last_trace = ?, updated_us = ?, updated_by = ?"
        " WHERE project = ? AND thread_id = ?",
        (*first, end_us, last_trace, *newest, *key),
    )


def forget_thread(tables: Tables, workspace: int, key: ThreadKey, thread: bytes) -> None:
    """Remove a thread's own row, its scores and its comments."""
    tables.connection.execute("DELETE FROM threads WHERE project = ? AND thread_id = ?", key)
    for table in ("scores", "comments"):
        tables.connection.execute(
            f"DELETE FROM {table} WHERE workspace = ? AND kind = 3 AND entity = ?",
            (workspace, thread),
        )
    drop_queue_items(tables, workspace, [thread])


@dataclass(frozen=True, slots=True)
class SetThreads:
    """Close or open threads, which are made if they are not there."""

    workspace: str
    project: str | bytes
    """The project's name, made if it is not there; or its id: then `apply` raises NotFound."""
    thread_ids: Sequence[str]
    closed: bool
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        project = tables.named_project(workspace, self.project, self.by)
        column = "closed_us" if self.closed else "opened_us"
        for thread_id in self.thread_ids:
            ensure_thread(tables, workspace, (project, thread_id), self.by)
            tables.connection.execute(
                f"UPDATE threads SET {column} = max(coalesce({column}, 0), ?) WHERE project = ? AND thread_id = ?",
                (self.now_us, project, thread_id),
            )


@dataclass(frozen=True, slots=True)
class TagThreads:
    """Change the tags of threads by their own ids."""

    workspace: str
    ids: Sequence[bytes]
    tags: Sequence[str] | None
    """Put in the place of the tags that are there; None leaves them."""
    change: TagChange
    must_exist: bool = False
    """Raise NotFound when one is not there; else it is passed over."""
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for thread in self.ids:
            row: tuple[str | None] | None = tables.connection.execute(
                "SELECT tags FROM threads WHERE id = ? AND workspace = ?", (thread, workspace)
            ).fetchone()
            if row is None:
                if self.must_exist:
                    raise NotFound("There is no such thread.")
                continue
            tags = row[0] if self.tags is None else pack_tags(self.tags)
            if self.change:
                tags = self.change.on(tags)
            tables.connection.execute("UPDATE threads SET tags = ? WHERE id = ?", (tags, thread))
