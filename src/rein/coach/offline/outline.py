"""Stage 3 by rules: from a clarified goal to the outline of a plan."""

from collections.abc import Sequence

from rein.coach.domain import (
    NOTHING_FOUND,
    ClarifiedGoal,
    OutlineAction,
    OutlineMilestone,
    OutlinePhase,
    PlanOutline,
    Training,
)
from rein.coach.offline import words
from rein.coach.offline.filling import Filling
from rein.coach.offline.fit import fit
from rein.coach.offline.guard import guarded
from rein.coach.offline.match import pattern_for
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Stretch

MAX_FOCUS = 12

LATER_WEEKS = (
    "Look back over the last weeks: keep what worked, and drop one thing that did not.",
    "Repeat the best week you have had so far, on purpose.",
    "Find the one session you tend to miss, and move it to a better hour.",
    "Tell one person how it is going, in two honest sentences.",
    "Make the start easier: lay out tonight what you need for the next session.",
    "Read your reason again, and change the words if they no longer fit.",
    "Hold steady: a plain week, done as written, is a good week.",
)
"""Focus lines for the weeks of a long phase that come after its own."""

_ENOUGH_FOR_TWO, _ENOUGH_FOR_THREE, _ENOUGH_FOR_ALL = 2, 5, 9


def write_outline(goal: ClarifiedGoal) -> PlanOutline:
    """Outline a plan for `goal`: phases that suit its weeks, actions that fit its hours and days.

    One week is one phase, up to four weeks are two, longer plans have three or four.
    """
    return guarded(_write, goal)


def _write(person: Person) -> PlanOutline:
    goal = person.goal
    pattern = pattern_for(person)
    fill = Filling(pattern, person)
    stretches = choose_phases(pattern.phases, goal.weeks)
    phases: list[OutlinePhase] = []
    for i, stretch in enumerate(stretches):
        load = stretch.load or (i / len(stretches), (i + 1) / len(stretches))
        actions = tuple(_filled(a, fill) for a in fit(stretch.do, person, load))
        title, measure = (pattern.phases[-1] if i == len(stretches) - 1 else stretch).milestone
        phases.append(
            OutlinePhase(
                name=fill(stretch.name),
                purpose=fill(stretch.purpose),
                weeks=stretch.share,
                focus=tuple(fill(line) for line in (*stretch.focus, *_later(i, len(stretch.focus)))),
                actions=actions,
                milestone=OutlineMilestone(title=fill(title), measure=fill(measure)),
            )
        )
    return PlanOutline(approach=_approach(fill(pattern.approach), person), phases=tuple(phases), safety=NOTHING_FOUND)


def choose_phases(phases: Sequence[Stretch], weeks: int) -> tuple[Stretch, ...]:
    """The phases that `weeks` have room for: the first, the last, and what lies between when there is time."""
    if weeks < _ENOUGH_FOR_TWO:
        return (phases[0],)
    if weeks < _ENOUGH_FOR_THREE:
        return (phases[0], phases[-1])
    if weeks < _ENOUGH_FOR_ALL:
        return (phases[0], phases[1], phases[-1])
    return tuple(phases)


def _later(phase: int, own: int) -> tuple[str, ...]:
    """The shared lines, begun at another place in each phase."""
    turned = LATER_WEEKS[phase * 2 :] + LATER_WEEKS[: phase * 2]
    return turned[: MAX_FOCUS - own]


def _filled(action: OutlineAction, fill: Filling) -> OutlineAction:
    return action.model_copy(update={"title": fill(action.title), "when": fill.within(action.when)})


def _approach(text: str, person: Person) -> str:
    """The pattern's approach, with what it does about this person's circumstances."""
    said = [text]
    if person.goal.training is not Training.NONE and person.spares_joints:
        said.append(
            "You named an injury or a sore joint: see a doctor or physiotherapist before you begin, and leave out "
            "whatever hurts; there is no running in this plan until they have cleared you."
        )
    if person.works_nights:
        said.append("The cues hang on your waking hours and not on the clock, because you work shifts.")
    if person.has_children:
        said.append("Sessions are placed around the children; when one is lost to them, the short version counts.")
    rest = [c for c in person.goal.constraints if c]
    if rest and person.quotes:
        first = words.quoted(rest[0], 90)
        if not any(mark.isdigit() for mark in first):
            said.append(f"You told me {first}: where the plan and that clash, change the plan.")
    if person.goal.language != "en":
        said.append(
            "You wrote in another language; this rule-based coach writes English only and may have missed shades."
        )
    return " ".join(said)
