"""`rein opik serve` as a process of its own, to be killed, starved and confused."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rein.opik_server.ids import format_id

START_LIMIT_S = 60
V1 = "/api/v1/private"
START = "2026-01-01T00:00:00Z"


class Running:
    """A server that answers."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def send(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        connection = self.connect()
        try:
            return send(connection, method, path, body)
        finally:
            connection.close()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def send(connection: http.client.HTTPConnection, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """Status and JSON of an answer."""
    connection.request(method, V1 + path, None if body is None else json.dumps(body))
    answer = connection.getresponse()
    text = answer.read()
    return answer.status, json.loads(text) if text else None


def command(directory: Path) -> list[str]:
    return [sys.executable, "-u", "-m", "rein", "opik", "serve", "--port", "0", "--data-dir", str(directory)]


def start(directory: Path, prepare: Callable[[], None] | None = None) -> Running:
    """Start it and wait until it says where it listens. `prepare` runs in the new process."""
    process = subprocess.Popen(
        command(directory),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=prepare,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/api", line):
            return Running(process, int(found[1]))
    raise AssertionError(f"the server ended instead of starting: {said}{process.stderr.read()}")


@contextmanager
def serving(directory: Path, prepare: Callable[[], None] | None = None) -> Iterator[Running]:
    """Until the block is left."""
    running = start(directory, prepare)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
        running.process.wait(timeout=60)


def refused(directory: Path) -> str:
    """What a server says that does not start."""
    done = subprocess.run(command(directory), capture_output=True, text=True, timeout=START_LIMIT_S)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def span_id(*numbers: int) -> bytes:
    """The same UUIDv7 for the same three numbers, each under 2**16, the last under 2**24."""
    one, two, three = numbers
    rest = two.to_bytes(2, "big") + three.to_bytes(3, "big") + bytes(2)
    return (1_790_000_000_000 + one).to_bytes(6, "big") + bytes([0x70, 0, 0x80]) + rest


def span_rows(one: int, two: int, batch: int, count: int, text: str) -> list[dict[str, Any]]:
    """A batch of spans in one trace of their own."""
    ids = [format_id(span_id(one, two, batch * count + number)) for number in range(count)]
    return [
        {
            "id": span,
            "trace_id": ids[0],
            "project_name": "p",
            "name": "n",
            "start_time": START,
            "input": {"text": text},
            "usage": {"total_tokens": 1},
        }
        for span in ids
    ]
