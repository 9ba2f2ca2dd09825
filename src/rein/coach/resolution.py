"""Stage 2: from a clarified goal to a resolution the person can commit to."""

from rein.coach import prompts, safety
from rein.coach.domain import ClarifiedGoal, Resolution, Role, SafetyAction, SafetyVerdict
from rein.coach.opinion import second_opinion
from rein.errors import LLMOutputError
from rein.llm import LLM
from rein.tracing import add_tags, trace

ATTEMPTS = 2


@trace(name="generate_resolution")
async def generate_resolution(goal: ClarifiedGoal, *, llm: LLM) -> Resolution:
    """Write the resolution: a statement, a strategy, if-then plans and success metrics.

    The rules have checked it; the model has not. `check_resolution` comes before it is shown.

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


@trace(name="check_resolution")
async def check_resolution(goal: ClarifiedGoal, resolution: Resolution, *, llm: LLM) -> SafetyVerdict:
    """Ask the model, apart from the one call that wrote it, whether the resolution may be shown.

    What the first stage assumed and asked is checked along with it, in the light of everything the person wrote. The
    text of an offline coach need not be checked: it is the rules' own.

    Raises:
        SafetyCheckError: the model gave no valid opinion; the resolution must not be shown then.
    """
    text = "\n".join([goal.statement, *goal.assumptions, *goal.questions, spoken(resolution)])
    person = "\n".join([goal.text, *(a.answer for a in goal.answers)])
    found = await second_opinion(Role.COACH, text, llm=llm, message=person)
    return safety.verdict_for(found.category, reason=found.reason, planned=False)


def spoken(resolution: Resolution) -> str:
    """Every text of a resolution that a person reads, one per line."""
    r = resolution
    return "\n".join([
        r.title, r.statement, r.why_it_matters, r.strategy, *r.success_metrics,
        *(f"If {p.situation}, then {p.response}" for p in r.if_then_plans),
        *(f"{o.obstacle}: {o.counter_move}" for o in r.obstacles),
    ])  # fmt: skip
