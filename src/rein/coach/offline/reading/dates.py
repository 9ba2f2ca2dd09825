"""Deadlines: calendar dates as people name them. Durations, hours and days of the week are read in `rhythm.py`."""

import re
from datetime import date, timedelta

from rein.coach.offline.reading.calendar_words import MONTHS, SEASONS, WEEKDAYS
from rein.coach.offline.reading.days import Deadline, dated, end_of_month, holiday, make_day, next_day
from rein.coach.offline.reading.numbers import NEAR, NUMBER, parse_number
from rein.coach.offline.reading.rhythm import find_days, find_duration_weeks, find_hours_per_week

__all__ = ["Deadline", "find_days", "find_deadline", "find_duration_weeks", "find_hours_per_week", "read_deadlines"]

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORD = r"(?:st|nd|rd|th|\.|er|º|e)?"
_YEAR = r"(?P<{}>(?:19|20)\d\d)"

_ISO = re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b")
_NUMERIC = re.compile(
    r"(?<![\d/.,$£€-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?:(?P=sep)(?P<y>(?:20)?\d\d)(?!\d)"
    r"|(?P<dot>(?<=\.\d)\.(?!\d)|(?<=\.\d\d)\.(?!\d)))?(?![\d/%])"
)
_DAY_MONTH = re.compile(
    rf"\b(?:the\s+)?(?P<d>\d{{1,2}}){_ORD}\s+(?:of\s+|de\s+"
    rf"|-)?(?P<m>{_MONTH})\b\.?(?:,?\s+(?:de\s+)?{_YEAR.format('y')}\b)?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b(?P<m>{_MONTH})\b(?:(?<=\b\w\w\w)\.|(?<=\bsept)\.)?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:%]"
    rf"|\s*(?:k|km|kg|lbs?|minutes?|mins?|hours?|hrs?|days?|weeks?|pages?|miles?"
    rf"|books?|times)\b)(?:,?\s+{_YEAR.format('y')}\b)?",
    re.IGNORECASE,
)
_UNTIL = (
    r"by|before|until|till|til|this|next|in|for|end\s+of|during|come|over|on|around|through|at|the|coming|ahead\s+of"
    r"|bis|im|ende|zum|zu|vor|diesen|"
    r"dieses|nächsten|nächstes|avant|d'ici|en|cet|cette|fin|pour|antes\s+del?|para|este|esta|próximo|próxima|"
    r"until\s+the|by\s+the|in\s+the|bis\s+zum|bis\s+ende"
)
_MONTH_ONLY = re.compile(
    rf"\b(?P<how>by|before|until|till|til|ahead\s+of|bis|vor|avant|d'ici|antes\s+de|para|this|next|in|during|come"
    rf"|for|im|en|end\s+of|ende|fin|"
    r"mid|middle\s+of|start\s+of|beginning\s+of|early|late|fin\s+de|finales\s+de)"
    rf"[\s-]+(?:(?P<edge>the\s+end\s+of|end\s+of|end|late|mid|early|the\s+middle\s+of|the\s+start\s+of"
    rf"|the\s+beginning\s+of|next|this|ende|fin|"
    rf"el\s+fin\s+de|la\s+fin)[\s-]+)?(?P<m>{_MONTH})\b\.?(?:,?\s+{_YEAR.format('y')}\b)?",
    re.IGNORECASE,
)
_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 2}
_SOUTHERN = {"spring": "autumn", "summer": "winter", "autumn": "spring", "winter": "summer"}
_SEASON = re.compile(
    rf"\b(?P<how>{_UNTIL})[\s']+(?:(?P<edge>the\s+end\s+of\s+(?:the\s+|this\s+)?|end\s+of\s+(?:the\s+)?|next|this"
    rf"|coming|the|der|den|le|la|el|l'|cet)\s*)?"
    rf"(?P<s>{'|'.join(SEASONS)})\b(?!\s+(?:clean|break|asleep|in\s+love|body|semester"
    rf"|term))(?:\s+(?:of\s+)?{_YEAR.format('y')}\b)?",
    re.IGNORECASE,
)
_HOLIDAY = re.compile(
    r"\b(?P<how>by|before|until|till|til|for|at|this|next|in\s+time\s+for|on|come|bis|vor|zu|avant|d'ici|pour|para"
    r"|antes\s+de)\s+(?:the\s+|this\s+|next\s+|a\s+)?"
    r"(?P<h>christmas(?:\s+eve|\s+day)?|xmas|weihnachten|noël|noel|navidad|new\s+year'?s?(?:\s+eve|\s+day)?"
    r"|silvester|easter|ostern|pâques|"
    r"semana\s+santa|thanksgiving|halloween|valentine'?s?(?:\s+day)?|st\.?\s+patrick'?s(?:\s+day)?"
    r"|independence\s+day|labor\s+day|memorial\s+day|"
    r"mother'?s\s+day|father'?s\s+day)\b",
    re.IGNORECASE,
)
_PERIOD_END = re.compile(
    r"\b(?:(?P<end>(?:by\s+|before\s+|at\s+|until\s+)?(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?"
    r"|by\s+the\s+close\s+of\s+(?:the\s+)?|bis\s+ende\s+(?:des\s+|der\s+)?|"
    r"bis\s+zum\s+ende\s+des\s+|d'ici\s+(?:à\s+)?la\s+fin\s+de\s+l[a']\s*|avant\s+la\s+fin\s+de\s+l[a']\s*"
    r"|antes\s+de\s+(?:que\s+termine\s+el\s+|fin\s+de\s+)|"
    r"(?:a|para)\s+fin(?:ales)?\s+de\s+)(?P<next>next\s+)?|(?P<which>this|next|the\s+coming|diesen?|dieses"
    r"|nächste[ns]?|cette|ce|este|esta)\s+|"
    r"(?P<over>before\s+(?:the\s+)?))"
    r"(?P<p>week|month|quarter|year|jahres?|monats?|woche|année|mois|semaine|año|mes"
    r"|semana)(?P<over2>\s+(?:is\s+)?(?:over|out|ends?|is\s+through))?\b(?!['’]s?\s+resol|['’]?s?\s+resol)"
    r"|\b(?P<eoy>year[\s-]?end|eoy|eom|month[\s-]?end|by\s+(?:the\s+)?new\s+year)\b",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(
    r"\b(?P<how>by\s+(?:the\s+)?end\s+of|end\s+of|bis\s+ende|by|before|until|in|during|for|bis|avant|antes\s+de"
    r"|en)\s+(?P<y>20\d\d)\b",
    re.IGNORECASE,
)
_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_BY_DAY = re.compile(
    rf"\b(?:by|before|until|till|bis|avant|antes\s+del?)\s+(?P<next>next\s+|this\s+"
    rf"|the\s+coming\s+)?(?P<week>week(?:['’]s)?\s+)?(?P<d>{_DAY})\b(?!s)(?:,?\s+(?:of\s+)?(?P<which>next|this)\s+week\b)?"
    r"|\bby\s+(?P<t>tomorrow|tonight|today)\b",
    re.IGNORECASE,
)
_CJK = re.compile(
    r"(?:(?P<y>20\d\d)\s?[年년]\s?)?(?<!\d)(?P<m>1[0-2]|0?[1-9])\s?[月월](?!間)"
    r"(?:\s?(?P<d>\d{1,2})\s?[日号號일])?\s?(?P<end>末|底|말)?(?P<by>まで|前|之前|以前|까지|전)?"
)
"""A month as Japanese, Chinese and Korean write it: 7月, 7月15日, 7월 말."""
_BEGIN = re.compile(
    r"\b(?:start(?:s|ing)?|begin(?:s|ning)?|from|as\s+of|since|ab)\s+(?:on\s+|from\s+|in\s+|the\s+)*$", re.IGNORECASE
)
"""Words after which a date says when it begins: "starting 1 March" is no deadline."""
_SPAN_FROM = re.compile(
    rf"(?<![\w.,])(?P<n>{NUMBER})[\s-]+(?:straight\s+|consecutive\s+|full\s+)?(?P<u>days?|weeks?|months?)\b(?:\s+[^\W\d]+){{0,4}}?,?\s+"
    rf"(?:starting|beginning|from)\s+(?:on\s+|from\s+)?(?P<when>today|now|tomorrow|(?:next\s+)?(?:{_DAY})|next\s+(?:week|month))\b",
    re.IGNORECASE,
)
"""A stretch with its first day: "30 days starting tomorrow"."""


def _named(text: str, today: date) -> list[Deadline]:
    """Dates that name a day: ISO, "12/06/2026", "12 June", "June 12th"."""
    found = [dated(make_day(int(m["y"]), int(m["m"]), int(m["d"])), True, m, today) for m in _ISO.finditer(text)]
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for m in pattern.finditer(text):
            month, day = MONTHS[m["m"].lower()], int(m["d"])
            made = make_day(int(m["y"]), month, day) if m["y"] else next_day(month, day, today)
            found.append(dated(made, bool(m["y"]), m, today))
    for m in _NUMERIC.finditer(text):
        a, b, sep = int(m["a"]), int(m["b"]), m["sep"]
        if (
            not m["y"]
            and not m["dot"]
            and (
                sep != "/"
                or not re.search(
                    r"\b(?:by|before|on|until|till)\s+$", text[max(0, m.start() - NEAR) : m.start()], re.IGNORECASE
                )
            )
        ):
            continue
        month_first = (sep == "/" and a <= 12) if b <= 12 else True
        month, day = (a, b) if month_first else (b, a)
        year = int(m["y"]) if m["y"] else 0
        year += 2000 if 0 < year < 100 else 0
        made = (make_day(year, month, day) if year else next_day(month, day, today)) if 1 <= month <= 12 else None
        guessed = (
            f"I read {m.group()} as {made.day} {made:%B %Y}."
            if made and a <= 12 and b <= 12 and a != b and sep == "/"
            else ""
        )
        found.append(dated(made, bool(year), m, today, guessed))
    return [d for d in found if d]


def _months(text: str, today: date) -> list[Deadline]:
    """ "by May" is its first day, as May begins with it done; "in May", "end of May" its last; "mid-May" its 15th."""
    found: list[Deadline | None] = []
    for m in _MONTH_ONLY.finditer(text):
        how, edge = m["how"].lower(), (m["edge"] or "").lower()
        month = MONTHS[m["m"].lower()]
        words = f"{how} {edge}"
        if (
            how in {"for", "en", "in"}
            and m["m"] in {"mar", "mai", "jun", "sept", "may", "march"}
            and m["m"].islower()
            and m["m"] not in {"may", "march"}
        ):
            continue
        if re.search(r"\bmid|middle", words):
            day = 15
        elif re.search(r"\bend|late|ende|fin", words) or (
            how in {"in", "during", "this", "next", "for", "im", "en"} and "early" not in words and "start" not in words
        ):
            day = 0
        else:
            day = 1
        candidates = [int(m["y"])] if m["y"] else range(today.year, today.year + 2)
        days = [end_of_month(y, month) if day == 0 else date(y, month, day) for y in candidates]
        made = next((d for d in days if d > today), days[-1])
        found.append(dated(made, bool(m["y"]), m, today))
    return [d for d in found if d]


def _seasons(text: str, today: date, southern: bool) -> list[Deadline]:
    found: list[Deadline] = []
    for m in _SEASON.finditer(text):
        how, edge = m["how"].lower(), (m["edge"] or "").lower()
        season = SEASONS[m["s"].lower()]
        ends = _SEASON_ENDS[_SOUTHERN[season] if southern else season]
        before = (
            how
            in {
                "by",
                "before",
                "until",
                "till",
                "til",
                "come",
                "ahead of",
                "by the",
                "until the",
                "bis",
                "vor",
                "bis zum",
                "avant",
                "d'ici",
            }
            and "end" not in edge
        )
        years = [int(m["y"])] if m["y"] else list(range(today.year, today.year + 3))
        days = [end_of_month(y, ends) for y in years]
        starts = [date(d.year - (d.month < 3), (d.month - 3) % 12 + 1, 1) for d in days]
        wanted = starts if before else days
        later = [d for d in wanted if d > today] or wanted[-1:]
        skip = ("next" in f"{how} {edge}") and not before and starts[days.index(later[0])] <= today and len(later) > 1
        day = later[1] if skip else later[0]
        half = "southern" if southern else "northern"
        found.append(
            Deadline(
                day, m.start(), m.end(), f"{m['s'].capitalize()} is meant as in the {half} hemisphere.", day <= today
            )
        )
    return found


def _holidays(text: str, today: date) -> list[Deadline]:
    found: list[Deadline] = []
    for m in _HOLIDAY.finditer(text):
        if re.match(r"['’]?s?\s*resol", text[m.end() : m.end() + NEAR], re.IGNORECASE) or (
            m["how"].lower() in {"for", "this", "next", "at"} and "new" in m["h"].lower()
        ):
            continue
        day = next(d for year in (today.year, today.year + 1) if (d := holiday(m["h"], year)) > today)
        found.append(Deadline(day, m.start(), m.end()))
    return found


def _periods(text: str, today: date) -> list[Deadline]:
    found: list[Deadline] = []
    for m in _PERIOD_END.finditer(text):
        if m["eoy"]:
            period, following = ("month" if m["eoy"].lower().startswith(("eom", "month")) else "year"), False
        elif m["over"] and not m["over2"]:
            continue
        else:
            period = m["p"].lower()
            following = bool(m["next"]) or (m["which"] or "").lower().startswith(("next", "näch"))
        day = _period_end(period, today, following)
        if day > today:
            found.append(Deadline(day, m.start(), m.end()))
    for m in _BY_YEAR.finditer(text):
        year, how = int(m["y"]), m["how"].lower()
        day = date(year - (how in {"by", "before"} and year > today.year), 12, 31)
        # All of a coming year is open to it: the preparation begins now.
        guessed = (
            f"Any day in {year} will do, and you begin now."
            if how in {"in", "during", "en"} and year > today.year
            else ""
        )
        found.append(Deadline(day, m.start(), m.end(), guessed, passed=day <= today))
    return found


def _east_asian(text: str, today: date) -> list[Deadline]:
    """ "7月まで" is 1 July like "by July", "7月末" and "7月に" 31 July."""
    found: list[Deadline | None] = []
    for m in _CJK.finditer(text):
        month = int(m["m"])
        years = [int(m["y"])] if m["y"] else range(today.year, today.year + 2)
        if m["d"]:
            made = make_day(years[0], month, int(m["d"])) if m["y"] else next_day(month, int(m["d"]), today)
        else:
            days = [date(y, month, 1) if m["by"] and not m["end"] else end_of_month(y, month) for y in years]
            made = next((d for d in days if d > today), days[-1])
        found.append(dated(made, bool(m["y"]), m, today))
    return [d for d in found if d]


def _spans_from(text: str, today: date) -> list[Deadline]:
    """The last day of "30 days starting tomorrow"."""
    found: list[Deadline] = []
    for m in _SPAN_FROM.finditer(text):
        count, when = parse_number(m["n"]), m["when"].lower()
        first = _first_day(when, today)
        length = count * {"d": 1, "w": 7, "m": 30.4375}[m["u"][0].lower()]
        if 2 <= length <= 3_660:
            found.append(Deadline(first + timedelta(days=round(length) - 1), m.start(), m.end()))
    return found


def _first_day(when: str, today: date) -> date:
    if when in {"today", "now"}:
        return today
    if when == "tomorrow":
        return today + timedelta(days=1)
    if when.endswith("week"):
        return today + timedelta(days=7 - today.weekday())
    if when.endswith("month"):
        return end_of_month(today.year, today.month) + timedelta(days=1)
    return today + timedelta(days=(WEEKDAYS[when.split()[-1]] - today.weekday() - 1) % 7 + 1)


def _period_end(period: str, today: date, following: bool) -> date:
    if period.startswith(("week", "woche", "semai", "seman")):
        return today + timedelta(days=6 - today.weekday() + 7 * following)
    if period.startswith(("month", "monat", "mois", "mes")):
        year, month = divmod(today.year * 12 + today.month - 1 + following, 12)
        return end_of_month(year, month + 1)
    if period == "quarter":
        year, quarter = divmod(today.year * 4 + (today.month - 1) // 3 + following, 4)
        return end_of_month(year, quarter * 3 + 3)
    return date(today.year + following, 12, 31)


def _weekdays(text: str, today: date) -> list[Deadline]:
    found: list[Deadline] = []
    for m in _BY_DAY.finditer(text):
        if m["t"]:
            found.append(Deadline(today + timedelta(days=1), m.start(), m.end()))
            continue
        ahead = (WEEKDAYS[m["d"].lower()] - today.weekday() - 1) % 7 + 1
        if m["week"] and not (m["next"] or "").strip():
            continue  # "by week Friday" says nothing
        if m["which"] or m["week"]:
            following = (m["which"] or m["next"]).strip().lower() == "next"
            day = today + timedelta(days=WEEKDAYS[m["d"].lower()] - today.weekday() + 7 * following)
            found.append(Deadline(day, m.start(), m.end(), passed=day <= today))
            continue
        far = (m["next"] or "").lower().startswith("next") and ahead < 7 - today.weekday()
        found.append(Deadline(today + timedelta(days=ahead + 7 * far), m.start(), m.end()))
    return found


def read_deadlines(text: str, today: date, *, southern: bool = False) -> tuple[Deadline, ...]:
    """Every deadline that the text names, in order, the more exact kind winning where two overlap.

    Dates without a year mean their next occurrence. Durations ("in six weeks") are `find_duration_weeks`'s.
    """
    found: list[Deadline] = []
    for group in (
        _spans_from(text, today),
        _named(text, today),
        _east_asian(text, today),
        _weekdays(text, today),
        _months(text, today),
        _holidays(text, today),
        _seasons(text, today, southern),
        _periods(text, today),
    ):
        found += [d for d in group if all(d.end <= o.start or d.start >= o.end for o in found)]
    return tuple(sorted((d for d in found if not _begins(text, d)), key=lambda d: d.start))


def _begins(text: str, deadline: Deadline) -> bool:
    """Whether the date is when something starts."""
    return bool(_BEGIN.search(text[max(0, deadline.start - NEAR) : deadline.start]))


def find_deadline(text: str, today: date, *, southern: bool = False) -> date | None:
    """The day by which the goal is to be reached, always after `today`; None when no calendar date is named.

    Of several the latest counts ("start in March, race on 12 June"). `southern` turns the seasons round.
    """
    days = [d.day for d in read_deadlines(text, today, southern=southern) if not d.passed and d.day > today]
    return max(days, default=None)
