"""Replanning as one person meets it: a half marathon in sixteen weeks, and what comes between."""

from datetime import date, timedelta

import pytest

from rein.coach.domain import LifeArea, Measure, OutlineAction, Plan, Training, Weekday
from rein.coach.expand import expand
from rein.coach.life.changes import (
    MissedWeek,
    NewDays,
    NewDeadline,
    NewHours,
    NewTarget,
    Pause,
    Resume,
    Setback,
)
from rein.coach.life.diff import Op, apply, week_versions
from rein.coach.life.log import Entry, Kind, Log
from rein.coach.life.occurrences import occurrences, weekday
from rein.coach.life.proposal import Proposal
from rein.coach.life.replan import propose
from rein.coach.load import longest_run
from rein.errors import UsageError
from tests.coach.strategies import goal, outline

START = date(2026, 11, 23)  # a Monday; easy runs on Tuesday and Thursday, the long run on Sunday
GOAL = goal(weeks=16, deadline=START + timedelta(weeks=16, days=-1))
PLAN = expand(outline(), GOAL)
MONDAY_OF_WEEK_6 = START + timedelta(weeks=5)


def followed(until: date, plan: Plan = PLAN, *, but: tuple[int, ...] = ()) -> Log:
    """Everything done up to `until`, apart from the weeks `but`."""
    return Log(
        entries=tuple(
            Entry(kind=Kind.DONE, on=o.date, logged_on=o.date, key=o.key)
            for o in occurrences(plan)
            if o.date < until and o.week not in but
        )
    )


def minutes(made: Proposal, week: int) -> int:
    return made.new_plan.weeks[week - 1].minutes


def test_who_followed_the_plan_and_changes_nothing_keeps_the_target_and_its_date():
    made = propose(PLAN, GOAL, followed(MONDAY_OF_WEEK_6), MONDAY_OF_WEEK_6, MissedWeek())
    assert made.options == ()
    assert made.new_plan.weeks[-1].target == 21.1
    assert made.new_plan.deadline == GOAL.deadline
    assert longest_run(made.new_plan.weeks[5].actions) == longest_run(PLAN.weeks[5].actions)


def test_after_missed_weeks_the_load_starts_from_what_was_run_and_nothing_is_stacked_on_top():
    made = propose(PLAN, GOAL, followed(MONDAY_OF_WEEK_6, but=(4, 5)), MONDAY_OF_WEEK_6, MissedWeek())
    ran = longest_run(PLAN.weeks[2].actions)
    assert made.new_plan.weeks[:5] == PLAN.weeks[:5]
    assert longest_run(made.new_plan.weeks[5].actions) <= ran * 1.1
    assert minutes(made, 6) < PLAN.weeks[5].minutes
    assert any(f"counts as {ran} minutes" in r for r in made.reasons)
    assert any("nothing that was missed is put on top" in r for r in made.reasons)


def test_with_nothing_logged_training_starts_where_the_plan_began_and_says_so():
    made = propose(PLAN, GOAL, Log(), MONDAY_OF_WEEK_6, MissedWeek())
    assert longest_run(made.new_plan.weeks[5].actions) <= longest_run(PLAN.weeks[0].actions) * 1.1
    assert any("Nothing is logged yet" in r for r in made.reasons)


def test_where_the_target_is_out_of_safe_reach_both_ways_out_are_offered_and_each_works():
    log = followed(MONDAY_OF_WEEK_6, but=(2, 3, 4, 5))
    later = START + timedelta(weeks=8)
    made = propose(PLAN, GOAL, log, later, MissedWeek())
    assert any("out of safe reach" in r for r in made.reasons)
    assert made.new_plan.measure is not None
    assert made.new_plan.measure.target < 21.1
    deadline, target = (o.change for o in made.options)
    assert isinstance(deadline, NewDeadline)
    assert isinstance(target, NewTarget)
    by_date = propose(PLAN, GOAL, log, later, MissedWeek(), deadline)
    assert (by_date.options, by_date.new_plan.weeks[-1].target) == ((), 21.1)
    assert by_date.new_plan.weeks[-1].end_date == deadline.deadline == by_date.goal.deadline
    by_target = propose(PLAN, GOAL, log, later, MissedWeek(), target)
    assert (by_target.options, by_target.new_plan.deadline) == ((), GOAL.deadline)


