"""Safety: what a person may have written that must not be planned around, and what the coach must never say.

Pure rules over text and numbers, no model and no network: every goal, answer, log, message and reply passes here
before and after a model is asked. May import `coach.domain` only; called by the stages and the command line.
Concepts live one per file in `rules/`, what the person reads in `responses.py`, the numbers to call in
`helplines.py`. Every check returns for every text; should one fail all the same, it fails closed: a named error, and
nothing is generated.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from rein.coach.safety import delicate, messages, numbers, replies
from rein.coach.safety.responses import verdict_for
from rein.errors import SafetyCheckError

P = ParamSpec("P")
R = TypeVar("R")


def _closed(check: Callable[P, R]) -> Callable[P, R]:
    """`check`, whose every failure is a `SafetyCheckError` without the person's words."""

    @wraps(check)
    def closed(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return check(*args, **kwargs)
        except Exception as error:
            raise SafetyCheckError(
                f"The safety check failed ({type(error).__name__}), so nothing was generated. Word it differently, or "
                "report it with the version of Rein."
            ) from None

    return closed


check_message = _closed(messages.check_message)
check_reply = _closed(replies.check_reply)
check_goal_numbers = _closed(numbers.check_goal_numbers)
is_delicate_goal = _closed(delicate.is_delicate_goal)
is_delicate_message = _closed(delicate.is_delicate_message)
is_delicate_plan = _closed(delicate.is_delicate_plan)

__all__ = [
    "check_goal_numbers",
    "check_message",
    "check_reply",
    "is_delicate_goal",
    "is_delicate_message",
    "is_delicate_plan",
    "verdict_for",
]
