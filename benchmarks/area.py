"""How well the offline coach tells the area of real resolutions, beside a trained bag of words, and how fast.

    python benchmarks/area.py [PATH]      default: ../shared/data/resolutions.jsonl beside this repository

Everything learned from the file is judged by 5-fold cross-validation: a line is scored by word weights that were made
without its fold. The lexicon is hand-written; its author had read about half of the lines, chosen by hash, and the
figures of the other half stand apart. Lines that people marked as humour are left out of the area figures.
"""

import hashlib
import math
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from area_weights import AREAS, DEFAULT_PATH, Line, area_examples, fold_of, read_lines, train, train_no_goal
from rein.coach.domain import GoalRequest, LifeArea
from rein.coach.offline.reading import read_goal
from rein.coach.offline.reading.goal import read_area
from rein.coach.offline.reading.goalness import why_no_goal
from rein.coach.offline.reading.weights import WordWeights

FOLDS = 5
NOTHING_LEARNED = WordWeights((0.0,) * len(AREAS), {})

Pairs = list[tuple[LifeArea, LifeArea]]
"""The area that people gave, and the one that was read."""


def f1(pairs: Pairs, area: LifeArea) -> float:
    """Harmonic mean of precision and recall of one area."""
    hits = sum(told == read == area for told, read in pairs)
    return 2 * hits / max(1, sum((told == area) + (read == area) for told, read in pairs))


def macro_f1(pairs: Pairs) -> float:
    """The mean of the nine areas' F1."""
    return sum(f1(pairs, area) for area in AREAS) / len(AREAS)


def accuracy(pairs: Pairs) -> float:
    """Share read as people told it."""
    return sum(told == read for told, read in pairs) / max(1, len(pairs))


def naive_bayes(inside: Sequence[Line], outside: Sequence[Line]) -> Pairs:
    """A multinomial naive Bayes over words with add-one smoothing and even priors."""
    counts = {area: Counter(w for x in inside if x.area is area for w in x.stems) for area in AREAS}
    totals = {area: sum(c.values()) for area, c in counts.items()}
    words = len({w for c in counts.values() for w in c})

    def read(x: Line) -> LifeArea:
        return max(AREAS, key=lambda a: sum(math.log((counts[a][w] + 1) / (totals[a] + words)) for w in x.stems if w))

    return [(x.area, read(x)) for x in outside if x.area]


def regression(inside: Sequence[Line], outside: Sequence[Line]) -> Pairs:
    """Logistic regression over words alone, classes balanced: the stronger bag of words."""
    bare = [type(e)(e.words, (0.0,) * len(AREAS), e.label) for e in area_examples(inside)]
    weights = train(bare, power=1.0, l2=0.02)
    found: Pairs = []
    for x in outside:
        if x.area:
            logits = weights.logits(x.stems, (0.0,) * len(AREAS))
            found.append((x.area, AREAS[logits.index(max(logits))]))
    return found


def was_read_by_author(x: Line) -> bool:
    """Whether the line fell into the half that the lexicon's author had read."""
    return hashlib.sha256(x.id.encode()).digest()[0] % 2 == 0


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_PATH
    lines = read_lines(path)
    started = time.perf_counter()
    for x in lines:
        read_goal(GoalRequest(text=x.raw, today=date(2026, 1, 1), timezone="UTC"))
    speed = len(lines) / (time.perf_counter() - started)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    read: dict[str, Pairs] = {name: [] for name in ("offline coach", "lexicon alone", "regression", "naive Bayes")}
    halves: dict[bool, Pairs] = {True: [], False: []}
    judged: list[tuple[bool, bool]] = []
    for k in range(FOLDS):
        inside = [x for x in lines if fold_of(x.id) != k]
        outside = [x for x in lines if fold_of(x.id) == k]
        areas, no_goal = train(area_examples(inside)), train_no_goal(inside)
        for x in outside:
            judged.append((x.area is None, why_no_goal(x.text, x.stems, no_goal) is not None))
            if x.area:
                pair = (x.area, read_area(x.text, areas))
                read["offline coach"].append(pair)
                halves[was_read_by_author(x)].append(pair)
                read["lexicon alone"].append((x.area, read_area(x.text, NOTHING_LEARNED)))
        read["regression"] += regression(inside, outside)
        read["naive Bayes"] += naive_bayes(inside, outside)

    people = Counter(told for told, _ in read["offline coach"])
    print(f"{len(lines):,} resolutions, {len(read['offline coach']):,} of them not marked as humour; {FOLDS}-fold\n")
    print(f"{'':18}{'lines':>7}" + "".join(f"{name:>16}" for name in read))
    for area in AREAS:
        print(f"{area.value:18}{people[area]:>7}" + "".join(f"{f1(pairs, area):>16.3f}" for pairs in read.values()))
    print(f"{'macro-F1':25}" + "".join(f"{macro_f1(pairs):>16.3f}" for pairs in read.values()))
    print(f"{'accuracy':25}" + "".join(f"{accuracy(pairs):>16.3f}" for pairs in read.values()))
    for known, pairs in halves.items():
        name = "half that the lexicon's author had read" if known else "half that the author had not read"
        figures = f"macro-F1 {macro_f1(pairs):.3f}, accuracy {accuracy(pairs):.3f}"
        print(f"offline coach, {name}: {figures} ({len(pairs):,} lines)")

    jokes = sum(joke for joke, _ in judged)
    refused = sum(taken for _, taken in judged)
    caught = sum(joke and taken for joke, taken in judged)
    lost = refused - caught
    print(f"\ntaken for no goal: {lost / (len(judged) - jokes):.1%} of the lines not marked as humour (bar: 10 %)")
    print(f"humour recognised: recall {caught / jokes:.1%}, precision {caught / max(1, refused):.1%} of {refused}")
    print(f"\n{speed:,.0f} goals per second in one process, peak memory {memory:.0f} MB after reading")


if __name__ == "__main__":
    main()
