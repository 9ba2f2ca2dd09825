"""Reading traces from the embedded Opik's store, also while another process writes to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import orjson

from rein.errors import UsageError
from rein.opik.views import SHORTEST_PREFIX, Json, ScoreView, SpanView, TraceView, forest, total_tokens

if TYPE_CHECKING:
    from collections.abc import Generator

    from rein.opik_server.store.readers import Readers
    from rein.opik_server.store.reading import Payload, Span, Trace
    from rein.opik_server.store.reading_threads import Score

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LIMIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Size:
    """What the store holds."""

    traces: int
    """Of the workspace."""
    bytes: int
    """Of the whole store on the disk."""


class EmbeddedReader:
    """One workspace of the store in `directory`, whose projects are not told apart here.

    Every method raises StorageError when the store cannot be read.
    """

    def __init__(self, directory: Path, workspace: str) -> None:
        self._directory = directory
        self._workspace = workspace

    def newest_traces(self, limit: int) -> list[TraceView]:
        """The `limit` newest traces, newest first, without their spans."""

        def query(connection: sqlite3.Connection, workspace: int) -> list[TraceView]:
            return [_trace(trace, (), ()) for trace in _newest(connection, workspace, limit)]

        return self._read(query, [])

    def find_trace(self, prefix: str) -> TraceView:
        """The one trace whose id begins with `prefix`, with all its spans and scores.

        Raises:
            UsageError: there is none, or more than one.
        """
        low, high = _range(prefix)

        def query(connection: sqlite3.Connection, workspace: int) -> TraceView | None:
            from rein.opik_server.store.reading import WHOLE, get_trace, trace_tree
            from rein.opik_server.store.reading_threads import scores_of
            from rein.opik_server.store.totals import Kind

            found: list[tuple[bytes]] = connection.execute(
                "SELECT id FROM traces WHERE workspace = ? AND id >= ? AND id <= ? LIMIT 100", (workspace, low, high)
            ).fetchall()
            if len(found) > 1:
                raise UsageError(f"{len(found)} traces have an id that begins with {prefix}. Give more of it.")
            trace = get_trace(connection, workspace, found[0][0]) if found else None
            if trace is None:
                return None
            spans = trace_tree(connection, workspace, trace.id, WHOLE)
            scores = scores_of(connection, workspace, Kind.TRACE, [trace.id])
            below = scores_of(connection, workspace, Kind.SPAN, [span.id for span in spans])
            views = {_hex(span.id): _span(span, below.get(span.id, ())) for span in spans}
            view = _trace(trace, scores.get(trace.id, ()), forest(views))
            # The sums beside a trace are by usage key, and not every span names its total.
            return replace(view, tokens=sum(span.tokens or 0 for span in views.values()))

        view = self._read(query, None)
        if view is None:
            raise UsageError(f"No trace on this machine has an id that begins with {prefix}; `rein traces` lists them.")
        return view

    def size(self) -> Size:
        """How much there is."""

        def query(connection: sqlite3.Connection, workspace: int) -> int:
            row: tuple[int] = connection.execute(
                "SELECT coalesce(sum(trace_count), 0) FROM projects WHERE workspace = ?", (workspace,)
            ).fetchone()
            return row[0]

        traces = self._read(query, 0)
        return Size(traces, sum(path.stat().st_size for path in self._directory.glob("opik.sqlite3*")))

    def _read(self, query: Callable[[sqlite3.Connection, int], T], empty: T) -> T:
        from rein.opik_server.store.reading import workspace_number

        with self._readers() as readers:
            if readers is None:
                return empty

            def run(connection: sqlite3.Connection) -> T:
                number = workspace_number(connection, self._workspace)
                return empty if number is None else query(connection, number)

            return readers.read(run, _LIMIT_S)

    @contextmanager
    def _readers(self) -> Generator[Readers | None]:
        from rein.opik_server.store.connection import DATABASE
        from rein.opik_server.store.readers import Readers

        path = self._directory / DATABASE
        if not path.exists():
            yield None
            return
        readers = Readers(path, 1)
        try:
            yield readers
        finally:
            readers.close()


def _range(prefix: str) -> tuple[bytes, bytes]:
    """The lowest and the highest id that begin so."""
    digits = prefix.strip().lower().replace("-", "")
    if len(digits) < SHORTEST_PREFIX:
        raise UsageError(f"Give at least {SHORTEST_PREFIX} characters of the trace's id; `rein traces` lists them.")
    try:
        return bytes.fromhex(digits[:32].ljust(32, "0")), bytes.fromhex(digits[:32].ljust(32, "f"))
    except ValueError:
        raise UsageError("A trace's id is of hexadecimal digits and dashes; `rein traces` lists them.") from None


def _newest(connection: sqlite3.Connection, workspace: int, limit: int) -> list[Trace]:
    from rein.opik_server.store.reading import get_trace

    ids: list[tuple[bytes]] = connection.execute(
        "SELECT id FROM traces WHERE workspace = ? ORDER BY id DESC LIMIT ?", (workspace, limit)
    ).fetchall()
    traces = (get_trace(connection, workspace, trace_id) for (trace_id,) in ids)
    return [trace for trace in traces if trace is not None]


def _trace(trace: Trace, scores: Sequence[Score], roots: tuple[SpanView, ...]) -> TraceView:
    given, output, metadata, error = _payload(trace.payload)
    return TraceView(
        id=_hex(trace.id),
        name=trace.name or "(no name)",
        start=_time(trace.start_us),
        end=_time(trace.end_us),
        thread_id=trace.thread_id,
        tags=_tags(trace.tags),
        metadata=metadata,
        input=given,
        output=output,
        error=error or ({} if trace.has_error else None),
        scores=_scores(scores),
        roots=roots,
        span_count=trace.span_count,
        tokens=_tokens(trace.usage) or 0,
        cost_usd=_cost(trace.cost_pico),
    )


def _span(span: Span, scores: Sequence[Score]) -> SpanView:
    given, output, metadata, error = _payload(span.payload)
    return SpanView(
        id=_hex(span.id),
        parent_span_id=None if span.parent_span_id is None else _hex(span.parent_span_id),
        name=span.name or "(no name)",
        type=span.type or "general",
        start=_time(span.start_us),
        end=_time(span.end_us),
        model=span.model,
        provider=span.provider,
        tokens=_tokens(span.usage),
        cost_usd=_cost(span.cost_pico),
        tags=_tags(span.tags),
        metadata=metadata,
        input=given,
        output=output,
        error=error,
        scores=_scores(scores),
        children=(),
    )


def _payload(payload: Payload) -> tuple[Json, Json, dict[str, Json], dict[str, Json] | None]:
    given, output, metadata, error = (None if part is None else orjson.loads(part) for part in payload)
    return given, output, _object(metadata), _object(error) or None


def _scores(scores: Iterable[Score]) -> tuple[ScoreView, ...]:
    return tuple(ScoreView(s.name, s.value_nano / 1e9, s.reason, s.author) for s in scores)


def _tags(packed: str | None) -> tuple[str, ...]:
    return () if packed is None else tuple(cast("list[str]", orjson.loads(packed)))


def _tokens(packed: str | None) -> int | None:
    return None if packed is None else total_tokens(_object(orjson.loads(packed)))


def _object(value: Json) -> dict[str, Json]:
    return cast("dict[str, Json]", value) if isinstance(value, dict) else {}


def _cost(pico: int | None) -> float | None:
    return pico / 1e12 if pico else None


def _time(us: int | None) -> datetime | None:
    return None if us is None else _EPOCH + timedelta(microseconds=us)


def _hex(row_id: bytes) -> str:
    from rein.opik_server.ids import format_id

    return format_id(row_id)
