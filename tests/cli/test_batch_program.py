"""A file of goals, coached by the real program that is stopped, killed and started again."""

import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.support.gemini_server import GeminiServer, Status

pytestmark = pytest.mark.slow

GOALS = (
    "Run 5 km by May", "Save $3,000 this year", "Learn Spanish", "Read 12 books", "Sleep before eleven", "Quit smoking",
    "Be a better friend", "Find a new job", "Volunteer twice a month", "Declutter the house",
)  # fmt: skip


def write_goals(path: Path, count: int) -> Path:
    with path.open("w") as file:
        for number in range(count):
            file.write(json.dumps({"id": f"g{number}", "text": GOALS[number % len(GOALS)], "tags": ["a", "ü"]}) + "\n")
    return path


def results(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_every_goal_gets_one_line_with_its_own_keys(rein: Program, tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals.jsonl", 10), tmp_path / "results.jsonl"
    done = rein("coach", "--from", source, "--out", out, "--concurrency", "3")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "10 of 10 done, 0 failed" in done.stderr
    rows = results(out)
    assert sorted(str(row["id"]) for row in rows) == sorted(f"g{n}" for n in range(10))
    for row in rows:
        assert row["tags"] == ["a", "ü"]
        assert row["plan"]
        assert row["trace_id"]
    again = rein("coach", "--from", source, "--out", out)
    assert again.returncode == 0
    assert "Going on: 10 of 10" in again.stderr
    assert results(out) == rows


def test_lines_that_hold_no_goal_become_error_lines_and_the_rest_is_done(rein: Program, tmp_path: Path) -> None:
    source, out = tmp_path / "goals.jsonl", tmp_path / "results.jsonl"
    lines = [
        '{"id": 1, "text": "Read 12 books", "weeks": 5, "hours_per_week": 2, "timezone": "Asia/Tokyo"}',
        "not json",
        '{"id": 3}',
        '{"id": 4, "text": ""}',
        '{"id": 5, "text": "' + "x" * 9_000 + '"}',
        '{"id": 6, "text": "half \\ud83d of a smile"}',
        '{"id": 7, "text": "run", "weeks": 0}',
        '{"id": 8, "text": "run", "start": "2020-01-01"}',
        "",
        '{"id": 9, "text": "Learn Spanish"}',
    ]
    source.write_text("\n".join(lines))
    done = rein("coach", "--from", source, "--out", out, "--weeks", "7")
    assert done.returncode == 1
    assert "7 goals failed" in done.stderr
    rows = {row.get("id"): row for row in results(out)}
    assert len(results(out)) == 9
    good, other = rows[1], rows[9]
    assert good["goal"]["weeks"] == 5  # pyright: ignore
    assert good["goal"]["timezone"] == "Asia/Tokyo"  # pyright: ignore
    assert other["goal"]["weeks"] == 7  # pyright: ignore
    for number in (None, 3, 4, 5, 6, 7, 8):
        error = rows[number]["error"]
        assert set(error) == {"type", "message"}  # pyright: ignore
        assert error["type"] == "UsageError"  # pyright: ignore


def test_an_option_that_cannot_be_meant_is_refused_before_a_thousand_lines_fail_of_it(
    rein: Program, tmp_path: Path
) -> None:
    source, out = write_goals(tmp_path / "goals.jsonl", 3), tmp_path / "results.jsonl"
    done = rein("coach", "--from", source, "--out", out, "--weeks", "0")
    assert done.returncode == 2
    assert not out.exists()
    assert rein("coach", "--from", source, "--out", source).returncode == 2
    assert len(results(source)) == 3


def gemini_environment(gemini: GeminiServer) -> dict[str, str]:
    return {
        "GEMINI_API_KEY": "key", "REIN_MODEL_BASE_URL": gemini.url, "REIN_OFFLINE_FALLBACK": "false",
        "REIN_LLM_RETRIES": "0",
    }  # fmt: skip


def test_what_the_model_failed_to_answer_is_answered_by_the_next_run(rein: Program, tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals.jsonl", 4), tmp_path / "results.jsonl"
    with GeminiServer() as gemini:
        gemini.next(Status(500))
        first = rein("coach", "--from", source, "--out", out, "--concurrency", "1", **gemini_environment(gemini))
        assert first.returncode == 1
        failed = results(out)[-1]
        assert failed["id"] == "g0"
        assert failed["error"]["type"] == "LLMUnavailable"  # pyright: ignore
        second = rein("coach", "--from", source, "--out", out, **gemini_environment(gemini))
    assert second.returncode == 0, second.stderr
    assert "Going on: 3 of 4" in second.stderr
    assert sorted(str(row["id"]) for row in results(out)) == ["g0", "g1", "g2", "g3"]
    assert not any("error" in row for row in results(out))


def test_ctrl_c_finishes_what_is_under_way_and_says_how_to_go_on(rein: Program, tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals.jsonl", 400), tmp_path / "results.jsonl"
    running = rein.start("coach", "--from", source, "--out", out, "--concurrency", "4")
    wait_for_lines(out, 3, running)
    running.send_signal(signal.SIGINT)
    _, stderr = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Run the same command again to go on" in stderr
    assert b"Traceback" not in stderr
    assert 3 <= len(results(out)) < 400
    assert rein("coach", "--from", source, "--out", out).returncode == 0
    assert sorted(str(row["id"]) for row in results(out)) == sorted(f"g{n}" for n in range(400))


@pytest.mark.chaos
def test_a_batch_that_is_killed_again_and_again_ends_with_one_line_for_each_goal(rein: Program, tmp_path: Path) -> None:
    source, out = write_goals(tmp_path / "goals.jsonl", 300), tmp_path / "results.jsonl"
    dice = random.Random(7)
    for _ in range(5):
        before = out.read_bytes().count(b"\n") if out.exists() else 0
        running = rein.start("coach", "--from", source, "--out", out, "--concurrency", "4")
        wait_for_lines(out, before + dice.randint(1, 20), running)
        running.kill()
        running.communicate()
    done = rein("coach", "--from", source, "--out", out)
    assert done.returncode == 0, done.stderr
    assert sorted(str(row["id"]) for row in results(out)) == sorted(f"g{n}" for n in range(300))


def wait_for_lines(out: Path, count: int, running: subprocess.Popen[bytes]) -> None:
    while running.poll() is None and (not out.exists() or out.read_bytes().count(b"\n") < count):
        time.sleep(0.005)
