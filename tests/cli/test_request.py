"""What was typed becomes a request, or one message that says what to do instead."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.cli.request import Choices, build_request, default_timezone, machine_timezone, merged, readable
from rein.coach.domain import MAX_GOAL_CHARS, MAX_WEEKS
from rein.errors import UsageError
from rein.settings import Settings

SETTINGS = Settings(model="offline", timezone="Europe/Berlin")  # pyright: ignore[reportCallIssue]

choices = st.builds(
    Choices,
    weeks=st.none() | st.integers(),
    hours_per_week=st.none() | st.floats(),
    start=st.none() | st.text() | st.dates().map(str),
    timezone=st.none() | st.text() | st.sampled_from(["UTC", "Asia/Tokyo", "America", "../UTC", "/etc/passwd"]),
)


@given(st.text(st.characters(exclude_categories=[])), choices)
def test_whatever_is_typed_ends_in_a_request_or_a_usage_error(text: str, said: Choices) -> None:
    try:
        request = build_request(text, said, SETTINGS)
    except UsageError:
        return
    request.model_dump_json().encode()  # can be stored and sent
    assert request.start is None or request.start >= request.today


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n"])
def test_an_empty_goal_is_told_so_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"empty\..*rein coach"):
        build_request(text, Choices(), SETTINGS)


def test_a_goal_beyond_the_limit_is_told_the_limit() -> None:
    assert build_request("a" * MAX_GOAL_CHARS, Choices(), SETTINGS)
    with pytest.raises(UsageError, match="8,000 characters"):
        build_request("a" * (MAX_GOAL_CHARS + 1), Choices(), SETTINGS)


@pytest.mark.parametrize("weeks", [0, -1, MAX_WEEKS + 1])
def test_weeks_outside_a_plans_length_are_refused(weeks: int) -> None:
    with pytest.raises(UsageError, match="1 to 104"):
        build_request("read", Choices(weeks=weeks), SETTINGS)


@pytest.mark.parametrize("hours", [0, -3, 0.1, 81, float("nan"), float("inf")])
def test_hours_that_no_week_has_are_refused(hours: float) -> None:
    with pytest.raises(UsageError, match="hours per week"):
        build_request("read", Choices(hours_per_week=hours), SETTINGS)


def test_yesterday_is_refused_and_today_is_not() -> None:
    today = build_request("read", Choices(timezone="UTC"), SETTINGS).today
    assert build_request("read", Choices(timezone="UTC", start=str(today)), SETTINGS).start == today
    with pytest.raises(UsageError, match="in the past"):
        build_request("read", Choices(timezone="UTC", start=str(today - timedelta(days=2))), SETTINGS)


@pytest.mark.parametrize("start", ["tomorrow", "2027-13-01", "01/02/2027", ""])
def test_a_start_that_is_no_date_is_shown_the_form(start: str) -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        build_request("read", Choices(start=start), SETTINGS)


@pytest.mark.parametrize("name", ["Mars/Olympus", "Europe", "", "../../etc/passwd", "a\0b"])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="not known"):
        build_request("read", Choices(timezone=name), SETTINGS)


def test_today_is_the_persons_day_and_not_the_machines() -> None:
    first = build_request("read", Choices(timezone="Pacific/Kiritimati"), SETTINGS).today
    last = build_request("read", Choices(timezone="Etc/GMT+12"), SETTINGS).today
    assert last < first  # 26 hours apart, never the same day
    assert last <= datetime.now(UTC).date() <= first


def test_the_time_zone_comes_from_the_setting_then_tz_then_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    unset = Settings(model="offline")  # pyright: ignore[reportCallIssue]
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert default_timezone(SETTINGS) == "Europe/Berlin"
    assert default_timezone(unset) == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "nonsense")
    assert default_timezone(unset) == (machine_timezone() or "UTC")


def test_the_machines_time_zone_is_read_from_its_link(tmp_path: Path) -> None:
    zone = tmp_path / "zoneinfo" / "Europe" / "Berlin"
    zone.parent.mkdir(parents=True)
    zone.touch()
    (tmp_path / "localtime").symlink_to(zone)
    assert machine_timezone(tmp_path / "localtime") == "Europe/Berlin"
    assert machine_timezone(tmp_path / "missing") is None
    assert machine_timezone(tmp_path) is None


def test_a_lines_own_choices_go_before_the_options() -> None:
    said = merged(Choices(weeks=4, timezone="UTC"), {"weeks": 8, "timezone": None, "hours_per_week": 2, "id": 1})
    assert said == Choices(weeks=8, hours_per_week=2.0, timezone="UTC")


@pytest.mark.parametrize(
    "line", [{"weeks": "8"}, {"weeks": True}, {"hours_per_week": "2"}, {"start": 5}, {"timezone": 1}]
)
def test_a_lines_choice_of_the_wrong_type_is_named(line: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=next(iter(line))):
        merged(Choices(), line)


@given(st.text(st.characters(exclude_categories=[])))
def test_readable_text_can_be_encoded_and_is_unchanged_where_it_could_be(text: str) -> None:
    made = readable(text)
    assert made.encode().decode() == made
    if not any("\ud800" <= c <= "\udfff" for c in text):
        assert made == text


def test_bytes_that_are_no_utf8_become_replacement_characters() -> None:
    assert readable(os.fsdecode(b"caf\xe9 au lait")) == "caf\ufffd au lait"
