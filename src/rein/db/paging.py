"""Long lists, page by page. A cursor names the last row that was seen: what is added meanwhile moves nothing."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Date, Select, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from rein.db.columns import UtcDateTime, Uuid7
from rein.errors import UsageError

Row = TypeVar("Row")

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

_MAX_INTEGER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, newest first."""

    items: tuple[Row, ...]
    next_cursor: str | None
    """What asks for the rows after these; None when there were none."""


async def page(
    session: AsyncSession,
    query: Select[Row],
    order: Sequence[InstrumentedAttribute[Any]],  # columns of several types
    cursor: str | None,
    limit: int,
) -> Page[Row]:
    """The rows of `query` that come after the cursor, falling by `order`, which no two rows share.

    Raises:
        UsageError: the limit is out of 1 to 200, or the cursor is none of this list's.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise UsageError(f"limit must lie within 1 and {MAX_LIMIT}.")
    if cursor is not None:
        seen = [literal(value, column.type) for value, column in zip(decode(cursor, order), order, strict=True)]
        query = query.where(tuple_(*order) < tuple_(*seen))
    found = (await session.scalars(query.order_by(*(column.desc() for column in order)).limit(limit + 1))).all()
    items = tuple(found[:limit])
    more = len(found) > limit
    return Page(items, encode(items[-1], order) if more else None)


def encode(row: object, order: Sequence[InstrumentedAttribute[Any]]) -> str:
    """The cursor behind `row`."""
    texts = [_text(getattr(row, column.key)) for column in order]
    return urlsafe_b64encode(json.dumps([_name(order), *texts]).encode()).decode().rstrip("=")


def decode(cursor: str, order: Sequence[InstrumentedAttribute[Any]]) -> list[Any]:
    """The values in a cursor.

    Raises:
        UsageError: it is none that `encode` made for this order.
    """
    readers = [_reader(column.type) for column in order]
    try:
        return _values(cursor, _name(order), readers)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise UsageError("The cursor is none of this list's; begin without one.") from None


def _values(cursor: str, name: str, readers: Sequence[Callable[[str], object]]) -> list[Any]:
    named, *texts = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    if named != name:
        raise ValueError("of another list")
    return [read(text) for text, read in zip(texts, readers, strict=True)]


def _name(order: Sequence[Any]) -> str:
    return ".".join([order[0].class_.__tablename__, *(column.key for column in order)])


def _text(value: UUID | datetime | date | int) -> str:
    if isinstance(value, UUID):
        return value.hex
    return str(value) if isinstance(value, int) else value.isoformat()


def _id(text: str) -> UUID:
    value = UUID(text)
    if value.version != 7:
        raise ValueError("no id of ours")
    return value


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError("no moment")
    return value.astimezone(UTC)


def _integer(text: str) -> int:
    value = int(text)
    if abs(value) > _MAX_INTEGER:
        raise ValueError("out of range")
    return value


def _reader(kind: object) -> Callable[[str], object]:
    if isinstance(kind, Uuid7):
        return _id
    if isinstance(kind, UtcDateTime):
        return _moment
    return date.fromisoformat if isinstance(kind, Date) else _integer
