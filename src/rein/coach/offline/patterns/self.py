"""Oneself: faith, care for body and looks, new experiences."""

import re

from rein.coach.offline.cues import AFTER_WORK, BED, BREAKFAST, DAYTIME, DINNER, WAKE
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch
from rein.coach.offline.words import own

_TRADITIONS = (
    (
        r"\bqur['’]?an\b|\ballah\b|\bmosque\b|\bmuslim\b|\bramadan\b",
        ("the Quran", "the mosque", "Pray, and sit for a moment afterwards"),
    ),
    (
        r"\btorah\b|\bsynagogue\b|\bjewish\b|\bshabbat\b",
        ("the Torah", "the synagogue", "Pray, and sit for a moment afterwards"),
    ),
    (
        r"\bbuddh\w+|\bdharma\b|\btemple\b",
        ("a short text of your tradition", "your temple or group", "Sit in silence with your practice"),
    ),
    (
        r"\bbible\b|\bjesus\b|\bchrist\w*|\bchurch\b|\bscriptures?\b|\bgospel\b|\bthe lord\b|\bgod\b",
        ("the Bible", "church", "Pray in your own words, and listen for as long as you spoke"),
    ),
)


def _faith_slots(person: Person) -> dict[str, str]:
    other = ("a text of your tradition", "your community", "Pray or sit in silence, in your own way")
    text, house, pray = next((t for expression, t in _TRADITIONS if re.search(expression, person.said)), other)
    read = f"Read a few lines of {text} and stay with one of them"
    first, second = (
        (pray, read) if person.says(r"\bpray\w*") and not person.says(r"\bread\w*|\bbible\b") else (read, pray)
    )
    return {"text": text, "house": house, "pray": pray, "early": first, "late": second}


FAITH = Pattern(
    title="Make room for faith in the week",
    commit="make room for my faith, with a quiet time at a fixed hour",
    outcome="the day begins from a quiet place, and what you believe shows in how you treat people",
    hurdle="the day itself, which is loud and always asks first",
    gain="what matters most to them easily gets the time that is left over, which is none",
    strategy=(
        "Give it the first part of the day and a place of its own: a few lines of reading, then prayer. Then let it become a deed for somebody, "
        "because faith that is practised with others and for others stays alive."
    ),
    approach=(
        "A quiet time comes first, short and at the same hour, with {text} open where you left off. Then come other people: {house}, and one person to talk with honestly. "
        "Doubts and dry days belong to it; on those days the short form is enough."
    ),
    done="the quiet time kept on nearly every planned day, and one act for another person each week",
    metrics=(
        "Quiet times kept, a small mark in the margin or on a card",
        "Once a week, one line: what spoke to you, and whom you did something for",
    ),
    if_then=(
        ("I reach for the phone first thing", "put my hand on the book first and read one verse or line"),
        ("my prayer runs dry", "name three people and wish each of them one good thing"),
        ("I missed some days", "open at the mark and go on from there, and leave the gap as it is"),
    ),
    obstacles=(
        ("Mornings are a rush", "Lay the book where you drink your coffee, and begin with a single line."),
        (
            "Going alone to a service feels awkward",
            "Ask one person to meet you at the door, or try a small group first.",
        ),
        ("Doubts", "Write them down and take one to somebody whose faith you respect."),
    ),
    phases=(
        Stretch(
            "A quiet place",
            "Fix the hour, the chair and the book.",
            (
                "Choose where to begin in {text}, and put a mark there.",
                "Read slowly; stop at the line that holds you.",
                "Write one name on a card and keep that person in mind.",
                "Sit for a minute in silence when you have finished.",
            ),
            (
                Do("{early}", WAKE, 6, 5, 20),
                Do("{late}", BED, 6, 3, 15),
                Do("Write one line on what spoke to you this week", DAYTIME, 1, 5, 15, weekend=True),
            ),
            ("The quiet time has its hour", "The quiet time was kept on five of the last seven days"),
        ),
        Stretch(
            "Together",
            "Bring other people in.",
            (
                "Go to {house} this week, and stay for the conversation afterwards.",
                "Ask one person how they keep their faith in ordinary weeks.",
                "Read a passage with someone else and compare what you saw.",
                "Do one thing for a person who cannot return it.",
            ),
            (
                Do("Read a few lines of {text} and write down a question", WAKE, 6, 5, 25),
                Do("{pray}", BED, 6, 3, 15),
                Do("Meet others in your faith and stay to talk", DAYTIME, 1, 30, 120, weekend=True),
            ),
            ("You are not alone in it", "There is one person with whom you have spoken honestly about your faith"),
            share=4,
        ),
        Stretch(
            "Into the week",
            "Let it be seen in what you do.",
            (
                "Choose one value from your reading and one place to live it.",
                "Forgive one small thing, or ask to be forgiven.",
                "Give an hour to somebody who needs it.",
                "Read your weekly lines from the start and give thanks for one.",
            ),
            (
                Do("Read a few lines of {text} and choose how to live them today", WAKE, 6, 5, 30),
                Do("{pray}", BED, 6, 3, 20),
                Do("Do something for a person who did not ask", AFTER_WORK, 1, 15, 90),
            ),
            ("It has hands and feet", "One act for another person in the last seven days grew out of what you read"),
        ),
    ),
    slots=_faith_slots,
)

