"""Reading experiments and what their traces come to. Functions take a connection of `Store.read`."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final, NamedTuple

from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.listing import Selection, select_page
from rein.opik_server.store.reading import Condition
from rein.opik_server.store.reading_threads import Comment, comments_of
from rein.opik_server.store.totals import Kind, decode_map

ASSERTION: Final = "suite_assertion"
"""The category of scores that say whether an assertion held: 1 or 0."""


class Experiment(NamedTuple):
    """An experiment. Ids are 16 bytes, times microseconds since 1970."""

    id: bytes
    dataset_id: bytes | None
    dataset_name: str | None
    """None: the dataset is gone, or there was none."""
    dataset_version_id: bytes | None
    project_id: bytes | None
    project_name: str | None
    name: str
    metadata: bytes | None
    """Packed JSON."""
    tags: str | None
    type: str
    evaluation_method: str
    optimization_id: bytes | None
    status: str
    scores: str | None
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


@dataclass(slots=True)
class Aggregates:
    """What the traces of an experiment come to."""

    trace_count: int = 0
    item_count: int = 0
    """Different items of the dataset."""
    durations_us: list[int] = field(default_factory=list[int])
    """Sorted."""
    cost_pico: int = 0
    usage: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """By name, the tokens and how many traces have them."""
    scores: dict[str, tuple[float, int]] = field(default_factory=dict[str, tuple[float, int]])
    """By name, the sum of the traces' values and how many traces have one."""
    assertions: dict[str, tuple[float, int]] = field(default_factory=dict[str, tuple[float, int]])
    passed: int = 0
    """Items of the dataset of which enough runs passed."""
    judged: int = 0
    """Items of the dataset that were judged at all."""

    def percentile_ms(self, share: float) -> float | None:
        """A percentile of the durations, between two of them in proportion; None without durations."""
        if not self.durations_us:
            return None
        place = share * (len(self.durations_us) - 1)
        low, high = self.durations_us[int(place)], self.durations_us[ceil(place)]
        return (low + (high - low) * (place - int(place))) / 1000

    def join(self, other: Aggregates) -> None:
        """Take in those of another experiment."""
        self.trace_count += other.trace_count
        self.item_count += other.item_count
        self.durations_us = sorted(self.durations_us + other.durations_us)
        self.cost_pico += other.cost_pico
        self.passed += other.passed
        self.judged += other.judged
        for mine, theirs in ((self.scores, other.scores), (self.assertions, other.assertions)):
            for name, (total, count) in theirs.items():
                had = mine.get(name, (0.0, 0))
                mine[name] = (had[0] + total, had[1] + count)
        for name, (tokens, traces) in other.usage.items():
            known = self.usage.get(name, (0, 0))
            self.usage[name] = (known[0] + tokens, known[1] + traces)


SOURCE = (
    "experiments e LEFT JOIN datasets d ON d.workspace = e.workspace AND d.id = e.dataset_id"
    " LEFT JOIN projects p ON p.project = e.project"
)
COLUMNS = (
    "e.id, e.dataset_id, d.name, e.dataset_version_id, p.id, p.name, e.name, e.metadata, e.tags, e.type,"
    " e.evaluation_method, e.optimization_id, e.status, e.scores, e.created_us, e.created_by, e.updated_us,"
    " e.updated_by"
)


def list_experiments(
    connection: sqlite3.Connection, workspace: int, selection: Selection
) -> tuple[int, list[Experiment]]:
    """How many there are, and a page of them, newest id first. Conditions speak of `e`, `d` and `p`."""
    selection = selection.and_where(Condition("e.workspace = ?", (workspace,)))
    total, rows = select_page(connection, COLUMNS, SOURCE, selection, "e.id")
    return total, [Experiment(*row) for row in rows]  # pyright: ignore[reportArgumentType] - the table's types


