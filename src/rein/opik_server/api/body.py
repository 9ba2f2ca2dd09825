"""Reading a request's body: as it comes, never more of it in memory than allowed, unzipped in the handler's thread."""

from __future__ import annotations

import threading
import zlib
from collections.abc import AsyncIterator
from io import BytesIO
from types import TracebackType

from rein.opik_server.api.faults import BadRequest, Overloaded, TooLarge

MAX_BODY_BYTES = 128 << 20
"""One request, unzipped."""
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


class Body:
    """One request's body; what it holds is counted until the `with` block is left."""

    def __init__(self, intake: Intake, encoding: str, length: str | None) -> None:
        """Args: the values of the headers Content-Encoding and Content-Length. Raises BadRequest, TooLarge."""
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise BadRequest(f"Content-Encoding: {encoding[:40]!r} is not known; send gzip or nothing.")
        self._intake = intake
        self._zipped = encoding not in ("", "identity")
        self._held = 0
        self._raw = BytesIO()
        if length is not None and length.isdecimal() and (len(length) > 18 or int(length) > intake.max_body):
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
        if into.tell() + len(part) > self._intake.max_body:
            raise self._too_large()
        self._intake.hold(len(part))
        self._held += len(part)
        into.write(part)

    def _too_large(self) -> TooLarge:
        return TooLarge(f"The body has more than {self._intake.max_body >> 20} MB. Send it in smaller parts.")
