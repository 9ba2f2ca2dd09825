"""How each endpoint is asked for something that is there: `<trace>` stands for the id of that name in a World."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.opik_server.api.everything import PERIOD, World, fresh

_NAME = re.compile(r"<(\w+)>")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_START = "2026-11-01T11:00:00Z"
_SCORE = {"name": "kind", "value": 1, "source": "ui"}
_RESULT = {"entity_id": "<trace>", "project_name": "<project_name>", "name": "is short", "status": "failed"}
_PROJECT = {"project_name": "<project_name>"}
_PROJECT_ID = {"project_id": "<project>"}
_TALK = {**_PROJECT, "thread_id": "<thread>"}
_FILE = {"file_name": "<file>", "entity_type": "trace", "entity_id": "<trace>"}
_PLACE = {"container_id": "<project>", "entity_type": "trace", "entity_id": "<trace>", "path": "<base>"}
_ENRICHED = {"enrichment_options": {}}
_DEFINITION = {"name": "mood of <project>", "type": "boolean", "details": {"trueLabel": "yes", "falseLabel": "no"}}
_RUNS = {"experiment_ids": ["<experiment>"]}
_LINK = {"experiment_id": "<experiment>", "dataset_item_id": "<item>", "trace_id": "<trace>"}
_QUEUE = {"project_id": "<project>", "name": "again", "scope": "thread"}
_STUDY = {"dataset_name": "<dataset_name>", "objective_name": "<score>", "status": "running"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that its endpoint answers with a 2xx, or a 303."""

    at: tuple[str, ...] = ()
    """What the path's placeholders stand for, in their order: keys of a World."""
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    form: dict[str, str] | None = None
    """Fields that are sent with a file, as a form."""
    content: bytes | None = None
    """A body that is not JSON."""
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, api: httpx.Client, method: str, path: str, world: World) -> httpx.Response:
        """Ask, as somebody who has that world."""
        places = iter(self.at)
        where = _PLACEHOLDER.sub(lambda _: world[next(places)], path)
        query = {
            name: json.dumps(value) if isinstance(value, list) else value
            for name, value in _filled(self.query, world).items()
        }
        more: dict[str, Any] = {}
        if self.body is not None:
            more["json"] = _filled(self.body, world)
        elif self.form is not None:
            more = {"data": _filled(self.form, world), "files": {"file": ("items", self.content)}}
        elif self.content is not None:
            more["content"] = self.content
        return api.request(method, where, params=query, headers=self.headers, **more)


def _filled(value: Any, world: World) -> Any:
    if isinstance(value, str):
        return _NAME.sub(lambda found: world[found[1]] if found[1] in world else fresh(), value)
    if isinstance(value, dict):
        return {name: _filled(one, world) for name, one in value.items()}
    return [_filled(one, world) for one in value] if isinstance(value, list) else value


def _of_entity(path: str, kind: str, row: str, filtered: list[Any]) -> dict[str, Ask]:
    """What traces, spans and threads have alike. `row` is the kind's key in a World that comments go by."""
    named = {"thread_id": "<thread>", **_PROJECT} if kind == "thread" else {"id": f"<{kind}>"}
    whole = f"/v1/private/{path}"
    owner = {"trace": "traceId", "span": "spanId", "thread": "threadId"}[kind]
    known = {"type": "llm"} if kind == "span" else {}
    return {
        f"GET {whole}": Ask(query={**_PROJECT, "filters": filtered}),
        f"GET {whole}/stats": Ask(query={**_PROJECT, **known}),
        f"POST {whole}/search": Ask(body={**_PROJECT, "limit": 5, "truncate": False}),
        f"GET {whole}/feedback-scores/names": Ask(query=_PROJECT_ID),
        f"PUT {whole}/feedback-scores": Ask(body={"scores": [{**named, **_SCORE, **_PROJECT}]}),
        f"POST {whole}/{{id}}/comments": Ask((row,), body={"text": "hm"}),
        f"GET {whole}/{{{owner}}}/comments/{{commentId}}": Ask((row, f"{kind}_comment")),
        f"PATCH {whole}/comments/{{commentId}}": Ask((f"{kind}_comment",), body={"text": "aha"}),
        f"POST {whole}/comments/delete": Ask(body={"ids": [f"<{kind}_comment>"]}),
    }


