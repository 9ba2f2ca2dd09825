"""What one run of the coach is expected to take, measured on the prompts as they are, without asking any model.

The stages run once with the offline coach, untraced, and every request that they would put to a model is counted:
instruction, schema, input and answer, at about four characters a token.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel

from rein.llm.types import Answer, In, Out, Request, StreamEnd, Usage

EXAMPLE = (
    "I want to run a half marathon this spring. I can train 4 hours a week, not on Sundays. At the moment I run 5 km "
    "twice a week, and I would like to feel fit again after a year at the desk."
)
"""A goal of someone who means it, longer than most, so that the figures do not flatter."""

EXAMPLE_MESSAGE = "I missed both runs this week because work ate my evenings. Should I make them up on the weekend?"

TODAY = date(2027, 1, 2)
"""Fixed, so that the same prompts always give the same figures."""

WEEKS = 16

BAR_USD = 0.002
"""What a full pipeline may cost at most on the default Gemini model."""


@dataclass(frozen=True, slots=True)
class PromptTokens:
    """What one prompt takes, over all its calls."""

    prompt: str
    calls: int
    usage: Usage


@dataclass(frozen=True, slots=True)
class Expectation:
    """The tokens of one pipeline, and of one coaching turn after it."""

    pipeline: tuple[PromptTokens, ...]
    turn: tuple[PromptTokens, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A model, and what a pipeline on it costs; None when the price is not known."""

    model: str
    pipeline_usd: float | None


def expect() -> Expectation:
    """Measure one pipeline over `EXAMPLE` and one coaching turn after it."""
    return asyncio.run(_measure())


def total(parts: Sequence[PromptTokens]) -> Usage:
    """All prompts together."""
    return sum((part.usage for part in parts), Usage())


def gemini_offers(pipeline: Sequence[PromptTokens]) -> list[Offer]:
    """The flash-class Gemini models, newest first, each with today's price of this pipeline."""
    from rein.llm.prices import cost_usd, flash_gemini_models

    return [Offer(model, cost_usd("google", model, total(pipeline))) for model in flash_gemini_models()]


def newest_within_bar(offers: Sequence[Offer]) -> str | None:
    """The first of the offers whose pipeline costs at most `BAR_USD`."""
    return next((o.model for o in offers if o.pipeline_usd is not None and o.pipeline_usd <= BAR_USD), None)


async def _measure() -> Expectation:
    from rein.coach.domain import CoachingContext, GoalRequest
    from rein.coach.model import ReinModel
    from rein.llm import LLM
    from rein.settings import get_settings
    from rein.tracing import configure

    settings = get_settings().model_copy(update={"trace_enabled": False, "judge_model": None})
    configure(settings)  # a rehearsal is nobody's trace
    meter = _Meter()
    coach = ReinModel(settings, llm=LLM(meter, settings=settings))
    made = await coach.run(GoalRequest(text=EXAMPLE, today=TODAY, timezone="Europe/Berlin", weeks=WEEKS))
    pipeline = meter.take()
    assert made.resolution is not None
    assert made.plan is not None
    second_week = made.plan.weeks[1].start_date
    context = CoachingContext(
        goal=made.goal,
        resolution=made.resolution,
        plan=made.plan,
        today=second_week,
        history=(),
        message=EXAMPLE_MESSAGE,
    )
    async for _ in coach.chat(context, thread_id="rehearsal"):
        pass
    return Expectation(pipeline, meter.take())


@dataclass(slots=True)
class _Meter:
    """The offline coach with a counter in front of it, under another name: what a model writes, a model checks."""

    counted: dict[str, list[Usage]] = field(default_factory=dict[str, list[Usage]])

    @property
    def provider(self) -> str:
        return "rehearsal"

    @property
    def model(self) -> str:
        return "rehearsal"

    async def complete(self, request: Request[In, Out]) -> Answer[Out]:
        from rein.coach.offline import OfflineCoach

        answer = await OfflineCoach().complete(request)
        self._count(request, answer.output)
        return answer

    async def stream(self, request: Request[In, Out]) -> AsyncIterator[str | StreamEnd[Out]]:
        answer = await self.complete(request)
        yield str(getattr(answer.output, request.prompt.stream_field or "", ""))
        yield StreamEnd(answer.output, answer.usage)

    def _count(self, request: Request[In, Out], output: BaseModel) -> None:
        from rein.llm.tokens import estimate_tokens
        from rein.llm.wire_schema import wire_schema

        prompt = request.prompt
        schema = json.dumps(wire_schema(prompt.output_type))
        asked = estimate_tokens(prompt.instruction, schema, request.value.model_dump_json())
        # Models like to indent their JSON; a line break with the blanks after it is about one token.
        written = estimate_tokens(output.model_dump_json()) + output.model_dump_json(indent=2).count("\n")
        self.counted.setdefault(prompt.name, []).append(Usage(asked, written, estimated=True))

    def take(self) -> tuple[PromptTokens, ...]:
        """What was counted since the last time."""
        counted, self.counted = self.counted, {}
        return tuple(PromptTokens(name, len(usages), sum(usages, Usage())) for name, usages in counted.items())
