"""The cost of a span that was sent without one, set whenever the span changes."""

from __future__ import annotations

from rein.opik_server.costs import PRICE_LIST, listed_cost_pico, metadata_cost_pico
from rein.opik_server.store.payload import unpack
from rein.opik_server.store.rows import ASSUMED, SPAN_FIELDS, START, STORED, Row, Value
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.totals import decode_map

_MODEL, _PROVIDER, _USAGE, _COST, _VERSION, _METADATA = (
    SPAN_FIELDS.index(name) for name in ("model", "provider", "usage", "cost_pico", "cost_version", "metadata")
)
_PRICED_BY = (_MODEL, _PROVIDER, _USAGE, START)


def set_cost(tables: Tables, row: Row, old: Row | None, payload: int | None) -> None:
    """Work out the cost of a span from all that is known of it, unless its sender told it.

    It is kept with the version of a value that nobody sent, so that a cost that is sent later takes its place, and so
    that it is worked out again when the model, the usage or the metadata come later.

    Args:
        row: the span as it will be stored; changed in place.
        old: the span as it is stored, `payload` its payloads; both None when it is new.
    """
    values = row.values
    if values[_COST] is not None and not _is_assumed(row, _COST):
        if _is_assumed(row, _VERSION):
            _put(row, _VERSION, None)
        return
    metadata = values[_METADATA]
    if values[_USAGE] is None and metadata is None:
        return
    if old is not None and metadata is STORED and all(values[index] == old.values[index] for index in _PRICED_BY):
        return
    cost, told_by = _listed(values), PRICE_LIST
    if cost is None and metadata is not None:
        if metadata is STORED:
            found: tuple[bytes] = tables.connection.execute(
                "SELECT metadata FROM payloads WHERE payload = ?", (payload,)
            ).fetchone()
            metadata = found[0]
        cost, told_by = metadata_cost_pico(unpack(metadata)), None  # pyright: ignore[reportArgumentType]
    if cost is None and values[_COST] is None:
        return
    _put(row, _COST, cost)
    if values[_VERSION] is None or _is_assumed(row, _VERSION):
        _put(row, _VERSION, told_by)


def _listed(values: list[Value]) -> int | None:
    provider, model, usage, start_us = values[_PROVIDER], values[_MODEL], values[_USAGE], values[START]
    if not isinstance(model, str) or not isinstance(usage, str) or not isinstance(start_us, int):
        return None
    return listed_cost_pico(provider if isinstance(provider, str) else None, model, decode_map(usage), start_us)


def _is_assumed(row: Row, index: int) -> bool:
    return row.versions is not None and row.versions[index] == ASSUMED and row.values[index] is not None


def _put(row: Row, index: int, value: str | int | None) -> None:
    versions = row.versions if row.versions is not None else [row.updated_us] * len(row.values)
    row.values[index], versions[index] = value, ASSUMED
    row.versions = versions
