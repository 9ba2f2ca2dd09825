"""Sums over time: from the hourly sums where nothing is asked of the rows, else by a scan of them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec

from rein.opik_server.ids import first_id_at
from rein.opik_server.store.cells_reading import Split, cells_of, in_cells
from rein.opik_server.store.reading import Condition, Made, Parameter, scan_scope
from rein.opik_server.store.totals import SLOT_HOURS, Kind, Totals, decode_map, duration_bucket, merge
from rein.opik_server.store.windows import Interval, Window

Groups = dict[str, Totals]
"""Sums by group; the group is "" where there are none."""


class Part(Enum):
    """Which sums are wanted."""

    COUNTS = "counts"
    """`n`, `errors`, `duration_n`, `duration_us`, `cost_pico`."""
    DURATIONS = "durations"
    """`d:<bucket>`, as `quantile_us` reads them."""
    USAGE = "usage"
    """`u:<name>`: tokens."""
    SCORES = "scores"
    """`n:<name>` and `v:<name>`: how many entities have a score of that name, and the sum of its values times 1e9."""


@dataclass(frozen=True, slots=True)
class Entity:
    """What is summed up, and where its columns are."""

    kind: Kind
    score_rollup: Kind | None
    """The kind of the hourly sums of its scores; None where there are none."""
    alias: str
    rows: str
    """The FROM clause."""
    range_column: str
    by_id: bool
    """Whether the range is one of ids, else of microseconds."""
    errors: str
    duration: str
    cost: str
    usage: str


TRACE = Entity(
    Kind.TRACE,
    Kind.TRACE_SCORE,
    "t",
    "traces t LEFT JOIN trace_totals x ON x.workspace = t.workspace AND x.trace_id = t.id"
    " LEFT JOIN payloads p ON p.payload = t.payload",
    "t.id",
    by_id=True,
    errors="t.has_error",
    duration="t.duration_us",
    cost="x.cost_pico",
    usage="x.usage",
)
SPAN = Entity(
    Kind.SPAN,
    Kind.SPAN_SCORE,
    "t",
    "spans t LEFT JOIN payloads p ON p.payload = t.payload",
    "t.id",
    by_id=True,
    errors="t.has_error",
    duration="t.duration_us",
    cost="t.cost_pico",
    usage="t.usage",
)
THREAD = Entity(
    Kind.THREAD,
    None,
    "h",
    "threads h LEFT JOIN traces f ON f.workspace = h.workspace AND f.id = h.first_trace"
    " LEFT JOIN traces l ON l.workspace = h.workspace AND l.id = h.last_trace"
    " LEFT JOIN payloads fp ON fp.payload = f.payload LEFT JOIN payloads lp ON lp.payload = l.payload",
    "h.start_us",
    by_id=False,
    errors="0",
    duration="(h.end_us - h.start_us)",
    cost="h.cost_pico",
    usage="h.usage",
)

TAG = "g.value"
"""A group expression: each of a row's tags."""
UNKNOWN = "Unknown"
"""The group of rows that have no value for what they are grouped by."""
_PREFIXES = {Part.DURATIONS: "d:", Part.USAGE: "u:"}


class _Counts(msgspec.Struct):
    """What is read of the hourly sums where the rest is not wanted: several times as fast as the whole map."""

    n: int = 0
    errors: int = 0
    duration_n: int = 0
    duration_us: int = 0
    cost_pico: int = 0
    value_nano: int = 0


_COUNTS = _Counts.__struct_fields__
_counts_of = msgspec.json.Decoder(_Counts).decode


def rolled_up(
    connection: sqlite3.Connection, project: int, kind: Kind, part: Part, window: Window, *, grouped: bool
) -> dict[int, Groups]:
    """Sums by the number of the bucket, from the hours that touch the window, as a whole.

    Groups are dimensions (a span's model, a score's name), or all together.
    """
    shift, length = window.bucket_hours
    rows: Iterable[tuple[int, str, str]] = connection.execute(
        "SELECT (hour + ?) / ?, dimension, totals FROM rollups"
        " WHERE project = ? AND kind = ? AND hour >= ? AND hour < ?",
        (shift, length, project, kind, window.first_hour, window.end_hour),
    )
    found: defaultdict[int, defaultdict[str, Totals]] = defaultdict(lambda: defaultdict(dict))
    for number, dimension, packed in rows:
        _pick(found[number][dimension if grouped else ""], packed, part)
    return {number: dict(groups) for number, groups in found.items()}


def scanned(
    connection: sqlite3.Connection,
    project: int,
    entity: Entity,
    part: Part,
    window: Window,
    where: Condition | None,
    group: Condition | None,
) -> dict[int, Groups]:
    """Sums by the number of the bucket, from the rows themselves. `group` is an expression: a row's group, or `TAG`."""
    return {
        number: _scan(connection, project, entity, part, Made(*window.bucket(number)[1:]), where, group)
        for number in window.numbers()
    }


def summed(
    connection: sqlite3.Connection,
    project: int,
    entity: Entity,
    part: Part,
    window: Window,
    where: Condition | None,
    group: Condition | None,
) -> dict[int, Groups]:
    """As `scanned`, from cells where they know all that is asked of the spans."""
    hourly = window.interval is Interval.HOURLY  # finer than cells are
    if entity is not SPAN or part is Part.SCORES or hourly or not in_cells(where, group):
        return scanned(connection, project, entity, part, window, where, group)
    cells = cells_of(connection, project, Made(window.start_us, window.end_us))
    found = _from_cells(connection, project, part, window, cells, where, group)
    for rest in cells.rest:
        into = found[window.number_at(rest.from_us)]
        for name, totals in _scan(connection, project, entity, part, rest, where, group).items():
            merge(into[name], totals)
    return {number: dict(groups) for number, groups in found.items()}


