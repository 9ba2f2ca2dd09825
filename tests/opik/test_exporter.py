"""What was traced reaches Opik, whatever happens on the way; the receiver is a real server that behaves like Opik."""

import logging
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rein import tracing
from rein.opik import dead_letters, transport, uploader
from rein.opik.dead_letters import read_dead_letters
from rein.opik.delivery import MAX_BATCH_ROWS
from rein.opik.exporter import Exporter
from rein.opik.spool import Kind, encode_record, read_records, read_segment, segment_paths
from rein.opik.spool_files import spool_status
from rein.tracing import trace, trace_llm_call, trace_span
from tests.support.opik_receiver import Fault, OpikReceiver
from tests.tracing.support import settings_for


@pytest.fixture
def opik() -> Iterator[OpikReceiver]:
    with OpikReceiver() as receiver:
        yield receiver
    tracing.shutdown(0)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same behaviour with shorter waits."""
    monkeypatch.setattr(uploader, "LINGER_S", 0.01)
    monkeypatch.setattr(uploader, "FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(uploader, "LONGEST_WAIT_S", 0.05)


@trace_span
def leaf(n: int) -> int:
    return n


@trace
def root(n: int, leaves: int = 2) -> str | None:
    for k in range(leaves):
        leaf(k)
    return tracing.current_trace_id()


def configure(directory: Path, opik: OpikReceiver | None, **values: Any) -> None:
    tracing.configure(settings_for(directory, opik_url_override=opik.url if opik else None, **values))


def whole(opik: OpikReceiver, ids: list[str | None], leaves: int = 2) -> bool:
    """Every trace is there with its end, and each of its spans once."""
    traces, spans = opik.traces, list(opik.spans.values())
    return all(
        i in traces and "end_time" in traces[i] and sum(s["trace_id"] == i for s in spans) == leaves + 1 for i in ids
    )


def spool_is_empty(directory: Path) -> bool:
    return spool_status(directory / "spool").pending_records == 0


def test_a_trace_arrives_with_its_spans_in_compressed_batches(tmp_path: Path, opik: OpikReceiver) -> None:
    configure(tmp_path, opik, opik_workspace="default", opik_api_key="key")
    with trace_llm_call("generate", model="m", provider="p", input={"a": 1}) as span:
        span.set_output({"b": 2})
        span.set_usage(1, 2)
        span.set_cost(0.5)
    assert tracing.flush(10)
    (row,) = opik.traces.values()
    (sent,) = opik.spans.values()
    assert (row["name"], row["input"], row["output"]) == ("generate", {"a": 1}, {"b": 2})
    assert (sent["type"], sent["model"], sent["total_estimated_cost"]) == ("llm", "m", 0.5)
    assert {r.path for r in opik.requests} == {"/v1/private/traces/batch", "/v1/private/spans/batch"}
    assert all(r.compressed for r in opik.requests)
    headers = {k.lower(): v for k, v in opik.requests[0].headers.items()}
    assert headers["comet-workspace"] == "default"
    assert headers["authorization"] == "key"
    assert spool_is_empty(tmp_path)


def test_a_trace_is_sent_when_it_starts_and_again_when_it_ends(tmp_path: Path, opik: OpikReceiver) -> None:
    configure(tmp_path, opik)

    @trace
    def work() -> None:
        opik.wait_for(lambda: len(opik.traces) == 1)
        (row,) = opik.traces.values()
        assert "end_time" not in row
        assert row["name"] == "work"

    work()
    assert tracing.flush(10)
    (row,) = opik.traces.values()
    assert "end_time" in row
    assert "error_info" not in row


def test_no_batch_is_larger_than_opik_takes(tmp_path: Path, opik: OpikReceiver) -> None:
    configure(tmp_path, opik)
    ids = [root(1, leaves=MAX_BATCH_ROWS + 500), root(2, leaves=3)]
    assert tracing.flush(30)
    assert whole(opik, ids[:1], MAX_BATCH_ROWS + 500)
    batches = [len(r.json["spans"]) for r in opik.sent("/v1/private/spans/batch")]
    assert max(batches) <= MAX_BATCH_ROWS
    assert len(batches) > 1


@pytest.mark.parametrize(
    "fault",
    [500, 502, 503, 429, 408, Fault(status=429, retry_after="0"), Fault(drop="before"), Fault(drop="after")],
    ids=str,
)
def test_a_passing_failure_costs_nothing(tmp_path: Path, opik: OpikReceiver, fault: int | Fault) -> None:
    opik.fail(fault, fault, fault)
    configure(tmp_path, opik)
    ids = [root(n) for n in range(3)]
    assert tracing.flush(20)
    assert whole(opik, ids)
    assert spool_is_empty(tmp_path)
    assert not (tmp_path / "spool" / "dead-letter.ndjson").exists()


def test_retry_after_is_honoured(tmp_path: Path, opik: OpikReceiver) -> None:
    opik.fail(Fault(status=429, retry_after="1"))
    configure(tmp_path, opik)
    root(1)
    assert tracing.flush(20)
    first, second = opik.requests[:2]
    assert first.status == 429
    assert second.at - first.at >= 0.99


@pytest.mark.parametrize("value", ["nan", "-1", "soon", "", "Fri, 99 Foo", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_a_retry_after_that_means_nothing_stops_nothing(tmp_path: Path, opik: OpikReceiver, value: str) -> None:
    opik.fail(Fault(status=429, retry_after=value))
    configure(tmp_path, opik)
    ids = [root(1)]
    assert tracing.flush(20)
    assert whole(opik, ids)


def test_an_opik_that_is_away_gets_everything_when_it_is_back(tmp_path: Path, opik: OpikReceiver) -> None:
    opik.stop()
    configure(tmp_path, opik)
    ids = [root(n) for n in range(5)]
    assert tracing.flush(0.2) is False
    opik.start()
    assert tracing.flush(20)
    assert whole(opik, ids)


def test_what_one_process_could_not_send_the_next_one_sends(tmp_path: Path, opik: OpikReceiver) -> None:
    opik.stop()
    configure(tmp_path, opik)
    ids = [root(1)]
    assert tracing.shutdown(0.3) is False
    opik.start()
    configure(tmp_path, opik)
    assert tracing.flush(20)
    assert whole(opik, ids)
    tracing.shutdown(2)
    assert list((tmp_path / "spool").glob("*.seg")) == []


def test_what_the_embedded_opik_has_not_taken_yet_goes_to_the_one_that_is_named_later(
    tmp_path: Path, opik: OpikReceiver
) -> None:
    configure(tmp_path, None)
    ids = [root(n) for n in range(3)]
    assert not tracing.flush(0)
    tracing.shutdown(0)
    assert len(list(read_records(tmp_path / "spool"))) == 3 * 5
    configure(tmp_path, opik)
    ids.append(root(9))
    assert tracing.flush(20)
    assert whole(opik, ids)


def test_a_row_that_opik_refuses_goes_to_the_dead_letters_and_holds_up_nobody(
    tmp_path: Path, opik: OpikReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    configure(tmp_path, None)
    ids = [root(n) for n in range(20)]
    tracing.shutdown(0)
    spans = [r.row for r in read_records(tmp_path / "spool") if r.kind is Kind.SPAN]
    bad_span, bad_trace = str(spans[4]["id"]), str(ids[7])
    opik.refuse(bad_span, bad_trace)
    configure(tmp_path, opik)
    assert tracing.flush(20)
    assert bad_span not in opik.spans
    assert len(opik.spans) == 20 * 3 - 1
    assert len(opik.traces) == 19
    letters = [orjson.loads(x) for x in (tmp_path / "spool" / "dead-letter.ndjson").read_bytes().splitlines()]
    assert bad_span in {x["row"]["id"] for x in letters}
    assert {x["status"] for x in letters} == {400}
    assert {x["kind"] for x in letters} == {"span", "trace"}
    assert all(x["reason"] for x in letters)
    assert spool_is_empty(tmp_path)
    assert "dead-letter" in caplog.text


def test_bodies_too_large_for_the_server_are_halved(tmp_path: Path) -> None:
    with OpikReceiver(max_body_bytes=3_000) as opik:
        configure(tmp_path, opik)
        ids = [root(n, leaves=30) for n in range(2)]
        assert tracing.flush(20)
        assert whole(opik, ids, 30)
        assert any(r.status == 413 for r in opik.requests)
        tracing.shutdown(0)


REFUSALS = [400, 406, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 424, 426, 428, 431, 451, 499]


@pytest.mark.parametrize("status", REFUSALS)
def test_every_refusal_buries_the_row_that_it_is_about_and_no_other(
    tmp_path: Path, opik: OpikReceiver, status: int
) -> None:
    configure(tmp_path, None)
    ids = [root(n) for n in range(6)]
    tracing.shutdown(0)
    spans = [str(r.row["id"]) for r in read_records(tmp_path / "spool") if r.kind is Kind.SPAN]
    opik.refuse(spans[5], str(ids[2]), status=status)
    configure(tmp_path, opik)
    assert tracing.flush(20)
    assert set(opik.traces) == {*ids} - {ids[2]}
    assert set(opik.spans) == {*spans} - {spans[5]}
    letters = read_dead_letters(tmp_path / "spool")
    assert {(x.kind, x.id, x.status) for x in letters} == {("span", spans[5], status), ("trace", ids[2], status)}
    assert all(x.reason == f'{{"errors": ["refused row {x.id}"]}}' for x in letters)
    assert spool_is_empty(tmp_path)


@pytest.mark.parametrize("kind", [Kind.TRACE_SCORE, Kind.SPAN_SCORE, Kind.THREAD_SCORE])
@pytest.mark.parametrize("status", [400, 409])
def test_a_score_that_opik_refuses_is_set_apart_from_the_others(
    tmp_path: Path, opik: OpikReceiver, kind: Kind, status: int
) -> None:
    key = "thread_id" if kind is Kind.THREAD_SCORE else "id"
    ids = [f"01900000-0000-7000-8000-{n:012d}" for n in range(9)]
    scores = [{key: i, "name": "stars", "value": 5, "source": "sdk", "project_name": "p"} for i in ids]
    opik.refuse(ids[4], status=status)
    exporter = Exporter(settings_for(tmp_path, opik_url_override=opik.url))
    exporter.add_rows(kind, map(orjson.dumps, scores))
    assert exporter.flush(10)
    assert {name[1] for name in opik.scores} == {*ids} - {ids[4]}
    assert [(x.id, x.status) for x in read_dead_letters(tmp_path / "spool")] == [(ids[4], status)]
    exporter.shutdown(1)


def test_a_conflict_that_goes_away_with_the_batch_costs_no_row(tmp_path: Path, opik: OpikReceiver) -> None:
    opik.fail(409)
    configure(tmp_path, opik)
    ids = [root(n) for n in range(3)]
    assert tracing.flush(10)
    assert whole(opik, ids)
    assert not (tmp_path / "spool" / "dead-letter.ndjson").exists()


def test_a_refused_row_is_written_down_once_however_often_its_batch_is_sent(tmp_path: Path, opik: OpikReceiver) -> None:
    configure(tmp_path, None)
    ids = [root(n) for n in range(4)]
    tracing.shutdown(0)
    opik.refuse(str(ids[0]))
    # The traces' batch, its first half and its first row are refused; what comes after that fails three times over.
    opik.fail(*[Fault()] * 3, 500, *[Fault()] * 3, 503, *[Fault()] * 3, Fault(drop="before"))
    configure(tmp_path, opik)
    assert tracing.flush(20)
    assert set(opik.traces) == {*ids[1:]}
    assert [x.id for x in read_dead_letters(tmp_path / "spool")] == [ids[0]]


def test_dead_letters_are_kept_in_two_files_and_what_is_deleted_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(dead_letters, "MAX_DEAD_LETTER_BYTES", 10)
    for n in range(3):
        dead_letters.bury(tmp_path / "dead-letter.ndjson", Kind.TRACE, b'{"id":"%d"}' % n, 400, "no")
    assert [x.id for x in read_dead_letters(tmp_path)] == ["1", "2"]
    assert spool_status(tmp_path).dead_letters == 2
    assert caplog.text.count("oldest rows that Opik refused are deleted") == 1


REFUSED_ON_A_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from rein.opik.dead_letters import bury, read_dead_letters
from rein.opik.spool import Kind
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1]) / "dead-letter.ndjson"
row = b'{"id":"%s","name":"%s"}'
resource.setrlimit(resource.RLIMIT_FSIZE, (2_500, resource.RLIM_INFINITY))
for n in (b"first", b"second"):
    try:
        bury(path, Kind.TRACE, row % (n, b"x" * 1_500), 400, "no")
    except OSError:
        assert n == b"second"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
bury(path, Kind.TRACE, row % (b"second", b""), 400, "no")
print(*(letter.id for letter in read_dead_letters(path.parent)))
"""


