"""Projects, metrics and who is let in, by the official client."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from opik.rest_api.core.api_error import ApiError

import opik
from tests.integration.opik.conftest import start_server, wait_for

pytestmark = pytest.mark.slow


def record(client: opik.Opik, project: str, count: int = 3) -> None:
    now = dt.datetime.now(dt.UTC)
    for number in range(count):
        trace = client.trace(
            name=f"plan {number}",
            project_name=project,
            start_time=now - dt.timedelta(seconds=2),
            end_time=now,
            input={"q": number},
            feedback_scores=[{"name": "clear", "value": 0.5}],
        )
        trace.span(
            name="call",
            type="llm",
            model="gpt-4o-mini",
            provider="openai",
            usage={"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
            start_time=now - dt.timedelta(seconds=1),
            end_time=now,
        )
    client.flush()


def test_the_client_is_let_in_and_told_where(client: opik.Opik) -> None:
    assert client.auth_check() is None
    assert client.rest_client.check.get_workspace_name().workspace_name == "default"


def test_a_workspace_that_does_not_exist_is_refused(server_url: str) -> None:
    stranger = opik.Opik(host=server_url, workspace="no-such-workspace", _show_misconfiguration_message=False)
    try:
        with pytest.raises(ApiError) as refused:
            stranger.auth_check()
        assert refused.value.status_code == 403
    finally:
        stranger.end()


def test_projects_are_made_found_changed_and_deleted(client: opik.Opik, project: str) -> None:
    projects = client.rest_client.projects
    projects.create_project(name=project, description="of a test")
    with pytest.raises(ApiError) as taken:
        projects.create_project(name=project)
    assert taken.value.status_code == 409
    found = projects.retrieve_project(name=project)
    assert client.get_project(found.id).description == "of a test"
    projects.update_project(found.id, description="changed")
    page = projects.find_projects(name=project.upper(), size=10)
    assert [(one.id, one.description) for one in page.content] == [(found.id, "changed")]
    projects.delete_project_by_id(found.id)
    with pytest.raises(ApiError) as gone:
        projects.retrieve_project(name=project)
    assert gone.value.status_code == 404


def test_metrics_and_figures_tell_what_was_recorded(client: opik.Opik, project: str) -> None:
    record(client, project)
    projects = client.rest_client.projects
    found = projects.retrieve_project(name=project, include_stats=True)
    assert found.trace_count == 3
    now = dt.datetime.now(dt.UTC)

    def metric(kind: str) -> dict[str, float]:
        answer = projects.get_project_metrics(
            id=found.id,
            metric_type=kind,
            interval="DAILY",
            interval_start=now - dt.timedelta(days=2),
            interval_end=now + dt.timedelta(minutes=1),
        )
        return {one.name: sum(point.value or 0 for point in one.data) for one in answer.results}

    assert metric("TRACE_COUNT") == {"traces": 3}
    assert metric("TOKEN_USAGE")["total_tokens"] == 45
    assert metric("FEEDBACK_SCORES") == {"clear": 0.5}
    assert metric("COST")["cost"] > 0
    assert set(metric("DURATION")) == {"duration.p50", "duration.p90", "duration.p99"}
    assert (
        projects.find_feedback_score_names_by_project_ids(project_ids=json.dumps([found.id])).scores[0].name == "clear"
    )
    assert "total_tokens" in projects.find_token_usage_names(found.id).names


def test_the_links_that_the_client_makes_lead_to_pages(client: opik.Opik, server_url: str, project: str) -> None:
    from opik import url_helpers

    record(client, project, 1)
    found = client.search_traces(project_name=project)[0]
    for address in (
        url_helpers.get_project_url_by_trace_id(found.id, server_url),
        url_helpers.get_project_url_by_workspace("default", project),
    ):
        with urllib.request.urlopen(address, timeout=30) as page:
            assert "plan 0" in page.read().decode()


@pytest.fixture
def guarded(tmp_path: Path):
    """A server for others: its address and two keys of two workspaces."""
    command = [sys.executable, "-m", "rein", "opik"]
    keys = [
        subprocess.run(
            [*command, "key", "create", "--workspace", name, "--data-dir", str(tmp_path)],
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for name in ("acme", "other")
    ]  # fmt: skip
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*command, "serve", "--host", "0.0.0.0", "--port", str(port), "--data-dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/api"
    try:
        wait_for(url, process)
        yield url, keys
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


@pytest.mark.skipif("OPIK_TEST_URL" in os.environ, reason="starts a server of its own")
def test_a_key_opens_its_workspace_and_no_other(guarded: tuple[str, list[str]]) -> None:
    url, (acme, other) = guarded

    def client(key: str | None, workspace: str) -> opik.Opik:
        return opik.Opik(host=url, api_key=key, workspace=workspace, _show_misconfiguration_message=False)

    mine = client(acme, "acme")
    record(mine, "secret plans")
    assert len(mine.search_traces(project_name="secret plans")) == 3
    theirs = client(other, "other")
    assert theirs.rest_client.projects.find_projects().content == []
    for key, workspace in ((None, "acme"), ("wrong", "acme"), (other, "acme")):
        stranger = client(key, workspace)
        with pytest.raises(ApiError) as refused:
            stranger.auth_check()
        assert refused.value.status_code in (401, 403)
        stranger.end()
    mine.end()
    theirs.end()


@pytest.mark.skipif("OPIK_TEST_URL" in os.environ, reason="starts a server of its own")
def test_what_was_sent_while_the_server_was_down_comes_when_it_is_back(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    server = start_server(tmp_path, port)
    try:
        wait_for(url, server)
        client = opik.Opik(host=url, project_name="back again", _show_misconfiguration_message=False)
        record(client, "back again", 1)
        server.terminate()
        server.wait(timeout=30)
        server = start_server(tmp_path, port)
        wait_for(url, server)
        record(client, "back again", 2)
        deadline = time.monotonic() + 60
        while len(client.search_traces(project_name="back again")) < 3:
            assert time.monotonic() < deadline
            time.sleep(0.5)
        client.end()
    finally:
        server.terminate()
        server.wait(timeout=30)
