"""What was written is read back: by id, as a tree, page by page, by cursor, as threads, as sums per hour."""

import sqlite3
import time
from typing import Any

import pytest

from rein.opik_server.ids import new_id
from rein.opik_server.store import reading
from rein.opik_server.store.comments import AddComment, DeleteComments, EditComment
from rein.opik_server.store.deletion import DeleteThreads, DeleteTraces
from rein.opik_server.store.errors import AlreadyExists, Conflict, NotFound
from rein.opik_server.store.metrics import hourly, quantile_us
from rein.opik_server.store.projects import (
    CreateProject,
    DropProject,
    UpdateProject,
    find_project,
    list_projects,
    require_project,
)
from rein.opik_server.store.reading import NO_PAYLOADS, Condition, Page, Span, Trace
from rein.opik_server.store.reading_stats import score_names
from rein.opik_server.store.reading_threads import (
    BY_UPDATE,
    Thread,
    comments_of,
    count_threads,
    find_threads,
    get_thread,
    load_threads,
    scores_of,
)
from rein.opik_server.store.retention import expire
from rein.opik_server.store.rows import SPAN_FIELDS, TRACE_FIELDS, Row
from rein.opik_server.store.scores import DeleteScores, PutScores, ScoreRow
from rein.opik_server.store.store import Store
from rein.opik_server.store.tags import TagChange
from rein.opik_server.store.threads import SetThreads, TagThreads
from rein.opik_server.store.totals import HOUR_US, Kind
from rein.opik_server.store.upsert import UpdateSpan, UpdateTrace, UpsertSpans, UpsertTraces
from tests.opik_server.world import BASE_MS, fixed_id

NOW = BASE_MS * 1000


def row(fields: tuple[str, ...], row_id: bytes, version: int = NOW, **values: Any) -> Row:
    given = [values.pop(name, None) for name in fields]
    assert not values
    return Row(row_id, given, version, "ann", NOW, "ann", created=True)


def trace(number: int, **values: Any) -> Row:
    return row(
        TRACE_FIELDS, fixed_id(number), **{"project": "p", "start_us": NOW + number, "name": f"t{number}"} | values
    )


def span(number: int, trace_number: int, **values: Any) -> Row:
    common = {"project": "p", "start_us": NOW + number, "trace_id": fixed_id(trace_number), "name": f"s{number}"}
    return row(SPAN_FIELDS, fixed_id(number), **common | values)


def put(store: Store, *rows: Row, workspace: str = "w") -> None:
    traces = [r for r in rows if len(r.values) == len(TRACE_FIELDS)]
    spans = [r for r in rows if len(r.values) == len(SPAN_FIELDS)]
    store.write(UpsertTraces(workspace, traces, 1)).result(10)
    store.write(UpsertSpans(workspace, spans, 1)).result(10)


def project(store: Store, name: str = "p") -> int:
    return store.read(lambda c: require_project(c, 1, name).project)


def list_traces(connection: sqlite3.Connection, number: int, page: Page, where: Condition | None = None) -> list[Trace]:
    return reading.load_traces(connection, 1, reading.find_traces(connection, number, page, where))


def list_spans(connection: sqlite3.Connection, number: int, page: Page) -> list[Span]:
    return reading.load_spans(connection, 1, reading.find_spans(connection, number, page), NO_PAYLOADS)


def list_threads(connection: sqlite3.Connection, number: int, limit: int) -> list[Thread]:
    return load_threads(connection, find_threads(connection, number, Page(limit), order=BY_UPDATE))


def search_threads(connection: sqlite3.Connection, number: int, limit: int, before: bytes | None) -> list[Thread]:
    return load_threads(connection, find_threads(connection, number, Page(limit, before=before)))


def score(
    entity: bytes | str, value: float, author: str = "judge", name: str = "clear", version: int = NOW
) -> ScoreRow:
    return ScoreRow(entity, name, author, "p", round(value * 1e9), "why", None, "sdk", None, version, author)


