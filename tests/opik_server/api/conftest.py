"""The real application behind a real HTTP server on loopback, over a store of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from rein.opik_server.api.app import create_app
from rein.opik_server.api.call import Server
from rein.opik_server.api.gate import Gate
from rein.opik_server.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as store:
        yield store


@pytest.fixture
def address(store: Store, tmp_path: Path) -> Iterator[str]:
    """The address of the API: `http://127.0.0.1:PORT/api`."""
    with serving(create_app(Server(store, tmp_path), Gate())) as address:
        yield address


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """An application behind an HTTP server like that of `rein opik serve`; yields the address of its API."""
    config = uvicorn.Config(app, http="httptools", ws="none", log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or every answer waits 40 ms
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/api"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture
def api(address: str) -> Iterator[httpx.Client]:
    """A client whose paths are those of the API: `api.get("/v1/private/projects")`."""
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client
