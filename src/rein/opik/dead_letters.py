"""Rows that Opik has refused for good, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import orjson

from rein.opik.spool_files import DEAD_LETTERS


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


def read_dead_letters(directory: Path) -> list[DeadLetter]:
    """Every refusal that is written down, oldest first. A damaged line is passed over."""
    letters: list[DeadLetter] = []
    for name in (DEAD_LETTERS + ".1", DEAD_LETTERS):
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
