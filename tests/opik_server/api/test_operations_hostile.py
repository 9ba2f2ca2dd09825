"""Whatever is sent to projects, metrics, rules, settings, redirects and pages: never a fault of the server's."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import httpx
import pytest

from tests.opik_server.api.test_projects import make

BAD: list[Any] = [
    None, True, -1, 0, 1 << 63, 1e308, "", " ", "x" * 10_000, "\u0000", "\ud800", "'; DROP TABLE projects; --", "[",
    "{}", [], {}, [[]], "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999-23:59", "1969-12-31T00:00:00Z", "%",
    "../..",
]  # fmt: skip
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/private/projects"): {"name": "p", "description": "d", "visibility": "private"},
    ("PATCH", "/v1/private/projects/{id}"): {"name": "p", "description": "d", "visibility": "private"},
    ("POST", "/v1/private/projects/retrieve"): {"name": "p", "includeStats": True},
    ("POST", "/v1/private/projects/delete"): {"ids": ["x"]},
    ("POST", "/v1/private/projects/{id}/metrics"): {
        "metric_type": "SPAN_COUNT", "interval": "WEEKLY", "interval_start": "2026-01-01T00:00:00Z",
        "interval_end": "2026-01-02T00:00:00Z", "span_filters": [], "trace_filters": [], "breakdown": {"field": "name"},
    },
    ("POST", "/v1/private/projects/{id}/kpi-cards"): {
        "entity_type": "traces", "interval_start": "2026-01-01T00:00:00Z", "interval_end": None, "filters": "[]",
    },
    ("POST", "/v1/private/workspaces/metrics"): {
        "interval_start": "2026-01-01T00:00:00Z", "interval_end": "2026-01-02T00:00:00Z", "project_ids": [],
        "name": "n",
    },
    ("POST", "/v1/private/workspaces/costs/summaries"): {
        "interval_start": "2026-01-01T00:00:00Z", "interval_end": "2026-01-02T00:00:00Z", "project_ids": [],
    },
    ("PUT", "/v1/private/workspaces/configurations"): {
        "timeout_to_mark_thread_as_inactive": "PT5M", "truncation_on_tables": True, "color_map": {},
    },
    ("POST", "/v1/private/retention/rules"): {"retention": "base_60d", "project_id": None, "apply_to_past": True},
    ("POST", "/v1/rein/import"): {"kind": "project", "name": "p", "created_at": "2026-01-01T00:00:00Z"},
}  # fmt: skip
QUERIES: dict[str, tuple[str, ...]] = {
    "/v1/private/projects": ("page", "size", "name", "sorting", "filters"),
    "/v1/private/projects/stats": ("page", "size", "name", "sorting", "filters"),
    "/v1/private/projects/feedback-scores/names": ("project_ids",),
    "/v1/private/retention/rules": ("page", "size", "include_inactive"),
    "/v1/session/redirect/projects": ("trace_id", "workspace_name"),
    "/v1/session/redirect/experiments": ("dataset_id", "experiment_id"),
}


@pytest.mark.parametrize(("method", "path"), BODIES)
def test_no_field_of_a_body_makes_it_fail(api: httpx.Client, method: str, path: str) -> None:
    address = path.replace("{id}", make(api, "mine"))
    good = BODIES[method, path]
    for field, bad in product(good, BAD):
        answer = api.request(method, address, content=json.dumps({**good, field: bad}))
        assert answer.status_code < 500, (field, bad, answer.text)
    for text in (b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000, b'{"a":' * 100_000, b'"' * 3):
        answer = api.request(method, address, content=text)
        assert answer.status_code < 500, (text[:20], answer.text)


@pytest.mark.parametrize("path", QUERIES)
def test_no_parameter_makes_it_fail(api: httpx.Client, path: str) -> None:
    make(api, "mine")
    for name, bad in product(QUERIES[path], BAD):
        value = json.dumps(bad) if isinstance(bad, list | dict) else str(bad).encode("utf-8", "surrogatepass")
        answer = api.get(path, params={name: value})
        assert answer.status_code < 500, (name, bad, answer.text)


@pytest.mark.parametrize(
    "path", ["/v1/private/projects/{}", "/v1/private/retention/rules/{}", "/../{}", "/../default/projects/{}"]
)
def test_no_id_makes_it_fail(api: httpx.Client, path: str) -> None:
    for bad in ("x", "%00", "%FF", "0" * 36, "🙂", "..%2f..", "a" * 5000):
        assert api.get(path.format(bad)).status_code < 500


def test_no_name_of_a_workspace_makes_it_fail(api: httpx.Client) -> None:
    for name in (b"\xff", b"x" * 5000, b"'", "🙂".encode()):
        answer = api.get("/v1/private/projects", headers={"Comet-Workspace": name})
        assert answer.status_code < 500, name
        assert api.post("/v1/private/projects", json={"name": "p"}, headers={"Comet-Workspace": name}).status_code < 500
