"""What keeps the service honest: jobs, requests that are sent twice, and money."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rein.db.columns import Document, Words
from rein.db.documents import StoredResponse
from rein.db.tables.base import Owned, belongs_to, owned


class JobLink(Owned):
    """Which durable workflow works on which goal."""

    __tablename__ = "job_links"
    __table_args__ = owned(
        belongs_to("goal_id", "goals"),
        UniqueConstraint("workflow_id"),
        Index(None, "goal_id", "id"),
    )

    goal_id: Mapped[UUID]
    workflow_id: Mapped[str] = mapped_column(Words(100))
    kind: Mapped[str] = mapped_column(Words(40))
    """The workflow's name."""
    trace_id: Mapped[str | None] = mapped_column(Words(36))


class IdempotencyKey(Owned):
    """A request that must not be carried out twice, and how it was answered."""

    __tablename__ = "idempotency_keys"
    __table_args__ = owned(UniqueConstraint("person_id", "key"), Index(None, "created_at"))

    key: Mapped[str] = mapped_column(Words(200))
    request_hash: Mapped[str] = mapped_column(Words(64))
    """Of method, path and body: the same key for another request is a mistake."""
    response: Mapped[StoredResponse | None] = mapped_column(Document(StoredResponse))
    """None while the first request is being carried out."""
    answered_at: Mapped[datetime | None]


class LlmSpend(Owned):
    """What a person's model calls of one day cost."""

    __tablename__ = "llm_spend"
    __table_args__ = owned(
        UniqueConstraint("person_id", "day"),
        Index(None, "day"),
        CheckConstraint("usd >= 0", name="usd_range"),
        CheckConstraint("calls >= 0", name="calls_range"),
    )

    day: Mapped[date]
    """In UTC, so that an instance's budget has one day too."""
    usd: Mapped[float]
    calls: Mapped[int]
