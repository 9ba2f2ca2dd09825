"""The program as a person, a script or a pipe meets it, with nothing set: the offline coach answers."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rein import __version__
from rein.coach.model import CoachingResult
from tests.cli.conftest import Program, clean_environment

GOAL = "I want to run a half marathon this spring, I can train 4 hours a week"


def test_the_version_is_printed_without_loading_the_command_line(rein: Program) -> None:
    assert rein("--version").stdout == f"rein {__version__}\n"
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "rein", "--version"], capture_output=True, text=True, check=True
    ).stderr
    assert "typer" not in loaded
    assert "pydantic" not in loaded


def test_the_help_loads_no_coach_no_model_and_no_tracing(rein: Program) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "rein", "--help"],
        capture_output=True, text=True, check=True, env=clean_environment(rein.data_dir),
    )  # fmt: skip
    for command in ("coach", "chat", "plans", "doctor", "cost", "traces", "opik"):
        assert command in done.stdout
    for heavy in ("pydantic_settings", "rein.coach", "rein.llm", "rein.tracing", "httpx", "opentelemetry"):
        assert heavy not in done.stderr


def test_a_goal_becomes_a_plan_on_plain_lines_and_is_saved(rein: Program) -> None:
    done = rein("coach", GOAL)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert "offline coach" in lines[0]
    assert "not an LLM" in " ".join(lines[:2])
    for title in ("Goal ─", "Resolution ─", "Plan ─", "Evaluation ─"):
        assert any(line.startswith(title) for line in lines)
    assert "\x1b" not in done.stdout
    (figures,) = [line for line in lines if "rein traces show" in line]
    assert "offline" in figures
    assert "$0.0000" in figures
    saved = rein("plans").stdout.splitlines()[1].split()[0]
    assert f"rein chat {saved}" in lines[-1]


def test_json_is_one_object_with_the_promised_keys_in_order_and_nothing_else(rein: Program) -> None:
    done = rein("coach", "--json", GOAL, "--weeks", "6")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    result = json.loads(done.stdout)
    assert list(result) == [
        "goal", "resolution", "plan", "evaluation", "trace_id", "model", "usage", "cost_usd", "duration_ms", "stages",
    ]  # fmt: skip
    assert set(result["usage"]) == {"input_tokens", "output_tokens", "total_tokens", "estimated"}
    assert len(result["stages"]) == 4
    assert len(result["plan"]["weeks"]) == 6
    assert CoachingResult.model_validate_json(done.stdout)
    assert "not an LLM" in done.stderr
    assert json.loads(rein("plans", "show", "--json").stdout) == result


@pytest.mark.slow
def test_the_goal_may_come_through_a_pipe(rein: Program) -> None:
    named = rein("coach", "-", "--json", stdin=GOAL)
    unnamed = rein("coach", "--json", stdin=GOAL.encode("utf-8-sig"))
    assert json.loads(named.stdout)["goal"]["text"] == GOAL
    assert json.loads(unnamed.stdout)["goal"]["text"] == GOAL


@pytest.mark.slow
def test_what_was_chosen_is_kept(rein: Program) -> None:
    start = datetime.now(UTC).date() + timedelta(days=30)
    done = rein(
        "coach", "--json", "Read 12 books", "--weeks", "3", "--hours-per-week", "2", "--start", str(start),
        "--timezone", "Asia/Tokyo", "--model", "offline",
    )  # fmt: skip
    goal = json.loads(done.stdout)["goal"]
    assert (goal["weeks"], goal["hours_per_week"], goal["start"], goal["timezone"]) == (
        3,
        2.0,
        str(start),
        "Asia/Tokyo",
    )
    assert all(week["minutes"] <= 120 for week in json.loads(done.stdout)["plan"]["weeks"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["coach", ""], "goal is empty"),
        (["coach"], "goal is empty"),  # nothing comes through the pipe
        (["coach", "x" * 100_000], "8,000 characters"),
        (["coach", "--weeks", "0", "run"], "1 to 104"),
        (["coach", "--hours-per-week", "-1", "run"], "hours per week"),
        (["coach", "--start", "2020-01-01", "run"], "in the past"),
        (["coach", "--timezone", "Mars/Olympus", "run"], "not known"),
        (["coach", "--model", "nobody", "run"], "nobody"),
        (["coach", "--nope", "run"], "No such option"),
        (["coach", "--ask", "run"], "terminal"),
        (["coach", "--from", "goals.jsonl"], "--from and --out"),
        (["coach", "--from", "missing", "--out", "out"], "is no file"),
        (["chat"], "no plan is saved"),
        (["plans", "show", "abc"], "no saved plan"),
    ],
)
def test_what_cannot_be_meant_is_one_clear_line_and_exit_code_2(rein: Program, args: list[str], said: str) -> None:
    done = rein(*args)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


@pytest.mark.slow
def test_a_goal_that_is_too_long_for_a_pipe_is_refused_without_reading_it_all(rein: Program) -> None:
    done = rein("coach", stdin="x" * 100_000)
    assert (done.returncode, done.stdout) == (2, "")
    assert "8,000 characters" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("junk", [bytes(range(256)) * 4, bytes(100), "Run 10 km by May".encode("utf-16")])
def test_what_is_no_text_is_no_goal(rein: Program, junk: bytes) -> None:
    done = rein("coach", "-", stdin=junk)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no text in UTF-8" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_few_broken_characters_are_no_reason_to_refuse_a_goal(rein: Program) -> None:
    done = rein("coach", "-", "--json", stdin=b"Open a caf\xe9\x00 by May, \xa35,000 saved")
    assert json.loads(done.stdout)["plan"]


@pytest.mark.slow
def test_a_mistaken_setting_is_named_once_and_its_value_is_not(rein: Program) -> None:
    done = rein("coach", "run", LLM_TEMPERATURE="hot-secret")
    assert done.returncode == 1
    assert "LLM_TEMPERATURE" in done.stderr
    assert "hot-secret" not in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_data_directory_that_cannot_be_written_still_gives_the_plan(rein: Program, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = rein("coach", "--json", GOAL, REIN_DATA_DIR=str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert json.loads(done.stdout)["plan"]
    assert "was not saved" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["Ich möchte bis Mai 10 km laufen", "我想每天学习西班牙语", "أريد أن أقرأ أكثر", "🏃 10k by May"]
)
def test_every_language_and_script_is_taken(rein: Program, text: str) -> None:
    done = rein("coach", "--json", text)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["goal"]["text"] == text


@pytest.mark.slow
def test_broken_bytes_in_the_goal_are_replaced(rein: Program) -> None:
    done = rein("coach", "--json", os.fsdecode(b"run caf\xe9 to caf\xe9"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["goal"]["text"] == "run caf\ufffd to caf\ufffd"


@pytest.mark.slow
def test_a_terminal_that_knows_only_ascii_gets_plain_signs(rein: Program) -> None:
    done = rein("coach", GOAL, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert "Goal ---" in done.stdout


@pytest.mark.slow
def test_a_reader_that_leaves_is_no_error_and_costs_no_plan(rein: Program) -> None:
    running = rein.start("coach", GOAL)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    assert running.stderr.read() == b""
    running.wait()
    assert running.returncode == 0
    assert len(rein("plans").stdout.splitlines()) == 2


@pytest.mark.slow
def test_a_conversation_goes_on_from_run_to_run(rein: Program) -> None:
    rein("coach", "--json", GOAL)
    first = rein("chat", "--message", "I missed two runs this week")
    assert first.returncode == 0, first.stderr
    assert len(first.stdout) > 20
    second = rein("chat", stdin="It went well today\n\nThanks\n")
    assert second.returncode == 0, second.stderr
    assert "I missed two runs this week" in second.stdout  # where the conversation stood
    (kept,) = (rein.data_dir / "results").glob("*.chat.jsonl")
    messages = [json.loads(line) for line in kept.read_text().splitlines()]
    assert [m["role"] for m in messages] == ["person", "coach"] * 3
    assert [m["text"] for m in messages[::2]] == ["I missed two runs this week", "It went well today", "Thanks"]


@pytest.mark.slow
@pytest.mark.parametrize("message", ["", "  ", "x" * 9_000])
def test_a_message_that_cannot_be_meant_is_refused_before_anything_is_said(rein: Program, message: str) -> None:
    rein("coach", "--json", GOAL)
    done = rein("chat", "-m", "fine", "-m", message)
    assert (done.returncode, done.stdout) == (2, "")
    assert not list((rein.data_dir / "results").glob("*.chat.jsonl"))


@pytest.mark.slow
def test_saved_plans_are_listed_and_shown(rein: Program) -> None:
    assert "No plan is saved yet" in rein("plans").stdout
    rein("coach", "--json", GOAL, "--weeks", "20")
    rein("coach", "--json", "Learn Spanish in 8 weeks")
    rows = [line.split() for line in rein("plans").stdout.splitlines()[1:]]
    assert len(rows) == 2
    shown = rein("plans", "show", rows[1][0][:5])
    assert "Plan ─" in shown.stdout
    assert "--full" in shown.stdout
    assert "Week 19 " in " ".join(rein("plans", "show", rows[1][0], "--full").stdout.split())
