"""Who somebody is, how their days and weeks run, and what opens the door to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rein.db.columns import Document, Words, choice
from rein.db.documents import Scope
from rein.db.ids import new_id
from rein.db.tables.base import SECRET, Base, Owned, between, owned, utc_now
from rein.db.tables.parts import partial_index


class Role(StrEnum):
    """What somebody may see: a member their own things, an operator the console too."""

    MEMBER = "member"
    OPERATOR = "operator"


class UnitSystem(StrEnum):
    METRIC = "metric"
    IMPERIAL = "imperial"


class Person(Base):
    """Somebody with goals."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("email"),
        partial_index("uq_people_local_owner", "local_owner", "local_owner", unique=True),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        between("day_end_minutes", 0, 1439),
        between("week_start", 0, 6),
        between("hours_per_week", 0, 80),
        between("quiet_from_minutes", 0, 1439),
        between("quiet_to_minutes", 0, 1439),
        CheckConstraint("(quiet_from_minutes IS NULL) = (quiet_to_minutes IS NULL)", name="whole_quiet_hours"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    email: Mapped[str | None] = mapped_column(Words(320))
    """Lower case; None for the one owner of a local installation."""
    name: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None] = mapped_column(Words(300), info=SECRET)
    role: Mapped[Role] = mapped_column(choice(Role, name="role"), default=Role.MEMBER)
    local_owner: Mapped[bool] = mapped_column(default=False)
    """Of one person at most."""
    timezone: Mapped[str] = mapped_column(Words(64), default="UTC")
    """IANA name."""
    day_end_minutes: Mapped[int] = mapped_column(default=0)
    """When their day ends, in minutes after midnight: at 180, what is done at 2:00 counts for the day before."""
    week_start: Mapped[int] = mapped_column(default=0)
    """0 is Monday, 6 Sunday."""
    unit_system: Mapped[UnitSystem] = mapped_column(choice(UnitSystem, name="unit_system"), default=UnitSystem.METRIC)
    hours_per_week: Mapped[float | None]
    """The budget that all goals share; None: each has its own."""
    quiet_from_minutes: Mapped[int | None]
    quiet_to_minutes: Mapped[int | None]
    """No reminder is sent between the two, in minutes after midnight; over midnight where `from` is the later."""
    age_confirmed_at: Mapped[datetime | None]
    """When they said that they are old enough."""


class SecretRow(Owned):
    """What lets somebody in. The secret itself is not kept."""

    __abstract__ = True

    hash: Mapped[str] = mapped_column(Words(64), info=SECRET)
    """SHA-256 of the secret, in hexadecimal digits."""
    revoked_at: Mapped[datetime | None]
    """When it was withdrawn, or used if it serves once."""


def _secret() -> tuple[UniqueConstraint, CheckConstraint]:
    return UniqueConstraint("hash"), CheckConstraint("length(hash) = 64", name="hash_length")


class ApiToken(SecretRow):
    """For programs of the person's."""

    __tablename__ = "api_tokens"
    __table_args__ = owned(*_secret())

    name: Mapped[str]
    scopes: Mapped[tuple[Scope, ...]] = mapped_column(Document(tuple[Scope, ...]))
    last_used_at: Mapped[datetime | None]


class WebSession(SecretRow):
    """A browser that is signed in."""

    __tablename__ = "web_sessions"
    __table_args__ = owned(*_secret(), Index(None, "expires_at"))

    expires_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(default="")
    """As it calls itself."""


class ResetToken(SecretRow):
    """A mail's link to a new password; serves once."""

    __tablename__ = "reset_tokens"
    __table_args__ = owned(*_secret(), Index(None, "expires_at"))

    expires_at: Mapped[datetime]


class CalendarToken(SecretRow):
    """Part of the address of a person's calendar feed."""

    __tablename__ = "calendar_tokens"
    __table_args__ = owned(*_secret())
