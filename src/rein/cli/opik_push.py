"""`rein opik push`: what this installation's own Opik holds, sent to another one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn

from rein.cli.console import is_live, output, warnings
from rein.cli.local_traces import settle
from rein.cli.opik_place import store_directory
from rein.cli.text import clean_line, count
from rein.errors import SettingsError, UsageError
from rein.opik.address import opik_base_url, opik_headers
from rein.opik.dead_letters import read_dead_letters
from rein.opik.exporter import spool_directory
from rein.opik.push import Push, Pushed
from rein.opik.transport import HttpTransport
from rein.opik_server.door import find_door
from rein.settings import Settings, get_settings


def push_all(data_dir: Path | None) -> None:
    """Send everything that the Opik named by the settings does not have yet.

    Raises:
        SettingsError: no Opik is named.
        UsageError: it is the one that the traces come from.
        ReinError: it does not take them.
    """
    settings = get_settings()
    base_url = opik_base_url(settings)
    if base_url is None:
        raise SettingsError("No Opik is named, so there is nowhere to send to. Set OPIK_URL_OVERRIDE or OPIK_API_KEY.")
    directory = store_directory(settings, data_dir)
    door = find_door(directory)
    if door is not None and door.url.rstrip("/") == base_url:
        raise UsageError(f"{clean_line(base_url)} is the Opik that these traces lie in.")
    settle(settings.model_copy(update={"opik_url_override": None, "opik_api_key": None}))
    target = hashlib.blake2b(f"{base_url} {settings.opik_workspace}".encode(), digest_size=12).hexdigest()
    letters = spool_directory(settings)
    refused = len(read_dead_letters(letters))
    push = Push(directory, HttpTransport(base_url, opik_headers(settings)), target, letters)
    done = _with_progress(push)
    _report(done, len(read_dead_letters(letters)) - refused, base_url, settings)


def _with_progress(push: Push) -> Pushed:
    console = warnings()
    if not is_live(console):
        return push.run(lambda _: None)
    with Progress(
        BarColumn(bar_width=None, style="dim", complete_style="cyan"),
        TextColumn("{task.fields[line]}"),
        console=console,
        expand=True,
        transient=True,
    ) as bar:
        task = bar.add_task("", line="")

        def show(state: Pushed) -> None:
            bar.update(task, total=max(state.total, state.seen), completed=state.seen, line=f"{state.sent:,} sent")

        return push.run(show)


def _report(done: Pushed, refused: int, base_url: str, settings: Settings) -> None:
    console = output()
    if not done.seen:
        console.print("There is nothing to send: this installation's Opik is empty.")
    elif not done.sent:
        console.print(f"Nothing new: the other Opik has all {count(done.seen, 'row')}.")
    else:
        place = f"{clean_line(base_url)}, workspace {clean_line(settings.opik_workspace)}"
        sent = f"{count(done.sent, 'row')} of {count(len(done.projects), 'project')}"
        console.print(f"Sent {sent} to {place}.", markup=False)
    if refused > 0:
        console.print(f"It refused {count(refused, 'row')} for good; `rein opik spool` says why.")
