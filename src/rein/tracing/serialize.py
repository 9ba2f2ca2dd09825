"""From any Python value to JSON bytes: whatever comes, something readable leaves, and nothing raises."""

import base64
import math
import re
from collections.abc import Iterable, Mapping
from enum import Enum
from itertools import islice
from typing import Final, cast

import orjson

from rein.opik.payload import MAX_PAYLOAD_BYTES, shortened

_MAX_TEXT_CHARS: Final = 1_000
_MAX_DEPTH: Final = 24
_MAX_ITEMS: Final = 10_000
_MAX_BYTES_SHOWN: Final = 1_024

_ADDRESS: Final = re.compile(r" at 0x[0-9a-fA-F]+")

_dumps = orjson.dumps


def to_json(value: object) -> bytes:
    """The value as JSON in UTF-8, without a line break, at most about `MAX_PAYLOAD_BYTES` long.

    Pydantic models, dataclasses, dates, enums, sets and bytes become what they mean; of an object that JSON does not
    know, its `repr` is kept; cycles, endless nesting, broken text and failing methods become a short note instead.
    """
    try:
        data = _dumps(value, _default)
    except (
        Exception
    ):  # keys that are no text, integers over 64 bits, lone surrogates, cycles: all of them are TypeError
        data = _careful(value)
    return data if len(data) <= MAX_PAYLOAD_BYTES else shortened(data)


def as_object(data: bytes, key: str) -> bytes:
    """A JSON value as Opik takes it: an object; any other value is put under `key`."""
    return data if data[:1] == b"{" else b'{"%b":%b}' % (key.encode(), data)


def plain_text(value: object) -> str:
    """The value as text that every JSON writer takes."""
    try:
        return _clean(str(value))
    except Exception:
        return f"<{_type_name(value)}>"


def _careful(value: object) -> bytes:
    try:
        return _dumps(_plain(value, 0, set()))
    except Exception:  # RecursionError, MemoryError, a container that changes under our hands
        return _dumps(f"<{_type_name(value)}: could not be serialized>")


def _default(value: object) -> object:
    """What orjson asks for every value that it does not know itself."""
    serializer = getattr(type(value), "__pydantic_serializer__", None)
    if serializer is not None:
        # Runtime types, so that a subclass's fields are not lost where the base is declared.
        return orjson.Fragment(serializer.to_json(value, serialize_as_any=True))
    if isinstance(value, (set, frozenset)):
        return _ordered(cast("set[object]", value))
    if isinstance(value, (bytes, bytearray, memoryview)):
        return _bytes_text(bytes(cast("bytes", value)))
    if isinstance(value, Mapping):
        return dict(cast("Mapping[object, object]", value))
    if isinstance(value, tuple):  # named tuples, which orjson passes on
        return list(cast("tuple[object, ...]", value))
    if isinstance(value, Enum):
        return value.value
    return _described(value)


def _ordered(values: Iterable[object]) -> list[object]:
    items = list(values)
    try:
        return sorted(items)  # pyright: ignore[reportArgumentType, reportUnknownVariableType] - tried, not assumed
    except TypeError:
        return items


def _bytes_text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        shown = base64.b64encode(value[:_MAX_BYTES_SHOWN]).decode("ascii")
        return f"<{len(value)} bytes, base64: {shown}{'…' if len(value) > _MAX_BYTES_SHOWN else ''}>"


def _described(value: object) -> str:
    """A short text for an object: its own words if it has any, else its type. Never its memory address."""
    if type(value).__repr__ is object.__repr__ or callable(value):
        return f"<{_type_name(value)}>"
    try:
        text = repr(value)
    except Exception:
        return f"<{_type_name(value)}: repr failed>"
    text = text if len(text) <= _MAX_TEXT_CHARS else text[:_MAX_TEXT_CHARS] + "…"
    return _ADDRESS.sub("", _clean(text))


def _type_name(value: object) -> str:
    named = value if isinstance(value, type) or hasattr(value, "__qualname__") else type(value)
    return f"{getattr(named, '__module__', '?')}.{getattr(named, '__qualname__', '?')}"


def _clean(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates become `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _plain(value: object, depth: int, above: set[int]) -> object:
    """The slow way, for what orjson refused: only types that JSON has, bounded in depth and number."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, int):
        return int(value) if -(1 << 63) <= value < 1 << 64 else str(int(value))
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if id(value) in above:
        return "<cycle>"
    if depth >= _MAX_DEPTH:
        return f"<{_type_name(value)}: nested too deep>"
    above.add(id(value))
    try:
        return _plain_container(value, depth, above)
    finally:
        above.discard(id(value))


def _plain_container(value: object, depth: int, above: set[int]) -> object:
    if isinstance(value, Mapping):
        items = islice(cast("Mapping[object, object]", value).items(), _MAX_ITEMS)
        return {_key(key): _plain(item, depth + 1, above) for key, item in items}
    if isinstance(value, (list, tuple, set, frozenset)):
        entries = cast("Iterable[object]", value)
        return [_plain(item, depth + 1, above) for item in islice(entries, _MAX_ITEMS)]
    fields = getattr(type(value), "__dataclass_fields__", None) or getattr(type(value), "model_fields", None)
    try:
        return orjson.Fragment(_dumps(value, _default))  # alone it may well be fine
    except Exception:
        if isinstance(fields, Mapping):
            names = [str(name) for name in cast("Mapping[str, object]", fields)]
            return {name: _plain(getattr(value, name, None), depth + 1, above) for name in names}
        return _described(value)


def _key(key: object) -> str:
    if isinstance(key, str):
        return _clean(key)
    if isinstance(key, Enum):
        return _key(key.value)
    return _described(key)
