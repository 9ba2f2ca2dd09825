"""The load of training: how much, how long, and how it steps from week to week."""

from collections.abc import Sequence

from rein.coach.domain import Action, Training, Week


def longest_run(actions: Sequence[Action]) -> int:
    """Minutes of the longest run among `actions`; 0 when there is none."""
    return max((a.minutes for a in actions if a.training is Training.RUNNING), default=0)


def training_minutes(actions: Sequence[Action]) -> int:
    """Minutes of all training sessions among `actions`."""
    return sum(a.minutes * len(a.days) for a in actions if a.training is not Training.NONE)


def full_weeks(weeks: Sequence[Week]) -> list[Week]:
    """The weeks that are neither lighter nor paused nor cut short."""
    return [w for w in weeks if not w.lighter and not w.paused and (w.end_date - w.start_date).days == 6]


def load_step(earlier: Week, later: Week) -> float:
    """How much `later` trains more than `earlier`, as a fraction; 0 when either has no training."""
    a, b = training_minutes(earlier.actions), training_minutes(later.actions)
    return b / a - 1 if a and b else 0.0
