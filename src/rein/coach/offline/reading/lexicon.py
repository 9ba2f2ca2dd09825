"""Phrases with weights, and the scores they give a text. The phrases of the areas are in `areas.txt`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from rein.coach.domain import LifeArea
from rein.coach.offline.reading.tokens import stem, words_of

_GAP = 3
"""Words that ".." may stand for."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as stems; None is a gap."""

    parts: tuple[str | None, ...]
    words: frozenset[str]
    """The stems among the parts."""
    area: LifeArea
    weight: float


class Lexicon:
    """Phrases by their first stem, the longest first: a word counts for the longest phrase it stands in."""

    def __init__(self, lines: str) -> None:
        self.words: set[str] = set()
        """Every word of every phrase, as written."""
        self.unspaced: tuple[str, ...] = ()
        """Phrases of scripts without spaces between words."""
        self._by_first: dict[str, list[Phrase]] = {}
        area = LifeArea.PERSONAL_GROWTH
        joined = re.sub(r"\n[ \t]+", " ", lines)
        for line in filter(None, joined.splitlines()):
            if line.startswith("["):
                area = LifeArea(line.strip("[]"))
            elif not line.startswith("#"):
                head, _, phrases = line.partition(":")
                found = [p.strip() for p in phrases.split(",")]
                self.unspaced += tuple(p for p in found if re.match(r"[\u3040-\u9fff\uac00-\ud7af]", p))
                for phrase in found:
                    self._add(phrase, area, float(head))
        for phrases in self._by_first.values():
            phrases.sort(key=lambda p: -len(p.parts))

    def _add(self, phrase: str, area: LifeArea, weight: float) -> None:
        parts: list[str | None] = []
        for piece in phrase.split():
            if piece == "..":
                parts.append(None)
                continue
            self.words.update(words_of(piece))
            parts += [stem(w) for w in words_of(piece)]
        if parts and parts[0] is not None:
            self._by_first.setdefault(parts[0], []).append(
                Phrase(tuple(parts), frozenset(p for p in parts if p), area, weight)
            )

    def scores(self, stems: Sequence[str]) -> dict[LifeArea, float]:
        """The summed weights of the phrases found, by area; each word is used once."""
        present = frozenset(stems)
        found = [
            (-len(places), i, phrase, places)
            for i, first in enumerate(stems)
            for phrase in self._by_first.get(first, ())
            if phrase.words <= present and (places := _match(phrase.parts, stems, i))
        ]
        found.sort(key=lambda f: (f[0], f[1], -f[2].weight))
        totals: dict[LifeArea, float] = {}
        owner: dict[int, int] = {}
        for size, _, phrase, places in found:
            if any(owner.get(p, size) != size for p in places):
                continue  # a longer phrase has these words; equals of other areas share them
            owner.update(dict.fromkeys(places, size))
            totals[phrase.area] = totals.get(phrase.area, 0.0) + phrase.weight
        return totals


@lru_cache(maxsize=1_024)
def area_scores(stems: tuple[str, ...]) -> Mapping[LifeArea, float]:
    """The areas' scores of a text: asked for several times while one goal is read."""
    return MappingProxyType(area_lexicon().scores(stems))


def _match(parts: tuple[str | None, ...], stems: Sequence[str], start: int) -> tuple[int, ...]:
    """The positions that the phrase takes when it begins at `start`; empty when it does not stand there."""
    places: list[int] = []
    at, gap = start, False
    for part in parts:
        if part is None:
            gap = True
            continue
        reach = range(at, min(at + (_GAP if gap else 0) + 1, len(stems)))
        place = next((p for p in reach if stems[p] == part), -1)
        if place < 0:
            return ()
        places.append(place)
        at, gap = place + 1, False
    return tuple(places)


@cache
def area_lexicon() -> Lexicon:
    """The lexicon of the areas, read once."""
    return Lexicon(Path(__file__).with_name("areas.txt").read_text(encoding="utf-8"))
