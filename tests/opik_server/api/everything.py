"""One row of everything that the API keeps, made over HTTP; what each is called, so that every endpoint has something
to answer with."""

from __future__ import annotations

import base64
from typing import Any

import httpx

from tests.opik_server.api.dataset_samples import V1, fresh, made, send

World = dict[str, str]
"""Ids and names by what they are of: `{"trace": "0199…", "dataset_name": "goals of coach"}`."""
PERIOD = {"interval_start": "2026-10-31T00:00:00Z", "interval_end": "2026-11-02T00:00:00Z"}
"""Holds the moments of all rows below, not those of their ids."""


def everything(api: httpx.Client, name: str) -> World:
    """Make it all in a project of that name, which no other world of the same server has."""
    world = {"project_name": name, "thread": f"talk of {name}", "author": "ann"}
    world["score"] = f"clear in {name}"
    _runs(api, world)
    world["project"] = send(api, "POST", "/projects/retrieve", {"name": name}, 200).json()["id"]
    _talk(api, world)
    _dataset(api, world)
    _prompt(api, world)
    _people(api, world)
    _settings(api, world)
    _attachment(api, world)
    return world


def _runs(api: httpx.Client, world: World) -> None:
    """A trace of a thread with all that a trace can have, and an LLM's span in it."""
    world["trace"], world["span"] = fresh(), fresh()
    common = {
        "project_name": world["project_name"],
        "start_time": "2026-11-01T10:00:00Z",
        "end_time": "2026-11-01T10:00:02.5Z",
        "input": {"question": "Which goal?"},
        "output": {"answer": "Run 5 km"},
        "metadata": {"kind": "plan", "deep": [1, {"x": None}]},
        "tags": ["first", "ü"],
        "error_info": {"exception_type": "Boom", "message": "no", "traceback": "line 1"},
        "environment": f"stage-{world['trace'][-6:]}",
        "source": "sdk",
        "ttft": 12.5,
    }
    trace = {**common, "id": world["trace"], "name": "plan", "thread_id": world["thread"]}
    span = {
        **common,
        "id": world["span"],
        "trace_id": world["trace"],
        "name": "call",
        "type": "llm",
        "model": "gpt-4o",
        "provider": "openai",
        "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7},
        "total_estimated_cost": 0.25,
    }
    send(api, "POST", "/traces", trace, 201)
    send(api, "POST", "/spans", span, 201)


def _talk(api: httpx.Client, world: World) -> None:
    """Scores, comments and results of assertions on the trace, the span and the thread."""
    send(api, "PUT", "/traces/threads/close", {"project_name": world["project_name"], "thread_id": world["thread"]})
    asked = {"project_name": world["project_name"], "thread_id": world["thread"]}
    world["thread_model"] = send(api, "POST", "/traces/threads/retrieve", asked, 200).json()["thread_model_id"]
    for path, kind, key in (
        ("/traces", "trace", "id"),
        ("/spans", "span", "id"),
        ("/traces/threads", "thread", "thread_id"),
    ):
        score = {
            key: world[kind],
            "project_name": world["project_name"],
            "name": world["score"],
            "value": 0.5,
            "reason": "so",
            "category_name": "fair",
            "source": "sdk",
        }
        send(api, "PUT", f"{path}/feedback-scores", {"scores": [score, {**score, "author": world["author"]}]})
        row = world["thread_model" if kind == "thread" else kind]
        world[f"{kind}_comment"] = made(send(api, "POST", f"{path}/{row}/comments", {"text": "well"}, 201))
    result = {"entity_id": world["trace"], "project_name": world["project_name"], "name": "is polite"}
    rows = [{**result, "status": "passed", "reason": "greets", "source": "sdk"}]
    send(api, "PUT", "/assertion-results", {"entity_type": "TRACE", "assertion_results": rows})


