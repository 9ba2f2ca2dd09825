"""Results of assertions over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from rein.opik_server.ids import format_id, new_id
from tests.opik_server.api.contract import check

PATH = "/v1/private/assertion-results"


def result(entity: str, name: str, status: str, **fields: Any) -> dict[str, Any]:
    return {"entity_id": entity, "project_name": "p", "name": name, "status": status, "source": "sdk", **fields}


def test_a_result_is_a_score_of_its_own_category_and_the_last_counts(api: httpx.Client) -> None:
    trace = format_id(new_id())
    row = {"id": trace, "project_name": "p", "start_time": "2026-01-02T03:04:05Z"}
    api.post("/v1/private/traces/batch", json={"traces": [row]}).raise_for_status()
    for status in ("failed", "passed"):
        rows = [result(trace, "is polite", status, reason="it greets"), result(trace, "is short", "failed")]
        check(api.put(PATH, json={"entity_type": "TRACE", "assertion_results": rows}), "PUT", PATH)
    found = {one["name"]: one for one in api.get(f"/v1/private/traces/{trace}").json()["feedback_scores"]}
    assert (found["is polite"]["value"], found["is polite"]["reason"]) == (1.0, "it greets")
    assert found["is short"]["value"] == 0.0
    assert {one["category_name"] for one in found.values()} == {"suite_assertion"}


@pytest.mark.parametrize(
    "body",
    [
        {"entity_type": "TRACE", "assertion_results": []},
        {"entity_type": "trace", "assertion_results": [result(format_id(new_id()), "a", "passed")]},
        {"entity_type": "SPAN", "assertion_results": [result("no", "a", "passed")]},
        {"entity_type": "SPAN", "assertion_results": [result(format_id(new_id()), "a", "maybe")]},
    ],
)
def test_what_cannot_be_one_is_refused(api: httpx.Client, body: dict[str, Any]) -> None:
    assert api.put(PATH, json=body).status_code == 400
