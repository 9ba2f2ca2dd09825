"""Where the client's links lead."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from rein.opik_server.api.app import create_app
from rein.opik_server.api.call import Server
from rein.opik_server.api.gate import KeyGate
from rein.opik_server.ids import format_id, new_id
from rein.opik_server.keys import KeyFile
from rein.opik_server.store.store import Store
from tests.opik_server.api.conftest import serving
from tests.opik_server.api.samples import put_spans, put_traces, sample_id, span, trace

OTHER = "aHR0cDovL2V2aWwuZXhhbXBsZQ=="
"""Another server's address, as the client would encode it."""
EVIL = "<script>alert(1)</script>\"'&"


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value for name, value in attrs if name == "href" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def root(address: str) -> str:
    return address.removesuffix("/api")


def read(address: str, status: int = 200) -> _Tags:
    answer = httpx.get(address, follow_redirects=True)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return _Tags(answer.text)


def test_an_empty_server_says_how_to_begin(root: str) -> None:
    assert f"OPIK_URL_OVERRIDE={root}/api" in read(root + "/").text


def test_one_can_walk_from_the_workspace_to_a_trace(root: str, store: Store) -> None:
    put_traces(store, trace(1, name="first", duration_ms=1500), trace(2, name="second", error=True))
    put_spans(store, span(11, 1, tokens=1234, cost_usd=0.5, model="large"))
    workspace = read(root + "/")
    project = read(root + next(link for link in workspace.links if "/projects/" in link))
    assert "coach" in project.text
    assert "failed" in project.text
    page = read(root + [link for link in project.links if "trace=" in link][-1])
    for shown in ("first", "1.5 s", "1,234", "$0.5000", "large", "2026-09-21 12:00:00 UTC"):
        assert shown in page.text
    json = next(link for link in page.links if link.startswith("/api/"))
    assert httpx.get(root + json).json()["name"] == "first"


def test_what_others_wrote_stays_text(root: str, store: Store) -> None:
    put_traces(store, trace(1, name=EVIL, project=EVIL, thread=EVIL))
    put_spans(store, span(11, 1, model=EVIL, project=EVIL))
    page = read(root + "/")
    project = read(root + next(link for link in page.links if "/projects/" in link))
    shown = read(root + next(link for link in project.links if "trace=" in link))
    for tags in (page, project, shown):
        assert "script" not in tags.names
        assert EVIL in tags.text
    assert "script" not in read(f"{root}/{quote('<script>')}/projects/x", 400).names


def test_the_clients_links_lead_to_the_trace(root: str, api: httpx.Client, store: Store) -> None:
    put_traces(store, trace(1, name="mine"), workspace="elsewhere")
    trace_id = format_id(sample_id(1))
    for slash in ("", "/"):
        address = (
            f"{api.base_url}v1/session/redirect/projects{slash}?trace_id={trace_id}&path=aHR0cDovL2V2aWwuZXhhbXBsZQ=="
        )
        answer = httpx.get(address, follow_redirects=True)
        assert str(answer.url).startswith(f"{root}/elsewhere/projects/")
        assert "mine" in answer.text
    answer = httpx.get(f"{api.base_url}v1/session/redirect/projects?trace_id={trace_id}&path=x")
    assert answer.status_code == 303


def test_a_link_to_nothing_says_so(root: str, api: httpx.Client) -> None:
    nobody = format_id(new_id())
    assert api.get(f"/v1/session/redirect/projects?trace_id={nobody}&path=x").status_code == 404
    assert api.get("/v1/session/redirect/projects?path=x").status_code == 400
    assert api.get(f"/v1/session/redirect/datasets?dataset_id={nobody}&path=x").status_code == 404
    read(f"{root}/default/projects/{nobody}", 404)
    read(f"{root}/default/projects/{nobody}/traces?trace={nobody}", 404)
    read(f"{root}/default/nothing/at/all", 404)


def test_a_dataset_its_experiments_and_a_project_by_name_have_pages(root: str, api: httpx.Client, store: Store) -> None:
    put_traces(store, trace(1))
    assert api.post("/v1/private/datasets", json={"name": "questions"}).status_code == 201
    dataset = api.post("/v1/private/datasets/retrieve", json={"dataset_name": "questions"}).json()["id"]
    experiment = format_id(new_id())
    made = api.post("/v1/private/experiments", json={"id": experiment, "name": "tuesday", "dataset_name": "questions"})
    assert made.status_code == 201
    for kind, more in (
        ("datasets", ""),
        ("experiments", f"&experiment_id={experiment}"),
        ("optimizations", f"&optimization_id={experiment}"),
    ):
        address = f"{api.base_url}v1/session/redirect/{kind}?dataset_id={dataset}&path=x{more}"
        page = read(address)
        assert "questions" in page.text
        assert "tuesday" in page.text
    assert "questions" in read(f"{root}/default/projects/{experiment}/../../datasets/{dataset}/items").text
    assert "coach" in read(f"{root}/default/redirect/projects?name=coach").text


def test_a_large_trace_is_shown_in_part(root: str, store: Store) -> None:
    put_traces(store, trace(1))
    for start in range(0, 3000, 1000):
        put_spans(store, *(span(100 + start + number, 1) for number in range(1000)))
    project = read(read_project(root))
    page = read(root + next(link for link in project.links if "trace=" in link))
    assert "3,000 spans" in page.text
    assert "2,500 more" in page.text


def read_project(root: str) -> str:
    return root + next(link for link in read(root + "/").links if "/projects/" in link)


def test_without_a_key_no_page_is_shown_whatever_its_address_begins_with(store: Store, tmp_path: Path) -> None:
    put_traces(store, trace(1, name="first"))
    keys = KeyFile(tmp_path)
    _, secret = keys.create("default", "laptop")
    app = create_app(Server(store, tmp_path), KeyGate(keys, "token"))
    with serving(app) as address, httpx.Client(base_url=address.removesuffix("/api")) as visitor:
        for workspace in ("", "default", "is-alive", "api/is-alive", "is-alive/ping"):
            for page in ("", "/", "/redirect/projects?name=coach", f"/projects/x/traces?trace={sample_id(1)}"):
                answer = visitor.get(f"/{workspace}{page}")
                assert answer.status_code in (401, 404), answer.url
                assert "coach" not in answer.text
        assert visitor.get("/is-alive/redirect/projects?name=coach").status_code == 401
        assert "coach" in visitor.get("/default", headers={"Authorization": secret}).text
