"""The number that tells progress: from what a text counts, weighs, runs, saves or stops."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rein.coach.domain import LifeArea, Measure
from rein.coach.offline.reading.numbers import NEAR, NUMBER, parse_number, scale_of, tidy
from rein.coach.offline.reading.quantities import Quantity, QuantityKind, find_quantities

DEFAULT_DAYS = 84
"""Days of a plan for which no end is said: 12 weeks."""

_UNITS = r"kilograms?|kilos?|kgs?|pounds?|lbs?|stone|miles?|kilomet\w+|km|hours?|minutes?|mins?|%|percent|books?|words?|steps|€|euros?|dollars?|k\b"
_FROM_TO = re.compile(
    rf"\b(?:from|von|de|da|van|od|от)\s+(?P<s1>[$€£])?(?P<a>{NUMBER})\s?(?P<ua>{_UNITS})?\s+(?:down\s+|up\s+)?(?:to"
    rf"|auf|à|a|bis|naar|do|до|para)\s+(?P<s2>[$€£])?(?P<b>{NUMBER})\s?(?P<scale>k\b)?(?P<ub>{_UNITS})?",
    re.IGNORECASE,
)
_ARROW = re.compile(
    rf"(?P<a>\d+(?:[.,]\d+)?)\s?(?P<ua>{_UNITS})?\s?(?:->|→|=>)\s?(?P<b>\d+(?:[.,]\d+)?)\s?(?P<ub>{_UNITS})?",
    re.IGNORECASE,
)
_LOSE = re.compile(
    r"\b(?:los\w*|lost|shed\w*|drop\w*|abnehm\w*|perd\w*|baj\w*|adelgaz\w*|dimagr\w*|emagrec\w*|afvall\w*|schudn\w*"
    r"|похуд\w*|схуд\w*|maigr\w*|zunehmen|verm\w*)\b",
    re.IGNORECASE,
)
_GAIN = re.compile(r"\b(?:gain\w*|put\s+on|bulk\w*|zunehm\w*|prendre)\b", re.IGNORECASE)
_WEIGH = re.compile(
    r"\b(?:weigh\w*|weight|wiege?n?|peser|pesar)\b|\b(?:down|get|back|be)\s+to\b|\b(?:reach|hit)\b", re.IGNORECASE
)
_LIFT = re.compile(
    r"\b(?:bench(?:\s+press)?|squat|dead\s?lift|overhead\s+press|clean\s+and\s+jerk|snatch|press|curl|lift)\b",
    re.IGNORECASE,
)
_RACES: tuple[tuple[re.Pattern[str], float], ...] = (
    (
        re.compile(
            r"\b(?:half[\s-]*marathon|halbmarathon|semi[\s-]*marathon|media\s+marat\w+|mezza\s+maratona"
            r"|meia\s+maratona|półmaraton|полумарафон\w*|halve\s+marathon)\b",
            re.IGNORECASE,
        ),
        21.1,
    ),
    (re.compile(r"\b(?:ultra[\s-]?marathon)\b", re.IGNORECASE), 50.0),
    (
        re.compile(
            r"\b(?:marathon|marat[oó]n|maratona|maraton|марафон\w*)\b(?!\s+(?:of|watch|tv|netflix|session|gaming))",
            re.IGNORECASE,
        ),
        42.2,
    ),
)
_MOVE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:cycl\w*|bik\w*|ride|riding|rad\w*|vélo|bici\w*)\b", re.IGNORECASE), "longest ride"),
    (re.compile(r"\b(?:swim\w*|schwimm\w*|nager|nadar|laps)\b", re.IGNORECASE), "longest swim"),
    (re.compile(r"\b(?:row|rowing)\b", re.IGNORECASE), "longest row"),
    (re.compile(r"\b(?:hik\w*|trek\w*)\b", re.IGNORECASE), "longest hike"),
    (re.compile(r"\b(?:walk\w*)\b", re.IGNORECASE), "longest walk"),
)
_SAVE = re.compile(
    r"\b(?:sav\w*|put\s+(?:aside|away)|set\s+aside|emergency\s+fund|deposit|down\s?payment|spar\w*|ahorr\w*"
    r"|épargn\w*|économis\w*|risparmi\w*|poup\w*|economiz\w*|besparen|oszczędz\w*|накоп\w*|stash)\b",
    re.IGNORECASE,
)
_DEBT = re.compile(
    r"\b(?:debts?|pay\w*\s+(?:off|down|back)|clear\s+(?:my|the)|loans?|credit\s+cards?|overdraft|owe|mortgage"
    r"|schulden|deudas?|dettes?|debiti|dívidas?|долг\w*)\b",
    re.IGNORECASE,
)
_RAISE = re.compile(r"\b(?:rais\w*|fundrais\w*|donat\w*|charity)\b", re.IGNORECASE)
_EARN = re.compile(
    r"\b(?:earn\w*|mak(?:e|ing)|salary|income|revenue|sales|sell\w*|raise|profit|verdien\w*|ganar|gagner)\b",
    re.IGNORECASE,
)
_INVEST = re.compile(r"\b(?:invest\w*|retirement|pension|401k|isa|ira)\b", re.IGNORECASE)
_QUIT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (
        re.compile(
            rf"\b(?:quit\w*|stop\w*|giv\w+\s+up|cut(?:ting)?\s+out|no\s+more|no|never|without|kick\w*|free\s+(?:of"
            rf"|from)|break\w*|eliminat\w*|drop\w*|avoid\w*|aufh\w*|dejar\s+(?:de|el)|arrêter\s+(?:de|le|la|l['’])"
            rf"|smettere\s+di|parar\s+de|stoppen\s+met|rzucić|бросить|кинути)\b[^.,;]{{0,24}}\b(?:{what})\b"
            rf"|\b(?:{alone})\b",
            re.IGNORECASE,
        ),
        metric,
    )
    for what, alone, metric in (
        (
            r"smok\w*|cigarettes?|tobacco|nicotine|fumer|fumar|tabac\w*|fumare|roken|palenie|palić|курить|палити"
            r"|chew|dip",
            r"smoke[\s-]free|quit\s+smoking|nichtraucher|mit\s+dem\s+rauchen\s+auf\w*|rauchfrei",
            "smoke-free days in a row",
        ),
        (r"vap\w*|juul", r"vape[\s-]free", "vape-free days in a row"),
        (
            r"drinking\s+(?:alcohol|beer|wine|booze)|drinking(?!\s+(?:\w+\s+)?(?:soda|pop|coke|cokes|coffee|pepsi"
            r"|energy|caffeine|tea|juice|so\s|diet))|alcohol|booze|beer|wine|drink(?!\s+(?:\w+\s+)?(?:soda|coffee"
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
_SLEEP = re.compile(r"\b(?:sleep\w*|schlaf\w*|dorm\w*)\b", re.IGNORECASE)
_WAKE = re.compile(
    r"\b(?:wake|waking|get(?:ting)?\s+up|rise|up\s+(?:by|at|before)|out\s+of\s+bed|aufstehen|lever|levantarme)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:less\s+than|under|no\s+more\s+than|at\s+most|max\w*|limit\w*|cut\s+(?:down\s+)?(?:\w+\s+){0,3}to"
    r"|reduce\w*|below|only)\b[^.;]{0,20}$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now|currently|today|at\s+the\s+moment|so\s+far|already|can\s+(?:only\s+)?(?:run|do|walk|swim|bench|lift"
    r"|save)|i\s+weigh|i\s+am\s+at|i['’]m\s+at|longest\s+run|current\w*|i\s+(?:only\s+)?(?:run|read|sleep|save"
    r"|have\s+saved)|have\s+saved|wiege)\b",
    re.IGNORECASE,
)
_MAX_CUMULATIVE_KM = 110.0
"""Beyond the longest common races a distance is run over many days."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure, with what had to be assumed for it."""

    measure: Measure
    assumptions: tuple[str, ...] = ()
    asks_baseline: str = ""
    """The question whose answer would replace an assumed or unknown baseline."""


