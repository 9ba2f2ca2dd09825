"""The metrics of a project: what each sums up, and the figures that come of the sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from rein.opik_server.query.field import Field
from rein.opik_server.query.fields import SPAN_FIELDS, THREAD_FIELDS, TRACE_FIELDS
from rein.opik_server.store.metrics import quantiles_us
from rein.opik_server.store.series import SPAN, THREAD, TRACE, Entity, Part
from rein.opik_server.store.totals import Kind, Totals

Figures = dict[str, float]
"""Values by name. What there is nothing of is left out."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of openapi's `metric_type`."""

    entity: Entity
    part: Part
    figures: Callable[[Totals], Figures]
    default: str = ""
    """Which of its figures groups are compared by where the request names none; "" = the only one."""
    from_spans: bool = False
    """Whether traces have it from their spans."""

    @property
    def hourly(self) -> Kind | None:
        """The kind of the hourly sums of it; None where there are none."""
        if self.entity is THREAD:
            return None
        if self.part is Part.SCORES:
            return self.entity.score_rollup
        return Kind.SPAN if self.from_spans else self.entity.kind

    @property
    def fields(self) -> Mapping[str, Field]:
        """What it can be filtered by."""
        return {TRACE: TRACE_FIELDS, SPAN: SPAN_FIELDS, THREAD: THREAD_FIELDS}[self.entity]


def _count(name: str) -> Callable[[Totals], Figures]:
    return lambda totals: {name: totals["n"]} if totals.get("n") else {}


def _percentiles(name: str) -> Callable[[Totals], Figures]:
    """In milliseconds."""

    def figures(totals: Totals) -> Figures:
        found = quantiles_us(totals, [share for _, share in _SHARES])
        return {f"{name}.{words}": us / 1e3 for (words, _), us in zip(_SHARES, found, strict=False)}

    return figures


_SHARES = (("p50", 0.5), ("p90", 0.9), ("p99", 0.99))


def average_ms(totals: Totals) -> float | None:
    """The mean duration in milliseconds."""
    n = totals.get("duration_n", 0)
    return totals.get("duration_us", 0) / n / 1e3 if n else None


def error_percent(totals: Totals) -> float | None:
    """Rows with an error, in per cent."""
    n = totals.get("n", 0)
    return 100 * totals.get("errors", 0) / n if n else None


def cost_usd(totals: Totals) -> float | None:
    """The cost in USD; nothing where it is not known."""
    return totals["cost_pico"] / 1e12 if totals.get("cost_pico") else None


def _one(name: str, value: Callable[[Totals], float | None]) -> Callable[[Totals], Figures]:
    def figures(totals: Totals) -> Figures:
        found = value(totals)
        return {} if found is None else {name: found}

    return figures


def tokens(totals: Totals) -> Figures:
    """Tokens by their name."""
    return {name[2:]: amount for name, amount in totals.items() if name.startswith("u:")}


def scores(totals: Totals) -> Figures:
    """The mean of each score."""
    return {
        name[2:]: totals.get(f"v:{name[2:]}", 0) / n / 1e9 for name, n in totals.items() if name.startswith("n:") and n
    }


def _nothing(_: Totals) -> Figures:
    return {}


METRICS: Final[Mapping[str, Metric]] = {
    "TRACE_COUNT": Metric(TRACE, Part.COUNTS, _count("traces")),
    "DURATION": Metric(TRACE, Part.DURATIONS, _percentiles("duration"), "duration.p50"),
    "TRACE_AVERAGE_DURATION": Metric(TRACE, Part.COUNTS, _one("avg_duration", average_ms)),
    "TRACE_ERROR_RATE": Metric(TRACE, Part.COUNTS, _one("error_rate", error_percent)),
    "TOKEN_USAGE": Metric(TRACE, Part.USAGE, tokens, "total_tokens", from_spans=True),
    "COST": Metric(TRACE, Part.COUNTS, _one("cost", cost_usd), from_spans=True),
    "FEEDBACK_SCORES": Metric(TRACE, Part.SCORES, scores),
    "GUARDRAILS_FAILED_COUNT": Metric(TRACE, Part.COUNTS, _nothing),
    "SPAN_COUNT": Metric(SPAN, Part.COUNTS, _count("spans")),
    "SPAN_DURATION": Metric(SPAN, Part.DURATIONS, _percentiles("span_duration"), "span_duration.p50"),
    "SPAN_AVERAGE_DURATION": Metric(SPAN, Part.COUNTS, _one("avg_duration", average_ms)),
    "SPAN_ERROR_RATE": Metric(SPAN, Part.COUNTS, _one("error_rate", error_percent)),
    "SPAN_TOKEN_USAGE": Metric(SPAN, Part.USAGE, tokens, "total_tokens"),
    "SPAN_COST": Metric(SPAN, Part.COUNTS, _one("cost", cost_usd)),
    "SPAN_FEEDBACK_SCORES": Metric(SPAN, Part.SCORES, scores),
    "THREAD_COUNT": Metric(THREAD, Part.COUNTS, _count("threads")),
    "THREAD_DURATION": Metric(THREAD, Part.DURATIONS, _percentiles("thread_duration"), "thread_duration.p50"),
    "THREAD_AVERAGE_DURATION": Metric(THREAD, Part.COUNTS, _one("avg_duration", average_ms)),
    "THREAD_COST": Metric(THREAD, Part.COUNTS, _one("cost", cost_usd)),
    "THREAD_FEEDBACK_SCORES": Metric(THREAD, Part.SCORES, scores),
}
