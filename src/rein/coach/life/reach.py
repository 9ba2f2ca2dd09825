"""How far the measure can safely get in the weeks that are left, and what must move where that is not far enough."""

import math
from collections.abc import Sequence
from datetime import date, timedelta

from rein.coach.domain import MAX_WEEKS, Action, ClarifiedGoal, Frozen, Measure, Plan
from rein.coach.life.changes import NewDeadline, NewTarget
from rein.coach.life.lived import first_level
from rein.coach.limits import KG_PER_UNIT, MAX_RUN_STEP, MAX_WEIGHT_LOSS_KG_PER_WEEK, number
from rein.coach.load import longest_run
from rein.coach.targets import (
    is_run_distance,
    lighter_weeks,
    minutes_per_unit,
    reachable,
    taper_weeks,
    weight_to_lose_kg,
)

CATCH_UP = 1.25
"""How much faster than first planned a measure may move after a setback. Chosen, not measured: a quarter more is felt
and can be kept up; beyond it the plan would pile what was missed onto the weeks that are left."""

DAYS_A_WEEK = 7


class Option(Frozen):
    """A way out where target and deadline do not fit together: a change to propose next, and what it means."""

    change: NewDeadline | NewTarget
    text: str


class Reach(Frozen):
    """The measure to lay the weeks by. `note` says why its target is not the goal's; empty when it is."""

    measure: Measure | None
    note: str
    options: tuple[Option, ...]


def reach(
    plan: Plan,
    goals: Sequence[ClarifiedGoal],
    recent: Sequence[Sequence[Action]],
    full_weeks: int,
    value: float | None,
    weeks: int,
    planned_run: int,
) -> Reach:
    """What can be reached in `weeks` weeks that end on the goal's deadline.

    Args:
        plan: the version so far: a pace that it asks for already is no leap.
        goals: the goal before the changes, after each of them, and so at last as it is now.
        recent: what is trained in each of the weeks right before; empty when the plan has not begun.
        full_weeks: how many weeks of training in a row lie before.
        value: where the measure stands; None when nobody knows.
        weeks: how many are neither past nor paused.
        planned_run: minutes of the run that the plan so far has for the first of them, where it may grow at once.
    """
    goal = goals[-1]
    m = goal.measure
    if m is None or m.target is None:
        return Reach(measure=m, note="", options=())
    if is_run_distance(goal, m):
        return _run(plan, goal, m, recent, full_weeks, weeks, planned_run)
    if value is None:
        return Reach(measure=m.model_copy(update={"baseline": None}), note="", options=())
    rises = m.target >= (m.baseline if m.baseline is not None else value)
    if value == m.target or (value > m.target) == rises:
        return Reach(measure=m.model_copy(update={"baseline": m.target}), note="", options=())
    return _steady(plan, goals, m.model_copy(update={"baseline": value}), weeks)


# --- What moves evenly ---------------------------------------------------------------------------------------------


def _steady(plan: Plan, goals: Sequence[ClarifiedGoal], m: Measure, weeks: int) -> Reach:
    last_day = goals[-1].deadline
    assert m.baseline is not None
    assert m.target is not None
    gap = m.target - m.baseline
    limit = _most_a_week(goals, m)
    if not limit or abs(gap) <= max(limit, _asked_already(plan, m, weeks)) * weeks * (1 + 1e-9):
        return Reach(measure=m, note="", options=())
    more = math.ceil(abs(gap) / limit - 1e-9) - weeks
    target = _whole(m, m.baseline + math.copysign(limit * weeks, gap))
    unit = f" {m.unit}" if m.unit else ""
    note = (
        f"{number(m.target)}{unit} by {_day(last_day)} is out of safe reach from {number(round(m.baseline, 2))}{unit}: "
        f"it would take {number(round(abs(gap) / weeks, 2))}{unit} a week where {number(round(limit, 2))}{unit} can be "
        f"kept up. This plan takes you to {number(target)}{unit}; keep that, or choose a later date."
    )
    options = [_lower(target, unit)]
    if more <= MAX_WEEKS - weeks:
        options.insert(0, _later(last_day + timedelta(weeks=more), m.target, unit))
    return Reach(measure=m.model_copy(update={"target": target}), note=note, options=tuple(options))


