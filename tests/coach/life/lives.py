"""Hypothesis strategies for lives: plans, logs of what became of them, and changes of circumstance."""

from datetime import date, timedelta

from hypothesis import assume
from hypothesis import strategies as st

from rein.coach.domain import EVERY_DAY, ClarifiedGoal, Measure, Plan, Training
from rein.coach.expand import expand
from rein.coach.life.changes import (
    Change,
    MissedWeek,
    NewDays,
    NewDeadline,
    NewHours,
    NewTarget,
    Pause,
    Resume,
    Setback,
)
from rein.coach.life.log import Entry, Kind, Log
from rein.coach.life.outcomes import State, outcomes
from rein.coach.rules import Status, check_plan
from tests.coach.strategies import goals, outlines


@st.composite
def plans(draw: st.DrawFn, weeks: int = 30) -> tuple[Plan, ClarifiedGoal]:
    """A plan that keeps every rule, and its goal: of at most `weeks` weeks."""
    goal = draw(goals())
    n = min(goal.weeks, draw(st.integers(2, weeks)))
    short = draw(st.integers(0, 6)) if n > 1 else 0
    goal = goal.model_copy(update={"weeks": n, "deadline": goal.start + timedelta(weeks=n, days=-1 - short)})
    if goal.training is Training.RUNNING and draw(st.booleans()):
        goal = goal.model_copy(update={"measure": Measure(metric="longest run", unit="km", baseline=5, target=21.1)})
    plan = expand(draw(outlines()), goal)
    assume(not [r for r in check_plan(plan, goal) if r.status is Status.FAIL])
    return plan, goal


@st.composite
def entries(draw: st.DrawFn, plan: Plan, log: Log, first: date, today: date) -> tuple[Entry, ...]:
    """What a person may log of the days from `first` up to `today`."""
    told: list[Entry] = []
    diligence = draw(st.sampled_from([0.0, 0.5, 0.9, 1.0]))
    rng = draw(st.randoms(use_true_random=False))
    for o in outcomes(plan, log, today):
        if o.state not in {State.PLANNED, State.MISSED} or not first <= o.date <= today:
            continue
        key = o.occurrence.key
        if rng.random() < diligence:
            minutes = rng.choice(
                [None, o.occurrence.minutes, max(1, o.occurrence.minutes // 2), o.occurrence.minutes + 9]
            )
            value = rng.choice([None, None, round(rng.uniform(0.1, 30), 1)])
            told.append(Entry(kind=Kind.DONE, on=o.date, logged_on=today, key=key, minutes=minutes, value=value))
        elif rng.random() < 0.4:
            kind = rng.choice([Kind.SKIPPED, Kind.SICK, Kind.HOLIDAY])
            told.append(Entry(kind=kind, on=o.date, logged_on=today, key=key))
        elif rng.random() < 0.3:
            to = o.date + timedelta(days=rng.randint(-3, 6))
            told.append(Entry(kind=Kind.MOVED, on=o.date, logged_on=today, key=key, to=to))
    if draw(st.booleans()):
        told.append(Entry(kind=Kind.VALUE, on=today, logged_on=today, value=draw(st.floats(0, 100_000))))
    if draw(st.integers(0, 4)) == 0:
        told.append(
            Entry(
                kind=Kind.DONE, on=today, logged_on=today, minutes=draw(st.integers(0, 300)), training=Training.RUNNING
            )
        )
    return tuple(told)


@st.composite
def changes(draw: st.DrawFn, plan: Plan, goal: ClarifiedGoal, today: date) -> Change:
    """A change that can be meant on `today`."""
    kinds = ["missed", "hours", "days", "deadline", "pause", "long pause", "sick", "injury", "resume"]
    if goal.measure is not None and goal.measure.target is not None:
        kinds.append("target")
    match draw(st.sampled_from(kinds)):
        case "hours":
            return NewHours(hours_per_week=draw(st.floats(0.25, 30)))
        case "days":
            chosen = draw(st.lists(st.sampled_from(EVERY_DAY), min_size=1, max_size=7, unique=True))
            return NewDays(allowed_days=tuple(chosen))
        case "deadline":
            return NewDeadline(deadline=today + timedelta(days=draw(st.integers(14, 200))))
        case "pause" | "long pause" as kind:
            first = today + timedelta(days=draw(st.integers(0, 40)))
            length = draw(st.integers(0, 20) if kind == "pause" else st.integers(21, 70))
            return Pause(first=first, last=first + timedelta(days=length))
        case "sick" | "injury" as kind:
            return Setback(last=today + timedelta(days=draw(st.integers(0, 30))), injury=kind == "injury")
        case "resume":
            return Resume()
        case "target":
            assert goal.measure is not None
            assert goal.measure.target is not None
            return NewTarget(target=goal.measure.target * draw(st.sampled_from([0.5, 0.9, 1.2])))
        case _:
            return MissedWeek()


def with_change(log: Log, change: Change, today: date) -> Log:
    """The log after the person accepted what `change` led to: a pause is part of it from then on."""
    match change:
        case Pause():
            return log.with_pause(max(change.first, today), change.last)
        case Setback():
            return log.with_pause(today, change.last)
        case Resume():
            cut = tuple(
                p if p.first > today else p.model_copy(update={"last": min(p.last, today - timedelta(days=1))})
                for p in log.pauses
            )
            return log.model_copy(update={"pauses": tuple(p for p in cut if p.last >= p.first)})
        case _:
            return log
