"""`rein doctor` on the way of traces: is Opik there, our key taken, the project known, what waits in the spool."""

from collections.abc import Iterator
from typing import cast
from urllib.parse import urlsplit

import httpx

from rein.cli.findings import Finding, broken, ok, warning
from rein.cli.text import clean_line, count
from rein.errors import StorageError
from rein.opik.address import OPIK_CLOUD_URL, opik_base_url, opik_headers
from rein.opik.embedded import embedded_directory
from rein.opik.embedded_reader import EmbeddedReader
from rein.opik.exporter import spool_directory
from rein.opik.spool_files import spool_status
from rein.settings import Settings

SHOWN_PROJECTS = 5
NEARLY_FULL = 0.8
TIMEOUT_HINT = "Check that it runs and that OPIK_URL_OVERRIDE names it; traces wait in the spool until it answers."


def check_opik(settings: Settings, timeout_s: float) -> list[Finding]:
    """From the address to the project, as far as it goes."""
    base = opik_base_url(settings)
    if base is None:
        return [_embedded(settings)]
    place = _without_secrets(base)
    if not base.lower().startswith(("http://", "https://")):
        return [broken("opik", f"OPIK_URL_OVERRIDE is no http address: {place}", _example())]
    if base == OPIK_CLOUD_URL and settings.opik_api_key is None:
        return [broken("opik", "Opik's cloud needs a key and OPIK_API_KEY is not set", "Set it, and OPIK_WORKSPACE.")]
    with httpx.Client(headers=opik_headers(settings), timeout=timeout_s) as client:
        try:
            if not _alive(client, base):
                return [_wrong_address(client, base, place)]
            return [ok("opik", f"{place} answers"), *_project(client, base, settings)]
        except httpx.InvalidURL:
            return [broken("opik", f"OPIK_URL_OVERRIDE is no address: {place}", _example())]
        except httpx.HTTPError as error:
            return [broken("opik", f"{place} does not answer ({type(error).__name__})", TIMEOUT_HINT)]


def _embedded(settings: Settings) -> Finding:
    """The embedded Opik, which takes what no other does: can it be read, and what is in it."""
    directory = embedded_directory(settings)
    try:
        size = EmbeddedReader(directory, settings.opik_workspace).size()
    except StorageError as error:
        return broken("opik", clean_line(str(error)), f"The embedded Opik lies in {clean_line(str(directory))}.")
    held = f"{count(size.traces, 'trace')}, {size.bytes / 2**20:.1f} MB" if size.traces else "no traces yet"
    return ok("opik", f"the one of this installation: {held}; `rein traces` shows them")


def check_spool(settings: Settings) -> Iterator[Finding]:
    """What waits to be sent, what was refused, what was lost."""
    status = spool_status(spool_directory(settings))
    megabytes = status.bytes / 2**20
    size = f"{megabytes:.1f} of {settings.spool_max_mb} MB"
    if status.pending_records:
        yield warning(
            "spool",
            f"{count(status.pending_records, 'record')} not yet confirmed by Opik, {size}",
            "They are sent by the next run that reaches Opik, or at once: rein opik spool flush",
        )
    else:
        yield ok("spool", f"{size}, nothing waits to be sent")
    if status.trouble and settings.opik_configured:
        yield warning(
            "spool",
            clean_line(f"Opik turns traces away: {status.trouble.reason} (last tried {status.trouble.at})"),
            "Check OPIK_URL_OVERRIDE, OPIK_API_KEY and OPIK_WORKSPACE. All waits until they are right.",
        )
    if megabytes > NEARLY_FULL * settings.spool_max_mb:
        yield warning(
            "spool",
            f"nearly full ({size}): the oldest traces are dropped when it is",
            "Let Opik take them, clear it with `rein opik spool clear`, or raise REIN_SPOOL_MAX_MB.",
        )
    if status.lost_traces:
        yield warning(
            "spool",
            f"{count(status.lost_traces, 'trace')} lost because the spool was full or could not be written",
            "Raise REIN_SPOOL_MAX_MB, or make room on the disk.",
        )
    if status.dead_letters:
        yield warning(
            "spool",
            f"Opik refused {count(status.dead_letters, 'row')} for good",
            f"The reasons are in {spool_directory(settings)}; an Opik that is too old is the usual one.",
        )


def _alive(client: httpx.Client, base: str) -> bool:
    answer = client.get(f"{base}/is-alive/ping")
    return answer.is_success and "text/html" not in answer.headers.get("content-type", "")


def _wrong_address(client: httpx.Client, base: str, place: str) -> Finding:
    """Something answers, but not Opik's API: most often `/api` is missing."""
    for guess in (f"{base}/api", f"{base}/opik/api"):
        if _alive(client, guess):
            return broken(
                "opik",
                f"{place} is not the address of Opik's API",
                f"Set OPIK_URL_OVERRIDE to {_without_secrets(guess)}",
            )
    return broken("opik", f"something answers at {place}, but it is not Opik's API", _example())


def _project(client: httpx.Client, base: str, settings: Settings) -> Iterator[Finding]:
    name = settings.opik_project_name
    answer = client.post(f"{base}/v1/private/projects/retrieve", json={"name": name})
    if answer.status_code in (401, 403):
        workspace = clean_line(settings.opik_workspace)
        key = "OPIK_API_KEY is not accepted" if settings.opik_api_key else "a key is needed and OPIK_API_KEY is not set"
        yield broken(
            "opik", f"{key} (workspace {workspace})", "Check OPIK_API_KEY, and that OPIK_WORKSPACE is its workspace."
        )
    elif answer.is_success:
        yield ok("opik", clean_line(f"project {name} is there (workspace {settings.opik_workspace})"))
    elif answer.status_code == 404:
        others = _other_projects(client, base)
        hint = f" There are: {', '.join(others)}." if others else ""
        yield warning(
            "opik",
            clean_line(f"no project {name} yet (workspace {settings.opik_workspace}): the first trace makes it.{hint}"),
            "If you look for traces elsewhere, set OPIK_PROJECT_NAME or OPIK_WORKSPACE to where you look.",
        )
    else:
        yield warning("opik", f"the project could not be looked up (status {answer.status_code})", "Try again later.")


def _other_projects(client: httpx.Client, base: str) -> list[str]:
    answer = client.get(f"{base}/v1/private/projects", params={"size": SHOWN_PROJECTS})
    try:
        page: object = answer.json()
    except ValueError:
        return []
    content = cast(dict[str, object], page).get("content") if isinstance(page, dict) else None
    rows = cast(list[object], content) if isinstance(content, list) else []
    names = [cast(dict[str, object], row).get("name") for row in rows if isinstance(row, dict)]
    return [clean_line(name)[:80] for name in names if isinstance(name, str)]


def _without_secrets(url: str) -> str:
    """The address without a user's name and password in it."""
    try:
        parts = urlsplit(url)
        return clean_line(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl())
    except ValueError:
        return "(unreadable)"


def _example() -> str:
    self_hosted = "http://localhost:5173/api"
    return f"Set OPIK_URL_OVERRIDE to {self_hosted} (self-hosted) or {OPIK_CLOUD_URL} (cloud); it ends in /api."
