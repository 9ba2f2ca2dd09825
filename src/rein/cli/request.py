"""From what was typed to a `GoalRequest`, with one clear message for everything that cannot be meant."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rein.coach.clarify import LEAST_HOURS_PER_WEEK
from rein.coach.domain import MAX_GOAL_CHARS, MAX_WEEKS, GoalRequest
from rein.errors import UsageError
from rein.settings import Settings

MAX_HOURS_PER_WEEK = 80
MAX_START_YEARS = 5
MOST_BROKEN_CHARS = 3
"""In a goal from stdin, however short; beyond them one character in ten."""
EXAMPLE = 'rein coach "I want to run a half marathon this spring, 4 hours a week"'


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen beside the goal; `None` means: not said."""

    weeks: int | None = None
    hours_per_week: float | None = None
    start: str | None = None
    """`YYYY-MM-DD`."""
    timezone: str | None = None
    """IANA name."""


def build_request(text: str, choices: Choices, settings: Settings) -> GoalRequest:
    """Check everything that was said and put it together.

    Raises:
        UsageError: something cannot be meant; the message names the option and what it takes.
    """
    text = readable(text).strip()
    if not text:
        raise UsageError(f"the goal is empty. Say what you want to reach: {EXAMPLE}")
    if len(text) > MAX_GOAL_CHARS:
        raise UsageError(
            f"the goal is longer than the {MAX_GOAL_CHARS:,} characters that are read. Shorten it to what you want to "
            "reach and what the plan should respect."
        )
    if choices.weeks is not None and not 1 <= choices.weeks <= MAX_WEEKS:
        raise UsageError(f"weeks must be a number from 1 to {MAX_WEEKS}, not {choices.weeks}.")
    hours = choices.hours_per_week
    if hours is not None and not LEAST_HOURS_PER_WEEK <= hours <= MAX_HOURS_PER_WEEK:
        raise UsageError(
            f"hours per week must be from {LEAST_HOURS_PER_WEEK} (15 minutes) to {MAX_HOURS_PER_WEEK}, not {hours:g}."
        )
    timezone = _checked_zone(choices.timezone) if choices.timezone is not None else default_timezone(settings)
    today = datetime.now(ZoneInfo(timezone)).date()
    start = _checked_start(choices.start, today) if choices.start is not None else None
    return GoalRequest(
        text=text, today=today, timezone=timezone, start=start, weeks=choices.weeks, hours_per_week=hours
    )


def merged(choices: Choices, line: Mapping[str, object]) -> Choices:
    """`choices` with what one line of a goals file says instead; a null there says nothing.

    Raises:
        UsageError: a value has the wrong type.
    """
    weeks, hours, start, timezone = (line.get(key) for key in ("weeks", "hours_per_week", "start", "timezone"))
    if weeks is not None:
        if isinstance(weeks, bool) or not isinstance(weeks, int):
            raise UsageError("`weeks` is not a whole number.")
        choices = replace(choices, weeks=weeks)
    if hours is not None:
        if isinstance(hours, bool) or not isinstance(hours, int | float):
            raise UsageError("`hours_per_week` is not a number.")
        choices = replace(choices, hours_per_week=float(hours))
    if start is not None:
        if not isinstance(start, str):
            raise UsageError("`start` is not a date as YYYY-MM-DD.")
        choices = replace(choices, start=start)
    if timezone is not None:
        if not isinstance(timezone, str):
            raise UsageError("`timezone` is not a name such as Europe/Berlin.")
        choices = replace(choices, timezone=timezone)
    return choices


def goal_text(argument: str | None) -> str:
    """The goal from the argument, or from stdin when the argument is `-` or left out in a pipe.

    Raises:
        UsageError: there is none, or stdin is no text.
    """
    if argument is not None and argument != "-":
        return argument
    if argument is None and sys.stdin.isatty():
        raise UsageError(f"no goal given. Say what you want to reach: {EXAMPLE}")
    raw = sys.stdin.buffer.read(4 * MAX_GOAL_CHARS + 5)  # the longest goal in UTF-8 with a byte-order mark, and more
    text = raw.decode("utf-8-sig", errors="replace")
    if _is_binary(text):
        raise UsageError(
            "what came in on stdin is no text in UTF-8. Pipe in a goal in words, or give it as an argument."
        )
    return text


def _is_binary(text: str) -> bool:
    """Whether `text` was a file of another kind or encoding; a few broken characters in words are still words."""
    broken = sum(c == "\ufffd" or (c < " " and not c.isspace()) for c in text)
    return broken > max(MOST_BROKEN_CHARS, len(text) // 10)


def readable(text: str) -> str:
    """`text` with bytes that were no UTF-8 and lone surrogates replaced, so that it can be stored and sent."""
    return text.encode("utf-8", errors="surrogateescape" if _escaped(text) else "replace").decode("utf-8", "replace")


def _escaped(text: str) -> bool:
    """Whether every surrogate in `text` stands for an undecodable byte of the command line."""
    return all("\udc80" <= c <= "\udcff" for c in text if "\ud800" <= c <= "\udfff")


def default_timezone(settings: Settings) -> str:
    """`REIN_TIMEZONE`, else `TZ`, else the machine's time zone, else UTC; always one that exists."""
    if settings.timezone:
        return _checked_zone(settings.timezone, "REIN_TIMEZONE")
    for name in (os.environ.get("TZ", "").lstrip(":"), machine_timezone()):
        if name and _zone_exists(name):
            return name
    return "UTC"


def machine_timezone(localtime: Path = Path("/etc/localtime")) -> str | None:
    """The IANA name that the machine's clock is set to, where the system says."""
    try:
        target = localtime.resolve(strict=True).as_posix()
    except OSError:
        return None
    _, found, name = target.partition("/zoneinfo/")
    return name.removeprefix("posix/").removeprefix("right/") if found else None


def _zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone; a path that leaves the data; a directory in it
        return False
    return True


def _checked_zone(name: str, source: str = "the time zone") -> str:
    if not _zone_exists(name):
        raise UsageError(f"{source} {name[:60]!r} is not known. Use a name such as Europe/Berlin or UTC.")
    return name


def _checked_start(text: str, today: date) -> date:
    try:
        start = date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"the start {text[:30]!r} is no date. Write it as YYYY-MM-DD, such as {today}.") from None
    if start < today:
        raise UsageError(f"the start {start} is in the past; choose today ({today}) or later.")
    if start.year - today.year > MAX_START_YEARS:
        raise UsageError(f"the start {start} is too far away; choose a day in the next {MAX_START_YEARS} years.")
    return start
