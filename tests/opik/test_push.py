"""What the embedded Opik holds reaches another one, once, however often it is pushed, whatever happens meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from rein.cli import run
from rein.errors import ReinError
from rein.opik import push as push_module
from rein.opik.dead_letters import read_dead_letters
from rein.opik.embedded import EmbeddedTransport
from rein.opik.push import Push, Pushed
from rein.opik.transport import HttpTransport, Method, Postponed
from rein.settings import get_settings
from tests.opik.test_embedded import SPANS, TRACES, at, new_id, span_body, trace_body
from tests.support.opik_receiver import Fault, OpikReceiver

pytestmark = pytest.mark.embedded


@pytest.fixture
def opik() -> Iterator[OpikReceiver]:
    with OpikReceiver() as receiver:
        yield receiver


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_module, "_LONGEST_WAIT_S", 0.01)


def fill(directory: Path, traces: int) -> list[str]:
    store = EmbeddedTransport(directory, "default")
    ids = [new_id(second) for second in range(traces)]
    for trace in ids:
        store.send("POST", TRACES, trace_body(trace, input={"goal": "run"}, end_time=at(4), thread_id="s"))
        span = {"id": new_id(), "trace_id": trace, "name": "plan", "start_time": at(1), "end_time": at(2)}
        store.send("POST", SPANS, span_body({**span, "usage": {"total_tokens": 7}, "total_estimated_cost": 0.25}))
        score = {"id": trace, "project_name": "p", "name": "rating", "value": 5, "source": "sdk", "author": "p"}
        store.send("PUT", "/v1/private/traces/feedback-scores", orjson.dumps({"scores": [score]}))
    store.close()
    return ids


def push(directory: Path, opik: OpikReceiver) -> Pushed:
    return Push(directory, HttpTransport(opik.url, {}), "there", directory / "spool").run(lambda _: None)


def test_all_of_it_arrives_as_it_was_sent(tmp_path: Path, opik: OpikReceiver) -> None:
    ids = fill(tmp_path, 3)
    done = push(tmp_path, opik)
    assert (done.seen, done.sent, done.projects) == (9, 9, ["p"])
    assert set(opik.traces) == set(ids)
    trace = opik.traces[ids[0]]
    assert (trace["name"], trace["input"], trace["thread_id"]) == ("coach", {"goal": "run"}, "s")
    assert trace["project_name"] == "p"
    (span,) = [span for span in opik.spans.values() if span["trace_id"] == ids[0]]
    assert (span["usage"], span["total_estimated_cost"]) == ({"total_tokens": 7}, 0.25)
    scores = [score for r in opik.requests if r.path.endswith("/traces/feedback-scores") for score in r.json["scores"]]
    assert {(s["id"], s["name"], s["value"], s["author"]) for s in scores} == {(i, "rating", 5, "p") for i in ids}


def test_a_second_push_sends_only_what_is_new_or_has_changed(tmp_path: Path, opik: OpikReceiver) -> None:
    ids = fill(tmp_path, 3)
    push(tmp_path, opik)
    assert push(tmp_path, opik).sent == 0
    store = EmbeddedTransport(tmp_path, "default")
    store.send("PATCH", f"/v1/private/traces/{ids[1]}", orjson.dumps({"output": {"plan": 2}}))
    store.close()
    new = fill(tmp_path, 1)
    assert push(tmp_path, opik).sent == 1 + 3
    assert opik.traces[ids[1]]["output"] == {"plan": 2}
    assert new[0] in opik.traces


def test_what_fails_for_a_while_is_tried_again_and_what_fails_for_good_says_so_and_goes_on_later(
    tmp_path: Path, opik: OpikReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_module, "_BATCH_ROWS", 2)
    ids = fill(tmp_path, 6)
    opik.fail(Fault(status=503), Fault(status=429))
    opik.refuse(ids[2])
    with pytest.raises(ReinError, match="the key is gone"):
        Push(tmp_path, _Revoked(opik.url, {}), "there", tmp_path / "spool").run(lambda _: None)
    taken = set(opik.traces)
    assert taken
    assert taken < set(ids)
    done = push(tmp_path, opik)
    assert 0 < done.sent < done.seen
    assert set(opik.traces) == set(ids) - {ids[2]}
    assert [letter.id for letter in read_dead_letters(tmp_path / "spool") if letter.kind == "trace"] == [ids[2]]


class _Revoked(HttpTransport):
    """A key that is taken back in the midst of it."""

    left = 5

    def send(self, method: Method, path: str, body: bytes) -> None:
        self.left -= 1
        if self.left < 0:
            raise Postponed("the key is gone", misconfigured=True)
        super().send(method, path, body)


def test_the_command_says_what_it_did(
    tmp_path: Path, opik: OpikReceiver, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REIN_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("OPIK_API_KEY", raising=False)
    monkeypatch.delenv("OPIK_URL_OVERRIDE", raising=False)

    def rein(*args: str) -> tuple[int, str, str]:
        get_settings.cache_clear()
        code = run(args)
        return (code, *capsys.readouterr())

    code, _, err = rein("opik", "push")
    assert code == 1
    assert "OPIK_URL_OVERRIDE" in err
    monkeypatch.setenv("OPIK_URL_OVERRIDE", opik.url)
    assert "empty" in rein("opik", "push")[1]
    ids = fill(tmp_path / "opik", 2)
    assert "Sent 6 rows of 1 project to" in rein("opik", "push")[1]
    assert set(opik.traces) == set(ids)
    assert "Nothing new" in rein("opik", "push")[1]
    (tmp_path / "opik" / "server.json").write_text(json.dumps({"url": opik.url, "token": "t"}))
    code, _, err = rein("opik", "push")
    assert code == 2
    assert "is the Opik that these traces lie in" in " ".join(err.split())
    get_settings.cache_clear()
