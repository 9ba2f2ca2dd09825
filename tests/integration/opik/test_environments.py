"""Environments by the official client."""

from __future__ import annotations

import uuid

import pytest

import opik
from opik import id_helpers

pytestmark = pytest.mark.slow


@pytest.fixture
def name() -> str:
    return f"env-{uuid.uuid4().hex[:8]}"


def names(client: opik.Opik) -> list[str]:
    return [environment.name for environment in client.get_environments()]


def test_an_environment_is_made_changed_and_removed(client: opik.Opik, name: str) -> None:
    made = client.create_environment(name=name, description="d", color="#abcdef")
    assert (made.name, made.description, made.color) == (name, "d", "#abcdef")
    changed = client.update_environment(name, description="other")
    assert (changed.id, changed.description, changed.color) == (made.id, "other", "#abcdef")
    assert name in names(client)
    client.delete_environment(name)
    client.delete_environment(name)
    assert name not in names(client)


def test_a_trace_that_names_one_makes_it(client: opik.Opik, project: str, name: str) -> None:
    trace = id_helpers.generate_id()
    client.trace(id=trace, name="t", environment=name).end()
    client.flush()
    assert client.get_trace_content(trace).environment == name
    assert name in names(client)
    found = client.search_traces(project_name=project, filter_string=f'environment = "{name}"')
    assert [one.id for one in found] == [trace]
