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


def _without(server: OpenAIServer, **profile: bool) -> LLM:
    """The same server under a model that cannot be given a schema."""
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.profiles.openai import OpenAIModelProfile
    from pydantic_ai.providers.openai import OpenAIProvider

    from rein.llm.remote import RemoteModel

    def build() -> OpenAIChatModel:
        provider = OpenAIProvider(base_url=server.url, api_key="none")
        return OpenAIChatModel("plain", provider=provider, profile=OpenAIModelProfile(**profile))

    return LLM(RemoteModel(build, provider="openai-compatible", retries=1))


async def test_a_model_that_takes_no_schema_answers_through_a_tool_and_streams(server: OpenAIServer) -> None:
    llm = _without(server, supports_json_schema_output=False)
    server.next("{}")
    assert (await llm.generate(COACH, Question(text="hi"))).next_actions
    assert server.requests[0]["tools"]
    assert "response_format" not in server.requests[0]
    assert len(server.requests) == 2, "the empty answer was sent back once"
    stream = llm.generate_stream(COACH, Question(text="hi"))
    pieces = [piece async for piece in stream]
    assert len(pieces) > 3
    assert "".join(pieces) == stream.output.message


async def test_a_model_that_takes_neither_schema_nor_tools_reads_the_schema_in_the_instruction(
    server: OpenAIServer,
) -> None:
    llm = _without(server, supports_json_schema_output=False, supports_tools=False)
    server.next('Here you are:\n```json\n{"message": "Hello."}\n```')
    assert (await llm.generate(COACH, Question(text="hi"))).message == "Hello."
    assert "tools" not in server.requests[0]
    system = "".join(str(m["content"]) for m in server.requests[0]["messages"] if m["role"] != "user")
    assert COACH.instruction in system
    assert "next_actions" in system
