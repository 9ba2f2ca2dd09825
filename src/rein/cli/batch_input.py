"""The lines of a goals file, read one at a time however long the file is or a line in it."""

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from rein.errors import StorageError, UsageError

MAX_LINE_BYTES = 1_000_000
"""A longer line is no goal with a few keys beside it; it is passed over without being held in memory."""

DIGEST_BYTES = 8
"""Enough to tell a changed line from the one that was answered; nobody forges their own goals."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class InputLine:
    """One line that is not blank."""

    number: int
    """Its place among the lines that are not blank, from 0."""
    line: int
    """Its line in the file, from 1."""
    raw: bytes
    """Its text; empty when it is longer than `MAX_LINE_BYTES`."""
    digest: int
    """Hash of the line, 64 bits."""


def input_lines(path: Path) -> Iterator[InputLine]:
    """Every line that is not blank, in order.

    Raises:
        StorageError: the file cannot be read.
    """
    number = 0
    try:
        with path.open("rb") as file:
            for line, head in enumerate(iter(lambda: file.readline(MAX_LINE_BYTES), b""), start=1):
                too_long = len(head) == MAX_LINE_BYTES and not head.endswith(b"\n")
                raw = (head.removeprefix(BYTE_ORDER_MARK) if line == 1 else head).strip()
                digest = hashlib.blake2b(raw, digest_size=DIGEST_BYTES)
                if too_long:
                    raw = b""
                    for more in iter(lambda: file.readline(MAX_LINE_BYTES), b""):
                        digest.update(more)
                        if more.endswith(b"\n"):
                            break
                if raw or too_long:
                    yield InputLine(number, line, raw, int.from_bytes(digest.digest()))
                    number += 1
    except OSError as error:
        raise StorageError(f"{path} cannot be read ({error.strerror}).") from None


def parse(line: InputLine) -> dict[str, object]:
    """The line's object. Messages name the place and not the words, which are a person's.

    Raises:
        UsageError: the line is no JSON object.
    """
    if not line.raw:
        raise UsageError(f"line {line.line} is longer than {MAX_LINE_BYTES:,} bytes.")
    try:
        value: object = json.loads(line.raw.decode(), parse_constant=_no_number, parse_float=_finite)
    except UnicodeDecodeError:
        raise UsageError(f"line {line.line} is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise UsageError(f"line {line.line} is not JSON ({error.msg}, column {error.colno}).") from None
    except (ValueError, RecursionError):
        raise UsageError(f"line {line.line} is not JSON that can be written again.") from None
    if not isinstance(value, dict):
        raise UsageError(f'line {line.line} is no JSON object; write it as {{"text": "…"}}.')
    return cast(dict[str, object], value)


def goal_of(line: InputLine, fields: dict[str, object]) -> str:
    """The goal in the line's object.

    Raises:
        UsageError: there is none, or its text is broken.
    """
    text = fields.get("text")
    if not isinstance(text, str):
        raise UsageError(f"line {line.line} has no `text`.")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise UsageError(f"the `text` of line {line.line} has half a surrogate pair, which is no character.")
    return text


def _no_number(name: str) -> float:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(text)
    return value
