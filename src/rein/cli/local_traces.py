"""Where this installation's own traces are read: the embedded Opik, or, while another Opik takes them, the spool."""

from __future__ import annotations

from typing import Protocol

from rein.opik import reader
from rein.opik.embedded import embedded_directory
from rein.opik.embedded_reader import EmbeddedReader
from rein.opik.exporter import Exporter, spool_directory
from rein.opik.spool import segment_paths
from rein.opik.views import TraceView
from rein.settings import Settings

_SETTLE_S = 10.0


class LocalTraces(Protocol):
    """The traces of this machine. Methods raise StorageError when they cannot be read."""

    def newest_traces(self, limit: int) -> list[TraceView]:
        """The newest first."""
        ...

    def find_trace(self, prefix: str) -> TraceView:
        """The one trace whose id begins so. Raises UsageError."""
        ...


def local_traces(settings: Settings) -> LocalTraces:
    """A reader, after what dead processes left in the spool has reached the embedded Opik."""
    if settings.opik_configured:
        return _Spool(settings)
    settle(settings)
    return EmbeddedReader(embedded_directory(settings), settings.opik_workspace)


def settle(settings: Settings) -> None:
    """Bring what waits in the spool into the embedded Opik, as far as that goes within a few seconds."""
    if segment_paths(spool_directory(settings)):
        exporter = Exporter(settings)
        exporter.flush(_SETTLE_S)
        exporter.shutdown(0)


class _Spool:
    """What waits to be taken by another Opik."""

    def __init__(self, settings: Settings) -> None:
        self._directory = spool_directory(settings)

    def newest_traces(self, limit: int) -> list[TraceView]:
        return reader.newest_traces(self._directory, limit)

    def find_trace(self, prefix: str) -> TraceView:
        return reader.find_trace(self._directory, prefix)
