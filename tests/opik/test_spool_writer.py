"""Appending never raises, never exceeds its bound, and what it took is there after the process is not."""

import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import orjson
import pytest

from rein.opik import spool_writer
from rein.opik.spool import ACK_SUFFIX, Kind, acknowledged, encode_record, read_records, read_segment, segment_paths
from rein.opik.spool_files import clear_spool, lock_segment, spool_status
from rein.opik.spool_writer import SpoolWriter

MB = 1 << 20


def line(number: int, size: int = 0, **more: object) -> bytes:
    row = {"id": f"{number:036d}", "end_time": "2026-01-01T00:00:00Z", "pad": "x" * size, **more}
    return encode_record(Kind.TRACE, orjson.dumps(row))


def numbers(directory: Path) -> list[int]:
    return [int(record.id) for record in read_records(directory)]


def writer(directory: Path, *, max_bytes: int = 64 * MB, fsync: bool = False) -> SpoolWriter:
    return SpoolWriter(directory, max_bytes=max_bytes, fsync=fsync)


def test_nothing_is_made_before_the_first_line(tmp_path: Path) -> None:
    writer(tmp_path / "spool")
    assert not (tmp_path / "spool").exists()


@pytest.mark.parametrize("fsync", [False, True])
def test_a_line_is_on_disk_when_append_returns(tmp_path: Path, fsync: bool) -> None:
    w = writer(tmp_path, fsync=fsync)
    w.append(line(1))
    assert numbers(tmp_path) == [1]
    assert oct(tmp_path.stat().st_mode & 0o777) == "0o700"
    assert oct(segment_paths(tmp_path)[0].stat().st_mode & 0o777) == "0o600"


def test_lines_of_many_threads_stay_whole(tmp_path: Path) -> None:
    w = writer(tmp_path, max_bytes=4 * MB)

    def work(base: int) -> None:
        for n in range(200):
            w.append(line(base + n, size=50))

    threads = [threading.Thread(target=work, args=(k * 200,)) for k in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(numbers(tmp_path)) == list(range(1600))


def test_two_writers_never_share_a_segment_and_a_later_one_goes_on_with_the_first_ones(tmp_path: Path) -> None:
    first, second = writer(tmp_path), writer(tmp_path)
    first.append(line(1))
    second.append(line(2))
    assert len(segment_paths(tmp_path)) == 2
    second.close()
    third = writer(tmp_path)
    third.append(line(3))
    assert len(segment_paths(tmp_path)) == 2
    assert sorted(numbers(tmp_path)) == [1, 2, 3]


def test_what_is_written_after_a_power_cut_never_counts_as_confirmed(tmp_path: Path) -> None:
    w = writer(tmp_path)
    w.append(line(1) + line(2))
    w.close()
    path = segment_paths(tmp_path)[0]
    path.with_suffix(ACK_SUFFIX).write_text(f"{path.stat().st_size:020d}")
    os.truncate(path, len(line(1)))  # the disk had the mark, and not yet the last line
    later = writer(tmp_path)
    later.append(line(3))
    pending = [r.id for p in segment_paths(tmp_path) for r in read_segment(p, acknowledged(p))]
    assert [int(i) for i in pending] == [3]


def test_a_tail_torn_by_the_last_process_does_not_spoil_what_the_next_one_writes(tmp_path: Path) -> None:
    w = writer(tmp_path)
    w.append(line(1) + line(2))
    w.close()
    path = segment_paths(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:-5])
    w = writer(tmp_path)
    w.append(line(3))
    assert numbers(tmp_path) == [1, 3]


