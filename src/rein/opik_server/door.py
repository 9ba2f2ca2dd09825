"""How programs of the same user on this machine reach the server that holds a data directory."""

from __future__ import annotations

import errno
import logging
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from rein.errors import StorageError

DOOR = "server.json"

_log = logging.getLogger("rein.opik_server")


class Door(msgspec.Struct, frozen=True):
    """Where the server is, and what lets its own user in, to any workspace, as long as it runs."""

    url: str
    """Of the API: `http://127.0.0.1:5173/api`."""
    token: str
    """Sent as `Authorization`."""


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


@contextmanager
def open_door(directory: Path, door: Door) -> Generator[None]:
    """Leave the door beside the store while the block runs. Raises StorageError.

    On a full disk there is none: what the store has can still be read.
    """
    path = directory / DOOR
    part = path.with_name(f"{DOOR}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as file:
            file.write(msgspec.json.encode(door))
        os.replace(part, path)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError(f"{path} cannot be written ({error.strerror}).") from error
        _log.warning("The disk is full: %s cannot be written, so other programs do not find this server.", path)
        for left in (part, path):
            left.unlink(missing_ok=True)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def find_door(directory: Path) -> Door | None:
    """The door of the server that holds, or last held, the directory."""
    try:
        return msgspec.json.decode((directory / DOOR).read_bytes(), type=Door)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
