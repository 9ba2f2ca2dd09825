"""Cold starts of the command line: `rein --version`, `rein --help` and a whole `rein coach` offline.

Each is a process of its own, run several times; printed are the medians beside the bars, and beside a bare
`python -c pass`, so that the machine's own share can be seen.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

GOAL = "I want to run a half marathon this spring, I can train 4 hours a week"
COMMANDS: tuple[tuple[str, list[str], float | None], ...] = (
    ("python -c pass", ["-c", "pass"], None),
    ("rein --version", ["-m", "rein", "--version"], 0.3),
    ("rein --help", ["-m", "rein", "--help"], None),
    ("rein coach, offline", ["-m", "rein", "coach", GOAL], 2.0),
)


def seconds(arguments: list[str], environment: dict[str, str]) -> float:
    """Wall time of one process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    print(f"{'command':24}{'median s':>10}{'bar s':>8}{'of bar':>8}")
    with tempfile.TemporaryDirectory() as directory:
        environment = os.environ | {"REIN_DATA_DIR": directory, "REIN_MODEL": "offline"}
        for name, arguments, bar in COMMANDS:
            median = statistics.median(seconds(arguments, environment) for _ in range(runs))
            print(f"{name:24}{median:>10.3f}{bar or '':>8}{f'{median / bar:.0%}' if bar else '':>8}")


if __name__ == "__main__":
    main()
