"""The two consoles, and the few shapes that every page is made of."""

import contextlib
import os

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

MAX_WIDTH = 120
"""Longer lines are hard to read."""


class _Results(Console):
    """A console whose reader may leave."""

    def on_broken_pipe(self) -> None:
        """In `rein coach … | head` the reader is gone and the work is not: it goes on in silence, and is saved."""
        self.quiet = True
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())


def output() -> Console:
    """The console for results."""
    return _console(_Results(markup=False, emoji=False, highlight=False))


def warnings() -> Console:
    """The console for everything that is not the result: progress, notices, warnings."""
    return _console(Console(stderr=True, markup=False, emoji=False, highlight=False))


def _console(console: Console) -> Console:
    console.width = min(console.width, MAX_WIDTH)
    return console


def is_live(console: Console) -> bool:
    """Whether spinners and bars can be redrawn here; `FORCE_COLOR` makes colours in a pipe, but no spinners."""
    return console.is_terminal and not console.is_dumb_terminal and console.file.isatty()


def heading(title: str, aside: str = "") -> Table:
    """A section's title, a rule, and at its end what it took."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    cells = [Text(title, "bold cyan"), Rule(style="dim")]
    if aside:  # an empty cell would take the rule's place
        grid.add_column(no_wrap=True)
        cells.append(Text(aside, "dim"))
    grid.add_row(*cells)
    return grid


def fields(label_width: int = 12) -> Table:
    """A grid of labels and values; add rows with `grid.add_row(label, value)`."""
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=label_width, style="dim", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    return grid


def bullets(lines: list[Text], sign: str = "•", style: str = "dim") -> Table:
    """Lines that hang behind a sign."""
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for line in lines:
        grid.add_row(Text(sign, style), line)
    return grid
