"""The model's check after the rules: what it does not allow is shown to nobody, and without it nothing is."""

import threading
from pathlib import Path

import pytest

from rein.coach.domain import Plan, Resolution, SafetyAction, SafetyCategory
from rein.coach.model import ReinModel
from rein.coach.stages import Stage, StageEvent, StageStatus
from rein.errors import PlanRuleError, SafetyCheckError
from rein.opik.exporter import spool_directory
from rein.opik.reader import find_trace
from rein.opik.views import TraceView
from rein.settings import Settings
from rein.tracing import flush
from tests.coach.test_pipeline import CHECK, JUDGE, PLAN, RESOLVE, asked, asked_for, outline
from tests.support.gemini_server import BadJson, Blocked, GeminiServer, Good, Hang, SchemaMiss, Status

DANGER = Good(answer={"category": "eating_disorder", "reason": "restriction"})
HARM = Good(answer={"category": "unsafe_advice", "reason": "shames"})
SELF_CHECKED_DANGER = outline(safety={"category": "dangerous_weight_loss", "reason": "too fast"})
SELF_CHECKED_HARM = outline(safety={"category": "unsafe_advice", "reason": "shames"})
HASTY_S = 4
"""A deadline that an answering loopback server keeps on any machine."""


def strict(settings: Settings) -> ReinModel:
    return ReinModel(settings.model_copy(update={"offline_fallback": False}))


def trace_of(trace_id: str | None, settings: Settings) -> TraceView:
    assert trace_id is not None
    flush(5)
    return find_trace(Path(spool_directory(settings)), trace_id)


def shown(events: list[StageEvent]) -> list[str]:
    """The kinds of result that a watcher was told, in order."""
    return [type(e.result).__name__ for e in events if e.result is not None]


class Patient(ReinModel):
    """Its resolution is checked only when plan and evaluation are done."""

    def __init__(self, settings: Settings, gemini: GeminiServer) -> None:
        super().__init__(settings)
        self._others = threading.Semaphore(0)
        take = gemini.take

        def wait_for_others(request):
            if request.instruction.startswith(CHECK):
                assert self._others.acquire(timeout=30)
                assert self._others.acquire(timeout=30)
            return take(request)

        gemini.take = wait_for_others

    async def create_execution_plan(self, goal, resolution):
        plan = await super().create_execution_plan(goal, resolution)
        self._others.release()
        return plan

    async def evaluate_resolution_quality(self, goal, resolution):
        evaluation = await super().evaluate_resolution_quality(goal, resolution)
        self._others.release()
        return evaluation


async def test_the_check_reads_the_resolution_and_all_that_the_person_wrote(model, gemini):
    result = await model.run(asked_for("I want to run 10 km, for my sister"))
    (question,) = [r.messages[0] for r in gemini.requests if r.instruction.startswith(CHECK)]
    assert "for my sister" in question
    for text in (result.resolution.strategy, result.resolution.obstacles[0].counter_move, *result.goal.questions):
        assert text in question


async def test_the_check_is_a_stage_with_tokens_and_cost_and_a_span(model, settings):
    result = await model.run(asked_for())
    stage = next(s for s in result.stages if s.stage is Stage.CHECK_RESOLUTION)
    assert stage.usage.input_tokens > 0
    assert stage.cost_usd
    (root,) = trace_of(result.trace_id, settings).roots
    (check,) = [s for s in root.children if s.name == "check_resolution"]
    assert [s.type for s in check.children] == ["llm"]


async def test_nothing_is_shown_before_the_resolution_is_checked_however_late_that_is(settings, gemini):
    events: list[StageEvent] = []
    await Patient(settings, gemini).run(asked_for(), on_event=events.append)
    first, second, *rest = shown(events)
    assert (first, second) == ("ClarifiedGoal", "Resolution")
    assert sorted(rest) == ["Evaluation", "Plan"]


@pytest.mark.parametrize(("found", "category"), [(DANGER, "eating_disorder"), (HARM, "unsafe_advice")])
async def test_of_a_flagged_resolution_and_what_rests_on_it_nothing_is_shown(settings, gemini, found, category):
    gemini.on(CHECK, found)
    events: list[StageEvent] = []
    result = await Patient(settings, gemini).run(asked_for(), on_event=events.append)
    assert (result.resolution, result.plan, result.evaluation) == (None, None, None)
    assert result.goal.safety.category == category
    assert result.goal.safety.action is SafetyAction.STOP
    assert shown(events) == ["ClarifiedGoal", "ClarifiedGoal"]
    assert events[-1].result == result.goal
    assert "your plan" not in result.goal.safety.message
    trace = trace_of(result.trace_id, settings)
    assert {"safety", f"safety:{category}"} <= set(trace.tags)
    assert trace.error is None
    assert sum(s.usage.total_tokens for s in result.stages) == result.usage.total_tokens


