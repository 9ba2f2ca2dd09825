"""`rein coach --from … --out …`: many goals, a few at a time, to be stopped and gone on with at any moment."""

import asyncio
import contextlib
import json
import signal
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path

from rein.cli.batch_display import BatchDisplay
from rein.cli.batch_files import BatchFiles
from rein.cli.batch_input import InputLine, goal_of, input_lines, parse
from rein.cli.console import warnings
from rein.cli.request import Choices, build_request, merged
from rein.cli.session import open_model, open_settings
from rein.cli.show_result import offline_notice
from rein.cli.text import clean_line, count
from rein.coach.model import CoachingResult, ReinModel
from rein.errors import ReinError, UsageError
from rein.settings import Settings

RESERVED_KEYS = frozenset({*CoachingResult.model_fields, "error"})
"""Keys of the output that an input line cannot bring along."""


class BatchFailedError(ReinError):
    """Some goals of a batch have no result."""


def coach_many(
    source: Path | None,
    out: Path | None,
    *,
    choices: Choices,
    model: str | None,
    concurrency: int,
    goal: str | None,
    ask: bool,
) -> None:
    """Coach every goal of `source` and write the results to `out`.

    Raises:
        UsageError: the options do not fit together, or the files do not.
        StorageError: a file cannot be read or written.
        BatchFailedError: all goals were tried and some have no result.
        KeyboardInterrupt: it was stopped; everything finished is in `out`.
    """
    if source is None or out is None:
        raise UsageError("--from and --out go together: the goals, and where the results go.")
    if goal is not None or ask:
        raise UsageError("--from takes the goals from a file: leave out the goal and --ask.")
    if not source.is_file():
        raise UsageError(f"{source} is no file. --from takes a file with one JSON object a line.")
    if out.exists() and out.samefile(source):
        raise UsageError("--out is the same file as --from; choose another.")
    settings = open_settings(model)
    if choices != Choices():
        build_request("checked once, before a thousand lines fail of it", choices, settings)
    coach = open_model(settings, model)
    console = warnings()
    with BatchFiles(source, out) as files:
        if notice := offline_notice(settings):
            console.print(notice, soft_wrap=True)
        if files.finished_before:
            console.print(f"Going on: {files.finished_before:,} of {files.total:,} goals are done already.")
        with BatchDisplay(console, total=files.total, finished_before=files.finished_before) as display:
            batch = _Batch(source, files, coach, settings, choices, display)
            stopped = asyncio.run(batch.run(concurrency))
    console.print(f"{display.summary()} → {clean_line(str(out))}", soft_wrap=True)
    if stopped:
        console.print("Stopped. Run the same command again to go on.", soft_wrap=True)
        raise KeyboardInterrupt
    if display.failed:
        raise BatchFailedError(
            f"{count(display.failed, 'goal')} failed; the last lines of {out} say why. Run the same command again to "
            "try them again."
        )


class _Batch:
    """One run over the goals that have no result yet."""

    def __init__(
        self,
        source: Path,
        files: BatchFiles,
        coach: ReinModel,
        settings: Settings,
        choices: Choices,
        display: BatchDisplay,
    ) -> None:
        self._waiting = _unfinished(source, files)
        self._files = files
        self._coach = coach
        self._settings = settings
        self._choices = choices
        self._display = display
        self._stopping = False

    async def run(self, concurrency: int) -> bool:
        """Work through the goals.

        Returns:
            Whether it was stopped before the end.
        """
        workers = [asyncio.create_task(self._work()) for _ in range(concurrency)]

        def stop() -> None:
            if self._stopping:
                for worker in workers:
                    worker.cancel()
            elif busy := sum(not worker.done() for worker in workers):
                self._stopping = True
                self._display.say(
                    f"Stopping: {count(busy, 'goal')} under way will be finished; Ctrl-C again drops them."
                )

        with _on_interrupt(stop):
            try:
                await asyncio.gather(*workers)
            except asyncio.CancelledError:
                await asyncio.gather(*workers, return_exceptions=True)
            finally:
                for worker in workers:
                    worker.cancel()
        return self._stopping

    async def _work(self) -> None:
        for line in self._waiting:
            await self._one(line)
            await asyncio.sleep(0)  # the offline coach never waits, and Ctrl-C must be heard
            if self._stopping:
                return

    async def _one(self, line: InputLine) -> None:
        fields: dict[str, object] = {}
        try:
            fields = parse(line)
            request = build_request(goal_of(line, fields), merged(self._choices, fields), self._settings)
            result = await self._coach.run(request)
        except Exception as error:  # one goal's trouble, of whatever kind, is not the others'
            message = str(error) if isinstance(error, ReinError) else f"a defect in Rein: {error}"
            failure = {"type": type(error).__name__, "message": clean_line(message)}
            self._files.add_failure(joined(fields, json.dumps({"error": failure}, ensure_ascii=False).encode()))
            self._display.add_failed()
        else:
            self._files.add_result(line, joined(fields, result.model_dump_json().encode()))
            self._display.add_done(result.cost_usd)


def joined(fields: Mapping[str, object], ours: bytes) -> bytes:
    """One JSON object: the input's keys, then the non-empty object `ours`, whose keys win."""
    kept = {key: value for key, value in fields.items() if key not in RESERVED_KEYS}
    if not kept:
        return ours
    try:
        theirs = json.dumps(kept, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a surrogate pair can be written escaped only
        theirs = json.dumps(kept).encode()
    return theirs[:-1] + b"," + ours[1:]


def _unfinished(source: Path, files: BatchFiles) -> Iterator[InputLine]:
    return (line for line in input_lines(source) if not files.is_done(line))


@contextlib.contextmanager
def _on_interrupt(stop: Callable[[], None]) -> Generator[None]:
    """Call `stop` at each Ctrl-C instead of raising `KeyboardInterrupt`."""
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(signal.SIGINT, stop)
    except NotImplementedError:  # Windows: Ctrl-C ends the run at once; what is finished is kept all the same
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
