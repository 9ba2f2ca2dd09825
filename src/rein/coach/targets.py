"""Each week's numeric target: from the baseline to the goal's own number, no faster than is safe."""

import math
from collections.abc import Sequence

from rein.coach.domain import ClarifiedGoal, Measure, Training
from rein.coach.limits import (
    DISTANCE_UNITS,
    EASY_PACE_MIN_PER_KM,
    KG_PER_UNIT,
    KM_PER_MILE,
    LIGHTER_EVERY,
    LIGHTER_FACTOR,
    MAX_RUN_STEP,
    TAPER_WEEKS_FROM_KM,
    number,
)

_MEASURED_UNITS = frozenset({"l", "litre", "litres", "liter", "liters", "hour", "hours", "%"})
"""Besides weights and distances: units of which people do have halves."""

SHORTEST_RUN_MINUTES = 10
"""Whoever runs less begins with this much running and walking: a shorter run has no room for a lighter week."""
PACE_NOTE = (
    f"Run times assume about {EASY_PACE_MIN_PER_KM:g} minutes a kilometre, slow enough to talk; if yours differs, "
    "go by the distance of the week's target."
)

FIRST_RUN_KM = 3.0
"""Where a runner starts who did not say: about twenty minutes of running and walking."""


def lighter_weeks(goal: ClarifiedGoal, taper: int, full_weeks: int = 0) -> list[bool]:
    """For each week of the plan, whether it is lighter: every fourth of training, and `taper` weeks before the last.

    The week before a taper is a full one: its long run is what makes the last one safe. The count goes on from
    `full_weeks` of training in a row just before the plan.
    """
    trained = min(full_weeks, LIGHTER_EVERY - 1)
    n = goal.weeks
    if goal.training is Training.NONE:
        return [False] * n
    tapering = range(n - taper, n)
    before = n - taper - 1 if taper else n
    return [
        week in tapering or ((week + trained) % LIGHTER_EVERY == 0 and week not in {before, n})
        for week in range(1, n + 1)
    ]