def test_fewer_hours_hold_in_the_week_that_has_begun_and_keep_its_most_important_session():
    wednesday = MONDAY_OF_WEEK_6 + timedelta(days=2)
    made = propose(PLAN, GOAL, followed(wednesday), wednesday, NewHours(hours_per_week=2))
    begun = made.new_plan.weeks[5]
    assert begun.minutes <= 120
    assert [weekday(o.date) for o in occurrences(made.new_plan) if o.week == 6] == [Weekday.TUE, Weekday.SUN]
    assert all(w.minutes <= 120 for w in made.new_plan.weeks[6:])


def test_more_hours_make_a_plan_longer_that_was_short_of_them_and_no_other():
    reading = outline(
        OutlineAction(title="Read", when="at 21:00", days=(Weekday.MON, Weekday.THU), minutes_first=60, minutes_last=60)
    )
    short = goal(training=Training.NONE, measure=None, hours_per_week=1.5)
    made = propose(expand(reading, short), short, Log(), START, NewHours(hours_per_week=3))
    assert {w.minutes for w in made.new_plan.weeks} == {180}
    roomy = goal(training=Training.NONE, measure=None, hours_per_week=20)
    same = propose(expand(reading, roomy), roomy, Log(), START, NewHours(hours_per_week=25))
    assert {w.minutes for w in same.new_plan.weeks} == {120}
    assert any("did not need all the hours" in r for r in same.reasons)


def test_other_days_move_what_is_left_of_the_week_and_spread_the_weeks_after_it():
    wednesday = MONDAY_OF_WEEK_6 + timedelta(days=2)
    days = (Weekday.MON, Weekday.WED, Weekday.SAT)
    made = propose(PLAN, GOAL, followed(wednesday), wednesday, NewDays(allowed_days=days))
    this_week = [weekday(o.date) for o in occurrences(made.new_plan) if o.week == 6]
    assert this_week == [Weekday.TUE, Weekday.WED, Weekday.SAT]
    for week in made.new_plan.weeks[6:]:
        assert sorted(d for a in week.actions for d in a.days) == sorted(days)  # no two runs on a day
    assert {o.key for o in occurrences(made.new_plan) if o.week == 6} == {
        o.key for o in occurrences(PLAN) if o.week == 6
    }


def test_a_pause_empties_its_weeks_and_the_first_week_after_it_does_not_leap():
    first = START + timedelta(weeks=7)
    made = propose(
        PLAN, GOAL, followed(MONDAY_OF_WEEK_6), MONDAY_OF_WEEK_6, Pause(first=first, last=first + timedelta(days=6))
    )
    week = made.new_plan.weeks[7]
    assert (week.paused, week.actions, week.target) == (True, (), made.new_plan.weeks[6].target)
    assert not any(w.paused for i, w in enumerate(made.new_plan.weeks) if i != 7)
    log = followed(MONDAY_OF_WEEK_6).with_pause(first, first + timedelta(days=6))
    again = propose(made.new_plan, made.goal, log, MONDAY_OF_WEEK_6 + timedelta(days=7), NewHours(hours_per_week=3))
    assert again.new_plan.weeks[7].paused
    back = propose(again.new_plan, again.goal, log, first, Resume())
    assert not any(w.paused for w in back.new_plan.weeks[7:])


def test_before_a_long_pause_training_is_kept_up_and_growing_starts_after_it():
    first = START + timedelta(weeks=8)
    pause = Pause(first=first, last=first + timedelta(weeks=4, days=-1))
    made = propose(PLAN, GOAL, followed(MONDAY_OF_WEEK_6), MONDAY_OF_WEEK_6, pause)
    held = made.new_plan.weeks[5:8]
    assert len({w.minutes for w in held}) == 1
    assert all(w.actions and w.paused for w in held)
    after = made.new_plan.weeks[12]
    assert longest_run(after.actions) <= longest_run(PLAN.weeks[0].actions) * 1.1
    assert made.options


def test_a_pause_to_the_end_moves_the_last_day_and_says_so():
    made = propose(
        PLAN, GOAL, followed(MONDAY_OF_WEEK_6), MONDAY_OF_WEEK_6, Pause(first=MONDAY_OF_WEEK_6, last=GOAL.deadline)
    )
    assert made.new_plan.deadline == made.goal.deadline > GOAL.deadline
    assert any("the last day moves to" in r for r in made.reasons)
    assert made.new_plan.weeks[15].paused
    assert not made.new_plan.weeks[16].paused


def test_sickness_empties_the_days_and_the_way_back_begins_with_a_lighter_week():
    wednesday = MONDAY_OF_WEEK_6 + timedelta(days=2)
    made = propose(PLAN, GOAL, followed(wednesday), wednesday, Setback(last=wednesday + timedelta(days=6)))
    assert [weekday(o.date) for o in occurrences(made.new_plan) if o.week == 6] == [Weekday.TUE]
    week = made.new_plan.weeks[6]
    assert week.lighter
    assert longest_run(week.actions) <= 0.8 * longest_run(PLAN.weeks[4].actions)


