"""How experiments and their items look in answers."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from rein.opik_server.api.reply import moment, raw
from rein.opik_server.api.resources.datasets_shapes import VersionSummary, optional_id, version_summary
from rein.opik_server.api.shapes import CommentShape, ScoreShape, shape_comments, shape_scores
from rein.opik_server.ids import format_id
from rein.opik_server.store.dataset_versions import version_by_id
from rein.opik_server.store.experiments_compare import ComparedItem
from rein.opik_server.store.experiments_reading import (
    ASSERTION,
    Aggregates,
    Experiment,
    aggregates_of,
    comments_on,
    prompt_versions_of,
)
from rein.opik_server.store.payload import unpack
from rein.opik_server.store.prompt_versions_reading import PromptVersion, versions_by_ids
from rein.opik_server.store.reading import Payload, Wanted, load_payloads
from rein.opik_server.store.reading_threads import Comment, Score, comments_of, scores_of
from rein.opik_server.store.totals import Kind, decode_map

Verdict = Literal["passed", "failed"]
_PAYLOADS = frozenset({"input", "output", "metadata"})


class Average(msgspec.Struct):
    """A score's mean."""

    name: str
    value: float


class Percentiles(msgspec.Struct):
    """Of durations, in milliseconds."""

    p50: float
    p90: float
    p99: float


class PromptLink(msgspec.Struct, omit_defaults=True):
    """A prompt version that an experiment was made with. The client reads `id`; the API describes the other."""

    id: str
    prompt_version_id: str
    commit: str | None = None
    prompt_id: str | None = None
    prompt_name: str | None = None


class ExperimentOut(msgspec.Struct, omit_defaults=True, kw_only=True):
    """An experiment with what its traces come to."""

    id: str
    dataset_name: str | None
    dataset_id: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    name: str
    metadata: msgspec.Raw | None = None
    tags: msgspec.Raw | None = None
    type: str
    evaluation_method: str
    optimization_id: str | None = None
    status: str
    feedback_scores: Sequence[Average] | None = None
    experiment_scores: msgspec.Raw | None = None
    assertion_scores: Sequence[Average] | None = None
    comments: list[CommentShape] | None = None
    trace_count: int
    dataset_item_count: int
    duration: Percentiles | None = None
    total_estimated_cost: float | None = None
    total_estimated_cost_avg: float | None = None
    usage: dict[str, float] | None = None
    pass_rate: float | None = None
    passed_count: int | None = None
    total_count: int | None = None
    prompt_version: PromptLink | None = None
    prompt_versions: list[PromptLink] | None = None
    dataset_version_id: str | None = None
    dataset_version_summary: VersionSummary | None = None
    created_at: datetime | None
    created_by: str
    last_updated_at: datetime | None
    last_updated_by: str


class Assertion(msgspec.Struct, omit_defaults=True):
    """Whether an assertion held."""

    value: str
    passed: bool
    reason: str | None = None


class RunSummary(msgspec.Struct):
    """How an item's runs in one experiment went."""

    passed_runs: int
    total_runs: int
    status: Verdict


