"""The whole coach behind one class: the five stages, and the pipeline that runs them."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import computed_field

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
)
from rein.coach.offline import OfflineCoach
from rein.coach.plan import create_execution_plan
from rein.coach.quality import evaluate_resolution_quality
from rein.coach.resolution import generate_resolution
from rein.errors import LLMError, ReinError
from rein.llm import LLM, Call, provider_for, record_calls
from rein.settings import OFFLINE_MODEL, Settings, get_settings
from rein.tracing import add_metadata, add_tags, current_trace_id, trace

T = TypeVar("T")


class Stage(StrEnum):
    """The pipeline's stages, named as their spans are."""

    PREPROCESS_GOAL = "preprocess_goal"
    GENERATE_RESOLUTION = "generate_resolution"
    CREATE_EXECUTION_PLAN = "create_execution_plan"
    EVALUATE_RESOLUTION = "evaluate_resolution"


class StageStatus(StrEnum):
    STARTED = "started"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StageEvent:
    """Something a watcher of a run may show."""

    stage: Stage
    status: StageStatus
    result: ClarifiedGoal | Resolution | Plan | Evaluation | None = None
    """The stage's result when it has finished."""
    duration_ms: float = 0.0
    error: ReinError | None = None
    fallback_reason: str | None = None
    """Why another model than the one asked gave the result, when one did."""


class UsageFigures(Frozen):
    """Tokens, as they are told outside."""

    input_tokens: int
    output_tokens: int
    estimated: bool

    @computed_field
    @property
    def total_tokens(self) -> int:
        return self.input_tokens + self.output_tokens


class StageReport(Frozen):
    """What one stage took. A stage may have made several calls; `model` is the one that answered last."""

    stage: Stage
    model: str
    provider: str
    prompt_version: str
    usage: UsageFigures
    cost_usd: float | None
    duration_ms: float
    attempts: int
    fallback_from: str | None
    fallback_reason: str | None = None
    error: str | None = None
    """Why the stage has no result, when it has none."""


class CoachingResult(Frozen):
    """What one run of the pipeline gives. Resolution and plan are null when the text is no goal, or not a safe one."""

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
        """Run the pipeline: clarify, resolve, then plan and evaluate at the same time.

        It stops after the first stage when the text is no goal or a safety check does not allow a plan. A judge that
        fails costs the evaluation, not the rest.

        Raises:
            UsageError: the request cannot be meant (a start in the past).
            LLMError: a stage could not be done; the trace holds the error.
        """
        return await self._run(request, _Watch(on_event))

    @trace(name="coach", capture_input=False)
    async def _run(self, request: GoalRequest, watch: "_Watch") -> CoachingResult:
        began = time.perf_counter()
        resolution, plan, evaluation = None, None, None
        goal = await watch.over(Stage.PREPROCESS_GOAL, self.preprocess_goal(request))
        if goal.safety.action is not SafetyAction.ALLOW:
            add_tags("safety", f"safety:{goal.safety.category}")
        elif not goal.is_goal:
            add_tags("no-goal")
        else:
            resolution = await watch.over(Stage.GENERATE_RESOLUTION, self.generate_resolution(goal))
            plan, evaluation = await _together(
                watch.over(Stage.CREATE_EXECUTION_PLAN, self.create_execution_plan(goal, resolution)),
                watch.over(Stage.EVALUATE_RESOLUTION, self.evaluate_resolution_quality(goal, resolution)),
            )
        add_metadata(area=goal.area.value, language=goal.language, model=self.llm.model_name)
        calls = [c for r in watch.done for c in r.calls]
        return CoachingResult(
            goal=goal,
            resolution=resolution,
            plan=plan,
            evaluation=evaluation,
            trace_id=current_trace_id(),
            model=self.llm.model_name,
            usage=_usage(calls),
            cost_usd=_cost(calls),
            duration_ms=_ms_since(began),
            stages=tuple(r.report() for r in watch.done),
        )


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


@dataclass(frozen=True, slots=True)
class _Done:
    stage: Stage
    calls: Sequence[Call]
    duration_ms: float
    error: ReinError | None

    def report(self) -> StageReport:
        last = self.calls[-1] if self.calls else None
        return StageReport(
            stage=self.stage,
            model=last.model if last else "",
            provider=last.provider if last else "",
            prompt_version=last.prompt_version if last else "",
            usage=_usage(self.calls),
            cost_usd=_cost(self.calls),
            duration_ms=self.duration_ms,
            attempts=sum(c.attempts for c in self.calls),
            fallback_from=last.fallback_from if last else None,
            fallback_reason=last.fallback_reason if last else None,
            error=f"{type(self.error).__name__}: {self.error}" if self.error else None,
        )


class _Watch:
    """Times the stages, collects their calls, and tells the watcher."""

    def __init__(self, on_event: Callable[[StageEvent], None] | None) -> None:
        self._on_event = on_event
        self.done: list[_Done] = []

    def _tell(self, event: StageEvent) -> None:
        if self._on_event is not None:
            self._on_event(event)

    async def over(self, stage: Stage, work: Coroutine[Any, Any, T]) -> T:
        self._tell(StageEvent(stage, StageStatus.STARTED))
        began = time.perf_counter()
        with record_calls() as calls:
            try:
                result = await work
            except ReinError as error:
                took = _ms_since(began)
                self.done.append(_Done(stage, calls, took, error))
                self._tell(StageEvent(stage, StageStatus.FAILED, None, took, error))
                raise
        took = _ms_since(began)
        self.done.append(_Done(stage, calls, took, None))
        shown = result if isinstance(result, ClarifiedGoal | Resolution | Plan | Evaluation) else None
        why = next((c.fallback_reason for c in calls if c.fallback_reason), None)
        self._tell(StageEvent(stage, StageStatus.FINISHED, shown, took, fallback_reason=why))
        return result


async def _together(
    plan: Coroutine[Any, Any, Plan], scores: Coroutine[Any, Any, Evaluation]
) -> tuple[Plan, Evaluation | None]:
    """Both at the same time. Without a plan there is no result, without scores there is. Neither outlives the call."""
    planning, judging = asyncio.create_task(plan), asyncio.create_task(scores)
    try:
        made = await planning
        try:
            return made, await judging
        except LLMError:
            return made, None
    finally:
        planning.cancel()
        judging.cancel()
        await asyncio.wait({planning, judging})


def _ms_since(began: float) -> float:
    """To the microsecond: more is noise, and a dozen digits look like somebody's number to the redaction."""
    return round((time.perf_counter() - began) * 1000, 3)


def _usage(calls: Sequence[Call]) -> UsageFigures:
    return UsageFigures(
        input_tokens=sum(c.usage.input_tokens for c in calls),
        output_tokens=sum(c.usage.output_tokens for c in calls),
        estimated=any(c.usage.estimated for c in calls),
    )


def _cost(calls: Sequence[Call]) -> float | None:
    costs = [c.cost_usd for c in calls]
    known = [c for c in costs if c is not None]
    return sum(known) if len(known) == len(costs) else None
