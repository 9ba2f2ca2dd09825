"""Which area of life a text belongs to: the lexicon's score, corrected by learned word weights."""

import re
from collections.abc import Sequence

from rein.coach.domain import LifeArea
from rein.coach.offline.reading.clean import CleanText
from rein.coach.offline.reading.lexicon import area_lexicon, area_scores
from rein.coach.offline.reading.tokens import stem, words_of
from rein.coach.offline.reading.weights import WordWeights, learned

AREAS: tuple[LifeArea, ...] = tuple(LifeArea)

LEXICON_SHARE = 0.8
"""Logits per point of the lexicon: 0.6 to 1.0 did equally well in cross-validation."""

_FRAME = frozenset(
    stem(w) for w in ("new", "year", "years", "resolution", "resolutions", "2014", "2015", "happy", "eve", "goal")
)
"""Words of the occasion; they say nothing of the area."""

RACE_SIGN = "@race"
"""Stands among the stems where the text names a distance that people race."""
_RACE = re.compile(
    r"(?<![$£€\d.,])\b(?:5|8|10|12|15|21|42|50)\s?k\b(?!\s*(?:steps|words|followers|views|subs|in\s+(?:the\s+)?bank))",
    re.IGNORECASE,
)
_MONEY_WORDS = re.compile(r"\b(?:save|saving|savings|earn|debt|pay|salary|owe|invest|raise|loan)\b", re.IGNORECASE)
MONEY_SIGN = "@money"
"""Stands among the stems where the text names an amount of money."""
_MONEY = re.compile(
    r"[$£€₹]\s?\d|\d\s?(?:[$£€₹]|dollars|euros|bucks|quid)|\b\d+[.,]\d+\s?k\b(?!\w)(?!.*\b(?:run|race|jog)\b)",
    re.IGNORECASE,
)

CERTAIN = 3.0
"""A lexicon score that names an area by itself."""


def area_stems(text: CleanText) -> list[str]:
    """The stems that tell the area: of the sentence and of the hashtags beside it."""
    found = [s for s in (stem(w) for w in (*words_of(text.text), *text.tag_words)) if s not in _FRAME]
    if _MONEY.search(text.text):
        found.append(MONEY_SIGN)
    elif _RACE.search(text.text):
        found.append(MONEY_SIGN if _MONEY_WORDS.search(text.text) else RACE_SIGN)
    if not text.text.isascii():
        found += [phrase for phrase in area_lexicon().unspaced if phrase in text.text]
    return found


def lexicon_offsets(stems: Sequence[str]) -> list[float]:
    """What the lexicon alone says, in logits, in the order of `AREAS`."""
    scores = dict(area_scores(tuple(stems)))
    if MONEY_SIGN in stems:
        scores[LifeArea.FINANCE] = scores.get(LifeArea.FINANCE, 0.0) + 2.0
    if RACE_SIGN in stems:
        scores[LifeArea.HEALTH_FITNESS] = scores.get(LifeArea.HEALTH_FITNESS, 0.0) + 2.0
    return [LEXICON_SHARE * scores.get(area, 0.0) for area in AREAS]


def find_area(stems: Sequence[str], weights: WordWeights | None = None) -> LifeArea:
    """The most likely area; personal growth when nothing tells."""
    logits = (weights or learned("area")).logits(stems, lexicon_offsets(stems))
    return AREAS[max(range(len(AREAS)), key=lambda k: (logits[k], AREAS[k] is LifeArea.PERSONAL_GROWTH))]
