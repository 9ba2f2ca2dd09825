"""A coaching turn: streamed, one thread, and nothing shown that the checks do not allow."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.coach.chat import WEEKS_AHEAD, WEEKS_BEHIND, ChatStream, _by_sentence, in_view
from rein.coach.domain import CoachingContext, CoachingReply, IfThen, Obstacle, Resolution, Role, SafetyCategory, Turn
from rein.coach.expand import expand
from rein.errors import LLMUnavailable, ReinError
from tests.coach.strategies import goal, outline
from tests.support.gemini_server import Good, Status

REPLY, CHECK = "You are a coach in conversation", "You check one text"
GOAL = goal()
RESOLUTION = Resolution(
    title="Half marathon", statement="I run a half marathon.", why_it_matters="It matters.", strategy="Slowly.",
    if_then_plans=(IfThen(situation="it is Tuesday", response="run"),), success_metrics=("21.1 km",),
    obstacles=(Obstacle(obstacle="rain", counter_move="a jacket"),),
)  # fmt: skip
PLAN = expand(outline(), GOAL)


def context(message: str = "I ran twice this week", **changes: object) -> CoachingContext:
    base = CoachingContext(
        goal=GOAL, resolution=RESOLUTION, plan=PLAN, today=PLAN.start + timedelta(days=30), history=(), message=message
    )
    return base.model_copy(update=changes)


async def read(stream: ChatStream) -> list[str]:
    return [piece async for piece in stream]


async def _read_whole(stream: ChatStream) -> CoachingReply:
    await read(stream)
    return stream.reply


async def test_a_turn_can_be_had_whole(model):
    reply = await model.generate_coaching_response(context(), thread_id="t1")
    assert reply.message
    assert reply.next_actions == (await _read_whole(model.chat(context(), thread_id="t1"))).next_actions


async def test_the_pieces_together_are_the_reply(model, gemini):
    stream = model.chat(context(), thread_id="t1")
    pieces = await read(stream)
    assert len(pieces) > 1
    assert "".join(pieces) == stream.reply.message
    assert stream.trace_id


async def test_a_reply_is_there_only_after_its_stream_was_read(model):
    with pytest.raises(ReinError):
        _ = model.chat(context(), thread_id="t1").reply


async def test_distress_is_answered_with_care_and_sent_to_no_model(model, gemini):
    stream = model.chat(context("I see no reason to go on living"), thread_id="t1")
    assert "".join(await read(stream)) == stream.reply.message
    assert stream.verdict.category is SafetyCategory.SELF_HARM
    assert gemini.calls == 0


async def test_what_only_the_model_sees_in_a_message_withholds_the_answer(model, gemini):
    gemini.on(CHECK, Good(answer={"category": "abuse", "reason": "fear of a partner"}))
    stream = model.chat(context(), thread_id="t1")
    text = "".join(await read(stream))
    assert stream.verdict.category is SafetyCategory.ABUSE
    assert text == stream.reply.message
    assert "twice" not in text


async def test_a_harmful_sentence_is_not_shown(model, gemini):
    harmful = {
        "message": "You went out twice, that counts. Push through the chest pain and run anyway. Well done.",
        "next_actions": [],
    }
    gemini.on(REPLY, Good(answer=harmful))
    stream = model.chat(context(), thread_id="t1")
    text = "".join(await read(stream))
    assert text.startswith("You went out twice")
    assert "Push through" not in text
    assert stream.reply.message in text


async def test_a_harmful_next_action_is_not_given(model, gemini):
    gemini.on(REPLY, Good(answer={"message": "All right.", "next_actions": ["Eat 800 calories a day"]}))
    stream = model.chat(context(), thread_id="t1")
    await read(stream)
    assert stream.reply.next_actions == ()


async def test_nothing_is_shown_when_the_check_itself_cannot_be_made(settings, gemini):
    from rein.coach.model import ReinModel

    gemini.on(CHECK, Status(500))
    stream = ReinModel(settings.model_copy(update={"offline_fallback": False})).chat(context(), thread_id="t1")
    pieces = aiter(stream)
    with pytest.raises(LLMUnavailable):
        await anext(pieces)


async def test_a_turn_that_is_left_early_can_be_left(model):
    stream = model.chat(context(), thread_id="t1")
    async for _ in stream:
        break
    with pytest.raises(ReinError):
        _ = stream.reply


@given(st.integers(-50, 400), st.lists(st.text(min_size=1, max_size=3), max_size=50))
def test_a_turn_sees_the_weeks_around_today_and_the_latest_turns(days, texts):
    turns = tuple(Turn(role=Role.PERSON, text=t) for t in texts)
    seen = in_view(context(today=PLAN.start + timedelta(days=days), history=turns))
    assert 1 <= len(seen.plan.weeks) <= WEEKS_BEHIND + 1 + WEEKS_AHEAD
    today = min(max(seen.today, PLAN.start), PLAN.deadline)
    assert any(w.start_date <= today <= w.end_date for w in seen.plan.weeks)
    assert seen.history == turns[-20:]


@given(st.lists(st.text("ab .!?\n", max_size=8), max_size=20))
async def test_regrouping_into_sentences_loses_nothing(pieces):
    async def source():
        for piece in pieces:
            yield piece

    assert "".join([s async for s in _by_sentence(source())]) == "".join(pieces)
