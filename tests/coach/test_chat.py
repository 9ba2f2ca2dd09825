"""A coaching turn: streamed, one thread, and nothing shown that the checks do not allow."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.coach.chat import (
    NOT_SENT,
    TAKEN_BACK,
    WEEKS_AHEAD,
    WEEKS_BEHIND,
    ChatStream,
    _by_sentence,
    in_view,
    needs_care,
)
from rein.coach.domain import (
    CoachingContext,
    CoachingReply,
    IfThen,
    Measure,
    Obstacle,
    Resolution,
    Role,
    SafetyAction,
    SafetyCategory,
    Turn,
)
from rein.coach.expand import expand
from rein.coach.model import ReinModel
from rein.errors import ReinError, SafetyCheckError
from rein.opik.exporter import spool_directory
from rein.opik.reader import find_trace
from rein.tracing import flush
from tests.coach.strategies import goal, outline
from tests.support.gemini_server import BadJson, GeminiServer, Good, Hang, Raw, Status

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


FENCED = Raw('```json\n{"message": "You went out twice. That counts. What helped?", "next_actions": []}\n```')
"""An answer of which nothing can be read before it is whole."""


async def test_a_reply_that_comes_all_at_once_is_shown(model, gemini):
    gemini.on(REPLY, FENCED)
    stream = model.chat(context(), thread_id="t1")
    assert "".join(await read(stream)) == stream.reply.message == "You went out twice. That counts. What helped?"


async def test_what_only_the_model_sees_withholds_an_answer_that_comes_all_at_once(model, gemini):
    gemini.on(REPLY, FENCED)
    gemini.on(CHECK, Good(answer={"category": "abuse", "reason": "fear of a partner"}))
    stream = model.chat(context(), thread_id="t1")
    assert await read(stream) == [stream.reply.message]
    assert stream.verdict.category is SafetyCategory.ABUSE


async def test_what_was_answered_with_care_is_sent_to_no_model_in_a_later_turn(model, gemini):
    history = (
        Turn(role=Role.PERSON, text="I ran on Monday"),
        Turn(role=Role.COACH, text="Well done."),
        Turn(role=Role.PERSON, text="I see no reason to go on living"),
        Turn(role=Role.COACH, text="I'm really glad you wrote this."),
    )
    await read(model.chat(context(history=history), thread_id="t1"))
    sent = [message for request in gemini.requests for message in request.messages]
    assert not any("go on living" in message for message in sent)
    (conversation,) = [m for m in sent if "I ran on Monday" in m]
    assert NOT_SENT in conversation
    assert "really glad you wrote" in conversation


async def test_a_harmful_sentence_is_not_shown(model, gemini):
    harmful = (
        "You went out twice, in a week as full as this one. That counts, and nobody can take it away. "
        "Push through the chest pain and run anyway. Well done."
    )
    gemini.on(REPLY, Good(answer={"message": harmful, "next_actions": []}))
    stream = model.chat(context(), thread_id="t1")
    text = "".join(await read(stream))
    assert text.startswith("You went out twice")
    assert "Push through" not in text
    assert text.endswith(f"\n\n{stream.reply.message}")
    assert stream.taken_back


async def test_a_harmful_next_action_is_not_given(model, gemini):
    gemini.on(REPLY, Good(answer={"message": "All right.", "next_actions": ["Eat 800 calories a day"]}))
    stream = model.chat(context(), thread_id="t1")
    await read(stream)
    assert stream.reply.next_actions == ()


@pytest.fixture
def asked_about_the_reply(gemini: GeminiServer) -> list[str]:
    """What had been yielded when the model was asked to check the whole reply; put the reader's list into `seen`."""
    seen: list[str] = []
    then: list[str] = []
    take = gemini.take

    def note(request):
        if request.instruction.startswith(CHECK) and '"coach"' in request.messages[0]:
            then.append("".join(seen))
        return take(request)

    gemini.take = note
    gemini.seen = seen
    return then


async def read_into(stream: ChatStream, seen: list[str]) -> str:
    async for piece in stream:
        seen.append(piece)  # noqa: PERF401 - one by one, since someone looks on
    return "".join(seen)


async def test_sentences_flow_but_the_last_waits_for_the_models_check(model, gemini, asked_about_the_reply):
    text = await read_into(model.chat(context(), thread_id="t1"), gemini.seen)
    (before,) = asked_about_the_reply
    assert text.startswith(before)
    assert "What made those two days work?" in before
    assert "might be a good next one" not in before


async def test_in_a_delicate_conversation_nothing_is_shown_before_the_models_check(
    model, gemini, asked_about_the_reply
):
    stream = model.chat(context("I slept badly and feel a bit tired"), thread_id="t1")
    gemini.on(REPLY, Good(answer={"message": "Thank you for telling me. Please rest. We can move the run."}))
    assert await read_into(stream, gemini.seen) == stream.reply.message
    assert asked_about_the_reply == [""]


