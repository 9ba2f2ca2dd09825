"""Putting a person's words, amounts, days and dates into sentences that stay grammatical."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from rein.coach.domain import Measure, Weekday
from rein.coach.offline.verbs import VERBS

DAY_NAMES: dict[Weekday, str] = {
    Weekday.MON: "Monday",
    Weekday.TUE: "Tuesday",
    Weekday.WED: "Wednesday",
    Weekday.THU: "Thursday",
    Weekday.FRI: "Friday",
    Weekday.SAT: "Saturday",
    Weekday.SUN: "Sunday",
}
_WEEKDAYS, _WEEKEND = set(list(Weekday)[:5]), set(list(Weekday)[5:])
_SIGNS = {"USD": "$", "$": "$", "EUR": "€", "€": "€", "GBP": "£", "£": "£", "INR": "₹", "JPY": "¥"}
_SHORT = {"km": "km", "mi": "miles", "lb": "lb", "kg": "kg", "min": "minutes", "l": "litres"}
_LEAD = re.compile(
    r"^(?:(?:i\s+(?:really\s+|just\s+)?(?:want|would like|need|plan|hope|aim|am going|have|intend|resolve|wish)|i['’]d like|i['’]m going|"
    r"(?:my|our)\s+(?:new year['’]?s?\s+)?(?:goal|resolution|aim|plan|wish)(?:\s+(?:this year|for \d{4}))?\s+is|i\s+(?:will|shall|must|should)|i['’]ll)"
    r"\s+(?:to\s+)?|to\s+|be able to\s+|try to\s+|try and\s+|finally\s+|actually\s+|really\s+|just\s+)+",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:(?:RT|[Mm]e|[Mm]ine)\b\s*:?\s+|#?\d{1,2}[.):]?\s+(?=[A-Z][a-z]))")
"""What stands before a wish in a list or a retold message."""
_CLEAN = re.compile(r"[A-Za-z0-9À-ɏ ,'’%$€£/&()+.:@_-]+")
_WHEN = re.compile(
    r"\b(?:by|before|until|till|this (?:year|spring|summer|autumn|fall|winter|month|week)|next (?:year|month|week)|tomorrow|tonight|today|"
    r"(?:in|for) (?:\d+|one|two|three|four|five|six|a) (?:days?|weeks?|months?|years?)|in (?:19|20)\d\d|(?:19|20)\d\d|"
    r"(?:in|end of) (?:january|february|march|april|may|june|july|august|september|october|november|december))\b",
    re.IGNORECASE,
)
_HANGS = re.compile(
    r"\b(?:an?|the|my|your|to|of|for|and|or|but|with|on|in|at|by|that|than|is|are|be|about|having|several|from|as|so|very|who|which|what|because)$",
    re.IGNORECASE,
)
"""Words no sentence ends with: the person was cut short."""
_MINE = (
    (re.compile(r"\byourself\b"), "myself"),
    (re.compile(r"\byours\b"), "mine"),
    (re.compile(r"\byour\b"), "my"),
    (re.compile(r"\byou are\b"), "I am"),
    (re.compile(r"\bthan you (?=(?:do|did|have|had|can|could|were|would)\b)"), "than I "),
    (
        re.compile(
            r"(?<=\b(?:to|of|by|at|on) )you\b|(?<=\b(?:for|and) )you\b|(?<=\b(?:with|from|like|than|told|near|help) )you\b"
            r"|(?<=\babout )you\b|(?<=\baround )you\b|(?<=\bbeside )you\b|\byou\b(?=\s*(?:[.,;:!?]|$))"
        ),
        "me",
    ),
    (
        re.compile(
            r"\b(make|makes|made|let|lets|letting|hurt|hurts|give|gives|giving|help|helps|define|defines|distract|treat|treats|love|hate|notice|follow|hold|holds|bring|brings|"
            r"remind|reminds|teach|call|calls|drive|drives|lead|pull|push|support|surround|all over|against|bother|bothers|serve|serves) you\b"
        ),
        r"\1 me",
    ),
    (re.compile(r"\byou\b"), "I"),
)
_ASIDE = re.compile(
    r"(?:,\s*(?:training |with |at )?[\d.]+ (?:hours?|minutes) a (?:week|day)|,?\s*(?:in the )?(?:evening|morning|weekend|weekday)s only|,\s*(?:and |but |because |since )?I(?:['’]m|['’]ve|['’]d)?\s+(?!will\b)\w+[^,]*)+$"
)
"""What a statement says beside the wish itself: hours, days, circumstances."""
_NEEDS_MORE = frozenset(
    """add avoid be become bring build buy come do drop feel fight find finish get give have hit hug keep kiss know let look lose make marry
    meet nail need offer open read write eat own pack pay pick put raise say see send set show start stick stop take tell treat try turn use wear welcome""".split()
)
"""Verbs that say nothing alone."""
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TIMES = {1: r"\b(?:once|an?|daily|weekly|every (?:day|week|month))\b", 2: r"\btwice\b", 3: r"\bthrice\b"}
MAX_SPLICE_WORDS = 18
MAX_SPLICE_CHARS = 110


def splice(statement: str) -> str | None:
    """The statement as words that may follow "I will": "run a half marathon"; None when it does not read so.

    Long, broken, shouted or non-verbal statements give None, and the caller says it in its own words.
    """
    text = re.sub(r"\s+", " ", statement).strip().rstrip(".!,;: ")
    text = _ASIDE.sub("", _LEAD.sub("", _LABEL.sub("", text)))
    text = re.sub(r"^(?:don['’]?t|do not|never)\s+(?=\w)", "not ", text, flags=re.IGNORECASE)
    if (
        not text
        or len(text) > MAX_SPLICE_CHARS
        or not _CLEAN.fullmatch(text)
        or re.search(r"[.:]\s|\.\.|\s[,.:)]|[,(]\s*$", text)
    ):
        return None
    words = text.split()
    leads = words[0].casefold() in {"not", "only", "always"} or words[0].casefold().endswith("ly")
    first = words[1] if leads and len(words) > 1 else words[0]
    if (
        len(words) > MAX_SPLICE_WORDS
        or first.casefold().strip(",") not in VERBS
        or (len(words) == 1 and first.casefold() in _NEEDS_MORE)
        or _stutters(words)
        or text.count("(") != text.count(")")
    ):
        return None
    if (
        _HANGS.search(text)
        or re.match(r"be to\b", text)
        or re.search(
            r"\b(?:I|i|me|we|us)\s+(?:will|want|am|need)\b|\b[Ii]['’](?:ll|m)\b|\b(?:k?cal(?:orie)?s?)\b", text
        )
    ):
        return None
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 8 and sum(c.isupper() for c in letters) > len(letters) * 0.6:
        text = text.lower()
    text = re.sub(r"\bi\b", "I", text)
    if not re.search(r"\b(?:I|me|my|myself|you)\b", text):
        text = re.sub(r"\byour(self)?\b", r"my\1", text)  # a motto: "be true to yourself"
    return text[0].lower() + text[1:]


def _stutters(words: Sequence[str]) -> bool:
    return any(a.casefold() == b.casefold() for a, b in pairwise(words))


def says_when(text: str) -> bool:
    """Whether the words already hold a date or a span, so that a second one would stumble."""
    return bool(_WHEN.search(text))


_MONTH_ONLY = re.compile(
    r"\bby (?:the (?:beginning|start|end) of |next |this )?(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)\d\d)(?: \d{4})?$",
    re.IGNORECASE,
)
_OVER_AND_OVER = re.compile(
    r"\b(?:every|each|daily|weekly|more often|more|less|always|never|regularly|(?:a|per) (?:day|night|week|month))\b|^(?:not|stop|be|keep|stay|spend|avoid|live)\b",
    re.IGNORECASE,
)


def by_day(wish: str, deadline: date) -> str:
    """ "I will run 10 km by 1 May 2027."; "By 1 May 2027, I will …" where the wish is a way to live or would not bear it at its end."""
    by = day(deadline)
    short = by.rpartition(" ")[0]
    if by in wish:
        return f"I will {wish}."
    if re.search(rf"\b{short}\b", wish):
        return f"I will {re.sub(rf'{chr(92)}b{short}{chr(92)}b', by, wish, count=1)}."
    if _MONTH_ONLY.search(wish) and (
        wish[-4:] == str(deadline.year) or f"{deadline:%B}".casefold() in wish.casefold()[-14:]
    ):
        return f"I will {_MONTH_ONLY.sub(f'by {by}', wish)}."
    if says_when(wish) or "," in wish or _OVER_AND_OVER.search(wish):
        return f"By {by}, I will {wish}."
    return f"I will {wish} by {by}."


def quoted(text: str, limit: int = 140) -> str:
    """The person's own words between quotation marks, on one line, cut at a word."""
    flat = re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip().strip("\"'“”‘’").strip()
    flat = re.sub(r"\.{2,}", "…", flat)
    if len(flat) > limit:
        flat = flat[:limit].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
    return f"“{flat.rstrip('.,;: ')}”"


