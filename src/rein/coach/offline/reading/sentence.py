"""The goal in the person's own words: one clean sentence, without the frame, the wish and the chatter around it."""

import re

from rein.coach.offline.reading.calendar_words import MONTHS
from rein.coach.offline.reading.clean import MARK
from rein.coach.offline.reading.constraints import is_constraint
from rein.coach.offline.reading.numbers import NEAR
from rein.coach.offline.reading.verb_forms import ING, gerund, is_verb
from rein.coach.offline.reading.wishes import strip_wish
from rein.coach.offline.verbs import VERBS

_MONTH = "|".join(MONTHS)
_YEARS = r"(?:20\d\d|this\s+(?:new\s+)?year|the\s+(?:new\s+|coming\s+)?year|next\s+year|me)"
_FRAME_NOUN = re.compile(
    r"\b(?:happy\s+)?(?:(?:20\d\d\s+)?new\s+year['’]?s?['’]?(?:\s+20\d\d)?\s+|20\d\d\s+)(?:resolutions?"
    r"|resolution\s+list|goals?)\b|\bnyr\b|(?<!screen\s)\bresolutions?\b(?=\s*(?:(?:#|no\.?|number)?\s*\d|:|is\b"
    r"|for\s+20|this\s+year))"
    r"|\b(?:my|our)\s+(?:\w+\s+)?resolutions?\b|\bgoals?\s+for\s+(?:20\d\d|the\s+(?:new\s+)?year|this\s+year)\b"
    r"|\b(?:my|our)\s+(?:\w+\s+)?goals?\s+(?:for\s+\w+(?:\s+year)?\s+)?(?:is|are)\b",
    re.IGNORECASE,
)
_AROUND_MARK = re.compile(
    rf"(?:(?:\b(?:so|well|ok|okay|and|also|that['’]?s|that\s+is|this\s+is|here['’]?s|here\s+is|it['’]?s|my|our|the|a"
    rf"|another|one\s+of|one|first|second|third|only|main|biggest|official|big|best|number|late|early|new|for|"
    rf"in|of|this|as|year['’]?s?|with|20\d\d)|[:(\"“])\s+){{0,7}}{MARK}(?:\s*\(s\))?(?:\s*(?:#|no\.?"
    rf"|number)?\s*\d{{1,3}}(?=\s*(?:[:.)\-–=]|is\b|to\b|\s)))?(?:\s*,?\s*(?:for|in|of)\s+{_YEARS})?"
    rf"\s*(?:,?\s*(?:is|are|was|were|will\s+be|would\s+be|should\s+be|has\s+to\s+be|gotta\s+be"
    rf"|includes?)\b)?(?:\s+(?:simply|simple|just|definitely|clearly|probably|to\s+basically|gonna\s+be"
    rf"|going\s+to\s+be|that))?\s*[:=\-–—.…?!>~]*",
    re.IGNORECASE,
)
_BREAK = re.compile(
    rf"\s*(?:{MARK}|(?<!\bno)(?<!\bvs)(?<!\bst)(?<!\bMr)(?<!\bDr)(?<!\s\d)(?<!\s\d\d)[.!?…]+(?=\s|$|[\"”'’)])|;"
    r"|\s[-–—•*·|>~]+\s|(?:^|(?<=\s))#\d{1,3}:?(?=\s)"
    rf"|(?:^|(?<=\s))\(?#?\d{{1,2}}[.):](?=\s|[A-Za-z])(?!\s*(?i:{_MONTH})\b)|\n)\s*"
)
_NEGATION = re.compile(
    r"^(?:try\s+not\s+to|try\s+(?:to|and|&)\s+not|i\s+(?:will|am|do|shall)\s+not(?:\s+going\s+to)?|i\s+won['’]?t"
    r"|i['’]m\s+not\s+(?:going\s+to|gonna)|not\s+(?:going\s+to|gonna|to)|to\s+not|not|do\s+not|don['’]?t|won['’]?t"
    r"|no\s+longer)\s+(?:to\s+|going\s+to\s+)?(?=\w)",
    re.IGNORECASE,
)
_TAIL_MARKS = " \t,;:.!?…–—\"“”'’(*~|=>/\\-"
_TAIL_WORDS = frozenset(
    """please thanks period yay yeah yes right ok okay though too tho and but or the a an to with via for of my is that so
    because amen etc so uh uhh um same lolz guys yall y'all asap also idgaf""".split()
)
_TAIL_PHRASES = (
    "thank you",
    "wish me luck",
    "no excuses",
    "for real",
    "forreal",
    "me too",
    "starting tomorrow",
    "starting today",
    "starting now",
    "as soon as possible",
)
"""What a sentence may lose at its end without losing its meaning."""
_MOTIVE = re.compile(
    r"[,;]?\s*\b(?P<why>(?:because|bc|cuz|cause|coz|since\s+(?:i|my|we|it|the|he|she|they)\b|so\s+that|so\s+(?:i|we"
    r"|my)\s+(?:can|could|will|am|have|feel|don['’]?t)|in\s+order\s+to|to\s+be\s+there\s+for|"
    r"for\s+(?:my|our)\s+(?:kids?|children|son|daughter|family|health|wife|husband|partner|mother|mom|mum|father|dad"
    r"|grandkids|grandchildren|heart|own\s+good|sanity|wedding|mental\s+health)\b|"
    r"weil|damit|parce\s+que|pour\s+que|afin\s+de|porque|para\s+que)\b[^.!?;]*)",
    re.IGNORECASE,
)
_GOAL_PART = re.compile(
    r"\s*(?:,\s*(?:and\s+(?:also\s+|then\s+)?|&\s*|plus\s+|also\s+)?|;\s*|\s\+\s|\s&\s|\s+and\s+(?:also\s+|then\s+"
    r"|to\s+)?|\s+as\s+well\s+as\s+|/\s)",
    re.IGNORECASE,
)
_NOUN_LIKE = frozenset(
    {"meeting", "reading", "writing", "spending", "being", "cooking", "training", "running", "working"}
)


