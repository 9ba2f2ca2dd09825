"""Deleting traces with all that hangs on them, threads, spans, and what is older than a project keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rein.opik_server.ids import first_id_at
from rein.opik_server.store.attachments import drop_attachments_of
from rein.opik_server.store.comments import delete_comments_of
from rein.opik_server.store.entity import SPANS, TRACES, Stored, load, remove, stored_row
from rein.opik_server.store.otel_traces import forget_uuids
from rein.opik_server.store.queues import drop_queue_items
from rein.opik_server.store.rows import TRACE_FIELDS
from rein.opik_server.store.scores import delete_scores_of
from rein.opik_server.store.sums import Move, Moves, write_sums
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.threads import ThreadKey, forget_thread
from rein.opik_server.store.totals import Changes, Kind

_THREAD = TRACE_FIELDS.index("thread_id")


@dataclass(frozen=True, slots=True)
class DeleteTraces:
    """Remove traces with their spans, payloads, scores and comments. Ids that are not there are passed over."""

    workspace: str
    ids: Sequence[bytes]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> int:
        """How many traces went."""
        return _delete_traces(tables, tables.workspace(self.workspace), self.ids)


@dataclass(frozen=True, slots=True)
class DeleteSpans:
    """Remove single spans; their children stay in the trace."""

    workspace: str
    ids: Sequence[bytes]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> int:
        """How many spans went."""
        workspace = tables.workspace(self.workspace)
        changes = Changes()
        found = list(load(tables, SPANS, workspace, self.ids).values())
        _delete_spans(tables, workspace, found, changes)
        write_sums(tables, workspace, changes, {})
        return len(found)


@dataclass(frozen=True, slots=True)
class DeleteThreads:
    """Remove threads with all their traces."""

    workspace: str
    project: str | bytes
    """Name or id; `apply` raises NotFound."""
    thread_ids: Sequence[str]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> int:
        """How many traces went."""
        workspace = tables.workspace(self.workspace)
        project = tables.existing_project(workspace, self.project)
        gone = 0
        for thread_id in self.thread_ids:
            key: ThreadKey = (project, thread_id)
            ids: list[tuple[bytes]] = tables.connection.execute(
                "SELECT id FROM traces WHERE project = ? AND thread_id = ?", key
            ).fetchall()
            gone += _delete_traces(tables, workspace, [trace for (trace,) in ids])
            empty: tuple[bytes] | None = tables.connection.execute(
                "SELECT id FROM threads WHERE project = ? AND thread_id = ?", key
            ).fetchone()
            if empty is not None:  # it had scores and no traces
                forget_thread(tables, workspace, key, empty[0])
        return gone


@dataclass(frozen=True, slots=True)
class DeleteOlder:
    """Remove at most `limit` of a project's oldest traces (then: spans without a trace) made between two moments.

    Repeat it until it returns 0: between the repetitions others write.
    """

    project: int
    before_us: int
    from_us: int = 0
    limit: int = 200
    all_spans: bool = False
    """Spans whose trace lies in another project, too: the project is being removed."""
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> int:
        """How many traces and spans without a trace went."""
        begin, end = first_id_at(self.from_us), first_id_at(self.before_us)
        old: list[tuple[int, bytes]] = tables.connection.execute(
            "SELECT workspace, id FROM traces WHERE project = ? AND id >= ? AND id < ? ORDER BY id LIMIT ?",
            (self.project, begin, end, self.limit),
        ).fetchall()
        if old:
            return _delete_traces(tables, old[0][0], [trace for _, trace in old])
        there = "SELECT 1 FROM traces WHERE traces.workspace = spans.workspace AND traces.id = spans.trace_id"
        which = "" if self.all_spans else f" AND NOT EXISTS ({there})"
        orphans: list[tuple[int, bytes]] = tables.connection.execute(
            f"SELECT workspace, id FROM spans WHERE project = ? AND id >= ? AND id < ?{which} ORDER BY id LIMIT ?",
            (self.project, begin, end, self.limit * 10),
        ).fetchall()
        if not orphans:
            return 0
        workspace, changes = orphans[0][0], Changes()
        found = load(tables, SPANS, workspace, [span for _, span in orphans])
        _delete_spans(tables, workspace, list(found.values()), changes)
        write_sums(tables, workspace, changes, {})
        return len(found)


def _delete_traces(tables: Tables, workspace: int, ids: Sequence[bytes]) -> int:
    changes, moves = Changes(), Moves()
    for trace in ids:
        spans = [
            stored_row(SPANS, record)
            for record in tables.connection.execute(
                f"{SPANS.select_sql} WHERE trace_id = ? AND workspace = ?", (trace, workspace)
            )
        ]
        _delete_spans(tables, workspace, spans, changes)
    found = load(tables, TRACES, workspace, ids)
    for stored in found.values():
        row = stored.row
        changes.add_trace(row, -1)
        project, thread = row.values[0], row.values[_THREAD]
        if isinstance(project, int) and isinstance(thread, str) and thread:
            moves[row.id] = Move((project, thread), None, (0, ""))
    remove(tables, TRACES, workspace, found.values())
    delete_scores_of(tables, workspace, Kind.TRACE, found)
    delete_comments_of(tables, workspace, Kind.TRACE, found)
    drop_attachments_of(tables, workspace, Kind.TRACE, found)
    drop_queue_items(tables, workspace, found)
    forget_uuids(tables, workspace, found)
    write_sums(tables, workspace, changes, moves)
    return len(found)


def _delete_spans(tables: Tables, workspace: int, spans: Sequence[Stored], changes: Changes) -> None:
    for stored in spans:
        changes.add_span(stored.row, -1)
    ids = [stored.row.id for stored in spans]
    remove(tables, SPANS, workspace, spans)
    delete_scores_of(tables, workspace, Kind.SPAN, ids)
    delete_comments_of(tables, workspace, Kind.SPAN, ids)
    drop_attachments_of(tables, workspace, Kind.SPAN, ids)
