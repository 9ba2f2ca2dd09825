"""What one traced call costs the caller: Rein beside the official Opik SDK, Langfuse and the bare OpenTelemetry SDK.

    python benchmarks/tracing.py [--rounds 9] [--traces 20] [--spans 50] [--json]

A root call runs `--spans` nested calls, each with a dict of about 300 bytes for input and another for output. Every
library runs in a process of its own and sends to a loopback server in yet another, telemetry off; rounds alternate
between the libraries, so that all meet the same machine. Between rounds each library sends what it holds, untimed. The
figure is the time of the whole root call over its number of spans, minus that of the same functions untraced; the
median over the rounds is told, and the fastest round beside it. For Rein and the official SDK the rows that arrived
are counted.

The bare OpenTelemetry SDK writes both payloads as JSON attributes and hands them to an exporter that drops them: it is
the floor that a library on top of it can approach, not a way to get traces anywhere.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BAR_US = 20.0
BAR_SHARE = 0.1
PAYLOAD = {
    "goal": "I want to run a half marathon this spring, I can train 4 hours a week",
    "area": "health_fitness",
    "weeks": 16,
    "deadline": "2027-05-31",
    "milestones": ["run 5 km without a break", "run 10k in 55:00", "run 15 km at an easy pace"],
    "motivation": "My sister runs it too, and I want to be there at the start.",
}
ANSWER = {
    "title": "Half marathon by the end of May",
    "statement": "I run three times a week, on Tuesday, Thursday and Sunday, and finish 21.1 km on 2027-05-31.",
    "if_then": ["If it rains, then I run in the evening.", "If I miss a run, then I go on with the next one."],
    "hours_per_week": 4,
}


@dataclass(frozen=True)
class Library:
    """One row of the table."""

    label: str
    module: str
    """What must be importable."""
    extra: str
    """Rein's extra that installs it."""
    wire: str | None
    """`opik`: its rows are counted at a receiver; `any`: a server that takes everything; None: sends nothing."""


LIBRARIES = {
    "rein": Library("rein", "rein", "", "opik"),
    "rein_unmasked": Library("rein, redaction off", "rein", "", "opik"),
    "opik": Library("opik (official)", "opik", "dev", "opik"),
    "langfuse": Library("langfuse", "langfuse", "bench", "any"),
    "otel": Library("opentelemetry-sdk, json", "opentelemetry.sdk", "", None),
    "otel_orjson": Library("opentelemetry-sdk, orjson", "opentelemetry.sdk", "", None),
}

Call = Callable[[dict[str, Any]], dict[str, Any]]
Traced = tuple[Callable[[Call], Call], Callable[[], object]]
"""A decorator, and what sends everything that is held."""


# The libraries, each in its own process


def use_rein(url: str, *, redact: bool = True) -> Traced:
    from rein import tracing
    from rein.settings import Settings

    directory = Path(tempfile.mkdtemp(prefix="rein-bench-", dir=os.environ["BENCH_DIRECTORY"]))
    tracing.configure(Settings(_env_file=None, data_dir=directory, opik_url_override=url, trace_redact=redact))  # pyright: ignore
    return tracing.trace_span, lambda: tracing.flush(60)


def use_opik(url: str) -> Traced:
    os.environ.update(
        OPIK_URL_OVERRIDE=url, OPIK_WORKSPACE="default", OPIK_PROJECT_NAME="bench", OPIK_ANALYTICS_ENABLE="false",
        OPIK_SENTRY_ENABLE="false", HOME=os.environ["BENCH_DIRECTORY"], OPIK_CONSOLE_LOGGING_LEVEL="ERROR",
    )  # fmt: skip
    import opik

    return opik.track, lambda: opik.flush_tracker(timeout=60)


def use_langfuse(url: str) -> Traced:
    from langfuse import Langfuse, observe

    client = Langfuse(public_key="pk-lf-bench", secret_key="sk-lf-bench", base_url=url)
    return observe(), client.flush


def use_otel(dumps: Callable[[Any], str]) -> Traced:
    from functools import wraps

    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

    class Drop(SpanExporter):
        def export(self, spans: object) -> SpanExportResult:
            return SpanExportResult.SUCCESS

    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(Drop()))
    tracer = provider.get_tracer("bench")

    def decorate(function: Call) -> Call:
        @wraps(function)
        def call(value: dict[str, Any]) -> dict[str, Any]:
            with tracer.start_as_current_span(function.__name__) as span:
                span.set_attribute("input", dumps(value))
                result = function(value)
                span.set_attribute("output", dumps(result))
                return result

        return call

    return decorate, provider.force_flush


def use(name: str, url: str) -> Traced:
    match name:
        case "rein":
            return use_rein(url)
        case "rein_unmasked":
            return use_rein(url, redact=False)
        case "opik":
            return use_opik(url)
        case "langfuse":
            return use_langfuse(url)
        case "otel":
            return use_otel(json.dumps)
        case _:
            import orjson

            return use_otel(lambda value: orjson.dumps(value).decode())


