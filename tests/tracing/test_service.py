"""Blocks for model calls and the coach's other operations, and what the settings do to content."""

import gc
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor

from rein import tracing
from rein.tracing import (
    TracingService,
    current_span,
    current_trace_id,
    trace,
    trace_evaluation,
    trace_goal_generation,
    trace_llm_call,
    trace_preprocessing,
    trace_url,
)
from rein.tracing.redaction import add_redaction_hook, remove_redaction_hook
from tests.tracing.support import Recorded, settings_for

Seen = Callable[[], Recorded]


def model_call(**values: Any) -> Any:
    return trace_llm_call("gen", model="flash", provider="google", **values)


def test_a_model_call_says_model_tokens_cost_and_prompt(recorded: Seen) -> None:
    with model_call(prompt_name="plan", prompt_version="ab12", input={"goal": "run"}, metadata={"try": 1}) as span:
        span.set_output({"weeks": 3})
        span.set_usage(10, 20, estimated=True)
        span.set_cost(0.001)
        span.set_model("offline", "rein")
        span.add_tags("fallback")
        span.add_metadata(reason={"why"})
    row = recorded().span("gen")
    assert row["type"] == "llm"
    assert (row["model"], row["provider"]) == ("offline", "rein")
    assert row["usage"] == {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30}
    assert row["total_estimated_cost"] == 0.001
    assert row["input"] == {"goal": "run"}
    assert row["output"] == {"weeks": 3}
    assert row["tags"] == ["fallback"]
    assert row["metadata"] == {
        "operation": "llm_call",
        "prompt_name": "plan",
        "prompt_version": "ab12",
        "try": 1,
        "usage_estimated": True,
        "reason": ["why"],
    }


def test_figures_of_other_number_types_do_not_cost_the_trace(recorded: Seen) -> None:
    with model_call() as span:
        span.set_cost(Decimal("0.5"))  # type: ignore[arg-type]
        span.set_usage(True, 2.0)  # type: ignore[arg-type]
    assert recorded().span("gen")["total_estimated_cost"] == 0.5
    assert recorded().span("gen")["usage"]["total_tokens"] == 3


def test_a_hook_of_the_teams_own_masks_every_text_of_a_trace(recorded: Seen) -> None:
    def no_staff_numbers(text: str) -> str:
        return text.replace("EMP-42", "[staff]")

    add_redaction_hook(no_staff_numbers)
    try:
        with model_call(input={"asked by": "EMP-42"}) as span:
            span.set_output("answered EMP-42")
    finally:
        remove_redaction_hook(no_staff_numbers)
    sent = recorded().span("gen")
    assert sent["input"] == {"asked by": "[staff]"}
    assert sent["output"] == {"output": "answered [staff]"}


def test_tags_are_masked_like_everything_else(recorded: Seen) -> None:
    with model_call() as span:
        span.add_tags("asked by ada@example.com")
        tracing.add_tags("for ada@example.com")
    seen = recorded()
    assert seen.span("gen")["tags"] == ["asked by [email]"]
    assert seen.trace["tags"] == ["asked by [email]", "for [email]"]


def test_figures_that_opik_would_refuse_are_held_to_what_it_takes(recorded: Seen) -> None:
    with model_call() as span:
        span.set_cost(-1.0)
        span.set_usage(-5, 2**40)
    sent = recorded().span("gen")
    assert sent["usage"] == {"prompt_tokens": 0, "completion_tokens": 2**31 - 1, "total_tokens": 2**31 - 1}
    assert not sent.get("total_estimated_cost")


@pytest.mark.parametrize(
    ("block", "operation"),
    [
        (trace_preprocessing, "preprocessing"),
        (trace_evaluation, "evaluation"),
        (trace_goal_generation, "goal_generation"),
        (TracingService().trace_preprocessing, "preprocessing"),
        (TracingService().trace_evaluation, "evaluation"),
        (TracingService().trace_goal_generation, "goal_generation"),
    ],
)
def test_each_operation_has_its_block(recorded: Seen, block: Any, operation: str) -> None:
    with block("work", input="text") as span:
        assert current_span() is span
        span.set_output([1])
    row = recorded().span("work")
    assert row["metadata"] == {"operation": operation}
    assert row["input"] == {"input": "text"}
    assert row["output"] == {"output": [1]}


def test_blocks_nest_under_each_other_and_record_errors(recorded: Seen) -> None:
    with pytest.raises(ValueError, match="bad"), trace_goal_generation("outer"), model_call():
        raise ValueError("bad")
    assert recorded().children("outer") == ["gen"]
    assert recorded().span("gen")["error_info"]["message"] == "bad"
    assert recorded().trace["error_info"]["exception_type"] == "ValueError"


