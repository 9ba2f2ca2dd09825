"""Writing traces and spans: batches, single creates and updates, all by the same join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rein.opik_server.store.entity import SPANS, TRACES, Entity, Stored, insert, load, load_payloads, update
from rein.opik_server.store.environments import note_environments
from rein.opik_server.store.errors import AlreadyExists, Conflict
from rein.opik_server.store.rows import (
    PAYLOADS,
    PROJECT,
    SPAN_FIELDS,
    START,
    STORED,
    TRACE_FIELDS,
    Row,
    Value,
    assume,
    join,
)
from rein.opik_server.store.scores import move_scores
from rein.opik_server.store.span_costs import set_cost
from rein.opik_server.store.sums import Move, Moves, write_sums
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.tags import TagChange
from rein.opik_server.store.threads import ThreadKey
from rein.opik_server.store.totals import Changes, Kind

_THREAD = TRACE_FIELDS.index("thread_id")
_SPAN_TRACE = SPAN_FIELDS.index("trace_id")
_SPAN_PARENT = SPAN_FIELDS.index("parent_span_id")
_PLACES = (PROJECT, _SPAN_TRACE, _SPAN_PARENT)
"""Where a span lies."""


@dataclass(frozen=True, slots=True)
class Upserted:
    """What became of the rows of one request."""

    inserted: int
    """Ids that were new."""
    joined: int
    """Ids that were known."""


@dataclass(frozen=True, slots=True)
class UpsertTraces:
    """Traces of one request, in rows as `ingest` makes them. Takes over the rows: they are changed."""

    workspace: str
    rows: Sequence[Row]
    size_bytes: int
    refuse_existing: bool = False
    """Raise AlreadyExists when an id was created before (an update that came first is no create)."""

    def apply(self, tables: Tables) -> Upserted:
        """See `Operation`."""
        return _upsert(tables, TRACES, self.workspace, self.rows, refuse_existing=self.refuse_existing)


@dataclass(frozen=True, slots=True)
class UpsertSpans:
    """Spans of one request; as `UpsertTraces`."""

    workspace: str
    rows: Sequence[Row]
    size_bytes: int
    skip_existing: bool = False
    """Pass over ids that were created before."""

    def apply(self, tables: Tables) -> Upserted:
        """See `Operation`."""
        return _upsert(tables, SPANS, self.workspace, self.rows, skip_existing=self.skip_existing)


@dataclass(frozen=True, slots=True)
class UpdateTrace:
    """A PATCH. It may come before the create, whose fields then fill what is missing.

    `apply` raises Conflict when the row is there and lies in another project than the update names, NotFound when the
    update names a project by an id that is not there.
    """

    workspace: str
    row: Row
    size_bytes: int
    tags: TagChange = field(default_factory=TagChange)

    def apply(self, tables: Tables) -> Upserted:
        """See `Operation`."""
        return _patch(tables, TRACES, self.workspace, self.row, self.tags)


@dataclass(frozen=True, slots=True)
class UpdateSpan:
    """A PATCH of a span; as `UpdateTrace`, and the trace and the parent must be the stored ones too."""

    workspace: str
    row: Row
    size_bytes: int
    tags: TagChange = field(default_factory=TagChange)

    def apply(self, tables: Tables) -> Upserted:
        """See `Operation`."""
        return _patch(tables, SPANS, self.workspace, self.row, self.tags)


@dataclass(frozen=True, slots=True)
class UpdateMany:
    """One update of many traces or spans. Ids that are not there are passed over; nothing moves to another place."""

    workspace: str
    entity: Entity
    ids: Sequence[bytes]
    row: Row
    """What changes; its id, project, trace and parent do not count."""
    size_bytes: int
    tags: TagChange = field(default_factory=TagChange)

    def apply(self, tables: Tables) -> Upserted:
        """See `Operation`."""
        known = load(tables, self.entity, tables.workspace(self.workspace), self.ids)
        places = _PLACES if self.entity is SPANS else (PROJECT,)
        rows: list[Row] = []
        for stored in known.values():
            values = [None if index in places else value for index, value in enumerate(self.row.values)]
            row = replace(self.row, id=stored.row.id, values=values, created=False)
            if self.entity is SPANS:
                values[_SPAN_TRACE] = stored.row.values[_SPAN_TRACE]
            if self.tags:
                _change_tags(self.entity, row, stored, self.tags)
            rows.append(row)
        return _upsert(tables, self.entity, self.workspace, rows)


def _patch(tables: Tables, entity: Entity, workspace_name: str, row: Row, tags: TagChange) -> Upserted:
    workspace = tables.workspace(workspace_name)
    _resolve_projects(tables, workspace, [row])
    known = load(tables, entity, workspace, [row.id]).get(row.id)
    if known is not None:
        for index in _PLACES if entity is SPANS else (PROJECT,):
            stored, wanted = known.row.values[index], row.values[index]
            if stored is not None and wanted is not None and stored != wanted:
                raise Conflict(f"The update names another {entity.fields[index]} than the stored row has.")
    if tags:
        _change_tags(entity, row, known, tags)
    return _upsert(tables, entity, workspace_name, [row])


def _change_tags(entity: Entity, row: Row, known: Stored | None, change: TagChange) -> None:
    index = entity.fields.index("tags")
    packed = row.values[index] if row.values[index] is not None else known and known.row.values[index]
    row.values[index] = change.on(packed if isinstance(packed, str) else None)


def _upsert(
    tables: Tables,
    entity: Entity,
    workspace_name: str,
    rows: Sequence[Row],
    *,
    refuse_existing: bool = False,
    skip_existing: bool = False,
) -> Upserted:
    workspace = tables.workspace(workspace_name)
    _resolve_projects(tables, workspace, rows)
    by_id: dict[bytes, Row] = {}
    for row in rows:
        twin = by_id.get(row.id)
        by_id[row.id] = row if twin is None else join(twin, row, tables.project_name)
    note_environments(tables, workspace, rows, entity.fields.index("environment"))
    known = load(tables, entity, workspace, list(by_id))
    changes, moves = Changes(), Moves()
    add = changes.add_trace if entity is TRACES else changes.add_span
    fresh: list[Row] = []
    moved: dict[bytes, int] = {}
    for row in by_id.values():
        stored = known.get(row.id)
        if stored is None:
            if row.values[PROJECT] is None or row.values[START] is None:
                row = assume(row, tables.project(workspace, None, row.updated_by))
            fresh.append(row)
            old, new = None, row
            if entity is SPANS:
                set_cost(tables, row, None, None)
        else:
            if stored.row.created:
                if refuse_existing:
                    raise AlreadyExists(f"There is a {entity.table[:-1]} of this id already.")
                if skip_existing:
                    continue
            if _payloads_tie(stored.row, row):
                load_payloads(tables, stored)
            old, new = stored.row, join(stored.row, row, tables.project_name)
            _mark_unchanged(old, new)
            if entity is SPANS:
                set_cost(tables, new, old, stored.payload)
            update(tables, entity, workspace, new, stored.payload)
            add(old, -1)
        add(new, 1)
        if old is None or old.values[PROJECT] != new.values[PROJECT]:
            moved[new.id] = new.values[PROJECT]  # pyright: ignore[reportArgumentType] - a number here
        if entity is TRACES:
            before, after = None if old is None else _thread(old), _thread(new)
            if before or after:
                moves[new.id] = Move(before, after, (new.updated_us, new.updated_by))
    if fresh:
        insert(tables, entity, workspace, fresh)
    move_scores(tables, workspace, Kind.TRACE if entity is TRACES else Kind.SPAN, moved)
    write_sums(tables, workspace, changes, moves)
    return Upserted(inserted=len(fresh), joined=len(by_id) - len(fresh))


def _resolve_projects(tables: Tables, workspace: int, rows: Sequence[Row]) -> None:
    """Put the store's number in the place of a project's name or id."""
    numbers: dict[Value, int] = {}
    for row in rows:
        project = row.values[PROJECT]
        if project is None or isinstance(project, int):
            continue
        number = numbers.get(project)
        if number is None:
            if isinstance(project, bytes):
                number = tables.existing_project(workspace, project)
            else:
                number = tables.project(workspace, str(project), row.updated_by)
            numbers[project] = number
        row.values[PROJECT] = number


def _payloads_tie(stored: Row, row: Row) -> bool:
    """Whether a payload must be read because two of the same version have to be compared."""
    for index in range(len(row.values) - PAYLOADS, len(row.values)):
        if row.values[index] is not None and stored.values[index] is not None:
            theirs = stored.updated_us if stored.versions is None else stored.versions[index]
            ours = row.updated_us if row.versions is None else row.versions[index]
            if theirs == ours:
                return True
    return False


def _mark_unchanged(old: Row, new: Row) -> None:
    """A payload that was read for a comparison and stays need not be written again."""
    for index in range(len(new.values) - PAYLOADS, len(new.values)):
        if new.values[index] is not None and new.values[index] is old.values[index]:
            new.values[index] = STORED


def _thread(row: Row) -> ThreadKey | None:
    project, thread = row.values[PROJECT], row.values[_THREAD]
    return (project, thread) if isinstance(project, int) and isinstance(thread, str) and thread else None
