"""Rows on their way into the embedded Opik, and back to a reader; several processes share one store."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from rein.errors import UsageError
from rein.opik.arguments import uuid7
from rein.opik.embedded import EmbeddedTransport
from rein.opik.embedded_reader import EmbeddedReader
from rein.opik.transport import Postponed, Refused
from rein.opik_server.door import DOOR
from rein.opik_server.store.store import Store

pytestmark = pytest.mark.embedded

START = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
TRACES, SPANS = "/v1/private/traces/batch", "/v1/private/spans/batch"


def new_id(second: int = 0) -> str:
    return uuid7((1_777_000_000 + second) * 10**9)


def at(second: float) -> str:
    return (START + timedelta(seconds=second)).isoformat()


def trace_body(trace_id: str, **fields: object) -> bytes:
    row = {"id": trace_id, "project_name": "p", "name": "coach", "start_time": at(0), "last_updated_at": at(0)}
    return orjson.dumps({"traces": [{**row, **fields}]})


def span_body(*spans: dict[str, object]) -> bytes:
    return orjson.dumps({"spans": [{"project_name": "p", "last_updated_at": at(9), **span} for span in spans]})


def test_what_is_sent_is_read_back_as_a_tree_with_its_sums(tmp_path: Path) -> None:
    opik = EmbeddedTransport(tmp_path, "default")
    trace, outer, first, second = new_id(), new_id(), new_id(), new_id()
    opik.send("POST", TRACES, trace_body(trace, input={"goal": "run"}, thread_id="s", tags=["b", "a"]))
    opik.send(
        "POST",
        SPANS,
        span_body(
            {"id": outer, "trace_id": trace, "name": "outer", "start_time": at(0)},
            {
                **{"id": second, "trace_id": trace, "parent_span_id": outer, "name": "second", "type": "llm"},
                **{"start_time": at(2), "end_time": at(3), "usage": {"total_tokens": 7}, "total_estimated_cost": 0.25},
            },
            {
                **{"id": first, "trace_id": trace, "parent_span_id": outer, "name": "first"},
                **{"start_time": at(1), "end_time": at(2), "usage": {"prompt_tokens": 2, "completion_tokens": 3}},
                **{"total_estimated_cost": 0.5},
            },
        ),
    )
    score = {"id": trace, "project_name": "p", "name": "rating", "value": 5, "source": "sdk", "author": "p"}
    opik.send("PUT", "/v1/private/traces/feedback-scores", orjson.dumps({"scores": [score]}))
    score = {**score, "id": first, "name": "spanned", "reason": "clear"}
    opik.send("PUT", "/v1/private/spans/feedback-scores", orjson.dumps({"scores": [score]}))
    error = {"exception_type": "ValueError", "message": "no", "traceback": "…"}
    update = {"end_time": at(4), "output": {"plan": 1}, "error_info": error}
    opik.send("PATCH", f"/v1/private/traces/{trace}", orjson.dumps(update))
    opik.close()

    view = EmbeddedReader(tmp_path, "default").find_trace(trace[:20])
    assert (view.name, view.thread_id, view.span_count, view.tokens, view.cost_usd) == ("coach", "s", 3, 12, 0.75)
    assert (view.input, view.output, view.duration_ms, view.tags) == ({"goal": "run"}, {"plan": 1}, 4000.0, ("a", "b"))
    assert view.error == error
    assert [(s.name, s.value, s.author) for s in view.scores] == [("rating", 5.0, "p")]
    (root,) = view.roots
    assert (root.name, root.duration_ms) == ("outer", None)
    assert [c.name for c in root.children] == ["first", "second"]
    assert [(s.name, s.reason) for s in root.children[0].scores] == [("spanned", "clear")]


def test_the_newest_come_first_while_another_process_has_the_store(tmp_path: Path) -> None:
    opik = EmbeddedTransport(tmp_path, "default")
    ids = [new_id(second) for second in range(4)]
    for trace in ids:
        opik.send("POST", TRACES, trace_body(trace))
    reader = EmbeddedReader(tmp_path, "default")
    assert [trace.id for trace in reader.newest_traces(3)] == ids[:0:-1]  # the store is still open for writing
    assert EmbeddedReader(tmp_path, "another").newest_traces(3) == []
    opik.close()


def test_before_the_first_trace_there_is_nothing_and_nothing_is_made(tmp_path: Path) -> None:
    reader = EmbeddedReader(tmp_path / "opik", "default")
    assert reader.newest_traces(5) == []
    with pytest.raises(UsageError, match="No trace"):
        reader.find_trace("01234567")
    assert not (tmp_path / "opik").exists()


def test_a_prefix_must_name_one_trace(tmp_path: Path) -> None:
    opik = EmbeddedTransport(tmp_path, "default")
    ids = [new_id(), new_id()]
    for trace in ids:
        opik.send("POST", TRACES, trace_body(trace))
    opik.close()
    reader = EmbeddedReader(tmp_path, "default")
    with pytest.raises(UsageError, match="2 traces"):
        reader.find_trace(ids[0][:8])
    with pytest.raises(UsageError, match="at least 4"):
        reader.find_trace("")
    with pytest.raises(UsageError, match="hexadecimal"):
        reader.find_trace("what?")
    assert reader.find_trace(ids[0].upper()).id == ids[0]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (TRACES, b'{"traces":[{"id":"nope"}]}'),
        (SPANS, b'{"spans":'),
        ("/v1/private/toasters", b"{}"),
    ],
)
def test_a_body_that_is_not_taken_is_refused_and_the_next_one_is_taken(tmp_path: Path, path: str, body: bytes) -> None:
    opik = EmbeddedTransport(tmp_path, "default")
    with pytest.raises(Refused):
        opik.send("POST", path, body)
    trace = new_id()
    opik.send("POST", TRACES, trace_body(trace))
    opik.close()
    assert EmbeddedReader(tmp_path, "default").find_trace(trace).id == trace


def test_rows_wait_while_a_process_that_is_no_server_keeps_the_store(tmp_path: Path) -> None:
    opik = EmbeddedTransport(tmp_path, "default")
    with Store(tmp_path):
        (tmp_path / DOOR).write_text('{"url": 1}')  # torn, or of another time: no reason to fail
        with pytest.raises(Postponed) as postponed:
            opik.send("POST", TRACES, trace_body(new_id()))
    assert postponed.value.wait_s is not None
    opik.send("POST", TRACES, trace_body(new_id()))
    opik.close()


def test_the_door_that_a_killed_server_left_leads_nobody_to_whoever_listens_there_now(tmp_path: Path) -> None:
    (tmp_path / DOOR).write_text('{"url": "http://127.0.0.1:5173/api", "token": "of yesterday"}')
    opik = EmbeddedTransport(tmp_path, "default")
    opik.send("POST", TRACES, trace_body(new_id()))
    assert not (tmp_path / DOOR).exists()
    opik.close()


def test_a_damaged_store_postpones_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "opik.sqlite3").write_bytes(b"this is no database, but it is long enough to be looked at " * 40)
    opik = EmbeddedTransport(tmp_path, "default")
    with pytest.raises(Postponed, match="damaged"):
        opik.send("POST", TRACES, trace_body(new_id()))


_WRITER = """
import sys
from pathlib import Path
from tests.opik.test_embedded import TRACES, new_id, trace_body
from rein.opik.embedded import EmbeddedTransport
from rein.opik.transport import Postponed
opik = EmbeddedTransport(Path(sys.argv[1]), "default")
for number in range(20):
    trace, taken = new_id(number), False
    while not taken:
        try:
            opik.send("POST", TRACES, trace_body(trace))
            taken = True
        except Postponed:
            pass
    opik.rest()
    print(trace)
