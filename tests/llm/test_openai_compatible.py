"""Servers that speak OpenAI's API: another SDK, the same promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from rein.coach import prompts
from rein.coach.domain import GoalRequest
from rein.errors import LLMAuthError, LLMOutputError, LLMUnavailable
from rein.llm import LLM, provider_for, record_calls
from rein.settings import Settings
from rein.tracing import configure
from tests.llm.openai_server import OpenAIServer, question_of
from tests.llm.questions import COACH, Question


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def settings(server: OpenAIServer, tmp_path: Path) -> Settings:
    made = Settings(
        _env_file=None, model_base_url=server.url, model_api_key=SecretStr("local-key"), data_dir=tmp_path,
        trace_enabled=False,
    )  # fmt: skip
    configure(made)
    return made


@pytest.mark.parametrize("model", ["openai:some-model", "some-model", "ollama:llama3.2"])
async def test_a_named_server_answers_with_typed_output_and_streams(
    model: str, server: OpenAIServer, settings: Settings, goal: GoalRequest
) -> None:
    llm = LLM(provider_for(model, settings), settings=settings)
    with record_calls() as calls:
        reading = await llm.generate(prompts.PREPROCESS_GOAL, goal)
        stream = llm.generate_stream(COACH, Question(text="hello"))
        pieces = [piece async for piece in stream]
    assert reading.statement == goal.text
    assert "".join(pieces) == stream.output.message
    assert len(pieces) > 3
    assert question_of(server.requests[0]) == goal.model_dump_json()
    assert server.requests[0]["messages"][0]["role"] == "system"
    assert server.keys[0] == "Bearer local-key"
    assert [call.usage.total_tokens for call in calls] == [600, 600]
    assert calls[0].cost_usd is None, "nobody knows what this server costs"


async def test_troubles_are_mended_and_named_as_with_any_provider(
    server: OpenAIServer, settings: Settings, goal: GoalRequest
) -> None:
    llm = LLM(provider_for("openai:some-model", settings), settings=settings)
    server.next(503, "no JSON", 429)
    with record_calls() as calls:
        assert (await llm.generate(prompts.PREPROCESS_GOAL, goal)).is_goal
    assert calls[0].attempts == len(server.requests) == 4
    for behaviour, kind in ((401, LLMAuthError), (404, LLMUnavailable)):
        server.next(behaviour)
        with pytest.raises(kind, match="some-model"):
            await llm.generate(prompts.PREPROCESS_GOAL, goal)
    server.next("{}", "{}", "{}")
    with pytest.raises(LLMOutputError):
        await llm.generate(prompts.PREPROCESS_GOAL, goal)
