"""What judges, and the person, say of the coach's work for them."""

from dataclasses import dataclass

from rein.coach.domain import Evaluation
from rein.db.ids import EvaluationId, FeedbackId, GoalId, MessageId, PlanId, ResolutionId
from rein.db.paging import DEFAULT_LIMIT, Page, page
from rein.db.repositories.base import Repository
from rein.db.tables import EvaluationRow, Feedback, Goal, Message, Origin, PlanVersion, ResolutionVersion, Thumb


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: one of the three, or (feedback only) none: the goal as a whole."""

    resolution_id: ResolutionId | None = None
    plan_id: PlanId | None = None
    message_id: MessageId | None = None


class Evaluations(Repository[EvaluationRow]):
    """Judges' scores."""

    row = EvaluationRow
    noun = "evaluation"

    async def add(
        self, goal_id: GoalId, subject: Subject, rubric: str, content: Evaluation, *, origin: Origin,
        as_id: EvaluationId | None = None,
    ) -> EvaluationRow:  # fmt: skip
        """Store one.

        Raises:
            NotFound: there is no such goal or subject.
            UsageError: no subject, or several.
        """
        await self._require(Goal, goal_id)
        await _require_subject(self, subject)
        row = EvaluationRow(
            goal_id=goal_id, resolution_id=subject.resolution_id, plan_id=subject.plan_id,
            message_id=subject.message_id, rubric=rubric, content=content, overall=content.overall,
        )  # fmt: skip
        row.origin = origin
        return await self._add(row, as_id)

    async def get(self, evaluation_id: EvaluationId) -> EvaluationRow:
        """One of them.

        Raises:
            NotFound: there is none.
        """
        return await self._get(evaluation_id)

    async def of_goal(self, goal_id: GoalId) -> tuple[EvaluationRow, ...]:
        """All of a goal's, the newest first; none of a goal that is not there."""
        mine = self._mine().where(EvaluationRow.goal_id == goal_id)
        return await self._all(mine.order_by(EvaluationRow.id.desc()))


class FeedbackGiven(Repository[Feedback]):
    """What the person said."""

    row = Feedback
    noun = "feedback"

    async def add(
        self, goal_id: GoalId, subject: Subject, *, stars: int | None = None, thumb: Thumb | None = None,
        text: str = "", trace_id: str | None = None, as_id: FeedbackId | None = None,
    ) -> Feedback:  # fmt: skip
        """Store what they said.

        Raises:
            NotFound: there is no such goal or subject.
            UsageError: it says nothing, stars are not 1 to 5, or there are several subjects.
        """
        await self._require(Goal, goal_id)
        await _require_subject(self, subject)
        row = Feedback(
            goal_id=goal_id, resolution_id=subject.resolution_id, plan_id=subject.plan_id,
            message_id=subject.message_id, stars=stars, thumb=thumb, text=text, trace_id=trace_id,
        )  # fmt: skip
        return await self._add(row, as_id)

    async def get(self, feedback_id: FeedbackId) -> Feedback:
        """One of them.

        Raises:
            NotFound: there is none.
        """
        return await self._get(feedback_id)

    async def page(
        self, cursor: str | None = None, limit: int = DEFAULT_LIMIT, *, goal_id: GoalId | None = None
    ) -> Page[Feedback]:
        """The newest first; of one goal, if it is named."""
        query = self._mine() if goal_id is None else self._mine().where(Feedback.goal_id == goal_id)
        return await page(self._session, query, (Feedback.id,), cursor, limit)


async def _require_subject(repository: "Evaluations | FeedbackGiven", subject: Subject) -> None:
    require = repository._require  # pyright: ignore[reportPrivateUsage] - both are of this file
    await require(ResolutionVersion, subject.resolution_id)
    await require(PlanVersion, subject.plan_id)
    await require(Message, subject.message_id)
