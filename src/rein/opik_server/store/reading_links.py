"""Where else a trace is named: the experiment it was made for."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

_CHUNK = 500


class ExperimentLink(NamedTuple):
    """The newest item of an experiment that names a trace."""

    trace_id: bytes
    experiment_id: bytes
    name: str
    dataset_id: bytes
    dataset_item_id: bytes


def experiments_of(
    connection: sqlite3.Connection, workspace: int, traces: Sequence[bytes]
) -> dict[bytes, ExperimentLink]:
    """The experiments of some traces, whose dataset is known."""
    found: dict[bytes, ExperimentLink] = {}
    for start in range(0, len(traces), _CHUNK):
        chunk = traces[start : start + _CHUNK]
        rows = connection.execute(
            "SELECT i.trace_id, e.id, e.name, e.dataset_id, i.dataset_item_id FROM experiment_items i"
            " JOIN experiments e ON e.workspace = i.workspace AND e.id = i.experiment_id"
            f" WHERE i.workspace = ? AND i.trace_id IN ({', '.join('?' * len(chunk))}) AND e.dataset_id IS NOT NULL"
            " ORDER BY i.id",
            (workspace, *chunk),
        )
        found.update((row[0], ExperimentLink._make(row)) for row in rows)
    return found
