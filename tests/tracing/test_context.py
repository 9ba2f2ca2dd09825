"""A span finds its parent, in whatever thread, task, process or tool the call happens."""

import asyncio
import contextvars
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from opentelemetry import context as otel_context
from opentelemetry import propagate
from opentelemetry import trace as otel_trace
from opentelemetry.sdk.trace import TracerProvider

from rein import tracing
from rein.opik.client import OpikClient
from rein.opik.spool import Kind, read_records
from rein.tracing import add_metadata, add_tags, current_span, current_trace_id, thread, trace, trace_span
from tests.tracing.support import Recorded, settings_for

Seen = Callable[[], Recorded]


@trace_span
def leaf(n: int = 0) -> int:
    return n


def test_outside_of_any_trace_nothing_is_current(recorded: Seen) -> None:
    assert current_span() is None
    assert current_trace_id() is None
    add_tags("x")
    add_metadata(k=1)
    assert recorded().traces == {}


def test_the_current_trace_and_span_are_those_on_disk(recorded: Seen) -> None:
    ids: list[str | None] = []

    @trace
    def root() -> None:
        span = current_span()
        assert span is not None
        ids.extend((current_trace_id(), span.trace_id, span.id))

    root()
    assert ids == [recorded().trace["id"], recorded().trace["id"], recorded().span("root")["id"]]


def test_tags_and_metadata_given_anywhere_land_on_the_trace(recorded: Seen) -> None:
    @trace_span
    def inner() -> None:
        add_tags("safety", "safety")
        add_metadata(area="health", weeks={1})

    @trace(tags=["goal"])
    def root() -> None:
        inner()

    root()
    assert recorded().trace["tags"] == ["goal", "safety"]
    assert recorded().trace["metadata"] == {"area": "health", "weeks": [1]}
    assert "tags" not in recorded().span("inner")


def test_every_trace_opened_in_a_thread_block_carries_its_thread(recorded: Seen) -> None:
    with thread("session-1"):
        leaf()
        with thread("session-2"):
            leaf()
    leaf()
    assert sorted(str(row.get("thread_id")) for row in recorded().traces.values()) == ["None", "session-1", "session-2"]


def test_a_bare_thread_opens_its_own_trace_and_a_copied_context_does_not(recorded: Seen) -> None:
    @trace
    def root() -> None:
        bare = threading.Thread(target=leaf)
        bare.start()
        bare.join()
        copied = threading.Thread(target=contextvars.copy_context().run, args=(leaf,))
        copied.start()
        copied.join()

    root()
    seen = recorded()
    assert sorted(row["name"] for row in seen.traces.values()) == ["leaf", "root"]
    assert seen.children("root") == ["leaf"]


async def test_executor_threads_find_the_callers_span_through_to_thread(recorded: Seen) -> None:
    @trace
    async def root() -> None:
        await asyncio.gather(*(asyncio.to_thread(leaf, n) for n in range(20)))

    await root()
    assert recorded().children("root") == ["leaf"] * 20


def test_many_threads_trace_at_once_and_nothing_is_mixed_up(recorded: Seen) -> None:
    @trace
    def root(n: int) -> int:
        return sum(leaf(n) for _ in range(10))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(root, range(40))) == [n * 10 for n in range(40)]
    seen = recorded()
    assert len(seen.traces) == 40
    for row in seen.traces.values():
        inputs = [s["input"]["n"] for s in seen.spans.values() if s["trace_id"] == row["id"]]
        assert inputs == [row["input"]["n"]] * 11


def test_a_span_that_ends_after_its_root_is_written_on_its_own(recorded: Seen) -> None:
    go_on = threading.Event()
    workers: list[threading.Thread] = []

    @trace_span
    def slow() -> None:
        go_on.wait()
        leaf()

    @trace
    def root() -> None:
        worker = threading.Thread(target=contextvars.copy_context().run, args=(slow,))
        worker.start()
        workers.append(worker)

    root()
    assert {s["name"] for s in recorded().spans.values()} == {"root"}
    go_on.set()
    workers[0].join()
    seen = recorded()
    assert len(seen.traces) == 1
    assert seen.children("root") == ["slow"]
    assert seen.children("slow") == ["leaf"]


def test_a_span_that_starts_after_its_root_has_ended_still_belongs_to_it(recorded: Seen) -> None:
    kept: list[contextvars.Context] = []

    @trace
    def root() -> None:
        kept.append(contextvars.copy_context())

    root()
    kept[0].run(leaf)
    seen = recorded()
    assert len(seen.traces) == 1
    assert "end_time" in seen.trace
    assert seen.children("root") == ["leaf"]


def test_a_trace_goes_on_in_another_process_by_w3c_headers(recorded: Seen, tmp_path: Path) -> None:
    headers: dict[str, str] = {}

    @trace
    def root() -> None:
        propagate.inject(headers)

    root()
    token = otel_context.attach(propagate.extract(headers))
    try:
        assert current_trace_id() == recorded().trace["id"]
        leaf()
    finally:
        otel_context.detach(token)
    seen = recorded()
    assert len(seen.traces) == 1
    assert seen.children("root") == ["leaf"]


