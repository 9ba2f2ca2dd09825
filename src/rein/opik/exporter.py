"""Where finished rows go: first to the spool on disk, and from there to Opik, the embedded one if no other is named."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable
from pathlib import Path

from rein.opik.address import opik_base_url, opik_headers
from rein.opik.embedded import EmbeddedTransport, embedded_directory
from rein.opik.spool import Kind, encode_record
from rein.opik.spool_writer import SpoolWriter
from rein.opik.transport import HttpTransport, Transport
from rein.opik.uploader import Uploader
from rein.settings import Settings

SPOOL = "spool"


def spool_directory(settings: Settings) -> Path:
    """Where this installation keeps its spool."""
    return settings.data_dir / SPOOL


class Exporter:
    """Takes rows and never raises, never waits for the network. Opens and starts nothing before the first row."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._writer = SpoolWriter(
            spool_directory(settings), max_bytes=settings.spool_max_mb << 20, fsync=settings.spool_fsync
        )
        self._uploader = self._new_uploader()
        _exporters.add(self)

    def add(self, lines: bytes) -> None:
        """Put encoded records (`encode_record`) into the spool with one write: they now survive this process."""
        if not lines:
            return
        self._writer.append(lines)
        self._uploader.notify()

    def add_rows(self, kind: Kind, bodies: Iterable[bytes]) -> None:
        """The same for bodies of one kind: rows, feedback scores, updates."""
        self.add(b"".join(encode_record(kind, body) for body in bodies))

    def flush(self, timeout_s: float) -> bool:
        """Wait until Opik has confirmed what the spool holds.

        Returns:
            True when it has; False when `timeout_s` passed before that.
        """
        return self._uploader.flush(timeout_s)

    def shutdown(self, timeout_s: float) -> bool:
        """Send what can be sent in that time without a second try, then let go of file and thread. May be used again.

        Returns:
            True when nothing is left to send.
        """
        uploader = self._uploader
        self._uploader = self._new_uploader()
        sent = timeout_s > 0 and uploader.flush(timeout_s, patient=False)
        uploader.stop(0.1 if timeout_s > 0 else 0)
        self._writer.close()
        return sent

    def after_fork(self) -> None:
        """In a forked child: the parent's file, thread and connection stay the parent's."""
        self._writer.abandon()
        self._uploader = self._new_uploader()

    def _new_uploader(self) -> Uploader:
        return Uploader(self._writer, _transport(self._settings))


def _transport(settings: Settings) -> Transport:
    base_url = opik_base_url(settings)
    if base_url is None:
        return EmbeddedTransport(embedded_directory(settings), settings.opik_workspace)
    return HttpTransport(base_url, opik_headers(settings))


_exporters: weakref.WeakSet[Exporter] = weakref.WeakSet()


def _after_fork() -> None:
    for exporter in list(_exporters):
        exporter.after_fork()


os.register_at_fork(after_in_child=_after_fork)
