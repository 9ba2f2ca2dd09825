"""A person's check-ins and reminders."""

from dataclasses import dataclass
from datetime import date, datetime

from rein.db.ids import ActionId, CheckInId, GoalId, ReminderId
from rein.db.paging import DEFAULT_LIMIT, Page, page
from rein.db.repositories.base import Repository, insert
from rein.db.tables import ActionRow, CheckIn, Goal, Reminder, ReminderKind, utc_now


@dataclass(frozen=True, slots=True)
class NewCheckIn:
    """Progress to be stored; ranges as in the table."""

    on_date: date
    action_id: ActionId | None = None
    value: float | None = None
    unit: str = ""
    effort: int | None = None
    mood: int | None = None
    difficulty: int | None = None
    note: str = ""


class CheckIns(Repository[CheckIn]):
    """Progress that the person logged."""

    row = CheckIn
    noun = "check-in"

    async def add(self, goal_id: GoalId, new: NewCheckIn, *, as_id: CheckInId | None = None) -> CheckIn:
        """Store one.

        Raises:
            NotFound: there is no such goal or action.
            UsageError: effort, mood or difficulty is out of its range.
        """
        await self._require(Goal, goal_id)
        await self._require(ActionRow, new.action_id)
        row = CheckIn(
            goal_id=goal_id, action_id=new.action_id, on_date=new.on_date, value=new.value, unit=new.unit,
            effort=new.effort, mood=new.mood, difficulty=new.difficulty, note=new.note,
        )  # fmt: skip
        return await self._add(row, as_id)

    async def get(self, check_in_id: CheckInId) -> CheckIn:
        """One of them.

        Raises:
            NotFound: there is none.
        """
        return await self._get(check_in_id)

    async def page(
        self, cursor: str | None = None, limit: int = DEFAULT_LIMIT, *, goal_id: GoalId | None = None
    ) -> Page[CheckIn]:
        """The latest days first; of one goal, if it is named."""
        query = self._mine() if goal_id is None else self._mine().where(CheckIn.goal_id == goal_id)
        return await page(self._session, query, (CheckIn.on_date, CheckIn.id), cursor, limit)

    async def between(self, first: date, last: date, *, goal_id: GoalId | None = None) -> tuple[CheckIn, ...]:
        """Those of these days, both included, in order of time."""
        query = self._mine().where(CheckIn.on_date.between(first, last))
        if goal_id is not None:
            query = query.where(CheckIn.goal_id == goal_id)
        return await self._all(query.order_by(CheckIn.on_date, CheckIn.id))

    async def delete(self, check_in_id: CheckInId) -> None:
        """Take one back.

        Raises:
            NotFound: there is none.
        """
        await self._delete(check_in_id)


class Reminders(Repository[Reminder]):
    """What the person is to be told, and when."""

    row = Reminder
    noun = "reminder"

    async def add(
        self, kind: ReminderKind, key: str, due_at: datetime, *, goal_id: GoalId | None = None,
        action_id: ActionId | None = None,
    ) -> Reminder:  # fmt: skip
        """Store one for this key; if there is one already, that one is returned as it is.

        Raises:
            NotFound: there is no such goal or action.
        """
        await self._require(Goal, goal_id)
        await self._require(ActionRow, action_id)
        values = {"kind": kind, "key": key, "due_at": due_at, "goal_id": goal_id, "action_id": action_id}
        statement = insert(self._session, Reminder).values(person_id=self._person_id, **values)
        await self._session.execute(statement.on_conflict_do_nothing(index_elements=["person_id", "key"]))
        return await self._one(self._mine().where(Reminder.key == key))

    async def page(self, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[Reminder]:
        """Those that are not dismissed, the latest first."""
        order = (Reminder.due_at, Reminder.id)
        return await page(self._session, self._mine().where(Reminder.dismissed_at.is_(None)), order, cursor, limit)

    async def mark_sent(self, reminder_id: ReminderId) -> Reminder:
        """It has been told by mail or push.

        Raises:
            NotFound: there is none.
        """
        row = await self._get(reminder_id, lock=True)
        row.sent_at = row.sent_at or utc_now()
        await self._flush()
        return row

    async def dismiss(self, reminder_id: ReminderId) -> Reminder:
        """The person has seen it.

        Raises:
            NotFound: there is none.
        """
        row = await self._get(reminder_id, lock=True)
        row.dismissed_at = row.dismissed_at or utc_now()
        await self._flush()
        return row
