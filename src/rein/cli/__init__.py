"""The command line: one file per command, thin. The only room that prints, asks, and knows about exit codes.

May import every room below it, and does so inside the commands: importing `rein.cli` loads Typer and nothing else of
weight, so that `--help` and a mistyped option answer at once. `main.py` lists the commands, `exits.py` turns errors
into exit codes, `text.py` makes untrusted words safe to print, `show_*.py` lay out results.
"""

from rein.cli.exits import run
from rein.cli.main import app

__all__ = ["app", "run"]
