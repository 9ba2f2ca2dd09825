"""`rein traces` and `rein opik spool`, run as a person runs them."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rein.cli import flush_display, run
from rein.cli.check_opik import check_spool
from rein.opik.client import OpikClient
from rein.opik.embedded import EmbeddedTransport
from rein.opik.transport import Postponed
from rein.settings import Settings, get_settings
from tests.support.opik_receiver import OpikReceiver

START = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
HOSTILE = "[bold red]x[/]\x1b[2J\x1b]0;owned\x07\u202eevil\nline [/nope]\ud800"

pytestmark = pytest.mark.embedded

Rein = Callable[..., tuple[int, str, str]]


@pytest.fixture
def rein(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Rein]:
    monkeypatch.chdir(tmp_path)
    for name in ("OPIK_URL_OVERRIDE", "OPIK_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REIN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "110")

    def call(*args: str, opik: OpikReceiver | None = None) -> tuple[int, str, str]:
        if opik is not None:
            monkeypatch.setenv("OPIK_URL_OVERRIDE", opik.url)
        get_settings.cache_clear()
        capsys.readouterr()
        code = run(args)
        out, err = capsys.readouterr()
        return code, out, err

    yield call
    get_settings.cache_clear()


def traced(directory: Path, *, opik: OpikReceiver | None = None, name: str = "coach", **start: object) -> str:
    client = OpikClient(Settings(_env_file=None, data_dir=directory, opik_url_override=opik.url if opik else None))
    trace = client.start_trace(name, input={"goal": "run a half marathon"}, start_time=START, **start)  # pyright: ignore
    span = client.create_span(
        trace, "preprocess_goal", type="llm", model="m-1", provider="p", start_time=START, tags=["early"],
        metadata={"prompt_name": "preprocess_goal", "prompt_version": "3e0c"},
    )  # fmt: skip
    end = START + timedelta(seconds=2)
    client.end_span(span, usage={"total_tokens": 123}, cost_usd=0.002, end_time=START + timedelta(seconds=1))
    failed = client.create_span(trace, "plan", start_time=START + timedelta(seconds=1))
    client.end_span(failed, error=ValueError("no weeks"), end_time=end)
    client.log_feedback("user_rating", 4, trace_id=trace, reason="helped", author="person-1")
    client.end_trace(trace, output={"plan": "12 weeks"}, end_time=end)
    client.close(0)
    return trace


def test_with_nothing_traced_it_says_how_to_begin(rein: Rein, tmp_path: Path) -> None:
    assert rein("traces")[:2] == (0, 'No traces yet. Run rein coach "your goal" first.\n')
    assert rein("traces", "--json")[:2] == (0, "[]\n")
    code, out, _ = rein("opik", "spool")
    assert code == 0
    assert "0 files" in out
    assert rein("opik", "spool", "clear")[:2] == (0, "The spool is empty.\n")
    assert not (tmp_path / "spool").exists()


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_a_narrow_list_leaves_columns_out_and_cuts_no_figure(
    rein: Rein, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    traces = [traced(tmp_path, name="a name that is far too long for a line of it", thread_id="t" * 90) for _ in "ab"]
    monkeypatch.setenv("COLUMNS", str(width))
    code, out, _ = rein("traces")
    assert code == 0
    head, *lines = out.splitlines()
    assert "…" not in head
    assert ("Took" in head) == (width >= 80)
    assert ("Spans" in head) == (width >= 100)
    assert len(lines) == len(traces)
    for line in lines:
        assert len(line) <= width
        assert sum(trace.startswith(line.split()[0]) for trace in traces) == 1, "its id is told apart"
        assert line.count("…") == 1, "only the name is cut"


def test_the_list_has_a_line_for_each_trace(rein: Rein, tmp_path: Path) -> None:
    ids = [traced(tmp_path, name=f"coach {i}", thread_id="session-9") for i in range(3)]
    code, out, _ = rein("traces", "--limit", "2")
    lines = out.splitlines()
    assert code == 0
    assert len(lines) == 3
    for word in ("coach", "2.0 s", "123", "$0.0020", "session-9"):
        assert word in lines[1]
    listed = json.loads(rein("traces", "--json")[1])
    assert sorted(t["id"] for t in listed) == sorted(ids)
    assert (listed[0]["span_count"], listed[0]["tokens"], listed[0]["duration_ms"]) == (2, 123, 2000.0)


def test_one_trace_is_a_tree_with_times_figures_and_errors(rein: Rein, tmp_path: Path) -> None:
    trace = traced(tmp_path)
    code, out, _ = rein("traces", "show", trace[:13])
    assert code == 0
    for word in (
        trace,
        "run a half marathon",
        "12 weeks",
        "user_rating 4",
        "by person-1: helped",
        "ValueError: no weeks",
    ):
        assert word in out
    for word in ("p m-1 · prompt preprocess_goal 3e0c · early", "1.0 s", "123", "$0.0020"):
        assert word in out
    bars = [line.index("█") for line in out.splitlines() if "█" in line]
    assert bars[1] > bars[0]
    shown = json.loads(rein("traces", "show", trace, "--json")[1])
    assert [s["name"] for s in shown["spans"]] == ["preprocess_goal", "plan"]
    assert shown["spans"][1]["error"]["message"] == "no weeks"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("traces", "show", "ffffffff"), 2), (("traces", "show", "0"), 2), (("traces", "show"), 2),
        (("traces", "--limit", "0"), 2), (("traces", "--nope"), 2),
        (("opik", "spool", "nope"), 2),
    ],
)  # fmt: skip
def test_what_cannot_be_done_ends_in_one_line_and_a_code(rein: Rein, args: tuple[str, ...], code: int) -> None:
    ended, _, err = rein(*args)
    assert ended == code
    assert err.startswith("error: ")
    assert len(err.splitlines()) == 1


def test_hostile_content_steers_neither_terminal_nor_markup(rein: Rein, tmp_path: Path) -> None:
    client = OpikClient(Settings(_env_file=None, data_dir=tmp_path))
    trace = client.start_trace(HOSTILE, input={HOSTILE: HOSTILE}, tags=[HOSTILE], thread_id=HOSTILE)
    span = client.create_span(trace, HOSTILE, model=HOSTILE.replace("\ud800", ""), metadata={"prompt_name": HOSTILE})
    client.end_span(span, error=ValueError(HOSTILE))
    client.log_feedback(HOSTILE, 1, trace_id=trace, reason=HOSTILE, author=HOSTILE)
    client.end_trace(trace, error=ValueError(HOSTILE))
    client.close()
    for args in (("traces",), ("traces", "show", trace), ("traces", "--json"), ("traces", "show", trace, "--json")):
        code, out, err = rein(*args)
        assert (code, err) == (0, "")
        assert not {"\x1b", "\x07", "\u202e", "\ud800"} & set(out)
        assert "[bold red]x[/]" in out


def test_a_full_of_zeroes_or_garbage_spool_is_shown_as_far_as_it_can_be_read(rein: Rein, tmp_path: Path) -> None:
    with OpikReceiver() as opik:
        opik.stop()
        trace = traced(tmp_path, opik=opik)
        (segment,) = (tmp_path / "spool").glob("*.seg")
        segment.write_bytes(b"\x00" * 1000 + b"\n" + segment.read_bytes() + b"t00000000 {torn")
        assert trace in rein("traces", "--json", opik=opik)[1]
        assert rein("opik", "spool")[0] == 0


def test_what_a_killed_process_left_in_the_spool_is_listed_too(
    rein: Rein, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(EmbeddedTransport, "send", _killed)
        trace = traced(tmp_path)
    assert [t["id"] for t in json.loads(rein("traces", "--json")[1])] == [trace]
    assert json.loads(rein("opik", "spool", "--json")[1])["pending_records"] == 0


def _killed(*_: object) -> None:
    raise Postponed("the process is gone")


def test_a_trace_that_never_ended_is_marked(rein: Rein, tmp_path: Path) -> None:
    client = OpikClient(Settings(_env_file=None, data_dir=tmp_path))
    trace = client.start_trace("killed")
    client.close()
    assert "…" in rein("traces")[1]
    assert "It has not ended" in rein("traces", "show", trace)[1]


def test_the_state_as_json_holds_in_a_directory_of_any_name(
    rein: Rein, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REIN_DATA_DIR", str(tmp_path / "données"))
    assert json.loads(rein("opik", "spool", "--json")[1])["directory"] == str(tmp_path / "données" / "spool")


def test_flush_sends_what_waits_and_the_spool_says_so(rein: Rein, tmp_path: Path) -> None:
    with OpikReceiver() as opik:
        opik.stop()
        trace = traced(tmp_path, opik=opik)
        code, out, _ = rein("opik", "spool", opik=opik)
        assert code == 0
        assert "waiting" in out
        state = json.loads(rein("opik", "spool", "--json")[1])
        assert state["pending_records"] == 7
        assert state["oldest_pending"].startswith("2026-05-01T12:00:00")
        code, _, err = rein("opik", "spool", "flush", "--timeout", "0.3")
        assert code == 1
        assert "7 records still wait" in err
        opik.start()
        assert rein("opik", "spool", "flush")[:2] == (0, "Sent 7 records.\n")
        assert opik.traces[trace]["output"] == {"plan": "12 weeks"}
        assert rein("opik", "spool", "flush")[:2] == (0, "Nothing waits to be sent.\n")
        assert "Opik has everything" in rein("opik", "spool")[1]
        assert "is in Opik" in rein("traces")[1]


def test_what_opik_refuses_is_shown_with_its_reason(rein: Rein, tmp_path: Path) -> None:
    with OpikReceiver() as opik:
        opik.stop()
        trace = traced(tmp_path, opik=opik)
        opik.start()
        opik.refuse(trace)
        _, out, _ = rein("opik", "spool", "flush", opik=opik)
        assert "refused 2 rows for good" in out
        _, out, _ = rein("opik", "spool")
        assert f"refused row {trace}" in out
        assert "2x status 400" in out
        state = json.loads(rein("opik", "spool", "--json")[1])
        assert {letter["id"] for letter in state["dead_letters"]} == {trace}
        assert rein("opik", "spool", "clear", "--yes", "--dead-letters")[0] == 0
        assert json.loads(rein("opik", "spool", "--json")[1])["dead_letters"] == []


def test_a_wrong_address_is_told_by_flush_spool_and_doctor_until_it_is_mended(rein: Rein, tmp_path: Path) -> None:
    with OpikReceiver() as opik:
        opik.stop()
        traced(tmp_path, opik=opik)
        opik.start()
        opik.fail_always(404)
        code, _, err = rein("opik", "spool", "flush", "--timeout", "0.5", opik=opik)
        assert code == 1
        assert "status 404: this is not the address" in " ".join(err.split())
        assert "Nothing is lost" in err
        _, out, _ = rein("opik", "spool")
        assert "status 404" in out
        assert "refused" in out
        state = json.loads(rein("opik", "spool", "--json")[1])
        assert "status 404" in state["trouble"]["reason"]
        assert state["dead_letters"] == []
        told = [f for f in check_spool(get_settings()) if "status 404" in f.finding]
        assert len(told) == 1
        assert "OPIK_URL_OVERRIDE" in told[0].cure
        here = get_settings().model_copy(update={"opik_url_override": None})  # no longer named: no longer in the way
        assert not any("status 404" in f.finding for f in check_spool(here))
        opik.heal()
        assert rein("opik", "spool", "flush")[:2] == (0, "Sent 7 records.\n")
        assert json.loads(rein("opik", "spool", "--json")[1])["trouble"] is None
        assert "status 404" not in rein("opik", "spool")[1]


def test_a_long_flush_shows_how_far_it_is(rein: Rein, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flush_display, "LINE_EVERY_S", 0.1)
    with OpikReceiver() as opik:
        opik.stop()
        traced(tmp_path, opik=opik)
        _, out, err = rein("opik", "spool", "flush", "--timeout", "0.7", opik=opik)
    assert "0.0 of 0.0 MB sent" in err
    assert "of 0.7 s" in err
    assert out == "Sent 0 records.\n"


def test_clearing_asks_first_and_deletes_for_good(rein: Rein, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with OpikReceiver() as opik:
        opik.stop()
        traced(tmp_path, opik=opik)
        code, _, err = rein("opik", "spool", "clear", opik=opik)
        assert code == 2
        assert "--yes" in err
        assert len(json.loads(rein("traces", "--json")[1])) == 1
        assert rein("opik", "spool", "clear", "--yes")[:2] == (0, "Deleted 7 records.\n")
        assert json.loads(rein("traces", "--json")[1]) == []


def test_a_file_where_the_spool_should_be_is_said(rein: Rein, tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("x")
    code, _, err = rein("opik", "spool")
    assert code == 1
    assert str(tmp_path / "spool") in err


def test_without_an_id_the_newest_trace_is_shown(rein: Rein, tmp_path: Path) -> None:
    opik = OpikClient(Settings(_env_file=None, data_dir=tmp_path))
    for number, name in enumerate(("older", "newer")):
        trace_id = opik.start_trace(name, start_time=START + timedelta(minutes=number))
        opik.end_trace(trace_id, end_time=START + timedelta(minutes=number, seconds=1))
    opik.close()
    code, out, _ = rein("traces", "show", "--json")
    assert code == 0
    assert json.loads(out)["name"] == "newer"


def test_without_any_trace_the_cure_is_said(rein: Rein) -> None:
    code, _, err = rein("traces", "show")
    assert code == 2
    assert "No traces yet" in err
