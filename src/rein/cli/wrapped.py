"""Text that arrives in pieces, broken between words at the edge of the screen."""

from types import TracebackType
from typing import Self

from rich.cells import cell_len
from rich.console import Console
from rich.control import Control
from rich.segment import ControlType

from rein.cli.console import is_live
from rein.cli.text import clean


class WrappedStream:
    """Writes pieces of text as they come; a word is held back until it is whole. A context manager.

    Without a terminal the text goes out unbroken.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._width = console.width if console.is_terminal else None
        self._column = 0
        self._word = ""
        self.text = ""
        """Everything that was written so far, unbroken."""
        self._lines = 0
        """How many lines of the screen lie above the cursor's that were written here."""
        self._countable = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._flush_word()
        if self._column:
            self._out("\n")
            self._column = 0
        self._console.file.flush()

    def write(self, piece: str) -> None:
        """Take in the next piece."""
        self.text += piece
        for sign in clean(piece):
            if sign == "\n":
                self._flush_word()
                self._out("\n")
                self._column = 0
            elif sign == " ":
                self._flush_word()
                if self._width is None or self._column < self._width - 1:
                    self._out(" ")
                    self._column += 1
            else:
                self._word += sign
        self._console.file.flush()

    def take_back(self) -> None:
        """Wipe what was written off the screen, as far as that can still be reached; the next piece begins a line."""
        self._word = ""
        if is_live(self._console) and self._countable and self._lines < self._console.height:
            wipe = (ControlType.ERASE_IN_LINE, 2)
            up = (ControlType.CURSOR_UP, 1)
            self._console.control(Control(ControlType.CARRIAGE_RETURN, wipe, *(up, wipe) * self._lines))
        elif self.text:
            self._out("\n\n" if self._column else "\n")
        self._column, self._lines, self._countable, self.text = 0, 0, True, ""

    def _flush_word(self) -> None:
        length = cell_len(self._word)
        if self._width is not None and self._column and self._column + length >= self._width:
            self._out("\n")
            self._column = 0
        self._out(self._word)
        self._column += length
        if self._width is not None and length > self._width:  # the terminal breaks it, where only it knows
            self._countable = False
        self._word = ""

    def _out(self, text: str) -> None:
        self._lines += text.count("\n")
        self._console.file.write(text)
