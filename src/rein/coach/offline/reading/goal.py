"""Stage 1 by rules: the readings of one text put together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from rein.coach.domain import MAX_WEEKS, GoalReading, GoalRequest, LifeArea, Training, next_monday
from rein.coach.offline.reading.area import area_stems, find_area, lexicon_offsets
from rein.coach.offline.reading.clean import CleanText, clean
from rein.coach.offline.reading.constraints import find_constraints, is_constraint
from rein.coach.offline.reading.dates import find_days, read_deadlines
from rein.coach.offline.reading.goalness import REPLIES, why_no_goal
from rein.coach.offline.reading.language import find_language, language_note
from rein.coach.offline.reading.lexicon import area_lexicon
from rein.coach.offline.reading.measure import Measured, find_measure, streak_days
from rein.coach.offline.reading.numbers import tidy as tidy_number
from rein.coach.offline.reading.questions import find_questions
from rein.coach.offline.reading.rhythm import find_duration_spans, find_hours_per_week
from rein.coach.offline.reading.sentence import MARK, begins_goal, frame_marked, motive, parts, sentences, tidy
from rein.coach.offline.reading.tokens import stem, words_of
from rein.coach.offline.reading.weights import WordWeights

SEVERAL, ALONE = 1.5, 3.0
"""From which lexicon logit the main goal's own words decide the area: with other goals beside it, and without."""

MAX_STATEMENT = 180
"""A statement longer than this is cut at a word: it is one sentence, not the whole text."""

_PLAIN_WORDS = (
    "the a my new to of and in i me be is it get go do more less no not stop start this that for with on up out so"
)
_SOUTHERN = re.compile(
    r"Australia/|Antarctica/|Pacific/Auckland|Africa/(?:Johannesburg|Harare|Maputo|Windhoek|Gaborone)"
    r"|America/(?:Argentina|Sao_Paulo|Santiago|Montevideo|Asuncion|La_Paz|Lima|Buenos_Aires)|"
    r"Indian/(?:Mauritius|Reunion)"
)
_RUNNING = re.compile(
    r"\b(?:run|runs|running|runner|jog\w*|marathon|half-marathon|\d+k|parkrun|laufen|joggen|halbmarathon|courir"
    r"|course\s+à\s+pied|semi-marathon|correr|marat[oó]n|correre|hardlopen|бег\w*|марафон)\b",
    re.IGNORECASE,
)
_NOT_RUNNING = re.compile(
    r"\b(?:run\s+(?:a|my|the|our)\s+(?:\w+\s+)?(?:business|company|shop|campaign|blog|errands?|team|event|country"
    r"|club)|run\s+(?:out|away|for\s+office)|in\s+the\s+long\s+run|running\s+late|tv\s+marathon|marathon\s+of)\b",
    re.IGNORECASE,
)
_TRAINING = re.compile(
    r"\b(?:gym|work\s?outs?|working\s+out|exercis\w*|strength|muscles?|lift\w*|weights|cycl\w+|bik(?:e|ing)"
    r"|triathlon|ironman|swim\w*|yoga|pilates|crossfit|push[\s-]?ups?|pull[\s-]?ups?|squats?|plank|deadlift|"
    r"bench|cardio|hiit|climb\w*|row(?:ing)?|ski(?:ing)?|tennis|soccer|football|basketball|martial\s+arts|karate"
    r"|boxing|judo|dance\s+class|get\s+(?:\w+\s+)?(?:fit|in\s+shape|toned|ripped)|in\s+shape|fitter|fitness|abs|"
    r"calisthenics|fitnessstudio|sport|trainieren|gimnasio|ejercicio|entrenar|musculation|palestra|siłowni\w*)\b",
    re.IGNORECASE,
)
_CONNECT = re.compile(
    r"(?:[\s,;(–—-]*\b(?:by|before|until|till|in|within|over|for|on|at|during|this|the|next|and|from|to|with|about"
    r"|around|of|but|i\s+can(?:\s+(?:train|spend|give|do))?|training|spending|only|come|so)\b)+[\s,;.:]*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\s*(?:,(?!\d)|;|\s[-–—]\s|\(|\))\s*(?:and\s+|but\s+|so\s+)?|\s+(?:but|although|though|however|while)\s+"
    r"|\s+and\s+(?=i\s+(?:can|have|only|work|am|don['’]?t)\b|i['’](?:m|ve)\b|(?:i\s+)?(?:want|would\s+like|wish"
    r"|hope)\s+to\b)|\s+(?=with\s+(?:a\s+|my\s+|two\s+|three\s+|no\s+)(?:bad|sore|kids|gym|young|small|baby))",
    re.IGNORECASE,
)
_HOURS_PHRASE = re.compile(
    r"[,;]?\s*(?:and\s+|but\s+)?(?:i\s+(?:can|could|have|only\s+have|am\s+able\s+to|will"
    r"|want\s+to)\s+)?(?:only\s+)?(?:train(?:ing)?|practi[cs](?:e|ing)|stud(?:y|ying)|spend(?:ing)?|giv(?:e|ing)"
    r"|invest(?:ing)?|put(?:ting)?\s+in|have|with)?\s*"
    r"(?:about\s+|around\s+|up\s+to\s+|at\s+most\s+|only\s+|for\s+)*(?:\d+(?:[.,]\d+)?(?:\s?(?:-|–|to)\s?\d+)?|one"
    r"|two|three|four|five|six|seven|eight|nine|ten)\s*(?:hours?|hrs?|h)\s*(?:a|per|each|every"
    r"|/)\s*week\b(?:\s+(?:for|to|on)\s+(?:it|this|train|training|practice|practise))?",
    re.IGNORECASE,
)


