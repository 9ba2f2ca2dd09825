"""Reading a request's body: as it comes, never more of it in memory than allowed, unzipped in the handler's thread."""

from __future__ import annotations

import threading
import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from io import BytesIO
from types import TracebackType

import anyio

from rein.opik_server.api.faults import BadRequest, Overloaded, TooLarge, TooSlow

MAX_BODY_BYTES = 128 << 20
"""One request with payloads, unzipped. They stay as they are; of all else the decoder makes up to 25 times as much."""
SMALL_BODY_BYTES = 16 << 20
"""One request without."""
LARGE_BODY_BYTES = 4 << 20
"""A body above this is worked on beside one other at the most, for what the decoder makes of it."""
PATIENCE_S = 30.0
PATIENCE_BYTES = 1 << 20
"""Every so many bytes, and the end, must come within `PATIENCE_S`: a slow sender holds memory, or a thread."""
MAX_IN_FLIGHT_BYTES = 256 << 20
"""All requests together: what is above waits outside."""
_STEP_BYTES = 1 << 20
_WAIT_S = 1.0
"""What a sender is told to wait when memory is taken: about what the largest body takes."""


class Intake:
    """How much of all requests' bodies is in memory now. Safe from any thread."""

    def __init__(self, max_body: int = MAX_BODY_BYTES, max_in_flight: int = MAX_IN_FLIGHT_BYTES) -> None:
        self.max_body = max_body
        self._max_in_flight = max_in_flight
        self._held = 0
        self._lock = threading.Lock()

    def hold(self, size: int) -> None:
        """Count bytes as held. Raises Overloaded."""
        with self._lock:
            if self._held + size > self._max_in_flight:
                raise Overloaded("More requests are under way than fit into memory. Try again soon.", _WAIT_S)
            self._held += size

    def release(self, size: int) -> None:
        """Count them no more."""
        with self._lock:
            self._held -= size


async def patient(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    """The chunks as they come. Raises TooSlow."""
    deadline, waited_for = anyio.current_time() + PATIENCE_S, 0
    while True:
        chunk: bytes | None = None
        with anyio.CancelScope(deadline=deadline) as waiting:
            chunk = await anext(chunks, None)
        if waiting.cancelled_caught:
            raise TooSlow(f"The body comes in too slowly: {PATIENCE_BYTES >> 20} MB must come within {PATIENCE_S:g} s.")
        if chunk is None:
            return
        waited_for += len(chunk)
        if waited_for >= PATIENCE_BYTES:
            deadline, waited_for = anyio.current_time() + PATIENCE_S, 0
        yield chunk


class Body:
    """One request's body; what it holds is counted until the `with` block is left."""

    def __init__(self, intake: Intake, encoding: str, length: str | None, max_bytes: int = MAX_BODY_BYTES) -> None:
        """Args: the values of the headers Content-Encoding and Content-Length. Raises BadRequest, TooLarge."""
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise BadRequest(f"Content-Encoding: {encoding[:40]!r} is not known; send gzip or nothing.")
        self._intake = intake
        self._max_bytes = min(max_bytes, intake.max_body)
        self._zipped = encoding not in ("", "identity")
        self._held = 0
        self._raw = BytesIO()
        if length is not None and length.isdecimal() and (len(length) > 18 or int(length) > self._max_bytes):
            raise self._too_large()

    def __enter__(self) -> Body:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._intake.release(self._held)

    async def receive(self, chunks: AsyncIterator[bytes]) -> None:
        """Take in all that the sender sends. Raises TooLarge, Overloaded."""
        async for chunk in chunks:
            self._take(self._raw, chunk)

    def unzipped(self) -> bytes:
        """The whole. Blocks: call it from a thread. Raises BadRequest (not gzip, cut off), TooLarge, Overloaded."""
        if not self._zipped:
            return self._raw.getvalue()  # shares the buffer
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
        whole, rest = BytesIO(), self._raw.getbuffer()
        try:
            while not inflate.eof:
                given = rest[:_STEP_BYTES]
                part = inflate.decompress(given, _STEP_BYTES)
                if not given and not part:
                    raise BadRequest("The body is cut off: its compressed stream has no end.")
                self._take(whole, part)
                rest = rest[len(given) - len(inflate.unconsumed_tail) :]
            if rest or inflate.unused_data:
                raise BadRequest("The body goes on behind the end of its compressed stream.")
        except zlib.error as error:
            raise BadRequest(f"The body is not what Content-Encoding says: {error}.") from error
        return whole.getvalue()

    def _take(self, into: BytesIO, part: bytes) -> None:
        if into.tell() + len(part) > self._max_bytes:
            raise self._too_large()
        self._intake.hold(len(part))
        self._held += len(part)
        into.write(part)

    def _too_large(self) -> TooLarge:
        return TooLarge(f"The body has more than {self._max_bytes >> 20} MB. Send it in smaller parts.")
