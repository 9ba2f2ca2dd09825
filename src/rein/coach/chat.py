"""Stage 5: one turn of a coaching conversation, streamed as far as the checks allow."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import aclosing

from rein.coach import prompts, safety
from rein.coach.domain import CoachingContext, CoachingReply, Role, SafetyAction, SafetyCategory, SafetyVerdict, Turn
from rein.coach.offline.reading.language import find_language
from rein.coach.opinion import is_offline, second_opinion
from rein.coach.plan import spoken as spoken_plan
from rein.errors import ReinError, SafetyCheckError
from rein.llm import LLM
from rein.tracing import add_tags, current_trace_id, thread, trace

WEEKS_BEHIND = 2
WEEKS_AHEAD = 3
TURNS_IN_VIEW = 20

NOT_SENT = "(left out)"
"""What stands in a history for words that the rules kept from every model when they were written."""

TAKEN_BACK = "I take back what I had begun to say; please pay no attention to it."

_SENTENCE_END = re.compile(r"[.!?…。!?]['\")\]]*\s+|\n+")


class ChatStream:
    """The coach's answer to one message: iterate for its text, then read `reply`.

    The person's message is checked by rules, then by the model while the answer is being written; nothing is shown
    before both allow it. The answer is shown sentence by sentence, each checked by rules in the light of all before
    it, up to the last: that one, and everything of a conversation that `needs_care`, waits until the model has checked
    the whole. What a check does not allow is replaced by a caring text, which `reply` then holds.
    """

    def __init__(self, context: CoachingContext, *, llm: LLM, thread_id: str) -> None:
        self._context = context
        self._llm = llm
        self._thread_id = thread_id
        self._reply: CoachingReply | None = None
        self._shown = ""
        self.verdict = SafetyVerdict()
        """What the checks said; its action is not `allow` when the coach's own answer was withheld."""
        self.taken_back = False
        """Whether what was yielded so far must not stay on the screen; known before the text in its place is yielded,
        or before the error is raised."""
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
            LLMError: no model could answer.
            SafetyCheckError: a check could not be made.
        """
        with thread(self._thread_id):
            turn = self._turn(self._context.message)
            try:
                async with aclosing(turn):
                    async for piece in turn:
                        yield piece
            except SafetyCheckError:  # what was shown is part of what could not be checked
                self.taken_back = bool(self._shown)
                raise

    @trace(name="coaching_turn")
    async def _turn(self, message: str) -> AsyncGenerator[str, None]:
        self.trace_id = current_trace_id()
        verdict = safety.check_message(message)
        if verdict.action is not SafetyAction.ALLOW:
            yield self._withhold(verdict)
            return
        careful = needs_care(self._context)
        written = ""
        opinion = asyncio.create_task(self._opinion_of_message(message))
        answer = self._llm.generate_stream(prompts.COACHING_RESPONSE, _fit_to_send(in_view(self._context)))
        try:
            async with aclosing(_by_sentence(answer)) as whole_sentences:
                async for sentences in whole_sentences:
                    verdict = safety.check_reply(written + sentences, message=message, complete=False)
                    heard = await opinion
                    if isinstance(heard, SafetyCheckError):
                        careful = True  # an offline coach may be writing, which is known when it has ended
                    elif heard.action is not SafetyAction.ALLOW:
                        verdict = heard
                    if verdict.action is not SafetyAction.ALLOW:
                        yield self._withhold(verdict)
                        return
                    ready = written[len(self._shown) :]
                    if ready and not careful and _says_something(sentences):  # not these: they may be the last
                        self._shown = written
                        yield ready
                    written += sentences
            heard = await opinion
        finally:
            opinion.cancel()
            await answer.aclose()
            await asyncio.wait({opinion})
        reply = answer.output
        verdict = safety.check_reply(_spoken(reply), message=message)
        if isinstance(heard, SafetyVerdict) and heard.action is not SafetyAction.ALLOW:
            verdict = heard
        if verdict.action is SafetyAction.ALLOW and not is_offline(answer.calls[-1]):
            if isinstance(heard, SafetyCheckError):
                raise heard
            verdict = await self._opinion(Role.COACH, _spoken(reply), message)
        if verdict.action is SafetyAction.ALLOW:
            self._reply = reply
            yield reply.message.removeprefix(self._shown)
        else:
            yield self._withhold(verdict)

    async def _opinion(self, kind: Role, text: str, message: str = "") -> SafetyVerdict:
        found = await second_opinion(kind, text, llm=self._llm, message=message)
        return safety.verdict_for(found.category, reason=found.reason)

    async def _opinion_of_message(self, message: str) -> SafetyVerdict | SafetyCheckError:
        try:
            return await self._opinion(Role.PERSON, message)
        except SafetyCheckError as error:
            return error

    def _withhold(self, verdict: SafetyVerdict) -> str:
        self.verdict = verdict
        self.taken_back = bool(self._shown)
        add_tags(f"safety:{verdict.category}")
        message = f"{TAKEN_BACK}\n\n{verdict.message}" if self.taken_back else verdict.message
        self._reply = CoachingReply(message=message)
        return f"\n\n{message}" if self.taken_back else message


def needs_care(context: CoachingContext) -> bool:
    """Whether nothing of a reply may be shown before the model has checked all of it.

    So where the person speaks of body, mind, weight, food or medicine, or has in the turns in view, where goal or plan
    are about these, and outside English, of which the rules know less: whatever the model took the goal's language for.
    """
    seen = in_view(context)
    goal, measure = seen.goal, seen.plan.measure or seen.goal.measure
    about = [goal.text, goal.statement, goal.motivation, *goal.constraints, measure.metric if measure else ""]
    about += [a.answer for a in goal.answers]
    said = [seen.message, *(t.text for t in seen.history if t.role is Role.PERSON)]
    return (
        goal.language != "en"
        or not all(map(_seems_english, [goal.text, *said]))
        or goal.safety.category is not SafetyCategory.NONE
        or any(map(safety.is_delicate_message, said))
        or safety.is_delicate_goal("\n".join(about))
        or safety.is_delicate_plan(spoken_plan(seen.plan))
    )


def in_view(context: CoachingContext) -> CoachingContext:
    """What a turn needs to see: the weeks around today and the latest turns; its cost does not grow with the plan."""
    weeks = context.plan.weeks
    now = next((i for i, w in enumerate(weeks) if context.today <= w.end_date), len(weeks) - 1)
    near = weeks[max(0, now - WEEKS_BEHIND) : now + WEEKS_AHEAD + 1]
    return context.model_copy(
        update={"plan": context.plan.model_copy(update={"weeks": near}), "history": context.history[-TURNS_IN_VIEW:]}
    )


def _seems_english(text: str) -> bool:
    """Letters beyond ASCII speak against it, even of languages that nothing else tells: "café" costs a moment."""
    return find_language(text) == "en" and not any(sign.isalpha() and not sign.isascii() for sign in text)


def _fit_to_send(context: CoachingContext) -> CoachingContext:
    """What was answered with care before goes to no model later either; that it was answered so does."""
    turns = (
        turn
        if turn.role is Role.COACH or safety.check_message(turn.text).action is SafetyAction.ALLOW
        else Turn(role=turn.role, text=NOT_SENT)
        for turn in context.history
    )
    return context.model_copy(update={"history": tuple(turns)})


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


def _says_something(text: str) -> bool:
    """Whether there are words in it; a smiley that ends a reply is no sentence of its own."""
    return any(sign.isalnum() for sign in text)


def _spoken(reply: CoachingReply) -> str:
    change = reply.plan_change
    return "\n".join([reply.message, *reply.next_actions, *([change.summary, change.reason] if change else [])])
