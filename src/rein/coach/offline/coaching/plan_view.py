"""What a coaching turn reads off the plan: today, this week, what comes next. The plan may hold only the weeks around today."""

from datetime import timedelta

from rein.coach.domain import Action, CoachingContext, Milestone, Week, Weekday
from rein.coach.limits import number
from rein.coach.offline.words import day


class PlanView:
    """The plan of a context, seen from its `today`."""

    def __init__(self, context: CoachingContext) -> None:
        self.plan = context.plan
        self.today = context.today

    @property
    def begun(self) -> bool:
        return self.today >= self.plan.start

    @property
    def over(self) -> bool:
        return self.today > self.plan.deadline

    @property
    def week(self) -> Week:
        """The week that holds today; the nearest one before the start and after the end."""
        weeks = self.plan.weeks
        return next((w for w in weeks if self.today <= w.end_date), weeks[-1])

    @property
    def todays(self) -> tuple[Action, ...]:
        """The actions that are due today."""
        if not self.begun or self.over:
            return ()
        weekday = list(Weekday)[self.today.weekday()]
        return tuple(a for a in self.week.actions if weekday in a.days)

    @property
    def main(self) -> Action | None:
        """The action that carries the week."""
        return self.week.actions[0] if self.week.actions else None

    def next_due(self) -> tuple[str, Action] | None:
        """The next day with something to do, after today, in words, and its first action."""
        if self.over:
            return None
        for ahead in range(1, 15):
            date = max(self.today, self.plan.start - timedelta(days=1)) + timedelta(days=ahead)
            week = next((w for w in self.plan.weeks if w.start_date <= date <= w.end_date), None)
            weekday = list(Weekday)[date.weekday()]
            due = next((a for a in week.actions if weekday in a.days), None) if week else None
            if due is not None:
                return ("tomorrow" if (date - self.today).days == 1 else f"{date:%A}"), due
        return None

    @property
    def milestone(self) -> Milestone | None:
        """The next milestone from today on."""
        marks = (m for p in self.plan.phases for m in p.milestones if m.date >= self.today)
        return min(marks, key=lambda m: m.date, default=None)

    def milestone_line(self) -> str:
        m = self.milestone
        if m is None:
            return "There is no milestone left in the plan."
        return f"The next milestone is “{m.title}” on {day(m.date)} ({m.measure})."

    def target_line(self) -> str:
        """Where the measure should stand this week, or nothing."""
        measure, target = self.plan.measure, self.week.target
        if measure is None or target is None:
            return ""
        return f"By the end of the week the plan has {measure.metric} at {number(target)} {measure.unit}".rstrip() + "."

    @property
    def weeks_left(self) -> int:
        return max(0, (self.plan.deadline - self.today).days // 7)


def step(action: Action) -> str:
    """An action in one line: what, how long, when."""
    return f"{action.title} ({action.minutes} min, {action.when})"


def short_step(action: Action) -> str:
    """The same action made so small that it can be done on a bad day."""
    return f"{action.title}: only the first {max(2, min(10, action.minutes // 3))} minutes, {action.when}"
