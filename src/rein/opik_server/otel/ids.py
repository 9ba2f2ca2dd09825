"""UUIDv7 for OpenTelemetry's spans, whose own ids are random numbers of 8 bytes."""

from __future__ import annotations

from hashlib import blake2b


def span_uuid(trace: bytes, span_id: bytes) -> bytes:
    """The UUIDv7 of a span of a trace (a UUIDv7): the time of its trace's, then a hash of both ids.

    A pure function, so that a parent is found in any process and any order; it is that of Rein's own tracing.
    """
    digits = blake2b(trace + span_id, digest_size=10).hexdigest()
    return trace[:6] + bytes.fromhex("7" + digits[:3] + "89ab"[int(digits[3], 16) & 3] + digits[4:19])
