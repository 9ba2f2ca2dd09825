"""Filters mean in SQL what they mean in plain Python, whatever the rows; and nothing of a request gets into the SQL."""

import contextlib
import json
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rein.opik_server.ids import format_id
from rein.opik_server.query import Field, FieldKind, FilterError, both, compile_filters
from rein.opik_server.query.fields import SPAN_FIELDS, THREAD_FIELDS, TRACE_FIELDS
from rein.opik_server.query.narrow import TRACE_TEXTS, full_text, made_between
from rein.opik_server.query.operators import OPERATORS
from rein.opik_server.store import rows as stored
from rein.opik_server.store.functions import register
from rein.opik_server.store.payload import pack
from rein.opik_server.store.reading import Condition, Page, find_spans, find_traces
from rein.opik_server.store.reading_threads import find_threads
from rein.opik_server.store.scores import PutScores, ScoreRow
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.totals import Kind
from rein.opik_server.store.upsert import UpsertSpans, UpsertTraces
from tests.opik_server.world import BASE_MS, empty, fixed_id

NOW = BASE_MS * 1000
TEXTS = ["alpha", "Alpha", "ALPHA beta", "beta", "é", "É", "a%b", "a_b", "axb", "' OR 1=1 --", '"', "\\", "\x00", "10"]
KEYS: dict[str, list[list[str | int]]] = {
    "a": [["a"]],
    "$.a": [["a"]],
    "a.b": [["a", "b"], ["a.b"]],
    "$.a.b": [["a", "b"]],
    "['a.b']": [["a.b"]],
    "a[0]": [["a", 0]],
    "a[1].b": [["a", 1, "b"]],
    "a.0": [["a", "0"], ["a.0"]],
    '["it\'s"].b': [["it's", "b"]],
    "it's": [["it's"]],
}
"""How each key can be meant."""

json_scalars = st.sampled_from([None, True, False, 0, 1, 10, -3, 2.5, "", *TEXTS])
json_values = st.recursive(
    json_scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["a", "b", "a.b", "it's"]), inner),
    max_leaves=6,
)
scores = st.dictionaries(
    st.sampled_from(["clear", "Clear", "x y"]),
    st.dictionaries(st.sampled_from(["ann", "bob"]), st.sampled_from([0.0, 0.1, 0.5, 1.0, -2.0]), min_size=1),
    max_size=1,
)


def maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


spans = st.fixed_dictionaries(
    {
        "name": maybe(*TEXTS),
        "type": maybe("llm", "tool", "general"),
        "model": maybe("m-1", "M-2"),
        "provider": maybe("openai", "google_ai"),
        "usage": maybe({"total_tokens": 10}, {"total_tokens": 3, "odd.key": 7}),
        "cost_pico": maybe(0, 2_500_000_000_000, 100_000_000_000),
        "end_us": maybe(NOW + 2500),
        "scores": scores,
    }
)
traces = st.fixed_dictionaries(
    {
        "name": maybe(*TEXTS),
        "end_us": maybe(NOW, NOW + 1500, NOW + 10_000),
        "thread_id": maybe("talk", "Talk"),
        "tags": maybe([], ["alpha"], ["Alpha", "a%b"], ["é"]),
        "ttft_ms": maybe(1.5, 10.0),
        "source": maybe("sdk", "experiment"),
        "environment": maybe("prod", "Prod"),
        "input": json_values,
        "metadata": json_values,
        "error_info": maybe({"exception_type": "ValueError", "traceback": "t"}),
        "scores": scores,
        "spans": st.lists(spans, max_size=2),
    }
)


def folded(text: str, value: str) -> str:
    """SQLite's own lower case, which knows ASCII alone, serves a value that is ASCII."""
    if not value.isascii():
        return text.lower()
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def texts(operator: str, text: str, value: str) -> bool:
    return {
        "contains": value in text,
        "not_contains": value not in text,
        "starts_with": text.startswith(value),
        "ends_with": text.endswith(value),
        "=": text == value,
        "!=": text != value,
        ">": text.encode() > value.encode(),
        "<": text.encode() < value.encode(),
    }[operator]


