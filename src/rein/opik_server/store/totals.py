"""What a row adds to the sums kept beside the rows: per hour of a project, per trace, per project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from enum import IntEnum
from operator import itemgetter
from typing import TypeVar

import msgspec

from rein.opik_server.ids import id_time_us
from rein.opik_server.store.rows import PROJECT, SPAN_FIELDS, TRACE_FIELDS, Row, held_bits

HOUR_US = 3_600_000_000
SLOT_HOURS = 6
"""How long a slot of cells is: long enough for a batch that is spread over days to touch few of them."""

Totals = dict[str, int]
"""Whole numbers by name; a name with 0 is left out."""


class Kind(IntEnum):
    """What a rollup, a score or a comment is about."""

    TRACE = 1
    SPAN = 2
    THREAD = 3
    TRACE_SCORE = 4
    SPAN_SCORE = 5


RollupKey = tuple[int, Kind, int, str]
"""Project, kind, hour since 1970, dimension."""

Facets = tuple[str | None, str | None, str | None, str | None, str | None, str | None, str | None, int]
"""What spans are told apart by: name, type, model, provider, tags (JSON), source, environment, `held`."""
CellKey = tuple[int, int, Facets]
"""Project, slot since 1970, and what the spans of the cell have in common."""

Key = TypeVar("Key")

_SUB_BUCKETS_LOG2 = 4
_SPAN = {name: index for index, name in enumerate(SPAN_FIELDS)}
_TRACE = {name: index for index, name in enumerate(TRACE_FIELDS)}
_S_TRACE, _S_TYPE, _S_START, _S_END, _S_PROVIDER, _S_USAGE, _S_COST, _S_ERROR = (
    _SPAN[name] for name in ("trace_id", "type", "start_us", "end_us", "provider", "usage", "cost_pico", "error_info")
)
_facets = itemgetter(*(_SPAN[name] for name in ("name", "type", "model", "provider", "tags", "source", "environment")))
_T_START, _T_END, _T_ERROR, _T_SOURCE = (_TRACE[name] for name in ("start_us", "end_us", "error_info", "source"))

_BUCKETS = [f"d:{bucket}" for bucket in range(64 << _SUB_BUCKETS_LOG2)]  # made once: each keeps its hash

decode_map: Callable[[str | bytes], Totals] = msgspec.json.Decoder(Totals).decode
_tags = msgspec.json.Decoder(list[str]).decode
_encode = msgspec.json.Encoder(order="deterministic").encode


def encode_map(totals: Totals) -> str:
    """JSON with sorted keys."""
    return _encode(totals).decode()


def duration_bucket(duration_us: int) -> int:
    """The histogram's bucket of a duration: 16 to each doubling, so that a quantile is off by at most 3.2 %."""
    if duration_us < 1 << _SUB_BUCKETS_LOG2:
        return max(duration_us, 0)
    shift = duration_us.bit_length() - _SUB_BUCKETS_LOG2 - 1
    return (shift << _SUB_BUCKETS_LOG2) + (duration_us >> shift)


def bucket_middle_us(bucket: int) -> float:
    """The duration that stands for a bucket."""
    if bucket < 1 << _SUB_BUCKETS_LOG2:
        return float(bucket)
    shift = (bucket >> _SUB_BUCKETS_LOG2) - 1
    low = (bucket - (shift << _SUB_BUCKETS_LOG2)) << shift
    return low + ((1 << shift) - 1) / 2


def _nothing() -> defaultdict[str, int]:
    return defaultdict(int)


class _Cell:
    """Spans of an hour that have all their facets in common."""

    __slots__ = ("amounts", "usages")

    def __init__(self) -> None:
        self.amounts: defaultdict[str, int] = defaultdict(int)
        self.usages: defaultdict[tuple[str, ...], int] = defaultdict(int)
        """How many have a usage of these names: one step for a span instead of one for each name."""

    def totals(self) -> Totals:
        """All sums, zeros too."""
        totals = dict(self.amounts)
        for names, n in self.usages.items():
            for name in names:
                counted = "c:" + name
                totals[counted] = totals.get(counted, 0) + n
        return totals


