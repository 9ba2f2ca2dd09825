"""Every way to fail is one line on stderr and the right exit code."""

import logging
from pathlib import Path

import pytest
import typer

from rein import tracing
from rein.cli import app, exits, run
from rein.cli.session import open_settings
from rein.errors import LLMUnavailable, StorageError, UsageError
from rein.settings import get_settings


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let every command fail with this error."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(exits, "app", fail)


@pytest.mark.parametrize(
    ("error", "code"),
    [(UsageError("zero weeks"), 2), (StorageError("disk full"), 1), (LLMUnavailable("nobody there"), 1)],
)
def test_a_named_error_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, code: int
) -> None:
    failing(monkeypatch, error)
    assert run([]) == code
    assert capsys.readouterr() == ("", f"error: {error}\n")


def test_ctrl_c_is_130_and_says_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for error in (KeyboardInterrupt(), typer.Abort()):
        failing(monkeypatch, error)
        assert run([]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_defect_is_named_with_its_place_and_without_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    failing(monkeypatch, ValueError("my secret goal"))
    assert run([]) == 1
    text = capsys.readouterr().err
    assert text.startswith("error: a defect in Rein: ValueError at test_exits.py:")
    assert "secret" not in text
    assert text.count("\n") == 1


def test_escapes_in_an_error_message_are_not_obeyed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, UsageError("no \x1b[2J[red]\nsecond line"))
    run([])
    assert capsys.readouterr().err == "error: no [2J[red] second line\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["coach", "--weekz", "3", "x"], "--weekz"),
        (["coahc"], "Did you mean 'coach'?"),
        (["coach", "--weeks", "many", "x"], "--weeks"),
        (["coach", "--concurrency", "0", "x"], "--concurrency"),
        (["plans", "show", "a", "b"], "b"),
    ],
)
def test_what_typer_refuses_is_one_line_that_points_to_the_help(
    capsys: pytest.CaptureFixture[str], args: list[str], said: str
) -> None:
    assert run(args) == 2
    text = capsys.readouterr().err
    assert text.startswith("error: ")
    assert text.count("\n") == 1
    assert said in text
    assert "--help`" in text


@pytest.mark.parametrize("name", sorted(c.name or c.callback.__name__ for c in app.registered_commands if c.callback))
def test_every_command_has_a_help_text_under_both_names(capsys: pytest.CaptureFixture[str], name: str) -> None:
    for flag in ("-h", "--help"):
        assert run([name, flag]) == 0
        assert f"rein {name}" in capsys.readouterr().out


@pytest.mark.parametrize("args", [[], ["opik"]])
def test_a_command_that_needs_another_shows_its_help(capsys: pytest.CaptureFixture[str], args: list[str]) -> None:
    assert run(args) == 2
    text = capsys.readouterr()
    assert "Commands" in text.out + text.err or "For the person" in text.out + text.err
    assert "error" not in text.err


def test_debugging_never_prints_what_a_models_client_says_of_its_requests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REIN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LOG_LEVEL", "debug")
    get_settings.cache_clear()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        open_settings("offline")
        assert logging.getLogger("rein.opik").isEnabledFor(logging.DEBUG)
        assert not logging.getLogger("openai._base_client").isEnabledFor(logging.INFO)
    finally:
        get_settings.cache_clear()
        tracing.shutdown(0)
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.getLogger("rein").setLevel(logging.NOTSET)


def test_a_goal_without_quotes_is_told_where_they_go(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coach", "run", "faster"]) == 2
    assert "Put the goal in quotes." in capsys.readouterr().err
