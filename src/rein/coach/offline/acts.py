"""What a person could be seen doing on a Monday: a concrete act for a goal of no kind we know, from the goal's own words.

Every act is an imperative that begins with its verb, so that "I" may stand before it.
"""

import re
from dataclasses import dataclass

from rein.coach.offline.person import Person
from rein.coach.offline.phrases import gerund, to_you

LONGEST_BASE = 58
"""Characters of a person's own wording that an action's title carries well."""


@dataclass(frozen=True, slots=True)
class Acts:
    """A small act for most days, and a larger one for once a week."""

    small: str
    larger: str


_AMOUNT = re.compile(
    r"\s*\b(?:(?:a (?:little|lot|bit) |even |much |way |far )?(?:more|less|fewer)(?: often| than (?:ever|last year|i did))?|often|frequently|regularly|consistently|(?:a )?lots? of|(?:\w+ )?(?:times|days|nights) (?:a|per|each) (?:day|week|month)|(?:once|twice) (?:a|per|each) (?:day|week|month)|again|every ?day|daily|each day|"
    r"every (?:week|month|morning|night)|as (?:much|often|many) as (?:possible|i can)|all year|once a (?:week|month|day)|at least)\b(?! of\b)"
)
_BY = re.compile(r"\s*\bby (?:the end of )?(?:\d{1,2} )?[A-Z][a-z]+(?: \d{4})?$|\s*\b(?:in|during|for) 20\d\d\b")

TRAITS: tuple[tuple[str, str, str], ...] = (
    (r"\blisten\w*", "Ask one question, and let the other finish before you think of an answer", "Give somebody half your evening, and talk less than they do"),
    (r"\bdecisi\w+|\bindecisive\b|\bmake up my mind\b", "Decide one small thing within a minute, and stay with it", "Take one decision that has been waiting, and write down the reason in one sentence"),
    (r"\b(?:awkward|outgoing|social|interesting|approachable|charming|talkative|sociable)\b", "Ask one person a real question, and add one true thing about yourself", "Go where people are, and talk with one you do not know"),
    (r"\bfun(?:ny|nier)?\b|\bhumou?r\w*|\bsilly\b|\bplayful\b|\bjoke\w*", "Say one light thing aloud that you would usually keep to yourself", "Do something only because it is fun, with somebody who laughs easily"),
    (r"\b(?:mean|bitch\w*|ass ?hole\w*|dick\w*|jerk|brat|rude|grumpy|annoy\w*|petty|salty|cranky|moody|jealous\w*|bossy|bitter|cynical|judg\w+|condescending|nic(?:e|er)|kind(?:er)?|friendl\w+|polite\w*|considerate|gentle\w*)\b", "Say one friendly thing to the person who usually gets the worst of your mood", "Do one favour that nobody asked you for, and tell nobody"),
    (r"\b(?:lazy|motivat\w*|disciplin\w*|dedicat\w*|hustl\w*|driven|ambitio\w*|proactive|initiative|consisten\w*|productive)\b|\bwork(?:ing)? (?:hard\w*|smart\w*)\b|\b(?:try|push|work) harder\b", "Begin, before anything else, with the thing you would rather put off", "Finish one thing that has been lying half done"),
    (r"\b(?:calm\w*|still|anger|angry|temper|react\w*|peace\w*|drama\w*|rage|mad|argu\w+|fight\w*|feuds?|patien\w+|pissed)\b", "Breathe out once before you answer, and answer in a quieter voice", "Talk over one quarrel of the week when it is quiet, and begin by asking"),
    (r"\b(?:honest\w*|truth\w*|authentic|fake|genuine|transparent|sincere)\b", "Say the true sentence where you would usually say the smooth one", "Tell one person something true that you have been holding back"),
    (r"\b(?:matur\w+|adult\w*|responsib\w+|grow up|reliable|serious|dependable|my real age|childish)\b", "Settle one small thing you owe: a bill, an answer, an apology", "Take over one grown-up task for good, and write down when it is due again"),
    (r"\b(?:selfless|generous|giving|helpful|compassion\w*|understanding|empath\w+|support\w*|others)\b", "Ask one person what would help them today, and do it if you can", "Give your time to somebody who needs it"),
    (r"\b(?:forgiv\w+|lov(?:e|ing)|accept\w*|thoughtful|caring)\b", "Write or say one kind sentence to somebody, yourself included", "Write to one person what you value in them, in five lines"),
    (r"\bopinions?\b|\blet(?:ting)? (?:people|others?|other people|it|things|go)\b|\bcar(?:e|ing) (?:\w+ )?(?:less|little)\b|\bwhat (?:other )?people\b", "Let one thing pass today that is not yours to answer", "Do one thing your own way that you have been doing for the look of it"),
    (r"\b(?:simpl\w+|minimal\w*|slow\w*|present|moment|in the now|on less)\b", "Leave one thing out of the day on purpose, and do the next one slowly", "Spend a while with one thing only, and no screen near"),
    (r"\b(?:strong\w*|bold\w*|badass|fierce|independent|assertive|brave\w*|fearless\w*|courag\w*)\b", "Do one thing before you feel ready for it, and say plainly what you want", "Take the step that you have been putting off out of fear, with a day and an hour"),
    (r"\b(?:creativ\w*|imagin\w*|original|innovat\w*|artist\w*)\b", "Make one small thing that was not there this morning", "Make something larger, and show it to one person"),
    (r"\b(?:knowledg\w*|smart\w*|intelligent|educated|informed|wis(?:e|er|dom)|grammar|vocabulary)\b", "Read a page on something you half know, and say it in one sentence of your own", "Follow one question through to its answer, and tell it to someone"),
    (r"\b(?:dancer|singer|player|writer|artist|musician|actor|actress|athlete|driver|drummer|photographer|chef|gamer|skater)\b", "Practise: one thing you can, then one you cannot yet, slowly", "Show somebody what you have practised, or learn from one who does it well"),
    (r"\b(?:wear\w*|styl\w+|classy|elegant|sexy|fashion\w*|swag|ladylike|cute|pretty|hot|handsome|dress\w*)\b", "Put on one thing that you chose on purpose the evening before", "Try on what you own, and keep out what you feel well in"),
    (r"\b(?:lucky|successful|success|rich|famous|winner|win|great\w*|goals?|dreams?)\b", "Work on the one thing that would still matter in a year", "Write down what you finished this week, and choose the one thing for the next"),
    (r"\b(?:mentally|mental|emotion\w*|depress\w*|sad|lonely|anxious|hurt|disappointed|insecure)\b", "Go outside by daylight, and write one line on how you are", "Talk with somebody you trust, or with a doctor or counsellor if it weighs on most days"),
    (r"\b(?:better|best|awesome|amazing|perfect\w*|beautiful|improve|myself|life|world)\b", "Do one small thing today that makes tomorrow easier for you or somebody near you", "Choose one corner of your life, and make it visibly better"),
)  # fmt: skip
"""For what a person wants to be: something that a camera could film, small and larger."""

