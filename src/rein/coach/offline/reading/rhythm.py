"""The rhythm a text allows: for how many weeks, how many hours a week, and on which days."""

import re

from rein.coach.domain import MAX_WEEKS, Weekday
from rein.coach.offline.reading.calendar_words import WEEKDAYS
from rein.coach.offline.reading.numbers import NEAR, NUMBER, parse_number

_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_SPAN_UNIT = (
    r"days?|weeks?|wks?|months?|mos?|years?|yrs?|fortnights?|tagen?|tage|wochen?|monaten?|monate|jahren?|jahre"
    r"|jours?|semaines?|mois|ans|"
    r"días|dias|semanas?|meses|mes|años?"
)
_SPAN = re.compile(
    r"\b(?P<how>with?in(?:\s+the\s+next)?|over(?:\s+the)?(?:\s+(?:next|coming))?|(?:in|for"
    r"|during)(?:\s+the)?(?:\s+(?:next|coming))?|the\s+next|next|coming|after|"
    r"innerhalb\s+von|in\s+den\s+nächsten|nächsten|dans|en|pendant|durante|dentro\s+de|por|a|an|my|this|the)\s+"
    rf"(?:about\s+|around\s+|less\s+than\s+|under\s+|only\s+|just\s+"
    rf"|roughly\s+)?(?P<n>{NUMBER})(?P<dash>[\s-]+)(?:full\s+|straight\s+|consecutive\s+|short\s+)?"
    rf"(?P<u>{_SPAN_UNIT})\b(?P<after>['’]?\s*(?:old|ago|per\b|a\s+week|a\s+month|/|in\s+a\s+row))?",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    rf"\b(?P<n>\d{{1,3}}|{'|'.join(('four', 'six', 'eight', 'ten', 'twelve', 'thirty'))})[\s-](?P<u>day|week"
    rf"|month)[\s-](?:\w+\s+){{0,2}}(?:challenge|plan|program|programme|course|streak|bootcamp|block)\b",
    re.IGNORECASE,
)
_FROM_NOW = re.compile(
    rf"(?P<n>{NUMBER})\s+(?P<u>days?|weeks?|months?|years?)\s+(?:from\s+(?:now|today)|time\b|to\s+go\b|left\b|away\b)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:been|have|has|had|haven'?t|hasn'?t|smoked|worked|lived|used\s+to|since|last|past|seit|depuis|desde|hace"
    r"|ago|married|together)\b[^.,;!?]{0,40}$",
    re.IGNORECASE,
)
_DAYS_IN = {"d": 1, "w": 7, "m": 30.4375, "y": 365.25, "f": 14, "t": 1, "j": 1, "s": 7, "a": 365.25}


def _days_in(unit: str) -> float:
    unit = unit.lower()
    if unit.startswith("jahr"):
        return 365.25
    return _DAYS_IN[unit[0]]


