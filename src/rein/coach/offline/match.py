"""Which plan pattern a goal gets: the main statement decides, the area of life breaks ties, the rest of the text helps."""

import re
from importlib import import_module

from rein.coach.domain import ClarifiedGoal, LifeArea, Training
from rein.coach.offline.kinds import CHANGE, DOING, GENERAL, KINDS, ONCE, WISH
from rein.coach.offline.person import Person
from rein.coach.offline.phrases import GOES_TO, SMALL_THING, given_up
from rein.coach.offline.seeds import Pattern

RUNNING = "running:RUNNING"
FITNESS = "body:FITNESS"
QUITTING = "quitting:QUITTING"
HOBBY = "leisure:HOBBY"
TRAVEL = "leisure:TRAVEL"
MUCH_EARLIER = 20
"""Characters."""

_STOPS = re.compile(
    r"(?:i (?:will|want to|am going to) )?(?:stop|quit|not|never|no|don['’]?t|avoid|give up)\b(?! (?:more excuses|matter what))"
)
_BRINGS_ABOUT = re.compile(
    r"(?:buy|build|finish|complete|fix|create|launch|win|sell|apply|submit|register|upgrade|achieve|obtain|repair|renovate|paint|record|produce|design|develop|organi[sz]e|"
    r"plan|host|own|move|adopt|become an?|start an?|make (?:a|an|my|the)|get(?! (?:more|less|better|back|up|over|along|used|out|in|on|off|through))|see (?:a|the)|meet|find (?:a|my)|go to|attend|send|have (?:a|an|my)|"
    r"set up|drop (?:a|the|my)|release|lose my|reach|earn|pass|enter|renew|replace|rebuild|open|restore|file|hire|plant|catch|do (?:a|an|my|the)|grow (?:a|my)|perform|compete|qualify|cross)\b"
)
_WATCHES = re.compile(r"\b(?:watch\w*|binge\w*|netflix|episodes?|movies?|films?|series|couch)\b(?! to 5k)")
_OVER_AND_OVER = re.compile(r"\b(?:more|less|every|each|daily|always|better|often|everyday|anymore|fewer)\b")