def _dataset(api: httpx.Client, world: World) -> None:
    """A dataset of two versions, an experiment with one run, and an optimization that it is a trial of."""
    name = world["dataset_name"] = f"goals of {world['project_name']}"
    body = {"name": name, "project_name": world["project_name"], "description": "d", "tags": ["t"]}
    world["dataset"] = made(send(api, "POST", "/datasets", body, 201))
    world["item"] = fresh()
    for number in (1, 2):
        item = {"id": world["item"], "source": "sdk", "data": {"n": number, "city": "Rome"}, "tags": ["t"]}
        rows = {"dataset_name": name, "project_name": world["project_name"], "items": [item], "batch_group_id": fresh()}
        send(api, "PUT", "/datasets/items", rows)
    versions = api.get(f"{V1}/datasets/{world['dataset']}/versions").json()["content"]
    world["version"], world["old_version"] = (one["version_hash"] for one in versions)
    world["version_name"], world["version_id"] = versions[0]["version_name"], versions[0]["id"]
    world["version_tag"] = "good"
    tags = f"/datasets/{world['dataset']}/versions/hash/{world['version']}/tags"
    send(api, "POST", tags, {"tag": world["version_tag"]})
    body = {"name": "best", "dataset_name": name, "objective_name": world["score"], "status": "running"}
    body |= {"project_name": world["project_name"], "metadata": {"m": 1}}
    world["optimization"] = made(send(api, "POST", "/optimizations", body, 201))
    world["experiment"], world["experiment_item"] = fresh(), fresh()
    world["experiment_name"] = f"run of {world['project_name']}"
    body = {
        "id": world["experiment"],
        "name": world["experiment_name"],
        "dataset_name": name,
        "project_name": world["project_name"],
        "metadata": {"model": "m"},
        "optimization_id": world["optimization"],
        "type": "trial",
        "tags": ["t"],
        "experiment_scores": [{"name": world["score"], "value": 0.75}],
    }
    send(api, "POST", "/experiments", body, 201)
    link = {"id": world["experiment_item"], "experiment_id": world["experiment"], "dataset_item_id": world["item"]}
    send(api, "POST", "/experiments/items", {"experiment_items": [{**link, "trace_id": world["trace"]}]})


def _prompt(api: httpx.Client, world: World) -> None:
    """A prompt of two versions, the newest in an environment."""
    name = world["prompt_name"] = f"greeting of {world['project_name']}"
    world["environment_name"] = f"env-{fresh()[-8:]}"
    body = {"name": world["environment_name"], "description": "d", "color": "#abcdef", "position": 1}
    world["environment"] = made(send(api, "POST", "/environments", body, 201))
    for template in ("Hi {{name}}", "Hello {{name}}"):
        version = {"template": template, "metadata": {"a": 1}, "type": "mustache", "change_description": "c"}
        body = {"name": name, "project_name": world["project_name"], "version": version}
        told = send(api, "POST", "/prompts/versions", body, 200).json()
    world["prompt"], world["prompt_version"], world["commit"] = told["prompt_id"], told["id"], told["commit"]
    world["version_number"] = told["version_number"]
    send(
        api,
        "PATCH",
        f"/prompts/versions/{world['prompt_version']}/environments",
        {"environments": [world["environment_name"]]},
    )


def _people(api: httpx.Client, world: World) -> None:
    """A feedback definition, and an annotation queue that holds the trace."""
    world["feedback_definition_name"] = f"tone of {world['project_name']}"
    body: dict[str, Any] = {"name": world["feedback_definition_name"], "type": "categorical", "description": "d"}
    body["details"] = {"categories": {"good": 1.0, "bad": 0.0}}
    world["feedback_definition"] = made(send(api, "POST", "/feedback-definitions", body, 201))
    body = {"project_id": world["project"], "name": "review", "scope": "trace", "description": "d"}
    body["feedback_definition_names"] = [world["score"]]
    world["queue"] = made(send(api, "POST", "/annotation-queues", body, 201))
    send(api, "POST", f"/annotation-queues/{world['queue']}/items/add", {"ids": [world["trace"]]})
    send(api, "PUT", f"/annotation-queues/{world['queue']}/items/{world['trace']}/lock", status=200)


def _settings(api: httpx.Client, world: World) -> None:
    """A rule of retention for the project, and the workspace's settings."""
    body = {"retention": "extended_400d", "project_id": world["project"]}
    world["rule"] = send(api, "POST", "/retention/rules", body, 201).json()["id"]
    body = {"timeout_to_mark_thread_as_inactive": "PT5M", "truncation_on_tables": True, "color_map": {"a": "#abcdef"}}
    send(api, "PUT", "/workspaces/configurations", body, 200)


def _attachment(api: httpx.Client, world: World) -> None:
    """A text that is attached to the trace."""
    world["file"], world["mime_type"] = "note.txt", "text/plain"
    world["base"] = base64.b64encode(str(api.base_url).rstrip("/").encode()).decode()
    query = {
        "file_name": world["file"],
        "mime_type": world["mime_type"],
        "project_name": world["project_name"],
        "entity_type": "trace",
        "entity_id": world["trace"],
    }
    start = {**query, "path": world["base"], "num_of_file_parts": 1}
    (address,) = send(api, "POST", "/attachment/upload-start", start, 200).json()["pre_sign_urls"]
    httpx.put(address, content=b"a note").raise_for_status()
