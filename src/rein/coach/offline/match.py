"""Which plan pattern a goal gets: the main statement decides, the area of life breaks ties, the rest of the text helps."""

import re
from importlib import import_module

from rein.coach.domain import LifeArea, Training
from rein.coach.offline.kinds import CHANGE, GENERAL, KINDS
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Pattern

RUNNING = "running:RUNNING"
FITNESS = "body:FITNESS"
_DEFAULTS = {LifeArea.FINANCE: "spending:BUDGET", LifeArea.CAREER: "work:PROMOTION"}
"""Kinds that help with any goal of their area; elsewhere a goal whose words say nothing gets the general pattern,
which speaks of it in the person's own words."""


def pattern_for(person: Person) -> Pattern:
    """The pattern that fits the goal best. Its module is loaded when first wanted, so one goal loads one module."""
    return load(kind_of(person))


def kind_of(person: Person) -> str:
    """The name of the fitting pattern, "module:NAME".

    In order: a kind of the goal's own area that the statement names; a kind of any area that it names beyond doubt; a
    kind of the goal's own area that the rest of the text names; the area's default.
    """
    goal = person.goal
    statement = goal.statement.casefold()
    if goal.training is Training.RUNNING:
        return FITNESS if person.spares_joints else RUNNING
    found = (
        _first(statement, goal.area, sure_only=True)
        or _first(statement, None, sure_only=True)
        or _first(statement, goal.area)
        or _first(goal.text.casefold(), goal.area, sure_only=True)
        or _DEFAULTS.get(goal.area)
        or (FITNESS if goal.training is not Training.NONE else CHANGE if _is_a_way_to_live(statement) else GENERAL)
    )
    return FITNESS if found == RUNNING and person.spares_joints else found


def _is_a_way_to_live(statement: str) -> bool:
    """Whether the statement names something to be or to stop, as against something to bring about."""
    return (
        re.match(
            r"(?:i (?:want|will|am going) (?:to )?|to )?(?:not|stop|quit|be|become|no|less|more|keep|stay|live|never|always|don['’]?t)\b",
            statement,
        )
        is not None
    )


def load(kind: str) -> Pattern:
    """The pattern called "module:NAME"."""
    module, _, name = kind.partition(":")
    pattern = getattr(import_module(f"rein.coach.offline.patterns.{module}"), name)
    if not isinstance(pattern, Pattern):
        raise TypeError(f"{kind} is no plan pattern")
    return pattern


def _first(text: str, area: LifeArea | None, *, sure_only: bool = False) -> str | None:
    """The first kind whose words stand in `text`, among those of `area` (all of them when None)."""
    for kind in KINDS:
        if area is not None and area not in kind.areas:
            continue
        if re.search(kind.sure, text) or (kind.hint and not sure_only and re.search(kind.hint, text)):
            return kind.pattern
    return None
