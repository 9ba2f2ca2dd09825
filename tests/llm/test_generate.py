"""Every way in which Gemini may answer ends in a right result or in one named error."""

from traceback import format_exception

import pytest

from rein.coach import prompts
from rein.coach.domain import GoalReading, GoalRequest
from rein.errors import LLMAuthError, LLMError, LLMOutputError, LLMRefused, LLMTimeout, LLMUnavailable
from rein.llm import LLM, record_calls
from rein.settings import Settings
from tests.llm.conftest import KEY, SECRET_WORDS, hasty
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

MENDED: dict[str, tuple[list[Behaviour], int]] = {
    "good": ([], 1),
    "bad JSON, then good": ([BadJson()], 2),
    "bad JSON twice, then good": ([BadJson(), BadJson()], 3),
    "schema miss, then good": ([SchemaMiss()], 2),
    "429 with Retry-After, then good": ([Status(429, retry_after="0")], 2),
    "500 twice, then good": ([Status(500), Status(500)], 3),
    "503, then good": ([Status(503)], 2),
    "connection cut, then good": ([Cut()], 2),
    "no candidates, then good": ([Empty()], 2),
    "cut at the token limit, then good with twice the limit": ([MaxTokens(enough=4000)], 2),
    "troubles of several kinds, then good": ([Status(503), BadJson(), Status(429), SchemaMiss()], 5),
}

FATAL: dict[str, tuple[list[Behaviour], type[LLMError], str, int]] = {
    "bad JSON thrice": ([BadJson()] * 3, LLMOutputError, "2 corrections", 3),
    "schema miss thrice": ([SchemaMiss()] * 3, LLMOutputError, "area: Field required", 3),
    "never a candidate": ([Empty()] * 3, LLMOutputError, "empty", 3),
    "429 for good": ([Status(429, retry_after="0")] * 9, LLMUnavailable, "too often", 4),
    "a Retry-After beyond the deadline": ([Status(429, retry_after="60")], LLMUnavailable, "in 60 s", 1),
    "500 for good": ([Status(500)] * 9, LLMUnavailable, "HTTP 500 INTERNAL", 4),
    "connection always cut": ([Cut()] * 9, LLMUnavailable, "could not be reached", 4),
    "the prompt blocked": ([Blocked()], LLMRefused, "safety", 1),
    "the answer stopped for safety": ([Stopped("SAFETY")], LLMRefused, "safety", 1),
    "the answer prohibited": ([Stopped("PROHIBITED_CONTENT")], LLMRefused, "PROHIBITED_CONTENT", 1),
    "a wrong key": ([NAMED["wrong-key"]], LLMAuthError, "GEMINI_API_KEY", 1),
    "a key without the right": ([Status(403)], LLMAuthError, "GEMINI_API_KEY", 1),
    "an unknown model": ([Status(404)], LLMUnavailable, "REIN_MODEL", 1),
    "a rejected request": ([Status(400)], LLMUnavailable, "HTTP 400", 1),
    "cut at the token limit twice": ([MaxTokens(), MaxTokens()], LLMOutputError, "Raise LLM_MAX_TOKENS", 2),
}


@pytest.mark.parametrize("case", MENDED)
async def test_a_trouble_that_passes_ends_in_the_right_result(
    case: str, gemini: GeminiServer, llm: LLM, goal: GoalRequest
) -> None:
    behaviours, attempts = MENDED[case]
    gemini.next(*behaviours)
    with record_calls() as calls:
        reading = await llm.generate(prompts.PREPROCESS_GOAL, goal)
    assert reading.statement == goal.text
    assert gemini.calls == attempts
    assert [call.attempts for call in calls] == [attempts]


@pytest.mark.parametrize("case", FATAL)
async def test_a_trouble_that_stays_ends_in_one_named_error_that_betrays_nothing(
    case: str, gemini: GeminiServer, llm: LLM, goal: GoalRequest
) -> None:
    behaviours, kind, words, attempts = FATAL[case]
    gemini.next(*behaviours)
    with record_calls() as calls, pytest.raises(LLMError) as caught:
        await llm.generate(prompts.PREPROCESS_GOAL, goal)
    assert type(caught.value) is kind
    message = str(caught.value)
    assert words in message
    assert "gemini-2.5-flash-lite" in message
    traceback = "".join(format_exception(caught.value))
    for secret in (SECRET_WORDS, KEY, Status(500).message):
        assert secret not in traceback
    assert gemini.calls == attempts
    assert calls[0].attempts == attempts


