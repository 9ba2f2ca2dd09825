"""Word weights learned from public resolutions, and the logit they give a text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SCALE = 100
"""The file holds weights times this, as integers."""


@dataclass(frozen=True, slots=True)
class WordWeights:
    """A linear model: a class's logit is its bias, plus its offset, plus the weights of the words present."""

    bias: tuple[float, ...]
    words: Mapping[str, Sequence[float]]

    def logits(self, stems: Sequence[str], offsets: Sequence[float]) -> list[float]:
        """One logit a class; a word counts once however often it stands in the text."""
        totals = [b + o for b, o in zip(self.bias, offsets, strict=True)]
        for word in dict.fromkeys(stems):
            if found := self.words.get(word):
                totals = [t + w for t, w in zip(totals, found, strict=True)]
        return totals


@cache
def learned(name: str) -> WordWeights:
    """The table "area" (nine classes, in the order of `LifeArea`) or "no_goal" (goal, no goal).

    Made by `benchmarks/area_weights.py`; holds general words only.
    """
    tables = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    table = tables[name]
    words = {word: tuple(w / SCALE for w in weights) for word, weights in table["words"].items()}
    return WordWeights(tuple(b / SCALE for b in table["bias"]), words)
