"""Experiments side by side: each item of a dataset with what the experiments made of it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import path_id
from rein.opik_server.api.reply import reply
from rein.opik_server.api.resources.dataset_items import MAX_PAGE_SIZE
from rein.opik_server.api.resources.datasets_pages import Portion, page_of_rows
from rein.opik_server.api.resources.datasets_shapes import (
    NULL,
    ColumnOut,
    ItemOut,
    ItemPage,
    columns_out,
    given,
    item_out,
    missing_item,
    object_columns,
)
from rein.opik_server.api.resources.experiments_lists import experiment_ids
from rein.opik_server.api.resources.experiments_shapes import (
    ExperimentItemOut,
    Percentiles,
    RunSummary,
    averages,
    items_out,
    percentiles,
    run_summaries,
    usd,
    weight,
)
from rein.opik_server.ids import format_id
from rein.opik_server.query import Field, FieldKind, both, compile_filters, compile_sorting
from rein.opik_server.query.field import KEYED
from rein.opik_server.query.fields import TRACE_FIELDS
from rein.opik_server.store.datasets_items import Column
from rein.opik_server.store.datasets_reading import columns_of, items_by_id
from rein.opik_server.store.experiments_compare import (
    Scope,
    all_compared,
    compared_ids,
    compared_items,
    count_compared,
    scope_of,
)
from rein.opik_server.store.experiments_reading import ASSERTION, Aggregates
from rein.opik_server.store.reading import Condition, Wanted, load_payloads
from rein.opik_server.store.reading_threads import scores_of
from rein.opik_server.store.totals import Kind, decode_map

ENDPOINTS = Endpoints()

_SCANNED = 500
"""Runs that are read at once where all of them count."""

FIELDS: Mapping[str, Field] = {
    **TRACE_FIELDS,
    "id": Field(FieldKind.ID, "i.dataset_item_id"),
    "trace_id": Field(FieldKind.ID, "i.trace_id"),
    "span_id": Field(FieldKind.ID, "r.span_id"),
    "source": Field(FieldKind.STRING, "r.source"),
    "description": Field(FieldKind.STRING, "r.description"),
    "data": Field(FieldKind.DICTIONARY, "r.data"),
    "full_data": Field(FieldKind.STRING, "searchable(r.data)"),
    "created_at": Field(FieldKind.DATE_TIME, "r.created_us"),
    "created_by": Field(FieldKind.STRING, "r.created_by"),
    "last_updated_at": Field(FieldKind.DATE_TIME, "r.updated_us"),
    "last_updated_by": Field(FieldKind.STRING, "r.updated_by"),
}
"""Those of traces, and those of the items of datasets, which go before. Any other name is a key of the items' data."""


class _Compared(ItemOut, kw_only=True):
    """An item with its runs."""

    experiment_items: list[ExperimentItemOut]
    run_summaries_by_experiment: dict[str, RunSummary] | None = None


class _Stat(msgspec.Struct):
    name: str
    type: Literal["COUNT", "PERCENTAGE", "AVG"]
    value: float | Percentiles


class _Stats(msgspec.Struct):
    stats: list[_Stat]


class _Columns(msgspec.Struct):
    columns: list[ColumnOut]


_terms = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])
_text = msgspec.json.Decoder(str)


@ENDPOINTS.get("/datasets/{id}/items/experiments/items")
def compare(call: Call) -> Response:
    """A page of the items that the experiments have run, each with its runs."""
    page, size = call.number("page", 1), call.number("size", 10, high=MAX_PAGE_SIZE)
    dataset_id, experiments = path_id(call), _experiments(call)
    where = both(_filters(call), _search(call.query.get("search")))
    order = compile_sorting(_for_data(call.query.get("sorting")), FIELDS)

    def query(connection: sqlite3.Connection, workspace: int) -> tuple[Scope, int, list[bytes], list[Column]]:
        scope = scope_of(connection, workspace, dataset_id, experiments)
        ids = compared_ids(connection, scope, size, (page - 1) * size, where, order)
        columns = [] if scope.dataset is None else columns_of(connection, scope.dataset)
        return scope, count_compared(connection, scope, where), ids, columns

    scope, total, ids, columns = call.read(query)
    head = ItemPage(
        page=page,
        size=len(ids),
        total=total,
        content=(),
        columns=columns_out(columns, "data"),
        sortable_by=sorted(FIELDS),
    )
    return page_of_rows(head, _rows(call, scope, dataset_id, ids, where, slim=call.flag("truncate")))


def _rows(
    call: Call, scope: Scope, dataset_id: bytes, ids: list[bytes], where: Condition | None, *, slim: bool
) -> Iterator[_Compared]:
    portion, start = Portion(), 0
    while start < len(ids):
        chunk = ids[start : start + portion.rows]
        start += len(chunk)

        def query(
            connection: sqlite3.Connection, workspace: int, chunk: list[bytes] = chunk
        ) -> tuple[dict[str, ItemOut], list[ExperimentItemOut]]:
            found = items_by_id(connection, scope.dataset, scope.version, chunk) if scope.dataset is not None else ()
            runs = items_out(connection, workspace, compared_items(connection, scope, chunk, where), slim=slim)
            return {format_id(item.id): item_out(item, slim=slim) for item in found}, runs

        items, runs = call.read(query)
        portion.read(len(chunk), sum(map(weight, runs)) + sum(len(bytes(item.data)) for item in items.values()))
        by_item: defaultdict[str, list[ExperimentItemOut]] = defaultdict(list)
        for run in runs:
            by_item[run.dataset_item_id].append(run)
        for item_id in map(format_id, chunk):
            item = items.get(item_id) or missing_item(item_id, format_id(dataset_id))
            yield _Compared(
                **{name: getattr(item, name) for name in ItemOut.__struct_fields__},
                experiment_items=by_item[item_id],
                run_summaries_by_experiment=run_summaries(by_item[item_id]),
            )


