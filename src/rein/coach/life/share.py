"""One budget of hours across all of a person's goals, and whether their plans fit beside one another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from rein.coach.domain import Frozen, Plan, Weekday
from rein.coach.life.clock import Clock
from rein.coach.life.occurrences import Occurrence, occurrences, weekday
from rein.coach.limits import number

LEAST_MINUTES = 15
"""A goal with less than this a week is told to wait: no plan can be made of it."""


class Claim(Frozen):
    """How much time a goal asks for."""

    goal: str
    """The goal's id."""
    priority: Annotated[int, Field(ge=1)]
    """1 comes first; goals of the same priority share in proportion to what they want."""
    hours: Annotated[float, Field(ge=0, le=168)]
    """Wanted a week."""


class Share(Frozen):
    """What a goal gets."""

    goal: str
    wanted_minutes: int
    minutes: int

    @property
    def waits(self) -> bool:
        """Whether there is too little for a plan: the goal is better paused than starved."""
        return self.wanted_minutes > 0 and self.minutes < min(LEAST_MINUTES, self.wanted_minutes)


class Shares(Frozen):
    """The budget, divided. The shares together never exceed it."""

    shares: tuple[Share, ...]
    left_minutes: int
    missing_minutes: int
    """How much more all goals together want than there is."""
    message: str

    @property
    def fits(self) -> bool:
        """Whether every goal gets what it wants."""
        return self.missing_minutes == 0


def share(claims: Sequence[Claim], hours: float) -> Shares:
    """Divide `hours` a week among the goals, the more important first; in the order of `claims`."""
    left = budget = int(hours * 60)
    given: dict[int, int] = {}
    for priority in sorted({c.priority for c in claims}):
        group = [i for i, c in enumerate(claims) if c.priority == priority]
        wanted = {i: int(claims[i].hours * 60) for i in group}
        total = sum(wanted.values())
        part = min(left, total)
        for i in group:
            given[i] = wanted[i] * part // total if total else 0
        spare = part - sum(given[i] for i in group)
        for i in sorted(group, key=lambda i: wanted[i] * part % total if total else 0, reverse=True)[:spare]:
            given[i] += 1
        left -= part
    shares = tuple(Share(goal=c.goal, wanted_minutes=int(c.hours * 60), minutes=given[i]) for i, c in enumerate(claims))
    missing = sum(s.wanted_minutes - s.minutes for s in shares)
    return Shares(shares=shares, left_minutes=left, missing_minutes=missing, message=_message(shares, budget, missing))


def _message(shares: Sequence[Share], budget: int, missing: int) -> str:
    if not missing:
        return "All your goals fit into the hours you have."
    waiting = sum(s.waits for s in shares)
    more = f"Your goals want {_hours(missing)} a week more than the {_hours(budget)} you have."
    if waiting:
        which = "one goal waits" if waiting == 1 else f"{waiting} goals wait"
        return f"{more} The most important get theirs first; {which} until there is time."
    return f"{more} The most important get theirs first; the others go slower."


def _hours(minutes: int) -> str:
    if minutes < 60:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    return "1 hour" if minutes == 60 else f"{number(round(minutes / 60, 1))} hours"


# --- All plans together --------------------------------------------------------------------------------------------


class Room(Frozen):
    """What a person has room for, all goals together."""

    hours_per_week: Annotated[float, Field(gt=0, le=168)]
    allowed_days: tuple[Weekday, ...] = tuple(Weekday)
    minutes_per_day: Mapping[Weekday, int] = Field(default_factory=dict[Weekday, int])
    """The most on a day of the week; a day that is not named has no limit of its own."""


class Clash(Frozen):
    """Where plans do not fit beside one another."""

    first: date
    last: date
    """The same day as `first` unless it is about a week."""
    goals: tuple[str, ...]
    minutes: int
    limit: int
    message: str


def clashes(plans: Mapping[str, Plan], room: Room, clock: Clock, today: date) -> tuple[Clash, ...]:
    """Where the plans of all active goals (by id) ask for more than there is room for, from `today` on.

    Weeks are the person's own, from their first day of the week: plans that start on different days overlap in them,
    so each may keep its own hours and both together still be too much. The week that `today` lies in counts from its
    first day.
    """
    since, _ = clock.week_of(today)
    by_day: defaultdict[date, list[tuple[str, Occurrence]]] = defaultdict(list)
    for goal, plan in plans.items():
        for o in occurrences(plan):
            if o.date >= since:
                by_day[o.date].append((goal, o))
    found = [c for day in sorted(by_day) if day >= today for c in _on_day(day, by_day[day], room)]
    weeks: defaultdict[date, list[tuple[str, Occurrence]]] = defaultdict(list)
    for day, sessions in by_day.items():
        weeks[clock.week_of(day)[0]] += sessions
    limit = int(room.hours_per_week * 60)
    for first, sessions in sorted(weeks.items(), key=lambda pair: pair[0]):
        minutes = sum(o.minutes for _, o in sessions)
        if minutes > limit:
            text = f"The week from {first} asks for {_hours(minutes)}; you have {_hours(limit)}."
            found.append(_clash(first, first + timedelta(days=6), sessions, minutes, limit, text))
    return tuple(sorted(found, key=lambda c: (c.first, c.last)))


def _on_day(day: date, sessions: Sequence[tuple[str, Occurrence]], room: Room) -> list[Clash]:
    minutes = sum(o.minutes for _, o in sessions)
    if weekday(day) not in room.allowed_days:
        return [_clash(day, day, sessions, minutes, 0, f"{day} is a day that you keep free.")]
    limit = room.minutes_per_day.get(weekday(day))
    if limit is not None and minutes > limit:
        text = f"{day} asks for {_hours(minutes)}; you have {_hours(limit)} on that day."
        return [_clash(day, day, sessions, minutes, limit, text)]
    return []


def _clash(
    first: date, last: date, sessions: Sequence[tuple[str, Occurrence]], minutes: int, limit: int, text: str
) -> Clash:
    goals = tuple(dict.fromkeys(goal for goal, _ in sessions))
    return Clash(first=first, last=last, goals=goals, minutes=minutes, limit=limit, message=text)
