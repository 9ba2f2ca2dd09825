"""A calmer and kinder mind: meditation and stress."""

import re

from rein.coach.offline.cues import AFTER_WORK, DAYTIME, DINNER, LUNCH, WAKE
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

MEDITATION = Pattern(
    title="Sit still for a few minutes, day after day",
    commit="meditate regularly, at one fixed moment of the day",
    outcome="something annoys you, and there is a breath between that and what you say",
    hurdle="the belief that a wandering mind means you are doing it wrong",
    gain="a few quiet minutes make the rest of the day less of a rush",
    strategy=(
        "Sit in the same place at the same moment of the day, and keep it so short that you cannot say no. Noticing that you wandered off is the "
        "exercise itself, because each return to the breath is one repetition."
    ),
    approach=(
        "The seat and the moment come first, the length later. You begin with a few breaths, add minutes only when sitting down has become easy, and then "
        "take the same attention into an ordinary part of the day. If sitting still brings up more than you want to meet alone, stop and talk to someone trained to help."
    ),
    done="a cross on the calendar for nearly every planned sitting",
    metrics=(
        "A cross on the calendar for each time you sat, however short",
        "Once a week, one line on a moment in which you paused before you answered",
    ),
    if_then=(
        ("I notice that my mind has wandered", "say “thinking” to myself and feel the next breath"),
        ("I think that I have no time today", "sit down anyway and take five slow breaths"),
        ("I missed yesterday", "sit today at the usual moment, for the usual time"),
    ),
    obstacles=(
        ("Falling asleep", "Sit on the front edge of a chair with your eyes half open, or move it to an earlier hour."),
        (
            "Noise and people at home",
            "Tell them when you sit, close one door, and let the noise be what you listen to.",
        ),
        (
            "It feels as if nothing happens",
            "Judge by the calendar, not by the sitting; look at the weekly line after a month.",
        ),
    ),
    phases=(
        Stretch(
            "Find the seat",
            "Tie sitting down to a moment that comes every day.",
            (
                "Choose one chair and one moment, and leave both as they are.",
                "Count breaths from one to ten; when you lose count, start at one.",
                "Stop when the timer rings, even if you would like to go on.",
                "Notice which part of the body tells you first that you are tense.",
            ),
            (
                Do("Sit on your chair and count your breaths", WAKE, 7, 3, 10),
                Do("Stop and take three slow breaths", LUNCH, 5, 1, 3),
                Do("Put the week's crosses on the calendar and write one line", DAYTIME, 1, 5, 10, weekend=True),
            ),
            ("The seat is yours", "You sat on five or more of the last seven days, with a cross for each"),
        ),
        Stretch(
            "Stay a little longer",
            "Let the sitting grow, and learn to come back gently.",
            (
                "Add one minute, and keep it for the whole week.",
                "When you come back to the breath, come back kindly.",
                "Sit once with sounds in place of the breath.",
                "Once this week, sit with someone or with a recorded voice.",
            ),
            (
                Do("Sit and follow your breath, returning each time you wander", WAKE, 7, 5, 20),
                Do("Walk slowly and feel each step", LUNCH, 3, 5, 15),
                Do("Write one line on a moment in which you paused", DINNER, 1, 3, 10),
            ),
            ("Coming back is easy", "You sat for the full time of the timer on five of the last seven days"),
            share=4,
        ),
        Stretch(
            "Take it with you",
            "Let the same attention reach the rest of the day, and keep the seat for good.",
            (
                "Choose one daily task, such as washing up, and do only that.",
                "Take one breath before you answer a message that annoys you.",
                "Decide on the shortest sitting that still counts on a bad day.",
                "Read your weekly lines from the beginning and mark what has changed.",
            ),
            (
                Do("Sit and follow your breath", WAKE, 7, 5, 30),
                Do("Do one ordinary task with your full attention", DINNER, 4, 5, 15),
                Do("Sit once for longer than usual", DAYTIME, 1, 15, 60, weekend=True),
            ),
            ("It belongs to the day", "In the last seven days you sat without having to be reminded"),
        ),
    ),
)

_PRESSURES = (
    (r"\bwork\w*|\bjob\b|\bboss\b|\boffice\b|\bdeadlines?\b", "work"),
    (r"\bmoney\b|\bdebts?\b|\bbills?\b|\brent\b", "money"),
    (r"\bexams?\b|\bschool\b|\bcollege\b|\bstud(?:y|ies)\b|\bgrades?\b", "your studies"),
    (r"\bfamily\b|\bkids?\b|\bchildren\b|\bmarriage\b", "family life"),
)


