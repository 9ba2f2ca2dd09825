"""What can be asked of a field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """What kind of value a field has; with it, what its SQL gives, which operators it knows and whether it takes a key.

    NULL means that there is no value. It is the empty text for the operators on texts, and for the others it matches
    nothing but `is_empty`.
    """

    STRING = "string"
    """A text; letters are the same large and small."""
    EXACT = "exact"
    """A text, letter by letter."""
    ID = "id"
    """An id of 16 bytes, asked for as a text of 36 characters."""
    DATE_TIME = "date_time"
    """Microseconds since 1970."""
    NUMBER = "number"
    """A number in the unit that answers have."""
    LIST = "list"
    """A JSON array of texts."""
    ENUM = "enum"
    """A text out of few."""
    DICTIONARY = "dictionary"
    """JSON, as text or as the store packs payloads; the key is a path into it."""
    NUMBERS = "numbers"
    """A JSON object of numbers; the key is one of its names. A name that is not there counts as 0."""
    SCORES = "scores"
    """A number by the name in the key: the SQL has one `?` for the name."""
    PRESENCE = "presence"
    """1 if there is something, else 0 (`error_info`)."""
    CUSTOM = "custom"
    """No SQL; the key begins with the name of another field and goes on with the key for it."""


KEYED = frozenset({FieldKind.DICTIONARY, FieldKind.NUMBERS, FieldKind.SCORES})
"""Kinds that take a key, also written behind the field's name: `metadata.a.b`."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a list."""

    kind: FieldKind
    sql: str = "NULL"
    """An expression with nothing from a request in it. "NULL" where Opik has a field of which nothing is kept here."""
