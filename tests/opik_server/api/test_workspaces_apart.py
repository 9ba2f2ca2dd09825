"""What is in one workspace cannot be seen or changed from another, at no endpoint; without a key nobody gets in."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote_plus

import httpx
import pytest

from rein.opik_server.api.app import create_app
from rein.opik_server.api.call import Server
from rein.opik_server.api.endpoint import Endpoint
from rein.opik_server.api.gate import KeyGate
from rein.opik_server.api.resources import ENDPOINTS
from rein.opik_server.keys import KeyFile
from rein.opik_server.store.connection import DATABASE
from rein.opik_server.store.store import Store
from rein.opik_server.transfer_in import IMPORT_PATH
from tests.opik_server.api.asking import CALLS
from tests.opik_server.api.conftest import serving
from tests.opik_server.api.everything import everything

OPEN = "/is-alive/"
NAME = "coach"
"""Of the project, and part of the name of all that is in it: the same in both workspaces."""
WORDS = {"Run 5 km", "Which goal?", "Rome", "Hello {{name}}", "a note", "greets"}
"""Out of what is written in a workspace, and in no request."""
_READING = ("/search", "/stream", "/retrieve", "/retrieve-by-commits", "/retrieve-by-ids", "/metrics", "/summaries")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_PROJECTS = "SELECT project FROM projects WHERE workspace = 1"
_PAYLOADS = "SELECT payload FROM traces WHERE workspace = 1 UNION ALL SELECT payload FROM spans WHERE workspace = 1"
_ROWS = (
    ("workspace", "workspace = 1"),
    ("project", f"project IN ({_PROJECTS})"),
    ("dataset", "dataset IN (SELECT dataset FROM datasets WHERE workspace = 1)"),
    ("prompt", "prompt IN (SELECT prompt FROM prompts WHERE workspace = 1)"),
    ("payload", f"payload IN ({_PAYLOADS})"),
    ("file", "file IN (SELECT file FROM attachments WHERE workspace = 1)"),
)
"""How it is known that a row belongs to the first workspace: by the first of these columns that its table has."""


@pytest.fixture
def people(tmp_path: Path) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two clients of one server, each with the key of a workspace of its own."""
    keys = KeyFile(tmp_path)
    secrets = [keys.create(workspace, "laptop")[1] for workspace in ("acme", "other")]
    with Store(tmp_path) as store, serving(create_app(Server(store, tmp_path), KeyGate(keys, "token"))) as address:
        one, other = (
            httpx.Client(base_url=address, headers={"Authorization": secret}, timeout=30) for secret in secrets
        )
        with one, other:
            yield one, other


def _rows(directory: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that the database has of the workspace that was there first."""
    with closing(sqlite3.connect(f"file:{directory / DATABASE}?mode=ro", uri=True)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found: dict[str, list[tuple[object, ...]]] = {}
        for table in tables:
            if table.startswith("sqlite_"):
                continue
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            where = next(condition for column, condition in _ROWS if column in columns)
            found[table] = sorted(connection.execute(f"SELECT * FROM {table} WHERE {where}"), key=repr)
        return found


def _asked(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


@pytest.mark.parametrize("furnished", [False, True], ids=["empty", "with the same names"])
def test_ids_of_one_workspace_are_nothing_in_another(
    people: tuple[httpx.Client, httpx.Client], tmp_path: Path, *, furnished: bool
) -> None:
    owner, stranger = people
    world = everything(owner, NAME)
    if furnished:
        everything(stranger, NAME)
    before, sent = _rows(tmp_path), ""
    secret = {value for value in world.values() if _UUID.fullmatch(value)} | {world["commit"], world["version"]}
    secret |= set() if furnished else WORDS
    assert all(before[table] for table in ("traces", "spans", "dataset_items", "prompt_versions", "attachments"))
    for endpoint in sorted(ENDPOINTS, key=_writes):
        if endpoint.path == IMPORT_PATH:
            continue
        answer = CALLS[_asked(endpoint)].send(stranger, endpoint.method, endpoint.path, world)
        assert answer.status_code < 500, _asked(endpoint)
        sent += unquote_plus(str(answer.request.url)) + answer.request.read().decode()
        told = answer.text + answer.headers.get("location", "")
        assert not {value for value in secret if value in told and value not in sent}, _asked(endpoint)
        assert _rows(tmp_path) == before, f"{_asked(endpoint)} changed what is another workspace's"
    note = "/v1/private/attachment/download"
    assert CALLS[f"GET {note}"].send(owner, "GET", note, world).text == "a note"


def _writes(endpoint: Endpoint) -> bool:
    """What a stranger has written itself it may read: so it reads first."""
    return endpoint.method != "GET" and not endpoint.path.endswith(_READING)


def test_without_a_key_there_is_no_answer(people: tuple[httpx.Client, httpx.Client]) -> None:
    owner, _ = people
    del owner.headers["Authorization"]
    forged = {"signature": "0" * 64, "expires": "99999999999", "workspace_name": "acme", "made_by": "laptop"}
    for endpoint in ENDPOINTS:
        path = re.sub(r"\{\w+\}", "0199d2f0-1d0b-7c3e-8d6f-0123456789ab", endpoint.path)
        expected = 200 if path.startswith(OPEN) else 401
        assert owner.request(endpoint.method, path).status_code == expected, _asked(endpoint)
        refused = 403 if endpoint.signed else expected
        assert owner.request(endpoint.method, path, params=forged).status_code == refused, _asked(endpoint)


def test_a_key_opens_neither_anothers_pages_nor_the_import(people: tuple[httpx.Client, httpx.Client]) -> None:
    owner, stranger = people
    world = everything(owner, NAME)
    root = str(stranger.base_url).removesuffix("/api/")
    for place in ("", f"/projects/{world['project']}", f"/projects/{world['project']}/traces?trace={world['trace']}"):
        assert stranger.get(f"{root}/acme{place}").status_code == 403
        if place:
            assert stranger.get(f"{root}/other{place}").status_code == 404
    assert stranger.post(IMPORT_PATH, content=b"").status_code == 403