_PURCHASE = re.compile(
    r"(?:buy|order|sell) (?:an?|my|another|some|two|\d+)\b(?!.*\b(?:house|home|flat|apartment|condo|land|car|truck|place|books?|business)\b)"
)
"""Who buys a piano does not practise it yet; what takes years of saving is another matter."""
_OUTING = re.compile(
    r"(?:go to|attend|see|watch|visit)\b.*\b(?:games?|concerts?|shows?|match(?:es)?|festivals?|cons|conventions?|museums?|theat(?:re|er)s?|musicals?|gigs|at the \w+ (?:center|centre|stadium|arena))\b(?!.*\b(?:netflix|tv|television)\b)"
)
_BY_METRIC = (
    ("debt", "money:DEBT"),
    ("money saved", "money:SAVING"),
    ("income saved", "money:SAVING"),
    ("smoke-free", "habits:SMOKING"),
    ("vape-free", "habits:SMOKING"),
    ("alcohol-free", "habits:ALCOHOL"),
    ("-free days", QUITTING),
    ("days without", QUITTING),
    ("books read", "learning:READING"),
    ("weight lost", "eating:WEIGHT"),
    ("body weight", "eating:WEIGHT"),
    ("sleep", "sleep:SLEEP"),
    ("workouts", FITNESS),
)
"""What a metric says of the kind, in order."""
_BY_FOREIGN_WORD = (
    (r"\b(?:lire|leer|lesen|lezen|leggere|ler|czyta\w+|läsa|читать|okumak)\b", "learning:READING"),
    (r"\b(?:apprendre|aprender|lernen|leren|imparare|uczyć|nauczyć|lära|учить|выучить|parler|hablar|sprechen)\b.{0,30}(?:angl|ingl|engl|espa|spani|span|franc|franz|frans|deuts|alem|allem|tedes|ital|portug|chin|japon|japan|coré|корей|русск|idioma|langue|sprache|lingua|taal|język|språk)", "learning:LANGUAGE"),
    (r"\b(?:sparen|ahorr\w+|épargn\w+|économis\w+|risparmi\w+|poup\w+|economiz\w+|oszczędz\w+|spara|besparen|накоп\w*)\b", "money:SAVING"),
    (r"\b(?:schulden|deudas?|dettes?|debiti|dívidas?|długi?|skulder)\b", "money:DEBT"),
    (r"\b(?:abnehmen|maigrir|perdre du poids|adelgazar|bajar de peso|dimagrire|emagrecer|afvallen|schudnąć|похудеть)\b", "eating:WEIGHT"),
    (r"\b(?:rauchen|fumer|fumar|fumare|roken|palenie|palić|курить)\b", "habits:SMOKING"),
    (r"\b(?:schlafen|dormir|dormire|slapen|spać|sova)\b", "sleep:SLEEP"),
    (r"\b(?:meditier\w+|médit\w+|medita\w+)\b", "mind:MEDITATION"),
    (r"\b(?:neuen? (?:job|stelle|arbeit)|nuevo (?:trabajo|empleo)|nouveau (?:travail|emploi)|nuovo lavoro|novo emprego|nieuwe baan|now\w+ prac\w+|nytt jobb)\b", "work:JOBSEARCH"),
)  # fmt: skip
"""The commonest wishes in other languages of Europe, by words that no English wish holds."""
_OF_THE_AREA = {
    LifeArea.HEALTH_FITNESS: FITNESS,
    LifeArea.RELATIONSHIPS: "people:FRIENDS",
    LifeArea.RECREATION: HOBBY,
    LifeArea.FINANCE: "spending:BUDGET",
    LifeArea.EDUCATION: "learning:SKILL",
    LifeArea.CAREER: "work:PROMOTION",
    LifeArea.TIME_MANAGEMENT: "home:PUNCTUALITY",
    LifeArea.PHILANTHROPY: "giving:VOLUNTEERING",
}
"""What most people of an area want, where the words say little more than the area."""
_BEFORE = re.compile(
    r"^(?:(?:learn (?:how )?to|continue to|keep trying to|keep|start to|try to|begin to|strive to|aspire to|work on) )(?=[a-z]+\b)(?!trying to)"
)
"""What a way of living may stand behind: "learn to accept", "continue to be"."""

_LUCK = re.compile(
    r"\b(?:famous|fame|celebrit\w+|viral|lottery|lotto|powerball|billionaire|superhero|super ?star|legend\w*|royalty|president|astronaut)\b"
    r"|\b(?:become|be|marry|meet|hug|kiss|date|see) (?:a |an |the )?(?:king|queen|princess|prince|rapper|singer|pop star|rock star|star|model|wizard|mermaid|unicorn|vampire|batman|beyonc\w+|kanye|taylor)\b"
    r"|\b(?:notices?|noticed|follow(?:s|ed)?) me\b|\bget (?:\w+ ){0,3}to (?:notice|follow|like|reply|love|tweet|marry|date)\b|\bmake it big\b|\bbe discovered\b|\brule the world\b|\btake over the world\b|\bworld domination\b"
    r"|^(?:meet|hug|kiss|marry|date) (?!(?:new|more|people|someone|somebody|a|an|the|my|your|up|deadlines?)\b)\w+"
)
"""Wishes that others, or chance, decide."""
_PERSEVERES = re.compile(r"(?:never|not|don['’]?t|no) (?:give|giving|quit|stop|surrender|settle)\b")
_WAY_TO_LIVE = re.compile(
    r"(?:be|become|stay|remain|keep (?:it|things|calm|my)|act|feel|look|live|grow|believe|trust|accept|let|forgive|continue|start (?:being|acting|living)|have (?:faith|patience|no|more (?:patience|faith|confidence|swag))|"
    r"care|love|embrace|choose|remember|allow|treat|respect|think|take (?:everything|things|it|life|my)|put|change|improve my(?:self)?|find (?:peace|myself|happiness)|focus|show|respond|react|give (?:people|others|everyone))\b"
)
_MORE_OF = re.compile(r"(?:more|daily|another|twice|every|each)\b")


