"""What the plans ask of a person on each day, and what became of it."""

from datetime import date, datetime

from sqlalchemy import select, update

from rein.db.documents import ActionState, ActionStatus
from rein.db.ids import ActionId, EventId, GoalId, PlanId
from rein.db.repositories.base import Repository, expect, locked
from rein.db.tables import (
    ActionEvent,
    ActionRow,
    EventKind,
    Goal,
    GoalStatus,
    PlanStatus,
    PlanVersion,
    utc_now,
)  # fmt: skip


class Actions(Repository[ActionRow]):
    """Planned occurrences. The only way to change one is `change`, which records it."""

    row = ActionRow
    noun = "action"

    async def get(self, action_id: ActionId) -> ActionRow:
        """One occurrence.

        Raises:
            NotFound: there is none.
        """
        return await self._get(action_id)

    async def of_plan(self, plan_id: PlanId) -> tuple[ActionRow, ...]:
        """All of one version, in order of time; none of a plan that is not there."""
        mine = self._mine().where(ActionRow.plan_id == plan_id)
        return await self._all(mine.order_by(ActionRow.on_date, ActionRow.id))

    async def between(
        self, first: date, last: date, *, goal_id: GoalId | None = None, status: ActionStatus | None = None
    ) -> tuple[ActionRow, ...]:
        """Those of current plans of active goals on these days, both included, in order of time."""
        query = (
            self._mine()
            .join(PlanVersion, PlanVersion.id == ActionRow.plan_id)
            .join(Goal, Goal.id == ActionRow.goal_id)
            .where(
                PlanVersion.status == PlanStatus.CURRENT, Goal.status == GoalStatus.ACTIVE,
                ActionRow.on_date.between(first, last),
            )
        )  # fmt: skip
        if goal_id is not None:
            query = query.where(ActionRow.goal_id == goal_id)
        if status is not None:
            query = query.where(ActionRow.status == status)
        return await self._all(query.order_by(ActionRow.on_date, ActionRow.id))

    async def change(
        self, action_id: ActionId, kind: EventKind, state: ActionState, *, note: str = "", at: datetime | None = None,
        as_id: EventId | None = None,
    ) -> ActionRow:  # fmt: skip
        """Bring it into a new state and record from which one; the plan's revision rises.

        `at` is when it happened (default: now). A change that has the id `as_id` already is not made again.

        Raises:
            NotFound: there is no such action.
            Conflict: its plan is not the current one: what was is not changed.
            UsageError: the new state contradicts itself.
        """
        seen = await self._get(action_id)
        # The plan first: whoever checked its revision holds it, and waits for no one who holds the action.
        plan = (PlanVersion.person_id == self._person_id, PlanVersion.id == seen.plan_id)
        status = await self._session.scalar(locked(select(PlanVersion.status).where(*plan)))
        seen = await self._get(action_id, lock=True)
        if as_id is not None and await ActionEvents(self._session, self._person_id).known(as_id):
            return seen
        expect(status, [PlanStatus.CURRENT], "plan")
        await self._run(update(PlanVersion).where(*plan).values(revision=PlanVersion.revision + 1))
        event = ActionEvent(
            person_id=self._person_id, action_id=action_id, kind=kind, at=at or utc_now(), before=seen.state,
            after=state, note=note,
        )  # fmt: skip
        if as_id is not None:
            event.id = as_id
        seen.on_date, seen.title, seen.minutes = state.on_date, state.title, state.minutes
        seen.status, seen.done_at = state.status, state.done_at
        self._session.add(event)
        await self._flush()
        return seen


class ActionEvents(Repository[ActionEvent]):
    """Deviations from the plans, as they happened."""

    row = ActionEvent
    noun = "event"

    async def of_action(self, action_id: ActionId) -> tuple[ActionEvent, ...]:
        """All of one occurrence, in order; none of an action that is not there."""
        return await self._all(self._mine().where(ActionEvent.action_id == action_id).order_by(ActionEvent.id))

    async def of_goal(self, goal_id: GoalId) -> tuple[ActionEvent, ...]:
        """All of a goal's actions, in order; none of a goal that is not there."""
        mine = self._mine().join(ActionRow, ActionRow.id == ActionEvent.action_id).where(ActionRow.goal_id == goal_id)
        return await self._all(mine.order_by(ActionEvent.id))

    async def known(self, event_id: EventId) -> bool:
        """Whether this change was made already."""
        return await self._session.scalar(self._mine().where(ActionEvent.id == event_id)) is not None
