"""Killed in the middle of heavy ingest over HTTP, again and again: no acknowledged row is lost."""

from __future__ import annotations

import http.client
import random
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from rein.opik_server.store.store import Store
from tests.opik_server.chaos.running import Running, send, span_id, span_rows, start

ROUNDS = 30
SENDERS = 4
BATCH = 100
TEXT = "x" * 900


def _send_until_dead(server: Running, round_number: int, sender: int, acknowledged: set[tuple[int, int, int]]) -> None:
    connection = server.connect()
    for batch in range(10_000):
        rows = span_rows(round_number, sender, batch, BATCH, TEXT)
        try:
            status, _ = send(connection, "POST", "/spans/batch", {"spans": rows})
            if batch % 2:  # every other batch gets its ends by a second request
                ends = [{**row, "end_time": "2026-01-01T00:00:01Z", "output": {"text": TEXT}} for row in rows]
                status, _ = send(connection, "POST", "/spans/batch", {"spans": ends})
        except (OSError, http.client.HTTPException):
            return
        if status == 204:
            acknowledged.add((round_number, sender, batch))
        else:
            assert status == 429
            time.sleep(0.1)


@pytest.mark.chaos
def test_thirty_kills_during_heavy_ingest_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    source = random.Random(5)
    acknowledged: set[tuple[int, int, int]] = set()
    for round_number in range(ROUNDS):
        server = start(tmp_path)
        before = len(acknowledged)
        senders = [
            threading.Thread(target=_send_until_dead, args=(server, round_number, sender, acknowledged))
            for sender in range(SENDERS)
        ]
        for sender in senders:
            sender.start()
        while len(acknowledged) == before:  # the kill is to hit a server that is at work
            assert server.process.poll() is None
            time.sleep(0.01)
        time.sleep(source.uniform(0.0, 0.4))
        server.kill()
        for sender in senders:
            sender.join()
        with Store(tmp_path) as store:
            store.read(lambda connection: _check(connection, acknowledged), limit_s=120)
    print(f"{len(acknowledged) * BATCH} acknowledged spans in {ROUNDS} killed runs, all there")


def _check(connection: sqlite3.Connection, acknowledged: set[tuple[int, int, int]]) -> None:
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    stored: dict[bytes, tuple[int | None, int]] = {
        row[0]: row[1:] for row in connection.execute("SELECT id, end_us, held FROM spans")
    }
    for round_number, sender, batch in acknowledged:
        for number in range(BATCH):
            end_us, held = stored[span_id(round_number, sender, batch * BATCH + number)]
            assert held == (3 if batch % 2 else 1)
            assert (end_us is not None) == bool(batch % 2)
    assert len(stored) % BATCH == 0, "a batch is stored as a whole or not at all"
    assert connection.execute("SELECT sum(span_count) FROM projects").fetchone() == (len(stored),)
    assert connection.execute("SELECT sum(span_count) FROM trace_totals").fetchone() == (len(stored),)