_CARE = (
    (r"\bskin\w*|\bmoisturi[sz]\w*|\bsunscreen\b|\bmake-?up\b|\bface\b|\bacne\b", "your skin", "Wash your face, put cream on and take your time", "sort the bathroom shelf and keep what you use"),
    (r"\bteeth\b|\bfloss\w*|\bdentist\b|\bbrush\w*", "your teeth", "Brush slowly and floss, tooth by tooth", "book the next visit to the dentist"),
    (r"\bhair\b|\bbeard\b", "your hair", "Look after your hair without hurry", "book a good cut or ask someone whose hair you like where they go"),
    (r"\bnails\b", "your nails", "Care for your hands: file, cream, rest", "put file and cream where you watch or read in the evening"),
    (r"\bdress\w*|\bwardrobe\b|\bclothes\b|\bstyle\b|\bwear\w*|\bfashion\b|\bheels\b", "what you wear", "Lay out tomorrow's outfit, down to the shoes", "try on one shelf of clothes and keep what you feel well in"),
    (r"\bdoctors?\b|\bhealth\b|\bcheck[- ]?ups?\b", "your health", "Do the one small thing that your body asked for today", "book the check-up you have been putting off"),
)  # fmt: skip


def _care_slots(person: Person) -> dict[str, str]:
    found = next((c[1:] for c in _CARE if re.search(c[0], person.said)), None)
    part, daily, project = found or (
        "yourself",
        "Do one thing that is good for you, and do it slowly",
        "book the appointment you keep putting off",
    )
    return {"part": part, "my_part": own(part), "daily": daily, "project": project}


SELFCARE = Pattern(
    title="Take good care of {part}",
    commit="take better care of {my_part}, at a fixed moment of the day",
    outcome="you catch sight of yourself in a window and think: I am looked after",
    hurdle="the feeling that everyone else has to come first",
    gain="small regular care makes them feel at home in themselves",
    strategy=(
        "Tie one small act of care to something you do anyway, with everything laid ready beside it. Little and regular wins, because what is done each day needs no grand occasion."
    ),
    approach=(
        "One small daily act for {part} comes first. Then you clear away what makes it hard, such as full shelves or missing appointments, and last you add one thing that is pure pleasure. "
        "It is about feeling well, and how you look to others may follow or not."
    ),
    done="the daily act done on nearly every planned day, and the postponed appointment or clear-out behind you",
    metrics=(
        "A stroke on the mirror or a card for each time you did it",
        "Once a week, how at home you feel in yourself, from 1 to 10",
    ),
    if_then=(
        ("I am too tired in the evening", "do the shortest version, sitting on the edge of the bath"),
        ("someone needs me just then", "tell them when I will be free, and finish"),
        (
            "I am tempted to buy something that promises a miracle",
            "write it on a list and look at the list after the weekend",
        ),
    ),
    obstacles=(
        ("It costs too much", "Use up what you have first; most of it is soap, water, sleep and a little time."),
        ("No time to yourself", "Lock the bathroom door for the length of two songs; it counts."),
        (
            "Comparing yourself with pictures",
            "Mute the accounts that leave you feeling smaller, and look at your own card of strokes.",
        ),
    ),
    phases=(
        Stretch(
            "One small act",
            "Hang it on something that happens every day.",
            (
                "Lay out tonight what you will need tomorrow.",
                "Do it slowly once this week, as if for someone you love.",
                "Do it at the same moment, even in its shortest form.",
                "Notice how you feel straight afterwards, and write one word.",
            ),
            (
                Do("{daily}", BED, 7, 3, 15),
                Do("Take the next step on one thing: {project}", DAYTIME, 1, 10, 30),
                Do("Do nothing useful, on purpose", AFTER_WORK, 2, 10, 30),
            ),
            ("It happens by itself", "There are strokes for five of the last seven days"),
        ),
        Stretch(
            "Clear the way",
            "Remove what makes it hard.",
            (
                "Throw out or give away what you never use.",
                "Make the appointment today, for the first free date.",
                "Put what you use most at the front.",
                "Ask someone at home to keep your time free, and name the hour.",
            ),
            (
                Do("{daily}", BED, 7, 3, 15),
                Do("Clear one shelf, drawer or date that stands in the way", DAYTIME, 1, 15, 60, weekend=True),
                Do("Do nothing useful, on purpose", AFTER_WORK, 2, 10, 40),
            ),
            ("The way is clear", "One shelf is cleared, and one postponed appointment stands in the calendar"),
            share=4,
        ),
        Stretch(
            "Add pleasure",
            "Keep the act, and let one thing be pure enjoyment.",
            (
                "Choose one treat that costs time and little money.",
                "Try one new thing, with the right to dislike it.",
                "Wear or use something that you were keeping for best.",
                "Pick the two habits you will still have in a year.",
            ),
            (
                Do("{daily}", BED, 7, 3, 20),
                Do("Enjoy your treat without a screen", DINNER, 1, 20, 90, weekend=True),
                Do("Prepare the coming week: {project}, or the next thing like it", DAYTIME, 1, 10, 30),
            ),
            ("Looked after", "In the last seven days the daily act took no deciding, and one hour was pure pleasure"),
        ),
    ),
    slots=_care_slots,
)

