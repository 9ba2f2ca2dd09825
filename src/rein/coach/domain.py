"""The coach's words as types: what goes into each stage and what comes out of it.

Two kinds of model live here. What a *model answers* (`GoalReading`, `Resolution`, `QualityScores`, `PlanOutline`,
`CoachingReply`, `SafetyReading`) is hostile until parsed, so every text has a length and every number a range. What
*Rein promises* (`ClarifiedGoal`, `Plan`, `Evaluation`, …) is built from it by code.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, computed_field

MAX_GOAL_CHARS = 8_000
"""Longer texts are refused: about 2,000 tokens, far beyond any goal, and enough for a page of context."""

MAX_WEEKS = 104
"""Two years: beyond it a week-by-week plan is fiction; the person is asked for a nearer milestone."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_500)]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_500)]


class Frozen(BaseModel):
    """An immutable value; unknown keys of a model's answer are dropped."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class LifeArea(StrEnum):
    """The part of life a goal belongs to."""

    HEALTH_FITNESS = "health_fitness"
    PERSONAL_GROWTH = "personal_growth"
    RELATIONSHIPS = "relationships"
    RECREATION = "recreation"
    FINANCE = "finance"
    CAREER = "career"
    EDUCATION = "education"
    TIME_MANAGEMENT = "time_management"
    PHILANTHROPY = "philanthropy"


class Weekday(StrEnum):
    """Days in ISO order: `date.weekday()` indexes `list(Weekday)`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


EVERY_DAY: tuple[Weekday, ...] = tuple(Weekday)


class Training(StrEnum):
    """Whether the goal trains the body, which brings rules of load and rest."""

    NONE = "none"
    RUNNING = "running"
    OTHER = "other"


class SafetyCategory(StrEnum):
    """What a text may show that a coach must not plan around."""

    NONE = "none"
    SELF_HARM = "self_harm"
    EATING_DISORDER = "eating_disorder"
    DANGEROUS_WEIGHT_LOSS = "dangerous_weight_loss"
    MEDICATION = "medication"
    ABUSE = "abuse"
    MINOR_AT_RISK = "minor_at_risk"
    MEDICAL_CLEARANCE = "medical_clearance"
    ILLEGAL = "illegal"
    DISTRESS = "distress"
    """Hopelessness, panic, not coping: heard first, with where to find help; no sign of danger to life."""
    COMPULSION = "compulsion"
    """Guilt, punishment or fear around rest: answered without more training on top."""
    OUT_OF_SCOPE = "out_of_scope"
    """Asks the coach to be what it is not (human, clinician, confidant, oracle): answered honestly."""
    UNSAFE_ADVICE = "unsafe_advice"
    """Only of replies: the coach's own text would do harm (diagnosis, calorie number, shaming, compulsion, …)."""


class SafetyAction(StrEnum):
    """What follows from a category."""

    ALLOW = "allow"
    CLEARANCE = "clearance"
    """A plan is made only after a doctor's clearance: the person is told so and the pipeline stops."""
    DECLINE = "decline"
    ANSWER = "answer"
    """No danger, but delicate: `message` is said in the coach's place this time, and the session goes on."""
    STOP = "stop"


class SafetyVerdict(Frozen):
    """The outcome of a safety check; `message` is what the person reads when `action` is not `allow`."""

    category: SafetyCategory = SafetyCategory.NONE
    action: SafetyAction = SafetyAction.ALLOW
    reason: str = ""
    message: str = ""


class SafetyReading(Frozen):
    """A model's opinion on a text; the verdict that follows from it is decided in code."""

    category: SafetyCategory
    reason: OptionalText = ""


NOTHING_FOUND = SafetyReading(category=SafetyCategory.NONE)


class Answer(Frozen):
    """A clarifying question and what the person answered."""

    question: Line
    answer: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]


class GoalRequest(Frozen):
    """What the person wrote, with what they chose beside it. `None` means: not said."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_GOAL_CHARS)]
    today: date
    """The date in the person's timezone when they asked."""
    timezone: str
    """IANA name."""
    start: date | None = None
    weeks: Annotated[int, Field(ge=1, le=MAX_WEEKS)] | None = None
    hours_per_week: Annotated[float, Field(gt=0, le=80)] | None = None
    answers: tuple[Answer, ...] = ()


