"""How a clarified goal looks, and what is said when there is nothing to plan."""

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from rein.cli.console import bullets, fields, heading
from rein.cli.text import amount, clean, clean_line, count, day, number
from rein.coach.domain import EVERY_DAY, ClarifiedGoal, LifeArea, Measure, SafetyAction, Weekday

AREA_NAMES = {area: area.value.replace("_", " ").capitalize() for area in LifeArea} | {
    LifeArea.HEALTH_FITNESS: "Health and fitness"
}
MESSAGE_WIDTH = 76
"""A caring message is read, not scanned: short lines."""


def goal_section(goal: ClarifiedGoal, took: str = "") -> RenderableType:
    """The goal as it was understood, what was assumed, and what is still open."""
    grid = fields()
    grid.add_row("Area", AREA_NAMES[goal.area])
    if goal.measure is not None:
        grid.add_row("Measure", measure_text(goal.measure))
    grid.add_row("When", f"{day(goal.start)} → {day(goal.deadline)} · {count(goal.weeks, 'week')}")
    grid.add_row("Time", f"{number(goal.hours_per_week)} h a week{_days(goal.allowed_days)}")
    if goal.motivation:
        grid.add_row("Why", Text(clean_line(goal.motivation)))
    for label, lines in (
        ("Constraints", goal.constraints),
        ("Assumed", goal.assumptions),
        ("Still open", goal.questions),
        ("Other goals", goal.other_goals),
    ):
        if lines:
            grid.add_row(label, bullets([Text(clean_line(line)) for line in lines]))
    return Group(heading("Goal", took), Text(clean_line(goal.statement), "bold"), "", grid, "")


def show_refusal(goal: ClarifiedGoal, console: Console) -> bool:
    """Print what is said instead of a plan, and nothing else, when the goal is not safe to plan or is none.

    Returns:
        Whether anything was said.
    """
    if goal.safety.action is not SafetyAction.ALLOW:
        message = goal.safety.message
    elif not goal.is_goal:
        message = goal.reply or "That does not read like a goal. Tell me what you would like to reach."
    else:
        return False
    text = Text(clean(message).strip())
    console.print(Padding(text, (1, 2)), width=min(console.width, MESSAGE_WIDTH))
    return True


def measure_text(measure: Measure) -> str:
    """`Distance: 3 → 21.1 km`."""
    name = clean_line(measure.metric)
    name = name[:1].upper() + name[1:]
    if measure.target is None:
        return name
    target = amount(measure.target, measure.unit)
    if measure.baseline is None:
        return f"{name}: {target}"
    return f"{name}: {amount(measure.baseline, measure.unit)} → {target}"


def _days(days: tuple[Weekday, ...]) -> str:
    return "" if set(days) == set(EVERY_DAY) else f", on {days_text(days)}"


def days_text(days: tuple[Weekday, ...]) -> str:
    """`every day`, `Mon–Fri`, `Mon Wed Sat`."""
    order = [d for d in EVERY_DAY if d in days]
    names = [d.value.capitalize() for d in order]
    if len(order) == len(EVERY_DAY):
        return "every day"
    positions = [EVERY_DAY.index(d) for d in order]
    if len(order) > 2 and positions[-1] - positions[0] == len(order) - 1:
        return f"{names[0]}–{names[-1]}"
    return " ".join(names)
