"""What a person sees of a result: everything that matters, at every width, and nothing that steers the terminal."""

import io
import json
import re

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from rein.cli.console import heading
from rein.cli.live import StageDisplay
from rein.cli.show_plan import FIRST_WEEKS, LONG_PLAN_WEEKS, PlanSection
from rein.cli.show_result import print_json, section, show_figures, show_whole
from rein.cli.text import amount, minutes
from rein.coach.domain import Action, LifeArea, Obstacle, SafetyAction, SafetyCategory, SafetyVerdict, Weekday
from rein.coach.model import CoachingResult
from rein.coach.stages import Stage, StageEvent, StageStatus
from tests.cli import samples

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def shown(*parts: RenderableType, width: int = 100, terminal: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=terminal, markup=False, emoji=False, highlight=False)
    for part in parts:
        console.print(part)
    return file.getvalue()


def whole(result: CoachingResult, *, width: int = 100, full: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, markup=False, emoji=False, highlight=False)
    show_whole(result, console, full=full)
    return file.getvalue()


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120])
def test_no_line_is_longer_than_the_screen(width: int) -> None:
    lines = whole(samples.result(30), width=width, full=True).splitlines()
    assert max(cell_len(line) for line in lines) <= width


def test_the_goal_shows_what_was_assumed_and_what_is_still_open() -> None:
    text = words(shown(section(samples.goal())))
    for expected in ("You can run 5 km today", "How far do you run now?", "Health and fitness", "5 km → 21.1 km"):
        assert expected in text


def test_every_life_area_has_a_name_people_can_read() -> None:
    for area in LifeArea:
        assert "_" not in shown(section(samples.goal(area=area)))


def test_the_resolution_shows_every_part_and_says_if_and_then_once() -> None:
    text = words(shown(section(samples.resolution())))
    assert "If it rains on a running day, then I put on the jacket that hangs by the door." in text
    assert "If I come home late, then I run 15 minutes at once instead of skipping." in text
    for expected in ("A half marathon with my sister", "Sore knees → Swap one run", "21.1 km without walking"):
        assert expected in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_plan_shows_each_weeks_number_dates_focus_target_actions_and_total(width: int) -> None:
    plan = samples.plan(12)
    text = words(shown(PlanSection(plan), width=width))
    for week in plan.weeks:
        assert f"Week {week.number} " in text
        assert minutes(week.minutes) in text
        assert amount(week.target or 0, "km") in text
    for expected in ("23–29 Nov", "Start slowly", "Base", "weeks 1–4", "Race"):
        assert expected in text
    for action in (action for week in plan.weeks for action in week.actions):
        assert {*action.title.split(), *action.when.split(), *(d.capitalize() for d in action.days)} <= {*text.split()}
    assert text.count("◆ ") == sum(len(phase.milestones) for phase in plan.phases)
    assert text.count("! ") == len(plan.notes)


def test_a_long_plan_is_told_in_short_after_its_first_weeks() -> None:
    plan = samples.plan(LONG_PLAN_WEEKS + 10)
    text = words(shown(PlanSection(plan)))
    for number in range(1, FIRST_WEEKS + 1):
        assert f"Week {number} " in text
    assert f"Week {FIRST_WEEKS + 3} " not in text
    assert all(phase.name in text for phase in plan.phases)
    assert "--full" in text
    full = words(shown(PlanSection(plan, full=True)))
    assert all(f"Week {week.number} " in full for week in plan.weeks)
    assert "--full" not in full


def test_what_only_lighter_weeks_hold_is_not_told_as_if_every_week_held_it() -> None:
    plan = samples.plan(LONG_PLAN_WEEKS + 10)
    rest = Action(title="Rest run", minutes=10, when="at noon", days=(Weekday.SUN,))
    lighter = [w.number for w in plan.weeks if w.lighter and w.number > FIRST_WEEKS]
    weeks = tuple(w.model_copy(update={"actions": (rest,)}) if w.number in lighter else w for w in plan.weeks)
    text = words(shown(PlanSection(plan.model_copy(update={"weeks": weeks})), width=400))
    told = ", ".join(re.findall(r"\(weeks? ([\d, ]+) lighter\)", text))
    assert told == ", ".join(str(number) for number in lighter) != ""
    assert "Rest run" not in text


def test_a_plan_of_one_week_and_one_of_two_years_can_be_shown() -> None:
    for weeks in (1, 104):
        assert "Week 1 " in words(shown(PlanSection(samples.plan(weeks)), width=60))


def test_the_evaluation_has_a_bar_for_each_dimension_as_long_as_its_score() -> None:
    lines = shown(section(samples.evaluation()), width=120).splitlines()
    bars = {line.split()[0]: line.count("█") for line in lines if "█" in line}
    assert bars == {"Clarity": 18, "Specificity": 16, "Measurability": 13, "Actionability": 6, "Overall": 13}


