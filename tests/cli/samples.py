"""A whole result built by hand, as the pipeline gives it, for tests of what is shown and saved."""

from datetime import date

from rein.coach.domain import (
    NOTHING_FOUND,
    Answer,
    ClarifiedGoal,
    DimensionScore,
    Evaluation,
    GoalRequest,
    IfThen,
    LifeArea,
    Measure,
    Obstacle,
    OutlineAction,
    OutlineMilestone,
    OutlinePhase,
    Plan,
    PlanOutline,
    Resolution,
    SafetyVerdict,
    Training,
    Weekday,
)
from rein.coach.expand import expand
from rein.coach.model import CoachingResult
from rein.coach.stages import Stage, StageReport, UsageFigures

TODAY = date(2026, 11, 20)
TRACE_ID = "019a9f3a-7c55-7b1c-9d0e-2f6b9c1a4e77"


def request(text: str = "I want to run a half marathon this spring", *, weeks: int | None = None) -> GoalRequest:
    return GoalRequest(text=text, today=TODAY, timezone="Europe/Berlin", weeks=weeks)


def goal(weeks: int = 12, **changes: object) -> ClarifiedGoal:
    start = date(2026, 11, 23)
    values = {
        "text": "I want to run a half marathon this spring, I can train 4 hours a week",
        "is_goal": True,
        "reply": "",
        "area": LifeArea.HEALTH_FITNESS,
        "statement": "Run a half marathon without walking by the end of the plan.",
        "measure": Measure(metric="longest run", unit="km", baseline=5, target=21.1),
        "start": start,
        "deadline": date.fromordinal(start.toordinal() + 7 * weeks - 1),
        "weeks": weeks,
        "hours_per_week": 4,
        "allowed_days": (Weekday.TUE, Weekday.THU, Weekday.SUN),
        "timezone": "Europe/Berlin",
        "training": Training.RUNNING,
        "constraints": ("Knees hurt after two runs in a row",),
        "motivation": "My sister runs it too.",
        "assumptions": ("You can run 5 km today without stopping.",),
        "questions": ("How far do you run now?", "Which race do you have in mind?"),
        "other_goals": (),
        "language": "en",
        "answers": (Answer(question="Have you run one before?", answer="No"),),
        "safety": SafetyVerdict(),
    }
    return ClarifiedGoal.model_validate(values | changes)


def resolution() -> Resolution:
    return Resolution(
        title="A half marathon with my sister",
        statement="I will run 21.1 km without walking by training three times a week, easy first, longer later.",
        why_it_matters="You want to cross the line beside your sister, and to feel strong on the way there.",
        strategy="Run easy, run often, and let only the Sunday run grow. Every fourth week is lighter.",
        if_then_plans=(
            IfThen(situation="it rains on a running day", response="I put on the jacket that hangs by the door"),
            IfThen(situation="If I come home late", response="then I run 15 minutes at once instead of skipping."),
        ),
        obstacles=(
            Obstacle(obstacle="Tired after work", counter_move="Lay out the shoes before breakfast"),
            Obstacle(obstacle="Sore knees", counter_move="Swap one run for a bike ride"),
        ),
        success_metrics=("Three runs in nine of ten weeks", "21.1 km without walking"),
    )


def outline(training: Training = Training.RUNNING) -> PlanOutline:
    def runs(first: int, last: int) -> tuple[OutlineAction, ...]:
        return (
            OutlineAction(
                title="Easy run, slow enough to talk",
                when="before breakfast",
                days=(Weekday.TUE, Weekday.THU),
                minutes_first=first,
                minutes_last=last,
                training=training,
            ),
            OutlineAction(
                title="Long run",
                when="at 10:00",
                days=(Weekday.SUN,),
                minutes_first=first + 5,
                minutes_last=last + 20,
                training=training,
            ),
        )

    return PlanOutline(
        approach="The week has two short runs and one long one; only the long one grows.",
        phases=(
            OutlinePhase(
                name="Base",
                purpose="Make running a habit",
                weeks=4,
                focus=("Start slowly", "Same days, same time", "A little longer", "Rest and look back"),
                actions=runs(20, 30),
                milestone=OutlineMilestone(title="Half an hour", measure="30 minutes without walking"),
            ),
            OutlinePhase(
                name="Build",
                purpose="Let the long run grow",
                weeks=6,
                focus=("A longer Sunday", "Drink on the way"),
                actions=runs(30, 45),
                milestone=OutlineMilestone(title="Two thirds", measure="14 km on a Sunday"),
            ),
            OutlinePhase(
                name="Race",
                purpose="Arrive rested",
                weeks=2,
                focus=("Less, but fresh",),
                actions=runs(40, 30),
                milestone=OutlineMilestone(title="The race", measure="21.1 km without walking"),
            ),
        ),
        safety=NOTHING_FOUND,
    )


def plan(weeks: int = 12, **changes: object) -> Plan:
    return expand(outline(), goal(weeks, **changes))


def evaluation() -> Evaluation:
    return Evaluation(
        clarity=DimensionScore(score=9, reason="One distance, one way of running it."),
        specificity=DimensionScore(score=8, reason="Days, times and pace are named."),
        measurability=DimensionScore(score=6.5, reason="The distance is measured; the pace is not."),
        actionability=DimensionScore(score=3, reason="The first run can happen on Tuesday."),
    )


def figures(tokens_in: int = 4_100, tokens_out: int = 2_050, *, estimated: bool = False) -> UsageFigures:
    return UsageFigures(input_tokens=tokens_in, output_tokens=tokens_out, estimated=estimated)


def result(weeks: int = 12, **changes: object) -> CoachingResult:
    stages = tuple(
        StageReport(
            stage=stage,
            model="gemini-2.5-flash-lite",
            provider="google",
            prompt_version="0badcafe",
            usage=figures(1_000, 500),
            cost_usd=0.0003,
            duration_ms=800,
            attempts=1,
            fallback_from=None,
        )
        for stage in Stage
    )
    values: dict[str, object] = {
        "goal": goal(weeks),
        "resolution": resolution(),
        "plan": plan(weeks),
        "evaluation": evaluation(),
        "trace_id": TRACE_ID,
        "model": "google:gemini-2.5-flash-lite",
        "usage": figures(),
        "cost_usd": 0.0012,
        "duration_ms": 3_400.0,
        "stages": stages,
    }
    return CoachingResult.model_validate(values | changes)


def not_a_goal() -> CoachingResult:
    refused = goal(is_goal=False, reply="That sounds like a joke. What would you like to reach this year?")
    return result(goal=refused, resolution=None, plan=None, evaluation=None)
