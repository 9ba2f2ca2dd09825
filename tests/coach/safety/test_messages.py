"""What people write: danger is seen in every guise, and ordinary goals pass."""

import pytest

from rein.coach.domain import LifeArea, SafetyAction, SafetyCategory
from rein.coach.safety import check_message
from tests.coach.safety import examples

TABLES = {
    SafetyCategory.SELF_HARM: examples.SELF_HARM,
    SafetyCategory.EATING_DISORDER: examples.EATING_DISORDER,
    SafetyCategory.DANGEROUS_WEIGHT_LOSS: examples.DANGEROUS_WEIGHT_LOSS,
    SafetyCategory.MEDICATION: examples.MEDICATION,
    SafetyCategory.ABUSE: examples.ABUSE,
    SafetyCategory.MINOR_AT_RISK: examples.MINOR_AT_RISK,
    SafetyCategory.MEDICAL_CLEARANCE: examples.MEDICAL_CLEARANCE,
    SafetyCategory.ILLEGAL: examples.ILLEGAL,
    SafetyCategory.DISTRESS: examples.DISTRESS,
    SafetyCategory.COMPULSION: examples.COMPULSION,
    SafetyCategory.OUT_OF_SCOPE: examples.OUT_OF_SCOPE,
}
CASES = [(text, category) for category, table in TABLES.items() for text in table]


@pytest.mark.parametrize(("text", "category"), CASES, ids=[text for text, _ in CASES])
def test_what_must_not_be_planned_around_gets_its_category(text: str, category: SafetyCategory) -> None:
    verdict = check_message(text)
    assert verdict.category is category, verdict.reason
    assert verdict.action is not SafetyAction.ALLOW
    assert verdict.message


@pytest.mark.parametrize("text", examples.ORDINARY)
def test_an_ordinary_goal_or_an_idiom_is_allowed(text: str) -> None:
    verdict = check_message(text)
    assert verdict.action is SafetyAction.ALLOW, f"{verdict.category}: {verdict.reason}"


@pytest.mark.parametrize("text", examples.SELF_HARM)
def test_danger_is_seen_inside_an_ordinary_goal(text: str) -> None:
    assert (
        check_message(f"Run 10k by June and read more.\n{text}\nAlso save money.").category is SafetyCategory.SELF_HARM
    )


def test_the_gravest_of_several_dangers_is_answered() -> None:
    assert check_message("lose 20 kg in 2 weeks or I will kill myself").category is SafetyCategory.SELF_HARM
    assert check_message("I'm dizzy and I purge after every meal").category is SafetyCategory.EATING_DISORDER


def test_an_injury_does_not_stand_in_the_way_of_another_part_of_life() -> None:
    text = "I had knee surgery two weeks ago and want to learn Spanish"
    assert check_message(text, area=LifeArea.EDUCATION).action is SafetyAction.ALLOW
    assert check_message("I had knee surgery two weeks ago", area=LifeArea.EDUCATION).action is SafetyAction.ALLOW
    assert (
        check_message("I had knee surgery two weeks ago", area=LifeArea.HEALTH_FITNESS).action is SafetyAction.CLEARANCE
    )


def test_chest_pain_stops_a_goal_of_any_area() -> None:
    assert check_message("learn Spanish, by the way I have chest pain", area=LifeArea.EDUCATION).action is (
        SafetyAction.CLEARANCE
    )


@pytest.mark.parametrize(
    ("text", "cleared"),
    [
        ("My doctor cleared me after my knee surgery, I want to run again", True),
        ("I have a heart condition and my cardiologist gave me the green light for light jogging", True),
        ("cleared by my physio after the ankle sprain, back to football", True),
        ("My doctor has not cleared me but I want to run on my torn meniscus", False),
        ("I want to run on my sprained ankle without asking my doctor", False),
    ],
)
def test_a_doctors_clearance_lets_the_plan_be_made_and_only_a_given_one(text: str, cleared: bool) -> None:
    assert (check_message(text).action is SafetyAction.ALLOW) is cleared


@pytest.mark.parametrize(
    "text",
    [
        "stop using heroin", "get off fentanyl for good", "quit drinking every day", "kick my meth habit",
        "stop drinking a bottle of wine a night", "I'm an alcoholic and want to be sober by summer",
    ],
)  # fmt: skip
def test_what_is_dangerous_to_stop_alone_needs_a_doctor_first(text: str) -> None:
    verdict = check_message(text)
    assert verdict.action is SafetyAction.CLEARANCE
    assert "do not stop all at once" in verdict.message


@pytest.mark.parametrize(
    "text",
    [
        "stop drinking soda every day", "drink more water every day", "quit smoking", "drink less this year",
        "no alcohol in january", "volunteer to help addicts", "chocolate is my heroin, eat less of it",
        "stop cracking jokes about crack in the wall",
    ],
)  # fmt: skip
def test_other_habits_are_planned(text: str) -> None:
    assert check_message(text).action is SafetyAction.ALLOW
