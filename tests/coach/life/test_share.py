"""One budget of hours for all goals."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rein.coach.domain import Weekday
from rein.coach.expand import expand
from rein.coach.life.changes import NewHours, Pause
from rein.coach.life.clock import Clock
from rein.coach.life.log import Log
from rein.coach.life.replan import propose
from rein.coach.life.share import Claim, Room, clashes, share
from tests.coach.strategies import goal, outline

CLOCK = Clock(timezone="Europe/Berlin")
claims = st.lists(
    st.builds(Claim, goal=st.text(min_size=1, max_size=3), priority=st.integers(1, 4), hours=st.floats(0, 40)),
    max_size=6,
)


@given(claims, st.floats(0, 80))
def test_the_shares_never_exceed_the_budget_nor_what_was_wanted(wanted, hours):
    found = share(wanted, hours)
    assert sum(s.minutes for s in found.shares) + found.left_minutes == int(hours * 60)
    assert all(0 <= s.minutes <= s.wanted_minutes for s in found.shares)
    assert found.fits == (sum(s.wanted_minutes for s in found.shares) <= int(hours * 60))
    assert found.fits or found.left_minutes == 0


@given(claims, st.floats(0, 80))
def test_nobody_less_important_gets_a_minute_before_the_more_important_have_theirs(wanted, hours):
    found = share(wanted, hours)
    for a, got in zip(wanted, found.shares, strict=True):
        for b, other in zip(wanted, found.shares, strict=True):
            if a.priority < b.priority and got.minutes < got.wanted_minutes:
                assert other.minutes == 0


def test_goals_of_the_same_priority_share_in_proportion():
    found = share([Claim(goal="a", priority=1, hours=4), Claim(goal="b", priority=1, hours=2)], 3)
    assert [s.minutes for s in found.shares] == [120, 60]
    assert not found.fits
    assert found.message == (
        "Your goals want 3 hours a week more than the 3 hours you have. The most important get theirs first; the "
        "others go slower."
    )


def test_a_goal_for_which_nothing_is_left_waits_and_the_person_is_told_so():
    found = share([Claim(goal="run", priority=1, hours=4), Claim(goal="read", priority=2, hours=2)], 4)
    assert [s.waits for s in found.shares] == [False, True]
    assert "one goal waits" in found.message


def test_plans_that_fit_alone_and_not_together_clash_in_the_persons_own_week():
    goal_a = goal(hours_per_week=4)
    start = goal_a.start + timedelta(days=3)
    goal_b = goal(hours_per_week=4, start=start, deadline=start + timedelta(weeks=12, days=-1))
    plans = {"a": expand(outline(), goal_a), "b": expand(outline(), goal_b)}
    assert clashes({"a": plans["a"]}, Room(hours_per_week=4), CLOCK, goal_a.start) == ()
    found = clashes(plans, Room(hours_per_week=4), CLOCK, goal_a.start)
    assert found
    assert all(c.goals == ("a", "b") or c.goals == ("b", "a") for c in found)
    assert all(c.minutes > c.limit == 240 and c.first.weekday() == 0 for c in found)
    sunday = Clock(timezone="Europe/Berlin", week_start=Weekday.SUN)
    assert all(c.first.weekday() == 6 for c in clashes(plans, Room(hours_per_week=4), sunday, goal_a.start))


def test_a_day_over_its_minutes_and_a_day_kept_free_are_named():
    plan = expand(outline(), goal())
    room = Room(
        hours_per_week=10,
        allowed_days=(Weekday.TUE, Weekday.SUN),
        minutes_per_day={Weekday.SUN: 30},
    )
    found = clashes({"a": plan}, room, CLOCK, date(2026, 11, 23))
    assert found[0].message == "2026-11-26 is a day that you keep free."
    assert found[1].first == date(2026, 11, 29)
    assert found[1].limit == 30
    assert clashes({"a": plan}, room, CLOCK, plan.deadline + timedelta(days=7)) == ()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_however_often_the_hours_are_shared_anew_all_plans_together_keep_the_budget(data):
    start = goal().start
    names = ["run", "read", "save"]
    lives = {}
    for name in names:
        own = goal(training="running" if name == "run" else "none", hours_per_week=2, measure=None)
        lives[name] = (expand(outline(), own), own)
    for step in range(1, 4):
        today = start + timedelta(weeks=2 * step)  # a Monday: everything from here on is laid anew
        hours = data.draw(st.floats(1, 10))
        wanted = [Claim(goal=n, priority=data.draw(st.integers(1, 2)), hours=data.draw(st.floats(1, 6))) for n in names]
        divided = share(wanted, hours)
        for part in divided.shares:
            plan, own = lives[part.goal]
            change = (
                NewHours(hours_per_week=part.minutes / 60) if part.minutes else Pause(first=today, last=plan.deadline)
            )
            made = propose(plan, own, Log(), today, change)
            lives[part.goal] = (made.new_plan, made.goal)
        active = {s.goal: lives[s.goal][0] for s in divided.shares if s.minutes}
        assert clashes(active, Room(hours_per_week=hours), CLOCK, today) == ()
