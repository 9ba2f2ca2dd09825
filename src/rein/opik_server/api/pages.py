"""Plain pages for the links that the client prints: what is in a workspace, a project, a trace, in a few figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import anyio.to_thread
import msgspec
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rein.errors import ReinError
from rein.opik_server.api import html
from rein.opik_server.api.call import Server, any_uuid
from rein.opik_server.api.faults import Missing, status_of
from rein.opik_server.api.gate import BASIC, DEFAULT_WORKSPACE, Gate, Sender
from rein.opik_server.api.html import text
from rein.opik_server.ids import format_id
from rein.opik_server.store.project_sums import project_sums
from rein.opik_server.store.projects import Project, list_projects, require_project
from rein.opik_server.store.reading import (
    NO_PAYLOADS,
    Page,
    Span,
    find_traces,
    get_trace,
    load_traces,
    trace_tree,
    workspace_number,
)

MAX_PROJECTS = 200
MAX_TRACES = 50
MAX_SPANS = 500
MAX_PAYLOAD_CHARS = 5000
_API = "/api/v1/private"
_PATH = "/{path:path}"
_tokens = msgspec.json.Decoder(dict[str, int])


@dataclass(frozen=True, slots=True)
class _Visit:
    """A page that is asked for."""

    connection: sqlite3.Connection
    sender: Sender
    workspace: int
    query: Mapping[str, str]
    address: str
    """The server's, as the visitor reaches it."""
    parts: Sequence[str] = field(default=())
    """Of the path, behind the workspace."""

    @property
    def root(self) -> str:
        """The address of the workspace."""
        return f"/{quote(self.sender.workspace, safe='')}"

    @property
    def way(self) -> list[str]:
        """The links above the title."""
        return [html.link(self.root, text(self.sender.workspace))]

    def json(self, path: str) -> str:
        """A link to the JSON, which a browser gets of the workspace that needs no header."""
        reachable = self.sender.workspace == DEFAULT_WORKSPACE or not self.sender.all_workspaces
        return html.link(_API + path, "JSON") if reachable else ""


def page_routes(server: Server, gate: Gate) -> list[Route]:
    """Everything outside of the API."""

    async def answer(request: Request) -> Response:
        parts = [part for part in request.url.path.split("/") if part]
        try:
            sender = gate.enter(_with_workspace(request.headers, parts), _PATH)
            address = str(request.base_url).rstrip("/")
            return await anyio.to_thread.run_sync(
                lambda: _show(server, sender, address, parts[1:], request.query_params)
            )
        except ReinError as error:
            status = status_of(error)
            page = html.page(f"{status}", [html.link("/", "Opik")], f"<p>{text(error)}</p>", status)
            if status == 401:
                page.headers["WWW-Authenticate"] = BASIC
            return page

    return [Route(_PATH, answer, methods=["GET"])]


def _with_workspace(headers: Headers, parts: Sequence[str]) -> Mapping[str, str]:
    """A browser says by the address which workspace it means."""
    kept = {name: value for name, value in headers.items() if name != "comet-workspace"}
    return {**kept, "comet-workspace": parts[0]} if parts else kept


def _show(server: Server, sender: Sender, address: str, parts: Sequence[str], query: Mapping[str, str]) -> Response:
    def read(connection: sqlite3.Connection) -> Response:
        number = workspace_number(connection, sender.workspace)
        visit = _Visit(connection, sender, -1 if number is None else number, query, address, parts)
        return _page(visit)(visit)

    return server.store.read(read)


def _page(visit: _Visit) -> Callable[[_Visit], Response]:
    match visit.parts:
        case []:
            return _workspace
        case ["redirect", "projects"]:
            return _named_project
        case ["projects", _, *_]:
            return _trace if visit.query.get("trace") else _project
        case ["datasets" | "experiments" | "optimizations", _, *_]:
            return _dataset
        case _:
            raise Missing("There is no page at this address.")


def _workspace(visit: _Visit) -> Response:
    projects = list_projects(visit.connection, visit.workspace, MAX_PROJECTS)
    if not projects:
        body = (
            "<p>Nothing here yet. Point the official client, or Rein, at this server:</p>"
            f"<pre>export OPIK_URL_OVERRIDE={text(visit.address)}/api</pre>"
        )
    else:
        body = html.table(
            ["project", "#traces", "#threads", "last trace"],
            [
                [
                    html.link(f"{visit.root}/projects/{format_id(project.id)}", text(project.name)),
                    f"{project.trace_count:,}",
                    f"{project.thread_count:,}",
                    html.moment(project.last_trace_us),
                ]
                for project in projects
            ],
        )
    body += f'<p class="soft">{visit.json("/projects")}</p>'
    return html.page(f"Workspace {visit.sender.workspace}", [html.link("/", "Opik")], body)


def _project(visit: _Visit) -> Response:
    return _of_project(visit, require_project(visit.connection, visit.workspace, any_uuid(visit.parts[1], "project")))


def _named_project(visit: _Visit) -> Response:
    return _of_project(visit, require_project(visit.connection, visit.workspace, visit.query.get("name", "")))