def find_measure(goal: str, context: str, area: LifeArea, days: int | None) -> Measured | None:
    """The measure that `goal` names; None when it names none.

    Args:
        goal: the main goal's own words.
        context: everything the person wrote, answers included: a baseline may stand there.
        area: decides between readings of a bare number.
        days: how long the person gives it, if said; a streak is that long.
    """
    quantities = find_quantities(goal)
    for reader in (
        _from_to,
        _race,
        _weight,
        _lift,
        _streak,
        _money,
        _sleep_or_wake,
        _distance,
        _books,
        _rate,
        _duration,
        _count,
    ):
        if found := reader(goal, context, quantities, area, days):
            return _with_known_baseline(found, goal, context)
    return None


def _with_known_baseline(found: Measured, goal: str, context: str) -> Measured:
    """Put in the baseline that the rest of the text says ("I weigh 82 kg", "I can run 5 km now")."""
    measure = found.measure
    if measure.metric in {"weight lost", "weight gained"} or not found.asks_baseline:
        return found
    for m in _NOW.finditer(context):
        near = context[max(0, m.start() - 4) : m.end() + 30]
        for q in find_quantities(near):
            same = q.unit == measure.unit or (q.unit + "s") == measure.unit
            if same and q.value != measure.target and near[q.start : q.end] not in goal:
                return Measured(measure.model_copy(update={"baseline": q.value}))
    return found