def test_an_injury_waits_for_clearance_and_leaves_a_plan_alone_that_does_not_train_the_body():
    change = Setback(last=MONDAY_OF_WEEK_6 + timedelta(weeks=2), injury=True)
    made = propose(PLAN, GOAL, followed(MONDAY_OF_WEEK_6), MONDAY_OF_WEEK_6, change)
    assert any("doctor or physiotherapist has cleared you" in n for n in made.new_plan.notes)
    saving_goal = goal(training=Training.NONE, area=LifeArea.FINANCE, measure=None)
    saving = expand(outline(), saving_goal)
    log = followed(START + timedelta(weeks=2), saving)
    same = propose(saving, saving_goal, log, START + timedelta(weeks=2), change)
    assert not any(w.paused for w in same.new_plan.weeks)
    assert any("can go on" in r for r in same.reasons)


def test_savings_that_fell_behind_are_not_asked_for_twice_as_fast():
    saving_goal = goal(training=Training.NONE, measure=Measure(metric="savings", unit="€", baseline=0, target=1200))
    plan = expand(outline(), saving_goal)
    today = START + timedelta(weeks=8)
    value = Entry(kind=Kind.VALUE, on=today - timedelta(days=1), logged_on=today, value=200)
    log = followed(today, plan, but=(3, 4, 5, 6, 7, 8)).with_entries(value)
    made = propose(plan, saving_goal, log, today, MissedWeek())
    assert made.new_plan.weeks[-1].target == 700  # 200 € and 125 € a week, a quarter more than first planned
    assert [o.text for o in made.options] == [
        "Keep 1,200 € and move the last day to 14 March 2027.",
        "Keep the date and make 700 € the target.",
    ]


def test_the_diff_names_each_week_and_action_with_its_reason():
    wednesday = MONDAY_OF_WEEK_6 + timedelta(days=2)
    made = propose(PLAN, GOAL, followed(wednesday), wednesday, NewHours(hours_per_week=2))
    assert [w.number for w in made.diff.weeks] == list(range(6, 17))
    (change,) = made.diff.weeks[0].actions
    assert change.op is Op.CHANGED
    assert change.before is not None
    assert change.after is not None
    assert (change.before.days, change.after.days) == ((Weekday.TUE, Weekday.THU), (Weekday.TUE,))
    assert change.reason == "You have 2 hours a week for this now."
    assert apply(made.diff, PLAN) == made.new_plan
    assert type(made).model_validate_json(made.model_dump_json()) == made


def test_a_week_keeps_the_version_that_it_was_made_in():
    wednesday = MONDAY_OF_WEEK_6 + timedelta(days=2)
    second = propose(PLAN, GOAL, followed(wednesday), wednesday, NewHours(hours_per_week=2))
    later = START + timedelta(weeks=9)
    log = followed(later, second.new_plan)
    third = propose(second.new_plan, second.goal, log, later, NewHours(hours_per_week=1.5))
    versions = week_versions({2: second.diff, 3: third.diff}, len(third.new_plan.weeks))
    assert versions == (1,) * 5 + (2,) * 4 + (3,) * 7


@pytest.mark.parametrize(
    ("today", "change"),
    [
        (START, NewDeadline(deadline=START - timedelta(days=1))),
        (MONDAY_OF_WEEK_6 + timedelta(days=1), NewDeadline(deadline=MONDAY_OF_WEEK_6 + timedelta(days=3))),
        (START, Pause(first=START + timedelta(days=9), last=START + timedelta(days=3))),
        (START, Setback(last=START - timedelta(days=1))),
        (GOAL.deadline + timedelta(days=1), MissedWeek()),
        (START, NewDeadline(deadline=START + timedelta(weeks=400))),
    ],
)
def test_a_change_that_cannot_be_meant_is_refused(today, change):
    with pytest.raises(UsageError):
        propose(PLAN, GOAL, Log(), today, change)


def test_a_plan_that_is_over_can_be_given_a_new_last_day():
    today = GOAL.deadline + timedelta(days=10)
    deadline = today + timedelta(weeks=6)
    made = propose(PLAN, GOAL, followed(GOAL.deadline + timedelta(days=1)), today, NewDeadline(deadline=deadline))
    assert made.new_plan.weeks[:16] == PLAN.weeks
    assert made.new_plan.weeks[16].paused
    assert made.new_plan.weeks[-1].end_date == deadline
