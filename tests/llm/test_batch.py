"""Many at once: bounded, in order, and each for itself."""

import asyncio

import pytest

from rein.errors import LLMError, LLMRefused
from rein.llm import LLM, record_calls
from rein.llm.types import Answer, In, Out, Request, Usage
from tests.llm.questions import COACH, Question
from tests.support.gemini_server import Blocked, GeminiServer, Status


class Echo:
    """A provider that answers with the question, and remembers how many it had in hand."""

    provider = "rein"
    model = "echo"

    def __init__(self) -> None:
        self.at_once = 0
        self.most_at_once = 0

    async def complete(self, request: Request[In, Out]) -> Answer[Out]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        text = getattr(request.value, "text")  # noqa: B009
        await asyncio.sleep(0.001 * (len(text) % 3))
        self.at_once -= 1
        if "bad" in text:
            raise LLMRefused("no")
        return Answer(request.prompt.output_type.model_validate({"message": text}), Usage(1, 1))

    def stream(self, request: object) -> object:
        raise NotImplementedError


async def test_results_are_in_order_and_bounded_and_one_failure_sinks_nobody() -> None:
    echo = Echo()
    questions = [Question(text=f"{'bad' if n % 5 == 0 else 'good'} {'x' * (n % 7)} {n}") for n in range(60)]
    done: dict[int, object] = {}
    with record_calls() as calls:
        results = await LLM(echo).generate_batch(COACH, questions, concurrency=4, on_done=done.__setitem__)
    assert echo.most_at_once == 4
    assert len(calls) == 60
    for n, (question, result) in enumerate(zip(questions, results, strict=True)):
        if n % 5 == 0:
            assert isinstance(result, LLMRefused)
        else:
            assert not isinstance(result, LLMError)
            assert result.message == question.text
        assert done[n] is result


async def test_a_batch_that_is_stopped_has_told_what_was_done() -> None:
    done: list[int] = []
    questions = [Question(text=f"q{n}") for n in range(1000)]
    batch = asyncio.create_task(
        LLM(Echo()).generate_batch(COACH, questions, concurrency=2, on_done=lambda n, _: done.append(n))
    )
    while len(done) < 5:
        await asyncio.sleep(0.001)
    batch.cancel()
    with pytest.raises(asyncio.CancelledError):
        await batch
    told = len(done)
    assert 5 <= told < 1000
    await asyncio.sleep(0.02)
    assert len(done) == told, "nothing goes on after the end"


async def test_an_empty_batch_is_empty() -> None:
    assert await LLM(Echo()).generate_batch(COACH, []) == []


async def test_a_batch_over_the_real_client_collects_each_error(gemini: GeminiServer, llm: LLM) -> None:
    gemini.next(Status(500), Blocked(), Status(429, retry_after="0"))
    results = await llm.generate_batch(COACH, [Question(text=str(n)) for n in range(6)], concurrency=3)
    assert sum(isinstance(result, LLMRefused) for result in results) == 1
    assert sum(not isinstance(result, LLMError) for result in results) == 5


async def test_records_reach_child_tasks_and_nest() -> None:
    llm = LLM(Echo())
    with record_calls() as outer:
        await llm.generate(COACH, Question(text="a"))
        with record_calls() as inner:
            await asyncio.gather(*(llm.generate(COACH, Question(text="b")) for _ in range(3)))
    await llm.generate(COACH, Question(text="c"))
    assert (len(outer), len(inner)) == (4, 3)
