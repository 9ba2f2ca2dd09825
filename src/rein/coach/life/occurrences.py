"""A plan's actions as dated occurrences, each with a key that stays the same from one version of a plan to the next."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from rein.coach.domain import Frozen, Plan, Training, Week, Weekday


class Occurrence(Frozen):
    """One session on one day."""

    key: str
    """`w<week>.<hash of the title>.<nth of that week>`. It says which session of its week this is and not on which
    day, so that a new version of the plan that only shifts a session, or changes its minutes, keeps its key."""
    date: date
    week: int
    title: str
    when: str
    minutes: int
    training: Training = Training.NONE


def occurrences(plan: Plan) -> tuple[Occurrence, ...]:
    """Every session of `plan`, in the order of its days."""
    return tuple(o for week in plan.weeks for o in in_week(week))


def in_week(week: Week) -> tuple[Occurrence, ...]:
    """The sessions of one week, in the order of its days; on one day, in the order of the week's actions."""
    return tuple(o for _, o in with_actions(week))


def with_actions(week: Week) -> list[tuple[int, Occurrence]]:
    """As `in_week`, each session with the index of its action."""
    dated = sorted((day, i) for i, a in enumerate(week.actions) for day in days_in(week, a.days))
    seen: Counter[str] = Counter()
    found: list[tuple[int, Occurrence]] = []
    for day, i in dated:
        action = week.actions[i]
        name = _name(action.title)
        seen[name] += 1
        occurrence = Occurrence(
            key=f"w{week.number}.{name}.{seen[name]}",
            date=day,
            week=week.number,
            title=action.title,
            when=action.when,
            minutes=action.minutes,
            training=action.training,
        )
        found.append((i, occurrence))
    return found


def days_in(week: Week, days: Iterable[Weekday]) -> list[date]:
    """The dates in `week` of `days`, in order; a day that a short week lacks has none."""
    wanted = set(days)
    every = list(Weekday)
    dates = (week.start_date + timedelta(days=i) for i in range((week.end_date - week.start_date).days + 1))
    return [d for d in dates if every[d.weekday()] in wanted]


def weekday(day: date) -> Weekday:
    """The day of the week of a date."""
    return list(Weekday)[day.weekday()]


def _name(title: str) -> str:
    same = " ".join(unicodedata.normalize("NFKC", title).casefold().split())
    return hashlib.blake2b(same.encode(), digest_size=5).hexdigest()
