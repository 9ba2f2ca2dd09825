"""Schemathesis asks every endpoint whatever Opik's description of its API allows, and what it does not.

Nothing of it may be a fault of the server's, and every answer must be one that the description has. Ids and names are
often those of what is there, so that more is reached than refusals.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from rein.opik_server.api.app import create_app
from rein.opik_server.api.call import Server
from rein.opik_server.api.gate import Gate
from rein.opik_server.ids import format_id
from rein.opik_server.store.store import Store
from tests.opik_server.api.asking import CALLS
from tests.opik_server.api.conftest import serving
from tests.opik_server.api.contract import check, check_error, described
from tests.opik_server.api.everything import World, everything
from tests.opik_server.api.test_every_answer import NAMES_MORE, OTHER_ERRORS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        described() is None,
        reason="../shared/opik/openapi.yaml, Opik's description of its API, is not there; OPIK_OPENAPI can name it",
    ),
]
_MORE = "REIN_FUZZ_CASES"
_CASES = int(os.environ.get(_MORE, "6"))
"""For each of some 190 endpoints, the same in every run. With that variable set, so many of any: look for more faults
with `REIN_FUZZ_CASES=50 pytest --hypothesis-seed=1` and other seeds."""
_CANNOT = {"POST /v1/private/otel/v1/traces"}
"""Protobuf, which Schemathesis cannot write."""
_KNOWN = {
    **{f"{name}_id": name for name in ("project", "trace", "span", "thread", "dataset", "experiment", "optimization")},
    **{name: name for name in ("project_name", "dataset_name", "experiment_name", "commit", "version_name")},
    "entity_id": "trace",
    "parent_span_id": "span",
    "datasetId": "dataset",
    "dataset_item_id": "item",
    "dataset_version_id": "version_id",
    "base_version": "version_id",
    "version_ref": "old_version",
    "version": "version",
    "container_id": "project",
    "file_name": "file",
    "path": "base",
    "source_queue_id": "queue",
    "environment": "environment_name",
    "prompt_version_id": "prompt_version",
}
"""What a name in a query or a body means, as a key of a World."""
_KNOWN_LISTS = {
    "project_ids": "project",
    "trace_ids": "trace",
    "span_ids": "span",
    "thread_ids": "thread",
    "experiment_ids": "experiment",
    "item_ids": "item",
    "commits": "commit",
    "names": "score",
}

_PAYLOADS = {"input", "output", "metadata"}

schemathesis.openapi.format(
    "uuid",
    st.builds(
        lambda ms, rest: format_id(ms.to_bytes(6, "big") + bytes([0x70, rest[0], 0x80]) + rest[1:]),
        st.integers(1_700_000_000_000, 1_800_000_000_000),
        st.binary(min_size=8, max_size=8),
    ),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    directory = tmp_path_factory.mktemp("opik")
    with Store(directory) as store, serving(create_app(Server(store, directory), Gate())) as address:
        yield address


@pytest.fixture(scope="module")
def description() -> Any:
    known = described(named=False)
    assert known is not None
    return schemathesis.openapi.from_dict(known)


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.mark.parametrize("call", sorted(CALLS.keys() - _CANNOT))
def test_nothing_is_a_fault_of_the_servers_and_every_answer_is_a_described_one(
    address: str, session: requests.Session, description: Any, call: str
) -> None:
    method, path = call.split(" ")
    operation = description[path][method]
    with httpx.Client(base_url=address, timeout=30) as api:
        world = everything(api, f"world of {call}")
    good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    bad = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=_CASES,
        derandomize=_MORE not in os.environ,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(good, good, bad), st.randoms())
    def send(case: Case, random: Random) -> None:
        _make_known(case, call, world, random)
        answer = session.request(**case.as_transport_kwargs(base_url=address), allow_redirects=False, timeout=30)
        assert answer.status_code < 500, answer.text
        if answer.status_code < 400:
            check(answer, method, path, named=call not in NAMES_MORE)  # type: ignore[arg-type]
        elif call not in OTHER_ERRORS:
            check_error(answer, method, path)  # type: ignore[arg-type]

    send()
    assert session.get(f"{address}/is-alive/ping", timeout=5).json() == {"healthy": True}


def _make_known(case: Case, call: str, world: World, random: Random) -> None:
    """Put what is there in most places that it could stand in."""
    for name, key in zip(re.findall(r"\{([^}]*)\}", call), CALLS[call].at, strict=True):
        if random.random() < 0.8:
            case.path_parameters[name] = world[key]
    case.body = _known(case.body, world, random)
    if isinstance(case.query, dict):
        for name in [*case.query, "project_name"]:
            if name in _KNOWN and random.random() < 0.7:
                case.query[name] = world[_KNOWN[name]]
            elif name in _KNOWN_LISTS and random.random() < 0.7:
                case.query[name] = json.dumps([world[_KNOWN_LISTS[name]]])


def _known(value: Any, world: World, random: Random) -> Any:
    if isinstance(value, list):
        return [_known(one, world, random) for one in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for name, one in value.items():
        # A payload may be any JSON, and comes back as it was: the description knows less than Opik itself takes.
        made[name] = {"any": one} if name in _PAYLOADS else _known(one, world, random)
        if random.random() < 0.7:
            if name in _KNOWN:
                made[name] = world[_KNOWN[name]]
            elif name in _KNOWN_LISTS and isinstance(one, list):
                made[name] = [world[_KNOWN_LISTS[name]]]
    return made
