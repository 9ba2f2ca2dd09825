"""What must hold for every plan, whatever becomes of it and however often it is laid anew."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rein.coach.domain import Training
from rein.coach.life.changes import NewHours
from rein.coach.life.diff import DiffMismatch, apply
from rein.coach.life.lived import first_level, lived_weeks
from rein.coach.life.log import Log
from rein.coach.life.occurrences import occurrences, weekday
from rein.coach.life.openpart import failures
from rein.coach.life.outcomes import State, outcomes
from rein.coach.life.replan import propose
from rein.coach.limits import MAX_RUN_STEP
from rein.coach.load import longest_run
from rein.errors import UsageError
from tests.coach.life.lives import changes, entries, plans, with_change


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_life_of_check_ins_skips_moves_pauses_and_replans_keeps_history_hours_and_rules(data):
    plan, goal = data.draw(plans())
    log, since = Log(), plan.start
    for _ in range(data.draw(st.integers(1, 4))):
        today = since + timedelta(days=data.draw(st.integers(0, 30)))
        log = log.with_entries(*data.draw(entries(plan, log, since, today)))
        change = data.draw(changes(plan, goal, today))
        try:
            made = propose(plan, goal, log, today, change)
        except UsageError:
            continue
        new = made.new_plan

        # History never changes: not a week that is over, not a session that is past or logged.
        over = [w for w in plan.weeks if w.end_date < today]
        assert list(new.weeks[: len(over)]) == over
        settled = {
            o.occurrence.key
            for o in outcomes(plan, log, today)
            if o.occurrence.week < made.first_open_week and (o.occurrence.date < today or o.state is not State.PLANNED)
        }
        before = {o.key: o for o in occurrences(plan) if o.key in settled}
        assert {o.key: o for o in occurrences(new) if o.key in settled} == before

        # The open part keeps every rule, the hours and the days.
        assert failures(new, made.goal, made.first_open_week, made.lived) == []
        for week in new.weeks[made.first_open_week - 1 :]:
            assert week.minutes <= made.goal.hours_per_week * 60
        if isinstance(change, NewHours) and made.first_open_week > 1 and made.first_open_week <= len(plan.weeks) + 1:
            begun = new.weeks[made.first_open_week - 2]
            fixed = sum(o.minutes for o in before.values() if o.week == begun.number)
            if begun.end_date >= today:
                assert begun.minutes <= max(fixed, made.goal.hours_per_week * 60)
        for o in occurrences(new):
            week = new.weeks[o.week - 1]
            assert week.start_date <= o.date <= week.end_date
            if o.key not in settled and o.date > today and o.week >= made.first_open_week:
                assert weekday(o.date) in made.goal.allowed_days
        keys = [o.key for o in occurrences(new)]
        assert len(keys) == len(set(keys))

        # No run leaps ahead of what was run.
        if goal.training is Training.RUNNING and made.first_open_week > 1 and made.first_open_week <= len(new.weeks):
            week = new.weeks[made.first_open_week - 1]
            lived = lived_weeks(plan, goal, log, today, week.start_date)[-4:]
            ran = max(longest_run(w.actions) for w in lived)
            if len(lived) < 4 or not ran:
                ran = max(ran, longest_run(first_level(plan).actions))
            begun = new.weeks[made.first_open_week - 2]
            ran = max(ran, longest_run(begun.actions) if begun.end_date >= today else 0)
            if ran:
                assert longest_run(week.actions) <= ran * MAX_RUN_STEP + 1e-6

        # The diff is the whole difference.
        assert apply(made.diff, plan) == new
        assert made.reasons
        assert all(w.reason and all(a.reason for a in w.actions) for w in made.diff.weeks)

        # The target is reached by the deadline, or both ways out are offered.
        measure = new.measure
        if measure is not None and measure.target is not None and made.first_open_week <= len(new.weeks):
            assert new.weeks[-1].target == measure.target
            assert measure.target == made.goal.measure.target or made.options
        if data.draw(st.booleans(), label="accepted"):
            plan, goal, log = new, made.goal, with_change(log, change, today)
        since = today


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_way_out_that_is_offered_is_one(data):
    plan, goal = data.draw(plans())
    today = plan.start + timedelta(days=data.draw(st.integers(7, 60)))
    log = Log().with_entries(*data.draw(entries(plan, Log(), plan.start, today)))
    try:
        change = data.draw(changes(plan, goal, today))
        made = propose(plan, goal, log, today, change)
    except UsageError:
        assume(False)
    assume(made.options)
    for option in made.options:
        chosen = propose(plan, goal, log, today, change, option.change)
        assert chosen.options == (), (option, chosen.options)
        assert chosen.new_plan.measure.target == chosen.goal.measure.target


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_diff_is_not_applied_to_another_version(data):
    plan, goal = data.draw(plans())
    made = (
        propose(plan, goal, Log(), plan.start + timedelta(days=9), NewHours(hours_per_week=0.5))
        if (plan.deadline > plan.start + timedelta(days=9))
        else None
    )
    assume(made is not None and not made.diff.is_empty)
    other = plan.model_copy(update={"weeks": tuple(w.model_copy(update={"focus": w.focus + "."}) for w in plan.weeks)})
    with pytest.raises(DiffMismatch):
        apply(made.diff, other)