_BEGIN = re.compile(r"^(?:start|begin|keep|continue) (?=\w+ing\b)")
_POINTS = re.compile(r"^\w+ (?:it|this|that|them|so)$")
"""Words that only point at something said elsewhere."""
_WAY = re.compile(
    r"(?:be|become|live|stay|keep|remember|believe|focus|choose|let|continue|allow|take|treat|put|show|think|respond|strive|stand|follow|have|grow|feel|act)\b"
)
"""Verbs of a way to live, which is not done "once"."""
_LESS = re.compile(r"^(?P<verb>\w+) (?:less|fewer) (?P<what>.+)$")
_LESS_SO = re.compile(r"^(?:be|feel|act) (?:(?:a (?:little|lot|bit)|much) )?less (?:of )?(?P<what>.+)$")
_LIKE = re.compile(
    r"\b(?:be|become|act|live|look)\b (?:(?:a (?:little|lot|bit)|even|much) )?(?:more )?(?:like|as \w+ as) (?P<who>(?-i:@\w+|[A-Z]\w+(?: [A-Z]\w+)*|(?:my|the|that) \w+))$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"^(?:spend|make|take|find|give|devote) (?:(?:some|a lot of|much|more|quality|my) )*(?:time|attention)(?: (?:to|with|for|on|in|at|doing|away from))? (?P<what>.+)$"
)
_TOPIC = re.compile(
    r"^(?:learn|read|know|find out|understand|study)(?: (?:more|everything|something))?(?: of| about)(?: the)? (?P<what>.+)$"
)
_OUTING = re.compile(
    r"^(?:go(?! (?:under|forth|for broke|through))|attend|see|visit|ride|travel|drive|fly)\b(?: (?:to|on|out to|and see))?"
)
_THINGS = re.compile(
    r"^(?:buy|get(?! (?:back|to|into|in|out|off|on|up|over|along|through|better|used|rid|ready|together|started|going)\b)|own|collect|acquire|order)\b"
)
_CLOTHES = re.compile(r"^(?:wear|dress|put on)\b")
_SKILL = re.compile(
    r"^(?:work on|improve|practi[cs]e|master|get better (?:at|with)|be better (?:at|with|about)|get good at) (?P<what>.+)$"
)
_BETTER = re.compile(r"^(?P<verb>[a-z]+) better$")
_NOUN = re.compile(r"^(?:more|better|another|extra|some|daily) (?!about )(?P<what>.+)$")


