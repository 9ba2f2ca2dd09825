"""What a judge says of the coach's work, and what the person says of it."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from rein.coach.domain import Evaluation
from rein.db.columns import Document, Words, choice
from rein.db.tables.base import FromModel, Owned, belongs_to, between, owned, whole_origin
from rein.db.tables.parts import SUBJECTS, subjects


class EvaluationRow(FromModel, Owned):
    """A judge's scores for one resolution, plan or message."""

    __tablename__ = "evaluations"
    __table_args__ = owned(
        belongs_to("goal_id", "goals"),
        belongs_to("resolution_id", "resolutions"),
        belongs_to("plan_id", "plans"),
        belongs_to("message_id", "messages"),
        Index(None, "goal_id", "id"),
        *(Index(None, column) for column in SUBJECTS),
        subjects(1),
        between("overall", 0, 10),
        *whole_origin(),
    )

    goal_id: Mapped[UUID]
    resolution_id: Mapped[UUID | None]
    plan_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None]
    rubric: Mapped[str] = mapped_column(Words(80))
    content: Mapped[Evaluation] = mapped_column(Document(Evaluation))
    overall: Mapped[float]
    """0-10, 10 is best: the content's own, where trends can read it."""


class Thumb(StrEnum):
    UP = "up"
    DOWN = "down"


class Feedback(Owned):
    """What the person says of a resolution, a plan, a message, or a goal as a whole."""

    __tablename__ = "feedback"
    __table_args__ = owned(
        belongs_to("goal_id", "goals"),
        belongs_to("resolution_id", "resolutions"),
        belongs_to("plan_id", "plans"),
        belongs_to("message_id", "messages"),
        Index(None, "goal_id", "id"),
        *(Index(None, column) for column in SUBJECTS),
        subjects(0),
        between("stars", 1, 5),
        CheckConstraint("stars IS NOT NULL OR thumb IS NOT NULL OR text <> ''", name="says_something"),
    )

    goal_id: Mapped[UUID]
    resolution_id: Mapped[UUID | None]
    plan_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None]
    stars: Mapped[int | None]
    """1-5, 5 is best."""
    thumb: Mapped[Thumb | None] = mapped_column(choice(Thumb, name="thumb"))
    text: Mapped[str] = mapped_column(default="")
    trace_id: Mapped[str | None] = mapped_column(Words(36))
    """The trace that it lands on: that of its subject."""