class ExperimentItemOut(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A run of an item."""

    id: str
    experiment_id: str
    dataset_item_id: str
    trace_id: str
    project_id: str | None = None
    input: msgspec.Raw | None = None
    output: msgspec.Raw | None = None
    trace_metadata: msgspec.Raw | None = None
    feedback_scores: list[ScoreShape] | None = None
    comments: list[CommentShape] | None = None
    total_estimated_cost: float | None = None
    duration: float | None = None
    usage: msgspec.Raw | None = None
    execution_policy: msgspec.Raw | None = None
    assertion_results: list[Assertion] | None = None
    status: Verdict | None = None
    created_at: datetime | None
    created_by: str
    last_updated_at: datetime | None
    last_updated_by: str


def experiments_out(
    connection: sqlite3.Connection, workspace: int, experiments: Sequence[Experiment]
) -> list[ExperimentOut]:
    """Experiments with all that belongs to them."""
    linked = prompt_versions_of(connection, workspace, (experiment.id for experiment in experiments))
    wanted = list({version for versions in linked.values() for version in versions})
    prompts = {version.id: version for version in versions_by_ids(connection, workspace, wanted)} if wanted else {}
    return [
        _experiment_out(
            experiment,
            aggregates_of(connection, workspace, experiment.id),
            comments_on(connection, workspace, experiment.id),
            [_link(version, prompts.get(version)) for version in linked.get(experiment.id, ())],
            _version(connection, workspace, experiment.dataset_version_id),
        )
        for experiment in experiments
    ]


def averages(scores: Mapping[str, tuple[float, int]]) -> list[Average] | None:
    """Means by name; None if there are none."""
    return [Average(name, round(total / count, 9)) for name, (total, count) in sorted(scores.items())] or None


def percentiles(found: Aggregates) -> Percentiles | None:
    """Of the durations; None without any."""
    p50, p90, p99 = (found.percentile_ms(share) for share in (0.5, 0.9, 0.99))
    return None if p50 is None or p90 is None or p99 is None else Percentiles(p50, p90, p99)


def usd(pico: float | None) -> float | None:
    """A cost in USD; nothing is unknown."""
    return pico / 1e12 if pico else None


def items_out(
    connection: sqlite3.Connection, workspace: int, items: Sequence[ComparedItem], *, slim: bool
) -> list[ExperimentItemOut]:
    """Runs with the payloads, scores and comments of their traces: a few queries for all of them."""
    payloads = load_payloads(connection, (item.payload for item in items), Wanted(_PAYLOADS, slim=slim))
    traces = list({item.trace_id for item in items})
    scores = scores_of(connection, workspace, Kind.TRACE, traces)
    comments = comments_of(connection, workspace, Kind.TRACE, traces)
    return [
        _item_out(
            item, payloads.get(item.payload, Payload()), scores.get(item.trace_id, []), comments.get(item.trace_id, [])
        )
        for item in items
    ]


def weight(run: ExperimentItemOut) -> int:
    """About how many bytes it takes."""
    return 500 + sum(len(bytes(part)) for part in (run.input, run.output, run.trace_metadata) if part is not None)


def link_out(item: ComparedItem) -> ExperimentItemOut:
    """A run without what its trace says."""
    return ExperimentItemOut(
        id=format_id(item.id),
        experiment_id=format_id(item.experiment_id),
        dataset_item_id=format_id(item.dataset_item_id),
        trace_id=format_id(item.trace_id),
        project_id=optional_id(item.project_id),
        created_at=moment(item.created_us),
        created_by=item.created_by,
        last_updated_at=moment(item.updated_us),
        last_updated_by=item.updated_by,
    )


def run_summaries(items: Iterable[ExperimentItemOut]) -> dict[str, RunSummary] | None:
    """How the judged runs of one item went, by experiment; None if none was judged."""
    judged: defaultdict[str, list[ExperimentItemOut]] = defaultdict(list)
    for item in items:
        if item.status is not None:
            judged[item.experiment_id].append(item)
    return {experiment: _summary(runs) for experiment, runs in judged.items()} or None


class _Policy(msgspec.Struct):
    pass_threshold: int | None = None


_policy = msgspec.json.Decoder(_Policy)


def _summary(runs: Sequence[ExperimentItemOut]) -> RunSummary:
    passed = sum(run.status == "passed" for run in runs)
    policy = next((run.execution_policy for run in runs if run.execution_policy is not None), None)
    threshold = 1 if policy is None else _policy.decode(policy).pass_threshold or 1
    return RunSummary(passed, len(runs), "passed" if passed >= threshold else "failed")


def _item_out(
    item: ComparedItem, payload: Payload, scores: Sequence[Score], comments: Sequence[Comment]
) -> ExperimentItemOut:
    assertions = _assertions([score for score in scores if score.category_name == ASSERTION])
    held = assertions and all(assertion.passed for assertion in assertions)
    shown = link_out(item)
    shown.input = raw(payload.input)
    shown.output = raw(payload.output)
    shown.trace_metadata = raw(payload.metadata)
    shown.feedback_scores = shape_scores([score for score in scores if score.category_name != ASSERTION])
    shown.comments = shape_comments(comments)
    shown.total_estimated_cost = usd(item.cost_pico)
    shown.duration = None if item.duration_us is None else item.duration_us / 1000
    shown.usage = raw(item.usage) if item.usage is not None and decode_map(item.usage) else None
    shown.execution_policy = raw(item.execution_policy)
    shown.assertion_results = assertions or None
    shown.status = None if not assertions else "passed" if held else "failed"
    return shown


def _assertions(scores: Sequence[Score]) -> list[Assertion]:
    """One for each name: of several authors, the last who said something."""
    newest: dict[str, Score] = {}
    for score in sorted(scores, key=lambda score: score.updated_us):
        newest[score.name] = score
    return [Assertion(name, score.value_nano >= 10**9, score.reason) for name, score in sorted(newest.items())]


def _version(connection: sqlite3.Connection, workspace: int, version_id: bytes | None) -> VersionSummary | None:
    found = None if version_id is None else version_by_id(connection, workspace, version_id)
    return None if found is None else version_summary(found[1])


def _link(version_id: bytes, version: PromptVersion | None) -> PromptLink:
    text = format_id(version_id)
    if version is None:
        return PromptLink(text, text)
    return PromptLink(text, text, version.hash, format_id(version.prompt_id), version.prompt_name)


def _experiment_out(
    experiment: Experiment,
    found: Aggregates,
    comments: Sequence[Comment],
    prompts: list[PromptLink],
    version: VersionSummary | None,
) -> ExperimentOut:
    judged = found.judged or None
    return ExperimentOut(
        id=format_id(experiment.id),
        dataset_name=experiment.dataset_name,
        dataset_id=optional_id(experiment.dataset_id),
        project_id=optional_id(experiment.project_id),
        project_name=experiment.project_name,
        name=experiment.name,
        metadata=None if experiment.metadata is None else raw(unpack(experiment.metadata)),
        tags=raw(experiment.tags),
        type=experiment.type,
        evaluation_method=experiment.evaluation_method,
        optimization_id=optional_id(experiment.optimization_id),
        status=experiment.status,
        feedback_scores=averages(found.scores),
        experiment_scores=raw(experiment.scores),
        assertion_scores=averages(found.assertions),
        comments=shape_comments(comments),
        trace_count=found.trace_count,
        dataset_item_count=found.item_count,
        duration=percentiles(found),
        total_estimated_cost=usd(found.cost_pico),
        total_estimated_cost_avg=usd(found.cost_pico / found.trace_count) if found.trace_count else None,
        usage={name: tokens / count for name, (tokens, count) in sorted(found.usage.items())} or None,
        pass_rate=None if judged is None else found.passed / judged,
        passed_count=None if judged is None else found.passed,
        total_count=judged,
        prompt_version=prompts[0] if prompts else None,
        prompt_versions=prompts or None,
        dataset_version_id=optional_id(experiment.dataset_version_id),
        dataset_version_summary=version,
        created_at=moment(experiment.created_us),
        created_by=experiment.created_by,
        last_updated_at=moment(experiment.updated_us),
        last_updated_by=experiment.updated_by,
    )
