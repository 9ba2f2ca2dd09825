"""Stage 4: how good a resolution is, on four dimensions."""

from rein.coach import prompts
from rein.coach.domain import ClarifiedGoal, Evaluation, Resolution, ResolutionUnderReview
from rein.llm import LLM
from rein.tracing import trace


@trace(name="evaluate_resolution")
async def evaluate_resolution_quality(goal: ClarifiedGoal, resolution: Resolution, *, judge: LLM) -> Evaluation:
    """Score clarity, specificity, measurability and actionability, each 0-10 with a reason.

    The judge is given the goal's statement and the resolution, and no name of the model that wrote it.

    Raises:
        LLMError: the judge gave no valid scores; none are invented.
    """
    review = ResolutionUnderReview(goal=goal.statement, resolution=resolution)
    scores = await judge.generate(prompts.EVALUATE_RESOLUTION, review)
    return Evaluation(**dict(scores))
