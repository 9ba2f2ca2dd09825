"""Giving to others: time, money and things, small kindnesses."""

import re

from rein.coach.offline.cues import AFTER_WORK, BREAKFAST, DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

_CAUSES = (
    (r"\banimals?\b|\bdogs?\b|\bcats?\b|\bpets?\b|\banimal shelter\b", "animals", "animal shelters and rescue groups"),
    (r"\bhomeless\w*|\bsoup kitchen\b|\bshelter\b", "people without a home", "shelters and soup kitchens"),
    (r"\bfood bank\b|\bhunger\b|\bhungry\b|\bmeals on wheels\b", "people short of food", "food banks and meal services"),
    (r"\b(?:elderly|seniors?|old people|nursing home)\b", "older people", "care homes and visiting services"),
    (r"\bmentor\w*|\btutor\w*|\bcoach\w*|\byouth\b|\bteens?\b", "young people", "mentoring and tutoring programmes"),
    (r"\b(?:sick|hospitals?|cancer|patients)\b", "people who are ill", "hospitals and patients' associations"),
    (r"\bveterans?\b|\btroops\b|\bmilitary\b", "veterans", "veterans' associations"),
    (r"\b(?:environment|planet|recycl\w*|trees?|climate|earth|ocean|litter)\b", "the place you live in and its nature", "conservation and clean-up groups"),
    (r"\bchurch\b|\bparish\b|\bmosque\b|\bsynagogue\b", "your congregation", "the people who organise help in your congregation"),
    (r"\bschools?\b|\bpta\b|\bclassroom\b", "a school near you", "schools and reading programmes"),
    (r"\bchildren\b|\bkids\b|\borphan\w*", "children", "children's charities and after-school clubs"),
    (r"\brefugees?\b|\bimmigrants?\b", "people who are new here", "welcome groups and language cafés"),
)  # fmt: skip


def _cause_slots(person: Person) -> dict[str, str]:
    found = next(((who, where) for expression, who, where in _CAUSES if re.search(expression, person.said)), None)
    who, where = found or (
        "people near you",
        "your town's volunteer centre and two groups you have heard good things of",
    )
    return {"cause": who, "places": where}


VOLUNTEERING = Pattern(
    title="Give time to {cause}",
    commit="volunteer regularly, with one fixed shift that others can count on",
    outcome="somebody you help knows your name, and looks up when you come in",
    hurdle="waiting for a time when life is less full",
    gain="being needed somewhere beside work and home makes a life feel larger",
    strategy=(
        "Choose one place and one fixed shift, and try it before you promise more. A small regular promise is worth most to those you help, because they can plan with it."
    ),
    approach=(
        "First you ask and look: a few places, one trial shift. Then you take a fixed shift that fits an ordinary week, and later you take on something that nobody else does. "
        "Helping {cause} should leave you tired and glad; if it only leaves you tired, the shift gets smaller."
    ),
    done="a fixed shift that you keep, and people there who count on you",
    metrics=(
        "Shifts kept out of shifts promised",
        "After each shift one line: who was there, and what was a little better for it",
    ),
    if_then=(
        ("I hesitate to call", "send two sentences: who I am and when I have time"),
        ("the shift comes on a tiring day", "go, and tell them that I may leave early"),
        ("they ask for more than I can give", "say yes to what I promised, and that I will think about the rest"),
    ),
    obstacles=(
        ("Nobody answers", "Go in person at opening time, or ask a volunteer how they began."),
        ("It is not what you imagined", "Finish the trial, thank them and try the next place on the list."),
        ("Sad stories follow you home", "Talk with the coordinator after the shift, and walk home if you can."),
    ),
    phases=(
        Stretch(
            "Find the place",
            "Ask, visit, and try one shift.",
            (
                "Write down what you can do and when you are free.",
                "Look for {places}, and write to the nearest.",
                "Visit one place while it is busy and watch.",
                "Agree on a trial shift, with date and contact.",
            ),
            (
                Do("Write to or call one place that helps {cause}", LUNCH, 2, 10, 30),
                Do("Visit a place or do a trial shift", DAYTIME, 1, 45, 180, weekend=True),
                Do("Write one line on what you learned", DINNER, 1, 5, 10),
            ),
            ("A place is chosen", "You have spoken to someone there, and the first shift has a date"),
        ),
        Stretch(
            "Be reliable",
            "Keep one fixed shift until people count on it.",
            (
                "Put the shift in the calendar for as long as it shows.",
                "Learn three names, and use them.",
                "Ask what is needed most, and do that first.",
                "Do the dull task once without being asked.",
            ),
            (
                Do("Do your shift, and learn one name", DAYTIME, 1, 45, 240, weekend=True),
                Do("Prepare the shift: messages, lift, what to bring", LUNCH, 1, 5, 15),
                Do("Write one line on who was there and what was better for it", DINNER, 1, 5, 10),
            ),
            ("They count on you", "Every shift you promised was kept, or cancelled in good time"),
            share=4,
        ),
        Stretch(
            "Make a difference of your own",
            "Bring what only you can bring.",
            (
                "Ask which problem returns every week.",
                "Offer one thing you are good at, for a trial.",
                "Bring a friend along once.",
                "Decide with them what you can promise for the coming months.",
            ),
            (
                Do("Do your shift, and one thing beyond it", DAYTIME, 1, 45, 300, weekend=True),
                Do("Work on what you offered to bring", AFTER_WORK, 1, 15, 60),
                Do("Tell someone about it and invite them", LUNCH, 1, 5, 10),
            ),
            ("Part of it", "Your next shifts stand in their calendar, with your name on them"),
        ),
    ),
    slots=_cause_slots,
)