def _of_project(visit: _Visit, project: Project) -> Response:
    sums = project_sums(visit.connection, project.project, 0)
    tokens = sums.spans.get("u:total_tokens", 0)
    body = html.facts(
        [
            ("traces", f"{project.trace_count:,}"),
            ("spans", f"{project.span_count:,}"),
            ("threads", f"{project.thread_count:,}"),
            ("traces with errors", f"{sums.traces.get('errors', 0):,}"),
            ("tokens", f"{tokens:,}" if tokens else ""),
            ("cost", html.cost(sums.spans.get("cost_pico"))),
            ("last trace", html.moment(project.last_trace_us)),
            ("", visit.json(f"/projects/{format_id(project.id)}")),
        ]
    )
    ids = find_traces(visit.connection, project.project, Page(MAX_TRACES))
    here = f"{visit.root}/projects/{format_id(project.id)}/traces?trace="
    body += "<h2>Newest traces</h2>" + html.table(
        ["trace", "began", "#duration", "#spans", "#tokens", "#cost"],
        [
            [
                html.link(here + format_id(trace.id), text(trace.name or "(no name)")) + _failed(trace.has_error),
                html.moment(trace.start_us),
                html.duration(None if trace.end_us is None else trace.end_us - trace.start_us),
                f"{trace.span_count:,}",
                _total(trace.usage),
                html.cost(trace.cost_pico),
            ]
            for trace in load_traces(visit.connection, visit.workspace, ids, NO_PAYLOADS)
        ],
    )
    return html.page(project.name, visit.way, body)


def _trace(visit: _Visit) -> Response:
    trace = get_trace(visit.connection, visit.workspace, any_uuid(visit.query["trace"], "trace"))
    if trace is None:
        raise Missing("There is no such trace in this workspace; it may not have been sent yet.")
    project = require_project(visit.connection, visit.workspace, trace.project_id)
    spans = trace_tree(visit.connection, visit.workspace, trace.id)
    body = html.facts(
        [
            ("began", html.moment(trace.start_us)),
            ("ended", html.moment(trace.end_us)),
            ("duration", html.duration(None if trace.end_us is None else trace.end_us - trace.start_us)),
            ("tokens", _total(trace.usage)),
            ("cost", html.cost(trace.cost_pico)),
            ("thread", text(trace.thread_id or "")),
            ("", visit.json(f"/traces/{format_id(trace.id)}")),
        ]
    )
    for title, json in zip(("Error", "Input", "Output"), (trace.payload[3], *trace.payload[:2]), strict=True):
        if json is not None:
            body += f"<h2>{title}</h2><pre>{_readable(json)}</pre>"
    if spans:
        body += f"<h2>{len(spans):,} spans</h2>" + _tree(spans, trace.start_us)
    way = [*visit.way, html.link(f"{visit.root}/projects/{format_id(project.id)}", text(project.name))]
    return html.page(trace.name or "(no name)", way, body)


def _tree(spans: Sequence[Span], start_us: int) -> str:
    children: dict[bytes | None, list[Span]] = {}
    known = {span.id for span in spans}
    for span in spans:
        parent = span.parent_span_id if span.parent_span_id in known else None
        children.setdefault(parent, []).append(span)
    rows: list[list[str]] = []
    waiting = [(span, 0) for span in reversed(children.get(None, []))]
    while waiting and len(rows) < MAX_SPANS:
        span, depth = waiting.pop()
        waiting += [(child, depth + 1) for child in reversed(children.get(span.id, []))]
        indent = f'<span class="tree">{"  " * min(depth, 30)}</span>'
        rows.append(
            [
                indent + text(span.name or "(no name)") + _failed(span.has_error),
                text(span.model or span.type or ""),
                html.duration(span.start_us - start_us) if span.start_us >= start_us else "",
                html.duration(None if span.end_us is None else span.end_us - span.start_us),
                _total(span.usage),
                html.cost(span.cost_pico),
            ]
        )
    shown = html.table(["span", "kind", "#began after", "#duration", "#tokens", "#cost"], rows)
    return shown if len(rows) == len(spans) else f"{shown}<p>… and {len(spans) - len(rows):,} more.</p>"


def _dataset(visit: _Visit) -> Response:
    dataset_id = any_uuid(visit.parts[1], "dataset")
    row: tuple[str] | None = visit.connection.execute(
        "SELECT name FROM datasets WHERE workspace = ? AND id = ?", (visit.workspace, dataset_id)
    ).fetchone()
    if row is None:
        raise Missing("There is no such dataset in this workspace.")
    here = format_id(dataset_id)
    links = [("dataset", visit.json(f"/datasets/{here}")), ("items", visit.json(f"/datasets/{here}/items?size=100"))]
    wanted = visit.query.get("experiments")
    if wanted:
        path = f"/datasets/{here}/items/experiments/items?experiment_ids={quote(wanted)}&size=100"
        links.append(("compared", visit.json(path)))
    experiments: list[tuple[bytes, str, int]] = visit.connection.execute(
        "SELECT id, name, created_us FROM experiments WHERE workspace = ? AND dataset_id = ? ORDER BY id DESC LIMIT ?",
        (visit.workspace, dataset_id, MAX_TRACES),
    ).fetchall()
    body = html.facts(links)
    if experiments:
        body += "<h2>Experiments</h2>" + html.table(
            ["experiment", "made", ""],
            [
                [text(name), html.moment(us), visit.json(f"/experiments/{format_id(id_)}")]
                for id_, name, us in experiments
            ],
        )
    return html.page(row[0], visit.way, body)


def _failed(has_error: int) -> str:
    return ' <span class="error">failed</span>' if has_error else ""


def _total(usage: str | None) -> str:
    tokens = 0 if usage is None else _tokens.decode(usage).get("total_tokens", 0)
    return f"{tokens:,}" if tokens else ""


def _readable(json: bytes) -> str:
    """JSON with line breaks, cut."""
    if len(json) > 20 * MAX_PAYLOAD_CHARS:
        shown = json[: 4 * MAX_PAYLOAD_CHARS].decode("utf-8", "ignore")
    else:
        try:
            shown = msgspec.json.format(json, indent=2).decode()
        except msgspec.MsgspecError:
            shown = json.decode("utf-8", "replace")
    return text(shown[:MAX_PAYLOAD_CHARS]) + ("…" if len(shown) > MAX_PAYLOAD_CHARS else "")
