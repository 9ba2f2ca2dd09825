"""Running: from getting off the sofa to a marathon."""

import re

from rein.coach.domain import Training
from rein.coach.offline.cues import AFTER_WORK, DAYTIME, WAKE
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

_RACES = (
    (r"\bhalf[- ]?marathon|\b13\.1\b|\b21(?:\.1)? ?k", "a half marathon"),
    (r"\bultra\b|\bultra ?marathon", "an ultramarathon"),
    (r"\bmarathon|\b26\.2\b|\b42(?:\.2)? ?k", "a marathon"),
    (r"\b10 ?k(?:m|ilomet\w+)?\b", "10 km"),
    (r"\b5 ?k(?:m|ilomet\w+)?\b|\bparkrun|couch to", "5 km"),
)


def _slots(person: Person) -> dict[str, str]:
    race = next((name for expression, name in _RACES if re.search(expression, person.said)), "")
    return {
        "race": race or "a steady half hour",
        "run": f"run {race}" if race else "run for half an hour without stopping",
    }


RUNNING = Pattern(
    title="{run}",
    commit="{run}",
    outcome="you finish {race} with breath left to talk, and the next morning you would do it again",
    hurdle="the wish to run every run fast, and the sofa on a wet evening",
    gain="it clears the head, and every run shows plainly that yesterday's work counted",
    strategy=(
        "Run often, slowly and a little further; the long run carries the goal, the easy runs carry the long run. Slow enough to talk is the "
        "right speed, because it lets you come back the day after tomorrow."
    ),
    approach=(
        "Most of the running is slow enough to talk, one run grows long, and short strength work keeps legs and hips ready for it. The longest run "
        "moves up in small steps with lighter weeks between, since it is the sudden long run that injures people. Pain that changes how you step "
        "ends the session; if it stays, a doctor or physiotherapist comes before the next run."
    ),
    done="{race} run from start to finish without stopping",
    metrics=(
        "The longest run of the week written down, with how it felt from 1 to 10",
        "Every easy run slow enough to speak in full sentences",
    ),
    if_then=(
        (
            "it is raining or dark when my run is due",
            "put on the jacket that hangs by the door and run for ten minutes before I decide",
        ),
        ("I am out of breath within the first ten minutes", "walk for one minute and start again slower"),
        ("something hurts and changes the way I step", "stop, walk home and write down where it was"),
    ),
    obstacles=(
        (
            "A good day makes it tempting to go further than the table says",
            "Turn round at the planned time; put the spare energy into the next run.",
        ),
        (
            "Long days leave no hour for the long run",
            "Split nothing and chase nothing: run the short version and keep the long one for the next free day.",
        ),
        (
            "Two missed runs feel like the end of it",
            "The next run is simply the next one in the table; nothing is made up for.",
        ),
    ),
    phases=(
        Stretch(
            "Find the easy pace",
            "Make running a thing that happens on its days, so gently that the next one is welcome.",
            (
                "Run so slowly that you could tell a story on the way.",
                "Same hour, same door, same first street: let the route decide for you.",
                "Walk breaks are part of it; start each run with five minutes of walking.",
                "Write one line after each run: how long, how it felt.",
            ),
            (
                Do("Run easily, walking a minute whenever talking gets hard", WAKE, 2, 15, 40, Training.RUNNING),
                Do(
                    "Do the long run at a pace for talking, on flat ground",
                    DAYTIME,
                    1,
                    20,
                    120,
                    Training.RUNNING,
                    weekend=True,
                ),
                Do("Train legs and hips: squats, calf raises, side planks", AFTER_WORK, 2, 10, 25, Training.OTHER),
            ),
            ("Running has its days", "Every planned run of the last two weeks was started, each at a pace for talking"),
            load=(0.0, 0.25),
        ),
        Stretch(
            "Build the long run",
            "Let the longest run grow while the others stay easy.",
            (
                "The long run is the one that matters: protect its hour.",
                "Drink and eat as you would on the day of {race}, and note what sits well.",
                "Keep the first third of every run slower than feels right.",
                "Run once with company or a podcast, and notice if you speed up.",
            ),
            (
                Do(
                    "Do the long run, the first third slower than feels right",
                    DAYTIME,
                    1,
                    20,
                    120,
                    Training.RUNNING,
                    weekend=True,
                ),
                Do("Run easily on a route that needs no thinking", WAKE, 2, 15, 45, Training.RUNNING),
                Do(
                    "Train legs and hips: lunges, bridges, calf raises on one leg",
                    AFTER_WORK,
                    2,
                    10,
                    25,
                    Training.OTHER,
                ),
            ),
            ("The long run feels familiar", "The long run ended with enough breath to talk"),
            share=4,
            load=(0.25, 0.7),
        ),
        Stretch(
            "Practise the day",
            "Rehearse pace, shoes, food and start, so that nothing about {race} is new.",
            (
                "Wear the shoes and socks of the day on the long run.",
                "Run the last ten minutes of one easy run at the pace you hope to hold.",
                "Plan the way there: transport, start, where to leave your bag.",
                "Sleep is training now: lights out half an hour earlier.",
            ),
            (
                Do(
                    "Do the long run in the clothes and shoes of the day",
                    DAYTIME,
                    1,
                    20,
                    130,
                    Training.RUNNING,
                    weekend=True,
                ),
                Do("Run easily, the last ten minutes at the pace hoped for", WAKE, 2, 15, 50, Training.RUNNING),
                Do("Train legs and hips, lighter than before", AFTER_WORK, 1, 10, 20, Training.OTHER),
            ),
            ("A rehearsal in full", "One long run done with the food, shoes and starting hour of the day"),
            load=(0.7, 1.0),
        ),
        Stretch(
            "Arrive fresh",
            "Keep the legs moving, let the tiredness go, and do it.",
            (
                "One more long run as on the day itself; from here on rest does more than running.",
                "Nothing is gained by a hard run now; come to the start a little bored.",
                "Lay everything out the evening before and read your reason again.",
                "Start slower than everyone round you and pass them later; afterwards walk, eat, and write down what you would do the same.",
            ),
            (
                Do(
                    "Do the key run: begin slowly, finish with breath to talk",
                    DAYTIME,
                    1,
                    20,
                    130,
                    Training.RUNNING,
                    weekend=True,
                ),
                Do("Run easily and short, to keep the legs awake", WAKE, 2, 10, 30, Training.RUNNING),
            ),
            ("The day itself", "The distance is done, and the pace of the last part was no slower than the first"),
            share=1,
            load=(1.0, 0.9),
        ),
    ),
    slots=_slots,
)
