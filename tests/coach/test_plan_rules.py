"""What must hold for every plan: expansion keeps the rules, and the rules see what breaks them."""

from datetime import timedelta

import pytest
from hypothesis import given, settings

from rein.coach.domain import Measure, OutlineAction, Plan, Training, Weekday
from rein.coach.expand import expand
from rein.coach.load import longest_run
from rein.coach.rules import Status, check_plan
from rein.coach.totals import claims, without_totals
from tests.coach.strategies import goal, goals, outline, outlines


def failures(plan: Plan, for_goal: object) -> list[str]:
    return [f"{r.rule} {r.week} {r.message}" for r in check_plan(plan, for_goal) if r.status is Status.FAIL]


@settings(max_examples=300, deadline=None)
@given(outlines(), goals())
def test_whatever_a_model_outlines_the_expanded_plan_keeps_every_rule(an_outline, a_goal):
    assert failures(expand(an_outline, a_goal), a_goal) == []


@settings(max_examples=100, deadline=None)
@given(outlines(), goals())
def test_expansion_is_deterministic_and_survives_json(an_outline, a_goal):
    plan = expand(an_outline, a_goal)
    assert plan == expand(an_outline, a_goal)
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


def broken(plan: Plan, **changes: object) -> Plan:
    return plan.model_copy(update=changes)


def with_week(plan: Plan, number: int, **changes: object) -> Plan:
    weeks = tuple(w.model_copy(update=changes) if w.number == number else w for w in plan.weeks)
    return plan.model_copy(update={"weeks": weeks})


def with_action(plan: Plan, number: int, **changes: object) -> Plan:
    first, *rest = plan.weeks[number - 1].actions
    return with_week(plan, number, actions=(first.model_copy(update=changes), *rest))


HALF = goal()
GOOD = expand(outline(), HALF)
SPOILED = {
    "weeks_are_contiguous": broken(GOOD, weeks=GOOD.weeks[:5] + GOOD.weeks[6:]),
    "timezone_is_real": broken(GOOD, timezone="Mars/Base"),
    "phases_cover_the_weeks": broken(GOOD, phases=GOOD.phases[:-1]),
    "phases_have_milestones": broken(
        GOOD, phases=(GOOD.phases[0].model_copy(update={"milestones": ()}), *GOOD.phases[1:])
    ),
    "minutes_fit_the_hours": with_action(GOOD, 3, minutes=400),
    "actions_say_when": with_action(GOOD, 2, when=" "),
    "target_is_reached": with_week(GOOD, 12, target=20.0),
    "text_agrees_with_table": broken(GOOD, summary="Train 999 minutes a week."),
    "no_calorie_numbers": with_week(GOOD, 4, focus="Stay at 1,500 kcal"),
    "a_rest_day_a_week": with_action(GOOD, 2, days=tuple(Weekday), minutes=10),
    "a_lighter_week_in_five": broken(
        GOOD, weeks=tuple(w.model_copy(update={"lighter": False}) for w in GOOD.weeks)
    ),
    "runs_grow_in_safe_steps": with_week(
        GOOD, 3, actions=(GOOD.weeks[2].actions[0], GOOD.weeks[2].actions[1].model_copy(update={"minutes": 95}))
    ),
    "runs_can_be_run": with_week(GOOD, 2, target=30.0),
    "load_steps_are_warned_of": broken(
        with_week(GOOD, 6, actions=(*GOOD.weeks[5].actions, GOOD.weeks[5].actions[0])), notes=()
    ),
}  # fmt: skip


def test_the_plan_that_is_spoiled_below_is_good():
    assert failures(GOOD, HALF) == []


@pytest.mark.parametrize("rule", SPOILED)
def test_each_rule_sees_the_plan_that_breaks_it(rule):
    assert any(f.startswith(rule) for f in failures(SPOILED[rule], HALF))


