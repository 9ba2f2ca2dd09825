"""A person's words inside a coach's sentence."""

import pytest

from rein.coach.domain import Measure, Training, Weekday
from rein.coach.offline.fit import fit
from rein.coach.offline.patterns.body import FITNESS
from rein.coach.offline.person import Person
from rein.coach.offline.phrases import doing, gerund, given_up
from rein.coach.offline.words import by_day, counted
from tests.coach.strategies import goal


@pytest.mark.parametrize(
    ("phrase", "noun"),
    [
        ("pet more cats", "petting more cats"),
        ("be more decisive", "being more decisive"),
        ("write to my aunt", "writing to your aunt"),
        ("stop being so loud", "not being so loud"),
        ("not lose my keys", "not losing your keys"),
        ("find and keep a flat", "finding and keeping a flat"),
        ("lie less", "lying less"),
        ("make my boss like me", "making your boss like you"),
    ],
)
def test_a_wish_becomes_a_noun(phrase, noun):
    assert gerund(phrase) == noun


@pytest.mark.parametrize("phrase", ["learn songs and dance", "tell you a joke", "show me that you care", "frobnicate"])
def test_what_cannot_be_turned_safely_is_left_alone(phrase):
    assert gerund(phrase) is None


def test_what_cannot_be_turned_is_only_pointed_at():
    assert doing(Person(goal(statement="Tell you a joke", measure=None))) == "it"


def test_words_better_not_repeated_are_not_repeated():
    assert doing(Person(goal(statement="Be kinder"), quotes=False)) == "it"


@pytest.mark.parametrize(
    ("statement", "habit"),
    [
        ("stop humming at work", "humming at work"),
        ("stop letting gulls steal my lunch", "letting gulls steal your lunch"),
        ("stop caring what the neighbours think of me", "caring what the neighbours think of you"),
        ("not waste bread", "wasting bread"),
        ("no more night trains", "night trains"),
        ("never again shop on a sunday", "shopping on a sunday"),
        ("look at the weather less", "looking at the weather"),
        ("stop using so many brackets", "using so many brackets"),
        ("stop buying my brother hats", "buying your brother hats"),
        ("be kinder", None),
    ],
)
def test_what_is_given_up_is_named(statement, habit):
    assert given_up(statement) == habit


def test_a_way_to_live_has_its_date_in_front():
    on = goal().deadline
    assert by_day("call my aunt every week", on).startswith("By ")
    assert by_day("paint the shed", on).endswith(f"by {on.day} {on:%B %Y}.")


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        (Measure(metric="smoke-free days in a row", unit="days", target=70), "70 smoke-free days in a row"),
        (Measure(metric="books read", unit="books", target=1), "1 book read"),
        (Measure(metric="money saved", unit="USD", target=900), ""),
        (Measure(metric="body weight", unit="kg", target=70), ""),
    ],
)
def test_what_is_counted_is_told_as_people_count(measure, told):
    assert counted(measure) == told


@pytest.mark.parametrize("times", [1, 2, 3, 4, 6])
def test_training_happens_as_often_as_said(times):
    said = goal(statement=f"Work out {times} times a week", training="other", measure=None, hours_per_week=6)
    for phase in FITNESS.phases:
        sessions = [a for a in fit(phase.do, Person(said), (0.0, 0.5)) if a.training is not Training.NONE]
        assert sum(len(a.days) for a in sessions) == times


def test_nobody_comes_home_from_work_on_a_saturday():
    usual = Person(goal(statement="Wear more yellow", text="Wear more yellow", measure=None, training="none"))
    for phase in FITNESS.phases:
        for action in fit(phase.do, usual, (0.0, 1.0)):
            if "after work" in action.when:
                assert not {Weekday.SAT, Weekday.SUN} & set(action.days)
