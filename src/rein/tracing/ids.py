"""Ids: a trace's UUIDv7 is its OpenTelemetry trace id; a span's UUIDv7 is computed from its 64-bit id and its trace's.

Both directions need no look-up, so that feedback finds its trace, and a child its parent, in any process.
"""

import os
from collections.abc import Callable
from hashlib import blake2b
from random import Random
from time import time_ns

from opentelemetry.sdk.trace.id_generator import IdGenerator

_FIXED = 7 << 76 | 2 << 62
_FREE = 0xFFF << 64 | (1 << 62) - 1
"""The bits of a UUIDv7: version and variant, and what may be random; above them are the milliseconds since 1970."""

_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}

_EARLIEST_MS = 1_577_836_800_000  # 2020-01-01
_LATEST_MS = 4_102_444_800_000  # 2100-01-01


def uuid_text(value: int) -> str:
    """The usual 8-4-4-4-12 form of a 128-bit id."""
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_uuid7(trace_id: int) -> bool:
    """Whether this trace id can have come from Rein: version and variant of a UUIDv7, and a time between 2020 and 2100.

    A random id of another tool passes by chance about once in 6,000.
    """
    marked = trace_id >> 76 & 0xF == 7 and trace_id >> 62 & 0b11 == 0b10
    return marked and _EARLIEST_MS <= trace_id >> 80 < _LATEST_MS


def span_uuid(trace_id: int, span_id: int) -> str:
    """The span's id in Opik: the trace's timestamp, then a hash of both ids. A pure function, the same everywhere."""
    return span_uuids(trace_id)(span_id)


def span_uuids(trace_id: int) -> Callable[[int], str]:
    """`span_uuid` for the spans of one trace."""
    time = f"{trace_id >> 80:012x}"
    start = f"{time[:8]}-{time[8:]}-7"
    hashed = blake2b(trace_id.to_bytes(16, "big"), digest_size=10)

    def uuid_of(span_id: int) -> str:
        hasher = hashed.copy()
        hasher.update(span_id.to_bytes(8, "big"))
        text = hasher.hexdigest()
        return f"{start}{text[:3]}-{_VARIANTS[text[3]]}{text[4:7]}-{text[7:19]}"

    return uuid_of


class Uuid7Generator(IdGenerator):
    """Trace ids that are UUIDv7 and so sort by time; span ids that are random.

    Has a random source of its own: a program that seeds `random` must not make two spans share an id.
    """

    def __init__(self) -> None:
        self._bits = Random(os.urandom(32)).getrandbits  # noqa: S311 - ids need to be unique, not secret

    def reseed(self) -> None:
        """Part ways with the parent process after a fork."""
        self._bits = Random(os.urandom(32)).getrandbits  # noqa: S311

    def generate_span_id(self) -> int:
        return self._bits(64) or 1

    def generate_trace_id(self) -> int:
        return time_ns() // 1_000_000 << 80 | _FIXED | self._bits(80) & _FREE
