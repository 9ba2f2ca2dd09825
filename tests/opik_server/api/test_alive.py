"""The first thing a client asks, and what it gets where nothing is."""

from __future__ import annotations

import gzip

import httpx


def test_it_says_that_it_is_there(api: httpx.Client) -> None:
    assert api.get("/is-alive/ping").json() == {"healthy": True}
    assert api.get("/is-alive/ver").json()["version"]


def test_a_path_that_is_not_there_is_a_404_that_says_so(api: httpx.Client) -> None:
    answer = api.get("/v1/private/toasters")
    assert answer.status_code == 404
    assert answer.json()["code"] == 404
    assert "/v1/private/toasters" in answer.json()["message"]


def test_a_method_that_is_not_there_is_a_404_too(api: httpx.Client) -> None:
    assert api.request("DELETE", "/is-alive/ping", content=gzip.compress(b"{}")).status_code == 404
