"""A person's days and weeks, also where the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rein.coach.domain import Weekday
from rein.coach.life.clock import Clock

# Northern and southern summers, a half-hour change, one at midnight, and a zone without any.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Kolkata",
)

clocks = st.builds(
    Clock, timezone=st.sampled_from(ZONES), day_end=st.integers(0, 720), week_start=st.sampled_from(list(Weekday))
)
instants = st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))


def at(clock: Clock, text: str) -> date:
    return clock.day_of(datetime.fromisoformat(text))


def test_half_past_two_belongs_to_yesterday_when_the_day_ends_at_four():
    night = Clock(timezone="Europe/Berlin", day_end=240)
    assert at(night, "2026-11-24T02:30+01:00") == date(2026, 11, 23)
    assert at(night, "2026-11-24T04:00+01:00") == date(2026, 11, 24)
    assert at(Clock(timezone="Europe/Berlin"), "2026-11-24T02:30+01:00") == date(2026, 11, 24)


def test_the_day_is_the_persons_own_and_not_the_servers():
    assert at(Clock(timezone="Pacific/Auckland"), "2026-11-23T12:00+00:00") == date(2026, 11, 24)
    assert at(Clock(timezone="America/New_York"), "2026-11-24T03:00+00:00") == date(2026, 11, 23)


def test_a_day_end_that_comes_twice_ends_the_day_once():
    clock = Clock(timezone="Europe/Berlin", day_end=150)  # 02:30 comes twice on 25 October 2026
    start = clock.starts(date(2026, 10, 25))
    assert start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert clock.day_of(start + timedelta(minutes=45)) == date(2026, 10, 25)  # 02:15, the second time


def test_a_day_end_that_the_clocks_leap_over_ends_the_day_at_the_leap():
    clock = Clock(timezone="Europe/Berlin", day_end=150)  # there is no 02:30 on 29 March 2026
    assert clock.starts(date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    midnight = Clock(timezone="America/Santiago")  # no midnight on 6 September 2026
    assert midnight.starts(date(2026, 9, 6)) == datetime(2026, 9, 6, 4, 0, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_has_no_instant():
    apia = Clock(timezone="Pacific/Apia")  # 30 December 2011 was left out
    start = datetime(2011, 12, 29, tzinfo=UTC)
    days = {apia.day_of(start + timedelta(hours=h)) for h in range(72)}
    assert date(2011, 12, 30) not in days
    assert {date(2011, 12, 29), date(2011, 12, 31)} <= days


@given(clocks, instants)
def test_every_instant_lies_in_the_day_that_has_begun_and_not_ended(clock, instant):
    day = clock.day_of(instant)
    assert clock.starts(day) <= instant < clock.starts(day + timedelta(days=1))


@given(clocks, instants, st.integers(0, 60 * 48))
def test_time_never_goes_back_to_an_earlier_day(clock, instant, minutes):
    assert clock.day_of(instant) <= clock.day_of(instant + timedelta(minutes=minutes))


@given(clocks, st.dates(date(2025, 1, 1), date(2030, 1, 1)))
def test_days_about_a_change_of_the_clocks_last_23_to_25_hours(clock, day):
    length = clock.starts(day + timedelta(days=1)) - clock.starts(day)
    assert timedelta(hours=23) <= length <= timedelta(hours=25)


@given(clocks, st.dates(date(2025, 1, 1), date(2030, 1, 1)))
def test_a_week_has_seven_days_and_starts_on_the_chosen_one(clock, day):
    first, last = clock.week_of(day)
    assert first <= day <= last
    assert (last - first).days == 6
    assert list(Weekday)[first.weekday()] is clock.week_start


def test_a_week_that_starts_on_sunday():
    clock = Clock(timezone="America/New_York", week_start=Weekday.SUN)
    assert clock.week_of(date(2026, 11, 28)) == (date(2026, 11, 22), date(2026, 11, 28))
    assert clock.week_of(date(2026, 11, 29)) == (date(2026, 11, 29), date(2026, 12, 5))


def test_a_session_after_midnight_belongs_to_the_night_of_its_day():
    clock = Clock(timezone="Europe/Berlin", day_end=240)
    assert clock.session_instant(date(2026, 11, 23), time(0, 30)) == datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert clock.session_instant(date(2026, 11, 23), time(18)) == datetime(2026, 11, 23, 17, tzinfo=UTC)


@given(clocks, st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.times())
def test_a_session_lies_in_its_day(clock, day, when):
    instant = clock.session_instant(day, when.replace(second=0, microsecond=0))
    assert clock.day_of(instant) == day


def test_a_zone_that_is_none_and_an_instant_without_a_zone_are_refused():
    with pytest.raises(ValidationError, match="no time zone"):
        Clock(timezone="Mars/Base")
    with pytest.raises(ValueError, match="needs a time zone"):
        Clock(timezone="UTC").day_of(datetime(2026, 1, 1))
