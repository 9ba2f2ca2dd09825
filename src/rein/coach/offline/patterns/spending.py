"""Money that moves: knowing where it goes, and bringing more of it in."""

import re

from rein.coach.offline import words
from rein.coach.offline.cues import AFTER_WORK, BREAKFAST, DAYTIME, DINNER
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

_LEAKS = (
    (r"\bclothes\b|\bshoes\b|\bfashion\b|\bhandbags?\b|\bpurses?\b", "clothes and shoes"), (r"\beat\w* out\b|\brestaurants?\b|\btake-?(?:out|away)s?\b|\bfast food\b", "eating out"),
    (r"\bonline\b|\bamazon\b|\bebay\b", "online orders"), (r"\bstarbucks\b|\bcoffees?\b", "coffee on the way"), (r"\bmake-?up\b|\bcosmetics\b", "cosmetics"), (r"\b(?:video ?)?games?\b", "games"),
    (r"\bimpulse\b|\bstuff\b|\bthings i\b|\bjunk\b|\bshopping\b", "unplanned shopping"), (r"\bgroceries\b|\bfood\b", "food"),
)  # fmt: skip


def _budget_slots(person: Person) -> dict[str, str]:
    leak = next((name for expression, name in _LEAKS if re.search(expression, person.said)), "")
    return {"leak": leak or "forgotten purchases"}


BUDGET = Pattern(
    title="Know where the money goes",
    commit="live by a budget that I check every week",
    outcome="it is the end of the month, you know to the note what is left, and you buy the thing you want without a bad feeling",
    hurdle="not looking, because looking feels like being told off",
    gain="knowing what can be spent feels freer than guessing",
    strategy=(
        "Look first and cut later: a month of plain notes shows where the money goes without your wanting it to. Then give each pay its jobs on the day it comes, "
        "with one weekly amount for everything that changes, so that there is one number to watch."
    ),
    approach=(
        "First you only write down; then each pay gets its jobs, with the fixed costs apart and one weekly amount for the rest. {leak} gets a rule of its own. "
        "A week over the amount is not made up for: the next one begins fresh, and the amount is corrected when it was wrong."
    ),
    done="the weekly amount held in most weeks of the last month, by your own notes",
    metrics=(
        "What was left of the weekly amount, written down on the same day each week",
        "What went to {leak}, counted once a week",
    ),
    if_then=(
        ("I am about to pay for something unplanned", "write its name and price down and wait until tomorrow"),
        ("I am bored and open a shop on my phone", "close it and put the thing on the waiting list instead"),
        ("the weekly amount is gone", "cook from the cupboard, and begin anew on the first day of the next week"),
    ),
    obstacles=(
        (
            "Bills that come once a year",
            "Divide each by twelve and set that aside every month, under its own name.",
        ),
        (
            "Another person spends from the same account",
            "Sit down together once a week for a quarter of an hour, with the numbers and without the past.",
        ),
        ("Keeping notes gets tedious", "Note only what changes; pay that part in cash or from a second account."),
    ),
    phases=(
        Stretch(
            "Look",
            "Write everything down, and change nothing yet.",
            (
                "Note each expense on the day it happens; no judging.",
                "Take three months of statements and mark what comes back every month.",
                "Sort the week into needed, enjoyed and forgotten.",
                "Find the hour and the place in which most of the forgotten money goes.",
            ),
            (
                Do("Sit down with the week's receipts and sort them: needed, enjoyed, forgotten", DINNER, 1, 10, 30),
                Do("Write down what you spent today", DINNER, 5, 2, 5),
                Do("End one subscription or fee you do not use", DAYTIME, 1, 10, 20),
            ),
            ("One honest page", "A page shows what comes in, the fixed costs, and what the last weeks really cost"),
        ),
        Stretch(
            "Give every pay its jobs",
            "Decide on payday, not at the till.",
            (
                "Set one weekly amount for all that changes, a little above what you need.",
                "Give {leak} its own small amount, in cash if you can.",
                "Shop once, with a list, after a meal.",
                "Put a waiting list on the fridge: three nights before anything unplanned is bought.",
            ),
            (
                Do("Check the week against the plan, and give the next pay its jobs", DINNER, 1, 10, 30),
                Do("Write down what you spent today, and what is left of the week", DINNER, 4, 2, 5),
                Do("Plan the week's meals and shop from the list", DAYTIME, 1, 20, 45, weekend=True),
            ),
            ("The week has a number", "The weekly amount held in at least two weeks out of three"),
            share=4,
        ),
        Stretch(
            "Make it last",
            "Keep the one weekly look, and plan for costly months.",
            (
                "Correct the amount that is wrong every time, instead of trying harder.",
                "Move what is left at the end of the week to one thing you look forward to.",
                "Write the costs of the next three months into the calendar.",
                "Compare {leak} now with the very first page.",
            ),
            (
                Do("Check the week against the plan, and give the next pay its jobs", DINNER, 1, 10, 25),
                Do("Go through the waiting list: cross out what you no longer want", AFTER_WORK, 1, 5, 10),
                Do("Write the coming large costs into the calendar", DAYTIME, 1, 5, 15),
            ),
            ("A budget that lives", "A whole month went by the plan, corrections included"),
        ),
    ),
    slots=_budget_slots,
)


