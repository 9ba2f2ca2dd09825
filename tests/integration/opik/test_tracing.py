"""Tracing by the official client: what its users' code says is what the server shows."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from opik.api_objects import opik_client

import opik
from opik import opik_context
from tests.integration.opik.conftest import free_port, start_server, wait_for

pytestmark = pytest.mark.slow


@pytest.fixture
def tracked(client: opik.Opik) -> Iterator[Callable[..., Any]]:
    """`opik.track`, which sends by the test's client; all has been sent after `opik.flush_tracker()`."""
    opik_client.set_global_client(client)
    yield opik.track
    opik_client.reset_global_client(end_client=False)


def _only_trace(client: opik.Opik, project: str) -> Any:
    (trace,) = client.search_traces(project_name=project)
    return trace


def _spans(client: opik.Opik, project: str, **search: Any) -> dict[str, Any]:
    return {span.name: span for span in client.search_spans(project_name=project, **search)}


def test_tracked_functions_become_a_tree(client: opik.Opik, project: str, tracked: Any) -> None:
    @tracked(tags=["inner"], metadata={"depth": 2}, type="tool")
    def inner(question: str) -> str:
        return question.upper()

    @tracked(tags=["outer"], metadata={"depth": 1})
    def outer(question: str) -> dict[str, str]:
        return {"answer": inner(question)}

    outer("why")
    opik.flush_tracker()
    trace, spans = _only_trace(client, project), _spans(client, project)
    assert (trace.name, trace.input, trace.output) == ("outer", {"question": "why"}, {"answer": "WHY"})
    assert (trace.tags, trace.metadata["depth"]) == (["outer"], 1)
    assert trace.span_count == 2
    assert trace.end_time >= trace.start_time
    assert spans["outer"].parent_span_id is None
    assert spans["inner"].parent_span_id == spans["outer"].id
    assert (spans["inner"].type, spans["inner"].output) == ("tool", {"output": "WHY"})
    assert {span.trace_id for span in spans.values()} == {trace.id}


async def test_tracked_coroutines_that_run_together_keep_their_own_parents(
    client: opik.Opik, project: str, tracked: Any
) -> None:
    @tracked()
    async def leaf(number: int) -> int:
        await asyncio.sleep(0)
        return number

    @tracked()
    async def branch(number: int) -> int:
        return await leaf(number)

    @tracked()
    async def root() -> list[int]:
        return list(await asyncio.gather(*(branch(number) for number in range(5))))

    await root()
    opik.flush_tracker()
    found = client.search_spans(project_name=project)
    by_id = {span.id: span for span in found}
    leaves = [span for span in found if span.name == "leaf"]
    assert len(leaves) == 5
    for span in leaves:
        assert by_id[span.parent_span_id].name == "branch"
        assert by_id[span.parent_span_id].input == span.input
    assert _only_trace(client, project).output == {"output": [0, 1, 2, 3, 4]}


async def test_generators_are_traced_to_their_end(client: opik.Opik, project: str, tracked: Any) -> None:
    @tracked(generations_aggregator=lambda parts: "".join(parts))
    def words() -> Iterator[str]:
        yield from ("a", "b", "c")

    @tracked(generations_aggregator=lambda parts: "".join(parts))
    async def later() -> AsyncIterator[str]:
        for part in ("d", "e"):
            yield part

    assert list(words()) == ["a", "b", "c"]
    assert [part async for part in later()] == ["d", "e"]
    opik.flush_tracker()
    outputs = {trace.name: trace.output for trace in client.search_traces(project_name=project)}
    assert outputs == {"words": {"output": "abc"}, "later": {"output": "de"}}


def test_functions_in_the_threads_of_a_pool_belong_to_who_sent_them_there(
    client: opik.Opik, project: str, tracked: Any
) -> None:
    @tracked()
    def work(number: int) -> int:
        return number * number

    @tracked()
    def together() -> int:
        with ThreadPoolExecutor(4) as pool:
            jobs = [pool.submit(copy_context().run, work, number) for number in range(20)]
            return sum(job.result() for job in jobs)

    @tracked()
    def alone(number: int) -> int:
        return work(number)

    together()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(alone, range(20)))
    opik.flush_tracker()
    traces = client.search_traces(project_name=project)
    assert sorted(trace.span_count for trace in traces) == [2] * 20 + [21]
    whole = next(trace for trace in traces if trace.name == "together")
    assert whole.output == {"output": sum(number * number for number in range(20))}


def test_an_error_is_on_the_span_and_the_trace_it_ended(client: opik.Opik, project: str, tracked: Any) -> None:
    @tracked()
    def caught() -> None:
        raise KeyError("caught")

    @tracked()
    def fails() -> None:
        with contextlib.suppress(KeyError):
            caught()
        raise ValueError("too bad")

    with pytest.raises(ValueError, match="too bad"):
        fails()
    opik.flush_tracker()
    trace, spans = _only_trace(client, project), _spans(client, project)
    assert (trace.error_info.exception_type, trace.error_info.message) == ("ValueError", "too bad")
    assert "fails" in trace.error_info.traceback
    assert spans["caught"].error_info.exception_type == "KeyError"
    assert spans["fails"].error_info.exception_type == "ValueError"
    assert spans["caught"].output is None