def _stress_slots(person: Person) -> dict[str, str]:
    pressure = next((name for expression, name in _PRESSURES if re.search(expression, person.said)), "")
    return {"pressure": pressure or "whatever presses on you"}


STRESS = Pattern(
    title="Worry less and rest more",
    commit="make my days calmer, with a worry list and a real break on fixed days",
    outcome="you close the door on the day and the evening is truly yours",
    hurdle="the feeling that you must keep thinking about it, or something will go wrong",
    gain="it is hard to enjoy anything while the head is still at the next thing",
    strategy=(
        "Give worry a place and an hour: write it down, choose one small step, and leave the rest on the paper until tomorrow. Then give the body a real break, "
        "because a calm body makes a calm head much easier than the other way round."
    ),
    approach=(
        "First the worries move from your head onto paper, at a fixed hour. Then breaks get a place in the day before you need them, and last you take one steady load off your week. "
        "If worry keeps you from sleeping, eating or working, or you dread most days, please talk to a doctor or a therapist as well: this plan is company, not care."
    ),
    done="the worry list and the breaks held through an ordinary week, with one load gone from it",
    metrics=(
        "Tension from 1 to 10, noted at the same hour each evening",
        "Breaks taken out of breaks planned, counted once a week",
    ),
    if_then=(
        ("a worry comes outside its hour", "write it on the list in five words and go back to what I was doing"),
        ("my shoulders are up at my ears", "breathe out slowly, longer than I breathe in, five times"),
        ("someone asks for one more thing", "say that I will look at my week and answer tomorrow"),
    ),
    obstacles=(
        ("Breaks feel like lost time", "Take the short ones for one week as a test, and compare the evening numbers."),
        (
            "The worries are about real problems",
            "Give each one a next step and a day; what has a day may leave your head.",
        ),
        (
            "Carrying it alone",
            "Tell one person what it is about; if it stays heavy, make an appointment with a doctor or therapist.",
        ),
    ),
    phases=(
        Stretch(
            "Put it on paper",
            "Get the worries out of the head and see which are real.",
            (
                "Write every worry down; no order, no solving.",
                "Mark what you can change with a dot and leave the rest unmarked.",
                "Choose one dot a day and give it one small step.",
                "Notice at what hour {pressure} weighs most.",
            ),
            (
                Do("Write your worries down and choose one small step", DINNER, 5, 5, 15),
                Do("Breathe out slowly and let your shoulders drop", LUNCH, 5, 2, 5),
                Do("Read the list once more and cross out what has passed", DAYTIME, 1, 5, 15, weekend=True),
            ),
            ("It is on paper", "The list has been written on at least four of the last seven days"),
        ),
        Stretch(
            "Breaks before you need them",
            "Put rest into the day like an appointment.",
            (
                "Block one break in the calendar and name it.",
                "Spend the break away from every screen.",
                "Move at an easy pace in one break and sit quietly in another.",
                "Protect one whole evening this week and plan something you like.",
            ),
            (
                Do("Take a break outdoors without the phone", LUNCH, 4, 10, 30),
                Do("Write your worries down and close the notebook", DINNER, 4, 5, 15),
                Do("Do one thing only because you enjoy it", AFTER_WORK, 2, 15, 60),
            ),
            (
                "Rest has a place",
                "Every break that stood in the calendar last week was taken or moved, none was dropped",
            ),
            share=4,
        ),
        Stretch(
            "Lighten the load",
            "Take something off the week, for good.",
            (
                "List what {pressure} asks of you, and mark what nobody would miss.",
                "Ask one person for help with one clear thing.",
                "Say no once, kindly and without a long reason.",
                "Compare this week's evening numbers with the first ones.",
            ),
            (
                Do("Work on the one change that takes a load off your week", DAYTIME, 2, 10, 40),
                Do("Take a break outdoors without the phone", LUNCH, 4, 10, 30),
                Do("Write the worries down and prepare tomorrow's first task", DINNER, 4, 5, 15),
            ),
            (
                "One load less",
                "One duty has been dropped, shared or moved, and the evening numbers are written beside it",
            ),
        ),
    ),
    slots=_stress_slots,
)
