"""Spans of a trace arrive in any order, in any batches, more than once: the rows are the same."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from rein.opik_server.ids import format_id, new_id
from rein.opik_server.ingest import Arrival
from rein.opik_server.otel.ids import span_uuid as computed
from rein.opik_server.otel.mapping import Mapped, map_span
from rein.opik_server.otel.model import OtelSpan
from rein.opik_server.otel.otlp_protobuf import read_protobuf
from rein.opik_server.otel.writing import StoreSpans
from rein.opik_server.store.deletion import DeleteTraces
from rein.opik_server.store.payload import unpack
from rein.opik_server.store.tables import Tables
from rein.tracing.ids import span_uuid, uuid_text
from tests.opik_server.otel.bodies import START_NS, request, span
from tests.opik_server.world import dicts, empty, picture

ARRIVAL = Arrival("ann", START_NS // 1000 + 3_600_000_000)
UUID7 = new_id(START_NS // 1_000_000)
RANDOM = bytes.fromhex("5b8efff798038103d269b633813fc60c")
REMOTE = 0x300


def tree(trace: bytes, *, root: bool = True) -> list[Span]:
    """A root in one process, an entry in another, which has the thread; an agent; calls."""
    chat = {"gen_ai.request.model": "gpt-4o", "gen_ai.system": "openai", "gen_ai.usage.input_tokens": 100}
    talk, other_talk = ({"gen_ai.conversation.id": name} for name in ("t1", "t2"))
    spans = [
        span(2, {"input.value": "hi", **talk}, parent=1, trace=trace, start_s=0.1, name="entry"),
        span(3, {"gen_ai.operation.name": "invoke_agent"}, parent=2, trace=trace, start_s=0.2, name="agent"),
        span(4, chat, parent=3, trace=trace, start_s=0.3, name="chat"),
        span(5, other_talk, parent=3, trace=trace, start_s=0.4, seconds=9, name="tool", error="no"),
        span(6, {"output.value": "later"}, parent=9, trace=trace, start_s=0.5, name="other entry"),
    ]
    for index in (0, 4):
        spans[index].flags = REMOTE
    return [span(1, {"opik.tags": "x"}, trace=trace, seconds=2, name="root"), *spans] if root else spans


def mapped(spans: list[Span]) -> list[Mapped]:
    read = read_protobuf(request(*spans).SerializeToString())
    found = [map_span(one, "otel", ARRIVAL) for one in read if isinstance(one, OtelSpan)]
    return [one for one in found if one is not None]


def stored(*batches: list[Span]) -> Tables:
    tables = empty()
    for batch in batches:
        StoreSpans("w", mapped(batch), 1).apply(tables)
    return tables


def shape(tables: Tables) -> Any:
    """All that is told, by OpenTelemetry's own ids: a UUID's time is that of the span that came first."""
    rows = dicts(tables, "SELECT s.*, p.metadata FROM spans s JOIN payloads p ON p.payload = s.payload")
    names = {row["id"]: json.loads(unpack(row["metadata"]))["opentelemetry.span_id"] for row in rows}
    traces = {row["id"]: row for row in dicts(tables, "SELECT * FROM traces")}
    assert {row["trace_id"] for row in rows} == set(traces)
    kept = ("name", "end_us", "thread_id", "tags", "held", "created", "updated_us")
    return (
        sorted(
            (names[row["id"]], names.get(row["parent_span_id"], "-"), row["trace_id"][6:], row["name"], row["usage"])
            for row in rows
        ),
        sorted(
            (trace[6:], [row[name] for name in kept], row["start_us"] if row["created"] else None)
            for trace, row in traces.items()
        ),
        sorted(
            (row["trace_id"][6:], row["span_count"], row["cost_pico"])
            for row in dicts(tables, "SELECT * FROM trace_totals")
        ),
        sorted(
            (row["thread_id"], row["trace_count"], row["cost_pico"]) for row in dicts(tables, "SELECT * FROM threads")
        ),
    )


@st.composite
def batches(draw: st.DrawFn, spans: list[Span]) -> list[list[Span]]:
    """Every span at least once, in any order, cut anywhere."""
    order = draw(st.permutations([*spans, *draw(st.lists(st.sampled_from(spans), max_size=4))]))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1))))
    return [list(order[a:b]) for a, b in zip([0, *cuts], [*cuts, len(order)], strict=True)]


TWO = [*tree(RANDOM), *tree(bytes(reversed(RANDOM)), root=False)]
TWO_OF_REIN = [*tree(UUID7), *tree(new_id(START_NS // 1_000_000), root=False)]


@settings(deadline=None)
@given(batches(TWO))
def test_random_ids_in_any_order_give_the_same_trace(sent: list[list[Span]]) -> None:
    assert shape(stored(*sent)) == shape(stored(TWO))


@settings(deadline=None)
@given(batches(TWO_OF_REIN))
def test_uuids_of_rein_in_any_order_give_the_same_rows(sent: list[list[Span]]) -> None:
    assert picture(stored(*sent)) == picture(stored(TWO_OF_REIN))


def trace_row(tables: Tables) -> dict[str, Any]:
    (row,) = dicts(tables, "SELECT t.*, p.input FROM traces t LEFT JOIN payloads p ON p.payload = t.payload")
    return row


def test_the_root_says_what_the_trace_is() -> None:
    row = trace_row(stored(tree(RANDOM)))
    assert (row["name"], row["tags"], row["created"]) == ("root", '["x"]', 1)
    assert (row["start_us"], row["end_us"]) == (START_NS // 1000, START_NS // 1000 + 2_000_000)
    assert (row["thread_id"], row["input"]) == ("t1", b'"hi"')  # what the root does not say


def test_without_a_root_the_first_entry_does() -> None:
    row = trace_row(stored(tree(RANDOM, root=False)))
    assert (row["name"], row["thread_id"], row["created"]) == ("entry", "t1", 0)


def test_without_any_of_them_the_first_span_names_the_trace() -> None:
    row = trace_row(stored(tree(RANDOM)[3:5]))
    assert (row["name"], row["thread_id"], row["created"]) == ("chat", "t2", 0)
    assert row["start_us"] == (START_NS + 300_000_000) // 1_000_000 * 1000
    assert row["end_us"] == START_NS // 1000 + 9_400_000


def test_a_trace_has_the_time_at_which_its_first_known_span_began() -> None:
    late, early = span(2, parent=1, start_s=5), span(1, start_s=0)
    assert trace_row(stored([late, early]))["id"][:6] == (START_NS // 1_000_000).to_bytes(6, "big")
    assert trace_row(stored([late], [early]))["id"][:6] == (START_NS // 1_000_000 + 5000).to_bytes(6, "big")


def test_uuids_of_rein_are_kept_and_its_spans_have_the_ids_it_gives_them() -> None:
    tables = stored(tree(UUID7))
    assert trace_row(tables)["id"] == UUID7
    assert dicts(tables, "SELECT * FROM otel_traces") == []
    number = int.from_bytes(UUID7, "big")
    assert uuid_text(number) == format_id(UUID7)
    ids = {format_id(row["id"]): row["parent_span_id"] for row in dicts(tables, "SELECT * FROM spans")}
    assert set(ids) == {span_uuid(number, one) for one in range(1, 7)}
    parent = ids[span_uuid(number, 2)]
    assert parent is not None
    assert format_id(parent) == span_uuid(number, 1)


@given(st.binary(min_size=8, max_size=8), st.binary(min_size=16, max_size=16))
def test_span_ids_are_those_of_rein_for_every_trace(span_id: bytes, trace: bytes) -> None:
    theirs = span_uuid(int.from_bytes(trace, "big"), int.from_bytes(span_id, "big"))
    assert format_id(computed(trace, span_id)) == theirs


def test_a_random_id_that_looks_like_a_uuid_of_another_year_is_none() -> None:
    chance = new_id(4_000_000_000_000)
    row = trace_row(stored([span(1, trace=chance)], [span(2, parent=1, trace=chance)]))
    assert row["id"][:6] == (START_NS // 1_000_000).to_bytes(6, "big")


def test_a_trace_of_rein_that_goes_on_for_days_stays_one() -> None:
    late = span(2, parent=1, trace=UUID7, start_s=3 * 86_400)
    assert trace_row(stored([span(1, trace=UUID7)], [late]))["id"] == UUID7


def test_a_trace_that_was_deleted_can_come_again() -> None:
    tables = stored(tree(RANDOM))
    DeleteTraces("w", [trace_row(tables)["id"]]).apply(tables)
    assert dicts(tables, "SELECT * FROM otel_traces") == []
    StoreSpans("w", mapped(tree(RANDOM)), 1).apply(tables)
    assert shape(tables) == shape(stored(tree(RANDOM)))


def test_spans_below_those_of_opiks_client_hang_where_it_says() -> None:
    trace, parent, own = new_id(), new_id(), new_id()
    below = {
        "opik.trace_id": format_id(trace),
        "opik.span_id": format_id(own),
        "opik.parent_span_id": format_id(parent),
    }
    tables = stored([span(7, below)])
    (row,) = dicts(tables, "SELECT s.*, p.metadata FROM spans s JOIN payloads p ON p.payload = s.payload")
    assert (row["id"], row["trace_id"], row["parent_span_id"]) == (own, trace, parent)
    assert not any(name.startswith("opik.") for name in json.loads(unpack(row["metadata"])))
    assert trace_row(tables)["created"] == 0  # the client's own create is still to come
    assert dicts(tables, "SELECT * FROM otel_traces") == []
