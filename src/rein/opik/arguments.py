"""Ids, times and texts that a caller hands to `OpikClient`: checked here, since one bad row costs its whole batch."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from time import time_ns
from uuid import UUID

from rein.errors import UsageError
from rein.opik.content import utf8

_MAX_SCORE = 1e9
_MAX_NAME_CHARS = 4_000
_MAX_TAGS = 50
_MAX_TAG_CHARS = 100
_MAX_TOKENS = 2**31 - 1


def uuid7(time_since_epoch_ns: int) -> str:
    """A new id that sorts by this time."""
    random = int.from_bytes(os.urandom(10), "big")
    value = (time_since_epoch_ns // 1_000_000 & (1 << 48) - 1) << 80 | 7 << 76 | (random >> 62 & 0xFFF) << 64
    return str(UUID(int=value | 2 << 62 | random & (1 << 62) - 1))


def uuid7_text(text: str, argument: str) -> str:
    """`text` in the usual form.

    Raises:
        UsageError: it is no UUIDv7; Opik would refuse every row that is sent beside it.
    """
    try:
        parsed = UUID(text)
    except (ValueError, TypeError, AttributeError):
        parsed = None
    if parsed is None or parsed.version != 7:
        raise UsageError(f"{argument} must be a UUIDv7, as start_trace and create_span return it, not {text!r}.")
    return str(parsed)


def checked_name(text: str, argument: str) -> str:
    """A text that is not blank.

    Raises:
        UsageError: it is, or it has more than 4,000 characters.
    """
    if not isinstance(text, str) or not text.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"{argument} must be a text that is not blank.")
    if len(text) > _MAX_NAME_CHARS:
        raise UsageError(f"{argument} must have at most {_MAX_NAME_CHARS} characters, not {len(text)}.")
    return utf8(text)


def checked_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Each tag once.

    Raises:
        UsageError: a tag is blank or longer than 100 characters, there are more than 50, or `tags` is one text.
    """
    if isinstance(tags, str):
        raise UsageError("tags must be a list of texts, not one text.")
    checked = tuple(dict.fromkeys(checked_name(tag, "a tag") for tag in tags))
    if len(checked) > _MAX_TAGS or any(len(tag) > _MAX_TAG_CHARS for tag in checked):
        raise UsageError(f"tags must be at most {_MAX_TAGS}, each at most {_MAX_TAG_CHARS} characters long.")
    return checked


def checked_usage(usage: Mapping[str, int] | None) -> dict[str, int] | None:
    """Tokens by name, each a 32-bit count.

    Raises:
        UsageError: one is not.
    """
    for name, tokens in (usage or {}).items():
        if isinstance(tokens, bool) or not isinstance(tokens, int) or not 0 <= tokens <= _MAX_TOKENS:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError(f"usage[{name!r}] must be an integer from 0 to {_MAX_TOKENS}, not {tokens!r}.")
    return dict(usage) if usage is not None else None


def nanoseconds(moment: datetime | None, argument: str) -> int:
    """A point in time in nanoseconds since 1970; now, when there is none.

    Raises:
        UsageError: it has no time zone, or lies before 1970.
    """
    if moment is None:
        return time_ns()
    if not isinstance(moment, datetime) or moment.tzinfo is None:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"{argument} must be a datetime with a time zone.")
    if moment.timestamp() < 0:
        raise UsageError(f"{argument} must not lie before 1970: an id holds the time since then.")
    return round(moment.timestamp() * 1_000_000) * 1000


def checked_score(value: float) -> float:
    """A finite number within ±1e9.

    Raises:
        UsageError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"value must be a number, not {type(value).__name__}.")
    if not math.isfinite(value) or abs(value) > _MAX_SCORE:
        raise UsageError(f"value must be a number within ±1e9, not {value}.")
    return value


def checked_cost(cost_usd: float | None) -> float | None:
    """US dollars, 0 or more.

    Raises:
        UsageError: it is less, or no number.
    """
    if cost_usd is not None and not (math.isfinite(cost_usd) and cost_usd >= 0):
        raise UsageError(f"cost_usd must be 0 or more, not {cost_usd}.")
    return cost_usd
