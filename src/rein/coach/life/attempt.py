"""One way to lay the rest of a plan anew: what is over is kept, what has begun trimmed, what is open expanded."""

from dataclasses import replace
from datetime import date, timedelta

from rein.coach.domain import MAX_WEEKS, Action, ClarifiedGoal, Frozen, Phase, Plan, PlanOutline, Training, Week
from rein.coach.expand import Before, expand, load_warnings, summary
from rein.coach.fitting import all_placed, open_days_of, with_rest_day, within_budget, within_load, within_run_step
from rein.coach.life.changes import Change, MissedWeek, NewDays, NewHours, Setback
from rein.coach.life.current import rest_of_week
from rein.coach.life.diff import diff
from rein.coach.life.lived import is_followed, level, value_now
from rein.coach.life.log import Log
from rein.coach.life.occurrences import weekday, with_actions
from rein.coach.life.outcomes import State, outcomes
from rein.coach.life.proposal import Proposal
from rein.coach.life.reach import Option, Reach, reach
from rein.coach.life.reasons import Reasons
from rein.coach.life.span import Span, days_off, is_off, span_of, weeks_after_pause
from rein.coach.life.template import outline_from
from rein.coach.limits import LIGHTER_EVERY, RUN_WINDOW_WEEKS
from rein.coach.load import longest_run, training_minutes
from rein.coach.targets import is_run_distance
from rein.coach.totals import without_totals
from rein.errors import UsageError

BOUND_BY_HOURS = 0.7
"""A plan whose fullest week takes this share of the hours would have taken more of them."""


Lead = tuple[tuple[Action, ...], ...]
"""The actions of the open weeks before the first active one, paused or kept up, oldest first."""


