"""Trace and span rows as Opik takes them, built from parts that are JSON already."""

from __future__ import annotations

from time import gmtime, strftime

import orjson

Fields = dict[str, object]
"""A row by field name; payloads are `orjson.Fragment`s, so that nothing is serialized twice."""

Content = tuple[bytes | None, bytes | None, bytes | None]
"""Input, output and metadata as JSON objects; None where there is none."""

_dumps = orjson.dumps
_second = (0, "")


def timestamp(ns: int) -> str:
    """Nanoseconds since 1970 as Opik's date-time: UTC, microseconds."""
    global _second
    seconds, rest = divmod(ns, 1_000_000_000)
    known, text = _second
    if known != seconds:
        text = strftime("%Y-%m-%dT%H:%M:%S", gmtime(seconds))
        _second = (seconds, text)
    return f"{text}.{rest // 1000:06d}Z"


def trace_row(
    *,
    trace_id: str,
    project_name: str,
    name: str,
    start_ns: int,
    end_ns: int | None,
    content: Content,
    tags: tuple[str, ...],
    thread_id: str | None,
    error_info: dict[str, str] | None,
) -> bytes:
    """A row for POST /traces/batch. Without `end_ns` it is the row of a trace that has just started."""
    start = timestamp(start_ns)
    row: Fields = {"id": trace_id, "project_name": project_name, "name": name, "start_time": start}
    # Opik keeps, of two rows with one id, the one updated last.
    row["last_updated_at"] = start
    if end_ns is not None:
        row["end_time"] = row["last_updated_at"] = timestamp(end_ns)
    if thread_id is not None:
        row["thread_id"] = thread_id
    return _dumps(_with_content(row, content, tags, error_info))


def span_row(
    *,
    span_id: str,
    trace_id: str,
    parent_span_id: str | None,
    project_name: str,
    name: str,
    span_type: str,
    start_ns: int,
    end_ns: int | None,
    content: Content,
    tags: tuple[str, ...],
    error_info: dict[str, str] | None,
    model: str | None,
    provider: str | None,
    usage: dict[str, int] | None,
    cost_usd: float | None,
) -> bytes:
    """A row for POST /spans/batch. Without `end_ns` it is the row of a span that has just started."""
    start = timestamp(start_ns)
    row: Fields = {
        "id": span_id,
        "trace_id": trace_id,
        "project_name": project_name,
        "name": name,
        "type": span_type,
        "start_time": start,
        "last_updated_at": start,
    }
    if end_ns is not None:
        row["end_time"] = row["last_updated_at"] = timestamp(end_ns)
    if parent_span_id is not None:
        row["parent_span_id"] = parent_span_id
    if model is not None:
        row["model"] = model
    if provider is not None:
        row["provider"] = provider
    if usage is not None:
        row["usage"] = usage
    if cost_usd is not None:
        row["total_estimated_cost"] = cost_usd
    return _dumps(_with_content(row, content, tags, error_info))


def _with_content(
    row: Fields,
    content: Content,
    tags: tuple[str, ...],
    error_info: dict[str, str] | None,
) -> Fields:
    given, output, metadata = content
    if given is not None:
        row["input"] = orjson.Fragment(given)
    if output is not None:
        row["output"] = orjson.Fragment(output)
    if metadata is not None:
        row["metadata"] = orjson.Fragment(metadata)
    if tags:
        row["tags"] = tags
    if error_info is not None:
        row["error_info"] = error_info
    return row
