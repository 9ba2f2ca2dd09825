"""Streaks that forgive: only a day that went by without a word ends one, and no message blames anybody for it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from rein.coach.domain import Frozen
from rein.coach.life.clock import Clock
from rein.coach.life.outcomes import Outcome, State

KEPT_SHARE = 0.5
"""A week is kept when at least this share of what was due, and not excused, is done."""


class Streak(Frozen):
    """Days or weeks kept in a row. Those without anything due, or with an excuse, neither count nor break."""

    current: int
    longest: int


class Streaks(Frozen):
    days: Streak
    weeks: Streak
    message: str


class _Mark(StrEnum):
    KEPT = "kept"
    NEUTRAL = "neutral"
    BROKEN = "broken"


def streaks(results: Sequence[Outcome], clock: Clock, today: date) -> Streaks:
    """The streaks up to `today`, of one goal or of all: give the outcomes of each.

    A day is kept when at least one of its sessions is done. It breaks the streak only when nothing is done and a
    session was missed without a word: skipped, sick, on holiday and paused do not. A week is kept when at least half
    of its sessions that have no excuse are done; the week of `today` counts as soon as it is, and never breaks.
    """
    by_day: defaultdict[date, list[State]] = defaultdict(list)
    for o in results:
        if o.date <= today:
            by_day[o.date].append(o.state)
    by_week: defaultdict[date, list[State]] = defaultdict(list)
    for o in results:
        if clock.week_of(o.date)[0] <= today:
            by_week[clock.week_of(o.date)[0]].append(o.state)
    this_week = clock.week_of(today)[0]
    days = _streak([_day(by_day[d]) for d in sorted(by_day)])
    weeks = _streak([_week(by_week[w], is_over=w < this_week) for w in sorted(by_week)])
    return Streaks(days=days, weeks=weeks, message=_message(days, weeks))


def _day(states: Sequence[State]) -> _Mark:
    if State.DONE in states:
        return _Mark.KEPT
    return _Mark.BROKEN if State.MISSED in states else _Mark.NEUTRAL


def _week(states: Sequence[State], *, is_over: bool) -> _Mark:
    done = states.count(State.DONE)
    due = done + states.count(State.MISSED) + states.count(State.PLANNED)
    if done and done >= KEPT_SHARE * due:
        return _Mark.KEPT
    return _Mark.BROKEN if is_over and due else _Mark.NEUTRAL


def _streak(marks: Sequence[_Mark]) -> Streak:
    current = longest = 0
    for mark in marks:
        current = current + 1 if mark is _Mark.KEPT else 0 if mark is _Mark.BROKEN else current
        longest = max(longest, current)
    return Streak(current=current, longest=longest)


def _message(days: Streak, weeks: Streak) -> str:
    if weeks.current > 1:
        return f"{weeks.current} weeks in a row."
    if days.current > 1:
        return f"{days.current} days in a row."
    if days.current == 1:
        return "One day done. The next one makes it a row."
    if days.longest:
        return "Your next session starts a new row."
    return "Your first session starts a row."
