"""Every body that Rein sends is one that Opik's own description of its API allows.

Judged twice: by the request types that the official client carries, which are always here, and by Opik's OpenAPI
description where a copy of it lies beside the repository.
"""

import asyncio
import enum
import math
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rein import tracing
from rein.errors import UsageError
from rein.opik.client import OpikClient
from tests.support.opik_receiver import OpikReceiver, Recorded
from tests.tracing.support import settings_for

OPENAPI = Path(__file__).parents[2].parent / "shared" / "opik" / "openapi.yaml"

TRACES, SPANS = "/v1/private/traces/batch", "/v1/private/spans/batch"
TRACE_SCORES, SPAN_SCORES = "/v1/private/traces/feedback-scores", "/v1/private/spans/feedback-scores"
THREAD_SCORES = "/v1/private/traces/threads/feedback-scores"
TRACE_UPDATE = re.compile(r"/v1/private/traces/[0-9a-f-]{36}")


class Colour(enum.Enum):
    RED = "red"


class Odd:
    """Knows no JSON, and its repr fails."""

    def __repr__(self) -> str:
        raise RuntimeError


ODD_VALUES: dict[str, Any] = {
    "unicode": "Grüße 目標 🏃🏽‍♀️ \u2028 \x00 \x1f \ufffe",
    "surrogate": "broken \ud83d here",
    "numbers": [math.nan, math.inf, -math.inf, 2**31, 2**63, 2**64, -(2**63) - 1, 2**70, 1e308, -0.0, Decimal("1.10")],
    "times": [datetime(2026, 1, 1, tzinfo=UTC), datetime(1, 1, 1), date.max, timedelta(days=1)],
    "types": [Colour.RED, {3, 1}, b"\xff\x00", uuid.UUID(int=7), Path("/tmp/x"), Odd(), len, ...],
    "keys": {1: "a", None: "b", (1, 2): "c", "\ud800": "d", 2.5: "e"},
    "nested": [[[[[]]]]],
    "": "an empty name",
}


# The program


@tracing.trace_span
def odd_values(values: dict[str, Any]) -> Any:
    return [values, values]


@tracing.trace_span(name="fails", tags=["broken"])
def fails(reason: str) -> None:
    raise ValueError(reason)


@tracing.trace_span
def counted(n: int) -> Iterator[int]:
    yield from range(n)


@tracing.trace_span
async def asynchronous(word: str) -> str:
    await asyncio.sleep(0)
    return word


@tracing.trace(name="coach", tags=["contract", "Grüße"])
def program() -> str:
    odd_values(ODD_VALUES)
    list(counted(3))
    asyncio.run(asynchronous("broken \udc00"))
    for reason in ("plain", "broken \ud83d here", ""):
        with pytest.raises(ValueError):  # noqa: PT011
            fails(reason)
    with tracing.trace_llm_call("generate", model="m", provider="p", prompt_name="n", prompt_version="v") as span:
        span.set_usage(12, 34, estimated=True)
        span.set_cost(0.000123)
        span.set_output({"text": "answer"})
    with tracing.trace_llm_call("free", model="m", provider="p", input=ODD_VALUES) as span:
        span.set_usage(0, 0)
        span.set_cost(0.0)
    with tracing.trace_llm_call("unpriced", model="m", provider="p") as span:
        span.set_cost(None)
        span.add_metadata(attempt=1, odd=ODD_VALUES)
    with tracing.trace_evaluation("judge", input={"score": math.nan}):
        tracing.add_tags("late")
        tracing.add_metadata(area="health_fitness")
    return "done"


@tracing.trace(name="\ud800")
def fails_at_the_top() -> None:
    raise RuntimeError("at the top")


def foreign_spans() -> None:
    """Of another library that was given our provider."""
    provider = tracing.tracer_provider()
    assert provider is not None
    tracer = provider.get_tracer("other")
    attributes = {"http.status": 200, "tags": ["a", "b"]}
    with tracer.start_as_current_span("GET /", attributes=attributes), tracer.start_as_current_span("inner"):
        pass


