"""Conversations with the coach."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rein.coach.domain import CoachingReply, Role, SafetyVerdict
from rein.db.columns import Document, Words, choice
from rein.db.tables.base import FromModel, Owned, belongs_to, owned, utc_now, whole_origin


class CoachingSession(Owned):
    """A conversation about a goal: a thread in Opik."""

    __tablename__ = "coaching_sessions"
    __table_args__ = owned(
        belongs_to("goal_id", "goals"),
        UniqueConstraint("thread_id"),
        Index(None, "goal_id", "id"),
        CheckConstraint("summarised_to >= 0", name="summarised_to_range"),
    )

    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
    goal_id: Mapped[UUID]
    thread_id: Mapped[str] = mapped_column(Words(100))
    summary: Mapped[str] = mapped_column(default="")
    """Of the messages up to `summarised_to`."""
    summarised_to: Mapped[int] = mapped_column(default=0)
    """The number of the last message in the summary; 0: none."""
    ended_at: Mapped[datetime | None]


class MessageState(StrEnum):
    WRITING = "writing"
    """The coach's answer is being streamed; the text is what there is of it."""
    COMPLETE = "complete"
    FAILED = "failed"


class Message(FromModel, Owned):
    """A turn of a conversation. The coach's has an origin once it is complete."""

    __tablename__ = "messages"
    __table_args__ = owned(
        belongs_to("session_id", "coaching_sessions"),
        UniqueConstraint("session_id", "number"),
        CheckConstraint("number >= 1", name="number_range"),
        *whole_origin(),
    )

    session_id: Mapped[UUID]
    number: Mapped[int]
    """1, 2, 3, … within the conversation."""
    role: Mapped[Role] = mapped_column(choice(Role, name="role"))
    state: Mapped[MessageState] = mapped_column(choice(MessageState, name="state"), default=MessageState.COMPLETE)
    text: Mapped[str]
    reply: Mapped[CoachingReply | None] = mapped_column(Document(CoachingReply))
    """The coach's whole answer, with the next actions and the change of plan that it proposes."""
    verdict: Mapped[SafetyVerdict | None] = mapped_column(Document(SafetyVerdict))
    """What the checks said of it; None before they did."""
