"""Rows that Opik has refused for good, and why."""

from __future__ import annotations

import fcntl
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import orjson

from rein.opik.spool import Kind
from rein.opik.spool_files import DEAD_LETTERS, DEAD_LETTERS_BEFORE

_log = logging.getLogger("rein.opik")

MAX_DEAD_LETTER_BYTES = 32 << 20
"""Of the file that is written to; another one of that size, the one before, is kept beside it."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One refused row, without its content."""

    at: str
    kind: str
    id: str
    """Of the trace, span or thread."""
    status: int
    reason: str
    """Opik's own words; to be taken as hostile when shown."""


def bury(path: Path, kind: Kind, row: bytes, status: int, reason: str) -> None:
    """Write down a refused row and why.

    Raises:
        OSError: it could not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > MAX_DEAD_LETTER_BYTES:
        before = path.with_name(DEAD_LETTERS_BEFORE)
        if before.exists():
            _log.warning("%s is full: the oldest rows that Opik refused are deleted.", path)
        path.replace(before)
    letter = {"at": datetime.now(UTC), "kind": kind.name.lower(), "status": status, "reason": reason}
    line = orjson.dumps({**letter, "row": orjson.Fragment(row)}) + b"\n"
    with open(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600), "ab", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = os.fstat(file.fileno()).st_size
        if size and os.pread(file.fileno(), 1, size - 1) != b"\n":  # a full disk, or a kill, tore the line before
            line = b"\n" + line
        while line:
            line = line[file.write(line) :]


def read_dead_letters(directory: Path) -> list[DeadLetter]:
    """Every refusal that is written down, oldest first. A damaged line is passed over."""
    letters: list[DeadLetter] = []
    for name in (DEAD_LETTERS_BEFORE, DEAD_LETTERS):
        try:
            with (directory / name).open("rb") as file:
                letters += [letter for line in file if (letter := _letter(line)) is not None]
        except OSError:
            continue
    return letters


def _letter(line: bytes) -> DeadLetter | None:
    try:
        parsed: object = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(parsed, dict):
        return None
    entry = cast("dict[str, object]", parsed)
    row = entry.get("row")
    fields = cast("dict[str, object]", row) if isinstance(row, dict) else {}
    status = entry.get("status")
    return DeadLetter(
        str(entry.get("at", "")),
        str(entry.get("kind", "")),
        str(fields.get("id") or fields.get("thread_id") or ""),
        status if isinstance(status, int) else 0,
        str(entry.get("reason", "")),
    )
