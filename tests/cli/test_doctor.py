"""Each of the common troubles has its finding and its cure."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from rein import tracing
from rein.cli.check_machine import check_machine
from rein.cli.check_model import check_models
from rein.cli.check_opik import check_opik, check_spool
from rein.cli.check_settings import known_names, read_settings
from rein.cli.findings import Finding, Health
from rein.opik.exporter import spool_directory
from rein.opik.spool import Kind, encode_record
from rein.settings import Settings
from tests.cli.conftest import OURS, Program
from tests.support.gemini_server import WRONG_KEY, GeminiServer, Good, Hang, MaxTokens, Status
from tests.support.opik_receiver import OpikReceiver

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in os.environ:
        if name.startswith(OURS):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    tracing.configure(make(trace_enabled=False))


def make(**values: object) -> Settings:
    return Settings.model_validate({"data_dir": "/tmp"} | values)  # never written to by these checks


def worst(findings: list[Finding]) -> Finding:
    order = [Health.OK, Health.WARNING, Health.BROKEN]
    return max(findings, key=lambda f: order.index(f.health))


def assert_has_cures(findings: list[Finding]) -> None:
    assert all(f.cure for f in findings if f.health is not Health.OK)


def test_each_mistake_in_the_settings_is_named_and_no_value_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_TEMPERATURE", "9")
    monkeypatch.setenv("PORT", "secret")
    settings, findings = read_settings()
    assert settings is None
    assert [f.finding.split()[0] for f in findings] == ["LLM_TEMPERATURE", "PORT"]
    assert "secret" not in str(findings)
    assert_has_cures(findings)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("REIN_MODLE", "x", "REIN_MODEL"),
        ("OPIK_PROJCT_NAME", "x", "OPIK_PROJECT_NAME"),
        ("GOOGLE_API_KEY", "x", "GEMINI_API_KEY"),
        ("REIN_TRACE", "false", "tracing is off"),
        ("REIN_TRACE_CONTENT", "false", "no input, output or metadata"),
        ("REIN_TRACE_REDACT", "false", "not masked"),
        ("REIN_TRACE_REDACT_PATTERNS", "(", "REIN_TRACE_REDACT_PATTERNS"),
        ("LLM_MAX_TOKENS", "100", "cut off"),
        ("REIN_LLM_TIMEOUT", "1", "timeout"),
        ("REIN_OFFLINE_FALLBACK", "false", "REIN_FALLBACK_MODEL"),
        ("GEMINI_API_KEY", '"abc"', "quotation marks"),
    ],
)
def test_a_setting_that_brings_trouble_is_found(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    settings, findings = read_settings()
    assert settings is not None
    found = worst(findings)
    assert found.health is not Health.OK
    assert said in found.finding + found.cure
    assert_has_cures(findings)


def test_nothing_set_at_all_is_healthy() -> None:
    _, findings = read_settings()
    assert worst(findings).health is Health.OK


def test_the_example_names_every_variable_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    written = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(written) == known_names()
    assert Settings.model_validate({k: v for k, v in written.items() if v}) == Settings.model_validate({})


def test_an_opik_that_answers_with_our_project_is_healthy() -> None:
    with OpikReceiver() as opik:
        opik.projects["rein-ai-coaching"] = "id"
        findings = check_opik(make(opik_url_override=opik.url), 5)
    assert [f.health for f in findings] == [Health.OK, Health.OK]


def test_a_project_of_another_name_is_told() -> None:
    with OpikReceiver() as opik:
        opik.projects["other"] = "id"
        found = worst(check_opik(make(opik_url_override=opik.url), 5))
    assert found.health is Health.WARNING
    assert "no project rein-ai-coaching" in found.finding
    assert "OPIK_PROJECT_NAME" in found.cure


@pytest.mark.parametrize(("key", "said"), [("bad", "not accepted"), (None, "OPIK_API_KEY is not set")])
def test_a_key_that_opik_refuses_or_misses_is_told_and_not_shown(key: str | None, said: str) -> None:
    with OpikReceiver(api_key="right") as opik:
        found = worst(check_opik(make(opik_url_override=opik.url, opik_api_key=key), 5))
    assert found.health is Health.BROKEN
    assert said in found.finding
    assert "bad" not in str(found)


def test_the_cloud_without_a_key_is_told_without_asking_it() -> None:
    found = worst(check_opik(make(opik_url_override="https://www.comet.com/opik/api"), 5))
    assert "OPIK_API_KEY is not set" in found.finding


class _Console(BaseHTTPRequestHandler):
    """Opik as it is installed: pages everywhere, the API under /api."""

    def do_GET(self) -> None:
        api = self.path == "/api/is-alive/ping"
        body = b"{}" if api else b"<html></html>"
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if api else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def console_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Console)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_an_address_without_api_is_told_the_right_one(console_url: str) -> None:
    found = worst(check_opik(make(opik_url_override=console_url), 5))
    assert found.health is Health.BROKEN
    assert f"{console_url}/api" in found.cure


def test_an_address_that_is_not_opiks_is_told(console_url: str) -> None:
    found = worst(check_opik(make(opik_url_override=f"{console_url}/somewhere"), 5))
    assert "not Opik's API" in found.finding
    assert "ends in /api" in found.cure


@pytest.mark.parametrize(
    "address", ["localhost:5173/api", "ftp://x/api", "http://[", "http://user:secret@127.0.0.1:9/api"]
)
def test_an_address_nobody_can_reach_is_told_without_its_password(address: str) -> None:
    found = worst(check_opik(make(opik_url_override=address), 2))
    assert found.health is Health.BROKEN
    assert "secret" not in str(found)
    assert found.cure


def test_traces_that_wait_and_rows_that_were_refused_are_told(tmp_path: Path) -> None:
    settings = make(data_dir=tmp_path, opik_url_override="http://127.0.0.1:9/api")
    assert worst(list(check_spool(settings))).health is Health.OK
    spool = spool_directory(settings)
    spool.mkdir(parents=True, exist_ok=True)
    (spool / "0001.seg").write_bytes(encode_record(Kind.TRACE, b'{"id":"1"}'))
    (spool / "dead-letter.ndjson").write_text('{"reason": "too old"}\n')
    text = " ".join(f.finding for f in check_spool(settings))
    assert "1 record not yet confirmed" in text
    assert "refused 1 row" in text
    assert_has_cures(list(check_spool(settings)))


def test_a_spool_that_is_nearly_full_is_told(tmp_path: Path) -> None:
    settings = make(data_dir=tmp_path, spool_max_mb=1)
    spool = spool_directory(settings)
    spool.mkdir(parents=True, exist_ok=True)
    (spool / "0001.seg").write_bytes(encode_record(Kind.TRACE, b'"' + b"x" * 900_000 + b'"'))
    assert any("nearly full" in finding.finding for finding in check_spool(settings))


def model_findings(gemini: GeminiServer, *, timeout_s: float = 10, **values: object) -> list[Finding]:
    settings = make(**{"gemini_api_key": "key", "model_base_url": gemini.url} | values)
    return check_models(settings, timeout_s)


def test_a_model_that_answers_is_healthy_and_its_price_known() -> None:
    with GeminiServer() as gemini:
        gemini.next(Good(answer={"word": "rein"}))
        findings = model_findings(gemini)
    assert {f.health for f in findings} == {Health.OK}
    assert "answers" in findings[0].finding


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Status(429, retry_after="9"), "too often"),
        (Status(404), "REIN_MODEL"),
        (Status(500), "trouble of its own"),
        (MaxTokens(), "LLM_MAX_TOKENS"),
    ],
)
def test_why_a_model_gives_no_answer_is_told_with_a_cure(trouble: Status | MaxTokens, said: str) -> None:
    with GeminiServer() as gemini:
        gemini.next(*([trouble] * 4))
        found = worst(model_findings(gemini))
    assert found.health is Health.BROKEN
    assert said in found.finding + found.cure


def test_a_wrong_key_is_told_and_not_shown() -> None:
    with GeminiServer() as gemini:
        found = worst(model_findings(gemini, gemini_api_key=WRONG_KEY))
    assert "refused the key" in found.finding
    assert WRONG_KEY not in str(found)
    assert found.cure


def test_a_model_that_hangs_is_given_up_after_the_timeout() -> None:
    with GeminiServer() as gemini:
        gemini.next(Hang(20))
        found = worst(model_findings(gemini, timeout_s=0.5))
    assert found.health is Health.BROKEN
    assert "REIN_LLM_TIMEOUT" in found.cure


def test_a_server_that_counts_no_tokens_and_a_model_without_a_price_are_told() -> None:
    with GeminiServer() as gemini:
        gemini.next(Good(answer={"word": "rein"}, usage=False))
        findings = model_findings(gemini, model="google:gemini-unheard-of")
    text = " ".join(f.finding for f in findings)
    assert "estimates" in text
    assert "no cost" in text


def test_without_a_key_it_is_the_offline_coach_and_says_so() -> None:
    (only,) = check_models(make(), 5)
    assert only.health is Health.OK
    assert "offline coach" in only.finding
    assert "not an LLM" in only.finding


def test_a_data_directory_that_cannot_be_written_is_broken(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = worst(list(check_machine(make(data_dir=tmp_path / "file" / "x"))))
    assert found.health is Health.BROKEN
    assert "REIN_DATA_DIR" in found.cure


@pytest.mark.parametrize(
    ("url", "health"),
    [
        ("sqlite:////tmp/x.db", Health.OK),
        ("postgresql://u:secret@db/rein", Health.OK),
        ("sqlite:////nowhere/at/all.db", Health.WARNING),
        ("mysql://u:secret@db/rein", Health.WARNING),
        ("secret", Health.WARNING),
        ("postgresql://u:secret@db:port/rein", Health.WARNING),
    ],
)
def test_a_database_address_is_read_but_not_used_and_never_shown(tmp_path: Path, url: str, health: Health) -> None:
    (found,) = [f for f in check_machine(make(data_dir=tmp_path, database_url=url)) if f.subject == "database"]
    assert found.health is health
    assert "not used yet" in found.finding
    assert "secret" not in str(found)


def test_the_program_prints_findings_and_fails_only_if_something_is_broken(rein: Program) -> None:
    healthy = rein("doctor")
    assert healthy.returncode == 0
    assert "All is well" in healthy.stdout
    sick = rein("doctor", "--json", OPIK_URL_OVERRIDE="http://127.0.0.1:9/api", OPIK_API_KEY="secret-key")
    report = json.loads(sick.stdout)
    assert sick.returncode == 1
    assert report["healthy"] is False
    assert {"subject", "health", "finding", "cure"} == set(report["findings"][0])
    assert "secret-key" not in sick.stdout + sick.stderr
    assert sick.stderr.startswith("error: ")
