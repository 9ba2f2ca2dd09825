"""API keys: a small file beside the database, so that they can be made and revoked while the server runs.

A key is 256 random bits; only its SHA-256 is kept. The file is replaced as a whole, and a server that runs reads it
again when it has changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from rein.errors import ReinError, StorageError

KEYS = "keys.json"
PREFIX = "rein-"
"""Every key begins so: it is told apart from others', and found by scanners for secrets."""
_LOCK = "keys.lock"
_WORKSPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class KeyTrouble(ReinError):
    """A key cannot be made or found as asked."""


class Key(msgspec.Struct, frozen=True):
    """A key, without its secret."""

    id: str
    """Eight characters by which it is listed and revoked."""
    workspace: str
    """The one workspace that it opens."""
    name: str
    """Who or what it is for; stands as `created_by` beside what it writes."""
    sha256: str
    created_at: datetime


class _File(msgspec.Struct):
    keys: list[Key]


_decode = msgspec.json.Decoder(_File).decode


class KeyFile:
    """The keys of one data directory. Raises StorageError where the file cannot be read or written."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / KEYS
        self._seen: tuple[int, int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    def all(self) -> tuple[Key, ...]:
        """All keys, the oldest first."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._seen, self._keys = None, ()
            return ()
        except OSError as error:
            raise StorageError(f"{self._path} cannot be read ({error.strerror}).") from error
        version = (found.st_mtime_ns, found.st_size, found.st_ino)
        if version != self._seen:
            self._keys = _read(self._path)
            self._seen = version
        return self._keys

    def find(self, secret: str) -> Key | None:
        """The key of a secret. Takes as long for a wrong one as for a right one."""
        digest = _digest(secret)
        found: Key | None = None
        for key in self.all():
            if hmac.compare_digest(key.sha256, digest):
                found = key
        return found

    def create(self, workspace: str, name: str) -> tuple[Key, str]:
        """Make a key; the second value is the secret, which is kept nowhere.

        Raises:
            KeyTrouble: the workspace's name cannot be one.
        """
        if not _WORKSPACE.fullmatch(workspace):
            raise KeyTrouble(
                "A workspace's name has up to 100 letters, digits, dots, dashes and underscores; "
                "a letter or digit comes first."
            )
        secret = PREFIX + secrets.token_urlsafe(32)
        key = Key(secrets.token_hex(4), workspace, name.strip() or "key", _digest(secret), datetime.now(UTC))
        with self._writing():
            self._write((*self.all(), key))
        return key, secret

    def revoke(self, key_id: str) -> Key:
        """Remove a key by its id: it opens nothing from the next request on.

        Raises:
            KeyTrouble: there is none.
        """
        with self._writing():
            keys = self.all()
            gone = next((key for key in keys if key.id == key_id), None)
            if gone is None:
                raise KeyTrouble("There is no key of this id. `rein opik key list` shows all.")
            self._write(tuple(key for key in keys if key is not gone))
        return gone

    @contextmanager
    def _writing(self) -> Generator[None]:
        """One process at a time."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self._path.with_name(_LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StorageError(f"{self._path.parent} cannot be written ({error.strerror}).") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _write(self, keys: tuple[Key, ...]) -> None:
        part = self._path.with_name(f"{KEYS}.part")
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with open(descriptor, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(_File(list(keys))), indent=2))
                file.flush()
                os.fsync(descriptor)
            os.replace(part, self._path)
            folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(folder)  # a revoked key must not come back with a power cut
            finally:
                os.close(folder)
        except OSError as error:
            raise StorageError(f"{self._path} cannot be written ({error.strerror}).") from error


def _read(path: Path) -> tuple[Key, ...]:
    try:
        return tuple(_decode(path.read_bytes()).keys)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StorageError(f"{path} cannot be read ({error.strerror}).") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StorageError(f"{path} is no list of keys ({error}). Move it away and make new keys.") from error


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
