"""Optimizations by the official client."""

from __future__ import annotations

import uuid

import pytest
from opik.rest_api import core as rest_api_core

import opik

pytestmark = pytest.mark.slow


def test_an_optimization_lives(client: opik.Opik, project: str) -> None:
    dataset = client.create_dataset(f"dataset-{uuid.uuid4().hex[:8]}")
    made = client.create_optimization(
        dataset_name=dataset.name, objective_name="accuracy", name="first", metadata={"optimizer": "own"}
    )
    told = made.fetch_content()
    assert (told.name, told.status, told.dataset_name, told.num_trials) == ("first", "running", dataset.name, 0)
    client.create_experiment(dataset.name, name="trial", optimization_id=made.id, type="trial")
    made.update(name="second", status="completed")
    told = made.fetch_content()
    assert (told.name, told.status, told.num_trials) == ("second", "completed", 1)
    found = client.get_optimization_by_id(made.id)
    assert (found.id, found.project_name) == (made.id, project)
    client.delete_optimizations([made.id])
    with pytest.raises(rest_api_core.ApiError):
        client.get_optimization_by_id(made.id)
