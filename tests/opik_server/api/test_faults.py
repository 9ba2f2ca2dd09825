"""Requests that cannot be taken: each gets a 4xx that names the trouble, and the rest of the service goes on."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from rein.opik_server.ids import format_id, new_id
from tests.opik_server.api.test_writing import V1, post, span, trace

ID = format_id(new_id())
SPAN = f'"id": "{ID}", "trace_id": "{ID}", "start_time": "2026-01-01T00:00:00Z"'
GZIP = {"Content-Encoding": "gzip"}
GB = 1 << 30


@contextmanager
def others_are_served(address: str) -> Iterator[None]:
    """Somebody else writes and reads all the while."""
    stop, answers = threading.Event(), list[int]()

    def run() -> None:
        with httpx.Client(base_url=address, timeout=60) as api:
            while not stop.is_set() or not answers:
                row = trace(name="meanwhile")
                answers.append(api.post(f"{V1}/traces/batch", json={"traces": [row]}).status_code)
                answers.append(api.get(f"{V1}/traces/{row['id']}").status_code)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    assert set(answers) == {204, 200}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "not JSON"),
        (b'{"spans": [', "not JSON"),
        (b"[]", "object"),
        (b'{"spans": []}', "1 to 1000"),
        (b'{"spans": [{%s, "input": "\xff"}]}' % SPAN.encode(), "UTF-8"),
        (f'{{"spans": [{{{SPAN}, "name": "\\ud800"}}]}}'.encode(), "surrogate"),
        (f'{{"spans": [{{{SPAN}, "input": {{"a": "\\ud800"}}}}]}}'.encode(), "surrogate"),
        (f'{{"spans": [{{{SPAN}, "input": NaN}}]}}'.encode(), "JSON"),
        (f'{{"spans": [{{{SPAN}, "ttft": Infinity}}]}}'.encode(), "JSON"),
        (f'{{"spans": [{{{SPAN}, "usage": {{"a": {2**63}}}}}]}}'.encode(), "usage"),
        (f'{{"spans": [{{{SPAN}, "total_estimated_cost": {2**63}}}]}}'.encode(), "total_estimated_cost"),
        (b'{"spans": [{"input": ' + b"[" * 1_000_000, "deep"),
        (b'{"unknown": ' + b'{"a":' * 1_000_000, "deep"),
    ],
)
def test_a_body_that_cannot_be_taken_is_a_400_that_names_the_trouble(
    api: httpx.Client, address: str, body: bytes, place: str
) -> None:
    with others_are_served(address):
        for zipped, headers in ((body, {}), (gzip.compress(body, mtime=0), GZIP)):
            answer = api.post(f"{V1}/spans/batch", content=zipped, headers=headers)
            assert answer.status_code == 400
            assert answer.json()["code"] == 400
            assert place in answer.json()["message"]


@pytest.mark.parametrize(
    ("body", "encoding", "place"),
    [
        (gzip.compress(b'{"traces": []}', mtime=0)[:-9], "gzip", "cut off"),
        (b'{"traces": []}', "gzip", "Content-Encoding"),
        (b"", "gzip", "cut off"),
        (b"{}", "br", "br"),
        (b"{}", "\xff", "not known"),
    ],
)
def test_a_body_that_cannot_be_unzipped_is_a_400(api: httpx.Client, body: bytes, encoding: str, place: str) -> None:
    answer = api.post(f"{V1}/traces/batch", content=body, headers={"Content-Encoding": encoding.encode("latin-1")})
    assert answer.status_code == 400
    assert place in answer.json()["message"]


def test_numbers_and_depths_of_a_payload_come_back_as_they_were(api: httpx.Client) -> None:
    payload = '{"n":' + str(2**63) + ',"f":1.0,"deep":' + "[" * 200 + "]" * 200 + "}"
    row = trace()
    body = json.dumps({"traces": [row]})[:-3] + f', "input": {payload}}}]}}'
    assert api.post(f"{V1}/traces/batch", content=body).status_code == 204
    assert payload in api.get(f"{V1}/traces/{row['id']}").text


def _zeros(size: int) -> Iterator[bytes]:
    for _ in range(size >> 20):
        yield bytes(1 << 20)


def _bomb(size: int) -> Iterator[bytes]:
    import zlib

    deflate = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
    for chunk in _zeros(size):
        if packed := deflate.compress(chunk):
            yield packed
    yield deflate.flush()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["raw", "bomb", "announced"])
def test_a_gigabyte_is_a_413_and_the_rest_goes_on(api: httpx.Client, address: str, kind: str) -> None:
    headers = {"raw": {}, "bomb": GZIP, "announced": {"Content-Length": str(GB)}}[kind]
    content = _bomb(GB) if kind == "bomb" else _zeros(GB)
    with others_are_served(address):
        answer = api.post(f"{V1}/traces/batch", content=content, headers=headers)
    assert answer.status_code == 413
    assert "128 MB" in answer.json()["message"]
    post(api, "/traces/batch", {"traces": [trace()]})


@pytest.mark.slow
def test_a_payload_of_50_mb_is_stored_listed_and_shown(api: httpx.Client, address: str) -> None:
    text = "word " * 10_000_000
    row = trace(input={"text": text})
    with others_are_served(address):
        post(api, "/traces/batch", {"traces": [row]})
        listed = api.get(f"{V1}/traces", params={"project_name": "p", "size": 10_000, "truncate": True})
        shown = api.get(f"{V1}/traces/{row['id']}")
    assert row["id"] in [one["id"] for one in listed.json()["content"]]
    assert len(listed.content) < 10_000_000
    assert shown.json()["input"] == {"text": text}


@pytest.mark.slow
def test_a_trace_of_10000_spans_is_stored_and_shown(api: httpx.Client) -> None:
    row = trace()
    parts = [span(row["id"], name=str(number), output={"n": number}) for number in range(10_000)]
    post(api, "/traces/batch", {"traces": [row]})
    for start in range(0, len(parts), 1000):
        post(api, "/spans/batch", {"spans": parts[start : start + 1000]})
    assert api.get(f"{V1}/traces/{row['id']}").json()["span_count"] == len(parts)
    found: list[str] = []
    for page in range(1, 100):
        query = {"project_name": "p", "trace_id": row["id"], "page": page, "size": 1000}
        answer = api.get(f"{V1}/spans", params=query).json()
        assert answer["total"] == len(parts)
        found += [one["id"] for one in answer["content"]]
        if not answer["content"]:
            break
    assert sorted(found) == sorted(part["id"] for part in parts)
    streamed = api.post(f"{V1}/spans/search", json={"project_name": "p", "trace_id": row["id"], "limit": 2000})
    assert len(streamed.text.splitlines()) == 2000
