"""Which weeks of a plan are past, which has begun, which are open, and which of these are paused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from rein.coach.domain import MAX_WEEKS, ClarifiedGoal, Plan, Weekday
from rein.coach.fitting import open_days_of
from rein.coach.life.changes import Change, Pause, Resume, Setback
from rein.coach.life.log import Log
from rein.coach.life.occurrences import weekday
from rein.coach.life.outcomes import Outcome, State

PAUSED_DAYS = 4
"""A week of which a pause takes this many days, so more than half, asks for nothing at all."""

LONG_PAUSE_WEEKS = 3
"""After so many weeks the last long run has left the thirty days that the next one is measured against: training
starts again lower, so growing before the pause would be for nothing."""

DaysOff = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Span:
    """The weeks of the new version by number; week 1 starts with the plan."""

    begun: int | None
    """The week that `today` lies in, when something of it is past or logged; else None."""
    first_open: int
    last: int
    paused: frozenset[int]
    held: frozenset[int]
    """Open weeks before a long pause, in which training is kept up and does not grow."""

    @property
    def open(self) -> range:
        """All weeks that are laid anew, paused ones included."""
        return range(self.first_open, self.last + 1)

    @property
    def active(self) -> list[int]:
        """The open weeks in which the plan goes on."""
        return [n for n in self.open if n not in self.paused and n not in self.held]


def days_off(plan: Plan, goal: ClarifiedGoal, log: Log, today: date, changes: Sequence[Change]) -> tuple[DaysOff, ...]:
    """Every pause that is known, the changes' own included; one that has begun ends when the person is back."""
    known = [(p.first, p.last) for p in log.pauses]
    known += [(w.start_date, w.end_date) for w in plan.weeks if w.paused and not w.actions]
    if any(isinstance(c, Resume) for c in changes):
        known = [(first, last) for first, last in known if first > today or last < today]
        joined = max((w.number for w in plan.weeks if w.start_date <= today), default=0)
        for w in plan.weeks[joined:]:
            if not w.paused:
                break
            known = [k for k in known if k != (w.start_date, w.end_date)]
    for change in changes:
        if isinstance(change, Pause):
            known.append((max(change.first, today), change.last))
        if isinstance(change, Setback) and not (change.injury and goal.training == "none"):
            known.append((today, change.last))
    return tuple(known)


def is_off(day: date, off: Sequence[DaysOff]) -> bool:
    """Whether a pause covers `day`."""
    return any(first <= day <= last for first, last in off)


def begun_week(plan: Plan, results: Sequence[Outcome], today: date) -> int | None:
    """The number of the week that has begun: a day of it is past, or something in it is logged."""
    for week in plan.weeks:
        if week.start_date <= today <= week.end_date:
            logged = any(
                o.occurrence.week == week.number and o.state in {State.DONE, State.SKIPPED, State.SICK, State.HOLIDAY}
                for o in results
            )
            return week.number if logged or week.start_date < today else None
    return None


def span_of(
    plan: Plan, goal: ClarifiedGoal, results: Sequence[Outcome], today: date, off: Sequence[DaysOff], *, hold_from: int
) -> Span:
    """How the weeks of `goal` lie around `today`.

    Args:
        hold_from: how many paused weeks in a row make a pause a long one.
    """
    begun = begun_week(plan, results, today)
    passed = max(0, -((plan.start - today).days // 7))
    first_open = begun + 1 if begun is not None else max(1, passed + 1)
    last = (goal.deadline - plan.start).days // 7 + 1
    numbers = range(first_open, last + 1)
    paused = frozenset(n for n in numbers if _is_paused(plan, goal, n, off))
    held: frozenset[int] = frozenset()
    if goal.training != "none":
        runs = [list(group) for is_paused, group in groupby(numbers, key=lambda n: n in paused) if is_paused]
        long = [r for r in runs if len(r) >= hold_from and r[-1] < last]
        if long:
            held = frozenset(n for n in range(first_open, long[-1][0]) if n not in paused)
    return Span(begun, first_open, last, paused, held)


def weeks_after_pause(plan: Plan, goal: ClarifiedGoal, span: Span, off: Sequence[DaysOff]) -> int:
    """The last week of a plan whose pause takes every week that was left: as many follow it as the pause took."""
    left = sum(w.number >= span.first_open and not w.paused for w in plan.weeks) or 1
    last = span.last
    while left and last < span.first_open + MAX_WEEKS - 1:
        last += 1
        left -= not _is_paused(plan, goal.model_copy(update={"deadline": date.max}), last, off)
    return last


def _is_paused(plan: Plan, goal: ClarifiedGoal, number: int, off: Sequence[DaysOff]) -> bool:
    start = plan.start + timedelta(weeks=number - 1)
    days = min(7, (goal.deadline - start).days + 1)
    free = [day for i in range(days) if not is_off(day := start + timedelta(days=i), off)]
    allowed: Sequence[Weekday] = open_days_of(start, start + timedelta(days=days - 1), goal.allowed_days)
    return bool(allowed) and (
        7 - len(free) - (7 - days) >= min(PAUSED_DAYS, days) or not any(weekday(d) in allowed for d in free)
    )
