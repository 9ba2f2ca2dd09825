"""A person's own days and weeks: where a day ends, when a week starts, and in which time zone."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from rein.coach.domain import Frozen, Weekday

DAY = timedelta(days=1)


class Clock(Frozen):
    """How a person counts days. All of it is theirs to choose; nothing is taken from the machine."""

    timezone: str
    """IANA name."""
    day_end: Annotated[int, Field(ge=0, le=720)] = 0
    """Minutes after midnight: at 240, what is done at 02:30 belongs to the day before."""
    week_start: Weekday = Weekday.MON

    @field_validator("timezone")
    @classmethod
    def _is_real(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as e:
            raise ValueError(f"{name!r} is no time zone") from e
        return name

    def day_of(self, instant: datetime) -> date:
        """The person's day in which `instant` lies.

        Raises:
            ValueError: `instant` has no time zone.
        """
        if instant.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        guess = instant.astimezone(ZoneInfo(self.timezone)).date()
        # The largest day that has begun; a day that the zone left out (a jump over the date line) has no instant.
        return next(d for d in (guess + DAY, guess, guess - DAY, guess - 2 * DAY) if self.starts(d) <= instant)

    def starts(self, day: date) -> datetime:
        """The instant (UTC) at which `day` begins: the first at which the person's wall clock reaches the day's end.

        A day lasts 23 to 25 hours about a change of the clocks, and never begins twice.
        """
        return self.instant(day, time(self.day_end // 60, self.day_end % 60))

    def instant(self, day: date, at: time) -> datetime:
        """When the wall clock shows `at` on the calendar's date `day`, as UTC.

        Of a time that comes twice the first is taken; a time that the clocks leap over becomes the moment of the leap.
        """
        zone = ZoneInfo(self.timezone)
        wall = datetime.combine(day, at)
        first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if first.astimezone(zone).replace(tzinfo=None) == wall:
            return first
        low, high = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), first
        while high - low > timedelta(seconds=1):
            middle = low + (high - low) // 2
            if middle.astimezone(zone).replace(tzinfo=None) < wall:
                low = middle
            else:
                high = middle
        return high.replace(microsecond=0)

    def session_instant(self, day: date, at: time) -> datetime:
        """When a session at `at` of the person's day `day` begins: before the day's end means the night after."""
        late = at.hour * 60 + at.minute < self.day_end
        return self.instant(day + DAY if late else day, at)

    def week_of(self, day: date) -> tuple[date, date]:
        """First and last day of the person's week in which `day` lies."""
        first = day - timedelta(days=(day.weekday() - list(Weekday).index(self.week_start)) % 7)
        return first, first + timedelta(days=6)