def frame_marked(text: str) -> str:
    """`text` with every "my New Year's resolution is" turned into `MARK`."""
    marked = _FRAME_NOUN.sub(f" {MARK} ", text)
    return _AROUND_MARK.sub(f" {MARK} ", marked)


def sentences(text: str) -> list[tuple[str, bool]]:
    """The sentences of a text in order, without list numbers; True where the frame stood right before one."""
    found: list[tuple[str, bool]] = []
    at, framed = 0, False
    for m in _BREAK.finditer(text):
        if m.start() < at:
            continue
        _append(found, text[at : m.start()], framed)
        at, framed = m.end(), MARK in m.group()
    _append(found, text[at:], framed)
    return found


def _append(found: list[tuple[str, bool]], part: str, framed: bool) -> None:
    words = part.strip(" \t,;:-–—\"“”'*()[]")
    if re.search(r"\w", words):
        found.append((words, framed))


def motive(text: str) -> tuple[str, str]:
    """(the text without it, what the person gave as the reason): "because …", "so that …", "for my kids"."""
    m = _MOTIVE.search(text)
    if not m or m.start() < 3:
        return text, ""
    why, practical = _without_practice(m["why"].strip())
    return (text[: m.start()] + practical + text[m.end() :]).strip(), why


_PRACTICAL = re.compile(
    r"(?:by|before|until|till|within|starting)\s+\S|(?:in|over)\s+(?:the\s+next\s+)?\S+\s+(?:days?|weeks?|months?|years?)\b"
    r"|.*\b(?:hours?|hrs?|minutes?|mins?|times?|days?|once|twice)\s+(?:a|per|each|every)\s+(?:day|week|month)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\s*(?:,(?!\d)|\s[-–—]\s|\(|\))\s*(?:(?:and|but)\s+)?|\s+but\s+", re.IGNORECASE)


def _without_practice(why: str) -> tuple[str, str]:
    """(the reason, what follows it that is none: a limit, a date, the hours)."""
    for m in _CLAUSE.finditer(why):
        following = _CLAUSE.split(why[m.end() :], maxsplit=1)[0].strip()
        if m.start() > 0 and following and (is_constraint(following) or _PRACTICAL.match(following)):
            return why[: m.start()], f", {why[m.end() :]}"
    return why, ""


def begins_goal(part: str) -> bool:
    """Whether a part of a list is a goal of its own: it begins with a verb, a negation or "more" / "less"."""
    words = strip_wish(part).split()
    if not words:
        return False
    first = words[0].lower().strip(",:")
    if first.endswith("ly") and len(words) > 1:
        first = words[1].lower().strip(",:")
    if first in {"not", "no"} and len(words) > 1 and words[1].lower() in {"on", "at", "in", "during"}:
        return False
    return is_verb(first) or (
        first in {"more", "less", "no", "stop", "never", "not", "better", "dont", "don't", "don’t", "fewer"}
        and len(words) > 1
    )


