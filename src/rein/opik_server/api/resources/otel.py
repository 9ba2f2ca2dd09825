"""OpenTelemetry's spans, by OTLP over HTTP."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import UnsupportedMedia
from rein.opik_server.ingest import MAX_ROWS
from rein.opik_server.otel.mapping import Mapped, map_span
from rein.opik_server.otel.model import SpanError
from rein.opik_server.otel.otlp_json import encode_json, read_json
from rein.opik_server.otel.otlp_protobuf import encode_protobuf, read_protobuf
from rein.opik_server.otel.writing import StoreSpans

ENDPOINTS = Endpoints()

_PROTOBUF = "application/x-protobuf"
_JSON = "application/json"
_TOLD = 3
"""So many different faults of spans are named in an answer."""


@ENDPOINTS.post("/otel/v1/traces", large=True)
def receive(call: Call) -> Response:
    """The answer has the encoding of the body. The header `projectName` names the project."""
    media = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in (_PROTOBUF, _JSON):
        raise UnsupportedMedia(f"Content-Type: {media[:100]!r} is not known; send {_PROTOBUF} or {_JSON}.")
    read = read_json(call.body) if media == _JSON else read_protobuf(call.body)
    project, refused, faults = call.headers.get("projectName", ""), 0, dict[str, None]()
    waiting: list[Mapped] = []
    for span in read:
        try:
            if isinstance(span, SpanError):
                raise span
            mapped = map_span(span, project, call.arrival)
        except SpanError as error:
            refused += 1
            if len(faults) < _TOLD:
                faults[str(error)] = None
            continue
        if mapped is not None:
            waiting.append(mapped)
        if len(waiting) == MAX_ROWS:
            _store(call, waiting)
            waiting = []
    _store(call, waiting)
    message = f"Not taken: {'; '.join(faults)}." if refused else ""
    encode = encode_json if media == _JSON else encode_protobuf
    return Response(encode(refused, message), media_type=media)


def _store(call: Call, spans: Sequence[Mapped]) -> None:
    """So many at a time that others' writes need not wait long. If a later part fails, all can be sent again."""
    if spans:
        size = sum(len(value) for span in spans for value in span.row.values if isinstance(value, bytes | str))
        call.write(StoreSpans(call.workspace, spans, size))