@ENDPOINTS.get("/datasets/{id}/items/experiments/items/stats")
def stats(call: Call) -> Response:
    """What the runs that the filters find come to."""
    dataset_id, experiments, where = path_id(call), _experiments(call), _filters(call)

    def query(connection: sqlite3.Connection, workspace: int) -> tuple[int, Aggregates]:
        scope = scope_of(connection, workspace, dataset_id, experiments)
        return _add_up(connection, scope, where)

    count, found = call.read(query)
    stats = [_Stat("experiment_items_count", "COUNT", count), _Stat("trace_count", "COUNT", found.trace_count)]
    duration = percentiles(found)
    if duration is not None:
        stats.append(_Stat("duration", "PERCENTAGE", duration))
    if found.trace_count:
        stats.append(_Stat("total_estimated_cost", "AVG", usd(found.cost_pico / found.trace_count) or 0.0))
    stats += (_Stat(f"usage.{name}", "AVG", tokens / n) for name, (tokens, n) in sorted(found.usage.items()))
    stats += (_Stat(f"feedback_scores.{one.name}", "AVG", one.value) for one in averages(found.scores) or ())
    return reply(_Stats(stats))


@ENDPOINTS.get("/datasets/{id}/items/experiments/items/output/columns")
def output_columns(call: Call) -> Response:
    """The keys that the outputs of the experiments' traces have, and their types."""
    dataset_id, experiments = path_id(call), experiment_ids(call)
    found: set[Column] = set()
    if experiments:
        scope = call.read(lambda connection, workspace: scope_of(connection, workspace, dataset_id, experiments))
        numbers = call.read(lambda connection, _: [run.payload for run in all_compared(connection, scope)])
        for start in range(0, len(numbers), _SCANNED):
            chunk = numbers[start : start + _SCANNED]
            for payload in call.read(
                lambda connection, _, chunk=chunk: load_payloads(connection, chunk, Wanted(frozenset({"output"})))
            ).values():
                if payload.output is not None and payload.output[:1] == b"{":
                    found |= object_columns(payload.output)
    return reply(_Columns(columns_out(found, "output")))


def _add_up(connection: sqlite3.Connection, scope: Scope, where: Condition | None) -> tuple[int, Aggregates]:
    """How many runs there are, and what their traces come to."""
    found, count = Aggregates(), 0
    traces: set[bytes] = set()
    for run in all_compared(connection, scope, where):
        count += 1
        if run.trace_id in traces:
            continue
        traces.add(run.trace_id)
        if run.duration_us is not None:
            found.durations_us.append(run.duration_us)
        found.cost_pico += run.cost_pico or 0
        for name, tokens in decode_map(run.usage).items() if run.usage else ():
            had = found.usage.get(name, (0, 0))
            found.usage[name] = (had[0] + tokens, had[1] + 1)
    found.durations_us.sort()
    found.trace_count = len(traces)
    for scores in scores_of(connection, scope.workspace, Kind.TRACE, list(traces)).values():
        values: defaultdict[str, list[int]] = defaultdict(list)
        for score in scores:
            if score.category_name != ASSERTION:
                values[score.name].append(score.value_nano)
        for name, authors in values.items():
            had = found.scores.get(name, (0.0, 0))
            found.scores[name] = (had[0] + sum(authors) / len(authors) / 1e9, had[1] + 1)
    return count, found


def _experiments(call: Call) -> list[bytes]:
    found = experiment_ids(call)
    if not found:
        raise BadRequest("experiment_ids: expected a JSON array of at least one id.")
    return found


def _filters(call: Call) -> Condition | None:
    return compile_filters(_for_data(call.query.get("filters")), FIELDS)


def _search(text: str | None) -> Condition | None:
    """A text in the item's data or in the output, letters large or small."""
    if not text or not text.strip():
        return None
    wanted = text.strip().lower()
    parts = [f"instr(fold(coalesce(searchable({column}), '')), ?) > 0" for column in ("r.data", "p.output")]
    return Condition(" OR ".join(parts), (wanted, wanted))


def _for_data(text: str | None) -> str | None:
    """Filters or terms of a sorting, where a name that is no field is a key of the items' data.

    What is no list of them is passed on as it is, for its own error.
    """
    if not text or not text.strip():
        return None
    try:
        terms = _terms.decode(text)
        for term in terms:
            name = _field(_text.decode(term["field"]), keyed=given(term.get("key", NULL)))
            term["field"] = msgspec.Raw(msgspec.json.encode(name))
    except (msgspec.MsgspecError, UnicodeError, RecursionError, KeyError):
        return text
    return msgspec.json.encode(terms).decode()


def _field(name: str, *, keyed: bool) -> str:
    base, dot, rest = name.partition(".")
    if name in FIELDS:
        return f"{name}_json" if keyed and f"{name}_json" in FIELDS else name
    if dot and f"{base}_json" in FIELDS:
        return f"{base}_json.{rest}"
    return name if dot and base in FIELDS and FIELDS[base].kind in KEYED else f"data.{name}"
