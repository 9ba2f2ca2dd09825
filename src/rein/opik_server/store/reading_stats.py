"""Figures over the rows of a list: how many, how long, what they cost, how they were scored."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from dataclasses import dataclass, field

import msgspec

from rein.opik_server.store.reading import JOIN_PAYLOAD, JOIN_TOTALS, Condition, Parameter, span_scope
from rein.opik_server.store.reading_threads import FIRST_AND_LAST, LISTED, MESSAGES
from rein.opik_server.store.totals import Kind

QUANTILES = (0.5, 0.9, 0.99)
_ANY = Condition("1")
_tags = msgspec.json.Decoder(list[str])
_usage = msgspec.json.Decoder(dict[str, int])


@dataclass(slots=True)
class Mean:
    """A sum and of how many."""

    total: float = 0.0
    count: int = 0

    def add(self, value: float) -> None:
        """Count a value."""
        self.total += value
        self.count += 1

    @property
    def value(self) -> float:
        """The mean; 0 of nothing."""
        return self.total / self.count if self.count else 0.0


@dataclass(slots=True)
class Stats:
    """The figures. A mean is over the rows that have a value, that of `tags` and of the span counts over all."""

    count: int = 0
    inputs: int = 0
    outputs: int = 0
    metadata: int = 0
    errors: int = 0
    durations_us: array[int] = field(default_factory=lambda: array("q"))
    tags: Mean = field(default_factory=Mean)
    cost_usd: Mean = field(default_factory=Mean)
    usage: defaultdict[str, Mean] = field(default_factory=lambda: defaultdict(Mean))
    spans: Mean = field(default_factory=Mean)
    llm_spans: Mean = field(default_factory=Mean)
    messages: Mean = field(default_factory=Mean)
    scores: dict[str, float] = field(default_factory=dict[str, float])
    """Mean over the rows by name."""
    span_scores: dict[str, float] = field(default_factory=dict[str, float])

    def quantiles_ms(self) -> list[float] | None:
        """The durations' QUANTILES, between two of them in proportion; None without durations."""
        if not self.durations_us:
            return None
        ordered = sorted(self.durations_us)
        return [_quantile(ordered, share) / 1000 for share in QUANTILES]


def trace_stats(connection: sqlite3.Connection, project: int, where: Condition | None = None) -> Stats:
    """Over a project's traces under a condition."""
    condition = where or _ANY
    source = f"FROM traces t {JOIN_TOTALS} {JOIN_PAYLOAD} WHERE t.project = ? AND ({condition.sql})"
    parameters = (project, *condition.parameters)
    stats = Stats()
    for duration_us, held, tags, cost, usage, spans, llm in connection.execute(
        "SELECT t.duration_us, t.held, t.tags, x.cost_pico, x.usage, coalesce(x.span_count, 0),"
        f" coalesce(x.llm_span_count, 0) {source}",
        parameters,
    ):
        _add(stats, duration_us, tags, cost, usage)
        _add_held(stats, held)
        stats.spans.add(spans)
        stats.llm_spans.add(llm)
    stats.scores = _scores(connection, project, Kind.TRACE, "t", source, parameters)
    if _scored(connection, project, Kind.SPAN):
        stats.span_scores = _means(
            connection,
            f"SELECT s.name, avg(s.value_nano) / 1e9 AS mean FROM (SELECT t.workspace, t.id {source}) chosen"
            " CROSS JOIN spans c ON c.trace_id = chosen.id AND c.workspace = chosen.workspace"
            " CROSS JOIN scores s ON s.workspace = c.workspace AND s.kind = 2 AND s.entity = c.id"
            " GROUP BY s.name, chosen.id",
            parameters,
        )
    return stats


