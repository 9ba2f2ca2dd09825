"""What a decorated call leaves behind, for every kind of function."""

import asyncio
import gc
import inspect
import re
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from rein.tracing import current_span, current_trace_id, trace, trace_span, track
from tests.tracing.support import Recorded

Seen = Callable[[], Recorded]

UUID7 = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")


def test_a_call_leaves_a_trace_with_arguments_by_name_and_its_result(recorded: Seen) -> None:
    @trace
    def plan(goal: str, weeks: int = 12) -> dict[str, int]:
        return {"weeks": weeks}

    assert plan("run") == {"weeks": 12}
    row = recorded().trace
    assert row["name"] == "plan"
    assert row["input"] == {"goal": "run", "weeks": 12}
    assert row["output"] == {"weeks": 12}
    assert row["project_name"] == "rein-tests"
    assert row["start_time"] < row["end_time"]
    assert UUID7.match(row["id"])


def test_a_trace_is_on_disk_when_it_starts_and_again_when_it_ends(recorded: Seen) -> None:
    seen_inside: list[Recorded] = []

    @trace
    def work() -> None:
        seen_inside.append(recorded())

    work()
    (start,) = seen_inside[0].trace_rows
    assert "end_time" not in start
    assert start["input"] == {}
    first, last = recorded().trace_rows
    assert first["last_updated_at"] < last["last_updated_at"]
    assert last["id"] == start["id"]


def test_a_traced_call_inside_a_trace_is_a_span_of_it(recorded: Seen) -> None:
    @trace_span
    def step() -> None: ...

    @trace
    def inner() -> None:
        step()

    @trace
    def outer() -> None:
        inner()

    outer()
    seen = recorded()
    assert len(seen.traces) == 1
    assert seen.children("outer") == ["inner"]
    assert seen.children("inner") == ["step"]
    assert "parent_span_id" not in seen.span("outer")
    assert all(UUID7.match(span["id"]) and span["trace_id"] == seen.trace["id"] for span in seen.spans.values())


def test_a_span_without_a_trace_opens_one(recorded: Seen) -> None:
    @trace_span(type="tool")
    def lone() -> str:
        return "done"

    lone()
    assert recorded().trace["name"] == "lone"
    assert recorded().span("lone")["type"] == "tool"


def test_track_is_trace() -> None:
    assert track is trace


def test_parentheses_name_type_tags_and_metadata(recorded: Seen) -> None:
    @trace(name="root", tags=("a",), metadata={"version": 3})
    def work() -> str:
        step()
        return "x"

    @trace(name="step", type="tool", tags=["b"], metadata={"k": [1]}, capture_input=False, capture_output=False)
    def step(secret: str = "s") -> str:
        return secret

    @trace()
    def plain() -> None: ...

    work()
    seen = recorded()
    assert seen.trace["tags"] == ["a"]
    assert seen.trace["metadata"] == {"version": 3}
    span = seen.span("step")
    assert (span["type"], span["tags"], span["metadata"]) == ("tool", ["b"], {"k": [1]})
    assert "input" not in span
    assert "output" not in span
    plain()
    assert {row["name"] for row in recorded().traces.values()} == {"root", "plain"}


def test_an_argument_that_is_ignored_is_not_recorded(recorded: Callable[[], Recorded]) -> None:
    @trace(ignore_arguments=("watch",))
    def plan(goal: str, watch: object = None) -> None: ...

    @trace_span(ignore_arguments=("watch",))
    def loose(goal: str, *more: str, **named: object) -> None: ...

    @trace
    def work() -> None:
        plan("run", watch="a secret")
        loose("run", "far", watch="a secret", pace=5)

    work()
    seen = recorded()
    assert seen.span("plan")["input"] == {"goal": "run"}
    assert seen.span("loose")["input"] == {"goal": "run", "more": ["far"], "named": {"pace": 5}}


def test_self_and_cls_are_left_out_and_wrappers_keep_the_functions_face(recorded: Seen) -> None:
    class Coach:
        @trace
        def method(self, goal: str) -> str:
            """Doc."""
            return goal

        @trace
        @classmethod
        def of_class(cls, goal: str) -> str:
            return goal

        @staticmethod
        @trace
        def static(goal: str) -> str:
            return goal

    assert Coach().method("a") == "a"
    assert Coach.of_class("b") == "b"
    assert Coach.static("c") == "c"
    assert Coach.method.__doc__ == "Doc."
    assert {tuple(row["input"]) for row in recorded().traces.values()} == {("goal",)}


