"""What must hold for every plan, whoever wrote it: each rule a function from plan and goal to results.

Independent of how a plan came about (`rein.coach.expand`), so that an edited or imported plan is held to the same.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rein.coach.domain import ClarifiedGoal, Frozen, Plan, Training, Weekday
from rein.coach.limits import (
    EASY_PACE_MIN_PER_KM,
    LIGHTER_AT_LEAST_EVERY,
    LIGHTER_RANGE,
    MAX_RUN_STEP,
    MAX_TRAINING_DAYS,
    MAX_WEIGHT_LOSS_KG_PER_WEEK,
    PACE_RANGE_MIN_PER_KM,
    RUN_WINDOW_WEEKS,
    WEEKLY_STEP,
    number,
)
from rein.coach.load import full_weeks, load_step, longest_run, training_minutes
from rein.coach.targets import is_run_distance, minutes_per_unit, weight_to_lose_kg
from rein.coach.totals import claims


class Status(StrEnum):
    PASS = "pass"  # noqa: S105 - an outcome, not a password
    WARN = "warn"
    FAIL = "fail"


class RuleResult(Frozen):
    """One rule's outcome; `week` is the first week it is about, None for the whole plan."""

    rule: str
    status: Status
    week: int | None = None
    message: str = ""


Finding = tuple[Status, int | None, str]
Rule = Callable[[Plan, ClarifiedGoal], Iterator[Finding]]


def check_plan(plan: Plan, goal: ClarifiedGoal) -> tuple[RuleResult, ...]:
    """Check every rule that applies; a rule without a finding passes."""
    rules = GENERAL + (TRAINING if goal.training is not Training.NONE else ())
    results: list[RuleResult] = []
    for rule in rules:
        findings = list(rule(plan, goal))
        name = rule.__name__
        results += [RuleResult(rule=name, status=s, week=w, message=m) for s, w, m in findings]
        if not findings:
            results.append(RuleResult(rule=name, status=Status.PASS))
    return tuple(results)


def weeks_are_contiguous(plan: Plan, goal: ClarifiedGoal) -> Iterator[Finding]:
    """Numbered from 1, each seven days after the one before, the last ending at the deadline."""
    if not plan.weeks:
        yield Status.FAIL, None, "there are no weeks"
        return
    if plan.weeks[0].start_date != goal.start or plan.start != goal.start:
        yield Status.FAIL, 1, f"the first week must start on {goal.start}"
    if plan.weeks[-1].end_date != goal.deadline or plan.deadline != goal.deadline:
        yield Status.FAIL, len(plan.weeks), f"the last week must end on {goal.deadline}"
    for i, week in enumerate(plan.weeks, 1):
        if week.number != i:
            yield Status.FAIL, i, f"week {i} is numbered {week.number}"
        length = (week.end_date - week.start_date).days + 1
        if length != 7 and not (i == len(plan.weeks) and 1 <= length <= 7):
            yield Status.FAIL, i, f"week {i} has {length} days"
    for a, b in pairwise(plan.weeks):
        if b.start_date != a.start_date + timedelta(days=7):
            yield Status.FAIL, b.number, f"week {b.number} does not follow week {a.number}"


