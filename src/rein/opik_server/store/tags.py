"""Tags as they are kept: JSON, a sorted list of different texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

_decode = msgspec.json.Decoder(list[str]).decode


def pack_tags(tags: Iterable[str]) -> str:
    """Tags as they are kept."""
    return msgspec.json.encode(sorted(set(tags))).decode()


@dataclass(frozen=True, slots=True)
class TagChange:
    """Tags to add to and to remove from whatever a row has when the update is written."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.add or self.remove)

    def on(self, packed: str | None) -> str:
        """What becomes of kept tags."""
        tags = {*(_decode(packed) if packed else ()), *self.add}
        return pack_tags(tags.difference(self.remove))
