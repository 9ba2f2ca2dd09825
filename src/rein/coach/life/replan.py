"""A new version of a plan after life went otherwise: proposed with a diff and reasons, never put in place by itself."""

from dataclasses import replace
from datetime import date, timedelta

from rein.coach.domain import MAX_WEEKS, ClarifiedGoal, Frozen, Phase, Plan, Training, Week, Weekday
from rein.coach.expand import Before, expand, load_warnings, summary
from rein.coach.fitting import open_days_of, placed, with_rest_day, within_budget, within_load, within_run_step
from rein.coach.life.changes import Change, NewDays, NewDeadline, NewHours, NewTarget, Pause, Setback
from rein.coach.life.current import rest_of_week
from rein.coach.life.diff import Diff, diff
from rein.coach.life.lived import level, value_now
from rein.coach.life.log import Log
from rein.coach.life.occurrences import with_actions
from rein.coach.life.openpart import failures
from rein.coach.life.outcomes import Outcome, State, outcomes
from rein.coach.life.reach import Option, Reach, reach
from rein.coach.life.reasons import Reasons
from rein.coach.life.span import LONG_PAUSE_WEEKS, DaysOff, Span, days_off, is_off, span_of, weeks_after_pause
from rein.coach.life.template import outline_from
from rein.coach.limits import LIGHTER_EVERY, RUN_WINDOW_WEEKS
from rein.coach.load import longest_run, training_minutes
from rein.coach.targets import is_run_distance
from rein.coach.totals import without_totals
from rein.errors import PlanRuleError, UsageError

BOUND_BY_HOURS = 0.7
"""A plan whose fullest week takes this share of the hours would have taken more of them."""


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


def propose(plan: Plan, goal: ClarifiedGoal, log: Log, today: date, change: Change) -> Proposal:
    """Lay the rest of `plan` anew.

    Weeks that are over stay as they are, and so does every session that is past or logged. What is left of the week
    that has begun is only moved, shortened or taken out. From the next week on everything is laid anew from what was
    logged, in the order it was planned, going on where the person left off. The outcome keeps every rule of
    `check_plan` from there on (see `rein.coach.life.openpart`).

    A pause or a setback that the person accepts belongs into the log too: later versions read it from there.

    Args:
        goal: as it was when `plan` was made.
        today: the person's day.

    Raises:
        UsageError: the change cannot be meant: a deadline or a pause in the past, or a plan that is over.
        PlanRuleError: no version that keeps every rule was found.
    """
    new_goal = _changed(plan, goal, today, change)
    off = days_off(plan, new_goal, log, today, change)
    results = outcomes(plan, log, today)
    broken: list[str] = []
    for hold_from in (LONG_PAUSE_WEEKS, 1):
        attempt = _Replanning(plan, goal, new_goal, log, today, change, off, results, hold_from)
        made = attempt.proposal()
        broken = failures(made.new_plan, made.goal, made.first_open_week, attempt.before.weeks)
        if not broken:
            return made
    raise PlanRuleError(f"No plan kept every rule; the last one broke: {'; '.join(broken)}.")


def _changed(plan: Plan, goal: ClarifiedGoal, today: date, change: Change) -> ClarifiedGoal:
    """The goal with `change` made to it."""
    deadline = change.deadline if isinstance(change, NewDeadline) else plan.deadline
    if deadline < today:
        raise UsageError(f"The plan's last day, {deadline}, is over. Choose a later one.")
    if isinstance(change, Pause | Setback) and change.last < max(
        today, change.first if isinstance(change, Pause) else today
    ):
        raise UsageError("A pause ends on or after the day it begins, and not in the past.")
    update: dict[str, object] = {
        "deadline": deadline,
        "weeks": (deadline - plan.start).days // 7 + 1,
        "start": plan.start,
    }
    match change:
        case NewHours():
            update["hours_per_week"] = change.hours_per_week
        case NewDays():
            update["allowed_days"] = tuple(d for d in Weekday if d in change.allowed_days)
        case NewTarget():
            if goal.measure is None or goal.measure.target is None:
                raise UsageError("This goal has no number to reach.")
            measure = goal.measure.model_copy(update={"target": change.target})
            if is_run_distance(goal, goal.measure) and goal.measure.baseline is not None:
                measure = measure.model_copy(update={"baseline": min(goal.measure.baseline, change.target)})
            update["measure"] = measure
        case _:
            pass
    return goal.model_copy(update=update)


