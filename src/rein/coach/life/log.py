"""What happened, as the person logged it: append-only entries, from which every session's state follows."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from rein.coach.domain import Frozen, Line, OptionalText, Training


class Kind(StrEnum):
    """What an entry says. Without a key, `sick` and `holiday` speak of the whole day."""

    DONE = "done"
    SKIPPED = "skipped"
    SICK = "sick"
    HOLIDAY = "holiday"
    MOVED = "moved"
    """To the day `to`; nothing else about the session changes."""
    REOPENED = "reopened"
    """Takes back what was logged of the session; where it was moved to stays."""
    VALUE = "value"
    """How the goal's measure stands on that day."""


class Entry(Frozen):
    """One thing logged."""

    kind: Kind
    on: date
    """The person's day that it speaks of."""
    logged_on: date
    """The person's day on which it was told: later than `on` when it is backdated."""
    key: str | None = None
    """Of the occurrence; None for a whole day, a value, or a session that was not in the plan."""
    to: date | None = None
    title: Line | None = None
    minutes: Annotated[int, Field(ge=0, le=1_440)] | None = None
    training: Training = Training.NONE
    """Of a session that was not in the plan."""
    value: Annotated[float, Field(ge=-1e12, le=1e12)] | None = None
    """In the measure's unit."""
    effort: Annotated[int, Field(ge=1, le=10)] | None = None
    note: OptionalText = ""

    @model_validator(mode="after")
    def _says_enough(self) -> "Entry":
        needs_key = self.kind in {Kind.SKIPPED, Kind.MOVED, Kind.REOPENED}
        if needs_key and self.key is None:
            raise ValueError(f"{self.kind} needs the key of a session")
        if (self.kind is Kind.MOVED) != (self.to is not None):
            raise ValueError("a move, and only a move, says to which day")
        if self.kind is Kind.VALUE and self.value is None:
            raise ValueError("a value entry needs its value")
        if self.kind is Kind.DONE and self.on > self.logged_on:
            raise ValueError("what is done lies not in the future")
        return self


class PausedDays(Frozen):
    """A pause, both ends included."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> "PausedDays":
        if self.last < self.first:
            raise ValueError("a pause ends before it begins")
        return self


class Log(Frozen):
    """Everything logged for one goal, in the order in which it was told."""

    entries: tuple[Entry, ...] = ()
    pauses: tuple[PausedDays, ...] = ()

    def with_entries(self, *entries: Entry) -> "Log":
        """The log with more told; nothing told before changes."""
        return self.model_copy(update={"entries": (*self.entries, *entries)})

    def with_pause(self, first: date, last: date) -> "Log":
        """The log with one more pause."""
        return self.model_copy(update={"pauses": (*self.pauses, PausedDays(first=first, last=last))})

    def is_paused(self, day: date) -> bool:
        """Whether a pause covers `day`."""
        return any(p.first <= day <= p.last for p in self.pauses)


def values(entries: Iterable[Entry]) -> list[tuple[date, float]]:
    """The measure's values by day, oldest first; of several on one day, the one told last."""
    by_day = {e.on: e.value for e in entries if e.value is not None and e.kind in {Kind.VALUE, Kind.DONE}}
    return sorted(by_day.items())