class Measure(Frozen):
    """How progress is told: `baseline` and `target` in `unit`; either may be unknown."""

    metric: Line
    unit: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    baseline: float | None = Field(default=None, ge=-1e12, le=1e12)
    target: float | None = Field(default=None, ge=-1e12, le=1e12)


class GoalReading(Frozen):
    """Stage 1's answer: what a careful reader makes of the person's text."""

    is_goal: bool
    reply: OptionalText = Field(
        default="", description="If it is no goal: one kind sentence that says so and invites one."
    )
    area: LifeArea
    statement: Line = Field(description="The goal in one specific sentence, second person left out.")
    measure: Measure | None = None
    deadline: date | None = None
    weeks: int | None = Field(default=None, ge=1, le=MAX_WEEKS)
    hours_per_week: float | None = Field(default=None, gt=0, le=80)
    allowed_days: tuple[Weekday, ...] = Field(default=(), description="Only if the person restricts the days.")
    training: Training = Training.NONE
    constraints: tuple[Line, ...] = Field(default=(), max_length=8)
    motivation: OptionalText = ""
    assumptions: tuple[Line, ...] = Field(default=(), max_length=8)
    questions: tuple[Line, ...] = Field(default=(), max_length=5)
    other_goals: tuple[Line, ...] = Field(default=(), max_length=8)
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    safety: SafetyReading


class ClarifiedGoal(Frozen):
    """The goal that the later stages work on: the reading, with every open choice made and dated."""

    text: str
    is_goal: bool
    reply: str
    area: LifeArea
    statement: str
    measure: Measure | None
    start: date
    deadline: date
    weeks: int
    hours_per_week: float
    allowed_days: tuple[Weekday, ...]
    timezone: str
    training: Training
    constraints: tuple[str, ...]
    motivation: str
    assumptions: tuple[str, ...]
    questions: tuple[str, ...]
    other_goals: tuple[str, ...]
    language: str
    answers: tuple[Answer, ...]
    safety: SafetyVerdict


class IfThen(Frozen):
    """An implementation intention: "If <situation>, then I will <response>" (Gollwitzer & Sheeran 2006, d = 0.65)."""

    situation: Line
    response: Line


class Obstacle(Frozen):
    """What will stand in the way, and the counter-move."""

    obstacle: Line
    counter_move: Line


class Resolution(Frozen):
    """Stage 2's answer: what the person commits to."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    statement: Text
    why_it_matters: Text
    strategy: Text
    if_then_plans: tuple[IfThen, ...] = Field(min_length=1, max_length=6)
    obstacles: tuple[Obstacle, ...] = Field(min_length=1, max_length=6)
    success_metrics: tuple[Line, ...] = Field(min_length=1, max_length=6)


class DimensionScore(Frozen):
    """One dimension of a judgement."""

    score: float = Field(ge=0, le=10, description="0 is worst, 10 is best.")
    reason: Line


class QualityScores(Frozen):
    """A judge's answer on a resolution."""

    clarity: DimensionScore
    specificity: DimensionScore
    measurability: DimensionScore
    actionability: DimensionScore


class Evaluation(QualityScores):
    """The scores with their mean."""

    @computed_field
    @property
    def overall(self) -> float:
        """Mean of the four dimensions, 0-10, to two decimals."""
        scores = (self.clarity, self.specificity, self.measurability, self.actionability)
        return round(sum(s.score for s in scores) / len(scores), 2)


class OutlineAction(Frozen):
    """An action through one phase. Minutes move evenly from the phase's first week to its last."""

    title: Line
    when: Line = Field(description="A cue in the day: 'after breakfast', 'at 18:30', 'straight after work'.")
    days: tuple[Weekday, ...] = Field(min_length=1, max_length=7)
    minutes_first: int = Field(ge=1, le=600, description="Minutes per session in the phase's first week.")
    minutes_last: int = Field(ge=1, le=600, description="Minutes per session in the phase's last week.")
    training: Training = Training.NONE


class OutlineMilestone(Frozen):
    """What is reached at the end of a phase."""

    title: Line
    measure: Line


