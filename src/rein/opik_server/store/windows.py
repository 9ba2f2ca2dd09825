"""Stretches of time cut into hours, days or weeks (UTC; a week begins on Monday)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rein.opik_server.store.totals import HOUR_US


class Interval(StrEnum):
    """How long a bucket is."""

    HOURLY = "HOURLY"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    TOTAL = "TOTAL"
    """One bucket."""


_HOURS = {Interval.HOURLY: 1, Interval.DAILY: 24, Interval.WEEKLY: 168}
_MONDAY_HOURS = 72
"""1970-01-01 was a Thursday: weeks are counted from the Monday before."""


class Bucket(NamedTuple):
    """A part of a window: the moment that it is called by, and what of it lies in the window."""

    start_us: int
    from_us: int
    to_us: int


@dataclass(frozen=True, slots=True)
class Window:
    """From `start_us` up to, not including, `end_us`."""

    interval: Interval
    start_us: int
    end_us: int

    @property
    def first_hour(self) -> int:
        """The hour (since 1970) in which it begins."""
        return self.start_us // HOUR_US

    @property
    def end_hour(self) -> int:
        """The first hour behind it."""
        return -(-self.end_us // HOUR_US)

    @property
    def bucket_hours(self) -> tuple[int, int]:
        """`(shift, length)`: the hour h lies in the bucket (h + shift) // length."""
        if self.interval is Interval.TOTAL:
            return 0, self.end_hour + 1
        return _MONDAY_HOURS if self.interval is Interval.WEEKLY else 0, _HOURS[self.interval]

    def numbers(self) -> range:
        """The numbers of its buckets."""
        if self.interval is Interval.TOTAL:
            return range(1)
        shift, length = self.bucket_hours
        return range((self.first_hour + shift) // length, (self.end_hour - 1 + shift) // length + 1)

    def number_at(self, us: int) -> int:
        """The number of the bucket that a moment lies in."""
        shift, length = self.bucket_hours
        return (us // HOUR_US + shift) // length

    def bucket(self, number: int) -> Bucket:
        """The bucket of a number."""
        if self.interval is Interval.TOTAL:
            return Bucket(self.start_us, self.start_us, self.end_us)
        shift, length = self.bucket_hours
        start_us = (number * length - shift) * HOUR_US
        return Bucket(start_us, max(start_us, self.start_us), min(start_us + length * HOUR_US, self.end_us))
