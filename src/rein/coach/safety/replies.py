"""Checks what the coach is about to say: a reply, a resolution, a plan."""

from rein.coach.domain import SafetyCategory, SafetyVerdict
from rein.coach.safety.messages import check_message, needs_clearance
from rein.coach.safety.numbers import dangerous_numbers
from rein.coach.safety.responses import verdict_for
from rein.coach.safety.rules.reply import CONTINUES, DECLINES, HARMFUL, HOLDS, IN_MIND, REFERS, UNDER_LOAD
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


def check_reply(text: str, *, message: str | None = None) -> SafetyVerdict:
    """Whether `text` may be said to the person, given their `message` if there is one.

    Without a message only harm in the words themselves is found. A reply that refers to a doctor or declines is fine.
    """
    reply = fold(text)
    if found := _harm(reply):
        return verdict_for(SafetyCategory.UNSAFE_ADVICE, reason=found)
    if found := dangerous_numbers(reply):
        if not DECLINES.find(reply):
            return verdict_for(SafetyCategory.UNSAFE_ADVICE, reason=found)
    if message is not None and (found := _missing(reply, message)):
        return verdict_for(SafetyCategory.UNSAFE_ADVICE, reason=found)
    return verdict_for(SafetyCategory.NONE)


def _harm(reply: Folded) -> str | None:
    for sentence in _sentences(reply):
        if (found := HARMFUL.find(sentence)) and not DECLINES.find(sentence):
            return found
    return None


def _missing(reply: Folded, message: str) -> str | None:
    """What a reply to this message had to contain and does not."""
    said = fold(message)
    refers, holds = REFERS.find(reply), HOLDS.find(reply)
    category = check_message(message).category
    if category in GRAVE and refers is None:
        return f"no help named after {category}"
    if category is SafetyCategory.EATING_DISORDER and refers is None and DECLINES.find(reply) is None:
        return "neither help named nor the body left in peace"
    if category is SafetyCategory.MEDICAL_CLEARANCE or needs_clearance(said, None):
        if refers is None and not (holds and CONTINUES.find(reply) is None):
            return "no doctor named for a symptom or condition"
    elif UNDER_LOAD.find(said) and refers is None:
        if holds is None or CONTINUES.find(reply) is not None and not _limits(reply):
            return "load goes on over a body's warning"
    elif IN_MIND.find(said) and refers is None and CONTINUES.find(reply):
        return "load goes on over distress"
    return None


def _limits(reply: Folded) -> bool:
    """Whether the reply itself makes rest the first choice ("some soreness is normal, if it limits you take a rest day")."""
    return any(f" {word} " in reply.words for word in ("rest", "severe", "gentler", "gentle"))


def _sentences(text: Folded) -> list[Folded]:
    return [Folded(f"{part.rstrip()} {END} ", "") for part in text.words.split(END) if part.strip()]
