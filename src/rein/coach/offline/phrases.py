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
_UNSAFE = re.compile(r"\b(?:I|me|you|your|we|us)\b|['’](?:m|ll|ve|d|re)\b|[“”\"]")
"""Words that would mean somebody else when a coach says them."""
_STOP = re.compile(r"^(?:stop|quit|avoid|give up)\s+(?=[a-z]+ing\b)")


def doing(person: Person, otherwise: str = "the change you want") -> str:
    """The goal as words that may follow "of" or "as", second person; quoted where they cannot be turned.

    Args:
        otherwise: what stands there when the person's words are better not repeated.
    """
    if not person.quotes:
        return otherwise
    turned = gerund(person.phrase) if person.phrase else None
    return turned if turned and len(turned) <= LONGEST else person.quote(person.goal.statement, LONGEST)


def gerund(phrase: str) -> str | None:
    """ "be more decisive" → "being more decisive", "stop being late" → "not being late"; None when it cannot be told how."""
    if _UNSAFE.search(phrase):
        return None
    stopped = _STOP.match(phrase)
    if stopped:
        return _to_you(f"not {phrase[stopped.end() :]}")
    no = "not " if phrase.startswith("not ") else ""
    verb, _, rest = phrase[len(no) :].partition(" ")
    if verb not in VERBS:
        return None
    for joined in _JOINED.finditer(rest):
        word = joined.group()
        if word in VERBS and word not in _ALWAYS_VERBS:
            return None  # "and love", "and dance": a verb or a noun
    rest = _JOINED.sub(lambda m: _ing(m.group()) if m.group() in _ALWAYS_VERBS else m.group(), rest)
    return _to_you(f"{no}{_ing(verb)} {rest}".strip())


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


# --- What is given up -----------------------------------------------------------------------------------------------

_AFTER = re.compile(
    r"\b(?:stop|quit|give up|giving up|cut out|cut down on|cut back on|kick|break|avoid|no more|eliminate|drop|less|fewer)\s+"
    r"(?:(?:the|my|a|this|all|any|as much|so much(?! \w+ing)|so many|eating|drinking|habit of|bad habit of)\s+)*([a-z'’ -]{3,48})"
)
_ENDS = re.compile(
    r"\b(?:and|or|by|because|for|before|after|until|when|while|so(?! many| much)|but|as|in|on|at|this|next|every|with|to|from|that|who|if|habits?|i|he|she|they|we|me)\b.*"
)
_NO_HABIT = re.compile(
    r"^(?:anything|everything|on|being|letting|caring|giving|trying|having|getting|global|bullshit|worrying|thinking)\b|^(?:using|making|doing|saying|taking)$"
)
"""What follows "stop" and is no act that could be counted."""


def given_up(statement: str) -> str | None:
    """What the person says they want to stop, second person, when it is short and plain.

    Args:
        statement: lower case.
    """
    found = _AFTER.search(statement)
    words = _ENDS.sub("", found[1]).strip(" -'’") if found else ""
    if not 1 <= len(words.split()) <= 5 or len(words) < 3:
        return None
    if not (words.split()[0].endswith("ing") or len(words.split()) <= 2):
        return None
    return _to_you(words)


def is_countable(habit: str) -> bool:
    """Whether an evening line could say how often it came up."""
    return _NO_HABIT.match(habit) is None


SMALL_THING = re.compile(
    r"(?:see (?:a|an|the) (?!world\b|doctor|dentist|therapist|gp\b)|eat (?:a|an|one)\b|try (?:a|an|the|my)\b|watch (?:a|an|the)\b|change my (?:twitter|bio|name|profile|avatar|background|ringtone|password)"
    r"|get (?:a |my |another )?(?:\w+ ){0,2}(?:pierced|piercing|tattoo\w*|hair ?cut|passport|library card|bangs)\b|send (?:a|an|my)\b|visit (?:a|an|my)\b|take down\b|delete my\b|ride (?:a|an)\b|milk a\b|pet an?\b|kiss (?:a|an)\b|invent\b)",
)
"""A wish, lower case, that is done in a day once it has a date."""
