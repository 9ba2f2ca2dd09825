"""Which plan a goal gets."""

import subprocess
import sys

import pytest
from hypothesis import given, settings

from rein.coach.domain import LifeArea, Measure, Training
from rein.coach.offline.kinds import FALLBACKS, KINDS
from rein.coach.offline.match import kind_of, load, pattern_for
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Pattern
from tests.coach.offline.examples import EXAMPLES
from tests.coach.strategies import goal, goals

ALL = [*(k.pattern for k in KINDS), *FALLBACKS]


def person(statement: str, area: LifeArea, **changes: object) -> Person:
    base: dict[str, object] = {"text": statement, "statement": statement, "area": area, "measure": None}
    return Person(goal(**base | {"training": Training.NONE} | changes))


@pytest.mark.parametrize(("statement", "area", "kind"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_a_goal_gets_the_plan_of_its_kind(statement, area, kind):
    assert kind_of(person(statement, area)).partition(":")[2] == kind


@pytest.mark.parametrize("kind", ALL)
def test_every_kind_names_a_pattern_that_is_there(kind):
    assert isinstance(load(kind), Pattern)


def test_every_kind_has_an_example():
    assert {k.partition(":")[2] for k in ALL} == {kind for _, _, kind in EXAMPLES}


def test_the_main_statement_decides_over_the_other_words_of_the_text():
    main = person("Save money every month", LifeArea.FINANCE, text="Save money, run more, stop smoking and read")
    assert kind_of(main) == "money:SAVING"


def test_the_area_breaks_a_tie():
    statement = "Save for a trip abroad"
    assert kind_of(person(statement, LifeArea.FINANCE)) == "money:SAVING"
    assert kind_of(person(statement, LifeArea.RECREATION)) == "leisure:TRAVEL"


def test_running_a_company_is_no_running():
    assert kind_of(person("Run the company better", LifeArea.FINANCE)) != "running:RUNNING"
    assert kind_of(person("Run my own business", LifeArea.CAREER)) == "work:BUSINESS"


def test_nobody_with_a_sore_knee_is_given_runs():
    sore = person("Run a 10k", LifeArea.HEALTH_FITNESS, text="Run a 10k, but I have a bad knee", training="running")
    assert kind_of(sore) == "body:FITNESS"
    assert all(a.training is not Training.RUNNING for p in pattern_for(sore).phases for a in p.do)


@settings(max_examples=200, deadline=None)
@given(goals())
def test_whatever_was_typed_there_is_a_pattern(a_goal):
    assert kind_of(Person(a_goal)) in ALL


def test_one_goal_loads_one_module_of_patterns():
    script = (
        "import sys\n"
        "from tests.coach.strategies import goal\n"
        "from rein.coach.offline.outline import write_outline\n"
        "write_outline(goal(statement='Learn Italian', area='education', training='none', measure=None))\n"
        "print(sorted(m for m in sys.modules if m.startswith('rein.coach.offline.patterns.')))\n"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "['rein.coach.offline.patterns.learning']"


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.pattern)
def test_bounds_in_the_expressions_are_bounds(kind):
    assert "(0, " not in kind.sure + kind.hint, "a brace was lost to an f-string"


@pytest.mark.parametrize(
    ("statement", "language", "measure", "kind"),
    [
        ("Ich möchte 5.000 € sparen", "de", Measure(metric="money saved", unit="EUR", target=5000), "money:SAVING"),
        ("Je veux payer mes dettes", "fr", Measure(metric="debt paid off", unit="EUR", target=900), "money:DEBT"),
        ("Voglio leggere 20 libri", "it", Measure(metric="books read", unit="books", target=20), "learning:READING"),
        ("Quiero dormir mejor", "es", None, "sleep:SLEEP"),
        ("Je veux apprendre l'anglais", "fr", None, "learning:LANGUAGE"),
    ],
)
def test_another_language_gets_the_plan_of_its_measure_or_its_commonest_word(statement, language, measure, kind):
    said = goal(statement=statement, text=statement, language=language, measure=measure, training="none")
    assert kind_of(Person(said)) == kind


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("Stop lending out my drill", "quitting:QUITTING"),
        ("No more night trains", "quitting:QUITTING"),
        ("Go to a cricket game", "once:ONCE"),
        ("Go to Lisbon", "leisure:TRAVEL"),
        ("Learn to accept my nose", "general:CHANGE"),
        ("Never give up", "general:CHANGE"),
        ("Buy a second-hand cello", "general:GENERAL"),
        ("Learn about Roman roads", "doing:DOING"),
    ],
)
def test_what_is_stopped_visited_or_lived_is_told_apart(statement, kind):
    assert (
        kind_of(Person(goal(statement=statement, text=statement, measure=None, training="none", area="recreation")))
        == kind
    )
