"""Reading a request's body: unzipped as it comes, never more of it in memory than allowed."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from rein.opik_server.api.faults import BadRequest, Overloaded, TooLarge

MAX_BODY_BYTES = 128 << 20
"""Unzipped, one request."""
MAX_IN_FLIGHT_BYTES = 384 << 20
"""Unzipped, all requests together: what is above waits outside."""


class Intake:
    """How much of all requests' bodies is in memory now. Used from the event loop only."""

    def __init__(self, max_body: int = MAX_BODY_BYTES, max_in_flight: int = MAX_IN_FLIGHT_BYTES) -> None:
        self.max_body = max_body
        self.max_in_flight = max_in_flight
        self._held = 0

    @asynccontextmanager
    async def body(self, chunks: AsyncIterator[bytes], encoding: str) -> AsyncGenerator[bytes]:
        """The whole body, counted as held until the block is left.

        Raises:
            TooLarge, BadRequest (not gzip, cut off, an encoding nobody knows), Overloaded.
        """
        held = 0
        parts: list[bytes] = []
        try:
            async for part in _unzipped(chunks, encoding, self.max_body):
                held += len(part)
                self._held += len(part)
                if held > self.max_body:
                    raise TooLarge(f"The body has more than {self.max_body >> 20} MB. Send it in smaller parts.")
                if self._held > self.max_in_flight:
                    raise Overloaded("More requests are under way than fit into memory. Try again soon.", 1.0)
                parts.append(part)
            body = parts[0] if len(parts) == 1 else b"".join(parts)
            parts.clear()
            yield body
        finally:
            self._held -= held


async def _unzipped(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> AsyncIterator[bytes]:
    if encoding in ("", "identity"):
        async for chunk in chunks:
            if chunk:
                yield chunk
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise BadRequest(f"Content-Encoding: {encoding[:40]!r} is not known; send gzip or nothing.")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
    step = min(limit + 1, 1 << 20)
    try:
        async for chunk in chunks:
            waiting = chunk
            while waiting and not inflate.eof:
                part = inflate.decompress(waiting, step)
                waiting = inflate.unconsumed_tail
                if part:
                    yield part
        if rest := inflate.flush():
            yield rest
    except zlib.error as error:
        raise BadRequest(f"The body is not what Content-Encoding says: {error}.") from error
    if not inflate.eof:
        raise BadRequest("The body is cut off: its gzip stream has no end.")
