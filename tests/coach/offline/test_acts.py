"""A goal of no kind becomes something that could be seen being done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.coach.offline.acts import acts
from rein.coach.offline.person import Person
from tests.coach.strategies import goal


def small(statement: str) -> str:
    return acts(Person(goal(statement=statement, text=statement, measure=None))).small


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("Feed more ducks", "Feed ducks, once"),
        ("Spend more time with Aunt Rose", "undivided attention to Aunt Rose"),
        ("Learn about bees", "about bees"),
        ("Work on my backhand", "your backhand"),
        ("Wear more yellow", "Wear yellow"),
        ("Visit more lighthouses", "next chance for visiting lighthouses"),
        ("Be more like Grace Hopper", "the way Grace Hopper would"),
        ("Be more decisive", "Decide one small thing"),
        ("Be less grumpy", "friendly thing"),
        ("Use less plastic wrap", "less plastic wrap"),
        ("More kite flying", "kite flying its hour"),
        ("Start growing bonsai", "growing bonsai"),
    ],
)
def test_an_act_is_in_the_persons_own_words(statement, said):
    assert said in small(statement)


@pytest.mark.parametrize("statement", ["Do it", "Show you that we can", "No way", "Prove “them” wrong"])
def test_words_that_only_point_at_something_are_not_repeated(statement):
    assert statement.casefold() not in small(statement).casefold()


def test_words_better_not_repeated_are_not_repeated():
    assert "bonsai" not in acts(Person(goal(statement="Grow bonsai", measure=None), quotes=False)).small


@given(st.text(max_size=120))
def test_every_act_is_an_imperative_of_readable_length(statement):
    found = acts(Person(goal(statement=statement.strip() or "x", measure=None)))
    for act in (found.small, found.larger):
        assert act[0].isupper() or not act[0].isalpha()
        assert len(act) <= 160
