"""What every repository of a person's rows does: it reads and writes theirs, and finds no others."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Select, Table, Update, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from rein.db.faults import as_ours
from rein.db.ids import PersonId
from rein.db.tables import Owned
from rein.errors import Conflict, NotFound

R = TypeVar("R", bound=Owned)
Parent = TypeVar("Parent", bound=Owned)
T = TypeVar("T")


class Repository(Generic[R]):
    """Rows of one person's, in one table, within one transaction."""

    row: ClassVar[Any]  # the table's class; a class variable cannot name R
    noun: ClassVar[str]
    """What a row is called in messages."""

    def __init__(self, session: AsyncSession, person_id: PersonId) -> None:
        self._session = session
        self._person_id = person_id

    def _mine(self) -> Select[R]:
        return select(self.row).where(self.row.person_id == self._person_id)

    def _change(self) -> Update:
        return update(self.row).where(self.row.person_id == self._person_id)

    async def _get(self, row_id: UUID, *, lock: bool = False) -> R:
        """The row; with `lock`, nobody else changes it before this transaction ends.

        Raises:
            NotFound: there is none, or it is another person's.
        """
        return await self._one(self._mine().where(self.row.id == row_id), lock=lock)

    async def _one(self, query: Select[R], *, lock: bool = False) -> R:
        found = await self._session.scalar(locked(query) if lock else query)
        if found is None:
            raise NotFound(f"There is no such {self.noun}.")
        return found

    async def _all(self, query: Select[R]) -> tuple[R, ...]:
        return tuple((await self._session.scalars(query)).all())

    async def _require(self, parent: type[Parent], row_id: UUID | None, *, lock: bool = False) -> None:
        """Make sure that a row to be pointed at is this person's.

        Raises:
            NotFound: it is not.
        """
        if row_id is None:
            return
        query = select(parent.id).where(parent.person_id == self._person_id, parent.id == row_id)
        if await self._session.scalar(locked(query) if lock else query) is None:
            raise NotFound(f"There is no such {parent.__tablename__.rstrip('s').replace('_', ' ')}.")

    async def _add(self, row: R, as_id: UUID | None = None) -> R:
        """Store a new row. One that has the id `as_id` already is returned as it is.

        Raises:
            Conflict: the id is another's.
        """
        if as_id is not None:
            there = await self._session.scalar(self._mine().where(self.row.id == as_id))
            if there is not None:
                return there
            row.id = as_id
        row.person_id = self._person_id
        self._session.add(row)
        await self._flush()
        return row

    async def _flush(self) -> None:
        """Send what was changed to the database.

        Raises:
            Conflict: another row stands against it.
            UsageError: a value is out of its range.
        """
        await flush(self._session)

    async def _next_number(self, column: Any, parent: ColumnElement[bool]) -> int:
        query = select(func.coalesce(func.max(column), 0) + 1).where(self.row.person_id == self._person_id, parent)
        return (await self._session.execute(query)).scalar_one()

    async def _run(self, statement: Update) -> int:
        """Change rows, and tell how many."""
        options = {"synchronize_session": "fetch"}
        return cast("CursorResult[Any]", await self._session.execute(statement, execution_options=options)).rowcount

    async def _delete(self, row_id: UUID) -> None:
        """Delete a row with all that belongs to it.

        Raises:
            NotFound: there is none, or it is another person's.
        """
        mine = (self.row.person_id == self._person_id, self.row.id == row_id)
        done = cast("CursorResult[Any]", await self._session.execute(delete(self.row).where(*mine)))
        if not done.rowcount:
            raise NotFound(f"There is no such {self.noun}.")


async def flush(session: AsyncSession) -> None:
    """Send what was changed to the database, and meet its refusal as an error of ours."""
    try:
        await session.flush()
    except SQLAlchemyError as error:
        raise as_ours(error) from None


def locked(query: Select[T]) -> Select[T]:
    """The query, whose rows nobody else changes before this transaction ends, as they are now.

    Rows that point at them may be added meanwhile.
    """
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)


def insert(session: AsyncSession, table: Any) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, which both databases spell alike."""
    kind = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return kind.insert(cast("Table", table.__table__))


def expect(state: object, wanted: Sequence[object], noun: str) -> None:
    """Make sure that a thing is in one of the states from which it can go on.

    Raises:
        Conflict: it is not.
    """
    if state not in wanted:
        raise Conflict(f"The {noun} is {state}; it would have to be {' or '.join(map(str, wanted))}.")