def test_model_spans_speak_opentelemetrys_words_too(recorded: Seen) -> None:
    ended: list[ReadableSpan] = []

    class Keep(SpanProcessor):
        def on_end(self, span: ReadableSpan) -> None:
            ended.append(span)

    provider = tracing.tracer_provider()
    assert provider is not None
    provider.add_span_processor(Keep())
    with tracing.thread("session"), model_call() as span:
        span.set_usage(1, 2)
    attributes = dict(ended[0].attributes or {})
    assert attributes["gen_ai.operation.name"] == "chat"
    assert attributes["gen_ai.provider.name"] == "google"
    assert attributes["gen_ai.request.model"] == "flash"
    assert attributes["gen_ai.usage.input_tokens"] == 1
    assert attributes["gen_ai.usage.output_tokens"] == 2
    assert attributes["gen_ai.conversation.id"] == "session"


SECRET = "mail me at jane@example.com"


@trace
def leaky(text: str) -> str:
    tracing.add_metadata(contact=text)
    with model_call(prompt_name="p", input=text) as span:
        span.set_output(text)
        span.set_usage(1, 1)
        span.set_cost(0.25)
        span.add_metadata(note=text)
    raise ValueError(text)


def everything(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file())


def test_personal_data_never_reaches_the_disk(recorded: Seen, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mail"):
        leaky(SECRET)
    assert b"jane@" not in everything(tmp_path)
    assert recorded().span("gen")["input"] == {"input": "mail me at [email]"}
    assert recorded().trace["metadata"]["contact"] == "mail me at [email]"
    assert recorded().trace["error_info"]["message"] == "mail me at [email]"


def test_one_secret_among_many_spans_is_masked_and_the_others_stay_as_they_are(recorded: Seen) -> None:
    @trace
    def step(text: str) -> str:
        return text

    @trace
    def root() -> None:
        for n in range(20):
            step(f"step {n}")
        step(SECRET)

    root()
    texts = sorted(str(s["output"]["output"]) for s in recorded().spans.values() if s["name"] == "step")
    assert texts == sorted([*(f"step {n}" for n in range(20)), "mail me at [email]"])


def test_redaction_can_be_switched_off_and_extended(tmp_path: Path) -> None:
    for number, (values, expected) in enumerate(
        [({"trace_redact": False}, SECRET), ({"trace_redact_patterns": ("mail me",)}, "[redacted] at [email]")]
    ):
        directory = tmp_path / str(number)
        tracing.configure(settings_for(directory, **values))
        with pytest.raises(ValueError, match="mail"):
            leaky(SECRET)
        tracing.shutdown(0)
        assert Recorded(directory).trace["input"] == {"text": expected}


def test_without_content_only_structure_usage_cost_and_error_types_are_kept(tmp_path: Path) -> None:
    tracing.configure(settings_for(tmp_path, trace_content=False))
    with pytest.raises(ValueError, match="quiet"):
        leaky("quiet words")
    tracing.shutdown(0)
    assert b"quiet" not in everything(tmp_path)
    seen = Recorded(tmp_path)
    for row in (*seen.trace_rows, *seen.span_rows):
        assert "input" not in row
        assert "output" not in row
    assert "metadata" not in seen.trace
    assert seen.trace["error_info"]["exception_type"] == "ValueError"
    span = seen.span("gen")
    assert (span["total_estimated_cost"], span["usage"]["total_tokens"]) == (0.25, 2)
    assert span["metadata"] == {"operation": "llm_call", "prompt_name": "p"}


def test_switched_off_it_does_nothing_at_all(tmp_path: Path) -> None:
    tracing.configure(settings_for(tmp_path / "none", trace_enabled=False))

    @trace
    def work() -> str | None:
        with model_call(input="x") as span:
            span.set_output("y")
            span.set_usage(1, 2, estimated=True)
            span.set_cost(None)
            span.add_metadata(a=1)
            span.add_tags("t")
        with tracing.thread("s"):
            tracing.add_tags("x")
            tracing.add_metadata(k=1)
        return current_trace_id()

    assert work() is None
    assert current_span() is None
    assert tracing.tracer_provider() is None
    assert tracing.flush(0) is True
    assert tracing.shutdown(0) is True
    assert not (tmp_path / "none").exists()


def test_one_log_line_a_trace_and_never_what_is_in_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    tracing.configure(settings_for(tmp_path, trace_logging_enabled=True))
    with caplog.at_level(logging.INFO, logger="rein.traces"), pytest.raises(ValueError, match="quiet"):
        leaky("quiet words")
    tracing.shutdown(0)
    (line,) = [r.getMessage() for r in caplog.records if r.name == "rein.traces"]
    assert Recorded(tmp_path).trace["id"] in line
    assert "leaky" in line
    assert "2 tokens" in line
    assert "$0.25" in line
    assert "ValueError" in line
    assert "quiet" not in line


def test_a_broken_setting_switches_tracing_off_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    tracing.configure(settings_for(tmp_path, trace_redact_patterns=("(",)))
    assert trace(lambda: 7)() == 7
    assert "REIN_TRACE_REDACT_PATTERNS" in caplog.text


def test_the_address_of_a_trace_is_opiks_redirect(tmp_path: Path) -> None:
    tracing.configure(settings_for(tmp_path))
    assert trace_url("t") is None
    tracing.configure(settings_for(tmp_path, opik_url_override="http://localhost:5173/api/"))
    assert trace_url("0190-x") == (
        "http://localhost:5173/api/v1/session/redirect/projects/"
        "?trace_id=0190-x&path=aHR0cDovL2xvY2FsaG9zdDo1MTczL2FwaQ=="
    )
    tracing.configure(settings_for(tmp_path, opik_url_override="http://me:pass-word@localhost:5173/api"))
    assert trace_url("0190-x") == (
        "http://localhost:5173/api/v1/session/redirect/projects/"
        "?trace_id=0190-x&path=aHR0cDovL2xvY2FsaG9zdDo1MTczL2FwaQ=="
    )
    tracing.configure(settings_for(tmp_path, opik_api_key="key"))
    assert str(trace_url("t")).startswith("https://www.comet.com/opik/api/v1/session/redirect/")
    tracing.configure(settings_for(tmp_path, trace_enabled=False))


def python(code: str, directory: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPIK", "REIN", "OTEL"))}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "REIN_DATA_DIR": str(directory), **environment},
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def test_unconfigured_it_reads_the_environment_at_the_first_span(tmp_path: Path) -> None:
    nowhere = {"OPIK_URL_OVERRIDE": "http://127.0.0.1:9"}  # so that all of it stays in the spool
    python("import rein.tracing as t; t.trace(lambda: 1)()", tmp_path, OPIK_PROJECT_NAME="from-env", **nowhere)
    assert Recorded(tmp_path).trace["project_name"] == "from-env"
    python("import rein.tracing as t; t.trace(lambda: 1)()", tmp_path, REIN_TRACE="false", **nowhere)
    assert len(Recorded(tmp_path).traces) == 1


def test_importing_and_configuring_loads_nothing_heavy(tmp_path: Path) -> None:
    code = """
import sys, threading
import rein.tracing as t
assert not any(m.startswith("opentelemetry") for m in sys.modules), "opentelemetry at import"
from rein.settings import load_settings
t.configure(load_settings())
assert threading.active_count() == 1
t.trace(lambda: 1)()
assert t.flush(20)
heavy = {"httpx", "opik", "pydantic_ai", "starlette", "uvicorn"}
assert not heavy & set(sys.modules), "a heavy module without need"
"""
    python(code, tmp_path)


def test_an_otlp_backend_without_its_exporter_is_told_clearly(tmp_path: Path) -> None:
    done = python("import rein.tracing as t; t.trace(lambda: 1)()", tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://x:1")
    if "not installed" not in done.stderr:
        pytest.skip("the OTLP exporter is installed here")
    assert "pip install opentelemetry-exporter-otlp-proto-http" in done.stderr
    assert len(Recorded(tmp_path).traces) == 1


def test_text_that_utf8_cannot_hold_costs_no_trace(recorded: Seen) -> None:
    with tracing.thread("s\ud800"), model_call() as span:
        span.set_model("m\ud800", "p")
        span.add_tags("t\ud800", "t?")
        tracing.add_tags("u\ud800")
        span.add_metadata(**{"k\ud800": "v\ud800"})
    trace(lambda: None)()
    seen = recorded()
    assert seen.span("gen")["model"] == "m?"
    assert seen.span("gen")["tags"] == ["t?"]
    assert {row.get("thread_id") for row in seen.traces.values()} == {"s?", None}


def test_a_stream_that_is_left_early_is_no_failure(recorded: Seen) -> None:
    def pieces() -> Iterator[str]:
        with model_call() as span:
            yield "a"
            span.set_output("never reached")

    stream = pieces()
    next(stream)
    del stream
    gc.collect()
    assert "end_time" in recorded().span("gen")
    assert "error_info" not in recorded().span("gen")


def test_the_standard_switch_of_opentelemetry_switches_tracing_off(tmp_path: Path) -> None:
    python("import rein.tracing as t; t.trace(lambda: 1)()", tmp_path, OTEL_SDK_DISABLED="true")
    assert Recorded(tmp_path).traces == {}