def numbers(operator: str, number: float | None, value: float) -> bool:
    if number is None:
        return False
    return {
        "=": number == value,
        "!=": number != value,
        ">": number > value,
        ">=": number >= value,
        "<": number < value,
        "<=": number <= value,
    }[operator]


def walk(document: Any, ways: list[list[str | int]]) -> Any:
    for way in ways:
        here = document
        for step in way:
            if isinstance(here, dict) and step in here:
                here = here[step]
            elif isinstance(here, list) and str(step).isdigit() and int(step) < len(here):
                here = here[int(step)]
            else:
                break
        else:
            return here
    return None


def as_text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def mean(row: dict[str, Any], name: str) -> float | None:
    values = [value for key, by in row["scores"].items() if key.lower() == name.lower() for value in by.values()]
    return round(sum(round(value * 1e9) for value in values) / len(values)) / 1e9 if values else None


def holds(kind: FieldKind, found: Any, operator: str, key: str, value: str) -> bool:
    """The filter in plain Python; `found` is the field's value."""
    if operator in ("is_empty", "is_not_empty"):
        if kind is FieldKind.DICTIONARY:
            found = as_text(walk(found, KEYS[key]))
        return (not found if kind is not FieldKind.SCORES else found is None) == (operator == "is_empty")
    if kind is FieldKind.STRING:
        return texts(operator, folded(found or "", value), value.lower())
    if kind is FieldKind.EXACT:
        return texts(operator, found or "", value)
    if kind is FieldKind.ENUM:
        chosen = [part.strip() for part in value.split(",")]
        return {
            "=": (found or "") == value,
            "!=": (found or "") != value,
            "in": (found or "") in chosen,
            "not_in": (found or "") not in chosen,
        }[operator]
    if kind is FieldKind.LIST:
        inside = any(
            element == value if operator in ("=", "!=") else value.lower() in folded(element, value)
            for element in found or []
        )
        return inside == (operator in ("=", "contains"))
    if kind is FieldKind.DICTIONARY:
        inner = walk(found, KEYS[key])
        if operator in (">", ">=", "<", "<="):
            return numbers(operator, as_number(inner), float(value))
        return texts(operator, folded(as_text(inner), value), value.lower())
    if kind is FieldKind.DATE_TIME:
        return numbers(operator, found, NOW + int(value[20:26]))
    return numbers(operator, found, float(value))


def cost(row: dict[str, Any]) -> float:
    return sum(span["cost_pico"] or 0 for span in row["spans"]) / 1e12


def tokens(row: dict[str, Any], key: str) -> int:
    return sum((span["usage"] or {}).get(key, 0) for span in row["spans"])


def pooled(row: dict[str, Any], name: str) -> float | None:
    given = [(key, by) for span in row["spans"] for key, by in span["scores"].items()]
    values = [value for key, by in given if key.lower() == name.lower() for value in by.values()]
    return sum(round(value * 1e9) for value in values) / len(values) / 1e9 if values else None


