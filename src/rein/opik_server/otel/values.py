"""Attributes' values as Opik's fields take them: JSON that lies in a text, numbers, tags."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias, cast

import msgspec
import orjson

from rein.opik_server.ingest import MAX_COST_USD
from rein.opik_server.otel.model import Value

Json: TypeAlias = "Value | orjson.Fragment"
"""A value, or JSON text that goes as it is into what `encode` writes."""

_MAX_TOKENS = 1 << 31
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_objects = msgspec.json.Decoder(dict[str, object])


def encode(value: object) -> bytes:
    """JSON bytes: the same for the same value."""
    return orjson.dumps(value)


def unfold(value: Value) -> Json:
    """A text that holds a JSON list, object or text becomes what it holds; anything else stays as it is."""
    if not isinstance(value, str) or value[:1] not in ('"', "[", "{"):
        return value
    try:
        inner = orjson.loads(value)
        if not isinstance(inner, str):
            return orjson.Fragment(value)
    except orjson.JSONDecodeError:
        return value
    if inner[:1] in ("[", "{"):
        try:
            orjson.loads(inner)
            return orjson.Fragment(inner)
        except orjson.JSONDecodeError:
            pass
    return inner


def members(value: Value) -> Mapping[str, Json] | None:
    """The members of an object, or of one in a text; None for anything else."""
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and isinstance(unfold(value), orjson.Fragment):
        try:
            return {key: orjson.Fragment(bytes(raw)) for key, raw in _fields.decode(value).items()}
        except msgspec.MsgspecError:  # a list; an object in a text within the text
            return None
    return None


def plain_members(value: Value) -> Mapping[str, object] | None:
    """As `members`, with plain values."""
    if isinstance(value, str) and value[:1] == "{":
        try:
            return _objects.decode(value)
        except (msgspec.MsgspecError, RecursionError):
            return None
    return value if isinstance(value, dict) else None


def text_of(value: Value) -> str | None:
    """A text that is not blank; a whole number as its digits; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def number_of(value: object) -> float | None:
    """A finite number, also from a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def tokens_of(value: object) -> int | None:
    """A count of tokens: a whole number, not negative, below 2^31; also from a text."""
    number = number_of(value)
    if number is None or number != int(number) or not 0 <= number < _MAX_TOKENS:
        return None
    return int(number)


def cost_pico_of(value: Value) -> int | None:
    """A cost in USD as 1e-12 USD; None for one that cannot be."""
    number = number_of(value)
    return round(number * 1e12) if number is not None and 0 <= number <= MAX_COST_USD else None


def tags_of(value: Value) -> list[str] | None:
    """Tags from a list, a JSON list in a text, or a text with commas; None for anything else."""
    listed: object = value
    if isinstance(value, str):
        try:
            listed = orjson.loads(value) if value.startswith("[") else value.split(",")
        except orjson.JSONDecodeError:
            listed = value.split(",")
    if not isinstance(listed, list):
        return None
    return [tag.strip() for tag in cast("list[object]", listed) if isinstance(tag, str) and tag.strip()]
