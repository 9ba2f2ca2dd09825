"""What narrows a list besides its filters: a text that is searched for everywhere, and a stretch of time."""

from __future__ import annotations

from rein.opik_server.query.errors import FilterError
from rein.opik_server.query.field import Field, FieldKind
from rein.opik_server.query.operators import condition, moment_us
from rein.opik_server.store.reading import ALWAYS, Condition, Made

_OBSERVED = (
    *("t.name", "uuid_text(t.id)", "t.tags", "searchable(p.input)", "searchable(p.output)", "searchable(p.metadata)"),
    "searchable(p.error_info)",
)
TRACE_TEXTS = (*_OBSERVED, "t.thread_id")
SPAN_TEXTS = (*_OBSERVED, "uuid_text(t.trace_id)", "t.type", "t.model", "t.provider")
THREAD_TEXTS = ("h.thread_id", "h.tags", "searchable(fp.input)", "searchable(lp.output)")


def full_text(text: str | None, expressions: tuple[str, ...]) -> Condition | None:
    """That one of the expressions contains the text, letters large or small; None if there is no text."""
    if text is None or not text.strip():
        return None
    parts = [condition(Field(FieldKind.STRING, sql), "contains", "", text) for sql in expressions]
    return Condition(
        " OR ".join(part.sql for part in parts), tuple(value for part in parts for value in part.parameters)
    )


def made_between(from_time: str | None, to_time: str | None) -> Made | None:
    """That the id of `t` was made in a stretch of time: both ends count, each may be missing. Raises FilterError."""
    start_us, end_us = _ends(from_time, to_time)
    if start_us is None and end_us is None:
        return None
    # An id knows no more than its millisecond, which counts whole.
    return Made(0 if start_us is None else max(start_us, 0), ALWAYS.to_us if end_us is None else end_us + 1000)


def alive_between(from_time: str | None, to_time: str | None) -> Condition | None:
    """As `made_between` for the threads `h`: that a part of the thread lies in the stretch."""
    start_us, end_us = _ends(from_time, to_time)
    parts: list[str] = []
    parameters: list[int] = []
    if start_us is not None:
        parts.append("max(h.start_us, coalesce(h.end_us, 0)) >= ?")
        parameters.append(start_us)
    if end_us is not None:
        parts.append("h.start_us <= ?")
        parameters.append(end_us)
    return Condition(" AND ".join(parts), tuple(parameters)) if parts else None


def in_queue(queue_id: bytes | None, alias: str) -> Condition | None:
    """That a trace (`t`) or a thread (`h`) is an item of an annotation queue; None if none is named."""
    if queue_id is None:
        return None
    return Condition(
        "EXISTS (SELECT 1 FROM annotation_queue_items q"
        f" WHERE q.workspace = {alias}.workspace AND q.queue_id = ? AND q.item_id = {alias}.id)",
        (queue_id,),
    )


def _ends(from_time: str | None, to_time: str | None) -> tuple[int | None, int | None]:
    start_us, end_us = _moment(from_time, "from_time"), _moment(to_time, "to_time")
    if start_us is not None and end_us is not None and end_us < start_us:
        raise FilterError("to_time: must not lie before from_time.")
    return start_us, end_us


def _moment(text: str | None, name: str) -> int | None:
    if text is None or not text.strip():
        return None
    try:
        return moment_us(text)
    except FilterError as error:
        raise FilterError(f"{name}: {error}") from error
