"""The person's own rights: all of theirs as plain data, and all of theirs gone."""

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import Column, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from rein.db.address import SqliteFile
from rein.db.columns import Document
from rein.db.engine import BUSY_MS, Database
from rein.db.ids import PersonId
from rein.db.repositories import People
from rein.db.tables import Base, Person

Export = dict[str, list[dict[str, JsonValue]]]
"""Table → rows, oldest first; column → value. Moments are ISO 8601 in UTC, ids text, documents objects."""


async def export_person(session: AsyncSession, person_id: PersonId) -> Export:
    """All rows of a person's, in every table, without secrets (hashes of passwords and tokens).

    Raises:
        NotFound: there is no such person.
    """
    await People(session).get(person_id)
    return {table.name: await _rows(session, table, person_id) for table in Base.metadata.sorted_tables}


async def delete_person(database: Database, person_id: PersonId) -> None:
    """Delete a person with all that is theirs in this database; backups made before still hold it.

    In an SQLite file nothing of it is left on the disk. PostgreSQL overwrites it in its own time (VACUUM).

    Raises:
        NotFound: there is no such person.
    """
    async with database.writing() as session:
        await People(session).delete(person_id)
    if isinstance(database.address, SqliteFile):
        await asyncio.to_thread(_empty_log, database.address.path)


def _empty_log(path: Path) -> None:
    """The write-ahead log holds what was deleted until its space is used again: empty it, when no reader needs it."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=BUSY_MS / 1000)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


async def _rows(session: AsyncSession, table: Table, person_id: PersonId) -> list[dict[str, JsonValue]]:
    owner = table.c.id if table is Person.__table__ else table.c.person_id
    columns = [column for column in table.columns if not column.info.get("secret", False)]
    found = await session.execute(select(*columns).where(owner == person_id).order_by(table.c.id))
    return [_plain(row, columns) for row in found.mappings()]


def _plain(row: Mapping[Any, Any], columns: list[Column[Any]]) -> dict[str, JsonValue]:
    return {column.name: _value(column, row[column]) for column in columns}


def _value(column: Column[Any], value: Any) -> JsonValue:  # what a column's type gives back
    if value is None:
        return None
    if isinstance(column.type, Document):
        return column.type.plain(value)  # pyright: ignore[reportUnknownMemberType]
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime | date) else value
