"""We are killed at random points while Opik fails in every way there is: nothing that returned is lost or doubled."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from rein.opik.spool_files import spool_status
from tests.support.opik_receiver import read_journal

KILLS = 50
REPOSITORY = Path(__file__).parents[2]


class Receiver:
    """The receiving server as a process of its own, so that it can be killed and stopped like any other."""

    def __init__(self, journal: Path) -> None:
        self.journal = journal
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    def start(self, *, rate: float, seed: int = 0) -> None:
        options = ["--journal", str(self.journal), "--port", str(self.port), "--rate", str(rate), "--seed", str(seed)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.opik_receiver", *options],
            stdout=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
        )
        assert self.process.stdout is not None
        self.port = json.loads(self.process.stdout.readline())["port"]

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.communicate()

    def freeze(self, seconds: float) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self.process.pid, signal.SIGCONT)


def trouble(receiver: Receiver, over: threading.Event, chance: random.Random) -> None:
    """Beside the receiver's own random answers: it hangs for a while, or is killed and comes back."""
    while not over.wait(chance.uniform(0.1, 0.8)):
        if chance.random() < 0.5:
            receiver.freeze(chance.uniform(0.1, 0.8))
        else:
            receiver.kill()
            over.wait(chance.uniform(0, 0.3))
            receiver.start(rate=0.4, seed=chance.randrange(10**6))


def run_and_kill(directory: Path, url: str, chance: random.Random) -> dict[str, int]:
    """The traces whose root call had returned when the program was killed, with their number of spans."""
    command = [sys.executable, "-m", "tests.chaos.traced_program", str(directory), url, "trace"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REPOSITORY) as program:
        assert program.stdout is not None
        first = program.stdout.readline()
        time.sleep(chance.choice((0.1, 1.5)) * chance.random())
        program.kill()
        said = first + program.stdout.read()
    lines = [line.split() for line in said.decode().splitlines(keepends=True) if line.endswith("\n")]
    return {trace_id: int(spans) for trace_id, spans in lines}


@pytest.mark.chaos
@pytest.mark.slow
def test_every_trace_that_had_returned_arrives_once_through_fifty_kills(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    receiver = Receiver(tmp_path / "journal")
    receiver.start(rate=0.4, seed=seed)
    over = threading.Event()
    troubled = threading.Thread(target=trouble, args=(receiver, over, random.Random(seed + 1)))
    troubled.start()
    returned: dict[str, int] = {}
    try:
        for _ in range(KILLS):
            returned |= run_and_kill(tmp_path / "data", receiver.url, chance)
    finally:
        over.set()
        troubled.join()
        receiver.kill()
    assert len(returned) > KILLS

    receiver.start(rate=0.0)
    try:
        drain = [sys.executable, "-m", "tests.chaos.traced_program", str(tmp_path / "data"), receiver.url, "drain"]
        assert subprocess.run(drain, cwd=REPOSITORY, check=False).returncode == 0
    finally:
        receiver.kill()

    stored = read_journal(tmp_path / "journal")
    missing = [i for i in returned if i not in stored.traces or "end_time" not in stored.traces[i]]
    assert missing == []
    found = Counter(span["trace_id"] for span in stored.spans.values())
    wrong = {i: (found[i], spans) for i, spans in returned.items() if found[i] != spans}
    assert wrong == {}
    for span in stored.spans.values():
        parent = span.get("parent_span_id")
        assert (
            parent is None or span["trace_id"] not in returned or stored.spans[parent]["trace_id"] == span["trace_id"]
        )
    status = spool_status(tmp_path / "data" / "spool")
    assert (status.pending_records, status.dead_letters, status.lost_traces) == (0, 0, 0)
    again = sum(stored.deliveries[span_id] > 1 for span_id in stored.spans)
    print(f"{len(returned)} traces, {sum(returned.values())} spans, {again} spans sent more than once")
    assert again > 0, "no answer was ever lost: this run has shown nothing"
