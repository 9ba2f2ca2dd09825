"""A person's jobs, requests that must not be carried out twice, and what their model calls cost."""

from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from rein.db.documents import StoredResponse
from rein.db.faults import as_ours
from rein.db.ids import GoalId
from rein.db.repositories.base import Repository, insert
from rein.db.tables import Goal, IdempotencyKey, JobLink, LlmSpend, utc_now
from rein.errors import Conflict, NotFound


class JobLinks(Repository[JobLink]):
    """Which workflow works on which goal."""

    row = JobLink
    noun = "job"

    async def add(self, goal_id: GoalId, workflow_id: str, kind: str, trace_id: str | None = None) -> JobLink:
        """Store a link; one of this workflow that is there is returned as it is.

        Raises:
            NotFound: there is no such goal.
            Conflict: the workflow is another person's.
        """
        await self._require(Goal, goal_id)
        values = {"goal_id": goal_id, "workflow_id": workflow_id, "kind": kind, "trace_id": trace_id}
        statement = insert(self._session, JobLink).values(person_id=self._person_id, **values)
        await self._session.execute(statement.on_conflict_do_nothing(index_elements=["workflow_id"]))
        try:
            return await self.get(workflow_id)
        except NotFound:
            raise Conflict("The workflow's id is taken.") from None

    async def get(self, workflow_id: str) -> JobLink:
        """The link of one workflow.

        Raises:
            NotFound: there is none.
        """
        return await self._one(self._mine().where(JobLink.workflow_id == workflow_id))

    async def of_goal(self, goal_id: GoalId) -> tuple[JobLink, ...]:
        """All of a goal's, the newest first; none of a goal that is not there."""
        return await self._all(self._mine().where(JobLink.goal_id == goal_id).order_by(JobLink.id.desc()))


class IdempotencyKeys(Repository[IdempotencyKey]):
    """Requests that may come twice."""

    row = IdempotencyKey
    noun = "idempotency key"

    async def claim(self, key: str, request_hash: str) -> StoredResponse | None:
        """Take the key for a request. None: carry it out, then `answer`; else: this is what it was answered.

        Raises:
            Conflict: the key was used for another request, or the first one is still being carried out.
        """
        claim = insert(self._session, IdempotencyKey).values(
            person_id=self._person_id, key=key, request_hash=request_hash
        )
        taken = claim.on_conflict_do_nothing(index_elements=["person_id", "key"]).returning(IdempotencyKey.id)
        if (await self._session.execute(taken)).first() is not None:
            return None
        row = await self._one(self._mine().where(IdempotencyKey.key == key))
        if row.request_hash != request_hash:
            raise Conflict("This idempotency key was used for another request; take a new one.")
        if row.response is None:
            raise Conflict("The first request with this idempotency key is still being carried out; try again later.")
        return row.response

    async def answer(self, key: str, response: StoredResponse) -> None:
        """Keep what the request was answered.

        Raises:
            NotFound: nobody claimed the key.
        """
        row = await self._one(self._mine().where(IdempotencyKey.key == key), lock=True)
        row.response, row.answered_at = response, utc_now()
        await self._flush()

    async def release(self, key: str) -> None:
        """Give the key back: the request was not carried out, and may come again."""
        mine = (IdempotencyKey.person_id == self._person_id, IdempotencyKey.key == key)
        await self._session.execute(delete(IdempotencyKey).where(*mine))


class Spend(Repository[LlmSpend]):
    """Money for models, by day (UTC)."""

    row = LlmSpend
    noun = "spend"

    async def add(self, day: date, usd: float, calls: int = 1) -> float:
        """Add a call's cost, and return the day's sum.

        Raises:
            UsageError: the cost is negative.
        """
        statement = insert(self._session, LlmSpend).values(person_id=self._person_id, day=day, usd=usd, calls=calls)
        added = statement.on_conflict_do_update(
            index_elements=["person_id", "day"], set_={"usd": LlmSpend.usd + usd, "calls": LlmSpend.calls + calls}
        )
        try:
            return (await self._session.execute(added.returning(LlmSpend.usd))).scalar_one()
        except SQLAlchemyError as error:
            raise as_ours(error) from None

    async def on(self, day: date) -> float:
        """The sum of one day, in USD."""
        query = select(func.coalesce(func.sum(LlmSpend.usd), 0.0))
        mine = query.where(LlmSpend.person_id == self._person_id, LlmSpend.day == day)
        return (await self._session.execute(mine)).scalar_one()
