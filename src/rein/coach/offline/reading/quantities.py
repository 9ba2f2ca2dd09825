"""Quantities in a text: money, distance, weight, durations, how often, percent, pace, time of day, counted things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rein.coach.offline.reading.calendar_words import MONTHS
from rein.coach.offline.reading.numbers import DIGITS, NUMBER, SCALE, TENS, WORD_NUMBER, parse_number, scale_of
from rein.coach.offline.reading.units import MONEY_SIGNS, MONEY_WORDS, PER, PERIODS, UNITS, QuantityKind


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its meaning, and where it stands in the text: `text[start:end]`.

    `unit` by kind: money ISO 4217 ("USD"), empty if not said; distance "km", "mi" or "m"; weight "kg", "g", "lb" or
    "st"; volume "l", "ml", "oz", "glass" …; duration "min", "hour", "day", "week", "month" or "year"; frequency
    "times"; percent "%"; pace "min/km" or "min/mi"; time of day "min" since midnight; count the noun as written,
    singular ("book").
    """

    kind: QuantityKind
    value: float
    unit: str
    start: int
    end: int
    per: str = ""
    """Empty, "day", "weekday", "week", "weekend", "month" or "year": "£200 a month" is 200 GBP per month."""


_SIGN = r"(?:us\$|[$£€₹¥₽₴₺])"
_UNIT_WORD = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_MONEY_WORD = "|".join(sorted(map(re.escape, MONEY_WORDS), key=len, reverse=True))

