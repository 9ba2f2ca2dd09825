"""Attachments of traces and spans: the rows. Their bytes lie in files, see `attachment_files`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.totals import Kind


class Attachment(NamedTuple):
    """An attachment."""

    file_name: str
    """What its sender called it: no path, and no name of a file here."""
    mime_type: str
    """What its sender said."""
    size_bytes: int
    file: str
    """The name of the file with its bytes."""


@dataclass(frozen=True, slots=True)
class AddAttachment:
    """Write an attachment, in the place of one of the same name. The trace or span need not be there yet."""

    workspace: str
    kind: Kind
    entity: bytes
    project: str | None
    """The project's name (blank = "Default Project")."""
    attachment: Attachment
    now_us: int
    by: str
    size_bytes: int = 2000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        drop_attachment(tables, workspace, self.kind, self.entity, self.attachment.file_name)
        one = self.attachment
        tables.connection.execute(
            "INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(workspace, self.kind, self.entity, one.file_name, tables.project(workspace, self.project, self.by)),
                *(one.mime_type, one.size_bytes, one.file, self.now_us, self.by),
            ),
        )


@dataclass(frozen=True, slots=True)
class DropAttachments:
    """Remove attachments of one trace or span by their names; names that are not there are passed over."""

    workspace: str
    kind: Kind
    entity: bytes
    file_names: Sequence[str]
    size_bytes: int = 2000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for name in self.file_names:
            drop_attachment(tables, workspace, self.kind, self.entity, name)


@dataclass(frozen=True, slots=True)
class ForgetFiles:
    """Files that were dropped are gone from the disk."""

    files: Sequence[str]
    size_bytes: int = 2000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        tables.connection.executemany("DELETE FROM dropped_files WHERE file = ?", [(file,) for file in self.files])


def drop_attachment(tables: Tables, workspace: int, kind: Kind, entity: bytes, file_name: str) -> None:
    """Remove one, if it is there. Its file goes when the transaction is on disk: `attachment_files.sweep`."""
    _drop(tables, "workspace = ? AND kind = ? AND entity = ? AND file_name = ?", (workspace, kind, entity, file_name))


def drop_attachments_of(tables: Tables, workspace: int, kind: Kind, entities: Iterable[bytes]) -> None:
    """Remove all attachments of entities that are deleted."""
    for entity in entities:
        _drop(tables, "workspace = ? AND kind = ? AND entity = ?", (workspace, kind, entity))


def drop_attachments_in(tables: Tables, project: int) -> None:
    """Remove all attachments of a project that is deleted."""
    _drop(tables, "project = ?", (project,))


def _drop(tables: Tables, where: str, parameters: tuple[int | bytes | str, ...]) -> None:
    files: list[tuple[str]] = tables.connection.execute(
        f"DELETE FROM attachments WHERE {where} RETURNING file", parameters
    ).fetchall()
    if files:
        tables.connection.executemany("INSERT INTO dropped_files VALUES (?)", files)


_COLUMNS = ", ".join(Attachment._fields)


def list_attachments(
    connection: sqlite3.Connection, workspace: int, kind: Kind, entity: bytes, limit: int, offset: int = 0
) -> tuple[int, list[Attachment]]:
    """How many a trace or span has, and a page of them, by name."""
    key = (workspace, kind, entity)
    where = "workspace = ? AND kind = ? AND entity = ?"
    total: tuple[int] = connection.execute(f"SELECT count(*) FROM attachments WHERE {where}", key).fetchone()
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM attachments WHERE {where} ORDER BY file_name LIMIT ? OFFSET ?", (*key, limit, offset)
    )
    return total[0], [Attachment(*row) for row in rows]


def require_attachment(
    connection: sqlite3.Connection, workspace: int, kind: Kind, entity: bytes, file_name: str
) -> Attachment:
    """One by its name. Raises NotFound."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM attachments WHERE workspace = ? AND kind = ? AND entity = ? AND file_name = ?",
        (workspace, kind, entity, file_name),
    ).fetchone()
    if row is None:
        raise NotFound("There is no such attachment.")
    return Attachment(*row)


def attachments_size(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many there are in all workspaces, and their bytes."""
    row: tuple[int, int] = connection.execute(
        "SELECT count(*), coalesce(sum(size_bytes), 0) FROM attachments"
    ).fetchone()
    return row


def dropped_files(connection: sqlite3.Connection, limit: int) -> list[str]:
    """Files to which no row points any more."""
    rows: list[tuple[str]] = connection.execute("SELECT file FROM dropped_files LIMIT ?", (limit,)).fetchall()
    return [file for (file,) in rows]


def known_files(connection: sqlite3.Connection, files: Sequence[str]) -> set[str]:
    """Those of these files to which a row points."""
    marks = ", ".join("?" * len(files))
    rows: list[tuple[str]] = connection.execute(
        f"SELECT file FROM attachments WHERE file IN ({marks})", tuple(files)
    ).fetchall()
    return {file for (file,) in rows}
