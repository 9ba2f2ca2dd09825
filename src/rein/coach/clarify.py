"""Stage 1: from what the person wrote to a goal that can be planned."""

import math
from collections.abc import Iterable
from datetime import date, timedelta

from rein.coach import prompts, safety
from rein.coach.domain import (
    EVERY_DAY,
    MAX_WEEKS,
    Answer,
    ClarifiedGoal,
    GoalReading,
    GoalRequest,
    LifeArea,
    SafetyAction,
    SafetyVerdict,
    Training,
    next_monday,
)
from rein.coach.limits import GENTLE_WEIGHT_LOSS_KG_PER_WEEK
from rein.coach.offline.reading import read_goal
from rein.coach.opinion import is_offline
from rein.coach.targets import weeks_to_run, weight_to_lose_kg
from rein.errors import UsageError
from rein.llm import LLM, record_calls
from rein.tracing import add_tags, trace

DEFAULT_WEEKS = 12
"""A new habit took a median of 66 days to become automatic (Lally et al. 2010,
doi 10.1002/ejsp.674): 12 weeks hold it."""

DEFAULT_HOURS_PER_WEEK = 3.0
"""About 25 minutes a day: enough to move most goals, little enough to start."""

LEAST_HOURS_PER_WEEK = 0.25


@trace(name="preprocess_goal")
async def preprocess_goal(request: GoalRequest, *, llm: LLM) -> ClarifiedGoal:
    """Read the person's text and settle every open choice: start, deadline, weeks, hours and days.

    The text and the answers are checked for danger by rules before any model sees them; the model's own opinion, and
    by rules again what it made of the text and the numbers it read, are checked after.

    Raises:
        UsageError: the start lies in the past.
        LLMError: the model could not answer.
    """
    if request.start is not None and request.start < request.today:
        raise UsageError(f"The start {request.start} is in the past; choose {request.today} or later.")
    if check_words(request).action is not SafetyAction.ALLOW:
        # No model is asked: what someone in need wrote goes nowhere else. The area is read by rules, since a sore knee
        # stands in the way of a run and not of a language.
        reading = read_goal(request)
        verdict = check_words(request, area=reading.area)
        if verdict.action is not SafetyAction.ALLOW:
            return settle(request, reading, verdict)
    with record_calls() as calls:
        reading = _without_harm(await llm.generate(prompts.PREPROCESS_GOAL, request))
    verdict = safety.verdict_for(reading.safety.category, reason=reading.safety.reason)
    if verdict.action is SafetyAction.ALLOW and not is_offline(calls[-1]):  # that one only quotes what is checked
        verdict = _check_texts([reading.statement, reading.motivation, *reading.constraints], reading.area)
    goal = settle(request, reading, verdict)
    if verdict.action is SafetyAction.ALLOW:
        goal = goal.model_copy(update={"safety": safety.check_goal_numbers(goal.measure, goal.weeks)})
    return goal


def _without_harm(reading: GoalReading) -> GoalReading:
    """The reading without what a coach must not say; these texts are its own, not the person's."""
    return reading.model_copy(
        update={
            "reply": reading.reply if _may_be_said(reading.reply) else "",
            "assumptions": tuple(filter(_may_be_said, reading.assumptions)),
            "questions": tuple(filter(_may_be_said, reading.questions)),
        }
    )


def _may_be_said(text: str) -> bool:
    verdict = safety.check_reply(text)
    if verdict.action is not SafetyAction.ALLOW:
        add_tags(f"withheld:{verdict.category}")
    return verdict.action is SafetyAction.ALLOW


def check_words(request: GoalRequest, *, area: LifeArea | None = None) -> SafetyVerdict:
    """The rules' verdict on everything the person wrote; the first text that is not allowed decides.

    The texts are checked one by one and together, since an answer may turn a harmless goal into a dangerous one.
    """
    texts = [request.text, *(a.answer for a in request.answers)]
    if len(texts) > 1:
        texts.append("\n".join(texts))
    return _check_texts(texts, area)


