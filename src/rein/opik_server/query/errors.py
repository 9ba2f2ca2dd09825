"""What a query can get wrong."""

from __future__ import annotations

from rein.errors import ReinError

_SHOWN = 60


class FilterError(ReinError):
    """A filter or a sorting that means nothing: not JSON, no such field, operator, key or value."""


def shown(text: str) -> str:
    """What a sender wrote, short enough for a message."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
