"""The official client against `rein opik serve`, over HTTP.

Nothing here and in the tests beside it imports Rein, so that they also run where only another version of the client
is installed: `OPIK_TEST_URL` then names a server that runs already.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.update(
    OPIK_ANALYTICS_ENABLE="false",
    OPIK_SENTRY_ENABLE="false",
    OPIK_TRACK_DISABLE="false",
    OPIK_CONSOLE_LOGGING_LEVEL="ERROR",
)
for name in ("OPIK_API_KEY", "OPIK_WORKSPACE", "OPIK_PROJECT_NAME", "OPIK_URL_OVERRIDE"):
    os.environ.pop(name, None)

import opik  # noqa: E402 - after its environment is set
from opik import context_storage  # noqa: E402

_START_LIMIT_S = 60


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API's address: `http://127.0.0.1:PORT/api`."""
    running = os.environ.get("OPIK_TEST_URL")
    if running:
        yield running
        return
    port = free_port()
    process = start_server(tmp_path_factory.mktemp("opik"), port)
    try:
        url = f"http://127.0.0.1:{port}/api"
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    """A port that nobody has now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def start_server(directory: Path, port: int) -> subprocess.Popen[bytes]:
    """`rein opik serve` as a process of its own, over a data directory."""
    command = [sys.executable, "-m", "rein", "opik", "serve", "--port", str(port), "--data-dir", str(directory)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers."""
    end = time.monotonic() + _START_LIMIT_S
    while True:
        try:
            urllib.request.urlopen(url + "/is-alive/ping", timeout=5).close()
        except OSError:
            assert process.poll() is None, "the server ended instead of starting"
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def project() -> str:
    """A project that no other test uses."""
    return f"project-{uuid.uuid4().hex[:12]}"


@pytest.fixture(autouse=True)
def _context_of_its_own() -> Iterator[None]:
    """The client keeps the project of an abandoned span in its context, and would send the next test's rows there."""
    context_storage.clear_all()
    yield
    context_storage.clear_all()


@pytest.fixture
def client(server_url: str, project: str) -> Iterator[opik.Opik]:
    """The official client, pointed at the server. What it queued is sent when the test calls `client.flush()`."""
    os.environ["OPIK_URL_OVERRIDE"] = server_url
    client = opik.Opik(host=server_url, project_name=project, _show_misconfiguration_message=False)
    yield client
    client.end()
