"""Order in the house and in the day."""

import re

from rein.coach.offline.cues import AFTER_WORK, BED, DAYTIME, DINNER, LUNCH, cue
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch
from rein.coach.offline.words import own

_PLACES = (
    (r"\be-?mails?\b|\binbox\b", "your inbox", "one sender or folder", "delete, answer or file", "unsubscribe from one newsletter"),
    (r"\bphotos?\b|\bpictures?\b", "your photos", "one month of pictures", "keep the best and delete the rest", "delete the day's pictures that did not work"),
    (r"\bclosets?\b|\bwardrobe\b|\bclothes\b", "your wardrobe", "one shelf or rail", "keep, give away or mend", "hang up what you wore"),
    (r"\bdesk\b|\boffice\b|\bpaperwork\b|\bpapers?\b|\bfiling\b", "your desk and papers", "one pile or drawer", "act, file or throw away", "clear the desk"),
    (r"\bgarage\b|\bbasement\b|\battic\b|\bshed\b", "the store room", "one box or corner", "keep, give away or throw away", "take one thing out of it"),
    (r"\bmy car\b", "your car", "one part of the car", "keep, carry in or throw away", "take out what you carried in"),
    (r"\bkitchen\b|\bdishes\b", "the kitchen", "one drawer or shelf", "keep, give away or throw away", "leave the sink and the worktop empty"),
    (r"\b(?:my|bed) ?room\b|\bmake my bed\b", "your room", "one drawer or corner", "keep, give away or throw away", "put the things on the floor and the chair where they live"),
    (r"\bcomputer\b|\bfiles\b|\bdesktop\b|\bdigital\b", "your files", "one folder", "keep, file or delete", "empty the desktop"),
)  # fmt: skip
_HOME = (
    "your home",
    "one drawer, shelf or corner",
    "keep, give away or throw away",
    "put ten things back where they live",
)


def _declutter_slots(person: Person) -> dict[str, str]:
    found = next((p[1:] for p in _PLACES if re.search(p[0], person.said)), _HOME)
    place, piece, sort, reset = found
    return {
        "place": place,
        "my_place": own(place),
        "piece": piece,
        "sort": sort,
        "reset": reset,
    }


DECLUTTER = Pattern(
    title="Clear out {place}, and keep it clear",
    commit="clear out {my_place}, one small piece at a time, and keep it that way",
    outcome="you find what you look for, and you would not mind if somebody came by right now",
    hurdle="the sight of all of it at once",
    gain="a clear place makes it easier to think, and to be at home",
    strategy=(
        "Take {piece} at a time and finish it, and keep a short round at the end of the day. Finished pieces stay finished, because everything left over has a home."
    ),
    approach=(
        "You begin where success shows at once and leave the things with memories for last. Each session ends with the outgoing things on their way and not in a new pile, "
        "and a short daily round keeps what is done."
    ),
    done="every part on the list cleared, and still clear after ordinary days",
    metrics=(
        "Parts crossed off the list of {place}",
        "A picture of the same spot, first day and today",
    ),
    if_then=(
        ("I do not know where to begin", "set a timer and do only {piece}"),
        (
            "I hold something for longer than a few breaths",
            "put it in the box marked “later” and write today's date on it",
        ),
        ("I want to bring something new in", "choose first what goes out for it"),
    ),
    obstacles=(
        ("“I might need it one day”", "Box it with a date; what you have not looked for by then may go."),
        ("Other people's things", "Clear only your own, and show the result; invite, do not sort for them."),
        ("It fills up again", "Do the short round before you sit down: {reset}."),
    ),
    phases=(
        Stretch(
            "Start where it shows",
            "Finish a few small parts and get the first bags out.",
            (
                "Write a list of the parts, smallest first, and take a picture.",
                "Clear what you see first when you come in or log in.",
                "Everything you keep gets a home, and you can say where it is.",
                "Take out what has to go on the same day.",
            ),
            (
                Do("Clear {piece}: {sort}", AFTER_WORK, 2, 10, 45),
                Do("Do the short round: {reset}", DINNER, 5, 5, 10),
                Do("Get rid of what has to go, and cross the part off the list", DAYTIME, 1, 10, 45, weekend=True),
            ),
            ("The first parts are clear", "Three parts are crossed off, and what had to go has gone"),
        ),
        Stretch(
            "Part by part",
            "Work through the list at a steady pace.",
            (
                "Take the part that annoys you most.",
                "Put together what belongs together before you judge it.",
                "Give one good thing to somebody who will use it.",
                "Ask what keeps coming back, and where its home should be.",
            ),
            (
                Do("Clear the next part on the list: {sort}", AFTER_WORK, 2, 15, 60),
                Do("Do the short round: {reset}", DINNER, 5, 5, 10),
                Do("Take on one large part from start to finish", DAYTIME, 1, 30, 150, weekend=True),
            ),
            ("More than half", "More than half of the list is crossed off, and the first parts are still clear"),
            share=4,
        ),
        Stretch(
            "Finish and keep",
            "Do the hard rest, and make order easy to keep.",
            (
                "Now the things with memories: keep what you would show someone.",
                "Open the “later” box; what you did not miss may go.",
                "Decide on one rule for what comes in.",
                "Take the picture again from the same spot.",
            ),
            (
                Do("Clear what is left on the list: {sort}", AFTER_WORK, 2, 10, 60),
                Do("Do the short round: {reset}", DINNER, 6, 5, 10),
                Do("Walk through everything once and mend what has slipped", DAYTIME, 1, 15, 60, weekend=True),
            ),
            ("It stays clear", "The picture from the same spot shows it, after a week of ordinary days"),
        ),
    ),
    slots=_declutter_slots,
)

