"""What a person did, and what they are reminded of."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rein.db.columns import Words, choice
from rein.db.tables.base import Owned, belongs_to, between, owned
from rein.db.tables.parts import partial_index


class CheckIn(Owned):
    """Progress logged for a day. Everything but goal and day may be left out: one tap is enough."""

    __tablename__ = "check_ins"
    __table_args__ = owned(
        belongs_to("goal_id", "goals"),
        belongs_to("action_id", "actions"),
        Index(None, "goal_id", "on_date", "id"),
        Index(None, "person_id", "on_date", "id"),
        Index(None, "action_id"),
        between("effort", 1, 10),
        between("mood", 1, 5),
        between("difficulty", 1, 5),
    )

    goal_id: Mapped[UUID]
    action_id: Mapped[UUID | None]
    on_date: Mapped[date]
    """The person's day that it counts for."""
    value: Mapped[float | None]
    """In `unit`: that of the goal's measure, or minutes, pages, …"""
    unit: Mapped[str] = mapped_column(Words(40), default="")
    effort: Mapped[int | None]
    """1 very light, 10 all that was there."""
    mood: Mapped[int | None]
    """1 bad, 5 very good."""
    difficulty: Mapped[int | None]
    """1 easy, 5 too hard."""
    note: Mapped[str] = mapped_column(default="")


class ReminderKind(StrEnum):
    ACTION = "action"
    WEEKLY_REVIEW = "weekly_review"


class Reminder(Owned):
    """Something to be told at a moment: on the person's page always, by other ways where they are set up."""

    __tablename__ = "reminders"
    __table_args__ = owned(
        belongs_to("goal_id", "goals"),
        belongs_to("action_id", "actions"),
        UniqueConstraint("person_id", "key"),
        partial_index("ix_reminders_waiting", "due_at", "sent_at IS NULL"),
        Index(None, "person_id", "due_at", "id"),
        Index(None, "goal_id"),
        Index(None, "action_id"),
    )

    goal_id: Mapped[UUID | None]
    action_id: Mapped[UUID | None]
    kind: Mapped[ReminderKind] = mapped_column(choice(ReminderKind, name="kind"))
    key: Mapped[str] = mapped_column(Words(120))
    """What it reminds of, such as the action's key and day: one reminder for each, however often it is asked for."""
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]
