"""Values that are stored whole and are no words of the coach's."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from rein.coach.domain import Frozen, Line, OptionalText


class ActionStatus(StrEnum):
    """What became of a planned action. Only `missed` breaks a streak."""

    PLANNED = "planned"
    DONE = "done"
    SKIPPED = "skipped"
    SICK = "sick"
    HOLIDAY = "holiday"
    MISSED = "missed"


class ActionState(Frozen):
    """An action's fields that a person may change, at one moment."""

    on_date: date
    title: Line
    minutes: int
    status: ActionStatus
    done_at: AwareDatetime | None = None


class DiffLine(Frozen):
    """One difference between a proposed plan and the one it is based on, and its reason."""

    week: int | None = None
    """Counted in the proposed plan; None: of the plan as a whole."""
    before: OptionalText = ""
    after: OptionalText = ""
    reason: Line


class PlanDiff(Frozen):
    """What a person reads before they accept a new version of their plan."""

    summary: Line
    lines: tuple[DiffLine, ...] = ()


class StoredResponse(Frozen):
    """What a request with an idempotency key was answered, to be answered again."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""


class Scope(StrEnum):
    """What an API token may do."""

    READ = "read"
    WRITE = "write"
