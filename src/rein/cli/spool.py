"""`rein opik spool`: the state of the spool, sending it now, and emptying it."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import orjson
import typer
from rich.text import Text

from rein.cli.console import fields, output, warnings
from rein.cli.flush_display import FlushDisplay
from rein.cli.text import clean_json, clean_line, count
from rein.errors import ReinError, StorageError, UsageError
from rein.opik.dead_letters import DeadLetter, read_dead_letters
from rein.opik.exporter import Exporter, spool_directory
from rein.opik.spool import Record, acknowledged, read_segment, segment_paths
from rein.opik.spool_files import clear_spool, spool_status
from rein.settings import Settings, get_settings

SHOWN_LETTERS = 5
REASON_CHARS = 200


def show_spool(*, as_json: bool) -> None:
    """Print how much lies in the spool, how much of it waits, since when, and what was refused."""
    settings = get_settings()
    directory = _directory(settings)
    status = spool_status(directory)
    oldest = _oldest_pending(directory)
    letters = read_dead_letters(directory)
    if as_json:
        state = {
            "directory": str(directory), "opik": settings.opik_configured, "files": status.segments,
            "bytes": status.bytes, "max_bytes": settings.spool_max_mb << 20, "pending_records": status.pending_records,
            "pending_bytes": status.pending_bytes, "oldest_pending": oldest, "lost_traces": status.lost_traces,
            "dead_letters": letters, "trouble": status.trouble,
        }  # fmt: skip
        print(clean_json(orjson.dumps(state, option=orjson.OPT_INDENT_2).decode()))
        return
    console = output()
    grid = fields(14)
    grid.add_row("directory", Text(clean_line(str(directory))))
    grid.add_row("size", f"{count(status.segments, 'file')}, {_size(status.bytes)} of {settings.spool_max_mb} MB")
    waiting = f"{count(status.pending_records, 'record')}, {_size(status.pending_bytes)}"
    since = f", the oldest of {oldest.astimezone():%Y-%m-%d %H:%M:%S}" if oldest else ""
    grid.add_row("waiting", f"{waiting}{since}" if status.pending_records else "nothing: Opik has everything")
    if not settings.opik_configured:
        grid.add_row("opik", "the one of this installation; `rein traces` shows what it has")
    if status.trouble and settings.opik_configured:
        turned_away = f"{status.trouble.reason} (last tried {status.trouble.at}); `rein doctor` says what to do"
        grid.add_row("turned away", Text(clean_line(turned_away), "bold yellow"))
    if status.lost_traces:
        lost = f"{count(status.lost_traces, 'trace')}: the spool was full or could not be written"
        grid.add_row("lost", Text(lost, "bold yellow"))
    grid.add_row("refused", f"{count(len(letters), 'row')} by Opik, for good" if letters else "nothing")
    console.print(grid)
    if letters:
        for line in (*_reasons(letters), *map(_letter, letters[-SHOWN_LETTERS:])):
            console.print(line, soft_wrap=True)


def flush_spool(timeout_s: float) -> None:
    """Send what waits.

    Raises:
        ReinError: not everything could be sent in that time.
    """
    settings = get_settings()
    directory = _directory(settings)
    before = spool_status(directory)
    refused = len(read_dead_letters(directory))
    console = output()
    if not before.pending_records:
        console.print("Nothing waits to be sent.")
        return
    exporter = Exporter(settings)
    try:
        with FlushDisplay(warnings(), directory, timeout_s) as display:
            display.follow(lambda: exporter.flush(timeout_s))
    finally:
        exporter.shutdown(0)
    status = spool_status(directory)
    left = status.pending_records
    console.print(f"Sent {count(max(before.pending_records - left, 0), 'record')}.")
    refused = len(read_dead_letters(directory)) - refused
    if refused > 0:
        console.print(f"Opik refused {count(refused, 'row')} for good; `rein opik spool` says why.")
    if left:
        turned_away = status.trouble if settings.opik_configured else None
        why = f" Opik turns them away: {clean_line(turned_away.reason)}." if turned_away else ""
        raise ReinError(
            f"{count(left, 'record')} still {'waits' if left == 1 else 'wait'}: Opik did not take everything within "
            f"{timeout_s:g} s, or a running rein still writes.{why} Nothing is lost; `rein doctor` says what is wrong."
        )


def clear_the_spool(*, yes: bool, dead_letters: bool) -> None:
    """Empty the spool, after asking.

    Raises:
        UsageError: nobody can be asked, and `yes` is not given.
        StorageError: a file could not be deleted.
    """
    settings = get_settings()
    directory = _directory(settings)
    status = spool_status(directory)
    console = output()
    if not status.segments and not (dead_letters and status.dead_letters):
        console.print("The spool is empty.")
        return
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("Clearing the spool deletes traces for good. Say --yes to do it without being asked.")
        typer.confirm(f"Delete {count(status.pending_records, 'record')} that Opik has not confirmed?", abort=True)
    records = clear_spool(directory, dead_letters=dead_letters)
    left = segment_paths(directory)
    if left:
        raise StorageError(f"{left[0]} could not be deleted. Check the permissions of {directory}.")
    console.print(f"Deleted {count(records, 'record')}.")


def _directory(settings: Settings) -> Path:
    directory = spool_directory(settings)
    if directory.exists() and not directory.is_dir():
        raise StorageError(f"{directory} is no directory. Move it away, or set REIN_DATA_DIR.")
    return directory


def _oldest_pending(directory: Path) -> datetime | None:
    """When the oldest record was made that Opik has not confirmed, by the time inside its id."""
    for path in segment_paths(directory):
        for record in _readable(path):
            try:
                parsed = UUID(record.id)
                return datetime.fromtimestamp((parsed.int >> 80) / 1000, UTC) if parsed.version == 7 else None
            except (ValueError, OverflowError, AttributeError):  # a record that no Rein wrote
                return None
    return None


def _readable(segment: Path) -> Iterator[Record]:
    with suppress(OSError):
        yield from read_segment(segment, acknowledged(segment))


def _reasons(letters: list[DeadLetter]) -> list[Text]:
    """How often each status came."""
    return [Text(f"{number}x status {status}") for status, number in Counter(x.status for x in letters).most_common()]


def _letter(letter: DeadLetter) -> Text:
    words = f"{letter.at[:19]} {letter.kind} {letter.id}: {letter.reason}"
    return Text(clean_line(words[: 100 + REASON_CHARS]), "dim")


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 2**20:.1f} MB" if size_bytes >= 100_000 else f"{size_bytes / 1024:.1f} KB"
