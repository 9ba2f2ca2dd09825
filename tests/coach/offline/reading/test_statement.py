"""The statement: one day in it, the goal's own words, nothing that belongs to something else."""

from datetime import date

import pytest

from rein.coach.domain import GoalReading, GoalRequest
from rein.coach.offline.reading import read_goal


def read(text: str) -> GoalReading:
    return read_goal(GoalRequest(text=text, today=date(2026, 1, 15), timezone="Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Finish the shed by the end of the year, done by November", "Finish the shed, done by 31 December"),
        ("Send my essay by Tuesday next week", "Send my essay by 20 January"),
        ("Swim across the lake in 2027", "Swim across the lake by 31 December 2027"),
        ("Starting 1 March I want to swim twice a week", "Swim twice a week"),
        ("Swim daily in June, done by November", "Swim daily in June, done by 1 November"),
        ("Finish the shed by 3 May", "Finish the shed by 3 May"),
    ],
)
def test_the_statement_names_one_day(text: str, statement: str) -> None:
    assert read(text).statement == statement


def test_a_coming_year_is_told_to_be_open() -> None:
    assert any("Any day in 2027" in a for a in read("swim across the lake in 2027").assumptions)
