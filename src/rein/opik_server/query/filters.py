"""Filters: what a request sends, checked, and compiled to one condition."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from rein.opik_server.query.errors import FilterError, shown
from rein.opik_server.query.field import KEYED, Field, FieldKind
from rein.opik_server.query.operators import Operator, condition
from rein.opik_server.store.reading import Condition, both

MAX_FILTERS = 100


class _Filter(msgspec.Struct):
    """One filter, as Opik's clients write it; its `type` says nothing that the field does not."""

    field: str
    operator: Operator
    key: str | None = None
    value: msgspec.Raw = msgspec.Raw(b"null")


_filters = msgspec.json.Decoder(list[_Filter] | str | None)
_scalar = msgspec.json.Decoder(str | int | float | bool | None)


def compile_filters(text: str | bytes | None, fields: Mapping[str, Field]) -> Condition | None:
    """A condition that all filters hold; None if there are none.

    `text` is a JSON array of `{field, operator, key, value}`, or a JSON string that holds one.

    Raises:
        FilterError: it is not such an array, or one of the filters means nothing for these fields; says which.
    """
    if text is None or not text.strip():
        return None
    parts: Condition | None = None
    for index, filter_ in enumerate(_decode(text)):
        try:
            parts = both(parts, _compile(filter_, fields))
        except FilterError as error:
            raise FilterError(f"filters[{index}]: {error}") from error
    return parts


def resolve(name: str, key: str | None, fields: Mapping[str, Field]) -> tuple[Field, str]:
    """The field and the key for it, where the key may stand behind the name (`metadata.a`). Raises FilterError."""
    field = fields.get(name)
    if field is not None:
        return field, key or ""
    base, _, rest = name.partition(".")
    if rest and not key:
        for field in (fields.get(base), fields.get(f"{base}_json")):
            if field is not None and field.kind in KEYED:
                return field, rest
    raise FilterError(f"there is no field {shown(name)} here. There are: {', '.join(sorted(fields))}.")


def _decode(text: str | bytes) -> list[_Filter]:
    try:
        found = _filters.decode(text)
        if isinstance(found, str):
            found = _filters.decode(found) if found.strip() else None
        if isinstance(found, str):
            raise FilterError("filters: expected a JSON array of filters.")
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise FilterError(f"filters: expected a JSON array of filters. {error}") from error
    if found is not None and len(found) > MAX_FILTERS:
        raise FilterError(f"filters: {len(found)} are more than the {MAX_FILTERS} that one request may have.")
    return found or []


def _compile(filter_: _Filter, fields: Mapping[str, Field]) -> Condition:
    value = _value(filter_.value)
    field, key = resolve(filter_.field, filter_.key, fields)
    _check_text(key, "key")
    if field.kind is FieldKind.CUSTOM:
        field, key = _custom(key, fields)
    return condition(field, filter_.operator, key, value)


def _custom(key: str, fields: Mapping[str, Field]) -> tuple[Field, str]:
    """`input.a[0]` is the path `a[0]` in the field `input`; `input` alone the field itself."""
    key = key.removeprefix("$.")
    base = key.split(".")[0].split("[")[0]
    rest = key[len(base) :].removeprefix(".")
    field = (fields.get(f"{base}_json") or fields.get(base)) if rest else fields.get(base)
    if field is None or field.kind is FieldKind.CUSTOM:
        raise FilterError(f"key: {shown(base)} is no field here.")
    return field, rest


def _value(raw: msgspec.Raw) -> str:
    """The value as a text; a number or a boolean as it was written."""
    try:
        value = _scalar.decode(raw)
    except msgspec.MsgspecError as error:
        raise FilterError("value: expected a text.") from error
    if value is None:
        return ""
    if not isinstance(value, str):
        return bytes(raw).decode()
    return _check_text(value, "value")


def _check_text(text: str, place: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise FilterError(f"{place}: has half of a character (a lone surrogate).") from error
    return text