def _check_texts(texts: Iterable[str], area: LifeArea | None) -> SafetyVerdict:
    verdicts = (safety.check_message(text, area=area) for text in texts if text)
    return next((v for v in verdicts if v.action is not SafetyAction.ALLOW), SafetyVerdict())


def settle(request: GoalRequest, reading: GoalReading, verdict: SafetyVerdict) -> ClarifiedGoal:
    """Combine what was asked for with what was read; every choice made for the person becomes an assumption."""
    assumptions = list(reading.assumptions)
    told = request.hours_per_week or reading.hours_per_week
    hours = max(told or DEFAULT_HOURS_PER_WEEK, LEAST_HOURS_PER_WEEK)
    start, weeks, deadline = _span(request, reading, hours, assumptions)
    if told is None:
        assumptions.append(f"You have about {DEFAULT_HOURS_PER_WEEK:g} hours a week for this.")
    return ClarifiedGoal(
        text=request.text,
        is_goal=reading.is_goal,
        reply=reading.reply,
        area=reading.area,
        statement=reading.statement,
        measure=reading.measure,
        start=start,
        deadline=deadline,
        weeks=weeks,
        hours_per_week=hours,
        allowed_days=tuple(d for d in EVERY_DAY if d in reading.allowed_days) or EVERY_DAY,
        timezone=request.timezone,
        training=reading.training,
        constraints=reading.constraints,
        motivation=reading.motivation,
        assumptions=tuple(assumptions),
        questions=_unanswered(reading.questions, request.answers),
        other_goals=reading.other_goals,
        language=reading.language,
        answers=request.answers,
        safety=verdict,
    )


def _span(request: GoalRequest, reading: GoalReading, hours: float, assumptions: list[str]) -> tuple[date, int, date]:
    """Start, number of weeks, and the last day: `deadline` lies in the last week.

    Without a chosen start, a plan with a date begins within seven days, so that its last week is a whole one.
    """
    start = request.start or next_monday(request.today)
    if request.weeks is not None:
        return start, request.weeks, start + timedelta(weeks=request.weeks, days=-1)
    deadline = reading.deadline
    if deadline is not None and deadline < (request.start or request.today):
        why = "is already past" if deadline < request.today else "lies before the start"
        assumptions.append(f"The date {deadline} {why}, so it was left out.")
        deadline = None
    if deadline is not None:
        if request.start is None:
            whole = (deadline - request.today).days + 1
            start = deadline - timedelta(days=7 * (whole // 7) - 1) if whole >= 7 else request.today
        weeks = (deadline - start).days // 7 + 1
        if weeks <= MAX_WEEKS:
            return start, weeks, deadline
        assumptions.append(f"{deadline} is more than {MAX_WEEKS} weeks away: this plan covers the first {MAX_WEEKS}.")
        return start, MAX_WEEKS, start + timedelta(weeks=MAX_WEEKS, days=-1)
    weeks = reading.weeks
    if weeks is None:
        weeks = _unhurried_weeks(reading, hours)
        assumptions.append(f"No date was given, so the plan takes {weeks} weeks.")
    return start, weeks, start + timedelta(weeks=weeks, days=-1)


def _unhurried_weeks(reading: GoalReading, hours: float) -> int:
    """Weeks for a goal without a date: the usual number, or as many as that weight or that distance takes in health."""
    if (measure := reading.measure) is None:
        return DEFAULT_WEEKS
    weeks = math.ceil(weight_to_lose_kg(measure) / GENTLE_WEIGHT_LOSS_KG_PER_WEEK)
    if reading.training is Training.RUNNING and "total" not in measure.metric.casefold():
        weeks = max(weeks, weeks_to_run(measure, hours))
    return min(MAX_WEEKS, max(DEFAULT_WEEKS, weeks))


def _unanswered(questions: tuple[str, ...], answers: tuple[Answer, ...]) -> tuple[str, ...]:
    asked = {a.question.casefold() for a in answers}
    return tuple(q for q in questions if q.casefold() not in asked)
