"""Measures of the body: how far, how heavy, how much sleep."""

import re
from collections.abc import Sequence

from rein.coach.domain import LifeArea
from rein.coach.offline.reading.measured import Measured, known
from rein.coach.offline.reading.numbers import NEAR, tidy
from rein.coach.offline.reading.quantities import Quantity, QuantityKind

LOSE = re.compile(
    r"\b(?:los\w*|lost|shed\w*|drop\w*|abnehm\w*|perd\w*|baj\w*|adelgaz\w*|dimagr\w*|emagrec\w*|afvall\w*|schudn\w*"
    r"|похуд\w*|схуд\w*|maigr\w*|zunehmen|verm\w*)\b",
    re.IGNORECASE,
)


_GAIN = re.compile(r"\b(?:gain\w*|put\s+on|bulk\w*|zunehm\w*|prendre)\b", re.IGNORECASE)


_WEIGH = re.compile(
    r"\b(?:weigh\w*|weight|wiege?n?|peser|pesar)\b|\b(?:down|get|back|be)\s+to\b|\b(?:reach|hit)\b", re.IGNORECASE
)


LIFT = re.compile(
    r"\b(?:bench(?:\s+press)?|squat|dead\s?lift|overhead\s+press|clean\s+and\s+jerk|snatch|press|curl|lift)\b",
    re.IGNORECASE,
)


_RACES: tuple[tuple[re.Pattern[str], float], ...] = (
    (
        re.compile(
            r"\b(?:half[\s-]*marathon|halbmarathon|semi[\s-]*marathon|media\s+marat\w+|mezza\s+maratona"
            r"|meia\s+maratona|półmaraton|полумарафон\w*|halve\s+marathon)\b",
            re.IGNORECASE,
        ),
        21.1,
    ),
    (re.compile(r"\b(?:ultra[\s-]?marathon)\b", re.IGNORECASE), 50.0),
    (
        re.compile(
            r"\b(?:marathon|marat[oó]n|maratona|maraton|марафон\w*)\b(?!\s+(?:of|watch|tv|netflix|session|gaming))",
            re.IGNORECASE,
        ),
        42.2,
    ),
)


_MOVE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:cycl\w*|bik\w*|ride|riding|rad\w*|vélo|bici\w*)\b", re.IGNORECASE), "longest ride"),
    (re.compile(r"\b(?:swim\w*|schwimm\w*|nager|nadar|laps)\b", re.IGNORECASE), "longest swim"),
    (re.compile(r"\b(?:row|rowing)\b", re.IGNORECASE), "longest row"),
    (re.compile(r"\b(?:hik\w*|trek\w*)\b", re.IGNORECASE), "longest hike"),
    (re.compile(r"\b(?:walk\w*)\b", re.IGNORECASE), "longest walk"),
)


_SLEEP = re.compile(r"\b(?:sleep\w*|schlaf\w*|dorm\w*)\b", re.IGNORECASE)


_WAKE = re.compile(
    r"\b(?:wake|waking|get(?:ting)?\s+up|rise|up\s+(?:by|at|before)|out\s+of\s+bed|aufstehen|lever|levantarme)\b",
    re.IGNORECASE,
)


_MAX_CUMULATIVE_KM = 110.0
"""Beyond the longest common races a distance is run over many days."""


_WATCHED = re.compile(r"\b(?:watch\w*|binge\w*|netflix|episodes?)\b", re.IGNORECASE)
"""A marathon on the sofa."""