def capital(text: str) -> str:
    """First letter upper, the rest as it is."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """First letter lower, unless the word is "I" or an abbreviation."""
    return text if text[:2].isupper() or re.match(r"I\b", text) else text[:1].lower() + text[1:]


def own(text: str) -> str:
    """A coach's words as the person would say them: "your list" becomes "my list"; a quotation stays as it is."""
    return "".join(part if part.startswith("“") else _own(part) for part in re.split(r"(“[^”]*”)", text))


def _own(text: str) -> str:
    for theirs, mine in _MINE:
        text = theirs.sub(mine, text)
    return text


def number(value: float) -> str:
    """A number as people write it: thousands apart, no needless decimals."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def amount(value: float, unit: str) -> str:
    """A number with its unit: "$5,000", "10 km", "1 book"."""
    if unit in _SIGNS:
        return f"{_SIGNS[unit]}{number(value)}"
    if unit == "%":
        return f"{number(value)}%"
    unit = _SHORT.get(unit, unit)
    if value == 1 and unit.endswith("s") and not unit.endswith("ss"):
        unit = unit[:-1]
    elif value != 1 and re.fullmatch(
        r"book|page|word|hour|day|week|month|glass|time|session|class|mile|article|chapter|step|people", unit
    ):
        unit = f"{unit}es" if unit.endswith("ss") else unit if unit == "people" else f"{unit}s"
    return f"{number(value)} {unit}".strip()


def says_number(text: str, value: float) -> bool:
    """Whether the text holds this number, in digits or, up to twelve, as a word."""
    digits = re.sub(r"(?<=\d),(?=\d)", "", text)
    if re.search(rf"(?<![\d.]){re.escape(f'{value:g}')}(?![\d.]*\d)", digits):
        return True
    if value not in range(1, 13):
        return False
    said = rf"\b{_SMALL[int(value) - 1]}\b"
    return re.search(f"{said}|{_TIMES[int(value)]}" if value in _TIMES else said, text, re.IGNORECASE) is not None


def target(measure: Measure | None) -> str:
    """The measure's target with its unit; empty when there is none."""
    return amount(measure.target, measure.unit) if measure is not None and measure.target is not None else ""


