"""Reading traces and spans. Every function takes a connection of `Store.read` and answers from its one snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from rein.opik_server.ids import MAX_MS, first_id_at
from rein.opik_server.store.errors import TooMuchAtOnce
from rein.opik_server.store.payload import unpack
from rein.opik_server.store.slim import HEAD_PACKED_BYTES, MAX_PACKED_BYTES, MAX_TEXT, head, slim

Parameter = str | int | float | bytes | None


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
    parameters: tuple[Parameter, ...] = ()


def both(one: Condition | None, other: Condition | None) -> Condition | None:
    """A condition that holds where both do; None stands for one that always does."""
    if one is None or other is None:
        return one or other
    return Condition(f"({one.sql}) AND ({other.sql})", one.parameters + other.parameters)


class Made(NamedTuple):
    """That an id was made in a stretch of time: from a moment up to, not including, another, in whole milliseconds."""

    from_us: int
    to_us: int

    @property
    def condition(self) -> Condition:
        """Over `t`."""
        return Condition("t.id >= ? AND t.id < ?", (first_id_at(self.from_us), first_id_at(self.to_us)))


ALWAYS: Final = Made(0, (MAX_MS + 1) * 1000)


@dataclass(frozen=True, slots=True)
class Ordering:
    """The terms of an ORDER BY over the same, to be followed by one that makes the order complete."""

    sql: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list: those below an id, or those after a number of rows."""

    limit: int
    before: bytes | None = None
    """Only ids below this one: goes on where the last page ended, in constant time."""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which payloads are read with a row."""

    columns: frozenset[str] = frozenset(Payload._fields)
    slim: bool = False
    """Long texts are cut, and of very large payloads the beginning is read."""
    limit_bytes: int | None = None
    """How much the whole payloads of several rows may be together; else `TooMuchAtOnce` is raised."""


WHOLE: Final = Wanted()
NO_PAYLOADS: Final = Wanted(frozenset())

_CHUNK = 500
_MOSTLY = 4
"""A project with a fourth of its workspace's rows is read in the table's own order, which needs no step from an index
to the table: three times as fast for a project that is alone."""
_NOTHING = Payload()
JOIN_PAYLOAD = "LEFT JOIN payloads p ON p.payload = t.payload"
JOIN_TOTALS = "LEFT JOIN trace_totals x ON x.workspace = t.workspace AND x.trace_id = t.id"
_COMMON = "t.has_error, t.created_us, t.created_by, t.updated_us, t.updated_by"
_TRACE = (
    "SELECT t.id, (SELECT id FROM projects WHERE projects.project = t.project), t.name, t.start_us, t.end_us,"
    f" t.thread_id, t.tags, t.ttft_ms, t.source, t.environment, {_COMMON},"
    " coalesce(x.span_count, 0), coalesce(x.llm_span_count, 0), coalesce(x.tool_span_count, 0),"
    f" coalesce(x.error_span_count, 0), coalesce(x.cost_pico, 0), x.usage, x.providers, t.payload"
    f" FROM traces t {JOIN_TOTALS}"
)
_SPAN = (
    "SELECT t.id, (SELECT id FROM projects WHERE projects.project = t.project), t.trace_id, t.parent_span_id, t.name,"
    " t.type, t.start_us, t.end_us, t.model, t.provider, t.tags, t.usage, t.cost_pico, t.cost_version, t.ttft_ms,"
    f" t.source, t.environment, {_COMMON}, t.payload FROM spans t"
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
    return next(iter(load_traces(connection, workspace, [trace_id])), None)


def get_span(connection: sqlite3.Connection, workspace: int, span_id: bytes) -> Span | None:
    """One span with its payloads."""
    return next(iter(load_spans(connection, workspace, [span_id])), None)


def load_traces(
    connection: sqlite3.Connection, workspace: int, ids: Sequence[bytes], wanted: Wanted = WHOLE
) -> list[Trace]:
    """Traces in the order of their ids here; those that are not there are left out."""
    rows = _rows_of(connection, _TRACE, workspace, ids)
    payloads = load_payloads(connection, (row[-1] for row in rows), wanted)
    return [Trace._make((*row[:-1], payloads.get(row[-1], _NOTHING))) for row in rows]


def load_spans(
    connection: sqlite3.Connection, workspace: int, ids: Sequence[bytes], wanted: Wanted = WHOLE
) -> list[Span]:
    """As `load_traces`."""
    return _spans(connection, _rows_of(connection, _SPAN, workspace, ids), wanted)


def find_traces(
    connection: sqlite3.Connection,
    project: int,
    page: Page,
    where: Condition | None = None,
    order: Ordering | None = None,
) -> list[bytes]:
    """The ids of a project's traces, newest first where there is no order; from the index alone without a condition."""
    plain = where is None and order is None
    scope, parameters = ("t.project = ?", (project,)) if plain else scan_scope(connection, "traces", project)
    return _find(connection, "traces", scope, parameters, page, where, order)