_AMOUNTS = frozenset({"more", "less", "fewer", "no", "better"})


def parts(sentence: str) -> list[str]:
    """The goals that one sentence lists: "lose weight, save money and read more" → three."""
    found: list[str] = []
    at = 0
    for m in _GOAL_PART.finditer(sentence):
        second = sentence[m.end() :].split(" ", 1)[0].lower()
        if re.search(r"\btry$", sentence[at : m.start()], re.IGNORECASE):
            continue  # "try and fit in" is one goal
        if second in ING and sentence[at:].split(" ", 1)[0].lower() not in ING:
            continue  # "stop worrying and caring" is one goal
        if second in _AMOUNTS and sentence[at:].split(" ", 1)[0].lower() not in _AMOUNTS:
            continue  # "eat more vegetables and less meat" too
        if (
            m.start() <= at
            or not begins_goal(sentence[m.end() : m.end() + NEAR])
            or not begins_goal(sentence[at : min(at + NEAR, m.start())])
        ):
            continue
        found.append(sentence[at : m.start()])
        at = m.end()
    found.append(sentence[at:])
    return [p for p in (p.strip(" ,;") for p in found) if p]


def tidy(text: str) -> str:
    """A clean statement: infinitive first where the words allow it, no shouting, no trailing chatter."""
    text = " ".join(text.split())
    negated = False
    if m := _NEGATION.match(text):
        text, negated = text[m.end() :], True
    text = strip_wish(text)
    if not negated and (m := _NEGATION.match(text)):
        text, negated = text[m.end() :], True
    text = _without_tail(text)
    text = _unshout(text.strip(' ,;:-–—"“”*()[]|'))
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r"\bi\b(?!\.e)", "I", text)
    words = text.split()
    if not words:
        return ""
    first = words[0].lower()
    if negated:
        text = _without(words)
    elif (first in ING and first not in _NOUN_LIKE | VERBS and len(words) > 1) or (
        first in ING
        and first in _NOUN_LIKE
        and len(words) > 1
        and words[1].lower() in {"more", "less", "a", "the", "my", "out", "with", "on", "better", "at", "in"}
    ):
        text = " ".join((ING[first], *words[1:]))
    text = re.sub(r"[()\[\]{}|<>_=^~]+|(?<!\w)\*+|\*+(?!\w)", " ", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split())).strip(" ,;:")
    return text[:1].upper() + text[1:]


_AFTERTHOUGHT = re.compile(
    r"(?<=\w{3}),?\s+(?:but\s+(?:i\b|i['’]|im\b|now\b|already\b|so\s+far|all\s+i|nah)|idgaf\b|havent\b|and\s+it\s+(?:didn|lasted|already|failed)|even\s+if\s+it\s+means\b).*$",
    re.IGNORECASE | re.DOTALL,
)


def _without_tail(text: str) -> str:
    text = _AFTERTHOUGHT.sub("", text)
    while True:
        text = text.rstrip(_TAIL_MARKS)
        head, _, last = text.rpartition(" ")
        phrase = next((p for p in _TAIL_PHRASES if text[-len(p) :].lower() == p and len(text) > len(p)), "")
        if phrase:
            text = text[: -len(phrase)]
        elif head and last.lower() in _TAIL_WORDS:
            text = head
        else:
            return text


def _without(words: list[str]) -> str:
    """ "not eat sugar anymore" as something to do: "Stop eating sugar"."""
    first = words[0].lower()
    rest = " ".join(words[1:])
    rest = re.sub(
        r"\b(?:any\s*more|any\s+longer|(?<!under\s)(?<!in\s)(?<!at\s)any)\b\s*", "", rest, flags=re.IGNORECASE
    ).strip()
    if first in VERBS and first not in {"give", "worry", "stop", "quit"}:
        return f"Stop {gerund(first)} {rest}".strip()
    if first in {"give", "stop", "quit", "worry"}:
        return f"Never {first} {rest}".strip()
    return f"Not {' '.join(words)}"


def _unshout(text: str) -> str:
    letters = [c for c in text if c.isalpha()]
    if len(letters) >= 6 and sum(c.isupper() for c in letters) > 0.7 * len(letters):
        return text.lower()
    words = text.split()
    capitals = [w for w in words if w[:1].isupper()]
    if len(words) >= 4 and len(capitals) == len(words) and all(w[1:].islower() or len(w) == 1 for w in words):
        return " ".join((words[0], *(w.lower() for w in words[1:])))
    return text
