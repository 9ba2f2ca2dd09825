"""Running the server: one process, one store, until it is told to stop."""

from __future__ import annotations

import errno
import ipaddress
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import uvicorn

from rein.errors import ReinError
from rein.opik_server.api.app import create_app
from rein.opik_server.api.call import Server
from rein.opik_server.api.gate import BrowserGuard, Gate, KeyGate, OpenGate
from rein.opik_server.door import Door, new_token, open_door
from rein.opik_server.keys import KeyFile
from rein.opik_server.maintenance import maintained
from rein.opik_server.store.errors import StoreLocked
from rein.opik_server.store.reading import workspace_names
from rein.opik_server.store.store import Store

KEEP_ALIVE_S = 75
"""How long an idle connection stays open: well over the 10 s between two pings of the official client."""
DRAIN_S = 10
"""How long requests under way may go on after a signal to stop."""

_TURN_S = 1.0


class ServeError(ReinError):
    """The server cannot listen where it was told to."""


@dataclass(frozen=True, slots=True)
class Options:
    """Where to listen and what to serve."""

    host: str
    port: int
    """0 = any that is free."""
    directory: Path
    keep_us: int | None = None
    """How long traces are kept where no rule says otherwise; None = for ever."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Told when requests are answered."""

    url: str
    """`http://127.0.0.1:5173`, without a slash at the end; the API lies under `/api`."""
    directory: Path


def serve(options: Options, announce: Callable[[Listening], None]) -> None:
    """Answer requests until SIGTERM or SIGINT; then finish those under way and close the store.

    Must be called on the main thread, which it blocks.

    Raises:
        ServeError: the address cannot be listened at.
        StorageError: the store cannot be opened; see `Store`.
    """
    with _listen(options.host, options.port) as listener:
        keys = KeyFile(options.directory)
        loopback = _is_loopback(listener)
        if not keys.all() and not loopback:
            raise ServeError(
                f"Others can reach {options.host}: that needs an API key, and there is none in {options.directory}. "
                "Make one with `rein opik key create` (and the same --data-dir)."
            )
        with _open(options.directory) as store:
            door = Door(_url(listener, near=True) + "/api", new_token())
            if loopback:
                gate = OpenGate(frozenset(store.read(workspace_names)), keys, door.token)
            else:
                gate = KeyGate(keys, door.token)
            with open_door(options.directory, door), maintained(store, options.keep_us):
                _run(options, store, gate, listener, announce)


def _open(directory: Path) -> Store:
    """Whoever traces without a server has the store for milliseconds at a time; another server keeps it."""
    deadline = monotonic() + _TURN_S
    while True:
        try:
            return Store(directory)
        except StoreLocked:
            if monotonic() > deadline:
                raise
            sleep(0.02)


def _run(
    options: Options, store: Store, gate: Gate, listener: socket.socket, announce: Callable[[Listening], None]
) -> None:
    app = BrowserGuard(create_app(Server(store, options.directory), gate), loopback_only=_is_loopback(listener))
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=DRAIN_S,
    )
    where = Listening(_url(listener), options.directory)
    server = _Announcing(config, lambda: announce(where))
    # uvicorn raises the signal once more when it has shut down: then, too, it must not end us before the store.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.stop)
    server.run(sockets=[listener])


class _Announcing(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server`."""
        await super().startup(sockets)
        self._announce()

    def stop(self, *_: object) -> None:
        """A signal's handler."""
        self.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise ServeError(f"--host {host} is no address of this machine.") from error
    family, _, _, _, place = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    try:
        listener = socket.create_server(place[:2], family=family, backlog=2048)  # pyright: ignore[reportArgumentType]
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServeError(
                f"Port {port} of {host} is taken: is a server running there already? Stop it, or choose another --port."
            ) from error
        raise ServeError(f"{host}:{port} cannot be listened at ({error.strerror}).") from error
    # asyncio sets it only on sockets that say their protocol; without it each small answer waits 40 ms for an ACK
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _is_loopback(listener: socket.socket) -> bool:
    """Whether only this machine can reach it."""
    return ipaddress.ip_address(listener.getsockname()[0]).is_loopback


def _url(listener: socket.socket, *, near: bool = False) -> str:
    """What others call it; `near`: what this machine does."""
    host, port = listener.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "127.0.0.1" if near else socket.gethostname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
