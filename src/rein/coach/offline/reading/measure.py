"""The number that tells progress: from what a text counts, weighs, runs, saves or stops."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from rein.coach.domain import Answer, LifeArea
from rein.coach.offline.reading.measure_body import LIFT, LOSE, distance, lift, race, sleep_or_wake, weight
from rein.coach.offline.reading.measure_habits import books, counted, duration, rate, streak
from rein.coach.offline.reading.measure_money import money
from rein.coach.offline.reading.measured import Measured, known
from rein.coach.offline.reading.numbers import NEAR, NUMBER, parse_number, scale_of
from rein.coach.offline.reading.quantities import Quantity, find_quantities

_UNITS = r"kilograms?|kilos?|kgs?|pounds?|lbs?|stone|miles?|kilomet\w+|km|hours?|minutes?|mins?|%|percent|books?|words?|steps|€|euros?|dollars?|k\b"


_FROM_TO = re.compile(
    rf"\b(?:from|von|de|da|van|od|от)\s+(?P<s1>[$€£])?(?P<a>{NUMBER})\s?(?P<ua>{_UNITS})?\s+(?:down\s+|up\s+)?(?:to"
    rf"|auf|à|a|bis|naar|do|до|para)\s+(?P<s2>[$€£])?(?P<b>{NUMBER})\s?(?P<scale>k\b)?(?P<ub>{_UNITS})?",
    re.IGNORECASE,
)


_ARROW = re.compile(
    rf"(?P<a>\d+(?:[.,]\d+)?)\s?(?P<ua>{_UNITS})?\s?(?:->|→|=>)\s?(?P<b>\d+(?:[.,]\d+)?)\s?(?P<ub>{_UNITS})?",
    re.IGNORECASE,
)


_NOW = re.compile(
    r"\b(?:now|currently|today|at\s+the\s+moment|so\s+far|already|can\s+(?:only\s+)?(?:run|do|walk|swim|bench|lift"
    r"|save)|i\s+weigh|i\s+am\s+at|i['’]m\s+at|longest\s+run|current\w*|i\s+(?:only\s+)?(?:run|read|sleep|save"
    r"|have\s+saved)|have\s+saved|wiege)\b",
    re.IGNORECASE,
)


_QUIT_WHAT = re.compile(
    r"\b(?:quit|stop)(?:\s+(?:it|this|that))?\s*(?:(?:before|by|in|for\s+good|this|now)\b|[.,!]|$)", re.IGNORECASE
)
_HABIT = re.compile(r"\b(?:smoking|cigarettes|vaping|drinking|alcohol|weed|sugar|soda|gambling)\b", re.IGNORECASE)
"""What "I want to quit" may mean when an earlier sentence names it."""


def find_measure(goal: str, context: str, area: LifeArea, days: int | None) -> Measured | None:
    """The measure that `goal` names; None when it names none.

    Args:
        goal: the main goal's own words.
        context: everything the person wrote, answers included: a baseline may stand there.
        area: decides between readings of a bare number.
        days: how long the person gives it, if said; a streak is that long.
    """
    quantities = find_quantities(goal)
    for reader in (
        _from_to,
        race,
        weight,
        lift,
        books,
        streak,
        money,
        sleep_or_wake,
        distance,
        rate,
        duration,
        counted,
    ):
        if found := reader(goal, quantities, area, days):
            return _with_known_baseline(found, goal, context)
    if _QUIT_WHAT.search(goal) and (what := _HABIT.search(context)):
        return streak(f"quit {what.group()}", quantities, area, days)
    return None


def _with_known_baseline(found: Measured, goal: str, context: str) -> Measured:
    """Put in the baseline that the rest of the text says ("I weigh 82 kg", "I can run 5 km now")."""
    measure = found.measure
    if measure.metric in {"weight lost", "weight gained"} or not found.asks_baseline:
        return found
    for m in _NOW.finditer(context):
        near = context[max(0, m.start() - 4) : m.end() + 30]
        for q in find_quantities(near):
            same = q.unit == measure.unit or (q.unit + "s") == measure.unit
            if same and q.value != measure.target:
                return Measured(measure.model_copy(update={"baseline": q.value}))
    return found


def _from_to(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    m = _FROM_TO.search(goal) or _ARROW.search(goal)
    if not m:
        return None
    groups = m.groupdict()
    sign = groups.get("s1") or groups.get("s2")
    unit = (groups["ub"] or groups["ua"] or "").lower()
    a, b = parse_number(groups["a"]), parse_number(groups["b"]) * scale_of(groups.get("scale"))
    if a == b or groups["a"].lower() in {"a", "an"} or groups["b"].lower() in {"a", "an"}:
        return None
    if sign:
        return known("amount", {"$": "USD", "€": "EUR", "£": "GBP"}[sign], a, b)
    if unit.startswith(("kilog", "kilos", "kilo", "kg", "pound", "lb", "stone")) and not unit.startswith("kilom"):
        kind = "kg" if unit.startswith("k") else "st" if unit.startswith("st") else "lb"
        metric = "weight on the bar" if LIFT.search(goal) else "body weight"
        return known(metric, kind, a, b)
    if unit.startswith(("mile", "km", "kilom")):
        metric = "longest run" if area is LifeArea.HEALTH_FITNESS else "distance"
        return known(metric, "mi" if unit.startswith("mile") else "km", a, b)
    if (
        not unit
        and area is LifeArea.HEALTH_FITNESS
        and (LOSE.search(goal) or re.search(r"\bweigh", goal, re.IGNORECASE))
        and 30 <= b < a <= 400
    ):
        guess = "kg" if a <= 150 else "lb"
        return known("body weight", guess, a, b, f"The weights are in {guess}.")
    if not unit:
        after = re.match(r"\s*([^\W\d_]{3,20})", goal[m.end() :])
        unit = after[1] if after else ""
    each = re.search(
        r"\b(?:a|per|each|every)\s+(day|night|week|month)\b", goal[m.end() : m.end() + NEAR], re.IGNORECASE
    )
    metric = f"{unit} a {each[1].lower()}" if each and unit else unit
    return known(metric or "the number you track", unit, a, b)


def answered(measured: Measured, answers: Iterable[Answer]) -> Measured:
    """The measure with the baseline that the person gave when asked for it."""
    for answer in answers:
        if measured.asks_baseline and answer.question.casefold() == measured.asks_baseline.casefold():
            number = re.search(NUMBER, answer.answer, re.IGNORECASE)
            value = parse_number(number.group()) if number else measured.measure.target
            if value != measured.measure.target:
                return Measured(measured.measure.model_copy(update={"baseline": value}))
    return measured


def streak_days(start: date, weeks: int | None, deadline: date | None) -> int | None:
    """How many days a streak lasts that begins on `start`; None when no end is known."""
    if weeks is not None:
        return weeks * 7
    if deadline is not None and deadline >= start:
        return (deadline - start).days + 1
    return None
