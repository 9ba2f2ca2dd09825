"""Stage 4: how good a resolution is, on four dimensions."""

from rein.coach import prompts, safety
from rein.coach.domain import ClarifiedGoal, Evaluation, Resolution, ResolutionUnderReview, SafetyAction
from rein.errors import LLMOutputError
from rein.llm import LLM
from rein.tracing import add_tags, trace


@trace(name="evaluate_resolution")
async def evaluate_resolution_quality(goal: ClarifiedGoal, resolution: Resolution, *, judge: LLM) -> Evaluation:
    """Score clarity, specificity, measurability and actionability, each 0-10 with a reason.

    The judge is given the goal's statement and the resolution, and no name of the model that wrote it. Its reasons are
    checked by rules, since the person reads them.

    Raises:
        LLMError: the judge gave no valid scores, or its reasons failed the safety rules; none are invented.
    """
    review = ResolutionUnderReview(goal=goal.statement, resolution=resolution)
    scores = await judge.generate(prompts.EVALUATE_RESOLUTION, review)
    reasons = (scores.clarity, scores.specificity, scores.measurability, scores.actionability)
    verdict = safety.check_reply("\n".join(d.reason for d in reasons), goal=goal.text)
    if verdict.action is not SafetyAction.ALLOW:
        add_tags(f"withheld:{verdict.category}")
        raise LLMOutputError("The judge's reasons failed the safety rules and were withheld.")
    return Evaluation(**dict(scores))
