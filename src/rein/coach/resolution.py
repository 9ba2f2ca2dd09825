"""Stage 2: from a clarified goal to a resolution the person can commit to."""

from rein.coach import prompts, safety
from rein.coach.domain import ClarifiedGoal, Resolution, SafetyAction
from rein.errors import LLMOutputError
from rein.llm import LLM
from rein.tracing import add_tags, trace

ATTEMPTS = 2


@trace(name="generate_resolution")
async def generate_resolution(goal: ClarifiedGoal, *, llm: LLM) -> Resolution:
    """Write the resolution: a statement, a strategy, if-then plans and success metrics.

    Raises:
        LLMOutputError: the answer did not fit `Resolution`, or failed the safety rules, `ATTEMPTS` times.
        LLMUnavailable: no model could be reached and no fallback is configured.
    """
    for _ in range(ATTEMPTS):
        resolution = await llm.generate(prompts.GENERATE_RESOLUTION, goal)
        verdict = safety.check_reply(spoken(resolution), goal=goal.text)
        if verdict.action is SafetyAction.ALLOW:
            return resolution
        add_tags(f"withheld:{verdict.category}")
    raise LLMOutputError(
        "The resolution failed the safety rules and was withheld. Word the goal differently, or try again."
    )


def spoken(resolution: Resolution) -> str:
    """Every text of a resolution that a person reads, one per line."""
    r = resolution
    return "\n".join([
        r.title, r.statement, r.why_it_matters, r.strategy, *r.success_metrics,
        *(f"If {p.situation}, then {p.response}" for p in r.if_then_plans),
        *(f"{o.obstacle}: {o.counter_move}" for o in r.obstacles),
    ])  # fmt: skip