class _Replanning:
    """One attempt, with everything it looks at."""

    def __init__(
        self,
        plan: Plan,
        was: ClarifiedGoal,
        goal: ClarifiedGoal,
        log: Log,
        today: date,
        change: Change,
        off: tuple[DaysOff, ...],
        results: tuple[Outcome, ...],
        hold_from: int,
    ) -> None:
        self.plan, self.was, self.goal, self.log, self.today, self.change = plan, was, goal, log, today, change
        self.off, self.results = off, results
        self.options: list[Option] = []
        span = span_of(plan, goal, results, today, off, hold_from=hold_from)
        if span.open and not span.active:
            last = weeks_after_pause(plan, goal, span, off)
            self.goal = goal.model_copy(update={"deadline": plan.start + timedelta(weeks=last, days=-1), "weeks": last})
            span = span_of(plan, self.goal, results, today, off, hold_from=hold_from)
        if len(span.open) > MAX_WEEKS or (span.open and not span.active):
            raise UsageError(f"A plan reaches at most {MAX_WEEKS} weeks ahead. Choose a nearer date.")
        if not span.open and isinstance(change, NewDeadline) and change.deadline != plan.deadline:
            raise UsageError("The new last day lies in the week that has begun. Choose one from next week on.")
        self.span: Span = span
        self.start = plan.start + timedelta(weeks=span.first_open - 1)
        self.before = level(plan, was, log, today, self.start)
        self.reasons = Reasons(plan, self.goal, change, today)

    def proposal(self) -> Proposal:
        kept = self._kept()
        if self.span.open:
            new_plan = self._with_open_weeks(kept)
        else:
            new_plan = self.plan.model_copy(update={"weeks": tuple(kept)})
            new_plan = self._said(new_plan)
        reasons = tuple(self.reasons.lines)
        return Proposal(
            new_plan=new_plan,
            goal=self.goal,
            diff=diff(self.plan, new_plan, self.reasons.why),
            reasons=reasons,
            options=tuple(self.options),
            first_open_week=self.span.first_open,
        )

    # --- What has begun or is over ---------------------------------------------------------------------------------

    def _kept(self) -> list[Week]:
        """The weeks before the first open one; beyond the old plan's end, weeks in which nothing was planned."""
        kept = list(self.plan.weeks[: self.span.first_open - 1])
        if self.span.begun is not None:
            kept[-1] = self._begun(kept[-1])
        for number in range(len(kept) + 1, self.span.first_open):
            start = self.plan.start + timedelta(weeks=number - 1)
            update = {
                "number": number,
                "start_date": start,
                "end_date": start + timedelta(days=6),
                "focus": "Nothing was planned.",
                "lighter": False,
                "paused": True,
                "actions": (),
            }
            kept.append(kept[-1].model_copy(update=update))
        return kept

    def _begun(self, week: Week) -> Week:
        open_keys = {o.occurrence.key for o in self.results if o.state is State.PLANNED}
        settled = {(i, o.date) for i, o in with_actions(week) if o.date < self.today or o.key not in open_keys}
        limit = int(self.goal.hours_per_week * 60) if isinstance(self.change, NewHours) else max(week.minutes, 1)
        rest = rest_of_week(
            week,
            settled,
            today=self.today,
            is_open=lambda day: bool(open_days_of(day, day, self.goal.allowed_days)) and not is_off(day, self.off),
            limit=limit,
            longest_run=max((longest_run(w.actions) for w in self.before.weeks), default=0),
            movable=isinstance(self.change, NewDays),
        )
        update: dict[str, object] = {}
        if self.span.open and (week.end_date - week.start_date).days < 6:
            update["end_date"] = week.start_date + timedelta(days=6)
        left = (self.today + timedelta(days=i) for i in range((week.end_date - self.today).days + 1))
        if rest.actions != week.actions and any(is_off(d, self.off) for d in left):
            update["paused"] = True
        return rest.model_copy(update=update)

    # --- What is laid anew -----------------------------------------------------------------------------------------

    def _with_open_weeks(self, kept: list[Week]) -> Plan:
        span, offset = self.span, self.span.first_open - 1
        before = self._before()
        can = self._reach(before)
        outline = outline_from(self.plan, self._left_off(), self._factor())
        open_goal = self.goal.model_copy(update={"start": self.start, "weeks": len(span.open), "measure": can.measure})
        quiet = frozenset(n - offset for n in span.paused | span.held)
        laid = expand(outline, open_goal, before, quiet)
        weeks = [
            *kept,
            *(
                self._held(w) if w.number + offset in span.held else w.model_copy(update={"number": w.number + offset})
                for w in laid.weeks
            ),
        ]
        own = set(load_warnings(laid.weeks))
        steady = () if not can.note or any("out of safe reach" in n for n in laid.notes) else (can.note,)
        notes = (*steady, *(n for n in laid.notes if n not in own), *load_warnings(weeks[offset:]), *self.reasons.notes)
        plan = Plan(
            summary=self.plan.summary,
            start=self.plan.start,
            deadline=self.goal.deadline,
            timezone=self.plan.timezone,
            phases=_phases(self.plan, len(kept), laid),
            weeks=tuple(weeks),
            measure=laid.measure,
            notes=tuple(dict.fromkeys(notes)),
        )
        return self._said(plan)

    def _said(self, plan: Plan) -> Plan:
        said = without_totals(plan.summary) or plan.summary
        return plan.model_copy(update={"summary": summary(said, plan.weeks, self.goal.language)})

    def _before(self) -> Before:
        """What the first active week goes on from: rest in between starts the count to a lighter week anew."""
        before = self.before
        if not before.weeks:
            return before
        gap = self.span.gap
        if gap:
            before = replace(before, full_weeks=0)
        if isinstance(self.change, Setback) and self.goal.training is not Training.NONE:
            before = replace(before, full_weeks=LIGHTER_EVERY - 1)
        if before.full_weeks >= LIGHTER_EVERY - 1 and len(self.span.active) > 1:
            before = self._lighter_first(before)
        recent = [w for w in before.weeks[-RUN_WINDOW_WEEKS:] if training_minutes(w.actions)]
        if self.goal.training is not Training.NONE:
            self.reasons.level(recent, any(o.state is State.DONE for o in self.results))
        return before

    def _lighter_first(self, before: Before) -> Before:
        """For a first week that is lighter: the full one after it is held to the weeks that it still looks back on.

        Where there was no training in them, the plan starts again at its first level, and that is light enough.
        """
        looked_back = max(0, RUN_WINDOW_WEEKS - 1 - self.span.gap)
        recent = before.weeks[-looked_back:] if looked_back else ()
        if not any(training_minutes(w.actions) for w in recent):
            return replace(before, full_weeks=0)
        self.reasons.lighter_first()
        return replace(before, weeks=recent)

    def _reach(self, before: Before) -> Reach:
        gap = self.span.gap
        if before.weeks:
            empty = tuple(w.model_copy(update={"actions": ()}) for w in before.weeks[-1:] * gap)
            before = replace(before, weeks=(*before.weeks, *empty)[-RUN_WINDOW_WEEKS:])
        value = value_now(self.plan, self.was, self.log, self.today)
        can = reach(self.plan, self.was, self.goal, before, value, len(self.span.active), self.goal.deadline)
        if self.goal.deadline not in {self.was.deadline, getattr(self.change, "deadline", None)}:
            self.reasons.deadline_moved(self.goal.deadline)
        self.reasons.reached(can)
        self.options += can.options
        return can

    def _left_off(self) -> int:
        """The week from which planned work is still to be done: the one after the last in which something was done."""
        done = {o.occurrence.week for o in self.results if o.state is State.DONE}
        left = max((n for n in done if n < self.span.first_open), default=0) + 1
        begun = self.span.begun
        if begun is not None and (begun == 1 or left >= begun):
            left = begun + 1
        if left < self.span.first_open:
            self.reasons.left_off(left)
        return left

    def _factor(self) -> float:
        if not isinstance(self.change, NewHours) or self.change.hours_per_week <= self.was.hours_per_week:
            return 1.0
        fullest = max((w.minutes for w in self.plan.weeks if w.number >= self.span.first_open), default=0)
        if fullest < BOUND_BY_HOURS * self.was.hours_per_week * 60:
            self.reasons.hours_to_spare()
            return 1.0
        return self.change.hours_per_week / self.was.hours_per_week

    def _held(self, week: Week) -> Week:
        """A week before a long pause: what is trained now, kept up."""
        outline = outline_from(self.plan, self._left_off(), 1.0)
        days = open_days_of(week.start_date, week.end_date, self.goal.allowed_days)
        drafts = [a for a in (placed(o, 0.0, days) for o in outline.phases[0].actions) if a is not None]
        drafts = within_budget(with_rest_day(drafts, days), int(self.goal.hours_per_week * 60))
        if self.before.weeks:
            drafts = within_load(drafts, self.before.weeks, self.before.least_load, 0)
            drafts = within_run_step(drafts, self.before.weeks)
        return week.model_copy(
            update={
                "number": week.number + self.span.first_open - 1,
                "focus": "Keep up what you do until the pause; growing starts again after it.",
                "actions": tuple(drafts),
            }
        )


def _phases(plan: Plan, kept: int, laid: Plan) -> tuple[Phase, ...]:
    """The phases so far, cut after `kept` weeks, and those laid anew; one that goes on stays one."""
    phases: list[Phase] = []
    for phase in plan.phases:
        if phase.first_week <= kept:
            is_last = phase is plan.phases[-1] or phase.last_week >= kept
            last = kept if is_last else phase.last_week
            milestones = tuple(m for m in phase.milestones if m.week <= last)
            phases.append(phase.model_copy(update={"last_week": last, "milestones": milestones}))
    for phase in laid.phases:
        moved = tuple(m.model_copy(update={"week": m.week + kept}) for m in phase.milestones)
        span = {"first_week": phase.first_week + kept, "last_week": phase.last_week + kept, "milestones": moved}
        if phases and phases[-1].name == phase.name:
            before = phases.pop()
            span |= {"first_week": before.first_week, "milestones": (*before.milestones, *moved)}
        phases.append(phase.model_copy(update=span))
    return tuple(phases)
