"""Stage 1 by rules: the readings of one text put together."""

from functools import cache

from rein.coach.offline.reading.clean import CleanText, clean
from rein.coach.offline.reading.lexicon import area_lexicon
from rein.coach.domain import GoalReading, GoalRequest, LifeArea
from rein.coach.offline.reading.dates import find_days, find_deadline, find_duration_weeks, find_hours_per_week

@cache
def _known_words() -> frozenset[str]:
    return frozenset(area_lexicon().words) | frozenset("the a my new to of and in i me be is it get go do more less no not stop start this that for with on up out so".split())

def clean_goal(text: str) -> CleanText:
    return clean(text, _known_words())

def read_goal(request: GoalRequest) -> GoalReading:
    """Read what the person wrote. Pure and deterministic."""
    text = request.text
    return GoalReading(
        is_goal=True,
        area=LifeArea.PERSONAL_GROWTH,
        statement=" ".join(text.split())[:300].strip() or "A goal",
        deadline=find_deadline(text, request.today),
        weeks=request.weeks or find_duration_weeks(text),
        hours_per_week=request.hours_per_week or find_hours_per_week(text),
        allowed_days=find_days(text),
    )
