"""How a resolution and its evaluation look."""

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rein.cli.console import bullets, fields, heading
from rein.cli.text import clean, clean_line
from rein.coach.domain import Evaluation, Resolution

BAR_CELLS = 20
NARROW = 80


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
    """A bar per dimension with the judge's reason; the bars are half as long where the screen is narrow."""

    def __init__(self, evaluation: Evaluation, took: str = "") -> None:
        self._evaluation = evaluation
        self._took = took

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        scores = self._evaluation
        cells = BAR_CELLS if options.max_width >= NARROW else BAR_CELLS // 2
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=13, no_wrap=True)
        grid.add_column(width=cells, no_wrap=True)
        grid.add_column(width=4, justify="right", no_wrap=True)
        grid.add_column(ratio=1, overflow="fold")
        for name, score in (
            ("Clarity", scores.clarity),
            ("Specificity", scores.specificity),
            ("Measurability", scores.measurability),
            ("Actionability", scores.actionability),
        ):
            grid.add_row(name, _bar(score.score, cells), f"{score.score:.1f}", Text(clean_line(score.reason), "dim"))
        grid.add_row(Text("Overall", "bold"), _bar(scores.overall, cells), Text(f"{scores.overall:.1f}", "bold"), "")
        yield heading("Evaluation", self._took)
        yield grid
        yield ""


def _bar(score: float, cells: int) -> Text:
    """A score of 0 to 10 as a bar; its colour says the same as its length."""
    filled = round(score / 10 * cells)
    colour = "green" if score >= 7 else "yellow" if score >= 4 else "red"
    return Text.assemble(("█" * filled, colour), ("░" * (cells - filled), "dim"))
