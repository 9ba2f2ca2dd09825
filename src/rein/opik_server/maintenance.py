"""What a server does beside answering: old traces go, deleted projects are emptied, files of attachments go too."""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator
from contextlib import contextmanager

from rein.errors import StorageError
from rein.opik_server.store.attachment_files import AttachmentFiles
from rein.opik_server.store.errors import Busy, StoreClosed
from rein.opik_server.store.retention import empty_trash, expire
from rein.opik_server.store.store import Store
from rein.opik_server.store.tables import now_us

EVERY_S = 60.0
"""Between two rounds; a round without work reads one small table."""

_log = logging.getLogger("rein.opik_server")


@contextmanager
def maintained(store: Store, default_keep_us: int | None, every_s: float = EVERY_S) -> Generator[None]:
    """Look after a store in a thread of its own while the block runs.

    Every step is small and goes through the writer like a request. What fails is logged and tried again next time. The
    room that is freed goes back to the disk, and the log into the database, by the writer itself.
    """
    stop = threading.Event()
    thread = threading.Thread(
        target=_run, args=(store, default_keep_us, every_s, stop), name="opik-store-maintenance", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()  # a round that is under way ends when the store is closed: each of its steps is whole
        thread.join(timeout=1.0)


def _run(store: Store, default_keep_us: int | None, every_s: float, stop: threading.Event) -> None:
    files, begun = AttachmentFiles(store.path.parent), False
    while True:
        try:
            empty_trash(store)
            gone = expire(store, default_keep_us, now_us())
            if gone:
                _log.info("%d traces are older than their projects keep them and were deleted.", gone)
            files.sweep(store)
            if not begun:
                files.sweep_abandoned(store)
                begun = True
        except StoreClosed:
            return
        except Busy as error:
            _log.info("Housekeeping waits: %s", error)
        except StorageError as error:
            _log.warning("Housekeeping failed and is tried again: %s", error)
        except Exception:
            _log.exception("Housekeeping failed and is tried again.")
        if stop.wait(every_s):
            return
