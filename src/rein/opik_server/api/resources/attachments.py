"""Attachments of traces and spans: sent to an address of our own, listed, downloaded, removed."""

from __future__ import annotations

import base64
import binascii
import mimetypes
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Literal
from urllib.parse import quote, urlsplit

import msgspec
from starlette.responses import Response, StreamingResponse

from rein.errors import StorageError
from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest, TooLarge
from rein.opik_server.api.gate import Sender
from rein.opik_server.api.inputs import MAX_PAGE_SIZE, NonBlank
from rein.opik_server.api.reply import PageOf, no_content, reply
from rein.opik_server.api.signing import signed_query
from rein.opik_server.ids import format_id
from rein.opik_server.store.attachment_files import AttachmentFiles
from rein.opik_server.store.attachments import (
    AddAttachment,
    Attachment,
    DropAttachments,
    list_attachments,
    require_attachment,
)
from rein.opik_server.store.totals import Kind

ENDPOINTS = Endpoints()
PATH = "/attachment"
UPLOAD = f"/v1/private{PATH}/upload"
DOWNLOAD = f"/v1/private{PATH}/download"

MAX_ATTACHMENT_BYTES = 2 << 30
MAX_FILE_NAME = 1000
UPLOAD_LIFETIME_S = 3600
DOWNLOAD_LIFETIME_S = 24 * 3600
SENT_HERE = "BEMinIO"
"""The upload id by which the client knows that it sends the bytes to the server itself, in one piece."""
_MIME_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;\s*[\w.+-]+=[\w.+-]+)*", re.ASCII)
_UNKNOWN = "application/octet-stream"
_KINDS = {"trace": Kind.TRACE, "span": Kind.SPAN}

_EntityType = Literal["trace", "span"]


class _Start(msgspec.Struct):
    file_name: NonBlank
    entity_type: _EntityType
    entity_id: str
    path: str
    """The API's address as the sender knows it, in base 64."""
    num_of_file_parts: int
    mime_type: str | None = None
    project_name: str | None = None


class _Started(msgspec.Struct):
    upload_id: str
    pre_sign_urls: list[str]


class _Complete(msgspec.Struct):
    file_name: NonBlank
    entity_type: _EntityType
    entity_id: str
    upload_id: NonBlank


class _Delete(msgspec.Struct):
    entity_type: _EntityType
    entity_id: str
    file_name: str | None = None
    file_names: list[str] | None = None


class _Out(msgspec.Struct):
    link: str
    file_name: str
    file_size: int
    mime_type: str


_start = msgspec.json.Decoder(_Start)
_complete = msgspec.json.Decoder(_Complete)
_delete = msgspec.json.Decoder(_Delete)


@ENDPOINTS.post(PATH + "/upload-start")
def start(call: Call) -> Response:
    """Tells where to send the bytes: an address of this server that needs no key, for an hour."""
    new = call.decode(_start)
    base_url = _base_url(new.path)
    parameters = {
        "file_name": _file_name(new.file_name),
        "mime_type": new.mime_type or _guess(new.file_name),
        "entity_type": new.entity_type,
        "entity_id": format_id(any_uuid(new.entity_id, "entity_id")),
        **({} if new.project_name is None else {"project_name": new.project_name}),
    }
    query = signed_query(call.server.directory, UPLOAD, parameters, Sender(call.workspace, call.by), UPLOAD_LIFETIME_S)
    return reply(_Started(SENT_HERE, [f"{base_url}{UPLOAD}?{query}"]))


@ENDPOINTS.put(PATH + "/upload", takes_body=False, signed=True)
def upload(call: Call) -> Response:
    """The bytes as they are, on disk when this is answered. 413 above the limit, 507 where there is no room."""
    kind, entity = _entity(call)
    name = _file_name(call.query.get("file_name", ""))
    if call.headers.get("content-encoding", "identity") != "identity":
        raise BadRequest("Content-Encoding: an attachment is taken as it is.")
    length = call.headers.get("content-length", "0")
    if length.isdecimal() and int(length[:20]) > MAX_ATTACHMENT_BYTES:
        raise _too_large()
    files = AttachmentFiles(call.server.directory)
    file, size = files.write(_limited(call.stream or iter(())))
    one = Attachment(name, call.query.get("mime_type") or _guess(name), size, file)
    try:
        project = call.query.get("project_name")
        call.write(AddAttachment(call.workspace, kind, entity, project, one, call.now_us, call.by))
    except BaseException:
        files.remove(file)
        raise
    _remove_dropped(call)
    return no_content()


