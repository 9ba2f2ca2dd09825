"""Rows of traces and spans in the database: reading them for a join, inserting, updating, removing them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rein.opik_server.store.rows import (
    PAYLOADS,
    SPAN_FIELDS,
    STORED,
    TRACE_FIELDS,
    Row,
    Value,
    held_bits,
    pack_versions,
    unpack_versions,
)
from rein.opik_server.store.tables import Tables

_CHUNKS = (1, 8, 64, 512)
_STATE = ("updated_us", "updated_by", "created_us", "created_by", "created", "versions", "held", "payload")


@dataclass(frozen=True, slots=True)
class Entity:
    """One of the two tables, with its statements."""

    table: str
    fields: tuple[str, ...]
    narrow: int
    """How many of the fields lie in the table itself; the payloads follow."""
    insert_sql: str
    update_sql: str
    select_sql: str


def _entity(table: str, fields: tuple[str, ...]) -> Entity:
    columns = (*fields[:-PAYLOADS], *_STATE)
    marks = ", ".join("?" * (len(columns) + 2))
    return Entity(
        table=table,
        fields=fields,
        narrow=len(fields) - PAYLOADS,
        insert_sql=f"INSERT INTO {table} (workspace, id, {', '.join(columns)}) VALUES ({marks})",
        update_sql=f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in columns)} WHERE workspace = ? AND id = ?",
        select_sql=f"SELECT id, {', '.join(columns)} FROM {table}",
    )


TRACES = _entity("traces", TRACE_FIELDS)
SPANS = _entity("spans", SPAN_FIELDS)


@dataclass(slots=True)
class Stored:
    """A row as it lies in the database. Its payloads are `STORED` where there is one."""

    row: Row
    payload: int | None


def load(tables: Tables, entity: Entity, workspace: int, ids: Sequence[bytes]) -> dict[bytes, Stored]:
    """The rows that are there."""
    found: dict[bytes, Stored] = {}
    for chunk in chunks(ids):
        marks = ", ".join("?" * len(chunk))
        for record in tables.connection.execute(
            f"{entity.select_sql} WHERE workspace = ? AND id IN ({marks})", (workspace, *chunk)
        ):
            stored = stored_row(entity, record)
            found[stored.row.id] = stored
    return found


def stored_row(entity: Entity, record: tuple[Value, ...]) -> Stored:
    """A record of `entity.select_sql`."""
    narrow = entity.narrow
    updated_us, updated_by, created_us, created_by, created, versions, held, payload = record[narrow + 1 :]
    values: list[Value] = [*record[1 : narrow + 1], *_HELD[held]]  # pyright: ignore[reportArgumentType, reportCallIssue]
    row = Row(
        id=record[0],  # pyright: ignore[reportArgumentType] - the columns' types are the table's
        values=values,
        updated_us=updated_us,  # pyright: ignore[reportArgumentType]
        updated_by=updated_by,  # pyright: ignore[reportArgumentType]
        created_us=created_us,  # pyright: ignore[reportArgumentType]
        created_by=created_by,  # pyright: ignore[reportArgumentType]
        created=bool(created),
        versions=unpack_versions(versions, updated_us, len(values)),  # pyright: ignore[reportArgumentType]
    )
    return Stored(row, payload)  # pyright: ignore[reportArgumentType]


_HELD = [tuple(STORED if held >> bit & 1 else None for bit in range(PAYLOADS)) for held in range(1 << PAYLOADS)]


def load_payloads(tables: Tables, stored: Stored) -> None:
    """Put the payloads themselves into a row that was loaded without."""
    if stored.payload is not None:
        stored.row.values[-PAYLOADS:] = tables.connection.execute(
            "SELECT input, output, metadata, error_info FROM payloads WHERE payload = ?", (stored.payload,)
        ).fetchone()


def insert(tables: Tables, entity: Entity, workspace: int, rows: Sequence[Row]) -> None:
    """Add rows whose ids are not there."""
    payloads: list[tuple[Value, ...]] = []
    narrow: list[tuple[Value, ...]] = []
    number = tables.payload_numbers(len(rows))
    for row in rows:
        values = row.values
        held = held_bits(values)
        if held:
            payloads.append((number, *values[-PAYLOADS:]))
        narrow.append(
            (workspace, row.id, *values[:-PAYLOADS], *_state(row, held, number if held else None)),
        )
        number += 1
    tables.connection.executemany("INSERT INTO payloads VALUES (?, ?, ?, ?, ?)", payloads)
    tables.connection.executemany(entity.insert_sql, narrow)


def update(tables: Tables, entity: Entity, workspace: int, row: Row, payload: int | None) -> None:
    """Replace a row; payloads that are `STORED` stay as they are."""
    fresh = [None if value is STORED else value for value in row.values[-PAYLOADS:]]
    held = held_bits(row.values)
    if payload is None and held:
        payload = tables.payload_numbers(1)
        tables.connection.execute("INSERT INTO payloads VALUES (?, ?, ?, ?, ?)", (payload, *fresh))
    elif any(value is not None for value in fresh):
        tables.connection.execute(
            "UPDATE payloads SET input = coalesce(?, input), output = coalesce(?, output),"
            " metadata = coalesce(?, metadata), error_info = coalesce(?, error_info) WHERE payload = ?",
            (*fresh, payload),
        )
    tables.connection.execute(
        entity.update_sql, (*row.values[:-PAYLOADS], *_state(row, held, payload), workspace, row.id)
    )


def remove(tables: Tables, entity: Entity, workspace: int, rows: Iterable[Stored]) -> None:
    """Delete rows with their payloads."""
    kept = list(rows)
    tables.connection.executemany(
        "DELETE FROM payloads WHERE payload = ?", [(stored.payload,) for stored in kept if stored.payload is not None]
    )
    tables.connection.executemany(
        f"DELETE FROM {entity.table} WHERE workspace = ? AND id = ?",
        [(workspace, stored.row.id) for stored in kept],
    )


def _state(row: Row, held: int, payload: int | None) -> tuple[Value, ...]:
    return (
        *(row.updated_us, row.updated_by, row.created_us, row.created_by),
        *(int(row.created), pack_versions(row), held, payload),
    )


def chunks(ids: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """In few different sizes, so that as many statements are prepared; the last id fills up the last chunk."""
    for start in range(0, len(ids), _CHUNKS[-1]):
        chunk = list(ids[start : start + _CHUNKS[-1]])
        size = next(size for size in _CHUNKS if size >= len(chunk))
        yield chunk + chunk[-1:] * (size - len(chunk))
