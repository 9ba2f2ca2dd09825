"""One request, as a handler sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec

from rein.opik_server.api.faults import BadRequest
from rein.opik_server.ids import parse_id
from rein.opik_server.ingest import Arrival, decode
from rein.opik_server.store.reading import workspace_number
from rein.opik_server.store.store import Store
from rein.opik_server.store.tables import now_us
from rein.opik_server.store.writer import Operation

T = TypeVar("T")
MAX_PAGE = 1_000_000
_NO_WORKSPACE = -1


@dataclass(frozen=True, slots=True)
class Server:
    """What all requests share."""

    store: Store
    directory: Path
    """Where the store lies; attachments lie beside it."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request whose sender has been let in and whose body has been read, unzipped and found small enough."""

    server: Server
    workspace: str
    by: str
    """Who is asking, as it is written into `created_by`."""
    path: Mapping[str, str]
    """The values of the path's placeholders."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    base_url: str
    """Where the sender reaches the API, without a slash at the end: `http://127.0.0.1:5173/api`."""
    stream: Iterator[bytes] | None = None
    """The body as it comes, for an endpoint that takes it so."""
    all_workspaces: bool = False
    """Whether the sender may see other workspaces, too."""
    now_us: int = field(default_factory=now_us)

    @property
    def arrival(self) -> Arrival:
        """Who and when, as the rows need it."""
        return Arrival(self.by, self.now_us)

    def decode(self, decoder: msgspec.json.Decoder[T]) -> T:
        """The body as the decoder's type. Raises IngestError."""
        return decode(self.body, decoder)

    def write(self, operation: Operation[T]) -> T:
        """Write, and wait until it is durable. Raises as `Store.write` and its future."""
        return self.server.store.write(operation).result()

    def read(self, query: Callable[[sqlite3.Connection, int], T]) -> T:
        """Run a query with the number of the caller's workspace: one that no row has, while nothing was written."""

        def run(connection: sqlite3.Connection) -> T:
            number = workspace_number(connection, self.workspace)
            return query(connection, _NO_WORKSPACE if number is None else number)

        return self.server.store.read(run)

    def id(self, name: str = "id") -> bytes:
        """A placeholder of the path that is a UUID of version 7. Raises BadRequest."""
        return uuid7(self.path[name], name)

    def number(self, name: str, default: int, *, low: int = 1, high: int = MAX_PAGE) -> int:
        """A whole number of the query string. Raises BadRequest."""
        text = self.query.get(name)
        if text is None or text == "":
            return default
        if not (text.isascii() and text.isdecimal() and len(text) < 16 and low <= int(text) <= high):
            raise BadRequest(f"{name}: expected a whole number from {low} to {high}.")
        return int(text)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean of the query string."""
        text = self.query.get(name)
        return default if text is None or text == "" else text.lower() == "true"


def uuid7(text: str, name: str) -> bytes:
    """The 16 bytes of an id. Raises BadRequest."""
    try:
        return parse_id(text)
    except ValueError as error:
        raise BadRequest(f"{name}: expected a UUID of version 7, got {error}.") from error


def any_uuid(text: str, name: str) -> bytes:
    """The 16 bytes of a UUID of whatever version. Raises BadRequest."""
    try:
        return UUID(text).bytes
    except ValueError as error:
        raise BadRequest(f"{name}: expected a UUID.") from error
