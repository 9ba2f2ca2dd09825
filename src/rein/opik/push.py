"""Sending what the embedded Opik holds to another Opik: all of it the first time, later what is new or has changed.

What was delivered is written down by a hash of each row, so that a push that was interrupted goes on where it was, and
one that is repeated sends nothing twice.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from rein.errors import ReinError
from rein.opik.delivery import Delivery
from rein.opik.spool import Kind, Record
from rein.opik.transport import Postponed, Refused, Transport

if TYPE_CHECKING:
    from rein.opik_server.store.projects import Project
    from rein.opik_server.transfer_lines import CommentLine, Line

LEDGER = "pushed.sqlite3"

_BATCH_ROWS = 1000
_BATCH_BYTES = 4 << 20
_TRIES = 8
_LONGEST_WAIT_S = 30.0
_SNAPSHOT_LIMIT_S = 7 * 24 * 3600.0
_NOT_SENT = ("created_at", "created_by", "last_updated_by")
"""What the receiving server sets itself."""
_SCORE_KINDS = {"trace": Kind.TRACE_SCORE, "span": Kind.SPAN_SCORE, "thread": Kind.THREAD_SCORE}


@dataclass(slots=True)
class Pushed:
    """How far a push is. Rows are traces, spans, scores and comments."""

    total: int = 0
    """About how many rows the store has."""
    seen: int = 0
    sent: int = 0
    """Of the rows seen, those that went over; the others were there from an earlier push."""
    projects: list[str] = field(default_factory=list[str])


class Push:
    """One push from the store in `directory` over `transport`, to the Opik that `target` names in the ledger."""

    def __init__(self, directory: Path, transport: Transport, target: str, dead_letters: Path) -> None:
        self._directory = directory
        self._transport = transport
        self._delivery = Delivery(transport, dead_letters)
        self._target = target
        self._batch: list[_Row] = []
        self._size = 0

    def run(self, told: Callable[[Pushed], None]) -> Pushed:
        """Send all projects of all workspaces; `told` is called after each batch.

        Raises:
            ReinError: the other Opik does not take rows; what it took until then is remembered.
            StorageError: the store cannot be read.
        """
        from rein.opik_server.store.connection import DATABASE
        from rein.opik_server.store.readers import Readers

        state = Pushed()
        path = self._directory / DATABASE
        if not path.exists():
            return state
        readers = Readers(path, 1)
        try:
            with self._ledger() as ledger:
                readers.read(lambda connection: self._all(connection, ledger, state, told), _SNAPSHOT_LIMIT_S)
        finally:
            readers.close()
            self._transport.close()
        return state

    def _all(
        self, connection: sqlite3.Connection, ledger: sqlite3.Connection, state: Pushed, told: Callable[[Pushed], None]
    ) -> None:
        from rein.opik_server.transfer import lines

        projects = list(_projects(connection))
        state.total = sum(project.trace_count + project.span_count for _, project in projects)
        for workspace, project in projects:
            state.projects.append(project.name)
            for line in lines(connection, workspace, project):
                row = _row(line)
                if row is None:
                    continue
                state.seen += 1
                if self._known(ledger, row):
                    continue
                self._batch.append(row)
                self._size += len(row.body)
                if len(self._batch) >= _BATCH_ROWS or self._size >= _BATCH_BYTES:
                    state.sent += self._flush(ledger)
                    told(state)
            state.sent += self._flush(ledger)
            told(state)

    def _flush(self, ledger: sqlite3.Connection) -> int:
        """Deliver the batch and write that down; how many rows it had."""
        batch, self._batch, self._size = self._batch, [], 0
        records = [Record(row.kind, row.body, self._directory, 0) for row in batch if row.kind is not None]
        self._patiently(lambda: self._delivery.send(records))
        self._remember(ledger, [row for row in batch if row.kind is not None])
        for row in batch:
            if row.kind is None:  # sent twice, a comment would stand there twice
                self._patiently(lambda row=row: self._comment(row))
                self._remember(ledger, [row])
        return len(batch)

    def _comment(self, row: _Row) -> None:
        try:
            self._transport.send("POST", row.path, row.body)
        except Refused:
            return  # on something that the other Opik does not have: no reason to stop

    def _patiently(self, send: Callable[[], None]) -> None:
        for attempt in range(_TRIES):
            try:
                return send()
            except Postponed as postponed:
                if postponed.misconfigured or attempt == _TRIES - 1:
                    raise ReinError(
                        f"The other Opik does not take it: {postponed.reason}. What it has taken is remembered; "
                        "the same command goes on from there."
                    ) from postponed
                wait_s = 2.0**attempt / 4 if postponed.wait_s is None else postponed.wait_s
                time.sleep(min(wait_s, _LONGEST_WAIT_S))
        return None

    @contextmanager
    def _ledger(self) -> Generator[sqlite3.Connection]:
        path = self._directory / LEDGER
        path.touch(mode=0o600)
        with closing(sqlite3.connect(path, isolation_level=None)) as ledger:
            ledger.execute("PRAGMA journal_mode = WAL")
            ledger.execute(
                "CREATE TABLE IF NOT EXISTS pushed (target TEXT NOT NULL, key BLOB NOT NULL, hash BLOB NOT NULL,"
                " PRIMARY KEY (target, key)) STRICT, WITHOUT ROWID"
            )
            yield ledger

    def _known(self, ledger: sqlite3.Connection, row: _Row) -> bool:
        found: tuple[bytes] | None = ledger.execute(
            "SELECT hash FROM pushed WHERE target = ? AND key = ?", (self._target, row.key)
        ).fetchone()
        return found is not None and found[0] == row.hash

    def _remember(self, ledger: sqlite3.Connection, rows: list[_Row]) -> None:
        ledger.execute("BEGIN")
        ledger.executemany(
            "INSERT INTO pushed VALUES (?, ?, ?) ON CONFLICT (target, key) DO UPDATE SET hash = excluded.hash",
            [(self._target, row.key, row.hash) for row in rows],
        )
        ledger.execute("COMMIT")


@dataclass(frozen=True, slots=True)
class _Row:
    kind: Kind | None
    """None: a comment, which goes to `path` by itself."""
    path: str
    body: bytes
    key: bytes

    @property
    def hash(self) -> bytes:
        return blake2b(self.body, digest_size=8).digest()


def _projects(connection: sqlite3.Connection) -> Iterator[tuple[int, Project]]:
    """Workspaces' numbers with their projects."""
    from rein.opik_server.store.projects import list_projects

    workspaces: list[tuple[int]] = connection.execute("SELECT workspace FROM workspaces").fetchall()
    for (workspace,) in workspaces:
        yield from ((workspace, project) for project in list_projects(connection, workspace, 1_000_000))


