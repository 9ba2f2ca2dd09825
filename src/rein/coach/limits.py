"""The numbers of safe progress, each with its source, and how a number is written."""

LIGHTER_EVERY = 4
"""Every fourth week of training is lighter; the rule asks for at least every fifth."""

LIGHTER_AT_LEAST_EVERY = 5

LIGHTER_FACTOR = 0.7
"""Load of a lighter week against the week before: the middle of the 20-50 % reduction that coaches use."""

LIGHTER_RANGE = (0.5, 0.8)

TAPER_WEEKS_FROM_KM = ((30.0, 2), (15.0, 1))
"""Lighter weeks in a row before the last one, by the length of the run; after the second, half of the volume is left.
Two weeks at 41-60 % less gained endurance athletes most (Bosquet et al. 2007, meta-analysis of 27 studies, doi
10.1249/mss.0b013e31806010e0)."""

MAX_RUN_STEP = 1.10
"""A single run against the longest of the last 30 days: in 5,205 runners that step, not the weekly one, went with
injury (Schuster Brandt Frandsen et al. 2025, doi 10.1136/bjsports-2024-109380)."""

RUN_WINDOW_WEEKS = 4
"""Weeks that lie wholly within the last 30 days."""

WEEKLY_STEP = 0.10
"""A weekly load step above this comes with a warning."""

MAX_TRAINING_DAYS = 6
"""At least one rest day a week."""

MAX_WEIGHT_LOSS_KG_PER_WEEK = 1.0
GENTLE_WEIGHT_LOSS_KG_PER_WEEK = 0.7
"""Between the 0.5 and 1 kg a week that public health services call safe (NHS, Tips to help you lose weight)."""

KG_PER_UNIT = {"kg": 1.0, "kilo": 1.0, "kilos": 1.0, "lb": 0.4536, "lbs": 0.4536, "pounds": 0.4536, "pound": 0.4536,
               "st": 6.3503, "stone": 6.3503}  # fmt: skip

EASY_PACE_MIN_PER_KM = 7.0
"""How long a kilometre of easy running is taken to last when the person did not say: the average marathon, 4 h 32 min
(The State of Running 2019, RunRepeat and IAAF), is 6:28 a kilometre, and easy runs are a little slower."""

PACE_RANGE_MIN_PER_KM = (4.0, 14.0)
"""Between a fast runner's easy pace and a walk."""

KM_PER_MILE = 1.609344

DISTANCE_UNITS = frozenset({"km", "k", "mi", "mile", "miles", "kilometre", "kilometres", "kilometer", "kilometers"})


def number(value: float) -> str:
    """A number as people write it: thousands apart, no needless decimals."""
    return f"{value:,.3f}".rstrip("0").rstrip(".")
