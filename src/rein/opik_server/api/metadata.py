"""What answers add to the metadata of traces and spans."""

from __future__ import annotations

from functools import lru_cache

import msgspec

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])


def with_first(metadata: bytes | None, name: str, value: str | list[str] | None) -> msgspec.Raw | None:
    """Metadata with one more field before all others, as Opik's own server shows providers there.

    Metadata's own field of that name stays what it is, and metadata that is no object stays whole; without a value
    nothing is added. All else is passed on byte by byte.
    """
    if not value:
        return None if metadata is None else msgspec.Raw(metadata)
    key, field = _field(name, value if isinstance(value, str) else tuple(value))
    if metadata is None:
        return msgspec.Raw(b"{" + field + b"}")
    text = metadata.lstrip()
    if not text.startswith(b"{") or (key in text and _has(text, name)):
        return msgspec.Raw(metadata)
    rest = text[1:].lstrip()
    return msgspec.Raw(b"{" + field + (b"" if rest.startswith(b"}") else b",") + rest)


@lru_cache(maxsize=256)  # the rows of a page have few providers
def _field(name: str, value: str | tuple[str, ...]) -> tuple[bytes, bytes]:
    """The name as JSON, and the whole field."""
    key = msgspec.json.encode(name)
    return key, key + b":" + msgspec.json.encode(value)


def _has(text: bytes, name: str) -> bool:
    """Whether an object has a field; the name alone may as well lie deeper or be a value."""
    try:
        return name in _OBJECT.decode(text)
    except (msgspec.DecodeError, RecursionError):  # nested too deep, or a half of a surrogate pair in a name
        return True