def _row(line: Line) -> _Row | None:
    """The row as the other Opik takes it; None for what it makes itself out of the others."""
    import msgspec

    from rein.opik_server.transfer_lines import CommentLine, ScoreLine, SpanLine, TraceLine

    if isinstance(line, CommentLine):
        return _comment_row(line)
    if not isinstance(line, TraceLine | SpanLine | ScoreLine):
        return None
    fields: dict[str, object] = {
        name: orjson.Fragment(bytes(value)) if isinstance(value, msgspec.Raw) else value
        for name, value in msgspec.structs.asdict(line).items()
        if name not in _NOT_SENT
        and value is not None
        and not (isinstance(value, msgspec.Raw) and bytes(value) == b"null")
    }
    if isinstance(line, ScoreLine):
        kind = _SCORE_KINDS[line.entity_type]
        entity = fields.pop("entity")
        del fields["entity_type"]
        fields.pop("last_updated_at", None)
        fields["thread_id" if kind is Kind.THREAD_SCORE else "id"] = entity
        return _Row(kind, "", orjson.dumps(fields), _key(kind, entity, line.name, line.author))
    kind = Kind.SPAN if isinstance(line, SpanLine) else Kind.TRACE
    return _Row(kind, "", orjson.dumps({"id": line.id, **fields}), _key(kind, line.id))


def _comment_row(line: CommentLine) -> _Row | None:
    if line.entity_type == "thread":  # whose own id is another one there
        return None
    path = f"/v1/private/{line.entity_type}s/{line.entity}/comments"
    return _Row(None, path, orjson.dumps({"text": line.text}), _key("comment", line.id))


def _key(*parts: object) -> bytes:
    return blake2b(orjson.dumps([str(part) for part in parts]), digest_size=16).digest()
