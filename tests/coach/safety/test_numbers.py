"""Weights, rates, calories: what a body should not be planned towards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.coach.domain import Measure, SafetyAction, SafetyCategory
from rein.coach.safety import check_goal_numbers, check_message

KG = {"kg": 1.0, "lb": 0.45359237, "stone": 6.35029318}


@pytest.mark.parametrize(
    ("measure", "weeks", "allowed"),
    [
        (Measure(metric="body weight", unit="kg", baseline=90, target=80), 10, True),
        (Measure(metric="body weight", unit="kg", baseline=90, target=80), 5, False),
        (Measure(metric="weight", unit="lb", baseline=200, target=180), 12, True),
        (Measure(metric="weight", unit="lbs", baseline=200, target=180), 4, False),
        (Measure(metric="weight", unit="stone", baseline=14, target=12), 6, False),
        (Measure(metric="weight lost", unit="kg", baseline=0, target=20), 5, False),
        (Measure(metric="weight lost", unit="kg", target=20), 30, True),
        (Measure(metric="body weight", unit="kg", target=40), 50, False),
        (Measure(metric="weight", unit="pounds", baseline=110, target=95), 50, False),
        (Measure(metric="body weight", unit="kg", baseline=60, target=70), 10, True),
        (Measure(metric="bench press weight", unit="kg", baseline=60, target=40), 1, True),
        (Measure(metric="savings", unit="$", baseline=0, target=5000), 1, True),
        (Measure(metric="weight", unit="kg"), 4, True),
        (None, 4, True),
    ],
)
def test_a_goals_measure_is_held_to_a_kilogram_a_week_and_a_healthy_weight(
    measure: Measure | None, weeks: int, allowed: bool
) -> None:
    verdict = check_goal_numbers(measure, weeks)
    assert (verdict.action is SafetyAction.ALLOW) is allowed
    assert verdict.category is (SafetyCategory.NONE if allowed else SafetyCategory.DANGEROUS_WEIGHT_LOSS)


@pytest.mark.parametrize(
    "text",
    [
        "I want to lose twenty kilograms in one month",
        "lose ten kilogrammes in two weeks",
        "my target weight is forty kilograms",
        "perder diez libras, lose ten libras in one week",
        "no food for two weeks",
        "a two week cleanse",
    ],
)
def test_numbers_in_words_count_like_digits(text: str) -> None:
    assert check_message(text).category is SafetyCategory.DANGEROUS_WEIGHT_LOSS


@given(st.sampled_from(sorted(KG)), st.floats(0.5, 60), st.integers(1, 104))
def test_the_limit_is_the_same_in_every_unit(unit: str, kg: float, weeks: int) -> None:
    per_week = kg / weeks
    measure = Measure(metric="body weight", unit=unit, baseline=150 / KG[unit], target=(150 - kg) / KG[unit])
    allowed = check_goal_numbers(measure, weeks).action is SafetyAction.ALLOW
    if per_week <= 1:
        assert allowed
    if per_week > 1.06:
        assert not allowed


@given(st.sampled_from(["kg", "lbs", "stone"]), st.integers(1, 60), st.integers(1, 40))
def test_a_rate_told_in_words_is_judged_like_one_in_numbers(unit: str, amount: int, weeks: int) -> None:
    kg_per_week = amount * KG["lb" if unit == "lbs" else unit] / weeks
    flagged = check_message(f"lose {amount} {unit} in {weeks} weeks").category is SafetyCategory.DANGEROUS_WEIGHT_LOSS
    if amount * KG["lb" if unit == "lbs" else unit] <= 380:
        assert flagged is (kg_per_week > 1.05)


@pytest.mark.parametrize(
    "text",
    [
        "I'm 155 cm and want to weigh 46 kg",
        "burn 300 calories per day on the bike",
        "a deficit of 400 calories a day",
        "eat 2000 calories a day",
        "save 500 a day",
        "keep my BMI of 22",
        "lose 1 kg a week for ten weeks",
        "fast from 8 pm to noon",
        "lose my 20 pounds of winter clothes",
        "get under 20 minutes in the 5 km",
        "get the suitcase under 20 kg and lose weight later",
    ],
)
def test_ordinary_numbers_pass(text: str) -> None:
    assert check_message(text).action is SafetyAction.ALLOW