def pattern_for(person: Person) -> Pattern:
    """The pattern that fits the goal best. Its module is loaded when first wanted, so one goal loads one module."""
    return load(kind_of(person))


def kind_of(person: Person) -> str:
    """The name of the fitting pattern, "module:NAME".

    In order: a kind of the goal's own area that the statement surely names; a kind of any area that it surely names;
    one whose home is the goal's area, by weaker words; one that the rest of the text names when the statement is no
    sentence; and at last what fits any habit, wish, thing to bring about, thing to do, or way to live.
    """
    goal = person.goal
    if goal.training is Training.RUNNING:
        return FITNESS if person.spares_joints else RUNNING
    statement = goal.statement.casefold()
    found = (
        (_foreign(goal) if goal.language != "en" else None)
        or (GENERAL if _PURCHASE.match(statement) else None)
        or _first(statement, goal.area, sure_only=True)
        or _first(statement, None, sure_only=True)
        or _outing(statement)
        or (ONCE if SMALL_THING.match(statement) and _OVER_AND_OVER.search(statement) is None else None)
        or _first(statement, goal.area)
        or (_first(goal.text.casefold(), goal.area, sure_only=True) if person.phrase is None else None)
        or (FITNESS if goal.training is not Training.NONE else None)
        or _of_no_kind(person, statement)
    )
    if found == RUNNING and _WATCHES.search(statement):
        return HOBBY  # a marathon on the sofa
    return FITNESS if found == RUNNING and person.spares_joints else found


def _outing(statement: str) -> str | None:
    """Where somebody goes to see others play, which is no hobby of their own: once, or over and over."""
    if _OUTING.match(statement) is None:
        return None
    return DOING if _OVER_AND_OVER.search(statement) else ONCE


def _foreign(goal: ClarifiedGoal) -> str | None:
    """The kind of a goal in a language that the table of kinds does not read: by its measure, else by its commonest words."""
    metric = goal.measure.metric if goal.measure is not None else ""
    said = goal.text.casefold()
    return next((kind for sign, kind in _BY_METRIC if sign in metric), None) or next(
        (kind for words, kind in _BY_FOREIGN_WORD if re.search(words, said)), None
    )


def _of_no_kind(person: Person, statement: str) -> str:
    """By what sort of thing is wished, whatever it is about."""
    statement = _BEFORE.sub("", statement)
    if _PERSEVERES.match(statement):
        return CHANGE
    if given_up(statement) is not None or (_STOPS.match(statement) and person.phrase):
        return QUITTING
    if _STOPS.match(statement):
        return CHANGE
    if _LUCK.search(statement):
        return WISH
    if GOES_TO.match(person.goal.statement):
        return TRAVEL
    if _OVER_AND_OVER.search(statement) is None and _BRINGS_ABOUT.match(statement):
        return GENERAL
    if person.phrase is None and not _MORE_OF.match(statement):
        return _OF_THE_AREA.get(person.goal.area, CHANGE)
    if _WAY_TO_LIVE.match(statement):
        return CHANGE
    return DOING


def load(kind: str) -> Pattern:
    """The pattern called "module:NAME"."""
    module, _, name = kind.partition(":")
    pattern = getattr(import_module(f"rein.coach.offline.patterns.{module}"), name)
    if not isinstance(pattern, Pattern):
        raise TypeError(f"{kind} is no plan pattern")
    return pattern


def _first(text: str, area: LifeArea | None, *, sure_only: bool = False) -> str | None:
    """The first kind whose words stand in `text`, among those of `area` (all of them when None).

    A kind whose words come much earlier goes first: who learns the guitar for a sister's wedding wants the guitar.
    """
    stops = _STOPS.match(text) is not None
    found: tuple[int, str] | None = None
    for kind in KINDS:
        if (area is not None and area not in kind.areas) or (stops and not kind.gives_up):
            continue
        hint = kind.hint if area is kind.areas[0] and not sure_only else ""
        match = re.search(kind.sure, text) or (re.search(hint, text) if hint else None)
        if match and (found is None or match.start() <= found[0] - MUCH_EARLIER):
            found = match.start(), kind.pattern
    return found[1] if found else None
