"""Who answers when the first model does not."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from rein.errors import LLMAuthError, LLMError, LLMOutputError, LLMRefused, LLMTimeout, LLMUnavailable
from rein.llm import LLM, record_calls
from rein.llm.types import Answer, In, Out, Request, StreamEnd, Usage
from rein.settings import Settings
from tests.llm.questions import COACH, Question


@dataclass
class Actor:
    """A provider that does what it was told: answers, or raises before or after `pieces` of a stream."""

    model: str
    error: LLMError | None = None
    pieces: int = 0
    provider: str = "rein"
    asked: int = 0

    async def complete(self, request: Request[In, Out]) -> Answer[Out]:
        self.asked += 1
        request.journal.attempts += 1
        if self.error:
            request.journal.failed(f"{self.model} failed", Usage(10, 0))
            raise self.error
        return Answer(request.prompt.output_type.model_validate({"message": f"by {self.model}"}), Usage(5, 5))

    async def stream(self, request: Request[In, Out]) -> AsyncIterator[str | StreamEnd[Out]]:
        for _ in range(self.pieces):
            yield "x"
        answer = await self.complete(request)
        yield f"by {self.model}"
        yield StreamEnd(answer.output, answer.usage)


ASK = Question(text="hello")


@pytest.mark.parametrize("error", [LLMUnavailable("a"), LLMTimeout("a"), LLMAuthError("a"), LLMOutputError("a")])
async def test_another_model_serves_when_the_first_cannot(error: LLMError) -> None:
    llm = LLM(Actor("one", error), fallbacks=[Actor("two", LLMUnavailable("b")), Actor("three")])
    with record_calls() as calls:
        assert (await llm.generate(COACH, ASK)).message == "by three"
    call = calls[0]
    assert (call.model, call.fallback_from, call.attempts) == ("three", "rein:one", 3)
    assert call.usage == Usage(25, 5), "the failed attempts are paid for too"


async def test_a_refusal_is_never_put_to_another_model() -> None:
    second = Actor("two")
    with pytest.raises(LLMRefused):
        await LLM(Actor("one", LLMRefused("no")), fallbacks=[second]).generate(COACH, ASK)
    with pytest.raises(LLMRefused):
        async for _ in LLM(Actor("one", LLMRefused("no")), fallbacks=[second]).generate_stream(COACH, ASK):
            pass
    assert second.asked == 0


async def test_when_nobody_can_the_first_models_error_is_told_with_the_last() -> None:
    llm = LLM(Actor("one", LLMAuthError("Key refused.")), fallbacks=[Actor("two", LLMUnavailable("Away."))])
    with pytest.raises(LLMAuthError, match=r"Key refused\. The fallback \(rein:two\) failed as well: Away\."):
        await llm.generate(COACH, ASK)


async def test_a_stream_passes_on_only_before_its_first_piece() -> None:
    broken = LLMUnavailable("broke off")
    stream = LLM(Actor("one", broken), fallbacks=[Actor("two")]).generate_stream(COACH, ASK)
    assert "".join([piece async for piece in stream]) == "by two"
    second = Actor("two")
    with pytest.raises(LLMUnavailable, match="broke off"):
        async for _ in LLM(Actor("one", broken, pieces=1), fallbacks=[second]).generate_stream(COACH, ASK):
            pass
    assert second.asked == 0


async def test_each_model_has_the_whole_deadline() -> None:
    import asyncio

    class Slow(Actor):
        async def complete(self, request: Request[In, Out]) -> Answer[Out]:
            await asyncio.sleep(60)
            return await super().complete(request)

    settings = Settings(_env_file=None, llm_timeout_s=0.2, trace_enabled=False)
    llm = LLM(Slow("slow"), fallbacks=[Actor("quick")], settings=settings)
    with record_calls() as calls:
        assert (await llm.generate(COACH, ASK)).message == "by quick"
    assert calls[0].fallback_from == "rein:slow"
