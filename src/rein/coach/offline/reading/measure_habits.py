"""Measures of habits: days without, times a week, minutes a day, things counted."""

import re
from collections.abc import Sequence

from rein.coach.domain import LifeArea
from rein.coach.offline.reading.measured import Measured, known, plural
from rein.coach.offline.reading.numbers import NEAR, tidy
from rein.coach.offline.reading.quantities import Quantity, QuantityKind

DEFAULT_DAYS = 84
"""Days of a plan for which no end is said: 12 weeks."""

DAYS_TO_PREPARE = 14
"""Before the day on which somebody stops: help is found and the usual moments are known; at most a third of the plan."""


_QUIT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (
        re.compile(
            rf"\b(?:quit\w*|stop\w*|giv\w+\s+up|cut(?:ting)?\s+out|no\s+more|no|never|without|kick\w*|free\s+(?:of"
            rf"|from)|break\w*|eliminat\w*|drop\w*|avoid\w*|aufh\w*|dejar\s+(?:de|el)|arrêter\s+(?:de|le|la|l['’])"
            rf"|smettere\s+di|parar\s+de|stoppen\s+met|rzucić|бросить"
            rf"|кинути)\b\s+(?:[^\s.,;]+\s+){{0,2}}(?:\w['’])?(?:{what})\b"
            rf"|\b(?:{alone})\b",
            re.IGNORECASE,
        ),
        metric,
    )
    for what, alone, metric in (
        (
            r"smok\w*|cigarettes?|tobacco|nicotine|fumer|fumar|tabac\w*|fumare|roken|palenie|palić|курить|палити"
            r"|chewing\s+tobacco|rauch\w*",
            r"smoke[\s-]free|quit\s+smoking|nichtraucher|mit\s+dem\s+rauchen\s+auf\w*|rauchfrei",
            "smoke-free days in a row",
        ),
        (r"vap\w*|juul", r"vape[\s-]free", "vape-free days in a row"),
        (
            r"drinking\s+(?:alcohol|beer|wine|booze)|drinking(?!\s+(?:\w+\s+)?(?:soda|pop|coke|cokes|coffee|pepsi"
            r"|energy|caffeine|tea|juice|so\s|diet))|alcohol|alcool|alkohol|booze|beer|wine"
            r"|drink(?!\s+(?:\w+\s+)?(?:soda|coffee"
            r"|pop|coke)|ing)",
            r"sober|sobriety|dry\s+january",
            "alcohol-free days in a row",
        ),
        (r"weed|pot|marijuana|cannabis", r"weed[\s-]free", "weed-free days in a row"),
        (r"sodas?|pop|cokes?|pepsi|fizzy\s+drinks?|soft\s+drinks?", r"soda[\s-]free", "soda-free days in a row"),
        (r"sugar|sweets|candy|zucker|sucre|azúcar", r"sugar[\s-]free", "sugar-free days in a row"),
        (r"caffeine|coffee|energy\s+drinks?", r"caffeine[\s-]free", "caffeine-free days in a row"),
        (
            r"fast\s+food|junk\s+food|takeaways?|takeout|mcdonald\w*|junk",
            r"fast[\s-]food[\s-]free",
            "days without fast food in a row",
        ),
        (
            r"biting\s+my\s+nails|nail\s+biting|bite\s+my\s+nails",
            r"nail\s+biting",
            "days without biting nails in a row",
        ),
        (r"porn\w*", r"nofap", "days without porn in a row"),
        (r"gambl\w*|betting", r"gambling[\s-]free", "gambling-free days in a row"),
        (r"swear\w*|curs\w+|cuss\w*", r"swear[\s-]free", "days without swearing in a row"),
        (
            r"facebook|twitter|instagram|tiktok|social\s+media|snapchat",
            r"social\s+media\s+(?:free|detox)",
            "days without social media in a row",
        ),
    )
)


_READ = re.compile(r"\b(?:read\w*|les\w*|lire|leer|legg\w*|ler|lezen|czyta\w*|прочит\w*|чит\w*)\b", re.IGNORECASE)