def _make(metric: str, unit: str, baseline: float | None, target: float) -> Measure | None:
    if not abs(target) <= 1e12 or (baseline is not None and not abs(baseline) <= 1e12):
        return None
    return Measure(metric=metric[:300], unit=unit[:40], baseline=baseline, target=round(target, 2))


def _known(
    metric: str, unit: str, baseline: float | None, target: float, *assumed: str, ask: str = ""
) -> Measured | None:
    measure = _make(metric, unit, baseline, target)
    return Measured(measure, tuple(assumed), ask) if measure else None


def _from_to(
    goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None
) -> Measured | None:
    m = _FROM_TO.search(goal) or _ARROW.search(goal)
    if not m:
        return None
    groups = m.groupdict()
    sign = groups.get("s1") or groups.get("s2")
    unit = (groups["ub"] or groups["ua"] or "").lower()
    a, b = parse_number(groups["a"]), parse_number(groups["b"]) * scale_of(groups.get("scale"))
    if a == b or groups["a"].lower() in {"a", "an"} or groups["b"].lower() in {"a", "an"}:
        return None
    if sign:
        return _known("amount", {"$": "USD", "€": "EUR", "£": "GBP"}[sign], a, b)
    if unit.startswith(("kilog", "kilos", "kilo", "kg", "pound", "lb", "stone")) and not unit.startswith("kilom"):
        kind = "kg" if unit.startswith("k") else "st" if unit.startswith("st") else "lb"
        metric = "weight on the bar" if _LIFT.search(goal) else "body weight"
        return _known(metric, kind, a, b)
    if unit.startswith(("mile", "km", "kilom")):
        metric = "longest run" if area is LifeArea.HEALTH_FITNESS else "distance"
        return _known(metric, "mi" if unit.startswith("mile") else "km", a, b)
    if (
        not unit
        and area is LifeArea.HEALTH_FITNESS
        and (_LOSE.search(goal) or re.search(r"\bweigh", goal, re.IGNORECASE))
        and 30 <= b < a <= 400
    ):
        guess = "kg" if a <= 150 else "lb"
        return _known("body weight", guess, a, b, f"The weights are in {guess}.")
    if not unit:
        after = re.match(r"\s*([^\W\d_]{3,20})", goal[m.end() :])
        unit = after[1] if after else ""
    return _known(unit or "the number you track", unit, a, b)