@pytest.mark.parametrize(
    "changes",
    [
        {"message": "Work is so stressful that I can't sleep"},
        {"history": (Turn(role=Role.PERSON, text="I feel guilty when I rest"), Turn(role=Role.COACH, text="Rest."))},
        {"goal": goal(text="Lose 8 kg before the wedding")},
        {"goal": goal(motivation="My doctor said my blood pressure is high")},
        {"goal": goal(measure=Measure(metric="body weight", unit="kg", baseline=90, target=84))},
        {"goal": goal(language="de", text="Einen Halbmarathon laufen")},
        {"goal": goal(language="en", text="Ich möchte einen Halbmarathon laufen")},
        {"message": "Ich habe diese Woche zweimal trainiert"},
        {"message": "tôi muốn chạy"},
        {"history": (Turn(role=Role.PERSON, text="Je n'ai pas couru cette semaine"),)},
        {"plan": expand(outline(approach="Cook so that you eat fewer calories."), GOAL)},
    ],
    ids=[
        "message",
        "history",
        "goal",
        "motivation",
        "measure",
        "language",
        "language-untold",
        "message-language",
        "message-letters",
        "history-language",
        "plan",
    ],
)
def test_a_conversation_about_body_or_mind_needs_care(changes):
    if "measure" in str(changes.get("goal", "")) and changes["goal"].measure != GOAL.measure:
        changes = changes | {"plan": expand(outline(), changes["goal"])}
    assert needs_care(context(**changes))


@pytest.mark.parametrize("message", ["I ran twice this week", "Can we move the long run to Saturday?", "Thanks!"])
def test_an_ordinary_conversation_needs_no_special_care(message):
    assert not needs_care(context(message))


def after_the_message(found: Good | Status) -> tuple[Good | Status, ...]:
    """What the checks of a turn meet: the first is of the person's message."""
    return Good(), found


FLAGGED = Good(answer={"category": "unsafe_advice", "reason": "shames"})


async def test_a_reply_that_is_flagged_after_it_began_is_taken_back(model, gemini, settings):
    gemini.on(CHECK, *after_the_message(FLAGGED))
    stream = model.chat(context(), thread_id="t1")
    *begun, last = await read(stream)
    assert begun
    assert stream.taken_back
    assert last.strip() == stream.reply.message
    assert stream.reply.message.startswith(TAKEN_BACK)
    assert stream.reply.next_actions == ()
    assert "twice" not in stream.reply.message
    flush(5)
    assert "safety:unsafe_advice" in find_trace(spool_directory(settings), stream.trace_id).tags


async def test_a_reply_that_is_flagged_while_it_is_held_is_never_seen(model, gemini):
    gemini.on(CHECK, *after_the_message(FLAGGED))
    gemini.on(REPLY, Good(answer={"message": "Thank you for telling me. Please rest. We can move the run."}))
    stream = model.chat(context("I slept badly and feel a bit tired"), thread_id="t1")
    assert await read(stream) == [stream.reply.message]
    assert not stream.taken_back
    assert TAKEN_BACK not in stream.reply.message


@pytest.mark.parametrize("offline_fallback", [True, False])
@pytest.mark.parametrize("trouble", [(Status(500),), (Hang(),), (BadJson(),) * 3], ids=["500", "hang", "garbled"])
async def test_nothing_is_shown_when_the_message_cannot_be_checked(settings, gemini, trouble, offline_fallback):
    """Neither by the model nor, of what a model wrote, by an offline coach in its place."""
    gemini.on(CHECK, *trouble)
    seconds = 4 if isinstance(trouble[0], Hang) else settings.llm_timeout_s
    changes = {"offline_fallback": offline_fallback, "llm_timeout_s": seconds}
    stream = ReinModel(settings.model_copy(update=changes)).chat(context(), thread_id="t1")
    with pytest.raises(SafetyCheckError):
        await anext(aiter(stream))
    assert not stream.taken_back


@pytest.mark.parametrize("offline_fallback", [True, False])
async def test_a_reply_that_cannot_be_checked_is_taken_back(settings, gemini, offline_fallback):
    gemini.on(CHECK, *after_the_message(Status(500)))
    model = ReinModel(settings.model_copy(update={"offline_fallback": offline_fallback}))
    stream = model.chat(context(), thread_id="t1")
    seen: list[str] = []
    with pytest.raises(SafetyCheckError):
        await read_into(stream, seen)
    assert seen
    assert stream.taken_back
    with pytest.raises(ReinError):
        _ = stream.reply


async def test_the_offline_coach_answers_by_its_rules_when_the_model_is_down(model, gemini):
    gemini.always(Status(503))
    stream = model.chat(context(), thread_id="t1")
    assert "".join(await read(stream)) == stream.reply.message
    assert stream.verdict.action is SafetyAction.ALLOW


async def test_what_the_model_sees_in_a_message_holds_for_the_offline_coachs_answer_too(model, gemini):
    gemini.on(REPLY, Status(500))
    gemini.on(CHECK, Good(answer={"category": "abuse", "reason": "fear of a partner"}))
    stream = model.chat(context(), thread_id="t1")
    assert await read(stream) == [stream.reply.message]
    assert stream.verdict.category is SafetyCategory.ABUSE


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
