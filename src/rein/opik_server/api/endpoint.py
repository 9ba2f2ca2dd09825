"""What a resource answers: a table of endpoints, filled by decorators, from which routes and the reference are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from starlette.responses import Response

from rein.opik_server.api.call import Call

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Handler = Callable[[Call], Response]
"""A plain function, run in a thread of its own: it may block on the store."""

PRIVATE = "/v1/private"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path, spelt as in Opik's API description."""

    method: Method
    path: str
    handler: Handler
    missing: str
    """What of it is not there, in one sentence; empty where all is."""
    takes_body: bool
    """False: the handler reads the body itself, as it comes (`Call.stream`)."""
    signed: bool = False
    """Whether an address that this server has signed lets in without a key (`signing`)."""
    large: bool = False
    """Whether it takes payloads, and so bodies up to the server's limit; else up to `SMALL_BODY_BYTES`."""
    at_once: bool = False
    """Its handler waits for nothing and reads no body: it is called where it is, however busy all threads are."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """A resource's endpoints. Paths lie below `/v1/private` unless they begin with `/v1/` or `/is-alive`."""

    all: list[Endpoint] = field(default_factory=list)

    def get(
        self, path: str, *, missing: str = "", signed: bool = False, at_once: bool = False
    ) -> Callable[[Handler], Handler]:
        """Register a GET."""
        return self._add("GET", path, missing, signed=signed, at_once=at_once)

    def post(self, path: str, *, missing: str = "", large: bool = False) -> Callable[[Handler], Handler]:
        """Register a POST."""
        return self._add("POST", path, missing, large=large)

    def put(
        self, path: str, *, missing: str = "", takes_body: bool = True, signed: bool = False, large: bool = False
    ) -> Callable[[Handler], Handler]:
        """Register a PUT."""
        return self._add("PUT", path, missing, takes_body=takes_body, signed=signed, large=large)

    def patch(self, path: str, *, missing: str = "", large: bool = False) -> Callable[[Handler], Handler]:
        """Register a PATCH."""
        return self._add("PATCH", path, missing, large=large)

    def delete(self, path: str, *, missing: str = "") -> Callable[[Handler], Handler]:
        """Register a DELETE."""
        return self._add("DELETE", path, missing)

    def _add(
        self,
        method: Method,
        path: str,
        missing: str,
        *,
        takes_body: bool = True,
        signed: bool = False,
        large: bool = False,
        at_once: bool = False,
    ) -> Callable[[Handler], Handler]:
        whole = path if path.startswith(("/v1/", "/is-alive")) else PRIVATE + path

        def register(handler: Handler) -> Handler:
            self.all.append(Endpoint(method, whole, handler, missing, takes_body, signed, large, at_once))
            return handler

        return register
