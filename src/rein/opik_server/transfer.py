"""A project as lines, from one snapshot of the database: whoever reads them may take its time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from rein.opik_server.api.reply import moment, raw
from rein.opik_server.ids import format_id, parse_id
from rein.opik_server.store.portions import PORTION_BYTES, in_portions
from rein.opik_server.store.projects import Project
from rein.opik_server.store.reading import Page, Span, Trace, Wanted, find_spans, find_traces, load_spans, load_traces
from rein.opik_server.store.reading_threads import comments_of
from rein.opik_server.store.totals import Kind
from rein.opik_server.transfer_lines import (
    CommentLine,
    EntityType,
    Line,
    ProjectLine,
    ScoreLine,
    SpanLine,
    ThreadLine,
    TraceLine,
)

_CHUNK = 100
_WANTED = Wanted(limit_bytes=PORTION_BYTES)
_NULL = msgspec.Raw(b"null")
_ENTITY: dict[int, EntityType] = {Kind.TRACE: "trace", Kind.SPAN: "span", Kind.THREAD: "thread"}
_tags = msgspec.json.Decoder(list[str]).decode


def lines(connection: sqlite3.Connection, workspace: int, project: Project) -> Iterator[Line]:
    """All that a project has: itself, threads, traces, spans, scores, comments. Attachments are not among it."""
    yield ProjectLine(
        name=project.name,
        description=project.description,
        visibility=project.visibility,
        **_made(  # pyright: ignore[reportArgumentType]
            project.created_us, project.created_by, project.updated_us, project.updated_by
        ),
    )
    threads: dict[bytes, str] = {}
    for thread in _threads(connection, project):
        threads[parse_id(thread.id)] = thread.thread_id
        yield thread
    yield from _comments(connection, workspace, project, Kind.THREAD, threads, threads.__getitem__)
    for ids in _chunks(lambda page: find_traces(connection, project.project, page)):
        for traces in in_portions(ids, lambda part: load_traces(connection, workspace, part, _WANTED), _CHUNK):
            yield from (_trace(trace, project.name) for trace in traces)
        yield from _comments(connection, workspace, project, Kind.TRACE, ids, format_id)
    for ids in _chunks(lambda page: find_spans(connection, project.project, page)):
        for spans in in_portions(ids, lambda part: load_spans(connection, workspace, part, _WANTED), _CHUNK):
            yield from (_span(span, project.name) for span in spans)
        yield from _comments(connection, workspace, project, Kind.SPAN, ids, format_id)
    yield from _scores(connection, project, threads)


def _chunks(find: Callable[[Page], list[bytes]]) -> Iterator[list[bytes]]:
    before: bytes | None = None
    while ids := find(Page(_CHUNK, before)):
        yield ids
        before = ids[-1]


def _made(created_us: int, created_by: str, updated_us: int, updated_by: str) -> dict[str, object]:
    return {
        "created_at": moment(created_us),
        "created_by": created_by,
        "last_updated_at": moment(updated_us),
        "last_updated_by": updated_by,
    }


def _threads(connection: sqlite3.Connection, project: Project) -> Iterator[ThreadLine]:
    for thread_id, own, tags, closed_us, opened_us, created_us, created_by in connection.execute(
        "SELECT thread_id, id, tags, closed_us, opened_us, created_us, created_by FROM threads WHERE project = ?",
        (project.project,),
    ):
        yield ThreadLine(
            thread_id=thread_id,
            id=format_id(own),
            project_name=project.name,
            tags=None if tags is None else _tags(tags),
            closed_at=moment(closed_us),
            opened_at=moment(opened_us),
            created_at=moment(created_us),
            created_by=created_by,
        )


def _common(row: Trace | Span, project_name: str) -> dict[str, object]:
    given, output, metadata, error = row.payload
    return {
        "id": format_id(row.id),
        "project_name": project_name,
        "name": row.name,
        "start_time": moment(row.start_us),
        "end_time": moment(row.end_us),
        "tags": raw(row.tags) or _NULL,
        "ttft": row.ttft_ms,
        "source": row.source,
        "environment": row.environment,
        "input": raw(given) or _NULL,
        "output": raw(output) or _NULL,
        "metadata": raw(metadata) or _NULL,
        "error_info": raw(error) or _NULL,
        **_made(row.created_us, row.created_by, row.updated_us, row.updated_by),
    }


def _trace(trace: Trace, project_name: str) -> TraceLine:
    return TraceLine(**_common(trace, project_name), thread_id=trace.thread_id)  # pyright: ignore[reportArgumentType]


def _span(span: Span, project_name: str) -> SpanLine:
    return SpanLine(
        **_common(span, project_name),  # pyright: ignore[reportArgumentType]
        trace_id=format_id(span.trace_id),
        parent_span_id=None if span.parent_span_id is None else format_id(span.parent_span_id),
        type=span.type,
        model=span.model,
        provider=span.provider,
        usage=raw(span.usage) or _NULL,
        total_estimated_cost=None if span.cost_pico is None else span.cost_pico / 1e12,
        total_estimated_cost_version=span.cost_version,
    )


def _comments(
    connection: sqlite3.Connection,
    workspace: int,
    project: Project,
    kind: Kind,
    entities: Iterable[bytes],
    name: Callable[[bytes], str],
) -> Iterator[CommentLine]:
    for entity, comments in comments_of(connection, workspace, kind, list(entities)).items():
        for comment in comments:
            yield CommentLine(
                id=format_id(comment.id),
                entity_type=_ENTITY[kind],
                entity=name(entity),
                project_name=project.name,
                text=comment.text,
                source_queue_id=_id(comment.source_queue_id),
                **_made(  # pyright: ignore[reportArgumentType]
                    comment.created_us, comment.created_by, comment.updated_us, comment.updated_by
                ),
            )


def _scores(connection: sqlite3.Connection, project: Project, threads: dict[bytes, str]) -> Iterator[ScoreLine]:
    rows: Iterable[Sequence[object]] = connection.execute(
        "SELECT kind, entity, name, author, value_nano, reason, category_name, source, source_queue_id,"
        " created_us, created_by, updated_us, updated_by FROM scores WHERE project = ?",
        (project.project,),
    )
    for kind, entity, name, author, value, reason, category, source, queue, *made in rows:
        if kind == Kind.THREAD and entity not in threads:
            continue
        yield ScoreLine(
            entity_type=_ENTITY[kind],  # pyright: ignore[reportArgumentType] - the columns' types are the table's
            entity=threads[entity] if kind == Kind.THREAD else format_id(entity),  # pyright: ignore[reportArgumentType]
            project_name=project.name,
            name=name,  # pyright: ignore[reportArgumentType]
            author=author,  # pyright: ignore[reportArgumentType]
            value=value / 1e9,  # pyright: ignore[reportOperatorIssue]
            source=source,  # pyright: ignore[reportArgumentType]
            reason=reason,  # pyright: ignore[reportArgumentType]
            category_name=category,  # pyright: ignore[reportArgumentType]
            source_queue_id=_id(queue),  # pyright: ignore[reportArgumentType]
            **_made(*made),  # pyright: ignore[reportArgumentType]
        )


def _id(value: bytes | None) -> str | None:
    return None if value is None else format_id(value)
