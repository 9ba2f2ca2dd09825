"""How far a batch is: a bar on a terminal, now and then a line elsewhere. Always on stderr."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from rein.cli.console import is_live
from rein.cli.text import cost, seconds

LINE_EVERY_S = 5.0


class BatchDisplay:
    """Counts what happened and shows it. A context manager.

    Args:
        total: goals in the input.
        finished_before: goals that earlier runs finished.
    """

    def __init__(self, console: Console, *, total: int, finished_before: int) -> None:
        self._console = console
        self._total = total
        self._before = finished_before
        self._began = time.monotonic()
        self._spoke = self._began
        self._bar = (
            Progress(
                BarColumn(bar_width=None, style="dim", complete_style="cyan"),
                TextColumn("{task.fields[line]}"),
                console=console,
                expand=True,
                transient=True,
            )
            if is_live(console)
            else None
        )
        self._task = self._bar.add_task("", total=total, completed=finished_before, line="") if self._bar else None
        self.done = 0
        """Goals that this run finished."""
        self.failed = 0
        self._cost_usd = 0.0
        self._cost_known = True

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def add_done(self, cost_usd: float | None) -> None:
        """One more goal has its result."""
        self.done += 1
        self._cost_usd += cost_usd or 0.0
        self._cost_known = self._cost_known and cost_usd is not None
        self._update()

    def add_failed(self) -> None:
        """One more goal has none."""
        self.failed += 1
        self._update()

    def say(self, message: str) -> None:
        """A line of its own."""
        self._console.print(message, soft_wrap=True)

    def summary(self) -> str:
        """`2,878 of 2,878 done, 0 failed, 96 a second, $0.0000, 30 s`."""
        took = time.monotonic() - self._began
        return f"{self._counts()}, {self._rate(took)}, {self._cost()}, {seconds(took * 1000)}"

    def _update(self) -> None:
        now = time.monotonic()
        if self._bar and self._task is not None:
            self._bar.update(self._task, completed=self._before + self.done + self.failed, line=self._line(now))
        elif now - self._spoke >= LINE_EVERY_S:
            self._spoke = now
            self.say(self._line(now))

    def _line(self, now: float) -> str:
        took = now - self._began
        worked = self.done + self.failed
        left = self._total - self._before - worked
        return f"{self._counts()}, {self._rate(took)}, {self._cost()}, {seconds(left * took / worked * 1000)} left"

    def _counts(self) -> str:
        return f"{self._before + self.done:,} of {self._total:,} done, {self.failed:,} failed"

    def _rate(self, took: float) -> str:
        rate = (self.done + self.failed) / took if took else 0.0
        return f"{rate:,.0f} a second" if rate >= 10 else f"{rate:.1f} a second"

    def _cost(self) -> str:
        return cost(self._cost_usd) if self._cost_known else f"at least {cost(self._cost_usd)}"
