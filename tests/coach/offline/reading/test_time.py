"""When, for how long, how much a week, and on which days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.coach.domain import MAX_WEEKS
from rein.coach.offline.reading.dates import (
    find_days,
    find_deadline,
    find_duration_weeks,
    find_hours_per_week,
    read_deadlines,
)

TODAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by May", "2026-05-01"),
        ("by the end of May", "2026-05-31"),
        ("in mid-June", "2026-06-15"),
        ("this spring", "2026-05-31"),
        ("next summer", "2026-08-31"),
        ("before the summer", "2026-06-01"),
        ("before my wedding on 12 June", "2026-06-12"),
        ("on June 12th, 2026", "2026-06-12"),
        ("by 2026-06-12", "2026-06-12"),
        ("by 31/05/2026", "2026-05-31"),
        ("by 06/12/2026", "2026-06-12"),
        ("am 12.6.", "2026-06-12"),
        ("by 3 January", "2027-01-03"),
        ("by the end of the year", "2026-12-31"),
        ("by the new year", "2026-12-31"),
        ("by Christmas", "2026-12-25"),
        ("before Easter", "2026-04-05"),
        ("by Thanksgiving", "2026-11-26"),
        ("by Friday", "2026-01-16"),
        ("by the end of the month", "2026-01-31"),
        ("in 2027", "2027-12-31"),
        ("bis Ende Juni", "2026-06-30"),
        ("d'ici fin juin", "2026-06-30"),
        ("antes de mayo", "2026-05-01"),
        ("by Monday next week", "2026-01-19"),
        ("by Friday of next week", "2026-01-23"),
        ("by next week's Tuesday", "2026-01-20"),
        ("by Saturday this week", "2026-01-17"),
        ("20 days of sketching starting tomorrow", "2026-02-04"),
        ("two weeks without sweets, starting next Monday", "2026-02-01"),
        ("6月まで", "2026-06-01"),
        ("6月に", "2026-06-30"),
        ("9月末まで", "2026-09-30"),
        ("2026年8月3日までに", "2026-08-03"),
        ("5월 말까지", "2026-05-31"),
    ],
)
def test_a_deadline_is_the_day_that_the_words_name(text: str, expected: str) -> None:
    assert find_deadline(text, TODAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "by 2015",
        "in June 2019",
        "my New Year's resolution",
        "I may read more",
        "Romans 12:1-2",
        "run 5k",
        "on 31 February",
        "starting 1 March",
        "starting in May",
        "from next month",
        "13月",
    ],
)
def test_past_dates_and_other_words_are_no_deadline(text: str) -> None:
    assert find_deadline(text, TODAY) is None


def test_a_past_date_is_told_as_passed() -> None:
    (found,) = read_deadlines("by 1 June 2019", TODAY)
    assert found.passed


def test_seasons_turn_round_in_the_southern_hemisphere() -> None:
    assert find_deadline("this spring", TODAY, southern=True) == date(2026, 11, 30)


@given(st.text(max_size=300), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_deadline_always_lies_ahead(text: str, today: date) -> None:
    found = find_deadline(text, today)
    assert found is None or found > today


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 300))
def test_a_day_without_a_year_is_its_next_occurrence(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    if (day.month, day.day) != (2, 29):
        assert find_deadline(f"by {day.day} {day:%B}", today) == day


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("in six weeks", 6),
        ("within 3 months", 13),
        ("over the next ten weeks", 10),
        ("a 30-day challenge", 5),
        ("in a year", 52),
        ("in half a year", 26),
        ("in 10 years", MAX_WEEKS),
        ("I have smoked for ten years", None),
        ("my 4 year old", None),
        ("for 3 hours", None),
    ],
)
def test_a_duration_counts_only_ahead(text: str, weeks: int | None) -> None:
    assert find_duration_weeks(text) == weeks


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("I can train 4 hours a week", 4),
        ("30 min a day", 3.5),
        ("an hour every weekday", 5),
        ("2-3 hours a week", 2.5),
        ("an hour a day, five days a week", 5),
        ("3 times a week for 45 minutes", 2.25),
        ("two 45 minute sessions a week", 1.5),
        ("an hour on Tuesdays and Thursdays", 2),
        ("I can train Mon/Wed/Fri for an hour", 3),
        ("sleep 8 hours a night", None),
        ("get eight hours of sleep every night", None),
        ("I work 50 hours a week", None),
        ("watch TV 3 hours a day", None),
        ("200 hours a week", None),
    ],
)
def test_hours_are_those_for_the_goal(text: str, hours: float | None) -> None:
    assert find_hours_per_week(text) == hours


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("only weekends", "sat sun"),
        ("on Tuesdays and Thursdays", "tue thu"),
        ("not on Sundays", "mon tue wed thu fri sat"),
        ("Mon/Wed/Fri evenings", "mon wed fri"),
        ("Monday to Friday", "mon tue wed thu fri"),
        ("I work weekends", "mon tue wed thu fri"),
        ("call her every Sunday", "sun"),
        ("the race on Sunday", ""),
        ("every day", ""),
    ],
)
def test_days_are_restricted_only_by_habit(text: str, days: str) -> None:
    assert " ".join(d.value for d in find_days(text)) == days
