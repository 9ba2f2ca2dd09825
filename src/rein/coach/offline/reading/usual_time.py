"""How much time a goal takes when nobody said: most fit a season and a few hours a week, a novel or a marathon does not."""

import math
import re

from rein.coach.domain import Measure, Training
from rein.coach.limits import DISTANCE_UNITS
from rein.coach.offline.phrases import SMALL_THING
from rein.coach.targets import minutes_per_unit

A_MONTH, SEASON, HALF_A_YEAR, YEAR = 4, 12, 26, 52
"""Weeks."""

WEEKS_A_BOOK = 2
MONEY_A_WEEK = 100.0
"""What a plan without a date puts aside or pays back in a week, in a currency of the dollar's size."""

_OF_THE_DOLLARS_SIZE = frozenset({"USD", "EUR", "GBP", "CAD", "AUD", "CHF", ""})
_TAKES = (
    (
        YEAR,
        r"\b(?:write|finish writing|publish)\b.{0,20}\b(?:novel|book|memoir)s?\b|\b(?:buy|build|own)\b.{0,20}\b(?:house|home|flat|apartment|land)\b"
        r"|\b(?:degree|bachelor\w*|master['’]?s|phd|dissertation|diploma)\b|\bgraduat\w+|\bironman\b|\bfluent\b|\bget (?:married|engaged)\b|\bultra ?marathon\b"
        r"|\bvisit \d+|\b\d+ (?:countries|states)\b|\bdebt[- ]free\b|\bout of debt\b",
    ),
    (
        HALF_A_YEAR,
        r"(?<!half )(?<!half-)\bmarathon\b(?! (?:of|movies?))|\bpromot(?:ed|ion)\b|\b(?:start|launch|open|build)\b.{0,20}\b(?:business|company|shop|store|startup)\b|\bcareer\b"
        r"|\b(?:driv\w+|pilot\w*) ?['’]?s? licen[cs]e\b|\blearn (?:to speak )?(?:spanish|french|german|italian|english|japanese|chinese|mandarin|korean|arabic|portuguese|dutch|russian|"
        r"polish|swedish|latin|hebrew|hindi|greek|turkish|sign language|a (?:new |second |foreign )?language)\b|\bboy ?friend\b|\bgirl ?friend\b|\btravel to\b|\bgo to (?:europe|asia|africa|japan|australia)\b",
    ),
)
_LONG = tuple((weeks, re.compile(expression, re.IGNORECASE)) for weeks, expression in _TAKES)


def usual_weeks(goal: str, measure: Measure | None) -> int | None:
    """Weeks for a goal whose end is not said; None where the usual season will do."""
    if measure is None and SMALL_THING.match(goal.casefold()):
        return A_MONTH
    weeks = next((weeks for weeks, expression in _LONG if expression.search(goal)), SEASON)
    target = measure.target if measure is not None else None
    if measure is not None and target is not None and measure.metric == "books read":
        weeks = max(weeks, math.ceil(target * WEEKS_A_BOOK))
    elif measure is not None and target is not None and measure.metric in {"money saved", "debt paid off"}:
        weekly = target / MONEY_A_WEEK if measure.unit in _OF_THE_DOLLARS_SIZE else 0
        weeks = max(weeks, math.ceil(weekly))
    return min(weeks, YEAR) if weeks > SEASON else None


LONG_RUN_SHARE = 0.7
"""Of a week's training, where a marathon is near: the rest is what makes the long run bearable."""
USUAL_HOURS = 3.0


def long_run_hours(measure: Measure | None, training: Training) -> float | None:
    """Hours a week without which the run that is wished for has no room; None where the usual few will do."""
    if measure is None or measure.target is None or training is not Training.RUNNING:
        return None
    if measure.unit.casefold() not in DISTANCE_UNITS or not measure.metric.startswith("longest"):
        return None
    hours = math.ceil(measure.target * minutes_per_unit(measure) / 60 / LONG_RUN_SHARE)
    return min(10.0, float(hours)) if hours > USUAL_HOURS + 1 else None
