"""`opik.evaluate` and its kin, by the official client."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from opik.api_objects.dataset.dataset import Dataset
from opik.evaluation import metrics
from opik.evaluation.metrics import score_result
from opik.evaluation.models import OpikBaseModel

import opik

pytestmark = pytest.mark.slow

CAPITALS = {"France": "Paris", "Germany": "Berlin", "Poland": "Warsaw"}
ANSWERS = {"France": "Paris", "Germany": "Berlin", "Poland": "Krakow"}


@pytest.fixture
def name() -> str:
    return f"experiment-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def dataset(client: opik.Opik, project: str) -> Dataset:
    dataset = client.create_dataset(f"capitals-{uuid.uuid4().hex[:8]}", project_name=project)
    dataset.insert([{"country": country, "reference": capital} for country, capital in CAPITALS.items()])
    return dataset


def answer(item: dict[str, Any]) -> dict[str, Any]:
    return {"output": ANSWERS[item["country"]]}


def is_right(dataset_item: dict[str, Any], task_outputs: dict[str, Any]) -> score_result.ScoreResult:
    right = dataset_item["reference"] == task_outputs["output"]
    return score_result.ScoreResult(name="is_right", value=float(right), reason="right" if right else "wrong")


def best(results: list[Any]) -> list[score_result.ScoreResult]:
    values = [score.value for result in results for score in result.score_results]
    return [score_result.ScoreResult(name="best", value=max(values))]


def averages(client: opik.Opik, experiment_id: str) -> dict[str, float]:
    data = client.get_experiment_by_id(experiment_id).get_experiment_data()
    return {score.name: round(score.value, 6) for score in data.feedback_scores or []}


def test_an_evaluation_is_an_experiment_with_items_scores_prompts_and_its_own_scores(
    client: opik.Opik, dataset: Dataset, project: str, name: str
) -> None:
    prompt = client.create_prompt(f"prompt-{name}", "What is the capital of {{country}}?")
    result = opik.evaluate(
        dataset=dataset,
        task=answer,
        scoring_metrics=[metrics.Equals()],
        scoring_functions=[is_right],
        experiment_scoring_functions=[best],
        experiment_name=name,
        experiment_config={"model": "m1"},
        experiment_tags=["capitals"],
        prompt=prompt,
        project_name=project,
        verbose=0,
    )
    opik.flush_tracker()
    assert result.dataset_id == dataset.id
    experiment = client.get_experiment_by_id(result.experiment_id)
    data = experiment.get_experiment_data()
    assert (data.name, data.trace_count, data.dataset_item_count) == (name, 3, 3)
    assert data.metadata["model"] == "m1"
    assert data.tags == ["capitals"]
    assert averages(client, result.experiment_id) == {"equals_metric": 0.666667, "is_right": 0.666667}
    assert [(score.name, score.value) for score in data.experiment_scores] == [("best", 1.0)]
    assert data.duration.p50 is not None
    assert data.dataset_version_summary.version_name == "v1"
    link = data.prompt_versions[0]
    assert (link.commit, link.prompt_name) == (prompt.commit, prompt.name)
    assert client.get_project(data.project_id).name == project
    items = {item.dataset_item_data["country"]: item for item in experiment.get_items()}
    assert {country: item.evaluation_task_output["output"] for country, item in items.items()} == ANSWERS
    poland = {score["name"]: score for score in items["Poland"].feedback_scores}
    assert (poland["is_right"]["value"], poland["is_right"]["reason"]) == (0.0, "wrong")
    trace = client.get_trace_content(items["Poland"].trace_id)
    assert trace.output == {"output": "Krakow"}


def test_an_evaluation_without_scores_and_without_a_name(client: opik.Opik, dataset: Dataset, project: str) -> None:
    result = opik.evaluate(dataset=dataset, task=answer, project_name=project, verbose=0)
    opik.flush_tracker()
    data = client.get_experiment_by_id(result.experiment_id).get_experiment_data()
    assert data.name
    assert (data.trace_count, data.feedback_scores) == (3, None)


def test_an_evaluation_of_some_items_of_a_filter_and_of_a_version(
    client: opik.Opik, dataset: Dataset, project: str
) -> None:
    def countries(**choice: Any) -> set[str]:
        of = choice.pop("dataset", dataset)
        result = opik.evaluate(dataset=of, task=answer, project_name=project, verbose=0, **choice)
        opik.flush_tracker()
        items = client.get_experiment_by_id(result.experiment_id).get_items()
        return {item.dataset_item_data["country"] for item in items}

    france = next(item["id"] for item in dataset.get_items() if item["country"] == "France")
    assert countries(dataset_item_ids=[france]) == {"France"}
    assert countries(dataset_filter_string='data.country = "Poland"') == {"Poland"}
    assert len(countries(nb_samples=2)) == 2
    first = dataset.get_version_view("v1")
    dataset.delete([france])
    assert countries() == {"Germany", "Poland"}
    assert countries(dataset=first) == set(CAPITALS)


def test_trials_are_runs_of_the_same_item(client: opik.Opik, dataset: Dataset, project: str) -> None:
    result = opik.evaluate(dataset=dataset, task=answer, trial_count=2, project_name=project, verbose=0)
    opik.flush_tracker()
    data = client.get_experiment_by_id(result.experiment_id).get_experiment_data()
    assert (data.trace_count, data.dataset_item_count) == (6, 3)
    assert len(client.get_experiment_by_id(result.experiment_id).get_items()) == 6


def test_an_experiment_is_scored_later(client: opik.Opik, dataset: Dataset, project: str, name: str) -> None:
    result = opik.evaluate(dataset=dataset, task=answer, experiment_name=name, project_name=project, verbose=0)
    opik.flush_tracker()
    later = opik.evaluate_experiment(
        experiment_name=name, scoring_metrics=[], scoring_functions=[is_right], project_name=project, verbose=0
    )
    opik.flush_tracker()
    assert later.experiment_id == result.experiment_id
    assert averages(client, result.experiment_id) == {"is_right": 0.666667}


def test_an_evaluation_that_broke_off_is_resumed(client: opik.Opik, dataset: Dataset, project: str, name: str) -> None:
    asked: list[str] = []

    def breaks(item: dict[str, Any]) -> dict[str, Any]:
        asked.append(item["country"])
        if item["country"] == "Germany":
            raise KeyboardInterrupt
        return answer(item)

    with pytest.raises(KeyboardInterrupt):
        opik.evaluate(
            dataset=dataset,
            task=breaks,
            scoring_functions=[is_right],
            experiment_name=name,
            project_name=project,
            task_threads=1,
            verbose=0,
        )
    opik.flush_tracker()
    (experiment,) = client.get_experiments_by_name(name, project_name=project)
    done = {item.dataset_item_data["country"] for item in experiment.get_items() if item.evaluation_task_output}
    asked.clear()

    def goes_on(item: dict[str, Any]) -> dict[str, Any]:
        asked.append(item["country"])
        return answer(item)

    result = opik.evaluate_resume(experiment.id, task=goes_on, scoring_functions=[is_right], verbose=0)
    opik.flush_tracker()
    assert set(asked) == set(CAPITALS) - done
    assert "Germany" in asked
    assert len(result.test_results) == 3
    data = client.get_experiment_by_id(experiment.id).get_experiment_data()
    assert data.dataset_item_count == 3
    assert averages(client, experiment.id) == {"is_right": 0.666667}


class Parrot(OpikBaseModel):
    """A model that says what it was told last."""

    def __init__(self) -> None:
        super().__init__("parrot")

    def generate_string(self, input: str, response_format: Any = None, **_: Any) -> str:  # noqa: A002 - the base's
        return input

    def generate_provider_response(self, messages: list[dict[str, Any]], **_: Any) -> Any:
        said = SimpleNamespace(message=SimpleNamespace(content=messages[-1]["content"]))
        return SimpleNamespace(choices=[said])


def test_a_prompt_is_evaluated_with_a_model(client: opik.Opik, dataset: Dataset, project: str, name: str) -> None:
    result = opik.evaluate_prompt(
        dataset=dataset,
        messages=[{"role": "user", "content": "Capital of {{country}}?"}],
        model=Parrot(),
        scoring_metrics=[metrics.Contains(name="says_capital", case_sensitive=False)],
        experiment_name=name,
        project_name=project,
        verbose=0,
    )
    opik.flush_tracker()
    items = client.get_experiment_by_id(result.experiment_id).get_items()
    said = {item.evaluation_task_output["output"] for item in items}
    assert said == {f"Capital of {country}?" for country in CAPITALS}
    assert averages(client, result.experiment_id) == {"says_capital": 0.0}