class OutlinePhase(Frozen):
    """A stretch of the plan. `weeks` are shares: code fits them to the weeks there are."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    purpose: Line
    weeks: int = Field(ge=1, le=MAX_WEEKS)
    focus: tuple[Line, ...] = Field(
        min_length=1, max_length=12, description="One line a week, in order; fewer are cycled."
    )
    actions: tuple[OutlineAction, ...] = Field(min_length=1, max_length=6)
    milestone: OutlineMilestone


class PlanOutline(Frozen):
    """Stage 3's answer: the shape of the plan. Dates, totals, targets and lighter weeks are computed in code."""

    approach: Text = Field(description="How the plan works, without totals, dates or numbers of weeks.")
    phases: tuple[OutlinePhase, ...] = Field(min_length=1, max_length=6)
    safety: SafetyReading = Field(description="Your own check of this outline, once it is written.")


class Action(Frozen):
    """Something to do in one week, on named days."""

    title: str
    when: str
    minutes: int
    """Per session."""
    days: tuple[Weekday, ...]
    training: Training = Training.NONE

    @computed_field
    @property
    def times_per_week(self) -> int:
        """How often in this week."""
        return len(self.days)


class Week(Frozen):
    """Seven days from `start_date`; the plan's last week may be cut short by the deadline."""

    number: int
    start_date: date
    end_date: date
    phase: str
    focus: str
    target: float | None
    """Where the measure should stand at the end of this week, in the measure's unit."""
    lighter: bool
    actions: tuple[Action, ...]
    paused: bool = False
    """A pause falls into this week: nothing grows in it, and its actions, if any, only keep up what there is."""

    @computed_field
    @property
    def minutes(self) -> int:
        """All sessions of the week together."""
        return sum(a.minutes * len(a.days) for a in self.actions)


class Milestone(Frozen):
    """A checkpoint at the end of a week."""

    title: str
    week: int
    date: date
    measure: str


class Phase(Frozen):
    """A stretch of weeks, both ends included."""

    name: str
    purpose: str
    first_week: int
    last_week: int
    milestones: tuple[Milestone, ...]


class Plan(Frozen):
    """A week-by-week plan that keeps every rule of `rein.coach.rules`."""

    summary: str
    start: date
    deadline: date
    timezone: str
    phases: tuple[Phase, ...]
    weeks: tuple[Week, ...]
    measure: Measure | None
    """The measure this plan reaches; its target is below the goal's where the goal's is out of safe reach in time."""
    notes: tuple[str, ...]
    """Warnings and assumptions the person should read before starting."""

    @computed_field
    @property
    def total_minutes(self) -> int:
        """All sessions of all weeks together."""
        return sum(w.minutes for w in self.weeks)


class PlanInput(Frozen):
    """What the plan stage is given."""

    goal: ClarifiedGoal
    resolution: Resolution
    violations: tuple[str, ...] = ()
    """Rules that the previous outline broke, when it is asked for again."""


class ResolutionUnderReview(Frozen):
    """What the judge of a resolution is given."""

    goal: str
    resolution: Resolution


class PlanChange(Frozen):
    """A change to the plan that the coach proposes; nothing changes before the person accepts it."""

    summary: Line
    reason: Line
    from_week: int = Field(ge=1, le=MAX_WEEKS)


class Role(StrEnum):
    PERSON = "person"
    COACH = "coach"


class Turn(Frozen):
    """One message of a coaching session."""

    role: Role
    text: str


class CoachingContext(Frozen):
    """What the coaching turn is given: the plan as it stands, and the conversation so far."""

    goal: ClarifiedGoal
    resolution: Resolution
    plan: Plan
    today: date
    history: tuple[Turn, ...]
    message: str


class CoachingReply(Frozen):
    """Stage 5's answer. `message` comes first so that it can be streamed."""

    message: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]
    next_actions: tuple[Line, ...] = Field(default=(), max_length=4)
    plan_change: PlanChange | None = None


class SafetyQuestion(Frozen):
    """A text to be checked. `kind` says who wrote it: the person, or the coach."""

    kind: Role
    text: str
    message: str = ""
    """What the person had written, where `text` is the coach's: it says what the text answers."""


def next_monday(day: date) -> date:
    """`day` itself when it is a Monday, else the Monday after it."""
    return day + timedelta(days=-day.weekday() % 7)