async def test_a_flagged_resolution_ends_the_run_at_once_and_what_was_begun_is_still_paid_for(model, gemini):
    gemini.on(CHECK, DANGER)
    gemini.on(PLAN, Hang())
    gemini.on(JUDGE, Hang())
    result = await model.run(asked_for())
    assert result.goal.safety.category is SafetyCategory.EATING_DISORDER
    assert {s.stage for s in result.stages} == set(Stage)


@pytest.mark.parametrize("offline_fallback", [True, False])
@pytest.mark.parametrize(
    "trouble",
    [(Status(500),), (Hang(),), (BadJson(),) * 3, (SchemaMiss(),) * 3, (Blocked(),)],
    ids=["500", "hang", "garbled", "schema-miss", "blocked"],
)
async def test_without_the_check_nothing_of_the_resolution_is_shown(settings, gemini, trouble, offline_fallback):
    """An offline coach cannot stand in: it would ask the same rules again."""
    gemini.on(CHECK, *trouble)
    seconds = HASTY_S if isinstance(trouble[0], Hang) else settings.llm_timeout_s
    changes = {"offline_fallback": offline_fallback, "llm_timeout_s": seconds}
    events: list[StageEvent] = []
    with pytest.raises(SafetyCheckError, match="could not be made"):
        await ReinModel(settings.model_copy(update=changes)).run(asked_for(), on_event=events.append)
    assert shown(events) == ["ClarifiedGoal"]
    assert (events[-1].stage, events[-1].status) == (Stage.CHECK_RESOLUTION, StageStatus.FAILED)


async def test_what_the_offline_coach_writes_in_anothers_place_is_checked_by_its_rules_alone(model, gemini):
    gemini.on(RESOLVE, Status(500))
    gemini.on(CHECK, Status(500))
    result = await model.run(asked_for())
    assert asked(gemini, CHECK) == 0
    assert result.resolution is not None
    assert result.plan is not None
    assert Stage.CHECK_RESOLUTION not in {s.stage for s in result.stages}


async def test_the_offline_coach_alone_needs_no_model_check(settings, gemini):
    events: list[StageEvent] = []
    coach = ReinModel(settings.model_copy(update={"model": "offline"}))
    result = await coach.run(asked_for(), on_event=events.append)
    assert result.plan is not None
    assert {s.stage for s in result.stages} == set(Stage) - {Stage.CHECK_RESOLUTION}
    assert shown(events)[:2] == ["ClarifiedGoal", "Resolution"]


async def test_a_danger_that_the_model_sees_while_it_plans_ends_in_care_and_no_plan(model, gemini, settings):
    gemini.on(PLAN, Good(answer=SELF_CHECKED_DANGER))
    events: list[StageEvent] = []
    result = await model.run(asked_for(), on_event=events.append)
    assert (result.resolution, result.plan, result.evaluation) == (None, None, None)
    assert result.goal.safety.category is SafetyCategory.DANGEROUS_WEIGHT_LOSS
    assert result.goal.safety.message
    assert asked(gemini, PLAN) == 1
    assert not any(isinstance(e.result, Plan) for e in events)
    assert events[-1].result == result.goal
    assert StageStatus.FAILED not in {e.status for e in events}
    assert "safety:dangerous_weight_loss" in trace_of(result.trace_id, settings).tags


async def test_a_danger_seen_while_planning_ends_the_run_before_the_resolution_is_shown(model, gemini):
    gemini.on(PLAN, Good(answer=SELF_CHECKED_DANGER))
    gemini.on(CHECK, Hang())
    events: list[StageEvent] = []
    result = await model.run(asked_for(), on_event=events.append)
    assert result.goal.safety.category is SafetyCategory.DANGEROUS_WEIGHT_LOSS
    assert shown(events) == ["ClarifiedGoal", "ClarifiedGoal"]


async def test_a_plan_whose_words_the_model_would_not_say_is_asked_for_again(model, gemini):
    gemini.on(PLAN, Good(answer=SELF_CHECKED_HARM))
    result = await model.run(asked_for())
    assert result.plan is not None
    again = [r for r in gemini.requests if r.instruction.startswith(PLAN)]
    assert len(again) == 2
    assert "unsafe advice" in again[1].messages[0]


async def test_a_plan_that_the_model_never_allows_is_never_shown(settings, gemini):
    gemini.on(PLAN, *[Good(answer=SELF_CHECKED_HARM)] * 3)
    with pytest.raises(PlanRuleError):
        await strict(settings).run(asked_for())


async def test_a_plan_without_the_models_own_check_is_no_answer(model, gemini):
    unchecked = outline()
    del unchecked["safety"]
    gemini.on(PLAN, Good(answer=unchecked))
    assert (await model.run(asked_for())).plan is not None
    assert asked(gemini, PLAN) == 2


async def test_a_judge_whose_reasons_harm_is_not_heard(model, gemini):
    score = {"score": 3, "reason": "You have depression and should eat 800 calories a day."}
    gemini.on(JUDGE, Good(answer=dict.fromkeys(("clarity", "specificity", "measurability", "actionability"), score)))
    result = await model.run(asked_for())
    assert isinstance(result.resolution, Resolution)
    assert result.evaluation is None