def _income_slots(person: Person) -> dict[str, str]:
    return {"sum": words.target(person.measure) or "more money"}


INCOME = Pattern(
    title="Earn {sum}",
    commit="bring in {sum} with work I can offer",
    outcome="someone pays you for a thing that cost you two evenings to offer, and asks when you have time again",
    hurdle="the search for the perfect idea, which feels like work and earns nothing",
    gain="a little more coming in changes more than any saving can",
    strategy=(
        "Three sources, in this order: more for the work you already do, then a small service for people you know, and only then something new. "
        "Ask early, because one real offer to one real person teaches more than weeks of planning."
    ),
    approach=(
        "First you list what people already ask you for, and what others pay for it; then you make small offers to real people and count answers, not ideas. "
        "What sells is repeated and priced better. What asks you for money first, or promises much for little work, is left alone."
    ),
    done="at least three people have paid, and you know what you can do again",
    metrics=(
        "Offers made, counted each week",
        "Money that came in and hours it took, in one line a week",
    ),
    if_then=(
        (
            "I am reading about how to earn money for longer than ten minutes",
            "close it and write one offer to one person",
        ),
        ("someone says no", "ask what would have made it a yes, and write the answer down"),
        ("someone asks what it costs", "say the number and then be silent"),
    ),
    obstacles=(
        (
            "Feeling not good enough to charge",
            "Do it once for someone you know, at half the price, and ask for a sentence you may show.",
        ),
        ("No time beside the job", "Fix two sittings a week, and offer only what fits into them."),
        (
            "Taxes and rules are unclear",
            "Look up what your country asks for before the first bill; one hour of advice is cheap.",
        ),
    ),
    phases=(
        Stretch(
            "Find what people pay for",
            "From what you can do to one offer in two sentences.",
            (
                "List ten things people have asked you to help with.",
                "Look up what others charge for three of them.",
                "Write one offer in two sentences: for whom, what, how much.",
                "Send it to three people you know, and ask them who needs it.",
            ),
            (
                Do("Write or improve one offer and send it to a real person", AFTER_WORK, 2, 15, 60),
                Do("Write down what came in, what it took, and the next three people to ask", DAYTIME, 1, 5, 15),
            ),
            ("The first answers", "Ten people have had an offer, and you know what they said"),
        ),
        Stretch(
            "Sell it, do it, ask again",
            "Do the first jobs well, and let them bring the next.",
            (
                "Do one job so well that they tell someone.",
                "Ask every customer for one sentence and one name.",
                "Raise the price for the next one, a little.",
                "At work: write down three results and ask for a talk about pay.",
            ),
            (
                Do("Do the paid work, or make three offers when there is none", AFTER_WORK, 3, 30, 120),
                Do("Ask someone for the next job, a recommendation, or better pay", DAYTIME, 1, 10, 30),
                Do("Write down money in, hours spent, and what to repeat", DINNER, 1, 5, 15),
            ),
            ("It has earned", "Money has come in at least three times, from more than one person"),
            share=4,
        ),
        Stretch(
            "Keep what works",
            "Drop what paid badly, and give the rest a fixed place.",
            (
                "Work out what each kind of job paid per hour, and drop the lowest.",
                "Turn the best one into a fixed offer with a fixed price.",
                "Set part of it aside for tax on the day it comes.",
                "Decide how many hours of it a good week holds.",
            ),
            (
                Do("Do the work that pays best", AFTER_WORK, 3, 30, 120),
                Do("Make two new offers of it", BREAKFAST, 2, 10, 20),
                Do("Write down money in, hours spent, and what to drop", DINNER, 1, 5, 15),
            ),
            ("A source of its own", "The last month brought money in every week, and you know what each hour paid"),
        ),
    ),
    slots=_income_slots,
)