def test_context_managers_nest_and_can_be_updated(client: opik.Opik, project: str, tracked: Any) -> None:
    with opik.start_as_current_trace("request", project_name=project, input={"q": 1}, tags=["t"]) as trace:
        with opik.start_as_current_span("retrieve", type="tool", project_name=project) as span:
            span.output = {"found": 3}
        with opik.start_as_current_span("answer", type="llm", model="gpt-4o-mini", provider="openai") as span:
            span.usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        trace.output = {"a": 2}
    opik.flush_tracker()
    read, spans = _only_trace(client, project), _spans(client, project)
    assert (read.name, read.input, read.output, read.tags) == ("request", {"q": 1}, {"a": 2}, ["t"])
    assert spans["retrieve"].output == {"found": 3}
    assert spans["answer"].usage["prompt_tokens"] == 1000
    assert spans["answer"].total_estimated_cost > 0
    assert read.total_estimated_cost == spans["answer"].total_estimated_cost
    assert read.usage["total_tokens"] == 1100


def test_what_code_says_of_itself_while_it_runs_is_shown(client: opik.Opik, project: str, tracked: Any) -> None:
    @tracked()
    def judged() -> str:
        score = {"name": "clear", "value": 0.25, "reason": "short", "category_name": "style"}
        opik_context.update_current_span(metadata={"tries": 2}, feedback_scores=[score], tags=["s"])
        opik_context.update_current_trace(thread_id="talk", feedback_scores=[{"name": "good", "value": 1.0}])
        return "x"

    judged()
    opik.flush_tracker()
    trace, span = _only_trace(client, project), _spans(client, project)["judged"]
    assert trace.thread_id == "talk"
    assert [(score.name, score.value) for score in trace.feedback_scores] == [("good", 1.0)]
    (score,) = span.feedback_scores
    assert (score.name, score.value, score.reason, score.category_name) == ("clear", 0.25, "short", "style")
    assert (span.metadata["tries"], span.tags) == (2, ["s"])


