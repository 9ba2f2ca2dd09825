"""Addresses that need no key: they say themselves who made them, for what, and until when.

The official client sends an attachment's bytes to the address that it was told, and a browser follows a link: neither
sends a key. So what stands in such an address is signed with a secret that never leaves the data directory.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from collections.abc import Mapping
from pathlib import Path
from time import time
from urllib.parse import urlencode

from rein.errors import StorageError
from rein.opik_server.api.faults import Forbidden
from rein.opik_server.api.gate import Sender

SECRET = "signing.key"  # noqa: S105 - a file's name
SIGNATURE = "signature"


def signed_query(directory: Path, path: str, parameters: Mapping[str, str], sender: Sender, lifetime_s: int) -> str:
    """The query string of an address that lets in without a key, as the sender who asked for it.

    `path` is the endpoint's. Raises StorageError where the secret cannot be kept.
    """
    whole = {
        **parameters,
        "workspace_name": sender.workspace,
        "made_by": sender.by,
        "expires": str(int(time()) + lifetime_s),
    }
    return urlencode({**whole, SIGNATURE: _signature(directory, path, whole)})


def enter_signed(directory: Path, path: str, query: Mapping[str, str]) -> Sender:
    """Who made an address that was signed for a path. Raises Forbidden if it was changed, or is too old."""
    whole = {name: value for name, value in query.items() if name != SIGNATURE}
    wanted = _signature(directory, path, whole)
    if not hmac.compare_digest(wanted.encode(), query.get(SIGNATURE, "").encode("utf-8", "surrogateescape")):
        raise Forbidden("The address is not one that this server made. Ask for a new one.")
    if int(whole["expires"]) < time():
        raise Forbidden("The address is too old. Ask for a new one.")
    return Sender(whole["workspace_name"], whole["made_by"])


def _signature(directory: Path, path: str, parameters: Mapping[str, str]) -> str:
    text = f"{path}?{urlencode(sorted(parameters.items()))}"
    return hmac.new(_secret(directory), text.encode(), hashlib.sha256).hexdigest()


def _secret(directory: Path) -> bytes:
    """Made at the first use."""
    place = directory / SECRET
    try:
        with _making:
            if not place.exists():
                part = place.with_suffix(".part")
                descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
                with open(descriptor, "wb") as file:
                    file.write(secrets.token_bytes(32))
                    file.flush()
                    os.fsync(descriptor)
                os.replace(part, place)
        return place.read_bytes()
    except OSError as error:
        raise StorageError(f"{place} cannot be read or written ({error.strerror}).") from error


_making = threading.Lock()