async def test_the_real_key_of_the_caller_is_refused_by_name(settings: Settings, goal: GoalRequest) -> None:
    from pydantic import SecretStr

    wrong = settings.model_copy(update={"gemini_api_key": SecretStr("wrong-key")})
    with pytest.raises(LLMAuthError, match="refused the key"):
        await hasty(wrong, 5).generate(prompts.PREPROCESS_GOAL, goal)


async def test_an_answer_that_never_comes_is_a_timeout_and_its_question_is_counted(
    gemini: GeminiServer, settings: Settings, goal: GoalRequest
) -> None:
    gemini.next(Hang())
    with record_calls() as calls, pytest.raises(LLMTimeout, match=r"within 0\.3 s.*REIN_LLM_TIMEOUT"):
        await hasty(settings, 0.3).generate(prompts.PREPROCESS_GOAL, goal)
    assert calls[0].usage.estimated
    assert calls[0].usage.input_tokens > 500


async def test_the_persons_words_travel_as_json_in_the_user_message_only(
    gemini: GeminiServer, llm: LLM, goal: GoalRequest
) -> None:
    gemini.next(SchemaMiss())
    await llm.generate(prompts.PREPROCESS_GOAL, goal)
    first, second = gemini.requests
    assert first.instruction == prompts.PREPROCESS_GOAL.instruction == second.instruction
    assert first.messages == [goal.model_dump_json()]
    assert second.messages[0] == goal.model_dump_json()
    assert second.messages[1] == '{"verdict": "very good"}'
    assert "Field required" in second.messages[2]
    assert SECRET_WORDS not in second.messages[2]


async def test_the_schema_goes_natively_and_thinking_is_off(gemini: GeminiServer, llm: LLM, goal: GoalRequest) -> None:
    await llm.generate(prompts.PREPROCESS_GOAL, goal)
    config = gemini.requests[0].config
    assert set(config["responseJsonSchema"]["properties"]) == set(GoalReading.model_fields)
    assert config["thinkingConfig"] == {"thinking_budget": 0}
    assert config["maxOutputTokens"] == 2000
    assert config["temperature"] == prompts.PREPROCESS_GOAL.temperature


async def test_an_answer_in_a_fence_is_read(gemini: GeminiServer, llm: LLM, goal: GoalRequest) -> None:
    answer = '{"is_goal": true, "area": "career", "statement": "Find work", "safety": {"category": "none"}}'
    gemini.next(Raw(f"```json\n{answer}\n```"))
    reading = await llm.generate(prompts.PREPROCESS_GOAL, goal)
    assert reading.statement == "Find work"
    assert gemini.calls == 1


async def test_tokens_and_cost_sum_over_corrections_and_count_thinking_as_output(
    gemini: GeminiServer, llm: LLM, goal: GoalRequest
) -> None:
    with record_calls() as plain:
        await llm.generate(prompts.PREPROCESS_GOAL, goal)
    gemini.next(BadJson(), Good(thoughts=100))
    with record_calls() as corrected:
        await llm.generate(prompts.PREPROCESS_GOAL, goal)
    first, second = plain[0], corrected[0]
    assert not first.usage.estimated
    assert second.usage.input_tokens > 2 * first.usage.input_tokens
    assert second.usage.output_tokens > first.usage.output_tokens + 100
    price = (
        first.usage.input_tokens * 0.1e-6 + first.usage.output_tokens * 0.4e-6
    )  # ai.google.dev/pricing, 2.5 Flash-Lite
    assert first.cost_usd == pytest.approx(price)
    assert second.cost_usd is not None
    assert second.cost_usd > 2 * price


async def test_tokens_are_estimated_where_the_provider_is_silent(
    gemini: GeminiServer, llm: LLM, goal: GoalRequest
) -> None:
    gemini.next(Good(usage=False))
    with record_calls() as calls:
        await llm.generate(prompts.PREPROCESS_GOAL, goal)
        await llm.generate(prompts.PREPROCESS_GOAL, goal)
    guessed, told = calls
    assert guessed.usage.estimated
    assert not told.usage.estimated
    assert guessed.usage.input_tokens == pytest.approx(told.usage.input_tokens, rel=0.05)
    assert guessed.usage.output_tokens == pytest.approx(told.usage.output_tokens, rel=0.05)


def test_one_service_may_be_used_from_one_event_loop_after_another(llm: LLM, goal: GoalRequest) -> None:
    import asyncio

    for _ in range(3):
        assert asyncio.run(llm.generate(prompts.PREPROCESS_GOAL, goal)).is_goal
