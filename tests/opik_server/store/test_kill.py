"""Killed in the middle of heavy writing, again and again: nothing acknowledged is lost, and the file opens clean."""

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from rein.opik_server.store.entity import SPANS
from rein.opik_server.store.payload import unpack
from rein.opik_server.store.store import Store
from tests.opik_server.store import ingest_program
from tests.opik_server.store.ingest_program import BATCH, PAYLOAD, span_id

ROUNDS = 30


def _kill_while_writing(directory: Path, round_number: int, after_s: float) -> set[tuple[int, int]]:
    """Acknowledged (thread, batch)."""
    command = [sys.executable, ingest_program.__file__, str(directory), str(round_number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        reading = threading.Thread(target=lambda: lines.extend(process.stdout))  # type: ignore[arg-type]
        reading.start()
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
        process.wait()
        reading.join()
    assert process.returncode == -signal.SIGKILL
    return {(int(thread), int(batch)) for thread, batch in (line.split() for line in lines if line.endswith("\n"))}


@pytest.mark.chaos
def test_thirty_kills_during_heavy_writing_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    source = random.Random(3)
    acknowledged: set[tuple[int, int, int]] = set()
    for round_number in range(ROUNDS):
        after_s = source.uniform(0.0, 0.4)
        done = _kill_while_writing(tmp_path, round_number, after_s)
        acknowledged |= {(round_number, thread, batch) for thread, batch in done}
        with Store(tmp_path) as store:
            store.read(partial(_check, acknowledged), limit_s=120)
    assert len(acknowledged) > ROUNDS * 4
    print(f"{len(acknowledged) * BATCH} acknowledged spans in {ROUNDS} killed runs, all there")


def _check(acknowledged: set[tuple[int, int, int]], connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    stored: dict[bytes, tuple[int | None, int]] = {
        row[0]: (row[1], row[2]) for row in connection.execute("SELECT id, end_us, held FROM spans")
    }
    for round_number, thread, batch in acknowledged:
        for number in range(BATCH):
            assert stored[span_id(round_number, thread, batch, number)] == (5, 3)
    payloads = connection.execute("SELECT output FROM payloads WHERE output IS NOT NULL ORDER BY random() LIMIT 200")
    assert all(unpack(output) == PAYLOAD for (output,) in payloads)
    assert len(stored) % BATCH == 0, "a batch is stored as a whole or not at all"
    assert connection.execute("SELECT sum(span_count) FROM projects").fetchone() == (len(stored),)
    assert connection.execute("SELECT sum(span_count), sum(cost_pico) FROM trace_totals").fetchone() == (
        connection.execute(f"SELECT count(*), sum(coalesce(cost_pico, 0)) FROM {SPANS.table}").fetchone()
    )
