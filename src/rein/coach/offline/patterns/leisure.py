"""Free time: travel and hobbies."""

import re

from rein.coach.offline.acts import acts
from rein.coach.offline.cues import AFTER_WORK, DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.phrases import GOES_TO
from rein.coach.offline.seeds import Do, Pattern, Stretch
from rein.coach.offline.words import lower, own

_WHERE = """
    Europe Asia Africa Australia America Antarctica Scandinavia England Scotland Wales Ireland France Spain Portugal Italy Germany Austria Switzerland
    Netherlands Belgium Denmark Norway Sweden Finland Iceland Poland Greece Turkey Croatia Russia Egypt Morocco Kenya Tanzania Israel Jordan India Nepal Thailand
    Vietnam Cambodia Indonesia Bali Japan China Korea Singapore Mexico Cuba Jamaica Brazil Argentina Peru Chile Colombia Canada Hawaii Alaska California Florida Texas
    London Paris Rome Venice Barcelona Berlin Amsterdam Prague Vienna Lisbon Dublin Edinburgh Istanbul Tokyo Sydney Boston Chicago Disneyland Disney
""".split()
_LONG_NAMES = {"new york": "New York", "nyc": "New York", "new zealand": "New Zealand", "south africa": "South Africa", "south america": "South America",
               "costa rica": "Costa Rica", "las vegas": "Las Vegas", "vegas": "Las Vegas", "los angeles": "Los Angeles", "grand canyon": "the Grand Canyon",
               "sri lanka": "Sri Lanka", "road trip": "the open road", "beach": "the sea"}  # fmt: skip


def _place(person: Person) -> str:
    long = next((name for key, name in _LONG_NAMES.items() if re.search(rf"\b{key}\b", person.said)), "")
    known = long or next((name for name in _WHERE if re.search(rf"\b{name.casefold()}\b", person.said)), "")
    named = GOES_TO.match(person.goal.statement) if person.quotes and not known else None
    return named[1] if named else known


def _travel_slots(person: Person) -> dict[str, str]:
    place = _place(person)
    return {"place": place or "the place you choose", "my_place": place or "places I have never seen"}


TRAVEL = Pattern(
    title="See more of the world",
    commit="travel to {my_place}, with dates in the calendar and the money put aside",
    outcome="you stand somewhere you had only seen in pictures, and it smells of something you could not have imagined",
    hurdle="the sentence “when there is less to do”, which has no date",
    gain="places far from home make people curious again, and grateful for home too",
    strategy=(
        "Dates first, then money, then the rest: a trip with a date gets planned, a trip without one stays a wish. Small trips near home count too, and they keep you in practice."
    ),
    approach=(
        "You choose where and when, put the dates where everyone involved can see them, and work backwards: leave, passport, money, bookings. "
        "While you wait for {place}, day trips close by keep the eye fresh. Nothing is booked before its money is there."
    ),
    done="the trip taken, or booked and paid with its dates in the calendar",
    metrics=(
        "Money in the travel pot, written down once a month",
        "Things crossed off the list: dates, leave, papers, bed, way there",
    ),
    if_then=(
        ("I think that now is not the time", "look at the calendar and move the dates instead of dropping them"),
        ("I am about to buy something I do not need", "move the same sum into the travel pot"),
        ("I am free on a weekend without plans", "take the first train or road to a place within an hour"),
    ),
    obstacles=(
        ("Money", "Travel in the quiet season, shorten the stay before you cancel, and fill the pot on payday."),
        ("No leave or nobody to go with", "Ask for the dates early; try one short trip alone, close to home."),
        ("Too many choices", "Give yourself three places and one evening, and take the one you would regret most."),
    ),
    phases=(
        Stretch(
            "Choose and date it",
            "Turn the wish into a place, a date and a sum.",
            (
                "Write three places and what you would do there on the first morning.",
                "Put dates in the calendar and tell one person.",
                "Work out the cost: way there, bed, food, and a little extra.",
                "Check what takes longest: passport, visa, leave.",
            ),
            (
                Do("Plan the trip: take the next open point on the list", DINNER, 2, 15, 60),
                Do("Put money into the travel pot and note the sum", DAYTIME, 1, 3, 10),
                Do("Explore a place near home that is new to you", DAYTIME, 1, 30, 240, weekend=True),
            ),
            ("It has a date", "Place, dates and cost are written down, and the dates are in the calendar"),
        ),
        Stretch(
            "Make it certain",
            "Book what must be booked, as the pot allows.",
            (
                "Ask for leave and fix who looks after things at home.",
                "Book the way there first; the rest follows.",
                "Talk to someone who has been there, and ask what they would skip.",
                "Learn five sentences of the language, or five stories of the place.",
            ),
            (
                Do("Plan the trip: book or arrange one thing", DINNER, 2, 15, 60),
                Do("Read or listen to something about {place}, or learn a few words", LUNCH, 2, 10, 30),
                Do("Put money into the travel pot and note the sum", DAYTIME, 1, 3, 10),
                Do("Explore a place near home that is new to you", DAYTIME, 1, 30, 300, weekend=True),
            ),
            ("It is certain", "The way there is booked and paid from the pot, or the day for booking is fixed"),
            share=4,
        ),
        Stretch(
            "Go, and bring something home",
            "Get ready lightly, leave room for chance, and keep what you saw.",
            (
                "Pack, then take a third out again.",
                "Leave one day empty on purpose.",
                "Write five lines each evening while you are away.",
                "Choose the next place while you still remember the last.",
            ),
            (
                Do("Get ready: papers, packing, the first day", DINNER, 2, 15, 60),
                Do("Put pictures and lines of your trips in order", DAYTIME, 1, 15, 60),
                Do("Travel, near or far, and look twice", DAYTIME, 1, 60, 480, weekend=True),
            ),
            ("You went", "There is a page with what you saw, or everything is packed and paid for the day you leave"),
        ),
    ),
    slots=_travel_slots,
)

