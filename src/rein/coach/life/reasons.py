"""Why a new version of a plan looks as it does, in words that its person would use."""

from collections.abc import Sequence
from datetime import date

from rein.coach.domain import Action, ClarifiedGoal, Training
from rein.coach.life.changes import Change, NewDays, NewHours, Setback, told
from rein.coach.life.reach import Reach
from rein.coach.load import longest_run, training_minutes

CLEARANCE = (
    "Begin to train again only once a doctor or physiotherapist has cleared you; if it takes longer, move the day of "
    "your return."
)


class Reasons:
    """Collects the lines that stand above a proposal, and gives each change in it its reason."""

    def __init__(self, goal: ClarifiedGoal, changes: Sequence[Change]) -> None:
        self._changes = changes
        self._lines: dict[str, None] = {told(c): None for c in changes}
        self._level = ""
        self.notes: list[str] = []
        if any(isinstance(c, Setback) and c.injury for c in changes):
            if goal.training is Training.NONE:
                self._add("This plan does not train the body, so it can go on. Skip whatever hurts.")
            else:
                self._add(CLEARANCE)
                self.notes.append(CLEARANCE)

    @property
    def lines(self) -> tuple[str, ...]:
        """Each reason once, the change first."""
        return tuple(self._lines)

    def _add(self, line: str) -> None:
        self._lines[line] = None

    def level(self, recent: Sequence[Sequence[Action]], anything_done: bool) -> None:
        """From which level training goes on; `recent` is what the weeks before it hold."""
        longest = max((longest_run(actions) for actions in recent), default=0)
        most = max((training_minutes(actions) for actions in recent), default=0)
        if not anything_done:
            self._level = (
                "Nothing is logged yet, so training starts at the level the plan first began with. Log what you did, "
                "and it can start higher."
            )
        elif longest:
            self._level = (
                f"Your longest run of the four weeks before counts as {longest} minutes; the next ones grow from it."
            )
        elif most:
            self._level = f"You trained up to {most} minutes a week lately; the next weeks grow from that."
        else:
            self._level = "After four weeks without training it starts again at the level the plan first began with."
        if self._level:
            self._add(self._level)

    def left_off(self, week: int) -> None:
        """The plan goes on with a week that was not done."""
        self._add(f"You go on with what stood in week {week}; nothing that was missed is put on top.")

    def lighter_first(self) -> None:
        self._add("The first full week is a lighter one.")

    def hours_to_spare(self) -> None:
        self._add("The plan did not need all the hours it had, so it stays as long as it is.")

    def deadline_moved(self, day: date) -> None:
        self._add(f"The pause takes all the weeks that were left, so the last day moves to {day.day} {day:%B %Y}.")

    def reached(self, can: Reach) -> None:
        """What is out of reach, if anything."""
        if can.note:
            self._add(can.note)

    def why(self, week: int, before: Action | None, after: Action | None) -> str:
        """The reason for one change: of an action, or of the week itself where both are None."""
        action = after or before
        own = any(isinstance(c, NewDays | NewHours) for c in self._changes)
        rebased = action is not None and action.training is not Training.NONE and not own
        if rebased and before is not None and after is not None and before.minutes != after.minutes and self._level:
            return self._level
        return " ".join(told(c) for c in self._changes)
