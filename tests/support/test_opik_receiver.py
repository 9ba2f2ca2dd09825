"""The receiver is a judge in other tests, so it is judged here first, by the official client among others."""

import gzip
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.support import opik_receiver
from tests.support.opik_receiver import Fault, OpikReceiver, read_journal

TRACE = "01936f6e-0000-7000-8000-000000000001"
SPAN = "01936f6e-0000-7000-8000-000000000002"
BATCH = "/v1/private/traces/batch"


def row(**fields: Any) -> dict[str, Any]:
    return {"id": TRACE, "start_time": "2026-01-01T00:00:00Z", **fields}


def send(opik: OpikReceiver, method: str, path: str, body: Any, **headers: str) -> int:
    data = gzip.compress(json.dumps(body).encode())
    request = urllib.request.Request(opik.url + path, data, {"Content-Encoding": "gzip", **headers}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_rows_merge_by_field_whatever_came_first(order: tuple[int, int]) -> None:
    rows = [
        row(name="old", input={"a": 1}, last_updated_at="2026-01-01T00:00:01Z"),
        row(name="new", input=None, output={"b": 2}, last_updated_at="2026-01-01T00:00:02Z"),
    ]
    with OpikReceiver() as opik:
        for i in order:
            assert send(opik, "POST", BATCH, {"traces": [rows[i]]}) == 204
        merged = opik.traces[TRACE]
    assert (merged["name"], merged["input"], merged["output"]) == ("new", {"a": 1}, {"b": 2})
    assert opik.deliveries[TRACE] == 2


def test_planned_faults_come_in_order_and_then_it_is_healthy() -> None:
    with OpikReceiver() as opik:
        opik.fail(503, Fault(status=429, retry_after="2"), Fault(drop="after"))
        assert send(opik, "POST", BATCH, {"traces": [row()]}) == 503
        assert send(opik, "POST", BATCH, {"traces": [row()]}) == 429
        assert opik.traces == {}
        with pytest.raises((urllib.error.URLError, OSError)):
            send(opik, "POST", BATCH, {"traces": [row()]})
        assert TRACE in opik.traces
        assert send(opik, "POST", BATCH, {"traces": [row()]}) == 204
    assert [r.status for r in opik.sent(BATCH)] == [503, 429, None, 204]


def test_a_hanging_request_ends_when_the_receiver_leaves_and_it_comes_back_on_the_same_port() -> None:
    with OpikReceiver() as opik:
        send(opik, "POST", BATCH, {"traces": [row()]})
        opik.fail(Fault(hang=True))
        request = urllib.request.Request(opik.url + BATCH, b"{}", method="POST")
        with pytest.raises((urllib.error.URLError, OSError)):
            urllib.request.urlopen(request, timeout=0.2)
        opik.stop()
        with pytest.raises(urllib.error.URLError):
            send(opik, "POST", BATCH, {"traces": [row()]})
        opik.start()
        assert send(opik, "POST", BATCH, {"traces": [row(name="again")]}) == 204
        assert opik.traces[TRACE]["name"] == "again"


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        ({"traces": []}, 422),
        ({"traces": [row(id="8c4f2d3e-1111-4111-8111-111111111111")]}, 400),
        ({"traces": [{"id": TRACE}]}, 422),
        ({"traces": [row(input=float("nan"))]}, 400),
        ({"traces": [row(), row(id=SPAN)]}, 400),
    ],
)
def test_a_batch_that_opik_would_refuse_is_refused_whole(bad: Any, status: int) -> None:
    with OpikReceiver() as opik:
        opik.refuse(SPAN)
        assert send(opik, "POST", BATCH, bad) == status
        assert opik.traces == {}


def test_a_wrong_key_or_workspace_is_refused() -> None:
    with OpikReceiver(api_key="right") as opik:
        assert send(opik, "POST", BATCH, {"traces": [row()]}, Authorization="wrong") == 401
        assert send(opik, "POST", BATCH, {"traces": [row()]}, Authorization="right") == 204
        other = {"Authorization": "right", "Comet-Workspace": "else"}
        assert send(opik, "POST", BATCH, {"traces": [row()]}, **other) == 403


def test_scores_need_no_trace_and_the_last_write_of_an_author_wins() -> None:
    score = {"id": TRACE, "name": "clarity", "value": 1, "source": "sdk"}
    with OpikReceiver() as opik:
        for value, author in ((3, None), (7, None), (9, "ann")):
            body = {"scores": [{**score, "value": value, "author": author}]}
            assert send(opik, "PUT", "/v1/private/traces/feedback-scores", body) == 204
    assert {key[3]: s["value"] for key, s in opik.scores.items()} == {"": 7, "ann": 9}


def test_random_faults_are_the_same_for_the_same_seed() -> None:
    def draw(seed: int) -> list[Fault]:
        opik = OpikReceiver()
        opik.fail_randomly(seed=seed, rate=0.5)
        return [opik.next_fault() for _ in range(50)]

    assert draw(3) == draw(3)
    assert draw(3) != draw(4)
    assert Fault() in draw(3)


def test_what_it_confirmed_survives_its_own_kill(tmp_path: Path) -> None:
    journal = tmp_path / "received.jsonl"
    command = [sys.executable, str(Path(opik_receiver.__file__)), "--journal", str(journal)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        remote = OpikReceiver(port=json.loads(process.stdout.readline())["port"])
        assert send(remote, "POST", BATCH, {"traces": [row(name="kept")]}) == 204
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with journal.open("ab") as torn:
        torn.write(b'[["trace", {"id": "half')
    assert read_journal(journal).traces[TRACE]["name"] == "kept"
    with OpikReceiver(journal=journal) as again:
        assert send(again, "POST", BATCH, {"traces": [row(name="newer")]}) == 204
    assert read_journal(journal).traces[TRACE]["name"] == "newer"


@pytest.mark.slow
def test_the_official_client_is_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPIK_ANALYTICS_ENABLE", "OPIK_SENTRY_ENABLE"):
        monkeypatch.setenv(name, "false")
    monkeypatch.setenv("HOME", str(tmp_path))
    import opik as official

    with OpikReceiver() as opik:
        client = official.Opik(project_name="p", host=opik.url, workspace="default")
        trace = client.trace(name="t", input={"q": "ü"}, thread_id="s1")
        trace.span(name="s", type="llm", usage={"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}).end()
        trace.end(output={"a": 1})
        client.log_traces_feedback_scores([{"id": trace.id, "name": "n", "value": 1.0, "project_name": "p"}])
        client.end()
        assert opik.traces[trace.id]["output"] == {"a": 1}
        assert opik.trace_tree(trace.id) == {"s": {}}
        assert [s["value"] for s in opik.scores.values()] == [1.0]
