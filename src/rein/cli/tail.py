"""`rein traces tail`: a line for each trace as it ends."""

from __future__ import annotations

import time
from collections.abc import Iterator

from rein.cli.local_traces import LocalTraces
from rein.opik.views import TraceView

POLL_S = 0.5
WATCHED = 200
"""The newest traces, which are looked at again and again."""


def ended_traces(traces: LocalTraces, shown: int) -> Iterator[TraceView]:
    """The `shown` newest traces that have ended, then each further one when it has; without end.

    A trace that is open when this begins is told when it ends.
    """
    known: set[str] = set()
    first = True
    while True:
        newest = traces.newest_traces(WATCHED)
        ended = [trace for trace in reversed(newest) if trace.end is not None and trace.id not in known]
        known.update(trace.id for trace in ended)
        yield from ended[len(ended) - min(shown, len(ended)) :] if first else ended
        first = False
        time.sleep(POLL_S)
