"""Experiments in groups: by dataset, project, tag, or something in their metadata, one inside the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import query_id
from rein.opik_server.api.reply import reply
from rein.opik_server.api.resources.datasets import of_project
from rein.opik_server.api.resources.experiments_lists import FIELDS, matching
from rein.opik_server.api.resources.experiments_shapes import Average, Percentiles, averages, percentiles, usd
from rein.opik_server.ids import format_id
from rein.opik_server.query import both, compile_filters
from rein.opik_server.query.path import path_parameter
from rein.opik_server.store.experiments_reading import Aggregates, Experiment, aggregates_of, list_experiments
from rein.opik_server.store.functions import json_text
from rein.opik_server.store.listing import Selection
from rein.opik_server.store.reading import Condition

ENDPOINTS = Endpoints()

MAX_EXPERIMENTS = 10_000
"""The newest ones: what is older is in no group."""
MAX_LEVELS = 5

_PLAIN: Mapping[str, Callable[[Experiment], tuple[str, str | None]]] = {
    "dataset_id": lambda one: (_id(one.dataset_id), one.dataset_name),
    "project_id": lambda one: (_id(one.project_id), one.project_name),
    "name": lambda one: (one.name, None),
    "type": lambda one: (one.type, None),
    "status": lambda one: (one.status, None),
}


class _Group(msgspec.Struct):
    field: Literal["dataset_id", "project_id", "name", "type", "status", "tags", "metadata"]
    key: str | None = None


_groups = msgspec.json.Decoder(list[_Group])
_tags = msgspec.json.Decoder(list[str])
_scores = msgspec.json.Decoder(list[Average])


class _Content(msgspec.Struct, omit_defaults=True):
    label: str | None = None
    content: dict[str, _Content] | None = None


class _Detail(msgspec.Struct):
    group_sorting: list[str]


class _Details(msgspec.Struct):
    groups_details: list[_Detail]


class _Groups(msgspec.Struct):
    content: dict[str, _Content]
    details: _Details


class _Aggregations(msgspec.Struct, omit_defaults=True, kw_only=True):
    experiment_count: int
    trace_count: int
    total_estimated_cost: float | None = None
    total_estimated_cost_avg: float | None = None
    duration: Percentiles | None = None
    feedback_scores: list[Average] | None = None
    experiment_scores: list[Average] | None = None
    pass_rate_avg: float | None = None
    passed_count_sum: int | None = None
    total_count_sum: int | None = None


class _ContentWithAggregations(msgspec.Struct, omit_defaults=True):
    aggregations: _Aggregations
    label: str | None = None
    content: dict[str, _ContentWithAggregations] | None = None


class _GroupsWithAggregations(msgspec.Struct):
    content: dict[str, _ContentWithAggregations]


@dataclass(slots=True)
class _Node:
    """The experiments of one value, and the groups among them."""

    label: str | None
    experiments: list[Experiment] = field(default_factory=list[Experiment])
    inner: dict[str, _Node] = field(default_factory=lambda: {})


@ENDPOINTS.get("/experiments/groups")
def find(call: Call) -> Response:
    """The groups, and at each level their values in the order of their newest experiments."""
    levels, where = _levels(call), _where(call)
    root = _tree(call.read(lambda connection, workspace: _experiments(connection, workspace, where)), levels)
    orders: list[dict[str, None]] = [{} for _ in levels]
    _collect(root, 0, orders)
    details = _Details([_Detail(list(order)) for order in orders])
    return reply(_Groups({value: _content(node) for value, node in root.inner.items()}, details))


@ENDPOINTS.get("/experiments/groups/aggregations")
def find_aggregations(call: Call) -> Response:
    """The groups with what their experiments come to."""
    levels, where = _levels(call), _where(call)

    def query(connection: sqlite3.Connection, workspace: int) -> tuple[list[Experiment], dict[bytes, Aggregates]]:
        found = _experiments(connection, workspace, where)
        return found, {one.id: aggregates_of(connection, workspace, one.id) for one in found}

    experiments, aggregates = call.read(query)
    root = _tree(experiments, levels)
    return reply(_GroupsWithAggregations({value: _with(node, aggregates) for value, node in root.inner.items()}))


def _levels(call: Call) -> list[_Group]:
    try:
        levels = _groups.decode(call.query.get("groups") or "")
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadRequest(f"groups: expected a JSON array of field and key. {error}") from error
    if not 1 <= len(levels) <= MAX_LEVELS:
        raise BadRequest(f"groups: expected 1 to {MAX_LEVELS} of them.")
    for level in levels:
        if level.field == "metadata":
            level.key = path_parameter(level.key or "")
    return levels


def _where(call: Call) -> Condition | None:
    project = query_id(call, "project_id")
    where = both(matching(call), compile_filters(call.query.get("filters"), FIELDS))
    return where if project is None else both(where, of_project("e", project))


def _experiments(connection: sqlite3.Connection, workspace: int, where: Condition | None) -> list[Experiment]:
    return list_experiments(connection, workspace, Selection(MAX_EXPERIMENTS, where=where))[1]


def _tree(experiments: Iterable[Experiment], levels: Sequence[_Group]) -> _Node:
    root = _Node(None)
    for experiment in experiments:
        _put(root, experiment, levels)
    return root


def _put(node: _Node, experiment: Experiment, levels: Sequence[_Group]) -> None:
    node.experiments.append(experiment)
    for value, label in _values(experiment, levels[0]) if levels else ():
        _put(node.inner.setdefault(value, _Node(label)), experiment, levels[1:])


def _values(experiment: Experiment, group: _Group) -> list[tuple[str, str | None]]:
    """The values of an experiment with their labels: several of tags. Nothing is the empty text."""
    if group.field == "tags":
        return [(tag, None) for tag in _tags.decode(experiment.tags or "[]")] or [("", None)]
    if group.field == "metadata":
        return [(json_text(experiment.metadata, group.key or "") or "", None)]
    return [_PLAIN[group.field](experiment)]


def _collect(node: _Node, level: int, orders: list[dict[str, None]]) -> None:
    for value, inner in node.inner.items():
        orders[level].setdefault(value)
        _collect(inner, level + 1, orders)


def _content(node: _Node) -> _Content:
    return _Content(node.label, {value: _content(inner) for value, inner in node.inner.items()} or None)


def _with(node: _Node, aggregates: Mapping[bytes, Aggregates]) -> _ContentWithAggregations:
    inner = {value: _with(one, aggregates) for value, one in node.inner.items()} or None
    return _ContentWithAggregations(_aggregations(node.experiments, aggregates), node.label, inner)


def _aggregations(experiments: Sequence[Experiment], aggregates: Mapping[bytes, Aggregates]) -> _Aggregations:
    found = Aggregates()
    own: dict[str, tuple[float, int]] = {}
    for experiment in experiments:
        found.join(aggregates[experiment.id])
        for score in _scores.decode(experiment.scores or "[]"):
            had = own.get(score.name, (0.0, 0))
            own[score.name] = (had[0] + score.value, had[1] + 1)
    rates = [one.passed / one.judged for one in (aggregates[e.id] for e in experiments) if one.judged]
    return _Aggregations(
        experiment_count=len(experiments),
        trace_count=found.trace_count,
        total_estimated_cost=usd(found.cost_pico),
        total_estimated_cost_avg=usd(found.cost_pico / found.trace_count) if found.trace_count else None,
        duration=percentiles(found),
        feedback_scores=averages(found.scores),
        experiment_scores=averages(own),
        pass_rate_avg=sum(rates) / len(rates) if rates else None,
        passed_count_sum=found.passed if found.judged else None,
        total_count_sum=found.judged or None,
    )


def _id(value: bytes | None) -> str:
    return "" if value is None else format_id(value)
