"""One request to Opik, and what its answer means for the rows in it."""

from __future__ import annotations

import functools
import gzip
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import ssl

    import httpx

_GZIP_FROM_BYTES = 256
_CONNECT_S = 5.0
_ANSWER_S = 30.0
_MAX_REASON_CHARS = 500

Method = Literal["POST", "PUT", "PATCH"]


class Postponed(Exception):
    """Opik could not take the rows now. Send them again, after `wait_s` seconds if that is given."""

    def __init__(self, reason: str, *, wait_s: float | None = None, misconfigured: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait_s = wait_s
        self.misconfigured = misconfigured
        """Whether a person has to mend the key or the address first."""


class Refused(Exception):
    """Opik will never take these rows."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Transport(Protocol):
    """The way to one Opik, used by one thread at a time."""

    def send(self, method: Method, path: str, body: bytes) -> None:
        """Deliver a JSON body. Raises Postponed, Refused."""
        ...

    def rest(self) -> None:
        """There is nothing more to send for now."""
        ...

    def close(self) -> None:
        """Let go of everything; the next body opens it again."""
        ...


class HttpTransport:
    """A connection over the network; httpx is imported at the first request."""

    def __init__(self, base_url: str, headers: Mapping[str, str]) -> None:
        self._base_url = base_url
        self._headers = dict(headers)
        self._client: httpx.Client | None = None

    def send(self, method: Method, path: str, body: bytes) -> None:
        """Deliver a JSON body.

        Raises:
            Postponed: no answer, or one that means "later": 408, 425, 429, 5xx; 401 and 403 (the key), 402 and 407 (the
                account, a proxy), 3xx, 404, 405 and web pages (the address) until a person has mended that.
            Refused: any other 4xx, and a 404 of the API itself for the one thing that is updated.
        """
        import httpx

        if self._client is None:
            timeout = httpx.Timeout(_ANSWER_S, connect=_CONNECT_S)
            self._client = httpx.Client(headers=self._headers, timeout=timeout, verify=_trusted(self._base_url))
        headers = {"Content-Type": "application/json"}
        if len(body) >= _GZIP_FROM_BYTES:
            body = gzip.compress(body, compresslevel=5, mtime=0)
            headers["Content-Encoding"] = "gzip"
        try:
            answer = self._client.request(method, self._base_url + path, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise Postponed(f"no answer ({type(error).__name__})") from None
        except httpx.InvalidURL:
            raise Postponed("the address is no URL", misconfigured=True) from None
        _judge(answer)

    def rest(self) -> None:
        """Nothing: a connection may stay open."""

    def close(self) -> None:
        """Close the connection; the next request opens a new one."""
        client, self._client = self._client, None
        if client is not None:
            client.close()


@functools.cache
def _certificates() -> ssl.SSLContext:
    """What https trusts. Reading the certificates takes 50 ms of processor time: once a process is enough."""
    import httpx

    return httpx.create_ssl_context()


def _trusted(base_url: str) -> ssl.SSLContext:
    """Nothing for http, which has no use for certificates and need not wait for them."""
    import ssl

    return _certificates() if base_url.lower().startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _judge(answer: httpx.Response) -> None:
    """What an answer means. docs/decisions/refused-or-misdirected.md says why."""
    status, said = answer.status_code, answer.headers.get("content-type", "").lower()
    if status in (401, 403):
        raise Postponed(f"status {status}: the key or the workspace is not accepted", misconfigured=True)
    if status in (402, 407):  # the hosted service's quota; a proxy on the way
        raise Postponed(f"status {status}: the account or a proxy does not let traces pass", misconfigured=True)
    if said.startswith("text/html") and status < 500 and status not in (408, 413, 429):
        raise Postponed(f"status {status}: a web page answered, not Opik's API", misconfigured=True)
    if answer.is_success:
        return
    if status == 404 and answer.request.method == "PATCH" and "json" in said:
        # The trace is not there. To wait for it would hold up all that is traced after it.
        raise Refused(status, answer.text[:_MAX_REASON_CHARS])
    if status in (404, 405) or status < 400:
        raise Postponed(f"status {status}: this is not the address of Opik's API", misconfigured=True)
    if status in (408, 425, 429) or status >= 500:
        raise Postponed(f"status {status}", wait_s=_retry_after_s(answer.headers.get("retry-after")))
    raise Refused(status, answer.text[:_MAX_REASON_CHARS])


def _retry_after_s(value: str | None) -> float | None:
    """The header's seconds, or the seconds until its date; None when there is none that can be read."""
    if value is None:
        return None
    try:
        seconds = float(value)
        return max(seconds, 0.0) if math.isfinite(seconds) else None
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0) if moment.tzinfo else None