def _from_cells(
    connection: sqlite3.Connection,
    project: int,
    part: Part,
    window: Window,
    cells: Split,
    where: Condition | None,
    group: Condition | None,
) -> defaultdict[int, defaultdict[str, Totals]]:
    shift, length = window.bucket_hours
    condition, parameters = (f" AND ({where.sql})", where.parameters) if where else ("", ())
    by, join, by_parameters = _grouping("t", group)
    rows: Iterable[tuple[int, str, int, str]] = connection.execute(
        f"SELECT (t.slot * {SLOT_HOURS} + ?) / ?, {by}, t.has_error, t.totals FROM span_cells t{join}"
        f" WHERE t.project = ? AND t.slot >= ? AND t.slot < ?{condition}",
        (shift, length, *by_parameters, project, cells.first, cells.end, *parameters),
    )
    found: defaultdict[int, defaultdict[str, Totals]] = defaultdict(lambda: defaultdict(dict))
    for number, name, has_error, packed in rows:
        into = found[number][name]
        _pick(into, packed, part)
        if has_error and part is Part.COUNTS:
            into["errors"] = into.get("errors", 0) + _counts_of(packed).n
    return found


def _grouping(row: str, group: Condition | None) -> tuple[str, str, tuple[Parameter, ...]]:
    """The expression for the group of a row, what is joined for it, and its parameters."""
    if group is None:
        return "''", "", ()
    tags = f", json_each(iif(json_array_length({row}.tags) > 0, {row}.tags, '[\"\"]')) g" if TAG in group.sql else ""
    return f"coalesce(nullif({group.sql}, ''), '{UNKNOWN}')", tags, group.parameters


def _pick(into: Totals, packed: str, part: Part) -> None:
    """Add what is wanted of the sums of an hour or a cell."""
    prefix = _PREFIXES.get(part)
    if prefix is None:
        counts = _counts_of(packed)
        for name in _COUNTS:
            into[name] = into.get(name, 0) + getattr(counts, name)
        return
    for name, amount in decode_map(packed).items():
        if name[:2] == prefix:
            into[name] = into.get(name, 0) + amount


def _scan(
    connection: sqlite3.Connection,
    project: int,
    entity: Entity,
    part: Part,
    made: Made,
    where: Condition | None,
    group: Condition | None,
) -> Groups:
    row = entity.alias
    low, high = (first_id_at(made.from_us), first_id_at(made.to_us)) if entity.by_id else made
    condition, parameters = (f" AND ({where.sql})", where.parameters) if where else ("", ())
    by, tags, by_parameters = _grouping(row, group)
    select, join, behind = _PARTS[part](entity)
    scope, scoped = _scope(connection, project, entity)
    found: defaultdict[str, Totals] = defaultdict(dict)
    for name, *amounts in connection.execute(
        f"SELECT {by} AS a, {select} FROM {entity.rows}{tags}{join} WHERE {scope}"
        f" AND {entity.range_column} >= ? AND {entity.range_column} < ?{condition}{behind}",
        (*by_parameters, *scoped, low, high, *parameters),
    ):
        _ADD[part](found[name], amounts)
    return dict(found)


def _scope(connection: sqlite3.Connection, project: int, entity: Entity) -> tuple[str, tuple[Parameter, ...]]:
    if entity.kind is Kind.THREAD:
        return "h.project = ?", (project,)
    return scan_scope(connection, "spans" if entity.kind is Kind.SPAN else "traces", project)


def _counts(entity: Entity) -> tuple[str, str, str]:
    of = entity.duration
    amounts = f"count(*), total({entity.errors}), count({of}), total({of}), total({entity.cost})"
    return amounts, "", " GROUP BY 1"


def _durations(entity: Entity) -> tuple[str, str, str]:
    return entity.duration, "", f" AND {entity.duration} IS NOT NULL"


def _usage(entity: Entity) -> tuple[str, str, str]:
    return "u.key, total(u.value)", f", json_each({entity.usage}) u", " GROUP BY 1, 2"


def _scores(entity: Entity) -> tuple[str, str, str]:
    row = entity.alias
    join = f" JOIN scores s ON s.workspace = {row}.workspace AND s.kind = {entity.kind.value} AND s.entity = {row}.id"
    return "s.name, avg(s.value_nano)", join, f" GROUP BY 1, 2, {row}.id"


def _add_counts(totals: Totals, row: Sequence[Any]) -> None:
    totals.update(zip(_COUNTS, map(int, row), strict=False))


def _add_duration(totals: Totals, row: Sequence[Any]) -> None:
    key = f"d:{duration_bucket(row[0])}"
    totals[key] = totals.get(key, 0) + 1


def _add_usage(totals: Totals, row: Sequence[Any]) -> None:
    totals[f"u:{row[0]}"] = int(row[1])


def _add_score(totals: Totals, row: Sequence[Any]) -> None:
    name, value = row
    merge(totals, {f"n:{name}": 1, f"v:{name}": round(value)})


_PARTS: dict[Part, Callable[[Entity], tuple[str, str, str]]] = {
    Part.COUNTS: _counts,
    Part.DURATIONS: _durations,
    Part.USAGE: _usage,
    Part.SCORES: _scores,
}
_ADD: dict[Part, Callable[[Totals, Sequence[Any]], None]] = {
    Part.COUNTS: _add_counts,
    Part.DURATIONS: _add_duration,
    Part.USAGE: _add_usage,
    Part.SCORES: _add_score,
}
