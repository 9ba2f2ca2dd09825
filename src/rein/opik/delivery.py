"""From spool records to requests that Opik takes: rows gathered into batches, and bad rows set apart from good ones."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

import orjson

from rein.opik.dead_letters import bury
from rein.opik.spool import Kind, Record
from rein.opik.spool_files import DEAD_LETTERS
from rein.opik.transport import Method, Refused, Transport

_log = logging.getLogger("rein.opik")

MAX_BATCH_ROWS = 1000
MAX_BATCH_BYTES = 4 << 20

_BATCHES: dict[Kind, tuple[Method, str, bytes]] = {
    Kind.TRACE: ("POST", "/v1/private/traces/batch", b"traces"),
    Kind.SPAN: ("POST", "/v1/private/spans/batch", b"spans"),
    Kind.TRACE_SCORE: ("PUT", "/v1/private/traces/feedback-scores", b"scores"),
    Kind.SPAN_SCORE: ("PUT", "/v1/private/spans/feedback-scores", b"scores"),
    Kind.THREAD_SCORE: ("PUT", "/v1/private/traces/threads/feedback-scores", b"scores"),
}
_TRACES = "/v1/private/traces/"


class Delivery:
    """Sends records; sending one twice is harmless, since every row carries its id."""

    def __init__(self, transport: Transport, directory: Path) -> None:
        self._transport = transport
        self._dead_letters = directory / DEAD_LETTERS
        self._buried: dict[bytes, int] = {}
        """Hash and status of the refused rows of what is being sent: sent again, they are not written down again."""

    def send(self, records: Iterable[Record]) -> None:
        """Deliver all of these: when this returns, Opik has each, or its refusal is written down.

        Raises:
            Postponed: not all were delivered; send all of them again later.
            OSError: a refusal could not be written down; send all of them again later.
        """
        buried = len(self._buried)
        try:
            self._send(records)
        finally:
            self._tell(len(self._buried) - buried)
        self._buried.clear()

    def _send(self, records: Iterable[Record]) -> None:
        rows: dict[Kind, dict[object, bytes]] = {}
        for number, record in enumerate(records):
            # Of a trace's start and end in one batch, the end is enough: it is a whole row too.
            whole = record.kind in (Kind.TRACE, Kind.SPAN)
            key = record.id if whole else number
            rows.setdefault(record.kind, {})[key] = record.body
        for kind in Kind:
            for batch in _batches(rows.get(kind, {}).values()):
                if kind in _BATCHES:
                    self._send_batch(kind, batch)
                else:
                    self._send_updates(batch)

    def _send_batch(self, kind: Kind, rows: list[bytes]) -> None:
        method, path, key = _BATCHES[kind]
        try:
            self._transport.send(method, path, b'{"%b":[%b]}' % (key, b",".join(rows)))
        except Refused as refusal:
            if len(rows) == 1:
                self._bury(kind, rows[0], refusal)
                return
            # One bad row makes Opik refuse all of them: halve until it stands alone. So with a conflict (409): a batch
            # only ever updates what is there, so that it says nothing of the rows beside the one that it is about.
            middle = len(rows) // 2
            self._send_batch(kind, rows[:middle])
            self._send_batch(kind, rows[middle:])

    def _send_updates(self, bodies: list[bytes]) -> None:
        for body in bodies:
            fields: dict[str, object] = orjson.loads(body)
            entity = str(fields.pop("id"))
            try:
                self._transport.send("PATCH", _TRACES + entity, orjson.dumps(fields))
            except Refused as refusal:
                self._bury(Kind.TRACE_UPDATE, body, refusal)

    def _bury(self, kind: Kind, row: bytes, refusal: Refused) -> None:
        key = blake2b(row, digest_size=16, person=kind.value.encode()).digest()
        if key not in self._buried:
            bury(self._dead_letters, kind, row, refusal.status, refusal.reason)
            self._buried[key] = refusal.status

    def _tell(self, count: int) -> None:
        """One warning for all rows of one delivery, since what is wrong with one is often wrong with all."""
        if count:
            statuses = ", ".join(map(str, sorted(set(list(self._buried.values())[-count:]))))
            _log.warning(
                "Opik refused rows for good: %d (status %s). They are kept with the reasons in %s.",
                count,
                statuses,
                self._dead_letters,
            )


def _batches(rows: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for row in rows:
        if batch and (len(batch) >= MAX_BATCH_ROWS or size + len(row) > MAX_BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += len(row)
    if batch:
        yield batch