def _most_a_week(goals: Sequence[ClarifiedGoal], m: Measure) -> float:
    """The most that the measure may move in a week, in its own unit; 0 where nothing tells."""
    if weight_to_lose_kg(m):
        return MAX_WEIGHT_LOSS_KG_PER_WEEK / KG_PER_UNIT[m.unit.casefold()]
    if _is_row_of_days(m):
        return DAYS_A_WEEK
    return max(_pace_first_planned(g, m) for g in goals) * CATCH_UP


def _asked_already(plan: Plan, m: Measure, weeks: int) -> float:
    """How much a week the plan so far asks for; a limit of nature is never exceeded."""
    if weight_to_lose_kg(m) or _is_row_of_days(m):
        return 0.0
    told = [w.target for w in plan.weeks if w.target is not None and not w.paused][-weeks - 1 :]
    return abs(told[-1] - told[0]) / (len(told) - 1) if len(told) > 1 else 0.0


def _is_row_of_days(m: Measure) -> bool:
    return "in a row" in m.metric.casefold() and m.unit.casefold() in {"day", "days"}


def _pace_first_planned(goal: ClarifiedGoal, now: Measure) -> float:
    """What the goal as a whole asks for a week; from where the measure stands when nobody said where it began."""
    m = goal.measure
    if m is None or m.target is None:
        return 0.0
    first = m.baseline if m.baseline is not None else now.baseline
    return abs(m.target - first) / goal.weeks if first is not None else 0.0


def _whole(m: Measure, target: float) -> float:
    """The target rounded to what people count in, never beyond what is safe."""
    assert m.baseline is not None
    assert m.target is not None
    whole = all(v == int(v) for v in (m.baseline, m.target)) and abs(m.target - m.baseline) >= DAYS_A_WEEK
    digits = 0 if whole else 1 if abs(target - m.baseline) >= 1 else 3
    scale = 10**digits
    rounding = math.floor if target > m.baseline else math.ceil
    rounded = rounding(round(target * scale, 6)) / scale
    return rounded if (rounded - m.baseline) * (target - m.baseline) > 0 else target


# --- Runs ----------------------------------------------------------------------------------------------------------


def _run(
    plan: Plan,
    goal: ClarifiedGoal,
    m: Measure,
    recent: Sequence[Sequence[Action]],
    full_weeks: int,
    weeks: int,
    planned: int,
) -> Reach:
    last_day = goal.deadline
    assert m.target is not None
    target, now = m.target, m.baseline
    if recent:
        ran = max(longest_run(actions) for actions in recent)
        start = max(ran, min(planned, int(ran * MAX_RUN_STEP + 1e-9))) or longest_run(first_level(plan).actions)
        now = (ran or start) / minutes_per_unit(m)
        m = m.model_copy(update={"baseline": min(target, math.floor(start / minutes_per_unit(m) * 100) / 100) or None})
    rebased = goal.model_copy(update={"measure": m})
    reached = _reached(rebased, weeks, full_weeks)
    if reached >= target:
        return Reach(measure=m, note="", options=())
    unit = f" {m.unit}" if m.unit else ""
    options = [_lower(reached, unit)]
    for more in range(1, MAX_WEEKS - weeks + 1):
        if _reached(rebased, weeks + more, full_weeks) >= target:
            options.insert(0, _later(last_day + timedelta(weeks=more), target, unit))
            break
    since = f"the {number(round(now, 1))}{unit} of your longest run" if now else "a first run"
    note = (
        f"{number(target)}{unit} by {_day(last_day)} is out of safe reach from {since}. This plan takes you to "
        f"{number(reached)}{unit}; keep that, or choose {'a later date' if len(options) > 1 else 'more hours'}."
    )
    return Reach(measure=m, note=note, options=tuple(options))


def _reached(goal: ClarifiedGoal, weeks: int, full_weeks: int) -> float:
    """How long a run gets in so many weeks."""
    open_goal = goal.model_copy(update={"weeks": weeks})
    lighter = lighter_weeks(open_goal, taper_weeks(open_goal, full_weeks), full_weeks)
    measure, _ = reachable(open_goal, lighter)
    return measure.target if measure is not None and measure.target is not None else 0.0


def _later(day: date, target: float, unit: str) -> Option:
    text = f"Keep {number(target)}{unit} and move the last day to {_day(day)}."
    return Option(change=NewDeadline(deadline=day), text=text)


def _lower(target: float, unit: str) -> Option:
    return Option(change=NewTarget(target=target), text=f"Keep the date and make {number(target)}{unit} the target.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
