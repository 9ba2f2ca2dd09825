"""What a batch has finished, so that the same command goes on where it stopped, whatever stopped it.

Beside the results lies `<results>.progress`: one line for each finished goal with its number, the hash of its input
line and the length of its result. A result's progress line is written *before* the result. So after a crash the
progress may name one result more than there is, never one less, and comparing the lengths with the results' size
finds exactly the results that are whole. What failed is kept back and written after the last result when the run ends,
unrecorded: the next run cuts it off and tries again.
"""

import os
import tempfile
from array import array
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from types import TracebackType
from typing import Self

from rein.cli.batch_input import InputLine, input_lines
from rein.errors import StorageError, UsageError

COPY_BYTES = 1 << 20


class BatchFiles:
    """The input, the results, and the progress file of one batch. A context manager.

    Args:
        source: one JSON object a line.
        out: the results; created, or gone on with.

    Raises:
        UsageError: the input has changed since, or `out` is not a file that a batch wrote.
        StorageError: a file cannot be read or written, or another run is writing.
    """

    def __init__(self, source: Path, out: Path) -> None:
        self._source = source
        self._out = out
        self._progress = out.with_name(out.name + ".progress")
        self._digests = array("Q", (line.digest for line in input_lines(source)))
        self._done = bytearray(len(self._digests))
        self.finished_before = 0
        """Goals that earlier runs finished."""

    @property
    def total(self) -> int:
        """Goals in the input."""
        return len(self._digests)

    def __enter__(self) -> Self:
        if not self._progress.exists() and self._out.exists() and self._out.stat().st_size:
            raise UsageError(
                f"{self._out} is there already and was not written by this command ({self._progress.name} is missing "
                "beside it). Choose another --out."
            )
        with ExitStack() as opened:
            try:
                self._failed = opened.enter_context(tempfile.TemporaryFile())
                self._progress_fd = opened.enter_context(_opened(self._progress))
                self._lock()
                self._out_fd = opened.enter_context(_opened(self._out))
                self._go_on()
            except OSError as error:
                raise self._unwritable(error) from None
            self._opened = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        with self._opened:
            try:
                self._write_failed()
            except OSError as fault:
                raise self._unwritable(fault) from None

    def is_done(self, line: InputLine) -> bool:
        """Whether an earlier run, or this one, has the line's result. Lines added since the start are left out."""
        return line.number >= len(self._done) or bool(self._done[line.number])

    def add_result(self, line: InputLine, result: bytes) -> None:
        """Write a result, without its newline, and remember that it is there.

        Raises:
            StorageError: it cannot be written.
        """
        try:
            _write(self._progress_fd, f"{line.number} {line.digest:016x} {len(result) + 1}\n".encode())
            _write(self._out_fd, result + b"\n")
        except OSError as error:
            raise self._unwritable(error) from None
        self._done[line.number] = 1

    def add_failure(self, failure: bytes) -> None:
        """Keep an error line, without its newline, for the end of the results.

        Raises:
            StorageError: it cannot be written.
        """
        try:
            self._failed.write(failure + b"\n")
        except OSError as error:
            raise self._unwritable(error) from None

    def _lock(self) -> None:
        try:
            flock(self._progress_fd, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise StorageError(f"another run is writing to {self._out}; wait for it or stop it.") from None

    def _go_on(self) -> None:
        """Find what is finished, and cut off what is not: half a line, and the error lines of the last run."""
        size = os.fstat(self._out_fd).st_size
        results_end = 0
        progress_end = 0
        with open(self._progress, "rb") as file:
            for record in file:
                try:
                    number, digest, length = (int(f, b) for f, b in zip(record.split(), (10, 16, 10), strict=True))
                except ValueError:
                    if record.endswith(b"\n"):
                        raise self._altered(self._progress) from None
                    break
                if not record.endswith(b"\n") or results_end + length > size:
                    break
                if os.pread(self._out_fd, 1, results_end + length - 1) != b"\n":
                    raise self._altered(self._out)
                self._recognise(number, digest)
                results_end += length
                progress_end += len(record)
        os.ftruncate(self._progress_fd, progress_end)
        os.ftruncate(self._out_fd, results_end)

    def _recognise(self, number: int, digest: int) -> None:
        if number >= len(self._digests):
            raise UsageError(
                f"{self._source} has changed since {self._out} was begun: it has fewer lines now. Put the old file "
                "back, or choose another --out."
            )
        if self._digests[number] != digest:
            raise UsageError(
                f"{self._source} has changed since {self._out} was begun: goal {number + 1} is not the one that was "
                "answered. Put the old file back, or choose another --out."
            )
        self._done[number] = 1
        self.finished_before += 1

    def _write_failed(self) -> None:
        self._failed.seek(0)
        while block := self._failed.read(COPY_BYTES):
            _write(self._out_fd, block)

    def _altered(self, path: Path) -> UsageError:
        return UsageError(
            f"{path} is not as the last run left it, so it cannot be gone on with. Choose another --out, or delete "
            f"{self._out.name} and {self._progress.name} to begin again."
        )

    def _unwritable(self, error: OSError) -> StorageError:
        return StorageError(
            f"{error.filename or self._out} cannot be written ({error.strerror}). What was finished is kept; run the "
            "same command again when that is mended."
        )


@contextmanager
def _opened(path: Path) -> Generator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write(descriptor: int, content: bytes) -> None:
    """Hand everything to the operating system at once: it survives the end of this process, however sudden."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
