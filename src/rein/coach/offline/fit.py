"""Fitting the actions of a phase to the hours and days a person has."""

from collections.abc import Sequence
from dataclasses import replace

from rein.coach.domain import OutlineAction, Training, Weekday
from rein.coach.limits import MAX_TRAINING_DAYS
from rein.coach.offline.cues import cue
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do

SHARED_TRAINING_MINUTES = 15
"""Training this short may stand on a day that already has a session; longer sessions get a day of their own."""

LONG_DAILY_MINUTES = 20

MAX_SESSION_MINUTES = 600

_WEEKEND = (Weekday.SAT, Weekday.SUN)


def fit(actions: Sequence[Do], person: Person, load: tuple[float, float]) -> tuple[OutlineAction, ...]:
    """Choose times, days and minutes so that a week stays within the hours and on the days given.

    The actions come in order of importance: with little time the last ones are left out, and the first is shortened
    rather than dropped. Titles and cues come back with their `{slots}` still open.

    Args:
        load: where between an action's least and most minutes the phase begins and ends, 0 to 1.
    """
    actions = _as_long_as_said(actions, person)
    days = _places(_times(actions, person), actions, person)
    kept = [(a, days[i]) for i, a in enumerate(actions) if days[i]]
    first, last = (_minutes(kept, person.budget, level) for level in load)
    return tuple(
        OutlineAction(
            title=a.title,
            when=cue(a.cue, person),
            days=on,
            minutes_first=first[i],
            minutes_last=last[i],
            training=a.training,
        )
        for i, (a, on) in enumerate(kept)
    )


def _as_long_as_said(actions: Sequence[Do], person: Person) -> Sequence[Do]:
    """Where the person named minutes a day, the practice itself takes these, before any other action.

    A short practice is done daily; a long one leaves two days a week for what goes with it. Training keeps its own minutes, since it grows and has days of rest.
    """
    said = person.minutes_a_day
    daily = max(actions, key=lambda a: a.times)
    if said is None or daily.training is not Training.NONE or not daily.least <= said <= 2 * daily.most:
        return actions
    times = 7 if said < LONG_DAILY_MINUTES else 5
    return (replace(daily, times=times, least=said, most=said), *(a for a in actions if a is not daily))


def _times(actions: Sequence[Do], person: Person) -> list[int]:
    """How often each action is done: once each while there is time, then more often in turn.

    A first action whose minutes are fixed takes its days before the others.
    """
    times = [0] * len(actions)
    room = person.budget
    for i, a in enumerate(actions):
        if i == 0 or a.least <= room:
            times[i] = 1
            room -= a.least
        while i == 0 and a.least == a.most and times[0] < min(a.times, len(person.days)) and a.least <= room:
            times[0] += 1
            room -= a.least
    grew = True
    while grew:
        grew = False
        for i, a in enumerate(actions):
            if 0 < times[i] < min(a.times, len(person.days)) and a.least <= room:
                times[i] += 1
                room -= a.least
                grew = True
    return times


def _places(times: Sequence[int], actions: Sequence[Do], person: Person) -> list[tuple[Weekday, ...]]:
    """The days of each action: spread out; training on days of its own, with a rest day left free."""
    allowed = list(person.days)
    taken: set[Weekday] = set()
    places: list[tuple[Weekday, ...]] = []
    for i, a in enumerate(actions):
        choice: Sequence[Weekday] = allowed
        wanted = times[i]
        if a.training is not Training.NONE:
            free = [d for d in allowed if d not in taken]
            room = min(MAX_TRAINING_DAYS - len(taken), len(free))
            if a.least > SHARED_TRAINING_MINUTES or not taken:
                choice, wanted = free, min(wanted, room)
            elif room < wanted:
                choice, wanted = [d for d in allowed if d in taken], min(wanted, len(taken))
            else:
                choice = free
        chosen = _spread(choice, wanted, weekend=a.weekend, offset=i)
        if a.training is not Training.NONE:
            taken.update(chosen)
        places.append(chosen)
    return places


def _spread(days: Sequence[Weekday], times: int, *, weekend: bool, offset: int) -> tuple[Weekday, ...]:
    """`times` of `days`, as evenly apart as they go, in the order of the week."""
    if times <= 0 or not days:
        return ()
    if times >= len(days):
        return tuple(days)
    order = list(Weekday)
    if weekend:
        preferred = sorted(days, key=lambda d: (d not in _WEEKEND, -order.index(d)))
        chosen = set(preferred[:times])
    else:
        start = offset % len(days) if times == 1 else offset % max(1, len(days) // times)
        chosen = {days[(start + i * len(days) // times) % len(days)] for i in range(times)}
    return tuple(d for d in order if d in chosen)


def _minutes(actions: Sequence[tuple[Do, tuple[Weekday, ...]]], budget: int, level: float) -> list[int]:
    """Minutes per session at `level`, lowered together until the week fits the budget."""
    least = sum(a.least * len(on) for a, on in actions)
    most = sum(a.most * len(on) for a, on in actions)
    if least > budget:
        return [max(1, a.least * budget // least) for a, _ in actions]
    level = min(level, (budget - least) / (most - least)) if most > least else 0.0
    return [_rounded(a.least + (a.most - a.least) * level, a.least) for a, _ in actions]


def _rounded(minutes: float, least: int) -> int:
    """Down to whole minutes, in fives from 15 on, and never below the least worth doing."""
    whole = int(minutes + 1e-9)
    return min(MAX_SESSION_MINUTES, max(least, whole // 5 * 5 if whole >= 15 else whole))
