"""`rein opik serve` and the commands beside it, as the programs that they are."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from rein.opik_server.ids import format_id
from rein.opik_server.store.connection import DATABASE
from rein.opik_server.store.projects import TrashProjects, require_project
from rein.opik_server.store.store import Store
from tests.opik_server.api.samples import put_spans, put_traces, sample_id, span, trace
from tests.opik_server.test_transfer import export, fill

pytestmark = pytest.mark.slow

LIMIT_S = 60
PROJECTS = "/api/v1/private/projects"


@dataclass
class Served:
    """A server that runs."""

    process: subprocess.Popen[str]
    printed: list[str]
    url: str
    directory: Path


def rein(*arguments: str | Path, data: bytes | None = None) -> subprocess.CompletedProcess[str]:
    """A command to its end."""
    given = None if data is None else data.decode()
    return subprocess.run(
        [sys.executable, "-m", "rein", "opik", *map(str, arguments)],
        capture_output=True, text=True, timeout=LIMIT_S, check=False, input=given, env=environment(),
    )  # fmt: skip


def environment() -> dict[str, str]:
    dropped = ("OPIK_", "REIN_", "LOG_LEVEL")
    return {name: value for name, value in os.environ.items() if not name.startswith(dropped)} | {"COLUMNS": "200"}


@contextmanager
def served(directory: Path, *options: str) -> Iterator[Served]:
    """A server on a port that is free, until the block ends."""
    command = [sys.executable, "-m", "rein", "opik", "serve", "--port", "0", "--data-dir", str(directory), *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(), bufsize=1
    )
    try:
        assert process.stdout is not None
        printed = [process.stdout.readline().rstrip() for _ in range(3)]
        assert all(printed), f"{printed} {process.stderr.read() if process.stderr else ''}"
        port = printed[1].split(":")[-1].removesuffix("/api")
        yield Served(process, printed, f"http://127.0.0.1:{port}", directory)
    finally:
        process.kill()
        process.communicate()


def end(server: Served, number: int = signal.SIGTERM) -> tuple[int, str]:
    """Exit code and what it said on stderr."""
    server.process.send_signal(number)
    _, said = server.process.communicate(timeout=LIMIT_S)
    return server.process.returncode, said


def wait_until(found: Any) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_its_address_and_ends_in_order(tmp_path: Path, number: int) -> None:
    with served(tmp_path) as server:
        assert server.url in server.printed[0]
        assert server.printed[1] == f"OPIK_URL_OVERRIDE={server.url}/api"
        made = httpx.post(server.url + PROJECTS, json={"name": "kept"})
        assert made.status_code == 201
        assert end(server, number) == (0, "")
    assert not (tmp_path / f"{DATABASE}-wal").exists()
    with Store(tmp_path) as store:
        assert store.read(lambda c: require_project(c, 1, "kept"))


def test_a_request_under_way_is_answered_before_it_ends(tmp_path: Path) -> None:
    body = json.dumps({"name": "late"}).encode()
    with served(tmp_path) as server:
        port = int(server.url.rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_S)
        connection.putrequest("POST", PROJECTS)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body[:5])
        httpx.get(server.url + "/api/is-alive/ping")  # the first half is there by now
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        connection.send(body[5:])
        assert connection.getresponse().status == 201
        assert end(server)[0] == 0


def refused(process: subprocess.CompletedProcess[str]) -> str:
    """The one line of a command that could not do what it should."""
    assert process.returncode == 1
    assert process.stdout == ""
    assert process.stderr.startswith("error: ")
    assert "Traceback" not in process.stderr
    return process.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert f"Port {port}" in refused(rein("serve", "--port", str(port), "--data-dir", tmp_path))


def test_a_host_that_is_none_is_named(tmp_path: Path) -> None:
    assert "no.such.host.invalid" in refused(rein("serve", "--host", "no.such.host.invalid", "--data-dir", tmp_path))


def test_a_second_server_on_the_directory_is_refused(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        said = refused(rein("serve", "--port", "0", "--data-dir", tmp_path))
        assert str(server.process.pid) in said
        assert httpx.get(server.url + "/api/is-alive/ping").status_code == 200


def test_it_waits_for_a_program_that_has_the_store_for_a_moment(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        closing = threading.Timer(0.8, store.close)
        closing.start()
        with served(tmp_path) as server:
            assert httpx.get(server.url + "/api/is-alive/ping").status_code == 200
        closing.join()


def test_a_damaged_database_is_told_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"no database at all, " * 1000)
    said = refused(rein("serve", "--port", "0", "--data-dir", tmp_path))
    assert "damaged" in said
    assert "backup" in said


def test_others_are_let_in_with_a_key_only(tmp_path: Path) -> None:
    assert "rein opik key create" in refused(rein("serve", "--host", "0.0.0.0", "--port", "0", "--data-dir", tmp_path))
    made = rein("key", "create", "--workspace", "acme", "--name", "laptop", "--data-dir", tmp_path)
    secret = made.stdout.strip()
    with served(tmp_path, "--host", "0.0.0.0") as server:

        def ask(**headers: str) -> int:
            return httpx.get(server.url + PROJECTS, headers=headers).status_code

        assert ask() == 401
        assert ask(Authorization="wrong") == 401
        assert ask(Authorization=secret) == 200
        assert ask(Authorization=secret, **{"Comet-Workspace": "acme"}) == 200
        assert ask(Authorization=secret, **{"Comet-Workspace": "default"}) == 403
        assert httpx.get(server.url + "/api/is-alive/ping").status_code == 200
        page = httpx.get(server.url + "/")
        assert (page.status_code, page.headers["www-authenticate"][:5]) == (401, "Basic")
        assert httpx.get(server.url + "/", auth=("anyone", secret)).status_code == 200
        (listed,) = json.loads(rein("key", "list", "--json", "--data-dir", tmp_path).stdout)
        assert (listed["workspace"], listed["name"]) == ("acme", "laptop")
        assert secret not in json.dumps(listed)
        assert rein("key", "revoke", listed["id"], "--data-dir", tmp_path).returncode == 0
        assert ask(Authorization=secret) == 401


def test_the_door_for_this_machines_user_is_his_alone_and_closes_with_the_server(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        door = tmp_path / "server.json"
        assert door.stat().st_mode & 0o777 == 0o600
        found = json.loads(door.read_text())
        assert found["url"] == f"{server.url}/api"
        headers = {"Comet-Workspace": "brand-new"}
        assert httpx.get(server.url + PROJECTS, headers=headers).status_code == 403
        headers["Authorization"] = found["token"]
        assert httpx.get(server.url + PROJECTS, headers=headers).status_code == 200
        end(server)
        assert not door.exists()


def test_what_is_older_than_keep_says_is_deleted_and_what_was_in_the_trash(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put_traces(store, trace(1, hours=-10 * 365 * 24), trace(2, hours=10 * 365 * 24), trace(3, project="gone"))
        gone = store.read(lambda c: require_project(c, 1, "gone").id)
        store.write(TrashProjects("default", [gone])).result(10)
    with served(tmp_path, "--keep", "30d") as server:

        def left() -> list[tuple[str, int]]:
            names = httpx.get(server.url + PROJECTS).json()["content"]
            stats = httpx.get(server.url + PROJECTS + "/stats").json()["content"]
            return [(n["name"], s["trace_count"]) for n, s in zip(names, stats, strict=True)]

        wait_until(lambda: left() == [("coach", 1)])
        assert end(server) == (0, "")
    with Store(tmp_path) as store:
        assert store.read(lambda c: c.execute("SELECT count(*) FROM projects").fetchone()) == (1,)
    assert rein("serve", "--keep", "3y").returncode == 2


def test_a_project_goes_out_and_in_while_servers_run(tmp_path: Path) -> None:
    one, two, file = tmp_path / "one", tmp_path / "two", tmp_path / "coach.ndjson"
    with Store(one) as store:
        fill(store)
        expected = export(store)
    with served(one), served(two):
        assert rein("export", "coach", "--out", file, "--data-dir", one).returncode == 0
        assert file.read_bytes().splitlines() == expected
        for _ in range(2):
            assert rein("import", file, "--data-dir", two).returncode == 0
        assert rein("export", "coach", "--data-dir", two).stdout.encode().splitlines() == expected
        assert "there already" in refused(rein("export", "coach", "--out", file, "--data-dir", one))
        assert rein("export", "nobody", "--data-dir", one).returncode == 1
        bad = rein("import", "-", "--data-dir", two, data=b'{"kind":"project","name":"p"}\n{"kind":"toaster"}\n')
        assert "Line 2" in refused(bad)


def test_a_backup_is_made_while_rows_come_in_and_can_be_served(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    with served(tmp_path / "one") as server:
        stop = threading.Event()

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                httpx.post(server.url + PROJECTS, json={"name": f"p{number}"})

        writing = threading.Thread(target=write)
        writing.start()
        try:
            wait_until(lambda: httpx.get(server.url + PROJECTS).json()["total"] > 5)
            made = rein("backup", copy / DATABASE, "--data-dir", server.directory)
        finally:
            stop.set()
            writing.join()
        assert made.returncode == 0, made.stderr
    with served(copy) as restored:
        assert httpx.get(restored.url + PROJECTS).json()["total"] > 5
    assert "nothing was stored" in refused(rein("backup", tmp_path / "x", "--data-dir", tmp_path / "nowhere"))


def test_a_backup_says_that_attachments_are_not_in_it(tmp_path: Path) -> None:
    with Store(tmp_path / "one") as store:
        put_traces(store, trace(1))
    quiet = rein("backup", tmp_path / "a.sqlite3", "--data-dir", tmp_path / "one")
    assert (quiet.returncode, quiet.stderr) == (0, "")
    with served(tmp_path / "one") as server:
        place = {"entity_type": "trace", "entity_id": format_id(sample_id(1)), "file_name": "note.txt"}
        sent = httpx.put(f"{server.url}/api/v1/private/attachment/upload", params=place, content=b"a note")
        assert sent.status_code == 204
        told = rein("backup", tmp_path / "b.sqlite3", "--data-dir", server.directory)
    assert told.returncode == 0
    assert "1 attachment (0.0 MB) not in it" in told.stderr
    assert str(tmp_path / "one" / "attachments") in told.stderr.replace("\n", "")


def test_an_import_needs_no_server(tmp_path: Path) -> None:
    with Store(tmp_path / "one") as store:
        put_traces(store, trace(1))
        put_spans(store, span(11, 1))
        expected = export(store)
    done = rein("import", "-", "--data-dir", tmp_path / "two", data=b"\n".join(expected))
    assert done.returncode == 0, done.stderr
    with Store(tmp_path / "two") as store:
        assert export(store) == expected