def work(name: str, url: str, traces: int, spans: int) -> None:
    """Run a round for each line on stdin; answer with microseconds per span, traced and untraced."""
    decorate, send = use(name, url)

    def inner(value: dict[str, Any]) -> dict[str, Any]:
        return ANSWER

    def rounds(step: Call) -> Call:
        def outer(value: dict[str, Any]) -> dict[str, Any]:
            for _ in range(spans - 1):
                step(value)
            return ANSWER

        return outer

    traced = decorate(rounds(decorate(inner)))
    plain = rounds(inner)

    def per_span_us(call: Call) -> float:
        took = 0.0
        for _ in range(traces):
            started = time.perf_counter()
            call(PAYLOAD)
            took += time.perf_counter() - started
        return took / (traces * spans) * 1e6

    print("ready", flush=True)
    for _ in sys.stdin:
        figures = per_span_us(traced), per_span_us(plain)
        send()
        print(json.dumps(figures), flush=True)


# The run


class _Sink(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet."""


def sink() -> None:
    """A server that takes everything."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"url": f"http://127.0.0.1:{server.server_address[1]}"}), flush=True)
    sys.stdin.read()


@contextlib.contextmanager
def process(*command: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A child that is gone when the block ends."""
    child = subprocess.Popen(
        [sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    text = child.stdout.readline()
    if not text:
        raise SystemExit("A library's process ended early; its own words are above.")
    return text


def measure(rounds: int, traces: int, spans: int) -> dict[str, Any]:
    """Microseconds per span of every library, and what arrived."""
    missing = [name for name, library in LIBRARIES.items() if find_spec(library.module.split(".")[0]) is None]
    present = {name: library for name, library in LIBRARIES.items() if name not in missing}
    figures: dict[str, list[float]] = {name: [] for name in present}
    arrived: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="rein-bench-") as directory, contextlib.ExitStack() as stack:
        environment = {**os.environ, "BENCH_DIRECTORY": directory, "LANGFUSE_TRACING_ENVIRONMENT": "bench"}
        journals: dict[str, Path] = {}
        children: dict[str, subprocess.Popen[str]] = {}
        for name, library in present.items():
            url = ""
            if library.wire == "opik":
                journals[name] = Path(directory) / f"{name}.jsonl"
                receiver = str(ROOT / "tests" / "support" / "opik_receiver.py")
                command = (receiver, "--journal", str(journals[name]))
                url = json.loads(line(stack.enter_context(process(*command, environment=environment))))["url"]
            elif library.wire == "any":
                url = json.loads(line(stack.enter_context(process(__file__, "--sink", environment=environment))))["url"]
            command = (__file__, "--worker", name, "--url", url, "--traces", str(traces), "--spans", str(spans))
            children[name] = stack.enter_context(process(*command, environment=environment))
        for child in children.values():
            line(child)
        for number in range(rounds + 1):
            for name, child in children.items():
                assert child.stdin is not None
                print("go", file=child.stdin, flush=True)
                traced, plain = json.loads(line(child))
                if number:  # the first round warms up
                    figures[name].append(traced - plain)
        arrived = {name: count_spans(path) for name, path in journals.items()}
    sent = (rounds + 1) * traces * spans
    return {"figures": figures, "missing": missing, "arrived": arrived, "sent": sent}


def count_spans(journal: Path) -> int:
    """Different spans that a receiver has confirmed."""
    sys.path.insert(0, str(ROOT))
    from tests.support.opik_receiver import read_journal

    return len(read_journal(journal).spans)


def report(result: dict[str, Any], rounds: int) -> None:
    medians = {name: median(values) for name, values in result["figures"].items()}
    official = medians.get("opik")
    print(f"Caller's time per nested span with input and output, median of {rounds} alternating rounds\n")
    print(f"{'library':28}{'µs/span':>10}{'fastest':>10}{'of opik':>10}   arrived")
    for name, library in LIBRARIES.items():
        if name in result["missing"]:
            print(f"{library.module}: not installed (pip install 'rein[{library.extra}]')")
            continue
        share = f"{medians[name] / official:.3f}" if official else "-"
        arrived = f"{result['arrived'][name]:,} of {result['sent']:,}" if name in result["arrived"] else ""
        fastest = min(result["figures"][name])
        print(f"{library.label:28}{medians[name]:>10.1f}{fastest:>10.1f}{share:>10}   {arrived}")
    print()
    verdict("at most 20 µs per span", medians["rein"] <= BAR_US, f"{medians['rein']:.1f} µs")
    if official:
        share = medians["rein"] / official
        verdict("at most a tenth of the official SDK's", share <= BAR_SHARE, f"{share:.3f}")
    verdict("every span arrived", result["arrived"]["rein"] == result["sent"], f"{result['arrived']['rein']:,}")


def verdict(bar: str, held: bool, figure: str) -> None:
    print(f"bar: {bar:40} {figure:>10}   {'held' if held else 'MISSED'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--traces", type=int, default=20, help="root calls a round")
    parser.add_argument("--spans", type=int, default=50, help="spans a root call, itself among them")
    parser.add_argument("--json", action="store_true", help="print every round's figures as JSON")
    parser.add_argument("--worker", choices=LIBRARIES, help=argparse.SUPPRESS)
    parser.add_argument("--url", default="", help=argparse.SUPPRESS)
    parser.add_argument("--sink", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sink:
        sink()
    elif options.worker:
        work(options.worker, options.url, options.traces, options.spans)
    else:
        result = measure(options.rounds, options.traces, options.spans)
        if options.json:
            print(json.dumps(result, indent=2))
        else:
            report(result, options.rounds)


if __name__ == "__main__":
    main()
