"""What is asked before it is known whose it is, or for the whole installation. Nobody's things are read here.

Every other query goes through `PersonData`, which finds one person's rows only.
"""

from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from rein.db.ids import PersonId
from rein.db.paging import DEFAULT_LIMIT, Page, page
from rein.db.repositories.base import flush, insert, locked
from rein.db.tables import (
    ApiToken,
    CalendarToken,
    IdempotencyKey,
    LlmSpend,
    Person,
    Reminder,
    ResetToken,
    Role,
    SecretRow,
    WebSession,
    utc_now,
)  # fmt: skip
from rein.errors import NotFound

S = TypeVar("S", bound=SecretRow)


class People:
    """Everybody."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, person: Person) -> Person:
        """Store somebody.

        Raises:
            Conflict: the e-mail address is somebody's already.
            UsageError: a setting is out of its range.
        """
        self._session.add(person)
        await flush(self._session)
        return person

    async def local_owner(self) -> Person:
        """The one person of a local installation, made when first asked for."""
        mine = select(Person).where(Person.local_owner)
        found = await self._session.scalar(mine)
        if found is not None:
            return found
        statement = insert(self._session, Person).values(local_owner=True, role=Role.OPERATOR)
        await self._session.execute(statement.on_conflict_do_nothing())
        return (await self._session.execute(mine)).scalar_one()

    async def get(self, person_id: PersonId, *, lock: bool = False) -> Person:
        """One of them; with `lock`, to be changed in this transaction.

        Raises:
            NotFound: there is none.
        """
        query = select(Person).where(Person.id == person_id)
        found = await self._session.scalar(locked(query) if lock else query)
        if found is None:
            raise NotFound("There is no such person.")
        return found

    async def by_email(self, email: str) -> Person | None:
        """Whose address this is, however it is capitalised."""
        return await self._session.scalar(select(Person).where(Person.email == email.strip().lower()))

    async def page(self, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[Person]:
        """Everybody, the newest first."""
        return await page(self._session, select(Person), (Person.id,), cursor, limit)

    async def save(self, person: Person) -> Person:
        """Store changed settings of a person that was read in this transaction.

        Raises:
            Conflict: the e-mail address is somebody else's.
            UsageError: a setting is out of its range.
        """
        await flush(self._session)
        return person

    async def delete(self, person_id: PersonId) -> None:
        """Delete somebody with all that is theirs.

        Raises:
            NotFound: there is none.
        """
        statement = delete(Person).where(Person.id == person_id)
        if not cast("CursorResult[Any]", await self._session.execute(statement)).rowcount:
            raise NotFound("There is no such person.")


class Doors:
    """Whose secret it is that somebody brings, by the SHA-256 of it in hexadecimal digits."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def api_token(self, secret_hash: str) -> ApiToken | None:
        """The token, unless it is revoked; notes that it was used, once a minute at most."""
        found = await self._valid(ApiToken, secret_hash)
        now = utc_now()
        if found is not None and (found.last_used_at is None or (now - found.last_used_at).total_seconds() > 60):
            found.last_used_at = now
            await flush(self._session)
        return found

    async def web_session(self, secret_hash: str) -> WebSession | None:
        """The session, unless it is revoked or over."""
        found = await self._valid(WebSession, secret_hash)
        return found if found is not None and found.expires_at > utc_now() else None

    async def calendar(self, secret_hash: str) -> CalendarToken | None:
        """The calendar's token, unless it is revoked."""
        return await self._valid(CalendarToken, secret_hash)

    async def use_reset(self, secret_hash: str) -> ResetToken | None:
        """The reset token, unless it was used or is over; it is used now, by one of several who come at once."""
        fresh = (ResetToken.hash == secret_hash, ResetToken.revoked_at.is_(None), ResetToken.expires_at > utc_now())
        used = update(ResetToken).where(*fresh).values(revoked_at=utc_now()).returning(ResetToken)
        return (await self._session.execute(used)).scalar_one_or_none()

    async def _valid(self, table: type[S], secret_hash: str) -> S | None:
        return await self._session.scalar(select(table).where(table.hash == secret_hash, table.revoked_at.is_(None)))


class Housekeeping:
    """What the scheduled jobs ask."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def due_reminders(self, now: datetime, limit: int = 200) -> tuple[Reminder, ...]:
        """Reminders of anybody's that are due, and neither sent nor dismissed; the longest due first."""
        waiting = (Reminder.sent_at.is_(None), Reminder.dismissed_at.is_(None), Reminder.due_at <= now)
        query = select(Reminder).where(*waiting).order_by(Reminder.due_at).limit(limit)
        return tuple((await self._session.scalars(query)).all())

    async def spent_on(self, day: date) -> float:
        """What the model calls of everybody cost on a day (UTC), in USD."""
        query = select(func.coalesce(func.sum(LlmSpend.usd), 0.0)).where(LlmSpend.day == day)
        return (await self._session.execute(query)).scalar_one()

    async def forget(self, before: datetime) -> None:
        """Drop idempotency keys that are older, and sessions and reset links that were over by then."""
        await self._session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < before))
        for table in (WebSession, ResetToken):
            over = or_(table.expires_at < before, table.revoked_at < before)
            await self._session.execute(delete(table).where(over))
