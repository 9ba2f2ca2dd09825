"""The spool directory as a whole: who owns a segment, how big all of it may be, what was lost, and clearing it."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import orjson

from rein.opik.spool import ACK_SUFFIX, SEGMENT_SUFFIX, Kind, acknowledged, decode_line, read_segment, segment_paths

DEAD_LETTERS = "dead-letter.ndjson"
DEAD_LETTERS_BEFORE = DEAD_LETTERS + ".1"
_TROUBLE = "trouble.json"
_LOST = "lost"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A wrong key or address: no row's fault, so that all rows wait until a person has mended it."""

    at: str
    """When Opik was last tried."""
    reason: str


@dataclass(frozen=True, slots=True)
class SpoolStatus:
    """What lies in a spool directory."""

    segments: int
    bytes: int
    """Of all segments."""
    pending_bytes: int
    """Of these, what Opik has not confirmed; without a configured Opik, that is the local history."""
    pending_records: int
    dead_letters: int
    """Rows that Opik has refused for good."""
    lost_traces: int
    """Traces that were dropped because the spool was full or could not be written, since the spool was made."""
    trouble: Trouble | None
    """Why the last upload was turned away, if a person has to mend that."""


def spool_status(directory: Path) -> SpoolStatus:
    """Look at a spool directory; one that is not there is an empty spool."""
    paths = segment_paths(directory)
    total = pending = records = 0
    for path in paths:
        size = _size(path)
        total += size
        confirmed = acknowledged(path)
        pending += max(size - confirmed, 0)
        with suppress(OSError):
            records += sum(1 for _ in read_segment(path, confirmed))
    letters = _count_lines(directory / DEAD_LETTERS_BEFORE) + _count_lines(directory / DEAD_LETTERS)
    return SpoolStatus(len(paths), total, pending, records, letters, lost(directory), read_trouble(directory))


def pending_bytes(directory: Path) -> int:
    """What Opik has not confirmed; told by sizes alone, so that it may be asked often."""
    return sum(max(_size(path) - acknowledged(path), 0) for path in segment_paths(directory))


def read_trouble(directory: Path) -> Trouble | None:
    """What keeps Opik from taking anything until a person has mended it; None when nothing is known to."""
    try:
        entry: object = orjson.loads((directory / _TROUBLE).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    fields = cast("dict[str, object]", entry) if isinstance(entry, dict) else {}
    return Trouble(str(fields.get("at", "")), str(fields.get("reason", "")))


def write_trouble(directory: Path, reason: str | None) -> None:
    """Write down such a trouble for whoever looks at the spool; None: it is over. Nothing happens when that fails."""
    path = directory / _TROUBLE
    with suppress(OSError):
        if reason is None:
            path.unlink(missing_ok=True)
            return
        new = path.with_name(f"{_TROUBLE}.{os.getpid()}")
        new.write_bytes(orjson.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), "reason": reason}))
        new.replace(path)


def clear_spool(directory: Path, *, dead_letters: bool = False) -> int:
    """Delete every segment, also what was never sent; with `dead_letters` those too. A running writer starts a new one.

    Returns:
        How many records went that Opik had not confirmed.
    """
    records = 0
    for path in segment_paths(directory):
        with suppress(OSError):
            records += sum(1 for _ in read_segment(path, acknowledged(path)))
        delete_segment(path)
    write_trouble(directory, None)
    with suppress(OSError):
        (directory / _LOST).unlink()
    if dead_letters:
        for name in (DEAD_LETTERS, DEAD_LETTERS_BEFORE):
            with suppress(OSError):
                (directory / name).unlink()
    return records


def lock_segment(path: Path) -> int | None:
    """Take a segment that no running process owns.

    Returns:
        A file descriptor open for appending that owns the segment until `release_segment`; None when another owns it,
        or it is gone.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    if os.fstat(descriptor).st_nlink == 0:  # deleted by its owner between opening and locking
        os.close(descriptor)
        return None
    return descriptor


def release_segment(descriptor: int) -> None:
    """Let go of a segment, also when a child that was forked meanwhile still holds a copy of the descriptor."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


def delete_segment(path: Path) -> None:
    """Delete a segment and its mark of what is confirmed. The mark first: without it, rows are sent twice at worst."""
    for victim in (path.with_suffix(ACK_SUFFIX), path):
        with suppress(OSError):
            victim.unlink()


def delete_orphaned_acks(directory: Path) -> None:
    """Delete marks whose segment is gone: left when a process died between the two deletions."""
    with suppress(OSError):
        for path in directory.iterdir():
            if path.suffix == ACK_SUFFIX and not path.with_suffix(SEGMENT_SUFFIX).exists():
                path.unlink(missing_ok=True)


def make_room(directory: Path, needed_bytes: int, max_bytes: int) -> int:
    """Delete the oldest segments until `needed_bytes` more fit into the bound. What a running process writes to stays.

    Returns:
        How many traces were lost that Opik had not confirmed.
    """
    paths = segment_paths(directory)
    total = sum(_size(path) for path in paths)
    traces = 0
    for path in paths:
        if total + needed_bytes <= max_bytes:
            break
        descriptor = lock_segment(path)
        if descriptor is None:
            continue
        with suppress(OSError):  # whether or not it can be counted, it has to go
            traces += len({r.id for r in read_segment(path, acknowledged(path)) if r.kind is Kind.TRACE})
        total -= _size(path)
        delete_segment(path)
        release_segment(descriptor)
    if traces:
        add_lost(directory, traces)
    return traces


def ended_traces(lines: bytes) -> int:
    """How many traces end in these lines; the measure of what is lost with them."""
    decoded = (decode_line(line) for line in lines.split(b"\n"))
    return sum(1 for entry in decoded if entry and entry[0] is Kind.TRACE and b'"end_time":"' in entry[1])


def lost(directory: Path) -> int:
    """How many traces were dropped, in all."""
    try:
        return int((directory / _LOST).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def add_lost(directory: Path, traces: int) -> None:
    """Count dropped traces, for whoever looks at the status later. No trouble is made when that cannot be written."""
    with suppress(OSError, ValueError), (directory / _LOST).open("a+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        known = int(file.read() or 0)
        file.truncate(0)
        file.write(str(known + traces))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _count_lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(1 for _ in file)
    except OSError:
        return 0
