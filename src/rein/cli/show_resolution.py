"""How a resolution and its evaluation look."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rein.cli.console import bullets, fields, heading
from rein.cli.text import clean, clean_line
from rein.coach.domain import DimensionScore, Evaluation, Resolution

BAR_CELLS = 20
NARROW = 90


def resolution_section(resolution: Resolution, took: str = "") -> RenderableType:
    """The commitment first, then what carries it."""
    quote = Table.grid(padding=(0, 1, 0, 0), expand=True)
    quote.add_column(ratio=1, overflow="fold")
    quote.add_row(Text(clean(resolution.statement).strip(), "italic"))
    grid = fields()
    grid.add_row("Why", Text(clean_line(resolution.why_it_matters)))
    grid.add_row("", "")
    grid.add_row("Strategy", Text(clean(resolution.strategy).strip()))
    grid.add_row("", "")
    if_then = [
        Text.assemble(
            ("If ", "bold"),
            _tail(plan.situation, "if"),
            (", then ", "bold"),
            _tail(plan.response, "then").rstrip(".") + ".",
        )
        for plan in resolution.if_then_plans
    ]
    grid.add_row("If–then", bullets(if_then))
    grid.add_row("", "")
    obstacles = [
        Text.assemble(clean_line(o.obstacle).rstrip("."), (" → ", "bold"), clean_line(o.counter_move))
        for o in resolution.obstacles
    ]
    grid.add_row("Obstacles", bullets(obstacles))
    grid.add_row("", "")
    metrics = [Text(clean_line(m)) for m in resolution.success_metrics]
    grid.add_row("Success is", bullets(metrics, "✔", "green"))
    return Group(
        heading("Resolution", took),
        Text(clean_line(resolution.title), "bold"),
        Padding(quote, (1, 2)),
        grid,
        "",
    )


def _tail(text: str, word: str) -> str:
    """`text` without the word the line already begins with."""
    line = clean_line(text).rstrip(",")
    first, _, rest = line.partition(" ")
    return rest if rest and first.casefold().rstrip(",") == word else line


class EvaluationSection:
    """A bar per dimension with the judge's reason; the reason goes below the bar where the screen is narrow."""

    def __init__(self, evaluation: Evaluation, took: str = "") -> None:
        self._evaluation = evaluation
        self._took = took

    def __rich__(self) -> RenderableType:
        scores = self._evaluation
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=14, no_wrap=True)
        grid.add_column(width=BAR_CELLS, no_wrap=True)
        grid.add_column(width=4, justify="right", no_wrap=True)
        grid.add_column(ratio=1, overflow="fold")
        for name, score in (
            ("Clarity", scores.clarity),
            ("Specificity", scores.specificity),
            ("Measurability", scores.measurability),
            ("Actionability", scores.actionability),
        ):
            grid.add_row(name, bar(score.score), f"{score.score:.1f}", Text(clean_line(score.reason), "dim"))
        grid.add_row(Text("Overall", "bold"), bar(scores.overall), Text(f"{scores.overall:.1f}", "bold"), "")
        return Group(heading("Evaluation", self._took), grid, "")


def bar(score: float) -> Text:
    """A score of 0 to 10 as a bar; its colour says the same as its length."""
    filled = round(score / 10 * BAR_CELLS)
    colour = "green" if score >= 7 else "yellow" if score >= 4 else "red"
    return Text.assemble(("█" * filled, colour), ("░" * (BAR_CELLS - filled), "dim"))


def dimension_line(name: str, score: DimensionScore) -> str:
    """One dimension as a plain line."""
    return f"{name} {score.score:.1f}/10: {clean_line(score.reason)}"
