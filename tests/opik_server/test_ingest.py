"""Bodies into rows: what is taken as it is, and what is refused with a name."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server import ingest
from rein.opik_server.ids import first_id_at, format_id, id_time_us, new_id, parse_id
from rein.opik_server.ingest import Arrival, IngestError
from rein.opik_server.ingest_scores import score_batch, thread_score_batch
from rein.opik_server.store.payload import COMPRESS_FROM_BYTES, pack, unpack
from rein.opik_server.store.rows import SPAN_FIELDS, TRACE_FIELDS, Row

NOW = Arrival("ann", 1_790_000_000_000_000)
ID = "01a1fbdb-e68a-77ed-928a-fe5bf3384c27"
OLD_ID = "f47ac10b-58cc-4372-a567-0e02b2c3d479"


START = "2026-01-01T00:00:00Z"


def spans(*rows: dict[str, object]) -> bytes:
    return json.dumps({"spans": [{"start_time": START, **row} for row in rows]}).encode()


def field(row: Row, name: str) -> object:
    names = SPAN_FIELDS if len(row.values) == len(SPAN_FIELDS) else TRACE_FIELDS
    return row.values[names.index(name)]


def test_a_span_becomes_a_row_with_its_payloads_byte_for_byte() -> None:
    raw = '{"a" : 1.0, "big": 12345678901234567890123, "text": "\\u00e9 \\ud83d\\ude00"}'
    body = f"""{{"spans": [{{"id": "{ID}", "trace_id": "{ID}", "name": "x", "type": "llm",
        "start_time": "2026-01-01T00:00:00.000001Z", "end_time": "2026-01-01T02:00:00+02:00",
        "last_updated_at": "2026-01-01T00:00:01Z", "input": {raw}, "output": null, "tags": ["b", "a", "b"],
        "usage": {{"z": 2, "a": 1, "none": null}}, "total_estimated_cost": 0.1,
        "unknown": [1], "project_name": " "}}]}}"""
    (row,) = ingest.span_batch(body.encode(), NOW)
    assert row.id == bytes.fromhex(ID.replace("-", ""))
    assert field(row, "input") == raw.encode()
    assert field(row, "output") is None
    assert field(row, "start_us") == 1_767_225_600_000_001
    assert field(row, "end_us") == 1_767_225_600_000_000
    assert field(row, "tags") == '["a","b"]'
    assert field(row, "usage") == '{"a":1,"z":2}'
    assert field(row, "cost_pico") == 100_000_000_000
    assert row.updated_us == 1_767_225_601_000_000
    assert row.created


@given(st.integers(0, 5), st.integers(1, 5))
def test_a_body_is_utf8_wherever_a_piece_of_it_ends(before: int, after: int) -> None:
    text = "a" * before + "\U0001f600" * ((1 << 20) // 4 + after)
    body = json.dumps({"traces": [{"id": ID, "start_time": START, "input": text}]}, ensure_ascii=False).encode()
    (row,) = ingest.trace_batch(body, NOW)
    assert json.loads(unpack(field(row, "input"))) == text


def test_an_update_of_many_adds_tags_to_those_that_are_there() -> None:
    body = {"ids": [ID, ID], "update": {"name": "x", "tags": ["a"]}, "merge_tags": True}
    update = ingest.trace_batch_update(json.dumps(body).encode(), NOW)
    assert len(update.ids) == 1
    assert (update.add_tags, field(update.row, "tags"), field(update.row, "name")) == (("a",), None, "x")


@pytest.mark.parametrize("tags", [[str(number) for number in range(51)], ["x" * 101]])
def test_an_update_has_few_and_short_tags(tags: list[str]) -> None:
    with pytest.raises(IngestError, match="tags_to_add"):
        ingest.trace_update(ID, json.dumps({"tags_to_add": tags}).encode(), NOW)


def test_a_row_without_a_version_is_as_new_as_its_arrival() -> None:
    (row,) = ingest.trace_batch(json.dumps({"traces": [{"id": ID, "start_time": START}]}).encode(), NOW)
    assert row.updated_us == NOW.now_us


def test_an_update_says_nothing_of_what_it_does_not_name() -> None:
    update = ingest.trace_update(ID, b'{"output": {"a": 1}, "tags_to_add": ["x"]}', NOW)
    assert [name for name in TRACE_FIELDS if field(update.row, name) is not None] == ["output"]
    assert update.add_tags == ("x",)
    assert not update.row.created


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (
            {"exception_type": "E", "message": "m", "traceback": "t", "code": [1]},
            {"exception_type": "E", "message": "m", "traceback": "t"},
        ),
        ({"exception_type": "E", "traceback": ""}, {"exception_type": "E", "traceback": "E"}),
        ({"message": "no"}, {"exception_type": "Error", "message": "no", "traceback": "no"}),
        ({"message": ""}, None),
        ({}, None),
    ],
)
def test_an_error_has_a_type_and_a_traceback_whatever_was_left_out(sent: object, kept: object) -> None:
    (row,) = ingest.span_batch(spans({"id": ID, "trace_id": ID, "error_info": sent}), NOW)
    found = field(row, "error_info")
    assert (None if found is None else json.loads(unpack(found))) == kept


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (spans({"id": ID, "trace_id": ID}, {"id": OLD_ID, "trace_id": ID}), "spans[1].id"),
        (spans({"id": ID, "trace_id": ID}, {"id": ID, "trace_id": "x"}), "spans[1].trace_id"),
        (spans({"id": ID, "trace_id": ID, "parent_span_id": OLD_ID}), "spans[0].parent_span_id"),
        (spans({"id": ID}), "trace_id"),
        (spans({"id": ID, "trace_id": ID, "start_time": None}), "spans[0].start_time"),
        (b'{"spans": [' + b" " * (1 << 20) + b"\xf0\x9f\x98\x80\xff]}", f"byte {(1 << 20) + 15}"),
        (b'{"spans": [' + b" " * ((1 << 20) - 12) + b"\xf0\x9f]}", f"byte {(1 << 20) - 1}"),
        (spans({"id": ID, "trace_id": ID, "name": 5}), "$.spans[0].name"),
        (spans({"id": ID, "trace_id": ID, "type": "magic"}), "$.spans[0].type"),
        (spans({"id": ID, "trace_id": ID, "start_time": "soon"}), "$.spans[0].start_time"),
        (spans({"id": ID, "trace_id": ID, "usage": {"a": 2**63}}), "$.spans[0].usage"),
        (spans({"id": ID, "trace_id": ID, "usage": {"a": 1.5}}), "$.spans[0].usage"),
        (spans({"id": ID, "trace_id": ID, "total_estimated_cost": -1}), "$.spans[0].total_estimated_cost"),
        (spans({"id": ID, "trace_id": ID, "total_estimated_cost": 1e300}), "$.spans[0].total_estimated_cost"),
        (spans({"id": ID, "trace_id": ID, "error_info": "boom"}), "spans[0].error_info"),
        (spans({"id": ID, "trace_id": ID, "error_info": {"message": 5}}), "spans[0].error_info.message"),
        (spans({"id": ID, "trace_id": ID, "ttft": float("nan")}), "line 1 column"),
        (spans({"id": ID, "trace_id": ID, "input": {"a": float("nan")}}), "line 1 column"),
        (spans({"id": ID, "trace_id": ID, "input": {"a": "\ud800"}}), "surrogate"),
        (spans({"id": ID, "trace_id": ID, "name": "\ud800"}), "surrogate"),
        (spans({"id": ID, "trace_id": ID}).replace(b'"id"', b'"input": "\xff", "id"', 1), "UTF-8"),
        (b'{"spans": [{"input": ' + b"[" * 100_000, "deep"),
        (b'{"spans": [{"unknown": ' + b'{"a":' * 100_000, "deep"),
        (b'{"spans": [', "not JSON"),
        (b"", "not JSON"),
        (b"[]", "object"),
        (spans(), "1 to 1000"),
        (spans(*[{"id": ID, "trace_id": ID}] * 1001), "1 to 1000"),
    ],
)
def test_what_cannot_be_taken_is_refused_as_a_whole_and_named(body: bytes, place: str) -> None:
    with pytest.raises(IngestError) as caught:
        ingest.span_batch(body, NOW)
    assert place in str(caught.value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_body_raises_anything_but_its_own_error(body: bytes) -> None:
    for decode in (ingest.span_batch, ingest.trace_batch, ingest.span, ingest.trace, score_batch, thread_score_batch):
        try:
            decode(body, NOW)
        except IngestError:
            continue


def test_scores_are_whole_billionths_and_carry_their_author() -> None:
    body = {"scores": [{"id": ID, "name": "clear", "value": 0.1, "source": "sdk", "author": "judge"}]}
    (row,) = score_batch(json.dumps(body).encode(), NOW)
    assert (row.value_nano, row.author, row.project) == (100_000_000, "judge", "")


@pytest.mark.parametrize(
    ("score", "place"),
    [
        ({"name": "a", "value": 1, "source": "sdk"}, "scores[0].id"),
        ({"id": ID, "name": "", "value": 1, "source": "sdk"}, "name"),
        ({"id": ID, "name": "a", "value": 1e10, "source": "sdk"}, "value"),
        ({"id": ID, "name": "a", "value": 1, "source": "moon"}, "source"),
    ],
)
def test_a_score_that_cannot_be_taken_is_named(score: object, place: str) -> None:
    with pytest.raises(IngestError) as caught:
        score_batch(json.dumps({"scores": [score]}).encode(), NOW)
    assert place in str(caught.value)


@given(st.integers(0, (1 << 48) - 1))
def test_ids_keep_their_moment_and_their_order(ms: int) -> None:
    made = new_id(ms)
    assert parse_id(format_id(made)) == made
    assert id_time_us(made) == ms * 1000
    assert first_id_at(ms * 1000) <= made < first_id_at((ms + 1) * 1000)


@pytest.mark.parametrize(
    "text", ["", "x" * 36, ID[:-1], ID.replace("-", " "), OLD_ID, ID.replace("7", " ", 1), "é" * 36]
)
def test_what_is_no_uuid_of_version_7_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="UUID"):
        parse_id(text)


@given(st.text(max_size=5000).map(lambda text: json.dumps(text).encode()))
def test_payloads_come_back(payload: bytes) -> None:
    assert unpack(pack(payload)) == payload


def test_large_payloads_are_deflated() -> None:
    payload = b'"' + b"goal " * COMPRESS_FROM_BYTES + b'"'
    assert len(pack(payload)) < len(payload) / 10
