"""What was written can be taken back: afterwards the screen is as it was before."""

import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from rein.cli.wrapped import WrappedStream

STEP = re.compile(r"\x1b\[(\d*)([AK])|\x1b\[[0-9;?]*[a-zA-Z]|[^\x1b]", re.DOTALL)
WIDTH, HEIGHT = 11, 400
words = st.text(st.sampled_from("abcdefgh.日"), max_size=5)
texts = st.lists(st.tuples(words, st.sampled_from([" ", "\n", "  ", " \n\n"])).map("".join), max_size=40)


def screen(written: str) -> tuple[dict[int, str], int, int]:
    """The lines that are not empty, and the cursor's line and column, of a terminal that understands what we send."""
    lines: dict[int, str] = {}
    row, column = 0, 0
    for step in STEP.finditer(written):
        sign = step[0]
        if step[2] == "A":
            row -= int(step[1] or 1)
        elif step[2] == "K":
            lines[row] = ""
        elif sign == "\r":
            column = 0
        elif sign == "\n":
            row, column = row + 1, 0
        elif not sign.startswith("\x1b"):
            lines[row] = lines.get(row, "") + sign
            column += cell_len(sign)
    return {number: line for number, line in lines.items() if line}, row, column


class Tty(StringIO):
    def isatty(self) -> bool:
        return True


def console(*, terminal: bool, height: int = HEIGHT) -> tuple[Console, StringIO]:
    file = Tty() if terminal else StringIO()
    return Console(file=file, force_terminal=terminal, width=WIDTH, height=height, _environ={"TERM": "xterm"}), file


@given(texts)
def test_on_a_terminal_nothing_of_it_is_left(pieces: list[str]) -> None:
    target, file = console(terminal=True)
    stream = WrappedStream(target)
    with stream:
        for piece in pieces:
            stream.write(piece)
        stream.take_back()
        assert screen(file.getvalue()) == ({}, 0, 0)
        assert stream.text == ""
        stream.write("anew")
    assert screen(file.getvalue()) == ({0: "anew"}, 1, 0)


@given(texts)
def test_it_can_be_taken_back_after_its_end_too(pieces: list[str]) -> None:
    target, file = console(terminal=True)
    with (stream := WrappedStream(target)):
        for piece in pieces:
            stream.write(piece)
    stream.take_back()
    assert screen(file.getvalue()) == ({}, 0, 0)


@pytest.mark.parametrize(
    ("terminal", "height", "last"),
    [(False, HEIGHT, "four "), (True, 3, "four "), (True, HEIGHT, f"{'x' * (WIDTH + 1)} ")],
    ids=["no-terminal", "scrolled-away", "broken-by-the-terminal"],
)
def test_what_cannot_be_reached_stays_and_the_next_begins_below(terminal: bool, height: int, last: str) -> None:
    target, file = console(terminal=terminal, height=height)
    with (stream := WrappedStream(target)):
        stream.write(f"one\ntwo\nthree\n{last}")
        stream.take_back()
        stream.write("anew")
    assert file.getvalue().startswith("one\ntwo\nthree\n")
    assert file.getvalue().endswith("\n\nanew\n")
    assert "\x1b[1A" not in file.getvalue()