def json_text(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


Getter = Callable[[dict[str, Any], str], Any]
TRACE: dict[str, Getter] = {
    "name": lambda row, _: row["name"],
    "thread_id": lambda row, _: row["thread_id"],
    "input": lambda row, _: json_text(row["input"]),
    "input_json": lambda row, _: row["input"],
    "metadata": lambda row, _: row["metadata"],
    "tags": lambda row, _: row["tags"],
    "ttft": lambda row, _: row["ttft_ms"],
    "source": lambda row, _: row["source"],
    "environment": lambda row, _: row["environment"],
    "duration": lambda row, _: None if row["end_us"] is None else (row["end_us"] - NOW) / 1000,
    "start_time": lambda _, __: NOW,
    "end_time": lambda row, _: row["end_us"],
    "error_info": lambda row, _: row["error_info"],
    "error_type": lambda row, _: (row["error_info"] or {}).get("exception_type"),
    "feedback_scores": mean,
    "span_feedback_scores": pooled,
    "total_estimated_cost": lambda row, _: cost(row),
    "llm_span_count": lambda row, _: sum(span["type"] == "llm" for span in row["spans"]),
    "span_count": lambda row, _: len(row["spans"]),
    "usage": lambda row, key: tokens(row, key),
    "providers": lambda row, _: [span["provider"] for span in row["spans"] if span["provider"]],
    "visibility_mode": lambda _, __: "default",
    "guardrails": lambda _, __: None,
}
SPAN: dict[str, Getter] = {
    "name": lambda row, _: row["name"],
    "type": lambda row, _: row["type"],
    "model": lambda row, _: row["model"],
    "provider": lambda row, _: row["provider"],
    "usage": lambda row, key: (row["usage"] or {}).get(key, 0),
    "total_estimated_cost": lambda row, _: (row["cost_pico"] or 0) / 1e12,
    "duration": lambda row, _: None if row["end_us"] is None else (row["end_us"] - NOW) / 1000,
    "feedback_scores": mean,
}
VALUES: dict[FieldKind, list[str]] = {
    FieldKind.DATE_TIME: [f"2026-09-21T14:13:20.{us:06d}Z" for us in (0, 1500, 10_000)],
    FieldKind.NUMBER: ["0", "1", "2", "1.5", "10", "-3", "2.5", "0.1"],
    FieldKind.LIST: ["alpha", "Alpha", "a", "%", "é", "É", "openai", "o"],
    FieldKind.ENUM: ["sdk", "prod", "Prod", "default", "llm", "tool", "sdk, experiment", "prod,Prod"],
    FieldKind.STRING: [*TEXTS, "al", "m-", "{", "talk", "Error", "google"],
}
VALUES[FieldKind.NUMBERS] = VALUES[FieldKind.SCORES] = VALUES[FieldKind.NUMBER]
VALUES[FieldKind.PRESENCE] = [""]


@st.composite
def one_filter(draw: st.DrawFn, fields: dict[str, Any], getters: dict[str, Getter]) -> dict[str, str]:
    name = draw(st.sampled_from(sorted(getters)))
    kind = fields[name].kind
    operator = draw(st.sampled_from(sorted(OPERATORS[kind])))
    key = ""
    if kind is FieldKind.DICTIONARY:
        key = draw(st.sampled_from(sorted(KEYS)))
    elif kind is FieldKind.SCORES:
        key = draw(st.sampled_from(["clear", "x y", "none"]))
    elif kind is FieldKind.NUMBERS:
        key = draw(st.sampled_from(["total_tokens", "odd.key", "none"]))
    pool = VALUES.get(kind, VALUES[FieldKind.STRING])
    if kind is FieldKind.DICTIONARY and operator in (">", ">=", "<", "<="):
        pool = VALUES[FieldKind.NUMBER]
    return {"field": name, "operator": operator, "key": key, "value": draw(st.sampled_from(pool))}


def fill(rows: list[dict[str, Any]]) -> Tables:
    """A database in memory with the traces, and their spans as number 1000 and up."""
    tables = empty()
    register(tables.connection)
    numbered = [(number, row) for number, row in enumerate(rows)]
    UpsertTraces("w", [_trace(number, row) for number, row in numbered], 1).apply(tables)
    below = [
        (1000 + 10 * number + index, number, span)
        for number, row in numbered
        for index, span in enumerate(row["spans"])
    ]
    if below:
        UpsertSpans("w", [_span(*part) for part in below], 1).apply(tables)
    for kind, scored in ((Kind.TRACE, numbered), (Kind.SPAN, [(number, span) for number, _, span in below])):
        given = [
            ScoreRow(fixed_id(number), name, author, "p", round(value * 1e9), None, None, "sdk", None, NOW, author)
            for number, row in scored
            for name, by in row["scores"].items()
            for author, value in by.items()
        ]
        PutScores("w", kind, given, 1).apply(tables)
    return tables


def _row(fields: tuple[str, ...], number: int, values: dict[str, Any]) -> stored.Row:
    return stored.Row(fixed_id(number), [values.get(name) for name in fields], NOW, "ann", NOW, "ann", created=True)


def _payload(value: Any) -> bytes | None:
    return None if value is None else pack(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _trace(number: int, row: dict[str, Any]) -> stored.Row:
    packed = {name: _payload(row[name]) for name in ("input", "metadata", "error_info")}
    tags = None if row["tags"] is None else json.dumps(sorted(row["tags"]), ensure_ascii=False, separators=(",", ":"))
    return _row(stored.TRACE_FIELDS, number, {**row, **packed, "tags": tags, "project": "p", "start_us": NOW})


def _span(number: int, trace: int, row: dict[str, Any]) -> stored.Row:
    usage = None if row["usage"] is None else json.dumps(row["usage"], separators=(",", ":"))
    common = {"project": "p", "start_us": NOW, "trace_id": fixed_id(trace), "usage": usage}
    return _row(stored.SPAN_FIELDS, number, {**row, **common})


@settings(max_examples=300, deadline=None)
@given(
    st.lists(traces, min_size=1, max_size=6), st.lists(one_filter(dict(TRACE_FIELDS), TRACE), min_size=1, max_size=3)
)
def test_filters_of_traces_find_what_plain_python_finds(
    rows: list[dict[str, Any]], filters: list[dict[str, str]]
) -> None:
    tables = fill(rows)
    where = compile_filters(json.dumps(filters), TRACE_FIELDS)
    found = find_traces(tables.connection, 1, Page(100), where)
    wanted = [
        fixed_id(number)
        for number, row in enumerate(rows)
        if all(
            holds(TRACE_FIELDS[f["field"]].kind, TRACE[f["field"]](row, f["key"]), f["operator"], f["key"], f["value"])
            for f in filters
        )
    ]
    assert found == wanted[::-1]
    tables.connection.close()


@settings(max_examples=150, deadline=None)
@given(st.lists(spans, min_size=1, max_size=6), st.lists(one_filter(dict(SPAN_FIELDS), SPAN), min_size=1, max_size=2))
def test_filters_of_spans_find_what_plain_python_finds(
    rows: list[dict[str, Any]], filters: list[dict[str, str]]
) -> None:
    blank = dict.fromkeys(("name", "end_us", "thread_id", "tags", "ttft_ms", "source", "environment", "input"), None)
    tables = fill([{**blank, "metadata": None, "error_info": None, "scores": {}, "spans": rows}])
    where = compile_filters(json.dumps(filters), SPAN_FIELDS)
    found = find_spans(tables.connection, 1, Page(100), where)
    wanted = [
        fixed_id(1000 + index)
        for index, row in enumerate(rows)
        if all(
            holds(SPAN_FIELDS[f["field"]].kind, SPAN[f["field"]](row, f["key"]), f["operator"], f["key"], f["value"])
            for f in filters
        )
    ]
    assert found == wanted[::-1]
    tables.connection.close()


def test_every_operator_on_texts_means_the_same_as_in_plain_python_for_every_pair_of_texts() -> None:
    row = {"end_us": None, "thread_id": None, "tags": None, "ttft_ms": None, "source": None, "environment": None}
    rest = {"metadata": None, "error_info": None, "scores": {}, "spans": []}
    tables = fill([{**row, **rest, "name": text, "input": {"a": text}} for text in [*TEXTS, None]])
    for operator in sorted(OPERATORS[FieldKind.STRING]):
        for value in TEXTS:
            wanted = [
                fixed_id(number)
                for number, text in enumerate([*TEXTS, None])
                if texts(operator, folded(text or "", value), value.lower())
            ]
            for field, key in (("name", ""), ("input_json", "a")):
                if field == "input_json" and operator in "><":
                    continue  # compares numbers there
                sent = json.dumps([{"field": field, "operator": operator, "key": key, "value": value}])
                found = find_traces(tables.connection, 1, Page(100), compile_filters(sent, TRACE_FIELDS))
                assert found == wanted[::-1], sent
    tables.connection.close()


@pytest.fixture(scope="module")
def database() -> sqlite3.Connection:
    row = {"name": "one", "end_us": NOW + 5, "thread_id": "talk", "tags": ["x"], "ttft_ms": None, "source": "sdk"}
    inner = {"environment": None, "input": {"a": [1]}, "metadata": {"a.b": 2}, "error_info": None}
    return fill([{**row, **inner, "scores": {"q": {"ann": 1.0}}, "spans": []}]).connection


ALL_FIELDS = [TRACE_FIELDS, SPAN_FIELDS, THREAD_FIELDS]


def run(connection: sqlite3.Connection, which: int, where: Condition | None) -> list[bytes]:
    find = (find_traces, find_spans, find_threads)[which]
    return find(connection, 1, Page(10), where)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_nothing_that_is_sent_changes_the_statement_or_makes_it_fail(
    database: sqlite3.Connection, data: st.DataObject
) -> None:
    which = data.draw(st.integers(0, 2))
    fields = ALL_FIELDS[which]
    name = data.draw(st.sampled_from(sorted(name for name in fields if name != "custom")))
    operator = data.draw(st.sampled_from(sorted(OPERATORS[fields[name].kind])))
    hostile = st.text(max_size=30) | st.sampled_from(
        ["') OR 1=1; DROP TABLE traces; --", "?", ":x", "%", "\x00", "NaN"]
    )

    def where(key: str, value: str) -> Condition | None:
        return compile_filters(json.dumps([{"field": name, "operator": operator, "key": key, "value": value}]), fields)

    try:
        compiled = where(data.draw(hostile), data.draw(hostile))
    except FilterError:
        return
    assert compiled is not None
    safe = set()
    for value in ("plain", "é", "1", "2026-01-01T00:00:00Z", "a,b,c", "a,b", format_id(fixed_id(1))):
        try:
            safe.add(_shape(where("a", value)))
        except FilterError:
            continue
    assert _shape(compiled) in safe
    run(database, which, compiled)
    assert database.execute("SELECT count(*) FROM traces").fetchone() == (1,)


def _shape(where: Condition | None) -> str:
    """The statement without the number of choices of an IN, and `=` to an id that is none."""
    assert where is not None
    return where.sql.replace(", ?", "").replace("IN ()", "IN (?)").replace("t.id", "id")


@given(st.text(max_size=40) | st.binary(max_size=40))
def test_whatever_is_sent_for_filters_is_taken_or_refused_by_name(sent: str | bytes) -> None:
    for fields in ALL_FIELDS:
        try:
            compile_filters(sent, fields)
        except FilterError:
            continue


json_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["field", "operator", "key", "value"]), inner, max_size=4)
    ),
)


