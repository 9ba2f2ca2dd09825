"""A program that traces without end, in two threads and an event loop, and prints the id of each trace that returned.

Run as `python -m tests.chaos.traced_program DIRECTORY URL TASK`, where TASK is `trace`, or `drain`: send what is left.
"""

import asyncio
import contextvars
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx  # noqa: F401 - loaded before the first trace, so that sending is under way when the kill comes

from rein import tracing
from rein.opik import transport, uploader
from rein.tracing import trace, trace_llm_call, trace_span
from tests.tracing.support import settings_for


@trace_span
def leaf(n: int) -> dict[str, object]:
    return {"n": n, "text": "x" * random.choice((10, 1_000, 20_000))}


@trace_span
def stream(n: int) -> Iterator[str]:
    yield "a"
    leaf(n)
    yield "b"


@trace
def root(leaves: int) -> str | None:
    for n in range(leaves):
        leaf(n)
    with trace_llm_call("model", model="m", provider="p", input="hello") as span:
        span.set_output("".join(stream(-1)))
        span.set_usage(1, 2)
    return tracing.current_trace_id()


@trace
async def async_root(leaves: int) -> str | None:
    await asyncio.gather(*(asyncio.to_thread(leaf, n) for n in range(leaves)))
    return tracing.current_trace_id()


def say(trace_id: str | None, spans: int) -> None:
    os.write(1, f"{trace_id} {spans}\n".encode())


def work() -> None:
    while True:
        leaves = random.randrange(5)
        say(root(leaves), leaves + 4)
        leaves = random.randrange(3)
        say(asyncio.run(async_root(leaves)), leaves + 1)
        time.sleep(random.random() / 30)


def main() -> None:
    directory, url, task = sys.argv[1:]
    # A hanging server shall be given up on often in a short test; and much shall be under way at each kill.
    transport._ANSWER_S = 0.4
    uploader.LINGER_S = uploader.FIRST_WAIT_S = 0.01
    uploader.LONGEST_WAIT_S = 0.1
    tracing.configure(settings_for(Path(directory), opik_url_override=url))
    if task == "drain":
        sys.exit(0 if tracing.flush(120) else 1)
    second = threading.Thread(target=contextvars.Context().run, args=(work,), daemon=True)
    second.start()
    work()


if __name__ == "__main__":
    main()
