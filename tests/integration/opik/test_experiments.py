"""Experiments by the official client, without an evaluation: made, linked, written in bulk, found, read, deleted."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import opik.exceptions
import pytest
from opik.api_objects.dataset.dataset import Dataset
from opik.api_objects.experiment.experiment_item import ExperimentItemReferences

import opik

pytestmark = pytest.mark.slow

MANY = 2_500
START = datetime.datetime(2026, 11, 1, 10, tzinfo=datetime.timezone.utc)  # noqa: UP017 - also for Python 3.10


@pytest.fixture
def name() -> str:
    return f"experiment-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def dataset(client: opik.Opik, project: str) -> Dataset:
    return client.create_dataset(f"dataset-{uuid.uuid4().hex[:8]}", project_name=project)


def by_number(dataset: Dataset, count: int) -> dict[int, str]:
    """Items with a number each, and their ids."""
    dataset.insert([{"number": number} for number in range(count)])
    return {item["number"]: item["id"] for item in dataset.get_items()}


def test_traces_are_linked_with_items_and_read_back(
    client: opik.Opik, dataset: Dataset, project: str, name: str
) -> None:
    items = by_number(dataset, 3)
    experiment = client.create_experiment(dataset.name, name=name, experiment_config={"a": 1}, project_name=project)
    links: list[ExperimentItemReferences] = []
    for number, item in items.items():
        trace = client.trace(name="task", input={"n": number}, output={"twice": 2 * number}, project_name=project)
        trace.log_feedback_score("good", number / 2, reason=f"because {number}")
        trace.end()
        links.append(ExperimentItemReferences(dataset_item_id=item, trace_id=trace.id))
    experiment.insert(links)
    client.flush()
    read = client.get_experiment_by_id(experiment.id).get_items()
    assert {item.dataset_item_data["number"]: item.evaluation_task_output for item in read} == {
        number: {"twice": 2 * number} for number in items
    }
    scores = {item.dataset_item_data["number"]: item.feedback_scores[0] for item in read}
    assert {number: (score["value"], score["reason"]) for number, score in scores.items()} == {
        number: (number / 2, f"because {number}") for number in items
    }
    assert len(client.get_experiment_by_id(experiment.id).get_items(max_results=2)) == 2
    found = client.get_experiments_client().find_experiment_items_for_dataset(
        dataset.name, [experiment.id], filter_string="feedback_scores.good >= 0.5"
    )
    assert {item.dataset_item_data["number"] for item in found} == {1, 2}


def test_experiments_are_found_by_name_by_id_and_by_dataset(
    client: opik.Opik, dataset: Dataset, project: str, name: str
) -> None:
    made = [client.create_experiment(dataset.name, name=name, project_name=project) for _ in range(3)]
    other = client.create_experiment(dataset.name, name=f"{name}-other", project_name=project)
    assert client.get_experiment_by_id(made[0].id).name == name
    assert {one.id for one in client.get_experiments_by_name(name, project_name=project)} >= {one.id for one in made}
    found = client.get_dataset_experiments(dataset.name, project_name=project)
    assert {one.id for one in found} == {one.id for one in [*made, other]}
    with pytest.raises(opik.exceptions.ExperimentNotFound):
        client.get_experiment_by_id("not-existing-id")
    with pytest.raises(opik.exceptions.ExperimentNotFound):
        client.get_experiments_by_name(f"{name}-nowhere", project_name=project)


def test_an_experiment_is_renamed_described_and_scored_as_a_whole(
    client: opik.Opik, dataset: Dataset, project: str, name: str
) -> None:
    experiment = client.create_experiment(dataset.name, name=name, tags=["a"], project_name=project)
    client.update_experiment(experiment.id, name=f"{name}-new", experiment_config={"model": "m2"})
    client.rest_client.experiments.update_experiment(
        experiment.id,
        experiment_scores=[{"name": "f1", "value": 0.25}],  # pyright: ignore[reportArgumentType]
    )
    data = client.get_experiment_by_id(experiment.id).get_experiment_data()
    assert (data.name, data.metadata, data.tags) == (f"{name}-new", {"model": "m2"}, ["a"])
    assert data.experiment_scores is not None
    assert [(score.name, score.value) for score in data.experiment_scores] == [("f1", 0.25)]


def test_many_runs_in_bulk_land_exactly_once(client: opik.Opik, dataset: Dataset, project: str, name: str) -> None:
    if not hasattr(opik, "ExperimentItemBulkRecord"):
        pytest.skip("this version of the client writes nothing in bulk")
    items = by_number(dataset, MANY)
    experiment = client.create_experiment(dataset.name, name=name, project_name=project)

    def record(number: int) -> Any:
        return opik.ExperimentItemBulkRecord(
            dataset_item_id=items[number],
            trace=opik.ExperimentItemBulkTrace(
                name="bulk",
                start_time=START,
                end_time=START + datetime.timedelta(seconds=1),
                output={"answer": f"число {number}"},
            ),
            spans=[opik.ExperimentItemBulkSpan(name="call", type="llm", start_time=START, usage={"total_tokens": 3})],
            feedback_scores=[{"name": "odd", "value": float(number % 2), "reason": f"of {number}"}],
        )

    experiment.batch_upload_items((record(number) for number in range(MANY)), project_name=project, num_threads=4)
    read = experiment.get_items(max_results=2 * MANY)
    assert len(read) == len({item.trace_id for item in read}) == MANY
    for item in read:
        number = item.dataset_item_data["number"]
        assert item.evaluation_task_output == {"answer": f"число {number}"}
        assert [(score["value"], score["reason"]) for score in item.feedback_scores] == [(number % 2, f"of {number}")]
    data = client.get_experiment_by_id(experiment.id).get_experiment_data()
    assert (data.trace_count, data.usage, data.duration.p50) == (MANY, {"total_tokens": 3.0}, 1000.0)
    assert [(score.name, score.value) for score in data.feedback_scores] == [("odd", 0.5)]


def test_runs_that_are_too_large_together_are_written_in_halves(
    client: opik.Opik, dataset: Dataset, project: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(opik, "ExperimentItemBulkRecord"):
        pytest.skip("this version of the client writes nothing in bulk")
    from opik.api_objects import constants

    monkeypatch.setattr(constants, "EXPERIMENT_ITEMS_BULK_MAX_BATCH_SIZE_MB", 50)
    items = by_number(dataset, 8)
    experiment = client.create_experiment(dataset.name, name=name, project_name=project)
    records = [
        opik.ExperimentItemBulkRecord(dataset_item_id=item, evaluate_task_result={"text": str(number) * (1 << 20)})
        for number, item in items.items()
    ]
    experiment.batch_upload_items(records, project_name=project)
    read = experiment.get_items()
    assert {item.dataset_item_data["number"]: item.evaluation_task_output["text"][0] for item in read} == {
        number: str(number) for number in items
    }


def test_assertions_are_told_apart_from_scores(client: opik.Opik, dataset: Dataset, project: str, name: str) -> None:
    items = by_number(dataset, 2)
    experiment = client.create_experiment(dataset.name, name=name, project_name=project)
    verdicts: dict[int, list[Any]] = {0: [("polite", "passed"), ("short", "passed")], 1: [("polite", "failed")]}
    links: list[ExperimentItemReferences] = []
    for number, results in verdicts.items():
        trace = client.trace(name="task", output={"n": number}, project_name=project)
        trace.log_feedback_score("good", 1)
        trace.end()
        client.log_assertion_results(
            [{"id": trace.id, "name": one, "status": status, "reason": "so"} for one, status in results],
            project_name=project,
        )
        links.append(ExperimentItemReferences(dataset_item_id=items[number], trace_id=trace.id))
    experiment.insert(links)
    client.flush()
    read = {item.dataset_item_data["number"]: item for item in client.get_experiment_by_id(experiment.id).get_items()}
    for number, results in verdicts.items():
        assert [score["name"] for score in read[number].feedback_scores] == ["good"]
        found = [(one["value"], one["passed"], one["reason"]) for one in read[number].assertion_results]
        assert found == [(one, status == "passed", "so") for one, status in results]
    data = client.get_experiment_by_id(experiment.id).get_experiment_data()
    assert (data.passed_count, data.total_count, data.pass_rate) == (1, 2, 0.5)
    assert data.assertion_scores is not None
    assert {score.name: score.value for score in data.assertion_scores} == {"polite": 0.5, "short": 1.0}