def _of_row(path: str, kind: str, row: dict[str, Any]) -> dict[str, Ask]:
    """What traces and spans have alike."""
    whole = f"/v1/private/{path}"
    return {
        f"POST {whole}": Ask(body=row),
        f"POST {whole}/batch": Ask(body={path: [row]}),
        f"GET {whole}/exists": Ask(query=_PROJECT),
        f"GET {whole}/{{id}}": Ask((kind,)),
        f"PATCH {whole}/{{id}}": Ask((kind,), body={**row, "name": "other"}),
        f"PATCH {whole}/batch": Ask(body={"ids": [f"<{kind}>"], "update": {"trace_id": "<trace>", "tags": ["t"]}}),
        f"DELETE {whole}/{{id}}": Ask((kind,)),
        f"PUT {whole}/{{id}}/feedback-scores": Ask((kind,), body=_SCORE),
        f"POST {whole}/{{id}}/feedback-scores/delete": Ask((kind,), body={"name": "<score>"}),
    }


def _sorted_filter(field_: str, value: str) -> list[Any]:
    return [{"field": field_, "operator": "=", "value": value}]


CALLS: dict[str, Ask] = {
    "GET /is-alive/ping": Ask(),
    "GET /is-alive/ver": Ask(),
    "POST /v1/private/auth": Ask(),
    "GET /v1/private/auth/workspace": Ask(),
    "GET /v1/private/workspace-permissions": Ask(),
    "GET /v1/private/toggles": Ask(),
    "POST /v1/private/projects": Ask(body={"name": "<new>", "description": "d"}),
    "GET /v1/private/projects": Ask(query={"name": "<project_name>"}),
    "GET /v1/private/projects/stats": Ask(query={"name": "<project_name>"}),
    "POST /v1/private/projects/retrieve": Ask(body={"name": "<project_name>", "includeStats": True}),
    "POST /v1/private/projects/delete": Ask(body={"ids": ["<project>"]}),
    "GET /v1/private/projects/feedback-scores/names": Ask(query={"project_ids": ["<project>"]}),
    "GET /v1/private/projects/{id}": Ask(("project",)),
    "PATCH /v1/private/projects/{id}": Ask(("project",), body={"description": "other"}),
    "DELETE /v1/private/projects/{id}": Ask(("project",)),
    "GET /v1/private/projects/{id}/token-usage/names": Ask(("project",)),
    "POST /v1/private/projects/{id}/metrics": Ask(
        ("project",), body={"metric_type": "FEEDBACK_SCORES", "interval": "DAILY", **PERIOD}
    ),
    "POST /v1/private/projects/{id}/kpi-cards": Ask(("project",), body={"entity_type": "traces", **PERIOD}),
    "GET /v1/private/workspaces/versions": Ask(),
    "GET /v1/private/workspaces/configurations": Ask(),
    "PUT /v1/private/workspaces/configurations": Ask(body={"truncation_on_tables": False}),
    "DELETE /v1/private/workspaces/configurations": Ask(),
    "POST /v1/private/workspaces/metrics/summaries": Ask(body={"project_ids": ["<project>"], **PERIOD}),
    "POST /v1/private/workspaces/costs/summaries": Ask(body={"project_ids": ["<project>"], **PERIOD}),
    "POST /v1/private/workspaces/metrics": Ask(body={"project_ids": ["<project>"], "name": "<score>", **PERIOD}),
    "POST /v1/private/workspaces/costs": Ask(body={"project_ids": ["<project>"], **PERIOD}),
    "GET /v1/private/retention/rules": Ask(query={"include_inactive": "true"}),
    "POST /v1/private/retention/rules": Ask(body={"retention": "unlimited", **_PROJECT_ID}),
    "GET /v1/private/retention/rules/{ruleId}": Ask(("rule",)),
    "DELETE /v1/private/retention/rules/{ruleId}": Ask(("rule",)),
    "GET /v1/session/redirect/projects": Ask(query={"trace_id": "<trace>", "path": "<base>"}),
    "GET /v1/session/redirect/datasets": Ask(query={"dataset_id": "<dataset>", "path": "<base>"}),
    "GET /v1/session/redirect/experiments": Ask(
        query={"dataset_id": "<dataset>", "experiment_id": "<experiment>", "path": "<base>"}
    ),
    "GET /v1/session/redirect/optimizations": Ask(
        query={"dataset_id": "<dataset>", "optimization_id": "<optimization>", "path": "<base>"}
    ),
    **_of_row("traces", "trace", {**_PROJECT, "name": "n", "start_time": _START, "input": {"a": 1}}),
    **_of_row("spans", "span", {**_PROJECT, "trace_id": "<trace>", "name": "n", "type": "tool", "start_time": _START}),
    **_of_entity("traces", "trace", "trace", _sorted_filter("thread_id", "<thread>")),
    **_of_entity("spans", "span", "span", _sorted_filter("model", "gpt-4o")),
    **_of_entity("traces/threads", "thread", "thread_model", _sorted_filter("id", "<thread>")),
    "POST /v1/private/traces/delete": Ask(body={"ids": ["<trace>"], **_PROJECT_ID}),
    "POST /v1/private/otel/v1/traces": Ask(
        body={"resourceSpans": []}, headers={"projectName": "otel", "Content-Type": "application/json"}
    ),
    "PUT /v1/private/traces/threads/close": Ask(body=_TALK),
    "PUT /v1/private/traces/threads/open": Ask(body=_TALK),
    "PATCH /v1/private/traces/threads/{threadModelId}": Ask(("thread_model",), body={"tags": ["t"]}),
    "PATCH /v1/private/traces/threads/batch": Ask(body={"ids": ["<thread_model>"], "update": {"tags": ["t"]}}),
    "POST /v1/private/traces/threads/delete": Ask(body={**_PROJECT, "thread_ids": ["<thread>"]}),
    "POST /v1/private/traces/threads/retrieve": Ask(body=_TALK),
    "POST /v1/private/traces/threads/feedback-scores/delete": Ask(body={**_TALK, "names": ["<score>"]}),
    "POST /v1/private/datasets": Ask(body={"name": "<new>", "type": "dataset"}),
    "GET /v1/private/datasets": Ask(query={"name": "<dataset_name>"}),
    "GET /v1/private/projects/{projectId}/datasets": Ask(("project",)),
    "POST /v1/private/datasets/retrieve": Ask(body={"dataset_name": "<dataset_name>", **_PROJECT}),
    "GET /v1/private/datasets/{id}": Ask(("dataset",)),
    "PUT /v1/private/datasets/{id}": Ask(("dataset",), body={"name": "<new>"}),
    "DELETE /v1/private/datasets/{id}": Ask(("dataset",)),
    "POST /v1/private/datasets/delete": Ask(body={"dataset_name": "<dataset_name>", **_PROJECT}),
    "POST /v1/private/datasets/delete-batch": Ask(body={"ids": ["<dataset>"]}),
    "PUT /v1/private/datasets/items": Ask(
        body={"dataset_id": "<dataset>", "items": [{"source": "manual", "data": {"a": 1}}]}
    ),
    "POST /v1/private/datasets/items/stream": Ask(body={"dataset_name": "<dataset_name>", **_PROJECT}),
    "GET /v1/private/datasets/{id}/items": Ask(("dataset",), query={"version": "<old_version>"}),
    "GET /v1/private/datasets/items/{itemId}": Ask(("item",)),
    "PATCH /v1/private/datasets/items/{itemId}": Ask(("item",), body={"source": "sdk", "data": {"n": 3}}),
    "PATCH /v1/private/datasets/items/batch": Ask(body={"ids": ["<item>"], "update": {"tags": ["u"]}}),
    "POST /v1/private/datasets/items/delete": Ask(body={"item_ids": ["<item>"]}),
    "POST /v1/private/datasets/{id}/items/changes": Ask(
        ("dataset",),
        body={"base_version": "<version_id>", "added_items": [{"source": "sdk", "data": {"n": 5}}], "tags": ["next"]},
    ),
    "POST /v1/private/datasets/{dataset_id}/items/from-traces": Ask(
        ("dataset",), body={"trace_ids": ["<trace>"], **_ENRICHED}
    ),
    "POST /v1/private/datasets/{dataset_id}/items/from-spans": Ask(
        ("dataset",), body={"span_ids": ["<span>"], **_ENRICHED}
    ),
    "POST /v1/private/datasets/items/from-csv": Ask(form={"dataset_id": "<dataset>"}, content=b"a,b\n1,2\n"),
    "POST /v1/private/datasets/items/from-json": Ask(
        form={"dataset_id": "<dataset>", "format": "json"}, content=b'[{"a": 1}]'
    ),
    "GET /v1/private/datasets/{id}/versions": Ask(("dataset",)),
    "POST /v1/private/datasets/{id}/versions/retrieve": Ask(("dataset",), body={"version_name": "<version_name>"}),
    "GET /v1/private/datasets/{id}/versions/diff": Ask(
        ("dataset",), query={"from_version": "<old_version>", "to_version": "<version>"}
    ),
    "POST /v1/private/datasets/{id}/versions/restore": Ask(("dataset",), body={"version_ref": "<old_version>"}),
    "PATCH /v1/private/datasets/{id}/versions/hash/{versionHash}": Ask(
        ("dataset", "version"), body={"change_description": "why", "tags_to_add": ["fine"]}
    ),
    "POST /v1/private/datasets/{id}/versions/hash/{versionHash}/tags": Ask(("dataset", "version"), body={"tag": "x"}),
    "DELETE /v1/private/datasets/{id}/versions/{versionHash}/tags/{tag}": Ask(("dataset", "version", "version_tag")),
    "POST /v1/private/experiments": Ask(body={"dataset_name": "<dataset_name>", "name": "other"}),
    "GET /v1/private/experiments/{id}": Ask(("experiment",)),
    "PATCH /v1/private/experiments/{id}": Ask(("experiment",), body={"name": "renamed"}),
    "PATCH /v1/private/experiments/batch": Ask(body={"ids": ["<experiment>"], "update": {"tags": ["u"]}}),
    "POST /v1/private/experiments/delete": Ask(body={"ids": ["<experiment>"]}),
    "POST /v1/private/experiments/finish": Ask(body={"ids": ["<experiment>"]}),
    "GET /v1/private/experiments": Ask(query={"datasetId": "<dataset>", "types": ["trial"]}),
    "GET /v1/private/projects/{projectId}/experiments": Ask(("project",), query={"types": ["trial"]}),
    "POST /v1/private/experiments/stream": Ask(body={"name": "<experiment_name>"}),
    "GET /v1/private/experiments/feedback-scores/names": Ask(query=_RUNS),
    "POST /v1/private/experiments/items": Ask(body={"experiment_items": [_LINK]}),
    "POST /v1/private/experiments/items/delete": Ask(body={"ids": ["<experiment_item>"]}),
    "GET /v1/private/experiments/items/{id}": Ask(("experiment_item",)),
    "POST /v1/private/experiments/items/stream": Ask(body={"experiment_name": "<experiment_name>"}),
    "PUT /v1/private/experiments/items/bulk": Ask(
        body={
            "experiment_name": "bulk of <project_name>",
            "dataset_name": "<dataset_name>",
            **_PROJECT,
            "items": [{"dataset_item_id": "<item>", "evaluate_task_result": {"out": 1}}],
        }
    ),
    "GET /v1/private/datasets/{id}/items/experiments/items": Ask(("dataset",), query=_RUNS),
    "GET /v1/private/datasets/{id}/items/experiments/items/stats": Ask(("dataset",), query=_RUNS),
    "GET /v1/private/datasets/{id}/items/experiments/items/output/columns": Ask(("dataset",), query=_RUNS),
    "GET /v1/private/experiments/groups": Ask(
        query={"groups": [{"field": "dataset_id", "type": "string"}], "types": ["trial"], **_PROJECT_ID}
    ),
    "GET /v1/private/experiments/groups/aggregations": Ask(
        query={"groups": [{"field": "dataset_id", "type": "string"}], "types": ["trial"], **_PROJECT_ID}
    ),
    "POST /v1/private/prompts": Ask(body={"name": "<new>", "template": "Hi {{you}}"}),
    "GET /v1/private/prompts": Ask(query={"name": "<prompt_name>"}),
    "GET /v1/private/projects/{projectId}/prompts": Ask(("project",)),
    "GET /v1/private/prompts/{id}": Ask(("prompt",)),
    "PUT /v1/private/prompts/{id}": Ask(("prompt",), body={"name": "<new>", "description": "d", "tags": ["t"]}),
    "DELETE /v1/private/prompts/{id}": Ask(("prompt",)),
    "POST /v1/private/prompts/delete": Ask(body={"ids": ["<prompt>"]}),
    "GET /v1/private/prompts/by-commit/{commit}": Ask(("commit",)),
    "POST /v1/private/prompts/retrieve-by-commits": Ask(body={"commits": ["<commit>"]}),
    "POST /v1/private/prompts/versions": Ask(
        body={"name": "<prompt_name>", **_PROJECT, "version": {"template": "Ho", "type": "jinja2"}}
    ),
    "POST /v1/private/prompts/versions/retrieve": Ask(body={"name": "<prompt_name>", **_PROJECT}),
    "POST /v1/private/prompts/versions/retrieve-by-ids": Ask(body={"ids": ["<prompt_version>"]}),
    "PATCH /v1/private/prompts/versions": Ask(body={"ids": ["<prompt_version>"], "update": {"tags": ["t"]}}),
    "GET /v1/private/prompts/versions/{versionId}": Ask(("prompt_version",)),
    "PATCH /v1/private/prompts/versions/{versionId}/environments": Ask(("prompt_version",), body={"environments": []}),
    "GET /v1/private/prompts/{id}/versions": Ask(("prompt",)),
    "GET /v1/private/prompts/{promptId}/versions/by-number/{versionNumber}": Ask(("prompt", "version_number")),
    "POST /v1/private/prompts/{promptId}/versions/{versionId}/restore": Ask(("prompt", "prompt_version")),
    "GET /v1/private/environments": Ask(),
    "POST /v1/private/environments": Ask(body={"name": "<new>", "color": "#000000"}),
    "GET /v1/private/environments/{id}": Ask(("environment",)),
    "PATCH /v1/private/environments/{id}": Ask(("environment",), body={"position": 3}),
    "POST /v1/private/environments/delete": Ask(body={"ids": ["<environment>"]}),
    "POST /v1/private/attachment/upload-start": Ask(body={**_FILE, "path": "<base>", "num_of_file_parts": 1}),
    "PUT /v1/private/attachment/upload": Ask(query=_FILE, content=b"bytes"),
    "POST /v1/private/attachment/upload-complete": Ask(
        body={
            **_FILE,
            "file_size": 6,
            "upload_id": "BEMinIO",
            "uploaded_file_parts": [{"e_tag": "e", "part_number": 1}],
        }
    ),
    "GET /v1/private/attachment/list": Ask(query={**_PLACE, **_PROJECT_ID}),
    "GET /v1/private/attachment/download": Ask(query={**_PLACE, "file_name": "<file>", "mime_type": "<mime_type>"}),
    "POST /v1/private/attachment/delete": Ask(
        body={"file_names": ["<file>"], "entity_type": "trace", "entity_id": "<trace>", "container_id": "<project>"}
    ),
    "GET /v1/private/feedback-definitions": Ask(query={"name": "<feedback_definition_name>"}),
    "POST /v1/private/feedback-definitions": Ask(body=_DEFINITION),
    "GET /v1/private/feedback-definitions/{id}": Ask(("feedback_definition",)),
    "PUT /v1/private/feedback-definitions/{id}": Ask(("feedback_definition",), body=_DEFINITION),
    "DELETE /v1/private/feedback-definitions/{id}": Ask(("feedback_definition",)),
    "POST /v1/private/feedback-definitions/delete": Ask(body={"ids": ["<feedback_definition>"]}),
    "POST /v1/private/annotation-queues": Ask(body=_QUEUE),
    "POST /v1/private/annotation-queues/batch": Ask(body={"annotation_queues": [_QUEUE]}),
    "GET /v1/private/annotation-queues": Ask(query={"filters": _sorted_filter("project_id", "<project>")}),
    "GET /v1/private/annotation-queues/{id}": Ask(("queue",)),
    "PATCH /v1/private/annotation-queues/{id}": Ask(("queue",), body={"name": "renamed"}),
    "POST /v1/private/annotation-queues/delete": Ask(body={"ids": ["<queue>"]}),
    "POST /v1/private/annotation-queues/{id}/items/add": Ask(("queue",), body={"ids": ["<trace>"]}),
    "POST /v1/private/annotation-queues/{id}/items/delete": Ask(("queue",), body={"ids": ["<trace>"]}),
    "PUT /v1/private/annotation-queues/{queueId}/items/{itemId}/lock": Ask(("queue", "trace")),
    "GET /v1/private/annotation-queues/{queueId}/locks": Ask(("queue",)),
    "POST /v1/private/optimizations": Ask(body=_STUDY),
    "PUT /v1/private/optimizations": Ask(body=_STUDY),
    "GET /v1/private/optimizations": Ask(query={"dataset_id": "<dataset>"}),
    "GET /v1/private/projects/{projectId}/optimizations": Ask(("project",)),
    "GET /v1/private/optimizations/{id}": Ask(("optimization",)),
    "PUT /v1/private/optimizations/{id}": Ask(("optimization",), body={"status": "completed"}),
    "POST /v1/private/optimizations/delete": Ask(body={"ids": ["<optimization>"]}),
    "PUT /v1/private/assertion-results": Ask(
        body={"entity_type": "TRACE", "assertion_results": [{**_RESULT, "source": "ui"}]}
    ),
}
"""One request for each endpoint of Opik's that this server has, by `METHOD /path`."""
