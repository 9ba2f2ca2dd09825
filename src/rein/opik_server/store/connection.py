"""Opening the database: one exclusive lock on the data directory, one connection that writes, many that read."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
from pathlib import Path

from rein.errors import StorageError
from rein.opik_server.store.errors import StoreLocked

DATABASE = "opik.sqlite3"
LOCK = "opik.lock"

PAGE_BYTES = 8192
CHECKPOINT_PAGES = 4000
"""The log goes into the database at about 32 MB: seldom enough not to be felt, soon enough for a quick start."""
_WRITER_CACHE_KB = 65536
_READER_CACHE_KB = 16384


def lock_directory(directory: Path) -> int:
    """Take the directory for this process; the lock ends with the descriptor or the process.

    Raises:
        StoreLocked: another process has it.
        StorageError: the directory cannot be made or written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageError(f"{directory} cannot be written ({error.strerror}). Choose another directory.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise StoreLocked(
            f"{directory} is in use by another server (process {holder or 'unknown'}). "
            "Stop it first, or choose another directory."
        ) from error
    with contextlib.suppress(OSError):  # for the message alone; a full disk is for SQLite to tell
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def unlock_directory(descriptor: int) -> None:
    """Let go of the directory, also when a child that was forked meanwhile still holds a copy of the descriptor."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


def open_writer(path: Path) -> sqlite3.Connection:
    """The connection that writes. Every commit is flushed to the disk (synchronous=FULL).

    What has been committed survives the death of the process in any mode; FULL makes it survive a power cut too, as
    far as the disk keeps its word on fsync. With group commit its price is small: `benchmarks/opik_store.py`.
    """
    path.touch(mode=0o600)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA journal_size_limit = {CHECKPOINT_PAGES * PAGE_BYTES}")
        connection.execute(f"PRAGMA cache_size = -{_WRITER_CACHE_KB}")
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("PRAGMA busy_timeout = 1000")
    except BaseException:
        connection.close()
        raise
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute(f"PRAGMA cache_size = -{_READER_CACHE_KB}")
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection
