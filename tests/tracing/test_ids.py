"""Ids that Opik takes, and that any process can compute."""

import random
import uuid

from hypothesis import given
from hypothesis import strategies as st

from rein.tracing.ids import Uuid7Generator, is_uuid7, span_uuid, uuid_text

TRACE_IDS = st.builds(lambda bits: Uuid7Generator().generate_trace_id() ^ (bits & ((1 << 62) - 1)), st.integers(0))
SPAN_IDS = st.integers(1, 2**64 - 1)


@given(TRACE_IDS, SPAN_IDS)
def test_a_spans_uuid_is_a_uuid7_with_the_traces_time_and_always_the_same(trace_id: int, span_id: int) -> None:
    first = uuid.UUID(span_uuid(trace_id, span_id))
    assert first.version == 7
    assert first.variant == uuid.RFC_4122
    assert first.int >> 80 == trace_id >> 80
    assert str(first) == span_uuid(trace_id, span_id)


def test_the_mapping_is_fixed_for_ever() -> None:
    # Another version of Rein must find the same parent; a change here breaks traces that span two versions.
    trace_id = 0x0190_0000_0000_7ABC_8DEF_0123456789AB
    assert span_uuid(trace_id, 0x1122334455667788) == "01900000-0000-776f-8e87-6eecb4a4bb7f"


@given(st.sets(st.tuples(TRACE_IDS, SPAN_IDS), min_size=2, max_size=50))
def test_different_spans_have_different_uuids(pairs: set[tuple[int, int]]) -> None:
    assert len({span_uuid(*pair) for pair in pairs}) == len(pairs)


@given(st.integers(0, 2**128 - 1))
def test_the_text_of_an_id_is_that_of_uuid(value: int) -> None:
    assert uuid_text(value) == str(uuid.UUID(int=value))


def test_trace_ids_are_uuid7_and_sort_by_time() -> None:
    ids = [Uuid7Generator().generate_trace_id() for _ in range(100)]
    assert all(is_uuid7(i) and uuid.UUID(int=i).version == 7 for i in ids)
    assert [i >> 80 for i in ids] == sorted(i >> 80 for i in ids)


@given(st.integers(0, 2**128 - 1).filter(lambda i: uuid.UUID(int=i).version != 7))
def test_ids_of_other_tools_are_told_apart(value: int) -> None:
    assert not is_uuid7(value)


def test_a_program_that_seeds_random_gets_no_id_twice() -> None:
    generator = Uuid7Generator()
    ids = set()
    for _ in range(100):
        random.seed(42)
        ids.add(generator.generate_span_id())
    assert len(ids) == 100