def _race(goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    for pattern, km in _RACES:
        if pattern.search(goal) and area is not LifeArea.RECREATION:
            return _run(km, "km")
    for q in quantities:
        if (
            q.kind is QuantityKind.DISTANCE
            and not q.per
            and q.unit in {"km", "mi"}
            and not any(p.search(goal) for p, _ in _MOVE)
        ):
            km = q.value * (1.609344 if q.unit == "mi" else 1)
            if km <= _MAX_CUMULATIVE_KM:
                return _run(q.value, q.unit)
    return None


def _run(target: float, unit: str) -> Measured | None:
    """A longest run; a beginner's baseline is a fifth to a third of it."""
    km = target * (1.609344 if unit == "mi" else 1)
    assumed_km = 1.0 if km <= 5 else 3.0 if km <= 10 else 5.0 if km <= 16 else 7.0 if km <= 25 else 15.0
    assumed = round(assumed_km / (1.609344 if unit == "mi" else 1), 1)
    name = "miles" if unit == "mi" else "km"
    return _known(
        "longest run",
        unit,
        assumed if assumed < target else 0.0,
        target,
        f"You can run about {tidy(assumed)} {name} in one go today.",
        ask=f"How far have you run in one go in the last 30 days, in {name}?",
    )


def _weight(
    goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None
) -> Measured | None:
    weights = [q for q in quantities if q.kind is QuantityKind.WEIGHT]
    # "I weigh 95 kg and want to weigh 85 kg": the last one is wanted.
    for q in reversed(weights) if re.search(r"\bweigh", goal, re.IGNORECASE) else weights:
        if q.unit == "g" or _LIFT.search(goal):
            continue
        before = goal[max(0, q.start - NEAR) : q.start]
        if _LOSE.search(goal) and not re.search(r"\b(?:to|auf|à|weigh)\s*$", before, re.IGNORECASE):
            return _known("weight lost", q.unit, 0.0, q.value)
        if _GAIN.search(goal):
            return _known("weight gained", q.unit, 0.0, q.value)
        if _WEIGH.search(goal) or area is LifeArea.HEALTH_FITNESS:
            return _known("body weight", q.unit, None, q.value, ask=f"What do you weigh today, in {q.unit}?")
    return None


def _lift(goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    lift = _LIFT.search(goal)
    for q in quantities:
        if lift and q.kind is QuantityKind.WEIGHT and q.unit in {"kg", "lb"}:
            name = lift.group().lower()
            return _known(name, q.unit, None, q.value, ask=f"What weight do you {name} today, in {q.unit}?")
    return None


def _streak(
    goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None
) -> Measured | None:
    if re.search(r"\b(?:less|cut\s+down|reduce|fewer)\b", goal, re.IGNORECASE):
        return None
    for pattern, metric in _QUIT:
        if pattern.search(goal):
            return _known(metric, "days", 0.0, float(days or DEFAULT_DAYS))
    return None


def _money(
    goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None
) -> Measured | None:
    amounts = [q for q in quantities if q.kind is QuantityKind.MONEY]
    bare = [q for q in quantities if q.kind is QuantityKind.COUNT and q.unit in {"debt", "loan", "saving"}]
    if not amounts and not bare and (_SAVE.search(goal) or _DEBT.search(goal)):
        loose = re.search(r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.,:/-])\d{3,7}(?![\w,:/-])", goal)
        if loose and not 1990 <= parse_number(loose.group()) <= 2100:
            amounts = [Quantity(QuantityKind.MONEY, parse_number(loose.group()), "", loose.start(), loose.end())]
    percent = next((q for q in quantities if q.kind is QuantityKind.PERCENT), None)
    if not amounts and percent and _SAVE.search(goal):
        return _known(
            "share of income saved",
            "%",
            0.0,
            percent.value,
            "You save nothing of your income today.",
            ask="What share of your income do you save now?",
        )
    for q in (*amounts, *bare):
        unit = "" if q.kind is QuantityKind.COUNT else q.unit
        each = f" a {q.per}" if q.per else ""
        if _DEBT.search(goal):
            return _known(f"debt paid off{each}", unit, 0.0, q.value)
        if _SAVE.search(goal):
            return _saved(q, unit, days, goal)
        if _RAISE.search(goal) and area is not LifeArea.CAREER:
            return _known(
                f"money given{each}" if re.search(r"donat|giv", goal, re.IGNORECASE) else f"money raised{each}",
                unit,
                0.0,
                q.value,
            )
        if _INVEST.search(goal):
            return _known(f"money invested{each}", unit, 0.0, q.value)
        if re.search(r"\bspend", goal, re.IGNORECASE):
            return _known(f"spending{each}", unit, None, q.value, ask="How much do you spend on it now?")
        if _EARN.search(goal):
            return _known(
                f"income{each}", unit, None if q.per else 0.0, q.value, ask="What do you earn now?" if q.per else ""
            )
        if area is LifeArea.FINANCE:
            return _known(f"money saved{each}", unit, 0.0, q.value)
    return None


def _saved(q: Quantity, unit: str, days: int | None, goal: str) -> Measured | None:
    """Money put aside: a rate becomes a total when the time is known."""
    months = {"month": 1.0, "week": 52 / 12, "day": 365.25 / 12, "year": 1 / 12}.get(q.per, 0.0)
    if not q.per:
        return _known("money saved", unit, 0.0, q.value)
    if not days or not months:
        return _known(f"money saved a {q.per}", unit, 0.0, q.value)
    total = round(q.value * months * days / 30.4375)
    return _known("money saved", unit, 0.0, total, f"{tidy(q.value)} a {q.per} comes to {tidy(total)} in that time.")


def _sleep_or_wake(
    goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None
) -> Measured | None:
    for q in quantities:
        if _SLEEP.search(goal) and q.kind is QuantityKind.DURATION and q.unit == "hour" and 4 <= q.value <= 12:
            assumed = max(4.0, q.value - 1.5)
            return _known(
                "hours of sleep a night",
                "hours",
                assumed,
                q.value,
                f"You sleep about {tidy(assumed)} hours a night now.",
                ask="How many hours do you sleep now?",
            )
        if _WAKE.search(goal) and q.kind is QuantityKind.TIME_OF_DAY:
            clock = f"{int(q.value) // 60}:{int(q.value) % 60:02d}"
            return _known(
                f"days a week up by {clock}",
                "days",
                0.0,
                7.0 if re.search(r"every\s?day|daily|each\s+day", goal, re.IGNORECASE) else 5.0,
                ask="When do you get up now?",
            )
    return None


def _distance(
    goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None
) -> Measured | None:
    for q in quantities:
        if q.kind is not QuantityKind.DISTANCE or q.unit not in {"km", "mi"}:
            continue
        name = "miles" if q.unit == "mi" else "km"
        if q.per:
            assumed = round(q.value / 4, 1)
            return _known(
                f"distance a {q.per}",
                q.unit,
                assumed,
                q.value,
                f"You cover about {tidy(assumed)} {name} a {q.per} today.",
                ask=f"How many {name} a {q.per} do you do now?",
            )
        km = q.value * (1.609344 if q.unit == "mi" else 1)
        metric = next((metric for pattern, metric in _MOVE if pattern.search(goal)), "")
        if metric and km <= 320:
            assumed = round(q.value / 4, 1)
            return _known(
                metric,
                q.unit,
                assumed,
                q.value,
                f"You can do about {tidy(assumed)} {name} in one go today.",
                ask=f"What is the furthest you have gone in the last 30 days, in {name}?",
            )
        return _known("distance covered", q.unit, 0.0, q.value)
    return None


def _books(
    goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None
) -> Measured | None:
    for q in quantities:
        if q.kind is QuantityKind.COUNT and q.unit in _BOOK:
            each = f" a {q.per}" if q.per and q.per != "year" else ""
            return _known(f"books read{each}" if _READ.search(goal) else f"books{each}", "books", 0.0, q.value)
    if m := re.search(r"\b(?:a|one|1)\s+(?:new\s+)?book\s+(?:a|per|every|each)\s+(week|month)\b", goal, re.IGNORECASE):
        if not days:
            return _known(f"books read a {m[1].lower()}", "books", 0.0, 1.0)
        count = max(1, round(days / (7 if m[1].lower() == "week" else 30.4375)))
        return _known(
            "books read", "books", 0.0, float(count), f"One book a {m[1].lower()} makes {count} in that time."
        )
    return None


def _rate(goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    for q in quantities:
        if q.kind is QuantityKind.FREQUENCY and q.per in {"week", "month", "day"}:
            what = next((name for pattern, name in _TIMES_WHAT if pattern.search(goal)), "times")
            return _known(
                f"{what} a {q.per}",
                what if what != "times" else "times",
                0.0,
                q.value,
                f"You start from none a {q.per}.",
                ask=f"How often a {q.per} do you do it now?",
            )
    return None


_HOURS_ARE_MEANS = frozenset({LifeArea.EDUCATION, LifeArea.CAREER})
"""Where time spent is how the goal is reached, not the goal."""


def _duration(
    goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None
) -> Measured | None:
    for q in quantities:
        if (
            q.kind is QuantityKind.VOLUME
            and q.per == "day"
            and not _LIMIT.search(goal[max(0, q.start - NEAR) : q.start])
        ):
            unit = {"l": "litres", "glass": "glasses"}.get(q.unit, q.unit if q.unit in {"ml", "oz"} else f"{q.unit}s")
            assumed = round(q.value / 2, 2)
            return _known(
                f"{unit} a day",
                unit,
                assumed,
                q.value,
                f"You drink about half of that ({tidy(assumed)}) a day now.",
                ask=f"How many {unit} a day do you drink now?",
            )
        if q.kind is QuantityKind.DURATION and q.unit in {"min", "hour"} and q.per and area not in _HOURS_ARE_MEANS:
            unit = "minutes" if q.unit == "min" else "hours"
            if _LIMIT.search(goal[max(0, q.start - NEAR) : q.start]) or re.search(
                r"\b(?:screen|phone|tv|social|facebook|instagram|scroll\w*)\b", goal, re.IGNORECASE
            ):
                return _known(f"{unit} a {q.per}", unit, None, q.value, ask=f"How many {unit} a {q.per} is it now?")
            return _known(f"{unit} a {q.per}", unit, 0.0, q.value)
        if (
            q.kind is QuantityKind.DURATION
            and q.unit in {"min", "hour"}
            and re.search(r"\b(?:plank|hold|meditate|handstand|run\s+for)\b", goal, re.IGNORECASE)
        ):
            unit = "minutes" if q.unit == "min" else "hours"
            return _known(f"longest time in {unit}", unit, 0.0, q.value)
    return None


_REPS = re.compile(r"^(?:push|pull|chin|sit|burpee|squat|press|dip|plank|rep|lunge|pushup|pullup|lap)", re.IGNORECASE)
_IDLE = frozenset(
    """day week month year hour minute kid child people person girl guy man woman friend resolution goal reason way bit lot thing
    year-old old chapter-a th st nd rd other each every per out into when like until till because again ago am pm star degree""".split()  # noqa: SIM905
)


def _count(
    goal: str, context: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None
) -> Measured | None:
    for q in quantities:
        if q.kind is not QuantityKind.COUNT or q.value < 1 or q.unit in _IDLE:
            continue
        plural = q.unit if q.unit.endswith("s") or q.value == 1 else _plural(q.unit)
        if q.unit == "step":
            assumed = round(q.value * 0.4 / 500) * 500.0
            return _known(
                f"steps a {q.per or 'day'}",
                "steps",
                assumed,
                q.value,
                f"You walk about {tidy(assumed)} steps a {q.per or 'day'} now.",
                ask="How many steps a day do you walk now?",
            )
        if _REPS.match(q.unit):
            assumed = float(max(1, round(q.value / 4)))
            noun = plural if "-" not in goal[q.start : q.end + 3] else f"{q.unit}-ups"
            return _known(
                f"{noun} in a row",
                noun,
                assumed,
                q.value,
                f"You can do about {tidy(assumed)} {noun} in a row today.",
                ask=f"How many {noun} can you do in a row today?",
            )
        each = f" a {q.per}" if q.per and q.per != "year" else ""
        return _known(f"{plural}{each}", plural, 0.0, q.value)
    return None


def _plural(noun: str) -> str:
    irregular = {"country": "countries", "person": "people", "child": "children", "city": "cities", "story": "stories"}
    if noun in irregular:
        return irregular[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def streak_days(start: date, weeks: int | None, deadline: date | None) -> int | None:
    """How many days a streak lasts that begins on `start`; None when no end is known."""
    if weeks is not None:
        return weeks * 7
    if deadline is not None and deadline >= start:
        return (deadline - start).days + 1
    return None