def test_a_trace_is_read_with_its_payloads_and_the_sums_over_its_spans(store: Store) -> None:
    put(
        store,
        trace(1, input=b'{"goal": "run"}', end_us=NOW + 9, tags='["a"]'),
        span(11, 1, type="llm", provider="google_ai", usage='{"total_tokens":7}', cost_pico=5),
        span(12, 1, type="tool", usage='{"total_tokens":1}', error_info=b"{}"),
    )
    read = store.read(lambda c: reading.get_trace(c, 1, fixed_id(1)))
    assert read is not None
    assert (read.name, read.start_us, read.end_us, read.tags) == ("t1", NOW + 1, NOW + 9, '["a"]')
    assert read.payload == reading.Payload(input=b'{"goal": "run"}')
    assert (read.span_count, read.llm_span_count, read.tool_span_count, read.error_span_count) == (2, 1, 1, 1)
    assert (read.cost_pico, read.usage, read.providers) == (5, '{"total_tokens":8}', '{"google_ai":1}')
    assert read.project_id == store.read(lambda c: require_project(c, 1, "p").id)
    assert store.read(lambda c: reading.get_trace(c, 2, fixed_id(1))) is None


def test_a_tree_has_all_spans_of_the_trace_by_start_and_of_no_other_workspace(store: Store) -> None:
    put(store, *(span(20 - n, 1, parent_span_id=fixed_id(11)) for n in range(9)), span(30, 2))
    put(store, span(40, 1), workspace="other")
    tree = store.read(lambda c: reading.trace_tree(c, 1, fixed_id(1)))
    assert [node.name for node in tree] == [f"s{n}" for n in range(12, 21)]
    found = store.read(lambda c: reading.get_span(c, 1, fixed_id(15)))
    assert found is not None
    assert found.parent_span_id == fixed_id(11)


def test_pages_and_cursor_go_through_every_row_once_newest_id_first(store: Store) -> None:
    put(store, *(trace(n) for n in range(1, 8)), *(span(n, 1) for n in range(11, 18)), trace(50, project="other"))
    number = project(store)
    ids = [fixed_id(n) for n in range(7, 0, -1)]
    paged = [
        [t.id for t in store.read(lambda c, o=offset: list_traces(c, number, Page(3, offset=o)))]
        for offset in (0, 3, 6, 9)
    ]
    assert paged == [ids[:3], ids[3:6], ids[6:], []]
    seen: list[bytes] = []
    for _ in range(4):
        page = Page(3, before=seen[-1] if seen else None)
        seen += [s.id for s in store.read(lambda c, p=page: list_spans(c, number, p))]
    assert seen == [fixed_id(n) for n in range(17, 10, -1)]
    assert store.read(lambda c: reading.count_traces(c, number)) == 7
    assert store.read(lambda c: reading.count_spans(c, number)) == 7


def test_a_condition_sees_the_row_its_totals_and_its_payload(store: Store) -> None:
    big = b'{"goal": "run ' + b"far " * 2000 + b'"}'
    put(store, trace(1, input=big), trace(2, input=b'{"goal": "rest"}'), span(11, 2, cost_pico=9))
    number = project(store)

    def names(sql: str, *parameters: str | int) -> list[str | None]:
        where = Condition(sql, parameters)
        found = store.read(lambda c: list_traces(c, number, Page(10), where))
        assert len(found) == store.read(lambda c: reading.count_traces(c, number, where))
        return [t.name for t in found]

    assert names("json_extract(payload(p.input), '$.goal') LIKE ?", "run far%") == ["t1"]
    assert names("x.cost_pico > ?", 8) == ["t2"]
    assert names("t.name = ? OR t.duration_us > 0", "t1") == ["t1"]


def test_threads_tell_their_span_of_time_messages_and_sums(store: Store) -> None:
    put(
        store,
        trace(1, thread_id="a", end_us=NOW + 90, input=b'"hello"', output=b'"late"', environment="prod"),
        trace(2, thread_id="a", end_us=NOW + 20, input=b'"again"', output=b'"early"'),
        trace(3, thread_id="b", version=NOW + 5),
        span(11, 1, cost_pico=4, usage='{"n":1}'),
        span(12, 2, cost_pico=3, usage='{"n":2}'),
    )
    number = project(store)
    thread = store.read(lambda c: get_thread(c, number, "a"))
    assert thread is not None
    assert (thread.trace_count, thread.start_us, thread.end_us) == (2, NOW + 1, NOW + 90)
    assert (thread.first_message, thread.last_message, thread.environment) == (b'"hello"', b'"late"', "prod")
    assert (thread.cost_pico, thread.usage) == (7, '{"n":3}')
    assert [t.thread_id for t in store.read(lambda c: list_threads(c, number, 10))] == ["b", "a"]
    first = store.read(lambda c: search_threads(c, number, 1, None))
    rest = store.read(lambda c: search_threads(c, number, 5, first[0].id))
    assert {t.thread_id for t in first + rest} == {"a", "b"}
    assert len(first + rest) == 2


