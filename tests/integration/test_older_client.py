"""The same tests with the older official client, in an environment of its own beside the server's."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.opik.conftest import start_server, wait_for

ROOT = Path(__file__).parents[2]
PINS = Path(__file__).with_name("opik-2.1.24.txt")
APART = ("-p", "no:cacheprovider", "--confcutdir=tests/integration/opik")
"""Only what lies there is loaded: what lies above needs Rein."""
ENVIRONMENT = ROOT / ".venv-opik-2.1.24"
"""Kept between runs: it takes a minute to make."""


@pytest.fixture(scope="module")
def older_python() -> Path:
    """A Python that has the older client and nothing of Rein."""
    python, ready = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "ready"
    if not ready.exists() or ready.read_text() != PINS.read_text():
        base = getattr(sys, "_base_executable", sys.executable)
        subprocess.run([base, "-m", "venv", "--clear", "--without-pip", ENVIRONMENT], check=True)
        install = [base, "-m", "pip", "--python", python, "install", "--quiet", "--requirement", PINS]
        subprocess.run(install, check=True)
        ready.write_text(PINS.read_text())
    return python


@pytest.mark.slow
def test_all_of_it_holds_for_the_older_client_too(older_python: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = start_server(tmp_path, port)
    try:
        url = f"http://127.0.0.1:{port}/api"
        wait_for(url, server)
        done = subprocess.run(
            [older_python, "-m", "pytest", "-q", *APART, "tests/integration/opik"],
            cwd=ROOT,
            env={**os.environ, "OPIK_TEST_URL": url, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
