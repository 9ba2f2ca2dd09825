"""Mending a text before it is read: broken characters, mark-up, links, handles, hashtags."""

import html
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from rein.coach.offline.reading.numbers import NEAR
from rein.coach.offline.reading.tokens import split_hashtag

MARK = "‖"
"""Stands where the words "New Year's resolution" stood: what follows is likely the goal."""

_CHAT_SPELLING = tuple(
    (re.compile(rf"(?<![\w@#'’])(?:{wrong})(?![\w'’])", re.IGNORECASE), right)
    for wrong, right in (
        (r"exc?ersise|excercise|exersize|exercize", "exercise"),
        (r"exc?ersising|excercising", "exercising"),
        ("quiting", "quitting"),
        ("smokin", "smoking"),
        (
            r"loose(?=\s+(?:(?:some|more|the|this|my|that|a\s+few|\d+)\s*)?(?:weight|lbs?|pounds|kilos|kgs?|fat|belly))",
            "lose",
        ),
        ("atleast", "at least"),
        ("alot", "a lot"),
        ("abt", "about"),
        ("ppl", "people"),
        ("u", "you"),
        ("ur", "your"),
        ("thru", "through"),
        (r"im(?=\s+(?:\w+ing|gonna|so|not|no|done|determined|ready)\b)", "I'm"),
    )
)
"""Words as they are typed in a hurry, and as the lexicons know them."""
_WITH = re.compile(r"\bw/(?!o\b)\s*", re.IGNORECASE)
_LINK = re.compile(
    r"(?:https?|htt|ftp)\S*|\bwww\.\S+|\b\w+\.(?:com|co|ly|me|net|org|tv|io)/\S*|\bpic\.twitter\S*", re.I
)
_HANDLE = re.compile(r"(?<![\w@])\.?@[\w\ufffd]+:?")
_OBJECT_HANDLE = re.compile(
    r"(\b(?:to|of|for|with|from|like|than|see|meet|visit|join|watch|follow|hug|marry|support|thank|about|call|beat|at|want|need|get)\s+)@(?=\w)",
    re.IGNORECASE,
)
"""A handle that the sentence needs: "be more like @her"."""
_KEPT = "\u2060"
"""Stands for its "@" while the others are taken out."""
_RETWEET = re.compile(r"^\W*(?:RT|MT)\b\W*@?", re.IGNORECASE)
_HASHTAG = re.compile(r"[#＃]\s?([^\W_][\w]*)")
_CP1252 = re.compile(r"[ÃâÂ][\u0080-\u00bf€™œ\u201a-\u203a]")
_MAC = (
    ("‰Ûª", "’"),
    ("‰Û÷", "‘"),
    ("‰ÛÏ", "“"),
    ("‰Û\x9d", "”"),
    ("‰ÛÒ", "–"),
    ("‰ÛÓ", "—"),
    ("‰Û_", "…"),
    ("ÛÏ", "“"),
    ("Ûª", "’"),
)
"""UTF-8 punctuation that was read as Mac Roman and written again, as old exports hold it."""
_BROKEN = "\ufffd"
_DEBRIS = re.compile(
    rf"[_\u0080-\u00bf\u00d7\u00f7\u0370-\u07ff\u0100-\u02ff\u2000-\u206f\u20a0-\u2bff\u00c0-\u00ff]*{_BROKEN}"
    rf"[_{_BROKEN}\u0080-\u00ff\u0100-\u02ff\u0370-\u07ff\u2010-\u2bff]*"
)
_UNDERSCORE_DEBRIS = re.compile(
    r"_[\u0080-\u00ff\u0370-\u07ff\u2000-\u2bff]+(?:[_\u0080-\u00ff\u0370-\u07ff]*)|(?<!\w)_+(?!\w)"
    r"|(?<=[a-z.!?])_+(?=\s|$)"
)
_NON_LATIN = re.compile(r"[\u0370-\u1fff\u3040-\uffdc]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LAUGH = re.compile(
    r"\b(?:lo+l+|lmf?ao+|rofl|ha(?:ha)+h?|he(?:he)+|jaja(?:ja)*|xd+|smh|tbh|imo|omg|wtf)\b[.!]*", re.IGNORECASE
)
_EMOTICON = re.compile(r"(?<!\w)[:;=8xX][-^']?[)(\]\[dDpPoO/\\|*3]+(?!\w)|<3+|\^_*\^|¯\\_\(ツ\)_/¯")
_REPEAT = re.compile(r"([^\W\d])\1{3,}")
_DRAWN_OUT = re.compile(r"\w{0,20}([^\W\d])\1{3,}\w{0,20}")
"""A word with a drawn-out letter: "pleeeease". Figures stay as they are: 10000 is no drawn-out 10."""


