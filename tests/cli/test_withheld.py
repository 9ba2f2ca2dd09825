"""The program where the model's check speaks: what a person sees, what is kept, and how it exits."""

import json
from collections.abc import Iterator

import pytest

from rein.coach.chat import TAKEN_BACK
from tests.cli.conftest import Program
from tests.cli.test_terminal import GOAL, Open, gemini_environment, prompting
from tests.support.gemini_server import GeminiServer, Good, Status

pytestmark = pytest.mark.slow

CHECK = "You check one text"
FLAGGED = Good(answer={"category": "unsafe_advice", "reason": "shames"})
BEGUN = "What made those two days work?"
"""A sentence of the loopback server's reply that is shown before the whole is checked."""


@pytest.fixture
def gemini() -> Iterator[GeminiServer]:
    with GeminiServer() as server:
        yield server


def kept(rein: Program) -> list[dict[str, object]]:
    (file,) = (rein.data_dir / "results").glob("*.chat.jsonl")
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_a_withheld_resolution_gives_a_caring_answer_and_no_plan(rein: Program, gemini: GeminiServer) -> None:
    gemini.on(CHECK, FLAGGED)
    done = rein("coach", GOAL, **gemini_environment(gemini))
    assert done.returncode == 0, done.stderr
    assert "Goal ─" in done.stdout
    assert "might not be good for you" in " ".join(done.stdout.split())
    for title in ("Resolution ─", "Plan ─", "Evaluation ─", "failed"):
        assert title not in done.stdout
    assert "No plan is saved yet" in rein("plans").stdout


def test_a_check_that_cannot_be_made_is_one_line_and_exit_1(rein: Program, gemini: GeminiServer) -> None:
    gemini.on(CHECK, *[Status(500)] * 5)
    done = rein("coach", GOAL, **gemini_environment(gemini))
    assert done.returncode == 1
    assert done.stderr.startswith("error: The safety check could not be made")
    assert len(done.stderr.splitlines()) == 1
    assert "Resolution ─" not in done.stdout


def test_a_reply_that_is_taken_back_is_not_kept(rein: Program, gemini: GeminiServer) -> None:
    rein("coach", "--json", GOAL)
    gemini.on(CHECK, Good(), FLAGGED)
    done = rein("chat", "-m", "I ran twice this week", **gemini_environment(gemini))
    assert done.returncode == 0, done.stderr
    assert done.stdout.index(BEGUN) < done.stdout.index(TAKEN_BACK)
    assert "What you could do next" not in done.stdout
    person, coach = kept(rein)
    assert person["text"] == "I ran twice this week"
    assert str(coach["text"]).startswith(TAKEN_BACK)
    assert BEGUN not in str(coach["text"])


def test_a_reply_that_cannot_be_checked_is_taken_back_and_not_kept(rein: Program, gemini: GeminiServer) -> None:
    rein("coach", "--json", GOAL)
    gemini.on(CHECK, Good(), *[Status(500)] * 5)
    done = rein("chat", "-m", "I ran twice this week", **gemini_environment(gemini))
    assert done.returncode == 1
    assert done.stderr.startswith("error: The safety check could not be made")
    assert done.stdout.rstrip().endswith(TAKEN_BACK)
    assert [m["role"] for m in kept(rein)] == ["person"]


def test_in_a_terminal_what_is_taken_back_leaves_the_screen(
    rein: Program, gemini: GeminiServer, terminal: Open
) -> None:
    rein("coach", "--json", GOAL)
    gemini.on(CHECK, Good(), FLAGGED)
    screen = terminal("chat", **gemini_environment(gemini))
    screen.wait_for(prompting)
    screen.type("I ran twice this week\n")
    screen.wait_for(TAKEN_BACK)
    begun, after = screen.screen.index(BEGUN[:10]), screen.screen.index(TAKEN_BACK)
    assert "\x1b[1A\x1b[2K" in screen.screen[begun:after]
