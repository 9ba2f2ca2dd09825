"""`rein cost`: what the pipeline is expected to cost, before a single token is paid for.

The stages run once with the offline coach, untraced, and every request that they would put to a model is measured:
instruction, schema, input and answer, at about four characters a token. So the figures follow the prompts.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

import typer
from pydantic import BaseModel
from rich.table import Table
from rich.text import Text

from rein.llm.types import Answer, In, Out, Request, StreamEnd, Usage

EXAMPLE = (
    "I want to run a half marathon this spring. I can train 4 hours a week, not on Sundays. At the moment I run 5 km "
    "twice a week, and I would like to feel fit again after a year at the desk."
)
"""A goal as people write them when they mean it: longer than most, so that the figures are no flattery."""

EXAMPLE_MESSAGE = "I missed both runs this week because work ate my evenings. Should I make them up on the weekend?"

USERS = 1_000
MOST_PER_PIPELINE_USD = 0.002
"""The bar that the default Gemini model keeps."""


@dataclass(frozen=True, slots=True)
class StageTokens:
    """What one prompt of the pipeline takes, over all its calls."""

    prompt: str
    calls: int
    usage: Usage


@dataclass(frozen=True, slots=True)
class Expectation:
    """The tokens of one pipeline and of one coaching turn after it."""

    pipeline: tuple[StageTokens, ...]
    turn: tuple[StageTokens, ...]


@dataclass(slots=True)
class _Meter:
    """The offline coach with a counter in front."""

    counted: dict[str, list[Usage]] = field(default_factory=dict[str, list[Usage]])

    @property
    def provider(self) -> str:
        return "rein"

    @property
    def model(self) -> str:
        return "offline"

    async def complete(self, request: Request[In, Out]) -> Answer[Out]:
        from rein.coach.offline import OfflineCoach

        answer = await OfflineCoach().complete(request)
        self._count(request, answer.output)
        return answer

    async def stream(self, request: Request[In, Out]) -> AsyncIterator[str | StreamEnd[Out]]:
        answer = await self.complete(request)
        yield str(getattr(answer.output, request.prompt.stream_field or "", ""))
        yield StreamEnd(answer.output, answer.usage)

    def _count(self, request: Request[In, Out], output: BaseModel) -> None:
        from rein.llm.tokens import estimate_tokens
        from rein.llm.wire_schema import wire_schema

        prompt = request.prompt
        asked = estimate_tokens(
            prompt.instruction, json.dumps(wire_schema(prompt.output_type)), request.value.model_dump_json()
        )
        written = estimate_tokens(output.model_dump_json(indent=2))  # models like to indent their JSON
        self.counted.setdefault(prompt.name, []).append(Usage(asked, written, estimated=True))

    def take(self) -> tuple[StageTokens, ...]:
        """What was counted since the last time."""
        counted, self.counted = self.counted, {}
        return tuple(StageTokens(name, len(usages), sum(usages, Usage())) for name, usages in counted.items())


def expect() -> Expectation:
    """Measure one pipeline over `EXAMPLE` and one coaching turn after it."""
    return asyncio.run(_measure())


async def _measure() -> Expectation:
    from rein.coach.domain import CoachingContext, GoalRequest
    from rein.coach.model import ReinModel
    from rein.llm import LLM
    from rein.settings import get_settings
    from rein.tracing import configure

    settings = get_settings().model_copy(update={"trace_enabled": False, "judge_model": None})
    configure(settings)  # a rehearsal is nobody's trace
    meter = _Meter()
    model = ReinModel(settings, llm=LLM(meter, settings=settings))
    today = date(2027, 1, 2)  # fixed, so that the same prompts always give the same figures
    made = await model.run(GoalRequest(text=EXAMPLE, today=today, timezone="Europe/Berlin", weeks=16))
    pipeline = meter.take()
    assert made.resolution is not None
    assert made.plan is not None
    context = CoachingContext(
        goal=made.goal, resolution=made.resolution, plan=made.plan, today=made.plan.weeks[1].start_date, history=(),
        message=EXAMPLE_MESSAGE,
    )  # fmt: skip
    async for _ in model.chat(context, thread_id="rehearsal"):
        pass
    return Expectation(pipeline, meter.take())


def total(stages: Sequence[StageTokens]) -> Usage:
    """All stages together."""
    return sum((stage.usage for stage in stages), Usage())


def default_model(pipeline: Sequence[StageTokens]) -> str | None:
    """The newest flash-class Gemini whose full pipeline costs at most `MOST_PER_PIPELINE_USD`."""
    return next((model for model, usd in _compared(pipeline) if usd is not None and usd <= MOST_PER_PIPELINE_USD), None)


def _compared(pipeline: Sequence[StageTokens]) -> list[tuple[str, float | None]]:
    from rein.llm.prices import cost_usd, flash_gemini_models

    usage = total(pipeline)
    return [(model, cost_usd("google", model, usage)) for model in flash_gemini_models()]


def cost(
    model: Annotated[str | None, typer.Option(help="The model to price; the configured one when left out.")] = None,
    turns: Annotated[int, typer.Option(min=0, help="Coaching turns per user, on top of the pipeline.")] = 0,
    compare: Annotated[bool, typer.Option("--compare", help="List the flash-class Gemini models beside it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print the expected tokens and cost of each stage, of one user, and of 1,000 users."""
    from rein.llm.prices import cost_usd
    from rein.llm.providers import split
    from rein.settings import OFFLINE_MODEL, get_settings

    name = model or get_settings().resolved_model
    vendor, bare = ("rein", OFFLINE_MODEL) if name == OFFLINE_MODEL else split(name)
    expected = expect()
    rows: list[dict[str, object]] = []
    for stage in (*expected.pipeline, *expected.turn):
        in_pipeline = stage in expected.pipeline
        rows.append({
            "stage": stage.prompt, "part": "pipeline" if in_pipeline else "coaching turn", "calls": stage.calls,
            "input_tokens": stage.usage.input_tokens, "output_tokens": stage.usage.output_tokens,
            "cost_usd": cost_usd(vendor, bare, stage.usage),
        })  # fmt: skip
    pipeline, turn = total(expected.pipeline), total(expected.turn)
    per_user = sum((turn for _ in range(turns)), pipeline)
    figures: dict[str, object] = {
        "model": name,
        "stages": rows,
        "pipeline": _figures(pipeline, cost_usd(vendor, bare, pipeline)),
        "coaching_turn": _figures(turn, cost_usd(vendor, bare, turn)),
        "turns_per_user": turns,
        "users": USERS,
        "all_users": _figures(per_user, cost_usd(vendor, bare, per_user), times=USERS),
    }
    if compare:
        chosen = default_model(expected.pipeline)
        figures["compare"] = [
            {"model": f"google:{other}", "pipeline_usd": usd, "newest_within_bar": other == chosen}
            for other, usd in _compared(expected.pipeline)
        ]
        figures["bar_usd"] = MOST_PER_PIPELINE_USD
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
    else:
        _show(figures, rows)


