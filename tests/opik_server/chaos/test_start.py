"""A directory that another server has, and a database that is none any more: said plainly, with the cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from rein.opik_server.store.connection import DATABASE
from rein.opik_server.store.store import Store
from tests.opik_server.chaos.running import refused, serving, span_rows


def _written(directory: Path) -> Path:
    """The file of a database with 2,000 spans."""
    with serving(directory) as server:
        for batch in range(20):
            assert server.send("POST", "/spans/batch", {"spans": span_rows(0, 0, batch, 100, "x" * 500)})[0] == 204
    return directory / DATABASE


@pytest.mark.chaos
def test_a_second_server_refuses_a_directory_that_is_in_use(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        message = refused(tmp_path)
        assert f"in use by another server (process {server.process.pid})" in message
        assert "choose another directory" in message
        assert server.send("GET", "/projects")[0] == 200


@pytest.mark.chaos
def test_a_file_that_is_no_database_is_said_at_the_start_with_the_cure(tmp_path: Path) -> None:
    path = _written(tmp_path)
    with path.open("r+b") as file:
        file.write(b"nothing that SQLite knows")
    message = refused(tmp_path)
    assert "damaged" in message
    assert "backup" in message


@pytest.mark.chaos
def test_damaged_pages_are_said_in_the_answer_with_the_cure(tmp_path: Path) -> None:
    path = _written(tmp_path)
    size = path.stat().st_size
    with path.open("r+b") as file:
        for place in range(size // 2 // 8192 * 8192, size, 8192):  # the first half has what a start reads
            file.seek(place)
            file.write(b"\xff" * 4096)
    with serving(tmp_path) as server:
        status, answer = server.send("GET", "/spans?project_name=p&size=100")
        assert status == 500
        assert "damaged" in answer["message"]
        assert "backup" in answer["message"]
        assert server.send("GET", "/toggles")[0] < 500, "what does not need the pages is answered"


@pytest.mark.chaos
def test_a_directory_is_free_again_after_a_kill(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        server.kill()
    with Store(tmp_path):
        pass
