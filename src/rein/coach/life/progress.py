"""How a plan goes: what was done of what was planned, where the measure stands, and where it is heading."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from statistics import median, quantiles

from rein.coach.domain import ClarifiedGoal, Frozen, Plan
from rein.coach.life.log import Log, values
from rein.coach.life.outcomes import Outcome, State

LEAST_VALUES = 3
LEAST_DAYS = 7
"""Fewer values, or nearer together, tell of chance and not of a direction."""
MOST_VALUES = 60
"""The newest are looked at: what was a year ago says little of next week."""
FAR = timedelta(days=3_650)


class Adherence(Frozen):
    """What became of every session that was due, each counted once."""

    planned: int
    done: int
    missed: int
    skipped: int
    sick: int
    holiday: int
    paused: int
    minutes_planned: int
    minutes_done: int

    @property
    def share(self) -> float | None:
        """Done, of what was due and neither sickness, holiday nor pause excused (0 to 1); None when nothing was."""
        due = self.planned - self.sick - self.holiday - self.paused
        return self.done / due if due > 0 else None


class Standing(Frozen):
    """The newest value beside the plan's line."""

    value: float
    on: date
    planned: float | None
    """What the plan's line says for that day; None where it has no line."""
    ahead: float | None
    """How far the value is ahead of the line in the goal's direction; negative when it is behind."""


class Forecast(Frozen):
    """Where the measure will stand on the plan's last day if it goes on as it did, and the range that it showed.

    The direction is the median of the slopes between all pairs of values (Theil-Sen), which single bad days do not
    bend; the range is that of the middle 80 % of these slopes. It says how things went and promises nothing.
    """

    on: date
    value: float
    low: float
    high: float
    reached_on: date | None
    """The day on which the target is reached at this pace; None when it is not within ten years."""


def adherence(results: Sequence[Outcome], today: date) -> Adherence:
    """Of the sessions that were due up to `today`; one of today that is still open is not due yet."""
    due = [o for o in results if o.state is State.DONE or (o.date <= today and o.state is not State.PLANNED)]
    count = {state: sum(o.state is state for o in due) for state in State}
    return Adherence(
        planned=len(due),
        done=count[State.DONE],
        missed=count[State.MISSED],
        skipped=count[State.SKIPPED],
        sick=count[State.SICK],
        holiday=count[State.HOLIDAY],
        paused=count[State.PAUSED],
        minutes_planned=sum(o.occurrence.minutes for o in due),
        minutes_done=sum(
            o.minutes if o.minutes is not None else o.occurrence.minutes for o in due if o.state is State.DONE
        ),
    )


def planned_value(plan: Plan, goal: ClarifiedGoal, day: date) -> float | None:
    """The plan's line on `day`: straight from one week's end to the next; None outside the plan or without a line."""
    if not plan.start <= day <= plan.deadline:
        return None
    before = goal.measure.baseline if goal.measure is not None else None
    for week in plan.weeks:
        if week.start_date <= day <= week.end_date:
            if week.target is None or before is None:
                return week.target if day == week.end_date else None
            share = ((day - week.start_date).days + 1) / ((week.end_date - week.start_date).days + 1)
            return before + (week.target - before) * share
        before = week.target
    return None


def standing(plan: Plan, goal: ClarifiedGoal, log: Log, today: date) -> Standing | None:
    """The newest value up to `today` beside the plan's line; None when none was logged."""
    told = [(on, v) for on, v in values(log.entries) if on <= today]
    if not told:
        return None
    on, value = told[-1]
    line = planned_value(plan, goal, on)
    return Standing(
        value=value, on=on, planned=line, ahead=None if line is None else (value - line) * _direction(plan, goal)
    )


def forecast(plan: Plan, goal: ClarifiedGoal, log: Log, today: date) -> Forecast | None:
    """Where the measure is heading; None before there are three values over at least a week."""
    told = [(on, v) for on, v in values(log.entries) if on <= today][-MOST_VALUES:]
    if len(told) < LEAST_VALUES or (told[-1][0] - told[0][0]).days < LEAST_DAYS:
        return None
    slopes = [(b - a) / (later - earlier).days for (earlier, a), (later, b) in combinations(told, 2)]
    slope = median(slopes)
    deciles = quantiles(slopes, n=10, method="inclusive")
    now = median(v + slope * (today - on).days for on, v in told)
    days = max(0, (plan.deadline - today).days)
    low, middle, high = sorted((now + deciles[0] * days, now + slope * days, now + deciles[-1] * days))
    return Forecast(
        on=max(plan.deadline, today), value=middle, low=low, high=high, reached_on=_reached(goal, now, slope, today)
    )


def _reached(goal: ClarifiedGoal, now: float, slope: float, today: date) -> date | None:
    m = goal.measure
    if m is None or m.target is None:
        return None
    gap = m.target - now
    if m.baseline is not None and gap * (m.target - m.baseline) <= 0 and m.target != m.baseline:
        return today
    if not slope or not math.isfinite(days := gap / slope) or not 0 <= days <= FAR.days:
        return None
    return today + timedelta(days=math.ceil(days))


def _direction(plan: Plan, goal: ClarifiedGoal) -> int:
    m = goal.measure or plan.measure
    if m is None or m.target is None or m.baseline is None:
        return 1
    return 1 if m.target >= m.baseline else -1
