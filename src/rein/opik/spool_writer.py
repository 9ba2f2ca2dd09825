"""Appending to the spool: one `write` per call, which survives the death of the process, and never an exception."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
from collections import deque
from pathlib import Path
from time import monotonic, time_ns

from rein.opik.spool import SEGMENT_SUFFIX, acknowledged, segment_paths
from rein.opik.spool_files import add_lost, delete_segment, ended_traces, lock_segment, make_room, release_segment

_log = logging.getLogger("rein.opik")

MAX_SEGMENT_BYTES = 8 << 20
MIN_SEGMENT_BYTES = 64 << 10
BACKLOG_BYTES = 8 << 20
"""What may wait in memory while the disk takes nothing."""
_RETRY_DISK_S = 1.0


class SpoolWriter:
    """The end of the spool that this process appends to. Safe to use from any thread.

    Locks are re-entrant because a span may end in a garbage collection that strikes inside of `append`.
    """

    def __init__(self, directory: Path, *, max_bytes: int, fsync: bool) -> None:
        self.directory = directory
        self._max_bytes = max_bytes
        self._segment_bytes = min(MAX_SEGMENT_BYTES, max(MIN_SEGMENT_BYTES, max_bytes // 16))
        self._fsync = fsync
        self._lock = threading.RLock()
        self._descriptor: int | None = None
        self._size = 0
        self._mend_tail = False
        self._backlog: deque[bytes] = deque()
        self._backlog_bytes = 0
        self._retry_at = 0.0
        self._lost_uncounted = 0
        self._warned = False
        self._full = False
        self.path: Path | None = None
        """The segment that is appended to now."""

    @property
    def size(self) -> int:
        """Bytes in the segment that is appended to now."""
        return self._size

    @property
    def has_backlog(self) -> bool:
        """Whether lines wait in memory because the disk takes nothing."""
        return bool(self._backlog)

    def append(self, lines: bytes) -> None:
        """Write whole lines. When the disk refuses, they wait in memory, up to a bound."""
        with self._lock:
            if self._backlog:
                self._keep(lines)
                self._write_backlog()
                return
            try:
                self._write(lines)
            except OSError as error:
                self._broken(error)
                self._keep(lines)

    def take_backlog(self) -> bytes:
        """The lines that wait in memory, for sending them past the disk; given out once."""
        with self._lock:
            lines = b"".join(self._backlog)
            self._backlog.clear()
            self._backlog_bytes = 0
            return lines

    def close(self) -> None:
        """Let go of the segment; one that Opik has confirmed to its end is deleted."""
        with self._lock:
            if self._backlog:
                self._retry_at = 0.0
                self._write_backlog()
                if waiting := sum(map(ended_traces, self._backlog)):
                    _log.warning(
                        "%d of the traces that wait in memory cannot be written to %s: this process loses them.",
                        waiting,
                        self.directory,
                    )
            if self._descriptor is not None:
                if self.path is not None and acknowledged(self.path) >= self._size:
                    delete_segment(self.path)
                os.close(self._descriptor)
            self._descriptor = self.path = None
            self._size = 0

    def abandon(self) -> None:
        """In a forked child: leave segment, backlog and lock to the parent."""
        self._lock = threading.RLock()
        if self._descriptor is not None:
            os.close(self._descriptor)  # the parent's own descriptor keeps the lock
        self._descriptor = self.path = None
        self._size = 0
        self._backlog.clear()
        self._backlog_bytes = 0

    def _write(self, lines: bytes) -> None:
        if len(lines) > self._max_bytes:
            self._lose(ended_traces(lines))
            return
        descriptor = self._descriptor
        if descriptor is None or self._size + len(lines) > self._segment_bytes or os.fstat(descriptor).st_nlink == 0:
            descriptor = self._open(len(lines))
        if self._mend_tail:
            lines = b"\n" + lines
        written = 0
        try:
            while written < len(lines):
                written += os.write(descriptor, lines[written:] if written else lines)
        finally:
            self._size += written
            self._mend_tail = 0 < written < len(lines) or (self._mend_tail and written == 0)
        if self._fsync:
            os.fdatasync(descriptor)

    def _open(self, needed_bytes: int) -> int:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = self.path = None
        self.directory.mkdir(parents=True, exist_ok=True)
        os.chmod(self.directory, 0o700)
        self._tell_full(make_room(self.directory, max(needed_bytes, self._segment_bytes), self._max_bytes))
        descriptor, path = self._continued(needed_bytes) or self._created()
        if self._descriptor is not None:  # a span ended in a garbage collection just now, and opened one too
            os.close(self._descriptor)
        self._descriptor, self.path = descriptor, path
        self._size = os.fstat(descriptor).st_size
        self._mend_tail = self._size > 0 and os.pread(descriptor, 1, self._size - 1) != b"\n"
        return descriptor

    def _continued(self, needed_bytes: int) -> tuple[int, Path] | None:
        """The newest segment, if its process has ended and it has room: many short runs share one file."""
        paths = segment_paths(self.directory)
        descriptor = lock_segment(paths[-1]) if paths else None
        if descriptor is None:
            return None
        size = os.fstat(descriptor).st_size
        # Shorter than what was confirmed: a power cut took its end. What is added now would count as confirmed too.
        if acknowledged(paths[-1]) <= size and size + needed_bytes <= self._segment_bytes:
            return descriptor, paths[-1]
        release_segment(descriptor)
        return None

    def _created(self) -> tuple[int, Path]:
        path = self.directory / f"{time_ns():020d}-{os.getpid()}-{os.urandom(3).hex()}{SEGMENT_SUFFIX}"
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if self._fsync:  # the name of a new file is in its directory
            directory = os.open(self.directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            os.fsync(directory)
            os.close(directory)
        return descriptor, path

    def _tell_full(self, dropped: int) -> None:
        """One warning from the time on that the spool is full, not for every segment, until there is room again."""
        if dropped and not self._full:
            _log.warning(
                "The trace spool %s is full (REIN_SPOOL_MAX_MB): its oldest traces are dropped before Opik has them "
                "(%d now; `rein opik spool` counts them).",
                self.directory,
                dropped,
            )
        self._full = dropped > 0

    def _keep(self, lines: bytes) -> None:
        self._backlog.append(lines)
        self._backlog_bytes += len(lines)
        dropped = 0
        while self._backlog_bytes > BACKLOG_BYTES:
            oldest = self._backlog.popleft()
            self._backlog_bytes -= len(oldest)
            dropped += ended_traces(oldest)
        if dropped:
            self._lose(dropped)

    def _write_backlog(self) -> None:
        if monotonic() < self._retry_at:
            return
        while self._backlog:
            lines = self._backlog.popleft()
            try:
                self._write(lines)
            except OSError as error:
                self._backlog.appendleft(lines)
                self._broken(error)
                return
            self._backlog_bytes -= len(lines)
        self._warned = False
        self._lose(0)

    def _broken(self, error: OSError) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = self.path = None
        self._size = 0
        self._retry_at = monotonic() + _RETRY_DISK_S
        if not self._warned:
            self._warned = True
            _log.warning(
                "Traces cannot be written to %s (%s). Up to %d MB of them wait in memory; free the disk or set "
                "REIN_DATA_DIR to a directory that can be written.",
                self.directory,
                error.strerror or type(error).__name__,
                BACKLOG_BYTES >> 20,
            )

    def _lose(self, traces: int) -> None:
        if traces and self._lost_uncounted == 0:
            _log.warning("Traces are lost: the spool %s takes no more (disk or REIN_SPOOL_MAX_MB).", self.directory)
        self._lost_uncounted += traces
        if self._lost_uncounted and self._descriptor is not None:
            add_lost(self.directory, self._lost_uncounted)
            self._lost_uncounted = 0
