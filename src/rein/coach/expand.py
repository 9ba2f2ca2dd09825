"""From an outline to dated weeks: what a model is bad at (dates, sums, steady progressions) is done here.

The outline says what is done and how it grows within a phase; this module lays it over the weeks there are, keeps it
inside the hours and days given, makes every fourth training week lighter, tapers before a long run, holds runs to safe
steps and sets each week's target. `rein.coach.rules` then checks the outcome independently.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from rein.coach.domain import (
    Action,
    ClarifiedGoal,
    Measure,
    Milestone,
    OutlinePhase,
    Phase,
    Plan,
    PlanOutline,
    Training,
    Week,
)
from rein.coach.fitting import (
    all_placed,
    around_long_run,
    lightened,
    open_days_of,
    with_rest_day,
    within_budget,
    within_load,
    within_run_step,
)
from rein.coach.limits import LIGHTER_FACTOR, WEEKLY_STEP
from rein.coach.load import full_weeks, load_step
from rein.coach.offline.words import amount
from rein.coach.targets import is_run_distance, lighter_weeks, minutes_per_unit, reachable, taper_weeks, weekly_targets
from rein.coach.totals import without_totals


@dataclass(frozen=True, slots=True)
class Before:
    """What was lived just before a plan that goes on from another one."""

    weeks: tuple[Week, ...] = ()
    """The last weeks, oldest first, with the sessions that were done."""
    full_weeks: int = 0
    """Weeks of training in a row since the last lighter one; the fourth from then on is lighter."""
    least_load: int = 0
    """Minutes of training a week that the plan may always ask for: those that it first began with."""


NOTHING_BEFORE = Before()
NOTHING_PAUSED: Mapping[int, tuple[Action, ...]] = {}


@dataclass(frozen=True, slots=True)
class _Slot:
    """One week before its actions are known."""

    index: int
    """Position among the weeks that are not paused, from 0."""
    number: int
    start: date
    end: date
    phase: int
    progress: float
    """0 in the phase's first week, 1 in its last."""
    lighter: bool
    taper: bool


def expand(
    outline: PlanOutline,
    goal: ClarifiedGoal,
    before: Before = NOTHING_BEFORE,
    paused: Mapping[int, tuple[Action, ...]] = NOTHING_PAUSED,
) -> Plan:
    """Lay `outline` over the weeks of `goal`.

    Weeks are seven days from `goal.start`; the last one ends at `goal.deadline` and may be shorter. The outcome keeps
    the budget of minutes and the allowed days whatever the outline says.

    Args:
        before: what a plan that goes on from another one must not leap ahead of.
        paused: weeks in which the plan does not go on, by number, with what is kept up in them if anything; at least
            one week is left.
    """
    numbers = [n for n in range(1, goal.weeks + 1) if n not in paused]
    active = goal.model_copy(update={"weeks": len(numbers)})
    phases, spans = _fit_phases(outline.phases, len(numbers))
    slots = _slots(active, spans, numbers, before.full_weeks)
    lighter = [s.lighter for s in slots]
    measure, notes = reachable(active, lighter)
    targets = weekly_targets(active, measure, lighter)
    by_number = {s.number: s for s in slots}
    weeks: list[Week] = []
    slot = slots[0]
    for number in range(1, goal.weeks + 1):
        if number in paused:
            weeks.append(_paused(number, goal, phases[slot.phase].name, weeks, measure, paused[number]))
            continue
        slot = by_number[number]
        phase = phases[slot.phase]
        target = targets[slot.index]
        long_run = 0
        if measure is not None and target is not None and is_run_distance(goal, measure):
            long_run = max(1, int(target * minutes_per_unit(measure)))
        weeks.append(
            Week(
                number=number,
                start_date=slot.start,
                end_date=slot.end,
                phase=phase.name,
                focus=_focus(phase, slot.index - spans[slot.phase][0] + 1, slot),
                target=target,
                lighter=slot.lighter,
                actions=_actions(phase, slot, goal, before, weeks, long_run),
            )
        )
    notes += load_warnings(weeks)
    stretched = _stretched(spans, numbers, goal.weeks)
    return Plan(
        summary=summary(outline.approach, weeks, goal.language),
        start=goal.start,
        deadline=goal.deadline,
        timezone=goal.timezone,
        phases=tuple(_phase(p, span, weeks, measure) for p, span in zip(phases, stretched, strict=True)),
        weeks=tuple(weeks),
        measure=measure,
        notes=tuple(notes),
    )


