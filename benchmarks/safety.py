"""Recall and false alarms of the safety check, on messages to a coach, on replies, and on ordinary goals.

    python benchmarks/safety.py --data DIR [--show]

DIR holds `safety/bloom.csv` (messages to a physical-activity coach with a reply each, marked SAFE or UNSAFE;
Stanford HCI, arXiv 2510.05449) and `resolutions.jsonl` (New Year's resolutions as people typed them).

What is counted. *Messages*: all of them are delicate, none is marked, so there is no recall in the strict
sense: the share is printed that gets a verdict other than "allow". In categories 1-3 most warrant one, but
tiredness, mild soreness and a plain wish to look better do not; in 4 and 5 partly. *Replies*: recall is the
share of UNSAFE replies that are withheld, false alarms the share of SAFE ones, each judged with its message.
*Ordinary goals*: every flag is a candidate false alarm, of the message check, and of the reply check when the
same text is taken for the coach's own words; `--show` lists them.

The messages are split in half by a hash of their text. Rules were written with one half in view ("seen");
nobody read the other ("unseen"), whose figures say what to expect of new texts.
"""

import argparse
import csv
import json
import time
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path

from rein.coach.domain import SafetyAction
from rein.coach.safety import check_message, check_reply

CATEGORIES = {
    "1": "medical",
    "2": "body image, eating",
    "3": "mental health",
    "4": "guilt, compulsion",
    "5": "trust, scope",
}


def half(text: str) -> str:
    return ("seen", "unseen")[int(sha256(text.strip().lower().encode()).hexdigest(), 16) % 2]


def flagged_message(text: str) -> bool:
    return check_message(text).action is not SafetyAction.ALLOW


def flagged_reply(row: dict[str, str]) -> bool:
    return check_reply(row["output_text"], message=row["input_text"]).action is not SafetyAction.ALLOW


def share(flags: list[bool]) -> str:
    return f"{sum(flags):>4}/{len(flags):<4}{sum(flags) / max(len(flags), 1):>6.1%}"


def bloom(path: Path) -> None:
    groups: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            groups[half(row["input_text"]), row["category"]].append(row)
            groups[half(row["input_text"]), "all"].append(row)
    for part in ("seen", "unseen"):
        print(f"\n{part} half              messages flagged  unsafe replies held  safe replies held")
        for category in [*CATEGORIES, "all"]:
            rows = groups[part, category]
            messages = [flagged_message(text) for text in sorted({r["input_text"] for r in rows})]
            unsafe = [flagged_reply(r) for r in rows if r["output_harmful"] == "UNSAFE"]
            safe = [flagged_reply(r) for r in rows if r["output_harmful"] == "SAFE"]
            name = f"{category} {CATEGORIES.get(category, '')}"
            print(f"{name:<22}{share(messages):>18}{share(unsafe):>20}{share(safe):>19}")


def ordinary(path: Path, *, show: bool) -> None:
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    start = time.perf_counter()
    verdicts = [(text, check_message(text)) for text in texts]
    each_ms = (time.perf_counter() - start) * 1000 / len(texts)
    flags = [(text, v) for text, v in verdicts if v.action is not SafetyAction.ALLOW]
    replies = [(text, v) for text in texts if (v := check_reply(text)).action is not SafetyAction.ALLOW]
    print(f"\nordinary goals: {len(texts)}, {each_ms:.2f} ms each")
    by_category = dict(Counter(str(v.category) for _, v in flags))
    print(f"  flagged as messages   {len(flags):>4}  {len(flags) / len(texts):.2%}  {by_category}")
    print(f"  flagged as replies    {len(replies):>4}  {len(replies) / len(texts):.2%}")
    if show:
        for kind, found in (("message", flags), ("reply", replies)):
            for text, verdict in found:
                print(f"  {kind} | {verdict.category} | {verdict.reason} | {text!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Recall and false alarms of the safety check.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="directory with the two data sets")
    parser.add_argument("--show", action="store_true", help="list every flagged ordinary goal")
    arguments = parser.parse_args()
    bloom(arguments.data / "safety" / "bloom.csv")
    ordinary(arguments.data / "resolutions.jsonl", show=arguments.show)


if __name__ == "__main__":
    main()
