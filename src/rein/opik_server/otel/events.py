"""What a span's events say: messages, an error, the rest."""

from __future__ import annotations

from dataclasses import dataclass, field

from rein.opik_server.otel.model import STATUS_ERROR, STATUS_OK, Attributes, Event, OtelSpan, Value
from rein.opik_server.otel.rules import CHOICE_EVENT, DETAIL_EVENTS, MESSAGE_EVENTS
from rein.opik_server.otel.values import text_of, unfold

_EXCEPTION = "exception"


@dataclass(slots=True)
class Told:
    """The events of a span by what they are for."""

    messages: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    choices: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    details: Attributes = field(default_factory=dict[str, Value])
    """Attributes that are the span's."""
    error: dict[str, str] | None = None
    others: list[dict[str, object]] = field(default_factory=list[dict[str, object]])


def sort_events(span: OtelSpan) -> Told:
    """Every event in one place of the result.

    A span has failed when its status says so, and when it recorded an exception without saying that all went well.
    """
    told = Told()
    exceptions = [event for event in span.events if event.name == _EXCEPTION]
    last = exceptions[-1] if exceptions and span.status_code != STATUS_OK else None
    if last is not None or span.status_code == STATUS_ERROR:
        told.error = _error(span, {} if last is None else last.attributes)
    for event in span.events:
        if event is last:
            continue
        if event.name in MESSAGE_EVENTS:
            told.messages.append({"role": MESSAGE_EVENTS[event.name], **_unfolded(event.attributes)})
        elif event.name == CHOICE_EVENT:
            told.choices.append(_unfolded(event.attributes))
        elif event.name in DETAIL_EVENTS:
            told.details.update(event.attributes)
        else:
            told.others.append(_plain(event))
    return told


def _error(span: OtelSpan, event: Attributes) -> dict[str, str]:
    """Opik's error: `exception_type`, `message`, and a `traceback`, which it never leaves out."""
    own = span.attributes

    def first(*names: str) -> str | None:
        found = (text_of(attributes.get(name)) for attributes in (event, own) for name in names)
        return next((text for text in found if text is not None), None)

    kind = first("exception.type", "error.type") or "Error"
    message = first("exception.message") or span.status_message or first("error.message") or ""
    return {
        "exception_type": kind,
        "message": message,
        "traceback": first("exception.stacktrace", "error.stack", "error.stacktrace") or message or kind,
    }


def _plain(event: Event) -> dict[str, object]:
    told: dict[str, object] = {"name": event.name, "time_unix_nano": event.time_ns}
    if event.attributes:
        told["attributes"] = _unfolded(event.attributes)
    return told


def _unfolded(attributes: Attributes) -> dict[str, object]:
    return {key: unfold(value) for key, value in attributes.items()}
