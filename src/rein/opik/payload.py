"""How long a payload may be: one bound for traced calls and for what is written by hand."""

import orjson

MAX_PAYLOAD_BYTES = 1 << 20
"""The longest value that is kept whole. Opik takes rows of a few MB; what is longer keeps its beginning."""
_PREVIEW_CHARS = 4_000


def shortened(data: bytes) -> bytes:
    """JSON that is too long as an object that says so: `truncated`, `bytes` (of the whole), and its `start` as text."""
    start = data[: _PREVIEW_CHARS * 4].decode("utf-8", "ignore")[:_PREVIEW_CHARS]
    return orjson.dumps({"truncated": True, "bytes": len(data), "start": start})
