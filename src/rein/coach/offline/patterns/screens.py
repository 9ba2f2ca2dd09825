"""Screens: less of them, and posting on purpose."""

import re

from rein.coach.offline.cues import AFTER_WORK, BED, DAYTIME, DINNER, LUNCH, WAKE
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch
from rein.coach.offline.words import own

_SCREENS = (
    (r"\btv\b|\btelevision\b|\bnetflix\b|\bepisodes?\b", "television", "the remote control", "Lay the remote control in a drawer, with the batteries beside it."),
    (r"\bvideo ?games?\b|\bgaming\b|\bxbox\b|\bplaystation\b|\bcandy crush\b", "gaming", "the controller", "Switch the console off at the plug and put the controller in a drawer."),
    (r"\bfacebook\b|\bfb\b", "Facebook", "the phone", "Take the app off your phone, and log out on the computer."),
    (r"\btwitter\b|\btweet\w*", "Twitter", "the phone", "Take the app off your phone, and log out on the computer."),
    (r"\binstagram\b|\binsta\b|\bselfies?\b", "Instagram", "the phone", "Take the app off your phone, and log out on the computer."),
    (r"\btik ?tok\b", "TikTok", "the phone", "Take the app off your phone."),
    (r"\bsnapchat\b", "Snapchat", "the phone", "Take the app off your home screen, and silence it."),
    (r"\btumblr\b|\bpinterest\b|\breddit\b|\bsocial media\b", "social media", "the phone", "Take the app off your phone, and log out on the computer."),
    (r"\byoutube\b", "YouTube", "the phone", "Take the app off your phone, and switch autoplay off."),
    (r"\btext(?:s|ing)?\b|\bphones?\b|\bi ?phone\b|\bcell\b", "your phone", "the phone", "Give the phone a place in another room, the same every time."),
    (r"\binternet\b|\bonline\b|\bcomputer\b", "the internet", "the computer", "Close the computer and leave it in another room."),
)  # fmt: skip


def _screen_slots(person: Person) -> dict[str, str]:
    default = ("screens", "the phone", "Give the phone a place in another room, the same every time.")
    thing, device, far = next((s[1:] for s in _SCREENS if re.search(s[0], person.said)), default)
    return {"thing": thing, "my_thing": own(thing), "device": device, "far": far}


SCREENTIME = Pattern(
    title="Less time with {thing}",
    commit="spend less time with {my_thing}, with fixed hours without it",
    outcome="an evening feels long again, and there is something in your hands that is not a screen",
    hurdle="a hand that moves before you have decided anything",
    gain="the hours come back, and with them sleep, talk and quiet",
    strategy=(
        "Make the screen harder to reach and something better easier: {device} goes out of sight, and what you want in its place lies ready. The hand reaches for what is near, because it hardly ever asks first."
    ),
    approach=(
        "You look at the true number first, then free one part of the day, and decide what goes into that space before it opens. Later you set the hours in which {thing} may be used and enjoy it then. "
        "The aim is choosing, and some of it may well stay."
    ),
    done="the free hours kept on most days, and a true weekly number well below the first one",
    metrics=(
        "The true time of the week, by the device's own report or your notes",
        "Free hours kept, one stroke each",
    ),
    if_then=(
        ("my hand goes to it without a reason", "put it back and look out of the window for three breaths"),
        ("I am bored or waiting", "take the book, the notebook or the person beside me"),
        ("I have lost an hour to it", "write down what I was looking for when I began, and stand up"),
    ),
    obstacles=(
        ("Needed for work or family", "Let named people ring through and silence the rest; answer at set times."),
        ("Fear of missing something", "Ask a friend to tell you the important things; look once a day, at a set hour."),
        ("Evenings feel empty at first", "Plan the first three of them with something for the hands or with company."),
    ),
    phases=(
        Stretch(
            "See the number, free one hour",
            "Learn the true time and make one hour free of it.",
            (
                "Write down the true number; say nothing bad about yourself.",
                "Choose the hour that would give you most back.",
                "{far}",
                "Lay out what you would rather do before the hour begins.",
            ),
            (
                Do("Put {device} away and do what you laid out instead", DINNER, 5, 10, 60),
                Do("Write the week's true number beside the last one", DAYTIME, 1, 3, 10, weekend=True),
                Do("Leave {device} alone until you have had breakfast", WAKE, 5, 5, 20),
            ),
            ("One hour is free", "The free hour was kept on four of the last seven days"),
        ),
        Stretch(
            "Set its hours",
            "Decide when {thing} may have you.",
            (
                "Choose the hours for it and write them where others see them.",
                "Switch off every notification that is not from a person you love.",
                "Meals belong to food and people this week.",
                "Let the bedroom be without it; an alarm clock is cheap.",
            ),
            (
                Do("Do something with your hands or with company, {device} out of reach", DINNER, 5, 15, 90),
                Do("Put {device} away for the night", BED, 6, 2, 10),
                Do("Write the week's true number and adjust the hours", DAYTIME, 1, 3, 10, weekend=True),
            ),
            ("It has its hours", "{thing} stayed within the hours you set on four of the last seven days"),
            share=4,
        ),
        Stretch(
            "Fill the space",
            "Let something better have grown there.",
            (
                "Plan one whole day without it, and tell people beforehand.",
                "Delete one account, channel or list you never miss.",
                "Invite somebody into the free time.",
                "Compare the first number with today's, and what you did with the difference.",
            ),
            (
                Do("Do what you love, {device} out of reach", DINNER, 5, 15, 120),
                Do("Spend a long stretch of the day without {thing}", DAYTIME, 1, 60, 300, weekend=True),
                Do("Put {device} away for the night", BED, 6, 2, 10),
            ),
            ("You choose", "In the last seven days you used {thing} when you had decided to, and the number shows it"),
        ),
    ),
    slots=_screen_slots,
)

