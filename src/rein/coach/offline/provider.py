"""The offline coach as a provider: dispatches a request to the rules that answer its stage."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from pydantic import BaseModel

from rein.coach.domain import (
    ClarifiedGoal,
    CoachingContext,
    GoalRequest,
    PlanInput,
    ResolutionUnderReview,
    Role,
    SafetyQuestion,
    SafetyReading,
)
from rein.errors import LLMOutputError
from rein.llm.types import Answer, In, Out, Request, StreamEnd, Usage

CHARS_PER_TOKEN = 4
"""About what English takes; the offline coach has no tokenizer of its own."""

WORDS_PER_PIECE = 3
"""A stream's piece: long enough to read, short enough to look alive."""

_GROUP = re.compile(r"\s*(?:\S+\s*){1,%d}" % WORDS_PER_PIECE)  # noqa: UP031 - braces belong to the expression

Value = TypeVar("Value", bound=BaseModel)


class OfflineCoach:
    """Answers the five stages and the judges by rules. Cost is nothing; tokens are estimated."""

    @property
    def provider(self) -> str:
        return "rein"

    @property
    def model(self) -> str:
        return "offline"

    async def complete(self, request: Request[In, Out]) -> Answer[Out]:
        """Answer with a validated output.

        Raises:
            LLMOutputError: the prompt is none that the offline coach knows, or its value or output has another type.
        """
        name = request.prompt.name
        stage = _STAGES.get(name)
        if stage is None:
            raise LLMOutputError(
                f"The offline coach has no rules for the prompt '{name}'. It knows: {', '.join(_STAGES)}. "
                "Set REIN_MODEL to a language model for any other."
            )
        output = stage(request.value)
        if not isinstance(output, request.prompt.output_type):
            wanted = request.prompt.output_type.__name__
            raise LLMOutputError(f"The offline coach answers '{name}' with {type(output).__name__}, not {wanted}.")
        usage = Usage(_tokens(request.value), _tokens(output), estimated=True)
        return Answer(output, usage)

    async def stream(self, request: Request[In, Out]) -> AsyncIterator[str | StreamEnd[Out]]:
        """Yield the prompt's `stream_field` in groups of words, then one `StreamEnd`; the pieces joined are the text.

        Raises:
            LLMOutputError: as `complete`.
        """
        answer = await self.complete(request)
        text = getattr(answer.output, request.prompt.stream_field) if request.prompt.stream_field else ""
        for piece in _GROUP.findall(str(text)):
            yield piece
            await asyncio.sleep(0)
        yield StreamEnd(answer.output, answer.usage)


def _tokens(value: BaseModel) -> int:
    return -(-len(value.model_dump_json()) // CHARS_PER_TOKEN)


def _as(kind: type[Value], value: BaseModel) -> Value:
    if not isinstance(value, kind):
        raise LLMOutputError(f"The offline coach was given {type(value).__name__} where it reads {kind.__name__}.")
    return value


# Each stage imports its rules when first asked: a run that only checks safety loads no plan patterns.


def _preprocess_goal(value: BaseModel) -> BaseModel:
    from rein.coach.offline.reading import read_goal

    return read_goal(_as(GoalRequest, value))


def _generate_resolution(value: BaseModel) -> BaseModel:
    from rein.coach.offline.resolution import write_resolution

    return write_resolution(_as(ClarifiedGoal, value))


def _create_execution_plan(value: BaseModel) -> BaseModel:
    from rein.coach.offline.outline import write_outline

    return write_outline(_as(PlanInput, value).goal)


def _evaluate_resolution(value: BaseModel) -> BaseModel:
    from rein.coach.offline.judge import judge

    return judge(_as(ResolutionUnderReview, value))


def _coaching_response(value: BaseModel) -> BaseModel:
    from rein.coach.offline.coaching import reply

    return reply(_as(CoachingContext, value))


def _check_safety(value: BaseModel) -> BaseModel:
    from rein.coach.safety import check_message, check_reply

    question = _as(SafetyQuestion, value)
    verdict = check_message(question.text) if question.kind is Role.PERSON else check_reply(question.text)
    return SafetyReading(category=verdict.category, reason=verdict.reason)


_STAGES: dict[str, Callable[[BaseModel], BaseModel]] = {
    "preprocess_goal": _preprocess_goal,
    "generate_resolution": _generate_resolution,
    "create_execution_plan": _create_execution_plan,
    "evaluate_resolution": _evaluate_resolution,
    "coaching_response": _coaching_response,
    "check_safety": _check_safety,
}
