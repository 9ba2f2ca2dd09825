"""The model's opinion on a text: the second half of every safety check, after the rules."""

from rein.coach import prompts
from rein.coach.domain import NOTHING_FOUND, Role, SafetyQuestion, SafetyReading, SafetyVerdict
from rein.errors import LLMError, ReinError, SafetyCheckError
from rein.llm import LLM, Call, record_calls
from rein.llm.prices import OFFLINE_PROVIDER
from rein.settings import OFFLINE_MODEL

_OFFLINE = f"{OFFLINE_PROVIDER}:{OFFLINE_MODEL}"


class WithheldError(ReinError):
    """A check found that what was written must not be shown; `verdict` says what the person reads instead."""

    def __init__(self, verdict: SafetyVerdict) -> None:
        super().__init__(f"Withheld by the safety check: {verdict.category}.")
        self.verdict = verdict


async def second_opinion(kind: Role, text: str, *, llm: LLM, message: str = "") -> SafetyReading:
    """What the model finds in a text that the rules allow, given what the person wrote before it.

    An offline coach is not asked: it would apply the same rules again. That also means that it cannot stand in for a
    model that was to check and could not.

    Raises:
        SafetyCheckError: the model gave no valid opinion. The text must not be shown then.
    """
    if llm.model_name == _OFFLINE:
        return NOTHING_FOUND
    with record_calls() as calls:
        try:
            reading = await llm.generate(prompts.CHECK_SAFETY, SafetyQuestion(kind=kind, text=text, message=message))
        except LLMError as error:
            raise _failed(str(error)) from error
    if is_offline(calls[-1]):
        raise _failed(calls[-1].fallback_reason or "")
    return reading


def is_offline(call: Call) -> bool:
    """Whether the offline coach gave the answer, in its own right or in another's place."""
    return call.provider == OFFLINE_PROVIDER


def _failed(why: str) -> SafetyCheckError:
    return SafetyCheckError(f"The safety check could not be made, so nothing unchecked is shown. {why}".strip())
