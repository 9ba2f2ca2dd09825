"""`rein cost`: what the coach is expected to cost, before a single token is paid for."""

import json
from dataclasses import asdict, dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rein.cli.expected_cost import BAR_USD, Offer, PromptTokens
from rein.llm.types import Usage

USERS = 1_000
NARROW = 76

FOOTNOTE = (
    "Counted at about 4 characters a token, the answers as long as the offline coach's. Retries, corrections and "
    "thinking tokens come on top."
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Tokens and their price; the price is None where it is not known."""

    input_tokens: int
    output_tokens: int
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class StageFigures(Figures):
    """Of one prompt, over all its calls."""

    stage: str
    calls: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the command tells; the keys of `--json`."""

    model: str
    stages: tuple[StageFigures, ...]
    pipeline: Figures
    coaching: tuple[StageFigures, ...]
    coaching_turn: Figures
    turns_per_user: int
    users: int
    all_users: Figures
    compare: tuple[Offer, ...] = ()
    bar_usd: float = BAR_USD
    newest_within_bar: str | None = None


def cost(
    model: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Price this model, not the configured one.")
    ] = None,
    turns: Annotated[int, typer.Option(min=0, metavar="N", help="Coaching turns of each user after the pipeline.")] = 0,
    compare: Annotated[bool, typer.Option("--compare", help="List the flash-class Gemini models beside it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print the expected tokens and cost of each stage, and for 1,000 users."""
    from rein.settings import get_settings

    told = report(model or get_settings().resolved_model, turns=turns, compare=compare)
    if as_json:
        typer.echo(json.dumps(asdict(told), indent=2))
    else:
        from rein.cli.console import output

        show(told, output())


def report(model: str, *, turns: int = 0, compare: bool = False) -> Report:
    """Measure the prompts and price them for `model`."""
    from rein.cli.expected_cost import expect, gemini_offers, newest_within_bar, total
    from rein.llm.prices import OFFLINE_PROVIDER
    from rein.llm.providers import split
    from rein.settings import OFFLINE_MODEL

    vendor, name = (OFFLINE_PROVIDER, model) if model == OFFLINE_MODEL else split(model)
    expected = expect()
    pipeline, turn = total(expected.pipeline), total(expected.turn)
    everyone = Usage(
        (pipeline.input_tokens + turns * turn.input_tokens) * USERS,
        (pipeline.output_tokens + turns * turn.output_tokens) * USERS,
        estimated=True,
    )
    offers = gemini_offers(expected.pipeline) if compare else []
    return Report(
        model=model,
        stages=tuple(_stage(part, vendor, name) for part in expected.pipeline),
        pipeline=_priced(pipeline, vendor, name),
        coaching=tuple(_stage(part, vendor, name) for part in expected.turn),
        coaching_turn=_priced(turn, vendor, name),
        turns_per_user=turns,
        users=USERS,
        all_users=_priced(everyone, vendor, name),
        compare=tuple(offers),
        newest_within_bar=newest_within_bar(offers),
    )


def show(told: Report, console: Console) -> None:
    """Print the report as tables."""
    table = _table(f"Expected tokens and cost with {told.model}", console)
    table.add_column("stage", no_wrap=True)
    for column in ("calls", "input tokens", "output tokens", "US $"):
        table.add_column(column, justify="right")
    each = f", {told.turns_per_user} turns each" if told.turns_per_user else ""
    for stages, name, sums in (
        (told.stages, "one pipeline", told.pipeline),
        (told.coaching, "one coaching turn", told.coaching_turn),
        ((), f"{told.users:,} users{each}", told.all_users),
    ):
        for stage in stages:
            table.add_row(Text(stage.stage), str(stage.calls), *_cells(stage))
        table.add_section()
        table.add_row(Text(name, "bold"), "", *_cells(sums))
        table.add_section()
    console.print(table)
    if told.compare:
        console.print()
        console.print(_comparison(told, console))
    console.print(Text(FOOTNOTE, "dim"))


def _table(title: str, console: Console) -> Table:
    """With lines, where there is room for them."""
    table = Table(title=Text(title), title_justify="left")
    if console.width < NARROW:
        table.box, table.padding, table.pad_edge = None, (0, 1, 0, 0), False
    return table


def _comparison(told: Report, console: Console) -> Table:
    table = _table("Flash-class Gemini models, newest first", console)
    table.add_column("model", no_wrap=True)
    table.add_column("US $ per pipeline", justify="right")
    table.add_column()
    for offer in told.compare:
        mark = f"the newest within ${told.bar_usd}" if offer.model == told.newest_within_bar else ""
        table.add_row(Text(f"google:{offer.model}"), _usd(offer.pipeline_usd), mark)
    return table


def _stage(part: PromptTokens, vendor: str, name: str) -> StageFigures:
    priced = _priced(part.usage, vendor, name)
    return StageFigures(priced.input_tokens, priced.output_tokens, priced.cost_usd, part.prompt, part.calls)


def _priced(usage: Usage, vendor: str, name: str) -> Figures:
    from rein.llm.prices import cost_usd

    return Figures(usage.input_tokens, usage.output_tokens, cost_usd(vendor, name, usage))


def _cells(figures: Figures) -> tuple[str, str, str]:
    return f"{figures.input_tokens:,}", f"{figures.output_tokens:,}", _usd(figures.cost_usd)


def _usd(usd: float | None) -> str:
    if usd is None:
        return "not known"
    return f"{usd:,.2f}" if usd >= 1 or usd == 0 else f"{usd:.5f}"