def find_spans(
    connection: sqlite3.Connection,
    project: int,
    page: Page,
    where: Condition | None = None,
    order: Ordering | None = None,
    trace: bytes | None = None,
) -> list[bytes]:
    """The ids of a project's spans, of all or of one trace; as `find_traces`."""
    plain = trace is None and where is None and order is None
    scope, parameters = ("t.project = ?", (project,)) if plain else span_scope(connection, project, trace)
    return _find(connection, "spans", scope, parameters, page, where, order)


def trace_tree(
    connection: sqlite3.Connection, workspace: int, trace_id: bytes, wanted: Wanted = NO_PAYLOADS
) -> list[Span]:
    """All spans of a trace by their start; `parent_span_id` makes the tree. The trace need not be there."""
    rows = connection.execute(
        f"{_SPAN} WHERE t.trace_id = ? AND t.workspace = ? ORDER BY t.start_us, t.id", (trace_id, workspace)
    )
    return _spans(connection, rows.fetchall(), wanted)


def count_traces(connection: sqlite3.Connection, project: int, where: Condition | None = None) -> int:
    """How many traces a project has: kept beside it, counted only under a condition."""
    if where is None:
        return _number(connection, "SELECT trace_count FROM projects WHERE project = ?", (project,))
    return _count(connection, "traces", *scan_scope(connection, "traces", project), where)


def count_spans(
    connection: sqlite3.Connection, project: int, where: Condition | None = None, trace: bytes | None = None
) -> int:
    """How many spans a project has; as `count_traces`. `cells_reading.total_spans` often need not look at them."""
    if where is None and trace is None:
        return _number(connection, "SELECT span_count FROM projects WHERE project = ?", (project,))
    return _count(connection, "spans", *span_scope(connection, project, trace), where)


def load_payloads(
    connection: sqlite3.Connection, numbers: Iterable[int | None], wanted: Wanted
) -> dict[int | None, Payload]:
    """Payloads by their number in the store. Raises TooMuchAtOnce."""
    known = [number for number in numbers if number is not None]
    columns = [name if name in wanted.columns else None for name in Payload._fields]
    found: dict[int | None, Payload] = {}
    if not known or not wanted.columns:
        return found
    if wanted.slim:
        return _load_slim(connection, known, columns)
    sql = ", ".join(name or "NULL" for name in columns)
    size = 0
    for row in _in_chunks(connection, f"SELECT payload, {sql} FROM payloads WHERE payload IN", (), known):
        whole = found[row[0]] = Payload(*(None if text is None else unpack(text) for text in row[1:]))
        size += sum(len(text) for text in whole if text is not None)
        if wanted.limit_bytes is not None and size > wanted.limit_bytes and len(found) > 1:
            raise TooMuchAtOnce(f"The payloads are more than {wanted.limit_bytes >> 20} MB. Ask for fewer at once.")
    return found


def _load_slim(
    connection: sqlite3.Connection, numbers: list[int], columns: Sequence[str | None]
) -> dict[int | None, Payload]:
    """Payloads made short. Nearly all are small: those are read without a look at the length of each."""
    found: dict[int | None, Payload] = {}
    size = " + ".join(f"coalesce(length({name}), 0)" for name in columns if name)
    sql = ", ".join(name or "NULL" for name in columns)
    small = f"SELECT payload, {sql} FROM payloads WHERE {size} <= {MAX_PACKED_BYTES} AND payload IN"
    for number, given, output, metadata, error in _in_chunks(connection, small, (), numbers):
        if error is not None and error[:1] == b"x":
            error = slim(error)
        found[number] = Payload(_short(given), _short(output), _short(metadata), error)
    if len(found) == len(set(numbers)):
        return found
    sql = ", ".join(
        f"CASE WHEN length({name}) <= {MAX_PACKED_BYTES} THEN {name} END, length({name})" if name else "NULL, NULL"
        for name in columns
    )
    large = [number for number in numbers if number not in found]
    for row in _in_chunks(connection, f"SELECT payload, {sql} FROM payloads WHERE payload IN", (), large):
        texts = (
            _slim(connection, row[0], Payload._fields[index], *row[1 + 2 * index : 3 + 2 * index])
            for index in range(len(columns))
        )
        found[row[0]] = Payload(*texts)
    return found