def test_variable_arguments_keep_their_names(recorded: Seen) -> None:
    @trace
    def work(first: int, *rest: int, key: str = "k", **more: int) -> None: ...

    work(1, 2, 3, extra=4)
    assert recorded().trace["input"] == {"first": 1, "rest": [2, 3], "key": "k", "more": {"extra": 4}}


def test_a_call_that_does_not_fit_raises_what_it_would_raise_untraced(recorded: Seen) -> None:
    @trace
    def work(a: int) -> None: ...

    @trace
    def many(a: int, *b: int) -> None: ...

    with pytest.raises(TypeError, match="missing 1 required"):
        work()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing 1 required"):
        many()  # type: ignore[call-arg]
    assert {row["error_info"]["exception_type"] for row in recorded().traces.values()} == {"TypeError"}


def test_an_exception_goes_on_unchanged_and_is_recorded_with_its_stack(recorded: Seen) -> None:
    error = ValueError("no such week")

    @trace_span
    def inner() -> None:
        raise error

    @trace
    def outer() -> None:
        inner()

    with pytest.raises(ValueError, match="no such week") as caught:
        outer()
    assert caught.value is error
    seen = recorded()
    for row in (seen.trace, seen.span("outer"), seen.span("inner")):
        assert row["error_info"]["exception_type"] == "ValueError"
        assert row["error_info"]["message"] == "no such week"
        assert "in inner" in row["error_info"]["traceback"]
        assert "end_time" in row
    assert current_trace_id() is None


def test_an_exception_whose_text_fails_is_recorded_by_its_type(recorded: Seen) -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    @trace
    def work() -> None:
        raise MuteError

    with pytest.raises(MuteError):
        work()
    assert recorded().trace["error_info"]["exception_type"] == "MuteError"
    assert recorded().trace["error_info"]["traceback"]


async def test_coroutines_stay_coroutines_and_tasks_keep_their_parents(recorded: Seen) -> None:
    @trace_span
    async def leaf(n: int) -> int:
        await asyncio.sleep(0)
        span = current_span()
        assert span is not None
        assert span.name == "leaf"
        return n

    @trace_span
    async def branch(n: int) -> int:
        await asyncio.sleep(0)
        return sum(await asyncio.gather(leaf(n), leaf(n + 1)))

    @trace
    async def root() -> list[int]:
        return await asyncio.gather(*(branch(n) for n in range(5)))

    assert inspect.iscoroutinefunction(root)
    assert await root() == [1, 3, 5, 7, 9]
    seen = recorded()
    branches = {s["id"]: s for s in seen.spans.values() if s["name"] == "branch"}
    assert {b["parent_span_id"] for b in branches.values()} == {seen.span("root")["id"]}
    for span_id, row in branches.items():
        leaves = [s["input"]["n"] for s in seen.spans.values() if s.get("parent_span_id") == span_id]
        assert sorted(leaves) == [row["input"]["n"], row["input"]["n"] + 1]


async def test_a_cancelled_coroutine_ends_its_span_with_the_cancellation(recorded: Seen) -> None:
    @trace
    async def slow() -> None:
        await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert recorded().trace["error_info"]["exception_type"] == "CancelledError"


def test_a_generators_span_ends_with_it_and_joins_its_text(recorded: Seen) -> None:
    @trace
    def speak(words: str) -> Iterator[str]:
        for word in words.split():
            yield word + " "

    stream = speak("one two")
    assert recorded().traces == {}
    assert next(stream) == "one "
    assert "end_time" not in recorded().trace
    assert list(stream) == ["two "]
    assert recorded().trace["output"] == {"output": "one two "}
    assert recorded().trace["input"] == {"words": "one two"}


def test_a_generator_of_values_leaves_a_list(recorded: Seen) -> None:
    @trace
    def count() -> Iterator[object]:
        yield 1
        yield "two"
        yield {"n": 3}

    assert len(list(count())) == 3
    assert recorded().trace["output"] == {"output": [1, "two", {"n": 3}]}


