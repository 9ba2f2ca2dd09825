"""Text while it is being written, and a validated answer at its end."""

import asyncio
import gc

import pytest

from rein.errors import LLMAuthError, LLMError, LLMOutputError, LLMRefused, LLMTimeout, LLMUnavailable
from rein.llm import LLM, record_calls
from rein.settings import Settings
from tests.llm.conftest import hasty
from tests.llm.questions import COACH, Question
from tests.support.gemini_server import (
    NAMED,
    BadJson,
    Behaviour,
    Blocked,
    Cut,
    Empty,
    GeminiServer,
    Good,
    Hang,
    MaxTokens,
    Raw,
    SchemaMiss,
    Status,
    Stopped,
)

QUESTION = Question(text="I missed two runs.")

MENDED: dict[str, tuple[list[Behaviour], int]] = {
    "good": ([], 1),
    "bad JSON, then good": ([BadJson()], 2),
    "schema miss, then good": ([SchemaMiss()], 2),
    "429, then good": ([Status(429, retry_after="0")], 2),
    "500 twice, then good": ([Status(500), Status(500)], 3),
    "cut before the first word, then good": ([Cut(after=0)], 2),
    "ended without a word, then good": ([Cut(after=0, clean=True)], 2),
    "no candidates, then good": ([Empty()], 2),
}

FATAL: dict[str, tuple[list[Behaviour], type[LLMError], str, int]] = {
    "cut in the middle": ([Cut(after=0.5)], LLMUnavailable, "in the middle", 1),
    "ended in the middle": ([Cut(after=0.5, clean=True)], LLMUnavailable, "in the middle", 1),
    "stopped in the middle of the text": (
        [Raw('{"message": "Hello there, this is')],
        LLMUnavailable,
        "in the middle",
        1,
    ),
    "always cut before the first word": ([Cut(after=0)] * 9, LLMUnavailable, "could not be reached", 4),
    "500 for good": ([Status(500)] * 9, LLMUnavailable, "HTTP 500", 4),
    "the prompt blocked": ([Blocked()], LLMRefused, "safety", 1),
    "the answer stopped for safety": ([Stopped()], LLMRefused, "safety", 1),
    "a wrong key": ([NAMED["wrong-key"]], LLMAuthError, "GEMINI_API_KEY", 1),
    "cut at the token limit after text was shown": ([MaxTokens()], LLMOutputError, "LLM_MAX_TOKENS", 1),
    "never an answer of the schema": ([SchemaMiss()] * 3, LLMOutputError, "2 corrections", 3),
}


@pytest.mark.parametrize("case", MENDED)
async def test_the_pieces_joined_are_the_validated_text(case: str, gemini: GeminiServer, llm: LLM) -> None:
    behaviours, attempts = MENDED[case]
    gemini.next(*behaviours)
    stream = llm.generate_stream(COACH, QUESTION)
    pieces = [piece async for piece in stream]
    assert len(pieces) > 3
    assert "".join(pieces) == stream.output.message
    assert stream.output.next_actions
    assert gemini.calls == attempts


@pytest.mark.parametrize("case", FATAL)
async def test_a_stream_that_cannot_be_finished_ends_in_one_named_error(
    case: str, gemini: GeminiServer, llm: LLM
) -> None:
    behaviours, kind, words, attempts = FATAL[case]
    gemini.next(*behaviours)
    stream = llm.generate_stream(COACH, QUESTION)
    with record_calls() as calls, pytest.raises(LLMError) as caught:
        async for _ in stream:
            pass
    assert type(caught.value) is kind
    assert words in str(caught.value)
    assert gemini.calls == attempts
    assert [call.attempts for call in calls] == [attempts]


async def test_a_correction_changes_the_rest_but_not_the_text_that_was_read(gemini: GeminiServer, llm: LLM) -> None:
    gemini.next(Good({"message": "Well done.", "next_actions": ["rest"] * 9}), Good({"message": "Other words."}))
    stream = llm.generate_stream(COACH, QUESTION)
    pieces = [piece async for piece in stream]
    assert "".join(pieces) == "Well done." == stream.output.message
    assert stream.output.next_actions == ()
    assert gemini.calls == 2


async def test_a_text_that_cannot_be_read_before_it_is_whole_is_yielded_at_its_end(
    gemini: GeminiServer, llm: LLM
) -> None:
    gemini.next(Raw('Here it is:\n```json\n{"message": "Well done.", "next_actions": []}\n```'))
    stream = llm.generate_stream(COACH, QUESTION)
    assert [piece async for piece in stream] == ["Well done."] == [stream.output.message]


async def test_a_cut_stream_is_paid_for_by_estimate(gemini: GeminiServer, llm: LLM) -> None:
    gemini.next(Cut(after=0.5))
    with record_calls() as calls, pytest.raises(LLMUnavailable):
        async for _ in llm.generate_stream(COACH, QUESTION):
            pass
    usage = calls[0].usage
    assert usage.estimated
    assert usage.input_tokens > 100
    assert usage.output_tokens > 10
    assert calls[0].cost_usd


async def test_a_stream_that_stalls_is_a_timeout(gemini: GeminiServer, settings: Settings) -> None:
    gemini.next(Hang())
    with pytest.raises(LLMTimeout):
        async for _ in hasty(settings, 0.5).generate_stream(COACH, QUESTION):
            pass


async def test_a_reader_may_be_slower_than_the_deadline(settings: Settings) -> None:
    stream = hasty(settings, 1.0).generate_stream(COACH, QUESTION)
    async for _ in stream:
        await asyncio.sleep(0.15)
    assert stream.output.message


@pytest.mark.parametrize("way", ["break", "aclose", "cancel"])
async def test_a_reader_who_leaves_stops_the_model_and_the_call_is_accounted(
    way: str, gemini: GeminiServer, llm: LLM
) -> None:
    gemini.always(Hang())
    stream = llm.generate_stream(COACH, QUESTION)
    read: list[str] = []

    async def reader() -> None:
        async for piece in stream:
            read.append(piece)
            if way == "break":
                break
            if way == "aclose":
                await stream.aclose()
                return

    with record_calls() as calls:
        task = asyncio.create_task(reader())
        if way == "cancel":
            while not read:
                await asyncio.sleep(0.01)
            task.cancel()
        await asyncio.wait({task})
        stream = llm.generate_stream(COACH, QUESTION) if way == "break" else stream
        gc.collect()
        for _ in range(100):
            if calls:
                break
            await asyncio.sleep(0.01)
    assert read
    assert calls[0].usage.estimated
    assert calls[0].usage.output_tokens > 0


async def test_output_before_the_end_is_an_error_and_a_stream_is_read_once(llm: LLM) -> None:
    stream = llm.generate_stream(COACH, QUESTION)
    with pytest.raises(RuntimeError, match="read to its end"):
        _ = stream.output
    assert [piece async for piece in stream]
    with pytest.raises(RuntimeError, match="only once"):
        [piece async for piece in stream]
