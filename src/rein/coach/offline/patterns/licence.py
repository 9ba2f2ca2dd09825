"""The driving licence: papers, theory, lessons, test."""

from rein.coach.offline.cues import AFTER_WORK, BED, BREAKFAST, DAYTIME, LUNCH
from rein.coach.offline.seeds import Do, Pattern, Stretch

DRIVING = Pattern(
    title="Get the driving licence",
    commit="get my driving licence, theory first and then one lesson after the other",
    outcome="you take the keys from the hook, and nobody has to come with you",
    hurdle="the first lessons, in which everything happens at once, and the thought of the examiner",
    gain="it makes distances short and plans free of timetables",
    strategy=(
        "Do the papers and the theory early, since they wait for nobody, and take lessons close together: two a week teach more than the same number over a year. "
        "After each lesson write down the one thing to practise next, and ask your instructor when you are ready, not your fear."
    ),
    approach=(
        "First come the papers, the driving school and the theory questions, a few every day. Then lessons at a steady pace, each followed by a note. "
        "Last you rehearse the test itself with your instructor: the roads, the commands, the calm voice."
    ),
    done="the test passed, and the licence in your wallet",
    metrics=(
        "Theory questions answered right in a whole mock test",
        "Lessons taken, each with one line on what to practise next",
    ),
    if_then=(
        ("I sit down to the theory questions", "answer ten before I look anything up, and read only what I got wrong"),
        ("something goes wrong in a lesson", "ask to do the same thing again at once, slower"),
        ("I am nervous before a lesson or the test", "breathe out slowly three times and say aloud what I do first"),
    ),
    obstacles=(
        (
            "It costs a lot",
            "Ask two schools for all fees in writing, and fill a separate pot before each block of lessons.",
        ),
        (
            "No lesson is free for weeks",
            "Book six dates in advance, at the same hour; ask to be called when someone cancels.",
        ),
        (
            "The test was failed",
            "Ask what decided it, take two lessons on just that, and book the next date the same day.",
        ),
    ),
    phases=(
        Stretch(
            "Papers and first questions",
            "Get everything going that has a waiting time.",
            (
                "Ask two driving schools for prices, dates and what papers they need.",
                "Do the papers in one go: photo, eye test, first-aid course, application, whatever your place asks for.",
                "Install the official theory questions and do one mock test, unprepared.",
                "Book the first lessons, two a week at the same hours.",
            ),
            (
                Do("Answer theory questions, and read only what you got wrong", BREAKFAST, 5, 10, 20),
                Do(
                    "Do one step of the papers: ask a driving school, make the appointment, send the form",
                    LUNCH,
                    2,
                    10,
                    25,
                ),
            ),
            (
                "Signed up",
                "You are signed up at a driving school, the papers are handed in, and the first lesson has a date",
            ),
        ),
        Stretch(
            "Lesson by lesson",
            "Let driving become ordinary.",
            (
                "Ask for the same manoeuvre three times rather than three different ones.",
                "Sit beside somebody who drives well, and say aloud what you would do next.",
                "Take the theory test as soon as two mock tests in a row are passed.",
                "Drive once in rain, once in the dark and once on a fast road.",
            ),
            (
                Do("Take a driving lesson, and write down the one thing to practise next", AFTER_WORK, 2, 45, 90),
                Do("Answer theory questions, the old mistakes first", BREAKFAST, 4, 10, 15),
                Do("Go through the last lesson in your mind, mirror by mirror", BED, 2, 3, 5),
            ),
            (
                "Theory behind you",
                "The theory test is passed, and your instructor helps less than in the first lessons",
            ),
            share=4,
        ),
        Stretch(
            "Ready for the test",
            "Make the day itself the least new thing about it.",
            (
                "Ask your instructor what would fail you today, and practise only that.",
                "Drive a whole mock test with the commands of the examiner.",
                "Know the way there, the papers and the hour; sleep before it.",
                "Whatever comes out: write down what decided it, and the next step.",
            ),
            (
                Do("Take a driving lesson as a mock test, commands included", AFTER_WORK, 2, 45, 90),
                Do("Drive the hardest spots of the area in your mind, or from the passenger seat", DAYTIME, 1, 10, 30),
            ),
            ("The test", "The test is taken; passed, or its next date booked with two lessons on what decided it"),
        ),
    ),
)
