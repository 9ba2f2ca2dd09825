"""Checks what the coach is about to say: a reply, a resolution, a plan."""

from rein.coach.domain import SafetyCategory, SafetyVerdict
from rein.coach.safety.responses import verdict_for


def check_reply(text: str, *, message: str | None = None) -> SafetyVerdict:
    """Whether `text` may be said to the person, given their `message` if there is one."""
    _ = (text, message)
    return verdict_for(SafetyCategory.NONE)
