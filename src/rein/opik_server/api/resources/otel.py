"""OpenTelemetry's spans, by OTLP over HTTP."""

from __future__ import annotations

from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import UnsupportedMedia
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


@ENDPOINTS.post("/otel/v1/traces")
def receive(call: Call) -> Response:
    """The answer has the encoding of the body. The header `projectName` names the project."""
    media = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in (_PROTOBUF, _JSON):
        raise UnsupportedMedia(f"Content-Type: {media[:100]!r} is not known; send {_PROTOBUF} or {_JSON}.")
    batch = read_json(call.body) if media == _JSON else read_protobuf(call.body)
    project, refused, spans = call.headers.get("projectName", ""), batch.refused, list[Mapped]()
    for span in batch.spans:
        try:
            mapped = map_span(span, project, call.arrival)
        except SpanError as error:
            refused.append(str(error))
        else:
            if mapped is not None:
                spans.append(mapped)
    if spans:
        call.write(StoreSpans(call.workspace, spans, len(call.body)))
    message = f"Not taken: {'; '.join(list(dict.fromkeys(refused))[:_TOLD])}." if refused else ""
    encode = encode_json if media == _JSON else encode_protobuf
    return Response(encode(len(refused), message), media_type=media)