POSTING = Pattern(
    title="Post regularly, something worth a look",
    commit="post regularly, from a small store of things made beforehand",
    outcome="people answer because you said something of your own, and there is always a next post ready",
    hurdle="the wish for every post to be perfect",
    gain="making things in public teaches fast and finds the people who care about the same",
    strategy=(
        "Make on one day and publish on others, from a list of ideas, always in the same few forms. A small stock keeps you regular, because you do not have to be inspired on the day."
    ),
    approach=(
        "You choose one place and one subject, then make a little ahead each week and publish at set times. Each month you look at what people answered to and do more of that. "
        "Time for making and time for scrolling are kept apart."
    ),
    done="a post on every planned day, and a stock of the next ones ready",
    metrics=("Posts published out of posts planned", "Real answers and conversations, counted once a week"),
    if_then=(
        ("I find a post not good enough", "give it one more pass and publish it"),
        ("I have published", "answer those who wrote, and then close the app"),
        ("a nasty remark comes", "leave it unanswered until the next day, or block it"),
    ),
    obstacles=(
        ("Nothing to say", "Show how you did something, what you learned this week, or what you got wrong."),
        ("Nobody reacts at first", "Write ten thoughtful replies to others for each post of your own."),
        ("It eats the day", "Use a timer and a computer; keep the app off the phone."),
    ),
    phases=(
        Stretch(
            "Choose and begin",
            "One place, one subject, one form.",
            (
                "Choose one place and one subject for now.",
                "Write down ideas without judging them until the page is full.",
                "Look at three people you like to read; what do they do each time?",
                "Publish something small before you feel ready.",
            ),
            (
                Do("Write or make one post and publish it", LUNCH, 2, 15, 60),
                Do("Reply thoughtfully to others in your field", AFTER_WORK, 2, 5, 20),
                Do("Add ideas to the list", DAYTIME, 1, 5, 15),
            ),
            (
                "You are out there",
                "The first planned posts are published, and the list holds enough for the next month",
            ),
        ),
        Stretch(
            "Work ahead",
            "Build a small stock and a steady beat.",
            (
                "Make several posts in one sitting.",
                "Fix days and hours, and keep to them.",
                "Ask your readers one honest question.",
                "Try one new form, and compare.",
            ),
            (
                Do("Make several posts ahead in one sitting", DAYTIME, 1, 30, 120, weekend=True),
                Do("Publish one post and answer those who wrote", LUNCH, 3, 5, 20),
                Do("Reply thoughtfully to others in your field", AFTER_WORK, 2, 5, 20),
            ),
            ("A stock in hand", "The posts of the coming week are ready before it begins"),
            share=4,
        ),
        Stretch(
            "Do more of what works",
            "Let the answers steer.",
            (
                "Find your three best posts; what do they share?",
                "Make something with another person.",
                "Collect the best into one longer piece.",
                "Decide how often you can go on with pleasure.",
            ),
            (
                Do("Make the next posts, more of what people answered to", DAYTIME, 1, 30, 150, weekend=True),
                Do("Publish one post and answer those who wrote", LUNCH, 3, 5, 20),
                Do("Read the numbers and write one lesson", DAYTIME, 1, 10, 20),
            ),
            (
                "A beat you can keep",
                "Every planned post of the last seven days went out, and you know which kind to repeat",
            ),
        ),
    ),
)