def by_hand(opik: OpikClient, other: OpikClient) -> None:
    trace = opik.start_trace("by hand", input=ODD_VALUES, metadata=ODD_VALUES, tags=["x"], thread_id="session \ud800")
    span = opik.create_span(trace, "llm", type="llm", input=ODD_VALUES, model="m", provider="p")
    below = opik.create_span(trace, "below", parent_span_id=span)
    opik.end_span(below, error=ValueError("broken \ud83d here"))
    opik.end_span(span, output=ODD_VALUES, usage={"prompt_tokens": 1, "total_tokens": 2**31 - 1}, cost_usd=0)
    opik.end_trace(trace, output=ODD_VALUES, error=ValueError(""), tags=["x", "y"])
    opik.create_span(trace, "never ended")
    opik.start_trace("never ended")
    opik.log_feedback("user_rating", 4, trace_id=trace, reason="broken \ud83d here", author="person-1", category="good")
    opik.log_feedback("user_rating", -1e9, span_id=span)
    opik.log_feedback("helped", 0.5, thread_id="session \ud800", reason="")
    opik.log_evaluation("resolution", {"clarity": 8, "a b": 0.1}, trace_id=trace, reasons={"clarity": "短い"})
    other.end_trace(trace, output=ODD_VALUES, metadata=ODD_VALUES, tags=["z"], error=KeyError("k"))
    other.end_trace(trace)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Recorded]]:
    """Everything that reached the receiver."""
    with OpikReceiver() as receiver:
        directory = tmp_path_factory.mktemp("contract")
        tracing.configure(settings_for(directory, opik_url_override=receiver.url))
        with tracing.thread("session-1"):
            assert program() == "done"
        with pytest.raises(RuntimeError):
            fails_at_the_top()
        foreign_spans()
        assert tracing.flush(30)
        tracing.shutdown(1)
        tracing.configure(settings_for(directory, trace_enabled=False))
        opik = OpikClient(settings_for(directory / "a", opik_url_override=receiver.url))
        other = OpikClient(settings_for(directory / "b", opik_url_override=receiver.url))
        by_hand(opik, other)
        assert opik.flush(30)
        assert other.flush(30)
        opik.close()
        other.close()
        yield [r for r in receiver.requests if r.path.startswith("/v1/private/")]


def test_every_kind_of_request_was_sent_and_none_was_refused(sent: list[Recorded]) -> None:
    assert {(r.method, "update" if TRACE_UPDATE.fullmatch(r.path) else r.path) for r in sent} == {
        ("POST", TRACES), ("POST", SPANS), ("PUT", TRACE_SCORES), ("PUT", SPAN_SCORES), ("PUT", THREAD_SCORES),
        ("PATCH", "update"),
    }  # fmt: skip
    assert {r.status for r in sent} == {204}
    names = {row["name"] for r in sent if r.path == SPANS for row in r.json["spans"]}
    assert names >= {"odd_values", "counted", "asynchronous", "fails", "generate", "free", "unpriced", "judge", "GET /"}
    threads = {row.get("thread_id") for r in sent if r.path == TRACES for row in r.json["traces"]}
    assert threads >= {"session-1", "session ?"}


def test_bodies_are_utf8_json_with_headers_that_say_so(sent: list[Recorded]) -> None:
    for request in sent:
        request.body.decode("utf-8")
        assert request.headers["content-type"] == "application/json"
        assert request.headers["comet-workspace"] == "default"
        assert request.compressed or len(request.body) < 256


def no_surrogates(value: Any) -> bool:
    if isinstance(value, dict):
        return all(no_surrogates(k) and no_surrogates(v) for k, v in value.items())
    if isinstance(value, list):
        return all(no_surrogates(v) for v in value)
    return not isinstance(value, str) or not any("\ud800" <= c <= "\udfff" for c in value)


def test_no_text_holds_a_lone_surrogate_even_escaped(sent: list[Recorded]) -> None:
    assert all(no_surrogates(r.json) for r in sent)


# The official client's types

Check = Callable[[Recorded], None]


@pytest.fixture(scope="module")
def official() -> Iterator[dict[str, Any]]:
    """Request path → (key of its rows, or None for a lone object; the row's type in the official client)."""
    with pytest.MonkeyPatch.context() as environment, pytest.MonkeyPatch.context() as network:
        environment.setenv("OPIK_ANALYTICS_ENABLE", "false")
        environment.setenv("OPIK_SENTRY_ENABLE", "false")
        from opik.rest_api import types

        network.setattr("socket.socket.connect", _no_network)
        yield {
            TRACES: ("traces", types.TraceWrite),
            SPANS: ("spans", types.SpanWrite),
            TRACE_SCORES: ("scores", types.FeedbackScoreBatchItem),
            SPAN_SCORES: ("scores", types.FeedbackScoreBatchItem),
            THREAD_SCORES: ("scores", types.FeedbackScoreBatchItemThread),
        }


def _no_network(*_: object) -> None:
    raise AssertionError("the official types must not reach for the network")


