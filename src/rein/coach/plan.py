"""Stage 3: from a resolution to a plan of weeks that keeps every rule."""

from rein.coach import prompts, safety
from rein.coach.domain import ClarifiedGoal, Plan, PlanInput, Resolution, SafetyAction, SafetyCategory, SafetyReading
from rein.coach.expand import expand
from rein.coach.opinion import WithheldError
from rein.coach.rules import Status, check_plan
from rein.errors import PlanRuleError
from rein.llm import LLM
from rein.tracing import add_metadata, add_tags, trace

ATTEMPTS = 3


@trace(name="create_execution_plan")
async def create_execution_plan(
    goal: ClarifiedGoal, resolution: Resolution, *, llm: LLM, last_resort: LLM | None = None
) -> Plan:
    """Ask for an outline, expand it to dated weeks, and check every rule; ask again with what was broken.

    The outline ends with the model's own check of it, which comes after the rules: text that it would not say is asked
    for again, and a danger that it sees in the goal ends the planning.

    Args:
        last_resort: asked once when `llm` has broken a rule `ATTEMPTS` times; usually the offline coach.

    Raises:
        WithheldError: the model saw a danger in the goal while it planned.
        PlanRuleError: no outline led to a plan that keeps every rule. Such a plan is never shown.
        LLMError: the model could not answer.
    """
    violations: tuple[str, ...] = ()
    askers = [llm] * ATTEMPTS + ([last_resort] if last_resort else [])
    for asker in askers:
        outline = await asker.generate(
            prompts.CREATE_EXECUTION_PLAN, PlanInput(goal=goal, resolution=resolution, violations=violations)
        )
        plan = expand(outline, goal)
        violations = (*broken_rules(plan, goal), *_own_objection(outline.safety))
        if not violations:
            return plan
        add_metadata(broken_rules=list(violations))
    add_tags("plan:withheld")
    raise PlanRuleError(f"No plan kept every rule; the last one broke: {'; '.join(violations)}. Try again.")


def _own_objection(found: SafetyReading) -> tuple[str, ...]:
    """What the model says against its own outline, as one more thing to mend.

    Raises:
        WithheldError: it speaks of the goal, which no other wording mends.
    """
    verdict = safety.verdict_for(found.category, reason=found.reason, planned=False)
    if verdict.action is SafetyAction.ALLOW:
        return ()
    add_metadata(own_check=verdict.category.value)
    if verdict.category is not SafetyCategory.UNSAFE_ADVICE:
        add_tags("plan:withheld")
        raise WithheldError(verdict)
    return ("safety: you found unsafe advice in it yourself; leave it out",)


def broken_rules(plan: Plan, goal: ClarifiedGoal) -> tuple[str, ...]:
    """What keeps this plan from being shown, in words that a model can act on; empty when nothing does."""
    failed = [f"{r.rule}: {r.message}" for r in check_plan(plan, goal) if r.status is Status.FAIL]
    verdict = safety.check_reply(spoken(plan), goal=goal.text)
    if verdict.action is not SafetyAction.ALLOW:
        failed.append(f"safety: the text shows {verdict.category}; leave it out")
    return tuple(failed)


def spoken(plan: Plan) -> str:
    """Every text of a plan that a person reads, one per line, each once."""
    lines = [plan.summary]
    for phase in plan.phases:
        lines += [phase.name, phase.purpose, *(f"{m.title}: {m.measure}" for m in phase.milestones)]
    for week in plan.weeks:
        lines += [week.focus, *(f"{a.title}, {a.when}" for a in week.actions)]
    return "\n".join(dict.fromkeys(lines))
