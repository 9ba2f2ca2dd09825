"""Reading traces and spans. Every function takes a connection of `Store.read` and answers from its one snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rein.opik_server.store.payload import unpack


class Payload(NamedTuple):
    """JSON texts as they were sent; None where there is none, or where they were not asked for."""

    input: bytes | None = None
    output: bytes | None = None
    metadata: bytes | None = None
    error_info: bytes | None = None


class Trace(NamedTuple):
    """A trace and the sums over its spans. Ids are 16 bytes, times microseconds since 1970."""

    id: bytes
    project_id: bytes
    name: str | None
    start_us: int
    end_us: int | None
    thread_id: str | None
    tags: str | None
    """JSON: a sorted list of texts."""
    ttft_ms: float | None
    source: str | None
    environment: str | None
    has_error: int
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str
    span_count: int
    llm_span_count: int
    tool_span_count: int
    error_span_count: int
    cost_pico: int
    """1e-12 USD; 0 = unknown."""
    usage: str | None
    """JSON: tokens by name."""
    providers: str | None
    """JSON: spans by provider."""
    payload: Payload


class Span(NamedTuple):
    """A span; units as in `Trace`."""

    id: bytes
    project_id: bytes
    trace_id: bytes
    parent_span_id: bytes | None
    name: str | None
    type: str | None
    start_us: int
    end_us: int | None
    model: str | None
    provider: str | None
    tags: str | None
    usage: str | None
    cost_pico: int | None
    cost_version: str | None
    ttft_ms: float | None
    source: str | None
    environment: str | None
    has_error: int
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter as SQL over `t` (the row), `x` (a trace's totals) and `p` (payloads, read as `payload(p.input)`)."""

    sql: str
    parameters: tuple[str | int | float | bytes | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list: those below an id, or those after a number of rows. Newest id first."""

    limit: int
    before: bytes | None = None
    """Only ids below this one: goes on where the last page ended, in constant time."""
    offset: int = 0


_NOTHING = Payload()
_PAYLOAD = "p.input, p.output, p.metadata, p.error_info"
_JOIN_PAYLOAD = "LEFT JOIN payloads p ON p.payload = t.payload"
_JOIN_TOTALS = "LEFT JOIN trace_totals x ON x.workspace = t.workspace AND x.trace_id = t.id"
_COMMON = "t.has_error, t.created_us, t.created_by, t.updated_us, t.updated_by"
_TRACE = (
    "t.id, (SELECT id FROM projects WHERE projects.project = t.project), t.name, t.start_us, t.end_us, t.thread_id,"
    f" t.tags, t.ttft_ms, t.source, t.environment, {_COMMON},"
    " coalesce(x.span_count, 0), coalesce(x.llm_span_count, 0), coalesce(x.tool_span_count, 0),"
    " coalesce(x.error_span_count, 0), coalesce(x.cost_pico, 0), x.usage, x.providers"
)
_SPAN = (
    "t.id, (SELECT id FROM projects WHERE projects.project = t.project), t.trace_id, t.parent_span_id, t.name, t.type,"
    " t.start_us, t.end_us, t.model, t.provider, t.tags, t.usage, t.cost_pico, t.cost_version, t.ttft_ms, t.source,"
    f" t.environment, {_COMMON}"
)


def workspace_number(connection: sqlite3.Connection, name: str) -> int | None:
    """The number of a workspace; None if nothing was written into it yet."""
    row: tuple[int] | None = connection.execute("SELECT workspace FROM workspaces WHERE name = ?", (name,)).fetchone()
    return None if row is None else row[0]


def workspace_names(connection: sqlite3.Connection) -> list[str]:
    """The workspaces that something was written into."""
    rows: list[tuple[str]] = connection.execute("SELECT name FROM workspaces ORDER BY name").fetchall()
    return [name for (name,) in rows]


def get_trace(connection: sqlite3.Connection, workspace: int, trace_id: bytes) -> Trace | None:
    """One trace with its payloads."""
    rows = connection.execute(
        f"SELECT {_TRACE}, {_PAYLOAD} FROM traces t {_JOIN_TOTALS} {_JOIN_PAYLOAD} WHERE t.workspace = ? AND t.id = ?",
        (workspace, trace_id),
    )
    return next(iter(_traces(rows, payloads=True)), None)


def get_span(connection: sqlite3.Connection, workspace: int, span_id: bytes) -> Span | None:
    """One span with its payloads."""
    rows = connection.execute(
        f"SELECT {_SPAN}, {_PAYLOAD} FROM spans t {_JOIN_PAYLOAD} WHERE t.workspace = ? AND t.id = ?",
        (workspace, span_id),
    )
    return next(iter(_spans(rows, payloads=True)), None)


def list_traces(
    connection: sqlite3.Connection,
    project: int,
    page: Page,
    *,
    where: Condition | None = None,
    payloads: bool = True,
) -> list[Trace]:
    """A project's traces, newest id first."""
    ids, parameters = _page_of("traces", project, page, where)
    fields, join = (f", {_PAYLOAD}", _JOIN_PAYLOAD) if payloads else ("", "")
    rows = connection.execute(
        f"SELECT {_TRACE}{fields} FROM ({ids}) chosen CROSS JOIN traces t"
        f" ON t.workspace = chosen.workspace AND t.id = chosen.id {_JOIN_TOTALS} {join} ORDER BY t.id DESC",
        parameters,
    )
    return _traces(rows, payloads=payloads)


def list_spans(
    connection: sqlite3.Connection,
    project: int,
    page: Page,
    *,
    where: Condition | None = None,
    payloads: bool = True,
) -> list[Span]:
    """A project's spans, newest id first."""
    ids, parameters = _page_of("spans", project, page, where)
    fields, join = (f", {_PAYLOAD}", _JOIN_PAYLOAD) if payloads else ("", "")
    rows = connection.execute(
        f"SELECT {_SPAN}{fields} FROM ({ids}) chosen CROSS JOIN spans t"
        f" ON t.workspace = chosen.workspace AND t.id = chosen.id {join} ORDER BY t.id DESC",
        parameters,
    )
    return _spans(rows, payloads=payloads)


def trace_tree(
    connection: sqlite3.Connection, workspace: int, trace_id: bytes, *, payloads: bool = False
) -> list[Span]:
    """All spans of a trace by their start; `parent_span_id` makes the tree. The trace need not be there."""
    fields, join = (f", {_PAYLOAD}", _JOIN_PAYLOAD) if payloads else ("", "")
    rows = connection.execute(
        f"SELECT {_SPAN}{fields} FROM spans t {join} WHERE t.trace_id = ? AND t.workspace = ?"
        " ORDER BY t.start_us, t.id",
        (trace_id, workspace),
    )
    return _spans(rows, payloads=payloads)


def count_traces(connection: sqlite3.Connection, project: int, where: Condition | None = None) -> int:
    """How many traces a project has: kept beside it, counted only under a condition."""
    return _count(connection, "traces", "trace_count", project, where)


def count_spans(connection: sqlite3.Connection, project: int, where: Condition | None = None) -> int:
    """How many spans a project has; as `count_traces`."""
    return _count(connection, "spans", "span_count", project, where)


def _page_of(
    table: str, project: int, page: Page, where: Condition | None
) -> tuple[str, tuple[str | int | float | bytes | None, ...]]:
    """The ids of a page, from the index alone unless there is a condition."""
    sql = f"SELECT t.workspace, t.id FROM {table} t{_joins(table, where)} WHERE t.project = ?"
    parameters: tuple[str | int | float | bytes | None, ...] = (project,)
    if page.before is not None:
        sql += " AND t.id < ?"
        parameters += (page.before,)
    if where is not None:
        sql += f" AND ({where.sql})"
        parameters += where.parameters
    return f"{sql} ORDER BY t.id DESC LIMIT ? OFFSET ?", (*parameters, page.limit, page.offset)


def _count(connection: sqlite3.Connection, table: str, column: str, project: int, where: Condition | None) -> int:
    if where is None:
        rows = connection.execute(f"SELECT {column} FROM projects WHERE project = ?", (project,))
    else:
        rows = connection.execute(
            f"SELECT count(*) FROM {table} t{_joins(table, where)} WHERE t.project = ? AND ({where.sql})",
            (project, *where.parameters),
        )
    row: tuple[int] | None = rows.fetchone()
    return 0 if row is None else row[0]


def _joins(table: str, where: Condition | None) -> str:
    """What a condition may speak of; SQLite leaves out a join that it does not."""
    if where is None:
        return ""
    return f" {_JOIN_TOTALS} {_JOIN_PAYLOAD}" if table == "traces" else f" {_JOIN_PAYLOAD}"


def _traces(rows: sqlite3.Cursor, *, payloads: bool) -> list[Trace]:
    if payloads:
        return [Trace._make((*row[:-4], _payload(row[-4:]))) for row in rows]
    return [Trace._make((*row, _NOTHING)) for row in rows]


def _spans(rows: sqlite3.Cursor, *, payloads: bool) -> list[Span]:
    if payloads:
        return [Span._make((*row[:-4], _payload(row[-4:]))) for row in rows]
    return [Span._make((*row, _NOTHING)) for row in rows]


def _payload(columns: Sequence[bytes | None]) -> Payload:
    return Payload(*(None if column is None else unpack(column) for column in columns))