@pytest.mark.parametrize("end", ["close", "collect"])
def test_a_generators_span_ends_when_it_is_closed_or_collected(recorded: Seen, end: str) -> None:
    @trace
    def speak() -> Iterator[str]:
        yield "a"
        yield "b"

    stream = speak()
    next(stream)
    if end == "close":
        stream.close()  # type: ignore[attr-defined]
    del stream
    gc.collect()
    row = recorded().trace
    assert row["output"] == {"output": "a"}
    assert "end_time" in row
    assert "error_info" not in row


def test_a_generators_span_is_current_inside_of_it_only(recorded: Seen) -> None:
    @trace_span
    def inside() -> None: ...

    @trace_span
    def outside() -> None: ...

    @trace_span
    def speak() -> Iterator[str]:
        inside()
        yield "a"
        inside()

    @trace
    def root() -> None:
        for _ in speak():
            outside()

    root()
    seen = recorded()
    assert seen.children("root") == ["outside", "speak"]
    assert seen.children("speak") == ["inside", "inside"]


def test_a_generator_takes_what_is_sent_and_thrown_and_returns(recorded: Seen) -> None:
    @trace
    def talk() -> Iterator[object]:
        got = yield "first"
        try:
            yield got
        except KeyError:
            yield "caught"
        return "result"

    stream = talk()
    assert next(stream) == "first"
    assert stream.send("sent") == "sent"  # type: ignore[attr-defined]
    assert stream.throw(KeyError()) == "caught"  # type: ignore[attr-defined]
    with pytest.raises(StopIteration) as stopped:
        next(stream)
    assert stopped.value.value == "result"


def test_an_error_in_a_generator_is_recorded_with_what_came_before(recorded: Seen) -> None:
    @trace
    def speak() -> Iterator[str]:
        yield "a"
        raise ValueError("cut")

    with pytest.raises(ValueError, match="cut"):
        list(speak())
    assert recorded().trace["error_info"]["message"] == "cut"
    assert recorded().trace["output"] == {"output": "a"}


async def test_async_generators_are_streams_too(recorded: Seen) -> None:
    @trace_span
    async def inside() -> None: ...

    @trace_span
    async def outside() -> None: ...

    @trace_span
    async def speak(text: str) -> AsyncIterator[str]:
        for letter in text:
            await inside()
            yield letter

    @trace
    async def root() -> str:
        got = ""
        async for piece in speak("ab"):
            await outside()
            got += piece
        return got

    assert await root() == "ab"
    seen = recorded()
    assert seen.children("root") == ["outside", "outside", "speak"]
    assert seen.children("speak") == ["inside", "inside"]
    assert seen.span("speak")["output"] == {"output": "ab"}


async def test_an_async_generators_span_ends_when_it_is_left_early(recorded: Seen) -> None:
    @trace
    async def speak() -> AsyncIterator[str]:
        yield "a"
        yield "b"

    async for _ in speak():
        break
    gc.collect()
    for _ in range(5):
        await asyncio.sleep(0)
    assert recorded().trace["output"] == {"output": "a"}
    assert "end_time" in recorded().trace


async def test_an_error_in_an_async_generator_is_recorded(recorded: Seen) -> None:
    @trace
    async def speak() -> AsyncIterator[str]:
        yield "a"
        raise ValueError("cut")

    with pytest.raises(ValueError, match="cut"):
        async for _ in speak():
            pass
    assert recorded().trace["error_info"]["message"] == "cut"


def test_a_generator_made_in_one_trace_and_read_after_it_belongs_to_it(recorded: Seen) -> None:
    @trace_span
    def speak() -> Iterator[str]:
        yield "late"

    @trace
    def root() -> Iterator[str]:
        return speak()

    stream = root()
    # A function that returns a generator is no generator function: its trace ends when it returns.
    assert "end_time" in recorded().trace
    assert list(stream) == ["late"]
    seen = recorded()
    assert len(seen.traces) == 1
    assert seen.children("root") == ["speak"]


def test_arguments_that_change_during_the_call_are_kept_as_they_came(recorded: Seen) -> None:
    @trace
    def work(items: list[int]) -> list[int]:
        items.append(2)
        return items

    given = [1]
    result = work(given)
    result.append(3)
    assert recorded().trace["input"] == {"items": [1]}
    assert recorded().trace["output"] == {"output": [1, 2]}
