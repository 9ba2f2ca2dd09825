"""The offline coach is a provider like any other: every stage, streaming, tokens; and nothing heavy is loaded."""

import subprocess
import sys
from datetime import date

import pytest
from pydantic import BaseModel

from rein.coach import prompts
from rein.coach.domain import CoachingReply, GoalRequest, PlanInput, ResolutionUnderReview, Role, SafetyQuestion
from rein.coach.offline import OfflineCoach
from rein.errors import LLMOutputError
from rein.llm.types import Prompt, Request, StreamEnd
from tests.coach.strategies import goal
from tests.coach.test_chat import RESOLUTION, context

VALUES: dict[str, BaseModel] = {
    "preprocess_goal": GoalRequest(text="Run 10 km by May", today=date(2026, 11, 21), timezone="UTC"),
    "generate_resolution": goal(),
    "create_execution_plan": PlanInput(goal=goal(), resolution=RESOLUTION),
    "evaluate_resolution": ResolutionUnderReview(goal="Run", resolution=RESOLUTION),
    "coaching_response": context(),
    "check_safety": SafetyQuestion(kind=Role.PERSON, text="I want to run"),
}


def request(prompt: Prompt, value: BaseModel) -> Request:
    return Request(prompt, value, temperature=0.0, max_tokens=2000, deadline_s=60)


@pytest.mark.parametrize("prompt", prompts.ALL, ids=lambda p: p.name)
async def test_every_stage_is_answered_with_its_type_and_estimated_tokens(prompt):
    answer = await OfflineCoach().complete(request(prompt, VALUES[prompt.name]))
    assert isinstance(answer.output, prompt.output_type)
    assert answer.usage.estimated
    assert answer.usage.input_tokens > 0
    assert answer.usage.output_tokens > 0


async def test_the_pieces_of_a_stream_are_the_message():
    items = [i async for i in OfflineCoach().stream(request(prompts.COACHING_RESPONSE, context("I skipped it")))]
    *pieces, end = items
    assert isinstance(end, StreamEnd)
    assert isinstance(end.output, CoachingReply)
    assert len(pieces) > 3
    assert "".join(pieces) == end.output.message


async def test_a_prompt_without_rules_is_a_named_error():
    stranger = Prompt("write_a_poem", "v1", "Write.", GoalRequest, CoachingReply)
    with pytest.raises(LLMOutputError, match="write_a_poem"):
        await OfflineCoach().complete(request(stranger, VALUES["preprocess_goal"]))


def test_no_providers_sdk_is_imported():
    code = (
        "import asyncio, sys, datetime\n"
        "from rein.coach.domain import GoalRequest\n"
        "from rein.coach.model import ReinModel\n"
        "from rein.settings import Settings\n"
        "model = ReinModel(Settings(_env_file=None, trace_enabled=False))\n"
        "asyncio.run(model.run(GoalRequest(text='Read 24 books', today=datetime.date(2026, 11, 21), timezone='UTC')))\n"
        "heavy = {'pydantic_ai', 'google.genai', 'openai', 'httpx', 'genai_prices'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
