"""Who is let in."""

from __future__ import annotations

import base64
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from rein.opik_server.api.faults import Forbidden, Overloaded, Unauthorized
from rein.opik_server.api.gate import BrowserGuard, KeyGate, OpenGate
from rein.opik_server.keys import KeyFile
from tests.opik_server.api.contract import check

API = "/v1/private/projects"
TOKEN = "a token of this machine's user"


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path)


def test_a_key_opens_its_workspace_however_it_is_sent(keys: KeyFile) -> None:
    _, secret = keys.create("acme", "laptop")
    gate = KeyGate(keys, TOKEN)
    basic = "Basic " + base64.b64encode(f"anyone:{secret}".encode()).decode()
    for sent in (secret, f"Bearer {secret}", f"bearer  {secret}", basic):
        for workspace in ({}, {"comet-workspace": "acme"}):
            sender = gate.enter({"authorization": sent, **workspace}, API)
            assert (sender.workspace, sender.by, sender.all_workspaces) == ("acme", "laptop", False)


def test_a_key_opens_no_other_workspace(keys: KeyFile) -> None:
    _, secret = keys.create("acme", "laptop")
    keys.create("other", "laptop")
    for workspace in ("other", "default", "nobody's"):
        with pytest.raises(Forbidden):
            KeyGate(keys, TOKEN).enter({"authorization": secret, "comet-workspace": workspace}, API)


def test_without_a_known_key_nobody_gets_in(keys: KeyFile) -> None:
    _, secret = keys.create("acme", "laptop")
    gate = KeyGate(keys, TOKEN)
    for headers in ({}, {"authorization": ""}, {"authorization": secret[:-1]}, {"authorization": "Basic !!!"}):
        with pytest.raises(Unauthorized):
            gate.enter(headers, API)
    assert gate.enter({}, "/is-alive/ping")


def test_a_revoked_key_opens_nothing_any_more(keys: KeyFile) -> None:
    key, secret = keys.create("acme", "laptop")
    gate = KeyGate(keys, TOKEN)
    gate.enter({"authorization": secret}, API)
    keys.revoke(key.id)
    with pytest.raises(Unauthorized):
        gate.enter({"authorization": secret}, API)


def test_who_tries_many_wrong_keys_has_to_wait_and_others_have_not(keys: KeyFile) -> None:
    _, secret = keys.create("acme", "laptop")
    gate = KeyGate(keys, TOKEN)
    met: list[type[Exception]] = []
    for number in range(100):
        with pytest.raises((Unauthorized, Overloaded)) as refused:
            gate.enter({"authorization": f"wrong {number}"}, API)
        met.append(refused.type)
    assert (met[0], met[-1]) == (Unauthorized, Overloaded)
    assert gate.enter({"authorization": secret}, API)


def test_the_token_of_this_machines_user_opens_every_workspace(keys: KeyFile) -> None:
    keys.create("acme", "laptop")
    for gate in (KeyGate(keys, TOKEN), OpenGate(frozenset(), keys, TOKEN)):
        sender = gate.enter({"authorization": TOKEN, "comet-workspace": "brand-new"}, API)
        assert (sender.workspace, sender.all_workspaces) == ("brand-new", True)


def test_an_open_server_knows_the_workspaces_that_exist_and_no_others(keys: KeyFile) -> None:
    gate = OpenGate(frozenset({"old"}), keys, TOKEN)
    assert gate.enter({}, API).workspace == "default"
    assert gate.enter({"comet-workspace": "old"}, API).workspace == "old"
    with pytest.raises(Forbidden, match="rein opik key create"):
        gate.enter({"comet-workspace": "olf"}, API)
    keys.create("olf", "laptop")
    assert gate.enter({"comet-workspace": "olf"}, API).workspace == "olf"


def test_a_workspace_that_this_machines_user_begins_is_known_from_then_on(keys: KeyFile) -> None:
    gate = OpenGate(frozenset(), keys, TOKEN)
    with pytest.raises(Forbidden):
        gate.enter({"comet-workspace": "mine"}, API)
    gate.enter({"comet-workspace": "mine", "authorization": TOKEN}, API)
    assert gate.enter({"comet-workspace": "mine"}, API).workspace == "mine"


def _guarded(*, loopback_only: bool) -> TestClient:
    app = Starlette(routes=[Route("/x", lambda _: PlainTextResponse("in"), methods=["GET", "POST"])])
    return TestClient(BrowserGuard(app, loopback_only=loopback_only), base_url="http://127.0.0.1:5173")


@pytest.mark.parametrize("host", ["127.0.0.1:5173", "localhost:5173", "localhost", "[::1]:5173", "127.9.9.9:1"])
def test_this_machine_is_called_by_its_own_names(host: str) -> None:
    assert _guarded(loopback_only=True).get("/x", headers={"Host": host}).text == "in"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:5173", "localhost.evil.example", "", "[", "10.0.0.1"]
)
def test_a_name_that_another_site_has_pointed_here_is_refused(host: str) -> None:
    answer = _guarded(loopback_only=True).get("/x", headers={"Host": host})
    assert answer.status_code == 403
    assert answer.json()["code"] == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:3000", "http://[", "https://127.0.0.1"]
)
@pytest.mark.parametrize("loopback_only", [True, False])
def test_a_page_of_another_site_cannot_send(origin: str, loopback_only: bool) -> None:
    client = _guarded(loopback_only=loopback_only)
    assert client.post("/x", headers={"Origin": origin}).status_code == 403
    assert client.get("/x", headers={"Origin": origin}).status_code == 403


def test_the_servers_own_pages_may_send() -> None:
    headers = {"Origin": "http://127.0.0.1:5173", "Sec-Fetch-Site": "same-origin"}
    assert _guarded(loopback_only=True).post("/x", headers=headers).text == "in"


def test_a_link_may_be_followed_from_anywhere_but_not_loaded_into_a_page() -> None:
    client = _guarded(loopback_only=True)
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/x", headers=followed).text == "in"
    assert client.post("/x", headers=followed).status_code == 403
    for mode in ("no-cors", "cors", "same-origin"):
        headers = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": mode}
        assert client.get("/x", headers=headers).status_code == 403


def test_the_client_can_ask_whether_it_is_let_in_and_where(api: httpx.Client) -> None:
    assert check(api.post("/v1/private/auth", json={}), "POST", "/v1/private/auth") is None
    found = check(api.get("/v1/private/auth/workspace"), "GET", "/v1/private/auth/workspace")
    assert found == {"workspace_name": "default"}
    permissions = check(api.get("/v1/private/workspace-permissions"), "GET", "/v1/private/workspace-permissions")
    assert permissions["workspaceName"] == "default"
    assert api.get("/v1/private/toggles").json()["exportEnabled"]
    versions = "/v1/private/workspaces/versions"
    assert check(api.get(versions), "GET", versions)["opik_version"] == "version_2"
