"""What limits a person, why they want it, and their other goals: each kept, none of it leaking into another."""

from datetime import date

import pytest

from rein.coach.domain import GoalReading, GoalRequest, LifeArea, Training, Weekday
from rein.coach.offline.reading import read_goal


def read(text: str) -> GoalReading:
    return read_goal(GoalRequest(text=text, today=date(2026, 1, 15), timezone="Europe/Berlin"))


@pytest.mark.parametrize(
    "text",
    [
        "I have three kids (2, 5 and 9), I want to get stronger",
        "I have three kids, 2, 5 and 9, I want to get stronger",
        "As a dad of three (ages 2, 5 and 9) I want to get stronger",
        "Get stronger, three kids (2, 5 and 9)",
    ],
)
def test_the_ages_of_the_children_are_no_part_of_the_goal(text: str) -> None:
    goal = read(text)
    assert goal.statement == "Get stronger"
    assert goal.other_goals == ()
    assert goal.constraints


def test_every_limit_is_kept() -> None:
    goal = read("Get fitter, sore shoulder, two kids (4 and 7), no equipment, tight budget. I work night shifts.")
    told = " | ".join(goal.constraints)
    assert all(
        limit in told for limit in ("sore shoulder", "two kids (4 and 7)", "no equipment", "tight budget", "night")
    )
    assert goal.statement == "Get fitter"


def test_a_limit_does_not_decide_the_area() -> None:
    assert read("Get stronger, tight budget, two kids").area is LifeArea.HEALTH_FITNESS
    assert read("I want to get fitter. I work night shifts.").area is LifeArea.HEALTH_FITNESS


@pytest.mark.parametrize(
    "text", ["Get stronger", "become fitter this year", "get really strong", "be stronger and lean"]
)
def test_getting_stronger_is_training(text: str) -> None:
    assert read(text).training is Training.OTHER


def test_strength_of_mind_is_no_training() -> None:
    assert read("Become a mentally stronger person").training is Training.NONE


@pytest.mark.parametrize(
    ("text", "why", "limit"),
    [
        ("Get stronger for my daughter, I have weekends only", "for my daughter", "I have weekends only"),
        ("Lose 4 kg for my wedding, sore ankle", "for my wedding", "sore ankle"),
        ("Run 5k because it clears my head, I can only run at noon", "because it clears my head", "I can only run"),
    ],
)
def test_a_reason_ends_where_the_practical_begins(text: str, why: str, limit: str) -> None:
    goal = read(text)
    assert goal.motivation == why
    assert any(limit in c for c in goal.constraints)


def test_a_reason_keeps_its_own_commas_and_gives_back_the_date() -> None:
    assert read("Run 5k because it clears my head, and my wife runs").motivation.endswith("and my wife runs")
    goal = read("Lose 4 kg for my wedding, by 6 June, 2 hours a week")
    assert (goal.motivation, goal.deadline, goal.hours_per_week) == ("for my wedding", date(2026, 6, 6), 2)


@pytest.mark.parametrize(
    "text",
    [
        "Learn Greek, run a 10k by May and save 900 euros by Easter",
        "Learn Greek and run a 10k in six weeks",
        "Learn Greek. Also call my sister on Tuesdays by the end of March",
    ],
)
def test_another_goals_time_is_not_the_main_ones(text: str) -> None:
    goal = read(text)
    assert goal.statement == "Learn Greek"
    assert goal.deadline is None
    assert goal.weeks not in {6, 11}
    assert goal.allowed_days == ()


def test_the_main_goals_own_days_and_date_stay() -> None:
    goal = read("Swim on Tuesdays and Fridays until 1 June, and call my sister on Sundays")
    assert goal.allowed_days == (Weekday.TUE, Weekday.FRI)
    assert goal.deadline == date(2026, 6, 1)


def test_what_is_said_of_all_goals_holds_for_the_main_one() -> None:
    goal = read("Learn Greek and call my sister more, both by June, 3 hours a week")
    assert goal.hours_per_week == 3
    assert read("Learn Greek and exercise 3 hours a week").hours_per_week is None
    assert read("Learn Greek and run a 10k, both by June").deadline == date(2026, 6, 1)
