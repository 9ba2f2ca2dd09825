"""All that a project has, summed up from its hourly sums."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from rein.opik_server.store.totals import HOUR_US, Kind, Totals, decode_map


@dataclass(frozen=True, slots=True)
class ProjectSums:
    """Sums as in `metrics.HourTotals`, of all hours."""

    traces: Totals
    spans: Totals
    """Without the histogram of durations."""
    scores: dict[str, Totals]
    """Of traces, by name: `n` and `value_nano`."""
    recent_errors: int
    """Traces with an error, of the last week."""


def project_sums(connection: sqlite3.Connection, project: int, recent_from_us: int) -> ProjectSums:
    """The sums of a project. What is recent begins at a whole hour."""
    scores: dict[str, Totals] = {}
    for name, key, amount in connection.execute(
        "SELECT r.dimension, j.key, sum(j.value) FROM rollups r, json_each(r.totals) j"
        " WHERE r.project = ? AND r.kind = ? GROUP BY 1, 2",
        (project, Kind.TRACE_SCORE),
    ):
        scores.setdefault(name, {})[key] = amount
    return ProjectSums(
        traces=_totals(connection, project, Kind.TRACE, 0, "*"),
        spans=_totals(connection, project, Kind.SPAN, 0, "[^d]*"),
        scores=scores,
        recent_errors=_totals(connection, project, Kind.TRACE, recent_from_us // HOUR_US, "errors").get("errors", 0),
    )


def usage_names(connection: sqlite3.Connection, project: int) -> list[str]:
    """The names of the tokens that a project's spans have used, sorted."""
    found = _totals(connection, project, Kind.SPAN, 0, "u:*")
    return sorted(name[2:] for name in found)


def has_source(connection: sqlite3.Connection, project: int, kind: Kind, source: str) -> bool:
    """Whether a project has a trace or span of a source."""
    name = f"s:{source}"
    rows = connection.execute(
        "SELECT totals FROM rollups WHERE project = ? AND kind = ? AND instr(totals, ?) ORDER BY hour DESC",
        (project, kind, msgspec.json.encode(name).decode() + ":"),
    )
    return any(name in decode_map(totals) for (totals,) in rows)  # the text may lie in another name as well


def score_names_of(connection: sqlite3.Connection, projects: Sequence[int]) -> list[str]:
    """The names of the scores that the traces of some projects have, sorted."""
    names: set[str] = set()
    for project in projects:
        names.update(
            name
            for (name,) in connection.execute(
                "SELECT DISTINCT name FROM scores WHERE project = ? AND kind = ?", (project, Kind.TRACE)
            )
        )
    return sorted(names)


def _totals(connection: sqlite3.Connection, project: int, kind: Kind, from_hour: int, keys: str) -> Totals:
    return dict(
        connection.execute(
            "SELECT j.key, sum(j.value) FROM rollups r, json_each(r.totals) j"
            " WHERE r.project = ? AND r.kind = ? AND r.hour >= ? AND j.key GLOB ? GROUP BY 1",
            (project, kind, from_hour, keys),
        ).fetchall()
    )