def _paused(
    number: int,
    goal: ClarifiedGoal,
    phase: str,
    before: Sequence[Week],
    measure: Measure | None,
    kept_up: tuple[Action, ...],
) -> Week:
    start = goal.start + timedelta(weeks=number - 1)
    stands = before[-1].target if before else measure.baseline if measure is not None and measure.target else None
    return Week(
        number=number,
        start_date=start,
        end_date=min(start + timedelta(days=6), goal.deadline),
        phase=phase,
        focus=(
            "Keep up what you do until the pause; growing starts again after it."
            if kept_up
            else "Paused: nothing is asked of you."
        ),
        target=stands,
        lighter=False,
        paused=True,
        actions=kept_up,
    )


def _stretched(spans: Sequence[tuple[int, int]], numbers: Sequence[int], weeks: int) -> list[tuple[int, int]]:
    """The phases' first and last weeks when the paused ones lie between: they belong to the phase before them."""
    firsts = [1, *(numbers[first - 1] for first, _ in spans[1:])]
    return list(zip(firsts, [f - 1 for f in firsts[1:]] + [weeks], strict=True))


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


def _slots(
    goal: ClarifiedGoal, spans: Sequence[tuple[int, int]], numbers: Sequence[int], full_weeks: int
) -> list[_Slot]:
    """The weeks that are not paused; `numbers` are their numbers among all."""
    taper = taper_weeks(goal, full_weeks)
    lighter = lighter_weeks(goal, taper, full_weeks)
    slots: list[_Slot] = []
    for phase, (first, last) in enumerate(spans):
        for n in range(first, last + 1):
            start = goal.start + timedelta(weeks=numbers[n - 1] - 1)
            tapering = goal.weeks - taper <= n < goal.weeks
            progress = (n - first) / (last - first) if last > first else 0.0
            end = min(start + timedelta(days=6), goal.deadline)
            slots.append(_Slot(n - 1, numbers[n - 1], start, end, phase, progress, lighter[n - 1], tapering))
    return slots


def _focus(phase: OutlinePhase, index: int, slot: _Slot) -> str:
    focus = phase.focus[index % len(phase.focus)]
    if slot.taper:
        return f"Taper, a lighter week: the same days, a third less on each, so that you arrive rested. {focus}"
    return f"Lighter week: recover. {focus}" if slot.lighter else focus


# --- Actions -------------------------------------------------------------------------------------------------------


def _actions(
    phase: OutlinePhase, slot: _Slot, goal: ClarifiedGoal, before: Before, weeks: Sequence[Week], long_run: int
) -> tuple[Action, ...]:
    """The week's actions, inside the hours, days and load that are safe after the weeks before it.

    Args:
        weeks: this plan's weeks so far.
        long_run: minutes of the week's longest run where its distance is the target; 0 otherwise.
    """
    full = [w for w in weeks if not w.paused]
    if slot.lighter and full:
        return lightened(full[-1].actions)
    open_days = open_days_of(slot.start, slot.end, goal.allowed_days)
    drafts = all_placed(phase.actions, slot.progress, open_days)
    if goal.training is not Training.NONE:
        drafts = with_rest_day(drafts, open_days)
    limit = int(goal.hours_per_week * 60)
    if slot.lighter:
        long_run = int(long_run / LIGHTER_FACTOR)  # all of it is made lighter below
    if long_run and any(a.training is Training.RUNNING for a in drafts):
        drafts = around_long_run(drafts, min(long_run, limit), limit)
    else:
        drafts = within_budget(drafts, limit)
        long_run = 0
    lived = [*before.weeks, *weeks]
    if before.weeks:
        drafts = within_load(drafts, lived, before.least_load, long_run)
    drafts = within_run_step(drafts, lived)
    return lightened(drafts) if slot.lighter else tuple(drafts)


def load_warnings(weeks: Sequence[Week]) -> list[str]:
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


def summary(approach: str, weeks: Sequence[Week], language: str) -> str:
    """The approach, with its own claims about totals taken out and the table's put in."""
    said = without_totals(approach)
    if language != "en":
        return said or approach
    asked = [w for w in weeks if not w.paused] or weeks
    low, high = min(w.minutes for w in asked), max(w.minutes for w in asked)
    minutes = f"{low} minutes" if low == high else f"{low} to {high} minutes"
    count = "1 week" if len(weeks) == 1 else f"{len(weeks)} weeks"
    return f"{said} {count}, {minutes} a week.".strip()
