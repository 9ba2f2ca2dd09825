"""The prompts of the stages: an instruction in a text file, a typed input, a typed output.

A prompt's version is a hash of its instruction, so that a trace always names the very text that was sent.
"""

from hashlib import sha256
from importlib.resources import files

from rein.coach.domain import (
    ClarifiedGoal,
    CoachingContext,
    CoachingReply,
    GoalReading,
    GoalRequest,
    PlanInput,
    PlanOutline,
    QualityScores,
    Resolution,
    ResolutionUnderReview,
    SafetyQuestion,
    SafetyReading,
)
from rein.llm.types import In, Out, Prompt

VERSION_LENGTH = 8
"""Opik's own length of a prompt version's commit."""


def _prompt(
    name: str, takes: type[In], gives: type[Out], *, stream_field: str | None = None, temperature: float | None = None
) -> Prompt[In, Out]:
    instruction = files("rein.coach.prompts").joinpath(f"{name}.md").read_text("utf-8").strip()
    version = sha256(instruction.encode()).hexdigest()[:VERSION_LENGTH]
    return Prompt(name, version, instruction, takes, gives, stream_field, temperature)


PREPROCESS_GOAL = _prompt("preprocess_goal", GoalRequest, GoalReading, temperature=0.2)
GENERATE_RESOLUTION = _prompt("generate_resolution", ClarifiedGoal, Resolution)
EVALUATE_RESOLUTION = _prompt("evaluate_resolution", ResolutionUnderReview, QualityScores, temperature=0.0)
CREATE_EXECUTION_PLAN = _prompt("create_execution_plan", PlanInput, PlanOutline)
COACHING_RESPONSE = _prompt("coaching_response", CoachingContext, CoachingReply, stream_field="message")
CHECK_SAFETY = _prompt("check_safety", SafetyQuestion, SafetyReading, temperature=0.0)

ALL: tuple[Prompt[In, Out], ...] = (  # pyright: ignore[reportGeneralTypeIssues] - each keeps its own types
    PREPROCESS_GOAL,
    GENERATE_RESOLUTION,
    CREATE_EXECUTION_PLAN,
    EVALUATE_RESOLUTION,
    COACHING_RESPONSE,
    CHECK_SAFETY,
)
