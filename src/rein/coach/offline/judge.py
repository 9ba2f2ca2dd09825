"""Stage 4 by rules: how clear, specific, measurable and actionable a resolution is.

The judge counts what a careful reader would look for (a number with its unit, a date, a baseline, days, cues) and
takes off for vague words and long sentences. Text in the resolution that speaks to the judge is only more text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rein.coach.domain import DimensionScore, QualityScores, Resolution, ResolutionUnderReview

_MONTH = r"(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?(?:{_MONTH})|(?:{_MONTH})\.? \d{{1,4}}|(?:19|20)\d\d(?:-\d\d-\d\d)?)\b",
    re.IGNORECASE,
)
_LOOSE_DATE = re.compile(
    rf"\b(?:by|before|until|in) (?:the end of )?(?:{_MONTH}|(?:next |this )?(?:spring|summer|autumn|fall|winter|christmas|month|year))\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])[$€£]?\d[\d,.]*")
_WITH_UNIT = re.compile(
    r"[$€£]\s?\d|\d[\d,.]*\s?(?:%|[a-z]{1,12}\b)|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|fifty) [a-z]+",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\bfrom (?:[$€£]?\d|zero|nothing|none)[^.;]{0,40}?\bto [$€£]?\d", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|weekends?|every day|daily|each day|\d x|(?:once|twice|\w+ times) (?:a|per) (?:day|week))\b",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:\d{1,2}[:.]\d\d|\d{1,2} ?[ap]m|\d{1,2} o['’]clock|before|after|when|once|as soon as|straight|right|at (?:home|work|lunch|noon|night)|breakfast|lunch|dinner|"
    r"bed(?:time)?|morning|evening|desk|door|kitchen|gym|shop|bus|train|alarm|coffee|shower|shoes|phone|raining|tired|payday)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:better|more|less|healthier|happier|good|nice|somehow|something|stuff|things|maybe|perhaps|possibly|hopefully|try|improve|as much as possible|work on|"
    r"soon|sometimes|often|eventually|regularly)\b",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"\b(?:\d+|one|two|ten|twenty|thirty) (?:minutes?|hours?) (?:before|after)\b|\b(?:at |by )?\d{1,2}[:.]\d\d\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?;]+(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

LONG_SENTENCE_WORDS = 25
"""Readers lose the thread beyond this (Cutts, Oxford Guide to Plain English: 15-20 on average, few above 25)."""

EASY_SENTENCE_WORDS = 20
SHORT_STATEMENT_WORDS = 6
COMMITMENT_WORDS = 60


def judge(review: ResolutionUnderReview) -> QualityScores:
    """Score `review.resolution`, each dimension 0-10 in half points, with what was seen as the reason."""
    r = review.resolution
    return QualityScores(
        clarity=_clarity(r),
        specificity=_specificity(r),
        measurability=_measurability(r),
        actionability=_actionability(r),
    )


@dataclass
class _Tally:
    """Points given and taken, and what for."""

    points: float
    good: list[str] = field(default_factory=list[str])
    bad: list[str] = field(default_factory=list[str])

    def add(self, points: float, seen: bool, what: str, otherwise: str = "") -> None:
        if seen:
            self.points += points
            self.good.append(what)
        elif otherwise:
            self.bad.append(otherwise)

    def take(self, points: float, seen: bool, what: str) -> None:
        if seen:
            self.points -= points
            self.bad.append(what)

    def score(self) -> DimensionScore:
        """The sum held to 0-10; the reason names the strongest thing seen and the worst thing missed."""
        good = self.good[0] if self.good else ""
        bad = self.bad[0] if self.bad else ""
        reason = f"{good}, but {bad}" if good and bad else good or bad
        return DimensionScore(
            score=min(10.0, max(0.0, round(self.points * 2) / 2)), reason=f"{reason[:1].upper()}{reason[1:]}."
        )


def _clarity(r: Resolution) -> DimensionScore:
    words = _WORD.findall(r.statement)
    longest = max((len(_WORD.findall(s)) for s in _SENTENCE.split(r.statement)), default=0)
    vague = _vague(r.statement)
    t = _Tally(6.0)
    t.add(1.5, longest <= EASY_SENTENCE_WORDS, "it reads in one go")
    t.add(
        1.0,
        bool(re.match(r"\W*(?:By [^,.]{3,30}, )?I\b", r.statement)),
        "it is said in the first person",
        "it is not said in the first person",
    )
    t.add(1.0, not vague, "no word in it is vague")
    t.take(1.5, longest > LONG_SENTENCE_WORDS, f"one sentence runs to {longest} words")
    t.take(2.0, len(words) < SHORT_STATEMENT_WORDS, "the statement is too short to have one meaning")
    t.take(1.0, len(words) > COMMITMENT_WORDS, "the statement is too long to remember")
    t.take(min(4.0, 1.5 * len(vague)), bool(vague), _quoted(vague))
    return t.score()


def _specificity(r: Resolution) -> DimensionScore:
    vague = _vague(r.statement)
    concrete = _share(_CUE, (p.situation for p in r.if_then_plans))
    t = _Tally(1.0)
    t.add(2.5, bool(_WITH_UNIT.search(_without_times(r.statement))), "it says how much", "it does not say how much")
    t.add(2.0, bool(_DAY.search(r.statement)), "it names its days", "it does not say on which days")
    t.add(1.5, bool(_CUE.search(r.statement)), "it has its place in the day", "it has no place in the day")
    t.add(
        1.5 * concrete,
        concrete > 0,
        "the if-then plans name real situations",
        "the if-then plans name no real situation",
    )
    t.add(1.0, len(_WORD.findall(r.statement)) >= 2 * SHORT_STATEMENT_WORDS, "the statement has enough detail")
    t.take(min(2.0, float(len(vague))), bool(vague), _quoted(vague))
    return t.score()


def _measurability(r: Resolution) -> DimensionScore:
    metrics = " ; ".join(r.success_metrics)
    everything = f"{r.statement} ; {metrics}"
    dated = _DATE.search(everything)
    t = _Tally(0.5)
    t.add(
        2.5,
        bool(_NUMBER.search(_DATE.sub("", everything))),
        "there is a number to reach",
        "there is no number to reach",
    )
    t.add(
        1.5,
        bool(_WITH_UNIT.search(_without_times(r.statement))),
        "the statement itself can be counted",
        "the statement itself cannot be counted",
    )
    t.add(2.0, bool(dated), f"it has a date ({dated[0]})" if dated else "", "it has no date")
    t.add(1.0, not dated and bool(_LOOSE_DATE.search(everything)), "it says roughly by when")
    t.add(1.5, bool(_FROM_TO.search(everything)), "it says where it starts", "it does not say where it starts")
    t.add(
        1.5 * _share(_NUMBER, r.success_metrics), bool(_NUMBER.search(metrics)), "its signs of success can be counted"
    )
    return t.score()


def _actionability(r: Resolution) -> DimensionScore:
    cued = _share(_CUE, (p.situation for p in r.if_then_plans))
    one_act = sum(len(_WORD.findall(p.response)) <= EASY_SENTENCE_WORDS for p in r.if_then_plans) / len(r.if_then_plans)
    countered = sum(len(_WORD.findall(o.counter_move)) >= 4 for o in r.obstacles) / len(r.obstacles)
    vague = sum(bool(_VAGUE.search(p.response)) for p in r.if_then_plans)
    t = _Tally(1.0)
    t.add(
        2.5 * cued,
        cued > 0,
        "each if-then plan hangs on a moment that does come",
        "no if-then plan hangs on a moment that does come",
    )
    t.add(
        1.5,
        bool(_DAY.search(r.statement) or _CUE.search(r.statement)),
        "the next act and its moment are plain",
        "the next act has no moment",
    )
    t.add(
        1.0, len(r.if_then_plans) >= 3, "there are enough if-then plans for a bad week", "there are few if-then plans"
    )
    t.add(
        1.5 * countered,
        countered > 0,
        "obstacles have counter-moves that can be done",
        "obstacles have no real counter-move",
    )
    t.add(1.0 * one_act, one_act > 0, "each response is one act")
    t.add(
        1.0,
        len(_WORD.findall(r.strategy)) >= 2 * SHORT_STATEMENT_WORDS,
        "the strategy says how",
        "the strategy does not say how",
    )
    t.take(min(2.0, 1.0 * vague), vague > 0, "a response is left vague")
    return t.score()


def _without_times(text: str) -> str:
    """The text without dates and moments: "30 minutes before bed" says when, not how much."""
    return _MOMENT.sub(" ", _DATE.sub(" ", text))


def _vague(text: str) -> list[str]:
    """Vague words, unless a number stands within two words of them ("3 more books")."""
    return [
        m[0].lower() for m in _VAGUE.finditer(text) if not _NUMBER.search(text[max(0, m.start() - 10) : m.end() + 10])
    ]


def _quoted(words: list[str]) -> str:
    return f"“{words[0]}” leaves open what is meant" if words else ""


def _share(pattern: re.Pattern[str], texts: Iterable[str]) -> float:
    """The share of `texts` that hold a match, 0 to 1."""
    found = [pattern.search(text) is not None for text in texts]
    return sum(found) / len(found) if found else 0.0