def test_traces_made_by_hand_are_updated_and_ended(client: opik.Opik, project: str) -> None:
    trace = client.trace(name="manual", input={"q": 1}, metadata={"v": 1}, tags=["a"])
    span = trace.span(name="step", type="llm", input={"p": 1}, model="mine", provider="me")
    child = span.span(name="part", type="tool")
    child.end(output={"r": 1})
    span.update(metadata={"late": True})
    span.end(output={"r": 2}, usage={"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3})
    trace.end(output={"a": 1})
    client.flush()
    read, spans = client.get_trace_content(trace.id), _spans(client, project, trace_id=trace.id)
    assert (read.name, read.input, read.output, read.tags) == ("manual", {"q": 1}, {"a": 1}, ["a"])
    assert read.end_time is not None
    assert (spans["step"].input, spans["step"].output) == ({"p": 1}, {"r": 2})
    assert spans["step"].metadata["late"] is True
    assert spans["part"].parent_span_id == span.id
    client.update_trace(trace.id, project, tags=["b"], metadata={"v": 2})
    client.flush()
    read = client.get_trace_content(trace.id)
    # The server shows first who made the answers.
    assert list(read.metadata.items()) == [("providers", ["me", "openai"]), ("v", 2)]
    assert (read.tags, read.input) == (["b"], {"q": 1})


@pytest.mark.parametrize("batching", [True, False])
def test_a_trace_is_the_same_in_batches_and_one_by_one(
    client: opik.Opik, server_url: str, project: str, *, batching: bool
) -> None:
    own = opik.Opik(host=server_url, project_name=project, _use_batching=batching, _show_misconfiguration_message=False)
    for number in range(30):
        trace = own.trace(name=f"t{number}", input={"n": number})
        trace.span(name="s", input={"n": number}).end(output={"m": number})
        trace.end(output={"m": number})
    own.end()
    traces = client.search_traces(project_name=project, max_results=100)
    assert [trace.name for trace in traces] == [f"t{number}" for number in reversed(range(30))]
    assert all(trace.output == {"m": trace.input["n"]} and trace.span_count == 1 for trace in traces)


def test_feedback_comes_afterwards_and_goes_again(client: opik.Opik, project: str) -> None:
    trace = client.trace(name="t")
    span = trace.span(name="s")
    client.flush()
    trace.log_feedback_score("clear", value=0.5, reason="why", category_name="c")
    span.log_feedback_score("fast", value=1)
    both = [{"id": trace.id, "name": "clear", "value": 0.75}, {"id": trace.id, "name": "kind", "value": 0}]
    client.log_traces_feedback_scores(both)
    client.log_spans_feedback_scores([{"id": span.id, "name": "exact", "value": 0.1}])
    client.flush()
    scores = {score.name: score for score in client.get_trace_content(trace.id).feedback_scores}
    assert {name: score.value for name, score in scores.items()} == {"clear": 0.75, "kind": 0}
    of_span = {score.name: score.value for score in client.get_span_content(span.id).feedback_scores}
    assert of_span == {"fast": 1, "exact": 0.1}
    client.delete_trace_feedback_score(trace.id, "clear")
    client.delete_span_feedback_score(span.id, "fast")
    assert [score.name for score in client.get_trace_content(trace.id).feedback_scores] == ["kind"]
    assert [score.name for score in client.get_span_content(span.id).feedback_scores] == ["exact"]


def test_a_score_that_names_the_wrong_project_is_on_its_trace(client: opik.Opik, project: str) -> None:
    trace = client.trace(name="t")
    client.flush()
    score = {"id": trace.id, "name": "clear", "value": 1.0, "project_name": f"{project}-elsewhere"}
    client.log_traces_feedback_scores([score])
    client.flush()
    assert [score.name for score in client.get_trace_content(trace.id).feedback_scores] == ["clear"]
    assert len(client.search_traces(project_name=project, filter_string="feedback_scores.clear = 1")) == 1


def test_threads_are_found_scored_and_closed(client: opik.Opik, project: str) -> None:
    for number in range(3):
        client.trace(name="turn", thread_id="talk", input={"say": number}, output={"hear": number}).end()
    client.trace(name="turn", thread_id="other").end()
    client.flush()
    threads = client.get_threads_client()
    found = threads.search_threads(project_name=project, filter_string='id = "talk"')
    assert [(thread.id, thread.number_of_messages) for thread in found] == [("talk", 6)]
    scores = [{"id": "talk", "name": "kind", "value": 0.5, "reason": "r", "category_name": "c"}]
    threads.log_threads_feedback_scores(scores, project_name=project)
    client.flush()
    (scored,) = threads.search_threads(project_name=project, filter_string="feedback_scores.kind = 0.5")
    assert [(score.name, score.reason) for score in scored.feedback_scores] == [("kind", "r")]
    threads.close_thread(thread_id="talk", project_name=project)
    active = threads.search_threads(project_name=project, filter_string='status = "active"')
    assert [thread.id for thread in active] == ["other"]


def test_thousands_of_spans_arrive_whole(client: opik.Opik, project: str, tracked: Any) -> None:
    @tracked()
    def step(number: int) -> int:
        return number

    @tracked()
    def many() -> None:
        for number in range(3000):
            step(number)

    many()
    opik.flush_tracker()
    trace = _only_trace(client, project)
    assert trace.span_count == 3001
    found = client.search_spans(project_name=project, trace_id=trace.id, max_results=5000)
    assert sorted(span.output["output"] for span in found if span.name == "step") == list(range(3000))


def test_local_recording_keeps_what_the_server_gets(client: opik.Opik, project: str, tracked: Any) -> None:
    record = getattr(opik, "record_traces_locally", None)
    if record is None:
        pytest.skip("this version of the client does not record")

    @tracked()
    def recorded() -> str:
        return "x"

    with record(client) as storage:
        recorded()
        opik.flush_tracker()
        (kept,) = storage.trace_trees
    assert kept.name == "recorded"
    assert _only_trace(client, project).id == kept.id


@pytest.mark.skipif(find_spec("rein") is None, reason="only a server that runs already is here")
def test_what_was_sent_while_the_server_was_down_arrives_when_it_is_back(tmp_path: Path, project: str) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    server = start_server(tmp_path, port)
    wait_for(url, server)
    client = opik.Opik(host=url, project_name=project, _show_misconfiguration_message=False)
    manager = getattr(client._streamer, "_fallback_replay_manager", None)
    try:
        trace = client.trace(name="before", input={"n": 1})
        client.flush()
        server.kill()
        server.wait()
        if manager is None:
            pytest.skip("this version of the client replays nothing")
        trace.span(name="meanwhile", input={"n": 2}).end(output={"n": 3})
        trace.end(output={"n": 4})
        trace.log_feedback_score("clear", value=1)
        client.flush()
        server = start_server(tmp_path, port)
        wait_for(url, server)
        manager._monitor.reset()  # or the client would look again only after 10 s
        client.flush()
        read = client.get_trace_content(trace.id)
        assert (read.name, read.input, read.output) == ("before", {"n": 1}, {"n": 4})
        assert [score.name for score in read.feedback_scores] == ["clear"]
        (span,) = client.search_spans(project_name=project, trace_id=trace.id)
        assert (span.name, span.input, span.output) == ("meanwhile", {"n": 2}, {"n": 3})
    finally:
        client.end()
        server.terminate()
        server.wait(timeout=30)


def test_an_unknown_trace_is_an_error_that_says_so(client: opik.Opik) -> None:
    with pytest.raises(opik.rest_api.core.ApiError) as caught:  # type: ignore[attr-defined]
        client.get_trace_content(str(uuid.uuid4()))
    assert caught.value.status_code in (400, 404)
