"""What became of each planned session, and where life went another way than the plan."""

from datetime import date
from enum import StrEnum

from rein.coach.domain import Frozen, Plan
from rein.coach.life.log import Entry, Kind, Log
from rein.coach.life.occurrences import Occurrence, occurrences


class State(StrEnum):
    PLANNED = "planned"
    """Today's or a later day's, and nothing is logged."""
    DONE = "done"
    SKIPPED = "skipped"
    SICK = "sick"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    MISSED = "missed"
    """Its day is over and nothing is logged."""


class Outcome(Frozen):
    """A planned session with its state."""

    occurrence: Occurrence
    state: State
    date: date
    """The day it is due on, or was done on."""
    minutes: int | None = None
    """As logged; None when only "done" was."""
    value: float | None = None
    effort: int | None = None


class DeviationKind(StrEnum):
    SKIPPED = "skipped"
    SICK = "sick"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    MISSED = "missed"
    MOVED = "moved"
    SHORTER = "shorter"
    LONGER = "longer"
    BACKDATED = "backdated"
    EXTRA = "extra"
    """Done, and not in the plan."""


class Deviation(Frozen):
    """One way in which a day went otherwise than planned. It is a fact, and no reproach."""

    kind: DeviationKind
    on: date
    key: str | None
    title: str
    before: str = ""
    """What the plan said: a date or a number of minutes."""
    after: str = ""
    note: str = ""


_WHOLE_DAY = {Kind.SICK: State.SICK, Kind.HOLIDAY: State.HOLIDAY}
_SAID = {
    Kind.DONE: State.DONE,
    Kind.SKIPPED: State.SKIPPED,
    Kind.SICK: State.SICK,
    Kind.HOLIDAY: State.HOLIDAY,
}
_EXCUSES = {
    State.SKIPPED: DeviationKind.SKIPPED,
    State.SICK: DeviationKind.SICK,
    State.HOLIDAY: DeviationKind.HOLIDAY,
    State.PAUSED: DeviationKind.PAUSED,
    State.MISSED: DeviationKind.MISSED,
}


def outcomes(plan: Plan, log: Log, today: date) -> tuple[Outcome, ...]:
    """Every session of `plan` with its state as of the person's day `today`; what was told last holds.

    What is said of a session comes before what is said of its day, and both before a pause.
    """
    said: dict[str, Entry] = {}
    moved: dict[str, date] = {}
    days: dict[date, State] = {}
    for e in log.entries:
        if e.key is None:
            if e.kind in _WHOLE_DAY:
                days[e.on] = _WHOLE_DAY[e.kind]
        elif e.kind is Kind.MOVED and e.to is not None:
            moved[e.key] = e.to
        elif e.kind is Kind.REOPENED:
            said.pop(e.key, None)
        elif e.kind in _SAID:
            said[e.key] = e
    return tuple(_outcome(o, said.get(o.key), moved.get(o.key, o.date), days, log, today) for o in occurrences(plan))


def _outcome(o: Occurrence, entry: Entry | None, due: date, days: dict[date, State], log: Log, today: date) -> Outcome:
    if entry is not None:
        state = _SAID[entry.kind]
        on = entry.on if state is State.DONE else due
        return Outcome(
            occurrence=o, state=state, date=on, minutes=entry.minutes, value=entry.value, effort=entry.effort
        )
    if due in days:
        state = days[due]
    elif log.is_paused(due):
        state = State.PAUSED
    else:
        state = State.MISSED if due < today else State.PLANNED
    return Outcome(occurrence=o, state=state, date=due)


def extras(log: Log) -> tuple[Entry, ...]:
    """Sessions that were done without being in the plan."""
    return tuple(e for e in log.entries if e.kind is Kind.DONE and e.key is None)


def deviations(plan: Plan, log: Log, today: date) -> tuple[Deviation, ...]:
    """Where life went otherwise than `plan` until `today`, in the order of the days."""
    told = {e.key: e for e in log.entries if e.key is not None and e.kind in _SAID}
    found: list[Deviation] = []
    for out in outcomes(plan, log, today):
        o = out.occurrence
        entry = told.get(o.key) if out.state in _SAID.values() else None
        note = entry.note if entry is not None else ""
        if out.date != o.date:
            found.append(_of(DeviationKind.MOVED, out, o.date.isoformat(), out.date.isoformat(), note))
        if out.state in _EXCUSES and out.date <= today:
            found.append(_of(_EXCUSES[out.state], out, "", "", note))
        if out.state is State.DONE:
            if out.minutes is not None and out.minutes != o.minutes:
                kind = DeviationKind.SHORTER if out.minutes < o.minutes else DeviationKind.LONGER
                found.append(_of(kind, out, str(o.minutes), str(out.minutes), note))
            if entry is not None and entry.logged_on > entry.on:
                found.append(_of(DeviationKind.BACKDATED, out, entry.on.isoformat(), entry.logged_on.isoformat(), note))
    found += [
        Deviation(
            kind=DeviationKind.EXTRA,
            on=e.on,
            key=None,
            title=e.title or "Something of your own",
            after=str(e.minutes) if e.minutes is not None else "",
            note=e.note,
        )
        for e in extras(log)
    ]
    return tuple(sorted(found, key=lambda d: d.on))


def _of(kind: DeviationKind, out: Outcome, before: str, after: str, note: str) -> Deviation:
    o = out.occurrence
    return Deviation(kind=kind, on=out.date, key=o.key, title=o.title, before=before, after=after, note=note)
