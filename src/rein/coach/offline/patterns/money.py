"""Money: putting some aside, paying some back, knowing where it goes, earning more."""

import re

from rein.coach.offline import words
from rein.coach.offline.cues import AFTER_WORK, DAYTIME, DINNER
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

_PURPOSES = (
    (r"\b(?:house|home|flat|apartment|condo|down ?payment)\b", "the home"), (r"\b(?:car|truck|motorbike|motorcycle)\b", "the car"), (r"\bwedding\b", "the wedding"),
    (r"\b(?:trip|travel\w*|vacation|holiday|cruise|disney\w*)\b", "the trip"), (r"\b(?:college|university|school|tuition|degree)\b", "the studies"), (r"\bretire\w*|\b401", "later life"),
    (r"\bemergency\b|\brainy day\b", "the emergency fund"), (r"\bchristmas\b", "Christmas"), (r"\bbab(?:y|ies)\b", "the baby"),
)  # fmt: skip


def _saving_slots(person: Person) -> dict[str, str]:
    purpose = next((name for expression, name in _PURPOSES if re.search(expression, person.said)), "")
    amount = words.target(person.measure)
    return {
        "purpose": purpose or "what you are saving for",
        "sum": amount or "money every month",
        "sum_for": f"{amount} for {purpose}" if amount and purpose else amount or (f"for {purpose}" if purpose else "part of every pay"),
    }  # fmt: skip


SAVING = Pattern(
    title="Save {sum_for}",
    commit="save {sum_for}, starting with a standing order",
    outcome="you open the account, see what has grown there, and a broken washing machine is a nuisance and no longer a disaster",
    hurdle="the hope that something will be left over at the end of the month",
    gain="money put aside turns bad luck into a bill, and wishes into dates",
    strategy=(
        "Move the money on the day it comes in, before it can be spent, into an account you do not carry in your pocket. Then raise the amount each time a cost goes, "
        "because what never lay in the purse is never missed."
    ),
    approach=(
        "A standing order does the saving, so it does not hang on your mood. First you learn what really comes in and goes out, then you set the order and free money for it, one cost "
        "after the other, and raise it. The account for {purpose} has its own name and no card."
    ),
    done="a transfer on every payday, and nothing taken back out",
    metrics=(
        "The balance of the account, written down on the same day each week",
        "Paydays on which the transfer ran before anything else was bought",
    ),
    if_then=(
        ("my pay arrives", "check the same day that the transfer to the savings account has gone out"),
        ("I want to buy something that is not on the list", "write it down with its price and wait for three nights"),
        ("I get money I did not expect", "move half of it to {purpose} before I spend any"),
    ),
    obstacles=(
        (
            "A month with a large bill",
            "Lower the transfer for that month and name the month in which it goes back up; do not switch it off.",
        ),
        ("Spending with friends", "Say what you are saving for, and suggest the cheaper place first."),
        ("The aim is too far off to feel", "Cut it into tenths and cross off each one where you can see it."),
    ),
    phases=(
        Stretch(
            "See what there is",
            "Know what comes in, what goes out, and set the first transfer.",
            (
                "Open an account for {purpose}, with its own name and without a card.",
                "List every fixed cost from the last three statements.",
                "Set a standing order for the day after payday, small enough to be sure of.",
                "Sort last month's spending into needed, enjoyed and forgotten.",
            ),
            (
                Do(
                    "Open the bank statements, write down what came in and went out, and move what can be saved",
                    AFTER_WORK,
                    1,
                    10,
                    40,
                ),
                Do("Write down what you spent today", DINNER, 4, 2, 5),
                Do("Cancel or change one fixed cost: a subscription, a contract, a fee", DAYTIME, 1, 10, 30),
            ),
            (
                "The transfer runs by itself",
                "The standing order has gone out once, and every fixed cost is on one page",
            ),
        ),
        Stretch(
            "Free some money",
            "Find costs that nobody would miss, and give their money to {purpose}.",
            (
                "Call one provider and ask for the better price.",
                "Raise the standing order by what the last cancelled cost was.",
                "Plan the week's meals before you shop, and bring lunch along.",
                "Sell one thing that has not been used for a year.",
            ),
            (
                Do("Check the balance, write it down, and raise the transfer by what you freed", AFTER_WORK, 1, 10, 30),
                Do("Lower one cost: compare, call, cancel, or plan it away", DAYTIME, 1, 15, 45),
                Do("Write down what you spent today", DINNER, 3, 2, 5),
            ),
            (
                "The transfer has grown",
                "The standing order is higher than the first one, and has never been switched off",
            ),
            share=4,
        ),
        Stretch(
            "Let it run",
            "Reach the sum, and keep the habit when life gets loud.",
            (
                "Read the balance aloud to the person you share your money with, or write it where you see it.",
                "Put every unexpected euro, dollar or pound to work on the day it comes.",
                "Plan the next costly month now: birthdays, insurance, holidays.",
                "Decide what the standing order is for once this aim is reached.",
            ),
            (
                Do(
                    "Check the balance for {purpose}, write it down, and move what is left of the week",
                    AFTER_WORK,
                    1,
                    10,
                    25,
                ),
                Do("Look ahead: which large costs come in the next two months?", DAYTIME, 1, 5, 15),
                Do("Cook at home on an evening on which you would have ordered", AFTER_WORK, 2, 20, 45),
            ),
            ("It is there", "Every payday of this phase had its transfer, and nothing was taken out"),
        ),
    ),
    slots=_saving_slots,
)


