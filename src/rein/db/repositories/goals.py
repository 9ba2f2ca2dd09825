"""A person's goals, the resolutions made of them, and their pauses."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_

from rein.coach.domain import ClarifiedGoal, GoalRequest, Resolution
from rein.db.ids import GoalId, PauseId, ResolutionId
from rein.db.paging import DEFAULT_LIMIT, Page, page
from rein.db.repositories.base import Repository, expect
from rein.db.tables import Goal, GoalStatus, Origin, Pause, ResolutionStatus, ResolutionVersion, utc_now


class Goals(Repository[Goal]):
    """What the person wants to reach."""

    row = Goal
    noun = "goal"

    async def add(self, request: GoalRequest, *, as_id: GoalId | None = None) -> Goal:
        """Store what the person wrote. A goal that has the id `as_id` already is returned as it is."""
        return await self._add(Goal(request=request), as_id)

    async def get(self, goal_id: GoalId, *, lock: bool = False) -> Goal:
        """One goal; with `lock`, nobody else changes it before this transaction ends.

        Raises:
            NotFound: there is none.
        """
        return await self._get(goal_id, lock=lock)

    async def page(
        self, cursor: str | None = None, limit: int = DEFAULT_LIMIT, *, statuses: Collection[GoalStatus] = ()
    ) -> Page[Goal]:
        """Goals, newest first; of these statuses only, if any are named."""
        query = self._mine().where(Goal.status.in_(statuses)) if statuses else self._mine()
        return await page(self._session, query, (Goal.id,), cursor, limit)

    async def in_status(self, statuses: Collection[GoalStatus]) -> tuple[Goal, ...]:
        """All goals of these statuses, oldest first."""
        return await self._all(self._mine().where(Goal.status.in_(statuses)).order_by(Goal.id))

    async def set_request(self, goal_id: GoalId, request: GoalRequest) -> Goal:
        """Take answers and other choices that the person made later.

        Raises:
            NotFound: there is no such goal.
        """
        goal = await self._get(goal_id, lock=True)
        goal.request = request
        await self._flush()
        return goal

    async def set_clarified(self, goal_id: GoalId, clarified: ClarifiedGoal, origin: Origin | None) -> Goal:
        """Store what a reader made of it; without an origin, no model was asked.

        Raises:
            NotFound: there is no such goal.
        """
        goal = await self._get(goal_id, lock=True)
        goal.clarified, goal.area, goal.origin = clarified, clarified.area, origin
        await self._flush()
        return goal

    async def set_status(
        self, goal_id: GoalId, status: GoalStatus, *, before: Sequence[GoalStatus] = (), failure: str | None = None
    ) -> Goal:
        """Move it on, from one of the statuses `before` if any are named.

        Raises:
            NotFound: there is no such goal.
            Conflict: it is in none of the statuses `before`.
        """
        goal = await self._get(goal_id, lock=True)
        if before:
            expect(goal.status, before, self.noun)
        goal.status, goal.failure = status, failure
        await self._flush()
        return goal

    async def delete(self, goal_id: GoalId) -> None:
        """Delete it with all that belongs to it.

        Raises:
            NotFound: there is no such goal.
        """
        await self._delete(goal_id)


class Resolutions(Repository[ResolutionVersion]):
    """Versions of the resolutions."""

    row = ResolutionVersion
    noun = "resolution"

    async def add(
        self, goal_id: GoalId, content: Resolution, *, origin: Origin | None, as_id: ResolutionId | None = None
    ) -> ResolutionVersion:
        """Propose the next version, in place of one that is proposed. Without an origin, the person wrote it.

        Raises:
            NotFound: there is no such goal.
        """
        await self._require(Goal, goal_id, lock=True)
        if as_id is None or await self._session.scalar(self._mine().where(ResolutionVersion.id == as_id)) is None:
            await self._supersede(goal_id, ResolutionStatus.PROPOSED)
        number = await self._next_number(ResolutionVersion.version, ResolutionVersion.goal_id == goal_id)
        row = ResolutionVersion(goal_id=goal_id, version=number, content=content)
        row.origin = origin
        return await self._add(row, as_id)

    async def get(self, resolution_id: ResolutionId) -> ResolutionVersion:
        """One version.

        Raises:
            NotFound: there is none.
        """
        return await self._get(resolution_id)

    async def of_goal(self, goal_id: GoalId) -> tuple[ResolutionVersion, ...]:
        """All versions, the newest first; none of a goal that is not there."""
        mine = self._mine().where(ResolutionVersion.goal_id == goal_id)
        return await self._all(mine.order_by(ResolutionVersion.version.desc()))

    async def accept(self, resolution_id: ResolutionId) -> ResolutionVersion:
        """Make it the one that counts; the one before is superseded.

        Raises:
            NotFound: there is no such resolution.
            Conflict: it is superseded.
        """
        row = await self._get(resolution_id)
        await self._require(Goal, row.goal_id, lock=True)
        row = await self._get(resolution_id, lock=True)
        if row.status is ResolutionStatus.ACCEPTED:
            return row
        expect(row.status, [ResolutionStatus.PROPOSED], self.noun)
        await self._supersede(row.goal_id, ResolutionStatus.ACCEPTED)
        row.status, row.accepted_at = ResolutionStatus.ACCEPTED, utc_now()
        await self._flush()
        return row

    async def _supersede(self, goal_id: object, status: ResolutionStatus) -> None:
        of_goal = self._change().where(ResolutionVersion.goal_id == goal_id, ResolutionVersion.status == status)
        await self._run(of_goal.values(status=ResolutionStatus.SUPERSEDED))


class Pauses(Repository[Pause]):
    """Days on which nothing is asked of the person."""

    row = Pause
    noun = "pause"

    async def add(
        self, first_day: date, last_day: date | None = None, *, goal_id: GoalId | None = None, note: str = "",
        as_id: PauseId | None = None,
    ) -> Pause:  # fmt: skip
        """Rest from one goal, or from all of them; without a last day, until it is ended.

        Raises:
            NotFound: there is no such goal.
            UsageError: the last day comes before the first.
        """
        await self._require(Goal, goal_id)
        return await self._add(Pause(first_day=first_day, last_day=last_day, goal_id=goal_id, note=note), as_id)

    async def overlapping(self, first: date, last: date, goal_id: GoalId | None = None) -> tuple[Pause, ...]:
        """Those that touch the days, both included; with a goal: its own, and those of all goals."""
        touching = self._mine().where(Pause.first_day <= last, or_(Pause.last_day.is_(None), Pause.last_day >= first))
        if goal_id is not None:
            touching = touching.where(or_(Pause.goal_id.is_(None), Pause.goal_id == goal_id))
        return await self._all(touching.order_by(Pause.first_day, Pause.id))

    async def end(self, pause_id: PauseId, last_day: date) -> Pause:
        """Set its last day.

        Raises:
            NotFound: there is no such pause.
            UsageError: the day comes before its first.
        """
        pause = await self._get(pause_id, lock=True)
        pause.last_day = last_day
        await self._flush()
        return pause

    async def delete(self, pause_id: PauseId) -> None:
        """Forget it.

        Raises:
            NotFound: there is no such pause.
        """
        await self._delete(pause_id)
