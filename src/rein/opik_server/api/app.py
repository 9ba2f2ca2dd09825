"""The ASGI application: routes a request to its endpoint, in a thread, and turns errors into answers."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from math import ceil

import anyio
import anyio.from_thread
import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from rein.errors import ReinError
from rein.opik_server.api.body import LARGE_BODY_BYTES, MAX_BODY_BYTES, SMALL_BODY_BYTES, Body, Intake, patient
from rein.opik_server.api.call import Call, Server
from rein.opik_server.api.endpoint import Endpoint
from rein.opik_server.api.faults import Missing, retry_after_s, status_of
from rein.opik_server.api.gate import BASIC, Gate, Sender
from rein.opik_server.api.pages import page_routes
from rein.opik_server.api.reply import STREAM, ErrorMessage, reply
from rein.opik_server.api.resources import ENDPOINTS
from rein.opik_server.api.signing import SIGNATURE, enter_signed
from rein.opik_server.costs import load_prices

THREADS = 32
"""Requests that are worked on at the same time: so many that read, and as many others."""
LARGE_AT_ONCE = 2
"""Requests with large bodies that are worked on at the same time, beside the others."""
MOUNT = "/api"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]

_log = logging.getLogger("rein.opik_server")


def create_app(server: Server, gate: Gate, *, intake: Intake | None = None) -> Starlette:
    """The application; the API lies under `/api`. The caller opens and closes the store."""
    answers = _Answers(server, gate, intake or Intake())
    return Starlette(
        routes=[Mount(MOUNT, routes=_routes(ENDPOINTS, answers)), *page_routes(server, gate)],
        exception_handlers={
            HTTPException: _http_error,
            ReinError: _named_error,
            ClientDisconnect: _gone,
            Exception: _unexpected,
        },
        lifespan=answers.lifespan,
    )


class _Answers:
    def __init__(self, server: Server, gate: Gate, intake: Intake) -> None:
        self._server = server
        self._gate = gate
        self._intake = intake
        self._writing: anyio.CapacityLimiter | None = None
        self._reading: anyio.CapacityLimiter | None = None
        self._streaming: anyio.CapacityLimiter | None = None
        self._large: anyio.CapacityLimiter | None = None

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncGenerator[None]:
        self._writing, self._reading = anyio.CapacityLimiter(THREADS), anyio.CapacityLimiter(THREADS)
        self._streaming, self._large = anyio.CapacityLimiter(THREADS), anyio.CapacityLimiter(LARGE_AT_ONCE)
        threading.Thread(target=load_prices, name="opik-prices", daemon=True).start()
        yield

    def of(self, endpoints: Mapping[str, Endpoint]) -> Callable[[Request], Awaitable[Response]]:
        """The answer to all methods of one path."""

        async def answer(request: Request) -> Response:
            endpoint = endpoints.get(request.method)
            if endpoint is None:
                raise _not_here(request)
            sender = self._enter(endpoint, request)
            call = Call(
                server=self._server,
                workspace=sender.workspace,
                by=sender.by,
                all_workspaces=sender.all_workspaces,
                path=request.path_params,
                query=request.query_params,
                headers=request.headers,
                body=b"",
                base_url=str(request.base_url).rstrip("/") + MOUNT,
            )
            if endpoint.at_once:
                return endpoint.handler(call)
            chunks = patient(request.stream())
            if not endpoint.takes_body:
                # As slowly as a sender likes: on threads that nobody else waits for.
                streamed = replace(call, stream=_from_thread(chunks))
                return await anyio.to_thread.run_sync(lambda: endpoint.handler(streamed), limiter=self._streaming)
            headers, limit = request.headers, MAX_BODY_BYTES if endpoint.large else SMALL_BODY_BYTES
            with Body(self._intake, headers.get("content-encoding", ""), headers.get("content-length"), limit) as body:
                await body.receive(chunks)
                return await self._run(endpoint, call, body)

        return answer

    def _enter(self, endpoint: Endpoint, request: Request) -> Sender:
        """Raises Unauthorized, Forbidden, Overloaded."""
        if endpoint.signed and SIGNATURE in request.query_params:
            return enter_signed(self._server.directory, endpoint.path, request.query_params)
        return self._gate.enter(request.headers, endpoint.path)

    async def _run(self, endpoint: Endpoint, call: Call, body: Body) -> Response:
        """In a thread. Those that read have threads of their own: they answer while all others wait for the disk."""

        def work() -> Response | bytes:
            whole = body.unzipped()
            return whole if len(whole) > LARGE_BODY_BYTES else endpoint.handler(replace(call, body=whole))

        limiter = self._reading if endpoint.method == "GET" else self._writing
        answer = await anyio.to_thread.run_sync(work, limiter=limiter)
        if isinstance(answer, Response):
            return answer
        whole = replace(call, body=answer)
        return await anyio.to_thread.run_sync(lambda: endpoint.handler(whole), limiter=self._large)


def _routes(endpoints: Sequence[Endpoint], answers: _Answers) -> list[Route]:
    """One route a path; a fixed path goes before one with placeholders that it also fits."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    ordered = sorted(by_path, key=lambda path: [(part.startswith("{"), part) for part in path.split("/")])
    return [Route(path, answers.of(by_path[path]), methods=METHODS) for path in ordered]


def _from_thread(chunks: AsyncIterator[bytes]) -> Iterator[bytes]:
    """The chunks of a request, for a handler in a thread."""
    while True:
        chunk = anyio.from_thread.run(_next, chunks)
        if chunk is None:
            return
        yield chunk


async def _next(chunks: AsyncIterator[bytes]) -> bytes | None:
    return await anext(chunks, None)


def _not_here(request: Request) -> Missing:
    return Missing(f"{request.method} {request.url.path} is not part of this server; see its API reference.")


async def _http_error(request: Request, error: Exception) -> Response:
    """A path that no route has."""
    assert isinstance(error, HTTPException)
    if error.status_code in (404, 405):
        return await _named_error(request, _not_here(request))
    return reply(ErrorMessage(error.status_code, error.detail), error.status_code)


async def _named_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ReinError)
    status = status_of(error)
    if status >= 500:
        _log.error("%s %s: %s", request.method, request.url.path, error)
    answer = reply(ErrorMessage(status, str(error)), status)
    if request.url.path.endswith("/search"):
        answer.headers["Content-Type"] = STREAM  # a stream's refusal, too, is described so
    if status == 401 and "text/html" in request.headers.get("accept", ""):
        answer.headers["WWW-Authenticate"] = BASIC  # so that a browser asks for the key
    if status == 408:
        answer.headers["Connection"] = "close"  # what is still to come of the body is not waited for
    wait_s = retry_after_s(error)
    if wait_s is not None:
        # The official client takes a message up again after what RateLimit-Reset says, and drops it without.
        answer.headers["Retry-After"] = answer.headers["RateLimit-Reset"] = str(max(ceil(wait_s), 1))
    return answer


async def _gone(_: Request, __: Exception) -> Response:
    """The sender hung up; nobody reads this."""
    return Response(status_code=499)


async def _unexpected(request: Request, error: Exception) -> Response:
    """A fault of ours: the log has the trace, the sender a plain sentence."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return reply(ErrorMessage(500, "The server failed on this request; its log says why."), 500)
