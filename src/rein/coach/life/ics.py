"""A person's sessions as an iCalendar feed (RFC 5545), which any calendar program can follow."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from rein.coach.domain import Frozen
from rein.coach.life.clock import Clock
from rein.coach.life.occurrences import Occurrence

if TYPE_CHECKING:
    from icalendar import Component

PRODUCT = "-//Rein//Coach//EN"

_CLOCK_TIME = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3])[:.h](?P<m>[0-5]\d)(?!\d)\s*(?P<half>[ap]\.?m\b)?"
    r"|\b(?P<h12>1[0-2]|0?[1-9])\s*(?P<half12>[ap]\.?m\b)"
    r"|\bat (?P<at>[01]?\d|2[0-3])\b(?![:.]\d)(?!\s*(?:%|min|km|x|times))",
    re.IGNORECASE,
)


class CalendarEntry(Frozen):
    """One session in the feed."""

    goal: str
    """The goal's id: keys are unique within a goal only."""
    occurrence: Occurrence
    on: date
    """The person's day that it is due on: where it was moved to, if it was."""
    revision: Annotated[int, Field(ge=0)] = 0
    """Grows whenever the session changes: of a plan's version and its moves, say. It tells a calendar program which
    copy is the newer one."""
    changed_at: datetime
    """When it was last changed, with its time zone. Not "now": the same feed is the same text."""
    goal_title: str = ""


def clock_time(when: str) -> time | None:
    """The time of day that a cue names ("at 18:30", "Sunday at 9", "7 pm"); None for "after breakfast"."""
    found = _CLOCK_TIME.search(when)
    if found is None:
        return None
    hour = int(found["h"] or found["h12"] or found["at"])
    half = (found["half"] or found["half12"] or "").casefold()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    return time(hour, int(found["m"] or 0))


def feed(entries: Iterable[CalendarEntry], clock: Clock, name: str = "Rein") -> str:
    """The feed's text, in the order of the days.

    A session whose cue names a time of day lies at that time, told in UTC, so that no reader needs to know the
    person's zone and every change of the clocks is right; the others are all-day entries. Each keeps its UID from one
    version of the plan to the next.
    """
    from icalendar import Calendar, Event, vText  # here, since it takes 0.1 s that only a feed needs

    calendar = Calendar()
    _add(calendar, "prodid", PRODUCT)
    _add(calendar, "version", "2.0")
    _add(calendar, "calscale", "GREGORIAN")
    _add(calendar, "x-wr-calname", vText(" ".join(_plain(name).split())))  # of an X- property it escapes nothing
    _add(calendar, "x-wr-timezone", clock.timezone)
    for entry in sorted(entries, key=lambda e: (e.on, e.goal, e.occurrence.key)):
        o = entry.occurrence
        event = Event()
        _add(event, "uid", f"{entry.goal}.{o.key}@rein")
        _add(event, "dtstamp", entry.changed_at)
        _add(event, "last-modified", entry.changed_at)
        _add(event, "sequence", entry.revision)
        _add(event, "summary", _plain(o.title))
        _add(event, "description", _plain("\n".join(filter(None, (o.when, f"{o.minutes} minutes", entry.goal_title)))))
        at = clock_time(o.when)
        if at is None:
            _add(event, "dtstart", entry.on)
            _add(event, "dtend", entry.on + timedelta(days=1))
            _add(event, "transp", "TRANSPARENT")
        else:
            start = clock.session_instant(entry.on, at)
            _add(event, "dtstart", start)
            _add(event, "dtend", start + timedelta(minutes=o.minutes))
        calendar.add_component(event)
    return calendar.to_ical().decode()


def _add(component: "Component", name: str, value: str | int | date | datetime) -> None:
    component.add(name, value)  # pyright: ignore[reportUnknownMemberType] - the library leaves its value untyped


def _plain(text: str) -> str:
    """Text without control characters, which RFC 5545 has no way to write; line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or (c >= " " and c != "\x7f"))
