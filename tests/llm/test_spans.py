"""Every operation is one finished span of type llm, with what it took and what went wrong in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rein.coach import prompts
from rein.coach.domain import GoalRequest
from rein.errors import LLMError
from rein.llm import LLM, provider_for
from rein.settings import Settings
from rein.tracing import configure, flush, trace
from tests.llm.conftest import MODEL
from tests.llm.questions import COACH, Question
from tests.llm.test_fallback import Actor
from tests.llm.test_generate import FATAL, MENDED
from tests.llm.test_stream import FATAL as STREAM_FATAL
from tests.support.gemini_server import GeminiServer, Hang
from tests.support.opik_receiver import OpikReceiver


@pytest.fixture
def opik(settings: Settings) -> Iterator[OpikReceiver]:
    with OpikReceiver() as receiver:
        configure(settings.model_copy(update={"trace_enabled": True, "opik_url_override": receiver.url}))
        yield receiver


def _only_span(opik: OpikReceiver) -> dict[str, Any]:
    assert flush(20)
    spans = [span for span in opik.spans.values() if span["type"] == "llm"]
    assert len(spans) == 1
    assert len(opik.traces) == 1
    assert next(iter(opik.traces.values()))["end_time"]
    assert spans[0]["end_time"]
    return spans[0]


async def test_a_span_tells_prompt_model_tokens_cost_and_output(
    opik: OpikReceiver, llm: LLM, goal: GoalRequest
) -> None:
    reading = await llm.generate(prompts.PREPROCESS_GOAL, goal)
    span = _only_span(opik)
    assert span["name"] == "preprocess_goal"
    assert (span["model"], span["provider"]) == ("gemini-2.5-flash-lite", "google")
    assert span["usage"]["prompt_tokens"] > 500
    assert span["total_estimated_cost"] > 0
    assert span["metadata"]["prompt_name"] == "preprocess_goal"
    assert span["metadata"]["prompt_version"] == prompts.PREPROCESS_GOAL.version
    assert span["metadata"]["attempts"] == 1
    assert span["input"] == goal.model_dump(mode="json")
    assert span["output"] == reading.model_dump(mode="json")


@pytest.mark.parametrize("case", [case for case in MENDED if case != "good"])
async def test_a_trouble_that_passed_is_in_the_spans_metadata(
    case: str, opik: OpikReceiver, gemini: GeminiServer, llm: LLM, goal: GoalRequest
) -> None:
    behaviours, attempts = MENDED[case]
    gemini.next(*behaviours)
    await llm.generate(prompts.PREPROCESS_GOAL, goal)
    span = _only_span(opik)
    assert span["metadata"]["attempts"] == attempts
    assert len(span["metadata"]["faults"]) == attempts - 1
    assert not span.get("error_info")


@pytest.mark.parametrize("case", FATAL)
async def test_a_trouble_that_stayed_is_the_spans_error(
    case: str, opik: OpikReceiver, gemini: GeminiServer, llm: LLM, goal: GoalRequest
) -> None:
    behaviours, kind, _, attempts = FATAL[case]
    gemini.next(*behaviours)
    with pytest.raises(LLMError):
        await llm.generate(prompts.PREPROCESS_GOAL, goal)
    span = _only_span(opik)
    assert span["error_info"]["exception_type"] == kind.__name__
    assert span["metadata"]["attempts"] == attempts
    assert len(span["metadata"]["faults"]) == attempts


@pytest.mark.parametrize("case", STREAM_FATAL)
async def test_a_stream_that_failed_is_a_finished_span_with_its_error(
    case: str, opik: OpikReceiver, gemini: GeminiServer, llm: LLM
) -> None:
    behaviours, kind, _, attempts = STREAM_FATAL[case]
    gemini.next(*behaviours)
    with pytest.raises(LLMError):
        async for _ in llm.generate_stream(COACH, Question(text="hi")):
            pass
    span = _only_span(opik)
    assert span["error_info"]["exception_type"] == kind.__name__
    assert span["metadata"]["attempts"] == attempts


async def test_a_stream_whose_reader_left_is_a_finished_span_with_estimated_usage_and_no_error(
    opik: OpikReceiver, gemini: GeminiServer, llm: LLM
) -> None:
    gemini.next(Hang())
    stream = llm.generate_stream(COACH, Question(text="hi"))
    read = ""
    async for piece in stream:
        read += piece
        if len(read) > 20:
            await stream.aclose()
    span = _only_span(opik)
    assert span["metadata"]["cancelled"] is True
    assert span["metadata"]["usage_estimated"] is True
    assert span["usage"]["completion_tokens"] > 0
    assert span["output"]["message"].startswith(read[:20])
    assert not span.get("error_info")


async def test_a_fallback_is_told_and_stays_one_span(
    opik: OpikReceiver, gemini: GeminiServer, settings: Settings
) -> None:
    gemini.next(*FATAL["500 for good"][0])
    llm = LLM(provider_for(MODEL, settings), fallbacks=[Actor("spare")], settings=settings)
    await llm.generate(COACH, Question(text="hi"))
    span = _only_span(opik)
    assert (span["model"], span["provider"]) == ("spare", "rein")
    assert span["metadata"]["fallback_from"] == MODEL
    assert "fallback" in span["tags"]


async def test_spans_of_a_stage_hang_below_it_streamed_or_not(opik: OpikReceiver, llm: LLM) -> None:
    @trace(name="stage")
    async def stage() -> None:
        await llm.generate(COACH, Question(text="hi"))
        async for _ in llm.generate_stream(COACH, Question(text="hi")):
            pass
        await llm.generate_batch(COACH, [Question(text="hi")] * 3)

    await stage()
    assert flush(20)
    spans = [span for span in opik.spans.values() if span["type"] == "llm"]
    assert len(spans) == 5
    assert len(opik.traces) == 1


def test_the_room_keeps_no_trace_where_tracing_is_off(tmp_path: Path) -> None:
    import asyncio

    configure(Settings(_env_file=None, trace_enabled=False, data_dir=tmp_path))
    asyncio.run(LLM(Actor("one")).generate(COACH, Question(text="hi")))
    assert list(tmp_path.iterdir()) == []
