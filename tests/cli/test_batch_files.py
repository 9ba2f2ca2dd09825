"""Whatever stops a batch, wherever it stops, the next run leaves exactly one line for each goal."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rein.cli.batch import joined
from rein.cli.batch_files import BatchFiles
from rein.cli.batch_input import MAX_LINE_BYTES, goal_of, input_lines, parse
from rein.coach.model import CoachingResult
from rein.errors import StorageError, UsageError


def write_goals(path: Path, count: int) -> Path:
    # Every second goal is the same as the one before: duplicates are goals of their own.
    path.write_text("".join(f'{{"text": "goal {number // 2}"}}\n' for number in range(count)))
    return path


def work(source: Path, out: Path, *, most: int = 10**9, failing: frozenset[int] = frozenset()) -> int:
    """One run that does at most so many goals; returns how many it did."""
    did = 0
    with BatchFiles(source, out) as files:
        for line in input_lines(source):
            if files.is_done(line):
                continue
            if did == most:
                break
            did += 1
            if line.number in failing:
                files.add_failure(json.dumps({"number": line.number, "error": "no"}).encode())
            else:
                files.add_result(line, json.dumps({"number": line.number, "pad": "x" * (line.number * 7)}).encode())
    return did


def numbers(out: Path) -> list[int]:
    return [json.loads(line)["number"] for line in out.read_bytes().splitlines()]


def test_a_finished_batch_has_nothing_left_to_do(tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals", 9), tmp_path / "out"
    assert work(source, out) == 9
    before = out.read_bytes()
    assert work(source, out) == 0
    assert out.read_bytes() == before
    assert numbers(out) == list(range(9))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_a_batch_torn_at_any_byte_and_any_number_of_times_ends_with_one_line_for_each_goal(
    tmp_path: Path, data: st.DataObject
) -> None:
    folder = tmp_path / str(next(_folders))
    folder.mkdir()
    source, out = write_goals(folder / "goals", 8), folder / "out"
    progress = folder / "out.progress"
    for _ in range(data.draw(st.integers(1, 4))):
        failing = data.draw(st.frozensets(st.integers(0, 7), max_size=3))
        work(source, out, most=data.draw(st.integers(0, 8)), failing=failing)
        # What a kill leaves: the progress is written first, so it has lost nothing that the results have.
        cut = data.draw(st.integers(0, min(40, out.stat().st_size)))
        out.write_bytes(out.read_bytes()[: out.stat().st_size - cut])
        if not cut:
            lost = data.draw(st.integers(0, min(10, progress.stat().st_size)))
            if lost:
                kept = progress.read_bytes()[:-lost]
                progress.write_bytes(kept)
                whole = [int(line.split()[2]) for line in kept.splitlines(keepends=True) if line.endswith(b"\n")]
                out.write_bytes(out.read_bytes()[: sum(whole)])
    work(source, out)
    assert sorted(numbers(out)) == list(range(8))


_folders = itertools.count()


def test_half_a_line_at_the_end_is_cut_off(tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals", 6), tmp_path / "out"
    work(source, out, most=3)
    with out.open("ab") as file:
        file.write(b'{"number": 3, "pa')
    assert work(source, out) == 3
    assert numbers(out) == list(range(6))


def test_what_failed_is_tried_again_and_its_error_line_is_gone(tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals", 6), tmp_path / "out"
    work(source, out, failing=frozenset({1, 4}))
    assert numbers(out) == [0, 2, 3, 5, 1, 4]
    assert work(source, out, failing=frozenset({4})) == 2
    assert numbers(out) == [0, 2, 3, 5, 1, 4]
    assert b'"error"' in out.read_bytes().splitlines()[-1]
    assert work(source, out) == 1
    assert b'"error"' not in out.read_bytes()


def test_goals_may_be_added_at_the_end_of_the_input(tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals", 4), tmp_path / "out"
    work(source, out)
    write_goals(source, 7)
    assert work(source, out) == 3
    assert numbers(out) == list(range(7))


def test_a_changed_input_is_told_and_nothing_is_touched(tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals", 6), tmp_path / "out"
    work(source, out, most=4)
    before = out.read_bytes(), (tmp_path / "out.progress").read_bytes()
    source.write_text(source.read_text().replace("goal 1", "goal one"))
    with pytest.raises(UsageError, match=r"has changed since.*goal 3 "):
        work(source, out)
    write_goals(source, 2)
    with pytest.raises(UsageError, match=r"has changed since.*fewer lines"):
        work(source, out)
    assert (out.read_bytes(), (tmp_path / "out.progress").read_bytes()) == before


def test_a_file_that_no_batch_wrote_is_not_overwritten(tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals", 2), tmp_path / "out"
    out.write_text("my diary\n")
    with pytest.raises(UsageError, match="was not written by this command"):
        work(source, out)
    assert out.read_text() == "my diary\n"


def test_results_that_somebody_edited_are_not_gone_on_with(tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals", 4), tmp_path / "out"
    work(source, out)
    out.write_bytes(b"#" + out.read_bytes())
    with pytest.raises(UsageError, match="not as the last run left it"):
        work(source, out)


def test_deleted_results_are_made_again(tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals", 4), tmp_path / "out"
    work(source, out)
    out.unlink()
    assert work(source, out) == 4
    assert numbers(out) == list(range(4))


def test_two_runs_on_the_same_results_do_not_meet(tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals", 4), tmp_path / "out"
    with BatchFiles(source, out), pytest.raises(StorageError, match="another run is writing"):
        work(source, out)


def test_results_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    source = write_goals(tmp_path / "goals", 4)
    with pytest.raises(StorageError, match="cannot be written"):
        work(source, tmp_path / "missing" / "out")


def test_blank_lines_a_byte_order_mark_and_a_missing_newline_are_nothing_special(tmp_path: Path) -> None:
    path = tmp_path / "goals"
    path.write_bytes(b'\xef\xbb\xbf{"text": "a"}\r\n\n   \n{"text": "b"}')
    lines = list(input_lines(path))
    assert [(line.number, line.line) for line in lines] == [(0, 1), (1, 4)]
    assert [goal_of(line, parse(line)) for line in lines] == ["a", "b"]


def test_an_endless_line_is_passed_over_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "goals"
    path.write_bytes(b'{"text": "' + b"a" * (3 * MAX_LINE_BYTES) + b'"}\n{"text": "b"}\n')
    first, second = input_lines(path)
    assert first.raw == b""
    with pytest.raises(UsageError, match="line 1 is longer"):
        parse(first)
    assert goal_of(second, parse(second)) == "b"


@pytest.mark.parametrize(
    "line",
    [
        b"secret words", b"[1]", b'"secret"', b"{", b'{"text": NaN}', b'{"n": 1e999, "text": "a"}', b'{"text": 5}',
        b"{}", b'{"text": "\xff"}', b'{"text": "\\ud800"}', b"[" * 100_000, b'{"n": ' + b"9" * 5_000 + b"}",
    ],
)  # fmt: skip
def test_a_line_that_holds_no_goal_is_told_by_its_place_and_not_its_words(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "goals"
    path.write_bytes(b"\n" + line + b"\n")
    (only,) = input_lines(path)
    with pytest.raises(UsageError, match="line 2") as caught:
        goal_of(only, parse(only))
    assert "secret" not in str(caught.value)


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=[])), st.none() | st.integers() | st.text() | st.booleans()
    )
)
def test_every_key_of_the_input_is_carried_over_unless_it_is_one_of_ours(fields: dict[str, object]) -> None:
    line = joined({**fields, "goal": "theirs", "error": "theirs"}, b'{"goal":"ours","plan":null}')
    assert line.count(b"\n") == 0
    ours = {*CoachingResult.model_fields, "error"}
    assert json.loads(line) == {k: v for k, v in fields.items() if k not in ours} | {"goal": "ours", "plan": None}