_HOBBIES = (
    (r"\bphoto\w*|\bpictures\b|\bpics\b|\bcamera\b", "photography", "take pictures of one subject", "a small set of pictures you are proud of"),
    (r"\bpaint\w*", "painting", "paint one small picture", "a picture you would hang up"),
    (r"\bdraw\w*|\bsketch\w*|\bdoodl\w*", "drawing", "draw what is in front of you", "a full sketchbook page you like"),
    (r"\bknit\w*", "knitting", "knit a few rows", "a finished piece that someone wears"),
    (r"\bcrochet\w*", "crochet", "crochet a few rounds", "a finished piece that someone uses"),
    (r"\bsew\w*|\bquilt\w*", "sewing", "sew one seam or piece", "a finished piece that someone uses"),
    (r"\bwood ?work\w*|\bcarpent\w*", "woodwork", "work on one joint or part", "a finished object that is in use"),
    (r"\bboard games?\b|\bchess\b|\bpuzzles?\b|\blego\b", "games and puzzles", "play or build for pleasure", "an evening of it with others"),
    (r"\bmovies?\b|\bfilms?\b|\bcinema\b|\bepisodes?\b|\bseries\b", "films", "watch one film or episode with your full attention", "a list of what you saw, with a line on each"),
    (r"\bconcerts?\b|\bfestivals?\b|\blive music\b|\bgigs?\b|\bshows\b", "live music", "listen to an artist you might go and hear", "tickets used, with a line on each evening"),
    (r"\bdanc\w+", "dancing", "dance through two or three songs", "an evening on a dance floor"),
    (r"\bsing\w*", "singing", "sing through one song slowly", "one song sung for others"),
    (r"\bmusic\b|\bguitar\b|\bpiano\b|\binstrument\b", "music", "play one piece slowly", "one piece played for others"),
    (r"\bvideo ?gam\w+|\bgames?\b|\bgaming\b|\bplaystation\b|\bxbox\b", "games", "play for pleasure, with an end you have set", "one game finished and enjoyed"),
    (r"\bskat\w+", "skating", "skate and repeat one move", "one move that works nearly every time"),
    (r"\bcollect\w*", "your collection", "sort or study one piece", "the collection in an order you can show"),
    (r"\bcraft\w*|\bart\b|\bcreativ\w*", "making things", "make one small thing with your hands", "a finished thing that you give away or hang up"),
)  # fmt: skip


