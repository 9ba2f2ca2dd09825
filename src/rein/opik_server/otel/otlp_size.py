"""How much an OTLP body in protobuf becomes, found out before it is read: an empty message has two bytes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from rein.opik_server.decoding import IngestError
from rein.opik_server.otel.model import MAX_PARTS

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor

SMALL_BYTES = 1 << 20
"""What is smaller becomes at most about 90 MB, whatever is in it."""
_MAX_DEPTH = 200
"""Protobuf's own readers end at 100."""

_Parts: TypeAlias = "dict[int, _Parts]"
"""The fields of a message that hold messages again, by their numbers."""


def check_parts(body: bytes, message: Descriptor, max_parts: int = MAX_PARTS) -> None:
    """Raise IngestError if a message's body holds more messages than that, or nests them too deep. Builds nothing."""
    if len(body) <= SMALL_BYTES:
        return
    known: dict[str, _Parts] = {}
    count = 0
    outer: list[tuple[int, _Parts]] = []
    place, end, parts = 0, len(body), _parts(message, known)
    try:
        while True:
            while place >= end:
                if not outer:
                    return
                end, parts = outer.pop()
            tag, place = _varint(body, place)
            kind = tag & 7
            if kind == 2:
                length, place = _varint(body, place)
                inner = parts.get(tag >> 3)
                if inner is None:
                    place += length
                    continue
                count += 1
                if count > max_parts or len(outer) > _MAX_DEPTH:
                    raise IngestError("The body has too many parts, or nests them too deep. Send it in smaller ones.")
                outer.append((end, parts))
                end, parts = place + length, inner
            elif kind == 0:
                _, place = _varint(body, place)
            else:
                place += _FIXED[kind]
    except (IndexError, KeyError) as error:
        raise IngestError("The body is no ExportTraceServiceRequest in protobuf.") from error


_FIXED = {1: 8, 5: 4}


def _parts(message: Descriptor, known: dict[str, _Parts]) -> _Parts:
    """Messages hold each other: `known` has those that were begun."""
    parts = known.get(message.full_name)
    if parts is None:
        parts = known[message.full_name] = {}
        for field in message.fields:
            if field.message_type is not None:
                parts[field.number] = _parts(field.message_type, known)
    return parts


def _varint(body: bytes, place: int) -> tuple[int, int]:
    """A number and the place behind it. Raises IndexError."""
    value, shift = 0, 0
    while True:
        byte = body[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
        if shift > 63:
            raise IndexError