def test_a_thread_is_closed_until_something_new_comes_and_inactive_after_a_quarter_of_an_hour(store: Store) -> None:
    put(store, trace(1, thread_id="a"))
    number = project(store)

    def active(now_us: int) -> bool:
        thread = store.read(lambda c: get_thread(c, number, "a"))
        assert thread is not None
        return thread.is_active(now_us)

    assert active(NOW + 1)
    assert not active(NOW + 15 * 60_000_000)
    store.write(SetThreads("w", "p", ["a"], closed=True, now_us=NOW + 10, by="ann")).result(10)
    assert not active(NOW + 11)
    put(store, trace(2, thread_id="a", version=NOW + 20))
    assert active(NOW + 21)
    store.write(SetThreads("w", "p", ["a"], closed=True, now_us=NOW + 30, by="ann")).result(10)
    store.write(SetThreads("w", "p", ["a"], closed=False, now_us=NOW + 40, by="ann")).result(10)
    assert active(NOW + 41)


def test_scores_keep_authors_apart_and_the_last_write_of_each(store: Store) -> None:
    entity = fixed_id(1)
    for rows in (
        [score(entity, 1.0, "judge", version=5), score(entity, 0.0, "ann", version=5)],
        [score(entity, 0.5, "judge", version=9), score(entity, 0.25, "judge", version=7)],
        [score(entity, 0.5, "judge", version=9)],
    ):
        store.write(PutScores("w", Kind.TRACE, rows, 1)).result(10)
    read = store.read(lambda c: scores_of(c, 1, Kind.TRACE, [entity, fixed_id(2)]))
    assert [(s.author, s.value_nano) for s in read[entity]] == [("ann", 0), ("judge", 500_000_000)]
    assert list(read) == [entity]
    number = project(store)
    (hour,) = store.read(lambda c: hourly(c, number, Kind.TRACE_SCORE, 0, NOW * 2))
    assert (hour.dimension, hour.totals) == ("clear", {"n": 1, "value_nano": 250_000_000})
    assert store.read(lambda c: score_names(c, 1, Kind.TRACE, number)) == ["clear"]
    store.write(DeleteScores("w", Kind.TRACE, entity, ["clear"])).result(10)
    assert store.read(lambda c: scores_of(c, 1, Kind.TRACE, [entity])) == {}
    assert store.read(lambda c: hourly(c, number, Kind.TRACE_SCORE, 0, NOW * 2)) == []


def test_a_score_makes_its_thread_which_is_listed_when_it_has_traces(store: Store) -> None:
    store.write(PutScores("w", Kind.THREAD, [score("talk", 1.0)], 1)).result(10)
    number = project(store)
    assert store.read(lambda c: list_threads(c, number, 10)) == []
    put(store, trace(1, thread_id="talk"))
    (thread,) = store.read(lambda c: list_threads(c, number, 10))
    assert store.read(lambda c: scores_of(c, 1, Kind.THREAD, [thread.id]))[thread.id][0].value_nano == 10**9
    assert store.read(lambda c: count_threads(c, number)) == 1


def test_deleting_a_trace_takes_spans_scores_and_comments_with_it(store: Store) -> None:
    put(store, trace(1, thread_id="a", input=b"1"), span(11, 1, input=b"2"), trace(2))
    for kind, entity in ((Kind.TRACE, fixed_id(1)), (Kind.SPAN, fixed_id(11))):
        store.write(PutScores("w", kind, [score(entity, 1)], 1)).result(10)
        store.write(AddComment("w", new_id(), kind, entity, "good", NOW, "ann")).result(10)
    assert store.write(DeleteTraces("w", [fixed_id(1), fixed_id(1), fixed_id(9)])).result(10) == 1
    left = store.read(
        lambda c: [
            c.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("traces", "spans", "payloads", "scores", "comments", "threads", "trace_totals")
        ]
    )
    assert left == [1, 0, 0, 0, 0, 0, 0]


def test_deleting_a_thread_takes_its_traces(store: Store) -> None:
    put(store, trace(1, thread_id="a"), trace(2, thread_id="a"), trace(3, thread_id="b"))
    store.write(PutScores("w", Kind.THREAD, [score("a", 1), score("empty", 1)], 1)).result(10)
    assert store.write(DeleteThreads("w", "p", ["a", "empty"])).result(10) == 2
    number = project(store)
    assert [t.thread_id for t in store.read(lambda c: list_threads(c, number, 10))] == ["b"]
    assert store.read(lambda c: c.execute("SELECT count(*) FROM scores").fetchone()) == (0,)
    with pytest.raises(NotFound):
        store.write(DeleteThreads("w", "nowhere", ["a"])).result(10)


