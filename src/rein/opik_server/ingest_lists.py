"""What of a large batch is decoded rather than carried: tags, usage and ids, which must be of a modest size."""

from __future__ import annotations

import msgspec

from rein.opik_server.decoding import Counted, IngestError, decode

LARGE_BYTES = 16 << 20
"""A body below this may be all tags."""
_MAX_BYTES = 1 << 20
_NULL = msgspec.Raw(b"null")


class _Lists(Counted):
    """A row, an update of many rows, or a batch; its lists as they are."""

    ids: msgspec.Raw = _NULL
    tags: msgspec.Raw = _NULL
    tags_to_add: msgspec.Raw = _NULL
    tags_to_remove: msgspec.Raw = _NULL
    usage: msgspec.Raw = _NULL
    traces: list[_Lists] | None = None
    spans: list[_Lists] | None = None
    update: _Lists | None = None


_lists = msgspec.json.Decoder(_Lists)
_LISTS = ("ids", "tags", "tags_to_add", "tags_to_remove", "usage")


def check_lists(body: bytes) -> None:
    """Raise IngestError if a list in a large body would take many times its bytes: `"a",` becomes 58 of them."""
    if len(body) <= LARGE_BYTES:
        return
    whole = decode(body, _lists)
    for row in (whole, whole.update or whole, *(whole.traces or ()), *(whole.spans or ())):
        for name in _LISTS:
            if memoryview(getattr(row, name)).nbytes > _MAX_BYTES:
                raise IngestError(f"{name}: more than {_MAX_BYTES >> 20} MB.")
