"""Attachments over HTTP: what is sent comes back, to those who may have it, and never as a page."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest

from rein.opik_server.api import reinjection, signing
from rein.opik_server.api.app import create_app
from rein.opik_server.api.call import Server
from rein.opik_server.api.gate import KeyGate
from rein.opik_server.api.resources import attachments
from rein.opik_server.ids import format_id, new_id
from rein.opik_server.keys import KeyFile
from rein.opik_server.store import attachment_files
from rein.opik_server.store.attachment_files import AttachmentFiles
from rein.opik_server.store.retention import expire
from rein.opik_server.store.store import Store
from tests.opik_server.api.conftest import serving
from tests.opik_server.api.contract import check

PATH = "/v1/private/attachment"
PROJECT = format_id(new_id())


def base(api: httpx.Client) -> str:
    """The API's address, without a slash at the end."""
    return str(api.base_url).rstrip("/")


def where(api: httpx.Client) -> str:
    """The API's address as the client sends it."""
    return base64.b64encode(base(api).encode()).decode()


def start(api: httpx.Client, entity: str, name: str = "a.txt", kind: str = "trace", **fields: Any) -> str:
    """The address to send the bytes to."""
    body = {"file_name": name, "entity_type": kind, "entity_id": entity, "path": where(api), "num_of_file_parts": 1}
    answer = check(api.post(PATH + "/upload-start", json={**body, **fields}), "POST", PATH + "/upload-start")
    assert answer["upload_id"] == "BEMinIO"
    (address,) = answer["pre_sign_urls"]
    assert address.startswith(base(api) + "/")
    return address


def send(api: httpx.Client, entity: str, content: bytes, name: str = "a.txt", **fields: Any) -> None:
    httpx.put(start(api, entity, name, **fields), content=iter([content])).raise_for_status()


def listed(api: httpx.Client, entity: str, kind: str = "trace", **query: Any) -> list[dict[str, Any]]:
    given = {"project_id": PROJECT, "entity_type": kind, "entity_id": entity, "path": where(api), **query}
    return check(api.get(PATH + "/list", params=given), "GET", PATH + "/list")["content"]


def files(directory: Path) -> list[Path]:
    return [path for path in (directory / attachment_files.FOLDER).rglob("*") if path.is_file()]


def data_uri(mime_type: str, content: bytes) -> str:
    return f"data:{mime_type};base64,{base64.b64encode(content).decode()}"


def trace(api: httpx.Client, entity: str, name: str = "p") -> None:
    row = {"id": entity, "project_name": name, "start_time": "2026-01-02T03:04:05Z"}
    api.post("/v1/private/traces/batch", json={"traces": [row]}).raise_for_status()


@pytest.fixture
def entity() -> str:
    return format_id(new_id())


def test_what_is_sent_is_listed_and_comes_back(api: httpx.Client, entity: str, tmp_path: Path) -> None:
    content = os.urandom(3 << 20)
    chunks = (content[at : at + 100_000] for at in range(0, len(content), 100_000))
    answer = httpx.put(start(api, entity, "pörtrait.png", mime_type="image/png", project_name="p"), content=chunks)
    check(answer, "PUT", PATH + "/upload")
    (one,) = listed(api, entity)
    assert (one["file_name"], one["file_size"], one["mime_type"]) == ("pörtrait.png", 3 << 20, "image/png")
    assert one["link"].startswith(base(api))
    back = httpx.get(one["link"])
    assert back.content == content
    assert back.headers["Content-Type"] == "image/png"
    assert listed(api, entity, kind="span") == []
    (file,) = files(tmp_path)
    assert [path.stat().st_mode & 0o077 for path in (file, file.parent, file.parent.parent)] == [0, 0, 0]
    assert file.read_bytes() == content


def test_a_page_that_somebody_wrote_is_never_shown(api: httpx.Client, entity: str) -> None:
    send(api, entity, b"<script>alert(1)</script>", "evil\r\nX: y.html", mime_type="text/html")
    (one,) = listed(api, entity)
    back = httpx.get(one["link"])
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert back.headers["Content-Disposition"] == "attachment; filename*=UTF-8''evil%0D%0AX%3A%20y.html"
    assert "sandbox" in back.headers["Content-Security-Policy"]
    assert "x" not in back.headers
    send(api, entity, b"1", "odd", mime_type="text/html\r\nSet-Cookie: a=b")
    odd = httpx.get(listed(api, entity)[1]["link"])
    assert odd.headers["Content-Type"] == "application/octet-stream"
    assert "set-cookie" not in odd.headers


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "a/../../b", "..", "\x00", "x" * 1000, "a\\b"])
def test_a_name_is_no_place_in_the_file_system(api: httpx.Client, entity: str, tmp_path: Path, name: str) -> None:
    before = {path for path in tmp_path.parent.rglob("*") if path.is_file()}
    send(api, entity, b"content", name)
    (one,) = listed(api, entity)
    assert one["file_name"] == name
    assert httpx.get(one["link"]).content == b"content"
    (file,) = files(tmp_path)
    assert len(file.name) == 32
    assert set(file.name) <= set("0123456789abcdef")
    after = {path for path in tmp_path.parent.rglob("*") if path.is_file()} - before
    assert {path.name for path in after} - {file.name} <= {"signing.key", "opik.sqlite3-wal", "opik.sqlite3-shm"}