_LATE = r"\bon[- ]time\b|\blate\b|\bpunctual\w*|\bearlier for\b|\btardy\b"
_PUT_OFF = r"\bprocrastinat\w*|\blast minute\b|\bput\w* (?:things |it )?off\b|\blaz(?:y|iness)\b|\bfollow through\b|\bwast\w+\b.{0,15}\btime\b|\bget (?:things|stuff|more) done\b|\bproductiv\w+|\bfocus\w*|\bfinish\w*"


def _time_slots(person: Person) -> dict[str, str]:
    if person.says(_LATE):
        return {
            "aim": "Arrive early and unhurried",
            "vow": "be on time, by planning when I leave and not when I arrive",
            "best": "you sit there with five minutes to spare, and nobody has to look at the clock",
            "snag": "the one more thing you squeeze in before you leave",
            "idea": "Plan backwards from the moment you have to leave, add a quarter of an hour, and lay everything by the door beforehand. People are late because they time the journey and forget the leaving.",
            "core": "Write down for each of tomorrow's appointments when you will leave, and set an alarm for it",
            "deep_cue": "when it is time to get ready to go out",
            "deep": "Get ready as if you had to leave a quarter of an hour earlier, and note the true time",
            "prep": "Put bag, keys and clothes by the door",
            "moment": "I want to do one more thing before I leave",
            "answer": "write it on a note, and go",
            "count": "Arrivals before the hour, out of all arrivals",
            "mark": "You were early for four of the last five appointments",
        }
    if person.says(_PUT_OFF):
        return {
            "aim": "Begin the important thing first",
            "vow": "begin the most important task first, at a fixed hour, before anything else can take its place",
            "best": "the thing that used to sit on your chest is done by noon, and the rest of the day is light",
            "snag": "a vague task and the small discomfort of beginning it",
            "idea": "Make the first step so small that it is silly not to take it, and take it at the same hour each day, with the phone in another room. Starting is the hard part, because the mind minds the idea of the work more than the work.",
            "core": "Write down tomorrow's most important task and its very first step",
            "deep_cue": cue(DAYTIME, person),
            "deep": "Work on the most important task, the phone in another room",
            "prep": "Open what the task needs, so that it is the first thing you see",
            "moment": "I notice that I am putting something off",
            "answer": "open it and work on it for two minutes, and then decide",
            "count": "Days on which the most important task was begun at its hour",
            "mark": "On four of the last five planned days you began at the hour you had set",
        }
    return {
        "aim": "Plan the day before it begins",
        "vow": "plan my days ahead, with one list, one calendar and a fixed hour for the important thing",
        "best": "you know in the morning what matters, and in the evening that it is done",
        "snag": "the rush of small things, which all look urgent",
        "idea": "Keep one calendar and one list, choose at most three things for a day, and give the most important one an hour of its own. What has an hour gets done, because the rest of the day cannot push it away.",
        "core": "Choose three things for tomorrow, and give the most important one an hour",
        "deep_cue": cue(DAYTIME, person),
        "deep": "Work on the most important of the three things, undisturbed",
        "prep": "Lay ready what the first task of tomorrow needs",
        "moment": "something new comes in while I work",
        "answer": "write it on the list and look at it when I have finished",
        "count": "Days on which the most important of the three things was done",
        "mark": "On four of the last five days the most important thing was done",
    }


