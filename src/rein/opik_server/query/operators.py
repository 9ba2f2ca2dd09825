"""Operators: one filter as SQL, by the kind of its field."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from rein.opik_server.query.errors import FilterError, shown
from rein.opik_server.query.field import Field, FieldKind
from rein.opik_server.query.path import name_parameter, path_parameter
from rein.opik_server.store.reading import Condition

# fmt: off
Operator = Literal[
    "contains", "not_contains", "starts_with", "ends_with", "=", "!=", ">", ">=", "<", "<=",
    "is_empty", "is_not_empty", "in", "not_in",
]
# fmt: on

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MAX_NUMBER = 400
_MAX_CHOICES = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_COMPARE: Final = ("=", "!=", ">", ">=", "<", "<=")
_PARTS: Final = ("contains", "not_contains", "starts_with", "ends_with")
_EMPTY: Final = ("is_empty", "is_not_empty")
_CHOICE: Final = ("in", "not_in")

OPERATORS: Mapping[FieldKind, frozenset[str]] = {
    FieldKind.STRING: frozenset({*_PARTS, "=", "!=", ">", "<"}),
    FieldKind.EXACT: frozenset({*_PARTS, "=", "!=", ">", "<"}),
    FieldKind.ID: frozenset({*_PARTS, *_CHOICE, "=", "!=", ">", "<"}),
    FieldKind.DATE_TIME: frozenset(_COMPARE),
    FieldKind.NUMBER: frozenset(_COMPARE),
    FieldKind.NUMBERS: frozenset(_COMPARE),
    FieldKind.SCORES: frozenset({*_COMPARE, *_EMPTY}),
    FieldKind.LIST: frozenset({"contains", "not_contains", "=", "!=", *_EMPTY}),
    FieldKind.DICTIONARY: frozenset({*_PARTS, *_COMPARE, *_EMPTY}),
    FieldKind.ENUM: frozenset({"=", "!=", *_CHOICE, *_EMPTY}),
    FieldKind.PRESENCE: frozenset(_EMPTY),
}
"""As Opik has them."""


def condition(field: Field, operator: Operator, key: str, value: str) -> Condition:
    """One filter. Raises FilterError."""
    if operator not in OPERATORS[field.kind]:
        known = ", ".join(sorted(OPERATORS[field.kind]))
        raise FilterError(f"a field of kind {field.kind} does not know the operator {operator!r}. It knows: {known}.")
    return _BY_KIND[field.kind](field.sql, operator, key, value)


def number(value: str) -> float:
    """A number that is one. Raises FilterError."""
    text = value.strip()
    found = float(text) if len(text) <= _MAX_NUMBER and _NUMBER.fullmatch(text) else math.inf
    if math.isinf(found):
        raise FilterError(f"value: expected a number, got {shown(value)}.")
    return found


def moment_us(value: str) -> int:
    """Microseconds since 1970 of a time in ISO 8601, which is UTC if it names no offset. Raises FilterError."""
    try:
        moment = datetime.fromisoformat(value.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (moment - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError) as error:
        raise FilterError(f"value: expected a time like 2025-01-31T12:00:00Z, got {shown(value)}.") from error


def _string(sql: str, operator: Operator, _: str, value: str) -> Condition:
    fold = "lower" if value.isascii() else "fold"
    return _text(f"{fold}(coalesce({sql}, ''))", operator, value.lower())


def _exact(sql: str, operator: Operator, _: str, value: str) -> Condition:
    return _text(f"coalesce({sql}, '')", operator, value)


def _text(sql: str, operator: Operator, value: str) -> Condition:
    """The operators on a text that is never NULL."""
    if operator == "contains":
        return Condition(f"instr({sql}, ?) > 0", (value,))
    if operator == "not_contains":
        return Condition(f"instr({sql}, ?) = 0", (value,))
    if operator == "starts_with":
        return Condition(f"instr({sql}, ?) = 1", (value,))
    if operator == "ends_with":
        return Condition(f"ends_with({sql}, ?)", (value,))
    return Condition(f"{sql} {operator} ?", (value,))


def _id(sql: str, operator: Operator, _: str, value: str) -> Condition:
    """`=` and `in` compare the bytes, which an index can find."""
    if operator in _CHOICE:
        found = [part for part in map(_uuid, _choices(value)) if part is not None]
        marks = ", ".join("?" * len(found))
        return Condition(f"{sql} {'IN' if operator == 'in' else 'NOT IN'} ({marks})", tuple(found))
    if operator in ("=", "!="):
        one = _uuid(value)
        if one is None:
            return Condition("0" if operator == "=" else "1")
        return Condition(f"{sql} IS ?" if operator == "=" else f"{sql} IS NOT ?", (one,))
    return _text(f"coalesce(uuid_text({sql}), '')", operator, value.lower())


def _uuid(text: str) -> bytes | None:
    try:
        return UUID(text.strip()).bytes
    except ValueError:
        return None


def _date_time(sql: str, operator: Operator, _: str, value: str) -> Condition:
    return Condition(f"{sql} {operator} ?", (moment_us(value),))


def _number(sql: str, operator: Operator, _: str, value: str) -> Condition:
    return Condition(f"{sql} {operator} ?", (number(value),))


def _numbers(sql: str, operator: Operator, key: str, value: str) -> Condition:
    if not key:
        raise FilterError("key: expected the name of a number.")
    return Condition(f"coalesce(json_number({sql}, ?), 0) {operator} ?", (name_parameter(key), number(value)))


def _scores(sql: str, operator: Operator, key: str, value: str) -> Condition:
    if not key.strip():
        raise FilterError("key: expected the name of a score.")
    if operator in _EMPTY:
        return Condition(f"{sql} {'IS NULL' if operator == 'is_empty' else 'IS NOT NULL'}", (key,))
    return Condition(f"{sql} {operator} ?", (key, number(value)))


def _list(sql: str, operator: Operator, _: str, value: str) -> Condition:
    if operator in _EMPTY:
        return Condition(f"coalesce({sql}, '[]') {'=' if operator == 'is_empty' else '<>'} '[]'")
    negation = "NOT " if operator in ("!=", "not_contains") else ""
    one = (
        Condition("one.value = ?", (value,)) if operator in ("=", "!=") else _string("one.value", "contains", "", value)
    )
    return Condition(f"{negation}EXISTS (SELECT 1 FROM json_each({sql}) one WHERE {one.sql})", one.parameters)


def _dictionary(sql: str, operator: Operator, key: str, value: str) -> Condition:
    path = path_parameter(key)
    text = f"json_text({sql}, ?)"
    if operator in _EMPTY:
        return Condition(f"coalesce({text}, '') {'=' if operator == 'is_empty' else '<>'} ''", (path,))
    if operator in (">", ">=", "<", "<="):
        return Condition(f"json_number({sql}, ?) {operator} ?", (path, number(value)))
    found = _string(text, operator, "", value)
    return Condition(found.sql, (path, *found.parameters))


def _enum(sql: str, operator: Operator, _: str, value: str) -> Condition:
    text = f"coalesce({sql}, '')"
    if operator in _EMPTY:
        return Condition(f"{text} {'=' if operator == 'is_empty' else '<>'} ''")
    if operator in _CHOICE:
        marks = ", ".join("?" * len(choices := _choices(value)))
        return Condition(f"{text} {'IN' if operator == 'in' else 'NOT IN'} ({marks})", choices)
    return Condition(f"{text} {operator} ?", (value,))


def _presence(sql: str, operator: Operator, _: str, __: str) -> Condition:
    return Condition(f"coalesce({sql}, 0) {'=' if operator == 'is_empty' else '<>'} 0")


def _choices(value: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in value.split(",") if part.strip())
    if not 1 <= len(found) <= _MAX_CHOICES:
        raise FilterError(f"value: expected 1 to {_MAX_CHOICES} texts with commas between them.")
    return found


_BY_KIND: Mapping[FieldKind, Callable[[str, Operator, str, str], Condition]] = {
    FieldKind.STRING: _string,
    FieldKind.EXACT: _exact,
    FieldKind.ID: _id,
    FieldKind.DATE_TIME: _date_time,
    FieldKind.NUMBER: _number,
    FieldKind.NUMBERS: _numbers,
    FieldKind.SCORES: _scores,
    FieldKind.LIST: _list,
    FieldKind.DICTIONARY: _dictionary,
    FieldKind.ENUM: _enum,
    FieldKind.PRESENCE: _presence,
}
