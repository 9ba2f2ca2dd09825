"""One shape for what people type, so that a rule is written once.

Look-alike letters, zero-width characters, accents, curly quotes, leetspeak, s p a c e d letters, stretched
words and English contractions are folded away. Every step is linear in the length of the text, and no folded
word is longer than `MAX_WORD`, so that a rule's gap of a few words is bounded too.
"""

import re
import unicodedata
from dataclasses import dataclass

MAX_WORD = 40
"""Longer runs of letters are cut: no word of a rule is longer, and matching stays linear."""

END = "|"
"""The folded mark between sentences; gaps in rules do not cross it."""

_CONFUSABLES = str.maketrans(
    {
        **dict(zip("абвгеёзиіїјкмнорсѕтухѵԁһԛԝӏ", "abbreezuiijkmhopcstyxvdhqwl", strict=True)),
        **dict(zip("αβγεηικμνορτυχω", "abyenikuvoptuxw", strict=True)),
        **dict(zip("ƒɡɩʟɴᴀᴄᴅᴇᴋᴏᴜ", "fgilnacdekou", strict=True)),
    }
)
_LATIN_EXTRAS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
    | {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "“": '"', "”": '"', "„": '"'}
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0640]+")
_FOREIGN_WORD = re.compile(r"(?<![a-z])[a-z]{0,40}[Ͱ-ԯƒɡɩʟɴᴀ-ᴜ][a-zͰ-ԯƒɡɩʟɴᴀ-ᴜ]*")
_LATIN = re.compile(r"[a-z]")
_LEET = str.maketrans("013457@$!|", "oieastasil")
_LEET_INSIDE = re.compile(r"(?<=[a-z])[0-9@$!|]{1,2}(?=[a-z])")
_LEET_FIRST = re.compile(r"(?<![\w$@.,])[5$@3](?=(?:uicid|elf|nd |nding |tarv|tab|teal|teroid|lash|top ))")
_CENSORED = re.compile(r"(?<=[a-z])[*#_]+(?=[a-z])")
_SPACED = re.compile(r"(?<![^\W\d_])[a-z](?:[ .\-_*/]{1,2}[a-z](?![a-z])){2,80}(?![a-z])")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_LL = re.compile(r"l{3,}")

