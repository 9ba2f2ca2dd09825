"""How long one pipeline takes against a model that answers in 500 ms, and how much of that is tracing.

    python benchmarks/pipeline.py [--runs 20] [--latency-ms 500]

The real Google client talks to a loopback Gemini in a process of its own; traces go to a loopback Opik in another. Runs
with tracing on and off alternate, so that both meet the same machine. The critical path is three model calls of five,
since check, plan and evaluation run at the same time. Tracing's share is the median difference between neighbouring
runs, over the median run. The processor time of tracing, all threads together and until Opik has confirmed, is told
beside it: most of it passes while the pipeline waits for the model. It is measured with a model that answers at once,
where little else is left to blur it.
"""

import argparse
import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median, quantiles

from pydantic import SecretStr

from rein.coach.domain import GoalRequest
from rein.coach.model import ReinModel
from rein.settings import DEFAULT_GEMINI_MODEL, Settings
from rein.tracing import configure, flush, trace_preprocessing

ROOT = Path(__file__).resolve().parents[1]
CRITICAL_CALLS = 3
BAR_TRACING = 0.005
GOAL = "I want to run a half marathon this spring, I can train 4 hours a week"


@contextlib.contextmanager
def server(script: str, *args: str) -> Iterator[str]:
    """A loopback server as a process of its own; its address."""
    command = [sys.executable, str(ROOT / "tests" / "support" / script), *args]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.terminate()
        process.wait()


async def timed(coach: ReinModel) -> tuple[float, float]:
    """One pipeline: seconds until its result, and processor seconds until its trace is sent."""
    began, began_cpu = time.perf_counter(), time.process_time()
    await coach.run(GoalRequest(text=GOAL, today=date(2027, 1, 2), timezone="Europe/Berlin", weeks=16))
    seconds = time.perf_counter() - began
    await asyncio.to_thread(flush, 10)
    return seconds, time.process_time() - began_cpu


Runs = list[tuple[float, float]]


async def alternate(traced: Settings, untraced: Settings, runs: int) -> tuple[Runs, Runs]:
    """The runs with tracing on, and those with tracing off."""
    coach = ReinModel(untraced)
    with_tracing: Runs = []
    without: Runs = []
    for number in range(-2, 2 * runs):  # the first two warm up
        on = number % 2 == 0
        configure(traced if on else untraced)
        with trace_preprocessing("warm up"):
            pass
        run = await timed(coach)
        if number >= 0:
            (with_tracing if on else without).append(run)
    return with_tracing, without


def settings(model_url: str, opik_url: str, data_dir: str, *, traced: bool) -> Settings:
    return Settings(
        _env_file=None,
        model=DEFAULT_GEMINI_MODEL,
        gemini_api_key=SecretStr("a-key"),
        model_base_url=model_url,
        opik_url_override=opik_url,
        data_dir=Path(data_dir),
        trace_enabled=traced,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20, help="pipelines with tracing on, and as many with it off")
    parser.add_argument("--latency-ms", type=float, default=500.0, help="how long the model takes to answer")
    args = parser.parse_args()
    latency_s = args.latency_ms / 1000
    with (
        tempfile.TemporaryDirectory() as data_dir,
        server("gemini_server.py", "--latency-ms", str(args.latency_ms)) as slow,
        server("gemini_server.py") as instant,
        server("opik_receiver.py", "--journal", f"{data_dir}/journal") as opik,
    ):
        results = {}
        for name, url in (("model answers in", slow), ("at once", instant)):
            traced, untraced = (settings(url, opik, data_dir, traced=on) for on in (True, False))
            runs = args.runs if url == slow else args.runs * 3
            results[name] = asyncio.run(alternate(traced, untraced, runs))
        configure(settings(slow, opik, data_dir, traced=False))

    on, off = ([wall for wall, _ in runs] for runs in results["model answers in"])
    cpu_on, cpu_off = ([cpu for _, cpu in runs] for runs in results["at once"])
    critical = CRITICAL_CALLS * latency_s
    share = median(wall_on - wall_off for wall_on, wall_off in zip(on, off, strict=True)) / median(on)
    print(f"model answers in {args.latency_ms:g} ms; {args.runs} pipelines each, alternating; medians (10 % to 90 %)")
    print(f"  critical path, {CRITICAL_CALLS} model calls        {critical * 1e3:7.1f} ms  ratio 1.000")
    print(f"  pipeline, tracing off               {_row(off)}  ratio {median(off) / critical:.3f}")
    print(f"  pipeline, tracing on                {_row(on)}  ratio {median(on) / critical:.3f}")
    print(f"  tracing's share of the time         {share:+.3%}  bar {BAR_TRACING:.1%}: {_verdict(share)}")
    print(f"model answers at once; {len(cpu_on)} pipelines each; processor time")
    print(f"  tracing off                         {_row(cpu_off)}")
    print(f"  tracing on, until all is sent       {_row(cpu_on)}")


def _verdict(share: float) -> str:
    return "held" if share < BAR_TRACING else "missed"


def _row(seconds: list[float]) -> str:
    tenths = quantiles(seconds, n=10)
    return f"{median(seconds) * 1e3:.1f} ms ({tenths[0] * 1e3:.1f} to {tenths[-1] * 1e3:.1f})"


if __name__ == "__main__":
    main()
