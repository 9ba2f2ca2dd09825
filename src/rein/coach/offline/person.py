"""What the plan patterns need to know of a person: their goal with its facts pulled out of the words."""

import re
from dataclasses import dataclass
from functools import cached_property

from rein.coach.domain import EVERY_DAY, ClarifiedGoal, Measure, Training, Weekday
from rein.coach.offline import words
from rein.coach.targets import lighter_weeks, reachable, taper_weeks

_NIGHTS = re.compile(
    r"\b(?:night|late|rotating|shift)s?[- ]?(?:shifts?|work\w*|duty)\b|\bwork(?:ing)? (?:at )?nights?\b|\bnights? (?:nurse|job)\b|\bshift work"
)
_KIDS = re.compile(
    r"\b(?:kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|newborn|twins|single (?:mum|mom|dad|parent)|my (?:son|daughter)s?)\b"
)
_NO_KIDS = re.compile(r"\b(?:no|without|have a|having a|want) (?:kids?|child(?:ren)?|bab(?:y|ies))\b")
_JOINTS = re.compile(
    r"\b(?:bad|sore|hurt|hurting|injured|weak|dodgy|painful|busted|torn|broken|sprained|my) (?:left |right |lower )?(?:knees?|back|hips?|ankles?|shins?|foot|feet|achilles|shoulder)\b"
    r"|\b(?:knee|back|hip|ankle|shin|foot|joint|shoulder) (?:pain|problems?|injur\w+|surgery|trouble|issues?)|\b(?:arthritis|shin splints?|plantar|sciatica|meniscus|acl)\b"
)
_NOT_JOINTS = re.compile(
    r"\b(?:get|have|bring|want|win)\w* my (?:back|foot|feet)\b|\bmy back (?:yard|garden)\b|\bon my feet\b"
)
_NO_GYM = re.compile(
    r"\b(?:no|without|hate|not|don['’]?t|can['’]?t afford)\b[^.]{0,25}\bgym\b|\b(?:at|from) home\b|\bbody ?weight\b|\bhome gym\b"
)
_GYM = re.compile(r"\bgyms?\b|\bbarbell\b|\bsquat rack\b|\bcrossfit\b")
_MORNING = re.compile(
    r"\b(?:only|just|in the|before work|early)\b[^.]{0,12}\bmornings?\b|\bmornings? only\b|\bbefore work\b"
)
_EVENING = re.compile(
    r"\b(?:only|just|in the|after work)\b[^.]{0,12}\bevenings?\b|\bevenings? only\b|\bafter work\b|\bnot? (?:a )?morning"
)
_STUDENT = re.compile(
    r"\b(?:student|(?:high |grad |law |med |back to |at |in )school|college(?! fund)|uni(?:versity)?|semester|campus|my classes|homework|gpa|finals|midterms)\b"
)
_MINUTES_A_DAY = re.compile(
    r"\b(\d{1,3}) ?(?:min(?:ute)?s?)\b[^.;,]{0,25}?\b(?:(?:a|per|each|every) (?:day|morning|evening|night)|daily)\b"
    r"|\b(?:(?:each|every) (?:day|morning|evening|night)|daily)\b[^.;,]{0,25}?\b(\d{1,3}) ?min(?:ute)?s?\b"
)
_TIMES_A_WEEK = re.compile(
    r"\b(?:(\d|once|twice|one|two|three|four|five|six|seven)(?: ?(?:x|times|days|nights|evenings|sessions|workouts|runs))?|every|each) (?:a |per |each |every )?week\b(?!end)|\bweekly\b"
)
_SMALL = {"once": 1, "twice": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_FREE = re.compile(
    r"\b(?:unemployed|out of work|laid off|lost my job|no job|between jobs|retired|retirement|stay[- ]at[- ]home)\b"
)


@dataclass(frozen=True)
class Person:
    """A clarified goal, read once more for what decides how a plan is worded and fitted."""

    goal: ClarifiedGoal
    quotes: bool = True
    """Whether the person's own words may be said back to them."""

    @cached_property
    def said(self) -> str:
        """Everything the person said, lower case."""
        g = self.goal
        return " ".join([g.statement, g.text, *g.constraints, g.motivation, *(a.answer for a in g.answers)]).casefold()

    @cached_property
    def circumstances(self) -> str:
        """What the person said about their life beside the goal itself, lower case."""
        g = self.goal
        return " . ".join([*g.constraints, *(a.answer for a in g.answers), g.text]).casefold()

    @property
    def budget(self) -> int:
        """Minutes a week."""
        return max(1, int(self.goal.hours_per_week * 60))

    @property
    def days(self) -> tuple[Weekday, ...]:
        """The days that may be used, Monday first."""
        return tuple(d for d in EVERY_DAY if d in self.goal.allowed_days) or EVERY_DAY

    @property
    def minutes_a_day(self) -> int | None:
        """The minutes a day that the person named for it, if any."""
        found = _MINUTES_A_DAY.search(self.said)
        return int(found[1] or found[2]) or None if found else None

    @property
    def times_a_week(self) -> int | None:
        """How often a week the person wants to do what the goal names, if they said; a book or a hundred a week are no times."""
        found = _TIMES_A_WEEK.search(self.goal.statement.casefold())
        if found is None or (self.measure is not None and self.measure.target is not None and self.measure.target > 7):
            return None
        if found[1] is None and self.goal.training is not Training.NONE:
            return None  # "exercise every week" sets no limit
        word = found[1] or "once"
        return min(7, int(word) if word.isdigit() else _SMALL[word]) or None

    @property
    def works_nights(self) -> bool:
        return bool(_NIGHTS.search(self.circumstances))

    @property
    def has_children(self) -> bool:
        return bool(_KIDS.search(self.circumstances)) and not _NO_KIDS.search(self.circumstances)

    @property
    def spares_joints(self) -> bool:
        """Whether an injury or a sore joint was named, so that nothing may pound it without a doctor's word."""
        return bool(_JOINTS.search(self.circumstances)) and not _NOT_JOINTS.search(self.circumstances)

    @property
    def uses_gym(self) -> bool:
        return bool(_GYM.search(self.said)) and not _NO_GYM.search(self.said)

    @property
    def only_mornings(self) -> bool:
        return bool(_MORNING.search(self.circumstances)) and not _EVENING.search(self.circumstances)

    @property
    def only_evenings(self) -> bool:
        return bool(_EVENING.search(self.circumstances)) and not _MORNING.search(self.circumstances)

    @property
    def only_weekends(self) -> bool:
        return set(self.days) <= {Weekday.SAT, Weekday.SUN}

    @property
    def studies(self) -> bool:
        return bool(_STUDENT.search(self.said))

    @property
    def has_no_job(self) -> bool:
        return bool(_FREE.search(self.said))

    @cached_property
    def measure(self) -> Measure | None:
        """The measure that the plan will reach: the goal's, or as much of it as is safe in the time."""
        return reachable(self.goal, lighter_weeks(self.goal, taper_weeks(self.goal)))[0]

    @cached_property
    def phrase(self) -> str | None:
        """The goal as words that may follow "I will", or None."""
        return words.splice(self.goal.statement) if self.quotes else None

    def quote(self, text: str, limit: int) -> str:
        """The person's `text` in quotation marks, or "this goal" where it is better not repeated."""
        return words.quoted(text, limit) if self.quotes else "this goal"

    def says(self, expression: str) -> bool:
        """Whether the person's own words hold a match of `expression`."""
        return re.search(expression, self.said) is not None
