"""From spool records to requests that Opik takes: rows gathered into batches, and bad rows set apart from good ones."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson

from rein.opik.spool import Kind, Record
from rein.opik.spool_files import DEAD_LETTERS
from rein.opik.transport import Method, Refused, Transport

_log = logging.getLogger("rein.opik")

MAX_BATCH_ROWS = 1000
MAX_BATCH_BYTES = 4 << 20
MAX_DEAD_LETTER_BYTES = 32 << 20

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

    def send(self, records: Iterable[Record]) -> None:
        """Deliver all of these: when this returns, Opik has each, or its refusal is written down.

        Raises:
            Postponed: not all were delivered; send all of them again later.
            OSError: a refusal could not be written down; send all of them again later.
        """
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
            # One bad row makes Opik refuse all of them: halve until it stands alone.
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
        letter = {
            "at": datetime.now(UTC),
            "kind": kind.name.lower(),
            "status": refusal.status,
            "reason": refusal.reason,
            "row": orjson.Fragment(row),
        }
        path = self._dead_letters
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MAX_DEAD_LETTER_BYTES:
            path.replace(path.with_name(path.name + ".1"))
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, orjson.dumps(letter) + b"\n")
        finally:
            os.close(descriptor)
        _log.warning("Opik refused a %s (status %d). It is kept in %s.", letter["kind"], refusal.status, path)


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
