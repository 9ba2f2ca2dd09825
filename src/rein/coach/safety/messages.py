"""Checks what a person wrote: a goal, an answer, a log, a message."""

from rein.coach.domain import LifeArea, SafetyCategory, SafetyVerdict
from rein.coach.safety.numbers import dangerous_numbers
from rein.coach.safety.responses import verdict_for
from rein.coach.safety.rules import Rules
from rein.coach.safety.rules.distress import COMPULSION, DISTRESS, OUT_OF_SCOPE
from rein.coach.safety.rules.eating import EATING_DISORDER
from rein.coach.safety.rules.harm_to_others import ABUSE
from rein.coach.safety.rules.illegal import ILLEGAL
from rein.coach.safety.rules.medical import ACUTE, CLEARED, OTHER_AIM, PHYSICAL, SOFT
from rein.coach.safety.rules.medication import MEDICATION
from rein.coach.safety.rules.minor import CHILD_IN_DANGER, RISKY, YOUNG
from rein.coach.safety.rules.self_harm import SELF_HARM
from rein.coach.safety.text import Folded, fold

BODILY_AREAS = frozenset({LifeArea.HEALTH_FITNESS, LifeArea.RECREATION})

_BEFORE_CLEARANCE: tuple[tuple[SafetyCategory, Rules], ...] = (
    (SafetyCategory.EATING_DISORDER, EATING_DISORDER),
    (SafetyCategory.MEDICATION, MEDICATION),
    (SafetyCategory.ILLEGAL, ILLEGAL),
)
_AFTER_CLEARANCE: tuple[tuple[SafetyCategory, Rules], ...] = (
    (SafetyCategory.COMPULSION, COMPULSION),
    (SafetyCategory.DISTRESS, DISTRESS),
    (SafetyCategory.OUT_OF_SCOPE, OUT_OF_SCOPE),
)


def check_message(text: str, *, area: LifeArea | None = None) -> SafetyVerdict:
    """Whether `text` may be planned around; of several categories the gravest is answered.

    `area` is the goal's part of life where it is known: an injury does not stand in the way of saving money.
    """
    folded = fold(text)
    category, reason = _category(folded, area)
    return verdict_for(category, reason=reason)


def _category(text: Folded, area: LifeArea | None) -> tuple[SafetyCategory, str]:
    if found := SELF_HARM.find(text):
        return SafetyCategory.SELF_HARM, found
    if found := ABUSE.find(text):
        return SafetyCategory.ABUSE, found
    if (found := CHILD_IN_DANGER.find(text)) or (YOUNG.find(text) and (found := RISKY.find(text))):
        return SafetyCategory.MINOR_AT_RISK, found
    for category, rules in _BEFORE_CLEARANCE[:1]:
        if found := rules.find(text):
            return category, found
    if found := dangerous_numbers(text):
        return SafetyCategory.DANGEROUS_WEIGHT_LOSS, found
    for category, rules in _BEFORE_CLEARANCE[1:]:
        if found := rules.find(text):
            return category, found
    if found := needs_clearance(text, area):
        return SafetyCategory.MEDICAL_CLEARANCE, found
    for category, rules in _AFTER_CLEARANCE:
        if found := rules.find(text):
            return category, found
    return SafetyCategory.NONE, ""


def needs_clearance(text: Folded, area: LifeArea | None) -> str | None:
    """The words that a doctor should hear before a plan for the body, unless one has agreed already."""
    if (found := ACUTE.find(text)) is None:
        found = SOFT.find(text)
        elsewhere = area is not None and area not in BODILY_AREAS
        if found and PHYSICAL.find(text) is None and (elsewhere or OTHER_AIM.find(text)):
            return None
    return None if found is None or CLEARED.find(text) else found
