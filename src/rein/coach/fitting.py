"""Fitting a week's actions into what there is room for: open days, hours, a rest day, and a load that is safe."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from rein.coach.domain import Action, OutlineAction, Training, Week, Weekday
from rein.coach.limits import LIGHTER_FACTOR, MAX_RUN_STEP, MAX_TRAINING_DAYS, RUN_WINDOW_WEEKS, WEEKLY_STEP
from rein.coach.load import longest_run, training_minutes

LEAST_SESSION_MINUTES = 5
LEAST_TRAINING_MINUTES = 10
"""Shorter training is not worth changing clothes for, and leaves no room for a lighter week."""


def open_days_of(first: date, last: date, allowed: Sequence[Weekday]) -> tuple[Weekday, ...]:
    """The allowed days that lie from `first` to `last`, both included, in the order of `allowed`."""
    every = list(Weekday)
    present = {every[(first + timedelta(days=i)).weekday()] for i in range(min(7, (last - first).days + 1))}
    return tuple(d for d in allowed if d in present)


def placed(
    outline: OutlineAction, progress: float, open_days: Sequence[Weekday], taken: Collection[Weekday] = ()
) -> Action | None:
    """The action on those of its days that are open; on other open days when none of its own is.

    Args:
        progress: 0 in the phase's first week, 1 in its last.
        taken: days that other actions have; free ones are chosen before them.
    """
    if not open_days:
        return None
    days = tuple(d for d in open_days if d in outline.days)
    if not days:
        free_first = sorted(open_days, key=lambda d: d in taken)[: len(outline.days)]
        days = tuple(d for d in open_days if d in free_first)
    minutes = outline.minutes_first + (outline.minutes_last - outline.minutes_first) * progress
    if outline.training is not Training.NONE:
        minutes = max(minutes, LEAST_TRAINING_MINUTES)
    return Action(
        title=outline.title,
        when=outline.when,
        minutes=_rounded(minutes, outline.training),
        days=days,
        training=outline.training,
    )


def _rounded(minutes: float, training: Training) -> int:
    """Whole minutes; in fives from 20 on, except runs, whose safe steps are smaller than that."""
    if training is Training.RUNNING or minutes < 20:
        return int(minutes)
    return int(minutes // 5 * 5)


def all_placed(outlines: Sequence[OutlineAction], progress: float, open_days: Sequence[Weekday]) -> list[Action]:
    """Every action on open days; one whose own days are closed goes where no other action is, if it can."""
    taken = {d for o in outlines for d in o.days if d in open_days}
    found: list[Action] = []
    for outline in outlines:
        action = placed(outline, progress, open_days, taken)
        if action is not None:
            found.append(action)
            taken.update(action.days)
    return found


def with_rest_day(actions: list[Action], open_days: Sequence[Weekday]) -> list[Action]:
    """Keep one day of the week free of training: the one that carries the least of it."""
    trained = {d for a in actions if a.training is not Training.NONE for d in a.days}
    if len(trained) <= MAX_TRAINING_DAYS:
        return actions
    load = {d: sum(a.minutes for a in actions if a.training is not Training.NONE and d in a.days) for d in open_days}
    rest = min(open_days, key=lambda d: load[d])
    kept: list[Action] = []
    for a in actions:
        days = tuple(d for d in a.days if d != rest) if a.training is not Training.NONE else a.days
        if days:
            kept.append(a.model_copy(update={"days": days}))
    return kept


def around_long_run(actions: list[Action], minutes: int, limit: int) -> list[Action]:
    """Give the longest run its `minutes` on one day, and fit the rest round it; no other run is longer."""
    runs = [a for a in actions if a.training is Training.RUNNING]
    longest = max(runs, key=lambda a: (a.minutes, -len(a.days)))
    others = [
        a.model_copy(update={"minutes": min(a.minutes, minutes)}) if a.training is Training.RUNNING else a
        for a in actions
        if a is not longest
    ]
    long_run = longest.model_copy(update={"minutes": minutes, "days": longest.days[-1:]})
    kept = within_budget(others, limit - minutes) if limit - minutes >= LEAST_SESSION_MINUTES else []
    return [*kept[: actions.index(longest)], long_run, *kept[actions.index(longest) :]]


def within_budget(actions: list[Action], limit: int) -> list[Action]:
    """Shrink sessions to fit `limit` minutes a week; rather than too short, drop days, the last action's first."""

    def total(items: Sequence[Action]) -> int:
        return sum(a.minutes * len(a.days) for a in items)

    kept = list(actions)
    while kept and total(kept) > limit:
        factor = limit / total(kept)
        shrunk = [a.model_copy(update={"minutes": max(1, int(a.minutes * factor))}) for a in kept]
        floor = min(LEAST_SESSION_MINUTES, limit)
        if total(shrunk) <= limit and all(
            s.minutes >= min(floor, a.minutes) for s, a in zip(shrunk, kept, strict=True)
        ):
            return [s.model_copy(update={"minutes": _rounded(s.minutes, s.training)}) for s in shrunk]
        last = kept.pop()
        if len(last.days) > 1:
            kept.append(last.model_copy(update={"days": last.days[:-1]}))
        elif not kept:
            return [last.model_copy(update={"minutes": limit})]
    return kept


def within_run_step(actions: list[Action], before: Sequence[Week]) -> list[Action]:
    """No run longer than 110 % of the longest in the weeks that reach into the last 30 days."""
    recent = [r for w in before[-RUN_WINDOW_WEEKS:] if (r := longest_run(w.actions))]
    if not recent:
        return actions
    cap = int(max(recent) * MAX_RUN_STEP + 1e-9)
    return [
        a.model_copy(update={"minutes": min(a.minutes, cap)}) if a.training is Training.RUNNING else a for a in actions
    ]


def lightened(actions: Sequence[Action]) -> tuple[Action, ...]:
    """`actions` once more, their training at about 70 %: recovering is no time for something new."""
    return tuple(
        a.model_copy(update={"minutes": max(1, int(a.minutes * LIGHTER_FACTOR))})
        if a.training is not Training.NONE
        else a
        for a in actions
    )


def within_load(actions: list[Action], before: Sequence[Week], least: int, long_run: int) -> list[Action]:
    """Training at most a tenth above the hardest of the last weeks, so that a return begins where the person stands.

    Args:
        before: the weeks before this one, as they were lived or are planned.
        least: minutes of training a week that are never taken away: the load the plan began with.
        long_run: minutes of the run that gives the week its target and is kept; 0 when there is none.
    """
    recent = max((training_minutes(w.actions) for w in before[-RUN_WINDOW_WEEKS:]), default=0)
    cap = max(least, int(recent * (1 + WEEKLY_STEP)))
    total = training_minutes(actions)
    if total <= cap or total <= long_run:
        return actions
    factor = max(0.0, (cap - long_run) / (total - long_run))
    kept: list[Action] = []
    for a in actions:
        is_long_run = a.training is Training.RUNNING and a.minutes == long_run and len(a.days) == 1
        if a.training is Training.NONE or is_long_run:
            kept.append(a)
        else:
            kept.append(
                a.model_copy(update={"minutes": min(a.minutes, max(LEAST_TRAINING_MINUTES, int(a.minutes * factor)))})
            )
    return kept
