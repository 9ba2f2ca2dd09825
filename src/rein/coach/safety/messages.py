"""Checks what a person wrote: a goal, an answer, a log, a message."""

from functools import partial

from rein.coach.domain import LifeArea, SafetyCategory, SafetyVerdict
from rein.coach.safety.numbers import dangerous_numbers
from rein.coach.safety.responses import verdict_for, withdrawal_verdict
from rein.coach.safety.rules.distress import COMPULSION, DISTRESS, OUT_OF_SCOPE
from rein.coach.safety.rules.eating import EATING_DISORDER
from rein.coach.safety.rules.harm_to_others import ABUSE
from rein.coach.safety.rules.illegal import ILLEGAL
from rein.coach.safety.rules.medical import ACUTE, CLEARED, OTHER_AIM, PHYSICAL, SOFT, WITHDRAWAL
from rein.coach.safety.rules.medication import MEDICATION
from rein.coach.safety.rules.minor import CHILD_IN_DANGER, RISKY, YOUNG
from rein.coach.safety.rules.self_harm import SELF_HARM
from rein.coach.safety.text import Folded, fold

BODILY_AREAS = frozenset({LifeArea.HEALTH_FITNESS, LifeArea.RECREATION})


def check_message(text: str, *, area: LifeArea | None = None) -> SafetyVerdict:
    """Whether `text` may be planned around; of several categories the gravest is answered.

    `area` is the goal's part of life where it is known: an injury does not stand in the way of saving money.
    """
    folded = fold(text)
    gravest_first = (
        (SafetyCategory.SELF_HARM, SELF_HARM.find),
        (SafetyCategory.MINOR_AT_RISK, _hurt_child),
        (SafetyCategory.ABUSE, ABUSE.find),
        (SafetyCategory.MINOR_AT_RISK, _minor_at_risk),
        (SafetyCategory.EATING_DISORDER, EATING_DISORDER.find),
        (SafetyCategory.DANGEROUS_WEIGHT_LOSS, dangerous_numbers),
        (SafetyCategory.MEDICATION, MEDICATION.find),
        (SafetyCategory.ILLEGAL, ILLEGAL.find),
        (SafetyCategory.MEDICAL_CLEARANCE, partial(_needs_clearance, area=area)),
        (SafetyCategory.COMPULSION, COMPULSION.find),
        (SafetyCategory.DISTRESS, DISTRESS.find),
        (SafetyCategory.OUT_OF_SCOPE, OUT_OF_SCOPE.find),
    )
    for category, find in gravest_first:
        if found := find(folded):
            return verdict_for(category, reason=found)
        # Before the law: to get off a drug is not to get it.
        if category is SafetyCategory.MEDICATION and (found := _withdrawal(folded)):
            return withdrawal_verdict(found)
    return verdict_for(SafetyCategory.NONE)


def _hurt_child(text: Folded) -> str | None:
    """A child to whom it is done needs a child's helpline."""
    return ABUSE.find(text) if YOUNG.find(text) else None


def _minor_at_risk(text: Folded) -> str | None:
    """A child in danger, or someone young with a wish that needs an adult; being young alone is no risk."""
    return CHILD_IN_DANGER.find(text) or (RISKY.find(text) if YOUNG.find(text) else None)


def _withdrawal(text: Folded) -> str | None:
    """What should not be stopped alone, unless a doctor is part of it."""
    return None if CLEARED.find(text) else WITHDRAWAL.find(text)


def _needs_clearance(text: Folded, area: LifeArea | None) -> str | None:
    """The words that a doctor should hear before a plan for the body, unless one has agreed already."""
    if (found := ACUTE.find(text)) is None:
        found = SOFT.find(text)
        elsewhere = area is not None and area not in BODILY_AREAS
        if found and PHYSICAL.find(text) is None and (elsewhere or OTHER_AIM.find(text)):
            return None
    return None if found is None or CLEARED.find(text) else found