@given(json_anything)
def test_whatever_json_is_sent_for_filters_is_taken_or_refused_by_name(sent: Any) -> None:
    with contextlib.suppress(FilterError):
        compile_filters(json.dumps(sent), TRACE_FIELDS)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ('[{"field": "nmae", "operator": "=", "value": "x"}]', "no field 'nmae'"),
        ('[{"field": "name", "operator": ">=", "value": "x"}]', "does not know the operator '>='"),
        ('[{"field": "name", "operator": "like", "value": "x"}]', "operator"),
        ('[{"field": "duration", "operator": ">", "value": "long"}]', "expected a number"),
        ('[{"field": "duration", "operator": ">", "value": "1e999"}]', "expected a number"),
        ('[{"field": "duration", "operator": ">", "value": "１"}]', "expected a number"),
        ('[{"field": "start_time", "operator": ">", "value": "soon"}]', "expected a time"),
        ('[{"field": "metadata", "operator": "=", "value": "x"}]', "key"),
        ('[{"field": "metadata", "operator": "=", "key": "a[", "value": "x"}]', "is no path|brackets"),
        ('[{"field": "metadata", "operator": "=", "key": "a..b", "value": "x"}]', "is no path"),
        ('[{"field": "metadata", "operator": "=", "key": "a[-1]", "value": "x"}]', "brackets"),
        ('[{"field": "feedback_scores", "operator": ">", "value": "1"}]', "key"),
        ('[{"field": "name", "operator": "=", "value": {"a": 1}}]', "expected a text"),
        ('[{"field": "name", "operator": "=", "value": "\\ud800"}]', "filters"),
        ('[{"field": "environment", "operator": "in", "value": " , "}]', "with commas"),
        ('[{"field": "custom", "operator": "=", "key": "nowhere.a", "value": "x"}]', "no field"),
        ('{"field": "name"}', "JSON array"),
        ("[[", "JSON array"),
        (json.dumps([{"field": "name", "operator": "=", "value": "x"}] * 101), "more than the 100"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_and_the_reason_told(sent: str, told: str) -> None:
    with pytest.raises(FilterError, match=told):
        compile_filters(sent, TRACE_FIELDS)


@pytest.mark.parametrize("sent", [None, "", "  ", "[]", "null", '"[]"', '""'])
def test_no_filters_are_no_condition(sent: str | None) -> None:
    assert compile_filters(sent, TRACE_FIELDS) is None


def test_filters_may_come_as_a_string_that_holds_the_array_and_values_as_numbers() -> None:
    plain = '[{"field": "duration", "operator": ">", "value": "5"}]'
    assert compile_filters(json.dumps(plain), TRACE_FIELDS) == compile_filters(plain, TRACE_FIELDS)
    assert compile_filters(plain.replace('"5"', "5"), TRACE_FIELDS) == compile_filters(plain, TRACE_FIELDS)


@pytest.mark.parametrize(
    ("custom", "same"),
    [
        ({"field": "custom", "key": "metadata.a[0]"}, {"field": "metadata", "key": "a[0]"}),
        ({"field": "custom", "key": "$.input.q"}, {"field": "input_json", "key": "q"}),
        ({"field": "custom", "key": "input[0].q"}, {"field": "input_json", "key": "[0].q"}),
        ({"field": "custom", "key": "name"}, {"field": "name"}),
        ({"field": "metadata.a.b"}, {"field": "metadata", "key": "a.b"}),
        ({"field": "output.a"}, {"field": "output_json", "key": "a"}),
        ({"field": "usage.total_tokens"}, {"field": "usage", "key": "total_tokens"}),
    ],
)
def test_a_key_may_stand_behind_the_field_or_name_it(custom: dict[str, str], same: dict[str, str]) -> None:
    rest = {"operator": "=", "value": "1"}
    assert compile_filters(json.dumps([custom | rest]), TRACE_FIELDS) == compile_filters(
        json.dumps([same | rest]), TRACE_FIELDS
    )


def test_two_conditions_are_one_and_none_is_always_true() -> None:
    one, other = Condition("a = ?", (1,)), Condition("b = ? OR c", (2,))
    assert both(one, other) == Condition("(a = ?) AND (b = ? OR c)", (1, 2))
    assert both(one, None) == one
    assert both(None, other) == other
    assert both(None, None) is None


def test_a_field_of_which_nothing_is_kept_matches_only_what_is_true_of_nothing(database: sqlite3.Connection) -> None:
    fields = {"gone": Field(FieldKind.LIST)}

    def found(operator: str) -> int:
        sent = json.dumps([{"field": "gone", "operator": operator, "value": "x"}])
        return len(run(database, 0, compile_filters(sent, fields)))

    assert [found(operator) for operator in ("contains", "=", "is_not_empty")] == [0, 0, 0]
    assert [found(operator) for operator in ("not_contains", "!=", "is_empty")] == [1, 1, 1]


def test_a_search_looks_into_every_text_of_a_trace(database: sqlite3.Connection) -> None:
    for text in ("ONE", "talk", "[1]", "a.b", format_id(fixed_id(0))[5:20], "x"):
        assert len(run(database, 0, full_text(text, TRACE_TEXTS))) == 1, text
    assert run(database, 0, full_text("nowhere", TRACE_TEXTS)) == []
    assert full_text(" ", TRACE_TEXTS) is None


def test_a_stretch_of_time_holds_both_its_ends(database: sqlite3.Connection) -> None:
    def found(start: str | None, end: str | None) -> int:
        made = made_between(start, end)
        assert made is not None
        return len(run(database, 0, made.condition))

    exactly = "2026-09-21T14:13:20Z"
    assert found(exactly, exactly) == 1
    assert found("2026-09-21T14:13:20.001Z", None) == 0
    assert found(None, "2026-09-21T14:13:19.999Z") == 0
    assert found("2026-09-21T16:13:20+02:00", "2026-09-21T14:13:20") == 1
    with pytest.raises(FilterError, match="to_time"):
        made_between(exactly, "2026-09-21T14:13:19Z")
    with pytest.raises(FilterError, match="from_time"):
        made_between("yesterday", None)
