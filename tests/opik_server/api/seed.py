"""Traces, spans, scores and comments sent over HTTP, for tests of what reads them."""

from __future__ import annotations

import json
from typing import Any

import httpx

from rein.opik_server.ids import format_id, new_id

PRIVATE = "/v1/private"
BASE_MS = 1_790_000_000_000
"""The moment of the first ids: 2026-09-21T14:13:20Z."""


def uid(number: int) -> str:
    """The same UUIDv7 for the same number; higher numbers are later, by a second each."""
    ms = BASE_MS + number * 1000
    return format_id(ms.to_bytes(6, "big") + bytes([0x70, 0, 0x80]) + number.to_bytes(7, "big"))


def fresh() -> str:
    """An id of now."""
    return format_id(new_id())


def at(seconds: float) -> str:
    """A moment after BASE_MS as it is sent."""
    from datetime import UTC, datetime, timedelta

    moment = datetime.fromtimestamp(BASE_MS / 1000, UTC) + timedelta(seconds=seconds)
    return moment.isoformat().replace("+00:00", "Z")


def trace(number: int, **values: Any) -> dict[str, Any]:
    """A trace of the project "p"."""
    return {"id": uid(number), "project_name": "p", "name": f"t{number}", "start_time": at(number)} | values


def span(number: int, trace_number: int, **values: Any) -> dict[str, Any]:
    """A span of a trace of `trace`."""
    common = {"project_name": "p", "name": f"s{number}", "type": "general", "start_time": at(number)}
    return {"id": uid(number), "trace_id": uid(trace_number)} | common | values


def send(api: httpx.Client, *rows: dict[str, Any]) -> None:
    """Store rows; those with a trace_id are spans."""
    for path, key, chosen in (
        ("traces", "traces", [row for row in rows if "trace_id" not in row]),
        ("spans", "spans", [row for row in rows if "trace_id" in row]),
    ):
        for start in range(0, len(chosen), 1000):
            answer = api.post(f"{PRIVATE}/{path}/batch", json={key: chosen[start : start + 1000]})
            assert answer.status_code == 204, answer.text


def score(api: httpx.Client, kind: str, row_id: str, name: str, value: float, **values: Any) -> None:
    """Give a score to a trace or a span (`traces`, `spans`), or to a thread (`traces/threads`)."""
    key = "thread_id" if kind == "traces/threads" else "id"
    body = {key: row_id, "name": name, "value": value, "source": "sdk", "project_name": "p"} | values
    answer = api.put(f"{PRIVATE}/{kind}/feedback-scores", json={"scores": [body]})
    assert answer.status_code == 204, answer.text


def filters(*parts: tuple[str, ...]) -> str:
    """Filters as they are sent: (field, operator, value) or (field, operator, value, key)."""
    return json.dumps([dict(zip(("field", "operator", "value", "key"), part, strict=False)) for part in parts])


def queue_with(api: httpx.Client, scope: str, *items: str) -> str:
    """An annotation queue of the project "p" with traces, or threads by their own ids, in it."""
    project = api.post(f"{PRIVATE}/projects/retrieve", json={"name": "p"}).json()["id"]
    queue = fresh()
    body = {"id": queue, "project_id": project, "name": "review", "scope": scope}
    assert api.post(f"{PRIVATE}/annotation-queues", json=body).status_code == 201
    assert api.post(f"{PRIVATE}/annotation-queues/{queue}/items/add", json={"ids": items}).status_code == 204
    return queue
