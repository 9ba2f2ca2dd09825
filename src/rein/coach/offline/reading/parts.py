"""What a text wants: its goals part by part, its reason and its limits, and which goal is the main one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rein.coach.offline.reading.area import lexicon_offsets
from rein.coach.offline.reading.constraints import is_constraint, is_detail
from rein.coach.offline.reading.sentence import begins_goal, frame_marked, motive, parts, sentences, tidy
from rein.coach.offline.reading.tokens import stem, words_of

_CLAUSE = re.compile(
    r"\s*(?:,(?!\d)|;|\s[-–—]\s|\(|\))\s*(?:and\s+|but\s+|so\s+)?|\s+(?:but|although|though|however|while)\s+"
    r"|\s+and\s+(?=i\s+(?:can|have|only|work|am|don['’]?t)\b|i['’](?:m|ve)\b|(?:i\s+)?(?:want|would\s+like|wish"
    r"|hope)\s+to\b)|\s+(?=with\s+(?:a\s+|my\s+|two\s+|three\s+|no\s+)(?:bad|sore|kids|gym|young|small|baby))",
    re.IGNORECASE,
)
_POINTERS = frozenset({"it", "this", "that", "so", "them", "too", "you", "your", "list"})


@dataclass(frozen=True, slots=True)
class Part:
    """One thing the person wants, in their words, and how much it reads like a goal."""

    words: str
    weight: float
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text taken apart."""

    parts: tuple[Part, ...]
    reason: str
    limits: tuple[str, ...]


@lru_cache(maxsize=256)
def find_wanted(text: str) -> Wanted:
    """What the text wants, why, and what limits it."""
    found: list[Part] = []
    reasons: list[str] = []
    limits: list[str] = []
    for sentence, framed in sentences(frame_marked(text)):
        rest, reason = motive(sentence)
        if reason:
            reasons.append(reason)
        rest = _after_colon(rest)
        rest, limiting = _part_from_limits(rest, framed=framed)
        limits += limiting
        for i, part in enumerate(parts(rest)):
            stems = tuple(stem(w) for w in words_of(part))
            strength = min(3.0, max(lexicon_offsets(stems), default=0.0))
            weight = (
                strength
                + 2.0 * (framed and i == 0)
                + 2.0 * begins_goal(part)
                + 1.5 * _is_wish(sentence)
                + 0.8 * bool(re.search(r"\d", part))
            )
            if len(stems) <= 3 and set(stems[-1:]) <= _POINTERS:
                weight -= 4.0  # "I need it" names nothing
            weight -= 2.5 * part.endswith("?") + 1.5 * (len(stems) < 2) + 0.1 * i
            found.append(Part(part, weight, stems))
    return Wanted(tuple(found), "; ".join(reasons), tuple(limits))


def _after_colon(sentence: str) -> str:
    """ "Words to live by: be brave" wishes what stands behind the colon."""
    head, colon, tail = sentence.partition(": ")
    return tail if colon and begins_goal(tail) and not begins_goal(head) else sentence


def _is_wish(sentence: str) -> bool:
    return bool(
        re.match(
            r"\W*(?:i|we)\s+(?:\w+\s+)?(?:want|wanna|need|wish|hope|plan|aim|intend|would\s+like|will|resolve|vow)\b"
            r"|\W*i['’](?:d|ll|m\s+(?:going|gonna|trying|planning))\b|\W*(?:my|the)\s+(?:\w+\s+){0,2}(?:goal|aim"
            r"|plan|target|dream)\b|\W*help\s+me\b",
            sentence,
            re.IGNORECASE,
        )
    )


def _part_from_limits(sentence: str, *, framed: bool) -> tuple[str, list[str]]:
    """The sentence without the clauses that say what the person can or cannot do, and these clauses."""
    kept = ""
    limits: list[str] = []
    limiting = False
    edges = [(m.start(), m.end()) for m in _CLAUSE.finditer(sentence)]
    for (_, begin), (end, following) in zip([(0, 0), *edges], [*edges, (len(sentence), len(sentence))], strict=True):
        clause = sentence[begin:end].strip()
        if clause and is_detail(clause) and (limiting or sentence[:begin].endswith("(")):
            if limiting:
                limits[-1] += f" ({clause})"
            continue
        limiting = bool(clause) and is_constraint(clause) and bool(kept or not framed) and not _is_wish(clause)
        if limiting:
            limits.append(clause)
        else:
            kept += sentence[begin:following]
    return kept.strip(" ,;-–—("), limits


def choose(said: Sequence[Part]) -> tuple[Part | None, list[str]]:
    """The main goal and the others. The first strong one leads; a later one only if it says much more."""
    if not said:
        return None, []
    best = max(p.weight for p in said)
    main = next(p for p in said if p.weight >= min(best, max(3.0, best - 2.0)))
    others = [t for p in said if p is not main and p.weight >= 3.0 and begins_goal(p.words) and (t := tidy(p.words))]
    shown = tidy(main.words).casefold()
    return main, [o for o in others if o.casefold() != shown]