def _debt_slots(person: Person) -> dict[str, str]:
    known = (
        (r"\bcredit cards?\b", "the credit card"), (r"\bstudent (?:loans?|debt)\b|\bcollege (?:loans?|debt)\b", "the student loan"),
        (r"\bmortgage\b", "the mortgage"), (r"\bcar (?:loan|payment|note)\b|\bpay\w* off my (?:car|truck)\b", "the car loan"), (r"\boverdraft\b", "the overdraft"),
    )  # fmt: skip
    name = next((name for expression, name in known if re.search(expression, person.said)), "")
    return {"debt": name or "the debt", "loan": name or "what I owe"}


DEBT = Pattern(
    title="Pay off {loan}",
    commit="pay off {loan}, step by step and without new borrowing",
    outcome="the last statement says zero, and your next pay belongs to you",
    hurdle="the unopened letter, and the feeling that looking makes it worse",
    gain="owing less lets people sleep, and frees a part of every future pay",
    strategy=(
        "Put all debts on one page, pay the least due on each by standing order, and send everything else to one of them until it is gone: the one with the highest interest saves most, "
        "the smallest gives the first success. Meanwhile nothing new is borrowed."
    ),
    approach=(
        "First everything is on one page and the least due is paid automatically. Then one debt gets all that can be freed, and when it is gone its payment moves to the next. "
        "If you cannot pay for food, rent or energy, or letters from a court arrive, free debt advice comes before this plan; creditors agree to more than most people expect."
    ),
    done="every payment made on time, nothing borrowed anew, and the first debt closed",
    metrics=(
        "What is still owed on {debt}, written down after each payment",
        "Weeks without new borrowing, one stroke each",
    ),
    if_then=(
        ("a letter or message about money arrives", "open it the same evening and write its number on the page"),
        ("my pay arrives", "make the extra payment that day, before anything else"),
        ("I reach for the card", "pay with what is in the account, or write the thing down and wait for three nights"),
    ),
    obstacles=(
        (
            "An unexpected bill",
            "Keep a small cushion aside before the extra payments, so that a repair does not become a new loan.",
        ),
        (
            "The sum looks endless",
            "Track the number of debts and this month's interest as well: both fall sooner than the total.",
        ),
        (
            "Shame keeps the letters shut",
            "Open them with someone beside you, or with a free debt adviser, who has seen worse.",
        ),
    ),
    phases=(
        Stretch(
            "Everything on one page",
            "Know each debt: how much, what interest, what is due when.",
            (
                "Open every letter and statement; write creditor, sum, interest and due date on one page.",
                "Set standing orders for the least due, so that no late fee is ever added.",
                "Take the card out of the purse and out of the online shops.",
                "Choose the one debt that gets everything extra, and ring it on the page.",
            ),
            (
                Do("Bring the page up to date: what is owed, what is due, what was paid", AFTER_WORK, 1, 15, 40),
                Do("Find one cost to cut this week, and send its money to {debt}", DAYTIME, 1, 10, 30),
                Do("Write down what you spent today", DINNER, 3, 2, 5),
            ),
            ("No more surprises", "Every debt stands on one page, and each least payment goes out by itself"),
        ),
        Stretch(
            "One debt after the other",
            "Send everything that can be freed to one debt.",
            (
                "Call the creditor and ask for a lower rate or a plan; ask what they can do, then wait.",
                "Sell one thing, work one extra hour, or cancel one contract: its money goes to the ringed debt.",
                "Make the extra payment on payday, however small.",
                "Tell one person you trust how much is still owed; it weighs less afterwards.",
            ),
            (
                Do("Make the extra payment on {debt} and write down what is left", AFTER_WORK, 1, 10, 25),
                Do("Lower one cost or earn one amount, and earmark it", DAYTIME, 1, 15, 60),
                Do("Write down what you spent today", DINNER, 3, 2, 5),
            ),
            ("It is falling", "What is owed is lower than at the start of the phase, and nothing new was borrowed"),
            share=4,
        ),
        Stretch(
            "Close it and stay free",
            "Finish, and build the cushion that prevents the next debt.",
            (
                "Move the payment of a closed debt to the next one on the same day.",
                "Ask for the closing statement in writing, and keep it.",
                "Begin a small transfer to a cushion for repairs.",
                "Plan the next month in which you used to borrow: holidays, birthdays, insurance.",
            ),
            (
                Do("Make the extra payment on {debt} and write down what is left", AFTER_WORK, 1, 10, 25),
                Do("Plan the costs of the next two months on one page", DAYTIME, 1, 10, 30),
            ),
            ("On the way to zero", "Every payment of the phase was on time, and the cushion has its own account"),
        ),
    ),
    slots=_debt_slots,
)
