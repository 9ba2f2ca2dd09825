"""Goals, the resolutions made of them, and the times when they rest."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rein.coach.domain import ClarifiedGoal, GoalRequest, LifeArea, Resolution
from rein.db.columns import Document, choice
from rein.db.tables.base import FromModel, Owned, belongs_to, owned, utc_now, whole_origin
from rein.db.tables.parts import only_one


class GoalStatus(StrEnum):
    """Where a goal stands."""

    SUBMITTED = "submitted"
    """Its job waits or is at work."""
    ASKING = "asking"
    """Clarifying questions wait for the person's answers."""
    PROPOSED = "proposed"
    """Resolution and plan are there, and not accepted yet."""
    ACTIVE = "active"
    PAUSED = "paused"
    ACHIEVED = "achieved"
    ABANDONED = "abandoned"
    DECLINED = "declined"
    """No goal, or none to make a plan for; the clarified goal says why."""
    FAILED = "failed"
    """The job ended without a result; `failure` says why."""


class Goal(FromModel, Owned):
    """What somebody wrote, and what a careful reader made of it (which is the operation that the origin tells)."""

    __tablename__ = "goals"
    __table_args__ = owned(*whole_origin(), Index(None, "person_id", "status", "id"))

    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
    status: Mapped[GoalStatus] = mapped_column(choice(GoalStatus, name="status"), default=GoalStatus.SUBMITTED)
    area: Mapped[LifeArea | None] = mapped_column(choice(LifeArea, name="area"))
    request: Mapped[GoalRequest] = mapped_column(Document(GoalRequest))
    clarified: Mapped[ClarifiedGoal | None] = mapped_column(Document(ClarifiedGoal))
    failure: Mapped[str | None]
    """For the person; holds no words of theirs."""


class ResolutionStatus(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"


class ResolutionVersion(FromModel, Owned):
    """A version of a goal's resolution. An edit is a new version, without an origin."""

    __tablename__ = "resolutions"
    __table_args__ = owned(
        belongs_to("goal_id", "goals"),
        UniqueConstraint("goal_id", "version"),
        only_one("resolutions", "goal_id", "accepted"),
        only_one("resolutions", "goal_id", "proposed"),
        CheckConstraint("version >= 1", name="version_range"),
        *whole_origin(),
    )

    goal_id: Mapped[UUID]
    version: Mapped[int]
    """1, 2, 3, … within the goal."""
    status: Mapped[ResolutionStatus] = mapped_column(
        choice(ResolutionStatus, name="status"), default=ResolutionStatus.PROPOSED
    )
    content: Mapped[Resolution] = mapped_column(Document(Resolution))
    accepted_at: Mapped[datetime | None]


class Pause(Owned):
    """Days on which nothing is asked of the person: of one goal, or of all of them."""

    __tablename__ = "pauses"
    __table_args__ = owned(
        belongs_to("goal_id", "goals"),
        Index(None, "person_id", "first_day"),
        Index(None, "goal_id"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
    )

    goal_id: Mapped[UUID | None]
    """None: all goals."""
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    """None: until it is ended."""
    note: Mapped[str] = mapped_column(default="")
