"""Streaks forgive what has a reason, and nothing they say shames anybody."""

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rein.coach.domain import Weekday
from rein.coach.life.clock import Clock
from rein.coach.life.occurrences import Occurrence
from rein.coach.life.outcomes import Outcome, State
from rein.coach.life.streaks import streaks

MONDAY = date(2026, 11, 23)
CLOCK = Clock(timezone="Europe/Berlin")
FORGIVEN = [State.SKIPPED, State.SICK, State.HOLIDAY, State.PAUSED]


def days(*states: State | None, start: date = MONDAY) -> list[Outcome]:
    """One session a day from `start`; None is a day without any."""
    found: list[Outcome] = []
    for i, state in enumerate(states):
        if state is not None:
            on = start + timedelta(days=i)
            session = Occurrence(key=f"w1.a.{i}", date=on, week=1, title="Run", when="at 7", minutes=30)
            found.append(Outcome(occurrence=session, state=state, date=on))
    return found


def current(*states: State | None, today: int | None = None) -> tuple[int, int]:
    day = MONDAY + timedelta(days=len(states) - 1 if today is None else today)
    found = streaks(days(*states), CLOCK, day).days
    return found.current, found.longest


def test_skipped_sick_holiday_paused_and_free_days_do_not_break_a_streak():
    assert current(State.DONE, *FORGIVEN, None, State.DONE) == (2, 2)


def test_a_day_that_went_by_without_a_word_ends_it_and_the_longest_stays():
    assert current(State.DONE, State.DONE, State.MISSED, State.DONE) == (1, 2)


def test_one_session_done_keeps_a_day_on_which_another_was_missed():
    both = [*days(State.MISSED), *days(State.DONE)]
    assert streaks(both, CLOCK, MONDAY).days.current == 1


def test_a_session_that_is_still_open_today_breaks_nothing():
    assert current(State.DONE, State.PLANNED) == (1, 1)


def test_a_week_is_kept_when_half_of_what_had_no_excuse_is_done():
    half = [State.DONE, State.MISSED, State.SICK, State.HOLIDAY, None, None, None]
    less = [State.DONE, State.MISSED, State.MISSED, None, None, None, None]
    excused = [State.SICK, State.SKIPPED, None, None, None, None, None]
    later = MONDAY + timedelta(days=28)
    found = streaks(days(*half, *excused, *half, *less), CLOCK, later).weeks
    assert (found.current, found.longest) == (0, 2)


def test_this_week_counts_as_soon_as_it_is_kept_and_never_breaks():
    week = [State.DONE] * 7
    assert streaks(days(*week, State.MISSED, State.PLANNED), CLOCK, MONDAY + timedelta(days=8)).weeks.current == 1
    assert streaks(days(*week, State.DONE, State.PLANNED), CLOCK, MONDAY + timedelta(days=7)).weeks.current == 2


def test_weeks_start_on_the_persons_own_day():
    sunday = Clock(timezone="Europe/Berlin", week_start=Weekday.SUN)
    both = days(State.DONE, State.DONE, start=MONDAY - timedelta(days=2))  # a Saturday and a Sunday
    assert streaks(both, sunday, MONDAY).weeks.current == 2
    assert streaks(both, CLOCK, MONDAY).weeks.current == 1


all_states = st.lists(st.sampled_from([*State, None]), max_size=40)


@given(all_states)
def test_the_current_streak_is_never_longer_than_the_longest(states):
    found = streaks(days(*states), CLOCK, MONDAY + timedelta(days=len(states)))
    for s in (found.days, found.weeks):
        assert 0 <= s.current <= s.longest


@given(all_states, st.integers(0, 40), st.sampled_from(FORGIVEN))
def test_putting_an_excused_day_in_changes_no_streak_of_days(states, index, excuse):
    today = MONDAY + timedelta(days=60)
    settled = [State.MISSED if s is State.PLANNED else s for s in states]
    with_excuse = [*settled[:index], excuse, *settled[index:]]
    assert streaks(days(*with_excuse), CLOCK, today).days == streaks(days(*settled), CLOCK, today).days


@given(all_states)
def test_no_message_speaks_of_failing(states):
    message = streaks(days(*states), CLOCK, MONDAY + timedelta(days=len(states))).message
    assert message
    assert not re.search(r"\b(fail|broke|lost|lose|missed|only|shame|lazy|should|bad|zero|0)\b", message, re.IGNORECASE)
