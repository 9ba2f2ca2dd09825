"""Days of the calendar: month ends, the next time a day comes, holidays, and the deadline that words name."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which, and the words that say it: `text[start:end]`."""

    day: date
    start: int
    end: int
    guessed: str = ""
    """What was assumed to get from the words to the day; empty when they name it."""
    passed: bool = False
    """The words name a date with its year, and it lies before today: no deadline."""


def end_of_month(year: int, month: int) -> date:
    """The month's last day."""
    return date(year, month, monthrange(year, month)[1])


def make_day(year: int, month: int, day: int) -> date | None:
    """That date; None where the calendar has none."""
    if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def next_day(month: int, day: int, today: date) -> date | None:
    """The next time this day comes, today excluded; 29 February waits for a leap year."""
    for year in range(today.year, today.year + 9):
        if (found := make_day(year, month, day)) and found > today:
            return found
    return None


def _easter(year: int) -> date:
    """Western Easter (anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def holiday(name: str, year: int) -> date:
    """When a holiday falls; Christmas for a name that is not known."""
    name = name.lower()
    if "easter" in name or name in {"ostern", "pâques", "semana santa"}:
        return _easter(year)
    if "thanksgiving" in name:
        return _nth(year, 11, 3, 4)
    if "mother" in name:
        return _nth(year, 5, 6, 2)
    if "father" in name:
        return _nth(year, 6, 6, 3)
    if "labor" in name:
        return _nth(year, 9, 0, 1)
    if "memorial" in name:
        return date(year, 5, 31) - timedelta(days=date(year, 5, 31).weekday())
    for part, (month, day) in {
        "halloween": (10, 31),
        "valentine": (2, 14),
        "patrick": (3, 17),
        "independence": (7, 4),
        "new year": (12, 31),
        "silvester": (12, 31),
    }.items():
        if part in name:
            return date(year, month, day)
    return date(year, 12, 25)


def dated(day: date | None, year_said: bool, m: re.Match[str], today: date, guessed: str = "") -> Deadline | None:
    """The deadline that the match `m` names; `year_said` tells whether a day before `today` is past for good."""
    if day is None:
        return None
    return Deadline(day, m.start(), m.end(), guessed, passed=year_said and day <= today)
