"""Stage 1 by rules: the readings of one text put together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from rein.coach.domain import NOTHING_FOUND, GoalReading, GoalRequest, LifeArea, Training, next_monday
from rein.coach.offline.reading.area import area_stems, find_area, lexicon_offsets
from rein.coach.offline.reading.clean import MARK, CleanText, clean
from rein.coach.offline.reading.constraints import find_constraints
from rein.coach.offline.reading.dates import find_days, read_deadlines
from rein.coach.offline.reading.goalness import REPLIES, why_no_goal
from rein.coach.offline.reading.language import find_language, language_note
from rein.coach.offline.reading.lexicon import area_lexicon
from rein.coach.offline.reading.measure import answered, find_measure, streak_days
from rein.coach.offline.reading.measured import Measured
from rein.coach.offline.reading.parts import Part, choose, find_wanted
from rein.coach.offline.reading.questions import find_questions
from rein.coach.offline.reading.rhythm import find_hours_per_week
from rein.coach.offline.reading.sentence import tidy
from rein.coach.offline.reading.statement import fallback_statement, write_statement
from rein.coach.offline.reading.training import find_training
from rein.coach.offline.reading.usual_time import long_run_hours, usual_weeks
from rein.coach.offline.reading.weights import WordWeights
from rein.coach.offline.reading.when import When, find_hours, find_when, is_southern

SEVERAL, ALONE = 1.5, 3.0
"""From which lexicon logit the main goal's own words decide the area: with other goals beside it, and without."""

_FOR_ALL = re.compile(r"\s*(?:all|both)\b", re.IGNORECASE)

_PLAIN_WORDS = (
    "the a my new to of and in i me be is it get go do more less no not stop start this that for with on up out so"
)


def read_goal(request: GoalRequest) -> GoalReading:
    """Read what the person wrote. Pure and deterministic; never raises for a valid request."""
    text = clean_goal(request.text)
    plain = " ".join(text.text.replace(MARK, " ").split())
    language = find_language(plain or request.text)
    wanted = find_wanted(text.text)
    main, others = choose(wanted.parts)
    goal = main.words if main is not None else plain
    own = _without_others(plain, main, wanted.parts, others)
    everything = " ".join((f"{own}.", *(f"{clean_goal(a.answer).text}." for a in request.answers)))
    area = _area(text, main, several=bool(others), limits=wanted.limits)
    when = find_when(goal, everything, request)
    hours = find_hours(own, request)
    limits = wanted.limits
    if request.hours_per_week is not None:
        limits = tuple(limit for limit in limits if find_hours_per_week(limit) is None)

    # Outside English the signs of jokes and remarks are not known, and every text is taken for a goal.
    no_goal = why_no_goal(text, area_stems(text)) if language == "en" else None
    measured = _measure(goal, everything, area, when, request, english=language == "en") if no_goal is None else None
    measure = measured.measure if measured else None
    undated = when.deadline is None and when.weeks is None and request.weeks is None
    usual = usual_weeks(goal, measure) if undated and language == "en" else None
    training = find_training(goal, area, measure) if no_goal is None else Training.NONE
    statement = write_statement(
        goal,
        read_deadlines(goal, request.today, southern=is_southern(request.timezone)) if language == "en" else (),
        when.deadline,
        request.today,
        hours if language == "en" else None,
        measure,
        training,
    )
    return GoalReading(
        is_goal=no_goal is None,
        reply=REPLIES[no_goal] if no_goal else "",
        area=area,
        statement=statement or fallback_statement(text),
        measure=measure,
        deadline=when.deadline,
        weeks=when.weeks or usual,
        hours_per_week=hours or long_run_hours(measure, training),
        allowed_days=find_days(everything),
        training=training,
        constraints=_lines((*limits, *find_constraints(_without_reason(everything, wanted.reason))), 8),
        motivation=wanted.reason[:1_500].strip(),
        assumptions=_lines(
            _assumptions(
                measured,
                when,
                usual,
                None if hours else long_run_hours(measure, training),
                language,
                len(others) if no_goal is None else 0,
            ),
            8,
        ),
        questions=_questions(goal, area, measured, when, hours, request) if no_goal is None else (),
        other_goals=_lines(others, 8) if no_goal is None else (),
        language=language,
        safety=NOTHING_FOUND,
    )


