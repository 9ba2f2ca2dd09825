"""Bodies come in as they are, never more of them than allowed."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server.api.app import create_app
from rein.opik_server.api.body import Body, Intake
from rein.opik_server.api.call import Server
from rein.opik_server.api.faults import BadRequest, Overloaded, TooLarge
from rein.opik_server.api.gate import Gate
from rein.opik_server.store.store import Store
from tests.opik_server.api.conftest import serving

MB = 1 << 20


async def read(intake: Intake, body: bytes, encoding: str = "gzip", length: str | None = None) -> bytes:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 1 << 16):
            yield body[start : start + (1 << 16)]

    with Body(intake, encoding, length) as held:
        await held.receive(chunks())
        return held.unzipped()


class _Watched(Intake):
    """Knows the most that was held."""

    most = now = 0

    def hold(self, size: int) -> None:
        super().hold(size)
        self.now += size
        self.most = max(self.most, self.now)

    def release(self, size: int) -> None:
        super().release(size)
        self.now -= size


@pytest.mark.parametrize(
    "body", [b"", b"x", os.urandom(3 * MB + 7), b"a" * MB, b"a" * (2 * MB), b"a" * (MB - 1), os.urandom(MB) + b"b" * MB]
)
@pytest.mark.parametrize(
    ("encoding", "zipped"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("", bytes), ("identity", bytes)]
)
async def test_a_body_comes_out_as_it_was(body: bytes, encoding: str, zipped: Callable[[bytes], bytes]) -> None:
    intake = _Watched()
    assert await read(intake, zipped(body), encoding) == body
    assert intake.now == 0


@given(st.binary(max_size=300), st.integers(0, 300))
async def test_what_is_cut_off_or_goes_on_or_is_no_gzip_is_said(body: bytes, place: int) -> None:
    zipped = gzip.compress(body)
    for broken in (zipped[: min(place, len(zipped) - 1)], zipped + b"x", b"x" + zipped):
        intake = _Watched()
        with pytest.raises(BadRequest):
            await read(intake, broken)
        assert intake.now == 0


async def test_a_bomb_is_put_out_before_it_fills_the_memory() -> None:
    intake = _Watched(max_body=4 * MB)
    bomb = gzip.compress(bytes(64 * MB))
    with pytest.raises(TooLarge):
        await read(intake, bomb)
    assert intake.most <= 4 * MB + len(bomb)
    assert intake.now == 0


async def test_a_length_that_is_too_large_is_refused_before_anything_is_read() -> None:
    for length in (str(4 * MB + 1), "9" * 30):
        with pytest.raises(TooLarge):
            await read(_Watched(max_body=4 * MB), b"", "", length)


async def test_what_goes_over_the_memory_of_all_requests_waits_outside() -> None:
    intake = _Watched(max_in_flight=2 * MB)
    intake.hold(MB)
    with pytest.raises(Overloaded):
        await read(intake, bytes(MB + 1), "")
    assert intake.now == MB
    assert await read(intake, bytes(MB), "") == bytes(MB)


def test_a_sender_that_has_to_wait_is_told_how_long(store: Store, tmp_path: Path) -> None:
    app = create_app(Server(store, tmp_path), Gate(), intake=Intake(max_in_flight=1000))
    with serving(app) as address, httpx.Client(base_url=address) as api:
        answer = api.post("/v1/private/traces/batch", content=b" " * 1001)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.headers["RateLimit-Reset"] == answer.headers["Retry-After"]
        assert api.post("/v1/private/traces/batch", content=b"{}").status_code == 400
