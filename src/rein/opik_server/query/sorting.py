"""Sorting: what a request sends, checked, and compiled to the terms of an ORDER BY."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from rein.opik_server.query.errors import FilterError
from rein.opik_server.query.field import Field, FieldKind
from rein.opik_server.query.filters import resolve
from rein.opik_server.query.path import name_parameter, path_parameter
from rein.opik_server.store.reading import Ordering

MAX_TERMS = 10


class _Term(msgspec.Struct):
    field: str
    direction: Literal["ASC", "DESC", "asc", "desc"] | None = None


_terms = msgspec.json.Decoder(list[_Term] | None)


def compile_sorting(text: str | bytes | None, fields: Mapping[str, Field]) -> Ordering | None:
    """How to sort; None if nothing is asked. Rows without a value come last, whatever the direction.

    `text` is a JSON array of `{field, direction}`; the direction is ASC where there is none.

    Raises:
        FilterError: it is not such an array, or names a field that is not there.
    """
    if text is None or not text.strip():
        return None
    try:
        terms = _terms.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise FilterError(f"sorting: expected a JSON array of field and direction. {error}") from error
    if not terms:
        return None
    if len(terms) > MAX_TERMS:
        raise FilterError(f"sorting: {len(terms)} fields are more than the {MAX_TERMS} that one request may have.")
    parts: list[str] = []
    parameters: list[str] = []
    for index, term in enumerate(terms):
        direction = "DESC" if term.direction in ("DESC", "desc") else "ASC"
        try:
            for sql, values in _values(*resolve(term.field, None, fields)):
                parts.append(f"{sql} {direction} NULLS LAST")
                parameters += values
        except FilterError as error:
            raise FilterError(f"sorting[{index}]: {error}") from error
    return Ordering(", ".join(parts), tuple(parameters))


def _values(field: Field, key: str) -> list[tuple[str, tuple[str, ...]]]:
    """The expressions to sort by, each with its parameters."""
    try:
        key.encode()
    except UnicodeEncodeError as error:
        raise FilterError("field: has half of a character (a lone surrogate).") from error
    if field.kind is FieldKind.CUSTOM:
        raise FilterError("nothing can be sorted by this field.")
    if field.kind is FieldKind.SCORES:
        return [(field.sql, (key,))]
    if field.kind is FieldKind.NUMBERS and key:
        return [(f"json_number({field.sql}, ?)", (name_parameter(key),))]
    if field.kind in (FieldKind.DICTIONARY, FieldKind.NUMBERS):
        path = path_parameter(key or "$")
        return [(f"json_number({field.sql}, ?)", (path,)), (f"json_text({field.sql}, ?)", (path,))]
    return [(field.sql, ())]
