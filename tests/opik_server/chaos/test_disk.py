"""A disk without room: a plain 507, nothing half written, reads go on, and so do writes when there is room again."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rein.opik_server.store.store import Store
from tests.opik_server.chaos.running import Running, refused, serving, span_rows

BATCH = 50
MB = 1 << 20


@contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """A file system of 24 MB; only root can make one."""
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True)
    if made.returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _write(server: Running, batch: int) -> tuple[int, str]:
    rows = span_rows(0, 0, batch, BATCH, os.urandom(1000).hex())  # so that it does not shrink
    status, answer = server.send("POST", "/spans/batch", {"spans": rows})
    return status, "" if answer is None else answer["message"]


def _fill(server: Running) -> int:
    """Write until the disk is full; how many batches were taken."""
    for batch in range(2000):
        status, message = _write(server, batch)
        if status != 204:
            assert status == 507, message
            assert "full" in message
            assert "Free some room" in message
            return batch
    raise AssertionError("the disk never got full")


def _goes_on_after(server: Running, give_room: Callable[[], None]) -> int:
    taken = _fill(server)
    assert taken > 0
    status, page = server.send("GET", "/spans?project_name=p&size=1")
    assert (status, page["total"]) == (200, taken * BATCH)
    assert _write(server, taken)[0] == 507
    give_room()
    assert _write(server, taken)[0] == 204
    return taken + 1


def _all_there(directory: Path, batches: int) -> None:
    with Store(directory) as store:
        assert store.read(lambda c: c.execute("PRAGMA integrity_check").fetchone()) == ("ok",)
        assert store.read(lambda c: c.execute("SELECT count(*) FROM spans").fetchone()) == (batches * BATCH,)


@pytest.mark.chaos
def test_a_full_disk_is_a_507_and_the_server_goes_on_when_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk):
        ballast = disk / "ballast"
        ballast.write_bytes(os.urandom(16 * MB))
        with serving(disk / "data") as server:
            taken = _goes_on_after(server, ballast.unlink)
        _all_there(disk / "data", taken)


@pytest.mark.chaos
def test_a_file_that_may_not_grow_is_a_507_too(tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6 * MB, resource.RLIM_INFINITY))

    with serving(tmp_path, limit) as server:
        freed = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        taken = _goes_on_after(
            server, lambda: resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, freed) and None
        )
    _all_there(tmp_path, taken)


@pytest.mark.chaos
def test_a_server_says_that_its_disk_is_full_at_the_start_and_starts_when_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk):
        (disk / "data").mkdir()
        room = os.statvfs(disk)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(room.f_bavail * room.f_frsize))
        message = refused(disk / "data")
        assert "full" in message or "cannot be written" in message
        assert str(disk / "data") in message
        ballast.unlink()
        with serving(disk / "data") as server:
            assert _write(server, 0)[0] == 204


@pytest.mark.chaos
def test_a_store_opens_on_a_full_disk_and_shows_what_it_has(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk):
        with serving(disk / "data") as server:
            taken = _fill(server)
        with serving(disk / "data") as server:
            status, page = server.send("GET", "/spans?project_name=p&size=1")
            assert (status, page["total"]) == (200, taken * BATCH)
