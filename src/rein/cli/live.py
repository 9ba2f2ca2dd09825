"""The stages as they happen: a spinner with the time so far on a terminal, and each result when it is there."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from rein.cli.console import is_live
from rein.cli.show_goal import show_refusal
from rein.cli.show_result import STAGE_NAMES, section
from rein.cli.text import clean_line, seconds
from rein.coach.domain import ClarifiedGoal
from rein.coach.stages import Stage, StageEvent, StageStatus

FRAMES_PER_SECOND = 12


class StageDisplay:
    """Watches one run of the pipeline; a context manager that is called with each event.

    Args:
        console: where results and spinners go. Without a terminal there are no spinners.
        full: whether long plans are shown week by week.
        notice: a line that is printed before the first result, unless that is only a caring message.
    """

    def __init__(self, console: Console, *, full: bool = False, notice: str | None = None) -> None:
        self._console = console
        self._full = full
        self._notice = notice
        self._running: dict[Stage, tuple[Spinner, float]] = {}
        self._live = (
            Live(self, console=console, refresh_per_second=FRAMES_PER_SECOND, transient=True)
            if is_live(console)
            else None
        )
        self._fell_back = False
        self.refused = False
        """Whether nothing but a message was shown, because there was no goal or it was not safe to plan."""

    def __enter__(self) -> Self:
        self._begin(Stage.PREPROCESS_GOAL)  # the model's imports, which come before the first event, are waiting too
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._running.clear()
        if self._live:
            self._live.stop()

    def __call__(self, event: StageEvent) -> None:
        if event.status is StageStatus.STARTED:
            if event.stage is Stage.CHECK_RESOLUTION:  # it is written; it is shown when it is checked
                self._running.pop(Stage.GENERATE_RESOLUTION, None)
            self._begin(event.stage)
            return
        self._running.pop(event.stage, None)
        if event.status is StageStatus.FAILED:
            name = STAGE_NAMES[event.stage]
            self._console.print(Text(f"✘ {name} failed after {seconds(event.duration_ms)}", "red"))
        elif isinstance(event.result, ClarifiedGoal) and show_refusal(event.result, self._console):
            self.refused = True
        elif event.result is not None:
            if event.fallback_reason and not self._fell_back:
                self._fell_back = True
                self._console.print(Text.assemble(("! ", "bold yellow"), clean_line(event.fallback_reason)))
                self._console.print(Text("  The fallback answers in its place.", "yellow"))
                self._console.print()
            if self._notice:
                self._console.print(Text(clean_line(self._notice), "yellow"))
                self._console.print()
                self._notice = None
            self._console.print(section(event.result, seconds(event.duration_ms), full=self._full))

    def _begin(self, stage: Stage) -> None:
        self._running.setdefault(stage, (Spinner("dots", style="cyan"), time.monotonic()))

    def __rich__(self) -> RenderableType:
        """The line of every stage that is under way."""
        grid = Table.grid(padding=(0, 1))
        now = time.monotonic()
        for stage, (spinner, began) in self._running.copy().items():
            grid.add_row(spinner, STAGE_NAMES[stage], Text(seconds((now - began) * 1000), "dim"))
        return Group(grid)
