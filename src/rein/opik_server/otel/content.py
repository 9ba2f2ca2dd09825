"""Input, output and metadata of a span."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rein.opik_server.otel.events import Told
from rein.opik_server.otel.indexed import take_lists
from rein.opik_server.otel.model import KINDS, Attributes, OtelSpan, Value
from rein.opik_server.otel.rules import (
    DROPPED,
    INDEXED_INPUT,
    INDEXED_OUTPUT,
    INPUT,
    INPUT_PREFIX,
    NOT_CONTENT,
    OUTPUT,
    OUTPUT_PREFIX,
    WHOLE_INPUT,
    WHOLE_OUTPUT,
)
from rein.opik_server.otel.values import encode, members, unfold

_TEXT_TYPES = ("text/", "application/x-text")
_OWN = "opentelemetry."
"""Before the names in metadata of what a span has besides attributes."""


def take_content(rest: Attributes, told: Told) -> tuple[bytes | None, bytes | None]:
    """Take input and output out of attributes and events; JSON.

    What is the input itself is the whole of it where nothing else is known, and else joined with it by name: then each
    part lies under its attribute's name, messages under `messages`, choices under `choices`.
    """
    given: dict[str, object] = {}
    answered: dict[str, object] = {}
    for key in list(rest):
        if key in INPUT or (key.startswith(INPUT_PREFIX) and key not in WHOLE_INPUT and key not in NOT_CONTENT):
            given[key] = unfold(rest.pop(key))
        elif key in OUTPUT or (key.startswith(OUTPUT_PREFIX) and key not in WHOLE_OUTPUT and key not in NOT_CONTENT):
            answered[key] = unfold(rest.pop(key))
    given.update(take_lists(rest, INDEXED_INPUT))
    answered.update(take_lists(rest, INDEXED_OUTPUT))
    if told.messages:
        given.setdefault("messages", told.messages)
    if told.choices:
        answered.setdefault("choices", told.choices)
    return _joined(rest, WHOLE_INPUT, given), _joined(rest, WHOLE_OUTPUT, answered)


def _joined(rest: Attributes, wholes: Sequence[str], parts: Mapping[str, object]) -> bytes | None:
    for key in wholes:
        whole = rest.get(key)
        if whole is not None:
            del rest[key]
            mime = rest.get(key.removesuffix(".value") + ".mime_type")
            if isinstance(mime, str) and mime.startswith(_TEXT_TYPES):
                return encode({"value": whole, **parts} if parts else whole)
            if not parts:
                return encode(unfold(whole))
            named = members(whole)
            return encode({**({"value": unfold(whole)} if named is None else named), **parts})
    return encode(parts) if parts else None


def metadata_of(span: OtelSpan, rest: Attributes, told: Told, thread: Value) -> bytes:
    """What is left of a span: its attributes by name, then what it has besides, under `opentelemetry.` names; JSON."""
    metadata: dict[str, object] = {key: unfold(value) for key, value in rest.items() if key not in DROPPED}
    metadata.update(metadata_of_openinference(rest))
    if thread is not None:
        metadata["thread_id"] = thread
    others: dict[str, object] = {
        "trace_id": span.trace_id.hex(),
        "span_id": span.span_id.hex(),
        "kind": KINDS.get(span.kind),
        "events": told.others,
        "links": [
            {"trace_id": link.trace_id.hex(), "span_id": link.span_id.hex(), "attributes": link.attributes}
            for link in span.links
        ],
        "scope": span.origin.scope,
        "resource": span.origin.resource,
    }
    metadata.update({_OWN + name: value for name, value in others.items() if value})
    return encode(metadata)


def metadata_of_openinference(rest: Attributes) -> Mapping[str, object]:
    """The members of the attribute `metadata`, which go beside the others."""
    if "openinference.span.kind" not in rest:
        return {}
    return {key: value for key, value in (members(rest.get("metadata")) or {}).items() if key not in rest}
