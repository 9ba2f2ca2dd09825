"""Bringing lines in over HTTP."""

from __future__ import annotations

import gzip
from pathlib import Path

import httpx

from rein.opik_server.store.store import Store
from tests.opik_server.test_transfer import export, fill


def test_a_running_server_takes_the_lines_from_its_own_user(api: httpx.Client, store: Store, tmp_path: Path) -> None:
    with Store(tmp_path / "one") as one:
        fill(one)
        exported = export(one)
    body = gzip.compress(b"\n".join(exported))
    answer = api.post("/v1/rein/import", content=body, headers={"Content-Encoding": "gzip"})
    assert answer.json() == {"lines": len(exported)}
    assert export(store) == exported


def test_a_line_that_is_none_is_a_400_that_names_it(api: httpx.Client) -> None:
    answer = api.post("/v1/rein/import", params={"first": 101}, content=b'{"kind":"project","name":"p"}\n{')
    assert answer.status_code == 400
    assert "Line 102" in answer.json()["message"]
