"""The bytes of attachments: a file each, below the data directory, whose name nobody chose.

A file is written whole and is on disk before a row points to it; when the row goes, the name is kept in the same
transaction (`dropped_files`), and `sweep` removes the file after it. What a crash in between leaves behind, the same
sweep finds by its age.
"""

from __future__ import annotations

import errno
import math
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from time import time

from rein.errors import StorageError
from rein.opik_server.store.attachments import ForgetFiles, dropped_files, known_files
from rein.opik_server.store.errors import DiskFull, NotFound
from rein.opik_server.store.store import Store

FOLDER = "attachments"
ABANDONED_AFTER_S = 24 * 3600
"""A file that is older, and to which no row points, belongs to an upload that never ended."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SWEEP = 500
_READ_BYTES = 1 << 18


class AttachmentFiles:
    """The files of one data directory."""

    def __init__(self, directory: Path) -> None:
        self._folder = directory / FOLDER

    def write(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Put bytes into a new file, as they come; returns its name and how many there were. They are on disk then.

        Raises:
            DiskFull: there is no room; nothing is left behind.
            StorageError: the folder cannot be written.
            And what drawing on the chunks raises, with nothing left behind either.
        """
        file = secrets.token_hex(16)
        place = self._place(file)
        part = place.with_suffix(".part")
        try:
            self._folder.mkdir(exist_ok=True, mode=0o700)
            place.parent.mkdir(exist_ok=True, mode=0o700)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                with open(descriptor, "wb") as target:
                    size = sum(target.write(chunk) for chunk in chunks)
                    target.flush()
                    os.fsync(descriptor)
                os.replace(part, place)
            except BaseException:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
                raise
            _sync(place.parent)
            _sync(self._folder)
        except OSError as error:
            if error.errno in _FULL:
                raise DiskFull(
                    f"The disk of {self._folder} is full; nothing of the attachment was kept. "
                    "Free some room and send it again."
                ) from error
            raise StorageError(f"{self._folder} cannot be written ({error.strerror}).") from error
        return file, size

    def read(self, file: str) -> Iterator[bytes]:
        """The bytes of a file, which is opened now: that it is removed later does not matter.

        Raises NotFound, StorageError.
        """
        try:
            source = self._place(file).open("rb")
        except FileNotFoundError as error:
            raise NotFound("The attachment's file is not there any more.") from error
        except OSError as error:
            raise StorageError(f"The file of an attachment cannot be read ({error.strerror}): {file}.") from error

        def chunks() -> Iterator[bytes]:
            with source:
                while chunk := source.read(_READ_BYTES):
                    yield chunk

        return chunks()

    def remove(self, file: str) -> None:
        """Remove a file, if it is there."""
        with suppress(OSError):
            self._place(file).unlink(missing_ok=True)

    def sweep(self, store: Store) -> None:
        """Remove the files that were dropped. Raises as `Store.read`, `Store.write` and its future."""
        while files := store.read(lambda connection: dropped_files(connection, _SWEEP)):
            for file in files:
                self.remove(file)
            store.write(ForgetFiles(files)).result()

    def sweep_abandoned(self, store: Store) -> None:
        """Remove what is left of uploads that a crash ended. Looks at every file: once, when a server starts."""
        oldest = time() - ABANDONED_AFTER_S
        old = [path for path in self._folder.glob("??/*") if _changed_s(path) < oldest]
        for start in range(0, len(old), _SWEEP):
            some = old[start : start + _SWEEP]
            names = [path.name for path in some]
            known = store.read(lambda connection, names=names: known_files(connection, names))
            for path in some:
                if path.name not in known:
                    path.unlink(missing_ok=True)

    def _place(self, file: str) -> Path:
        return self._folder / file[:2] / file


def _changed_s(path: Path) -> float:
    """When a file was written, in seconds since 1970; the end of time for one that is just being removed."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def _sync(folder: Path) -> None:
    """Put a folder's entries on disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
