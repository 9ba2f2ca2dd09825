"""Projects as they are answered, and the figures about them."""

from __future__ import annotations

from datetime import datetime

import msgspec

from rein.opik_server.api.reply import moment
from rein.opik_server.ids import format_id
from rein.opik_server.store.metrics import quantiles_us
from rein.opik_server.store.project_sums import ProjectSums
from rein.opik_server.store.projects import Project


class Percentiles(msgspec.Struct):
    """Of durations, in milliseconds."""

    p50: float
    p90: float
    p99: float


class ScoreAverage(msgspec.Struct):
    """The mean of a score."""

    name: str
    value: float


class Errors(msgspec.Struct, omit_defaults=True):
    """Traces with an error: all, those of the last week, and how many per cent these are of the ones before."""

    count: int
    deviation: int
    deviation_percentage: int | None = None


class Figures(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What a project comes to. Costs in USD; `total_estimated_cost` and `usage` are means for one trace."""

    feedback_scores: list[ScoreAverage]
    usage: dict[str, float]
    trace_count: int
    thread_count: int
    guardrails_failed_count: int = 0
    error_count: Errors
    duration: Percentiles | None = None
    total_estimated_cost: float | None = None
    total_estimated_cost_sum: float | None = None


class ProjectFigures(Figures, omit_defaults=True, kw_only=True):
    """An item of `GET /projects/stats`."""

    project_id: str


class ProjectShape(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A project."""

    id: str
    name: str
    visibility: str
    created_at: datetime | None
    created_by: str
    last_updated_at: datetime | None
    last_updated_by: str
    description: str | None = None
    last_updated_trace_at: datetime | None = None


class ProjectDetails(ProjectShape, omit_defaults=True, kw_only=True):
    """A project with its figures, where they were asked for."""

    feedback_scores: list[ScoreAverage] | None = None
    usage: dict[str, float] | None = None
    trace_count: int | None = None
    thread_count: int | None = None
    guardrails_failed_count: int | None = None
    error_count: Errors | None = None
    duration: Percentiles | None = None
    total_estimated_cost: float | None = None
    total_estimated_cost_sum: float | None = None


def shape(project: Project) -> ProjectShape:
    """A project as lists have it."""
    return ProjectShape(
        id=format_id(project.id),
        name=project.name,
        visibility=project.visibility,
        created_at=moment(project.created_us),
        created_by=project.created_by,
        last_updated_at=moment(project.updated_us),
        last_updated_by=project.updated_by,
        description=project.description,
        last_updated_trace_at=moment(project.last_trace_us),
    )


def figures(project: Project, sums: ProjectSums) -> ProjectFigures:
    """A project's figures."""
    traces = sums.traces.get("n", 0)
    cost_usd = sums.spans.get("cost_pico", 0) / 1e12
    errors = sums.traces.get("errors", 0)
    before = errors - sums.recent_errors
    return ProjectFigures(
        project_id=format_id(project.id),
        feedback_scores=[
            ScoreAverage(name, score["value_nano"] / score["n"] / 1e9 if "value_nano" in score else 0.0)
            for name, score in sorted(sums.scores.items())
            if score.get("n")
        ],
        usage={
            name[2:]: tokens / traces for name, tokens in sorted(sums.spans.items()) if name.startswith("u:") and traces
        },
        trace_count=traces,
        thread_count=project.thread_count,
        error_count=Errors(errors, sums.recent_errors, round(100 * sums.recent_errors / before) if before else None),
        duration=percentiles(sums.traces),
        total_estimated_cost=cost_usd / traces if cost_usd and traces else None,
        total_estimated_cost_sum=cost_usd or None,
    )


def percentiles(totals: dict[str, int]) -> Percentiles | None:
    """The durations' quantiles, in milliseconds; None without durations."""
    found = quantiles_us(totals, (0.5, 0.9, 0.99))
    return Percentiles(*(us / 1e3 for us in found)) if found else None
