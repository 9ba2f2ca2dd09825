"""What was really trained, week by week: the level from which a new version of a plan goes on."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from rein.coach.domain import Action, ClarifiedGoal, Measure, Plan, Training, Week
from rein.coach.expand import NOTHING_BEFORE, Before
from rein.coach.life.log import Log, values
from rein.coach.life.occurrences import weekday
from rein.coach.life.outcomes import Outcome, State, extras, outcomes
from rein.coach.limits import EASY_PACE_MIN_PER_KM, PACE_RANGE_MIN_PER_KM, RUN_WINDOW_WEEKS
from rein.coach.load import training_minutes
from rein.coach.targets import SHORTEST_RUN_MINUTES, is_run_distance, minutes_per_unit

DONE_ENOUGH = 0.5
"""A week of which less than half was trained gave rest enough: it starts the count to the next lighter week anew."""


def lived_weeks(plan: Plan, goal: ClarifiedGoal, log: Log, today: date, until: date) -> tuple[Week, ...]:
    """The plan's weeks that begin before `until`, each with the sessions that were done in it and no others."""
    by_week: defaultdict[int, list[Action]] = defaultdict(list)
    for out in outcomes(plan, log, today):
        o = out.occurrence
        if out.state is State.DONE and out.date <= today:
            minutes = _minutes(out, goal)
            by_week[(out.date - plan.start).days // 7].append(_session(o.title, o.when, minutes, out.date, o.training))
    for e in extras(log):
        if e.minutes and e.on <= today:
            title = e.title or "Something of your own"
            by_week[(e.on - plan.start).days // 7].append(_session(title, "done", e.minutes, e.on, e.training))
    count = max(0, (until - plan.start).days // 7)
    return tuple(_week(plan, i, by_week[i]) for i in range(count))


def level(
    plan: Plan, goal: ClarifiedGoal, log: Log, today: date, until: date, to_come: Sequence[Action] = ()
) -> Before:
    """What the weeks from `until` on must not leap ahead of.

    Where nothing was logged in the last thirty days, and in a plan's first thirty, the level that the plan first
    began with counts as lived: it was fit for someone of whom nothing else was known.

    Args:
        to_come: what is left of the week that has begun, where it may be counted on.
    """
    lived = lived_weeks(plan, goal, log, today, until)
    if not lived:
        return NOTHING_BEFORE
    *earlier, newest = lived
    lived = (*earlier, newest.model_copy(update={"actions": (*newest.actions, *to_come)}))
    first = first_level(plan)
    recent = lived[-RUN_WINDOW_WEEKS:]
    if len(recent) < RUN_WINDOW_WEEKS:
        recent = (first, *recent)
    elif not any(training_minutes(w.actions) for w in recent):
        recent = (first, *recent[1:])
    return Before(weeks=recent, full_weeks=_full_in_a_row(plan, lived), least_load=training_minutes(first.actions))


def is_followed(plan: Plan, goal: ClarifiedGoal, log: Log, today: date, begun: int) -> bool:
    """Whether the rest of the week that has begun may be counted on: half of the week before it was done, or more."""
    if begun == 1:
        return True
    start = plan.weeks[begun - 1].start_date
    before = lived_weeks(plan, goal, log, today, start)[-1]
    return before.minutes >= plan.weeks[begun - 2].minutes * DONE_ENOUGH


def first_level(plan: Plan) -> Week:
    """The week that the plan first began with."""
    return next((w for w in plan.weeks if w.actions and not w.lighter and not w.paused), plan.weeks[0])


def value_now(plan: Plan, goal: ClarifiedGoal, log: Log, today: date) -> float | None:
    """Where the measure stands: as last logged; else as the share of sessions done makes one expect.

    None when neither a value nor a baseline is known. A run's distance is not told here: `level` holds it.
    """
    measure = goal.measure
    if measure is None:
        return None
    told = [v for on, v in values(log.entries) if on <= today]
    if told:
        return told[-1]
    if measure.baseline is None or measure.target is None:
        return measure.baseline
    rises = measure.target >= measure.baseline
    by_week: defaultdict[int, list[Outcome]] = defaultdict(list)
    for out in outcomes(plan, log, today):
        by_week[out.occurrence.week].append(out)
    value, before = measure.baseline, measure.baseline
    for week in plan.weeks:
        if week.end_date >= today or week.target is None:
            break
        step = week.target - before
        due = by_week[week.number]
        if due and (step > 0) == rises:
            value += step * sum(o.state is State.DONE for o in due) / len(due)
        before = week.target
    return value


def easy_minutes(minutes: int | None, value: float | None, measure: Measure) -> int | None:
    """How long a run of `value` takes at the easy pace that plans reckon with; `minutes` where that is no real run."""
    if value is None or value <= 0:
        return minutes
    easy = value * minutes_per_unit(measure)
    if minutes:
        pace = minutes / easy * EASY_PACE_MIN_PER_KM
        if not PACE_RANGE_MIN_PER_KM[0] <= pace <= PACE_RANGE_MIN_PER_KM[1]:
            return minutes
    return int(easy)


def _minutes(out: Outcome, goal: ClarifiedGoal) -> int:
    planned = out.occurrence.minutes
    m = goal.measure
    if m is None or not is_run_distance(goal, m) or out.occurrence.training is not Training.RUNNING:
        return out.minutes if out.minutes is not None else planned
    told = easy_minutes(out.minutes, out.value, m)
    return planned if told is None else min(told, 1_440)


def _counted(minutes: int, training: Training) -> int:
    """A shorter run counts as the shortest one: the next may always be that long."""
    return max(minutes, SHORTEST_RUN_MINUTES) if training is Training.RUNNING and minutes else minutes


def _session(title: str, when: str, minutes: int, on: date, training: Training) -> Action:
    return Action(title=title, when=when, minutes=_counted(minutes, training), days=(weekday(on),), training=training)


def _week(plan: Plan, index: int, actions: list[Action]) -> Week:
    planned = plan.weeks[min(index, len(plan.weeks) - 1)]
    start = plan.start + timedelta(weeks=index)
    return planned.model_copy(
        update={
            "number": index + 1,
            "start_date": start,
            "end_date": start + timedelta(days=6),
            "target": None,
            "actions": tuple(actions),
        }
    )


def _full_in_a_row(plan: Plan, lived: tuple[Week, ...]) -> int:
    count = 0
    for week in reversed(lived):
        if week.number > len(plan.weeks):
            break
        planned = plan.weeks[week.number - 1]
        enough = training_minutes(planned.actions) * DONE_ENOUGH
        if planned.lighter or planned.paused or training_minutes(week.actions) <= enough:
            break
        count += 1
    return count
