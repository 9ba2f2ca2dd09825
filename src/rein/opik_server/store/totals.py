"""What a row adds to the sums kept beside the rows: per hour of a project, per trace, per project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from enum import IntEnum

import msgspec

from rein.opik_server.ids import id_time_us
from rein.opik_server.store.rows import PROJECT, SPAN_FIELDS, TRACE_FIELDS, Row

HOUR_US = 3_600_000_000

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

_SUB_BUCKETS_LOG2 = 4
_SPAN = {name: index for index, name in enumerate(SPAN_FIELDS)}
_TRACE = {name: index for index, name in enumerate(TRACE_FIELDS)}
_S_TRACE, _S_TYPE, _S_START, _S_END, _S_MODEL, _S_PROVIDER, _S_USAGE, _S_COST, _S_ERROR = (
    _SPAN[name]
    for name in ("trace_id", "type", "start_us", "end_us", "model", "provider", "usage", "cost_pico", "error_info")
)
_T_START, _T_END, _T_ERROR = (_TRACE[name] for name in ("start_us", "end_us", "error_info"))

decode_map: Callable[[str | bytes], Totals] = msgspec.json.Decoder(Totals).decode
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


class Changes:
    """What one operation changes in the sums. A row that is replaced is taken away as it was and added as it is."""

    def __init__(self) -> None:
        self.trace_counts: defaultdict[int, int] = defaultdict(int)
        self.span_counts: defaultdict[int, int] = defaultdict(int)
        self.last_trace_us: defaultdict[int, int] = defaultdict(int)
        self._rollups: defaultdict[RollupKey, defaultdict[str, int]] = defaultdict(_nothing)
        self._traces: defaultdict[bytes, defaultdict[str, int]] = defaultdict(_nothing)

    @property
    def rollups(self) -> dict[RollupKey, Totals]:
        """By project, kind, hour and dimension; what comes to nothing is left out."""
        return {key: changed for key, amounts in self._rollups.items() if (changed := _without_zeros(amounts))}

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
        into = self._rollups[project, Kind.TRACE, id_time_us(row.id) // HOUR_US, ""]
        _add_common(into, values[_T_START], values[_T_END], values[_T_ERROR], sign)

    def add_span(self, row: Row, sign: int) -> None:
        """Add (1) or take away (-1) a span."""
        values = row.values
        project: int = values[PROJECT]  # pyright: ignore[reportAssignmentType]
        trace: bytes = values[_S_TRACE]  # pyright: ignore[reportAssignmentType]
        model: str = values[_S_MODEL] or ""  # pyright: ignore[reportAssignmentType]
        self.span_counts[project] += sign
        into = self._rollups[project, Kind.SPAN, id_time_us(row.id) // HOUR_US, model]
        of_trace = self._traces[trace]
        _add_common(into, values[_S_START], values[_S_END], values[_S_ERROR], sign)
        of_trace["n"] += sign
        if values[_S_ERROR] is not None:
            of_trace["errors"] += sign
        if values[_S_TYPE] is not None:
            of_type = f"t:{values[_S_TYPE]}"
            into[of_type] += sign
            of_trace[of_type] += sign
        if values[_S_PROVIDER] is not None:
            of_trace[f"p:{values[_S_PROVIDER]}"] += sign
        if cost := values[_S_COST]:
            into["cost_pico"] += sign * cost  # pyright: ignore[reportArgumentType, reportOperatorIssue]
            of_trace["cost_pico"] += sign * cost  # pyright: ignore[reportArgumentType, reportOperatorIssue]
        if (usage := values[_S_USAGE]) is not None:
            for key, tokens in decode_map(usage).items():  # pyright: ignore[reportArgumentType]
                name = "u:" + key
                into[name] += sign * tokens
                of_trace[name] += sign * tokens


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


def _without_zeros(amounts: Totals) -> Totals:
    return {name: amount for name, amount in amounts.items() if amount}


def _add_common(into: defaultdict[str, int], start: object, end: object, error: object, sign: int) -> None:
    into["n"] += sign
    if error is not None:
        into["errors"] += sign
    if isinstance(start, int) and isinstance(end, int):
        into["duration_n"] += sign
        into["duration_us"] += sign * (end - start)
        into[f"d:{duration_bucket(end - start)}"] += sign
