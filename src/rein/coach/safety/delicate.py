"""Whether a text touches what wants more care than sentence by sentence: a wider net than the checks, no verdict."""

from rein.coach.domain import SafetyCategory
from rein.coach.safety.messages import check_message
from rein.coach.safety.rules.delicate import BODY_OR_MIND, EATING_OR_MEDICINE, LOW_OR_UNWELL
from rein.coach.safety.rules.reply import CLINICAL, LOOKS, UNDER_LOAD
from rein.coach.safety.text import fold

_IN_A_MESSAGE = (EATING_OR_MEDICINE, BODY_OR_MIND, LOW_OR_UNWELL, UNDER_LOAD, CLINICAL, LOOKS)
_IN_A_GOAL = (EATING_OR_MEDICINE, BODY_OR_MIND)


def is_delicate_message(said: str) -> bool:
    """Whether a person speaks of body, mind, looks, weight, food or medicine, or of anything that the rules flag."""
    words = fold(said)
    return any(rules.find(words) for rules in _IN_A_MESSAGE) or check_message(said).category is not SafetyCategory.NONE


def is_delicate_goal(wish: str) -> bool:
    """Whether a goal is about weight, food, medicine, addiction, illness or the mind; a run by itself is not."""
    words = fold(wish)
    return any(rules.find(words) for rules in _IN_A_GOAL)


def is_delicate_plan(written: str) -> bool:
    """Whether a plan's own words are about weight, food, medicine or addiction."""
    return EATING_OR_MEDICINE.find(fold(written)) is not None
