"""The week that has begun: what is past stays, what is left of it is only ever moved, shortened or taken out."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta

from rein.coach.domain import Action, Training, Week, Weekday
from rein.coach.fitting import LEAST_SESSION_MINUTES
from rein.coach.life.occurrences import days_in, weekday
from rein.coach.limits import MAX_RUN_STEP, MAX_TRAINING_DAYS


def rest_of_week(
    week: Week,
    settled: Collection[tuple[int, date]],
    *,
    today: date,
    is_open: Callable[[date], bool],
    limit: int,
    longest_run: int,
    movable: bool,
) -> Week:
    """`week` with its sessions from `today` on fitted to what holds now.

    Args:
        settled: sessions (index of the action, day) that are logged, or whose day is over: they stay as they are.
        is_open: whether something may be done on a day.
        limit: minutes for the whole week.
        longest_run: minutes of the longest run of the last thirty days; 0 when nobody knows.
        movable: whether a session whose day is not open goes to another day, instead of being left out.
    """
    kept: list[tuple[int, date]] = []
    left: list[tuple[int, date]] = []
    for i, action in enumerate(week.actions):
        for day in days_in(week, action.days):
            (kept if (i, day) in settled else left).append((i, day))
    placed: list[tuple[int, date]] = []
    for i, day in left:
        new = day if is_open(day) else _free_day(week, i, today, is_open, [*kept, *left, *placed]) if movable else None
        if new is not None:
            placed.append((i, new))
    run_cap = int(longest_run * MAX_RUN_STEP + 1e-9)
    capped = [
        min(a.minutes, run_cap) if run_cap and a.training is Training.RUNNING else a.minutes for a in week.actions
    ]
    room = limit - sum(week.actions[i].minutes for i, _ in kept)
    sessions = _within(room, [(i, day, capped[i]) for i, day in placed])
    actions: list[Action] = []
    for i, action in enumerate(week.actions):
        by_minutes: dict[int, list[date]] = {action.minutes: [d for j, d in kept if j == i]}
        for j, day, minutes in sessions:
            if j == i:
                by_minutes.setdefault(minutes, []).append(day)
        for minutes, days in by_minutes.items():
            actions += _on(action, minutes, days)
    return week.model_copy(update={"actions": tuple(actions)})


def _within(room: int, sessions: list[tuple[int, date, int]]) -> list[tuple[int, date, int]]:
    """The sessions that `room` minutes hold: the shortest go first, and the last one left is made shorter."""
    kept = sorted(sessions, key=lambda s: (-s[2], s[1]))
    while len(kept) > 1 and sum(s[2] for s in kept) > room:
        kept.pop()
    if kept and sum(s[2] for s in kept) > room:
        i, day, _ = kept[0]
        kept = [(i, day, room)] if room >= LEAST_SESSION_MINUTES else []
    return kept


def _free_day(
    week: Week, index: int, today: date, is_open: Callable[[date], bool], taken: Sequence[tuple[int, date]]
) -> date | None:
    """The first open day left on which the action is not yet; for training, one that still leaves a rest day."""
    action = week.actions[index]
    if action.training is not Training.NONE:
        trained = {d for j, d in taken if week.actions[j].training is not Training.NONE}
        if len(trained) >= MAX_TRAINING_DAYS:
            return None
        busy = trained
    else:
        busy = {d for j, d in taken if j == index}
    days = (today + timedelta(days=n) for n in range((week.end_date - today).days + 1))
    return next((d for d in days if is_open(d) and d not in busy), None)


def _on(action: Action, minutes: int, days: list[date]) -> list[Action]:
    if not days:
        return []
    on = {weekday(d) for d in days}
    if on == set(action.days) and minutes == action.minutes:
        return [action]
    return [action.model_copy(update={"minutes": minutes, "days": tuple(d for d in Weekday if d in on)})]
