"""The whole coach behind one class: the five stages, and the pipeline that runs them."""

import asyncio
import time
from collections.abc import Callable

from rein.coach.chat import ChatStream
from rein.coach.clarify import preprocess_goal
from rein.coach.domain import (
    ClarifiedGoal,
    CoachingContext,
    CoachingReply,
    Evaluation,
    Frozen,
    GoalRequest,
    Plan,
    Resolution,
    SafetyAction,
    SafetyVerdict,
)
from rein.coach.offline import OfflineCoach
from rein.coach.opinion import WithheldError
from rein.coach.plan import create_execution_plan
from rein.coach.quality import evaluate_resolution_quality
from rein.coach.resolution import check_resolution, generate_resolution
from rein.coach.stages import Stage, StageEvent, StageReport, UsageFigures, Watch, cost_of, ms_since, usage_of
from rein.errors import LLMError
from rein.llm import LLM, provider_for
from rein.settings import OFFLINE_MODEL, Settings, get_settings
from rein.tracing import add_metadata, add_tags, current_trace_id, trace


class CoachingResult(Frozen):
    """What one run of the pipeline gives. Resolution, plan and evaluation are null when the text is no goal, or when a
    safety check withholds them; the goal's `reply` or `safety` holds what the person is told then.
    """

    goal: ClarifiedGoal
    resolution: Resolution | None
    plan: Plan | None
    evaluation: Evaluation | None
    """Null also when the judge gave no valid answer; the stage's report says why."""
    trace_id: str | None
    """Null when tracing is off."""
    model: str
    usage: UsageFigures
    cost_usd: float | None
    """Null when the price of a model in use is not known."""
    duration_ms: float
    stages: tuple[StageReport, ...]


