"""The column types that are our own: each refuses what it could not give back as it was."""

import math
import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from pydantic import JsonValue, TypeAdapter, ValidationError
from sqlalchemy import JSON, DateTime, Dialect, Enum, Float, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

from rein.errors import StorageError

T = TypeVar("T")

UNSTORABLE = "\N{REPLACEMENT CHARACTER}"
"""Stands for a NUL and for half a surrogate pair: PostgreSQL refuses the first, UTF-8 the second."""


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` as both databases can hold it."""
    return _UNSTORABLE.sub(UNSTORABLE, text)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Takes any zone and gives back UTC; a naive time, which names no moment, is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone names no moment; give one in UTC")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Uuid7(TypeDecorator[UUID]):
    """An id made by `new_id`. Others cannot be stored; they can be looked for, and are not found."""

    impl = Uuid
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> UUID | None:
        if value is not None and value.version != 7:
            raise ValueError(f"an id is a UUID of version 7, not {value.version}")
        return value

    def coerce_compared_value(self, op: OperatorType | None, value: object) -> TypeEngine[UUID]:
        return Uuid()


class Words(TypeDecorator[str]):
    """Text that a person or a model wrote; see `UNSTORABLE` for the only change made to it.

    With a `length` (characters), longer texts cannot be stored, on any database; they can be looked for.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int | None = None) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if self.length is not None and len(value) > self.length:
            raise ValueError(f"a text of {len(value):,} characters, where {self.length:,} are the most")
        return storable(value)

    def coerce_compared_value(self, op: OperatorType | None, value: object) -> TypeEngine[str]:
        return Words()


class Number(TypeDecorator[float]):
    """A finite number: of NaN and infinity the databases make different things."""

    impl = Float(53)
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        if value is not None and not math.isfinite(value):
            raise ValueError(f"{value} is no number to store")
        return value


class Document(TypeDecorator[T], Generic[T]):
    """A frozen pydantic value (or a tuple of such) as JSON, validated on its way in and on its way out.

    A stored document may be older than its type: a field that is added later needs a default.
    """

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, of: type[T]) -> None:
        super().__init__()
        self.of = of  # part of the statement cache's key, as a parameter of the same name
        self._adapter = TypeAdapter(of)

    def plain(self, value: T) -> JsonValue:
        """The value as plain data."""
        return self._adapter.dump_python(value, mode="json")

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:  # SQLAlchemy's own signature
        kind = JSONB(none_as_null=True) if dialect.name == "postgresql" else JSON(none_as_null=True)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: T | None, dialect: Dialect) -> JsonValue:
        if value is None:
            return None
        tree = _storable(self._adapter.dump_python(value, mode="json", warnings="error"))
        self._adapter.validate_python(tree, strict=False)  # what cannot be read again is not written
        return tree

    def process_result_value(self, value: object, dialect: Dialect) -> T | None:
        if value is None:
            return None
        try:
            return self._adapter.validate_python(value)
        except ValidationError as error:
            places = ", ".join(".".join(map(str, e["loc"])) for e in error.errors(include_input=False)[:3])
            name = getattr(self.of, "__name__", str(self.of))
            raise StorageError(
                f"A stored {name} cannot be read by this version of Rein (at {places}). `rein db check` says more."
            ) from None


def choice(values: type[StrEnum], *, name: str) -> Enum:
    """A column of one of `values`, as text with a CHECK constraint called `name`."""

    def texts(members: type[StrEnum]) -> list[str]:
        return [member.value for member in members]

    return Enum(
        values, name=name, native_enum=False, create_constraint=True, validate_strings=True, length=20,
        values_callable=texts,
    )  # fmt: skip


def _storable(tree: object) -> JsonValue:
    if isinstance(tree, str):
        return storable(tree)
    if isinstance(tree, float) and not math.isfinite(tree):
        raise ValueError(f"{tree} is no number to store")
    if isinstance(tree, dict):
        items = cast("dict[str, object]", tree).items()
        return {storable(key): _storable(value) for key, value in items}
    if isinstance(tree, list):
        return [_storable(item) for item in cast("list[object]", tree)]
    return cast("JsonValue", tree)