def test_a_sum_that_a_focus_line_invents_is_seen():
    told = with_week(GOOD, 2, focus="You will have trained 900 hours in all.")
    assert any(f.startswith("text_agrees_with_table 2") for f in failures(told, HALF))


def test_weight_loss_of_more_than_a_kilogram_a_week_fails():
    slim = goal(training="none", measure=Measure(metric="body weight", unit="kg", baseline=90, target=80), weeks=8)
    slim = slim.model_copy(update={"deadline": slim.start + timedelta(weeks=8, days=-1)})
    assert any(f.startswith("weight_changes_slowly") for f in failures(expand(outline(), slim), slim))


def test_a_target_that_moves_back_and_forth_fails():
    assert any("back and forth" in f for f in failures(with_week(GOOD, 6, target=2.0), HALF))


def test_a_day_the_person_does_not_allow_fails():
    weekends = goal(allowed_days=("sat", "sun"))
    assert any(f.startswith("actions_say_when") for f in failures(GOOD, weekends))


def test_the_last_week_ends_at_the_deadline_even_when_it_is_cut_short():
    a_goal = goal(weeks=3, deadline=goal().start + timedelta(days=16))
    plan = expand(outline(), a_goal)
    assert [(w.end_date - w.start_date).days + 1 for w in plan.weeks] == [7, 7, 3]
    assert failures(plan, a_goal) == []


def test_a_race_out_of_safe_reach_is_replaced_by_a_nearer_distance_with_the_reason():
    a_goal = goal(weeks=4, deadline=goal().start + timedelta(weeks=4, days=-1))
    plan = expand(outline(), a_goal)
    assert plan.measure is not None
    assert plan.measure.target == pytest.approx(10.6, abs=0.05)
    assert "out of safe reach" in plan.notes[0]
    assert plan.weeks[-1].target == plan.measure.target


def test_runs_never_outgrow_the_longest_of_the_last_weeks():
    jump = OutlineAction(
        title="Run", when="at 7", days=(Weekday.SUN,), minutes_first=20, minutes_last=200, training=Training.RUNNING
    )
    plan = expand(outline(jump), goal(measure=None))
    longest = [longest_run(w.actions) for w in plan.weeks]
    assert longest[0] == 20
    assert all(b <= 1.1 * max(longest[max(0, i - 3) : i + 1]) for i, b in enumerate(longest[1:]))
    assert longest[-1] > longest[0]


def test_the_longest_run_takes_as_long_as_its_distance():
    for week in GOOD.weeks:
        assert week.target is not None
        assert longest_run(week.actions) == pytest.approx(week.target * 7, rel=0.05, abs=1)
    assert any("7 minutes a kilometre" in n for n in GOOD.notes)


def test_a_distance_that_the_hours_cannot_hold_is_replaced_with_the_reason():
    plan = expand(outline(), goal(hours_per_week=1.0))
    assert plan.measure is not None
    assert plan.measure.target == 8.5
    assert "hold no longer run" in plan.notes[0]


def test_summary_tells_the_tables_totals_and_drops_the_models_own():
    plan = expand(outline(approach="Run 500 minutes a week for 30 weeks. Rest well."), HALF)
    low, high = min(w.minutes for w in plan.weeks), max(w.minutes for w in plan.weeks)
    assert plan.summary == f"Rest well. 12 weeks, {low} to {high} minutes a week."


def test_totals_are_told_from_the_length_of_a_session():
    assert claims("Run for 20 minutes, then rest.") == []
    assert claims("That is 90 minutes a week over 12 weeks.") == [(90, "minute", "week"), (12, "week", "")]
    assert without_totals("Begin gently. It takes 12 weeks. Walk 20 minutes.") == "Begin gently. Walk 20 minutes."


def test_a_milestone_writes_money_as_the_weeks_do():
    saved = Measure(metric="money saved", unit="USD", baseline=0, target=3000)
    plan = expand(outline(), HALF.model_copy(update={"measure": saved, "training": Training.NONE}))
    assert plan.phases[-1].milestones[-1].measure == "money saved: $3,000"