def race(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """A race or a distance to run in one go."""
    for pattern, km in _RACES:
        if pattern.search(goal) and area is not LifeArea.RECREATION and not _WATCHED.search(goal):
            return _run(km, "km")
    for q in quantities:
        if (
            q.kind is QuantityKind.DISTANCE
            and not q.per
            and q.unit in {"km", "mi"}
            and not any(p.search(goal) for p, _ in _MOVE)
        ):
            km = q.value * (1.609344 if q.unit == "mi" else 1)
            if km <= _MAX_CUMULATIVE_KM:
                return _run(q.value, q.unit)
    return None


def _run(target: float, unit: str) -> Measured | None:
    """A longest run; a beginner's baseline is a fifth to a third of it."""
    km = target * (1.609344 if unit == "mi" else 1)
    assumed_km = 1.0 if km <= 5 else 3.0 if km <= 10 else 5.0 if km <= 16 else 7.0 if km <= 25 else 15.0
    assumed = round(assumed_km / (1.609344 if unit == "mi" else 1), 1)
    name = "miles" if unit == "mi" else "km"
    return known(
        "longest run",
        unit,
        assumed if assumed < target else 0.0,
        target,
        f"You can run about {tidy(assumed)} {name} in one go today.",
        ask=f"How far have you run in one go in the last 30 days, in {name}?",
    )


_LEAST_BODY = {"kg": 30.0, "lb": 66.0, "st": 4.0}
"""Less is food on a plate or a dumbbell, not a grown person's weight."""


def weight(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """Weight to lose, to gain or to reach."""
    weights = [q for q in quantities if q.kind is QuantityKind.WEIGHT]
    # "I weigh 95 kg and want to weigh 85 kg": the last one is wanted.
    for q in reversed(weights) if re.search(r"\bweigh", goal, re.IGNORECASE) else weights:
        if q.unit == "g" or LIFT.search(goal):
            continue
        before = goal[max(0, q.start - NEAR) : q.start]
        if LOSE.search(goal) and not re.search(r"\b(?:to|auf|à|weigh)\s*$", before, re.IGNORECASE):
            return known("weight lost", q.unit, 0.0, q.value)
        if _GAIN.search(goal):
            return known("weight gained", q.unit, 0.0, q.value)
        if q.value >= _LEAST_BODY[q.unit] and (_WEIGH.search(goal) or area is LifeArea.HEALTH_FITNESS):
            return known("body weight", q.unit, None, q.value, ask=f"What do you weigh today, in {q.unit}?")
    return None


def lift(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """A weight to lift."""
    lift = LIFT.search(goal)
    for q in quantities:
        if lift and q.kind is QuantityKind.WEIGHT and q.unit in {"kg", "lb"}:
            name = lift.group().lower()
            return known(name, q.unit, None, q.value, ask=f"What weight do you {name} today, in {q.unit}?")
    return None


def sleep_or_wake(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """Hours of sleep, or an hour to get up."""
    for q in quantities:
        if _SLEEP.search(goal) and q.kind is QuantityKind.DURATION and q.unit == "hour" and 4 <= q.value <= 12:
            assumed = max(4.0, q.value - 1.5)
            return known(
                "hours of sleep a night",
                "hours",
                assumed,
                q.value,
                f"You sleep about {tidy(assumed)} hours a night now.",
                ask="How many hours do you sleep now?",
            )
        if _WAKE.search(goal) and q.kind is QuantityKind.TIME_OF_DAY:
            clock = f"{int(q.value) // 60}:{int(q.value) % 60:02d}"
            return known(
                f"days a week up by {clock}",
                "days",
                0.0,
                7.0 if re.search(r"every\s?day|daily|each\s+day", goal, re.IGNORECASE) else 5.0,
                ask="When do you get up now?",
            )
    return None


def distance(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """A distance to ride, swim, hike; or to cover in all."""
    for q in quantities:
        if q.kind is not QuantityKind.DISTANCE or q.unit not in {"km", "mi"}:
            continue
        name = "miles" if q.unit == "mi" else "km"
        if q.per:
            assumed = round(q.value / 4, 1)
            return known(
                f"distance a {q.per}",
                q.unit,
                assumed,
                q.value,
                f"You cover about {tidy(assumed)} {name} a {q.per} today.",
                ask=f"How many {name} a {q.per} do you do now?",
            )
        km = q.value * (1.609344 if q.unit == "mi" else 1)
        metric = next((metric for pattern, metric in _MOVE if pattern.search(goal)), "")
        if metric and km <= 320:
            assumed = round(q.value / 4, 1)
            return known(
                metric,
                q.unit,
                assumed,
                q.value,
                f"You can do about {tidy(assumed)} {name} in one go today.",
                ask=f"What is the furthest you have gone in the last 30 days, in {name}?",
            )
        return known("distance covered", q.unit, 0.0, q.value)
    return None