def _short(stored: bytes | None) -> bytes | None:
    if stored is None or (len(stored) <= MAX_TEXT and stored[:1] != b"x"):
        return stored
    return slim(stored)


def _slim(
    connection: sqlite3.Connection, number: int, column: str, stored: bytes | None, length: int | None
) -> bytes | None:
    if length is None:
        return None
    if stored is not None:
        return stored if column == "error_info" and stored[:1] != b"x" else slim(stored)
    with connection.blobopen("payloads", column, number, readonly=True) as blob:  # 50 MB are not read for a list
        return head(blob.read(HEAD_PACKED_BYTES))


def span_scope(connection: sqlite3.Connection, project: int, trace: bytes | None) -> tuple[str, tuple[Parameter, ...]]:
    """The condition that makes `t` a project's spans, or those of one of its traces."""
    if trace is None:
        return scan_scope(connection, "spans", project)
    return "t.trace_id = ? AND +t.project = ?", (trace, project)  # by the index of the trace, not of the project


def scan_scope(
    connection: sqlite3.Connection, table: Literal["traces", "spans"], project: int
) -> tuple[str, tuple[Parameter, ...]]:
    """The condition that makes `t` a project's rows, for a query that looks at each of them."""
    row: tuple[int, int, int] | None = connection.execute(
        f"SELECT p.workspace, p.{table[:-1]}_count, (SELECT sum(q.{table[:-1]}_count) FROM projects q"
        " WHERE q.workspace = p.workspace) FROM projects p WHERE p.project = ?",
        (project,),
    ).fetchone()
    if row is None or row[1] * _MOSTLY < row[2]:
        return "t.project = ?", (project,)
    return "t.workspace = ? AND +t.project = ?", (row[0], project)


def _find(
    connection: sqlite3.Connection,
    table: str,
    scope: str,
    parameters: tuple[Parameter, ...],
    page: Page,
    where: Condition | None,
    order: Ordering | None,
) -> list[bytes]:
    joins = _joins(table) if where is not None or order is not None else ""
    sql = f"SELECT t.id FROM {table} t {joins} WHERE {scope}"
    if page.before is not None:
        sql += " AND t.id < ?"
        parameters += (page.before,)
    if where is not None:
        sql += f" AND ({where.sql})"
        parameters += where.parameters
    sql += " ORDER BY "
    if order is not None:
        sql += f"{order.sql}, "
        parameters += order.parameters
    rows = connection.execute(f"{sql}t.id DESC LIMIT ? OFFSET ?", (*parameters, page.limit, page.offset))
    return [row[0] for row in rows]


def _count(
    connection: sqlite3.Connection, table: str, scope: str, parameters: tuple[Parameter, ...], where: Condition | None
) -> int:
    joins, condition = ("", Condition("1")) if where is None else (_joins(table), where)
    return _number(
        connection,
        f"SELECT count(*) FROM {table} t {joins} WHERE {scope} AND ({condition.sql})",
        parameters + condition.parameters,
    )


def _number(connection: sqlite3.Connection, sql: str, parameters: tuple[Parameter, ...]) -> int:
    row: tuple[int] | None = connection.execute(sql, parameters).fetchone()
    return 0 if row is None else row[0]


def _joins(table: str) -> str:
    """What a condition may speak of; SQLite leaves out a join that it does not."""
    return f"{JOIN_TOTALS} {JOIN_PAYLOAD}" if table == "traces" else JOIN_PAYLOAD


def _rows_of(connection: sqlite3.Connection, sql: str, workspace: int, ids: Sequence[bytes]) -> list[tuple[Any, ...]]:
    rows = {
        row[0]: row for row in _in_chunks(connection, f"{sql} WHERE t.workspace = ? AND t.id IN", (workspace,), ids)
    }
    return [rows[row_id] for row_id in ids if row_id in rows]


def _in_chunks(
    connection: sqlite3.Connection, sql: str, parameters: tuple[Parameter, ...], keys: Sequence[bytes | int]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement that ends with IN, for all keys."""
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        yield from connection.execute(f"{sql} ({', '.join('?' * len(chunk))})", (*parameters, *chunk))


def _spans(connection: sqlite3.Connection, rows: list[tuple[Any, ...]], wanted: Wanted) -> list[Span]:
    payloads = load_payloads(connection, (row[-1] for row in rows), wanted)
    return [Span._make((*row[:-1], payloads.get(row[-1], _NOTHING))) for row in rows]
