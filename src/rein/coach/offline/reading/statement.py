"""The statement: the main goal as one clean sentence in the person's words, with its dates made plain."""

import re
from collections.abc import Sequence
from datetime import date

from rein.coach.domain import Measure, Training
from rein.coach.offline.reading.clean import MARK, CleanText
from rein.coach.offline.reading.dates import Deadline
from rein.coach.offline.reading.numbers import tidy as tidy_number
from rein.coach.offline.reading.rhythm import find_hours_per_week
from rein.coach.offline.reading.sentence import tidy

MAX_STATEMENT = 180
"""A statement longer than this is cut at a word: it is one sentence, not the whole text."""

_CONNECT = re.compile(
    r"(?:[\s,;(–—-]*\b(?:by|before|until|till|in|within|over|for|on|at|during|this|the|next|and|from|to|with|about"
    r"|around|of|but|i\s+can(?:\s+(?:train|spend|give|do))?|training|spending|only|come|so)\b)+[\s,;.:]*$",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|before|until|till|the\s+end|end|bis)\b", re.IGNORECASE)
_INSIDE = re.compile(r"\b(?:before|when|while|until|till|once|after|who|which)\s+\w", re.IGNORECASE)
_HOURS_PHRASE = re.compile(
    r"[,;]?\s*(?:and\s+|but\s+)?(?:(?:i\s+)?(?:can|could|have|only\s+have|am\s+able\s+to|will"
    r"|want\s+to)\s+)?(?:only\s+)?(?:train(?:ing)?|practi[cs](?:e|ing)|stud(?:y|ying)|spend(?:ing)?|giv(?:e|ing)"
    r"|invest(?:ing)?|put(?:ting)?\s+in|have|with)?\s*"
    r"(?:about\s+|around\s+|up\s+to\s+|at\s+most\s+|only\s+|for\s+)*(?:\d+(?:[.,]\d+)?(?:\s?(?:-|–|to)\s?\d+)?|one"
    r"|two|three|four|five|six|seven|eight|nine|ten)\s*(?:hours?|hrs?|h)\s*(?:a|per|each|every"
    r"|/)\s*week\b(?:\s+(?:for|to|on)\s+(?:it|this|train|training|practice|practise))?",
    re.IGNORECASE,
)


def write_statement(
    goal: str,
    dates: Sequence[Deadline],
    deadline: date | None,
    today: date,
    hours: float | None,
    measure: Measure | None,
    training: Training,
) -> str:
    """The goal tidied, relative dates named and the hours a week said: "Run a half marathon by 31 May, training 4 hours a week".

    Args:
        goal: the main goal in the person's words.
        dates: where `goal` names dates; those that name a day stay, "by spring" becomes the day.
        deadline: the day that was read.
        today: a deadline in this year is written without its year.
        hours: hours a week, where the person said them and the goal's words do not.
    """
    hourless = _HOURS_PHRASE.sub(lambda m: " " * len(m[0]), goal)
    loose = [d for d in dates if _is_loose(goal, d)]
    named = any(d.day == deadline for d in loose)
    # Of "by the end of the year, done by December" one day is left.
    cut = [d for d in dates if d.passed or (named and d in loose and (d.day == deadline or _BY.match(goal, d.start)))]
    words = hourless
    for d in reversed(cut):
        words = f"{_CONNECT.sub('', words[: d.start])} {words[d.end :]}"
    words = tidy(words)
    if not re.search(r"\w", words):
        return ""
    if measure is not None and measure.metric == "money saved" and not re.search(r"[^\W\d_]{2}", words):
        words = f"Save {words}"
    if len(words) > MAX_STATEMENT:
        words = words[:MAX_STATEMENT].rsplit(" ", 1)[0].rstrip(" ,;:-–—")
    if deadline is not None and any(d.day == deadline for d in cut):
        year = f" {deadline.year}" if deadline.year != today.year else ""
        words = f"{words} by {deadline.day} {deadline:%B}{year}"
    if hours is not None and hours % 0.5 == 0 and find_hours_per_week(words) is None:
        doing = "training " if training is not Training.NONE else ""
        words = f"{words}, {doing}{_spoken(hours)} a week"
    return words[:300].strip()


def _is_loose(goal: str, deadline: Deadline) -> bool:
    """Whether the words name no day, and stand by themselves: not "before my daughter is born in April"."""
    words = goal[deadline.start : deadline.end]
    return not re.search(r"(?<!\d)\d{1,2}(?!\d)", words) and not _INSIDE.search(goal[: deadline.start])


def _spoken(hours: float) -> str:
    return f"{tidy_number(hours)} {'hour' if hours == 1 else 'hours'}"


def fallback_statement(text: CleanText) -> str:
    """A statement where the words leave none: the hashtags' words, else a line that says so."""
    words = tidy(" ".join(text.tag_words)) or tidy(text.text.replace(MARK, " "))
    words = words[:MAX_STATEMENT].strip()
    return words if re.search(r"\w", words) else "A goal still to be put into words"
