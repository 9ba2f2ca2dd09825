"""UUIDv7: what every trace, span and project is called. Kept as 16 bytes, whose order is the order of time."""

from __future__ import annotations

import os
from time import time_ns

MAX_MS = (1 << 48) - 1
"""The last millisecond that a UUIDv7 can name, in the year 10889."""


def new_id(ms: int | None = None) -> bytes:
    """A fresh UUIDv7 for a moment (milliseconds since 1970; now if None)."""
    moment = time_ns() // 1_000_000 if ms is None else ms
    random = bytearray(os.urandom(10))
    random[0] = 0x70 | (random[0] & 0x0F)
    random[2] = 0x80 | (random[2] & 0x3F)
    return moment.to_bytes(6, "big") + bytes(random)


def parse_id(text: str) -> bytes:
    """The 16 bytes of a UUIDv7 in its usual form of 36 characters.

    Raises:
        ValueError: the text is not a UUID, or of another version.
    """
    digits = text.replace("-", "")
    if len(text) != 36 or len(digits) != 32 or text[8] != "-" or text[13] != "-" or text[18] != "-" or text[23] != "-":
        raise ValueError("not a UUID")
    try:
        value = bytes.fromhex(digits)
    except ValueError:
        value = b""
    if len(value) != 16:  # fromhex skips white space
        raise ValueError("not a UUID")
    if value[6] >> 4 != 7:
        raise ValueError(f"a UUID of version {value[6] >> 4}, not 7")
    return value


def format_id(value: bytes) -> str:
    """The usual form: 36 lower-case characters."""
    digits = value.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def id_time_us(value: bytes) -> int:
    """The moment in a UUIDv7, in microseconds since 1970 (a multiple of 1000)."""
    return int.from_bytes(value[:6], "big") * 1000


def first_id_at(us: int) -> bytes:
    """The smallest id of a moment: every UUIDv7 made before it sorts below. A moment past all ids sorts above them."""
    ms = max(us // 1000, 0)
    return ms.to_bytes(6, "big") + bytes(10) if ms <= MAX_MS else b"\xff" * 16
