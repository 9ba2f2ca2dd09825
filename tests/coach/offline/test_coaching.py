"""The offline coaching turn: it hears what a message is about, reads the plan, and repeats nothing."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rein.coach.chat import in_view
from rein.coach.domain import CoachingContext, CoachingReply, Role, SafetyAction, Turn
from rein.coach.offline.coaching import MAX_WORDS, reply
from rein.coach.offline.coaching.intents import Intent, intent_of
from rein.coach.offline.coaching.sayings import SAYINGS
from rein.coach.safety import check_reply
from tests.coach.test_chat import PLAN, context

HEARD = {
    "Hi there!": Intent.GREETING,
    "thanks, that helps": Intent.THANKS,
    "are you a real person?": Intent.WHO_ARE_YOU,
    "how many calories should I eat": Intent.ADVICE_LIMIT,
    "my left knee hurts since yesterday": Intent.UNWELL,
    "I have the flu": Intent.UNWELL,
    "I feel like a failure": Intent.LOW,
    "I'm so stressed": Intent.LOW,
    "What should I do today?": Intent.TODAY,
    "what's the plan for this week": Intent.THIS_WEEK,
    "when is the next milestone?": Intent.AHEAD,
    "why is there a lighter week?": Intent.WHY,
    "can we move Tuesday to Wednesday?": Intent.CHANGE_DAYS,
    "I can only do 2 hours a week now": Intent.CHANGE_HOURS,
    "could we push the deadline back": Intent.CHANGE_DATE,
    "I'm not sure I still want this goal": Intent.CHANGE_GOAL,
    "this is too hard for me": Intent.TOO_HARD,
    "honestly it was too easy": Intent.TOO_EASY,
    "I skipped both sessions": Intent.MISSED,
    "I didn't get to it": Intent.MISSED,
    "work is crazy, no time at all": Intent.NO_TIME,
    "zero motivation today": Intent.UNMOTIVATED,
    "I'm stuck": Intent.STUCK,
    "next week I am on holiday": Intent.PLAN_AHEAD,
    "I ran 5 km on Sunday": Intent.PROGRESS,
    "did two of three": Intent.PROGRESS,
    "maybe 6": Intent.SCALE,
    "ok, sounds good": Intent.AGREE,
    "I don't know": Intent.DISAGREE,
    "ich habe diese Woche nicht trainiert und bin müde": Intent.OTHER_LANGUAGE,
    "今週は走れませんでした": Intent.OTHER_LANGUAGE,
    "the dog was at the neighbour's": Intent.OTHER,
}


@pytest.mark.parametrize("message", HEARD)
def test_a_message_is_heard_for_what_it_is_about(message):
    assert intent_of(message) is HEARD[message]


def test_every_intent_has_more_than_one_thing_to_say():
    assert set(SAYINGS) == set(Intent)
    assert all(len(set(sayings)) >= 2 for sayings in SAYINGS.values())


def turn(message: str, history: tuple[Turn, ...] = (), days: int = 16) -> CoachingReply:
    return reply(context(message, history=history, today=PLAN.start + timedelta(days=days)))


def test_today_is_answered_with_the_plans_own_actions():
    thursday = turn("What should I do today?", days=3)
    assert "Easy run" in thursday.message
    assert thursday.next_actions[0].startswith("Easy run (30 min")


def test_a_day_off_is_said_and_the_next_session_named():
    said = turn("What should I do today?", days=2).message
    assert "easy run" in said.lower() or "Thursday" in said or "omorrow" in said


@pytest.mark.parametrize(
    ("message", "proposes"),
    [("can we move Tuesday to Wednesday?", True), ("this is too hard", True), ("I ran 5 km", False), ("hi", False)],
)
def test_a_plan_change_is_proposed_only_where_the_situation_calls_for_one(message, proposes):
    change = turn(message).plan_change
    assert (change is not None) == proposes
    assert change is None or change.from_week == 4


def test_illness_and_low_mood_get_no_to_do_list():
    assert turn("I have a fever").next_actions == ()
    assert turn("I feel so down").next_actions == ()
    assert "doctor" in turn("I have a fever").message


def conversation(messages: list[str]) -> list[str]:
    history: list[Turn] = []
    for i, message in enumerate(messages):
        said = turn(message, tuple(history), days=10 + i).message
        history += [Turn(role=Role.PERSON, text=message), Turn(role=Role.COACH, text=said)]
    return [t.text for t in history if t.role is Role.COACH]


def test_the_same_message_again_is_not_answered_with_the_same_words():
    replies = conversation(["I skipped it"] * 5)
    assert len(set(replies)) == 5


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(sorted(HEARD)) | st.text(max_size=200), min_size=1, max_size=6), st.integers(-20, 120))
def test_every_reply_is_short_safe_and_whole(messages, days):
    history: list[Turn] = []
    for message in messages:
        base: CoachingContext = context(message, history=tuple(history), today=PLAN.start + timedelta(days=days))
        answer = reply(in_view(base))
        assert 0 < len(answer.message.split()) <= MAX_WORDS
        assert "{" not in answer.message or "{" in message
        history += [Turn(role=Role.PERSON, text=message or "-"), Turn(role=Role.COACH, text=answer.message)]


@pytest.mark.parametrize("message", HEARD)
def test_no_reply_is_one_that_the_safety_rules_would_withhold(message):
    for days in range(0, 14, 3):
        said = turn(message, days=days).message
        verdict = check_reply(said, message=message)
        assert verdict.action is SafetyAction.ALLOW, (verdict.reason, said)
