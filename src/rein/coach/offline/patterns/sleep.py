"""Sleep: enough of it, at regular hours."""

from rein.coach.offline.cues import BED, DAYTIME, DINNER, LUNCH, WAKE
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch


def _sleep_slots(person: Person) -> dict[str, str]:
    if person.works_nights:
        light = "Put on dark glasses on the way home and darken the bedroom"
        anchor = "the same hours of sleep after each kind of shift"
        morning = "Get into bright light and move a little"
    else:
        light = "Dim the lights and lay out what tomorrow needs"
        anchor = "the same hour of getting up, on weekends too"
        morning = "Open the curtains and stand in daylight"
    early = person.says(r"\b(?:wak\w+|get\w*) up\b|\bsnooz\w+|\bmorning person\b|\bearly riser\b|\b[4567] ?a\.?m\b")
    return {
        "aim": "Get up at my hour, rested" if early else "Sleep enough, at regular hours",
        "vow": "get up at the same hour, and go to bed early enough for it" if early else "sleep enough, by going to bed and getting up at regular hours",
        "best": "you are awake before the alarm, and the morning is long and quiet" if early else "you wake and lie still for a moment, because you are simply rested",
        "snag": "the snooze button and the late evening before it" if early else "the last quiet hour of the day, which feels like the only one that is yours",
        "light": light,
        "anchor": anchor,
        "morning": morning,
        "count": "Mornings on which you got up at your hour, one stroke each" if early else "Nights with lights out at your hour, one stroke each",
    }  # fmt: skip


SLEEP = Pattern(
    title="{aim}",
    commit="{vow}",
    outcome="{best}",
    hurdle="{snag}",
    gain="after enough sleep nearly everything else is easier: work, patience, appetite, learning",
    strategy=(
        "Fix the hour you get up and let bedtime follow, with light in the morning and less of it in the evening. Sleep cannot be forced, but its hours can be kept, and the body learns them within a few weeks."
    ),
    approach=(
        "It starts with {anchor}, then comes a closing hour without screens, and bedtime moves earlier in steps of a quarter of an hour. If you lie awake, get up and read something dull until you are sleepy. "
        "Loud snoring, gasping, or poor sleep that goes on for months belongs to a doctor."
    ),
    done="your hours kept on most days, and mornings that begin rested",
    metrics=(
        "{count}",
        "How rested you are at noon, from 1 to 10",
    ),
    if_then=(
        (
            "it is time to close the day and I want one more episode or page",
            "stop in the middle and put the device out of the room",
        ),
        ("I have lain awake for what feels like twenty minutes", "get up, sit in dim light and read something dull"),
        ("thoughts go round in bed", "write them on the pad beside it and leave them for tomorrow"),
    ),
    obstacles=(
        ("The phone in bed", "Charge it in another room; an alarm clock costs less than a book."),
        (
            "Coffee, alcohol and late meals",
            "Keep coffee to the first half of the day, and see what an evening without alcohol does.",
        ),
        (
            "Children, shifts or noise",
            "Protect the hour of getting up and take a short rest early in the day; trade nights with somebody if you can.",
        ),
    ),
    phases=(
        Stretch(
            "Fix the anchor",
            "Get up at one hour and give the day its light.",
            (
                "Choose the hour you can keep on every day, and set one alarm.",
                "Put the alarm where you have to stand up for it.",
                "Write down when you lay down, when you got up and how rested you were.",
                "Get bright light before you look at a screen.",
            ),
            (
                Do("{morning}", WAKE, 7, 3, 10),
                Do("{light}", BED, 6, 5, 20),
                Do("Read the week's notes and choose one change", DAYTIME, 1, 5, 10),
            ),
            ("The anchor holds", "You got up at your hour on five of the last seven days"),
        ),
        Stretch(
            "Close the day",
            "Give the evening an end, and let bedtime come earlier.",
            (
                "Choose the hour at which screens go to sleep, and tell the others.",
                "Make the room dark, cool and quiet; cover the small lights.",
                "Move lights-out a quarter of an hour earlier.",
                "Do the same three things in the same order before bed.",
            ),
            (
                Do("Close the day: screens away, light low, something quiet", BED, 6, 10, 30),
                Do("{morning}", WAKE, 7, 3, 10),
                Do("Write down what is still on your mind and one step for tomorrow", DINNER, 5, 3, 10),
                Do("Move outdoors in daylight", LUNCH, 3, 10, 30),
            ),
            ("The day has an end", "Lights were out at your hour on five of the last seven days"),
            share=4,
        ),
        Stretch(
            "Keep it in real life",
            "Hold the hours through weekends, guests and stress.",
            (
                "Plan for the late evening: the next morning keeps its hour, give or take one.",
                "Find the one thing that helped most, and guard it.",
                "Take a short rest early in the day when you need one, before mid-afternoon.",
                "Compare your noon numbers with the first ones.",
            ),
            (
                Do("Close the day: screens away, light low, something quiet", BED, 7, 10, 40),
                Do("{morning}", WAKE, 7, 3, 10),
                Do("Look at the week's notes and plan for the evening that will be late", DAYTIME, 1, 5, 10),
            ),
            (
                "Rested",
                "On five of the last seven days you kept your hours, and noon was better than in the first notes",
            ),
        ),
    ),
    slots=_sleep_slots,
)
