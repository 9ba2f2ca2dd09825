"""A new version of a plan after life went otherwise: proposed with a diff and reasons, never put in place by itself."""

from collections.abc import Sequence
from datetime import date

from rein.coach.domain import ClarifiedGoal, Plan, Weekday
from rein.coach.life.attempt import Attempt
from rein.coach.life.changes import Change, NewDays, NewDeadline, NewHours, NewTarget, Pause, Setback
from rein.coach.life.log import Log
from rein.coach.life.openpart import failures
from rein.coach.life.proposal import Proposal
from rein.coach.life.reach import Option
from rein.coach.life.span import LONG_PAUSE_WEEKS
from rein.coach.targets import is_run_distance
from rein.errors import PlanRuleError, UsageError

OPTION_TRIES = 4
"""How often a way out is put right before it is left out."""


def propose(plan: Plan, goal: ClarifiedGoal, log: Log, today: date, *changes: Change) -> Proposal:
    """Lay the rest of `plan` anew.

    Weeks that are over stay as they are, and so does every session that is past or logged. What is left of the week
    that has begun is only moved, shortened or taken out. From the next week on everything is laid anew from what was
    logged, in the order it was planned, going on where the person left off. The outcome keeps every rule of
    `check_plan` from there on (see `rein.coach.life.openpart`).

    A pause or a setback that the person accepts belongs into the log too: later versions read it from there.

    Args:
        goal: as it was when `plan` was made.
        today: the person's day.
        changes: one or more; the way out that a person chose (`Proposal.options`) goes after what led to it.

    Raises:
        UsageError: the change cannot be meant: a deadline or a pause in the past, or a plan that is over.
        PlanRuleError: no version that keeps every rule was found.
    """
    if not changes:
        raise UsageError("Say what has changed.")
    goals = [goal]
    for change in changes:
        goals.append(_changed(plan, goals[-1], today, change))
    if goals[-1].deadline < today:
        raise UsageError(f"The plan's last day, {goals[-1].deadline}, is over. Choose a later one.")
    made = _laid(plan, goals, log, today, changes)
    return made.model_copy(update={"options": _that_work(plan, goals, log, today, changes, made.options)})


def _laid(plan: Plan, goals: Sequence[ClarifiedGoal], log: Log, today: date, changes: tuple[Change, ...]) -> Proposal:
    """The first attempt that keeps every rule; the second one grows nowhere before a pause."""
    broken: list[str] = []
    for hold_from in (LONG_PAUSE_WEEKS, 1):
        made = Attempt(plan, tuple(goals), log, today, changes, hold_from).proposal()
        broken = failures(made.new_plan, made.goal, made.first_open_week, made.lived)
        if not broken:
            return made
    raise PlanRuleError(f"No plan kept every rule; the last one broke: {'; '.join(broken)}.")


def _that_work(
    plan: Plan,
    goals: Sequence[ClarifiedGoal],
    log: Log,
    today: date,
    changes: tuple[Change, ...],
    options: tuple[Option, ...],
) -> tuple[Option, ...]:
    """The options, each tried, and put right: a pause that lay at the end may come to lie in the middle."""
    found: list[Option] = []
    for option in options:
        kind, candidate = type(option.change), option
        for _ in range(OPTION_TRIES):
            later = (*goals, _changed(plan, goals[-1], today, candidate.change))
            try:
                tried = _laid(plan, later, log, today, (*changes, candidate.change))
            except (UsageError, PlanRuleError):
                break
            if not tried.options:
                found.append(candidate)
                break
            better = next((o for o in tried.options if isinstance(o.change, kind)), None)
            if better is None:
                break
            candidate = better
    return tuple(found)


def _changed(plan: Plan, goal: ClarifiedGoal, today: date, change: Change) -> ClarifiedGoal:
    """The goal with `change` made to it."""
    deadline = change.deadline if isinstance(change, NewDeadline) else goal.deadline
    if isinstance(change, Pause | Setback) and change.last < max(
        today, change.first if isinstance(change, Pause) else today
    ):
        raise UsageError("A pause ends on or after the day it begins, and not in the past.")
    update: dict[str, object] = {
        "deadline": deadline,
        "weeks": (deadline - plan.start).days // 7 + 1,
        "start": plan.start,
    }
    match change:
        case NewHours():
            update["hours_per_week"] = change.hours_per_week
        case NewDays():
            update["allowed_days"] = tuple(d for d in Weekday if d in change.allowed_days)
        case NewTarget():
            if goal.measure is None or goal.measure.target is None:
                raise UsageError("This goal has no number to reach.")
            measure = goal.measure.model_copy(update={"target": change.target})
            if is_run_distance(goal, goal.measure) and goal.measure.baseline is not None:
                measure = measure.model_copy(update={"baseline": min(goal.measure.baseline, change.target)})
            update["measure"] = measure
        case _:
            pass
    return goal.model_copy(update=update)
