"""From an outline to dated weeks: what a model is bad at (dates, sums, steady progressions) is done here.

The outline says what is done and how it grows within a phase; this module lays it over the weeks there are, keeps it
inside the hours and days given, makes every fourth training week lighter, tapers before a long run, holds runs to safe
steps and sets each week's target. `rein.coach.rules` then checks the outcome independently.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from rein.coach.domain import (
    Action,
    ClarifiedGoal,
    Measure,
    Milestone,
    OutlineAction,
    OutlinePhase,
    Phase,
    Plan,
    PlanOutline,
    Training,
    Week,
    Weekday,
)
from rein.coach.limits import (
    LIGHTER_FACTOR,
    MAX_RUN_STEP,
    MAX_TRAINING_DAYS,
    RUN_WINDOW_WEEKS,
    WEEKLY_STEP,
)
from rein.coach.load import full_weeks, load_step, longest_run
from rein.coach.offline.words import amount
from rein.coach.targets import is_run_distance, lighter_weeks, minutes_per_unit, reachable, taper_weeks, weekly_targets
from rein.coach.totals import without_totals

LEAST_SESSION_MINUTES = 5
LEAST_TRAINING_MINUTES = 10
"""Shorter training is not worth changing clothes for, and leaves no room for a lighter week."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """One week before its actions are known."""

    number: int
    start: date
    end: date
    phase: int
    progress: float
    """0 in the phase's first week, 1 in its last."""
    lighter: bool
    taper: bool


def expand(outline: PlanOutline, goal: ClarifiedGoal) -> Plan:
    """Lay `outline` over the weeks of `goal`.

    Weeks are seven days from `goal.start`; the last one ends at `goal.deadline` and may be shorter. The outcome keeps
    the budget of minutes and the allowed days whatever the outline says.
    """
    phases, spans = _fit_phases(outline.phases, goal.weeks)
    slots = _slots(goal, spans)
    lighter = [s.lighter for s in slots]
    measure, notes = reachable(goal, lighter)
    targets = weekly_targets(goal, measure, lighter)
    weeks: list[Week] = []
    for slot in slots:
        phase = phases[slot.phase]
        target = targets[slot.number - 1]
        long_run = 0
        if measure is not None and target is not None and is_run_distance(goal, measure):
            long_run = max(1, int(target * minutes_per_unit(measure)))
        actions = _actions(phase, slot, goal, weeks, long_run)
        in_phase = slot.number - spans[slot.phase][0]
        weeks.append(
            Week(
                number=slot.number,
                start_date=slot.start,
                end_date=slot.end,
                phase=phase.name,
                focus=_focus(phase, in_phase, slot),
                target=target,
                lighter=slot.lighter,
                actions=actions,
            )
        )
    notes += _load_warnings(weeks)
    return Plan(
        summary=_summary(outline.approach, weeks, goal),
        start=goal.start,
        deadline=goal.deadline,
        timezone=goal.timezone,
        phases=tuple(_phase(p, span, weeks, measure) for p, span in zip(phases, spans, strict=True)),
        weeks=tuple(weeks),
        measure=measure,
        notes=tuple(notes),
    )


def _fit_phases(phases: Sequence[OutlinePhase], weeks: int) -> tuple[list[OutlinePhase], list[tuple[int, int]]]:
    """Give each phase its share of `weeks`, at least one; with fewer weeks than phases the middle ones are left out."""
    kept = list(phases)
    if len(kept) > weeks:
        last = kept[-1]
        kept = kept[:weeks]
        kept[-1] = kept[-1].model_copy(update={"milestone": last.milestone})
    kept = _with_distinct_names(kept)
    shares = [p.weeks for p in kept]
    spare = weeks - len(kept)
    exact = [spare * s / sum(shares) for s in shares]
    lengths = [1 + int(e) for e in exact]
    by_remainder = sorted(range(len(kept)), key=lambda i: exact[i] - int(exact[i]), reverse=True)
    for i in by_remainder[: weeks - sum(lengths)]:
        lengths[i] += 1
    ends = [sum(lengths[: i + 1]) for i in range(len(kept))]
    return kept, [(end - length + 1, end) for end, length in zip(ends, lengths, strict=True)]


def _with_distinct_names(phases: list[OutlinePhase]) -> list[OutlinePhase]:
    seen: dict[str, int] = {}
    out: list[OutlinePhase] = []
    for p in phases:
        seen[p.name] = seen.get(p.name, 0) + 1
        out.append(p if seen[p.name] == 1 else p.model_copy(update={"name": f"{p.name} ({seen[p.name]})"}))
    return out


