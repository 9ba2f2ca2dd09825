"""What is worth asking about this goal: the questions whose answers would change its plan most."""

import re

from rein.coach.domain import LifeArea, Measure
from rein.coach.offline.reading.question_topics import BY_AREA, TOPICS, WHAT_FOR, WHEN_EXAM

MOST = 3

BY_WHEN = "By when would you like to reach it?"
HOURS = "How many hours a week can you give it?"

_TAKES_HOURS = frozenset({LifeArea.HEALTH_FITNESS, LifeArea.EDUCATION, LifeArea.CAREER, LifeArea.RECREATION})
"""Where the hours a week shape the plan more than a second question of substance."""
_LASTING = re.compile(
    r"\b(?:every|each|daily|weekly|more often|always|a (?:day|night|week|month))\b|^(?:be|stay|keep|spend|stop|quit|live)\b",
    re.IGNORECASE,
)
"""A way to live, which has no day on which it is reached."""
_PURPOSE = re.compile(
    r"\b(?:for|towards?)\s+(?!\d|(?:a|one|two|three|four|five|six|ten|twelve|the\s+next|this)\s+(?:\w+\s+)?(?:days?|weeks?|months?|years?)\b|once\b|good\b|ever\b|now\b)"
    r"[^\W\d]|\bto\s+(?:buy|go|travel|visit|pay|move|get|build|start|open|take|help|afford|see)\b"
    r"|\b(?:emergency|holiday|college|retirement|wedding|rainy[\s-]day)\s+(?:fund|savings)\b|\b(?:deposit|down\s?payment|retire\w*)\b",
    re.IGNORECASE,
)
"""What the money is for, said."""
_LEARN = re.compile(r"^\W*learn(?:ing)?\b(?:\s+(?:how\s+)?to\b)?", re.IGNORECASE)
"""Says less about the goal than what is learned."""
MUCH_EARLIER = 8
"""Characters."""
_BODY = re.compile(r"weigh|how tall", re.IGNORECASE)


def find_questions(
    goal: str,
    area: LifeArea,
    *,
    measure: Measure | None,
    baseline_question: str,
    dated: bool,
    hours_known: bool,
    asked: tuple[str, ...],
) -> tuple[str, ...]:
    """At most three questions, the most telling first; none that was asked before or is answered by the text.

    Args:
        baseline_question: what would replace an assumed or unknown starting point; empty when it is known.
        dated: whether a deadline or a length is said.
        hours_known: whether the hours a week are said.
        asked: earlier questions.
    """
    wanted: list[str] = [baseline_question] if baseline_question else []
    topical = _topical(goal, area)
    if baseline_question or (measure and measure.baseline is not None and measure.metric == "body weight"):
        topical = tuple(q for q in topical if not _same_ask(q, baseline_question) and not _BODY.search(q))
    if measure is not None:
        topical = tuple(q for q in topical if "amount" not in q)
    if WHEN_EXAM in topical:
        topical = tuple(q for q in topical if q != WHEN_EXAM or not dated)
        dated = True
    if _PURPOSE.search(goal):
        topical = tuple(q for q in topical if q != WHAT_FOR)
    wanted += topical[:1]
    lasting = _LASTING.search(goal) is not None
    if not dated and not lasting:
        wanted.append(BY_WHEN)
    streak = measure is not None and measure.metric.endswith("in a row") and measure.unit == "days"
    if not hours_known and area in _TAKES_HOURS and not streak:
        wanted.append(HOURS)
    wanted += topical[1:]
    if not dated and lasting:
        wanted.append(BY_WHEN)
    if not hours_known:
        wanted.append(HOURS)
    before = {q.casefold() for q in asked}
    return tuple(q for q in dict.fromkeys(wanted) if q.casefold() not in before)[:MOST]


def _topical(goal: str, area: LifeArea) -> tuple[str, ...]:
    """The questions of the first topic of the table, unless another is named much earlier: in "a job after college" it is the job."""
    return _first_named(_LEARN.sub("", goal), area) or _first_named(goal, area) or BY_AREA[area]


def _first_named(goal: str, area: LifeArea) -> tuple[str, ...] | None:
    named = (
        (found.start(), i)
        for i, (pattern, _, areas) in enumerate(TOPICS)
        if (not areas or area in areas) and (found := pattern.search(goal))
    )
    best: tuple[int, int] | None = None
    for start, i in named:
        if best is None or start <= best[0] - MUCH_EARLIER:
            best = start, i
    return TOPICS[best[1]][1] if best is not None else None


def _same_ask(a: str, b: str) -> bool:
    """Whether two questions ask for the same starting point: they share most of their longer words."""
    first, second = (set(re.findall(r"\w{4,}", q.lower())) for q in (a, b))
    return bool(second) and len(first & second) >= max(2, min(len(first), len(second)) // 2)
