"""What was written to the spool is read back, whatever a crash did to the end of a file."""

from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from hypothesis import given
from hypothesis import strategies as st

from rein.opik.spool import Kind, acknowledged, decode_line, encode_record, read_records, read_segment

ROWS = st.dictionaries(st.text(), st.text() | st.integers(0, 9), max_size=4).map(lambda r: {"id": "x" * 36, **r})
RECORDS = st.lists(st.tuples(st.sampled_from(Kind), ROWS), min_size=1, max_size=6)


def encoded(records: list[tuple[Kind, dict[str, object]]]) -> list[bytes]:
    return [encode_record(kind, orjson.dumps(row)) for kind, row in records]


@given(RECORDS)
def test_records_come_back_as_they_were_written(records: list[tuple[Kind, dict[str, object]]]) -> None:
    with TemporaryDirectory() as name:
        (Path(name) / "0001.seg").write_bytes(b"".join(encoded(records)))
        found = list(read_records(Path(name)))
    assert [(r.kind, r.row) for r in found] == records
    assert [r.id for r in found] == [row["id"] for _, row in records]


@given(RECORDS, st.data())
def test_a_file_cut_at_any_byte_keeps_every_whole_record(
    records: list[tuple[Kind, dict[str, object]]], data: st.DataObject
) -> None:
    lines = encoded(records)
    cut = data.draw(st.integers(0, sum(map(len, lines))))
    with TemporaryDirectory() as name:
        path = Path(name) / "0001.seg"
        path.write_bytes(b"".join(lines)[:cut])
        found = list(read_segment(path))
    ends = [sum(map(len, lines[: n + 1])) for n in range(len(lines))]
    assert [r.end for r in found] == [end for end in ends if end <= cut]


@given(RECORDS, st.data())
def test_a_damaged_byte_costs_at_most_the_records_it_touches(
    records: list[tuple[Kind, dict[str, object]]], data: st.DataObject
) -> None:
    lines = encoded(records)
    blob = bytearray(b"".join(lines))
    at = data.draw(st.integers(0, len(blob) - 1))
    blob[at] ^= data.draw(st.integers(1, 255))
    with TemporaryDirectory() as name:
        path = Path(name) / "0001.seg"
        path.write_bytes(blob)
        found = [(r.kind, r.row) for r in read_segment(path)]
    assert len(found) >= len(records) - 2  # a lost line break joins two
    assert all(row in records for row in found)


@given(RECORDS, st.data())
def test_reading_from_any_records_end_gives_the_rest(
    records: list[tuple[Kind, dict[str, object]]], data: st.DataObject
) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "0001.seg"
        path.write_bytes(b"".join(encoded(records)))
        found = list(read_segment(path))
        n = data.draw(st.integers(0, len(found) - 1))
        assert list(read_segment(path, found[n].end)) == found[n + 1 :]


@given(st.binary())
def test_no_line_that_is_no_record_is_taken_for_one(line: bytes) -> None:
    decoded = decode_line(line)
    assert decoded is None or encode_record(*decoded) == line + b"\n"


def test_nothing_behind_an_unfinished_line_is_read_while_its_writer_may_go_on(tmp_path: Path) -> None:
    path = tmp_path / "0001.seg"
    first, second = (encode_record(Kind.TRACE, b'{"id":"%d"}' % n) for n in (1, 2))
    path.write_bytes(first + second[:7])
    assert [r.end for r in read_segment(path)] == [len(first)]
    with path.open("ab") as file:
        file.write(second[7:])
    assert [r.row["id"] for r in read_segment(path, len(first))] == ["2"]


def test_a_spool_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert list(read_records(tmp_path / "none")) == []
    assert acknowledged(tmp_path / "none.seg") == 0