def test_the_bound_holds_and_the_oldest_go_first_with_a_warning_and_a_count(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    w = writer(tmp_path, max_bytes=MB)
    for n in range(300):
        w.append(line(n, size=10_000))
        assert sum(p.stat().st_size for p in tmp_path.iterdir()) <= MB + 100
    left = numbers(tmp_path)
    assert left == list(range(left[0], 300))
    assert left[0] > 0
    assert spool_status(tmp_path).lost_traces == left[0]
    assert caplog.text.count("REIN_SPOOL_MAX_MB") == 1  # however many segments had to go


def test_a_spool_that_fills_up_again_is_told_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    w = writer(tmp_path, max_bytes=MB)
    for _ in range(2):
        for n in range(300):
            w.append(line(n, size=10_000))
        clear_spool(tmp_path)
        w.append(line(1))
    assert caplog.text.count("REIN_SPOOL_MAX_MB") == 2


def test_segments_of_running_processes_are_not_deleted_for_room(tmp_path: Path) -> None:
    other = writer(tmp_path, max_bytes=MB)
    other.append(line(7))
    w = writer(tmp_path, max_bytes=MB)
    for n in range(200):
        w.append(line(1000 + n, size=10_000))
    assert 7 in numbers(tmp_path)


def test_one_write_larger_than_the_whole_bound_is_lost_and_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    w = writer(tmp_path, max_bytes=MB)
    w.append(line(1))
    w.append(line(2, size=2 * MB))
    w.append(line(3))
    assert numbers(tmp_path) == [1, 3]
    assert spool_status(tmp_path).lost_traces == 1
    assert "lost" in caplog.text


def test_deleted_under_a_running_writer_the_spool_is_begun_anew(tmp_path: Path) -> None:
    w = writer(tmp_path / "spool")
    w.append(line(1))
    assert clear_spool(tmp_path / "spool") == 1
    w.append(line(2))
    assert numbers(tmp_path / "spool") == [2]
    clear_spool(tmp_path / "spool")
    (tmp_path / "spool").rmdir()
    w.append(line(3))
    assert numbers(tmp_path / "spool") == [3]


def test_a_place_that_cannot_be_written_is_told_once_and_recovers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_writer, "_RETRY_DISK_S", 0.0)
    blocked = tmp_path / "spool"
    blocked.write_text("a file where the directory should be")
    w = writer(blocked)
    for n in range(5):
        w.append(line(n))
    assert w.has_backlog
    assert [r.levelno for r in caplog.records] == [logging.WARNING]
    assert "REIN_DATA_DIR" in caplog.text
    blocked.unlink()
    w.append(line(5))
    assert numbers(blocked) == list(range(6))
    assert not w.has_backlog


def test_what_can_be_written_nowhere_is_told_when_the_writer_closes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "spool"
    blocked.write_text("a file where the directory should be")
    w = writer(blocked)
    for n in range(3):
        w.append(line(n))
    w.close()
    assert "3 of the traces" in caplog.messages[-1]
    assert "loses them" in caplog.messages[-1]


def test_memory_is_bounded_while_the_disk_takes_nothing_and_what_is_lost_is_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_writer, "BACKLOG_BYTES", 100_000)
    monkeypatch.setattr(spool_writer, "_RETRY_DISK_S", 0.0)
    blocked = tmp_path / "spool"
    blocked.write_text("")
    w = writer(blocked)
    for n in range(30):
        w.append(line(n, size=10_000))
    assert len(caplog.records) == 2
    blocked.unlink()
    w.append(line(30))
    left = numbers(blocked)
    assert left == list(range(left[0], 31))
    assert 0 < left[0] < 30
    assert spool_status(blocked).lost_traces == left[0]


DISK_FULL = """
import resource, signal, sys
from pathlib import Path
from tests.opik.test_spool_writer import line, numbers, writer
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
directory = Path(sys.argv[1])
w = writer(directory)
resource.setrlimit(resource.RLIMIT_FSIZE, (25_000, resource.RLIM_INFINITY))
for n in range(5):
    w.append(line(n, size=10_000))
assert w.has_backlog
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
w.close()
"""


def test_a_write_that_the_disk_took_half_of_is_made_good(tmp_path: Path) -> None:
    """A real limit on file size cuts a write in the middle, as a full disk does."""
    done = subprocess.run(
        [sys.executable, "-c", DISK_FULL, str(tmp_path)], capture_output=True, text=True, cwd=Path.cwd(), timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert sorted(set(numbers(tmp_path))) == list(range(5))


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.opik.test_spool_writer import line, writer
w = writer(Path(sys.argv[1]))
for n in range(10):
    w.append(line(n))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_appended_survives_a_kill_and_its_segment_can_be_taken_over(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=Path.cwd(), timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert numbers(tmp_path) == list(range(10))
    descriptor = lock_segment(segment_paths(tmp_path)[0])
    assert descriptor is not None
    os.close(descriptor)


def test_status_counts_what_is_there(tmp_path: Path) -> None:
    assert spool_status(tmp_path / "none").segments == 0
    w = writer(tmp_path)
    w.append(line(1) + line(2))
    path = segment_paths(tmp_path)[0]
    path.with_suffix(ACK_SUFFIX).write_text(str(len(line(1))))
    (tmp_path / "dead-letter.ndjson").write_text("{}\n{}\n")
    status = spool_status(tmp_path)
    assert (status.segments, status.bytes, status.pending_bytes) == (1, len(line(1)) * 2, len(line(1)))
    assert (status.pending_records, status.dead_letters, status.lost_traces) == (1, 2, 0)
    assert clear_spool(tmp_path, dead_letters=True) == 1
    assert spool_status(tmp_path).dead_letters == 0


def test_a_closed_segment_that_opik_has_is_deleted_and_one_it_has_not_is_kept(tmp_path: Path) -> None:
    w = writer(tmp_path)
    w.append(line(1))
    w.close()
    assert numbers(tmp_path) == [1]
    w = writer(tmp_path)
    w.append(line(2))
    path = segment_paths(tmp_path)[0]
    path.with_suffix(ACK_SUFFIX).write_text(str(path.stat().st_size))
    w.close()
    assert list(tmp_path.iterdir()) == []
