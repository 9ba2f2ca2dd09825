"""Stage 5: one turn of a coaching conversation, streamed, every sentence checked before it is shown."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import aclosing

from rein.coach import prompts, safety
from rein.coach.domain import CoachingContext, CoachingReply, Role, SafetyAction, SafetyQuestion, SafetyVerdict
from rein.errors import ReinError
from rein.llm import LLM
from rein.tracing import add_tags, current_trace_id, thread, trace

WEEKS_BEHIND = 2
WEEKS_AHEAD = 3
TURNS_IN_VIEW = 20

_SENTENCE_END = re.compile(r"[.!?…。!?]['\")\]]*\s+|\n+")


class ChatStream:
    """The coach's answer to one message: iterate for its text, then read `reply`.

    The person's message is checked by rules, then by the model while the answer is being written; nothing is shown
    before both allow it. The answer is shown sentence by sentence, each checked by rules in the light of all before
    it; the model checks the whole. What a check does not allow is replaced by a caring text, which `reply` then holds.
    """

    def __init__(self, context: CoachingContext, *, llm: LLM, thread_id: str) -> None:
        self._context = context
        self._llm = llm
        self._thread_id = thread_id
        self._reply: CoachingReply | None = None
        self.verdict = SafetyVerdict()
        """What the checks said; its action is not `allow` when the coach's own answer was withheld."""
        self.trace_id: str | None = None
        """The trace of this turn, from the first piece on."""

    @property
    def reply(self) -> CoachingReply:
        """The whole answer, once the stream has been read to its end.

        Raises:
            ReinError: it has not.
        """
        if self._reply is None:
            raise ReinError("The reply is complete only when its stream has been read to the end.")
        return self._reply

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield the answer's text, piece by piece.

        Raises:
            LLMError: no model could answer, or a check could not be made.
        """
        with thread(self._thread_id):
            turn = self._turn(self._context.message)
            async with aclosing(turn):
                async for piece in turn:
                    yield piece

    @trace(name="coaching_turn")
    async def _turn(self, message: str) -> AsyncGenerator[str, None]:
        self.trace_id = current_trace_id()
        verdict = safety.check_message(message)
        if verdict.action is not SafetyAction.ALLOW:
            yield self._withhold(verdict)
            return
        opinion = asyncio.create_task(self._opinion(Role.PERSON, message))
        answer = self._llm.generate_stream(prompts.COACHING_RESPONSE, in_view(self._context))
        shown = ""
        try:
            async with aclosing(_by_sentence(answer)) as whole_sentences:
                async for sentences in whole_sentences:
                    verdict = await opinion
                    if verdict.action is SafetyAction.ALLOW:
                        verdict = safety.check_reply(shown + sentences, message=message, complete=False)
                    if verdict.action is not SafetyAction.ALLOW:
                        yield ("\n\n" if shown else "") + self._withhold(verdict)
                        return
                    shown += sentences
                    yield sentences
        finally:
            opinion.cancel()
            await answer.aclose()
            await asyncio.wait({opinion})
        reply = answer.output
        verdict = safety.check_reply(_spoken(reply), message=message)
        if verdict.action is SafetyAction.ALLOW:
            verdict = await self._opinion(Role.COACH, _spoken(reply))
        if verdict.action is SafetyAction.ALLOW:
            self._reply = reply
        else:
            yield "\n\n" + self._withhold(verdict)

    async def _opinion(self, role: Role, text: str) -> SafetyVerdict:
        reading = await self._llm.generate(prompts.CHECK_SAFETY, SafetyQuestion(kind=role, text=text))
        return safety.verdict_for(reading.category, reason=reading.reason)

    def _withhold(self, verdict: SafetyVerdict) -> str:
        self.verdict = verdict
        add_tags(f"safety:{verdict.category}")
        self._reply = CoachingReply(message=verdict.message)
        return verdict.message


def in_view(context: CoachingContext) -> CoachingContext:
    """What a turn needs to see: the weeks around today and the latest turns; its cost does not grow with the plan."""
    weeks = context.plan.weeks
    now = next((i for i, w in enumerate(weeks) if context.today <= w.end_date), len(weeks) - 1)
    near = weeks[max(0, now - WEEKS_BEHIND) : now + WEEKS_AHEAD + 1]
    return context.model_copy(
        update={"plan": context.plan.model_copy(update={"weeks": near}), "history": context.history[-TURNS_IN_VIEW:]}
    )


async def _by_sentence(pieces: AsyncIterable[str]) -> AsyncGenerator[str, None]:
    """Regroup `pieces` so that each item ends with a whole sentence; nothing is lost."""
    pending = ""
    async for piece in pieces:
        pending += piece
        ends = [m.end() for m in _SENTENCE_END.finditer(pending)]
        if ends:
            yield pending[: ends[-1]]
            pending = pending[ends[-1] :]
    if pending:
        yield pending


def _spoken(reply: CoachingReply) -> str:
    change = reply.plan_change
    return "\n".join([reply.message, *reply.next_actions, *([change.summary, change.reason] if change else [])])
