"""Answers whose rows may be large: the rows are read in portions and sent as they come, never all in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from starlette.responses import Response, StreamingResponse

from rein.opik_server.api.reply import PageOf

_encoder = msgspec.json.Encoder()
_EMPTY = b'"content":[]'
_CHUNK_BYTES = 1 << 16
_PORTION_BYTES = 4 << 20
_FIRST_ROWS = 25
_MOST_ROWS = 500


class Portion:
    """How many rows are read at once: as many as take about 4 MB, judged by the portion before."""

    def __init__(self) -> None:
        self.rows = _FIRST_ROWS

    def read(self, rows: int, size_bytes: int) -> None:
        """A portion was read."""
        if rows:
            fitting = rows * _PORTION_BYTES // max(size_bytes, 1)
            self.rows = max(1, min(fitting, 8 * self.rows, _MOST_ROWS))


def page_of_rows(head: PageOf, rows: Iterable[object]) -> Response:
    """A page whose content is drawn from the rows, in a thread, while the answer is sent. The head has none."""
    before, _, after = _encoder.encode(head).partition(_EMPTY)
    return StreamingResponse(_json(before + b'"content":[', rows, b"]" + after), media_type="application/json")


def _json(before: bytes, rows: Iterable[object], after: bytes) -> Iterator[bytes]:
    chunk = bytearray(before)
    comma = b""
    for row in rows:
        chunk += comma
        _encoder.encode_into(row, chunk, len(chunk))
        comma = b","
        if len(chunk) >= _CHUNK_BYTES:
            yield bytes(chunk)
            chunk.clear()
    yield bytes(chunk + after)