def _hobby_slots(person: Person) -> dict[str, str]:
    found = next((h[1:] for h in _HOBBIES if re.search(h[0], person.said)), None)
    if found is None:
        own_act = lower(acts(person).small) if person.phrase else "do one thing purely for the fun of it"
        found = "what you enjoy", own_act, "something finished or shared that you are glad of"
    hobby, do, result = found
    return {"hobby": hobby, "my_hobby": own(hobby), "do": do, "result": result}


HOBBY = Pattern(
    title="Make time for {hobby}",
    commit="make time for {my_hobby}, at fixed hours that are mine",
    outcome="you look up and an hour has gone, and you had forgotten to be tired",
    hurdle="the feeling that pleasure has to be earned by finishing everything else",
    gain="people come back from it rested, and often with a new friend",
    strategy=(
        "Keep the things you need in sight and ready, and give {hobby} a fixed hour like any appointment. Begin with short sessions and small pieces, because finishing something small makes you want the next."
    ),
    approach=(
        "First the hour and the place are made, so that starting takes no effort. Then come small pieces that get finished, and after that other people: a group, a course, an evening together. "
        "It may stay imperfect; it is for joy."
    ),
    done="{result}",
    metrics=("Hours you kept for it, one stroke each", "Pieces finished or shared, with date"),
    if_then=(
        ("the fixed hour comes and I am tired", "sit down with it for five minutes and then see"),
        ("I think that I am not good enough", "keep the worst piece in a folder and look at it in three months"),
        ("something else wants the hour", "move the hour to another day of the same week before I say yes"),
    ),
    obstacles=(
        ("It costs money", "Use what you have; borrow, share or buy used when you know that you will go on."),
        (
            "Everything has to be fetched and cleared away",
            "Keep one box or corner in which the work may stay as it is.",
        ),
        ("Screens win the evening", "Lay the work on the chair where you would sit with the phone."),
    ),
    phases=(
        Stretch(
            "Make it easy to begin",
            "Get the hour, the place and the tools ready.",
            (
                "Choose the hour that is yours, and say so at home.",
                "Put everything you need in one box or corner.",
                "Choose a piece so small that you can finish it this week.",
                "Stop while you still want to go on.",
            ),
            (
                Do("{do}", DINNER, 2, 15, 60),
                Do("Lay everything ready for the next time", DAYTIME, 1, 3, 10),
                Do("Look at or listen to something by a person who does it well", LUNCH, 1, 10, 30),
            ),
            ("The hour is yours", "In the last seven days the hour was kept at least once, and the things lie ready"),
        ),
        Stretch(
            "Finish small things",
            "Let one small piece after another be done.",
            (
                "Finish what you began before you begin the next.",
                "Learn one new trick and use it at once.",
                "Show a piece to someone who will be glad of it.",
                "Do it once in another place.",
            ),
            (
                Do("{do}", DINNER, 3, 15, 90),
                Do("Have one long session", DAYTIME, 1, 45, 180, weekend=True),
                Do("Learn one new trick", LUNCH, 1, 10, 30),
            ),
            ("Something is finished", "One piece or evening is done, and someone else has seen it or been there"),
            share=4,
        ),
        Stretch(
            "Share it",
            "Bring other people in, and choose what comes next.",
            (
                "Find a group, a course or one person who does it too.",
                "Choose a piece or an evening that you would be proud of.",
                "Give something away.",
                "Lay your first and latest side by side.",
            ),
            (
                Do("{do}", DINNER, 3, 15, 90),
                Do("Meet others who do it, or show them what you do", AFTER_WORK, 1, 30, 150, weekend=True),
                Do("Choose what comes next and lay it ready", DAYTIME, 1, 5, 15),
            ),
            ("Yours, and shared", "You can point to it: {result}"),
        ),
    ),
    slots=_hobby_slots,
)
