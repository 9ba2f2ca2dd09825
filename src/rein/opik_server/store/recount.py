"""The sums of a stretch of time, counted anew from the rows."""

from __future__ import annotations

import sqlite3

from rein.opik_server.ids import first_id_at
from rein.opik_server.store.cells import write_cells
from rein.opik_server.store.entity import SPANS, TRACES, stored_row
from rein.opik_server.store.reading import Condition, Parameter
from rein.opik_server.store.sums import add_rollup
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.totals import HOUR_US, Changes, Kind

_ENTITIES = {Kind.TRACE: TRACES, Kind.SPAN: SPANS}


def recount_hours(connection: sqlite3.Connection) -> None:
    """Make the hourly sums and cells of all traces and spans anew."""
    tables = Tables(connection)
    hours: list[tuple[int, int, int]] = connection.execute(
        "SELECT DISTINCT project, kind, hour FROM rollups WHERE kind IN (?, ?)", tuple(_ENTITIES)
    ).fetchall()
    for project, kind, hour in hours:
        begin, end = first_id_at(hour * HOUR_US), first_id_at((hour + 1) * HOUR_US)
        changes = counted(connection, project, Kind(kind), Condition("t.id >= ? AND t.id < ?", (begin, end)))
        connection.execute("DELETE FROM rollups WHERE project = ? AND kind = ? AND hour = ?", (project, kind, hour))
        rollups, cells = changes.sums()
        for (_, _, _, dimension), amounts in rollups.items():
            add_rollup(tables, project, Kind(kind), hour, dimension, amounts)
        write_cells(tables, cells)


def counted(connection: sqlite3.Connection, project: int, kind: Kind, where: Condition) -> Changes:
    """The sums over a project's traces or spans `t` under a condition that speaks of nothing else."""
    entity = _ENTITIES[kind]
    changes = Changes()
    add = changes.add_trace if kind is Kind.TRACE else changes.add_span
    parameters: tuple[Parameter, ...] = (project, *where.parameters)
    for record in connection.execute(f"{entity.select_sql} t WHERE t.project = ? AND {where.sql}", parameters):
        add(stored_row(entity, record).row, 1)
    return changes
