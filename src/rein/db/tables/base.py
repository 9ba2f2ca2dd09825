"""What all tables share: how constraints are named, whose a row is, and which model operation it came from."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

from rein.db.columns import Number, UtcDateTime, Uuid7, Words
from rein.db.ids import PersonId, new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, the same on every database, so that a migration can speak of it."""

SECRET = {"secret": True}
"""`info` of a column that no export contains."""


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Origin:
    """The LLM operation that a record came from. A record without one was written by the person."""

    prompt_name: str
    prompt_version: str
    model: str
    trace_id: str | None = None
    """None when tracing was switched off."""
    cost_usd: float | None = None
    """None when the model's price is not known."""


class Base(DeclarativeBase):
    """Of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own attribute
        UUID: Uuid7, datetime: UtcDateTime, str: Words, float: Number,
    }  # fmt: skip


class Owned(Base):
    """A row of one person's. It goes when they go, and it can point at rows of theirs only."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-3)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, sort_order=-1)

    @declared_attr
    @classmethod
    def person_id(cls) -> Mapped[PersonId]:
        return mapped_column(Uuid7, ForeignKey("people.id", ondelete="CASCADE"), sort_order=-2)


def owned(*constraints: SchemaItem) -> tuple[SchemaItem, ...]:
    """`__table_args__` of an owned table: (person, id) is a key that others point at, and the order of its lists."""
    return UniqueConstraint("person_id", "id"), *constraints


def belongs_to(column: str, table: str) -> ForeignKeyConstraint:
    """`column` names a row of `table` that is the same person's; this row goes with it."""
    return ForeignKeyConstraint(["person_id", column], [f"{table}.person_id", f"{table}.id"], ondelete="CASCADE")


def between(column: str, low: float, high: float) -> CheckConstraint:
    """`column`, when there is a value, lies in the range, both ends included."""
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=f"{column}_range")


class FromModel:
    """The columns of an `Origin`."""

    prompt_name: Mapped[str | None] = mapped_column(Words(80), sort_order=1)
    prompt_version: Mapped[str | None] = mapped_column(Words(40), sort_order=1)
    model: Mapped[str | None] = mapped_column(Words(200), sort_order=1)
    trace_id: Mapped[str | None] = mapped_column(Words(36), sort_order=1)
    cost_usd: Mapped[float | None] = mapped_column(sort_order=1)

    @property
    def origin(self) -> Origin | None:
        """The operation; None when the person wrote it."""
        if self.prompt_name is None or self.prompt_version is None or self.model is None:
            return None
        return Origin(self.prompt_name, self.prompt_version, self.model, self.trace_id, self.cost_usd)

    @origin.setter
    def origin(self, origin: Origin | None) -> None:
        self.prompt_name = origin and origin.prompt_name
        self.prompt_version = origin and origin.prompt_version
        self.model = origin and origin.model
        self.trace_id = origin and origin.trace_id
        self.cost_usd = origin and origin.cost_usd


def whole_origin() -> tuple[CheckConstraint, CheckConstraint]:
    """A record that came from a model names the prompt, its version and the model."""
    return (
        CheckConstraint(
            "(prompt_name IS NULL) = (model IS NULL) AND (prompt_name IS NULL) = (prompt_version IS NULL)",
            name="whole_origin",
        ),
        CheckConstraint("cost_usd >= 0", name="cost_usd_range"),
    )
