"""Prompts by the official client: texts and chats, their versions and environments."""

from __future__ import annotations

import uuid
from typing import Any

import opik.exceptions
import pytest
from opik.api_objects import opik_client
from opik.api_objects.prompt import PromptType
from opik.rest_api import core as rest_api_core

import opik

pytestmark = pytest.mark.slow

MESSAGES: list[dict[str, Any]] = [
    {"role": "system", "content": "You help with {{topic}}"},
    {"role": "user", "content": [{"type": "text", "text": "{{question}}"}]},
]


@pytest.fixture
def name() -> str:
    return f"prompt-{uuid.uuid4().hex[:8]}"


def test_a_prompt_is_made_once_for_the_same_text(client: opik.Opik, name: str) -> None:
    assert client.get_prompt(name) is None
    first = client.create_prompt(name, "Hi {{who}}", metadata={"outer": {"inner": 1}})
    same = client.create_prompt(name, "Hi {{who}}", metadata={"outer": {"inner": 1}})
    assert (first.commit, first.type, first.metadata) == (same.commit, PromptType.MUSTACHE, {"outer": {"inner": 1}})
    assert first.format(who="you") == "Hi you"
    other = client.create_prompt(name, "Bye {{who}}", type=PromptType.JINJA2)
    assert other.commit != first.commit
    latest = client.get_prompt(name, no_cache=True)
    assert latest is not None
    assert (latest.commit, latest.prompt, latest.type) == (other.commit, "Bye {{who}}", PromptType.JINJA2)
    by_commit = client.get_prompt(name, commit=first.commit, no_cache=True)
    assert by_commit is not None
    assert by_commit.prompt == "Hi {{who}}"
    assert client.get_prompt(name, commit="00000000", no_cache=True) is None


def test_a_prompt_is_made_with_what_belongs_to_all_its_versions(client: opik.Opik, name: str) -> None:
    made = client.create_prompt(name, "x", description="what for", tags=["b", "a"], change_description="first")
    assert client.get_prompt(name, no_cache=True).commit == made.commit
    (found,) = client.search_prompts(filter_string=f'name = "{name}" AND tags contains "a"')
    assert (found.name, set(found.tags or [])) == (name, {"a", "b"})
    assert client.search_prompts(filter_string=f'name = "{name}" AND tags contains "c"') == []


def test_a_chat_is_a_prompt_too(client: opik.Opik, name: str) -> None:
    made = client.create_chat_prompt(name, MESSAGES)
    again = client.create_chat_prompt(name, MESSAGES)
    assert again.commit == made.commit
    found = client.get_chat_prompt(name, no_cache=True)
    assert found is not None
    assert found.template == MESSAGES
    assert found.format({"topic": "tea", "question": "How?"})[0]["content"] == "You help with tea"
    with pytest.raises(opik.exceptions.PromptTemplateStructureMismatch):
        client.get_prompt(name, no_cache=True)
    with pytest.raises(opik.exceptions.PromptTemplateStructureMismatch):
        client.create_prompt(name, "text")
    assert [one.commit for one in client.get_chat_prompt_history(name)] == [made.commit]


def test_the_history_has_every_version_and_is_searched(client: opik.Opik, name: str) -> None:
    made = [client.create_prompt(name, f"Version {number}") for number in range(120)]
    history = client.get_prompt_history(name)
    assert [one.commit for one in history] == [one.commit for one in reversed(made)]
    assert [one.prompt for one in client.get_prompt_history(name, search="version 77")] == ["Version 77"]
    ids = [one.version_id for one in made[:2]]
    prompts = client.get_prompts_client()
    prompts.batch_update_prompt_version_tags(version_ids=ids, tags=["old"])
    prompts.batch_update_prompt_version_tags(version_ids=ids[:1], tags=["first"], merge=True)
    tagged = client.get_prompt_history(name, filter_string='tags contains "old"')
    assert {one.prompt: set(one.tags or []) for one in tagged} == {
        "Version 0": {"old", "first"},
        "Version 1": {"old"},
    }
    prompts.batch_update_prompt_version_tags(version_ids=ids, tags=[])
    assert client.get_prompt_history(name, filter_string='tags contains "old"') == []


def test_prompts_are_searched_by_name_and_structure(client: opik.Opik, name: str) -> None:
    client.create_prompt(f"{name}-text", "old")
    client.create_prompt(f"{name}-text", "new")
    client.create_chat_prompt(f"{name}-chat", MESSAGES)
    found = client.search_prompts(filter_string=f'name contains "{name}"')
    assert {one.name: type(one) for one in found} == {
        f"{name}-text": opik.Prompt,
        f"{name}-chat": opik.ChatPrompt,
    }
    (text,) = client.search_prompts(filter_string=f'name contains "{name}" AND template_structure = "text"')
    assert text.prompt == "new"


def test_an_environment_leads_to_its_version(client: opik.Opik, name: str) -> None:
    environment = f"env-{uuid.uuid4().hex[:8]}"
    first = client.create_prompt(name, "first")
    client.create_prompt(name, "second")
    client.create_environment(environment)
    client.set_prompt_environments(name, [environment], version="v1")
    found = client.get_prompt(name, environment=environment, no_cache=True)
    assert found is not None
    assert (found.commit, found.prompt) == (first.commit, "first")
    by_number = client.get_prompt(name, version="v2", no_cache=True)
    assert by_number is not None
    assert by_number.prompt == "second"
    client.set_prompt_environments(name, [environment])
    assert client.get_prompt(name, environment=environment, no_cache=True).prompt == "second"
    client.set_prompt_environments(name, [])
    assert client.get_prompt(name, environment=environment, no_cache=True) is None
    with pytest.raises((opik.exceptions.OpikException, rest_api_core.ApiError)):
        client.set_prompt_environments(name, [f"missing-{environment}"])


def test_a_prompt_that_is_used_stands_in_the_trace(client: opik.Opik, project: str, name: str) -> None:
    made = client.create_prompt(name, "Hi {{who}}")
    opik_client.set_global_client(client)
    try:

        @opik.track
        def greet(who: str) -> str:
            prompt = client.get_prompt(name)
            assert prompt is not None
            return str(prompt.format(who=who))

        greet("you")
        opik.flush_tracker()
    finally:
        opik_client.reset_global_client(end_client=False)
    (trace,) = client.search_traces(project_name=project)
    (used,) = trace.metadata["opik_prompts"]
    assert (used["name"], used["version"]["commit"]) == (name, made.commit)