def stream_experiments(
    connection: sqlite3.Connection, workspace: int, limit: int, before: bytes | None, where: Condition
) -> list[Experiment]:
    """Experiments below an id, newest first."""
    below = Condition("e.workspace = ?", (workspace,))
    if before is not None:
        below = Condition("e.workspace = ? AND e.id < ?", (workspace, before))
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE {below.sql} AND ({where.sql}) ORDER BY e.id DESC LIMIT ?",
        (*below.parameters, *where.parameters, limit),
    )
    return [Experiment(*row) for row in rows]


def narrowed(connection: sqlite3.Connection, workspace: int, where: Condition, project: str | None) -> Condition:
    """A condition on experiments, within a project (by its name) or none at all; itself where that leaves nothing.

    The client names its default project where nobody named one, and its callers look for what they put elsewhere.
    """
    if project is None:
        return where
    within = Condition(f"({where.sql}) AND (p.name = ? OR e.project IS NULL)", (*where.parameters, project))
    return within if stream_experiments(connection, workspace, 1, None, within) else where


def require_experiment(connection: sqlite3.Connection, workspace: int, experiment: bytes) -> Experiment:
    """An experiment. Raises NotFound."""
    row = connection.execute(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE e.workspace = ? AND e.id = ?", (workspace, experiment)
    ).fetchone()
    if row is None:
        raise NotFound("There is no such experiment in this workspace.")
    return Experiment(*row)


def prompt_versions_of(
    connection: sqlite3.Connection, workspace: int, experiments: Iterable[bytes]
) -> dict[bytes, list[bytes]]:
    """The prompt versions that experiments were made with, in their order."""
    found: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for experiment in experiments:
        for (version,) in connection.execute(
            "SELECT prompt_version_id FROM experiment_prompts WHERE workspace = ? AND experiment_id = ? ORDER BY place",
            (workspace, experiment),
        ):
            found[experiment].append(version)
    return dict(found)


def aggregates_of(connection: sqlite3.Connection, workspace: int, experiment: bytes) -> Aggregates:
    """What the traces of one experiment come to: one pass over its items, one over their scores."""
    found = Aggregates()
    traces: set[bytes] = set()
    items: set[bytes] = set()
    for item, trace, duration, cost, usage in connection.execute(
        "SELECT i.dataset_item_id, i.trace_id, t.duration_us, x.cost_pico, x.usage FROM experiment_items i"
        " LEFT JOIN traces t ON t.workspace = i.workspace AND t.id = i.trace_id"
        " LEFT JOIN trace_totals x ON x.workspace = i.workspace AND x.trace_id = i.trace_id"
        " WHERE i.workspace = ? AND i.experiment_id = ?",
        (workspace, experiment),
    ):
        items.add(item)
        if trace in traces:
            continue
        traces.add(trace)
        if duration is not None:
            found.durations_us.append(duration)
        found.cost_pico += cost or 0
        for name, tokens in decode_map(usage).items() if usage else ():
            had = found.usage.get(name, (0, 0))
            found.usage[name] = (had[0] + tokens, had[1] + 1)
    found.durations_us.sort()
    found.trace_count, found.item_count = len(traces), len(items)
    for name, assertion, total, count in connection.execute(
        "SELECT name, assertion, sum(value), count(*) FROM (SELECT s.name AS name,"
        f" max(coalesce(s.category_name, '') = '{ASSERTION}') AS assertion, avg(s.value_nano) / 1e9 AS value"
        " FROM (SELECT DISTINCT trace_id FROM experiment_items WHERE workspace = ? AND experiment_id = ?) i"
        " CROSS JOIN scores s ON s.workspace = ? AND s.kind = 1 AND s.entity = i.trace_id"
        " GROUP BY s.entity, s.name) GROUP BY name, assertion ORDER BY name",
        (workspace, experiment, workspace),
    ):
        (found.assertions if assertion else found.scores)[name] = (total, count)
    if found.assertions:
        found.passed, found.judged = _verdicts(connection, workspace, experiment)
    return found


