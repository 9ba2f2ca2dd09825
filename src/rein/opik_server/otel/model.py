"""A span as OTLP brings it, in whichever encoding: plain values, nothing interpreted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

from rein.errors import ReinError

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
"""An attribute's value. Bytes are told in base64."""
Attributes = dict[str, Value]

MAX_DEPTH = 32
"""Arrays and maps within each other in one attribute: protobuf's own readers end at about 47."""

MAX_PARTS = 1_000_000
"""Spans, events, links, attributes and values of one body, each of which takes about 100 bytes of memory."""

KINDS = {1: "internal", 2: "server", 3: "client", 4: "producer", 5: "consumer"}
STATUS_OK = 1
STATUS_ERROR = 2
PARENT_IS_REMOTE = 0x300
"""Both bits of a span's flags: it is known whether the parent is of another process, and it is."""


class SpanError(ReinError):
    """A single span that cannot be taken; those beside it can."""


@dataclass(slots=True)
class Origin:
    """Who recorded spans: the process and the instrumentation."""

    resource: Attributes
    scope: Attributes
    """`name`, `version` and `attributes`, as far as they are known."""


@dataclass(slots=True)
class Event:
    """Something that happened within a span."""

    name: str
    time_ns: int
    attributes: Attributes


@dataclass(slots=True)
class Link:
    """Another span that has to do with this one."""

    trace_id: bytes
    span_id: bytes
    attributes: Attributes


@dataclass(slots=True)
class OtelSpan:
    """A span. Times are nanoseconds since 1970, 0 where they are not known."""

    origin: Origin
    trace_id: bytes
    span_id: bytes
    parent_id: bytes
    """Empty for a root."""
    flags: int
    name: str
    kind: int
    start_ns: int
    end_ns: int
    attributes: Attributes
    events: list[Event]
    links: list[Link]
    status_code: int
    status_message: str


def double(number: float) -> float | str:
    """A double; what JSON has no number for as the text that OTLP's JSON has for it."""
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def deeper(depth: int) -> int:
    """The next depth. Raises SpanError."""
    if depth >= MAX_DEPTH:
        raise SpanError(f"an attribute is nested deeper than {MAX_DEPTH}")
    return depth + 1


def named_scope(name: str, version: str, attributes: Attributes) -> Attributes:
    """What `Origin.scope` has."""
    known: Attributes = {"name": name, "version": version, "attributes": attributes}
    return {key: value for key, value in known.items() if value}