def _weeks(m: re.Match[str]) -> int:
    days = parse_number(m["n"]) * _days_in(m["u"])
    # 30 days need a fifth week; "two months" are about nine.
    return max(1, -int(-days // 7) if _days_in(m["u"]) == 1 else round(days / 7))


_ANY_SPAN = re.compile(rf"\b(?:{_SPAN_UNIT})\b", re.IGNORECASE)


def find_duration_spans(text: str) -> tuple[tuple[int, int, int], ...]:
    """(weeks, start, end) of each stretch of time that the text gives the goal, uncapped."""
    found: list[tuple[int, int, int]] = []
    if not _ANY_SPAN.search(text):
        return ()
    for pattern in (_FROM_NOW, _CHALLENGE, _SPAN):
        for m in pattern.finditer(text):
            if any(m.start() < end and m.end() > start for _, start, end in found):
                continue
            if pattern is _SPAN and not _is_ahead(m, text):
                continue
            found.append((_weeks(m), m.start(), m.end()))
    return tuple(sorted(found, key=lambda f: f[1]))


def _is_ahead(m: re.Match[str], text: str) -> bool:
    how, unit = m["how"].lower(), m["u"].lower()
    if m["after"] or (how in {"a", "an", "my", "this", "the"} and "-" not in m["dash"]):
        return False
    if how == "for" and _PAST.search(text[max(0, m.start() - NEAR) : m.start()]):
        return False
    if how in {"en", "in"} and unit.startswith("day") and parse_number(m["n"]) == 1:
        return False
    return not (how in {"for", "a"} and unit.startswith("day") and parse_number(m["n"]) < 3)


def find_duration_weeks(text: str) -> int | None:
    """How many weeks the text gives the goal ("in six weeks", "over the next 3 months"), 1 to `MAX_WEEKS`.

    Stretches of the past ("I have smoked for ten years") and ages do not count. None when nothing is said.
    """
    spans = find_duration_spans(text)
    return min(MAX_WEEKS, max(weeks for weeks, _, _ in spans)) if spans else None


_PER_WEEK = {
    "day": 7.0, "night": 7.0, "evening": 7.0, "morning": 7.0, "weekday": 5.0, "workday": 5.0, "weeknight": 5.0,
    "week": 1.0, "month": 12 / 52, "weekend": 1.0, "weekend day": 2.0,
    "tag": 7.0, "woche": 1.0, "jour": 7.0, "semaine": 1.0, "día": 7.0, "dia": 7.0, "semana": 1.0,
}  # fmt: skip
_TIME_UNIT = r"hours?|hrs?|h|minutes?|mins?|min|m|stunden?|std|minuten|heures?|horas?|minutos"
_AMOUNT = (
    rf"(?:(?P<lo>{NUMBER})\s?(?:-|–|to|or|bis|à|a)\s?)?(?P<n>half\s+an|half\s+a|{NUMBER})(?:\s+"
    rf"|-)?(?P<u>{_TIME_UNIT})\b(?P<half>\s+and\s+a\s+half)?"
    r"(?:\s+(?:or\s+so|total|tops|max(?:imum)?|at\s+most|free|spare|of\s+(?:\w+\s+){1,3}?|training|practice|to\s+\w+))?"
)
_RATE = re.compile(
    rf"{_AMOUNT}\s*(?P<times>,?\s*(?P<k>once|twice|{NUMBER})\s?(?:x|times?|days?|sessions?|evenings?|mornings?"
    rf"|nights?|mal)?)?\s*"
    rf"(?:(?:a|an|per|each|every(?:\s+single)?|in\s+a|during\s+the|on|pro|am|in\s+der|jede[nrs]?|par|por|al|a\s+la"
    rf"|cada)\s+|/\s?)"
    rf"(?P<p>weekend\s+day|{'|'.join(sorted(_PER_WEEK, key=len, reverse=True))}|(?:{_DAY})s?(?:\s*(?:,|and|&|/|und"
    rf"|et|y)\s*(?:on\s+)?(?:{_DAY})s?)*)s?\b",
    re.IGNORECASE,
)
_DAILY = re.compile(rf"{_AMOUNT}\s+(?P<p>daily|weekly|täglich)\b", re.IGNORECASE)
_TIMES_OF = re.compile(
    rf"(?P<k>once|twice|{NUMBER})\s?(?:x\b|×|times|sessions|days|evenings|mornings|nights)?\s*(?:a\s+week|per\s+week"
    rf"|/\s?week|weekly)?,?\s*(?:x\s*|for\s+|of\s+|at\s+|at\s+least\s+)?"
    rf"(?P<n>half\s+an|{NUMBER})(?:\s+|-)?(?P<u>{_TIME_UNIT})\b(?:\s+(?:each|every\s+time|sessions?"
    rf"|a\s+time))?\s*(?P<wk>a\s+week|per\s+week|/\s?week|weekly)?",
    re.IGNORECASE,
)
_NOT_PRACTICE = re.compile(
    r"\b(?:sleep|sleeping|bed|work|works|working|shifts?|job|commut\w+|driv\w+|watch\w*|tv|television|screen\w*"
    r"|phone|scroll\w*|social\s+media|facebook|instagram|tiktok|twitter|"
    r"gaming|games|netflix|less\s+than|no\s+more\s+than|reduce|cut|limit\w*|sit|sitting|kids?\s+to|schlaf\w*"
    r"|arbeite?|travail\w*|trabajo)\b[^.;!?]{0,32}$",
    re.IGNORECASE,
)
_STILL_PRACTICE = re.compile(
    r"\b(?:can|could|have|got|spare|free|available|train|practi[cs]e|study|invest|put\s+in|spend|only)\b[^.;!?]{0,24}$",
    re.IGNORECASE,
)
_NO_PRACTICE_INSIDE = re.compile(r"\b(?:sleep|screen|tv|television|gaming|work)\b", re.IGNORECASE)
_OF_SCREEN = re.compile(
    r"\s*(?:a\s+\w+\s+|per\s+\w+\s+|of\s+)*(?:sleep|screen|tv|television|social|phone|gaming|scrolling|work\b)",
    re.IGNORECASE,
)


def _hours(n: str, unit: str, low: str | None, half: str | None) -> float:
    value = parse_number(n) + (0.5 if half else 0)
    if low and low.lower() not in {"a", "an", "un", "una"}:
        value = (value + parse_number(low)) / 2
    return value / 60 if unit.lower().startswith("m") else value


def _practice(text: str, m: re.Match[str]) -> bool:
    """Whether these hours are the person's for the goal, not of sleep, work or a screen."""
    before = text[max(0, m.start() - NEAR) : m.start()]
    if _NO_PRACTICE_INSIDE.search(m.group()) or _OF_SCREEN.match(text, m.end()):
        return False
    return not _NOT_PRACTICE.search(before) or bool(_STILL_PRACTICE.search(before))


def _count(word: str | None) -> float:
    if not word:
        return 1.0
    return {"once": 1.0, "twice": 2.0}.get(word.lower()) or parse_number(word)


_EACH_TIME = re.compile(
    rf"\bfor\s+(?P<n>half\s+an|{NUMBER})(?:\s+|-)?(?P<u>{_TIME_UNIT})\b(?!\s*(?:a|per|every)\b)", re.IGNORECASE
)
"""After named days: "Mon, Wed and Fri for an hour"."""
_ANY_TIME = re.compile(rf"(?:\d|\b)(?:{_TIME_UNIT})\b", re.IGNORECASE)
"""A cheap look before the dear ones: most texts name no hours or minutes."""


def find_hours_per_week(text: str) -> float | None:
    """Hours a week the person gives to the goal ("4 hours a week", "an hour every weekday"), 0 < h <= 80.

    Hours of sleep, work or screen time do not count. "2-3 hours" means 2.5. None when nothing is said.
    """
    if not _ANY_TIME.search(text):
        return None
    for pattern in (_TIMES_OF, _RATE, _DAILY):
        for m in pattern.finditer(text):
            if not _practice(text, m):
                continue
            groups = m.groupdict()
            hours = _hours(m["n"], m["u"], groups.get("lo"), groups.get("half"))
            if pattern is _TIMES_OF:
                count = _count(m["k"])
                if not (m["wk"] or "week" in m.group().lower()) or not 1 < count <= 14:
                    continue
                hours *= count
            else:
                hours *= _rate(m["p"], groups.get("k"), text[m.end() : m.end() + NEAR])
            if 0 < hours <= 80:
                return round(hours, 2)
    if (m := _EACH_TIME.search(text)) and (days := find_days(text)) and _practice(text, m):
        hours = _hours(m["n"], m["u"], None, None) * len(days)
        return round(hours, 2) if 0 < hours <= 80 else None
    return None


_DAYS_A_WEEK = re.compile(rf",?\s*(?:on\s+)?(?P<n>{NUMBER})\s?(?:days?|times|x)\s*(?:a|per|/)\s?week\b", re.IGNORECASE)


def _rate(period: str, times: str | None, after: str) -> float:
    word = " ".join(period.lower().split())
    if (days := _DAYS_A_WEEK.match(after)) and (word in {"daily", "täglich"} or _PER_WEEK.get(word) == 7):
        return min(7.0, parse_number(days["n"]))
    if word in {"daily", "täglich"}:
        return 7.0
    if word == "weekly":
        return 1.0
    named = {WEEKDAYS[d.lower()] for d in re.findall(rf"\b(?:{_DAY})(?=s?\b)", word)}
    if named:
        return float(len(named))
    return _PER_WEEK[word] * (_count(times) if word.startswith(("week", "woche", "sem")) else 1)


_LIST = rf"(?:{_DAY})s?(?:\s+(?:mornings?|evenings?|nights?|afternoons?|lunchtimes?))?"
_DAY_LIST = re.compile(
    rf"(?<![\w]){_LIST}(?:\s*(?:,\s*and|,|and|or|&|/|\+|und|oder|et|ou|y|o)\s*(?:on\s+|am\s+|le\s+|el\s+"
    rf"|los\s+)?{_LIST})*(?!\w)",
    re.IGNORECASE,
)
_DAY_RANGE = re.compile(
    rf"\b(?P<a>{_DAY})\s*(?:-|–|to|through|thru|till|until|bis|à|a)\s*(?P<b>{_DAY})\b", re.IGNORECASE
)
_WEEKEND = re.compile(
    r"\b(?:the\s+)?(?:weekends?|saturdays?\s+and\s+sundays?|wochenenden?|week-ends?|fines?\s+de\s+semana)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:weekdays?|week\s?nights?|work(?:ing)?\s?days|weekday\s+\w+|unter\s+der\s+woche|werktags?|en\s+semaine"
    r"|entre\s+semana)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|no\s+(?:training|runs?|running|workouts?|classes|sessions?|gym|time)|except(?:\s+for)?"
    r"|but\s+not|can'?t|cannot|don'?t|apart\s+from|excluding|without|off|busy"
    r"|nicht|außer|sauf|pas|excepto|salvo|menos|"
    r"(?:i\s+)?work(?:ing)?|shifts?)\s*(?:\w+\s+){0,3}(?:on\s+|the\s+|am\s+|le\s+|les\s+|los\s+)?$",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:only|just|nur|seulement|que|solo|sólo|solamente|free|available)\b[^.;!?]{0,25}$", re.IGNORECASE
)
_AVAILABLE_AFTER = re.compile(r"\s*(?:only|are\s+(?:free|best|fine)|work\s+(?:best\s+)?for\s+me)", re.IGNORECASE)


def _says_rhythm(text: str, m: re.Match[str]) -> bool:
    """Whether days are named as a habit ("Tuesdays", "Mon/Wed/Fri"), not as a date ("the race on Sunday")."""
    words = m.group().lower()
    several = len(re.findall(rf"\b(?:{_DAY})", words)) > 1
    plural = re.search(r"days\b|(?:morning|evening|night|afternoon)s\b|mittwochs|s\b", words) and not re.fullmatch(
        r"(?:tues|thurs|weds|mardi|lunes|martes|jueves|viernes|miércoles)", words
    )
    every = re.search(
        r"\b(?:every|each|on\s+a|jeden|chaque|cada|tous\s+les|todos\s+los|los|les)\s+$",
        text[max(0, m.start() - NEAR) : m.start()],
        re.IGNORECASE,
    )
    return bool(several or plural or every or _ONLY.search(text[max(0, m.start() - NEAR) : m.start()]))


_ANY_DAY = re.compile(rf"\b(?:{_DAY})s?\b|week|woche|werktag|semaine|semana|work(?:ing)?\s?day", re.IGNORECASE)


def find_days(text: str) -> tuple[Weekday, ...]:
    """The only days the person can or wants to, in ISO order; empty when the text does not restrict them.

    "not on Sundays" leaves the other six. A single date ("the race on Sunday") is no restriction.
    """
    wanted: set[int] = set()
    barred: set[int] = set()
    taken: list[tuple[int, int]] = []

    def note(m: re.Match[str], days: set[int]) -> None:
        if any(m.start() < end and m.end() > start for start, end in taken):
            return
        taken.append((m.start(), m.end()))
        before = text[max(0, m.start() - NEAR) : m.start()]
        negated = _NEGATED.search(before) and not re.search(
            r"\b(?:only|best)\b\s*(?:\w+\s+){0,2}$", before, re.IGNORECASE
        )
        (barred if negated and not _AVAILABLE_AFTER.match(text, m.end()) else wanted).update(days)

    if not _ANY_DAY.search(text):
        return ()
    for m in _DAY_RANGE.finditer(text):
        first, last = WEEKDAYS[m["a"].lower()], WEEKDAYS[m["b"].lower()]
        note(m, {(first + i) % 7 for i in range((last - first) % 7 + 1)})
    for m in _DAY_LIST.finditer(text):
        if _says_rhythm(text, m):
            note(m, {WEEKDAYS[d.lower()] for d in re.findall(rf"(?<!\w)(?:{_DAY})(?=s?\b)", m.group(), re.IGNORECASE)})
    for pattern, days in ((_WEEKEND, {5, 6}), (_WEEKDAY, {0, 1, 2, 3, 4})):
        for m in pattern.finditer(text):
            if re.search(
                r"\b(?:this|next|last|a|one|long|dieses|ce)\s+$",
                text[max(0, m.start() - NEAR) : m.start()],
                re.IGNORECASE,
            ):
                continue
            note(m, days)
    days = (wanted or set(range(7)) if barred else wanted) - barred
    return tuple(day for i, day in enumerate(Weekday) if i in days) if 0 < len(days) < 7 else ()
