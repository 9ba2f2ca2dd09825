"""Putting attachments back where the client took them out.

The official client takes files that are base 64 out of what it sends, sends them as attachments, and leaves
`[input-attachment-…-sdk.png]` in their place. Whoever reads one trace or span gets them back there, as
`data:image/png;base64,…`. Newer clients take such a beginning out with the file, and leave the same for base 64
without one, which is therefore read with one too. Where an older client left it in its place, it is not there twice.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Protocol

import msgspec

from rein.opik_server.api.call import Call
from rein.opik_server.ids import parse_id
from rein.opik_server.store.attachment_files import AttachmentFiles
from rein.opik_server.store.attachments import Attachment, list_attachments
from rein.opik_server.store.errors import NotFound
from rein.opik_server.store.totals import Kind

MAX_BYTES = 64 << 20
"""Of files that one answer takes in; where there is more, the rest stay names."""
_MARK = b"-attachment-"
_NAME = re.compile(rb"(;base64,)?\[((?:input|output|metadata)-attachment-\d+-\d+(?:-sdk)?\.\w+)\]")
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_MAX_ATTACHMENTS = 1000


class _Whole(Protocol):
    """A trace or a span as an answer shows it."""

    id: str
    input: msgspec.Raw | None
    output: msgspec.Raw | None
    metadata: msgspec.Raw | None


def reinject(call: Call, kind: Kind, one: _Whole) -> None:
    """Put a trace's or span's attachments back, unless the request says `strip_attachments`."""
    if call.flag("strip_attachments") or not any(_MARK in bytes(raw) for raw in _payloads(one)):
        return
    entity = parse_id(one.id)
    _, found = call.read(
        lambda connection, workspace: list_attachments(connection, workspace, kind, entity, _MAX_ATTACHMENTS)
    )
    texts = _Texts(AttachmentFiles(call.server.directory), {item.file_name.encode(): item for item in found})
    one.input, one.output, one.metadata = (texts.into(raw) for raw in (one.input, one.output, one.metadata))


def _payloads(one: _Whole) -> Iterator[msgspec.Raw]:
    return (raw for raw in (one.input, one.output, one.metadata) if raw is not None)


class _Texts:
    """The files of one trace or span as base 64, up to the limit."""

    def __init__(self, files: AttachmentFiles, by_name: dict[bytes, Attachment]) -> None:
        self._files = files
        self._by_name = by_name
        self._left = MAX_BYTES

    def into(self, raw: msgspec.Raw | None) -> msgspec.Raw | None:
        """A payload with its files in it: they and their types need no escaping in JSON, however deep."""
        return None if raw is None else msgspec.Raw(_NAME.sub(self._text, bytes(raw)))

    def _text(self, name: re.Match[bytes]) -> bytes:
        one = self._by_name.get(name[2])
        if one is None or one.size_bytes > self._left:
            return name[0]
        try:
            content = b"".join(self._files.read(one.file))
        except NotFound:  # removed just now
            return name[0]
        self._left -= len(content)
        # A type is whatever the sender called it.
        named = name[1] is None and _TYPE.fullmatch(one.mime_type)
        beginning = f"data:{one.mime_type};base64,".encode() if named else name[1] or b""
        return beginning + base64.b64encode(content)
