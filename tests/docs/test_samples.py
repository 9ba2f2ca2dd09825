"""Every command and sample in README and docs is run.

In a ```console block, a line that starts with `$ ` is a command, which goes on, as in a shell, while a line ends in a
backslash or a quotation is open; the lines below it are what it prints. A line `…` stands for any lines, and `…`
inside a line for any text. A ```python block is run as it stands, all blocks of a page in order. Every page starts in
an empty directory with an empty data directory and no keys. What asks on a terminal gets one, and Enter for every
answer. `./rein` is the installed `rein`, and `./test` runs these very tests.
"""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUNNABLE = {"console", "python"}
PLAIN = {"text", "json", "toml", "ini", "mermaid"}
SECONDS = 120


@dataclass
class Sample:
    command: str
    printed: list[str]


def samples(block: str) -> list[Sample]:
    found: list[Sample] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Sample(line[2:], []))
        elif found and not found[-1].printed and goes_on(found[-1].command):
            found[-1].command += f"\n{line}"
        elif found:
            found[-1].printed.append(line)
    return found


def goes_on(command: str) -> bool:
    """Whether a shell would ask for another line."""
    try:
        shlex.split(command)
    except ValueError:  # a quotation is open, or the last character escapes nothing
        return True
    return False


def pattern(printed: list[str]) -> re.Pattern[str]:
    """What the output must contain, from its first line on."""
    parts = [r"(?:.*\n)*?" if line.strip() == "…" else line_pattern(line) + r"[ ]*\n" for line in printed]
    return re.compile("".join(parts))


def line_pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.rstrip().split("…"))


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in {"LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE"}}
    bin_dir = Path(sys.executable).parent
    return kept | {
        "PATH": f"{bin_dir}:/usr/bin:/bin", "HOME": str(home), "REIN_DATA_DIR": str(home / "data"), "COLUMNS": "100",
        "PYTHONIOENCODING": "utf-8", "TZ": "UTC",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_sample_of_the_page_runs_and_prints_what_it_says(page, tmp_path):
    text = page.read_text("utf-8")
    languages = {language for language, _ in FENCE.findall(text)}
    assert languages <= RUNNABLE | PLAIN, "a block is neither run nor plain text"
    for block in (body for language, body in FENCE.findall(text) if language == "console"):
        for sample in samples(block):
            if sample.command.strip() == "./test":
                continue
            command = re.sub(r"(^|[|;&]\s*)\./rein\b", r"\1rein", sample.command)
            asks = "--ask" in command
            arguments = ["script", "-qec", command, "/dev/null"] if asks else ["bash", "-c", command]
            done = subprocess.run(
                arguments, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, timeout=SECONDS,
                input="\n" * 5 if asks else "", check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{sample.command}\n{done.stdout}\n{done.stderr}"
            if sample.printed:
                assert pattern(sample.printed).search(done.stdout), f"{sample.command}\nprinted\n{done.stdout}"
    python = "\n".join(body for language, body in FENCE.findall(text) if language == "python")
    if python:
        done = subprocess.run(
            [sys.executable, "-c", python], cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True,
            timeout=SECONDS, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def test_the_generated_reference_is_current():
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "reference.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_line_that_is_not_printed_is_noticed():
    assert not pattern(["total: 3"]).search("total: 4\n")
    assert pattern(["total: …", "…", "end"]).search("start\ntotal: 4\na\nb\nend\n")


def test_a_command_of_several_lines_is_run_as_it_stands():
    (first, second) = samples("$ echo a \\\n  'b\n c'\na b\n c\n$ echo d")
    assert (first.command, first.printed) == ("echo a \\\n  'b\n c'", ["a b", " c"])
    assert second.command == "echo d"
