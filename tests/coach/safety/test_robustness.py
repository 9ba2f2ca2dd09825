"""What must hold for every text, and in every guise."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rein.coach.domain import SafetyAction, SafetyCategory
from rein.coach.safety import (
    check_message,
    check_reply,
    is_delicate_goal,
    is_delicate_message,
    is_delicate_plan,
    verdict_for,
)
from rein.coach.safety.text import MAX_WORD, fold

WORDS = [
    "i",
    "want to",
    "die",
    "kill",
    "myself",
    "not",
    "eat",
    "lose",
    "20 kg",
    "in",
    "5",
    "weeks",
    "my",
    "pills",
    ",",
    ".",
    "|",
]
DISGUISES = {
    "leetspeak": "I want to k1ll mys3lf",
    "spaced": "i want to k i l l myself",
    "dotted": "k.i.l.l. m.y.s.e.l.f",
    "stretched": "i want to kiiiill myself",
    "censored": "i want to k*ill my*self",
    "zero width": "i want to ki\u200bll my\u2060self",
    "soft hyphen": "i want to ki\u00adll myself",
    "look-alike": "i want to kіll mуself",
    "full width": "ｉ ｗａｎｔ ｔｏ ｋｉｌｌ ｍｙｓｅｌｆ",
    "bold": "𝐢 𝐰𝐚𝐧𝐭 𝐭𝐨 𝐤𝐢𝐥𝐥 𝐦𝐲𝐬𝐞𝐥𝐟",
    "accents": "í wánt tö kìll mÿself",
    "hashtag": "#killmyself",
    "upper case": "I WANT TO KILL MYSELF!!!",
    "curly": "I’m gonna kill myself",
    "line breaks": "i want\nto kill myself",
}


@pytest.mark.parametrize("text", DISGUISES.values(), ids=DISGUISES)
def test_no_disguise_hides_it(text: str) -> None:
    assert check_message(text).category is SafetyCategory.SELF_HARM


@settings(deadline=None)
@given(st.text(max_size=400) | st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join), st.text(max_size=100))
@example("", "")
@example("\ud800", "\x00")
def test_every_text_gets_a_verdict_and_always_the_same(text: str, message: str) -> None:
    verdict = check_message(text)
    assert verdict == check_message(text)
    assert bool(verdict.message) is (verdict.action is not SafetyAction.ALLOW)
    reply = check_reply(text, message=message)
    assert reply == check_reply(text, message=message)
    assert reply.category in {SafetyCategory.NONE, SafetyCategory.UNSAFE_ADVICE}
    assert is_delicate_message(text) >= (verdict.category is not SafetyCategory.NONE)
    assert is_delicate_message(text) >= is_delicate_goal(text) >= is_delicate_plan(text)


@given(st.text(max_size=300))
def test_folding_keeps_words_short_and_apart(text: str) -> None:
    words = fold(text).words
    assert words.startswith(" ")
    assert words.endswith(" ")
    assert "  " not in words.strip()
    assert all(len(word) <= MAX_WORD for word in words.split())


LONG = [
    "a",
    "a ",
    "i want to ",
    "kill ",
    "lose 5 kg in ",
    "no reason ",
    "'",
    ", ",
    "é",
    "k1",
    "my knee ",
    "0",
    "死",
    "1,",
    "a.b",
    "|",
    "my ",
    "up ",
    "anxious feel so ",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", LONG)
def test_time_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        best = float("inf")
        for _ in range(2):
            start = time.thread_time()
            check_message(text)
            check_reply(text, message="my chest hurts")
            is_delicate_message(text)
            best = min(best, time.thread_time() - start)
        return best

    check_message("warm")
    assert seconds(100_000) < 32 * max(seconds(12_500), 0.005)  # linear is 8 times, quadratic 64 times a small one


@pytest.mark.parametrize("planned", [True, False])
@pytest.mark.parametrize("category", [c for c in SafetyCategory if c is not SafetyCategory.NONE])
def test_every_message_is_kind_names_a_way_on_and_blames_nobody(category: SafetyCategory, planned: bool) -> None:
    message = verdict_for(category, planned=planned).message
    assert len(message) > 200
    assert not re.search(r"\b(?:should be ashamed|your fault|must not|forbidden|violat)", message)
    assert re.search(r"[Cc]ome back|whenever|What (?:would|do you|has)|Tell me|we start", message)


@pytest.mark.parametrize(
    ("category", "contact"),
    [
        (SafetyCategory.SELF_HARM, "988"),
        (SafetyCategory.SELF_HARM, "116 123"),
        (SafetyCategory.SELF_HARM, "0800 111 0 111"),
        (SafetyCategory.SELF_HARM, "112"),
        (SafetyCategory.SELF_HARM, "findahelpline.com"),
        (SafetyCategory.DISTRESS, "988"),
        (SafetyCategory.ABUSE, "1-800-799-7233"),
        (SafetyCategory.EATING_DISORDER, "beateatingdisorders.org.uk"),
        (SafetyCategory.MINOR_AT_RISK, "116 111"),
        (SafetyCategory.MEDICATION, "1-800-222-1222"),
        (SafetyCategory.MEDICAL_CLEARANCE, "112"),
    ],
)
def test_help_is_named_where_it_is_needed(category: SafetyCategory, contact: str) -> None:
    assert contact in verdict_for(category).message