@ENDPOINTS.post(PATH + "/upload-complete")
def complete(call: Call) -> Response:
    """Nothing is left to do: an attachment is there when its bytes are."""
    call.decode(_complete)
    return no_content()


@ENDPOINTS.get(PATH + "/list")
def find(call: Call) -> Response:
    """Each with a link that needs no key, for a day."""
    kind, entity = _entity(call)
    any_uuid(call.query.get("project_id", ""), "project_id")
    base_url = _base_url(call.query.get("path", ""))
    page, size = call.number("page", 1), call.number("size", 100, high=MAX_PAGE_SIZE)
    total, found = call.read(
        lambda connection, workspace: list_attachments(connection, workspace, kind, entity, size, (page - 1) * size)
    )
    content = [_Out(_link(call, base_url, one), one.file_name, one.size_bytes, one.mime_type) for one in found]
    return reply(PageOf(page=page, size=len(content), total=total, content=content))


@ENDPOINTS.get(PATH + "/download", signed=True)
def download(call: Call) -> Response:
    """The bytes. A browser saves them and never shows them: they may be a page that somebody else wrote."""
    kind, entity = _entity(call)
    name = call.query.get("file_name", "")
    one = call.read(lambda connection, workspace: require_attachment(connection, workspace, kind, entity, name))
    return StreamingResponse(
        AttachmentFiles(call.server.directory).read(one.file),
        headers={
            "Content-Type": one.mime_type if _MIME_TYPE.fullmatch(one.mime_type) else _UNKNOWN,
            "Content-Length": str(one.size_bytes),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(one.file_name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


@ENDPOINTS.post(PATH + "/delete")
def delete(call: Call) -> Response:
    """By `file_name`, or several by `file_names`. Those that are not there are passed over."""
    gone = call.decode(_delete)
    names = [*([] if gone.file_name is None else [gone.file_name]), *(gone.file_names or ())]
    if not names:
        raise BadRequest("file_name: expected the name of an attachment.")
    entity = any_uuid(gone.entity_id, "entity_id")
    call.write(DropAttachments(call.workspace, _KINDS[gone.entity_type], entity, names))
    _remove_dropped(call)
    return no_content()


def _remove_dropped(call: Call) -> None:
    """Now rather than in a minute, when housekeeping does; that this fails is nothing that the sender must know."""
    with suppress(StorageError):
        AttachmentFiles(call.server.directory).sweep(call.server.store)


def _entity(call: Call) -> tuple[Kind, bytes]:
    kind = _KINDS.get(call.query.get("entity_type", "").lower())
    if kind is None:
        raise BadRequest("entity_type: expected trace or span.")
    return kind, any_uuid(call.query.get("entity_id", ""), "entity_id")


def _file_name(text: str) -> str:
    if not text.strip() or len(text) > MAX_FILE_NAME:
        raise BadRequest(f"file_name: expected 1 to {MAX_FILE_NAME} characters.")
    return text


def _guess(file_name: str) -> str:
    return mimetypes.guess_type(file_name)[0] or _UNKNOWN


def _base_url(path: str) -> str:
    """The address that the sender reaches the API by, which only the sender knows where proxies are between us."""
    try:
        text = base64.b64decode(path.translate(_URL_SAFE) + "=" * (-len(path) % 4), validate=True).decode("ascii")
        parts = urlsplit(text)
    except (binascii.Error, ValueError) as error:
        raise BadRequest("path: expected the API's address in base 64.") from error
    plain = text.isprintable() and " " not in text and not parts.query and not parts.fragment
    if parts.scheme not in ("http", "https") or not parts.netloc or not plain:
        raise BadRequest("path: expected the API's address in base 64, such as that of http://127.0.0.1:5173/api.")
    return text.rstrip("/")


_URL_SAFE = str.maketrans("-_", "+/")


def _link(call: Call, base_url: str, one: Attachment) -> str:
    parameters = {
        "container_id": call.query["project_id"],
        "entity_type": call.query["entity_type"],
        "entity_id": call.query["entity_id"],
        "file_name": one.file_name,
        "mime_type": one.mime_type,
    }
    sender = Sender(call.workspace, call.by)
    query = signed_query(call.server.directory, DOWNLOAD, parameters, sender, DOWNLOAD_LIFETIME_S)
    return f"{base_url}{DOWNLOAD}?{query}"


def _limited(chunks: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_ATTACHMENT_BYTES:
            raise _too_large()
        yield chunk


def _too_large() -> TooLarge:
    return TooLarge(f"An attachment has at most {MAX_ATTACHMENT_BYTES >> 20} MB.")