def _slots(goal: ClarifiedGoal, spans: Sequence[tuple[int, int]]) -> list[_Slot]:
    taper = taper_weeks(goal)
    lighter = lighter_weeks(goal, taper)
    slots: list[_Slot] = []
    for index, (first, last) in enumerate(spans):
        for n in range(first, last + 1):
            start = goal.start + timedelta(weeks=n - 1)
            tapering = goal.weeks - taper <= n < goal.weeks
            progress = (n - first) / (last - first) if last > first else 0.0
            end = min(start + timedelta(days=6), goal.deadline)
            slots.append(_Slot(n, start, end, index, progress, lighter[n - 1], tapering))
    return slots


def _focus(phase: OutlinePhase, index: int, slot: _Slot) -> str:
    focus = phase.focus[index % len(phase.focus)]
    if slot.taper:
        return f"Taper, a lighter week: the same days, a third less on each, so that you arrive rested. {focus}"
    return f"Lighter week: recover. {focus}" if slot.lighter else focus


# --- Actions -------------------------------------------------------------------------------------------------------


def _actions(
    phase: OutlinePhase, slot: _Slot, goal: ClarifiedGoal, before: Sequence[Week], long_run: int
) -> tuple[Action, ...]:
    """The week's actions, inside the hours, days and load that are safe after the weeks `before`.

    Args:
        long_run: minutes of the week's longest run where its distance is the target; 0 otherwise.
    """
    if slot.lighter:
        return _lightened(before[-1])
    open_days = _open_days(goal, slot)
    drafts = [a for a in (_placed(o, slot, open_days) for o in phase.actions) if a is not None]
    if goal.training is not Training.NONE:
        drafts = _with_rest_day(drafts, open_days)
    limit = int(goal.hours_per_week * 60)
    if long_run and any(a.training is Training.RUNNING for a in drafts):
        drafts = _around_long_run(drafts, min(long_run, limit), limit)
    else:
        drafts = _within_budget(drafts, limit)
    return tuple(_within_run_step(drafts, before))


def _open_days(goal: ClarifiedGoal, slot: _Slot) -> tuple[Weekday, ...]:
    every = list(Weekday)
    dates = (slot.start + timedelta(days=i) for i in range((slot.end - slot.start).days + 1))
    present = {every[d.weekday()] for d in dates}
    return tuple(d for d in goal.allowed_days if d in present)


def _placed(outline: OutlineAction, slot: _Slot, open_days: Sequence[Weekday]) -> Action | None:
    """The action on those of its days that are open; on other open days when none of its own is."""
    if not open_days:
        return None
    days = tuple(d for d in open_days if d in outline.days) or tuple(open_days[: len(outline.days)])
    minutes = outline.minutes_first + (outline.minutes_last - outline.minutes_first) * slot.progress
    if outline.training is not Training.NONE:
        minutes = max(minutes, LEAST_TRAINING_MINUTES)
    return Action(
        title=outline.title,
        when=outline.when,
        minutes=_rounded(minutes, outline.training),
        days=days,
        training=outline.training,
    )


