"""Reading experiments side by side: items of a dataset, and what each experiment's trace made of them.

Conditions and orders speak of `i` (the link), `t`, `x` and `p` (its trace, the sums over its spans, its payloads) and
`r` (the item of the dataset as it was in the experiment's version).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rein.opik_server.store.datasets import dataset_number
from rein.opik_server.store.reading import Condition, Ordering, Parameter

_CHUNK = 200


class ComparedItem(NamedTuple):
    """A run of an item, with what is known of its trace. Units as in `reading.Trace`."""

    id: bytes
    experiment_id: bytes
    dataset_item_id: bytes
    trace_id: bytes
    execution_policy: str | None
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str
    project_id: bytes | None
    duration_us: int | None
    cost_pico: int | None
    usage: str | None
    payload: int | None
    """For `reading.load_payloads`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is compared."""

    workspace: int
    dataset: int | None
    """None: the dataset is gone."""
    version: int | None
    """Of the items' data that is shown: the newest that one of the experiments has; None: the newest there is."""
    experiments: tuple[bytes, ...]


_TRACE: Final = (
    "LEFT JOIN traces t ON t.workspace = i.workspace AND t.id = i.trace_id"
    " LEFT JOIN trace_totals x ON x.workspace = i.workspace AND x.trace_id = i.trace_id"
)
_ALL: Final = (
    f"{_TRACE} LEFT JOIN payloads p ON p.payload = t.payload"
    " LEFT JOIN experiments e ON e.workspace = i.workspace AND e.id = i.experiment_id"
    " LEFT JOIN dataset_versions v ON v.id = e.dataset_version_id"
    " LEFT JOIN datasets d ON d.workspace = i.workspace AND d.id = e.dataset_id"
    " LEFT JOIN dataset_items r ON r.dataset = d.dataset AND r.id = i.dataset_item_id"
    " AND r.from_version <= coalesce(v.version, d.latest) AND r.until_version > coalesce(v.version, d.latest)"
)
_ITEM: Final = (
    "i.id, i.experiment_id, i.dataset_item_id, i.trace_id, i.execution_policy, i.created_us, i.created_by,"
    " i.updated_us, i.updated_by, (SELECT id FROM projects WHERE projects.project = t.project),"
    " t.duration_us, x.cost_pico, x.usage, t.payload"
)


def scope_of(connection: sqlite3.Connection, workspace: int, dataset_id: bytes, experiments: Sequence[bytes]) -> Scope:
    """What is compared of a dataset. Experiments that are not there are passed over."""
    dataset = dataset_number(connection, workspace, dataset_id)
    known: list[tuple[bytes, int | None]] = connection.execute(
        "SELECT e.id, v.version FROM experiments e"
        " LEFT JOIN dataset_versions v ON v.id = e.dataset_version_id AND v.dataset = ?"
        f" WHERE e.workspace = ? AND e.dataset_id = ? AND e.id IN ({_marks(experiments)})",
        (dataset, workspace, dataset_id, *experiments),
    ).fetchall()
    versions = [version for _, version in known]
    newest = None if None in versions else max((version for version in versions if version is not None), default=None)
    return Scope(workspace, dataset, newest, tuple(experiment for experiment, _ in known))


def compared_ids(
    connection: sqlite3.Connection,
    scope: Scope,
    limit: int,
    offset: int,
    where: Condition | None = None,
    order: Ordering | None = None,
) -> list[bytes]:
    """The items of the dataset that the experiments have run, newest id first where there is no order."""
    source, parameters = _selected(scope, where, "" if where is None and order is None else _ALL)
    terms, more = ("", ()) if order is None else (f"{order.sql}, ", order.parameters)
    rows: list[tuple[bytes]] = connection.execute(
        f"SELECT i.dataset_item_id FROM {source} GROUP BY i.dataset_item_id"
        f" ORDER BY {terms}i.dataset_item_id DESC LIMIT ? OFFSET ?",
        (*parameters, *more, limit, offset),
    ).fetchall()
    return [item for (item,) in rows]


def count_compared(connection: sqlite3.Connection, scope: Scope, where: Condition | None = None) -> int:
    """How many items of the dataset the experiments have run."""
    source, parameters = _selected(scope, where, "" if where is None else _ALL)
    row: tuple[int] = connection.execute(
        f"SELECT count(DISTINCT i.dataset_item_id) FROM {source}", parameters
    ).fetchone()
    return row[0]


def compared_items(
    connection: sqlite3.Connection, scope: Scope, ids: Sequence[bytes], where: Condition | None = None
) -> list[ComparedItem]:
    """The runs of some items, those of the same item in the order in which they were made."""
    found: list[ComparedItem] = []
    source, parameters = _selected(scope, where, _TRACE if where is None else _ALL)
    for start in range(0, len(ids), _CHUNK):
        chunk = list(ids[start : start + _CHUNK])
        chunk += chunk[-1:] * (_CHUNK - len(chunk))
        rows = connection.execute(
            f"SELECT {_ITEM} FROM {source} AND i.dataset_item_id IN ({_marks(chunk)})", (*parameters, *chunk)
        )
        found += (ComparedItem(*row) for row in rows)
    return sorted(found, key=lambda item: item.id)


def all_compared(
    connection: sqlite3.Connection, scope: Scope, where: Condition | None = None
) -> Iterator[ComparedItem]:
    """The runs of all items, in no order."""
    source, parameters = _selected(scope, where, _TRACE if where is None else _ALL)
    for row in connection.execute(f"SELECT {_ITEM} FROM {source}", parameters):
        yield ComparedItem(*row)


def items_of_experiments(
    connection: sqlite3.Connection, workspace: int, experiments: Sequence[bytes], limit: int, before: bytes | None
) -> list[ComparedItem]:
    """The runs of experiments below an id, newest first."""
    below, cursor = ("", ()) if before is None else (" AND i.id < ?", (before,))
    rows = connection.execute(
        f"SELECT {_ITEM} FROM experiment_items i {_TRACE}"
        f" WHERE i.workspace = ? AND i.experiment_id IN ({_marks(experiments)}){below} ORDER BY i.id DESC LIMIT ?",
        (workspace, *experiments, *cursor, limit),
    )
    return [ComparedItem(*row) for row in rows]


def find_compared(connection: sqlite3.Connection, workspace: int, item: bytes) -> ComparedItem | None:
    """One run by its id."""
    row = connection.execute(
        f"SELECT {_ITEM} FROM experiment_items i {_TRACE} WHERE i.workspace = ? AND i.id = ?", (workspace, item)
    ).fetchone()
    return None if row is None else ComparedItem(*row)


def _selected(scope: Scope, where: Condition | None, joins: str) -> tuple[str, tuple[Parameter, ...]]:
    """What follows FROM."""
    condition = where or Condition("1")
    return (
        f"experiment_items i {joins} WHERE i.workspace = ? AND i.experiment_id IN ({_marks(scope.experiments)})"
        f" AND ({condition.sql})",
        (scope.workspace, *scope.experiments, *condition.parameters),
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