def test_comments_are_added_edited_and_deleted(store: Store) -> None:
    entity, comment = fixed_id(1), new_id()
    with pytest.raises(NotFound):
        store.write(AddComment("w", comment, Kind.TRACE, entity, "good", NOW, "ann")).result(10)
    store.write(UpsertTraces("w", [trace(1)], 1)).result(10)
    store.write(AddComment("w", comment, Kind.TRACE, entity, "good", NOW, "ann")).result(10)
    store.write(EditComment("w", comment, Kind.TRACE, "better", NOW + 1, "bob")).result(10)
    (read,) = store.read(lambda c: comments_of(c, 1, Kind.TRACE, [entity]))[entity]
    assert (read.text, read.created_by, read.updated_by) == ("better", "ann", "bob")
    for workspace, kind in (("elsewhere", Kind.TRACE), ("w", Kind.SPAN)):
        with pytest.raises(NotFound):
            store.write(EditComment(workspace, comment, kind, "worse", NOW, "eve")).result(10)
        store.write(DeleteComments(workspace, kind, [comment])).result(10)
    assert entity in store.read(lambda c: comments_of(c, 1, Kind.TRACE, [entity]))
    store.write(DeleteComments("w", Kind.TRACE, [comment])).result(10)
    assert store.read(lambda c: comments_of(c, 1, Kind.TRACE, [entity])) == {}


def test_a_project_keeps_its_own_time_and_the_others_the_default(store: Store) -> None:
    day = 24 * HOUR_US
    put(store, trace(1), trace(2, project="long"), span(11, 1), span(12, 77))
    put(store, row(TRACE_FIELDS, fixed_id(3, hours=24 * 9), project="p"))
    long = store.read(lambda c: require_project(c, 1, "long"))
    store.write(UpdateProject("w", long.id, None, None, None, 100 * day, NOW, "ann")).result(10)
    assert expire(store, None, NOW + 10 * day) == 0
    assert expire(store, 7 * day, NOW + 10 * day) == 2  # the old trace, and the span whose trace never came
    number = project(store)
    assert [t.id for t in store.read(lambda c: list_traces(c, number, Page(9)))] == [fixed_id(3, hours=24 * 9)]
    assert store.read(lambda c: reading.count_spans(c, number)) == 0
    assert store.read(lambda c: reading.count_traces(c, long.project)) == 1


def test_projects_are_made_renamed_and_dropped_with_all_that_is_in_them(store: Store) -> None:
    made = store.write(CreateProject("w", fixed_id(1), " mine ", None, "private", NOW, "ann")).result(10)
    with pytest.raises(AlreadyExists):
        store.write(CreateProject("w", fixed_id(2), "mine", None, "private", NOW, "ann")).result(10)
    put(store, trace(1, project="mine", thread_id="a"), span(11, 1, project="mine"), trace(2))
    store.write(UpdateProject("w", fixed_id(1), "ours", "d", None, None, NOW, "ann")).result(10)
    with pytest.raises(AlreadyExists):
        store.write(UpdateProject("w", fixed_id(1), "p", None, None, None, NOW, "ann")).result(10)
    found = store.read(lambda c: find_project(c, 1, "ours"))
    assert found is not None
    assert (found.project, found.trace_count, found.span_count, found.thread_count) == (made, 1, 1, 1)
    store.write(DropProject("w", fixed_id(1))).result(10)
    assert [p.name for p in store.read(lambda c: list_projects(c, 1, 10))] == ["p"]
    assert store.read(lambda c: c.execute("SELECT count(*) FROM spans").fetchone()) == (0,)
    put(store, trace(3, project="mine"))
    assert {p.name for p in store.read(lambda c: list_projects(c, 1, 10))} == {"mine", "p"}


def test_workspaces_are_kept_apart_even_with_the_same_ids_and_names(store: Store) -> None:
    put(store, trace(1, name="one"))
    put(store, trace(1, name="two"), workspace="other")
    names = [store.read(lambda c, n=n: reading.get_trace(c, n, fixed_id(1))) for n in (1, 2)]
    assert [t and t.name for t in names] == ["one", "two"]
    store.write(DeleteTraces("other", [fixed_id(1)])).result(10)
    assert store.read(lambda c: reading.get_trace(c, 1, fixed_id(1))) is not None


