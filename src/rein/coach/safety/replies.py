"""Checks what the coach is about to say: a reply, a resolution, a plan."""

from rein.coach.domain import SafetyCategory, SafetyVerdict
from rein.coach.safety.messages import check_message
from rein.coach.safety.numbers import dangerous_numbers
from rein.coach.safety.responses import verdict_for
from rein.coach.safety.rules import Rules
from rein.coach.safety.rules.medical import OTHER_AIM, PHYSICAL
from rein.coach.safety.rules.reply import (
    ASHAMED,
    BODY_TALK,
    CLINICAL,
    CONTINUES,
    DECLINES,
    HARMFUL,
    HOLDS,
    LOOKS,
    PRESSURE,
    PROFESSIONS,
    REASSURES,
    REFERS,
    TECHNIQUES,
    UNDER_LOAD,
)
from rein.coach.safety.text import END, Folded, fold

GRAVE = frozenset(
    {
        SafetyCategory.SELF_HARM,
        SafetyCategory.DANGEROUS_WEIGHT_LOSS,
        SafetyCategory.MEDICATION,
        SafetyCategory.ABUSE,
        SafetyCategory.MINOR_AT_RISK,
        SafetyCategory.DISTRESS,
    }
)
"""After such a message, a reply that names nobody who can help is not enough, however kind it is."""


CARELESS_HURTS = frozenset({SafetyCategory.COMPULSION, SafetyCategory.EATING_DISORDER})
"""Weight, looks and effort are no topic after these."""


def check_reply(
    text: str, *, message: str | None = None, goal: str | None = None, complete: bool = True
) -> SafetyVerdict:
    """Whether `text` may be said to the person, given the `message` of the conversation that it answers, if any.

    Without a message only harm in the words themselves is found, which is what a resolution or a plan wants; they give
    the person's `goal` instead, whose words may be said back: "as a nurse" to a nurse is no claim to be one. A reply
    that refers to a doctor or declines is fine. While a reply streams, `complete=False` forgives what may still
    come, such as the doctor who is named in the last sentence.
    """
    reply = fold(text)
    said = fold(message) if message else None
    found = _harm(reply, HARMFUL) or _claim(reply, said or (fold(goal) if goal else None)) or _numbers(reply)
    if found is None and said is not None and message is not None:
        category = check_message(message).category
        found = _too_much(reply, said, category) or (_missing(reply, said, category) if complete else None)
    return verdict_for(SafetyCategory.NONE if found is None else SafetyCategory.UNSAFE_ADVICE, reason=found or "")


def _harm(reply: Folded, rules: Rules) -> str | None:
    """What a sentence of the reply says, unless the sentence warns of it."""
    if rules.find(reply) is None:
        return None
    for sentence in _sentences(reply):
        if (found := rules.find(sentence)) and not DECLINES.find(sentence):
            return found
    return None


def _claim(reply: Folded, said: Folded | None) -> str | None:
    """A claim to be a person or a clinician; not where the person is one or wants to become one."""
    found = _harm(reply, PROFESSIONS)
    return found if found and (said is None or f" {found.split()[-1]} " not in said.words) else None


def _numbers(reply: Folded) -> str | None:
    return next((found for s in _sentences(reply) if (found := dangerous_numbers(s)) and not DECLINES.find(s)), None)


def _too_much(reply: Folded, said: Folded, category: SafetyCategory) -> str | None:
    """What the reply says although the person's words were delicate: pressure, weight and looks, therapy."""
    refers = REFERS.find(reply) is not None
    body, mind, guilt, looks = _delicate(said, category)
    if refers and (body or mind):
        return None
    if (body or mind or guilt or looks) and (found := _harm(reply, PRESSURE)):
        return found
    if mind and (found := _harm(reply, TECHNIQUES)):
        return found
    if looks and (found := _harm(reply, BODY_TALK)) and not _echoes(found, said, category):
        return found
    return None


def _missing(reply: Folded, said: Folded, category: SafetyCategory) -> str | None:
    """What a reply to these words had to contain and does not."""
    if REFERS.find(reply) is not None:
        return None
    if category in GRAVE:
        return f"no help named after {category}"
    if category is SafetyCategory.EATING_DISORDER and DECLINES.find(reply) is None:
        return "neither help named nor the body left in peace"
    continues, clearance = CONTINUES.find(reply) is not None, category is SafetyCategory.MEDICAL_CLEARANCE
    if _delicate(said, category)[0] and (
        (continues and clearance) or (HOLDS.find(reply) is None and (continues or clearance))
    ):
        return "load goes on over a body's warning"
    if category in CARELESS_HURTS and REASSURES.find(reply) is None:
        return "no kind word for shame"
    return None


def _delicate(said: Folded, category: SafetyCategory) -> tuple[bool, bool, bool, bool]:
    """Whether the person's words touch the body's warnings, the mind, guilt, and looks."""
    training = OTHER_AIM.find(said) is None or PHYSICAL.find(said) is not None
    careless_hurts = category in CARELESS_HURTS
    return (
        category is SafetyCategory.MEDICAL_CLEARANCE or (training and UNDER_LOAD.find(said) is not None),
        category is SafetyCategory.DISTRESS or CLINICAL.find(said) is not None,
        careless_hurts or (training and ASHAMED.find(said) is not None),
        careless_hurts or (LOOKS.find(said) is not None and not any(c.isdigit() for c in said.words)),
    )


def _echoes(found: str, said: Folded, category: SafetyCategory) -> bool:
    """Whether the words only repeat the person's own wish, said without contempt."""
    return category not in CARELESS_HURTS and f" {found.split()[-1]} " in said.words


def _sentences(text: Folded) -> list[Folded]:
    return [Folded(f"{part.rstrip()} {END} ", "") for part in text.words.split(END) if part.strip()]