_BOOK = frozenset({"book", "novel", "buch", "bücher", "livre", "libro", "libri", "livro", "boeken", "książek", "книг"})


_TIMES_WHAT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:run|running|jog\w*|laufen|courir|correr)\b", re.IGNORECASE), "runs"),
    (
        re.compile(
            r"\b(?:gym|work\s?out\w*|exercis\w*|train\w*|lift\w*|strength|crossfit|sport|gimnasio)\b", re.IGNORECASE
        ),
        "workouts",
    ),
    (re.compile(r"\b(?:yoga)\b", re.IGNORECASE), "yoga sessions"),
    (re.compile(r"\b(?:swim\w*)\b", re.IGNORECASE), "swims"),
    (re.compile(r"\b(?:meditat\w*)\b", re.IGNORECASE), "meditations"),
    (re.compile(r"\b(?:cook\w*|bake|baking)\b", re.IGNORECASE), "home-cooked meals"),
    (re.compile(r"\b(?:call\w*|phone|ring)\b", re.IGNORECASE), "calls"),
    (re.compile(r"\b(?:writ\w*|blog\w*|journal\w*|post\w*)\b", re.IGNORECASE), "writing sessions"),
    (re.compile(r"\b(?:study\w*|learn\w*|practi\w*)\b", re.IGNORECASE), "study sessions"),
    (re.compile(r"\b(?:volunteer\w*)\b", re.IGNORECASE), "volunteering sessions"),
    (re.compile(r"\b(?:clean\w*|tidy\w*|declutter\w*)\b", re.IGNORECASE), "tidying sessions"),
    (re.compile(r"\b(?:date\s+night|date)\b", re.IGNORECASE), "date nights"),
    (re.compile(r"\b(?:hik\w*|walk\w*)\b", re.IGNORECASE), "walks"),
    (re.compile(r"\b(?:pray\w*|church)\b", re.IGNORECASE), "times"),
)


_LIMIT = re.compile(
    r"\b(?:less\s+than|under|no\s+more\s+than|at\s+most|max\w*|limit\w*|cut\s+(?:down\s+)?(?:\w+\s+){0,3}to"
    r"|reduce\w*|below|only)\b[^.;]{0,20}$",
    re.IGNORECASE,
)


_REPS = re.compile(r"^(?:push|pull|chin|sit|burpee|squat|press|dip|plank|rep|lunge|pushup|pullup|lap)", re.IGNORECASE)


_IDLE = frozenset(
    """day week month year hour minute kid child people person girl guy man woman friend resolution goal reason way bit lot thing
    pack year-old old chapter-a th st nd rd other each every per out into when like until till because again ago am pm star degree""".split()
)


_HOURS_ARE_MEANS = frozenset({LifeArea.EDUCATION, LifeArea.CAREER})
"""Where time spent is how the goal is reached, not the goal."""


