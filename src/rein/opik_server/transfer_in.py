"""Exported lines into the store. What is there already stays as it is: an import that broke off is begun again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import Any

import msgspec

from rein.opik_server import ingest
from rein.opik_server.ids import parse_id
from rein.opik_server.ingest import Arrival, IngestError
from rein.opik_server.store.restore import (
    CommentRow,
    Made,
    RestoreComments,
    RestoreProject,
    RestoreScores,
    RestoreThreads,
    ThreadRow,
)
from rein.opik_server.store.rows import PROJECT, Row
from rein.opik_server.store.scores import ScoreRow
from rein.opik_server.store.tables import now_us
from rein.opik_server.store.totals import Kind
from rein.opik_server.store.upsert import UpsertSpans, UpsertTraces
from rein.opik_server.store.writer import Operation
from rein.opik_server.transfer_lines import CommentLine, Line, ProjectLine, ScoreLine, SpanLine, ThreadLine, TraceLine

Write = Callable[[Operation[Any]], Future[Any]]
"""`Store.write`."""

IMPORT_PATH = "/v1/rein/import"
"""Where a running server takes blocks of lines; `project` and `first` in the query, as in `bring_in`."""
MAX_LINES = 20_000
"""Of one block, all of which are held at once."""
BY = "import"
"""Who made what names nobody."""
_KIND = {"trace": Kind.TRACE, "span": Kind.SPAN, "thread": Kind.THREAD}
_line: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)
_encode = msgspec.json.Encoder(order="deterministic").encode


def bring_in(write: Write, workspace: str, project: str | None, block: Iterable[bytes], first: int = 1) -> int:
    """Write a block of lines, and wait until it is durable; returns how many there were. Empty lines are passed over.

    Args:
        project: the project that all goes into, whatever project the lines name; None leaves it to them.
        first: the number of the block's first line, for messages.

    Raises:
        IngestError: a line that is none; nothing of the block was written then. As `Store.write` and its futures.
    """
    numbered = ((number, line) for number, line in enumerate(block, first) if line.strip())
    decoded = [_decode(line, number) for number, line in islice(numbered, MAX_LINES)]
    if next(numbered, None) is not None:
        raise IngestError(f"A block has at most {MAX_LINES:,} lines.")
    size = sum(len(text) for _, text, _ in decoded)
    futures: list[Future[Any]] = []
    for kind, group in groupby(decoded, key=lambda entry: type(entry[0])):
        entries = list(group)
        futures += [write(operation) for operation in _operations(kind, entries, workspace, project, size)]
    for future in futures:
        future.result()
    return len(decoded)


_Entry = tuple[Line, bytes, int]


def _decode(text: bytes, number: int) -> _Entry:
    try:
        return ingest.decode(text, _line), text, number
    except IngestError as error:
        raise IngestError(f"Line {number}: {error}") from error


def _operations(
    kind: type[Line], entries: list[_Entry], workspace: str, project: str | None, size: int
) -> list[Operation[Any]]:
    if kind is TraceLine or kind is SpanLine:
        rows = [_row(line, text, number, project) for line, text, number in entries]
        return [UpsertSpans(workspace, rows, size) if kind is SpanLine else UpsertTraces(workspace, rows, size)]
    if kind is ProjectLine:
        return [_project(line, workspace, project) for line, _, _ in entries if isinstance(line, ProjectLine)]
    if kind is ThreadLine:
        threads = [_thread(line, number, project) for line, _, number in entries if isinstance(line, ThreadLine)]
        return [RestoreThreads(workspace, threads, size)]
    if kind is CommentLine:
        comments = [_comment(line, number, project) for line, _, number in entries if isinstance(line, CommentLine)]
        return [RestoreComments(workspace, comments, size)]
    scores = [(line.entity_type, _score(line, n, project)) for line, _, n in entries if isinstance(line, ScoreLine)]
    return [
        RestoreScores(workspace, _KIND[entity_type], [row for of, row in scores if of == entity_type], size)
        for entity_type in _KIND
        if any(of == entity_type for of, _ in scores)
    ]


def _row(line: Line, text: bytes, number: int, project: str | None) -> Row:
    assert isinstance(line, TraceLine)
    made, updated = _made(line), _updated(line)
    make = ingest.span if isinstance(line, SpanLine) else ingest.trace
    try:
        row = make(text, Arrival(made.by, made.us))
    except IngestError as error:
        raise IngestError(f"Line {number}: {error}") from error
    row.updated_us, row.updated_by = updated.us, updated.by
    row.values[PROJECT] = project or line.project_name
    return row


def _project(line: ProjectLine, workspace: str, project: str | None) -> RestoreProject:
    name = project or line.name
    return RestoreProject(workspace, name, line.description, line.visibility, _made(line), _updated(line))


def _thread(line: ThreadLine, number: int, project: str | None) -> ThreadRow:
    return ThreadRow(
        project=project or line.project_name,
        thread_id=line.thread_id,
        id=_id(line.id, number),
        tags=None if line.tags is None else _encode(sorted(set(line.tags))).decode(),
        closed_us=_us(line.closed_at),
        opened_us=_us(line.opened_at),
        made=_made(line),
    )


def _score(line: ScoreLine, number: int, project: str | None) -> tuple[ScoreRow, Made]:
    updated = _updated(line)
    row = ScoreRow(
        entity=line.entity if line.entity_type == "thread" else _id(line.entity, number),
        name=line.name,
        author=line.author,
        project=project or line.project_name,
        value_nano=round(line.value * 1e9),
        reason=line.reason,
        category_name=line.category_name,
        source=line.source,
        source_queue_id=None if line.source_queue_id is None else _id(line.source_queue_id, number),
        updated_us=updated.us,
        updated_by=updated.by,
    )
    return row, _made(line)


def _comment(line: CommentLine, number: int, project: str | None) -> CommentRow:
    return CommentRow(
        id=_id(line.id, number),
        kind=_KIND[line.entity_type],
        entity=line.entity if line.entity_type == "thread" else _id(line.entity, number),
        project=project or line.project_name,
        text=line.text,
        source_queue_id=None if line.source_queue_id is None else _id(line.source_queue_id, number),
        made=_made(line),
        updated=_updated(line),
    )


def _made(line: Line) -> Made:
    us = _us(line.created_at)
    return Made(now_us() if us is None else us, line.created_by or BY)


def _updated(line: Line) -> Made:
    us = _us(line.last_updated_at)
    return Made(now_us() if us is None else us, line.last_updated_by or line.created_by or BY)


def _us(value: datetime | None) -> int | None:
    if value is None:
        return None
    at = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    return round(at.timestamp() * 1e6)


def _id(text: str, number: int) -> bytes:
    try:
        return parse_id(text)
    except ValueError as error:
        raise IngestError(f"Line {number}: expected a UUID of version 7, got {error}.") from error
