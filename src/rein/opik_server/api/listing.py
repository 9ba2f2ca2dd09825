"""What the lists of traces, spans and threads share: how a request is read, and how an answer of any size is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import TypeVar

import msgspec
from starlette.responses import Response, StreamingResponse

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.reply import PageOf, ndjson, reply
from rein.opik_server.store.errors import TooMuchAtOnce
from rein.opik_server.store.portions import PORTION_BYTES, in_portions
from rein.opik_server.store.reading import Payload, Wanted
from rein.opik_server.store.reading_threads import Comment, Score

MAX_SIZE = 100_000
"""Rows of one page. They are sent in pieces, so that it is not memory that sets the limit."""
CHUNK = 200
"""Rows that are read, and held, at a time."""
MAX_STREAM = 2000

Shape = TypeVar("Shape")

_encoder = msgspec.json.Encoder()
_names = msgspec.json.Decoder(list[str] | None)


def project_of(name: str | None, row_id: str | None) -> bytes | str:
    """The id or the name by which a request names its project. Raises BadRequest if it names none."""
    if row_id:
        return any_uuid(row_id, "project_id")
    if name and name.strip():
        return name
    raise BadRequest("Either project_name or project_id must be given.")


def named_project(call: Call) -> bytes | str:
    """`project_of` the query string."""
    return project_of(call.query.get("project_name"), call.query.get("project_id"))


def excluded(text: str | None, known: frozenset[str]) -> frozenset[str]:
    """The fields to leave out: a JSON array of names. Raises BadRequest."""
    if text is None or not text.strip():
        return frozenset()
    try:
        names = _names.decode(text)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadRequest("exclude: expected a JSON array of names.") from error
    return check_excluded(names or [], known)


def check_excluded(names: Sequence[str], known: frozenset[str]) -> frozenset[str]:
    """The names, all of which are known. Raises BadRequest."""
    for name in names:
        if name not in known:
            raise BadRequest(f"exclude: {name[:40]!r} is not one of {', '.join(sorted(known))}.")
    return frozenset(names)


def wanted(exclude: frozenset[str], *, truncate: bool) -> Wanted:
    """Which payloads have to be read."""
    return Wanted(frozenset(Payload._fields) - exclude, truncate, PORTION_BYTES)


def queue_of(call: Call) -> bytes | None:
    """The annotation queue that the query string names. Raises BadRequest."""
    text = call.query.get("annotation_queue_id")
    return any_uuid(text, "annotation_queue_id") if text else None


Given = TypeVar("Given", Score, Comment)


def of_queue(given: dict[bytes, list[Given]], queue: bytes | None) -> dict[bytes, list[Given]]:
    """The scores or comments that were given in an annotation queue; all, where none is named."""
    if queue is None:
        return given
    return {entity: [one for one in all_ if one.source_queue_id == queue] for entity, all_ in given.items()}


def send_page(
    page: int, total: int, sortable: Sequence[str], ids: Sequence[bytes], rows: Callable[[Sequence[bytes]], list[Shape]]
) -> Response:
    """A page of a list. `rows` reads some of the ids; a long page, or a heavy one, is read while it is sent."""
    if len(ids) <= CHUNK:
        with suppress(TooMuchAtOnce):
            content = rows(ids)
            return reply(PageOf(page=page, size=len(content), total=total, content=content, sortable_by=sortable))
    head = PageOf(page=page, size=len(ids), total=total, content=(), sortable_by=sortable)
    return StreamingResponse(_page(head, ids, rows), media_type="application/json")


def _page(head: PageOf, ids: Sequence[bytes], rows: Callable[[Sequence[bytes]], list[Shape]]) -> Iterator[bytes]:
    opening, closing = _encoder.encode(head).split(b'"content":[]')
    yield opening + b'"content":['
    separator = b""
    for portion in in_portions(ids, rows, CHUNK):
        piece = _encoder.encode(portion)[1:-1]
        if piece:
            yield separator + piece
            separator = b","
    yield b"]" + closing


def send_stream(
    limit: int,
    find: Callable[[int, bytes | None], list[bytes]],
    rows: Callable[[Sequence[bytes]], list[Shape]],
    before: bytes | None,
) -> Response:
    """Rows line by line, ids descending from below `before`. `find` gives at most so many ids below one.

    The first rows are read before the answer begins, so that a query that fails is told as an error.
    """
    ids = find(min(limit, CHUNK), before)
    portions = in_portions(ids, rows, CHUNK)
    first = next(portions, list[Shape]())
    return ndjson(_stream(limit, ids, chain([first], portions), find, rows))


def _stream(
    limit: int,
    ids: list[bytes],
    first: Iterable[list[Shape]],
    find: Callable[[int, bytes | None], list[bytes]],
    rows: Callable[[Sequence[bytes]], list[Shape]],
) -> Iterator[Shape]:
    yield from chain.from_iterable(first)
    left = limit - len(ids)
    while left > 0 and len(ids) == CHUNK:
        ids = find(min(left, CHUNK), ids[-1])
        yield from chain.from_iterable(in_portions(ids, rows, CHUNK))
        left -= len(ids)


def page_total(offset: int, found: int, limit: int, count: Callable[[], int]) -> int:
    """How many rows a list has: known without counting when the page holds its end."""
    return offset + found if found < limit and (found or not offset) else count()
