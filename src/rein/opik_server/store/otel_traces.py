"""Which UUIDv7 a trace of OpenTelemetry has, whose own id is a random number of 16 bytes.

It is that number itself where it is a UUIDv7 already, as Rein's own are. Else its end is a hash of the number, and its
beginning the time of the first span that came; that time is kept as long as the trace is, so that all spans of a trace
find each other whatever comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from rein.opik_server.ids import id_time_us
from rein.opik_server.store.entity import chunks
from rein.opik_server.store.tables import Tables

_DAY_US = 86_400_000_000


def trace_uuids(tables: Tables, workspace: int, starts_us: Mapping[bytes, int]) -> dict[bytes, bytes]:
    """The UUIDs of traces by OpenTelemetry's 16 bytes; those that are not known yet are made.

    Args:
        starts_us: for each trace, when the first of its spans here began; gives a new UUID its time.
    """
    tails = {trace_id: _tail(trace_id) for trace_id in starts_us}
    heads: dict[bytes, bytes] = {}
    for chunk in chunks(list(tails.values())):
        marks = ", ".join("?" * len(chunk))
        heads.update(
            tables.connection.execute(
                f"SELECT tail, head FROM otel_traces WHERE workspace = ? AND tail IN ({marks})", (workspace, *chunk)
            )
        )
    found: dict[bytes, bytes] = {}
    fresh: list[tuple[int, bytes, bytes]] = []
    for trace_id, tail in tails.items():
        head = heads.get(tail)
        if head is None:
            start_us = starts_us[trace_id]
            if _is_uuid7(trace_id) and (
                abs(id_time_us(trace_id) - start_us) <= _DAY_US or _exists(tables, workspace, trace_id)
            ):  # a random number passes once in 10^8
                found[trace_id] = trace_id
                continue
            head = (start_us // 1000).to_bytes(6, "big")
            fresh.append((workspace, tail, head))
        found[trace_id] = head + tail
    tables.connection.executemany("INSERT INTO otel_traces (workspace, tail, head) VALUES (?, ?, ?)", fresh)
    return found


def forget_uuids(tables: Tables, workspace: int, traces: Iterable[bytes]) -> None:
    """Traces go, and with them what is kept of their UUIDs."""
    tables.connection.executemany(
        "DELETE FROM otel_traces WHERE workspace = ? AND tail = ?", [(workspace, trace[6:]) for trace in traces]
    )


def _tail(trace_id: bytes) -> bytes:
    """The last 10 bytes of a trace's UUIDv7; Opik computes the same."""
    tail = sha256(trace_id).digest()[:10]
    return bytes((0x70 | tail[0] & 0x0F, tail[1], 0x80 | tail[2] & 0x3F)) + tail[3:]


def _is_uuid7(trace_id: bytes) -> bool:
    return trace_id[6] >> 4 == 7 and trace_id[8] >> 6 == 0b10


def _exists(tables: Tables, workspace: int, trace: bytes) -> bool:
    row: tuple[int] | None = tables.connection.execute(
        "SELECT 1 FROM traces WHERE workspace = ? AND id = ?", (workspace, trace)
    ).fetchone()
    return row is not None
