"""Writing the sums beside the rows, in the transaction that changed the rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from rein.opik_server.store.cells import add_up, write_cells
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.threads import ThreadChange, ThreadKey, refresh_thread
from rein.opik_server.store.totals import Changes, Kind, Totals, decode_map, encode_map, merge

_MAX = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Move:
    """A trace whose own row changed: the thread it was in, the one it is in, and its newest update."""

    before: ThreadKey | None
    after: ThreadKey | None
    updated: tuple[int, str]


Moves = dict[bytes, Move]


def write_sums(tables: Tables, workspace: int, changes: Changes, moves: Moves) -> None:
    """Bring rollups, counts, totals of traces, and threads in line with the rows."""
    rollups, cells = changes.sums()
    for (project, kind, hour, dimension), amounts in rollups.items():
        add_rollup(tables, project, kind, hour, dimension, amounts)
    write_cells(tables, cells)
    for project in changes.trace_counts.keys() | changes.span_counts.keys():
        tables.connection.execute(
            "UPDATE projects SET trace_count = trace_count + ?, span_count = span_count + ?,"
            " last_trace_us = nullif(max(coalesce(last_trace_us, 0), ?), 0) WHERE project = ?",
            (
                changes.trace_counts.get(project, 0),
                changes.span_counts.get(project, 0),
                changes.last_trace_us.get(project, 0),
                project,
            ),
        )
    threads: defaultdict[ThreadKey, ThreadChange] = defaultdict(ThreadChange)
    traces = changes.traces
    for trace in traces.keys() | moves.keys():
        amounts = traces.get(trace, {})
        move = moves.get(trace)
        if move is None:
            thread = _thread_of(tables, workspace, trace)
            move = Move(thread, thread, (0, ""))
        if move.before is None and move.after is None and not amounts:
            continue
        before = _load_totals(tables, workspace, trace)
        after = dict(before)
        if amounts:
            merge(after, amounts)
            _save_totals(tables, workspace, trace, after)
        if move.before is not None:
            threads[move.before].take_away(before, left=move.after != move.before)
        if move.after is not None:
            threads[move.after].add(after, move.updated if trace in moves else None)
    for thread, change in threads.items():
        refresh_thread(tables, workspace, thread, change)


def add_rollup(tables: Tables, project: int, kind: Kind, hour: int, dimension: str, amounts: Totals) -> None:
    """Add to the sums of one hour; sums that come to nothing are removed."""
    key = (project, kind, hour, dimension)
    where = "WHERE project = ? AND kind = ? AND hour = ? AND dimension = ?"
    totals = add_up(tables, f"SELECT totals FROM rollups {where}", key, amounts)
    if totals:
        tables.connection.execute("INSERT OR REPLACE INTO rollups VALUES (?, ?, ?, ?, ?)", (*key, encode_map(totals)))
    else:
        tables.connection.execute(f"DELETE FROM rollups {where}", key)


def _thread_of(tables: Tables, workspace: int, trace: bytes) -> ThreadKey | None:
    row: tuple[int, str | None] | None = tables.connection.execute(
        "SELECT project, thread_id FROM traces WHERE workspace = ? AND id = ?", (workspace, trace)
    ).fetchone()
    return None if row is None or row[1] is None else (row[0], row[1])


_COLUMNS = {
    "n": "span_count",
    "t:llm": "llm_span_count",
    "t:tool": "tool_span_count",
    "errors": "error_span_count",
    "cost_pico": "cost_pico",
}


def _load_totals(tables: Tables, workspace: int, trace: bytes) -> Totals:
    row: tuple[int, int, int, int, int, str | None, str | None] | None = tables.connection.execute(
        f"SELECT {', '.join(_COLUMNS.values())}, usage, providers FROM trace_totals"
        " WHERE workspace = ? AND trace_id = ?",
        (workspace, trace),
    ).fetchone()
    if row is None:
        return {}
    totals = {name: amount for name, amount in zip(_COLUMNS, row[:5], strict=True) if amount}
    for prefix, packed in (("u:", row[5]), ("p:", row[6])):
        if packed is not None:
            totals.update((prefix + name, amount) for name, amount in decode_map(packed).items())
    return totals


def _save_totals(tables: Tables, workspace: int, trace: bytes, totals: Totals) -> None:
    if not totals.get("n"):
        tables.connection.execute("DELETE FROM trace_totals WHERE workspace = ? AND trace_id = ?", (workspace, trace))
        return
    tables.connection.execute(
        "INSERT OR REPLACE INTO trace_totals"
        f" (workspace, trace_id, {', '.join(_COLUMNS.values())}, usage, providers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            workspace,
            trace,
            *(min(totals.get(name, 0), _MAX) for name in _COLUMNS),
            prefixed(totals, "u:"),
            prefixed(totals, "p:"),
        ),
    )


def prefixed(totals: Totals, prefix: str) -> str | None:
    """The sums under a prefix as JSON without it; None if there are none."""
    found = {name[len(prefix) :]: amount for name, amount in totals.items() if name.startswith(prefix)}
    return encode_map(found) if found else None
