"""The difference between two versions of a plan, week by week and action by action, each line with its reason."""

from collections.abc import Callable
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from rein.coach.domain import Action, Frozen, Measure, Phase, Plan, Week
from rein.errors import ReinError


class DiffMismatch(ReinError):
    """The plan is not the version that the diff was made from."""


class Op(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class ActionDiff(Frozen):
    """One action of a week: what it was (None when added), what it becomes (None when removed), and why."""

    op: Op
    before: Action | None
    after: Action | None
    index_before: int | None
    index_after: int | None
    reason: str


class WeekDiff(Frozen):
    """One week: its own fields (without its actions) where they change, and its actions that do."""

    op: Op
    number: int
    before: Week | None
    """With no actions; None when the week is added."""
    after: Week | None
    """With no actions; None when the week is removed."""
    actions: tuple[ActionDiff, ...]
    reason: str


class Frame(Frozen):
    """What a plan says apart from its weeks."""

    summary: str
    start: date
    deadline: date
    timezone: str
    phases: tuple[Phase, ...]
    measure: Measure | None
    notes: tuple[str, ...]


class Diff(Frozen):
    """From one version of a plan to the next. Weeks that stay as they are do not appear."""

    before: Frame
    after: Frame
    weeks: tuple[WeekDiff, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both versions are the same."""
        return self.before == self.after and not self.weeks


Why = Callable[[int, Action | None, Action | None], str]
"""The reason for a change: the week's number, the action before and after; both None for the week itself."""


def diff(old: Plan, new: Plan, why: Why) -> Diff:
    """What leads from `old` to `new`."""
    found: list[WeekDiff] = []
    for a, b in zip_longest(old.weeks, new.weeks):
        if a == b:
            continue
        week = b or a
        assert week is not None  # one of two different weeks is there
        op = Op.ADDED if a is None else Op.REMOVED if b is None else Op.CHANGED
        found.append(
            WeekDiff(
                op=op,
                number=week.number,
                before=_bare(a),
                after=_bare(b),
                actions=_actions(a.actions if a else (), b.actions if b else (), week.number, why),
                reason=why(week.number, None, None),
            )
        )
    return Diff(before=_frame(old), after=_frame(new), weeks=tuple(found))


def apply(changes: Diff, old: Plan) -> Plan:
    """The new version.

    Raises:
        DiffMismatch: `old` is not the version that the diff starts from.
    """
    weeks: dict[int, Week] = dict(enumerate(old.weeks, 1))
    if _frame(old) != changes.before:
        raise DiffMismatch("The plan has changed since this proposal was made. Ask for a new one.")
    for change in changes.weeks:
        there = weeks.get(change.number)
        if _bare(there) != change.before:
            raise DiffMismatch(f"Week {change.number} has changed since this proposal was made. Ask for a new one.")
        if change.after is None:
            del weeks[change.number]
            continue
        actions = _applied(change.actions, there.actions if there else (), change.number)
        weeks[change.number] = change.after.model_copy(update={"actions": actions})
    return Plan(weeks=tuple(weeks[n] for n in sorted(weeks)), **dict(changes.after))


def week_versions(diffs: dict[int, Diff], weeks: int) -> tuple[int, ...]:
    """For each week of the newest plan, the version that last changed it; 1 where none did.

    Args:
        diffs: by the version that each led to.
        weeks: how many the newest plan has.
    """
    newest = [1] * weeks
    for version in sorted(diffs):
        for change in diffs[version].weeks:
            if change.number <= weeks:
                newest[change.number - 1] = version
    return tuple(newest)


def _frame(plan: Plan) -> Frame:
    return Frame.model_validate({name: getattr(plan, name) for name in Frame.model_fields})


def _bare(week: Week | None) -> Week | None:
    return None if week is None else week.model_copy(update={"actions": ()})


def _actions(before: tuple[Action, ...], after: tuple[Action, ...], week: int, why: Why) -> tuple[ActionDiff, ...]:
    matcher = SequenceMatcher(None, [a.title for a in before], [a.title for a in after], autojunk=False)
    pairs = {
        i: j
        for m in matcher.get_matching_blocks()
        for i, j in zip(range(m.a, m.a + m.size), range(m.b, m.b + m.size), strict=True)
    }
    found: list[ActionDiff] = []
    for i, a in enumerate(before):
        j = pairs.get(i)
        b = None if j is None else after[j]
        if a != b:
            op = Op.REMOVED if b is None else Op.CHANGED
            found.append(ActionDiff(op=op, before=a, after=b, index_before=i, index_after=j, reason=why(week, a, b)))
    matched = set(pairs.values())
    found += [
        ActionDiff(op=Op.ADDED, before=None, after=b, index_before=None, index_after=j, reason=why(week, None, b))
        for j, b in enumerate(after)
        if j not in matched
    ]
    return tuple(found)


def _applied(changes: tuple[ActionDiff, ...], before: tuple[Action, ...], week: int) -> tuple[Action, ...]:
    gone = {c.index_before for c in changes if c.index_before is not None}
    for c in changes:
        there = before[c.index_before] if c.index_before is not None and c.index_before < len(before) else None
        if there != c.before:
            raise DiffMismatch(f"Week {week} has changed since this proposal was made. Ask for a new one.")
    kept = [a for i, a in enumerate(before) if i not in gone]
    placed = {c.index_after: c.after for c in changes if c.index_after is not None and c.after is not None}
    for index in sorted(placed):
        kept.insert(index, placed[index])
    return tuple(kept)