def test_markup_and_escapes_in_a_models_words_are_shown_and_not_obeyed() -> None:
    evil = samples.resolution().model_copy(
        update={
            "title": "[red]bold[/red] [link=http://x]y[/link] :smile:",
            "statement": "\x1b[2J\x1b]0;title\x07 \x9b31m done",
            "obstacles": (Obstacle(obstacle="[/]", counter_move="[bold"),),
        }
    )
    text = shown(section(evil), terminal=True)
    plain = ANSI.sub("", text)
    assert "[red]bold[/red] [link=http://x]y[/link] :smile:" in plain
    assert "\x1b[2J" not in text
    assert "\x1b]" not in text
    assert "\x9b" not in text
    assert "\x07" not in text


def test_a_text_that_is_no_goal_gets_the_kind_reply_and_nothing_else() -> None:
    assert words(whole(samples.not_a_goal())) == "That sounds like a joke. What would you like to reach this year?"


def test_a_stopped_goal_gets_the_caring_message_and_nothing_else() -> None:
    verdict = SafetyVerdict(
        category=SafetyCategory.SELF_HARM,
        action=SafetyAction.STOP,
        reason="rule",
        message="I am glad you told me.\n\nCall 112.",
    )
    goal = samples.goal(safety=verdict)
    result = samples.result(goal=goal, resolution=None, plan=None, evaluation=None)
    assert words(whole(result)) == "I am glad you told me. Call 112."
    file = io.StringIO()
    with StageDisplay(Console(file=file, width=80), notice="This is the offline coach.") as display:
        display(StageEvent(Stage.PREPROCESS_GOAL, StageStatus.STARTED))
        display(StageEvent(Stage.PREPROCESS_GOAL, StageStatus.FINISHED, goal, 12.0))
    assert display.refused
    assert words(file.getvalue()) == "I am glad you told me. Call 112."


def test_stages_are_shown_in_the_order_in_which_they_finish() -> None:
    file = io.StringIO()
    with StageDisplay(Console(file=file, width=80), notice="Rules, no LLM.") as display:
        for stage, result in (
            (Stage.PREPROCESS_GOAL, samples.goal()),
            (Stage.GENERATE_RESOLUTION, samples.resolution()),
            (Stage.EVALUATE_RESOLUTION, samples.evaluation()),
            (Stage.CREATE_EXECUTION_PLAN, samples.plan()),
        ):
            display(StageEvent(stage, StageStatus.STARTED))
            display(StageEvent(stage, StageStatus.FINISHED, result, 1_200.0))
    text = file.getvalue()
    places = [text.index(f"\n{title} ─") for title in ("Goal", "Resolution", "Evaluation", "Plan")]
    assert places == sorted(places)
    assert text.startswith("Rules, no LLM.")
    assert text.count("1.2 s") == 4
    assert "\x1b" not in text


def figures(result: CoachingResult) -> str:
    file = io.StringIO()
    show_figures(result, Console(file=file, width=80))
    return file.getvalue()


def test_the_figures_are_one_line_with_model_tokens_cost_time_and_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPIK_URL_OVERRIDE", raising=False)
    text = figures(samples.result())
    assert text.count("\n") == 1
    for expected in (
        "gemini-2.5-flash-lite",
        "6,150 tokens",
        "$0.0012",
        "3.4 s",
        f"rein traces show {samples.TRACE_ID}",
    ):
        assert expected in text


def test_a_stage_that_another_model_answered_is_told() -> None:
    stages = list(samples.result().stages)
    stages[3] = stages[3].model_copy(update={"model": "offline", "fallback_from": "google:gemini-2.5-flash-lite"})
    text = words(figures(samples.result(stages=tuple(stages))))
    assert (
        "google:gemini-2.5-flash-lite gave no answer; the offline coach, which is not an LLM, answered instead" in text
    )
    assert "making the plan" in text
    assert "google:gemini-2.5-flash-lite · " in text


def test_a_model_that_answered_nothing_is_not_named_as_the_one_that_did() -> None:
    stages = [
        s.model_copy(update={"provider": "rein", "model": "offline", "fallback_from": "google:gemini-2.5-flash-lite"})
        for s in samples.result().stages
    ]
    lines = figures(samples.result(stages=tuple(stages))).splitlines()
    assert "gave no answer" in lines[0]
    assert "everywhere" in words("\n".join(lines))
    assert lines[-1].startswith("rein:offline · ")


def test_estimated_tokens_and_an_unknown_price_are_told_as_such() -> None:
    text = figures(samples.result(usage=samples.figures(estimated=True), cost_usd=None))
    assert "about 6,150 tokens" in text
    assert "cost not known" in text


def test_json_on_a_terminal_steers_nothing_and_means_the_same() -> None:
    goal = samples.goal(statement="run\x9b2J \u202e10 km, caf\u00e9")
    result = samples.result(8).model_copy(update={"goal": goal})
    file = io.StringIO()
    print_json(result, Console(file=file))
    told = file.getvalue()
    assert not {*told} & {"\x9b", "\u202e"}
    assert json.loads(told)["goal"]["statement"] == goal.statement


def test_a_heading_has_its_rule_with_and_without_an_aside() -> None:
    assert re.fullmatch("Plan ─{12,15} *", shown(heading("Plan"), width=20).rstrip())
    assert re.fullmatch("Plan ─{9,11} 2 s", shown(heading("Plan", "2 s"), width=20).rstrip())