def _rounded(minutes: float, training: Training) -> int:
    """Whole minutes; in fives from 20 on, except runs, whose safe steps are smaller than that."""
    if training is Training.RUNNING or minutes < 20:
        return int(minutes)
    return int(minutes // 5 * 5)


def _with_rest_day(actions: list[Action], open_days: Sequence[Weekday]) -> list[Action]:
    """Keep one day of the week free of training: the one that carries the least of it."""
    trained = {d for a in actions if a.training is not Training.NONE for d in a.days}
    if len(trained) <= MAX_TRAINING_DAYS:
        return actions
    load = {d: sum(a.minutes for a in actions if a.training is not Training.NONE and d in a.days) for d in open_days}
    rest = min(open_days, key=lambda d: load[d])
    kept: list[Action] = []
    for a in actions:
        days = tuple(d for d in a.days if d != rest) if a.training is not Training.NONE else a.days
        if days:
            kept.append(a.model_copy(update={"days": days}))
    return kept


def _around_long_run(actions: list[Action], minutes: int, limit: int) -> list[Action]:
    """Give the longest run its `minutes` on one day, and fit the rest round it; no other run is longer."""
    runs = [a for a in actions if a.training is Training.RUNNING]
    longest = max(runs, key=lambda a: (a.minutes, -len(a.days)))
    others = [
        a.model_copy(update={"minutes": min(a.minutes, minutes)}) if a.training is Training.RUNNING else a
        for a in actions
        if a is not longest
    ]
    long_run = longest.model_copy(update={"minutes": minutes, "days": longest.days[-1:]})
    kept = _within_budget(others, limit - minutes) if limit > minutes else []
    return [*kept[: actions.index(longest)], long_run, *kept[actions.index(longest) :]]


def _within_budget(actions: list[Action], limit: int) -> list[Action]:
    """Shrink sessions to fit `limit` minutes a week; rather than too short, drop days, the last action's first."""

    def total(items: Sequence[Action]) -> int:
        return sum(a.minutes * len(a.days) for a in items)

    kept = list(actions)
    while kept and total(kept) > limit:
        factor = limit / total(kept)
        shrunk = [a.model_copy(update={"minutes": max(1, int(a.minutes * factor))}) for a in kept]
        floor = min(LEAST_SESSION_MINUTES, limit)
        if total(shrunk) <= limit and all(
            s.minutes >= min(floor, a.minutes) for s, a in zip(shrunk, kept, strict=True)
        ):
            return [s.model_copy(update={"minutes": _rounded(s.minutes, s.training)}) for s in shrunk]
        last = kept.pop()
        if len(last.days) > 1:
            kept.append(last.model_copy(update={"days": last.days[:-1]}))
        elif not kept:
            return [last.model_copy(update={"minutes": limit})]
    return kept


def _within_run_step(actions: list[Action], before: Sequence[Week]) -> list[Action]:
    """No run longer than 110 % of the longest in the weeks that reach into the last 30 days."""
    recent = [r for w in before[-RUN_WINDOW_WEEKS:] if (r := longest_run(w.actions))]
    if not recent:
        return actions
    cap = int(max(recent) * MAX_RUN_STEP + 1e-9)
    return [
        a.model_copy(update={"minutes": min(a.minutes, cap)}) if a.training is Training.RUNNING else a for a in actions
    ]


def _lightened(previous: Week) -> tuple[Action, ...]:
    """The week before once more, its training at about 70 %: recovering is no time for something new."""
    return tuple(
        a.model_copy(update={"minutes": max(1, int(a.minutes * LIGHTER_FACTOR))})
        if a.training is not Training.NONE
        else a
        for a in previous.actions
    )


def _load_warnings(weeks: Sequence[Week]) -> list[str]:
    """Name the weeks whose training load steps up by more than a tenth of the last full week's."""
    steep = [str(b.number) for a, b in pairwise(full_weeks(weeks)) if load_step(a, b) > WEEKLY_STEP]
    if not steep:
        return []
    which = f"Week {steep[0]} adds" if len(steep) == 1 else f"Weeks {', '.join(steep[:-1])} and {steep[-1]} add"
    return [f"{which} more than 10 % to the training load; if it feels heavy, repeat the week before."]


# --- Words ---------------------------------------------------------------------------------------------------------


def _phase(outline: OutlinePhase, span: tuple[int, int], weeks: Sequence[Week], measure: Measure | None) -> Phase:
    last = weeks[span[1] - 1]
    told = outline.milestone.measure
    if last.target is not None and measure is not None and not last.lighter:
        unit = "" if measure.unit.casefold() in measure.metric.casefold() else measure.unit
        told = f"{measure.metric}: {amount(last.target, unit)}"
    elif last.target is not None:
        told = _without_numbers(told)
    milestone = Milestone(title=outline.milestone.title, week=last.number, date=last.end_date, measure=told)
    return Phase(
        name=outline.name, purpose=outline.purpose, first_week=span[0], last_week=span[1], milestones=(milestone,)
    )


def _without_numbers(text: str) -> str:
    return "Every session of the phase is done" if re.search(r"\d", text) else text


def _summary(approach: str, weeks: Sequence[Week], goal: ClarifiedGoal) -> str:
    """The approach, with its own claims about totals taken out and the table's put in."""
    said = without_totals(approach)
    if goal.language != "en":
        return said or approach
    low, high = min(w.minutes for w in weeks), max(w.minutes for w in weeks)
    minutes = f"{low} minutes" if low == high else f"{low} to {high} minutes"
    count = "1 week" if len(weeks) == 1 else f"{len(weeks)} weeks"
    return f"{said} {count}, {minutes} a week.".strip()
