"""Who is let in, and into which workspace."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from rein.opik_server.api.faults import Forbidden, Overloaded, Unauthorized
from rein.opik_server.api.reply import ErrorMessage, reply
from rein.opik_server.keys import KeyFile

DEFAULT_WORKSPACE = "default"
ADMIN = "admin"
"""Who writes where nobody has to say who they are."""
BASIC = 'Basic realm="Opik (any name, and an API key as the password)", charset="UTF-8"'
_OPEN_TO_ALL = frozenset(("/is-alive/ping", "/is-alive/ver"))
_FAILURES = 20
_WINDOW_S = 10.0
"""More wrong keys than that in this time are told to wait: a key of 256 bits is not guessed, but noise is."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who is asking."""

    workspace: str
    by: str
    all_workspaces: bool = False
    """Whether other workspaces than the named one are open, too."""


class Gate:
    """Open to everyone who reaches it, in any workspace."""

    def enter(self, headers: Mapping[str, str], path: str) -> Sender:
        """Who a request is from. `path` is the endpoint's own, none that the sender chose.

        Raises Unauthorized, Forbidden, Overloaded.
        """
        return Sender(headers.get("comet-workspace") or DEFAULT_WORKSPACE, ADMIN, all_workspaces=True)


class OpenGate(Gate):
    """Asks for no key; lets in to the default workspace, those of the store, and those that a key was made for."""

    def __init__(self, existing: frozenset[str], keys: KeyFile, token: str) -> None:
        self._existing = existing
        self._keys = keys
        self._token = token

    def enter(self, headers: Mapping[str, str], path: str) -> Sender:
        """See `Gate`. A name that is not known is refused: a slip would begin a workspace that nobody finds."""
        workspace = headers.get("comet-workspace") or DEFAULT_WORKSPACE
        known = path in _OPEN_TO_ALL or self._knows(workspace)
        if not known and _same(_secret(headers), self._token):
            self._existing |= {workspace}  # what Rein itself writes into, others may read
        elif not known:
            raise Forbidden(
                f"There is no workspace {workspace[:100]!r} here. Use {DEFAULT_WORKSPACE!r} (unset OPIK_WORKSPACE), or "
                "make one with `rein opik key create --workspace NAME`."
            )
        return Sender(workspace, ADMIN, all_workspaces=True)

    def _knows(self, workspace: str) -> bool:
        return (
            workspace == DEFAULT_WORKSPACE
            or workspace in self._existing
            or any(key.workspace == workspace for key in self._keys.all())
        )


class KeyGate(Gate):
    """Asks for a key, which opens one workspace, or for the token of this machine's user (`Door`), which opens all."""

    def __init__(self, keys: KeyFile, token: str) -> None:
        self._keys = keys
        self._token = token
        self._failures: deque[float] = deque(maxlen=_FAILURES)

    def enter(self, headers: Mapping[str, str], path: str) -> Sender:
        """See `Gate`. `Authorization` holds the key as it is, behind `Bearer`, or as the password of `Basic`."""
        if path in _OPEN_TO_ALL:
            return Sender(DEFAULT_WORKSPACE, ADMIN)
        secret = _secret(headers)
        if not secret:
            raise Unauthorized("An API key is needed: set OPIK_API_KEY to one that `rein opik key create` made.")
        if _same(secret, self._token):
            return Sender(headers.get("comet-workspace") or DEFAULT_WORKSPACE, ADMIN, all_workspaces=True)
        key = self._keys.find(secret)
        if key is None:
            self._fail()
            raise Unauthorized("The API key is not known here. Check OPIK_API_KEY; it may have been revoked.")
        workspace = headers.get("comet-workspace") or key.workspace
        if workspace != key.workspace:
            raise Forbidden(
                f"The API key does not open the workspace {workspace[:100]!r}. Set OPIK_WORKSPACE to the key's own."
            )
        return Sender(workspace, key.name)

    def _fail(self) -> None:
        now = monotonic()
        if len(self._failures) == _FAILURES and now - self._failures[0] < _WINDOW_S:
            raise Overloaded("Too many wrong API keys. Wait, and check OPIK_API_KEY.", _WINDOW_S)
        self._failures.append(now)


def _same(secret: str, token: str) -> bool:
    return hmac.compare_digest(secret.encode("utf-8", "surrogateescape"), token.encode())


def _secret(headers: Mapping[str, str]) -> str:
    authorization = headers.get("authorization", "").strip()
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return ""
    return authorization


class BrowserGuard:
    """Keeps other web sites out: what a page of theirs sends from a visitor's browser is refused.

    Bound to loopback the server asks nobody for a key, and any page can send a request to 127.0.0.1, or to a name of
    its own that it lets resolve there. So the Host must be this machine's, and what a browser says of a request's
    origin must be this server. Following a link from elsewhere to a page is fine.
    """

    def __init__(self, app: ASGIApp, *, loopback_only: bool) -> None:
        self._app = app
        self._loopback_only = loopback_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        trouble = self._trouble(scope) if scope["type"] == "http" else None
        if trouble is None:
            await self._app(scope, receive, send)
        else:
            await reply(ErrorMessage(403, trouble), 403)(scope, receive, send)

    def _trouble(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._loopback_only and not _is_loopback(host):
            return (
                f"This server is for this machine alone, and the request is for {host[:100]!r}. "
                "Use 127.0.0.1, or serve with --host and an API key."
            )
        origin = headers.get("origin")
        if origin is not None and (not host or _place(origin) != host.lower()):
            return "Requests from other web sites are refused."
        site = headers.get("sec-fetch-site", "none")
        followed = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
        if site not in ("none", "same-origin") and not followed:
            return "Requests from other web sites are refused."
        return None


def _place(origin: str) -> str:
    """Host and port of an origin; empty for one that is none, such as `null`."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
