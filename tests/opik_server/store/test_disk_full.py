"""A disk without room: requests are refused whole and named, what is stored stays, all goes on when there is room."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rein.opik_server.store.errors import DiskFull
from rein.opik_server.store.store import Store
from rein.opik_server.store.upsert import UpsertSpans
from tests.opik_server.store.ingest_program import BATCH, rows


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True)
    if made.returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def _write(store: Store, batch: int) -> None:
    store.write(UpsertSpans("w", rows(0, 0, batch, complete=True), 200_000)).result(30)


def _count(store: Store) -> int:
    return store.read(lambda connection: connection.execute("SELECT count(*) FROM spans").fetchone()[0])


def _fill(store: Store) -> int:
    """Write batches until the disk is full; returns how many were taken."""
    for batch in range(1000):
        try:
            _write(store, batch)
        except DiskFull as error:
            assert "full" in str(error)  # noqa: PT017 - the one after the last is what is waited for
            return batch
    raise AssertionError("the disk never got full")


@pytest.mark.chaos
def test_a_full_disk_refuses_whole_batches_and_takes_them_when_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(os.urandom(18 << 20))
    with Store(small_disk / "data") as store:
        taken = _fill(store)
        assert taken > 0
        assert _count(store) == taken * BATCH
        with pytest.raises(DiskFull):
            _write(store, taken)
        ballast.unlink()
        _write(store, taken)
        assert _count(store) == (taken + 1) * BATCH
    with Store(small_disk / "data") as store:
        assert _count(store) == (taken + 1) * BATCH
        assert store.read(lambda connection: connection.execute("PRAGMA integrity_check").fetchone()) == ("ok",)


@pytest.mark.chaos
def test_a_disk_that_is_full_at_the_start_is_named(small_disk: Path) -> None:
    (small_disk / "data").mkdir()
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize))
    with pytest.raises(DiskFull):
        Store(small_disk / "data")
    ballast.unlink()
    with Store(small_disk / "data") as store:
        _write(store, 0)
        assert _count(store) == BATCH
