"""Payloads as they lie in the database: JSON text, deflated from a size on."""

from __future__ import annotations

import zlib

COMPRESS_FROM_BYTES = 2048
_LEVEL = 1  # the fastest; higher levels save a few per cent more of JSON and take two to five times as long


def pack(json: bytes) -> bytes:
    """JSON as it is stored. The same JSON gives the same bytes, which settle a tie between versions."""
    if len(json) < COMPRESS_FROM_BYTES:
        return json
    deflated = zlib.compress(json, _LEVEL)
    return deflated if len(deflated) < len(json) else json


def unpack(stored: bytes) -> bytes:
    """The JSON of a stored payload."""
    # No JSON text begins with an "x", which is the first byte of zlib's format.
    return zlib.decompress(stored) if stored[:1] == b"x" else stored
