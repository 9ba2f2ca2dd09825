"""From the weeks of a plan back to an outline: what is still to be done, ready to be laid over other weeks."""

from collections.abc import Sequence
from itertools import groupby

from rein.coach.domain import (
    NOTHING_FOUND,
    Action,
    OutlineAction,
    OutlineMilestone,
    OutlinePhase,
    Plan,
    PlanOutline,
    Training,
    Week,
)
from rein.coach.totals import without_totals

MOST_MINUTES = 600
"""A session's most, as in every outline."""
_LIGHTER = "Lighter week: recover. "
_TAPER = "so that you arrive rested. "


def outline_from(plan: Plan, first_week: int, *, factor: float = 1.0, runs: bool = False) -> PlanOutline:
    """What `plan` holds from `first_week` on, as an outline; its last week where it has no later one.

    The parts are taken from a plan that kept every rule, so they are not held to an outline's lengths once more.

    Args:
        factor: by which every session gets longer, for someone with more hours than the plan was made for.
        runs: whether the goal is the length of a run: then a phase without any takes them from the one before.
    """
    left = [w for w in plan.weeks if w.number >= first_week and not w.paused and w.actions]
    weeks = left or [w for w in plan.weeks if w.actions][-1:] or list(plan.weeks[-1:])
    phases = [_phase(plan, list(group), factor) for _, group in groupby(weeks, key=lambda w: _index(plan, w))]
    if runs:
        phases = _with_runs(phases)
    return PlanOutline.model_construct(
        approach=without_totals(plan.summary) or plan.summary, phases=tuple(phases), safety=NOTHING_FOUND
    )


def _with_runs(phases: list[OutlinePhase]) -> list[OutlinePhase]:
    known = next((r for p in phases if (r := _runs(p))), ())
    found: list[OutlinePhase] = []
    for phase in phases:
        known = _runs(phase) or known
        found.append(phase if _runs(phase) else phase.model_copy(update={"actions": (*phase.actions, *known)}))
    return found


def _runs(phase: OutlinePhase) -> tuple[OutlineAction, ...]:
    return tuple(a for a in phase.actions if a.training is Training.RUNNING)


def _index(plan: Plan, week: Week) -> int:
    return next((i for i, p in enumerate(plan.phases) if p.first_week <= week.number <= p.last_week), 0)


def _phase(plan: Plan, weeks: list[Week], factor: float) -> OutlinePhase:
    phase = plan.phases[_index(plan, weeks[0])]
    full = [w for w in weeks if not w.lighter] or weeks
    milestone = phase.milestones[-1] if phase.milestones else None
    return OutlinePhase.model_construct(
        name=phase.name,
        purpose=phase.purpose,
        weeks=len(weeks),
        focus=tuple(_plain(w.focus) for w in weeks),
        actions=tuple(_actions(full[0].actions, full[-1].actions, factor)),
        milestone=OutlineMilestone.model_construct(
            title=milestone.title if milestone else phase.name,
            measure=milestone.measure if milestone else "Every session of the phase is done",
        ),
    )


def _plain(focus: str) -> str:
    """A week's focus without what was put before it because the week was lighter."""
    return focus.removeprefix(_LIGHTER) if focus.startswith(_LIGHTER) else focus.rpartition(_TAPER)[2]


def _actions(first: Sequence[Action], last: Sequence[Action], factor: float) -> list[OutlineAction]:
    """The actions of a phase's first week with their minutes in its last, then those that only the last has."""
    rest = list(last)
    found: list[OutlineAction] = []
    for a in first:
        later = next((b for b in rest if b.title == a.title and b.training == a.training), None)
        if later is not None:
            rest.remove(later)
        found.append(_action(a, later or a, factor))
    return found + [_action(b, b, factor) for b in rest]


def _action(first: Action, last: Action, factor: float) -> OutlineAction:
    return OutlineAction.model_construct(
        title=first.title,
        when=first.when,
        days=max(first.days, last.days, key=len),
        minutes_first=min(MOST_MINUTES, int(first.minutes * factor)),
        minutes_last=min(MOST_MINUTES, int(last.minutes * factor)),
        training=first.training,
    )