_OPEN = re.compile(
    r"\b(?:a|an|the|my|our|to|of|for|is|with|in|at|on|some|than|by|per|each|every|no|about|like|be|get|become|learn|see|visit|watch|play|start|stop|quit|and)\s+$",
    re.IGNORECASE,
)
"""A sentence that still wants a word: the hashtag after it is that word."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text as it can be read."""

    text: str
    """Mended, on one line, without links, handles and the hashtags that stand apart from the sentence."""
    tags: tuple[str, ...]
    """All hashtags, without "#", as written."""
    tag_words: tuple[str, ...]
    """The words of the hashtags that are no part of the sentence."""
    laughs: bool
    retweet: bool
    links: int
    handles: int


def mend(text: str) -> str:
    """Undo broken encodings and drop what no reader can read; the person's words stay."""
    if _CP1252.search(text):
        with suppress(UnicodeError):
            text = text.encode("cp1252").decode("utf-8")
    for broken, right in _MAC:
        text = text.replace(broken, right)
    text = html.unescape(text)
    mostly_latin = len(_LATIN.findall(text)) >= len(_NON_LATIN.findall(text))
    text = re.sub(rf"(?<=[A-Za-z])[_{_BROKEN}]*{_BROKEN}[_{_BROKEN}]*\u06dd?(?=(?:s|t|m|re|ve|ll|d)\b)", "'", text)
    if mostly_latin:
        text = _UNDERSCORE_DEBRIS.sub(" ", _DEBRIS.sub(" ", text))
    text = text.replace(_BROKEN, " ")
    if text.isascii() and text.isprintable():
        return text
    kept = ((" " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Zs"} else c) for c in text)
    return "".join(c for c in kept if unicodedata.category(c) not in {"Cf", "Cs", "Co", "Cn"} or c == "\u200d")


def clean(raw: str, known: frozenset[str]) -> CleanText:
    """Mend `raw` and take out what is not the sentence. `known` words help to take hashtags apart."""
    retweet = bool(_RETWEET.match(raw)) or bool(re.match(r'\W*@\w+:|.*[“"]@\w+:', raw[:200]))
    text = mend(raw).replace(MARK, " ")
    links = len(_LINK.findall(text))
    text = _LINK.sub(" ", text)
    handles = len(_HANDLE.findall(text))
    text = re.sub(r"(?<=\w)\s+(?:RT|MT)\s*@\w+:?", ".", text)
    text = re.sub(r"\b(?:via|by|cc|h/t)\s+(?=@)", " ", _RETWEET.sub("", text))
    text = _HANDLE.sub(" ", _OBJECT_HANDLE.sub(rf"\1{_KEPT}", text)).replace(_KEPT, "@")
    tags = tuple(m[1] for m in _HASHTAG.finditer(text))
    text, loose = _place_tags(text, known)
    laughs = bool(_LAUGH.search(text) or re.search(r"[\U0001f602\U0001f923]|[:;][-']?[pPD]\b", text))
    text = _EMOTICON.sub(" ", _LAUGH.sub(" ", text))
    if not text.isascii():
        text = "".join(" " if unicodedata.category(c) == "So" or c in "\u200d\ufe0f" else c for c in text)
    text = _WITH.sub("with ", _DRAWN_OUT.sub(lambda m: _shortened(m.group(), known), text))
    for wrong, right in _CHAT_SPELLING:
        text = wrong.sub(right, text)
    return CleanText(" ".join(text.split()), tags, tuple(loose), laughs, retweet, links, handles)


def _shortened(word: str, known: frozenset[str]) -> str:
    """ "goooood" with two letters where that is a word ("good"), else with one."""
    twice = _REPEAT.sub(r"\1\1", word)
    return twice if twice.lower() in known else _REPEAT.sub(r"\1", word)


def is_frame_tag(tag: str) -> bool:
    """Whether a hashtag only says that this is a New Year's resolution, or which year it is."""
    return bool(
        re.fullmatch(
            r"(?i)\d{0,4}(?:happy|my)?(?:new)?year'?s?(?:resol\w*|eve|day|goals?)?\d{0,4}|.*resolu\w*|(?:19"
            r"|20)\d\d\w{0,12}|\w{0,12}20\d\d|nye\d*|nyr|goals?",
            tag,
        )
    )


def _place_tags(text: str, known: frozenset[str]) -> tuple[str, list[str]]:
    """Hashtags inside a sentence become its words; those at either end and frame tags leave it, their words kept apart."""
    loose: list[str] = []
    last_word = max(
        (m.end() for m in re.finditer(r"(?<![#\w])[^\W\d_]{2,}", re.sub(r"#\w+", lambda m: "#" * len(m[0]), text))),
        default=0,
    )

    def place(m: re.Match[str]) -> str:
        if is_frame_tag(m[1]):
            return f" {MARK} " if re.search("(?i)resol", m[1]) else " "
        words = split_hashtag(m[1], known)
        if m.start() >= last_word and not _OPEN.search(text[max(0, m.start() - NEAR) : m.start()]):
            loose.extend(words)
            return " "
        return " ".join(words)

    return _HASHTAG.sub(place, text), loose