_WORDS = {
    "dont": "do not", "cant": "can not", "cannot": "can not", "wont": "will not", "didnt": "did not",
    "doesnt": "does not",
    "isnt": "is not", "wasnt": "was not", "couldnt": "could not", "wouldnt": "would not", "shouldnt": "should not",
    "havent": "have not", "hasnt": "has not", "arent": "are not", "aint": "am not", "im": "i am", "ive": "i have",
    "wanna": "want to", "gonna": "going to", "gotta": "got to", "tryna": "trying to", "hafta": "have to",
    "u": "you", "ur": "your", "ya": "you", "cuz": "because", "bc": "because", "cos": "because", "coz": "because",
    "thats": "that is", "whats": "what is", "theres": "there is", "its": "it is", "youre": "you are",
    "theyre": "they are", "hes": "he is", "shes": "she is", "lets": "let us", "anymore": "any more",
    "nothin": "nothing", "everythin": "everything", "thru": "through", "w": "with", "wo": "without", "myslef": "myself",
    "mysef": "myself", "suiside": "suicide", "sucide": "suicide", "suicde": "suicide", "suicidial": "suicidal",
    "yrs": "years", "yr": "year", "wks": "weeks", "wk": "week", "hrs": "hours", "meds": "meds",
}  # fmt: skip
_WORD = re.compile(r"[a-z]+")
_CONTRACTIONS = (
    (re.compile(r"\bcan't\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bain't\b"), "am not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\b(i)'m\b"), r"\1 am"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"\b(i|you|he|she|we|they|it)'d\b"), r"\1 would"),
    (re.compile(r"\b(it|that|what|he|she|there|who|where|how|everything|nothing|everyone|nobody)'s\b"), r"\1 is"),
    (re.compile(r"\blet's\b"), "let us"),
)
_WITH_APOSTROPHE = re.compile(r"(?<!\w)\w*+'[\w']*+")
_SENTENCE = re.compile(r"[!?;:…。！？،؟।\n\r\"()\[\]{}]+|\.(?!\d)|\.(?<!\d\.)|\s-{1,2}\s|—|–")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DROP = re.compile(r"[^\w\s.,|%'$€£&/+<]|_")
_NOT_DENSE = re.compile(r"[\s!-/:-@\[-`{-~…。！？、，।]+")
_NOT_LETTER = re.compile(r"[^a-z]")
_APOSTROPHE = re.compile(r"'")
_LOOSE_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_UNIT = re.compile(r"(?<=\d)(?=[a-z])")
_GLUED_SELF = re.compile(r"\b(kill|killing|hurt|hurting|harm|hang|shoot|cut|cutting|starve|starving|hate)myself\b")
_GLUED_LIFE = re.compile(r"\b(end|ending|hate)mylife\b")
_GLUED_WISH = re.compile(r"\b(?:i)?wan(?:t|na)(?:to)?die\b")
_LONG = re.compile(rf"(\S{{{MAX_WORD}}})\S+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as rules see it."""

    words: str
    """Lower-case words, each with one space before and after, sentences ended by ` | ` and commas as ` , `."""
    dense: str
    """The same letters with nothing between them, for scripts that part no words."""


def fold(text: str) -> Folded:
    """The folded form of `text`; total and linear for every string."""
    plain = _plain(text)
    dense = _NOT_DENSE.sub("", plain)
    plain = _SPACED.sub(lambda m: _NOT_LETTER.sub("", m[0]), plain)
    plain = _LEET_FIRST.sub(lambda m: m[0].translate(_LEET), plain)
    plain = _LEET_INSIDE.sub(lambda m: m[0].translate(_LEET), plain)
    plain = _CENSORED.sub("*", plain).replace("*", "")
    plain = _STRETCHED.sub(r"\1", _LL.sub("ll", plain))
    if "'" in plain:
        plain = _WITH_APOSTROPHE.sub(_expanded, plain)
    plain = _THOUSANDS.sub("", plain)
    plain = _SENTENCE.sub(f" {END} ", plain)
    plain = _APOSTROPHE.sub(" ", _DROP.sub(" ", plain))
    plain = _UNIT.sub(" ", _LOOSE_DOT.sub(" ", plain).replace(",", " , "))
    plain = _LONG.sub(r"\1", " ".join([_said(word) for word in plain.split()]))
    if "wan" in plain:
        plain = _GLUED_WISH.sub("want to die", plain)
    if "my" in plain:
        plain = _GLUED_SELF.sub(r"\1 myself", _GLUED_LIFE.sub(r"\1 my life", plain))
    return Folded(f" {plain} {END} ", dense)


def _expanded(word: re.Match[str]) -> str:
    """ "i'm" in full."""
    plain = word[0]
    for pattern, replacement in _CONTRACTIONS:
        plain = pattern.sub(replacement, plain)
    return plain


def _said(word: str) -> str:
    """A word as rules spell it; in "w/o" and "café" each run of plain letters is one."""
    if word in _WORDS:
        return _WORDS[word]
    return word if word.isascii() and word.isalpha() else _WORD.sub(lambda m: _WORDS.get(m[0], m[0]), word)


def _plain(text: str) -> str:
    """Lower case, compatibility forms, no accents, no invisible characters, no look-alikes of another script."""
    if text.isascii():
        return text.lower()
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_LATIN_EXTRAS)
    folded = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", folded)))
    return _FOREIGN_WORD.sub(_latinise, folded)


def _latinise(word: re.Match[str]) -> str:
    """Look-alikes become Latin only in a word that has Latin letters too: real Russian and Greek stay."""
    return word[0].translate(_CONFUSABLES) if _LATIN.search(word[0]) else word[0]
