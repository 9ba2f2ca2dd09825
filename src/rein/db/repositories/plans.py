"""A person's plans: versions are added and decided on, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from rein.coach.domain import Plan, Training
from rein.db.documents import ActionStatus, PlanDiff
from rein.db.ids import GoalId, MessageId, PlanId, ResolutionId
from rein.db.repositories.base import Repository, expect
from rein.db.tables import ActionRow, Goal, Message, Origin, PlanStatus, PlanVersion, ResolutionVersion, utc_now
from rein.errors import Conflict


@dataclass(frozen=True, slots=True)
class NewAction:
    """An occurrence of a plan that is to be stored."""

    key: str
    week: int
    on_date: date
    title: str
    minutes: int
    cue: str = ""
    training: Training = Training.NONE
    status: ActionStatus = ActionStatus.PLANNED


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A version that is to be proposed."""

    content: Plan
    actions: Sequence[NewAction]
    resolution_id: ResolutionId
    origin: Origin | None
    base_plan_id: PlanId | None = None
    diff: PlanDiff | None = None
    message_id: MessageId | None = None


class Plans(Repository[PlanVersion]):
    """Versions of the plans."""

    row = PlanVersion
    noun = "plan"

    async def propose(self, goal_id: GoalId, plan: NewPlan, *, as_id: PlanId | None = None) -> PlanVersion:
        """Store the next version with its actions, in place of one that is proposed.

        Raises:
            NotFound: there is no such goal, resolution, base plan or message.
            Conflict: two actions have the same key.
        """
        await self._require(Goal, goal_id, lock=True)
        await self._require(ResolutionVersion, plan.resolution_id)
        await self._require(PlanVersion, plan.base_plan_id)
        await self._require(Message, plan.message_id)
        if as_id is not None and (there := await self._session.scalar(self._mine().where(PlanVersion.id == as_id))):
            return there
        await self._end(goal_id, PlanStatus.PROPOSED)
        row = PlanVersion(
            goal_id=goal_id, resolution_id=plan.resolution_id, content=plan.content, base_plan_id=plan.base_plan_id,
            diff=plan.diff, message_id=plan.message_id,
            version=await self._next_number(PlanVersion.version, PlanVersion.goal_id == goal_id),
        )  # fmt: skip
        row.origin = plan.origin
        await self._add(row, as_id)
        self._session.add_all(
            ActionRow(
                person_id=self._person_id, goal_id=goal_id, plan_id=row.id, key=a.key, week=a.week, on_date=a.on_date,
                title=a.title, cue=a.cue, minutes=a.minutes, training=a.training, status=a.status,
            ) for a in plan.actions
        )  # fmt: skip
        await self._flush()
        return row

    async def get(self, plan_id: PlanId) -> PlanVersion:
        """One version.

        Raises:
            NotFound: there is none.
        """
        return await self._get(plan_id)

    async def current(self, goal_id: GoalId) -> PlanVersion | None:
        """The version that the person follows; None before they accepted one."""
        return await self._in_status(goal_id, PlanStatus.CURRENT)

    async def proposed(self, goal_id: GoalId) -> PlanVersion | None:
        """The version that waits for the person's decision."""
        return await self._in_status(goal_id, PlanStatus.PROPOSED)

    async def of_goal(self, goal_id: GoalId) -> tuple[PlanVersion, ...]:
        """All versions, the newest first; none of a goal that is not there."""
        mine = self._mine().where(PlanVersion.goal_id == goal_id)
        return await self._all(mine.order_by(PlanVersion.version.desc()))

    async def accept(self, plan_id: PlanId) -> PlanVersion:
        """Make a proposed version the one that counts; the one before is superseded.

        Raises:
            NotFound: there is no such plan.
            Conflict: it is refused or superseded, or was made from a version that is no longer the current one.
        """
        row = await self._locked(plan_id)
        if row.status is PlanStatus.CURRENT:
            return row
        expect(row.status, [PlanStatus.PROPOSED], self.noun)
        current = await self._session.scalar(
            select(PlanVersion.id).where(
                PlanVersion.person_id == self._person_id, PlanVersion.goal_id == row.goal_id,
                PlanVersion.status == PlanStatus.CURRENT,
            )
        )  # fmt: skip
        if row.base_plan_id is not None and row.base_plan_id != current:
            raise Conflict("The plan has changed since this version was proposed; ask for a new one.")
        await self._end(row.goal_id, PlanStatus.CURRENT)
        return await self._decide(row, PlanStatus.CURRENT)

    async def refuse(self, plan_id: PlanId) -> PlanVersion:
        """Keep a proposed version as one that the person did not want.

        Raises:
            NotFound: there is no such plan.
            Conflict: it is no longer proposed.
        """
        row = await self._locked(plan_id)
        if row.status is PlanStatus.REFUSED:
            return row
        expect(row.status, [PlanStatus.PROPOSED], self.noun)
        return await self._decide(row, PlanStatus.REFUSED)

    async def expect_revision(self, plan_id: PlanId, revision: int) -> PlanVersion:
        """The plan, if it is as the person saw it; nobody else changes it before this transaction ends.

        Raises:
            NotFound: there is no such plan.
            Conflict: it has another revision.
        """
        row = await self._get(plan_id, lock=True)
        if row.revision != revision:
            raise Conflict(f"The plan has changed meanwhile (revision {row.revision}, not {revision}); read it again.")
        return row

    async def _in_status(self, goal_id: GoalId, status: PlanStatus) -> PlanVersion | None:
        return await self._session.scalar(
            self._mine().where(PlanVersion.goal_id == goal_id, PlanVersion.status == status)
        )

    async def _locked(self, plan_id: PlanId) -> PlanVersion:
        """First the goal, then the plan: with one order everywhere, two who decide never wait for each other."""
        row = await self._get(plan_id)
        await self._require(Goal, row.goal_id, lock=True)
        return await self._get(plan_id, lock=True)

    async def _end(self, goal_id: object, status: PlanStatus) -> None:
        of_goal = self._change().where(PlanVersion.goal_id == goal_id, PlanVersion.status == status)
        await self._run(of_goal.values(status=PlanStatus.SUPERSEDED, revision=PlanVersion.revision + 1))

    async def _decide(self, row: PlanVersion, status: PlanStatus) -> PlanVersion:
        row.status, row.decided_at, row.revision = status, utc_now(), row.revision + 1
        await self._flush()
        return row
