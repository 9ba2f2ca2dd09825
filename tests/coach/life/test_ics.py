"""The calendar feed, read back by a parser."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from rein.coach.life.clock import Clock
from rein.coach.life.ics import CalendarEntry, clock_time, feed
from rein.coach.life.occurrences import Occurrence
from tests.coach.life.test_clock import ZONES

CHANGED = datetime(2026, 11, 20, 12, tzinfo=UTC)
BERLIN = Clock(timezone="Europe/Berlin", day_end=240)


def entry(on: date = date(2026, 11, 24), when: str = "at 18:30", title: str = "Run", **more: object) -> CalendarEntry:
    session = Occurrence(key="w1.ab12.1", date=on, week=1, title=title, when=when, minutes=45)
    return CalendarEntry.model_validate({"goal": "g1", "occurrence": session, "on": on, "changed_at": CHANGED} | more)


def events(text: str) -> list:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_a_session_with_a_time_lies_at_that_time_of_the_persons_zone():
    (event,) = events(feed([entry()], BERLIN))
    assert event.decoded("dtstart") == datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
    assert str(event["summary"]) == "Run"


def test_a_session_without_a_time_takes_the_day_and_leaves_it_free():
    (event,) = events(feed([entry(when="before breakfast")], BERLIN))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 11, 24), date(2026, 11, 25))
    assert str(event["transp"]) == "TRANSPARENT"


def test_a_moved_session_keeps_its_uid_and_its_newer_copy_has_a_higher_sequence():
    (before,) = events(feed([entry()], BERLIN))
    (after,) = events(feed([entry().model_copy(update={"on": date(2026, 11, 25), "revision": 3})], BERLIN))
    assert before["uid"] == after["uid"] == "g1.w1.ab12.1@rein"
    assert int(before["sequence"]) < int(after["sequence"])
    assert after.decoded("dtstart").date() == date(2026, 11, 25)


def test_the_same_sessions_give_the_same_text():
    both = [entry(), entry(on=date(2026, 11, 25), goal="g2")]
    assert feed(both, BERLIN) == feed(reversed(both), BERLIN)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", [3, 4, 9, 10, 11])
def test_half_past_six_stays_half_past_six_on_every_day_about_a_change_of_the_clocks(zone, month):
    clock = Clock(timezone=zone)
    days = [date(2026, month, d) for d in range(1, 31)]
    for event in events(feed([entry(on=d) for d in days], clock)):
        local = event.decoded("dtstart").astimezone(ZoneInfo(zone))
        assert (local.hour, local.minute) == (18, 30)


def test_a_session_after_midnight_lies_in_the_night_of_its_day():
    (event,) = events(feed([entry(when="at 00:30")], BERLIN))
    assert event.decoded("dtstart") == datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


texts = st.text(st.characters(codec="utf-8"), max_size=200)


@given(texts.filter(lambda t: bool(t.strip())), texts, texts)
def test_any_text_comes_back_from_the_parser_and_opens_no_line_of_its_own(title, when, goal_title):
    text = feed([entry(title=title, when=when, goal_title=goal_title)], BERLIN, name=title)
    (event,) = events(text)

    def readable(s: str) -> str:
        lines = s.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(c for c in lines if c == "\n" or (c >= " " and c != "\x7f"))

    assert str(event["summary"]) == readable(title)
    assert text.count("BEGIN:VEVENT") == text.count("\r\nBEGIN:VEVENT\r\n") + title.count("BEGIN:VEVENT") * 2
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_words_that_look_like_another_entry_stay_words():
    hostile = "Run\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Pay; now, or\\n else"
    (event,) = events(feed([entry(title=hostile)], BERLIN))
    assert str(event["summary"]) == hostile.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("at 18:30", time(18, 30)),
        ("Sunday at 9", time(9)),
        ("7 pm, after work", time(19)),
        ("6:15 am", time(6, 15)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("at 7.45", time(7, 45)),
        ("before breakfast", None),
        ("after 20 minutes of stretching", None),
        ("at 70 % of your pace", None),
        ("at 5 km", None),
        ("on day 3", None),
        ("", None),
    ],
)
def test_a_time_is_found_in_a_cue_only_where_there_is_one(when, expected):
    assert clock_time(when) == expected