def test_every_row_is_one_that_the_official_client_could_have_sent(
    sent: list[Recorded], official: dict[str, Any]
) -> None:
    judged = 0
    for request in sent:
        if request.path not in official:
            continue
        key, model = official[request.path]
        assert request.json.keys() == {key}
        assert 1 <= len(request.json[key]) <= 1000
        for row in request.json[key]:
            model.model_validate(row)
            unknown = row.keys() - model.model_fields.keys()
            assert not unknown, f"{request.path}: Opik knows no {unknown}"
            judged += 1
    assert judged > 20


def test_the_official_types_refuse_a_wrong_row(official: dict[str, Any]) -> None:
    _, model = official[SPANS]
    with pytest.raises(ValueError, match="start_time"):
        model.model_validate({"id": "x"})
    with pytest.raises(ValueError, match="usage"):
        model.model_validate({"start_time": "2026-01-01T00:00:00Z", "usage": {"total_tokens": "many"}})


def test_an_update_is_one_that_the_official_client_could_have_sent(sent: list[Recorded]) -> None:
    """The official client has a method with keywords for it, and no type."""
    import inspect

    from opik.rest_api.traces.raw_client import RawTracesClient

    known = set(inspect.signature(RawTracesClient.update_trace).parameters)
    updates = [r for r in sent if TRACE_UPDATE.fullmatch(r.path)]
    assert updates
    for request in updates:
        assert request.json.keys() <= known


# Opik's OpenAPI description


@pytest.fixture(scope="module")
def described() -> Callable[[Recorded], list[str]]:
    """Every fault that the description finds in a request's body."""
    if not OPENAPI.exists():
        pytest.skip(f"Opik's description of its API is not there: {OPENAPI}")
    import jsonschema
    import yaml

    class Loader(yaml.CSafeLoader):
        """`=` is a text in that file, whatever YAML 1.1 says."""

    Loader.add_constructor("tag:yaml.org,2002:value", lambda _, node: node.value)
    document = yaml.load(OPENAPI.read_text(encoding="utf-8"), Loader)
    for name in document["components"]["schemas"]:
        if name.startswith(("Trace", "Span", "FeedbackScore", "ErrorInfo")):
            document["components"]["schemas"][name].setdefault("additionalProperties", False)

            for field in document["components"]["schemas"][name].get("properties", {}).values():
                for word in ("exclusiveMinimum", "exclusiveMaximum"):  # false: OpenAPI 3.0's way to say "inclusive"
                    assert field.pop(word, False) is False

    formats = jsonschema.FormatChecker(formats=[])
    formats.checks("uuid", ValueError)(lambda value: bool(uuid.UUID(value)))
    formats.checks("date-time", ValueError)(lambda value: datetime.fromisoformat(value).tzinfo is not None)
    formats.checks("int32")(lambda value: not isinstance(value, int) or -(2**31) <= value < 2**31)

    def faults(request: Recorded) -> list[str]:
        path = re.sub(r"[0-9a-f-]{36}", "{id}", request.path)
        operation = document["paths"][path][request.method.lower()]
        schema = {
            **operation["requestBody"]["content"]["application/json"]["schema"],
            "components": document["components"],
        }
        validator = jsonschema.Draft202012Validator(schema, format_checker=formats)
        return [
            f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(request.json)
        ]

    return faults


def test_every_body_fits_opiks_description(sent: list[Recorded], described: Callable[[Recorded], list[str]]) -> None:
    for request in sent:
        assert described(request) == []


@pytest.mark.parametrize(
    "row",
    [
        {"id": "x", "start_time": "2026-01-01T00:00:00Z"},
        {"id": str(uuid.UUID(int=1)), "start_time": "2026-01-01"},
        {"id": str(uuid.UUID(int=1))},
        {"start_time": "2026-01-01T00:00:00Z", "usage": {"total_tokens": 2**31}},
        {"start_time": "2026-01-01T00:00:00Z", "input": ["a text"]},
        {"start_time": "2026-01-01T00:00:00Z", "surname": "?"},
        {"start_time": "2026-01-01T00:00:00Z", "error_info": {"exception_type": "E"}},
    ],
)
def test_the_description_refuses_a_wrong_row(described: Callable[[Recorded], list[str]], row: dict[str, Any]) -> None:
    assert described(Recorded("POST", SPANS, {}, b"", {"spans": [row]}, None, False, 0.0))


def test_a_cycle_is_said_and_not_sent(tmp_path: Path) -> None:
    loop: dict[str, Any] = {}
    loop["self"] = loop
    opik = OpikClient(settings_for(tmp_path))
    with pytest.raises(UsageError, match="cannot be written as JSON"):
        opik.start_trace("t", input=loop)
    opik.close()
