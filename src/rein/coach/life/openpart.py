"""The part of a plan that is still open, as a plan of its own, so that every rule of `check_plan` can be held to it.

The weeks before it were made under other hours, days and deadlines, and life has gone past them.
"""

from collections.abc import Sequence

from rein.coach.domain import ClarifiedGoal, Phase, Plan, Training, Week
from rein.coach.expand import summary
from rein.coach.rules import RuleResult, Status, check_plan, runs_grow_in_safe_steps
from rein.coach.totals import without_totals


def open_part(plan: Plan, goal: ClarifiedGoal, first_week: int) -> tuple[Plan, ClarifiedGoal] | None:
    """`plan` from `first_week` on, with the goal for it; None when the plan has no such week."""
    before = first_week - 1
    weeks = tuple(w.model_copy(update={"number": w.number - before}) for w in plan.weeks[before:])
    if not weeks:
        return None
    start = weeks[0].start_date
    phases = tuple(_clipped(p, before) for p in plan.phases if p.last_week > before)
    part = plan.model_copy(
        update={
            "summary": summary(without_totals(plan.summary) or plan.summary, weeks, goal.language),
            "start": start,
            "phases": phases,
            "weeks": weeks,
        }
    )
    return part, goal.model_copy(update={"start": start, "weeks": len(weeks)})


def check_open(plan: Plan, goal: ClarifiedGoal, first_week: int, lived: Sequence[Week] = ()) -> tuple[RuleResult, ...]:
    """Every rule of `check_plan` on the weeks from `first_week` on.

    Args:
        lived: the weeks right before it, with what was done in them: runs are held to what was run, not to what had
            been planned (see `rein.coach.life.lived.level`).
    """
    found = open_part(plan, goal, first_week)
    if found is None:
        return ()
    part, part_goal = found
    before = tuple(w.model_copy(update={"number": i - len(lived)}) for i, w in enumerate(lived, 1))
    with_lived = part.model_copy(update={"weeks": (*before, *part.weeks)})
    rule = runs_grow_in_safe_steps.__name__
    results = [r for r in check_plan(part, part_goal) if r.rule != rule]
    if goal.training is not Training.NONE:
        steps = [r for r in runs_grow_in_safe_steps(with_lived, part_goal) if r[1] is not None and r[1] > 0]
        results += [RuleResult(rule=rule, status=s, week=w, message=m) for s, w, m in steps]
        if not steps:
            results.append(RuleResult(rule=rule, status=Status.PASS))
    return tuple(results)


def failures(plan: Plan, goal: ClarifiedGoal, first_week: int, lived: Sequence[Week] = ()) -> list[str]:
    """What is broken from `first_week` on."""
    return [f"{r.rule}: {r.message}" for r in check_open(plan, goal, first_week, lived) if r.status is Status.FAIL]


def _clipped(phase: Phase, before: int) -> Phase:
    milestones = tuple(m.model_copy(update={"week": m.week - before}) for m in phase.milestones if m.week > before)
    first = max(1, phase.first_week - before)
    return phase.model_copy(
        update={"first_week": first, "last_week": phase.last_week - before, "milestones": milestones}
    )
