"""Sums over the spans of a slot (six hours) that have name, type, model, provider, tags, source, environment and the
presence of payloads in common: few rows, from which what is filtered or grouped by any of these can be read.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Final

import msgspec

from rein.opik_server.store.tables import Tables
from rein.opik_server.store.totals import SLOT_HOURS, CellKey, Facets, Kind, Totals, decode_map, encode_map, merge

MAX_CELLS: Final = 200
"""Of one slot. Where spans differ more than that (ids in their names, say), cells would be hardly fewer than rows: the
slot has none then, and is read row by row."""

_REMEMBERED = 200

CellRow = tuple[int, int, bytes]
"""Project, slot, digest."""

_encode = msgspec.json.Encoder().encode
_OF_SLOT = "WHERE project = ? AND slot = ?"
_OF_CELL = f"{_OF_SLOT} AND cell = ?"


def write_cells(tables: Tables, cells: dict[CellKey, Totals]) -> None:
    """Add to the sums, after those of the hours were written."""
    slots: defaultdict[tuple[int, int], list[tuple[CellRow, Facets, Totals]]] = defaultdict(list)
    for (project, slot, facets), amounts in cells.items():
        digest = hashlib.blake2b(_encode(facets), digest_size=16).digest()
        slots[project, slot].append(((project, slot, digest), facets, amounts))
    for slot, changed in slots.items():
        unknown = any(key not in tables.sums for key, _, _ in changed)
        if unknown and _varied(tables, slot):
            continue
        for key, facets, amounts in changed:
            _add(tables, key, facets, amounts)
        if unknown and _count(tables, slot) > MAX_CELLS:
            tables.connection.execute(f"DELETE FROM span_cells {_OF_SLOT}", slot)
            tables.sums.clear()
            tables.connection.execute("INSERT INTO varied_slots VALUES (?, ?)", slot)


def _varied(tables: Tables, slot: tuple[int, int]) -> bool:
    """Whether a slot has no cells because they were too many; one that has become empty may begin again."""
    connection = tables.connection
    if connection.execute(f"SELECT 1 FROM varied_slots {_OF_SLOT}", slot).fetchone() is None:
        return False
    project, number = slot
    left = connection.execute(
        "SELECT 1 FROM rollups WHERE project = ? AND kind = ? AND hour >= ? AND hour < ? LIMIT 1",
        (project, Kind.SPAN, number * SLOT_HOURS, (number + 1) * SLOT_HOURS),
    ).fetchone()
    if left is None:
        connection.execute(f"DELETE FROM varied_slots {_OF_SLOT}", slot)
    return True


def _count(tables: Tables, slot: tuple[int, int]) -> int:
    row: tuple[int] = tables.connection.execute(f"SELECT count(*) FROM span_cells {_OF_SLOT}", slot).fetchone()
    return row[0]


def _add(tables: Tables, key: CellRow, facets: Facets, amounts: Totals) -> None:
    totals = add_up(tables, f"SELECT totals FROM span_cells {_OF_CELL}", key, amounts)
    if totals:
        tables.connection.execute(
            "INSERT OR REPLACE INTO span_cells (project, slot, cell, name, type, model, provider, tags, source,"
            " environment, held, n, totals) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*key, *facets, totals["n"], encode_map(totals)),
        )
    else:
        tables.connection.execute(f"DELETE FROM span_cells {_OF_CELL}", key)


def add_up(tables: Tables, select: str, key: tuple[object, ...], amounts: Totals) -> Totals:
    """The sums of a row of this key with more added to them, which the caller writes at once."""
    totals = tables.sums.pop(key, None)
    if totals is None:
        row: tuple[str] | None = tables.connection.execute(select, key).fetchone()
        totals = {} if row is None else decode_map(row[0])
    merge(totals, amounts)
    if totals:
        while len(tables.sums) >= _REMEMBERED:
            del tables.sums[next(iter(tables.sums))]
        tables.sums[key] = totals
    return totals
