"""A request's body as structs: taken as a whole, or refused with the place of the trouble."""

from __future__ import annotations

from codecs import getincrementaldecoder
from typing import TypeVar

import msgspec
import orjson

from rein.errors import ReinError

_PIECE_BYTES = 1 << 20

T = TypeVar("T")


class IngestError(ReinError):
    """A body that cannot be taken: not JSON, a field of the wrong type, an id that is no UUIDv7, too many rows."""


def decode(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """A JSON body as the decoder's type.

    Raises:
        IngestError: it is not UTF-8, not JSON, nested too deep, or a field does not fit; says which.
    """
    _check_utf8(body)  # raw payloads are skipped over without a look at their encoding
    try:
        return decoder.decode(body)
    except RecursionError as error:
        raise IngestError("The body is nested too deep.") from error
    except msgspec.ValidationError as error:
        raise IngestError(f"The body does not fit: {error}") from error
    except msgspec.MsgspecError as error:
        try:
            orjson.loads(body)  # says it better: a lone surrogate, for one, is no truncated body
        except orjson.JSONDecodeError as named:
            raise IngestError(f"The body is not JSON: {named}") from error
        raise IngestError(f"The body cannot be read: {error}") from error


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