def counted(measure: Measure) -> str:
    """The target in front of what is counted: "84 smoke-free days in a row", "24 books read"; empty when nothing is."""
    stem = measure.unit.rstrip("s").casefold()
    metric = lower(measure.metric)
    if measure.target is None or len(stem) < 3 or unit_sign(measure.unit) or stem not in metric.casefold():
        return ""
    one = rf"\b{re.escape(measure.unit)}\b"
    if measure.target == 1 and measure.unit.endswith("s") and not measure.unit.endswith("ss"):
        metric = re.sub(one, measure.unit[:-1], metric, count=1)
    return "" if metric.startswith(("longest", "total")) else f"{number(measure.target)} {metric}"


def unit_sign(unit: str) -> str:
    """The sign that stands before an amount of this currency; empty for what is no currency."""
    return _SIGNS.get(unit, "")


def baseline(measure: Measure | None) -> str:
    """The measure's baseline with its unit; empty when there is none."""
    return amount(measure.baseline, measure.unit) if measure is not None and measure.baseline is not None else ""


def day(when: date) -> str:
    """A date in full: "30 May 2027"."""
    return f"{when.day} {when:%B %Y}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def on_days(days: Sequence[Weekday]) -> str:
    """The days of a habit: "on Mondays and Thursdays", "every day", "every day but Sunday"."""
    if len(days) == 7:
        return "every day"
    if len(days) == 6:
        return f"every day but {_left_out(days)}"
    if set(days) == _WEEKDAYS:
        return "on weekdays"
    if set(days) == _WEEKEND:
        return "at weekends"
    return f"on {listed([DAY_NAMES[d] + 's' for d in days])}"


def of_days(days: Sequence[Weekday]) -> str:
    """The days of one week: "Monday, Wednesday or Friday"; "any day"; "any day but Sunday"."""
    if len(days) == 7:
        return "any day"
    if len(days) == 6:
        return f"any day but {_left_out(days)}"
    return "a weekday" if set(days) == _WEEKDAYS else listed([DAY_NAMES[d] for d in days], "or")


def _left_out(days: Sequence[Weekday]) -> str:
    return next(DAY_NAMES[d] for d in Weekday if d not in days)