def test_a_refusal_that_the_disk_took_half_of_is_not_taken_for_written_down(tmp_path: Path) -> None:
    """A real limit on file size cuts a write in the middle, as a full disk does."""
    done = subprocess.run(
        [sys.executable, "-c", REFUSED_ON_A_FULL_DISK, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()) == (0, ["first", "second"]), done.stderr


TROUBLES = [
    *[Fault(status=status) for status in (401, 402, 403, 404, 405, 407, 301, 302, 307, 308)],
    *[Fault(status=status, html=True) for status in (200, 400, 401, 404)],
]


@pytest.mark.parametrize("fault", TROUBLES, ids=str)
def test_a_wrong_key_or_address_keeps_everything_and_is_told_once(
    tmp_path: Path, opik: OpikReceiver, fault: Fault, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploader, "MISCONFIGURED_WAIT_S", 0.02)
    opik.fail_always(fault)
    configure(tmp_path, opik)
    ids = [root(n) for n in range(3)]
    opik.wait_for(lambda: len(opik.requests) > 3)
    warnings = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert "OPIK_API_KEY" in warnings[0].getMessage()
    assert read_dead_letters(tmp_path / "spool") == []
    trouble = spool_status(tmp_path / "spool").trouble
    assert trouble is not None
    assert str(fault.status) in trouble.reason
    opik.heal()
    assert tracing.flush(20)
    assert whole(opik, ids)
    assert spool_status(tmp_path / "spool").trouble is None


def test_a_process_with_nothing_to_send_does_not_take_the_trouble_for_mended(
    tmp_path: Path, opik: OpikReceiver
) -> None:
    opik.fail_always(401)
    configure(tmp_path, opik)
    root(1)
    opik.wait_for(lambda: spool_status(tmp_path / "spool").trouble is not None)
    idle = Exporter(settings_for(tmp_path, opik_url_override=opik.url))
    assert idle.flush(10)
    assert spool_status(tmp_path / "spool").trouble is not None
    idle.shutdown(0)


def test_another_trouble_is_told_anew(
    tmp_path: Path, opik: OpikReceiver, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploader, "MISCONFIGURED_WAIT_S", 0.02)
    configure(tmp_path, opik)
    opik.fail_always(404)
    root(1)
    opik.wait_for(lambda: len(opik.requests) > 2)
    opik.fail_always(401)
    opik.wait_for(lambda: "status 401" in caplog.text)
    assert caplog.text.count("status 404") == 1
    opik.heal()


@pytest.mark.parametrize("status", [404, 409])
def test_an_update_of_what_is_not_there_holds_up_nobody(tmp_path: Path, opik: OpikReceiver, status: int) -> None:
    exporter = Exporter(settings_for(tmp_path, opik_url_override=opik.url))
    opik.fail(status)
    exporter.add_rows(Kind.TRACE_UPDATE, [b'{"id":"01900000-0000-7000-8000-000000000001","tags":["x"]}'])
    assert exporter.flush(10)
    assert [letter.status for letter in read_dead_letters(tmp_path / "spool")] == [status]
    exporter.shutdown(1)


def test_scores_and_updates_go_the_same_way(tmp_path: Path, opik: OpikReceiver) -> None:
    configure(tmp_path, opik)
    trace_id = root(1)
    exporter = Exporter(settings_for(tmp_path, opik_url_override=opik.url))
    score = {"id": trace_id, "name": "stars", "value": 5, "source": "sdk", "project_name": "rein-tests"}
    exporter.add_rows(Kind.TRACE_SCORE, [orjson.dumps(score)])
    exporter.add_rows(Kind.SPAN_SCORE, [orjson.dumps({**score, "name": "clarity"})])
    exporter.add_rows(
        Kind.THREAD_SCORE,
        [orjson.dumps({"thread_id": "s", "name": "mood", "value": 1, "source": "sdk", "project_name": "rein-tests"})],
    )
    exporter.add_rows(Kind.TRACE_UPDATE, [orjson.dumps({"id": trace_id, "project_name": "rein-tests", "tags": ["x"]})])
    assert tracing.flush(10)
    assert exporter.flush(10)
    assert {(key[0], key[2]) for key in opik.scores} == {("trace", "stars"), ("span", "clarity"), ("thread", "mood")}
    assert [r.json["tags"] for r in opik.requests if r.method == "PATCH"] == [["x"]]
    exporter.shutdown(1)


def test_a_disk_that_takes_nothing_does_not_keep_traces_from_opik(tmp_path: Path, opik: OpikReceiver) -> None:
    blocked = tmp_path / "data"
    blocked.write_text("a file where the directory should be")
    configure(blocked, opik)
    ids = [root(n) for n in range(3)]
    assert tracing.flush(10)
    assert whole(opik, ids)


def test_a_server_that_hangs_holds_up_neither_the_caller_nor_the_end(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
        tracing.configure(settings_for(tmp_path, opik_url_override=url))
        done = [root(n) for n in range(50)]
        assert tracing.shutdown(0.3) is False
        connection, _ = listening.accept()
        connection.setblocking(False)
        assert connection.recv(1 << 20)
        with pytest.raises(BlockingIOError):  # the request is still open: nobody waited for it
            _read_on(connection)
        connection.close()
    assert {r.row["id"] for r in read_records(tmp_path / "spool") if r.kind is Kind.TRACE} == set(done)


def test_two_processes_worth_of_exporters_share_one_spool(tmp_path: Path, opik: OpikReceiver) -> None:
    configured = settings_for(tmp_path, opik_url_override=opik.url)
    exporters = [Exporter(configured) for _ in range(3)]
    rows = [{"id": f"01900000-0000-7000-8000-{n:012d}", "start_time": "2026-01-01T00:00:00Z"} for n in range(30)]
    for n, row in enumerate(rows):
        exporters[n % 3].add_rows(Kind.TRACE, [orjson.dumps(row)])
    assert all(exporter.flush(10) for exporter in exporters)
    assert set(opik.traces) == {row["id"] for row in rows}
    assert all(exporter.shutdown(5) for exporter in exporters)
    assert list((tmp_path / "spool").glob("*.*")) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_child_never_writes_to_its_parents_segment(tmp_path: Path) -> None:
    exporter = Exporter(settings_for(tmp_path))
    exporter.add_rows(Kind.TRACE, [b'{"id":"parent"}'])
    child = os.fork()
    if child == 0:
        try:
            exporter.add_rows(Kind.TRACE, [b'{"id":"child"}'])
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    exporter.add_rows(Kind.TRACE, [b'{"id":"parent"}'])
    exporter.shutdown(0)
    written = [{r.row["id"] for r in read_segment(path)} for path in segment_paths(tmp_path / "spool")]
    assert sorted(map(sorted, written)) == [["child"], ["parent"]]


def test_a_segment_that_cannot_be_opened_is_kept_for_later(tmp_path: Path) -> None:
    directory = tmp_path / "spool"
    directory.mkdir()
    segment = directory / "00000000000000000001-1-aa.seg"
    segment.write_bytes(encode_record(Kind.TRACE, b'{"id":"of a dead process"}'))
    # In a process of its own, which runs out of descriptors but for the one that owns the segment.
    code = f"""if True:
        import os, resource
        from pathlib import Path
        from rein.opik.spool_writer import SpoolWriter
        from rein.opik.transport import HttpTransport
        from rein.opik.uploader import Uploader
        writer = SpoolWriter(Path({str(directory)!r}), max_bytes=1 << 20, fsync=False)
        round_of = Uploader(writer, HttpTransport("http://127.0.0.1:9", {{}}))._try_round
        import encodings.ascii, httpx
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        held = []
        try:
            while True:
                held.append(os.open(os.devnull, os.O_RDONLY))
        except OSError:
            os.close(held.pop())
        print(round_of() is not None)
    """
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "True", run.stderr
    assert [r.row["id"] for r in read_records(directory)] == ["of a dead process"]


@pytest.mark.parametrize("url", ["https://opik.example/api", "HTTPS://opik.example/api"])
def test_https_is_verified_with_certificates_that_are_read_once(url: str) -> None:
    trusted = transport._trusted(url)
    assert trusted.verify_mode is ssl.CERT_REQUIRED
    assert trusted.check_hostname
    assert trusted.cert_store_stats()["x509_ca"] > 0
    assert transport._trusted(url) is trusted


def _read_on(connection: socket.socket) -> None:
    while connection.recv(1 << 20):
        pass


def start_again(opik: OpikReceiver) -> None:
    opik.stop()
    opik.start()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("trace"), st.integers(0, 4)),
        st.tuples(
            st.just("fail"),
            st.sampled_from([500, 429, Fault(drop="before"), Fault(drop="after"), Fault(status=429, retry_after="0")]),
        ),
        st.tuples(st.just("restart"), st.just(0)),
        st.tuples(st.just("away"), st.just(0)),
        st.tuples(st.just("back"), st.just(0)),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_in_whatever_order_everything_is_there_in_the_end(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Any]]
) -> None:
    directory = tmp_path_factory.mktemp("spool")
    opik = OpikReceiver().start()
    try:
        configure(directory, opik)
        expected: dict[str | None, int] = {}
        actions: dict[str, Callable[[Any], None]] = {
            "trace": lambda leaves: expected.update({root(1, leaves=leaves): leaves}),
            "fail": opik.fail,
            "restart": lambda _: configure(directory, opik),
            "away": lambda _: opik.stop(),
            "back": lambda _: start_again(opik),
        }
        for name, value in steps:
            actions[name](value)
        actions["back"](0)
        opik.heal()
        assert tracing.flush(30)
        for trace_id, leaves in expected.items():
            assert whole(opik, [trace_id], leaves)
        assert set(opik.traces) == set(expected)
        assert spool_is_empty(directory)
    finally:
        tracing.shutdown(0)
        opik.stop()