def streak(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """Days in a row without what the person gives up: as many as the plan has after preparing, or as many as said."""
    if re.search(r"\b(?:less|cut\s+down|reduce|fewer|spend\w*)\b", goal, re.IGNORECASE):
        return None
    for pattern, metric in _QUIT:
        if pattern.search(goal):
            last = days or DEFAULT_DAYS
            return known(metric, "days", 0.0, _said_days(goal, quantities) or last - min(DAYS_TO_PREPARE, last // 3))
    return None


_FOR = re.compile(r"\bfor\s+(?:the\s+next\s+)?$", re.IGNORECASE)
_DAYS_IN = {"week": 7.0, "month": 30.0}


def _said_days(goal: str, quantities: Sequence[Quantity]) -> float:
    """The stretch that the words ask for ("30 days without", "for two weeks"), in days; 0 when they name none."""
    spans = [q for q in quantities if q.kind is QuantityKind.DURATION and not q.per]
    said = [q.value for q in spans if q.unit == "day"]
    said += [q.value * _DAYS_IN[q.unit] for q in spans if q.unit in _DAYS_IN and _FOR.search(goal[: q.start])]
    return max(said, default=0.0)


def books(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """Books read: a number of them, or one a month."""
    for q in quantities:
        if q.kind is QuantityKind.COUNT and q.unit in _BOOK:
            each = f" a {q.per}" if q.per and q.per != "year" else ""
            return known(
                f"books read{each}" if _READ.search(goal) else f"books{each}", "books", None if each else 0.0, q.value
            )
    if m := re.search(r"\b(?:a|one|1)\s+(?:new\s+)?book\s+(?:a|per|every|each)\s+(week|month)\b", goal, re.IGNORECASE):
        if not days:
            return known(f"books read a {m[1].lower()}", "books", None, 1.0)
        count = max(1, round(days / (7 if m[1].lower() == "week" else 30.4375)))
        return known("books read", "books", 0.0, float(count), f"One book a {m[1].lower()} makes {count} in that time.")
    return None


_IN_ALL = re.compile(r"\s*(?:this\s+year|in\s+(?:all|total|20\d\d)|by\b|before\b|$)", re.IGNORECASE)
"""After "four times": a number in all, no rate."""


def rate(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """How often: "three times a week"."""
    for q in quantities:
        if q.kind is QuantityKind.FREQUENCY and q.per in {"week", "month", "day"}:
            what = next((name for pattern, name in _TIMES_WHAT if pattern.search(goal)), "times")
            return known(
                f"{what} a {q.per}",
                what,
                None,
                q.value,
                ask=f"How often a {q.per} do you do it now?",
            )
        if q.kind is QuantityKind.FREQUENCY and q.value >= 2 and (q.per == "year" or _IN_ALL.match(goal, q.end)):
            return known("times", "times", 0.0, q.value)
    return None


_OUTCOME = re.compile(
    r"\W*(?:i\s+(?:want|would\s+like)\s+to\s+)?(?:learn\w*|lernen?|apr[ea]nd\w+|impara\w*|master|build\w*|finish\w*|complet\w*|pass|become"
    r"|lose|gain|improve|find(?!\s*$)|launch|publish|prepare|train\s+for|study\s+for|run\s+an?|quit|stop"
    r"|(?:write|compose|record|make|paint|knit|sew|start|open|pay)\s+(?:an?|my|the|off|\d+)\s+[^\W\d]\w*"
    r"|get\s+(?:an?|my|the|into|better|good|fit\w*|strong\w*|in\s+shape|out\s+of))\b",
    re.IGNORECASE,
)
"""How a wish begins that asks for a result: time named beside it is what the person gives to it. Not "find" before the
time itself, as in "find 30 minutes a day"."""

_ASIDE = re.compile(
    r"(?:[,;:(.–—-]|\b(?:i\s+can|i\s+have|i['’]ve|i\s+could|with|spare|available))\s*"
    r"(?:(?:about|around|only|just|maybe|up\s+to|for|spend\w*|train\w*|practi[cs]\w*|give|do|got|have)\s+)*$",
    re.IGNORECASE,
)
_DONE_FOR_ITS_TIME = re.compile(
    r"\b(?:meditat\w*|exercis\w*|walk\w*|stretch\w*|yoga|read\w*|pray\w*|journal\w*|practi[cs]\w*|move|work\s?out)\b",
    re.IGNORECASE,
)


def _is_budget(goal: str, q: Quantity) -> bool:
    """Whether the time is what the person gives to a goal ("learn piano, 2 hours a week"), not the goal itself."""
    before = goal[: q.start]
    if _LIMIT.search(before[-NEAR:]):
        return False
    asked = before or goal[q.end :].lstrip(" ,;:.–—-")
    if _OUTCOME.match(asked):
        return True
    return bool(_ASIDE.search(before)) and not _DONE_FOR_ITS_TIME.search(before)


_EACH_DAY = re.compile(r"\b(?:(?:every|each) (?:day|morning|evening|night)|daily)\b", re.IGNORECASE)


def duration(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """How long: "20 minutes a day"; how much to drink a day."""
    for q in quantities:
        if (
            q.kind is QuantityKind.VOLUME
            and q.per == "day"
            and not _LIMIT.search(goal[max(0, q.start - NEAR) : q.start])
        ):
            unit = {"l": "litres", "glass": "glasses"}.get(q.unit, q.unit if q.unit in {"ml", "oz"} else f"{q.unit}s")
            assumed = round(q.value / 2, 2)
            return known(
                f"{unit} a day",
                unit,
                assumed,
                q.value,
                f"You drink about half of that ({tidy(assumed)}) a day now.",
                ask=f"How many {unit} a day do you drink now?",
            )
        if q.kind is QuantityKind.DURATION and _is_budget(goal, q):
            continue
        if q.kind is QuantityKind.DURATION and q.unit in {"min", "hour"} and q.per and area not in _HOURS_ARE_MEANS:
            unit = "minutes" if q.unit == "min" else "hours"
            if _LIMIT.search(goal[max(0, q.start - NEAR) : q.start]) or re.search(
                r"\b(?:screen|phone|tv|social|facebook|instagram|scroll\w*)\b", goal, re.IGNORECASE
            ):
                return known(f"{unit} a {q.per}", unit, None, q.value, ask=f"How many {unit} a {q.per} is it now?")
            return known(f"{unit} a {q.per}", unit, None, q.value)
        if q.kind is QuantityKind.DURATION and q.unit in {"min", "hour"} and _EACH_DAY.search(goal):
            unit = "minutes" if q.unit == "min" else "hours"
            return known(f"{unit} a day", unit, None, q.value)
        if (
            q.kind is QuantityKind.DURATION
            and q.unit in {"min", "hour"}
            and re.search(r"\b(?:plank|hold|meditate|handstand|run\s+for)\b", goal, re.IGNORECASE)
        ):
            unit = "minutes" if q.unit == "min" else "hours"
            return known(f"longest time in {unit}", unit, 0.0, q.value)
    return None


_COUNTING = re.compile(
    r"\b(?:read|writ\w*|do|doing|visit\w*|see|go|learn\w*|finish\w*|complet\w*|tak\w*|try|mak\w*|meet|cook\w*|bak\w*"
    r"|sell\w*|"
    r"publish\w*|send|apply|submit|hik\w*|climb\w*|watch\w*|attend\w*|record\w*|get|gain|reach|earn|run|swim|cycl\w*"
    r"|walk\w*|"
    r"paint\w*|draw\w*|plant\w*|donat\w*|throw|declutter\w*|clear|call\w*|memori[sz]e|practi[cs]e|play\w*|land|win"
    r"|raise|collect|"
    r"eat|drink|post|save|drop|los\w*|knit|sew|photograph|catch|host|interview\w*|hold|have|hit)\b",
    re.IGNORECASE,
)


def counted(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """Steps, repetitions, and whatever else the person does a number of: "visit 5 countries"."""
    for q in quantities:
        said = goal[q.start : q.end].lower()
        if q.kind is not QuantityKind.COUNT or q.value < 1 or q.unit in _IDLE or re.match(r"\d+-\D", said):
            continue  # "a 4-door car" counts nothing
        nouns = plural(q.unit)
        if q.unit == "step":
            assumed = round(q.value * 0.4 / 500) * 500.0
            return known(
                f"steps a {q.per or 'day'}",
                "steps",
                assumed,
                q.value,
                f"You walk about {tidy(assumed)} steps a {q.per or 'day'} now.",
                ask="How many steps a day do you walk now?",
            )
        if _REPS.match(q.unit):
            assumed = float(max(1, round(q.value / 4)))
            noun = f"{q.unit}-ups" if "-" in goal[q.start : q.end + 3] else nouns
            return known(
                f"{noun} in a row",
                noun,
                assumed if assumed < q.value else 0.0,
                q.value,
                f"You can do about {tidy(assumed)} {noun} in a row today.",
                ask=f"How many {noun} can you do in a row today?",
            )
        if nouns not in said and q.unit not in {"people", "children"}:
            continue
        if q.value < 2 or not _COUNTING.search(goal[: q.start]):
            continue
        each = f" a {q.per}" if q.per and q.per != "year" else ""
        if each:
            return known(f"{nouns}{each}", nouns, None, q.value, ask=f"How many {nouns}{each} is it now?")
        return known(nouns, nouns, 0.0, q.value)
    return None
