"""Sessions, what became of them, and where life went otherwise."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rein.coach.domain import Training, Weekday
from rein.coach.expand import expand
from rein.coach.life.clock import Clock
from rein.coach.life.log import Entry, Kind, Log, values
from rein.coach.life.occurrences import days_in, in_week, occurrences, weekday
from rein.coach.life.outcomes import DeviationKind, State, deviations, outcomes
from tests.coach.life.lives import entries, plans
from tests.coach.life.test_clock import ZONES
from tests.coach.strategies import goal, outline

GOAL = goal()
PLAN = expand(outline(), GOAL)  # from Monday 23 November 2026: easy runs on Tuesday and Thursday, a long run on Sunday
TUESDAY, THURSDAY, SUNDAY = (date(2026, 11, 24), date(2026, 11, 26), date(2026, 11, 29))
KEYS = {o.date: o.key for o in occurrences(PLAN)}


def told(kind: Kind, day: date, logged_on: date | None = None, **more: object) -> Entry:
    return Entry.model_validate({"kind": kind, "on": day, "logged_on": logged_on or day, "key": KEYS.get(day)} | more)


def states(log: Log, today: date) -> dict[date, State]:
    return {o.occurrence.date: o.state for o in outcomes(PLAN, log, today)}


@settings(max_examples=50, deadline=None)
@given(plans())
def test_every_action_of_every_week_occurs_on_each_of_its_days_once(made):
    plan, _ = made
    found = occurrences(plan)
    assert len({o.key for o in found}) == len(found)
    assert sum(o.minutes for o in found) == plan.total_minutes
    assert [o.date for o in found] == sorted(o.date for o in found)
    for o in found:
        week = plan.weeks[o.week - 1]
        assert week.start_date <= o.date <= week.end_date


def test_a_session_keeps_its_key_when_another_version_shifts_it_or_changes_its_minutes():
    week = PLAN.weeks[0]
    shifted = week.model_copy(
        update={
            "actions": tuple(
                a.model_copy(update={"minutes": a.minutes + 5, "days": (Weekday.WED, Weekday.FRI)})
                if len(a.days) == 2
                else a
                for a in week.actions
            )
        }
    )
    assert [o.key for o in in_week(shifted)] == [o.key for o in in_week(week)]
    assert [weekday(o.date) for o in in_week(shifted)] == [Weekday.WED, Weekday.FRI, Weekday.SUN]


def test_the_days_that_a_short_last_week_lacks_have_no_session():
    short = PLAN.weeks[0].model_copy(update={"end_date": TUESDAY})
    assert days_in(short, list(Weekday)) == [date(2026, 11, 23), TUESDAY]


def test_todays_session_is_still_planned_and_yesterdays_is_missed():
    found = states(Log(), THURSDAY)
    assert (found[TUESDAY], found[THURSDAY], found[SUNDAY]) == (State.MISSED, State.PLANNED, State.PLANNED)


def test_what_was_told_last_holds_and_can_be_taken_back():
    log = Log().with_entries(told(Kind.SKIPPED, TUESDAY), told(Kind.DONE, TUESDAY, minutes=20))
    assert states(log, THURSDAY)[TUESDAY] is State.DONE
    assert states(log.with_entries(told(Kind.REOPENED, TUESDAY)), TUESDAY)[TUESDAY] is State.PLANNED


def test_a_day_of_sickness_and_a_pause_excuse_what_was_due_unless_it_was_done():
    sick = Entry(kind=Kind.SICK, on=TUESDAY, logged_on=TUESDAY)
    log = Log().with_entries(sick, told(Kind.DONE, SUNDAY)).with_pause(THURSDAY, SUNDAY)
    found = states(log, SUNDAY)
    assert (found[TUESDAY], found[THURSDAY], found[SUNDAY]) == (State.SICK, State.PAUSED, State.DONE)


def test_a_moved_session_is_due_on_its_new_day():
    log = Log().with_entries(told(Kind.MOVED, TUESDAY, to=date(2026, 11, 25)))
    (first, *_) = outcomes(PLAN, log, date(2026, 11, 25))
    assert (first.state, first.date, first.occurrence.date) == (State.PLANNED, date(2026, 11, 25), TUESDAY)
    assert states(log, THURSDAY)[TUESDAY] is State.MISSED


def test_every_deviation_is_told_with_what_was_planned_and_what_came():
    wednesday = date(2026, 11, 25)
    log = Log().with_entries(
        told(Kind.MOVED, TUESDAY, to=wednesday),
        told(Kind.DONE, TUESDAY, logged_on=SUNDAY, minutes=20).model_copy(update={"on": wednesday}),
        told(Kind.SKIPPED, THURSDAY, note="a late meeting"),
        Entry(kind=Kind.DONE, on=SUNDAY, logged_on=SUNDAY, title="Football", minutes=60, training=Training.OTHER),
    )
    found = {(d.kind, d.on): d for d in deviations(PLAN, log, SUNDAY + timedelta(days=1))}
    assert set(found) == {
        (DeviationKind.MOVED, wednesday),
        (DeviationKind.SHORTER, wednesday),
        (DeviationKind.BACKDATED, wednesday),
        (DeviationKind.SKIPPED, THURSDAY),
        (DeviationKind.MISSED, SUNDAY),
        (DeviationKind.EXTRA, SUNDAY),
    }
    shorter = found[DeviationKind.SHORTER, wednesday]
    assert (int(shorter.before) > 20, shorter.after) == (True, "20")
    assert found[DeviationKind.SKIPPED, THURSDAY].note == "a late meeting"
    assert found[DeviationKind.BACKDATED, wednesday].after == SUNDAY.isoformat()


def test_a_plan_that_is_followed_has_no_deviations():
    log = Log().with_entries(*(told(Kind.DONE, d) for d in (TUESDAY, THURSDAY, SUNDAY)))
    assert deviations(PLAN, log, SUNDAY) == ()


def test_of_two_values_on_a_day_the_one_told_last_counts():
    log = [
        Entry(kind=Kind.VALUE, on=THURSDAY, logged_on=THURSDAY, value=9),
        Entry(kind=Kind.VALUE, on=TUESDAY, logged_on=THURSDAY, value=8),
        Entry(kind=Kind.VALUE, on=THURSDAY, logged_on=THURSDAY, value=9.5),
    ]
    assert values(log) == [(TUESDAY, 8), (THURSDAY, 9.5)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "moved", "key": "w1.a.1"},
        {"kind": "done", "to": TUESDAY},
        {"kind": "skipped"},
        {"kind": "value"},
        {"kind": "done", "on": SUNDAY},
        {"kind": "done", "effort": 11},
        {"kind": "done", "value": float("nan")},
    ],
)
def test_an_entry_that_says_too_little_or_nonsense_is_refused(wrong):
    with pytest.raises(ValidationError):
        Entry.model_validate({"on": TUESDAY, "logged_on": TUESDAY} | wrong)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_every_session_has_one_state_and_no_future_one_is_missed(data):
    plan, _ = data.draw(plans())
    today = plan.start + timedelta(days=data.draw(st.integers(0, 100)))
    log = Log().with_entries(*data.draw(entries(plan, Log(), plan.start, today)))
    found = outcomes(plan, log, today)
    assert [o.occurrence for o in found] == list(occurrences(plan))
    for o in found:
        assert not (o.state is State.MISSED and o.date >= today)
        assert not (o.state is State.PLANNED and o.date < today)


@settings(max_examples=30, deadline=None)
@given(plans(), st.sampled_from(ZONES), st.integers(0, 360), st.times())
def test_every_session_of_a_plan_lies_in_its_day_and_in_one_week_from_sunday_in_every_zone(made, zone, day_end, at):
    clock = Clock(timezone=zone, day_end=day_end, week_start=Weekday.SUN)
    for o in occurrences(made[0]):
        instant = clock.session_instant(o.date, at.replace(second=0, microsecond=0))
        assert clock.day_of(instant) == o.date
        first, last = clock.week_of(clock.day_of(instant))
        assert first.weekday() == 6
        assert first <= o.date <= last
