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


@dataclass(frozen=True, slots=True)
class Endpoints:
    """A resource's endpoints. Paths lie below `/v1/private` unless they begin with `/v1/` or `/is-alive`."""

    all: list[Endpoint] = field(default_factory=list)

    def get(self, path: str, *, missing: str = "", signed: bool = False) -> Callable[[Handler], Handler]:
        """Register a GET."""
        return self._add("GET", path, missing, signed=signed)

    def post(self, path: str, *, missing: str = "") -> Callable[[Handler], Handler]:
        """Register a POST."""
        return self._add("POST", path, missing)

    def put(
        self, path: str, *, missing: str = "", takes_body: bool = True, signed: bool = False
    ) -> Callable[[Handler], Handler]:
        """Register a PUT."""
        return self._add("PUT", path, missing, takes_body=takes_body, signed=signed)

    def patch(self, path: str, *, missing: str = "") -> Callable[[Handler], Handler]:
        """Register a PATCH."""
        return self._add("PATCH", path, missing)

    def delete(self, path: str, *, missing: str = "") -> Callable[[Handler], Handler]:
        """Register a DELETE."""
        return self._add("DELETE", path, missing)

    def _add(
        self, method: Method, path: str, missing: str, *, takes_body: bool = True, signed: bool = False
    ) -> Callable[[Handler], Handler]:
        whole = path if path.startswith(("/v1/", "/is-alive")) else PRIVATE + path

        def register(handler: Handler) -> Handler:
            self.all.append(Endpoint(method, whole, handler, missing, takes_body, signed))
            return handler

        return register
