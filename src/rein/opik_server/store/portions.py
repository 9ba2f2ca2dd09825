"""Reading many rows whose payloads may be large: so few at a time that they can be held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rein.opik_server.store.errors import TooMuchAtOnce

PORTION_BYTES = 16 << 20
"""For `Wanted.limit_bytes`."""

T = TypeVar("T")


def in_portions(ids: Sequence[bytes], load: Callable[[Sequence[bytes]], list[T]], rows: int) -> Iterator[list[T]]:
    """What `load` makes of the ids: of so many at once, of fewer where it raises TooMuchAtOnce."""
    start, size = 0, rows
    while start < len(ids):
        part = ids[start : start + size]
        try:
            found = load(part)
        except TooMuchAtOnce:
            size = max(1, len(part) // 2)
            continue
        yield found
        start, size = start + len(part), min(2 * size, rows)
