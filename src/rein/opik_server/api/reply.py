"""Answers: JSON from structs, nothing, a created thing, a stream of lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from starlette.responses import Response, StreamingResponse

from rein.opik_server.ids import format_id

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encoder = msgspec.json.Encoder(decimal_format="number")
_CHUNK_BYTES = 1 << 16
STREAM = "application/octet-stream"
"""What Opik calls a stream of lines of JSON."""


class ErrorMessage(msgspec.Struct):
    """Opik's error body."""

    code: int
    message: str


class PageOf(msgspec.Struct, kw_only=True):
    """A page of a list, as every list of Opik has it. `content` holds structs."""

    page: int
    size: int
    """How many rows this page has."""
    total: int
    content: Sequence[object]
    sortable_by: Sequence[str] = msgspec.field(default=(), name="sortableBy")


def reply(value: object, status: int = 200) -> Response:
    """A JSON body."""
    return Response(_encoder.encode(value), status, media_type="application/json")


def no_content() -> Response:
    """204."""
    return Response(status_code=204)


def created(base_url: str, path: str, row_id: bytes | None = None) -> Response:
    """201 with the address of what was made: `path` is below the API, the id is appended."""
    place = f"{base_url}{path}" if row_id is None else f"{base_url}{path}/{format_id(row_id)}"
    return Response(status_code=201, headers={"Location": place})


def ndjson(values: Iterable[object]) -> Response:
    """One JSON text a line. The iterable is drawn on from a thread while the answer is sent."""
    return StreamingResponse(_lines(values), media_type=STREAM)


def _lines(values: Iterable[object]) -> Iterator[bytes]:
    chunk = bytearray()
    for value in values:
        _encoder.encode_into(value, chunk, len(chunk))
        chunk += b"\n"
        if len(chunk) >= _CHUNK_BYTES:
            yield bytes(chunk)
            chunk.clear()
    if chunk:
        yield bytes(chunk)


def moment(us: int | None) -> datetime | None:
    """Microseconds since 1970 as the time that is written as ISO 8601 with a Z."""
    return None if us is None else _EPOCH + timedelta(microseconds=us)


def raw(json: bytes | str | None) -> msgspec.Raw | None:
    """A JSON text that goes into an answer as it is."""
    return None if json is None else msgspec.Raw(json)
