"""Hypothesis strategies for goals and outlines: anything a person may choose and a model may answer."""

from datetime import date, timedelta

from hypothesis import strategies as st

from rein.coach.domain import (
    EVERY_DAY,
    NOTHING_FOUND,
    ClarifiedGoal,
    LifeArea,
    Measure,
    OutlineAction,
    OutlineMilestone,
    OutlinePhase,
    PlanOutline,
    SafetyVerdict,
    Training,
    Weekday,
)

ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Auckland", "UTC", "Asia/Kolkata")

lines = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=60).filter(
    lambda s: bool(s.strip())
)
days = st.lists(st.sampled_from(EVERY_DAY), min_size=1, max_size=7, unique=True).map(tuple)


@st.composite
def measures(draw: st.DrawFn, training: Training) -> Measure | None:
    kind = draw(st.sampled_from(["none", "count", "run", "money", "no baseline"]))
    if kind == "none":
        return None
    if kind == "run" and training is Training.RUNNING:
        return Measure(
            metric="longest run",
            unit="km",
            baseline=draw(st.none() | st.floats(0, 30)),
            target=draw(st.floats(1, 42.2)),
        )
    target = draw(st.integers(1, 100_000).map(float) | st.floats(0.1, 1000))
    baseline = None if kind == "no baseline" else draw(st.sampled_from([0.0, target / 2, target, target * 2]))
    return Measure(metric="amount", unit="€" if kind == "money" else "", baseline=baseline, target=target)


@st.composite
def goals(draw: st.DrawFn, *, whole_weeks: bool = False) -> ClarifiedGoal:
    training = draw(st.sampled_from(Training))
    weeks = draw(st.integers(1, 104))
    start = draw(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
    short = 0 if whole_weeks else draw(st.integers(0, 6))
    return ClarifiedGoal(
        text=draw(lines),
        is_goal=True,
        reply="",
        area=draw(st.sampled_from(LifeArea)),
        statement=draw(lines),
        measure=draw(measures(training)),
        start=start,
        deadline=start + timedelta(weeks=weeks, days=-1 - short),
        weeks=weeks,
        hours_per_week=draw(st.floats(0.25, 40)),
        allowed_days=tuple(d for d in EVERY_DAY if d in draw(days)),
        timezone=draw(st.sampled_from(ZONES)),
        training=training,
        constraints=(),
        motivation="",
        assumptions=(),
        questions=(),
        other_goals=(),
        language="en",
        answers=(),
        safety=SafetyVerdict(),
    )


@st.composite
def outline_actions(draw: st.DrawFn) -> OutlineAction:
    return OutlineAction(
        title=draw(lines),
        when=draw(lines),
        days=draw(days),
        minutes_first=draw(st.integers(1, 600)),
        minutes_last=draw(st.integers(1, 600)),
        training=draw(st.sampled_from(Training)),
    )


@st.composite
def outlines(draw: st.DrawFn) -> PlanOutline:
    phases = st.builds(
        OutlinePhase,
        name=lines,
        purpose=lines,
        weeks=st.integers(1, 20),
        focus=st.lists(lines, min_size=1, max_size=5).map(tuple),
        actions=st.lists(outline_actions(), min_size=1, max_size=5).map(tuple),
        milestone=st.builds(OutlineMilestone, title=lines, measure=lines),
    )
    approach = draw(
        st.sampled_from([
            "Small steps first. Then longer ones.",
            "You will train 400 minutes a week for 9 weeks. Rest is part of it.",
            "This takes 12 hours in total, 3 sessions each week. Begin gently.",
        ])
    )  # fmt: skip
    drawn = draw(st.lists(phases, min_size=1, max_size=6))
    return PlanOutline(approach=approach, phases=tuple(drawn), safety=NOTHING_FOUND)


def goal(**changes: object) -> ClarifiedGoal:
    """A plain goal for tests that need only one."""
    start = date(2026, 11, 23)
    base: dict[str, object] = {
        "text": "Run a half marathon", "is_goal": True, "reply": "", "area": LifeArea.HEALTH_FITNESS,
        "statement": "Run a half marathon", "start": start, "deadline": start + timedelta(weeks=12, days=-1),
        "measure": Measure(metric="longest run", unit="km", baseline=8, target=21.1),
        "weeks": 12, "hours_per_week": 4.0,
        "allowed_days": EVERY_DAY, "timezone": "Europe/Berlin", "training": Training.RUNNING, "constraints": (),
        "motivation": "", "assumptions": (), "questions": (), "other_goals": (), "language": "en", "answers": (),
        "safety": SafetyVerdict(),
    }  # fmt: skip
    return ClarifiedGoal.model_validate(base | changes)


def outline(*actions: OutlineAction, phases: int = 3, approach: str = "Build up gently.") -> PlanOutline:
    """An outline of equal phases with the same actions in each."""
    chosen = actions or (
        OutlineAction(
            title="Easy run", when="before breakfast", days=(Weekday.TUE, Weekday.THU), minutes_first=30,
            minutes_last=40, training=Training.RUNNING,
        ),
        OutlineAction(
            title="Long run", when="Sunday at 9", days=(Weekday.SUN,), minutes_first=60, minutes_last=150,
            training=Training.RUNNING,
        ),
    )  # fmt: skip
    return PlanOutline(
        approach=approach,
        phases=tuple(
            OutlinePhase(
                name=f"Phase {i}", purpose="Grow", weeks=4, focus=("Easy",), actions=chosen,
                milestone=OutlineMilestone(title=f"Done {i}", measure="Every session done"),
            )
            for i in range(1, phases + 1)
        ),
        safety=NOTHING_FOUND,
    )  # fmt: skip
