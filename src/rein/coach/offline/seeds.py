"""The shape of a plan pattern: what is known about a kind of goal before it is fitted to one person.

Texts may hold `{slots}`: those every pattern has (`{target}`, `{metric}`) and those its own `slots` function reads from
the person's words. A slot is filled once and never read again, so nothing a person typed is taken for a slot.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rein.coach.domain import Training
from rein.coach.offline.person import Person

Slots = Callable[[Person], dict[str, str]]


def no_slots(_: Person) -> dict[str, str]:
    """A pattern that needs no words of the person's."""
    return {}


@dataclass(frozen=True, slots=True)
class Do:
    """An action before it is fitted to a person's hours and days."""

    title: str
    """In the imperative."""
    cue: str
    """A key of `cues`, or the cue itself."""
    times: int
    """Wanted times a week."""
    least: int
    """Minutes per session below which it is not worth starting."""
    most: int
    """Minutes per session beyond which more does not help."""
    training: Training = Training.NONE
    weekend: bool = False
    """Prefers Saturday and Sunday."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase before it is fitted."""

    name: str
    purpose: str
    focus: tuple[str, ...]
    """One line a week, in order: four or more, so that a plan of a few months does not repeat itself."""
    do: tuple[Do, ...]
    """The most important first: it is what remains when there is little time."""
    milestone: tuple[str, str]
    """Title, and what can be checked where the goal has no number of its own."""
    share: int = 3
    """Weight of this phase in the plan's length."""
    load: tuple[float, float] | None = None
    """Where between `least` and `most` the minutes begin and end; by default they rise evenly through the phases."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of goal, and how people get there."""

    title: str
    commit: str
    """Follows "I will": used when the person's own words do not."""
    outcome: str
    """Follows "Picture it:": the best that comes of it (mental contrasting: the wish's outcome)."""
    hurdle: str
    """Follows "What gets in the way is": the inner obstacle that most often does."""
    gain: str
    """Follows "Many people want this because": offered, never claimed, when the person gave no reason."""
    strategy: str
    approach: str
    """How the plan works: no totals, dates or numbers of weeks."""
    done: str
    """What can be seen when it is reached, for goals without a number."""
    metrics: tuple[str, ...]
    """Two or more further signs of success."""
    if_then: tuple[tuple[str, str], ...]
    """Situation and response; the response follows "then I will"."""
    obstacles: tuple[tuple[str, str], ...]
    """What stands in the way, and the counter-move."""
    phases: tuple[Stretch, ...]
    slots: Slots = no_slots
