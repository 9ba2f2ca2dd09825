"""Study and writing: exams, certificates and grades; books, blogs and journals."""

import re

from rein.coach.offline.cues import AFTER_WORK, BED, BREAKFAST, DAYTIME, DINNER, WAKE
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch


def _exam_slots(person: Person) -> dict[str, str]:
    kinds = (
        (r"\bbar exam\b", "the bar exam"), (r"\bcpa\b", "the CPA exam"), (r"\bpmp\b", "the PMP exam"),
        (r"\baws\b", "the AWS certificate"), (r"\b(?:sat|act)s?\b(?= (?:score|exam|test|prep))", "the test"), (r"\bthesis\b", "the thesis"), (r"\bdissertation\b", "the dissertation"),
        (r"\bgrades?\b|\bg\.?p\.?a\b|\bhonou?r roll\b|\bstraight a", "better grades"), (r"\bcertif\w+", "the certificate"), (r"\bexams?\b", "the exam"), (r"\bfinals\b", "the finals"), (r"\bclass(?:es)?\b|\bcourses?\b", "the course"),
        (r"\bmasters?\b|\bphd\b|\bdegree\b|\bgraduat\w+|\bcollege\b|\buniversity\b|\bdiploma\b", "the degree"),
    )  # fmt: skip
    said = person.goal.statement.casefold()
    return {"exam": next((name for expression, name in kinds if re.search(expression, said)), "the course")}


EXAM = Pattern(
    title="Study for {exam}, question by question",
    commit="study steadily for {exam}, in sessions that have a fixed place in my week",
    outcome="you turn the page over, and it is a question you have answered before",
    hurdle="rereading and marking, which feel like learning and leave little behind",
    gain="it opens a door that stays open",
    strategy=(
        "Answer questions instead of rereading: close the book, write down what you know, then look. Spread each topic over several days, and practise under the conditions of the day itself, "
        "because what is pulled out of memory stays, and what is only looked at goes."
    ),
    approach=(
        "First all topics stand on one page with a colour for how well you know them, then they are worked through weakest first with practice questions, and old topics come back every week. "
        "The last stretch is rehearsal: whole tasks, on the clock, and enough sleep. Mistakes go into a list, which is what you study from."
    ),
    done="every topic answered from memory, and a whole rehearsal passed with something to spare",
    metrics=(
        "Practice questions answered without looking, and the share that was right",
        "Topics in green on the page of all topics",
    ),
    if_then=(
        ("I sit down to study", "put the phone in another room and answer one question before I open the book"),
        ("I do not understand something after ten minutes", "write the question down exactly, and ask a person today"),
        ("I am behind the plan", "drop the topic that counts least, and go on with today's"),
    ),
    obstacles=(
        ("Too much to learn", "Look at old tasks: a third of the topics makes up most of the questions. Begin there."),
        ("Tired after the day", "Study before it, or do twenty minutes of questions only: they keep you awake."),
        (
            "Fear of the day itself",
            "Rehearse it: the room, the clock, the first minute. Most of the fear is of what is new.",
        ),
    ),
    phases=(
        Stretch(
            "See it all",
            "Know what is asked, and where you stand.",
            (
                "Write all topics on one page and colour them: green, yellow, red.",
                "Do one old task at once, unprepared, to see what is really asked.",
                "Ask somebody who has done it what they would leave out.",
                "Fix the hours and the place, and tell the people you live with.",
            ),
            (
                Do(
                    "Study one topic you do not know yet: read a little, close the book, write down what stayed",
                    AFTER_WORK,
                    4,
                    20,
                    75,
                ),
                Do(
                    "Write all topics on one page, colour them green, yellow or red, and choose next week's",
                    DAYTIME,
                    1,
                    5,
                    15,
                ),
            ),
            ("A map in three colours", "Every topic is on the page with its colour, and one old task has been done"),
        ),
        Stretch(
            "Question by question",
            "Turn red into green, weakest first.",
            (
                "Begin each session with three questions from last week.",
                "Explain one topic aloud to someone who does not know it.",
                "Write each mistake down with the reason, not only with the right answer.",
                "Mix topics within a session; it feels harder and it holds better.",
            ),
            (
                Do(
                    "Answer practice questions on the weakest topic, then look up what was wrong", AFTER_WORK, 4, 25, 90
                ),
                Do("Go through the list of mistakes with the answers covered", BREAKFAST, 3, 5, 15),
                Do("Do part of an old task against the clock", DAYTIME, 1, 20, 90, weekend=True),
            ),
            ("More green than red", "Two thirds of the topics are green, each from memory"),
            share=4,
        ),
        Stretch(
            "Rehearse",
            "Make the day itself the least new thing about it.",
            (
                "Do a whole task on the clock, at the hour of the real one.",
                "Study only from the list of mistakes.",
                "Prepare the day: way there, papers, food, clothes.",
                "Stop early the evening before; sleep does the last of the learning.",
            ),
            (
                Do(
                    "Do a whole or half task as on the day, and go through it afterwards",
                    DAYTIME,
                    1,
                    40,
                    180,
                    weekend=True,
                ),
                Do("Go through the list of mistakes with the answers covered", AFTER_WORK, 4, 15, 60),
            ),
            ("Ready", "Two rehearsals in a row were passed with something to spare"),
            share=2,
        ),
    ),
    slots=_exam_slots,
)


