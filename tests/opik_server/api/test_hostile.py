"""Whatever is sent to where things are written: never a 5xx, always an answer that says what is wrong."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rein.opik_server.api.endpoint import Endpoint
from rein.opik_server.api.resources import comments, scores, spans, threads, traces
from rein.opik_server.ids import format_id, new_id

pytestmark = pytest.mark.slow
TABLES = (traces, spans, threads, scores, comments)
WRITES = [one for module in TABLES for one in module.ENDPOINTS.all if one.method != "GET"]
ID = format_id(new_id())

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 70), 1 << 70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=10)
    | st.sampled_from([ID, "2026-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "p", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_ids = st.just(ID) | st.text(max_size=40)
_names = ("project_name", "project_id", "name", "tags", "tags_to_add", "metadata", "input", "error_info", "usage")
_more = ("start_time", "end_time", "last_updated_at", "total_estimated_cost", "ttft", "thread_id", "parent_span_id")
_valid: dict[str, Any] = {"id": ID, "trace_id": ID, "start_time": "2026-01-01T00:00:00Z"}
row = st.fixed_dictionaries({}, optional=dict.fromkeys((*_names, *_more), anything)).map(lambda one: _valid | one)
score = st.fixed_dictionaries(
    {"name": st.text(max_size=5), "value": st.floats(-2e9, 2e9), "source": st.sampled_from(["sdk", "ui"])},
    optional=dict.fromkeys(("reason", "author", "project_name", "project_id", "source_queue_id"), anything),
).map(lambda one: {"id": ID, "thread_id": "t", **one})
body = st.fixed_dictionaries(
    {},
    optional={
        "traces": st.lists(row, max_size=2),
        "spans": st.lists(row, max_size=2),
        "scores": st.lists(score, max_size=2),
        "ids": st.lists(_ids, max_size=2),
        "update": row,
        "thread_ids": st.lists(st.text(max_size=5), max_size=2),
        **dict.fromkeys(("thread_id", "project_name", "project_id", "names", "text", "merge_tags"), anything),
    },
)


@pytest.mark.parametrize("endpoint", WRITES, ids=[f"{one.method} {one.path}" for one in WRITES])
def test_no_body_makes_the_server_fail(api: httpx.Client, endpoint: Endpoint) -> None:
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(body | row | score | anything, _ids)
    def send(sent: object, row_id: str) -> None:
        path = re.sub(r"\{[^}]*\}", lambda _: re.sub(r"[^\w-]", "x", row_id, flags=re.ASCII) or "x", endpoint.path)
        content = json.dumps(sent, ensure_ascii=True).encode()
        answer = api.request(endpoint.method, path, content=content)
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert answer.json()["code"] == answer.status_code
            assert answer.json()["message"]

    send()
