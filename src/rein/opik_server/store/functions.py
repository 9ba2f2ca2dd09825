"""SQL functions of our own, for conditions on what SQLite cannot read by itself: packed payloads, ids, case."""

from __future__ import annotations

import json
import sqlite3
from functools import lru_cache
from typing import cast

import msgspec
import orjson

from rein.opik_server.ids import format_id
from rein.opik_server.store.payload import unpack

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
"""A JSON document."""

MAX_PARSED_BYTES = 8 << 20
"""Paths do not look into a larger document, which could take 25 times as much memory; a search for words does."""

_MISSING = object()
_paths = msgspec.json.Decoder(tuple[tuple[str | int, ...], ...])


def register(connection: sqlite3.Connection) -> None:
    """Make the functions known to a connection. NULL gives NULL; nothing that is stored makes them fail."""
    for name, arguments, function in (
        ("payload", 1, payload_text),
        ("searchable", 1, searchable),
        ("json_text", 2, json_text),
        ("json_number", 2, json_number),
        ("uuid_text", 1, uuid_text),
        ("fold", 1, fold),
        ("ends_with", 2, ends_with),
    ):
        connection.create_function(name, arguments, function, deterministic=True)


def payload_text(stored: bytes | None) -> str | None:
    """`payload(column)`: a stored payload as the JSON text that was sent."""
    return None if stored is None else unpack(stored).decode()


def searchable(stored: bytes | None) -> str | None:
    """`searchable(column)`: as `payload`, but no letter is written as an escape, so that words can be found."""
    if stored is None:
        return None
    text = unpack(stored)
    if len(text) <= MAX_PARSED_BYTES and b"\\u" in text:
        document = _document(text)
        if document is not _MISSING:
            return _encodable(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
    return text.decode()


def json_text(stored: bytes | str | None, path: str) -> str | None:
    """`json_text(json, path)`: the value at a path as text, an object or a list as JSON; NULL if nothing is there."""
    value = _at(stored, path)
    if value is None:
        return None
    if isinstance(value, str):
        return _encodable(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return _encodable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def json_number(stored: bytes | str | None, path: str) -> float | None:
    """`json_number(json, path)`: the value at a path as a number, read from a text too; NULL if it is none."""
    value = _at(stored, path)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if number - number == 0 else None  # neither infinite nor NaN


def uuid_text(value: bytes | None) -> str | None:
    """`uuid_text(id)`: the 36 characters of an id."""
    return None if value is None else format_id(value)


def fold(text: str | None) -> str | None:
    """`fold(text)`: small letters, of every alphabet; SQLite's own `lower` knows ASCII alone and is faster."""
    return None if text is None else text.lower()


def ends_with(text: str | None, end: str) -> bool | None:
    """`ends_with(text, end)`."""
    return None if text is None else text.endswith(end)


def _at(stored: bytes | str | None, path: str) -> object:
    """The value at the first of the ways that leads somewhere; None for a null and for nothing."""
    if stored is None:
        return None
    document = _document(unpack(stored) if isinstance(stored, bytes) else stored)
    for steps in _ways(path):
        value = document
        for step in steps:
            value = _step(value, step)
        if value is not _MISSING:
            return value
    return None


def _step(value: object, step: str | int) -> object:
    if isinstance(value, dict):
        return cast("dict[object, object]", value).get(step, _MISSING)
    if isinstance(value, list):
        items = cast("list[object]", value)
        if isinstance(step, str):
            if not (step.isascii() and step.isdecimal() and len(step) < 10):
                return _MISSING
            step = int(step)
        return items[step] if step < len(items) else _MISSING
    return _MISSING


def _document(text: bytes | str) -> object:
    if len(text) > MAX_PARSED_BYTES:
        return _MISSING
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        try:
            return json.loads(text)  # takes what orjson does not: a lone surrogate, deeper nesting
        except (ValueError, RecursionError):
            return _MISSING


@lru_cache(maxsize=256)
def _ways(path: str) -> tuple[tuple[str | int, ...], ...]:
    return _paths.decode(path)


def _encodable(text: str) -> str:
    """SQLite's text is UTF-8, which has no lone surrogates."""
    return text.encode("utf-8", "replace").decode()