def timezone_is_real(plan: Plan, goal: ClarifiedGoal) -> Iterator[Finding]:
    """Dates mean something only in a zone: the person's own."""
    try:
        ZoneInfo(plan.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Status.FAIL, None, f"{plan.timezone!r} is no time zone"
    if plan.timezone != goal.timezone:
        yield Status.FAIL, None, f"the plan is not in the person's time zone {goal.timezone}"


def phases_cover_the_weeks(plan: Plan, _: ClarifiedGoal) -> Iterator[Finding]:
    """Phases follow one another without gap, and each week names the phase it lies in."""
    expected = 1
    for phase in plan.phases:
        if phase.first_week != expected or phase.last_week < phase.first_week:
            yield Status.FAIL, phase.first_week, f"phase {phase.name!r} does not start in week {expected}"
        expected = phase.last_week + 1
        for week in plan.weeks[phase.first_week - 1 : phase.last_week]:
            if week.phase != phase.name:
                yield Status.FAIL, week.number, f"week {week.number} names another phase than it lies in"
    if expected != len(plan.weeks) + 1:
        yield Status.FAIL, None, "the phases do not end with the last week"


def phases_have_milestones(plan: Plan, _: ClarifiedGoal) -> Iterator[Finding]:
    """Every phase has a milestone, and every milestone lies inside its phase, on a date of its week."""
    for phase in plan.phases:
        if not phase.milestones:
            yield Status.FAIL, phase.last_week, f"phase {phase.name!r} has no milestone"
        for m in phase.milestones:
            if not phase.first_week <= m.week <= phase.last_week:
                yield Status.FAIL, m.week, f"milestone {m.title!r} lies outside its phase"
            elif m.week <= len(plan.weeks):
                week = plan.weeks[m.week - 1]
                if not week.start_date <= m.date <= week.end_date:
                    yield Status.FAIL, m.week, f"milestone {m.title!r} is dated outside its week"


def minutes_fit_the_hours(plan: Plan, goal: ClarifiedGoal) -> Iterator[Finding]:
    """A week's sessions together stay within the hours the person has."""
    limit = goal.hours_per_week * 60
    for week in plan.weeks:
        if week.minutes > limit:
            yield Status.FAIL, week.number, f"{week.minutes} minutes of {limit:g} in week {week.number}"


def actions_say_when(plan: Plan, goal: ClarifiedGoal) -> Iterator[Finding]:
    """Every action has a cue, real days that the person allows and that the week has, and takes some time."""
    every = list(Weekday)
    for week in plan.weeks:
        length = (week.end_date - week.start_date).days + 1
        present = {every[(week.start_date + timedelta(days=i)).weekday()] for i in range(length)}
        open_days = present & set(goal.allowed_days)
        if not week.actions and open_days and not week.paused:
            yield Status.FAIL, week.number, f"week {week.number} has nothing to do"
        for action in week.actions:
            if not action.days or not action.when.strip() or action.minutes < 1:
                yield Status.FAIL, week.number, f"{action.title!r} does not say when or how long"
            if len(set(action.days)) != len(action.days) or not set(action.days) <= open_days:
                yield Status.FAIL, week.number, f"{action.title!r} is on a day that is not open in week {week.number}"


def target_is_reached(plan: Plan, goal: ClarifiedGoal) -> Iterator[Finding]:
    """The numeric target stands in the last week and is approached from one side, lighter weeks aside."""
    measure = plan.measure
    if measure is None or measure.target is None:
        if goal.measure is not None and goal.measure.target is not None:
            yield Status.FAIL, None, "the goal has a numeric target and the plan has none"
        return
    if goal.measure is None or (measure.target != goal.measure.target and not plan.notes):
        yield Status.FAIL, None, "the plan's target is not the goal's, and nothing says why"
    if plan.weeks[-1].target != measure.target:
        yield Status.FAIL, len(plan.weeks), f"the target {measure.target:g} is not reached in the last week"
    steady = [w for w in plan.weeks if not w.lighter and w.target is not None]
    if measure.baseline is not None and len(steady) < sum(not w.lighter for w in plan.weeks):
        yield Status.FAIL, None, "a week has no numeric target"
    values = [w.target for w in steady if w.target is not None]
    if measure.baseline is not None:
        values.insert(0, measure.baseline)
    steps = [b - a for a, b in pairwise(values)]
    if any(s > 0 for s in steps) and any(s < 0 for s in steps):
        yield Status.FAIL, None, "the target moves back and forth"


def text_agrees_with_table(plan: Plan, _: ClarifiedGoal) -> Iterator[Finding]:
    """A total stated in the summary, or a sum "in all" stated anywhere, is the table's own."""
    for week, text in _texts(plan):
        for value, unit, scope in claims(text):
            in_summary = text == plan.summary
            if (in_summary or scope == "all") and not _holds(plan, value, unit, scope):
                yield Status.FAIL, week, f"a text speaks of {value:g} {unit}s; the table does not"


def _holds(plan: Plan, value: float, unit: str, scope: str) -> bool:
    """Whether the table has this total: over the plan ("all"), or in one of its weeks."""
    if unit == "week":
        return value in {p.last_week - p.first_week + 1 for p in plan.phases} | {len(plan.weeks)}
    if unit == "session":
        figures = [sum(a.times_per_week for a in w.actions) for w in plan.weeks]
    else:
        figures = [w.minutes for w in plan.weeks]
        value *= 60 if unit == "hour" else 1
    return value == sum(figures) if scope == "all" else min(figures) <= value <= max(figures)


def no_calorie_numbers(plan: Plan, _: ClarifiedGoal) -> Iterator[Finding]:
    """A calorie number never stands in a plan."""
    for week, text in _texts(plan):
        if _CALORIES.search(text):
            yield Status.FAIL, week, "a calorie number stands in the plan"
            return


def weight_changes_slowly(plan: Plan, _: ClarifiedGoal) -> Iterator[Finding]:
    """At most 1 kg a week is lost; as in the check of the goal's numbers, a twentieth more is rounding."""
    m = plan.measure
    if m is None:
        return
    values = [m.baseline, *(w.target for w in plan.weeks)]
    for week, (a, b) in enumerate(pairwise(values), 1):
        step = m.model_copy(update={"baseline": a, "target": b})
        if weight_to_lose_kg(step) > MAX_WEIGHT_LOSS_KG_PER_WEEK * 1.05 + WEIGHT_STEP_KG:
            yield Status.FAIL, week, f"week {week} asks for more than 1 kg of weight loss"


def a_rest_day_a_week(plan: Plan, _: ClarifiedGoal) -> Iterator[Finding]:
    """At least one day of every week is free of training."""
    for week in plan.weeks:
        days = {d for a in week.actions if a.training is not Training.NONE for d in a.days}
        if len(days) > MAX_TRAINING_DAYS:
            yield Status.FAIL, week.number, f"week {week.number} has no rest day"


def a_lighter_week_in_five(plan: Plan, _: ClarifiedGoal) -> Iterator[Finding]:
    """At least every fifth training week is lighter by 20-50 %."""
    since = 0
    for before, week in zip((None, *plan.weeks), plan.weeks, strict=False):
        if week.paused or not training_minutes(week.actions):
            since = 0
            continue
        since = 0 if week.lighter else since + 1
        if since >= LIGHTER_AT_LEAST_EVERY:
            yield Status.FAIL, week.number, f"no lighter week in the five up to week {week.number}"
            return
        if week.lighter and before is not None and not before.paused and training_minutes(before.actions):
            share = training_minutes(week.actions) / training_minutes(before.actions)
            if not LIGHTER_RANGE[0] - 0.01 <= share <= LIGHTER_RANGE[1] + 0.01:
                yield Status.FAIL, week.number, f"lighter week {week.number} has {share:.0%} of the week before"


def runs_grow_in_safe_steps(plan: Plan, _: ClarifiedGoal) -> Iterator[Finding]:
    """No single run is longer than 110 % of the longest of the last 30 days."""
    for i, week in enumerate(plan.weeks):
        recent = max((longest_run(w.actions) for w in plan.weeks[max(0, i - RUN_WINDOW_WEEKS) : i]), default=0)
        if recent and longest_run(week.actions) > recent * MAX_RUN_STEP + 1e-6:
            yield (
                Status.FAIL,
                week.number,
                f"a run of {longest_run(week.actions)} min after at most {recent} in the last 30 days",
            )


def runs_can_be_run(plan: Plan, goal: ClarifiedGoal) -> Iterator[Finding]:
    """Where the target is the length of a run, the week's longest run takes as long as that distance may take."""
    m = plan.measure
    if m is None or not is_run_distance(goal, m):
        return
    for week in plan.weeks:
        if week.target and not week.paused and (minutes := longest_run(week.actions)):
            pace = minutes / (week.target * minutes_per_unit(m)) * EASY_PACE_MIN_PER_KM
            long_enough_to_tell = minutes > 10
            if long_enough_to_tell and not PACE_RANGE_MIN_PER_KM[0] <= pace <= PACE_RANGE_MIN_PER_KM[1]:
                yield Status.FAIL, week.number, f"{number(week.target)} {m.unit} in {minutes} minutes"


def load_steps_are_warned_of(plan: Plan, _: ClarifiedGoal) -> Iterator[Finding]:
    """A weekly step over 10 % comes with a warning."""
    steep = [(b.number, load_step(a, b)) for a, b in pairwise(full_weeks(plan.weeks)) if load_step(a, b) > WEEKLY_STEP]
    warned = any("training load" in n for n in plan.notes)
    for week, step in steep:
        yield (
            Status.WARN if warned else Status.FAIL,
            week,
            f"week {week} trains {step:.0%} more than the last full one",
        )


GENERAL: tuple[Rule, ...] = (
    weeks_are_contiguous,
    timezone_is_real,
    phases_cover_the_weeks,
    phases_have_milestones,
    minutes_fit_the_hours,
    actions_say_when,
    target_is_reached,
    text_agrees_with_table,
    no_calorie_numbers,
    weight_changes_slowly,
)
TRAINING: tuple[Rule, ...] = (
    a_rest_day_a_week,
    a_lighter_week_in_five,
    runs_grow_in_safe_steps,
    runs_can_be_run,
    load_steps_are_warned_of,
)

WEIGHT_STEP_KG = 0.05
"""Weekly targets are told to a tenth of a unit: half of that, in the coarsest unit, may be added by rounding."""

_CALORIES = re.compile(r"\d[\d.,]*\s*(?:k?cal(?:orie)?s?|kilo-?(?:calories?|joules?)|kj)\b", re.IGNORECASE)


def _texts(plan: Plan) -> Iterator[tuple[int | None, str]]:
    yield None, plan.summary
    for phase in plan.phases:
        yield (
            phase.first_week,
            " ".join([phase.name, phase.purpose, *(f"{m.title} {m.measure}" for m in phase.milestones)]),
        )
    for week in plan.weeks:
        yield week.number, " ".join([week.focus, *(f"{a.title} {a.when}" for a in week.actions)])
