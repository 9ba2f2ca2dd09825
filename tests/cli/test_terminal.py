"""The program in a real terminal: the live display, the questions, the prompt, and Ctrl-C."""

import json
import re
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Program, Terminal
from tests.support.gemini_server import GeminiServer, Hang

pytestmark = pytest.mark.slow

GOAL = "I want to run a half marathon this spring, I can train 4 hours a week"
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7][0-9;]*m")
Open = Callable[..., Terminal]


def prompting(screen: str) -> bool:
    return ANSI.sub("", screen).endswith("You: ")


def gemini_environment(gemini: GeminiServer) -> dict[str, str]:
    return {"GEMINI_API_KEY": "key", "REIN_MODEL_BASE_URL": gemini.url, "REIN_OFFLINE_FALLBACK": "false"}


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_run_shows_spinners_while_it_works_and_leaves_only_results(terminal: Open, columns: int) -> None:
    with GeminiServer() as gemini:
        screen = terminal("coach", GOAL, columns=columns, **gemini_environment(gemini))
        assert screen.wait() == 0
    assert "Reading the goal" in screen.screen
    assert COLOUR.search(screen.screen)
    plain = ANSI.sub("", screen.screen)
    for title in ("Goal ─", "Resolution ─", "Plan ─", "Evaluation ─"):
        assert title in plain
    table = plain[plain.index("Plan ─") :].split("Evaluation ─")[0].split("google:")[0]
    assert max(cell_len(line) for line in table.replace("\r", "").splitlines()) <= columns


def test_no_color_is_honoured(terminal: Open) -> None:
    screen = terminal("coach", GOAL, NO_COLOR="1")
    assert screen.wait() == 0
    assert not COLOUR.search(screen.screen)
    assert "Plan ─" in ANSI.sub("", screen.screen)


def test_a_dumb_terminal_gets_plain_lines(terminal: Open) -> None:
    screen = terminal("coach", GOAL, TERM="dumb")
    assert screen.wait() == 0
    assert "\x1b[?25l" not in screen.screen
    assert "Reading the goal" not in screen.screen


def test_ctrl_c_ends_the_run_with_130_and_gives_the_cursor_back(terminal: Open) -> None:
    with GeminiServer() as gemini:
        gemini.next(Hang(20))
        screen = terminal("coach", GOAL, **gemini_environment(gemini))
        screen.wait_for(lambda _: gemini.calls > 0)
        screen.interrupt()
        assert screen.wait() == 130
    assert "Traceback" not in screen.screen
    assert screen.screen.rindex("\x1b[?25h") > screen.screen.rindex("\x1b[?25l")


def test_questions_are_asked_and_the_answers_used(rein: Program, terminal: Open) -> None:
    screen = terminal("coach", "--ask", "I want to run more")
    screen.wait_for("> ")
    screen.type("about 3 km\n")
    for _ in range(5):
        screen.type("\n")  # every other question is skipped
    assert screen.wait() == 0
    saved = json.loads(next((rein.data_dir / "results").glob("??????.json")).read_text())
    answers = saved["result"]["goal"]["answers"]
    assert [a["answer"] for a in answers] == ["about 3 km"]
    assert answers[0]["question"] not in saved["result"]["goal"]["questions"]


def test_nothing_at_all_is_asked_for_with_an_example(terminal: Open) -> None:
    screen = terminal("coach")
    assert screen.wait() == 2
    assert "no goal given" in screen.screen


def test_a_conversation_at_the_prompt_is_kept_when_it_is_interrupted(rein: Program, terminal: Open) -> None:
    rein("coach", "--json", GOAL)
    screen = terminal("chat")
    screen.wait_for(prompting)
    screen.type("I missed two runs\n")
    screen.wait_for("What you could do next")
    screen.wait_for(prompting)
    screen.type("half a mess")
    screen.wait_for("half a mess")
    assert screen.interrupt_until_gone() == 130
    assert "Traceback" not in screen.screen
    (kept,) = (rein.data_dir / "results").glob("*.chat.jsonl")
    assert [json.loads(line)["role"] for line in kept.read_text().splitlines()] == ["person", "coach"]
    again = terminal("chat")
    again.wait_for("I missed two runs")
    again.wait_for(prompting)
    again.type("\x04")  # Ctrl-D
    assert again.wait() == 0


def test_a_reply_that_is_interrupted_keeps_what_was_said_and_asked(rein: Program, terminal: Open) -> None:
    rein("coach", "--json", GOAL)
    with GeminiServer() as gemini:
        gemini.next(Hang(20))
        screen = terminal("chat", **gemini_environment(gemini))
        screen.wait_for(prompting)
        screen.type("I missed two runs\n")
        screen.wait_for(lambda _: gemini.calls > 0)
        screen.interrupt()
        assert screen.wait() == 130
    assert "Traceback" not in screen.screen
    (kept,) = (rein.data_dir / "results").glob("*.chat.jsonl")
    messages = [json.loads(line) for line in kept.read_text().splitlines()]
    assert messages[0]["text"] == "I missed two runs"
    assert all(m.get("interrupted") for m in messages[1:])
