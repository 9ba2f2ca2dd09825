"""What must hold for every resolution that the rules write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rein.coach.domain import ClarifiedGoal, Measure, Resolution, Training, Weekday
from rein.coach.offline import words
from rein.coach.offline.resolution import MAX_TITLE, write_resolution
from rein.coach.safety import check_reply
from tests.coach.offline.examples import EXAMPLES
from tests.coach.offline.prose import faults, texts_of_resolution
from tests.coach.offline.test_outline import HOSTILE, real_goals
from tests.coach.strategies import goal, goals


def plain(statement: str, **changes: object) -> ClarifiedGoal:
    base: dict[str, object] = {"statement": statement, "text": statement, "training": Training.NONE, "measure": None}
    return goal(**base | changes)


@settings(max_examples=200, deadline=None)
@given(goals())
def test_whatever_was_typed_there_is_a_valid_resolution(a_goal):
    resolution = write_resolution(a_goal)
    assert Resolution.model_validate_json(resolution.model_dump_json()) == resolution
    assert len(resolution.title) <= MAX_TITLE


@pytest.mark.parametrize("statement", HOSTILE)
def test_hostile_words_are_carried_and_never_read_as_slots(statement):
    hostile = plain(statement[:300], text=statement, motivation=statement[:1000])
    assert Resolution.model_validate_json(write_resolution(hostile).model_dump_json())


@settings(max_examples=250, deadline=None)
@given(real_goals())
def test_the_texts_of_a_resolution_read_cleanly(a_goal):
    assert [f for text in texts_of_resolution(write_resolution(a_goal)) for f in faults(text)] == []


@settings(max_examples=50, deadline=None)
@given(real_goals())
def test_the_same_goal_gets_the_same_resolution(a_goal):
    assert write_resolution(a_goal) == write_resolution(a_goal)


@pytest.mark.parametrize(("statement", "area", "kind"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_the_safety_rules_allow_every_text(statement, area, kind):
    resolution = write_resolution(plain(statement, area=area))
    assert [t for t in texts_of_resolution(resolution) if check_reply(t).action != "allow"] == []


@settings(max_examples=100, deadline=None)
@given(real_goals())
def test_the_statement_says_what_by_when_and_on_which_days(a_goal):
    statement = write_resolution(a_goal).statement
    assert statement.startswith(("I will ", f"By {words.day(a_goal.deadline)}, I will "))
    assert words.day(a_goal.deadline) in statement
    assert any(word in statement for word in ("day", "weekend"))


def test_the_persons_own_words_and_number_make_the_statement():
    saving = plain(
        "Save for a bicycle", area="finance", measure=Measure(metric="money saved", unit="USD", baseline=0, target=900)
    )
    assert write_resolution(saving).statement.startswith(
        "I will save for a bicycle (money saved: $900) by 14 February 2027."
    )


def test_a_number_already_said_is_not_said_again():
    saving = plain("Save $900", area="finance", measure=Measure(metric="money saved", unit="USD", target=900))
    assert "(" not in write_resolution(saving).statement


def test_a_reason_is_quoted_and_none_is_invented():
    assert (
        "“because my sister moved there”"
        in write_resolution(
            plain("Learn Danish", area="education", motivation="because my sister moved there")
        ).why_it_matters
    )
    assert "You did not say why" in write_resolution(plain("Learn Danish", area="education")).why_it_matters


@pytest.mark.parametrize(
    ("typed", "spliced"),
    [
        ("I want to run a half marathon", "run a half marathon"),
        ("Don't eat after nine", "not eat after nine"),
        ("LOSE TEN POUNDS", "lose ten pounds"),
        ("To finally learn Danish!", "learn Danish"),
        ("A better me", None),
        ("Save money. Travel. Sleep.", None),
        ("", None),
    ],
)
def test_only_words_that_may_follow_i_will_are_spliced(typed, spliced):
    assert words.splice(typed) == spliced


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (tuple(Weekday), "every day"),
        (tuple(Weekday)[:6], "every day but Sunday"),
        (tuple(Weekday)[:5], "on weekdays"),
        (tuple(Weekday)[5:], "at weekends"),
        ((Weekday.MON, Weekday.WED, Weekday.THU), "on Mondays, Wednesdays and Thursdays"),
    ],
)
def test_days_are_said_as_people_say_them(days, said):
    assert words.on_days(days) == said


@given(st.text(max_size=400))
def test_a_quotation_is_one_printable_line_of_bounded_length(text):
    quoted = words.quoted(text, 80)
    assert len(quoted) <= 83
    assert quoted.isprintable()


@pytest.mark.parametrize(
    "statement", ["Stop making excuses", "Stop being so lazy and fat", "Quit being a disgusting pig"]
)
def test_harsh_words_about_oneself_are_not_said_back(statement):
    harsh = plain(statement, area="personal_growth", motivation=statement)
    texts = texts_of_resolution(write_resolution(harsh))
    assert [t for t in texts if check_reply(t).action != "allow"] == []
