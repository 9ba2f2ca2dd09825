"""Annotation queues by the official client."""

from __future__ import annotations

import opik.exceptions
import pytest
from opik.rest_api import core as rest_api_core

import opik

pytestmark = pytest.mark.slow

GONE = (opik.exceptions.OpikException, rest_api_core.ApiError)


def test_traces_are_put_into_a_queue_read_and_taken_out(client: opik.Opik, project: str) -> None:
    traces = [client.trace(name=f"trace-{number}", input={"n": number}) for number in range(3)]
    client.flush()
    queue = client.create_traces_annotation_queue(
        name="look", description="d", instructions="slowly", feedback_definition_names=["tone"], comments_enabled=True
    )
    queue.add_traces([traces[0], traces[1]])
    queue.add_traces(client.search_traces(project_name=project, filter_string='name = "trace-1"'))
    assert queue.items_count == 2
    assert {trace.name for trace in queue.get_items()} == {"trace-0", "trace-1"}
    queue.update(name="see", description="e")
    found = client.get_traces_annotation_queue(queue.id)
    assert (found.name, found.description, found.instructions, found.scope) == ("see", "e", "slowly", "trace")
    assert (found.feedback_definition_names, found.comments_enabled) == (["tone"], True)
    assert [one.id for one in client.get_traces_annotation_queues()] == [queue.id]
    assert client.get_threads_annotation_queues() == []
    queue.remove_traces([traces[0]])
    assert [trace.name for trace in queue.get_items()] == ["trace-1"]
    queue.delete()
    with pytest.raises(GONE):
        client.get_traces_annotation_queue(queue.id)


def test_threads_are_put_into_a_queue_read_and_taken_out(client: opik.Opik, project: str) -> None:
    for thread in ("one", "two"):
        client.trace(name="turn", input={"i": 1}, output={"o": 1}, thread_id=thread)
    client.flush()
    threads = client.get_threads_client().search_threads(project_name=project)
    queue = client.create_threads_annotation_queue(name="look")
    queue.add_threads(threads)
    assert queue.items_count == 2
    assert sorted(thread.id for thread in queue.get_items()) == ["one", "two"]
    queue.remove_threads(threads[:1])
    assert client.get_threads_annotation_queue(queue.id).items_count == 1
    assert [one.id for one in client.get_threads_annotation_queues()] == [queue.id]
    client.delete_annotation_queue(queue.id)
    with pytest.raises(GONE):
        client.get_threads_annotation_queue(queue.id)


def test_scores_of_what_is_in_a_queue_are_summed_up(client: opik.Opik, project: str) -> None:
    traces = [client.trace(name="t") for _ in range(2)]
    client.flush()
    queue = client.create_traces_annotation_queue(name="look", feedback_definition_names=["tone"])
    queue.add_traces(traces)
    client.log_traces_feedback_scores(
        [{"id": trace.id, "name": "tone", "value": value} for trace, value in zip(traces, (0.2, 0.6), strict=True)],
        project_name=project,
    )
    client.flush()
    told = client.rest_client.annotation_queues.get_annotation_queue_by_id(queue.id)
    ((name, value),) = [(one.name, one.value) for one in told.feedback_scores or []]
    assert (name, value) == ("tone", pytest.approx(0.4))
    assert sum(one.status or 0 for one in told.reviewers or []) == 2