@cache
def _known_words() -> frozenset[str]:
    return frozenset(area_lexicon().words) | frozenset(_PLAIN_WORDS.split())


def clean_goal(text: str) -> CleanText:
    """Mend a text with the words that the lexicons know."""
    return clean(text, _known_words())


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing the person wants, in their words, and how much it reads like a goal."""

    words: str
    weight: float
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _When:
    """What the text says of time."""

    deadline: date | None
    weeks: int | None
    assumptions: tuple[str, ...]


def read_goal(request: GoalRequest) -> GoalReading:
    """Read what the person wrote. Pure and deterministic; never raises for a valid request."""
    text = clean_goal(request.text)
    answers = " ".join(f"{clean_goal(a.answer).text}." for a in request.answers)
    stems = area_stems(text)
    area = find_area(stems)
    language = find_language(text.text or request.text)
    no_goal = why_no_goal(text, stems) if language == "en" else None
    said, reason, limits = _wanted(text.text)
    main, others = _choose(said)
    when = _when(f"{text.text.replace(MARK, ' ')} {answers}", request)
    hours = request.hours_per_week or _hours(text.text, request)
    start = request.start or next_monday(request.today)
    everything = f"{text.text.replace(MARK, ' ')}. {answers}"
    if main is not None:
        area = _area_of_main(main, area, several=bool(others))
    goal = main.words if main is not None else text.text
    measured = None if no_goal else find_measure(goal, everything, area, streak_days(start, when.weeks, when.deadline))
    if no_goal is None and language != "en":
        # Outside English one sentence rarely parts from its frame: numbers may stand anywhere in the text.
        measured = measured or find_measure(everything, everything, area, streak_days(start, when.weeks, when.deadline))
    training = _training(goal, area, measured)
    statement = _statement(goal, request, when, hours, training, english=language == "en") or _fallback(text)
    return GoalReading(
        is_goal=no_goal is None,
        reply=REPLIES[no_goal] if no_goal else "",
        area=area,
        statement=statement,
        measure=measured.measure if measured else None,
        deadline=when.deadline,
        weeks=when.weeks,
        hours_per_week=hours,
        allowed_days=find_days(everything),
        training=training,
        constraints=_lines((*limits, *find_constraints(f"{_without(everything, goal)}. {goal}")), 8),
        motivation=reason[:1_500].strip(),
        assumptions=_lines(
            (
                *(measured.assumptions if measured else ()),
                *when.assumptions,
                *([language_note(language)] if language != "en" else []),
                *(
                    [
                        f"You want to begin with this one; {len(others)} more {'goals are' if len(others) > 1 else 'goal is'} listed for later."
                    ]
                    if others
                    else []
                ),
            ),
            8,
        ),
        questions=()
        if no_goal
        else _lines(
            find_questions(
                goal,
                area,
                measure=measured.measure if measured else None,
                baseline_question=_open_baseline(measured),
                dated=bool(when.deadline or when.weeks),
                hours_known=hours is not None,
                asked=tuple(a.question for a in request.answers),
            ),
            5,
        ),
        other_goals=_lines((o for o in others), 8) if no_goal is None else (),
        language=language,
    )


def read_area(text: CleanText, weights: WordWeights | None = None) -> LifeArea:
    """The area of the goal that `read_goal` takes for the main one."""
    area = find_area(area_stems(text), weights)
    main, others = _choose(_wanted(text.text)[0])
    return area if main is None else _area_of_main(main, area, several=bool(others), weights=weights)


def _lines(texts: Iterable[str], most: int) -> tuple[str, ...]:
    """Non-empty, distinct, short enough lines; one that another holds is left out."""
    found: dict[str, str] = {}
    for raw in texts:
        line = " ".join(raw.split())[:300].strip()
        if line and not any(line.casefold() in other for other in found):
            found[line.casefold()] = line
    return tuple(found.values())[:most]


def _wanted(text: str) -> tuple[list[_Part], str, list[str]]:
    """What the text wants, why, and what limits it."""
    found: list[_Part] = []
    reasons: list[str] = []
    limits: list[str] = []
    for sentence, framed in sentences(frame_marked(text)):
        rest, reason = motive(sentence)
        if reason:
            reasons.append(reason)
        rest, limiting = _part_from_limits(rest, framed=framed)
        limits += limiting
        for i, part in enumerate(parts(rest)):
            stems = tuple(stem(w) for w in words_of(part))
            strength = min(3.0, max(lexicon_offsets(stems), default=0.0))
            weight = (
                strength
                + 2.0 * (framed and i == 0)
                + 2.0 * begins_goal(part)
                + 1.5 * _is_wish(sentence)
                + 0.8 * bool(re.search(r"\d", part))
            )
            weight -= 2.5 * part.endswith("?") + 1.5 * (len(stems) < 2) + 0.1 * i
            found.append(_Part(part, weight, stems))
    return found, "; ".join(reasons), limits


_WISH_LEAD = re.compile(
    r"^\W*(?:so\s+|and\s+|well\s+)?(?:i|we|my|our|this\s+year|in\s+20\d\d|help|to|let)\b(?!\s+(?:can|have|work"
    r"|am\s+(?:a|an)|hate|live|knee|back)\b)",
    re.IGNORECASE,
)


def _is_wish(sentence: str) -> bool:
    return bool(
        re.match(
            r"\W*(?:i|we)\s+(?:\w+\s+)?(?:want|wanna|need|wish|hope|plan|aim|intend|would\s+like|will|resolve|vow)\b"
            r"|\W*i['’](?:d|ll|m\s+(?:going|gonna|trying|planning))\b|\W*(?:my|the)\s+(?:\w+\s+){0,2}(?:goal|aim"
            r"|plan|target|dream)\b|\W*help\s+me\b",
            sentence,
            re.IGNORECASE,
        )
    )


def _part_from_limits(sentence: str, *, framed: bool) -> tuple[str, list[str]]:
    """The sentence without the clauses that say what the person can or cannot do, and these clauses."""
    kept = ""
    limits: list[str] = []
    edges = [(m.start(), m.end()) for m in _CLAUSE.finditer(sentence)]
    for (_, begin), (end, following) in zip([(0, 0), *edges], [*edges, (len(sentence), len(sentence))], strict=True):
        clause = sentence[begin:end].strip()
        if clause and is_constraint(clause) and (kept or not framed) and not _is_wish(clause):
            limits.append(clause)
        else:
            kept += sentence[begin:following]
    return kept.strip(" ,;-–—("), limits


def _choose(said: Sequence[_Part]) -> tuple[_Part | None, list[str]]:
    """The main goal and the others. The first strong one leads; a later one only if it says much more."""
    if not said:
        return None, []
    best = max(p.weight for p in said)
    main = next(p for p in said if p.weight >= min(best, max(3.0, best - 2.0)))
    others = [t for p in said if p is not main and p.weight >= 3.0 and begins_goal(p.words) and (t := tidy(p.words))]
    shown = tidy(main.words).casefold()
    return main, [o for o in others if o.casefold() != shown]


def _area_of_main(
    main: _Part, area: LifeArea, *, several: bool, weights: WordWeights | None = None
) -> LifeArea:
    """The main goal's own area, where its words name one; else the whole text's."""
    strength = max(lexicon_offsets(main.stems), default=0.0)
    return find_area(main.stems, weights) if strength >= (SEVERAL if several else ALONE) else area


def _when(text: str, request: GoalRequest) -> _When:
    """Deadline and weeks: what was chosen beside the text overrides it."""
    southern = bool(_SOUTHERN.match(request.timezone))
    deadlines = read_deadlines(text, request.today, southern=southern)
    assumed = [d.guessed for d in deadlines if d.guessed and not d.passed]
    assumed += [
        f"{d.day:%-d %B %Y} is already past, so I left it out."
        for d in deadlines
        if d.passed and d.day.year >= request.today.year - 1
    ]
    start = request.start or request.today
    ahead = [d.day for d in deadlines if not d.passed and d.day > max(start, request.today)]
    if request.weeks is not None:
        return _When(None, request.weeks, ())
    if ahead:
        return _When(max(ahead), None, tuple(assumed))
    spans = find_duration_spans(text)
    if spans:
        weeks = max(w for w, _, _ in spans)
        if weeks > MAX_WEEKS:
            assumed.append("The first two years are planned; what comes after is planned then.")
        return _When(None, min(weeks, MAX_WEEKS), tuple(assumed))
    return _When(None, None, tuple(assumed))


def _hours(text: str, request: GoalRequest) -> float | None:
    """Hours a week from the answers first, then from the text. "4" answers a question that asks for hours."""
    for answer in reversed(request.answers):
        hours = find_hours_per_week(answer.answer)
        if (
            hours is None
            and re.search(r"\bhours?\b", answer.question, re.IGNORECASE)
            and "week" in answer.question.lower()
        ):
            number = re.search(r"\d{1,2}(?:[.,]\d)?", answer.answer)
            hours = float(number.group().replace(",", ".")) if number else None
        if hours is not None and 0 < hours <= 80:
            return hours
    return find_hours_per_week(text)


def _open_baseline(measured: Measured | None) -> str:
    """The question for a starting point that was assumed or is unknown."""
    if measured is None or not measured.asks_baseline:
        return ""
    return measured.asks_baseline if measured.assumptions or measured.measure.baseline is None else ""


def _training(goal: str, area: LifeArea, measured: Measured | None) -> Training:
    if measured and measured.measure.metric == "longest run":
        return Training.RUNNING
    if measured and measured.measure.metric.endswith(" in a row") and measured.measure.unit == "days":
        return Training.NONE
    if (
        _RUNNING.search(goal)
        and not _NOT_RUNNING.search(goal)
        and area in {LifeArea.HEALTH_FITNESS, LifeArea.RECREATION}
    ):
        return Training.RUNNING
    if measured and measured.measure.metric in {
        "longest ride",
        "longest swim",
        "longest row",
        "bench press",
        "squat",
        "deadlift",
    }:
        return Training.OTHER
    if _TRAINING.search(goal) and area in {LifeArea.HEALTH_FITNESS, LifeArea.RECREATION}:
        return Training.OTHER
    return Training.NONE


def _statement(
    goal: str, request: GoalRequest, when: _When, hours: float | None, training: Training, *, english: bool
) -> str:
    """The main goal as one clean sentence, its dates made plain: "Run a half marathon by 31 May, 4 hours a week"."""
    southern = bool(_SOUTHERN.match(request.timezone))
    words = _HOURS_PHRASE.sub(" ", goal)
    dates = read_deadlines(words, request.today, southern=southern) if english else ()
    # A day that the person named stays in their words; "by spring" becomes a day.
    cut = [d for d in dates if d.passed or (d.day == when.deadline and not re.search(r"\d", words[d.start : d.end]))]
    for d in reversed(cut):
        head, tail = words[: d.start], words[d.end :]
        words = f"{_CONNECT.sub('', head)} {tail}"
    words = tidy(words)
    if not re.search(r"\w", words):
        return ""
    if len(words) > MAX_STATEMENT:
        words = words[:MAX_STATEMENT].rsplit(" ", 1)[0].rstrip(" ,;:-–—")
    if cut and any(not d.passed for d in cut) and when.deadline is not None:
        year = f" {when.deadline.year}" if when.deadline.year != request.today.year else ""
        words = f"{words} by {when.deadline.day} {when.deadline:%B}{year}"
    if english and hours is not None and find_hours_per_week(words) is None:
        doing = "training " if training is not Training.NONE else ""
        words = f"{words}, {doing}{tidy_number(hours)} {'hour' if hours == 1 else 'hours'} a week"
    return words[:300].strip()


def _fallback(text: CleanText) -> str:
    """A statement where the words leave none: the hashtags' words, else a line that says so."""
    words = tidy(" ".join(text.tag_words)) or tidy(text.text.replace(MARK, " "))
    return words[:MAX_STATEMENT].strip() if re.search(r"\w", words) else "A goal still to be put into words"


def _without(text: str, part: str) -> str:
    return text.replace(part, " ")
