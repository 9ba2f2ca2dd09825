"""Payloads made short for lists: the same keys, long texts cut; what is too large to look into, its beginning."""

from __future__ import annotations

import zlib
from typing import cast

import orjson

MAX_TEXT = 1000
"""Characters of a text that are kept."""
MAX_PACKED_BYTES = 1 << 18
"""A payload that takes more in the database is not looked into."""
MAX_BYTES = 4 << 20
"""Nor is one that is more than this when it is unpacked."""
HEAD_BYTES = 10_000
"""What is shown of it then, as one text."""
HEAD_PACKED_BYTES = 1 << 14
"""What has to be read of it for that: packed text is longer than its first few bytes at least."""


def slim(stored: bytes) -> bytes:
    """The JSON of a stored payload, shortened."""
    packed = stored[:1] == b"x"  # see `payload.unpack`
    text = _inflate(stored, MAX_BYTES + 1) if packed else stored
    if len(text) <= MAX_TEXT:
        return text
    if len(text) > MAX_BYTES:
        return head(text)
    try:
        return orjson.dumps(_cut(orjson.loads(text)))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, RecursionError):  # nested too deep, half of a character
        return head(text)


def head(stored: bytes) -> bytes:
    """The beginning of a stored payload, or of the beginning of one, as a JSON text."""
    text = _inflate(stored, HEAD_BYTES) if stored[:1] == b"x" else stored[:HEAD_BYTES]
    return orjson.dumps(text.decode("utf-8", "ignore") + "...")


def _inflate(stored: bytes, limit: int) -> bytes:
    return zlib.decompressobj().decompress(stored, limit)


def _cut(value: object) -> object:
    if isinstance(value, str):
        if len(value) <= MAX_TEXT:
            return value
        return "[image]" if value.startswith("data:image/") else value[:MAX_TEXT] + "..."
    if isinstance(value, dict):
        return {key: _cut(part) for key, part in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_cut(part) for part in cast("list[object]", value)]
    return value