GIVING = Pattern(
    title="Give a little, regularly and on purpose",
    commit="give regularly to {cause}, in money, things or small kindnesses",
    outcome="giving has become an ordinary line in your week, and you know whom it reached",
    hurdle="the thought that a small gift changes nothing",
    gain="generous people feel richer, whatever they own",
    strategy=(
        "Decide once what you give and to whom, let it happen by itself, and add one small kindness that you do by hand. A decision made in advance is kinder than a mood, because moods depend on the day."
    ),
    approach=(
        "You choose one cause and look at where gifts go before anything leaves your hands. A small regular gift that you would not miss comes first, then things you no longer need, then your attention. "
        "Rent, food and debts come before any gift of money; time and things are gifts as well."
    ),
    done="a regular gift that runs by itself, and a list of small kindnesses that has grown every week",
    metrics=(
        "What was given, to whom, one line each, with nothing too small",
        "Once a month, one sentence on what your gift made possible, asked from those who use it",
    ),
    if_then=(
        ("I think that it is too little to matter", "give it all the same and write it on the list"),
        (
            "somebody asks me on the street or at the door",
            "be friendly, and give what I decided beforehand or look them up at home",
        ),
        ("I buy something new for myself", "choose one thing I no longer use and put it in the bag to give away"),
    ),
    obstacles=(
        ("Money is tight", "Give time, things, blood if your doctor allows it, or a good word in the right place."),
        ("Too many causes", "Choose one for this year, and wish the others well."),
        ("Doubt whether it arrives", "Read the last yearly report of the place, or give where you can see it."),
    ),
    phases=(
        Stretch(
            "Choose",
            "Decide what, how much and for whom.",
            (
                "Write down what moves you, and choose one cause.",
                "Compare two places that help {cause}: what do they do with a gift?",
                "Decide on what you can give without missing it.",
                "Do one kindness for a person who will never know.",
            ),
            (
                Do("Do one small kindness and write it on the list", BREAKFAST, 4, 3, 15),
                Do("Read up on one place that helps {cause}", LUNCH, 1, 10, 30),
                Do("Put things you no longer use into the bag to give away", DAYTIME, 1, 10, 30, weekend=True),
            ),
            ("It is decided", "Cause, place and gift are written down, and the first gift has gone out"),
        ),
        Stretch(
            "Let it run",
            "Make giving a thing that happens by itself.",
            (
                "Set up the regular gift, as small as you like.",
                "Take the bag to the place that needs it.",
                "Give someone your full attention for one conversation.",
                "Ask the place what they need besides money.",
            ),
            (
                Do("Do one small kindness and write it on the list", BREAKFAST, 5, 3, 15),
                Do("Bring, send or set up a gift for {cause}", DAYTIME, 1, 10, 60, weekend=True),
                Do("Thank someone who gave to you", DINNER, 1, 5, 15),
            ),
            ("It runs by itself", "The regular gift goes out without a reminder, and the list has grown every week"),
            share=4,
        ),
        Stretch(
            "Pass it on",
            "See what it does, and bring someone along.",
            (
                "Find out what became of one gift.",
                "Invite one person to give with you.",
                "Give once where it costs you something: your pride, your Saturday.",
                "Look at the list and decide what next year's gift will be.",
            ),
            (
                Do("Do one kindness that takes a little courage", BREAKFAST, 4, 5, 20),
                Do("Give an hour or a thing to {cause}", DAYTIME, 1, 15, 120, weekend=True),
                Do("Write one line on whom it reached", DINNER, 1, 5, 10),
            ),
            ("It has reached someone", "You can name one person or place for whom something is better than before"),
        ),
    ),
    slots=_cause_slots,
)
