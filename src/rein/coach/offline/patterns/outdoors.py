"""Out of doors: hikes, gardens, water, fresh air."""

import re

from rein.coach.domain import Training
from rein.coach.offline.cues import AFTER_WORK, DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

_OUTINGS = (
    (r"\bfish(?:ing)?\b", "fishing", "Look after tackle and knots outdoors", "Go fishing", "a day at the water written down, with the weather and the catch"),
    (r"\bkayak\w*|\bcanoe\w*|\bpaddl\w*|\bsail\w*", "time on the water", "Walk by the water and read wind and current", "Go out on the water, with a life jacket and company", "a trip on the water that you planned yourself"),
    (r"\bcamp(?:ing)?\b|\bbackpack\w*", "camping", "Walk outdoors and practise one camp skill", "Go on a day trip with the camping things, or camp overnight", "a night outdoors, and you would do it again"),
    (r"\bhik\w+|\bmountains?\b|\btrails?\b|\bnational parks?\b|\bpeaks?\b", "hiking", "Walk briskly with a small rucksack, hills if there are any", "Hike a trail, with map, water and an hour to turn back", "the trail you had dreamt of, walked in good weather and good spirits"),
    (r"\bbirds?\b|\bbird[- ]?watch\w*", "watching birds", "Walk slowly and listen for one bird you do not know", "Spend a longer time at a good place for birds", "a list of the birds you can now tell apart"),
    (r"\bdogs?\b", "long walks with the dog", "Walk the dog by a way that is new to both of you", "Take the dog somewhere far and green", "a map of walks that you both know"),
)  # fmt: skip


def _outdoor_slots(person: Person) -> dict[str, str]:
    default = (
        "time outdoors",
        "Go outside and stay out, whatever the weather",
        "Go somewhere green or wild for a longer time",
        "five places near home that you know in more than one kind of weather",
    )
    thing, short, long, result = next((o[1:] for o in _OUTINGS if re.search(o[0], person.said)), default)
    return {"thing": thing, "short": short, "long": long, "result": result}


OUTDOORS = Pattern(
    title="More of {thing}",
    commit="get outdoors more, for {thing}, on fixed days",
    outcome="you come home with cold cheeks and a quiet head, and sleep like a child",
    hurdle="the door, and what the weather looks like from inside",
    gain="a day with sky in it feels twice as long",
    strategy=(
        "Tie short times outdoors to days that come anyway, and put the longer ones in the calendar with a place and a companion. Clothes by the door decide it, because the way out is the hardest part of any outing."
    ),
    approach=(
        "Short times outdoors come first, close to home and in any weather that is safe. Then longer ones, each planned with a way, an hour to turn back and someone who knows where you are. "
        "Storm, ice and lightning are good reasons to stay in."
    ),
    done="{result}",
    metrics=(
        "Days with time outdoors, one stroke each",
        "Outings with place and date, and one thing you noticed",
    ),
    if_then=(
        ("it looks grey outside", "put on the jacket and stand outside the door for one minute before I decide"),
        ("a weekend has no plan", "take the nearest place on my list"),
        ("the weather turns while I am out", "go back the way I came"),
    ),
    obstacles=(
        ("Weather", "Good shoes and one dry jacket; and a list of places for rain, heat and wind."),
        (
            "No car and little time",
            "Draw a circle of half an hour round home on foot, bus or bicycle, and explore that first.",
        ),
        (
            "Nobody to go with",
            "Join a local group once, or go alone on a well-walked way and tell someone when you will be back.",
        ),
    ),
    phases=(
        Stretch(
            "Out of the door",
            "Make short times outdoors ordinary.",
            (
                "Hang jacket, shoes and bag by the door.",
                "Make a list of places: near, nearer, rain.",
                "Look at one thing long enough to draw it.",
                "Go at an hour when you are never out.",
            ),
            (
                Do("{short}", AFTER_WORK, 3, 10, 40),
                Do("{long}", DAYTIME, 1, 30, 120, Training.OTHER, weekend=True),
                Do("Choose the next place and check the weather", DINNER, 1, 5, 10),
            ),
            ("Out is ordinary", "You were outdoors on three of the last seven days, and one of them was not fine"),
        ),
        Stretch(
            "Further out",
            "Plan longer outings and learn what they need.",
            (
                "Choose a place that needs a map or a timetable.",
                "Pack the bag once properly and leave it packed.",
                "Learn one skill: map, knots, plants or clouds.",
                "Take someone who would not go alone.",
            ),
            (
                Do("{long}", DAYTIME, 1, 45, 300, Training.OTHER, weekend=True),
                Do("{short}", AFTER_WORK, 3, 10, 45),
                Do("Plan the next outing: way, weather, company", LUNCH, 1, 10, 20),
            ),
            ("A longer outing", "One longer outing went as planned, and its place and date are on your list"),
            share=4,
        ),
        Stretch(
            "The one you dreamt of",
            "Do the outing you will remember, and keep the rest going.",
            (
                "Fix the date, and a second one for bad weather.",
                "Rehearse with what you will wear and carry.",
                "Go slowly enough to notice things.",
                "Note what you would take along next time and what you would leave.",
            ),
            (
                Do("{long}", DAYTIME, 1, 60, 420, Training.OTHER, weekend=True),
                Do("{short}", AFTER_WORK, 3, 10, 45),
                Do("Prepare the outing you dream of", LUNCH, 1, 10, 30),
            ),
            ("There and back", "You can point to it: {result}"),
        ),
    ),
    slots=_outdoor_slots,
)

