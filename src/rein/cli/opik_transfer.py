"""`rein opik backup`, `export` and `import`: the embedded Opik's data in and out, also while it is served."""

import http.client
import json
import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

import msgspec
from rich.text import Text

from rein.cli.console import is_live, output, warnings
from rein.cli.opik_place import store_directory
from rein.cli.text import clean_line, count
from rein.errors import ReinError, StorageError
from rein.opik_server.door import Door, find_door
from rein.opik_server.store.attachment_files import FOLDER
from rein.opik_server.store.attachments import attachments_size
from rein.opik_server.store.backup import back_up
from rein.opik_server.store.connection import DATABASE
from rein.opik_server.store.errors import Busy, NotFound, StoreLocked
from rein.opik_server.store.projects import require_project
from rein.opik_server.store.reading import workspace_number
from rein.opik_server.store.snapshot import snapshot
from rein.opik_server.store.store import Store
from rein.opik_server.transfer import lines
from rein.opik_server.transfer_in import IMPORT_PATH, bring_in
from rein.settings import get_settings

BLOCK_LINES = 500
BLOCK_BYTES = 4 << 20
_TURN_S = 5.0
"""How long to wait for another program that writes to the store and is no server."""
_TRIES = 20
_TIMEOUT_S = 120.0

Send = Callable[[list[bytes], int], None]
"""Takes a block of lines and the number of its first."""


def back_up_to(target: Path, data_dir: Path | None) -> None:
    """Copy the database, and say what is not in it."""
    directory = _directory(data_dir)
    size = back_up(directory / DATABASE, target)
    output().print(Text(f"{clean_line(str(target))}: {size / 2**20:.1f} MB"), soft_wrap=True)
    with snapshot(target) as connection:
        files, file_bytes = attachments_size(connection)
    if files:
        folder = clean_line(str(directory / FOLDER))
        told = f"{count(files, 'attachment')} ({file_bytes / 2**20:.1f} MB) not in it: now copy {folder} too."
        warnings().print(Text(told, "yellow"), soft_wrap=True)


def export_to(project: str, out: Path | None, workspace: str, data_dir: Path | None) -> None:
    """Write a project's lines.

    Raises:
        NotFound: there is no such project.
        StorageError: the file is there already, or cannot be written.
    """
    encoder = msgspec.json.Encoder()
    with snapshot(_directory(data_dir) / DATABASE) as connection:
        number = workspace_number(connection, workspace)
        if number is None:
            raise NotFound(f"There is no workspace {workspace} in {_directory(data_dir)}.")
        try:
            found = require_project(connection, number, project)
        except NotFound as error:
            raise NotFound(f"There is no project {project!r} in the workspace {workspace}.") from error
        written = 0
        with _target(out) as file:
            for line in lines(connection, number, found):
                file.write(encoder.encode(line) + b"\n")
                written += 1
    if out is not None:
        output().print(Text(f"{clean_line(str(out))}: {count(written, 'line')}"), soft_wrap=True)


def import_from(source: Path, project: str | None, workspace: str, data_dir: Path | None) -> None:
    """Write the lines of a file, into the running server or into the store itself.

    Raises:
        StorageError: the file cannot be read, or the store cannot be written.
        ReinError: a line is none; what came before it is written.
    """
    console = warnings()
    done = 0
    with _source(source) as file, _receiver(_directory(data_dir), workspace, project) as send:
        for block, first in _blocks(file):
            send(block, first)
            done = first + len(block) - 1
            if is_live(console):
                console.print(Text(f"{done:,} lines", "dim"), end="\r")
    output().print(f"{count(done, 'line')} read; what was there already stayed as it was.")


def _directory(data_dir: Path | None) -> Path:
    return store_directory(get_settings(), data_dir)


@contextmanager
def _target(out: Path | None) -> Generator[BinaryIO]:
    """The file has its name only when it is whole and on disk."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if out.exists():
        raise StorageError(f"{out} is there already. Choose another name, or move it away.")
    part = out.with_name(f"{out.name}.part-{os.getpid()}")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, out)
    except OSError as error:
        raise StorageError(f"{out} cannot be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _source(source: Path) -> Generator[BinaryIO]:
    if str(source) == "-":
        yield sys.stdin.buffer
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise StorageError(f"{source} cannot be read ({error.strerror}).") from error
    with file:
        yield file


def _blocks(file: BinaryIO) -> Iterator[tuple[list[bytes], int]]:
    block: list[bytes] = []
    size, first = 0, 1
    for line in file:
        block.append(line.rstrip(b"\r\n"))
        size += len(line)
        if len(block) >= BLOCK_LINES or size >= BLOCK_BYTES:
            yield block, first
            first += len(block)
            block, size = [], 0
    if block:
        yield block, first


@contextmanager
def _receiver(directory: Path, workspace: str, project: str | None) -> Generator[Send]:
    """Whoever has the store: the server that runs, or else this process."""
    deadline = monotonic() + _TURN_S
    held = _open(directory, deadline)
    if isinstance(held, Store):
        with held as store:
            yield lambda block, first: _patiently(lambda: bring_in(store.write, workspace, project, block, first))
    else:
        yield lambda block, first: _post(held, workspace, project, block, first)


def _open(directory: Path, deadline: float) -> Store | Door:
    while True:
        try:
            return Store(directory)
        except StoreLocked:
            door = find_door(directory)
            if door is not None and _answers(door):
                return door
            if monotonic() > deadline:
                raise
            sleep(0.05)


def _patiently(write: Callable[[], Any]) -> None:
    for _ in range(_TRIES):
        try:
            write()
        except Busy as error:
            sleep(error.retry_after_s)
        else:
            return
    write()


def _answers(door: Door) -> bool:
    try:
        status, _, _ = _request(door, "GET", "/is-alive/ping", {}, b"", 5.0)
    except (OSError, http.client.HTTPException):
        return False
    return status == 200


def _post(door: Door, workspace: str, project: str | None, block: list[bytes], first: int) -> None:
    path = f"{IMPORT_PATH}?first={first}" + (f"&project={quote(project, safe='')}" if project else "")
    headers = {"Authorization": door.token, "Comet-Workspace": workspace, "Content-Type": "application/x-ndjson"}
    for attempt in range(_TRIES):
        try:
            status, answer, wait_s = _request(door, "POST", path, headers, b"\n".join(block), _TIMEOUT_S)
        except (OSError, http.client.HTTPException) as error:
            raise ReinError(f"The server at {door.url} broke off ({error}). Begin the import again.") from error
        if status == 200:
            return
        if status != 429 or attempt == _TRIES - 1:
            raise ReinError(_message(answer) or f"The server answered {status}.")
        sleep(wait_s)


def _request(
    door: Door, method: str, path: str, headers: dict[str, str], body: bytes, timeout_s: float
) -> tuple[int, bytes, float]:
    """Status, body, and how long to wait before another try. Never through a proxy: the server is on this machine."""
    place = urlsplit(door.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=timeout_s)
    try:
        connection.request(method, place.path + path, body, headers)
        answer = connection.getresponse()
        retry = answer.headers.get("Retry-After", "1")
        return answer.status, answer.read(), float(retry) if retry.isdecimal() else 1.0
    finally:
        connection.close()


def _message(answer: bytes) -> str:
    try:
        found: object = json.loads(answer)
    except ValueError:
        return ""
    return str(found.get("message", "")) if isinstance(found, dict) else ""  # pyright: ignore
