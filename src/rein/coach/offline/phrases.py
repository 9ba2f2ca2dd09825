"""A person's own words as a noun: "pet more dogs" becomes "petting more dogs", so that a coach's sentence can hold it."""

import re

from rein.coach.offline.person import Person
from rein.coach.offline.verbs import VERBS

LONGEST = 64
"""Characters of a phrase that a coach's sentence carries well."""

_DOUBLED = frozenset(
    """admit bat beg begin bet blog brag chat clap commit control cram cut dig drag drop fit flip forget get grab grin hit hop hug jog knit let
    log mop nag nap nod permit pet pin plan plug put quit rap refer regret rip rub run set ship shop sip sit skip slap slim slip snap
    spin spit split spot step stir stop strap swap swim tap tip top trim trip unplug upset vlog win wrap""".split()
)
_ALWAYS_VERBS = frozenset(
    """achieve add allow avoid be become begin believe bring buy come create do earn eat eliminate enjoy explore find finish forgive get give go
    grow have improve join keep know learn leave let listen lose maintain make meet pay prosper read remember save say see sell send sing
    spend start stay stop take teach tell treat try understand win write""".split()
)
_JOINED = re.compile(r"(?<=\band )([a-z]+)|(?<=, )([a-z]+)|(?<=\bbut )([a-z]+)")
_UNSAFE = re.compile(r"['’](?:ll|re)\b|[“”\"]")
"""What no coach's sentence holds without stumbling."""
_STOP = re.compile(r"^(?:stop|quit|avoid|give up)\s+(?=[a-z]+ing\b)")


def doing(person: Person) -> str:
    """The goal as words that may follow "of" or "towards", second person; "it" where the person's words cannot be turned."""
    turned = gerund(person.phrase) if person.phrase and person.quotes else None
    return turned if turned and len(turned) <= LONGEST else "it"


def gerund(phrase: str) -> str | None:
    """ "be more decisive" → "being more decisive", "stop being late" → "not being late"; None when it cannot be told how."""
    if _UNSAFE.search(phrase):
        return None
    stopped = _STOP.match(phrase)
    if stopped:
        return to_you(f"not {phrase[stopped.end() :]}")
    no = "not " if phrase.startswith("not ") else ""
    verb, _, rest = phrase[len(no) :].partition(" ")
    if verb not in VERBS:
        return None
    for joined in _JOINED.finditer(rest):
        word = joined.group()
        if word in VERBS and word not in _ALWAYS_VERBS:
            return None  # "and love", "and dance": a verb or a noun
    rest = _JOINED.sub(lambda m: _ing(m.group()) if m.group() in _ALWAYS_VERBS else m.group(), rest)
    return to_you(f"{no}{_ing(verb)} {rest}".strip())


def _ing(verb: str) -> str:
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ing"
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    return f"{verb}ing"


def _to_you(text: str) -> str:
    return re.sub(r"\bmyself\b", "yourself", re.sub(r"\bmy\b", "your", text))


_ME = (
    (r"\bI['’]?m\b|\bI am\b", "you are"),
    (r"\bI['’]ve\b", "you have"),
    (r"\bI['’]d\b", "you would"),
    (r"\bI was\b", "you were"),
    (r"\b(?:I|me)\b", "you"),
    (r"\bmine\b", "yours"),
)


def to_you(text: str) -> str | None:
    """ "let people into my head for me" → "let people into your head for you"; None where somebody else is "you" already."""
    turned = _to_you(text)
    if not re.search(r"\b(?:I|i|me)\b", text):
        return None if re.search(r"\b(?:you|we|us)\b", text, re.IGNORECASE) else turned
    if re.search(r"\b(?:you|we|us)\b", text, re.IGNORECASE):
        return None
    for theirs, yours in _ME:
        turned = re.sub(theirs, yours, turned, flags=re.IGNORECASE)
    return turned


# --- What is given up -----------------------------------------------------------------------------------------------

_AFTER = re.compile(
    r"^(?:i (?:will|want to|am going to) )?(?:(?:stop|quit|give up|giving up|cut out|cut down on|cut back on|kick|break|avoid|no more|eliminate|end|drop|not|never(?: again)?(?=\s\w+ing\b)|no(?= \w)|less|fewer)\s+)"
    r"(?:(?:the|a|this|all|any|as much|so much(?! \w+ing)|so many|habit of|bad habit of)\s+)*(?P<what>.+)$"
)
_NEVER = re.compile(r"^never(?: again)? (?P<what>\w+.*)$")
_LESS = re.compile(
    r"^(?P<what>(?!be\b|become\b|stay\b|feel\b|have\b|spend\b)\w+ .*?)\s+(?:a (?:lot|little|bit) |much |way )?less(?: often)?$"
)
_ENDS = re.compile(
    r"\s*(?:[,;(:]|\s-\s|\b(?:because|cause|cuz|before|until|when|while|but|so that|so i|this year|next year|every time|in general|once and for all|altogether|completely|anymore|any more|by \d|and (?=\w+\b)(?!\w+ing\b))).*"
)
_AMOUNT = re.compile(r"\bas (?:much|many|often)\b\s*|\b(?:so|too) (?:damn |fucking )?(?:much|many|often)$")
_THAN = re.compile(r"\s+as (?:i|last|before|in)\b.*$|\s+for (?:the )?new years?\b.*$")
LONGEST_HABIT = 52
"""Characters of a habit that "without …" carries well."""


def given_up(statement: str) -> str | None:
    """What the person says they want to stop or do less, second person and able to follow "without"; None when it cannot be told.

    Args:
        statement: lower case.
    """
    found = _AFTER.match(statement)
    what = found["what"] if found else None
    if what is None and (less := _NEVER.match(statement) or _LESS.match(statement)):
        what = gerund(less["what"])
    if what is None:
        return None
    words = _THAN.sub("", _AMOUNT.sub("", _ENDS.sub("", what))).strip(" -'’.!") or what
    if statement.startswith("not ") or (statement.startswith("avoid ") and words.split()[0] in VERBS):
        return gerund(words)
    turned = to_you(words)
    if turned is None or len(turned) < 3 or len(turned) > LONGEST_HABIT or turned.endswith(_LOOSE_ENDS):
        return None
    return turned if turned.split()[0].endswith("ing") or len(turned.split()) <= 4 else None


_LOOSE_ENDS = (
    " a",
    " the",
    " to",
    " of",
    " with",
    " my",
    " your",
    " for",
    " about",
    " at",
    " in",
    " on",
    " that",
    " who",
    " and",
)


SMALL_THING = re.compile(
    r"(?:see (?:a|an|the) (?!world\b|doctor|dentist|therapist|gp\b)|eat (?:a|an|one)\b|try (?:a|an|the|my)\b|watch (?:a|an|the)\b|change my (?:twitter|bio|name|profile|avatar|background|ringtone|password)"
    r"|get (?:a |my |another )?(?:\w+ ){0,2}(?:pierced|piercing|tattoo\w*|hair ?cut|passport|library card|bangs)\b|send (?:a|an|my)\b|visit (?:a|an|my)\b|take down\b|delete my\b|ride (?:a|an)\b|milk a\b|pet an?\b|kiss (?:a|an)\b|invent\b)",
)
"""A wish, lower case, that is done in a day once it has a date."""

GOES_TO = re.compile(
    r"(?:Go|Travel|Fly|Drive|Get|Move)(?: back)? to ([A-Z][a-z]+(?: [A-Z][a-z]+)?)\b(?! (?:game|match|concert|show|store|gym))"
)
"""A journey to a place with a name."""
