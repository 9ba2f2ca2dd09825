"""Figures over the rows of a list: how many, how long, what they cost, how they were scored."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from dataclasses import dataclass, field

import msgspec

from rein.opik_server.store.cells_reading import cells_of, in_cells, split
from rein.opik_server.store.metrics import quantiles_us
from rein.opik_server.store.reading import (
    JOIN_PAYLOAD,
    JOIN_TOTALS,
    Condition,
    Made,
    Parameter,
    both,
    count_spans,
    scan_scope,
    span_scope,
)
from rein.opik_server.store.reading_threads import FIRST_AND_LAST, LISTED, MESSAGES
from rein.opik_server.store.totals import Kind, Totals, decode_map, duration_bucket, merge, of_facets, pour

QUANTILES = (0.5, 0.9, 0.99)
SCANNED = 10_000
"""Figures over the spans of a project with no more than these are read from the rows, with exact quantiles."""
_TEXTS = 20_000
_ANY = Condition("1")
_tags = msgspec.json.Decoder(list[str])
_usage = msgspec.json.Decoder(dict[str, int])


@dataclass(slots=True)
class Mean:
    """A sum and of how many."""

    total: float = 0.0
    count: int = 0

    def add(self, value: float, count: int) -> None:
        """Count a value so many times."""
        self.total += value * count
        self.count += count

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
    histogram: Totals = field(default_factory=dict[str, int])
    """Durations that are known by their buckets alone, as in the hourly sums."""
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
        """The durations' QUANTILES, between two of them in proportion; None without durations.

        With a histogram they are off by at most 3.2 %.
        """
        if self.histogram:
            for duration_us in self.durations_us:
                merge(self.histogram, {f"d:{duration_bucket(duration_us)}": 1})
            del self.durations_us[:]
            return [found / 1000 for found in quantiles_us(self.histogram, QUANTILES)]
        if not self.durations_us:
            return None
        ordered = sorted(self.durations_us)
        return [_quantile(ordered, share) / 1000 for share in QUANTILES]


def trace_stats(connection: sqlite3.Connection, project: int, where: Condition | None = None) -> Stats:
    """Over a project's traces under a condition."""
    condition = where or _ANY
    scope, scoped = scan_scope(connection, "traces", project)
    source = f"FROM traces t {JOIN_TOTALS} {JOIN_PAYLOAD} WHERE {scope} AND ({condition.sql})"
    parameters = (*scoped, *condition.parameters)
    stats = Stats()
    spans, llm_spans = _sums(
        connection,
        stats,
        "SELECT t.duration_us, t.held, t.tags, x.cost_pico, x.usage, coalesce(x.span_count, 0),"
        f" coalesce(x.llm_span_count, 0) {source}",
        parameters,
    )
    stats.spans, stats.llm_spans = Mean(spans, stats.count), Mean(llm_spans, stats.count)
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
    connection: sqlite3.Connection,
    project: int,
    where: Condition | None = None,
    trace: bytes | None = None,
    made: Made | None = None,
) -> Stats:
    """Over a project's spans, or those of one of its traces, under a condition and made in a stretch of time."""
    stats = Stats()
    if trace is None and in_cells(where) and count_spans(connection, project) > SCANNED:
        for rest in _add_sums(connection, project, where, made, stats):
            _add_spans(connection, project, both(rest.condition, where), None, stats)
    else:
        _add_spans(connection, project, both(made and made.condition, where), trace, stats)
    condition = both(made and made.condition, where) or _ANY
    scope, scoped = span_scope(connection, project, trace)
    source = f"FROM spans t {JOIN_PAYLOAD} WHERE {scope} AND ({condition.sql})"
    stats.scores = _scores(connection, project, Kind.SPAN, "t", source, (*scoped, *condition.parameters))
    return stats


def _add_spans(
    connection: sqlite3.Connection, project: int, where: Condition | None, trace: bytes | None, stats: Stats
) -> None:
    """Add the rows themselves."""
    condition = where or _ANY
    scope, scoped = span_scope(connection, project, trace)
    _sums(
        connection,
        stats,
        "SELECT t.duration_us, t.held, t.tags, t.cost_pico, t.usage, 0, 0"
        f" FROM spans t {JOIN_PAYLOAD} WHERE {scope} AND ({condition.sql})",
        (*scoped, *condition.parameters),
    )


