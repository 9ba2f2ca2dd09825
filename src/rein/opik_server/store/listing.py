"""A page of a list of few columns, with how many rows the whole list has."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rein.opik_server.query import Ordering, both
from rein.opik_server.store.reading import Condition

Cell = str | int | float | bytes | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of a list, in which order, and which page of them."""

    limit: int
    offset: int = 0
    where: Condition | None = None
    """Over the aliases that the list names."""
    order: Ordering | None = None

    def and_where(self, condition: Condition | None) -> Selection:
        """The selection with one condition more; None adds nothing."""
        return Selection(self.limit, self.offset, both(self.where, condition), self.order)


def select_page(
    connection: sqlite3.Connection, columns: str, source: str, selection: Selection, newest_first: str
) -> tuple[int, list[tuple[Cell, ...]]]:
    """How many rows there are, and those of the page.

    `source` follows FROM. `newest_first` makes the order complete: terms of an ORDER BY, the last without its DESC.
    """
    where = selection.where or Condition("1")
    total: tuple[int] = connection.execute(
        f"SELECT count(*) FROM {source} WHERE {where.sql}", where.parameters
    ).fetchone()
    order = selection.order or Ordering("", ())
    terms = f"{order.sql}, {newest_first} DESC" if order.sql else f"{newest_first} DESC"
    rows = connection.execute(
        f"SELECT {columns} FROM {source} WHERE {where.sql} ORDER BY {terms} LIMIT ? OFFSET ?",
        (*where.parameters, *order.parameters, selection.limit, selection.offset),
    ).fetchall()
    return total[0], rows
