"""A request's body as structs: taken as a whole, or refused with the place of the trouble."""

from __future__ import annotations

import threading
from codecs import getincrementaldecoder
from sys import maxsize
from typing import TypeVar

import msgspec
import orjson

from rein.errors import ReinError

_PIECE_BYTES = 1 << 20

MAX_PARTS = 10_000
"""Counted parts of one body, unless its reader says otherwise."""

T = TypeVar("T")


class _Left(threading.local):
    """How many parts the body that this thread decodes may still have."""

    parts = maxsize


_left = _Left()


class Counted(msgspec.Struct):
    """A part of a body of which there can be many.

    They are counted while they are made: `{},` has three bytes and becomes a hundred, and what is decoded is checked
    for its length by msgspec, and by us, only when all of it is there.
    """

    def __post_init__(self) -> None:
        """Called by the decoder, which turns the error into one that names the place."""
        _left.parts -= 1
        if _left.parts < 0:
            raise ValueError("The body has too many parts. Send it in smaller ones.")


class IngestError(ReinError):
    """A body that cannot be taken: not JSON, a field of the wrong type, an id that is no UUIDv7, too many rows."""


def decode(body: bytes, decoder: msgspec.json.Decoder[T], max_parts: int = MAX_PARTS) -> T:
    """A JSON body as the decoder's type, with at most so many `Counted` in it.

    Raises:
        IngestError: it is not UTF-8, not JSON, nested too deep, or a field does not fit; says which.
    """
    _check_utf8(body)  # raw payloads are skipped over without a look at their encoding
    _left.parts = max_parts
    try:
        return decoder.decode(body)
    except RecursionError as error:
        raise IngestError("The body is nested too deep.") from error
    except msgspec.ValidationError as error:
        raise IngestError(f"The body does not fit: {error}") from error
    except msgspec.MsgspecError as error:
        try:
            if len(body) <= _PIECE_BYTES:
                orjson.loads(body)  # says it better: a lone surrogate, for one, is no truncated body
        except orjson.JSONDecodeError as named:
            raise IngestError(f"The body is not JSON: {named}") from error
        raise IngestError(f"The body cannot be read: {error}") from error
    finally:
        _left.parts = maxsize


def _check_utf8(body: bytes) -> None:
    """Piece by piece: the whole as a text would take up to four times its room."""
    pieces = getincrementaldecoder("utf-8")()
    whole = memoryview(body)
    for start in range(0, len(whole), _PIECE_BYTES):
        pending = len(pieces.getstate()[0])
        try:
            pieces.decode(whole[start : start + _PIECE_BYTES], final=start + _PIECE_BYTES >= len(whole))
        except UnicodeDecodeError as error:
            raise IngestError(f"The body is not UTF-8 (byte {start - pending + error.start}).") from error
