"""What was done, where the measure stands, where it is heading."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rein.coach.domain import Measure, Training
from rein.coach.expand import expand
from rein.coach.life.log import Entry, Kind, Log
from rein.coach.life.occurrences import occurrences
from rein.coach.life.outcomes import outcomes
from rein.coach.life.progress import adherence, forecast, planned_value, standing
from tests.coach.life.lives import entries, plans
from tests.coach.strategies import goal, outline

SAVING = goal(training=Training.NONE, measure=Measure(metric="savings", unit="€", baseline=0, target=1200))
PLAN = expand(outline(), SAVING)  # twelve weeks, 100 € each


def saved(*amounts: float, every: int = 7) -> Log:
    days = [SAVING.start + timedelta(days=6 + every * i) for i in range(len(amounts))]
    return Log(
        entries=tuple(Entry(kind=Kind.VALUE, on=d, logged_on=d, value=v) for d, v in zip(days, amounts, strict=True))
    )


def test_adherence_counts_every_due_session_once_and_excuses_what_nobody_could_help():
    first, second, third, fourth, *_ = occurrences(PLAN)
    log = Log().with_entries(
        Entry(kind=Kind.DONE, on=first.date, logged_on=first.date, key=first.key, minutes=10),
        Entry(kind=Kind.SICK, on=second.date, logged_on=second.date, key=second.key),
        Entry(kind=Kind.SKIPPED, on=third.date, logged_on=third.date, key=third.key),
    )
    today = fourth.date + timedelta(days=1)
    found = adherence(outcomes(PLAN, log, today), today)
    assert (found.planned, found.done, found.sick, found.skipped, found.missed) == (4, 1, 1, 1, 1)
    assert found.share == pytest.approx(1 / 3)
    assert found.minutes_done == 10


def test_before_anything_is_due_there_is_no_share():
    assert adherence(outcomes(PLAN, Log(), PLAN.start), PLAN.start).share is None


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_parts_of_adherence_add_up(data):
    plan, _ = data.draw(plans())
    today = plan.start + timedelta(days=data.draw(st.integers(0, 90)))
    log = Log().with_entries(*data.draw(entries(plan, Log(), plan.start, today)))
    a = adherence(outcomes(plan, log, today), today)
    assert a.planned == a.done + a.missed + a.skipped + a.sick + a.holiday + a.paused
    assert a.share is None or 0 <= a.share <= 1


def test_the_plans_line_runs_straight_from_one_weeks_end_to_the_next():
    assert planned_value(PLAN, SAVING, PLAN.weeks[0].end_date) == pytest.approx(100)
    assert planned_value(PLAN, SAVING, PLAN.weeks[1].start_date) == pytest.approx(100 + 100 / 7)
    assert planned_value(PLAN, SAVING, PLAN.deadline) == 1200
    assert planned_value(PLAN, SAVING, PLAN.start - timedelta(days=1)) is None


def test_ahead_is_in_the_direction_of_the_goal():
    found = standing(PLAN, SAVING, saved(150), PLAN.weeks[0].end_date)
    assert found is not None
    assert found.ahead == pytest.approx(50)
    slim = goal(training=Training.NONE, measure=Measure(metric="body weight", unit="kg", baseline=84, target=78))
    plan = expand(outline(), slim)
    day = plan.weeks[1].end_date
    log = Log(entries=(Entry(kind=Kind.VALUE, on=day, logged_on=day, value=82.5),))
    lighter = standing(plan, slim, log, day)
    assert lighter is not None
    assert lighter.ahead == pytest.approx(0.5)
    assert standing(plan, slim, log, day - timedelta(days=1)) is None


def test_a_steady_saver_is_forecast_to_reach_the_target_on_its_day():
    found = forecast(PLAN, SAVING, saved(100, 200, 300, 400), PLAN.weeks[3].end_date)
    assert found is not None
    assert (found.low, found.value, found.high) == (pytest.approx(1200), pytest.approx(1200), pytest.approx(1200))
    assert found.reached_on == PLAN.deadline


def test_an_uneven_saver_gets_a_range_about_the_forecast():
    found = forecast(PLAN, SAVING, saved(50, 250, 260, 500), PLAN.weeks[3].end_date)
    assert found is not None
    assert found.low < found.value < found.high


def test_two_values_or_three_of_one_week_are_too_few_for_a_forecast():
    assert forecast(PLAN, SAVING, saved(1, 2), PLAN.deadline) is None
    assert forecast(PLAN, SAVING, saved(1, 2, 3, every=1), PLAN.deadline) is None


def test_who_stands_still_or_goes_back_is_given_no_day():
    for amounts in ((100, 100, 100), (300, 200, 100)):
        found = forecast(PLAN, SAVING, saved(*amounts), PLAN.weeks[2].end_date)
        assert found is not None
        assert found.reached_on is None


def test_who_has_reached_the_target_has_reached_it_today():
    today = PLAN.weeks[2].end_date
    found = forecast(PLAN, SAVING, saved(800, 1000, 1300), today)
    assert found is not None
    assert found.reached_on == today


@given(st.lists(st.tuples(st.integers(0, 80), st.floats(-1e9, 1e9)), min_size=3, max_size=20))
def test_a_forecast_lies_in_its_range_whatever_was_logged(told):
    days = [(date(2026, 11, 23) + timedelta(days=d), v) for d, v in told]
    log = Log(entries=tuple(Entry(kind=Kind.VALUE, on=d, logged_on=d, value=v) for d, v in days))
    found = forecast(PLAN, SAVING, log, PLAN.deadline)
    assert found is None or found.low <= found.value <= found.high
