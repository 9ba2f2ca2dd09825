"""Stage 1 settles every open choice, and tells each one it made for the person."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.coach.clarify import DEFAULT_WEEKS, settle
from rein.coach.domain import (
    EVERY_DAY,
    MAX_WEEKS,
    NOTHING_FOUND,
    Answer,
    GoalReading,
    GoalRequest,
    LifeArea,
    Measure,
    SafetyVerdict,
    Training,
    Weekday,
)
from rein.coach.limits import LIGHTER_EVERY
from rein.coach.targets import minutes_per_unit, reachable

SATURDAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)


def request(**changes: object) -> GoalRequest:
    return GoalRequest.model_validate({"text": "Read more", "today": SATURDAY, "timezone": "Europe/Berlin"} | changes)


def reading(**changes: object) -> GoalReading:
    base = {"is_goal": True, "area": LifeArea.PERSONAL_GROWTH, "statement": "Read more", "safety": NOTHING_FOUND}
    return GoalReading.model_validate(base | changes)


def settled(a_request: GoalRequest, a_reading: GoalReading):
    return settle(a_request, a_reading, SafetyVerdict())


def test_a_plan_starts_next_monday_and_takes_twelve_weeks_unless_said_otherwise():
    goal = settled(request(), reading())
    assert (goal.start, goal.weeks, goal.deadline) == (MONDAY, DEFAULT_WEEKS, MONDAY + timedelta(days=83))
    assert any("12 weeks" in a for a in goal.assumptions)
    assert any("hours a week" in a for a in goal.assumptions)


def test_what_the_person_chose_beats_what_was_read():
    goal = settled(
        request(weeks=4, hours_per_week=2, start=date(2026, 12, 2)),
        reading(weeks=20, hours_per_week=9, deadline=date(2027, 6, 1)),
    )
    assert (goal.start, goal.weeks, goal.hours_per_week) == (date(2026, 12, 2), 4, 2)
    assert goal.deadline == date(2026, 12, 29)


def test_a_date_that_was_read_is_the_last_day_of_the_plan():
    goal = settled(request(), reading(deadline=date(2027, 1, 1)))
    assert (goal.weeks, goal.deadline) == (6, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("deadline", "why"), [(date(2026, 11, 1), "already past"), (date(2026, 12, 1), "before the start")]
)
def test_a_date_that_cannot_be_kept_is_left_out_and_the_reason_is_true(deadline, why):
    goal = settled(request(start=date(2026, 12, 2)), reading(deadline=deadline))
    assert goal.deadline > goal.start
    assert any(why in assumption for assumption in goal.assumptions)


@given(st.integers(6, 700))
def test_without_a_chosen_start_a_dated_plan_has_only_whole_weeks_and_begins_within_seven_days(ahead):
    goal = settled(request(), reading(deadline=SATURDAY + timedelta(days=ahead)))
    assert (goal.deadline - goal.start).days + 1 == 7 * goal.weeks
    assert SATURDAY <= goal.start < SATURDAY + timedelta(days=7)


@given(st.sampled_from(["km", "miles"]), st.none() | st.floats(0.1, 30), st.floats(0.5, 60), st.floats(1, 20))
def test_a_run_without_a_date_gets_the_weeks_that_safe_steps_take(unit, baseline, target, hours):
    far = Measure(metric="longest run", unit=unit, baseline=baseline, target=max(target, baseline or 0))
    goal = settled(request(hours_per_week=hours), reading(training=Training.RUNNING, measure=far))
    lighter = [n % LIGHTER_EVERY == 0 and n < goal.weeks for n in range(1, goal.weeks + 1)]
    reached, _ = reachable(goal, lighter)
    assert reached.target == pytest.approx(min(far.target, hours * 60 / minutes_per_unit(far)), abs=0.1)


def test_a_date_before_monday_starts_the_plan_today():
    goal = settled(request(), reading(deadline=date(2026, 11, 22)))
    assert (goal.start, goal.deadline, goal.weeks) == (SATURDAY, date(2026, 11, 22), 1)


def test_a_past_date_is_left_out_and_said():
    goal = settled(request(), reading(deadline=date(2025, 1, 1)))
    assert goal.weeks == DEFAULT_WEEKS
    assert any("2025-01-01" in a for a in goal.assumptions)


def test_a_far_date_is_cut_to_the_longest_plan_and_said():
    goal = settled(request(), reading(deadline=date(2040, 1, 1)))
    assert goal.weeks == MAX_WEEKS
    assert any("2040-01-01" in a for a in goal.assumptions)


def test_a_question_that_was_answered_is_not_asked_again():
    asked = reading(questions=("How far can you run?", "Which days?"))
    goal = settled(request(answers=(Answer(question="how far can you run?", answer="5 km"),)), asked)
    assert goal.questions == ("Which days?",)


def test_days_come_in_the_order_of_the_week():
    goal = settled(request(), reading(allowed_days=("sun", "tue")))
    assert goal.allowed_days == (Weekday.TUE, Weekday.SUN)
    assert settled(request(), reading()).allowed_days == EVERY_DAY


@given(
    today=st.dates(date(2020, 1, 1), date(2050, 1, 1)),
    ahead=st.none() | st.integers(0, 400),
    deadline=st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    weeks=st.none() | st.integers(1, MAX_WEEKS),
    chosen=st.none() | st.integers(1, MAX_WEEKS),
)
def test_the_deadline_always_lies_in_the_last_week(today, ahead, deadline, weeks, chosen):
    start = None if ahead is None else today + timedelta(days=ahead)
    goal = settled(request(today=today, start=start, weeks=chosen), reading(deadline=deadline, weeks=weeks))
    last_week = goal.start + timedelta(weeks=goal.weeks - 1)
    assert last_week <= goal.deadline <= last_week + timedelta(days=6)
    assert 1 <= goal.weeks <= MAX_WEEKS
    assert goal.start >= today
    assert start is None or goal.start == start


@pytest.mark.parametrize("text", ["", "   ", "x" * 8001])
def test_a_text_that_is_no_text_is_refused(text):
    with pytest.raises(ValueError, match="text"):
        request(text=text)
