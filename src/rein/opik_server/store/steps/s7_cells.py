"""Sums of spans that have something in common, and what the hourly sums count since: made from the rows there are."""

from rein.opik_server.store.recount import recount_hours

_TABLES = """
-- Sums per slot (six hours, counted from 1970) of the span's id, over the spans that have all of these in common.
-- `cell`: a digest of them. `n`: how many spans, as in `totals`, a map of numbers.
CREATE TABLE span_cells (
    project INTEGER NOT NULL, slot INTEGER NOT NULL, cell BLOB NOT NULL,
    name TEXT, type TEXT, model TEXT, provider TEXT, tags TEXT, source TEXT, environment TEXT,
    held INTEGER NOT NULL,
    has_error INTEGER GENERATED ALWAYS AS (held >> 3 & 1) VIRTUAL,
    n INTEGER NOT NULL, totals TEXT NOT NULL,
    PRIMARY KEY (project, slot, cell)
) STRICT, WITHOUT ROWID;

-- Slots whose spans have too little in common for cells.
CREATE TABLE varied_slots (
    project INTEGER NOT NULL, slot INTEGER NOT NULL,
    PRIMARY KEY (project, slot)
) STRICT, WITHOUT ROWID;
"""

CELLS = (_TABLES, recount_hours)
