"""Words of a text as the lexicons know them: lower case, without endings, hashtags taken apart."""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_HANDLE = re.compile(r"@\w+")
_VOWELS = frozenset("aeiouy")
_WHOLE = frozenset(
    """this his its was is has does as us bus gas yes less boss class dress stress mess glass grass kiss miss press business
    fitness wellness happiness kindness illness process access success progress always news bless series species during
    morning evening spring king ring bring thing nothing something anything everything sing wing string need feed seed
    speed bed red hundred wedding clothing building sibling ceiling pudding ted ned else those these because please
    outdoors indoors lens bias christmas jesus moses chess unless across paris texas""".split()
)

_IRREGULAR = {
    "caring": "care",
    "cares": "care",
    "cared": "care",
    "care": "care",
    "done": "done",
    "gave": "giv",
    "ran": "run",
}
"""Words that a stem would throw together with others ("care" with "car"), or past forms that it misses."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """`word` without plural, -ing, -ed and a final e: "saving", "saves" and "save" become "sav"."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word in _WHOLE or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and _VOWELS & set(word[: -len(ending)]):
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("y") and len(word) > 3 and word[-2] not in _VOWELS:
        word = word[:-1] + "i"
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def words_of(text: str) -> list[str]:
    """The words of `text` in order, lower case; apostrophes left out ("dont", "years"), and so are handles."""
    return [w.replace("'", "").replace("’", "") for w in _WORD.findall(_HANDLE.sub(" ", text.lower()))]


def split_hashtag(tag: str, known: frozenset[str]) -> list[str]:
    """The words of a hashtag without its "#": by capitals, else the longest `known` words; itself when that fails."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", tag)
    if len(parts) > 1:
        return [p.lower() for p in parts]
    return _segment(tag.lower(), known) or [tag.lower()]


@lru_cache(maxsize=4_096)
def _segment(tag: str, known: frozenset[str]) -> list[str] | None:
    """The split of `tag` into the fewest known words of two letters or more; None when there is none."""
    if len(tag) > 60:
        return None
    best: list[list[str] | None] = [None] * (len(tag) + 1)
    best[0] = []
    for end in range(1, len(tag) + 1):
        for begin in range(max(0, end - 16), end):
            head, word = best[begin], tag[begin:end]
            if head is None or (word not in known and not word.isdigit()) or (len(word) < 2 and word not in "ai"):
                continue
            shortest = best[end]
            if shortest is None or len(head) + 1 < len(shortest):
                best[end] = [*head, word]
    return best[len(tag)]
