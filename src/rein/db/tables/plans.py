"""Plans, version after version, and the actions that they ask for."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rein.coach.domain import Plan, Training
from rein.db.columns import Document, Words, choice
from rein.db.documents import ActionState, ActionStatus, PlanDiff
from rein.db.tables.base import FromModel, Owned, belongs_to, between, owned, utc_now, whole_origin
from rein.db.tables.parts import only_one


class PlanStatus(StrEnum):
    PROPOSED = "proposed"
    CURRENT = "current"
    SUPERSEDED = "superseded"
    REFUSED = "refused"


class PlanVersion(FromModel, Owned):
    """A version of a goal's plan. Its content is never changed: a change is a new version."""

    __tablename__ = "plans"
    __table_args__ = owned(
        belongs_to("goal_id", "goals"),
        belongs_to("resolution_id", "resolutions"),
        belongs_to("base_plan_id", "plans"),
        UniqueConstraint("goal_id", "version"),
        only_one("plans", "goal_id", "current"),
        only_one("plans", "goal_id", "proposed"),
        Index(None, "resolution_id"),
        Index(None, "base_plan_id"),
        Index(None, "message_id"),
        CheckConstraint("version >= 1", name="version_range"),
        *whole_origin(),
    )

    goal_id: Mapped[UUID]
    resolution_id: Mapped[UUID]
    version: Mapped[int]
    """1, 2, 3, … within the goal."""
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with every change of one of its actions, and of its status: the plan's ETag."""
    status: Mapped[PlanStatus] = mapped_column(choice(PlanStatus, name="status"), default=PlanStatus.PROPOSED)
    content: Mapped[Plan] = mapped_column(Document(Plan))
    base_plan_id: Mapped[UUID | None]
    """The version that it was made from."""
    diff: Mapped[PlanDiff | None] = mapped_column(Document(PlanDiff))
    """What differs from the base, with reasons."""
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    """The coach's message that proposed it; the plan outlives it."""
    decided_at: Mapped[datetime | None]
    """When the person accepted or refused it."""


class ActionRow(Owned):
    """One planned occurrence: this, on that day."""

    __tablename__ = "actions"
    __table_args__ = owned(
        belongs_to("goal_id", "goals"),
        belongs_to("plan_id", "plans"),
        UniqueConstraint("plan_id", "key"),
        Index(None, "person_id", "on_date", "id"),
        Index(None, "goal_id", "on_date"),
        CheckConstraint("week >= 1", name="week_range"),
        between("minutes", 0, 1440),
        CheckConstraint("status = 'done' OR done_at IS NULL", name="done_at_when_done"),
    )

    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
    goal_id: Mapped[UUID]
    plan_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(Words(64))
    """The same occurrence has it in every version of the plan: what a calendar knows it by."""
    week: Mapped[int]
    on_date: Mapped[date]
    title: Mapped[str]
    cue: Mapped[str] = mapped_column(default="")
    """When in the day: 'after breakfast'."""
    minutes: Mapped[int]
    training: Mapped[Training] = mapped_column(choice(Training, name="training"), default=Training.NONE)
    status: Mapped[ActionStatus] = mapped_column(choice(ActionStatus, name="status"), default=ActionStatus.PLANNED)
    done_at: Mapped[datetime | None]

    @property
    def state(self) -> ActionState:
        """What a person may change of it, as it is now."""
        return ActionState(
            on_date=self.on_date, title=self.title, minutes=self.minutes, status=self.status, done_at=self.done_at
        )


class EventKind(StrEnum):
    """How a person, or time, departed from the plan."""

    DONE = "done"
    UNDONE = "undone"
    SKIPPED = "skipped"
    SICK = "sick"
    HOLIDAY = "holiday"
    MISSED = "missed"
    MOVED = "moved"
    EDITED = "edited"
    BACKDATED = "backdated"


class ActionEvent(Owned):
    """A deviation from the plan. Events are added, never changed."""

    __tablename__ = "action_events"
    __table_args__ = owned(
        belongs_to("action_id", "actions"),
        Index(None, "action_id", "id"),
    )

    action_id: Mapped[UUID]
    kind: Mapped[EventKind] = mapped_column(choice(EventKind, name="kind"))
    at: Mapped[datetime]
    before: Mapped[ActionState] = mapped_column(Document(ActionState))
    after: Mapped[ActionState] = mapped_column(Document(ActionState))
    note: Mapped[str] = mapped_column(default="")
