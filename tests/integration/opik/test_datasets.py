"""Datasets by the official client: items in and out, deduplication, filters, versions."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import opik.exceptions
import pytest

import opik

pytestmark = pytest.mark.slow

MANY = 10_000


@pytest.fixture
def name() -> str:
    return f"dataset-{uuid.uuid4().hex[:8]}"


def questions(items: list[dict[str, Any]]) -> set[str]:
    return {item["question"] for item in items}


def test_a_dataset_is_made_found_listed_and_deleted(client: opik.Opik, project: str, name: str) -> None:
    made = client.create_dataset(name, description="of capitals", project_name=project)
    found = client.get_dataset(name, project_name=project)
    assert (found.id, found.name, found.description) == (made.id, name, "of capitals")
    assert client.get_or_create_dataset(name, project_name=project).id == made.id
    assert found.get_current_version_name() is None
    assert name in [one.name for one in client.get_datasets(project_name=project)]
    client.delete_dataset(name, project_name=project)
    with pytest.raises(opik.rest_api.core.ApiError) as error:
        client.get_dataset(name, project_name=project)
    assert error.value.status_code == 404


def test_items_come_back_as_they_were_inserted(client: opik.Opik, project: str, name: str) -> None:
    dataset = client.create_dataset(name, project_name=project)
    items: list[dict[str, Any]] = [
        {"question": "Where is Київ?", "deep": {"a": [1, 2.5, None, True]}, "n": 1},
        {"question": "Where is Rome?", "tags": ["a"]},
    ]
    dataset.insert(items)
    read = dataset.get_items()
    assert sorted(json.dumps({key: one[key] for key in one if key != "id"}, sort_keys=True) for one in read) == sorted(
        json.dumps(one, sort_keys=True) for one in items
    )
    assert len(dataset.get_items(nb_samples=1)) == 1
    assert len(json.loads(dataset.to_json())) == 2
    assert client.get_dataset(name, project_name=project).dataset_items_count == 2


def test_the_same_content_is_inserted_once_also_by_another_client(client: opik.Opik, project: str, name: str) -> None:
    dataset = client.create_dataset(name, project_name=project)
    dataset.insert([{"question": "Where is Rome?"}, {"question": "Where is Rome?"}])
    dataset.insert([{"question": "Where is Rome?"}])
    again = client.get_dataset(name, project_name=project)
    again.insert([{"question": "Where is Rome?"}, {"question": "Where is Oslo?"}])
    assert sorted(item["question"] for item in again.get_items()) == ["Where is Oslo?", "Where is Rome?"]


def test_an_item_is_updated_in_its_place_and_items_are_deleted(client: opik.Opik, project: str, name: str) -> None:
    dataset = client.create_dataset(name, project_name=project)
    dataset.insert([{"question": "Where is Rome?"}, {"question": "Where is Oslo?"}])
    rome = next(item for item in dataset.get_items() if "Rome" in item["question"])
    dataset.update([{"id": rome["id"], "question": "Where is Roma?"}])
    assert questions(dataset.get_items()) == {"Where is Roma?", "Where is Oslo?"}
    assert rome["id"] in {item["id"] for item in dataset.get_items()}
    dataset.delete([rome["id"]])
    assert questions(dataset.get_items()) == {"Where is Oslo?"}
    dataset.clear()
    assert dataset.get_items() == []


def test_items_come_out_of_json_and_json_lines(client: opik.Opik, project: str, name: str, tmp_path: Path) -> None:
    dataset = client.create_dataset(name, project_name=project)
    dataset.insert_from_json(json.dumps([{"q": "one", "answer": 1}]), keys_mapping={"q": "question"})
    file = tmp_path / "items.jsonl"
    file.write_text('{"question": "two"}\n{"question": "three"}\n')
    dataset.read_jsonl_from_file(str(file))
    assert questions(dataset.get_items()) == {"one", "two", "three"}


def test_items_come_out_of_frames_and_go_into_them(client: opik.Opik, project: str, name: str) -> None:
    dataset = client.create_dataset(name, project_name=project)
    pandas = pytest.importorskip("pandas")
    dataset.insert_from_pandas(pandas.DataFrame([{"question": "four"}]))
    assert set(dataset.to_pandas()["question"]) == {"four"}


def test_items_are_found_by_filters(client: opik.Opik, project: str, name: str) -> None:
    dataset = client.create_dataset(name, project_name=project)
    dataset.insert(
        [
            {"question": "2 + 2?", "category": "math", "deep": {"level": "easy"}},
            {"question": "Where is Rome?", "category": "geography"},
            {"question": "Where is Oslo?", "category": "geography"},
        ]
    )
    assert len(dataset.get_items(filter_string='data.category = "geography"')) == 2
    assert questions(dataset.get_items(filter_string='data.question contains "rome"')) == {"Where is Rome?"}
    assert questions(dataset.get_items(filter_string='full_data contains "easy"')) == {"2 + 2?"}
    assert dataset.get_items(filter_string='data.category = "none"') == []
    both = 'data.category = "geography" AND data.question contains "Oslo"'
    assert questions(dataset.get_items(filter_string=both)) == {"Where is Oslo?"}


def test_every_insert_and_delete_is_a_version_that_can_be_read(client: opik.Opik, project: str, name: str) -> None:
    dataset = client.create_dataset(name, project_name=project)
    dataset.insert([{"question": "one"}])
    dataset.insert([{"question": "two"}, {"question": "three"}])
    assert dataset.get_current_version_name() == "v2"
    one = next(item for item in dataset.get_items() if item["question"] == "one")
    dataset.delete([one["id"]])
    assert dataset.get_current_version_name() == "v3"
    assert [questions(dataset.get_version_view(f"v{number}").get_items()) for number in (1, 2, 3)] == [
        {"one"},
        {"one", "two", "three"},
        {"two", "three"},
    ]
    view = dataset.get_version_view("v2")
    assert (view.items_total, view.items_added, view.is_latest) == (3, 2, False)
    with pytest.raises(opik.exceptions.DatasetVersionNotFound):
        dataset.get_version_view("v999")


def test_many_items_are_one_version_and_come_back(client: opik.Opik, project: str, name: str) -> None:
    dataset = client.create_dataset(name, project_name=project)
    dataset.insert([{"question": f"number {number}", "even": number % 2 == 0} for number in range(MANY)])
    assert dataset.get_current_version_name() == "v1"
    read = dataset.get_items()
    assert len(read) == len(questions(read)) == MANY
    assert len(dataset.get_items(filter_string='data.even = "true"')) == MANY // 2
    again = client.get_dataset(name, project_name=project)
    assert again.dataset_items_count == MANY
    again.insert([{"question": "number 7", "even": False}, {"question": "one more", "even": False}])
    assert len(again.get_items()) == MANY + 1
    assert len(again.get_version_view("v1").get_items()) == MANY


def test_a_suite_keeps_its_assertions_and_its_policy(client: opik.Opik, project: str, name: str) -> None:
    suite = client.create_test_suite(
        name,
        global_assertions=["The answer is polite"],
        global_execution_policy={"runs_per_item": 2, "pass_threshold": 1},
        project_name=project,
    )
    suite.insert([{"data": {"question": "Where is Rome?"}, "assertions": ["The answer names Italy"]}])
    found = client.get_test_suite(name, project_name=project)
    assert found.get_global_assertions() == ["The answer is polite"]
    assert found.get_global_execution_policy() == {"runs_per_item": 2, "pass_threshold": 1}
    (item,) = found.get_items()
    assert item["data"]["question"] == "Where is Rome?"
    assert item["assertions"] == ["The answer names Italy"]
    found.update_test_settings(
        global_assertions=["The answer is short"], global_execution_policy={"runs_per_item": 1, "pass_threshold": 1}
    )
    assert client.get_test_suite(name, project_name=project).get_global_assertions() == ["The answer is short"]
