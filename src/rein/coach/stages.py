"""The stages of a run: how they are timed, what they cost, and what whoever watches is told of them."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import computed_field

from rein.coach.domain import ClarifiedGoal, Evaluation, Frozen, Plan, Resolution
from rein.coach.opinion import WithheldError, is_offline
from rein.errors import ReinError
from rein.llm import Call, record_calls

T = TypeVar("T")

BROKEN_OFF = "Broken off, since another stage had ended the run."


class Stage(StrEnum):
    """The pipeline's stages, named as their spans are."""

    PREPROCESS_GOAL = "preprocess_goal"
    GENERATE_RESOLUTION = "generate_resolution"
    CHECK_RESOLUTION = "check_resolution"
    """Only where a language model wrote the resolution."""
    CREATE_EXECUTION_PLAN = "create_execution_plan"
    EVALUATE_RESOLUTION = "evaluate_resolution"


class StageStatus(StrEnum):
    STARTED = "started"
    FINISHED = "finished"
    """And its result may be shown; a resolution, and what rests on it, is told only after its check."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StageEvent:
    """Something a watcher of a run may show.

    When a check withholds what was written, the goal is told once more as the result of `preprocess_goal`: its safety
    verdict holds what the person reads instead.
    """

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


@dataclass(frozen=True, slots=True)
class Done:
    """A stage that has ended."""

    stage: Stage
    calls: Sequence[Call]
    duration_ms: float
    error: str | None

    @property
    def written_offline(self) -> bool:
        """Whether its result is the offline coach's."""
        return bool(self.calls) and is_offline(self.calls[-1])

    def report(self) -> StageReport:
        last = self.calls[-1] if self.calls else None
        return StageReport(
            stage=self.stage,
            model=last.model if last else "",
            provider=last.provider if last else "",
            prompt_version=last.prompt_version if last else "",
            usage=usage_of(self.calls),
            cost_usd=cost_of(self.calls),
            duration_ms=self.duration_ms,
            attempts=sum(c.attempts for c in self.calls),
            fallback_from=last.fallback_from if last else None,
            fallback_reason=last.fallback_reason if last else None,
            error=self.error,
        )


class Watch:
    """Times the stages, collects their calls, and tells the watcher.

    Between `hold` and `release` results are kept back, in order; that stages start or fail is told at once.
    """

    def __init__(self, on_event: Callable[[StageEvent], None] | None) -> None:
        self._on_event = on_event
        self._held: list[StageEvent] | None = None
        self.done: list[Done] = []

    def hold(self) -> None:
        """Keep back the results from here on."""
        self._held = []

    def release(self) -> None:
        """Tell what was kept back, and from here on everything at once."""
        held, self._held = self._held or [], None
        for event in held:
            self._tell(event)

    def refuse(self, goal: ClarifiedGoal) -> None:
        """Drop what was kept back, and tell the goal whose verdict takes its place."""
        self._held = None
        self._tell(StageEvent(Stage.PREPROCESS_GOAL, StageStatus.FINISHED, goal))

    def _tell(self, event: StageEvent) -> None:
        if self._held is not None and event.status is StageStatus.FINISHED:
            self._held.append(event)
        elif self._on_event is not None:
            self._on_event(event)

    async def over(self, stage: Stage, work: Coroutine[Any, Any, T]) -> T:
        """Do the work of one stage."""
        self._tell(StageEvent(stage, StageStatus.STARTED))
        began = time.perf_counter()
        with record_calls() as calls:
            try:
                result = await work
            except ReinError as error:
                took = ms_since(began)
                self.done.append(Done(stage, calls, took, f"{type(error).__name__}: {error}"))
                if not isinstance(error, WithheldError):  # no failure; `refuse` says what there is to say
                    self._tell(StageEvent(stage, StageStatus.FAILED, None, took, error))
                raise
            except asyncio.CancelledError:  # what it has spent is spent
                self.done.append(Done(stage, calls, ms_since(began), BROKEN_OFF))
                raise
        took = ms_since(began)
        self.done.append(Done(stage, calls, took, None))
        shown = result if isinstance(result, ClarifiedGoal | Resolution | Plan | Evaluation) else None
        why = next((c.fallback_reason for c in calls if c.fallback_reason), None)
        self._tell(StageEvent(stage, StageStatus.FINISHED, shown, took, fallback_reason=why))
        return result


def ms_since(began: float) -> float:
    """To the microsecond: more is noise, and a dozen digits look like somebody's number to the redaction."""
    return round((time.perf_counter() - began) * 1000, 3)


def usage_of(calls: Sequence[Call]) -> UsageFigures:
    """The tokens of all calls together."""
    return UsageFigures(
        input_tokens=sum(c.usage.input_tokens for c in calls),
        output_tokens=sum(c.usage.output_tokens for c in calls),
        estimated=any(c.usage.estimated for c in calls),
    )


def cost_of(calls: Sequence[Call]) -> float | None:
    """What all calls cost together; None when one's price is not known."""
    costs = [c.cost_usd for c in calls]
    known = [c for c in costs if c is not None]
    return sum(known) if len(known) == len(costs) else None
