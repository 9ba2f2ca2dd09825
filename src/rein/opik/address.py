"""Where Opik is: its API, and the pages that show a trace."""

import base64
import re
from urllib.parse import quote

from rein.settings import Settings

OPIK_CLOUD_URL = "https://www.comet.com/opik/api"
"""The API of Opik's hosted service, used when only a key is set."""

_LOGIN = re.compile(r"(?<=://)[^/?#]*@")


def opik_base_url(settings: Settings) -> str | None:
    """The API's address without a slash at its end; None when no Opik is configured."""
    if not settings.opik_configured:
        return None
    return (settings.opik_url_override or OPIK_CLOUD_URL).rstrip("/")


def opik_headers(settings: Settings) -> dict[str, str]:
    """What every request carries: the workspace, and the key as it is (no `Bearer`)."""
    headers = {"Comet-Workspace": settings.opik_workspace}
    if settings.opik_api_key is not None:
        headers["Authorization"] = settings.opik_api_key.get_secret_value()
    return headers


def opik_trace_url(settings: Settings, trace_id: str) -> str | None:
    """The page that shows this trace, without a login that the API's address holds; None when no Opik is configured."""
    base = opik_base_url(settings)
    if base is None:
        return None
    base = _LOGIN.sub("", base)
    path = base64.b64encode(base.encode()).decode("ascii")
    return f"{base}/v1/session/redirect/projects/?trace_id={quote(trace_id)}&path={quote(path, safe='=')}"
