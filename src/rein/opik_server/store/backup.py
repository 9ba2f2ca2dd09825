"""A copy of the database while others read and write it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from rein.errors import StorageError
from rein.opik_server.store.errors import as_storage_error
from rein.opik_server.store.snapshot import snapshot


def back_up(database: Path, target: Path) -> int:
    """Copy one moment of a database into a new file, and return its size in bytes.

    Needs no lock: a server may go on. The file has its name only when it is whole and on disk. Put in the place of
    `opik.sqlite3`, it is the store again. Blocks: call it from a thread.

    Raises:
        StorageError: the target is there already, or cannot be written; DiskFull when its disk is full; as `snapshot`.
    """
    if target.exists():
        raise StorageError(f"{target} is there already. Choose another name, or move it away.")
    part = target.with_name(f"{target.name}.part-{os.getpid()}")
    try:
        with snapshot(database) as connection:
            part.touch(mode=0o600)
            _copy(connection, part)
        descriptor = os.open(part, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(part, target)
    except OSError as error:
        raise StorageError(f"{target} cannot be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(source: sqlite3.Connection, part: Path) -> None:
    copy = sqlite3.connect(part)
    try:
        source.backup(copy)  # all pages in one step: in several, every write in between would start it anew
        copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise as_storage_error(error, part) or error from error
    finally:
        copy.close()
