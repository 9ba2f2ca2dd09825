"""What changed in a person's life, as the reason for a new version of a plan."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rein.coach.domain import Frozen, Weekday
from rein.coach.limits import number
from rein.coach.offline.words import DAY_NAMES


class MissedWeek(Frozen):
    """A week, or more, went otherwise. The rest is laid anew from what was logged; nothing missed is added to it."""

    kind: Literal["missed_week"] = "missed_week"


class NewHours(Frozen):
    """More or fewer hours a week."""

    kind: Literal["hours"] = "hours"
    hours_per_week: Annotated[float, Field(gt=0, le=80)]


class NewDays(Frozen):
    """Other days of the week."""

    kind: Literal["days"] = "days"
    allowed_days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)]


class NewDeadline(Frozen):
    """A later or an earlier last day."""

    kind: Literal["deadline"] = "deadline"
    deadline: date


class NewTarget(Frozen):
    """Another number to reach, in the measure's unit."""

    kind: Literal["target"] = "target"
    target: Annotated[float, Field(ge=-1e12, le=1e12)]


class Pause(Frozen):
    """A time in which nothing is asked, both days included: a journey, exams, a new child."""

    kind: Literal["pause"] = "pause"
    first: date
    last: date


class Setback(Frozen):
    """Sickness or injury from today on, until `last` as far as one can tell."""

    kind: Literal["setback"] = "setback"
    last: date
    injury: bool = False


class Resume(Frozen):
    """A pause ends early: today."""

    kind: Literal["resume"] = "resume"


Change = Annotated[
    MissedWeek | NewHours | NewDays | NewDeadline | NewTarget | Pause | Setback | Resume, Field(discriminator="kind")
]


def told(change: Change) -> str:
    """The change as the person would say it back: the reason that stands beside what follows from it."""
    match change:
        case MissedWeek():
            return "The last days went otherwise than planned, so the plan goes on from what you logged."
        case NewHours():
            return f"You have {number(change.hours_per_week)} hours a week for this now."
        case NewDays():
            return f"Your days for this are {_listed([DAY_NAMES[d] for d in Weekday if d in change.allowed_days])} now."
        case NewDeadline():
            return f"Your last day is {_day(change.deadline)} now."
        case NewTarget():
            return f"Your target is {number(change.target)} now."
        case Pause():
            return f"You take a pause from {_day(change.first)} to {_day(change.last)}."
        case Setback():
            how = "injured" if change.injury else "not well"
            return f"You are {how}, as far as you can tell until {_day(change.last)}."
        case Resume():
            return "You are back."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