def test_the_same_name_again_takes_the_place_of_the_first(api: httpx.Client, entity: str, tmp_path: Path) -> None:
    for content in (b"first", b"the second"):
        send(api, entity, content)
    (one,) = listed(api, entity)
    assert one["file_size"] == 10
    assert [file.read_bytes() for file in files(tmp_path)] == [b"the second"]


def test_a_list_has_pages(api: httpx.Client, entity: str) -> None:
    for name in "cab":
        send(api, entity, b"", name)
    assert [one["file_name"] for one in listed(api, entity, page=1, size=2)] == ["a", "b"]
    assert [one["file_name"] for one in listed(api, entity, page=2, size=2)] == ["c"]
    assert listed(api, entity, page=3, size=2) == []


def test_what_is_removed_is_gone_with_its_file(api: httpx.Client, entity: str, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        send(api, entity, b"x", name)
    links = [one["link"] for one in listed(api, entity)]
    key = {"entity_type": "trace", "entity_id": entity}
    whole = {"file_size": 1, "upload_id": "BEMinIO", "uploaded_file_parts": []}
    body = {**key, **whole, "file_name": "a"}
    check(api.post(PATH + "/delete", json=body), "POST", PATH + "/delete")
    check(api.post(PATH + "/delete", json={**key, "file_names": ["b", "nothing"]}), "POST", PATH + "/delete")
    assert [one["file_name"] for one in listed(api, entity)] == ["c"]
    assert [httpx.get(link).status_code for link in links] == [404, 404, 200]
    assert len(files(tmp_path)) == 1
    assert api.post(PATH + "/delete", json=key).status_code == 400


def test_attachments_go_with_their_trace_and_their_spans(api: httpx.Client, store: Store, tmp_path: Path) -> None:
    doomed, kept, span = (format_id(new_id()) for _ in range(3))
    for one in (doomed, kept):
        trace(api, one)
        send(api, one, b"x", project_name="p")
    row = {"id": span, "trace_id": doomed, "project_name": "p", "start_time": "2026-01-02T03:04:05Z"}
    api.post("/v1/private/spans/batch", json={"spans": [row]}).raise_for_status()
    send(api, span, b"x", kind="span", project_name="p")
    api.post("/v1/private/traces/delete", json={"ids": [doomed]}).raise_for_status()
    assert listed(api, doomed) == listed(api, span, kind="span") == []
    AttachmentFiles(tmp_path).sweep(store)
    assert len(files(tmp_path)) == 1
    assert httpx.get(listed(api, kept)[0]["link"]).content == b"x"
    expire(store, 0, time.time_ns() // 1000 + 1_000_000)
    AttachmentFiles(tmp_path).sweep(store)
    assert files(tmp_path) == []


def test_attachments_go_with_their_project(api: httpx.Client, store: Store, entity: str, tmp_path: Path) -> None:
    send(api, entity, b"x", project_name="doomed")
    project = api.post("/v1/private/projects/retrieve", json={"name": "doomed"}).json()["id"]
    api.delete(f"/v1/private/projects/{project}").raise_for_status()
    AttachmentFiles(tmp_path).sweep(store)
    assert listed(api, entity) == []
    assert files(tmp_path) == []


def test_what_an_upload_left_behind_is_found_by_its_age(store: Store, tmp_path: Path, api: httpx.Client) -> None:
    send(api, format_id(new_id()), b"x")
    (good,) = files(tmp_path)
    left = [good.with_name("0" * 32), good.with_name("1" * 32 + ".part"), good.with_name("2" * 32)]
    for path in left:
        path.write_bytes(b"half")
    for path in (good, *left[:2]):
        os.utime(path, (0, 0))
    AttachmentFiles(tmp_path).sweep_abandoned(store)
    assert set(files(tmp_path)) == {good, left[2]}


def test_what_the_client_took_out_is_put_back_where_one_is_read(api: httpx.Client) -> None:
    first, second = (f"{field}-attachment-7-1700000000000-sdk.png" for field in ("input", "output"))
    one, span = (format_id(new_id()) for _ in range(2))
    payload = {"a": [{"b": f"[{first}]"}], "text": f"see [{first}], [input-attachment-9-1-sdk.png] and [{second}]"}
    row = {"id": one, "project_name": "p", "start_time": "2026-01-02T03:04:05Z", "input": payload, "output": [second]}
    api.post("/v1/private/traces/batch", json={"traces": [row]}).raise_for_status()
    child = {**row, "id": span, "trace_id": one}
    api.post("/v1/private/spans/batch", json={"spans": [child]}).raise_for_status()
    send(api, one, b"\x00\xff" * 30, first, mime_type="image/png")
    send(api, span, b"of the span", first, kind="span", mime_type="image/png")
    send(api, one, b"other", "explicit.txt")
    for path, content in ((f"traces/{one}", b"\x00\xff" * 30), (f"spans/{span}", b"of the span")):
        found = api.get(f"/v1/private/{path}").json()
        text = data_uri("image/png", content)
        assert found["input"]["a"] == [{"b": text}]
        assert found["input"]["text"] == f"see {text}, [input-attachment-9-1-sdk.png] and [{second}]"
        assert found["output"] == [second]
        plain = api.get(f"/v1/private/{path}", params={"strip_attachments": True}).json()
        assert plain["input"] == payload


def test_no_more_is_put_back_than_an_answer_may_hold(api: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reinjection, "MAX_BYTES", 10)
    names = [f"input-attachment-{number}-1-sdk.txt" for number in range(3)]
    one = format_id(new_id())
    row = {
        "id": one,
        "project_name": "p",
        "start_time": "2026-01-02T03:04:05Z",
        "input": [f"[{name}]" for name in names],
    }
    api.post("/v1/private/traces/batch", json={"traces": [row]}).raise_for_status()
    for name in names:
        send(api, one, b"12345678", name)
    found = api.get(f"/v1/private/traces/{one}").json()["input"]
    assert found == [data_uri("text/plain", b"12345678"), f"[{names[1]}]", f"[{names[2]}]"]


def test_a_beginning_that_was_left_in_its_place_is_not_put_there_twice(api: httpx.Client, entity: str) -> None:
    name = "input-attachment-1-1-sdk.png"
    row = {
        "id": entity,
        "project_name": "p",
        "start_time": "2026-01-02T03:04:05Z",
        "input": f"data:a/b;base64,[{name}]",
    }
    api.post("/v1/private/traces/batch", json={"traces": [row]}).raise_for_status()
    send(api, entity, b"1234", name, mime_type="image/png")
    assert api.get(f"/v1/private/traces/{entity}").json()["input"] == data_uri("a/b", b"1234")


@pytest.mark.parametrize("odd", ['image/png"', "image", "a/b\r\nc", "ä/b", "a/b;c=d"])
def test_what_is_no_type_is_not_put_into_a_payload(api: httpx.Client, entity: str, odd: str) -> None:
    name = "input-attachment-1-1-sdk.png"
    row = {"id": entity, "project_name": "p", "start_time": "2026-01-02T03:04:05Z", "input": [f"[{name}]"]}
    api.post("/v1/private/traces/batch", json={"traces": [row]}).raise_for_status()
    send(api, entity, b"1234", name, mime_type=odd)
    assert api.get(f"/v1/private/traces/{entity}").json()["input"] == [base64.b64encode(b"1234").decode()]


def test_an_upload_that_breaks_off_leaves_nothing(api: httpx.Client, entity: str, tmp_path: Path) -> None:
    parts = urlsplit(start(api, entity))
    with socket.create_connection((parts.hostname, parts.port)) as peer:
        peer.sendall(
            f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nhalf".encode()
        )
        wait_until(lambda: files(tmp_path) != [])
    wait_until(lambda: files(tmp_path) == [])
    assert listed(api, entity) == []


def wait_until(done: Any) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_more_than_the_limit_is_refused_and_leaves_nothing(
    api: httpx.Client, entity: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_ATTACHMENT_BYTES", 1 << 20)
    known = httpx.put(start(api, entity), content=bytes(2 << 20))
    chunked = httpx.put(start(api, entity), content=iter([bytes(1 << 20), b"1"]))
    assert (known.status_code, chunked.status_code) == (413, 413)
    assert files(tmp_path) == []
    send(api, entity, bytes(1 << 20))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], capture_output=True)
    if made.returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.chaos
def test_a_full_disk_is_a_507_that_leaves_nothing_and_then_all_goes_on(
    api: httpx.Client, entity: str, tmp_path: Path, small_disk: Path
) -> None:
    (tmp_path / attachment_files.FOLDER).symlink_to(small_disk)
    answer = httpx.put(start(api, entity), content=bytes(16 << 20))
    assert answer.status_code == 507
    assert "full" in answer.json()["message"]
    assert files(tmp_path) == []
    send(api, entity, bytes(1 << 20))
    assert listed(api, entity)[0]["file_size"] == 1 << 20


@pytest.mark.parametrize(
    ("name", "value"),
    [("entity_type", "thread"), ("entity_id", "no"), ("path", "%%%"), ("path", ""), ("file_name", " "), ("path", 1)],
)
def test_what_cannot_be_is_refused(api: httpx.Client, entity: str, name: str, value: object) -> None:
    body = {"file_name": "a", "entity_type": "trace", "entity_id": entity, "path": where(api), "num_of_file_parts": 1}
    assert api.post(PATH + "/upload-start", json={**body, name: value}).status_code == 400
    given = {"project_id": PROJECT, **body, name: value}
    assert name == "file_name" or api.get(PATH + "/list", params=given).status_code == 400


@pytest.mark.parametrize("text", ["javascript:alert(1)", "ftp://a/b", "http://a/b?c=d", "http://a/\r\nb", "a"])
def test_an_address_must_be_one(api: httpx.Client, entity: str, text: str) -> None:
    path = base64.b64encode(text.encode()).decode()
    body = {"file_name": "a", "entity_type": "trace", "entity_id": entity, "path": path, "num_of_file_parts": 1}
    assert api.post(PATH + "/upload-start", json=body).status_code == 400


def test_workspaces_are_apart(api: httpx.Client, address: str, entity: str) -> None:
    send(api, entity, b"mine")
    with httpx.Client(base_url=address, headers={"Comet-Workspace": "elsewhere"}) as there:
        assert listed(there, entity) == []
        send(there, entity, b"theirs")
        key = {"entity_type": "trace", "entity_id": entity, "file_name": "a.txt"}
        (one,) = listed(there, entity)
        assert httpx.get(one["link"]).content == b"theirs"
        there.post(PATH + "/delete", json=key).raise_for_status()
    (one,) = listed(api, entity)
    assert httpx.get(one["link"]).content == b"mine"


@pytest.fixture
def keyed(store: Store, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client with a key, of a server that asks for one."""
    keys = KeyFile(tmp_path)
    _, secret = keys.create("team", "ann")
    with (
        serving(create_app(Server(store, tmp_path), KeyGate(keys, "token"))) as address,
        httpx.Client(base_url=address, headers={"Authorization": secret, "Comet-Workspace": "team"}) as client,
    ):
        yield client


def changed(address: str, **parameters: str) -> str:
    parts = urlsplit(address)
    return parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **parameters})).geturl()


def test_where_a_key_is_asked_for_the_address_itself_lets_in(keyed: httpx.Client, entity: str) -> None:
    address = start(keyed, entity)
    assert httpx.put(address, content=b"x").status_code == 204
    (one,) = listed(keyed, entity)
    assert httpx.get(one["link"]).content == b"x"


def test_no_address_lets_in_that_was_not_made_here_for_just_that(
    keyed: httpx.Client, entity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = start(keyed, entity)
    plain = {"file_name": "a.txt", "entity_type": "trace", "entity_id": entity}
    bare = base(keyed) + PATH + "/upload?" + urlencode(plain)
    assert httpx.put(bare, content=b"x").status_code == 401
    for name, value in (
        *(("file_name", "b.txt"), ("entity_id", format_id(new_id())), ("workspace_name", "other"), ("made_by", "bob")),
        *(("expires", "99999999999"), ("signature", "0" * 64), ("signature", ""), ("project_name", "q")),
    ):
        assert httpx.put(changed(address, **{name: value}), content=b"x").status_code == 403, name
    assert httpx.get(address.replace("/upload?", "/download?")).status_code == 403
    assert httpx.put(address.replace("/upload?", "/list?"), content=b"x").status_code in (401, 404)
    signature = dict(parse_qsl(urlsplit(address).query))["signature"]
    assert httpx.get(base(keyed) + f"/v1/private/projects?signature={signature}").status_code == 401
    assert listed(keyed, entity) == []
    send(keyed, entity, b"x")
    link = listed(keyed, entity)[0]["link"]
    later = time.time() + 48 * 3600
    monkeypatch.setattr(signing, "time", lambda: later)
    assert httpx.put(address, content=b"y").status_code == 403
    assert httpx.get(link).status_code == 403


def test_whoever_has_a_key_may_also_name_what_to_send_to(keyed: httpx.Client, entity: str) -> None:
    plain = {"file_name": "a.txt", "entity_type": "trace", "entity_id": entity}
    assert keyed.put(PATH + "/upload", params=plain, content=b"x").status_code == 204
    assert keyed.get(PATH + "/download", params=plain).content == b"x"
    assert httpx.get(base(keyed) + PATH + "/download", params=plain).status_code == 401
