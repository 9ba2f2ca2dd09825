"""What a number in a goal means: figures kept whole, time given, stretches without, rates."""

from datetime import date

import pytest

from rein.coach.domain import GoalReading, GoalRequest, Measure
from rein.coach.offline.reading import read_goal


def read(text: str, **chosen: object) -> GoalReading:
    return read_goal(
        GoalRequest.model_validate({"text": text, "today": date(2026, 1, 15), "timezone": "Europe/Berlin", **chosen})
    )


def measure_of(text: str) -> Measure:
    measure = read(text).measure
    assert measure is not None
    return measure


@pytest.mark.parametrize(
    ("text", "target", "figure"),
    [
        ("walk 10000 steps every day", 10_000, "10000"),
        ("save 20000 euros", 20_000, "20000"),
        ("write 30000 words by May", 30_000, "30000"),
        ("pay off 11111 dollars of debt", 11_111, "11111"),
    ],
)
def test_figures_with_the_same_digit_in_a_row_are_read_whole(text: str, target: float, figure: str) -> None:
    assert measure_of(text).target == target
    assert figure in read(text).statement


def test_drawn_out_letters_are_shortened() -> None:
    assert read("Stop procrastinatinggggg").statement == "Stop procrastinating"


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Learn the cello, 3 hours a week", 3),
        ("Write a memoir, 5 hours a week", 5),
        ("Write a memoir 5 hours a week", 5),
        ("Learn to draw (2 hours a week)", 2),
        ("Paint my own cards, I have 4 hours a week", 4),
        ("Klavier lernen, 2 Stunden pro Woche", 2),
        ("Get fitter, 30 minutes a day", 3.5),
    ],
)
def test_time_given_to_a_goal_is_not_its_measure(text: str, hours: float) -> None:
    goal = read(text)
    assert goal.hours_per_week == hours
    assert goal.measure is None


@pytest.mark.parametrize(
    ("text", "metric", "target"),
    [
        ("stretch 15 minutes a day", "minutes a day", 15),
        ("practise the trumpet 40 minutes a day", "minutes a day", 40),
        ("meditate, 20 minutes a day", "minutes a day", 20),
        ("find 25 minutes a day for myself", "minutes a day", 25),
        ("limit my screen time to 1 hour a day", "hours a day", 1),
    ],
)
def test_time_is_the_measure_where_it_is_the_wish(text: str, metric: str, target: float) -> None:
    measure = measure_of(text)
    assert (measure.metric, measure.baseline, measure.target) == (metric, None, target)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("quit vaping", 70),
        ("quit vaping in 6 weeks", 28),
        ("quit vaping in 3 weeks", 14),
        ("no alcohol for 30 days", 30),
        ("no alcohol for three weeks", 21),
    ],
)
def test_days_without_leave_time_to_prepare_unless_the_stretch_is_said(text: str, target: float) -> None:
    assert measure_of(text).target == target


@pytest.mark.parametrize(
    ("text", "metric", "target"),
    [
        ("swim three times a week", "swims a week", 3),
        ("save €150 a month", "money saved a month", 150),
        ("pay off $300 a month of my credit card", "debt paid off a month", 300),
        ("donate $20 a month", "money given a month", 20),
        ("write 400 words a day", "words a day", 400),
        ("read two books a month", "books read a month", 2),
        ("read a book a month", "books read a month", 1),
    ],
)
def test_a_rate_is_kept_and_not_climbed_from_nothing(text: str, metric: str, target: float) -> None:
    measure = measure_of(text)
    assert (measure.metric, measure.baseline, measure.target) == (metric, None, target)


@pytest.mark.parametrize("text", ["get six pack abs", "I want a 6 pack", "get a visible 6-pack by summer"])
def test_a_six_pack_counts_nothing(text: str) -> None:
    assert read(text).measure is None