def _add_sums(
    connection: sqlite3.Connection, project: int, where: Condition | None, made: Made | None, stats: Stats
) -> list[Made]:
    """Add what the hourly sums or the cells have; what they do not cover is left."""
    totals: Totals = {}
    if where is None:
        found = split(connection, project, made, 1)
        for (packed,) in connection.execute(
            "SELECT totals FROM rollups WHERE project = ? AND kind = ? AND hour >= ? AND hour < ?",
            (project, Kind.SPAN, found.first, found.end),
        ):
            pour(totals, decode_map(packed))
    else:
        found = cells_of(connection, project, made)
        for packed, *facets in connection.execute(
            "SELECT t.totals, t.name, t.type, t.model, t.provider, t.tags, t.source, t.environment, t.held"
            f" FROM span_cells t WHERE t.project = ? AND t.slot >= ? AND t.slot < ? AND ({where.sql})",
            (project, found.first, found.end, *where.parameters),
        ):
            amounts = decode_map(packed)
            pour(totals, amounts)
            pour(totals, dict(of_facets(tuple(facets), amounts["n"])))
    get = totals.get
    stats.count += get("n", 0)
    stats.inputs += get("inputs", 0)
    stats.outputs += get("outputs", 0)
    stats.metadata += get("metadata", 0)
    stats.errors += get("errors", 0)
    stats.tags.add(get("tags", 0), 1)
    stats.tags.count = stats.count
    stats.cost_usd = Mean(stats.cost_usd.total + get("cost_pico", 0) / 1e12, stats.cost_usd.count + get("cost_n", 0))
    for name, amount in totals.items():
        if name[:2] == "c:":
            mean = stats.usage[name[2:]]
            mean.count += amount
            mean.total += get(f"u:{name[2:]}", 0)
        elif name[:2] == "d:":
            stats.histogram[name] = amount
    return found.rest


def thread_stats(connection: sqlite3.Connection, project: int, where: Condition | None = None) -> Stats:
    """Over a project's threads that have traces, under a condition."""
    condition = where or _ANY
    source = f"FROM threads h {FIRST_AND_LAST} {MESSAGES} WHERE {LISTED} AND ({condition.sql})"
    parameters = (project, *condition.parameters)
    stats = Stats()
    messages, _ = _sums(
        connection,
        stats,
        f"SELECT h.end_us - h.start_us, 0, h.tags, h.cost_pico, h.usage, 2 * h.trace_count, 0 {source}",
        parameters,
    )
    stats.messages = Mean(messages, stats.count)
    stats.scores = _scores(connection, project, Kind.THREAD, "h", source, parameters)
    return stats


def _sums(connection: sqlite3.Connection, stats: Stats, sql: str, parameters: tuple[Parameter, ...]) -> tuple[int, int]:
    """Add the rows of one pass: duration, `held`, tags, cost, usage; and give the sums of two more numbers."""
    one, other = 0, 0
    held_counts = [0] * 16
    tag_counts: dict[str | None, int] = {}  # few texts differ, and each is read once
    usage_counts: dict[str | None, int] = {}
    durations, cost_pico, cost_count = stats.durations_us, 0, 0
    for duration_us, held, tags, cost, usage, first, second in connection.execute(sql, parameters):
        held_counts[held] += 1
        if duration_us is not None:
            durations.append(duration_us)
        tag_counts[tags] = tag_counts.get(tags, 0) + 1
        usage_counts[usage] = usage_counts.get(usage, 0) + 1
        if cost:
            cost_pico += cost
            cost_count += 1
        one += first
        other += second
        if len(tag_counts) + len(usage_counts) > _TEXTS:
            _read(stats, tag_counts, usage_counts)
    _read(stats, tag_counts, usage_counts)
    held_by_bit = [sum(count for held, count in enumerate(held_counts) if held >> bit & 1) for bit in range(4)]
    stats.count += sum(held_counts)
    stats.inputs += held_by_bit[0]
    stats.outputs += held_by_bit[1]
    stats.metadata += held_by_bit[2]
    stats.errors += held_by_bit[3]
    stats.tags.count = stats.count
    stats.cost_usd = Mean(stats.cost_usd.total + cost_pico / 1e12, stats.cost_usd.count + cost_count)
    return one, other


def _read(stats: Stats, tag_counts: dict[str | None, int], usage_counts: dict[str | None, int]) -> None:
    for tags, count in tag_counts.items():
        if tags is not None:
            stats.tags.total += count * len(_tags.decode(tags))
    for usage, count in usage_counts.items():
        if usage is not None:
            for key, tokens in _usage.decode(usage).items():
                stats.usage[key].add(tokens, count)
    tag_counts.clear()
    usage_counts.clear()


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
    """The names of the scores in a project or, without one, in a workspace; of one type of spans where asked."""
    scope, parameters = ("s.workspace = ?", (workspace,)) if project is None else ("s.project = ?", (project,))
    sql = f"SELECT DISTINCT s.name FROM scores s WHERE {scope} AND s.kind = ?"
    if span_type is not None:
        sql += " AND EXISTS (SELECT 1 FROM spans t WHERE t.workspace = s.workspace AND t.id = s.entity AND t.type = ?)"
        return [name for (name,) in connection.execute(f"{sql} ORDER BY 1", (*parameters, kind, span_type))]
    return [name for (name,) in connection.execute(f"{sql} ORDER BY 1", (*parameters, kind))]
