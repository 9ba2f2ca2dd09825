"""The area of life, in the words of people who have never seen the lexicon."""

import pytest

from rein.coach.domain import LifeArea
from rein.coach.offline.reading.goal import clean_goal, read_area
from rein.coach.offline.reading.tokens import split_hashtag, stem

H, P, R, C, F, J, E, T, G = LifeArea

GOALS = [
    (
        H,
        (
            "Lose 15 pounds by summer",
            "Run my first marathon",
            "I want to stop vaping",
            "Do ten pull-ups",
            "Become vegetarian",
        ),
    ),
    (H, ("Get eight hours of sleep", "Meditate every day", "Drink more water", "Finish couch to 5k", "#getfit")),
    (
        P,
        (
            "Be more patient",
            "Read 20 books this year",
            "Spend less time on Instagram",
            "Pray every day",
            "Get a tattoo",
        ),
    ),
    (P, ("Stop caring what people think", "Watch less TV", "Adopt a cat", "Keep a gratitude journal", "Be happier")),
    (
        R,
        ("Spend more time with my kids", "Find a girlfriend", "Be a better husband", "Make new friends in my new city"),
    ),
    (
        C,
        (
            "Travel to Japan",
            "Learn to play the guitar",
            "Go hiking every weekend",
            "See more concerts",
            "Write a novel",
        ),
    ),
    (F, ("Save $10,000", "Pay off my credit card", "Stick to a budget", "Buy a house", "2.5K in the bank")),
    (J, ("Find a new job", "Ask for a raise", "Start my own bakery business", "Get promoted to team lead")),
    (E, ("Learn Spanish", "Finish my degree", "Pass the bar exam", "Learn to code in Python", "Improve my English")),
    (
        T,
        (
            "Stop procrastinating",
            "Declutter the house",
            "Wake up at 5:30",
            "Be on time for work",
            "Build a morning routine",
        ),
    ),
    (G, ("Volunteer at a shelter", "Donate to charity", "Give blood", "Raise $2,000 for cancer research")),
    (H, ("Ich will mit dem Rauchen aufhören", "Quiero perder 5 kilos", "Je veux courir un semi-marathon", "我要减肥")),
    (F, ("Ich möchte Geld sparen", "Quiero ahorrar dinero", "Je veux économiser de l'argent")),
    (E, ("Ich will Spanisch lernen", "Quiero aprender inglés", "Je veux apprendre l'allemand", "我想学英语")),
]


@pytest.mark.parametrize(("area", "text"), [(area, text) for area, texts in GOALS for text in texts])
def test_an_ordinary_goal_falls_into_its_area(area: LifeArea, text: str) -> None:
    assert read_area(clean_goal(text)) is area


def test_words_meet_whatever_their_ending() -> None:
    assert stem("saving") == stem("saves") == stem("saved") == stem("save")
    assert stem("care") != stem("car")


def test_hashtags_are_taken_apart() -> None:
    known = frozenset({"save", "more", "money"})
    assert split_hashtag("SaveMoreMoney", known) == ["save", "more", "money"]
    assert split_hashtag("savemoremoney", known) == ["save", "more", "money"]
    assert split_hashtag("qwzx", known) == ["qwzx"]