def test_a_second_create_is_refused_but_not_one_after_an_update(store: Store) -> None:
    patch = row(TRACE_FIELDS, fixed_id(1), NOW + 9, output=b'"done"')
    patch.created = False
    store.write(UpdateTrace("w", patch, 1)).result(10)
    store.write(UpsertTraces("w", [trace(1)], 1, refuse_existing=True)).result(10)
    with pytest.raises(AlreadyExists):
        store.write(UpsertTraces("w", [trace(1, name="again")], 1, refuse_existing=True)).result(10)
    read = store.read(lambda c: reading.get_trace(c, 1, fixed_id(1)))
    assert read is not None
    assert (read.name, read.payload.output) == ("t1", b'"done"')


@pytest.mark.parametrize("other", [{"project": "q"}, {"trace_id": fixed_id(2)}, {"parent_span_id": fixed_id(9)}])
def test_an_update_that_names_another_place_is_a_conflict_and_changes_nothing(
    store: Store, other: dict[str, Any]
) -> None:
    put(store, span(11, 1, parent_span_id=fixed_id(8)))
    values = {"project": "p", "trace_id": fixed_id(1), "name": "new"} | other
    with pytest.raises(Conflict):
        store.write(UpdateSpan("w", row(SPAN_FIELDS, fixed_id(11), NOW + 1, **values), 1)).result(10)
    read = store.read(lambda c: reading.get_span(c, 1, fixed_id(11)))
    assert read is not None
    assert read.name == "s11"


def test_tags_are_added_to_and_removed_from_what_is_there(store: Store) -> None:
    put(store, trace(1, tags='["a","b"]', thread_id="t"))
    change = TagChange(add=("c", "a"), remove=("b",))
    store.write(UpdateTrace("w", row(TRACE_FIELDS, fixed_id(1), NOW + 1), 1, change)).result(10)
    read = store.read(lambda c: reading.get_trace(c, 1, fixed_id(1)))
    assert read is not None
    assert read.tags == '["a","c"]'
    number = project(store)
    (thread,) = store.read(lambda c: list_threads(c, number, 1))
    store.write(TagThreads("w", [thread.id], ["x"], TagChange())).result(10)
    assert store.read(lambda c: list_threads(c, number, 1))[0].tags == '["x"]'


def test_quantiles_of_an_hour_are_near_the_true_ones(store: Store) -> None:
    put(store, *(span(n, 1, start_us=NOW, end_us=NOW + n * 1000) for n in range(1, 101)))
    (hour,) = store.read(lambda c: hourly(c, project(store), Kind.SPAN, NOW - HOUR_US, NOW + HOUR_US))
    assert quantile_us(hour.totals, 0.5) == pytest.approx(50_000, rel=0.04)
    assert quantile_us(hour.totals, 0.99) == pytest.approx(99_000, rel=0.04)
    assert quantile_us({}, 0.5) is None


def test_lists_are_read_from_an_index_without_sorting(store: Store) -> None:
    """What keeps a page as fast at a million rows as at a thousand."""
    put(store, trace(1, thread_id="a"), span(11, 1))
    plans: list[str] = []

    def explain(connection: sqlite3.Connection) -> None:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        list_traces(connection, 1, Page(10, before=fixed_id(9)))
        list_spans(connection, 1, Page(10))
        list_threads(connection, 1, 10)
        search_threads(connection, 1, 10, fixed_id(1))
        reading.get_trace(connection, 1, fixed_id(1))
        connection.set_trace_callback(None)
        plans.extend(
            "; ".join(step[3] for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
            for statement in statements
        )

    store.read(explain)
    assert len(plans) == 8
    for plan in plans:
        assert "SCAN" not in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def test_room_of_deleted_rows_is_given_back_while_nobody_writes(store: Store) -> None:
    payload = b'"' + bytes(range(65, 91)) * 40 + b'"'
    put(store, *(span(n, 1, input=payload) for n in range(2, 3000)), trace(1))
    store.write(DeleteTraces("w", [fixed_id(1)])).result(10)
    for _ in range(600):
        if store.read(lambda c: c.execute("PRAGMA freelist_count").fetchone()[0]) == 0:
            return
        time.sleep(0.05)
    raise AssertionError("the room was not given back in 30 s")
