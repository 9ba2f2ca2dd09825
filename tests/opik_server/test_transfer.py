"""Export and import: the same project comes out of a store that it was brought into, however often."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rein.opik_server.ingest import IngestError
from rein.opik_server.store.comments import AddComment
from rein.opik_server.store.projects import require_project
from rein.opik_server.store.reading_threads import thread_model_id
from rein.opik_server.store.rows import Row
from rein.opik_server.store.snapshot import snapshot
from rein.opik_server.store.store import Store
from rein.opik_server.store.threads import SetThreads
from rein.opik_server.store.totals import Kind
from rein.opik_server.store.upsert import UpsertSpans, UpsertTraces
from rein.opik_server.transfer import lines
from rein.opik_server.transfer_in import bring_in
from tests.opik_server import world
from tests.opik_server.api.samples import NOW, put_scores, put_spans, put_traces, sample_id, span, trace

encode = msgspec.json.Encoder().encode


def export(store: Store, project: str = "coach") -> list[bytes]:
    with snapshot(store.path) as connection:
        return [encode(line) for line in lines(connection, 1, require_project(connection, 1, project))]


def fill(store: Store) -> None:
    put_traces(
        store,
        trace(1, thread="a", tags=["x", "y"], error=True),
        trace(2, thread="a", duration_ms=None),
        *(trace(number, thread="b") for number in range(3, 250)),
    )
    put_spans(store, span(1001, 1, tokens=10, cost_usd=0.25, model="m"), *(span(n, 1) for n in range(1002, 1250)))
    put_scores(store, (1, "clear", 0.5), (2, "clear", 1 / 3))
    put_scores(store, (1001, "good", 1.0), kind=Kind.SPAN)
    put_scores(store, ("a", "helped", 0.75), kind=Kind.THREAD)
    store.write(SetThreads("default", "coach", ["b"], True, NOW, "ann")).result(10)
    own = store.read(lambda c: thread_model_id(c, require_project(c, 1, "coach").project, "a"))
    assert own is not None
    for number, (kind, entity) in enumerate(
        ((Kind.TRACE, sample_id(1)), (Kind.SPAN, sample_id(1001)), (Kind.THREAD, own))
    ):
        store.write(AddComment("default", sample_id(5000 + number), kind, entity, "Well done.", NOW, "ann")).result(10)


def kinds(exported: list[bytes]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in exported:
        kind = msgspec.json.decode(line)["kind"]
        found[kind] = found.get(kind, 0) + 1
    return found


def test_what_comes_out_of_the_copy_is_what_went_in(tmp_path: Path) -> None:
    with Store(tmp_path / "one") as one, Store(tmp_path / "two") as two:
        fill(one)
        exported = export(one)
        assert kinds(exported) == {"project": 1, "thread": 2, "trace": 249, "span": 249, "score": 4, "comment": 3}
        assert bring_in(two.write, "default", None, exported) == len(exported)
        assert export(two) == exported
        bring_in(two.write, "default", None, exported)
        assert export(two) == exported
        bring_in(one.write, "default", None, exported)
        assert export(one) == exported


def test_sums_of_the_copy_are_those_of_its_rows(tmp_path: Path) -> None:
    with Store(tmp_path / "one") as one, Store(tmp_path / "two") as two:
        fill(one)
        bring_in(two.write, "default", None, export(one))
        sums = "SELECT kind, hour, dimension, totals FROM rollups ORDER BY 1, 2, 3"
        counts = "SELECT trace_count, span_count, thread_count FROM projects"
        for sql in (sums, counts, "SELECT thread_id, id, trace_count, closed_us, tags FROM threads ORDER BY 1"):
            first, second = (store.read(lambda c, q=sql: c.execute(q).fetchall()) for store in (one, two))
            assert first == second


def test_an_import_that_broke_off_is_begun_again(tmp_path: Path) -> None:
    with Store(tmp_path / "one") as one, Store(tmp_path / "two") as two:
        fill(one)
        exported = export(one)
        bring_in(two.write, "default", None, exported[:300])
        bring_in(two.write, "default", None, exported)
        assert export(two) == exported


def test_it_can_go_into_another_project_and_workspace(tmp_path: Path) -> None:
    with Store(tmp_path / "one") as one, Store(tmp_path / "two") as two:
        fill(one)
        bring_in(two.write, "acme", "renamed", export(one))
        names = two.read(
            lambda c: c.execute(
                "SELECT w.name, p.name, p.trace_count FROM projects p JOIN workspaces w USING (workspace)"
            ).fetchall()
        )
        assert names == [("acme", "renamed", 249)]


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"kind":"toaster"}',
        b'{"kind":"trace","id":"x","project_name":"p"}',
        b'{"kind":"score","entity_type":"trace","entity":"x","project_name":"p","name":"n","author":"a","value":1,"source":"sdk"}',
        b'{"kind":"score","entity_type":"thread","entity":"t","project_name":"p","name":"n","author":"a","value":1e99,"source":"sdk"}',
    ],
)
def test_a_line_that_is_none_is_named_and_nothing_of_its_block_is_written(tmp_path: Path, line: bytes) -> None:
    good = b'{"kind":"project","name":"p"}'
    with Store(tmp_path) as store:
        with pytest.raises(IngestError, match="Line 12"):
            bring_in(store.write, "default", None, [good, b"", line], first=10)
        assert store.read(lambda c: c.execute("SELECT count(*) FROM projects").fetchone()) == (0,)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.one_of(world.trace_rows, world.span_rows), max_size=12))
def test_any_rows_come_out_of_a_copy_as_they_went_in(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> None:
    directory = tmp_path_factory.mktemp("stores")
    with Store(directory / "one") as one, Store(directory / "two") as two:
        for row in rows:
            operation = UpsertTraces if len(row.values) == len(world.TRACE_FIELDS) else UpsertSpans
            one.write(operation("default", [world.copy(row)], 1)).result(10)
        names = [name for (name,) in one.read(lambda c: c.execute("SELECT name FROM projects").fetchall())]
        for name in names:
            exported = export(one, name)
            bring_in(two.write, "default", None, exported)
            assert export(two, name) == exported