def span_stats(
    connection: sqlite3.Connection, project: int, where: Condition | None = None, trace: bytes | None = None
) -> Stats:
    """Over a project's spans, or those of one of its traces, under a condition."""
    condition = where or _ANY
    scope, scoped = span_scope(project, trace)
    source = f"FROM spans t {JOIN_PAYLOAD} WHERE {scope} AND ({condition.sql})"
    parameters = (*scoped, *condition.parameters)
    stats = Stats()
    for duration_us, held, tags, cost, usage in connection.execute(
        f"SELECT t.duration_us, t.held, t.tags, t.cost_pico, t.usage {source}", parameters
    ):
        _add(stats, duration_us, tags, cost, usage)
        _add_held(stats, held)
    stats.scores = _scores(connection, project, Kind.SPAN, "t", source, parameters)
    return stats


def thread_stats(connection: sqlite3.Connection, project: int, where: Condition | None = None) -> Stats:
    """Over a project's threads that have traces, under a condition."""
    condition = where or _ANY
    source = f"FROM threads h {FIRST_AND_LAST} {MESSAGES} WHERE {LISTED} AND ({condition.sql})"
    parameters = (project, *condition.parameters)
    stats = Stats()
    for duration_us, tags, cost, usage, traces in connection.execute(
        f"SELECT h.end_us - h.start_us, h.tags, h.cost_pico, h.usage, h.trace_count {source}", parameters
    ):
        _add(stats, duration_us, tags, cost, usage)
        stats.messages.add(2 * traces)
    stats.scores = _scores(connection, project, Kind.THREAD, "h", source, parameters)
    return stats


def _add(stats: Stats, duration_us: int | None, tags: str | None, cost: int | None, usage: str | None) -> None:
    stats.count += 1
    if duration_us is not None:
        stats.durations_us.append(duration_us)
    stats.tags.add(0 if tags is None else len(_tags.decode(tags)))
    if cost:
        stats.cost_usd.add(cost / 1e12)
    if usage is not None:
        for key, tokens in _usage.decode(usage).items():
            stats.usage[key].add(tokens)


def _add_held(stats: Stats, held: int) -> None:
    stats.inputs += held & 1
    stats.outputs += held >> 1 & 1
    stats.metadata += held >> 2 & 1
    stats.errors += held >> 3 & 1


def _scored(connection: sqlite3.Connection, project: int, kind: Kind) -> bool:
    found = connection.execute("SELECT 1 FROM scores WHERE project = ? AND kind = ? LIMIT 1", (project, kind))
    return found.fetchone() is not None


def _scores(
    connection: sqlite3.Connection,
    project: int,
    kind: Kind,
    alias: str,
    source: str,
    parameters: tuple[Parameter, ...],
) -> dict[str, float]:
    """The mean over the rows, each of which counts with the mean of its authors."""
    if not _scored(connection, project, kind):
        return {}
    return _means(
        connection,
        f"SELECT s.name, avg(s.value_nano) / 1e9 AS mean FROM (SELECT {alias}.workspace, {alias}.id {source}) chosen"
        f" CROSS JOIN scores s ON s.workspace = chosen.workspace AND s.kind = {kind.value} AND s.entity = chosen.id"
        " GROUP BY s.name, chosen.id",
        parameters,
    )


def _means(connection: sqlite3.Connection, each: str, parameters: tuple[Parameter, ...]) -> dict[str, float]:
    rows = connection.execute(f"SELECT name, avg(mean) FROM ({each}) GROUP BY name ORDER BY name", parameters)
    return dict(rows.fetchall())


def _quantile(ordered: list[int], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def score_names(
    connection: sqlite3.Connection, workspace: int, kind: Kind, project: int | None, span_type: str | None = None
) -> list[str]:
    """The names of the scores in a project or, without one, in a workspace; of spans of one type where that is asked."""
    scope, parameters = ("s.workspace = ?", (workspace,)) if project is None else ("s.project = ?", (project,))
    sql = f"SELECT DISTINCT s.name FROM scores s WHERE {scope} AND s.kind = ?"
    if span_type is not None:
        sql += " AND EXISTS (SELECT 1 FROM spans t WHERE t.workspace = s.workspace AND t.id = s.entity AND t.type = ?)"
        return [name for (name,) in connection.execute(f"{sql} ORDER BY 1", (*parameters, kind, span_type))]
    return [name for (name,) in connection.execute(f"{sql} ORDER BY 1", (*parameters, kind))]
