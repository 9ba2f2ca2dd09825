"""What a sender can make the server do: hold little memory, wait not for ever, and go on answering others."""

from __future__ import annotations

import json
import socket
import threading
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server.api import body as bodies
from rein.opik_server.api.app import THREADS, create_app
from rein.opik_server.api.body import SMALL_BODY_BYTES, Intake
from rein.opik_server.api.call import Server
from rein.opik_server.api.gate import Gate
from rein.opik_server.api.resources.dataset_items_upload import MAX_ITEMS, MAX_JSON_BYTES
from rein.opik_server.decoding import IngestError
from rein.opik_server.ids import format_id, new_id
from rein.opik_server.ingest import Arrival, span_batch, trace_batch, trace_batch_update
from rein.opik_server.ingest_lists import LARGE_BYTES
from rein.opik_server.otel.otlp_json import read_json
from rein.opik_server.otel.otlp_protobuf import read_protobuf
from rein.opik_server.otel.otlp_size import SMALL_BYTES
from rein.opik_server.store import reading
from rein.opik_server.store.errors import TooMuchAtOnce
from rein.opik_server.store.portions import PORTION_BYTES, in_portions
from rein.opik_server.store.store import Store
from tests.opik_server.api.conftest import serving

MB = 1 << 20
NOW = Arrival("me", 1)


