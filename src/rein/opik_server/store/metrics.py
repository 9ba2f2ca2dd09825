"""Reading the sums per hour, from which dashboards are drawn without a scan."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from rein.opik_server.store.totals import HOUR_US, Kind, Totals, bucket_middle_us, decode_map


class HourTotals(NamedTuple):
    """The sums of one hour.

    `totals` of traces and spans: `n`, `errors`, `duration_n`, `duration_us`, `d:<bucket>` (a histogram of durations);
    of spans also `cost_pico`, `u:<usage key>`, `t:<type>`. Of scores: `n` (entities), `value_nano` (their sum).
    """

    start_us: int
    dimension: str
    """A span's model, a score's name, else empty."""
    totals: Totals


def hourly(connection: sqlite3.Connection, project: int, kind: Kind, start_us: int, end_us: int) -> list[HourTotals]:
    """The hours that begin in [start_us, end_us), in order of time; hours without rows are left out.

    A row belongs to the hour in its id, which does not change when the row does.
    """
    rows = connection.execute(
        "SELECT hour, dimension, totals FROM rollups WHERE project = ? AND kind = ? AND hour >= ? AND hour < ?"
        " ORDER BY hour, dimension",
        (project, kind, -(-start_us // HOUR_US), -(-end_us // HOUR_US)),
    )
    return [HourTotals(hour * HOUR_US, dimension, decode_map(totals)) for hour, dimension, totals in rows]


def quantile_us(totals: Totals, share: float) -> float | None:
    """A quantile of the durations (share 0 to 1), off by at most 3.2 %; None without durations."""
    found = quantiles_us(totals, (share,))
    return found[0] if found else None


def quantiles_us(totals: Totals, shares: Sequence[float]) -> list[float]:
    """As `quantile_us`, for several shares in rising order; none without durations."""
    buckets = sorted((int(name[2:]), amount) for name, amount in totals.items() if name[:2] == "d:")
    count = sum(amount for _, amount in buckets)
    found: list[float] = []
    seen = 0
    for bucket, amount in buckets:
        seen += amount
        while len(found) < len(shares) and seen >= shares[len(found)] * count:
            found.append(bucket_middle_us(bucket))
    return found