class Changes:
    """What one operation changes in the sums. A row that is replaced is taken away as it was and added as it is."""

    def __init__(self) -> None:
        self.trace_counts: defaultdict[int, int] = defaultdict(int)
        self.span_counts: defaultdict[int, int] = defaultdict(int)
        self.last_trace_us: defaultdict[int, int] = defaultdict(int)
        self._hours: defaultdict[RollupKey, defaultdict[str, int]] = defaultdict(_nothing)
        self._cells: defaultdict[tuple[int, int, Facets], _Cell] = defaultdict(_Cell)  # by the hour
        self._usage_names: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._traces: defaultdict[bytes, defaultdict[str, int]] = defaultdict(_nothing)

    def sums(self) -> tuple[dict[RollupKey, Totals], dict[CellKey, Totals]]:
        """By project, kind, hour and dimension; and of cells. What comes to nothing is left out."""
        hours: dict[RollupKey, Totals] = {key: dict(amounts) for key, amounts in self._hours.items()}
        cells: dict[CellKey, Totals] = {}
        for (project, hour, facets), cell in self._cells.items():
            totals = cell.totals()
            into = hours.setdefault((project, Kind.SPAN, hour, facets[2] or ""), {})
            pour(into, totals)
            for name, amount in of_facets(facets, totals["n"]):
                into[name] = into.get(name, 0) + amount
            key = (project, hour // SLOT_HOURS, facets)
            known = cells.get(key)
            if known is None:
                cells[key] = totals
            else:
                pour(known, totals)
        return _changed(hours), _changed(cells)

    @property
    def traces(self) -> dict[bytes, Totals]:
        """By trace, of its spans; also those whose sums stay the same."""
        return {trace: _without_zeros(amounts) for trace, amounts in self._traces.items()}

    def add_trace(self, row: Row, sign: int) -> None:
        """Add (1) or take away (-1) a trace."""
        values = row.values
        project: int = values[PROJECT]  # pyright: ignore[reportAssignmentType] - a number in the store
        self.trace_counts[project] += sign
        self.last_trace_us[project] = max(self.last_trace_us[project], row.updated_us)
        into = self._hours[project, Kind.TRACE, id_time_us(row.id) // HOUR_US, ""]
        into["n"] += sign
        if values[_T_ERROR] is not None:
            into["errors"] += sign
        if values[_T_SOURCE] is not None:
            into[f"s:{values[_T_SOURCE]}"] += sign
        _add_duration(into, values[_T_START], values[_T_END], sign)

    def add_span(self, row: Row, sign: int) -> None:
        """Add (1) or take away (-1) a span."""
        values = row.values
        project: int = values[PROJECT]  # pyright: ignore[reportAssignmentType]
        trace: bytes = values[_S_TRACE]  # pyright: ignore[reportAssignmentType]
        self.span_counts[project] += sign
        facets: Facets = (*_facets(values), held_bits(values))  # pyright: ignore[reportAssignmentType]
        cell = self._cells[project, id_time_us(row.id) // HOUR_US, facets]
        into = cell.amounts
        of_trace = self._traces[trace]
        into["n"] += sign
        of_trace["n"] += sign
        _add_duration(into, values[_S_START], values[_S_END], sign)
        if values[_S_ERROR] is not None:
            of_trace["errors"] += sign
        if values[_S_TYPE] is not None:
            of_trace[f"t:{values[_S_TYPE]}"] += sign
        if values[_S_PROVIDER] is not None:
            of_trace[f"p:{values[_S_PROVIDER]}"] += sign
        if cost := values[_S_COST]:
            into["cost_n"] += sign
            into["cost_pico"] += sign * cost  # pyright: ignore[reportArgumentType, reportOperatorIssue]
            of_trace["cost_pico"] += sign * cost  # pyright: ignore[reportArgumentType, reportOperatorIssue]
        if (usage := values[_S_USAGE]) is not None:
            tokens_of = decode_map(usage)  # pyright: ignore[reportArgumentType]
            keys = tuple(tokens_of)
            cell.usages[keys] += sign
            names = self._usage_names.get(keys)
            if names is None:
                names = self._usage_names[keys] = tuple(["u:" + key for key in keys])
            for name, tokens in zip(names, tokens_of.values(), strict=True):
                into[name] += sign * tokens
                of_trace[name] += sign * tokens


def of_facets(facets: Facets, n: int) -> list[tuple[str, int]]:
    """The sums of so many spans that follow from what they have in common."""
    _, type_, _, _, tags, source, _, held = facets
    found = [(name, n) for bit, name in enumerate(_HELD) if held >> bit & 1]
    if type_ is not None:
        found.append((f"t:{type_}", n))
    if source is not None:
        found.append((f"s:{source}", n))
    if tags is not None:
        found.append(("tags", n * len(_tags(tags))))
    return found


_HELD = ("inputs", "outputs", "metadata", "errors")


def pour(into: Totals, amounts: Totals) -> None:
    """Add sums to sums; those that come to nothing stay."""
    get = into.get
    for name, amount in amounts.items():
        into[name] = get(name, 0) + amount


def merge(into: Totals, other: Totals) -> None:
    """Add sums to sums."""
    for name, amount in other.items():
        _plus(into, name, amount)


def _plus(into: Totals, name: str, amount: int) -> None:
    total = into.get(name, 0) + amount
    if total:
        into[name] = total
    else:
        into.pop(name, None)


def _changed(sums: dict[Key, Totals]) -> dict[Key, Totals]:
    return {key: changed for key, totals in sums.items() if (changed := _without_zeros(totals))}


def _without_zeros(amounts: Totals) -> Totals:
    if 0 not in amounts.values():
        return amounts
    return {name: amount for name, amount in amounts.items() if amount}


def _add_duration(into: defaultdict[str, int], start: object, end: object, sign: int) -> None:
    if isinstance(start, int) and isinstance(end, int):
        into["duration_n"] += sign
        into["duration_us"] += sign * (end - start)
        into[_BUCKETS[duration_bucket(end - start)]] += sign