_MONEY = re.compile(
    rf"(?P<sign>{_SIGN})\s?(?P<n>{DIGITS})\s?(?P<scale>{SCALE})?"
    rf"|(?P<n2>{NUMBER})\s?(?P<scale2>{SCALE})?\s?(?P<sign2>{_SIGN}|(?:{_MONEY_WORD})\b)",
    re.IGNORECASE,
)
_PACE = re.compile(
    r"\b(\d{1,2}):(\d{2})\s?(?:min(?:utes)?)?\s?(?:/|per\s|a\s)\s?(km|kilometer|kilometre|mile|mi)\b", re.IGNORECASE
)
_CLOCK = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d))?\s?(?P<ap>a\.?m\b\.?|p\.?m\b\.?)"
    r"|\b(?P<h2>[01]?\d|2[0-3]):(?P<m2>[0-5]\d)\b(?!:)"
    r"|\b(?P<word>midnight|noon)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    rf"(?P<n>{NUMBER})(?:\s?(?P<scale>k\b|thousand\b|hundred\b|million\b))?[\s-]?(?P<unit>{_UNIT_WORD})(?![\w'])",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    rf"\b(?P<word>once|twice|thrice|einmal|zweimal|dreimal)\b|(?P<n>{NUMBER})\s?"
    r"(?:x(?![\w])|×|times?\b|mal\b|fois\b|veces\b|vez\b)",
    re.IGNORECASE,
)
_OFTEN_WORDS = {"once": 1, "twice": 2, "thrice": 3, "einmal": 1, "zweimal": 2, "dreimal": 3}
_DAYS_PER_WEEK = re.compile(
    rf"(?P<n>{NUMBER})\s?(?:days?|nights?|evenings?|mornings?|tage?|jours|días)(?:{PER})", re.IGNORECASE
)
_BARE_K = re.compile(r"(?<![\w.,$£€])(?P<n>\d{1,4}(?:[.,]\d{1,3})?)\s?k\b", re.IGNORECASE)
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|a dozen|a hundred|a thousand"
_COUNT = re.compile(
    rf"(?<![\w.,$£€#:/])(?P<n>\d{{1,3}}(?:[,.]\d{{3}})+|\d{{1,9}}|{_SMALL}|{TENS}"
    r"|zwei|drei|vier|fünf|zehn|zwölf|deux|trois|douze|dos|tres|doce)(?P<scale>k| thousand| hundred| million)?[\s-]+"
    r"(?:(?:new|more|different|good|great|whole|full|extra|consecutive|straight|other|of|the|my|non-fiction|fiction"
    r"|classic"
    r"|neue|nouveaux|nuevos)\s+){0,2}(?P<noun>[^\W\d_]{3,24})"
    r"(?:\s(?P<head>[a-z]{3,24}s)\b)?",
    re.IGNORECASE,
)
_NOT_COUNTED = frozenset(MONTHS) | frozenset(
    """the and for more less than most from with that this but not new year resolution resolutions goal goals times time
    something things thing today tomorrow tonight yesterday now then again when while because until like percent thousand million hundred""".split()
)
_RUN_NEAR = re.compile(
    r"\b(?:run|runs|running|runner|jog|jogging|race|parkrun|couch|laufen|rennen|courir|correr|carrera|walk|row|swim)\b",
    re.IGNORECASE,
)
_MONEY_NEAR = re.compile(
    r"\b(?:save|saving|saved|savings|earn|make|pay|debt|owe|salary|raise|invest|fund|budget|income|money|cash|loan"
    r"|worth"
    r"|sparen|schulden|épargner|économiser|ahorrar|deuda)\b",
    re.IGNORECASE,
)
_RACES = (5, 8, 10, 12, 15, 20, 21, 21.1, 25, 30, 42, 42.2, 50, 100)


def singular(noun: str) -> str:
    """A plain English singular, good enough to name a unit: "books" → "book", "countries" → "country"."""
    word = noun.lower()
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _money(text: str) -> Iterator[Quantity]:
    for m in _MONEY.finditer(text):
        number = m["n"] or m["n2"]
        unit = (m["sign"] or m["sign2"]).lower()
        if number.lower() in {"a", "an"} or sum(c.isdigit() for c in number) > 12:
            continue
        value = parse_number(number) * scale_of(m["scale"] or m["scale2"])
        yield Quantity(QuantityKind.MONEY, value, MONEY_SIGNS.get(unit) or MONEY_WORDS[unit], m.start(), m.end())


def _pace(text: str) -> Iterator[Quantity]:
    for m in _PACE.finditer(text):
        unit = "min/mi" if m[3].lower().startswith("mi") else "min/km"
        yield Quantity(QuantityKind.PACE, int(m[1]) + int(m[2]) / 60, unit, m.start(), m.end())


def _clock(text: str) -> Iterator[Quantity]:
    for m in _CLOCK.finditer(text):
        if m["word"]:
            minutes = 0 if m["word"].lower() == "midnight" else 720
        else:
            hour = int(m["h"] or m["h2"])
            if m["ap"]:
                if hour > 12:
                    continue
                hour = hour % 12 + (12 if m["ap"].lower().startswith("p") else 0)
            minutes = hour * 60 + int(m["m"] or m["m2"] or 0)
        yield Quantity(QuantityKind.TIME_OF_DAY, minutes, "min", m.start(), m.end())


def _is_period(m: re.Match[str]) -> bool:
    """Whether "a week" is a rate's end rather than one week, or the unit a French "an" before which nothing counts."""
    unit = m["unit"].lower()
    return unit == "an" or (m["n"].lower() in {"a", "an"} and UNITS[unit][1] in {"day", "week", "month", "year"})


def _measured(text: str) -> Iterator[Quantity]:
    for m in _MEASURED.finditer(text):
        kind, unit = UNITS[m["unit"].lower()]
        if _is_period(m) or (m["unit"].lower() in {"m", "l", "g", "h", "mo", "mi"} and not m["n"][0].isdigit()):
            continue
        value = parse_number(m["n"], thousands=kind is not QuantityKind.DISTANCE) * scale_of(m["scale"])
        if (
            kind is QuantityKind.WEIGHT
            and unit == "lb"
            and m["unit"].lower().startswith("pound")
            and _is_sterling(text, m)
        ):
            kind, unit = QuantityKind.MONEY, "GBP"
        end = m.end()
        if kind is QuantityKind.DURATION and (
            half := re.compile(r"\s+and\s+a\s+half\b", re.IGNORECASE).match(text, end)
        ):
            value, end = value + 0.5, half.end()
        yield Quantity(kind, value, unit, m.start(), end)


def _is_sterling(text: str, m: re.Match[str]) -> bool:
    """Whether "pounds" is money: the words near it speak of saving or owing, none of body weight."""
    near = text[max(0, m.start() - 40) : m.end() + 30]
    return bool(_MONEY_NEAR.search(near)) and not re.search(
        r"\b(?:los|weigh|gain|fat|body|drop|shed|lift|bench|squat)", near, re.I
    )


def _often(text: str) -> Iterator[Quantity]:
    for m in _OFTEN.finditer(text):
        if m["n"] and m["n"].lower() in {"a", "an", "un", "una", "ein"}:
            continue
        value = _OFTEN_WORDS[m["word"].lower()] if m["word"] else parse_number(m["n"])
        yield Quantity(QuantityKind.FREQUENCY, value, "times", m.start(), m.end())
    for m in _DAYS_PER_WEEK.finditer(text):
        period = PERIODS[(m["per"] or m["adverb"]).lower()]
        if period in {"week", "month", "year"}:
            yield Quantity(QuantityKind.FREQUENCY, parse_number(m["n"]), "times", m.start(), m.end(), period)


def _bare_k(text: str) -> Iterator[Quantity]:
    """ "10k" is a race where running is near or the number is one and money is not; else thousands of money."""
    for m in _BARE_K.finditer(text):
        value = parse_number(m["n"], thousands=False)
        near = text[max(0, m.start() - 50) : m.end() + 40]
        after = re.compile(
            r"\s*(steps|words|followers|subscribers|views|meters|metres|schritte|pas|pasos)\b", re.I
        ).match(text, m.end())
        if after:
            yield Quantity(QuantityKind.COUNT, value * 1000, singular(after[1]), m.start(), after.end())
        elif _RUN_NEAR.search(near) or (value in _RACES and not _MONEY_NEAR.search(near)):
            yield Quantity(QuantityKind.DISTANCE, value, "km", m.start(), m.end())
        else:
            yield Quantity(QuantityKind.MONEY, value * 1000, "", m.start(), m.end())


def _counted(text: str) -> Iterator[Quantity]:
    for m in _COUNT.finditer(text):
        noun, end = m["noun"].lower(), m.end("noun")
        if m["head"] and not noun.endswith("s") and m["head"] not in _NOT_COUNTED:
            noun, end = m["head"], m.end()  # "five national parks"
        if noun in _NOT_COUNTED or noun in UNITS or noun in MONEY_WORDS:
            continue
        value = parse_number(m["n"]) * scale_of(m["scale"])
        if 1900 <= value <= 2100 and m["n"].isdigit():
            continue
        yield Quantity(QuantityKind.COUNT, value, singular(noun), m.start(), end)


_PER_RE = re.compile(rf"(?:\s+(?:of|on|in|to)\s+(?:\w+\s+){{0,2}}?\w+)?(?:{PER})", re.IGNORECASE)


_ANY_NUMBER = re.compile(
    rf"\d|\b(?:{WORD_NUMBER}|once|twice|thrice|einmal|zweimal|dreimal|noon|midnight)\b", re.IGNORECASE
)


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity in `text`, in order, none overlapping; where two readings overlap the more telling one stays."""
    found: list[Quantity] = []
    if not _ANY_NUMBER.search(text):
        return ()
    for reader in (_money, _pace, _often, _measured, _clock, _bare_k, _counted):
        for bare in reader(text):
            q = _with_period(bare, text)
            if all(q.end <= other.start or q.start >= other.end for other in found):
                found.append(q)
    return tuple(sorted(found, key=lambda q: q.start))


def _with_period(q: Quantity, text: str) -> Quantity:
    if q.per or q.kind is QuantityKind.TIME_OF_DAY or not (m := _PER_RE.match(text, q.end)):
        return q
    return Quantity(q.kind, q.value, q.unit, q.start, m.end(), PERIODS[(m["per"] or m["adverb"]).lower()])