"""


@pytest.mark.slow
def test_processes_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=root)
        for _ in range(3)
    ]
    written = {line for writer in writers for line in writer.communicate()[0].split()}
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert len(written) == 60
    assert {trace.id for trace in EmbeddedReader(tmp_path, "default").newest_traces(100)} == written


_FORKING = """
import os, sys
from pathlib import Path
from tests.opik.test_embedded import TRACES, new_id, trace_body
from rein.opik.embedded import EmbeddedTransport
directory, ids = Path(sys.argv[1]), [new_id(number) for number in range(3)]
opik = EmbeddedTransport(directory, "default")
opik.send("POST", TRACES, trace_body(ids[0]))
child = os.fork()  # the store is open
if not child:
    own = EmbeddedTransport(directory, "default")
    own.send("POST", TRACES, trace_body(ids[1]))
    own.close()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
opik.send("POST", TRACES, trace_body(ids[2]))
opik.close()
print(*ids)
"""

_FORKING_AMID_A_WRITE = """
import os, sys
from pathlib import Path
from tests.opik.test_embedded import TRACES, new_id, trace_body
from rein.opik import embedded
from rein.opik.transport import Postponed
embedded._FORK_WAIT_S = 0.01
opik, trace = embedded.EmbeddedTransport(Path(sys.argv[1]), "default"), new_id()
with opik.at_store:
    child = os.fork()
    if not child:
        try:
            embedded.EmbeddedTransport(Path(sys.argv[1]), "default").send("POST", TRACES, trace_body(new_id()))
        except Postponed as postponed:
            os._exit(7 if "forked" in postponed.reason else 1)
        os._exit(2)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
opik.send("POST", TRACES, trace_body(trace))
opik.close()
print(trace)
"""


@pytest.mark.parametrize("program", [_FORKING, _FORKING_AMID_A_WRITE], ids=["between writes", "amid a write"])
def test_a_fork_leaves_the_store_whole_and_open_to_both(tmp_path: Path, program: str) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, cwd=root, check=False
    )
    assert done.returncode == 0, done.stderr
    assert {trace.id for trace in EmbeddedReader(tmp_path, "default").newest_traces(9)} == set(done.stdout.split())
