"""What the trials of an optimization came to: how good the first candidate was, and how good the best.

A trial is an experiment. Experiments that name the same `candidate_id` in their metadata are of one candidate, and
count by their traces. Trials over a part of the data only (mini-batches, mutations) make no candidate.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from rein.opik_server.store.experiments_reading import Aggregates, aggregates_of
from rein.opik_server.store.optimizations import Optimization
from rein.opik_server.store.payload import unpack

_PARTIAL = ("mini-batch", "mutation")


class Candidate(NamedTuple):
    """A candidate's means over its traces; None where nothing is known."""

    score: float | None
    """Of the score that is to grow."""
    duration_s: float | None
    """Of its trials' medians."""
    cost_usd: float | None


@dataclass(slots=True)
class Trials:
    """What all trials came to."""

    count: int = 0
    scores: dict[str, float] = field(default_factory=dict[str, float])
    """By name, the best of the trials' means over their traces."""
    experiment_scores: dict[str, float] = field(default_factory=dict[str, float])
    """By name, the best of what trials say of themselves."""
    cost_usd: float = 0.0
    baseline: Candidate | None = None
    """The candidate that was tried first."""
    best: Candidate | None = None
    """The candidate with the highest score."""


class _Score(msgspec.Struct):
    name: str
    value: float


class _Metadata(msgspec.Struct):
    candidate_id: object = None


@dataclass(frozen=True, slots=True)
class _Trial:
    aggregates: Aggregates
    score: float | None


_scores = msgspec.json.Decoder(list[_Score])
_metadata = msgspec.json.Decoder(_Metadata)


def trials_of(connection: sqlite3.Connection, optimization: Optimization) -> Trials:
    """Reads all traces of all trials."""
    found = Trials()
    candidates: dict[bytes | str, list[_Trial]] = {}
    rows: list[tuple[bytes, bytes | None, str | None, str]] = connection.execute(
        "SELECT e.id, e.metadata, e.scores, e.type FROM experiments e WHERE e.workspace = ? AND e.optimization_id = ?"
        " ORDER BY e.created_us, e.id",
        (optimization.workspace, optimization.id),
    ).fetchall()
    for experiment, metadata, packed, kind in rows:
        aggregates = aggregates_of(connection, optimization.workspace, experiment)
        own = {one.name: one.value for one in _scores.decode(packed)} if packed else {}
        found.count += 1
        found.cost_usd += aggregates.cost_pico / 1e12
        _keep_best(found.scores, ((name, total / count) for name, (total, count) in aggregates.scores.items()))
        _keep_best(found.experiment_scores, own.items())
        if kind not in _PARTIAL:
            trial = _Trial(aggregates, own.get(optimization.objective_name))
            candidates.setdefault(_candidate_id(metadata) or experiment, []).append(trial)
    judged = [_candidate(trials) for trials in candidates.values()]
    if judged:
        found.baseline = judged[0]
        found.best = max(
            (one for one in judged if one.score is not None), key=lambda one: one.score or 0.0, default=None
        )
    return found


def _keep_best(best: dict[str, float], values: Iterable[tuple[str, float]]) -> None:
    for name, value in values:
        best[name] = max(value, best.get(name, value))


def _candidate_id(metadata: bytes | None) -> str:
    try:
        found = None if metadata is None else _metadata.decode(unpack(metadata)).candidate_id
    except msgspec.MsgspecError:  # metadata that is no object
        return ""
    return found if isinstance(found, str) else ""


def _candidate(trials: list[_Trial]) -> Candidate:
    traces = sum(trial.aggregates.trace_count for trial in trials)
    return Candidate(
        score=_mean((trial.score, trial.aggregates.trace_count) for trial in trials),
        duration_s=_mean((_median_s(trial.aggregates), trial.aggregates.trace_count) for trial in trials),
        cost_usd=sum(trial.aggregates.cost_pico for trial in trials) / 1e12 / traces if traces else None,
    )


def _median_s(aggregates: Aggregates) -> float | None:
    median_ms = aggregates.percentile_ms(0.5)
    return None if median_ms is None else median_ms / 1000


def _mean(weighted: Iterable[tuple[float | None, int]]) -> float | None:
    known = [(value, weight) for value, weight in weighted if value is not None]
    whole = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / whole if whole else None
