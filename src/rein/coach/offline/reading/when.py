"""When a goal is due and how much time it gets: the choices made beside the text, the answers, then the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rein.coach.domain import MAX_WEEKS, Answer, GoalRequest
from rein.coach.offline.reading.dates import Deadline, read_deadlines
from rein.coach.offline.reading.rhythm import find_duration_spans, find_hours_per_week

_SOUTHERN = re.compile(
    r"Australia/|Antarctica/|Pacific/Auckland|Africa/(?:Johannesburg|Harare|Maputo|Windhoek|Gaborone)"
    r"|America/(?:Argentina|Sao_Paulo|Santiago|Montevideo|Asuncion|La_Paz|Lima|Buenos_Aires)|"
    r"Indian/(?:Mauritius|Reunion)"
)


@dataclass(frozen=True, slots=True)
class When:
    """What is said of time: a deadline or a number of weeks, or neither."""

    deadline: date | None
    weeks: int | None
    assumptions: tuple[str, ...]

    @property
    def is_said(self) -> bool:
        """Whether the goal has an end."""
        return self.deadline is not None or self.weeks is not None


def is_southern(timezone: str) -> bool:
    """Whether the seasons are those of the southern hemisphere, as far as the timezone tells."""
    return bool(_SOUTHERN.match(timezone))


def find_when(goal: str, text: str, request: GoalRequest) -> When:
    """The goal's end: chosen beside the text, else answered, else in the main goal's words, else in the whole text."""
    if request.weeks is not None:
        return When(None, request.weeks, ())
    nearer = (_read_when(words, request) for words in (_said_when(request.answers), goal))
    return next((when for when in nearer if when.is_said), None) or _read_when(text, request)


def _read_when(text: str, request: GoalRequest) -> When:
    deadlines = read_deadlines(text, request.today, southern=is_southern(request.timezone))
    first_day = max(request.start or request.today, request.today)
    ahead = [d for d in deadlines if not d.passed and d.day > first_day]
    notes = [d.guessed for d in ahead if d.guessed]
    notes += [_left_out(d) for d in deadlines if d.passed and d.day.year >= request.today.year - 1]
    if ahead:
        return When(max(d.day for d in ahead), None, tuple(notes))
    weeks = max((w for w, _, _ in find_duration_spans(text)), default=None)
    if weeks is None:
        return When(None, None, tuple(notes))
    if weeks > MAX_WEEKS:
        notes.append(f"The first {MAX_WEEKS} weeks are planned; what comes after is planned then.")
    return When(None, min(weeks, MAX_WEEKS), tuple(notes))


def _said_when(answers: Iterable[Answer]) -> str:
    """Answers to "By when?", which leave out the "by": "June" and "12 weeks" are read as well."""
    asked = (a.answer for a in answers if re.search(r"\bwhen\b|\bdeadline\b", a.question, re.IGNORECASE))
    return " ".join(f"by {answer}. in {answer}." for answer in asked)


def _left_out(deadline: Deadline) -> str:
    return f"{deadline.day.day} {deadline.day:%B %Y} is already past, so I left it out."


def find_hours(text: str, request: GoalRequest) -> float | None:
    """Hours a week: chosen beside the text, else answered, else in the text. "4" answers a question for hours."""
    if request.hours_per_week is not None:
        return request.hours_per_week
    for answer in reversed(request.answers):
        hours = find_hours_per_week(answer.answer)
        if hours is None and re.search(r"\bhours?\b.*\bweek\b", answer.question, re.IGNORECASE):
            number = re.search(r"\d{1,2}(?:[.,]\d)?", answer.answer)
            hours = float(number.group().replace(",", ".")) if number else None
        if hours is not None and 0 < hours <= 80:
            return hours
    return find_hours_per_week(text)
