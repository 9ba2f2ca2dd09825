"""How far a flush of the spool is: a bar on a terminal, now and then a line elsewhere. Always on stderr."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from rein.cli.console import is_live
from rein.cli.text import clean_line
from rein.opik.spool_files import pending_bytes, read_trouble

LOOK_EVERY_S = 0.2
LINE_EVERY_S = 5.0


class FlushDisplay:
    """Shows how much of what waited is sent. A context manager."""

    def __init__(self, console: Console, directory: Path, timeout_s: float) -> None:
        self._console = console
        self._directory = directory
        self._timeout_s = timeout_s
        self._total = pending_bytes(directory)
        self._began = self._spoke = time.monotonic()
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
        self._task = self._bar.add_task("", total=self._total, line="") if self._bar else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def follow(self, flush: Callable[[], object]) -> None:
        """Show the spool's state until `flush` returns. Ctrl-C leaves at once: what is not sent stays in the spool."""
        thread = threading.Thread(target=flush, name="rein-flush", daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(LOOK_EVERY_S)
            self._update()

    def _update(self) -> None:
        now = time.monotonic()
        if self._bar and self._task is not None:
            self._bar.update(self._task, completed=self._sent(), line=self._line(now))
        elif now - self._spoke >= LINE_EVERY_S:
            self._spoke = now
            self._console.print(self._line(now), soft_wrap=True)

    def _sent(self) -> int:
        return max(self._total - pending_bytes(self._directory), 0)

    def _line(self, now: float) -> str:
        trouble = read_trouble(self._directory)
        line = f"{self._sent() / 2**20:.1f} of {self._total / 2**20:.1f} MB sent"
        line += f", {now - self._began:.0f} s of {self._timeout_s:g} s"
        return f"{line}: {clean_line(trouble.reason)}" if trouble else line
