"""The spool's file format, and reading it: what was traced and not yet confirmed by Opik, one record a line.

A spool is a directory of segments (`*.seg`), each appended to by one process at a time under `flock`. A line is

    <kind: 1 byte><crc32 of kind and body: 8 hex digits> <body: JSON without a line break>\\n

so that a tail torn by a crash or a full disk costs that one record and nothing after it. Beside a segment, `<name>.ack`
holds the byte offset up to which Opik has confirmed; a segment that is confirmed to its end is deleted.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zlib import crc32

import orjson

SEGMENT_SUFFIX = ".seg"
ACK_SUFFIX = ".ack"
_HEADER = 10
_ID_FIRST = b'{"id":"'
_ID_END = len(_ID_FIRST) + 36
_READ_BYTES = 4 << 20


class Kind(StrEnum):
    """What a record's body is, on Opik's wire."""

    TRACE = "t"
    """A trace row, as in POST /traces/batch. A trace has one when it starts and one when it ends, with the same id."""
    SPAN = "s"
    """A span row, as in POST /spans/batch."""
    TRACE_SCORE = "f"
    """A feedback score of a trace, as in PUT /traces/feedback-scores."""
    SPAN_SCORE = "g"
    """A feedback score of a span."""
    THREAD_SCORE = "h"
    """A feedback score of a thread."""
    TRACE_UPDATE = "u"
    """The body of a PATCH /traces/{id}, with its `id` added."""


_LETTERS = {kind: kind.value.encode() for kind in Kind}
_SEEDS = {kind: crc32(letter) for kind, letter in _LETTERS.items()}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a segment."""

    kind: Kind
    body: bytes
    """JSON, exactly as it goes to Opik."""
    segment: Path
    end: int
    """Byte offset just behind this record in its segment."""

    @property
    def id(self) -> str:
        """The id of the trace, span or thread that the record is about; empty when it has none."""
        # As Rein writes it, a UUID first; parsing a long row takes a thousand times as long.
        first, end = self.body[len(_ID_FIRST) : _ID_END], self.body[_ID_END : _ID_END + 1]
        if self.body.startswith(_ID_FIRST) and end == b'"' and b'"' not in first and b"\\" not in first:
            return first.decode()
        try:
            return str(self.row.get("id", ""))
        except (ValueError, AttributeError):  # whole on disk, but no row: delivery will refuse it
            return ""

    @property
    def row(self) -> dict[str, object]:
        """The body, parsed."""
        return orjson.loads(self.body)


def encode_record(kind: Kind, body: bytes) -> bytes:
    """One line; `body` is JSON without a line break (orjson never writes one)."""
    return b"%b%08x %b\n" % (_LETTERS[kind], crc32(body, _SEEDS[kind]), body)


def decode_line(line: bytes) -> tuple[Kind, bytes] | None:
    """Kind and body of a line without its line break; None when it is torn or damaged."""
    kind = _KINDS.get(line[:1])
    body = line[_HEADER:]
    if kind is None or line[1:_HEADER] != b"%08x " % crc32(body, _SEEDS[kind]):
        return None
    return kind, body


def segment_paths(directory: Path) -> list[Path]:
    """Every segment, oldest first (a name begins with the time it was made). Empty when there is no spool."""
    try:
        return sorted(path for path in directory.iterdir() if path.suffix == SEGMENT_SUFFIX)
    except OSError:
        return []


def acknowledged(segment: Path) -> int:
    """Byte offset up to which Opik has confirmed this segment."""
    try:
        return int(segment.with_suffix(ACK_SUFFIX).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def read_segment(segment: Path, start: int = 0) -> Iterator[Record]:
    """The whole records of one segment from byte `start` on, in the order written. Damaged lines are passed over.

    Raises:
        OSError: the segment is there and cannot be read. Whoever deletes what was read must not take it for empty.
    """
    try:
        with segment.open("rb", buffering=_READ_BYTES) as file:
            file.seek(start)
            end = start
            for line in file:
                if not line.endswith(b"\n"):  # torn, or its writer is not done with it: nothing behind it counts yet
                    return
                end += len(line)
                if (decoded := decode_line(line[:-1])) is not None:
                    yield Record(decoded[0], decoded[1], segment, end)
    except FileNotFoundError:  # deleted by the process that drained it, between listing and opening
        return


def read_records(directory: Path) -> Iterator[Record]:
    """Every record in the spool, oldest segment first, whether or not Opik has confirmed it. Safe while others write.

    An id may come twice (a trace's start and its end): the row with the newest `last_updated_at` holds. A segment that
    cannot be read is passed over.
    """
    for segment in segment_paths(directory):
        with suppress(OSError):
            yield from read_segment(segment)
