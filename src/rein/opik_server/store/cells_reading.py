"""Reading the cells: what can be answered from them, and which stretches of time they do not cover."""

from __future__ import annotations

import re
import sqlite3
from typing import Final, NamedTuple

from rein.opik_server.ids import first_id_at
from rein.opik_server.store.reading import ALWAYS, Condition, Made, both, count_spans
from rein.opik_server.store.totals import HOUR_US, SLOT_HOURS

_COLUMNS: Final = frozenset(
    f"t.{name}" for name in ("name", "type", "model", "provider", "tags", "source", "environment", "has_error")
)
_ELEMENTS: Final = frozenset({"one.value", "g.value"})  # of the list of tags
_COLUMN: Final = re.compile(r"\b[a-zA-Z_]\w*\.\w+")


class Split(NamedTuple):
    """A stretch of time as whole units of the sums, and what is left of it for a look at the rows."""

    first: int
    end: int
    """The first unit and the one behind the last."""
    rest: list[Made]
    """Each lies in one unit."""


def in_cells(*conditions: Condition | None) -> bool:
    """Whether conditions or expressions over a span `t` speak of nothing but what a cell's spans have in common."""
    names = (name for condition in conditions if condition is not None for name in _COLUMN.findall(condition.sql))
    return all(name in _COLUMNS or name in _ELEMENTS for name in names)


def split(connection: sqlite3.Connection, project: int, made: Made | None, unit_hours: int) -> Split:
    """A stretch in units of so many hours. A unit of which nothing but the stretch has spans counts as whole."""
    unit_us = unit_hours * HOUR_US
    from_us, to_us = (us // 1000 * 1000 for us in made or ALWAYS)
    to_us = min(to_us, ALWAYS.to_us)
    if from_us >= to_us:
        return Split(0, 0, [])
    first, end = from_us // unit_us, -(-to_us // unit_us)
    rest: list[Made] = []
    if _any(connection, project, to_us, end * unit_us):
        end -= 1
        rest.append(Made(max(from_us, end * unit_us), to_us))
    if first < end and _any(connection, project, first * unit_us, from_us):
        first += 1
        rest.append(Made(from_us, first * unit_us))
    return Split(first, end, rest)


def cells_of(connection: sqlite3.Connection, project: int, made: Made | None) -> Split:
    """A stretch as slots that have cells and as what must be scanned."""
    found = split(connection, project, made, SLOT_HOURS)
    slot_us = SLOT_HOURS * HOUR_US
    varied: list[tuple[int]] = connection.execute(
        "SELECT slot FROM varied_slots WHERE project = ? AND slot >= ? AND slot < ?", (project, *found[:2])
    ).fetchall()
    return found._replace(rest=[*found.rest, *(Made(slot * slot_us, (slot + 1) * slot_us) for (slot,) in varied)])


def total_spans(
    connection: sqlite3.Connection,
    project: int,
    where: Condition | None = None,
    trace: bytes | None = None,
    made: Made | None = None,
) -> int:
    """How many spans there are, from sums where that is possible: as `count_spans`, made in a stretch of time."""
    if trace is not None or (where is None and made is None) or not in_cells(where):
        return count_spans(connection, project, both(made and made.condition, where), trace)
    found = cells_of(connection, project, made)
    condition = Condition("1") if where is None else where
    row: tuple[int | None] = connection.execute(
        f"SELECT sum(t.n) FROM span_cells t WHERE t.project = ? AND t.slot >= ? AND t.slot < ? AND ({condition.sql})",
        (project, found.first, found.end, *condition.parameters),
    ).fetchone()
    return (row[0] or 0) + sum(count_spans(connection, project, both(rest.condition, where)) for rest in found.rest)


def _any(connection: sqlite3.Connection, project: int, from_us: int, to_us: int) -> bool:
    row = connection.execute(
        "SELECT 1 FROM spans WHERE project = ? AND id >= ? AND id < ? LIMIT 1",
        (project, first_id_at(from_us), first_id_at(to_us)),
    ).fetchone()
    return row is not None