PUNCTUALITY = Pattern(
    title="{aim}",
    commit="{vow}",
    outcome="{best}",
    hurdle="{snag}",
    gain="days that are chosen feel longer and leave room for people",
    strategy="{idea}",
    approach=(
        "You watch first where the time goes, without judging it. Then one fixed routine carries the day, and last you take on the places where it still slips. "
        "A day that went wrong is looked at once, for its cause, and then it is over."
    ),
    done="the routine kept on most planned days, and the count beside it",
    metrics=(
        "{count}",
        "Once a week, one line on what got in the way and what you changed",
    ),
    if_then=(
        ("{moment}", "{answer}"),
        ("the day falls apart", "choose the one thing that still counts, do that, and let the rest go"),
        ("somebody asks for my time", "look at the calendar before I answer"),
    ),
    obstacles=(
        (
            "Everything takes longer than you think",
            "Note how long it really took, and plan with that number from now on.",
        ),
        ("The phone", "It stays in another room or in the bag until the first task is done."),
        ("Too much for one day", "Move or drop something out loud: tell the person who waits for it, with a new date."),
    ),
    phases=(
        Stretch(
            "See where it goes",
            "Find the two or three places where the day leaks.",
            (
                "Note three times a day what you are doing; judge nothing.",
                "Guess how long things take, then write down how long they took.",
                "Put every appointment in one calendar and every task on one list.",
                "Find the one moment that decides whether the day goes well.",
            ),
            (
                Do("{core}", DINNER, 5, 4, 10),
                Do("{deep}", "{deep_cue}", 3, 10, 45),
                Do("{prep}", BED, 5, 3, 10),
                Do("Look at the week that was, and change one thing", DAYTIME, 1, 10, 20, weekend=True),
            ),
            ("You know your leaks", "The two places where most time goes are written down, with one change for each"),
        ),
        Stretch(
            "One routine that holds",
            "Let the same few moves carry every day.",
            (
                "Keep the routine even on a day with little in it.",
                "Leave a gap between two things; it will fill by itself.",
                "Put the hardest thing at your best hour.",
                "Do like with like: all calls, all errands, all mail.",
            ),
            (
                Do("{core}", DINNER, 5, 4, 12),
                Do("{deep}", "{deep_cue}", 4, 15, 60),
                Do("{prep}", BED, 5, 3, 10),
                Do("Clear the small things in one go", LUNCH, 2, 10, 30),
                Do("Look at the week that was and plan the next", DAYTIME, 1, 10, 25, weekend=True),
            ),
            ("The routine holds", "{mark}"),
            share=4,
        ),
        Stretch(
            "When it gets hard",
            "Make it hold in busy weeks too.",
            (
                "Plan the busiest week of the month on purpose.",
                "Say no to one thing that is not yours.",
                "Find the shortest version of it that does the job.",
                "Ask someone who waits for you often what has changed.",
            ),
            (
                Do("{core}", DINNER, 5, 4, 12),
                Do("{deep}", "{deep_cue}", 4, 15, 60),
                Do("{prep}", BED, 5, 3, 10),
                Do("Plan the next week, and drop one thing from it", DAYTIME, 1, 10, 25, weekend=True),
            ),
            ("It holds", "{mark}, and you know what to do on a day that falls apart"),
        ),
    ),
    slots=_time_slots,
)
