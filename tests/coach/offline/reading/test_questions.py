"""What is asked: about this goal, and nothing that the person has said."""

from datetime import date

import pytest

from rein.coach.domain import GoalReading, GoalRequest
from rein.coach.offline.reading import read_goal


def read(text: str) -> GoalReading:
    return read_goal(GoalRequest(text=text, today=date(2026, 1, 15), timezone="Europe/Berlin"))


@pytest.mark.parametrize(
    "text", ["Find a job as a school nurse", "Finish my dissertation", "Get a job after college", "Improve my grades"]
)
def test_only_who_sits_an_exam_is_asked_about_one(text: str) -> None:
    assert not any("exam" in q for q in read(text).questions)


def test_the_day_of_the_exam_is_asked_once_and_only_when_it_is_not_said() -> None:
    undated = read("Pass the pilot's exam").questions
    assert [q for q in undated if "hen " in q] == ["When is the exam?"]
    assert not any("When is" in q for q in read("Pass the pilot's exam by 3 June").questions)


@pytest.mark.parametrize(
    "text",
    ["Save 9000 for a sabbatical by June", "Save up to buy a cargo bike by June", "Build an emergency fund by June"],
)
def test_what_the_money_is_for_is_not_asked_again(text: str) -> None:
    assert not any("for?" in q for q in read(text).questions)


def test_what_the_money_is_for_is_asked_when_only_the_time_is_said() -> None:
    assert "What is the money for?" in read("Save 80 euros a month for ten months").questions
