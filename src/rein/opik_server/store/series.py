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
from rein.opik_server.store.reading import Condition
from rein.opik_server.store.totals import Kind, Totals, decode_map, duration_bucket, merge
from rein.opik_server.store.windows import Bucket, Window

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
    prefix = _PREFIXES.get(part)
    for number, dimension, packed in rows:
        into = found[number][dimension if grouped else ""]
        if prefix is None:
            counts = _counts_of(packed)
            for name in _COUNTS:
                into[name] = into.get(name, 0) + getattr(counts, name)
        else:
            for name, amount in decode_map(packed).items():
                if name[:2] == prefix:
                    into[name] = into.get(name, 0) + amount
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
        number: _scan(connection, project, entity, part, window.bucket(number), where, group)
        for number in window.numbers()
    }


def _scan(
    connection: sqlite3.Connection,
    project: int,
    entity: Entity,
    part: Part,
    bucket: Bucket,
    where: Condition | None,
    group: Condition | None,
) -> Groups:
    row = entity.alias
    low, high = (first_id_at(bucket.from_us), first_id_at(bucket.to_us)) if entity.by_id else bucket[1:]
    condition, parameters = (f" AND ({where.sql})", where.parameters) if where else ("", ())
    by, by_parameters = (f"coalesce(nullif({group.sql}, ''), '{UNKNOWN}')", group.parameters) if group else ("''", ())
    select, join, behind = _PARTS[part](entity)
    if group and TAG in group.sql:
        join = f", json_each(iif(json_array_length({row}.tags) > 0, {row}.tags, '[\"\"]')) g{join}"
    found: defaultdict[str, Totals] = defaultdict(dict)
    for name, *amounts in connection.execute(
        f"SELECT {by} AS a, {select} FROM {entity.rows}{join} WHERE {row}.project = ?"
        f" AND {entity.range_column} >= ? AND {entity.range_column} < ?{condition}{behind}",
        (*by_parameters, project, low, high, *parameters),
    ):
        _ADD[part](found[name], amounts)
    return dict(found)


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
