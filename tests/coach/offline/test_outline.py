"""What must hold for every outline that the rules write: for any goal, any time, and whatever was typed."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rein.coach.domain import EVERY_DAY, ClarifiedGoal, PlanOutline, Training, Weekday
from rein.coach.expand import expand
from rein.coach.offline.kinds import FALLBACKS, KINDS
from rein.coach.offline.match import load
from rein.coach.offline.outline import choose_phases, write_outline
from rein.coach.rules import Status, check_plan
from rein.coach.safety import check_reply
from rein.coach.totals import claims
from tests.coach.offline.examples import EXAMPLES
from tests.coach.offline.prose import faults, texts_of_outline
from tests.coach.strategies import goal, goals

ALL = [*(k.pattern for k in KINDS), *FALLBACKS]
HOSTILE = (
    "{target} {__class__} %s %d {0}",
    "[bold]x[/bold] \x1b[31m",
    "I " * 2000,
    "😀" * 200,
    "…",
    "not",
    "to",
    ". , .",
    "ا" * 500,
)


@st.composite
def real_goals(draw: st.DrawFn) -> ClarifiedGoal:
    """A goal as people word it, with any weeks, hours, days and measure."""
    statement, area, _ = draw(st.sampled_from(EXAMPLES))
    a_goal = draw(goals())
    return a_goal.model_copy(update={"statement": statement, "text": statement, "area": area})


def failures(a_goal: ClarifiedGoal) -> list[str]:
    plan = expand(write_outline(a_goal), a_goal)
    return [f"{r.rule} {r.week} {r.message}" for r in check_plan(plan, a_goal) if r.status is Status.FAIL]


@settings(max_examples=250, deadline=None)
@given(real_goals())
def test_the_plan_of_a_real_goal_keeps_every_rule_at_any_length_and_hours(a_goal):
    assert failures(a_goal) == []


@settings(max_examples=150, deadline=None)
@given(goals())
def test_the_plan_keeps_every_rule_whatever_was_typed(a_goal):
    assert failures(a_goal) == []


@pytest.mark.parametrize("statement", HOSTILE)
def test_hostile_words_are_carried_and_never_read_as_slots(statement):
    hostile = goal(statement=statement[:300], text=statement, area="personal_growth", training="none", measure=None)
    outline = write_outline(hostile)
    assert PlanOutline.model_validate_json(outline.model_dump_json()) == outline
    assert failures(hostile) == []


@settings(max_examples=250, deadline=None)
@given(real_goals())
def test_the_texts_of_an_outline_read_cleanly(a_goal):
    assert [f for text in texts_of_outline(write_outline(a_goal)) for f in faults(text)] == []


@settings(max_examples=100, deadline=None)
@given(real_goals())
def test_the_approach_claims_no_totals_and_no_dates(a_goal):
    approach = write_outline(a_goal).approach
    assert claims(approach) == []
    assert "202" not in approach


@settings(max_examples=100, deadline=None)
@given(real_goals())
def test_the_first_and_most_important_action_is_never_left_out(a_goal):
    outline = write_outline(a_goal)
    budget = a_goal.hours_per_week * 60
    for phase in outline.phases:
        assert phase.actions
        assert {d for a in phase.actions for d in a.days} <= set(a_goal.allowed_days or EVERY_DAY)
        assert sum(a.minutes_first * len(a.days) for a in phase.actions) <= budget


@settings(max_examples=50, deadline=None)
@given(real_goals())
def test_the_same_goal_gets_the_same_outline(a_goal):
    assert write_outline(a_goal) == write_outline(a_goal)


@pytest.mark.parametrize("kind", ALL)
def test_every_pattern_has_what_a_plan_needs(kind):
    pattern = load(kind)
    assert 3 <= len(pattern.phases) <= 4
    assert 2 <= len(pattern.if_then) <= 4
    assert len(pattern.obstacles) == 3
    for stretch in pattern.phases:
        assert len(set(stretch.focus)) >= 4
        assert 2 <= len(stretch.do) <= 6
        assert all(0 < a.least <= a.most and 1 <= a.times <= 7 for a in stretch.do)
    lines = [line for stretch in pattern.phases for line in stretch.focus]
    assert len(lines) == len(set(lines)), "a focus line comes twice"


@pytest.mark.parametrize(("statement", "area", "kind"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_the_safety_rules_allow_every_text(statement, area, kind):
    for training in (Training.NONE, Training.OTHER):
        long = goal(statement=statement, text=statement, area=area, training=training, measure=None)
        refused = [t for t in texts_of_outline(write_outline(long)) if check_reply(t).action != "allow"]
        assert refused == []


@pytest.mark.parametrize(("weeks", "phases"), [(1, 1), (2, 2), (4, 2), (5, 3), (8, 3), (9, 4), (104, 4)])
def test_longer_plans_have_more_phases_and_end_with_the_last(weeks, phases):
    running = load("running:RUNNING").phases
    chosen = choose_phases(running, weeks)
    assert len(chosen) == phases
    assert chosen[0] is running[0]
    assert weeks == 1 or chosen[-1] is running[-1]


def test_night_workers_get_cues_that_occur_in_their_day():
    nights = goal(
        statement="Read more", text="Read more, I work nights", area="education", training="none", measure=None
    )
    cues = " ".join(a.when for p in write_outline(nights).phases for a in p.actions)
    assert "lie down to sleep" in cues
    assert "10:00" not in cues


def test_nobody_who_has_only_weekends_is_told_to_begin_after_work():
    days = (Weekday.SAT, Weekday.SUN)
    shed = goal(statement="Build a shed", text="Build a shed", training="none", measure=None, allowed_days=days)
    assert "work" not in " ".join(a.when for p in write_outline(shed).phases for a in p.actions)


def test_a_quarter_of_an_hour_on_one_day_is_enough_for_a_plan():
    start = goal().start
    little = goal(
        hours_per_week=0.25, allowed_days=(Weekday.WED,), weeks=104, deadline=start + timedelta(weeks=104, days=-1)
    )
    assert failures(little) == []


def test_minutes_a_day_that_were_named_are_the_practice():
    said = "Meditate 10 minutes a day"
    calm = goal(statement=said, text=said, area="health_fitness", training="none", measure=None, hours_per_week=1.2)
    first = [phase.actions[0] for phase in write_outline(calm).phases]
    assert [(a.minutes_first, a.minutes_last, len(a.days)) for a in first] == [(10, 10, 7)] * len(first)
    assert failures(calm) == []


@pytest.mark.parametrize(
    "statement", ["Stop making excuses", "Stop being so lazy and fat", "Quit being a disgusting pig"]
)
def test_harsh_words_about_oneself_are_not_said_back(statement):
    harsh = goal(statement=statement, text=statement, area="personal_growth", training="none", measure=None)
    outline = write_outline(harsh)
    assert [t for t in texts_of_outline(outline) if check_reply(t).action != "allow"] == []