def _writing_slots(person: Person) -> dict[str, str]:
    kinds = (
        (r"\bnovel\b|\bnanowrimo\b", "the novel", "a scene"), (r"\bmemoir\b", "the memoir", "a scene"), (r"\bshort stor(?:y|ies)\b|\bstor(?:y|ies)\b", "the story", "a scene"), (r"\bbook\b|\bmanuscript\b", "the book", "a passage"),
        (r"\bscreenplay\b|\bscript\b", "the screenplay", "a scene"), (r"\bblog\w*", "the blog", "a post"), (r"\bpoe(?:ms?|try)\b", "the poems", "a few lines"), (r"\bsongs?\b|\blyrics\b", "the songs", "a verse"),
        (r"\bjournal\w*|\bdiary\b", "the journal", "half a page"), (r"\bletters?\b", "the letters", "a letter"),
    )  # fmt: skip
    for expression, name, piece in kinds:
        if re.search(expression, person.goal.statement.casefold()):
            return {"work": name, "piece": piece}
    return {"work": "the text", "piece": "half a page"}


WRITING = Pattern(
    title="Write regularly, badly at first",
    commit="write regularly, {piece} at a time",
    outcome="you read an old page, and think for a moment that somebody else wrote it",
    hurdle="the wish that the first sentence should already be good",
    gain="writing makes it plain what one thinks, and leaves something that stays",
    strategy=(
        "Keep writing and mending apart: in one sitting you only add, in another you only cut. Stop while you still know what comes next and leave one line about it, "
        "because a known beginning is worth more than an hour of mood."
    ),
    approach=(
        "First writing gets a fixed place in the day and a small amount that is always enough. Then the pages pile up without looking back, and in the last stretch they are mended and shown to someone. "
        "Bad pages count in full: nothing else can be made into good ones."
    ),
    done="something finished from beginning to end, and read by at least one person",
    metrics=(
        "Days with new lines, one cross each",
        "Pages or posts finished, counted on the last day of the month",
    ),
    if_then=(
        ("I do not know how to begin", "write down what I see from here, for three minutes, and go on from there"),
        ("I want to mend yesterday's page", "put a mark in the margin and write one new line"),
        ("the hour is lost", "write three sentences by hand before I go to sleep"),
    ),
    obstacles=(
        ("Waiting for the right mood", "Same place, same hour, same drink: let the place bring the mood."),
        ("Nobody will want to read it", "Write it to one person whose name you know."),
        (
            "Research instead of writing",
            "Put a mark where something is missing, and go on; look it up in the mending hour.",
        ),
    ),
    phases=(
        Stretch(
            "A place and a small amount",
            "Make beginning easy and certain.",
            (
                "Choose the place, the hour and the notebook or file, and change none of them.",
                "Three sentences are enough; more is a present.",
                "Stop while you know what comes next, and leave a line about it.",
                "Do not read back further than the last paragraph.",
            ),
            (
                Do("Write {piece} of new text, without mending", WAKE, 5, 10, 45),
                Do("Note what {work} needs next, in one line for each sitting", DAYTIME, 1, 5, 15),
            ),
            ("The hour is taken", "New lines on at least four days of the week, two weeks running"),
        ),
        Stretch(
            "Pile up pages",
            "Go forward, and leave the mending for later.",
            (
                "Write the part you look forward to most, wherever it belongs.",
                "Write one bad page on purpose, as fast as you can.",
                "Read one page aloud to yourself, and mark only where you stumble.",
                "Tell someone what {work} is about, in two sentences.",
            ),
            (
                Do("Write {piece} of new text, without mending", WAKE, 5, 15, 60),
                Do("Take a long sitting with {work}", DAYTIME, 1, 30, 150, weekend=True),
                Do("Read something good in the same form, and copy out one sentence", BED, 2, 10, 20),
            ),
            ("Enough to work with", "There is a pile of pages or posts, and the last of them has been begun"),
            share=4,
        ),
        Stretch(
            "Mend and show",
            "Finish it, and let someone read it.",
            (
                "Cut the first paragraph, and see whether it is missed.",
                "Read it aloud from start to end, with a pencil.",
                "Give it to one kind reader, with one question.",
                "Declare it finished, and write down what comes next.",
            ),
            (
                Do("Mend {work}: cut, join, read aloud", AFTER_WORK, 4, 15, 75),
                Do("Write {piece} of something new, so that the hand stays warm", WAKE, 2, 10, 30),
                Do("Hand a finished part to your reader, or put it out", DINNER, 1, 5, 20),
            ),
            ("Read by someone", "One finished part has been read by somebody who told you what they saw"),
        ),
    ),
    slots=_writing_slots,
)