@cache
def _known_words() -> frozenset[str]:
    return frozenset(area_lexicon().words) | frozenset(_PLAIN_WORDS.split())


def clean_goal(text: str) -> CleanText:
    """Mend a text with the words that the lexicons know."""
    return clean(text, _known_words())


def read_area(text: CleanText, weights: WordWeights | None = None) -> LifeArea:
    """The area that `read_goal` reads, with other word weights than its own if given."""
    wanted = find_wanted(text.text)
    main, others = choose(wanted.parts)
    return _area(text, main, several=bool(others), limits=wanted.limits, weights=weights)


def _area(
    text: CleanText,
    main: Part | None,
    *,
    several: bool,
    limits: Sequence[str],
    weights: WordWeights | None = None,
) -> LifeArea:
    """The main goal's own area, where its words name one; else the whole text's without what limits the person."""
    if main is not None:
        strength = max(lexicon_offsets(main.stems))
        if strength >= (SEVERAL if several else ALONE):
            return find_area(main.stems, weights)
    if main is not None and limits:
        wish = text.text
        for limit in limits:
            wish = wish.replace(limit.partition(" (")[0], " ")
        text = replace(text, text=wish)
    return find_area(area_stems(text), weights)


def _without_others(plain: str, main: Part | None, parts: Sequence[Part], others: Sequence[str]) -> str:
    """The text without the other goals: their dates, hours and days are not the main one's."""
    for part in parts:
        if part is not main and tidy(part.words) in others:
            # "…, 4 hours a week" at the very end is said of all of them.
            words, comma, last = part.words.rpartition(",")
            shared = bool(comma) and (find_hours_per_week(last) is not None or bool(_FOR_ALL.match(last)))
            before, found, after = plain.rpartition(words if shared else part.words)
            plain = f"{before} {after}" if found else plain
    return plain


def _measure(
    goal: str, everything: str, area: LifeArea, when: When, request: GoalRequest, *, english: bool
) -> Measured | None:
    days = streak_days(request.start or next_monday(request.today), when.weeks, when.deadline)
    measured = find_measure(goal, everything, area, days)
    if measured is None and not english:
        # Outside English a sentence rarely parts from its frame: numbers may stand anywhere in the text.
        measured = find_measure(everything, everything, area, days)
    return answered(measured, request.answers) if measured else None


def _assumptions(
    measured: Measured | None, when: When, usual: int | None, hours: float | None, language: str, others: int
) -> Iterable[str]:
    if measured is not None:
        yield from measured.assumptions
    yield from when.assumptions
    if usual is not None:
        yield f"No date was given; a goal like this usually takes about {usual} weeks."
    if hours is not None:
        yield f"You find about {hours:g} hours a week for this; the long runs need them."
    if language != "en":
        yield language_note(language)
    if others:
        listed = "1 more goal is" if others == 1 else f"{others} more goals are"
        yield f"You want to begin with this one; {listed} listed for later."


def _questions(
    goal: str, area: LifeArea, measured: Measured | None, when: When, hours: float | None, request: GoalRequest
) -> tuple[str, ...]:
    starting_point = ""
    if measured is not None and (measured.assumptions or measured.measure.baseline is None):
        starting_point = measured.asks_baseline
    found = find_questions(
        tidy(goal) or goal,
        area,
        measure=measured.measure if measured else None,
        baseline_question=starting_point,
        dated=when.is_said,
        hours_known=hours is not None,
        asked=tuple(a.question for a in request.answers),
    )
    return _lines(found, 3)


def _lines(texts: Iterable[str], most: int) -> tuple[str, ...]:
    """Non-empty, short enough lines; one that another holds is left out."""
    found: dict[str, str] = {}
    for raw in texts:
        line = " ".join(raw.split())[:300].strip()
        if line and not any(line.casefold() in other for other in found):
            found[line.casefold()] = line
    return tuple(found.values())[:most]


def _without_reason(text: str, reason: str) -> str:
    """The text without the person's reasons: "because I hate everyone" limits nothing."""
    for part in filter(None, reason.split("; ")):
        text = text.replace(part, " ")
    return text