class Attempt:
    """One attempt, with everything it looks at.

    Raises:
        UsageError: the weeks that the changes ask for cannot be.
    """

    def __init__(
        self,
        plan: Plan,
        goals: tuple[ClarifiedGoal, ...],
        log: Log,
        today: date,
        changes: tuple[Change, ...],
        hold_from: int,
    ) -> None:
        self.plan, self.goals, self.log, self.today, self.changes = plan, goals, log, today, changes
        self.was, self.goal = goals[0], goals[-1]
        goal = self.goal
        self.off = off = days_off(plan, goal, log, today, changes)
        self.results = results = outcomes(plan, log, today)
        self.options: list[Option] = []
        span = span_of(plan, goal, results, today, off, hold_from=hold_from)
        if span.open and not span.active:
            last = weeks_after_pause(plan, goal, span, off)
            self.goal = goal.model_copy(update={"deadline": plan.start + timedelta(weeks=last, days=-1), "weeks": last})
            span = span_of(plan, self.goal, results, today, off, hold_from=hold_from)
        if len(span.open) > MAX_WEEKS or (span.open and not span.active):
            raise UsageError(f"A plan reaches at most {MAX_WEEKS} weeks ahead. Choose a nearer date.")
        if not span.open and goal.deadline != plan.deadline:
            raise UsageError("The new last day lies in the week that has begun. Choose one from next week on.")
        self.span: Span = span
        self.start = plan.start + timedelta(weeks=span.first_open - 1)
        self.before = level(plan, self.was, log, today, self.start)
        self.reasons = Reasons(self.goal, changes)

    def proposal(self) -> Proposal:
        kept = self._kept()
        self._count_on_the_rest(kept)
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
            lived=self.before.weeks,
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
        limit = int(self.goal.hours_per_week * 60) if self._has(NewHours) else max(week.minutes, 1)
        rest = rest_of_week(
            week,
            settled,
            today=self.today,
            is_open=lambda day: bool(open_days_of(day, day, self.goal.allowed_days)) and not is_off(day, self.off),
            limit=limit,
            longest_run=max((longest_run(w.actions) for w in self.before.weeks), default=0),
            movable=self._has(NewDays),
        )
        update: dict[str, object] = {}
        if self.span.open and (week.end_date - week.start_date).days < 6:
            update["end_date"] = week.start_date + timedelta(days=6)
        left = (self.today + timedelta(days=i) for i in range((week.end_date - self.today).days + 1))
        if rest.actions != week.actions and any(is_off(d, self.off) for d in left):
            update["paused"] = True
        return rest.model_copy(update=update)

    def _count_on_the_rest(self, kept: list[Week]) -> None:
        """What is left of the week that has begun is as good as done, for someone who followed the plan so far."""
        begun = self.span.begun
        if begun is None or self._has(MissedWeek) or not is_followed(self.plan, self.was, self.log, self.today, begun):
            return
        done = {o.occurrence.key for o in self.results if o.state is not State.PLANNED}
        to_come = [
            kept[-1].actions[i].model_copy(update={"days": (weekday(o.date),)})
            for i, o in with_actions(kept[-1])
            if o.date >= self.today and o.key not in done
        ]
        self.before = level(self.plan, self.was, self.log, self.today, self.start, to_come)

    def _has(self, kind: type[Frozen]) -> bool:
        return any(isinstance(c, kind) for c in self.changes)

    # --- What is laid anew -----------------------------------------------------------------------------------------

    def _with_open_weeks(self, kept: list[Week]) -> Plan:
        span, offset = self.span, self.span.first_open - 1
        quiet = {n: self._kept_up(n) if n in span.held else () for n in span.paused | span.held}
        lead = tuple(quiet[n] for n in range(span.first_open, span.active[0]))
        before = self._before(lead)
        can = self._reach(before, lead)
        open_goal = self.goal.model_copy(update={"start": self.start, "weeks": len(span.open), "measure": can.measure})
        laid = expand(self._outline(self._factor()), open_goal, before, {n - offset: kept for n, kept in quiet.items()})
        weeks = [*kept, *(w.model_copy(update={"number": w.number + offset}) for w in laid.weeks)]
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

    def _before(self, lead: Lead) -> Before:
        """What the first active week goes on from: rest in between starts the count to a lighter week anew."""
        before = self.before
        if not before.weeks:
            return before
        if lead:
            before = replace(before, full_weeks=0)
        if self._has(Setback) and self.goal.training is not Training.NONE:
            before = replace(before, full_weeks=LIGHTER_EVERY - 1)
        if before.full_weeks >= LIGHTER_EVERY - 1 and len(self.span.active) > 1:
            before = self._lighter_first(before, lead)
        if self.goal.training is not Training.NONE:
            recent = _looked_back(before, lead, RUN_WINDOW_WEEKS)
            self.reasons.level(recent, any(o.state is State.DONE for o in self.results))
        return before

    def _lighter_first(self, before: Before, lead: Lead) -> Before:
        """For a first week that is lighter: the full one after it is held to the weeks that it still looks back on.

        Where there was no training in them, the plan starts again at its first level, and that is light enough.
        """
        counted = longest_run if self._is_run() else training_minutes
        if not any(counted(actions) for actions in _looked_back(before, lead, RUN_WINDOW_WEEKS - 1)):
            return replace(before, full_weeks=0)
        self.reasons.lighter_first()
        return replace(before, weeks=before.weeks[-max(1, RUN_WINDOW_WEEKS - 1 - len(lead)) :])

    def _reach(self, before: Before, lead: Lead) -> Reach:
        recent = _looked_back(before, lead, RUN_WINDOW_WEEKS)
        value = value_now(self.plan, self.was, self.log, self.today)
        goals = (*self.goals[:-1], self.goal)
        first = self.span.active[0]
        grows = first <= len(self.plan.weeks) and not self._has(Setback)
        planned = longest_run(self.plan.weeks[first - 1].actions) if grows else 0
        can = reach(self.plan, goals, recent, before.full_weeks, value, len(self.span.active), planned)
        if self.goal.deadline != self.goals[-1].deadline:
            self.reasons.deadline_moved(self.goal.deadline)
        self.reasons.reached(can)
        self.options += can.options
        return can

    def _outline(self, factor: float) -> PlanOutline:
        return outline_from(self.plan, self._left_off(), factor=factor, runs=self._is_run())

    def _is_run(self) -> bool:
        m = self.goal.measure
        return m is not None and is_run_distance(self.goal, m)

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
        if not self._has(NewHours) or self.goal.hours_per_week <= self.was.hours_per_week:
            return 1.0
        fullest = max((w.minutes for w in self.plan.weeks if w.number >= self.span.first_open), default=0)
        if fullest < BOUND_BY_HOURS * self.was.hours_per_week * 60:
            self.reasons.hours_to_spare()
            return 1.0
        return self.goal.hours_per_week / self.was.hours_per_week

    def _kept_up(self, number: int) -> tuple[Action, ...]:
        """In a week before a long pause: what is trained now, and no more."""
        first = self.plan.start + timedelta(weeks=number - 1)
        days = open_days_of(first, min(first + timedelta(days=6), self.goal.deadline), self.goal.allowed_days)
        drafts = all_placed(self._outline(1.0).phases[0].actions, 0.0, days)
        drafts = within_budget(with_rest_day(drafts, days), int(self.goal.hours_per_week * 60))
        if self.before.weeks:
            drafts = within_load(drafts, self.before.weeks, self.before.least_load, 0)
            drafts = within_run_step(drafts, self.before.weeks)
        return tuple(drafts)


def _looked_back(before: Before, lead: Lead, weeks: int) -> Lead:
    """The actions of the last `weeks` weeks before the first active one."""
    return (*(w.actions for w in before.weeks), *lead)[-weeks:]


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
