"""Every endpoint is asked for what is there and for what is not, and answers what Opik's API promises.

Against the API's description where it lies beside the repository, and always against the official client's types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import httpx
import pytest

from rein.opik_server.api.app import create_app
from rein.opik_server.api.call import Server
from rein.opik_server.api.gate import Gate
from rein.opik_server.api.resources import ENDPOINTS
from rein.opik_server.store.store import Store
from tests.opik_server.api.asking import CALLS, Ask
from tests.opik_server.api.conftest import serving
from tests.opik_server.api.contract import check, check_error, is_typed
from tests.opik_server.api.dataset_samples import fresh
from tests.opik_server.api.everything import World, everything

OWN = "/v1/rein/"
"""Below it lies what Opik does not have."""
NAMES_MORE = {
    "GET /v1/private/toggles": "newer clients ask for three that the description is too old for",
    "POST /v1/private/workspaces/metrics": "the description has two things called Result, and keeps one",
    "POST /v1/private/workspaces/costs": "the same",
}
"""Answers that hold names which the description does not list, and why."""
UNTYPED = {
    "GET /is-alive/ping": "any JSON",
    "GET /is-alive/ver": "any JSON",
    "POST /v1/private/otel/v1/traces": "OpenTelemetry's own",
    "GET /v1/private/workspaces/versions": "the client does not ask for it",
    "GET /v1/private/attachment/download": "what was attached",
}
"""Answers that the official client has no type for: what a clone that stands alone cannot check."""
OTHER_ERRORS = {
    "GET /v1/private/spans/{id}": "the description has a span for an error, which lacks all that a span must have",
}
_numbers = count()


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """One server for all: each test makes a world of its own in it."""
    directory = tmp_path_factory.mktemp("opik")
    with (
        Store(directory) as store,
        serving(create_app(Server(store, directory), Gate())) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def world(shared: httpx.Client) -> World:
    """For what changes nothing."""
    return everything(shared, "the world")


def test_every_endpoint_is_among_those_asked() -> None:
    known = {f"{one.method} {one.path}" for one in ENDPOINTS if not one.path.startswith(OWN)}
    assert set(CALLS) == known


def _of(chosen: Callable[[Ask], object]) -> list[Any]:
    return [pytest.param(call, ask, id=call) for call, ask in CALLS.items() if chosen(ask)]


@pytest.mark.parametrize(("call", "ask"), _of(lambda _: True))
def test_what_is_there_is_told_as_promised(shared: httpx.Client, call: str, ask: Ask) -> None:
    method, path = call.split(" ")
    world = everything(shared, f"world {next(_numbers)}")
    response = ask.send(shared, method, path, world)
    answer = check(response, method, path, named=call not in NAMES_MORE)
    if response.content:
        assert is_typed(method, path) != (call in UNTYPED)
    if method == "GET" or path.endswith(("/search", "/stream")):
        rows = answer.get("content", True) if isinstance(answer, dict) else answer
        assert rows or response.status_code == 303, "an answer without a row shows nothing"


@pytest.mark.parametrize(("call", "ask"), _of(lambda ask: ask.at))
def test_what_is_not_there_is_refused_as_promised(shared: httpx.Client, world: World, call: str, ask: Ask) -> None:
    method, path = call.split(" ")
    response = ask.send(shared, method, path, world | {name: fresh() for name in ask.at})
    if response.status_code < 400:
        check(response, method, path)  # a list of what nobody has is empty, and what is gone can be deleted again
    elif call not in OTHER_ERRORS:
        check_error(response, method, path)


@pytest.mark.parametrize(("call", "ask"), _of(lambda ask: ask.body is not None))
def test_a_body_that_means_nothing_is_refused_as_promised(
    shared: httpx.Client, world: World, call: str, ask: Ask
) -> None:
    method, path = call.split(" ")
    check_error(replace(ask, body=["no"]).send(shared, method, path, world), method, path)