@contextmanager
def little_memory(limit: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < limit


@pytest.mark.parametrize(
    ("read", "before", "row"),
    [
        (trace_batch, b'{"traces":[', b"{},"),
        (span_batch, b'{"spans":[', b'{"trace_id":""},'),
        (lambda body, _: list(read_json(body)), b'{"resourceSpans":[{"scopeSpans":[{"spans":[', b"{},"),
    ],
)
def test_many_empty_rows_are_refused_before_they_fill_the_memory(
    read: Callable[[bytes, Arrival], object], before: bytes, row: bytes
) -> None:
    body = before + row * (6 * MB // len(row))
    with little_memory(200 * MB), pytest.raises(IngestError, match="too many parts"):
        read(body, NOW)


@pytest.mark.parametrize("field", ["tags", "usage"])
def test_of_a_large_body_only_payloads_may_be_large(field: str) -> None:
    one = b'"a",' if field == "tags" else b'"a":1,'
    many = one * (LARGE_BYTES // len(one))
    value = b"[" + many[:-1] + b"]" if field == "tags" else b"{" + many[:-1] + b"}"
    row = b'{"trace_id":"x","start_time":"2026-01-01T00:00:00Z","' + field.encode() + b'":' + value + b"}"
    for read, body in (
        (span_batch, b'{"spans":[' + row + b"]}"),
        (trace_batch_update, b'{"ids":["x"],"update":' + row + b"}"),
    ):
        with little_memory(8 * MB), pytest.raises(IngestError, match=f"{field}: more than 1 MB"):
            read(body, NOW)
    payload = json.dumps({"text": "x" * LARGE_BYTES}).encode()
    assert trace_batch(b'{"traces":[{"start_time":"2026-01-01T00:00:00Z","input":' + payload + b"}]}", NOW)


def _message(tag: int, content: bytes) -> bytes:
    size, length = len(content), b""
    while size > 127:
        length += bytes([size & 127 | 128])
        size >>= 7
    return bytes([tag << 3 | 2]) + length + bytes([size]) + content


@pytest.mark.parametrize(
    "path", [(1,), (1, 2), (1, 2, 2), (1, 2, 2, 9), (1, 2, 2, 9, 2, 5, 1), (1, 1, 1), (1, 2, 2, 11)]
)
def test_many_empty_messages_are_refused_before_they_are_made(path: tuple[int, ...]) -> None:
    body = bytes([path[-1] << 3 | 2, 0]) * (MB + 1)
    for tag in reversed(path[:-1]):
        body = _message(tag, body)
    with pytest.raises(IngestError, match="too many parts"):
        next(read_protobuf(body))


def test_a_large_otlp_body_that_breaks_off_is_told_as_such() -> None:
    span = _message(2, _message(1, bytes(16)) + _message(5, b"x" * SMALL_BYTES))
    body = _message(1, _message(2, span))
    assert len(list(read_protobuf(body))) == 1
    for broken in (body[:-1], body + b"\x0a", body + b"\x0b", body + b"\xff" * 12):
        with pytest.raises(IngestError):
            list(read_protobuf(broken))


def test_where_no_payload_belongs_a_body_is_small(api: httpx.Client) -> None:
    for path, status in (("/v1/private/projects", 413), ("/v1/private/traces", 400)):
        assert api.post(path, content=b" " * (SMALL_BODY_BYTES + 1)).status_code == status


def test_a_body_that_does_not_come_is_waited_for_only_so_long(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_S", 0.2)
    app = create_app(Server(store, tmp_path), Gate(), intake=Intake(max_in_flight=1000))
    with serving(app) as address, httpx.Client(base_url=address) as api:
        for method, path in (
            ("POST", "/v1/private/traces/batch"),
            ("PUT", "/v1/private/attachment/upload?file_name=a&entity_type=trace&entity_id=" + "0" * 32),
        ):
            with socket.create_connection((urlsplit(address).hostname, urlsplit(address).port or 0)) as sender:
                head = f"{method} /api{path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
                sender.sendall(head.encode() + b"x" * 999)
                sender.settimeout(30)
                answer = b"".join(iter(lambda: sender.recv(1 << 16), b""))  # until the server hangs up
            assert answer.startswith(b"HTTP/1.1 408 ")
        assert api.post("/v1/private/traces/batch", content=b" " * 999).status_code == 400  # there is room again


def test_that_it_is_alive_is_told_while_all_threads_wait(store: Store, api: httpx.Client) -> None:
    go_on, taken = threading.Event(), threading.Semaphore(0)

    def hold(_: object) -> None:
        taken.release()
        go_on.wait(30)

    with ThreadPoolExecutor(THREADS + 10) as people:
        try:
            for _ in range(4):
                people.submit(store.read, hold)
            for _ in range(4):
                assert taken.acquire(timeout=30)
            waiting = [people.submit(api.get, "/v1/private/projects") for _ in range(THREADS + 5)]
            for _ in range(3):
                assert httpx.get(api.base_url.join("is-alive/ping")).json() == {"healthy": True}
            assert not any(one.done() for one in waiting)
        finally:
            go_on.set()
        assert {one.result().status_code for one in waiting} == {200}


def test_a_list_of_large_payloads_is_whole_and_never_held_as_a_whole(
    api: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[object] = []

    class Noted(TooMuchAtOnce):
        def __init__(self, message: str) -> None:
            super().__init__(message)
            refused.append(message)

    monkeypatch.setattr(reading, "TooMuchAtOnce", Noted)
    size = PORTION_BYTES // 2
    row = {"start_time": "2026-01-01T00:00:00Z", "input": "x" * size, "project_name": "p"}
    asked = {"project_name": "p", "truncate": False}
    for path in ("traces", "spans"):
        for _ in range(3):
            api.post(f"/v1/private/{path}", json=row | {"trace_id": format_id(new_id())}).raise_for_status()
        streamed = api.post(f"/v1/private/{path}/search", json=asked).text.splitlines()
        for answer in (
            api.get(f"/v1/private/{path}", params=asked).json()["content"],
            [json.loads(line) for line in streamed],
        ):
            assert [len(one["input"]) for one in answer] == [size] * 3
            assert len({one["id"] for one in answer}) == 3
    assert refused


@given(st.lists(st.integers(0, 12), max_size=60), st.integers(1, 20))
def test_portions_are_all_rows_in_their_order_and_hold_little(sizes: list[int], rows: int) -> None:
    held: list[int] = []

    def load(part: Sequence[bytes]) -> list[int]:
        numbers = [int.from_bytes(one, "big") for one in part]
        total = sum(sizes[number] for number in numbers)
        if total > 10 and len(part) > 1:
            raise TooMuchAtOnce("too much")
        held.append(total)
        return numbers

    ids = [number.to_bytes(2, "big") for number in range(len(sizes))]
    assert list(chain.from_iterable(in_portions(ids, load, rows))) == list(range(len(sizes)))
    assert max(held, default=0) <= 12


def test_a_file_of_very_many_items_is_refused(api: httpx.Client) -> None:
    api.post("/v1/private/datasets", json={"name": "d", "id": (dataset := format_id(new_id()))}).raise_for_status()
    for path, data, content in (
        ("csv", {}, b"a\n" + b"b\n" * (MAX_ITEMS + 1)),
        ("json", {"format": "jsonl"}, b"{}\n" * (MAX_ITEMS + 1)),
        ("json", {"format": "json"}, b"[" + b"1," * (MAX_JSON_BYTES // 2) + b"1]"),
    ):
        form = {"dataset_id": dataset, **data}
        answer = api.post(f"/v1/private/datasets/items/from-{path}", data=form, files={"file": ("f", content)})
        assert answer.status_code == 413
    assert api.get(f"/v1/private/datasets/{dataset}/items").json()["total"] == 0