MOMENT = Acts(
    "Name the one moment of today that it is about, and do it there",
    "Spend time with someone who is good at this, and watch how they do it",
)
"""For a way to live that the person's words do not turn into an act."""


def acts(person: Person) -> Acts:
    """What `person` could do this week, small on most days and larger once.

    What a person wants to be is turned into something to do; what they want to do more of is said in their own words.
    """
    said = person.goal.statement.casefold()
    if (like := _LIKE.search(person.goal.statement)) and person.quotes and (who := _plain(like["who"])):
        return Acts(
            f"Do one thing today the way {who} would, and note which",
            f"Find out how {who} does it, and copy one habit",
        )
    phrase = _BY.sub("", person.phrase or "")
    if not phrase or re.match(
        r"(?:be|become|have|stay|feel|act|live|look|grow|accept|love|care|trust|forgive|respect|treat)\b", phrase
    ):
        trait = next((Acts(small, larger) for sign, small, larger in TRAITS if re.search(sign, said)), None)
        if trait is not None:
            return trait
    return _own_words(phrase, said) if person.quotes else ANYTHING


ANYTHING = Acts(
    "Choose one small piece of it, and finish that piece",
    "Take on the next larger piece, at a table and without a screen",
)


def _own_words(phrase: str, said: str) -> Acts:
    if (less := _LESS_SO.match(phrase)) and (what := _plain(less["what"])):
        return Acts(
            f"Name one moment of the day in which you tend to be {what}, and decide what you will do in it instead",
            "Ask one person who knows you what they would notice first, and try that",
        )
    if (less := _LESS.match(phrase)) and (what := _plain(less["what"])):
        return Acts(
            f"Do with less {what} at one moment of the day, and note what you did instead",
            f"Look through the week: where {what} came up most, and what could stand in its place",
        )
    base = " ".join(_AMOUNT.sub(" ", phrase).split())
    if not phrase and (noun := _NOUN.match(said)) and (what := _plain(noun["what"])):
        return Acts(
            f"Give {what} its hour, fixed the day before",
            f"Take more time for {what}, alone or with somebody",
        )
    if (skilled := _BETTER.match(base)) and (turned := gerund(skilled["verb"])):
        return Acts(
            f"Practise {turned}: one detail, slowly, and note what changed",
            f"Ask someone good at {turned} to watch you, and try one thing they say",
        )
    if (time := _TIME.match(base)) and (what := _plain(_AMOUNT.sub("", time["what"]))):
        return Acts(
            f"Give your undivided attention to {what}", f"Keep a longer time for {what}, with nothing else in it"
        )
    if (topic := _TOPIC.match(base)) and (what := _plain(topic["what"])):
        return Acts(
            f"Read, watch or hear something about {what}, and write down three sentences from memory",
            f"Tell somebody what you learned about {what}, or ask one who knows",
        )
    if (skill := _SKILL.match(base)) and (what := _plain(skill["what"])):
        return Acts(
            f"Work on {what}: one detail, slowly, and note what changed",
            f"Ask someone good at it to look at {what}, and try one thing they say",
        )
    base = _BEGIN.sub("", base)
    own = _plain(base)
    turned = (base if base.split(" ")[0].endswith("ing") else gerund(base)) if own else None
    if own is None or not base or _POINTS.search(base):
        return ANYTHING
    if _OUTING.match(base) and turned:
        return Acts(
            f"Look up the next chance for {turned}, and write its day, hour and price into the calendar",
            f"Keep the date: {own}, with somebody if you like",
        )
    if _THINGS.match(base):
        return Acts(
            "Put a small sum aside for it, and note one thing you truly want, with its price",
            "Compare two real offers, sleep on it, and take one when the sum is there",
        )
    if _CLOTHES.match(base):
        return Acts(
            f"{own[0].upper()}{own[1:]}, laid out the evening before",
            "Go through one shelf, and put what you want to wear where you see it",
        )
    if re.match(_WAY, base) and turned:
        return Acts(
            f"Name one moment of the day for {turned}, and act on it when it comes",
            f"Take time for one larger piece of {turned}",
        )
    if turned and (base == phrase or turned == base):
        return Acts(
            f"Choose one small piece of {turned}, and finish that piece",
            f"Take on the next larger piece of {turned}, with somebody if you like",
        )
    return Acts(
        f"{own[0].upper()}{own[1:]}, once, at a moment you named in the morning",
        f"Take more time to {own}, alone or with somebody",
    )


def _plain(words: str) -> str | None:
    """`words` as a coach says them to the person; None where they are too long or would mean somebody else."""
    turned = to_you(words.strip(" .,;:!?\"“”'"))
    if (
        turned is None
        or not 2 <= len(turned) <= LONGEST_BASE
        or turned.startswith("you ")
        or re.search(r"[\"“”]|\b(?:fuck\w*|shit\w*)\b", turned)
    ):
        return None
    return turned