NEWTHINGS = Pattern(
    title="Try something new, again and again",
    commit="try new things on purpose, with a list and a fixed date for each",
    outcome="at the end of the year you have stories, and some of them begin with “I almost did not go”",
    hurdle="the pull of what is known and comfortable when the day comes",
    gain="new things make time feel longer and life feel wider",
    strategy=(
        "Write a list of things small and large, put one in the calendar with a date, and invite somebody. Deciding early matters, because on the day itself the sofa always has the better argument."
    ),
    approach=(
        "A list comes first, from things that cost nothing to the one that makes you swallow. You begin with small ones close to home, so that saying yes becomes easy, and keep a line and a picture of each. "
        "The larger ones are planned well ahead."
    ),
    done="the new things you dated are tried, each with one line and a verdict: again, or once was enough",
    metrics=(
        "New things tried, with date and a picture or a line",
        "How many of them you would do again",
    ),
    if_then=(
        (
            "the day comes and I want to stay at home",
            "go for the first quarter of an hour and leave if I still want to",
        ),
        ("someone suggests something I have never done", "say “when?” before I think of a reason against it"),
        ("nothing is in the calendar", "take the next thing on the list and give it a date before I sleep"),
    ),
    obstacles=(
        ("Money", "Sort the list by cost and do the free half first."),
        ("Nobody to go with", "Ask two people, and go alone if both are busy; alone you meet others more easily."),
        ("Fear of looking silly", "Tell them it is your first time; people are kind to beginners."),
    ),
    phases=(
        Stretch(
            "Make the list",
            "Collect, sort, and begin with the small ones.",
            (
                "Write twenty things; leave the sensible ones for later.",
                "Take another way home, another dish, another shelf in the library.",
                "Ask three people what you should try.",
                "Give three things from the list a date.",
            ),
            (
                Do("Try one small new thing", AFTER_WORK, 2, 15, 90),
                Do("Add to the list and give one thing a date", DAYTIME, 1, 10, 20),
                Do("Write a line about what you tried", DINNER, 2, 3, 10),
            ),
            ("The list lives", "Two small new things are done, and the next one has a date"),
        ),
        Stretch(
            "Say yes",
            "Let other people and other places in.",
            (
                "Say yes to an invitation that you would usually decline.",
                "Learn one thing from a person much older or younger.",
                "Go somewhere within an hour where you have never been.",
                "Do one thing that you would have to practise to be good at.",
            ),
            (
                Do("Do one new thing from the list, with someone if you can", DAYTIME, 1, 30, 240, weekend=True),
                Do("Try one small new thing", AFTER_WORK, 1, 15, 60),
                Do("Book or arrange the next one", DAYTIME, 1, 10, 20),
            ),
            ("Yes comes easier", "One new thing was done with other people, and written down"),
            share=4,
        ),
        Stretch(
            "The big one",
            "Do the thing that makes you swallow, and look back.",
            (
                "Choose the one thing you would tell your grandchildren.",
                "Break it down: what must be booked, learned or saved first?",
                "Do it, or do its first real step.",
                "Lay your lines side by side, and pick what stays in your life.",
            ),
            (
                Do("Prepare or do the big thing on your list", DAYTIME, 1, 30, 300, weekend=True),
                Do("Repeat one new thing that you loved", AFTER_WORK, 1, 20, 90),
                Do("Write a line, and put the next date in the calendar", BREAKFAST, 1, 5, 15),
            ),
            ("You went for it", "The big thing is done, or its first step that cannot be taken back"),
        ),
    ),
)
