"""Checks what a person wrote: a goal, an answer, a log, a message."""

from rein.coach.domain import LifeArea, SafetyCategory, SafetyVerdict
from rein.coach.safety.responses import verdict_for


def check_message(text: str, *, area: LifeArea | None = None) -> SafetyVerdict:
    """Whether `text` may be planned around; the gravest category wins."""
    _ = (text, area)
    return verdict_for(SafetyCategory.NONE)