def _figures(usage: Usage, usd: float | None, *, times: int = 1) -> dict[str, object]:
    return {
        "input_tokens": usage.input_tokens * times,
        "output_tokens": usage.output_tokens * times,
        "cost_usd": None if usd is None else usd * times,
    }


def _show(figures: dict[str, object], rows: list[dict[str, object]]) -> None:
    from rein.cli.console import output

    console = output()
    table = Table(title=Text(f"Expected tokens and cost with {figures['model']}"), title_justify="left")
    table.add_column("stage")
    for column in ("calls", "input tokens", "output tokens", "US $"):
        table.add_column(column, justify="right")
    for part in ("pipeline", "coaching turn"):
        for row in rows:
            if row["part"] == part:
                table.add_row(Text(str(row["stage"])), str(row["calls"]), *_cells(row))
        table.add_section()
        table.add_row(Text(f"one {part}", "bold"), "", *_cells(figures[part.replace(" ", "_")]))
        table.add_section()
    each = f"a pipeline and {figures['turns_per_user']} turns each" if figures["turns_per_user"] else "a pipeline each"
    table.add_row(Text(f"{USERS:,} users, {each}", "bold"), "", *_cells(figures["all_users"]))
    console.print(table)
    compared = figures.get("compare")
    if isinstance(compared, list):
        console.print(_comparison(compared))
    console.print(Text(
        "About four characters a token, the answers as long as the offline coach's; retries, corrections and thinking "
        "tokens come on top.", "dim",
    ))  # fmt: skip


def _comparison(compared: list[dict[str, object]]) -> Table:
    table = Table(title=Text("Flash-class Gemini models, newest first"), title_justify="left")
    table.add_column("model")
    table.add_column("US $ per pipeline", justify="right")
    table.add_column("")
    for row in compared:
        mark = f"newest at most ${MOST_PER_PIPELINE_USD}" if row["newest_within_bar"] else ""
        table.add_row(Text(str(row["model"])), _usd(row["pipeline_usd"]), mark)
    return table


def _cells(row: object) -> tuple[str, str, str]:
    assert isinstance(row, dict)
    return f"{row['input_tokens']:,}", f"{row['output_tokens']:,}", _usd(row["cost_usd"])


def _usd(usd: object) -> str:
    if not isinstance(usd, float | int):
        return "not known"
    return f"{usd:,.2f}" if usd >= 1 else f"{usd:.5f}"
