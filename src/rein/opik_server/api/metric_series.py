"""A metric's values over time, as a whole or for the ten largest groups."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.metric_kinds import Figures, Metric
from rein.opik_server.query.path import path_parameter
from rein.opik_server.store.reading import Condition
from rein.opik_server.store.series import SPAN, TAG, THREAD, TRACE, UNKNOWN, Entity, Groups, Part, rolled_up, summed
from rein.opik_server.store.totals import Kind, Totals, merge
from rein.opik_server.store.windows import Window

MAX_GROUPS = 10
OTHERS = "__others__"
"""The name of what is left, as upstream has it."""

Series = dict[str, dict[int, float]]
"""By name: values by the number of the bucket."""

_MODEL = "t.model"
_ERROR_TYPE = "coalesce(nullif(json_text(p.error_info, '[[\"exception_type\"]]'), ''), 'Unknown Error')"
_OBSERVED: Final[Mapping[str, str]] = {
    "tags": TAG,
    "name": "t.name",
    "error_info": "iif(t.has_error, 'Has Error', 'No Error')",
    "error_type": f"iif(t.has_error, {_ERROR_TYPE}, 'No Error')",
}
_GROUPS: Final[Mapping[Entity, Mapping[str, str]]] = {
    TRACE: _OBSERVED,
    SPAN: {**_OBSERVED, "model": _MODEL, "provider": "t.provider", "type": "t.type"},
    THREAD: {"tags": TAG},
}


def whole(
    connection: sqlite3.Connection, project: int, metric: Metric, window: Window, where: Condition | None
) -> Series:
    """The figures of all rows."""
    found: Series = {}
    for number, groups in sums(connection, project, metric, window, where).items():
        for name, value in metric.figures(_together(groups)).items():
            found.setdefault(name, {})[number] = value
    return found


def sums(
    connection: sqlite3.Connection, project: int, metric: Metric, window: Window, where: Condition | None
) -> dict[int, Groups]:
    """The sums behind the figures; from the hourly ones, if there is no condition."""
    if where is not None or metric.hourly is None:
        return summed(connection, project, metric.entity, metric.part, window, where, None)
    if metric.part is Part.SCORES:
        found = rolled_up(connection, project, metric.hourly, Part.COUNTS, window, grouped=True)
        return {number: {"": _named(groups)} for number, groups in found.items()}
    return rolled_up(connection, project, metric.hourly, metric.part, window, grouped=False)


def _named(groups: Groups) -> Totals:
    totals: Totals = {}
    for name, amounts in groups.items():
        totals[f"n:{name}"] = amounts.get("n", 0)
        totals[f"v:{name}"] = amounts.get("value_nano", 0)
    return totals


def _together(groups: Groups) -> Totals:
    if len(groups) == 1:
        return next(iter(groups.values()))
    totals: Totals = {}
    for amounts in groups.values():
        merge(totals, amounts)
    return totals


def group_by(metric: Metric, field: str, metadata_key: str | None) -> Condition:
    """The expression for a row's group. Raises BadRequest, FilterError."""
    if field == "metadata" and metric.entity is not THREAD:
        if not metadata_key:
            raise BadRequest("breakdown.metadata_key: is needed for the field metadata.")
        return Condition("json_text(p.metadata, ?)", (path_parameter(metadata_key),))
    known = _GROUPS[metric.entity]
    if field not in known:
        raise BadRequest(f"breakdown.field: this metric has no groups by {field}. There are: {', '.join(known)}.")
    return Condition(known[field])


def grouped(
    connection: sqlite3.Connection,
    project: int,
    metric: Metric,
    window: Window,
    where: Condition | None,
    group: Condition,
    wanted: str | None,
) -> Series:
    """One of the figures (`wanted`: `p90`, a token's name, a score's name) for the ten largest groups and the rest."""
    if metric.part is Part.SCORES and not wanted:
        raise BadRequest("breakdown.sub_metric: which score? Give its name.")
    if where is None and group.sql == _MODEL and metric.hourly is Kind.SPAN:
        found = rolled_up(connection, project, metric.hourly, metric.part, window, grouped=True)
    else:
        found = summed(connection, project, metric.entity, metric.part, window, where, group)
    weights: dict[str, float] = {}
    for groups in found.values():
        for name, totals in groups.items():
            weights[name] = weights.get(name, 0) + _weight(totals)
    largest = set(sorted(weights, key=lambda name: (-weights[name], name))[:MAX_GROUPS])
    series: Series = {}
    for number, groups in found.items():
        kept = {name: totals for name, totals in groups.items() if name in largest}
        rest = {name: totals for name, totals in groups.items() if name not in largest}
        if rest:
            kept[OTHERS] = _together(rest)
        for name, totals in kept.items():
            value = _pick(metric, metric.figures(totals), wanted)
            if value is not None:
                series.setdefault(name or UNKNOWN, {})[number] = value
    return series


def _weight(totals: Totals) -> float:
    return totals["n"] if "n" in totals else sum(abs(amount) for name, amount in totals.items() if name[:2] != "v:")


def _pick(metric: Metric, figures: Figures, wanted: str | None) -> float | None:
    if wanted:
        prefix = metric.default.partition(".")[0]
        return figures.get(wanted, figures.get(f"{prefix}.{wanted.lower()}"))
    return figures.get(metric.default, next(iter(figures.values()), None) if not metric.default else None)
