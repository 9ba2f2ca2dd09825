"""Items of datasets out of a file that a form uploads: CSV, JSON, or JSON lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from email.message import Message
from email.parser import BytesParser
from itertools import islice

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, any_uuid
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest, TooLarge
from rein.opik_server.api.resources.datasets_shapes import ItemIn, items_in
from rein.opik_server.ids import new_id
from rein.opik_server.ingest import decode
from rein.opik_server.store.datasets_changes import PutItems

ENDPOINTS = Endpoints()

_BATCH = 1000
_FIELD_BYTES = 16 << 20
"""Of one field of a CSV file."""
MAX_ITEMS = 200_000
"""Of one file, all of which are held until the last is known to be good."""
MAX_JSON_BYTES = 16 << 20
"""Of a JSON array, which is read as a whole; of lines one is read at a time."""
_list = msgspec.json.Decoder(list[msgspec.Raw])
_any = msgspec.json.Decoder(msgspec.Raw)


@ENDPOINTS.post("/datasets/items/from-csv", large=True)
def from_csv(call: Call) -> Response:
    """An item for each line, with the names of the first line for keys and texts for values: one new version."""
    form = _form(call)
    return _put(call, form, _csv_rows(_text(form)))


@ENDPOINTS.post("/datasets/items/from-json", large=True)
def from_json(call: Call) -> Response:
    """An item for each object, of a JSON array or one a line (`format`): one new version."""
    form = _form(call)
    kind = form.get("format", b"").decode("utf-8", "replace").strip()
    if kind not in ("json", "jsonl"):
        raise BadRequest("format: expected json or jsonl.")
    if kind == "json":
        file = form.get("file", b"")
        if len(file) > MAX_JSON_BYTES:
            raise TooLarge(f"file: a JSON array has at most {MAX_JSON_BYTES >> 20} MB. Send lines (format jsonl).")
        return _put(call, form, decode(file, _list))
    lines = io.BytesIO(form.get("file", b""))
    return _put(call, form, (decode(line, _any) for line in lines if line.strip()))


def _put(call: Call, form: dict[str, bytes], rows: Iterable[msgspec.Raw]) -> Response:
    if "file" not in form:
        raise BadRequest("file: there is none in the form.")
    dataset = any_uuid(form.get("dataset_id", b"").decode("utf-8", "replace").strip(), "dataset_id")
    group, rest = new_id(), iter(rows)
    batches = [items_in(batch, "items") for batch in _batches(ItemIn(row, "manual") for row in islice(rest, MAX_ITEMS))]
    if next(rest, None) is not None:
        raise TooLarge(f"file: more than {MAX_ITEMS:,} items. Send them in several files.")
    for items, columns in batches:  # all of the file is known to be good before the first is written
        size = sum(len(item.data) for item in items)
        call.write(PutItems(call.workspace, dataset, None, items, columns, group, call.now_us, call.by, size))
    return Response(status_code=202)


def _batches(items: Iterator[ItemIn]) -> Iterator[list[ItemIn]]:
    while batch := list(islice(items, _BATCH)):
        yield batch


def _csv_rows(text: str) -> Iterator[msgspec.Raw]:
    csv.field_size_limit(_FIELD_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, list[str]())]
        if not any(names):
            raise BadRequest("file: the first line has no names.")
        for values in reader:
            if not any(values):
                continue
            if len(values) > len(names):
                raise BadRequest(f"file: line {reader.line_num} has more values than the first line has names.")
            yield msgspec.Raw(msgspec.json.encode(dict(zip(names, values, strict=False))))
    except csv.Error as error:
        raise BadRequest(f"file: line {reader.line_num} is no CSV: {error}.") from error


def _text(form: dict[str, bytes]) -> str:
    try:
        return form.get("file", b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(f"file: not UTF-8 (byte {error.start}).") from error


def _form(call: Call) -> dict[str, bytes]:
    """The parts of a multipart form by their names. Raises BadRequest."""
    kind = Message()
    kind["Content-Type"] = call.headers.get("content-type", "")
    boundary = kind.get_boundary()
    if kind.get_content_type() != "multipart/form-data" or not boundary:
        raise BadRequest("The body is no multipart/form-data.")
    form: dict[str, bytes] = {}
    for part in (b"\r\n" + call.body).split(b"\r\n--" + boundary.encode("latin-1", "replace"))[1:]:
        headers, gap, content = part.partition(b"\r\n\r\n")
        name = BytesParser().parsebytes(headers.lstrip()).get_param("name", header="content-disposition")
        if gap and isinstance(name, str):
            form[name] = content
    if not form:
        raise BadRequest("The body is no multipart form with parts in it.")
    return form