class ReinModel:
    """The coach as a model: goal in; clarified goal, resolution, evaluation, plan and conversation out.

    Args:
        settings: read from the environment when left out.
        llm: the model that writes; by default the one the settings name, with the fallbacks they name.
        judge: the model that scores; by default `REIN_JUDGE_MODEL`, else `llm`.
    """

    def __init__(self, settings: Settings | None = None, *, llm: LLM | None = None, judge: LLM | None = None) -> None:
        self.settings = settings or get_settings()
        self.llm = llm or build_llm(self.settings, self.settings.resolved_model)
        named = self.settings.judge_model
        self.judge = judge or (build_llm(self.settings, named) if named and llm is None else self.llm)

    async def preprocess_goal(self, request: GoalRequest) -> ClarifiedGoal:
        """Stage 1; see `rein.coach.clarify.preprocess_goal`."""
        return await preprocess_goal(request, llm=self.llm)

    async def generate_resolution(self, goal: ClarifiedGoal) -> Resolution:
        """Stage 2; see `rein.coach.resolution.generate_resolution`."""
        return await generate_resolution(goal, llm=self.llm)

    async def check_resolution(self, goal: ClarifiedGoal, resolution: Resolution) -> SafetyVerdict:
        """Whether the resolution may be shown, beside stages 3 and 4; see `rein.coach.resolution.check_resolution`."""
        return await check_resolution(goal, resolution, llm=self.llm)

    async def create_execution_plan(self, goal: ClarifiedGoal, resolution: Resolution) -> Plan:
        """Stage 3; see `rein.coach.plan.create_execution_plan`."""
        last_resort = LLM(OfflineCoach(), settings=self.settings) if self.settings.offline_fallback else None
        return await create_execution_plan(goal, resolution, llm=self.llm, last_resort=last_resort)

    async def evaluate_resolution_quality(self, goal: ClarifiedGoal, resolution: Resolution) -> Evaluation:
        """Stage 4, which runs beside stage 3; see `rein.coach.quality.evaluate_resolution_quality`."""
        return await evaluate_resolution_quality(goal, resolution, judge=self.judge)

    async def generate_coaching_response(self, context: CoachingContext, *, thread_id: str) -> CoachingReply:
        """Stage 5, whole; `chat` streams it."""
        stream = self.chat(context, thread_id=thread_id)
        async for _ in stream:
            pass
        return stream.reply

    def chat(self, context: CoachingContext, *, thread_id: str) -> ChatStream:
        """Stage 5, streamed. All turns of one `thread_id` make one Opik thread."""
        return ChatStream(context, llm=self.llm, thread_id=thread_id)

    async def run(
        self, request: GoalRequest, *, on_event: Callable[[StageEvent], None] | None = None
    ) -> CoachingResult:
        """Run the pipeline: clarify, resolve, then check the resolution, plan and evaluate at the same time.

        It stops after the first stage when the text is no goal or a safety check does not allow a plan, and gives no
        resolution, plan or evaluation when a later check withholds one of them. The resolution is told to the watcher
        when its check has passed, and nothing that rests on it before that. A judge that fails costs the evaluation,
        not the rest.

        Raises:
            UsageError: the request cannot be meant (a start in the past).
            LLMError: a stage could not be done; the trace holds the error.
            SafetyCheckError: a safety check could not be made.
        """
        return await self._run(request, Watch(on_event))

    @trace(name="coach", ignore_arguments=("watch",))
    async def _run(self, request: GoalRequest, watch: Watch) -> CoachingResult:
        began = time.perf_counter()
        resolution, plan, evaluation = None, None, None
        goal = await watch.over(Stage.PREPROCESS_GOAL, self.preprocess_goal(request))
        if goal.safety.action is SafetyAction.ALLOW and goal.is_goal:
            try:
                resolution, plan, evaluation = await self._write(goal, watch)
            except WithheldError as withheld:
                goal = goal.model_copy(update={"safety": withheld.verdict})
                watch.refuse(goal)
        if goal.safety.action is not SafetyAction.ALLOW:
            add_tags("safety", f"safety:{goal.safety.category}")
        elif not goal.is_goal:
            add_tags("no-goal")
        add_metadata(area=goal.area.value, language=goal.language, model=self.llm.model_name)
        calls = [c for r in watch.done for c in r.calls]
        return CoachingResult(
            goal=goal,
            resolution=resolution,
            plan=plan,
            evaluation=evaluation,
            trace_id=current_trace_id(),
            model=self.llm.model_name,
            usage=usage_of(calls),
            cost_usd=cost_of(calls),
            duration_ms=ms_since(began),
            stages=tuple(r.report() for r in watch.done),
        )

    async def _write(self, goal: ClarifiedGoal, watch: Watch) -> tuple[Resolution, Plan, Evaluation | None]:
        """The stages after the first. None of them outlives the call.

        Raises:
            WithheldError: a check does not allow what was written.
        """
        watch.hold()
        resolution = await watch.over(Stage.GENERATE_RESOLUTION, self.generate_resolution(goal))
        checking, planning, judging = tasks = (
            asyncio.create_task(self._check(goal, resolution, watch, by_rules=watch.done[-1].written_offline)),
            asyncio.create_task(watch.over(Stage.CREATE_EXECUTION_PLAN, self.create_execution_plan(goal, resolution))),
            asyncio.create_task(
                watch.over(Stage.EVALUATE_RESOLUTION, self.evaluate_resolution_quality(goal, resolution))
            ),
        )
        try:
            await asyncio.wait((checking, planning), return_when=asyncio.FIRST_EXCEPTION)
            if planning.done() and isinstance(withheld := planning.exception(), WithheldError):
                raise withheld  # before the resolution is shown, if the check takes longer
            await checking
            plan = await planning
            try:
                return resolution, plan, await judging
            except LLMError:  # without a plan there is no result, without scores there is
                return resolution, plan, None
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _check(self, goal: ClarifiedGoal, resolution: Resolution, watch: Watch, *, by_rules: bool) -> None:
        """Show the resolution once it is checked; one that was written by rules has been."""
        if not by_rules:
            verdict = await watch.over(Stage.CHECK_RESOLUTION, self.check_resolution(goal, resolution))
            if verdict.action is not SafetyAction.ALLOW:
                raise WithheldError(verdict)
        watch.release()


def build_llm(settings: Settings, model: str) -> LLM:
    """The service for a model string: the model, then `REIN_FALLBACK_MODEL`, then the offline coach (unless off).

    Raises:
        SettingsError: a model string cannot be used.
    """
    if model == OFFLINE_MODEL:
        return LLM(OfflineCoach(), settings=settings)
    fallbacks = [provider_for(settings.fallback_model, settings)] if settings.fallback_model else []
    last = [OfflineCoach()] if settings.offline_fallback else []
    return LLM(provider_for(model, settings), fallbacks=[*fallbacks, *last], settings=settings)
