"""Fitting the actions of a phase to the hours and days a person has."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from rein.coach.domain import LifeArea, OutlineAction, Training, Weekday
from rein.coach.limits import MAX_TRAINING_DAYS
from rein.coach.offline.cues import AFTER_WORK, DAYTIME, LUNCH, cue
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do

SHARED_TRAINING_MINUTES = 15
"""Training this short may stand on a day that already has a session; longer sessions get a day of their own."""

LONG_DAILY_MINUTES = 20

MAX_SESSION_MINUTES = 600

_WEEKEND = (Weekday.SAT, Weekday.SUN)
_WORKING = tuple(d for d in Weekday if d not in _WEEKEND)
_AT_WORK = frozenset({LifeArea.CAREER, LifeArea.TIME_MANAGEMENT})
"""Goals that are worked on at work, so that a working morning is a good hour for them."""


def fit(actions: Sequence[Do], person: Person, load: tuple[float, float]) -> tuple[OutlineAction, ...]:
    """Choose times, days and minutes so that a week stays within the hours and on the days given.

    The actions come in order of importance: with little time the last ones are left out, and the first is shortened
    rather than dropped. Titles and cues come back with their `{slots}` still open.

    Args:
        load: where between an action's least and most minutes the phase begins and ends, 0 to 1.
    """
    actions = _as_often_as_said(_as_long_as_said(actions, person), person)
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


def _as_often_as_said(actions: Sequence[Do], person: Person) -> Sequence[Do]:
    """Where the person named times a week, what they named happens that often: the sessions of training together, or the first action."""
    said = person.times_a_week
    if said is None:
        return actions
    if actions[0].training is Training.NONE:
        return (replace(actions[0], times=said), *actions[1:])
    kept: list[Do] = []
    room = said
    for a in actions:
        times = a.times if a.training is Training.NONE else min(a.times, room)
        room -= times if a.training is not Training.NONE else 0
        if times:
            kept.append(replace(a, times=times))
    return (replace(kept[0], times=kept[0].times + room), *kept[1:])


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
    at_ten: set[Weekday] = set()
    places: list[tuple[Weekday, ...]] = []
    for i, a in enumerate(actions):
        choice: Sequence[Weekday] = _where_it_happens(a, times[i], person, at_ten)
        wanted = times[i]
        if a.training is not Training.NONE:
            free = [d for d in allowed if d not in taken]
            room = min(MAX_TRAINING_DAYS - len(taken), len(free))
            fitting = [d for d in choice if d not in taken]
            free = fitting if len(fitting) >= min(wanted, room) else free
            if a.least > SHARED_TRAINING_MINUTES or not taken:
                choice, wanted = free, min(wanted, room)
            elif room < wanted:
                choice, wanted = [d for d in allowed if d in taken], min(wanted, len(taken))
            else:
                choice = free
        if a.training is Training.NONE and wanted == len(_WORKING) and set(_WORKING) <= set(choice):
            choice = _WORKING  # "on weekdays" is easier to keep in mind than five days with a gap
        chosen = _spread(choice, wanted, weekend=a.weekend, offset=i)
        if a.training is not Training.NONE:
            taken.update(chosen)
        if a.cue == DAYTIME:
            at_ten.update(chosen)
        places.append(chosen)
    return places


def _where_it_happens(action: Do, times: int, person: Person, at_ten: set[Weekday]) -> Sequence[Weekday]:
    """The days on which the action's cue occurs: "straight after work" on working days, "at 10:00" on free ones."""
    days = person.days
    if person.works_nights or person.has_no_job:
        return days
    if action.cue in {AFTER_WORK, LUNCH}:
        fitting = [d for d in days if d in _WORKING]
    elif action.cue == DAYTIME and person.goal.area not in _AT_WORK:
        fitting = [d for d in days if d in _WEEKEND and d not in at_ten] or [d for d in days if d in _WEEKEND]
    else:
        return days
    return fitting if len(fitting) >= times else days


def _spread(days: Sequence[Weekday], times: int, *, weekend: bool, offset: int) -> tuple[Weekday, ...]:
    """`times` of `days`, as evenly apart as they go, in the order of the week."""
    if times <= 0 or not days:
        return ()
    if times >= len(days):
        return tuple(days)
    order = list(Weekday)
    if weekend:
        preferred = sorted(days, key=lambda d: (d not in _WEEKEND, -order.index(d)))
        return tuple(d for d in order if d in preferred[:times])
    places = [order.index(d) for d in days]
    choices = sorted(combinations(places, times), key=lambda c: (_unevenness(c), (c[0] - offset) % len(order)))
    return tuple(order[i] for i in choices[0])


def _unevenness(places: Sequence[int]) -> int:
    """How far days lie from an even spread over the week, in which Sunday is next to Monday."""
    gaps = [(after - before) % len(Weekday) for before, after in pairwise((*places, places[0]))]
    return sum(gap * gap for gap in gaps)


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
