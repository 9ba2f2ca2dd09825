"""What the coach says: harm is held back, a referral or a refusal is not."""

import pytest

from rein.coach.domain import SafetyAction, SafetyCategory
from rein.coach.safety import check_reply, verdict_for
from tests.coach.safety import examples


@pytest.mark.parametrize(("message", "reply"), examples.UNSAFE_REPLIES)
def test_a_harmful_reply_is_stopped(message: str | None, reply: str) -> None:
    verdict = check_reply(reply, message=message)
    assert (verdict.category, verdict.action) == (SafetyCategory.UNSAFE_ADVICE, SafetyAction.STOP)


@pytest.mark.parametrize(("message", "reply"), examples.SAFE_REPLIES)
def test_a_caring_or_ordinary_reply_is_said(message: str | None, reply: str) -> None:
    verdict = check_reply(reply, message=message)
    assert verdict.action is SafetyAction.ALLOW, verdict.reason


def test_a_streaming_reply_is_forgiven_what_may_still_come_but_not_harm() -> None:
    message, first = "my knees are really sore after the run", "Some soreness is normal."
    assert check_reply(first, message=message).action is SafetyAction.STOP
    assert check_reply(first, message=message, complete=False).action is SafetyAction.ALLOW
    assert (
        check_reply(f"{first} Please rest, and see a doctor if it stays.", message=message).action is SafetyAction.ALLOW
    )
    assert check_reply("Push through the pain.", message=message, complete=False).action is SafetyAction.STOP


def test_our_own_answers_pass_our_own_check() -> None:
    for category in SafetyCategory:
        for planned in (True, False):
            message = verdict_for(category, planned=planned).message
            assert check_reply(message).action is SafetyAction.ALLOW, category


def test_a_persons_own_profession_may_be_said_back_and_is_still_no_claim_of_ours() -> None:
    plan = "You told me “I work nights as a nurse”: where the plan and that clash, change the plan."
    assert check_reply(plan).action is SafetyAction.STOP
    assert check_reply(plan, goal="Get stronger, I work nights as a nurse").action is SafetyAction.ALLOW
    assert check_reply("As a doctor, I know it.", goal="I work nights as a nurse").action is SafetyAction.STOP
