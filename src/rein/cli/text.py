"""Words for the screen: what people and models wrote made safe to print, and figures, dates and durations as text."""

import re
from datetime import date

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What could steer a terminal: control characters but tab and newline (ANSI sequences begin with one), overrides of
the writing direction, and lone surrogates, which no encoding can write."""

_BREAKS = re.compile("\r\n?|\u2028|\u2029")


def clean(text: str) -> str:
    """`text` without what could steer a terminal. Rich markup is no danger where text goes into `rich.text.Text`."""
    return _UNSAFE.sub("", _BREAKS.sub("\n", text)).expandtabs(4)


def clean_line(text: str) -> str:
    """`clean`, on one line."""
    return " ".join(clean(text).split())


def clean_json(text: str) -> str:
    """The same JSON with everything escaped that could steer a terminal, of which JSON demands but half."""
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def number(value: float) -> str:
    """A figure as a person writes it: `21.1`, `5,000`, `0.25`."""
    rounded = round(value, 2)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.2f}".rstrip("0")


def amount(value: float, unit: str) -> str:
    """A figure with its unit: `21.1 km`, `$5,000`, `1 hour`, `80 %`."""
    unit = clean_line(unit)
    unit = _CURRENCY_SIGNS.get(unit.upper(), unit)
    if unit in _CURRENCY_SIGNS.values():
        sum_of_money = abs(round(value, 2))
        digits = f"{sum_of_money:,.0f}" if sum_of_money == int(sum_of_money) else f"{sum_of_money:,.2f}"
        return f"{'-' if value < 0 else ''}{unit}{digits}"
    if value == 1 and unit.endswith("s") and not unit.endswith("ss"):
        unit = unit[:-1]
    return f"{number(value)} {unit}".rstrip()


def minutes(value: int) -> str:
    """A stretch of time: `45 min`, `1 h`, `1 h 30`."""
    hours, rest = divmod(value, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours:,} h {rest:02d}" if rest else f"{hours:,} h"


def seconds(duration_ms: float) -> str:
    """How long something took: `0.4 s`, `12 s`, `2 min 05 s`."""
    total = duration_ms / 1000
    if total < 10:
        return f"{total:.1f} s"
    if round(total) < 60:
        return f"{round(total)} s"
    return f"{round(total) // 60} min {round(total) % 60:02d} s"


def cost(usd: float | None) -> str:
    """Money spent on models: `$0.0012`; small sums keep four decimals."""
    if usd is None:
        return "cost not known"
    return f"${usd:.4f}" if usd < 1 else f"${usd:,.2f}"


def day(value: date, *, year: bool = True) -> str:
    """`Mon 23 Nov 2026`, in English whatever the machine's locale."""
    text = f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]}"
    return f"{text} {value.year}" if year else text


def span(first: date, last: date) -> str:
    """The days of a week, both included: `23–29 Nov`, `28 Dec – 3 Jan`."""
    if first == last:
        return f"{first.day} {_MONTHS[first.month - 1]}"
    if first.month == last.month:
        return f"{first.day}–{last.day} {_MONTHS[first.month - 1]}"
    return f"{first.day} {_MONTHS[first.month - 1]} – {last.day} {_MONTHS[last.month - 1]}"


def count(value: int, noun: str) -> str:
    """`1 week`, `12 weeks`."""
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


_CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
