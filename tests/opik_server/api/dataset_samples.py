"""Datasets and experiments sent over HTTP, as the official client sends them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import count
from time import time_ns
from typing import Any

import httpx

from rein.opik_server.ids import format_id, new_id

V1 = "/v1/private"


_moments = count(time_ns() // 1_000_000)


def fresh() -> str:
    """An id that is greater than those before."""
    return format_id(new_id(next(_moments)))


def ids(count: int) -> list[str]:
    """Ids in the order of their numbers."""
    return [format_id(new_id(1_790_000_000_000 + number)) for number in range(count)]


def send(api: httpx.Client, method: str, path: str, body: Any = None, status: int = 204) -> httpx.Response:
    answer = api.request(method, V1 + path, json=body)
    assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
    return answer


def made(answer: httpx.Response) -> str:
    """The id in the address of what was created."""
    return answer.headers["location"].rsplit("/", 1)[-1]


def put_items(
    api: httpx.Client, dataset: str, items: dict[str, Any] | Sequence[Any], group: str | None = None, **more: Any
) -> None:
    """Items by their ids, or with ids of the server's."""
    rows = (
        [{"id": one, "data": data, "source": "sdk"} for one, data in items.items()]
        if isinstance(items, dict)
        else [{"data": data, "source": "sdk"} for data in items]
    )
    send(api, "PUT", "/datasets/items", {"dataset_name": dataset, "items": rows, "batch_group_id": group, **more})


def dataset_id(api: httpx.Client, name: str) -> str:
    return send(api, "POST", "/datasets/retrieve", {"dataset_name": name}, 200).json()["id"]


def lines(answer: httpx.Response) -> list[Any]:
    return [json.loads(line) for line in answer.text.splitlines()]


def stream_items(api: httpx.Client, name: str, **body: Any) -> list[Any]:
    return lines(send(api, "POST", "/datasets/items/stream", {"dataset_name": name, **body}, 200))


def run(
    api: httpx.Client, dataset: str, items: Sequence[str], name: str = "first", scores: dict[str, float] | None = None
) -> tuple[str, list[str]]:
    """An experiment that ran the items: its id, and those of its traces, each of which took a second more."""
    experiment, traces = fresh(), [fresh() for _ in items]
    send(api, "POST", "/experiments", {"id": experiment, "dataset_name": dataset, "name": name}, 201)
    rows = [
        {
            "id": trace,
            "project_name": "coach",
            "name": "task",
            "start_time": "2026-11-01T10:00:00Z",
            "end_time": f"2026-11-01T10:00:0{index + 1}Z",
            "input": {"n": index},
            "output": {"answer": f"{name} {index}"},
        }
        for index, trace in enumerate(traces)
    ]
    send(api, "POST", "/traces/batch", {"traces": rows})
    spans = [
        {
            "id": fresh(),
            "trace_id": trace,
            "project_name": "coach",
            "type": "llm",
            "start_time": "2026-11-01T10:00:00Z",
            "usage": {"total_tokens": 10 * (index + 1)},
            "total_estimated_cost": 0.5,
        }
        for index, trace in enumerate(traces)
    ]
    send(api, "POST", "/spans/batch", {"spans": spans})
    if scores is not None:
        rows = [
            {"id": trace, "project_name": "coach", "name": score, "value": value + index, "source": "sdk"}
            for index, trace in enumerate(traces)
            for score, value in scores.items()
        ]
        send(api, "PUT", "/traces/feedback-scores", {"scores": rows})
    links = [
        {"id": fresh(), "experiment_id": experiment, "dataset_item_id": item, "trace_id": trace}
        for item, trace in zip(items, traces, strict=True)
    ]
    send(api, "POST", "/experiments/items", {"experiment_items": links})
    return experiment, traces


def compare(api: httpx.Client, dataset: str, experiments: Sequence[str], **query: Any) -> dict[str, Any]:
    query = {name: json.dumps(value) if isinstance(value, list) else value for name, value in query.items()}
    answer = api.get(
        f"{V1}/datasets/{dataset}/items/experiments/items",
        params={"experiment_ids": json.dumps(list(experiments)), **query},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()
