"""What is shown to a person when their plan is to change."""

from rein.coach.domain import ClarifiedGoal, Frozen, Plan, Week
from rein.coach.life.diff import Diff
from rein.coach.life.reach import Option


class Proposal(Frozen):
    """What to show the person: nothing changes before they accept it."""

    new_plan: Plan
    goal: ClarifiedGoal
    """The goal with the change made to it: hours, days, deadline, target. It goes with the new plan."""
    diff: Diff
    reasons: tuple[str, ...]
    options: tuple[Option, ...]
    """Where target and deadline do not fit together: the ways out, each a change to propose next. Until one is chosen
    the plan goes as far as is safe. Empty when all fits."""
    first_open_week: int
    """The first week that was laid anew as a whole; before it only the rest of the week that has begun may differ."""
    lived: tuple[Week, ...]
    """The last weeks before it with what was done in them: the level that it goes on from."""