def test_inside_another_tools_trace_ours_is_a_trace_of_its_own_that_names_it(recorded: Seen) -> None:
    other = TracerProvider(shutdown_on_exit=False).get_tracer("other")
    with other.start_as_current_span("theirs") as theirs:
        leaf()
    seen = recorded()
    assert seen.trace["metadata"] == {"linked_trace_id": f"{theirs.get_span_context().trace_id:032x}"}
    assert "parent_span_id" not in seen.span("leaf")


def test_another_tools_span_between_two_of_ours_leaves_no_hole(recorded: Seen) -> None:
    other = TracerProvider(shutdown_on_exit=False).get_tracer("other")

    @trace
    def root() -> None:
        with other.start_as_current_span("theirs"):
            leaf()

    root()
    assert recorded().children("root") == ["leaf"]


def test_instrumentation_that_is_given_our_provider_lands_in_our_traces(recorded: Seen) -> None:
    provider = tracing.tracer_provider()
    assert provider is not None
    tracer = provider.get_tracer("library")

    @trace
    def root() -> None:
        with tracer.start_as_current_span("call", attributes={"http.status": 200, "who": "a@example.com"}):
            leaf()

    root()
    seen = recorded()
    assert seen.children("root") == ["call"]
    assert seen.children("call") == ["leaf"]
    assert seen.span("call")["metadata"] == {"http.status": 200, "who": "[email]"}
    with tracer.start_as_current_span("alone"):
        pass
    assert {row["name"] for row in recorded().traces.values()} == {"root", "alone"}


def test_our_spans_are_opentelemetrys_current_span(recorded: Seen) -> None:
    @trace
    def root() -> int:
        return otel_trace.get_current_span().get_span_context().trace_id

    assert f"{root():032x}" == recorded().trace["id"].replace("-", "")


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_a_forked_child_writes_its_own_and_leaves_the_parents_to_the_parent(recorded: Seen) -> None:
    @trace
    def root() -> int:
        leaf(1)
        child = os.fork()
        if child == 0:
            try:
                leaf(2)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        leaf(3)
        return child

    root()
    leaf(4)
    seen = recorded()
    assert [s["input"]["n"] for s in seen.span_rows if s["name"] == "leaf"].count(1) == 1
    inside = [s["input"]["n"] for s in seen.spans.values() if s.get("parent_span_id") == seen.span("root")["id"]]
    assert sorted(inside) == [1, 2, 3]
    assert len(list((seen.directory / "spool").glob("*.seg"))) == 2
    assert len({s["id"] for s in seen.span_rows}) == len(seen.span_rows)


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_a_forked_child_that_leaves_through_the_root_does_not_end_the_parents_trace(recorded: Seen) -> None:
    @trace
    def root() -> str:
        child = os.fork()
        if child == 0:
            raise SystemExit(0)
        os.waitpid(child, 0)
        return "parent"

    own = os.getpid()
    try:
        root()
    except SystemExit:
        if os.getpid() != own:
            os._exit(0)
        raise
    assert recorded().trace["output"] == {"output": "parent"}
    assert len(recorded().trace_rows) == 2


def test_forked_children_never_share_ids(recorded: Seen) -> None:
    leaf()
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            for _ in range(20):
                leaf()
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    assert len(recorded().traces) == 81
    assert len(recorded().spans) == 81


def test_settings_that_change_take_hold_and_open_spans_finish_where_they_began(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    tracing.configure(settings_for(first))

    @trace
    def root() -> None:
        leaf(1)
        tracing.configure(settings_for(second))

    root()
    leaf(2)
    tracing.shutdown(0)
    tracing.configure(settings_for(tmp_path, trace_enabled=False))
    assert Recorded(first).children("root") == ["leaf"]
    assert Recorded(second).trace["input"] == {"n": 2}


def test_a_thread_known_by_personal_data_gets_the_name_that_feedback_on_it_gets(recorded: Seen, tmp_path: Path) -> None:
    for name in ("ann@example.com", "bob@example.com", "session-1"):
        with tracing.thread(name):
            trace(lambda: None)()
    client = OpikClient(settings_for(tmp_path))
    for name in ("ann@example.com", "bob@example.com", "session-1"):
        client.log_feedback("helped", 1, thread_id=name)
    client.close(0)
    threads = {row["thread_id"] for row in recorded().traces.values()}
    assert len(threads) == 3
    assert "session-1" in threads
    scored = {r.row["thread_id"] for r in read_records(tmp_path / "spool") if r.kind is Kind.THREAD_SCORE}
    assert scored == threads
    assert not any(b"example.com" in r.body for r in read_records(tmp_path / "spool"))


def test_names_are_masked_like_everything_else(recorded: Seen) -> None:
    with tracing.trace_evaluation("ann@example.com"), tracing.trace_evaluation("judge +44 20 7946 0958"):
        pass
    assert recorded().children("[email]") == ["judge [phone]"]
    assert recorded().trace["name"] == "[email]"