GARDEN = Pattern(
    title="Grow something, from seed to table or vase",
    commit="keep a garden or a few pots, with a short round on fixed days",
    outcome="you eat, smell or show something that would not exist without you",
    hurdle="the wish to start large, and a dry week when nobody looked",
    gain="hands in the soil quiet the head, and something is always about to open",
    strategy=(
        "Start with few plants, chosen for the light you have, and pass by them at the same hour so that you see trouble while it is small. Plants forgive a beginner who looks in often, because most harm is slow."
    ),
    approach=(
        "You look at light, soil and season first, then plant a little, and keep a short round of watering and looking. More beds or pots come only when the first ones thrive. "
        "What dies teaches the next sowing."
    ),
    done="something you sowed or planted is growing, and you know its name and its needs",
    metrics=(
        "Rounds through the garden, with one line on what is new",
        "What you sowed, when it came up, what became of it",
    ),
    if_then=(
        ("I come home on a hot day", "feel the soil with a finger before I do anything else, and water if it is dry"),
        ("I find eaten or yellow leaves", "take a picture, look it up and change one thing"),
        ("I am tempted to buy more plants", "finish the place for them first and then go back"),
    ),
    obstacles=(
        (
            "Little space or light",
            "Use a windowsill, a balcony or a share in a community garden; herbs and salad ask for little.",
        ),
        ("Holidays and busy weeks", "Ask a neighbour, mulch the soil and choose plants that can wait."),
        ("Something dies", "Write down what and why, as well as you can tell; every gardener has such a list."),
    ),
    phases=(
        Stretch(
            "Look and prepare",
            "Know your light, soil and season before anything is planted.",
            (
                "Watch for a day where the sun falls, hour by hour.",
                "Choose three plants that suit the place and the month.",
                "Ask a neighbour what grows well there and what never does.",
                "Prepare one bed or three pots; leave the rest.",
            ),
            (
                Do("Go round your garden or pots, look, and write one line", AFTER_WORK, 4, 5, 20),
                Do("Prepare soil, pots or seeds for the next step", DAYTIME, 1, 20, 150, weekend=True),
                Do("Read up on one plant", DINNER, 1, 10, 20),
            ),
            ("The place is ready", "The first bed or pots are ready, and three plants are chosen for their light"),
        ),
        Stretch(
            "Plant and look after",
            "Get the first plants in and keep looking.",
            (
                "Plant less than there is room for.",
                "Write name and date on a stick beside each.",
                "Water in the cool hours, slowly, at the foot.",
                "Pull the weeds while they are small enough for two fingers.",
            ),
            (
                Do("Go round, water where the soil is dry, and look under a few leaves", AFTER_WORK, 5, 5, 30),
                Do("Sow, plant or tend one bed or a few pots", DAYTIME, 1, 30, 180, weekend=True),
                Do("Ask or read about one thing you saw", DINNER, 1, 10, 20),
            ),
            ("It grows", "The first plants stand well, and you know what each of them needs"),
            share=4,
        ),
        Stretch(
            "Harvest and plan on",
            "Enjoy what there is, and use what you have learned.",
            (
                "Pick something and eat it or put it on the table the same day.",
                "Give something away: a bunch, a cutting, a jar.",
                "Take a picture from the same spot as in the beginning.",
                "Decide what you will sow next, what more of, and what never again.",
            ),
            (
                Do("Go round, pick what is ready, and look after the rest", AFTER_WORK, 5, 5, 30),
                Do("Work on one bed or a few pots, and get the next sowing ready", DAYTIME, 1, 30, 180, weekend=True),
                Do("Write down what worked and what you will change", DINNER, 1, 5, 15),
            ),
            (
                "A gardener's notes",
                "Something has been picked or is close to it, and the plan for the next sowing is written",
            ),
        ),
    ),
)