def comments_on(connection: sqlite3.Connection, workspace: int, experiment: bytes) -> list[Comment]:
    """The comments on an experiment's traces."""
    rows: list[tuple[bytes]] = connection.execute(
        "SELECT DISTINCT c.entity FROM experiment_items i CROSS JOIN comments c"
        " ON c.workspace = i.workspace AND c.kind = 1 AND c.entity = i.trace_id"
        " WHERE i.workspace = ? AND i.experiment_id = ?",
        (workspace, experiment),
    ).fetchall()
    by_trace = comments_of(connection, workspace, Kind.TRACE, [trace for (trace,) in rows])
    return [comment for comments in by_trace.values() for comment in comments]


def score_names_of(
    connection: sqlite3.Connection, workspace: int, experiments: Sequence[bytes] | None, project: bytes | None
) -> list[str]:
    """The names of the scores that the traces of experiments have: of some, of a project's, or of all."""
    condition, parameters = _experiments("i.experiment_id", experiments, project)
    rows: list[tuple[str]] = connection.execute(
        "SELECT DISTINCT s.name FROM experiment_items i CROSS JOIN scores s"
        " ON s.workspace = i.workspace AND s.kind = 1 AND s.entity = i.trace_id"
        f" WHERE i.workspace = ? AND {condition} AND coalesce(s.category_name, '') <> '{ASSERTION}' ORDER BY s.name",
        (workspace, *parameters),
    ).fetchall()
    return [name for (name,) in rows]


def own_score_names_of(
    connection: sqlite3.Connection, workspace: int, experiments: Sequence[bytes] | None, project: bytes | None
) -> list[str]:
    """The names of the scores that experiments have themselves."""
    condition, parameters = _experiments("o.id", experiments, project)
    rows: list[tuple[str]] = connection.execute(
        "SELECT DISTINCT json_extract(one.value, '$.name') AS name FROM experiments o, json_each(o.scores) one"
        f" WHERE o.workspace = ? AND {condition} ORDER BY name",
        (workspace, *parameters),
    ).fetchall()
    return [name for (name,) in rows]


def _experiments(
    column: str, experiments: Sequence[bytes] | None, project: bytes | None
) -> tuple[str, tuple[bytes, ...]]:
    if experiments is not None:
        return f"{column} IN ({', '.join('?' * len(experiments))})", tuple(experiments)
    if project is not None:
        return (
            f"{column} IN (SELECT e.id FROM experiments e JOIN projects p ON p.project = e.project WHERE p.id = ?)",
            (project,),
        )
    return "1", ()


def _verdicts(connection: sqlite3.Connection, workspace: int, experiment: bytes) -> tuple[int, int]:
    """Of how many items enough runs passed (all assertions held), and how many were judged."""
    rows = connection.execute(
        "SELECT i.dataset_item_id, i.id, coalesce(min(json_extract(i.execution_policy, '$.pass_threshold')), 1),"
        " min(s.value_nano) >= 1000000000 FROM experiment_items i CROSS JOIN scores s"
        f" ON s.workspace = i.workspace AND s.kind = 1 AND s.entity = i.trace_id AND s.category_name = '{ASSERTION}'"
        " WHERE i.workspace = ? AND i.experiment_id = ? GROUP BY i.dataset_item_id, i.id",
        (workspace, experiment),
    )
    passed: defaultdict[bytes, int] = defaultdict(int)
    wanted: dict[bytes, int] = {}
    for item, _, threshold, held in rows:
        passed[item] += held
        wanted.setdefault(item, threshold)
    return sum(passed[item] >= threshold for item, threshold in wanted.items()), len(wanted)


def experiments_named(connection: sqlite3.Connection, workspace: int, name: str, project: str | None) -> list[bytes]:
    """The ids of the experiments of a name: of all projects, or of one by its name where that has any."""
    where = narrowed(connection, workspace, Condition("e.name = ?", (name,)), project)
    rows: list[tuple[bytes]] = connection.execute(
        f"SELECT e.id FROM {SOURCE} WHERE e.workspace = ? AND ({where.sql})", (workspace, *where.parameters)
    ).fetchall()
    return [experiment for (experiment,) in rows]
