"""Makes the README's picture from what the program really prints: `python scripts/pictures.py`.

Needs nothing but Rein itself; the goal is planned by the offline coach in a directory that is thrown away.
"""

import asyncio
import io
import os
import re
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from rein.cli.request import Choices, build_request
from rein.cli.show_result import show_figures, show_whole
from rein.coach.model import ReinModel
from rein.settings import load_settings

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "coach.svg"
GOAL = "I want to run a half marathon this spring, I can train 4 hours a week"
COLUMNS = 100
HEAD, PLAN, TAIL = 28, 34, 9
"""Lines of the goal and resolution, of the plan, and of the evaluation at the end."""


def main() -> None:
    """Run the coach, and keep the first screens of what it showed as SVG."""
    with tempfile.TemporaryDirectory() as directory:
        os.environ |= {"REIN_DATA_DIR": directory, "REIN_MODEL": "offline", "TZ": "UTC", "REIN_TRACE": "false"}
        settings = load_settings()
        request = build_request(GOAL, Choices(), settings)
        result = asyncio.run(ReinModel(settings).run(request))
    shown = io.StringIO()
    paper = Console(file=shown, width=COLUMNS, force_terminal=True, color_system="truecolor")
    show_whole(result, paper)
    show_figures(result, paper)
    lines = shown.getvalue().splitlines()
    plan = next(i for i, line in enumerate(lines) if Text.from_ansi(line).plain.startswith("Plan "))
    picture = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    picture.print(Text(f'$ ./rein coach "{GOAL}"', style="bold"))
    for part in (lines[:HEAD], ["…"], lines[plan : plan + PLAN], ["…"], lines[-TAIL:]):
        picture.print(Text.from_ansi("\n".join(part)))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(without_fonts(picture.export_svg(title="rein coach")), "utf-8")


def without_fonts(svg: str) -> str:
    """The picture without web fonts: it loads nothing from anywhere."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    main()
