"""How a plan looks: phases, their weeks as a table, their milestones. Long plans are told in short after the start."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rein.cli.console import bullets, heading
from rein.cli.show_goal import days_text, measure_text
from rein.cli.text import amount, clean, clean_line, count, day, minutes, span
from rein.coach.domain import Action, Phase, Plan, Week

LONG_PLAN_WEEKS = 16
"""Longer plans would push everything else off the screen."""

FIRST_WEEKS = 4
"""What a long plan shows in full: the weeks a person acts on now."""

WIDE = 100
"""From this width the focus has a column of its own; below it stands above the actions."""

FOCUSES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table: one week, or several told together."""

    number: str
    dates: str
    focus: str
    lighter: str
    """What must be said of lighter weeks, if anything."""
    target: str
    actions: tuple[Text, ...]
    total: str


class PlanSection:
    """The whole plan; lays itself out for the width there is."""

    def __init__(self, plan: Plan, took: str = "", *, full: bool = False) -> None:
        self._plan = plan
        self._took = took
        self._whole = full or len(plan.weeks) <= LONG_PLAN_WEEKS

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        plan = self._plan
        yield heading("Plan", self._took)
        yield Text(clean(plan.summary).strip())
        yield Text(
            f"{day(plan.start)} → {day(plan.deadline)} · {count(len(plan.weeks), 'week')} · "
            f"{minutes(plan.total_minutes)} in all" + (f" · {measure_text(plan.measure)}" if plan.measure else ""),
            "dim",
        )
        yield ""
        for phase in plan.phases:
            yield _phase_title(phase)
            yield Padding(_table(list(self._rows(phase)), wide=options.max_width >= WIDE), (0, 0, 0, 2))
            yield Padding(Group(*_milestones(phase), ""), (0, 0, 0, 2))
        if plan.notes:
            yield bullets([Text(clean_line(note)) for note in plan.notes], "!", "bold yellow")
            yield ""
        if not self._whole:
            yield Text(f"Weeks {FIRST_WEEKS + 1} to {len(plan.weeks)} are told in short; --full shows each.", "dim")
            yield ""

    def _rows(self, phase: Phase) -> Iterator[_Row]:
        weeks = [w for w in self._plan.weeks if phase.first_week <= w.number <= phase.last_week]
        single = weeks if self._whole else [w for w in weeks if w.number <= FIRST_WEEKS]
        for week in single:
            yield self._one(week)
        if rest := weeks[len(single) :]:
            yield self._several(rest) if len(rest) > 1 else self._one(rest[0])

    def _one(self, week: Week) -> _Row:
        return _Row(
            number=f"Week {week.number}",
            dates=span(week.start_date, week.end_date),
            focus=clean_line(week.focus),
            lighter="lighter week" if week.lighter and "lighter" not in week.focus.casefold() else "",
            target=self._target(week.target),
            actions=tuple(_action(a, minutes(a.minutes)) for a in week.actions),
            total=minutes(week.minutes),
        )

    def _several(self, weeks: Sequence[Week]) -> _Row:
        usual = [w for w in weeks if not w.lighter] or weeks
        focuses = list(dict.fromkeys(clean_line(w.focus) for w in usual))
        totals = [w.minutes for w in weeks]
        low, high = minutes(min(totals)), minutes(max(totals))
        return _Row(
            number=f"Weeks {weeks[0].number}–{weeks[-1].number}",
            dates=span(weeks[0].start_date, weeks[-1].end_date),
            focus=" · ".join(focuses[:FOCUSES_SHOWN]) + (" · …" if len(focuses) > FOCUSES_SHOWN else ""),
            lighter=_lighter_among(weeks),
            target=self._target(weeks[-1].target),
            actions=tuple(_actions_over(usual)),
            total=low if low == high else f"{low}–{high}",
        )

    def _target(self, target: float | None) -> str:
        if target is None:
            return ""
        return amount(target, self._plan.measure.unit if self._plan.measure else "")


def _lighter_among(weeks: Sequence[Week]) -> str:
    """Which of several weeks are lighter; their actions are the others', only shorter."""
    numbers = [str(w.number) for w in weeks if w.lighter]
    if not numbers or len(numbers) == len(weeks):
        return ""
    return f"week {numbers[0]} lighter" if len(numbers) == 1 else f"weeks {', '.join(numbers)} lighter"


def _actions_over(weeks: Sequence[Week]) -> Iterator[Text]:
    """Each action of several weeks once, with how its minutes move."""
    seen: dict[tuple[str, str], list[Action]] = {}
    for week in weeks:
        for action in week.actions:
            seen.setdefault((action.title, action.when), []).append(action)
    for same in seen.values():
        first, last = same[0].minutes, same[-1].minutes
        often = max(same, key=lambda a: len(a.days))
        yield _action(often, minutes(first) if first == last else f"{minutes(first)} → {minutes(last)}")


def _action(action: Action, length: str) -> Text:
    return Text.assemble(
        clean_line(action.title),
        (f" · {length} · {days_text(action.days)} · {clean_line(action.when)}", "dim"),
    )


def _phase_title(phase: Phase) -> Text:
    weeks = (
        f"week {phase.first_week}"
        if phase.first_week == phase.last_week
        else f"weeks {phase.first_week}–{phase.last_week}"
    )
    return Text.assemble(
        (clean_line(phase.name), "bold"), (f"  {weeks}", "cyan"), (f"  {clean_line(phase.purpose)}", "dim")
    )


def _milestones(phase: Phase) -> Iterator[RenderableType]:
    lines = [
        Text.assemble(
            (clean_line(m.title), "bold"), f": {clean_line(m.measure)}", (f"  {day(m.date)}, week {m.week}", "dim")
        )
        for m in phase.milestones
    ]
    yield bullets(lines, "◆", "magenta")


def _table(rows: list[_Row], *, wide: bool) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), expand=True, show_header=False, pad_edge=False)
    table.add_column(width=15, overflow="fold")
    if wide:
        table.add_column(ratio=2, overflow="fold")
    table.add_column(ratio=5, overflow="fold")
    table.add_column(width=13, justify="right", overflow="fold")
    for row in rows:
        week = Text.assemble((row.number, "bold"), f"\n{row.dates}")
        focus = Text.assemble(row.focus, (f" ({row.lighter})", "green") if row.lighter else "")
        actions = bullets(list(row.actions))
        figures = Text.assemble((row.target, "bold"), "\n" if row.target else "", (row.total, "dim"))
        cells: list[RenderableType] = [focus, actions] if wide else [Group(focus, actions)]
        table.add_row(week, *cells, figures)
        table.add_row()
    return table
