"""A person's conversations with the coach."""

from collections.abc import Sequence

from rein.coach.domain import CoachingReply, Role, SafetyVerdict
from rein.db.ids import GoalId, MessageId, SessionId
from rein.db.paging import DEFAULT_LIMIT, Page, page
from rein.db.repositories.base import Repository, expect
from rein.db.tables import CoachingSession, Goal, Message, MessageState, Origin, utc_now


class CoachingSessions(Repository[CoachingSession]):
    """Conversations."""

    row = CoachingSession
    noun = "coaching session"

    async def start(self, goal_id: GoalId, thread_id: str, *, as_id: SessionId | None = None) -> CoachingSession:
        """Begin one about a goal.

        Raises:
            NotFound: there is no such goal.
            Conflict: the thread is another session's.
        """
        await self._require(Goal, goal_id)
        return await self._add(CoachingSession(goal_id=goal_id, thread_id=thread_id), as_id)

    async def get(self, session_id: SessionId) -> CoachingSession:
        """One of them.

        Raises:
            NotFound: there is none.
        """
        return await self._get(session_id)

    async def page(
        self, cursor: str | None = None, limit: int = DEFAULT_LIMIT, *, goal_id: GoalId | None = None
    ) -> Page[CoachingSession]:
        """The newest first; about one goal, if it is named."""
        query = self._mine() if goal_id is None else self._mine().where(CoachingSession.goal_id == goal_id)
        return await page(self._session, query, (CoachingSession.id,), cursor, limit)

    async def summarise(self, session_id: SessionId, summary: str, to_number: int) -> CoachingSession:
        """Keep a summary of its messages up to a number, which never falls.

        Raises:
            NotFound: there is no such session.
        """
        row = await self._get(session_id, lock=True)
        if to_number > row.summarised_to:
            row.summary, row.summarised_to = summary, to_number
            await self._flush()
        return row

    async def end(self, session_id: SessionId) -> CoachingSession:
        """Close it.

        Raises:
            NotFound: there is no such session.
        """
        row = await self._get(session_id, lock=True)
        row.ended_at = row.ended_at or utc_now()
        await self._flush()
        return row

    async def delete(self, session_id: SessionId) -> None:
        """Delete it with its messages; plans that it led to stay.

        Raises:
            NotFound: there is no such session.
        """
        await self._delete(session_id)


class Messages(Repository[Message]):
    """What was said."""

    row = Message
    noun = "message"

    async def add(
        self, session_id: SessionId, role: Role, text: str, *, state: MessageState = MessageState.COMPLETE,
        verdict: SafetyVerdict | None = None, as_id: MessageId | None = None,
    ) -> Message:  # fmt: skip
        """Append a turn. The coach's begins as `writing`, with what there is of it.

        Raises:
            NotFound: there is no such session.
        """
        await self._require(CoachingSession, session_id, lock=True)
        number = await self._next_number(Message.number, Message.session_id == session_id)
        row = Message(session_id=session_id, role=role, text=text, state=state, verdict=verdict, number=number)
        return await self._add(row, as_id)

    async def get(self, message_id: MessageId) -> Message:
        """One of them.

        Raises:
            NotFound: there is none.
        """
        return await self._get(message_id)

    async def of_session(
        self, session_id: SessionId, *, after: int = 0, states: Sequence[MessageState] = ()
    ) -> tuple[Message, ...]:
        """Those with a higher number than `after`, in order; none of a session that is not there."""
        query = self._mine().where(Message.session_id == session_id, Message.number > after)
        if states:
            query = query.where(Message.state.in_(states))
        return await self._all(query.order_by(Message.number))

    async def page(self, session_id: SessionId, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[Message]:
        """The newest first; none of a session that is not there."""
        mine = self._mine().where(Message.session_id == session_id)
        return await page(self._session, mine, (Message.number,), cursor, limit)

    async def complete(
        self, message_id: MessageId, reply: CoachingReply, *, origin: Origin | None, verdict: SafetyVerdict
    ) -> Message:
        """Store the coach's whole answer in place of what there was of it.

        Raises:
            NotFound: there is no such message.
            Conflict: it is no longer being written.
        """
        row = await self._get(message_id, lock=True)
        expect(row.state, [MessageState.WRITING], self.noun)
        row.state, row.text, row.reply, row.verdict = MessageState.COMPLETE, reply.message, reply, verdict
        row.origin = origin
        await self._flush()
        return row

    async def fail(self, message_id: MessageId, text: str) -> Message:
        """The coach's answer broke off; `text` is what stays of it.

        Raises:
            NotFound: there is no such message.
            Conflict: it is no longer being written.
        """
        row = await self._get(message_id, lock=True)
        expect(row.state, [MessageState.WRITING], self.noun)
        row.state, row.text = MessageState.FAILED, text
        await self._flush()
        return row
