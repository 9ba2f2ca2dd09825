"""Make `reading/weights.json`: general word weights that correct the hand-written lexicons of the offline reading.

A logistic regression with AdaGrad, L2 and the lexicon's score as a fixed offset, in plain Python. Only words that stand
in at least `LEAST_TEXTS` texts enter, so the table holds general words and no line of the data.

    python benchmarks/area_weights.py [PATH]      writes the table from all lines of the file
    python benchmarks/area.py [PATH]              judges it on lines it was not made from
"""

import hashlib
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

from rein.coach.domain import LifeArea
from rein.coach.offline.reading.area import AREAS, area_stems, lexicon_offsets
from rein.coach.offline.reading.clean import CleanText
from rein.coach.offline.reading.goal import clean_goal
from rein.coach.offline.reading.goalness import goal_stems, no_goal_signals
from rein.coach.offline.reading.weights import SCALE, WordWeights

DEFAULT_PATH = Path(__file__).parents[2] / "shared" / "data" / "resolutions.jsonl"
TABLE = Path(__file__).parents[1] / "src" / "rein" / "coach" / "offline" / "reading" / "weights.json"
LEAST_TEXTS = 4
EPOCHS = 12
RATE = 0.2
L2 = 0.3
CLASS_POWER = 0.35
"""Classes are weighted by their rarity to this power: 0 leaves them as they are, 1 makes all equal."""
KEPT_GOALS = 0.985
"""The share of real goals that the no-goal table must let through on held-out folds when its bias is set."""

CATEGORIES: dict[str, LifeArea | None] = {
    "Health & Fitness": LifeArea.HEALTH_FITNESS,
    "Personal Growth": LifeArea.PERSONAL_GROWTH,
    "Family/Friends/Relationships": LifeArea.RELATIONSHIPS,
    "Recreation & Leisure": LifeArea.RECREATION,
    "Finance": LifeArea.FINANCE,
    "Career": LifeArea.CAREER,
    "Education/Training": LifeArea.EDUCATION,
    "Time Management/Organization": LifeArea.TIME_MANAGEMENT,
    "Philanthropic": LifeArea.PHILANTHROPY,
    "Humor": None,
}


class Table(TypedDict):
    """A table as the file holds it: weights times `SCALE`."""

    bias: list[int]
    words: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One resolution, with the area that people gave it; None is a joke."""

    id: str
    raw: str
    text: CleanText
    stems: tuple[str, ...]
    area: LifeArea | None


@dataclass(frozen=True, slots=True)
class Example:
    """What the regression learns from."""

    words: frozenset[str]
    offsets: tuple[float, ...]
    label: int


def read_lines(path: Path) -> list[Line]:
    """Read the file, or end with a message that says what is missing."""
    if not path.is_file():
        sys.exit(
            f"{path} is missing. Give the path of a JSON Lines file of resolutions with `id`, `text` and `category` "
            f"as the first argument: python {sys.argv[0]} PATH"
        )
    lines: list[Line] = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        text = clean_goal(row["text"])
        lines.append(Line(row["id"], row["text"], text, tuple(area_stems(text)), CATEGORIES[row["category"]]))
    return lines


def area_examples(lines: Sequence[Line]) -> list[Example]:
    """Every line that is no joke, with the lexicon's offsets."""
    return [Example(frozenset(x.stems), tuple(lexicon_offsets(x.stems)), AREAS.index(x.area)) for x in lines if x.area]


def goal_examples(lines: Sequence[Line]) -> list[Example]:
    """Every line; label 1 is a joke."""
    return [
        Example(frozenset(goal_stems(x.text, x.stems)), (0.0, no_goal_signals(x.text)[0]), int(x.area is None))
        for x in lines
    ]


def train(examples: Sequence[Example], power: float = CLASS_POWER, l2: float = L2, rate: float = RATE) -> WordWeights:
    """Fit word weights on top of the offsets."""
    classes = len(examples[0].offsets)
    sizes = Counter(x.label for x in examples)
    importance = {k: (len(examples) / classes / n) ** power for k, n in sizes.items()}
    seen = Counter(w for x in examples for w in x.words)
    words = {w: [0.0] * classes for w in sorted(seen) if seen[w] >= LEAST_TEXTS and not w.isdigit()}
    steps = {w: [1e-3] * classes for w in words}
    bias, bias_steps = [0.0] * classes, [1e-3] * classes
    known = [(sorted(x.words & words.keys()), x.offsets, x.label) for x in examples]
    shuffler = random.Random(0)
    for _ in range(EPOCHS):
        shuffler.shuffle(known)
        for present, offsets, label in known:
            logits = [bias[k] + offsets[k] + sum(words[w][k] for w in present) for k in range(classes)]
            top = max(logits)
            odds = [math.exp(z - top) for z in logits]
            total = sum(odds)
            for k in range(classes):
                error = (odds[k] / total - (k == label)) * importance[label]
                bias_steps[k] += error * error
                bias[k] -= rate * error / math.sqrt(bias_steps[k])
                for w in present:
                    slope = error + l2 * words[w][k]
                    steps[w][k] += slope * slope
                    words[w][k] -= rate * slope / math.sqrt(steps[w][k])
    return WordWeights(tuple(bias), words)


@cache
def fold_of(line_id: str, folds: int = 5) -> int:
    """The fold a line falls into: by hash, so that it never depends on order."""
    return int.from_bytes(hashlib.sha256(f"fold {line_id}".encode()).digest()[:4]) % folds


def balanced_bias(weights: WordWeights, goals: Sequence[float]) -> WordWeights:
    """Move the no-goal bias so that `KEPT_GOALS` of the given goal logits lie at or below zero."""
    edge = sorted(goals)[min(len(goals) - 1, int(KEPT_GOALS * len(goals)))]
    return WordWeights((weights.bias[0], weights.bias[1] - edge), weights.words)


def train_no_goal(lines: Sequence[Line]) -> WordWeights:
    """Fit the no-goal table, its bias set on held-out folds of the same lines."""
    held: list[float] = []
    examples = goal_examples(lines)
    for k in range(5):
        inside = [e for x, e in zip(lines, examples, strict=True) if fold_of(f"bias {x.id}") != k]
        weights = train(inside, power=0.0)
        for x, e in zip(lines, examples, strict=True):
            if fold_of(f"bias {x.id}") == k and x.area is not None:
                a, b = weights.logits(sorted(e.words), e.offsets)
                held.append(b - a)
    return balanced_bias(train(examples, power=0.0), held)


def as_json(weights: WordWeights, least: float) -> Table:
    """The table as written: weights times `SCALE` as integers, words that matter only."""
    words = {word: [round(w * SCALE) for w in ws] for word, ws in weights.words.items() if max(map(abs, ws)) >= least}
    return {"bias": [round(b * SCALE) for b in weights.bias], "words": words}


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_PATH
    lines = read_lines(path)
    tables = {
        "area": as_json(train(area_examples(lines)), least=0.1),
        "no_goal": as_json(train_no_goal(lines), least=0.05),
    }
    rows = [
        f'"{name}": {{"bias": {json.dumps(t["bias"])}, "words": {{\n'
        + ",\n".join(f"{json.dumps(w, ensure_ascii=False)}: {json.dumps(v)}" for w, v in t["words"].items())
        + "\n}}"
        for name, t in tables.items()
    ]
    TABLE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    sizes = ", ".join(f"{len(table['words'])} words in {name}" for name, table in tables.items())
    print(f"{TABLE}: {sizes}, {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