def taper_weeks(goal: ClarifiedGoal, full_weeks: int = 0) -> int:
    """How many weeks before the last are a taper: for a long run only, and only while it is reached all the same."""
    usual, _ = reachable(goal, lighter_weeks(goal, 0, full_weeks))
    if usual is None or usual.target is None or not is_run_distance(goal, usual):
        return 0
    km = usual.target * minutes_per_unit(usual) / EASY_PACE_MIN_PER_KM
    wanted = next((weeks for far, weeks in TAPER_WEEKS_FROM_KM if km >= far), 0)
    for taper in range(min(wanted, goal.weeks // LIGHTER_EVERY), 0, -1):
        reached, _ = reachable(goal, lighter_weeks(goal, taper, full_weeks))
        if reached is not None and reached.target == usual.target:
            return taper
    return 0


def reachable(goal: ClarifiedGoal, lighter: Sequence[bool]) -> tuple[Measure | None, list[str]]:
    """The measure a plan can reach, with a note where that is less than the goal's.

    A running distance grows by at most a tenth from one full week to the next, and the longest run fits into a week's
    hours at an easy pace.

    Args:
        lighter: for each week of the plan, whether it is a lighter one.
    """
    m = goal.measure
    if m is None or m.target is None or not is_run_distance(goal, m):
        return m, []
    fits = goal.hours_per_week * 60 / minutes_per_unit(m)
    baseline = min(fits, m.target, _first_run(m))
    grown = baseline * MAX_RUN_STEP ** (lighter.count(False) - 1)
    target = min(m.target, grown, fits)
    unit, notes = m.unit, [PACE_NOTE]
    if target < m.target:
        target = max(int(target * 10) / 10, 0.1)
        why = (
            f"from {number(round(baseline, 1))} {unit} the longest run may grow by a tenth a week"
            if grown <= fits
            else f"{number(goal.hours_per_week)} hours a week hold no longer run at an easy pace"
        )
        notes.insert(
            0,
            f"{number(m.target)} {unit} is out of safe reach by then: {why}. This plan takes you to {number(target)} "
            f"{unit}; carry on from there, or choose a later date or more hours.",
        )
    return m.model_copy(update={"baseline": min(baseline, target), "target": target}), notes


def weeks_to_run(measure: Measure, hours_per_week: float) -> int:
    """The weeks in which the longest run may safely grow to `measure`'s target, or to what the hours hold, and taper.

    Meant for a measure whose unit is a distance; 0 for any other, or without a target.
    """
    if measure.target is None or measure.unit.casefold() not in DISTANCE_UNITS:
        return 0
    far = min(measure.target, hours_per_week * 60 / minutes_per_unit(measure))
    first = _first_run(measure)
    full = 1 if far <= first else 1 + math.ceil(math.log(far / first, MAX_RUN_STEP) - 1e-9)
    km = far * minutes_per_unit(measure) / EASY_PACE_MIN_PER_KM
    taper = next((weeks for longer, weeks in TAPER_WEEKS_FROM_KM if km >= longer), 0)
    return full + (full - 1) // (LIGHTER_EVERY - 1) + taper


def weekly_targets(goal: ClarifiedGoal, measure: Measure | None, lighter: Sequence[bool]) -> list[float | None]:
    """Where `measure` should stand at the end of each week: its own target in the last, moving one way before it."""
    weeks = len(lighter)
    if measure is None or measure.target is None:
        return [None] * weeks
    if measure.baseline is None:
        return [*[None] * (weeks - 1), measure.target]
    if is_run_distance(goal, measure):
        values = _growing(measure.baseline, measure.target, lighter)
    elif _is_streak(measure):
        values = [max(measure.baseline, measure.target - 7 * (weeks - n)) for n in range(1, weeks + 1)]
    else:
        step = (measure.target - measure.baseline) / weeks
        values = [measure.baseline + step * n for n in range(1, weeks + 1)]
    if _is_counted(measure):
        # Nobody reads 0.2 books: what is counted moves in whole steps, the next one always ahead.
        values = [(math.ceil if measure.target > measure.baseline else math.floor)(round(v, 6)) for v in values]
    digits = _digits(measure.baseline, measure.target, measure.unit, weeks)
    low, high = sorted((measure.baseline, measure.target))
    held = [round(v, digits) if is_lighter else min(high, max(low, round(v, digits)))
            for v, is_lighter in zip(values, lighter, strict=True)]  # fmt: skip
    return [*held[:-1], measure.target]


def weight_to_lose_kg(measure: Measure) -> float:
    """Kilograms of body weight from `measure`'s baseline to its target; 0 when it is about something else or a gain."""
    kg = KG_PER_UNIT.get(measure.unit.casefold())
    metric = measure.metric.casefold()
    if kg is None or measure.target is None or measure.baseline is None or "weight" not in metric:
        return 0.0
    change = measure.target - measure.baseline
    return max(0.0, (change if "lost" in metric or "loss" in metric else -change) * kg)


def _first_run(measure: Measure) -> float:
    """The first week's longest run, in the measure's unit."""
    told = measure.baseline if measure.baseline and measure.baseline > 0 else FIRST_RUN_KM
    return max(told, math.ceil(10 * SHORTEST_RUN_MINUTES / minutes_per_unit(measure)) / 10)


def minutes_per_unit(measure: Measure) -> float:
    """How many minutes one unit of a running distance takes at an easy pace."""
    miles = measure.unit.casefold().startswith("mi")
    return EASY_PACE_MIN_PER_KM * (KM_PER_MILE if miles else 1)


def is_run_distance(goal: ClarifiedGoal, measure: Measure) -> bool:
    """Whether the measure is the length of a run, as against kilometres added up or a time."""
    return (
        goal.training is Training.RUNNING
        and measure.unit.casefold() in DISTANCE_UNITS
        and "total" not in measure.metric.casefold()
        and measure.target is not None
        and 0 < measure.target >= (measure.baseline or 0)
    )


def _growing(baseline: float, target: float, lighter: Sequence[bool]) -> list[float]:
    """A distance that grows by the same share each full week, and drops back in lighter ones."""
    steps = max(1, lighter.count(False) - 1)
    values: list[float] = []
    full = 0
    for is_lighter in lighter:
        if is_lighter:
            values.append((values[-1] if values else baseline) * LIGHTER_FACTOR)
        else:
            values.append(baseline * (target / baseline) ** (full / steps))
            full += 1
    return values


def _is_streak(measure: Measure) -> bool:
    """Whether the measure is a row of days, which grows by seven a week and by nothing else."""
    return (
        "in a row" in measure.metric.casefold() and measure.unit.casefold() in {"day", "days"} and not measure.baseline
    )


def _is_counted(measure: Measure) -> bool:
    """Whether the measure goes from one whole number to another in something that is counted and not weighed."""
    unit = measure.unit.casefold()
    ends = (measure.baseline or 0.0, measure.target or 0.0)
    measured = unit in KG_PER_UNIT or unit in DISTANCE_UNITS or unit in _MEASURED_UNITS
    return not measured and all(e == int(e) for e in ends)


def _digits(baseline: float, target: float, unit: str, weeks: int) -> int:
    """Decimals for weekly targets: none for steps of whole units; weight finely enough for its limit."""
    step = abs(target - baseline) / weeks
    kg = KG_PER_UNIT.get(unit.casefold())
    if kg is not None:
        return 1 if kg <= 1 else 2
    if step >= 1 and target == int(target):
        return 0
    return 1 if step >= 0.05 else 3
