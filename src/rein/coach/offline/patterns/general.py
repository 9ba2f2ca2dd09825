"""Goals of no kind we know: something to bring about (GENERAL), and a way to live (CHANGE). Both speak in the person's words."""

from rein.coach.offline.cues import AFTER_WORK, BED, BREAKFAST, DAYTIME, DINNER
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

SHORT, SHORTER = 60, 40
"""Characters of a person's statement that a sentence and a title carry well."""


def _slots(person: Person) -> dict[str, str]:
    return {"it": person.quote(person.goal.statement, SHORT), "short": person.quote(person.goal.statement, SHORTER)}


GENERAL = Pattern(
    title="Make it happen: {short}",
    commit="make {it} happen",
    outcome="it is done, you show it to the one person who knew, and you have stopped carrying it around",
    hurdle="the sheer size of it, next to which anything smaller looks more urgent",
    gain="a thing wished for this long keeps asking for attention until it is done",
    strategy=(
        "Cut it into pieces small enough to finish in one sitting, give one piece a fixed place in the week, and end every sitting by writing down the next piece. "
        "Beginning is the hard part, and a written next piece makes beginning easy."
    ),
    approach=(
        "First you find out what it takes and who can help, then you do the piece that everything else waits for, and then the rest, one piece per sitting. "
        "Each sitting ends with the next piece written down, so that you never start from nothing. What turns out not to matter is crossed out."
    ),
    done="{it} is done, and one other person has seen that it is",
    metrics=(
        "{metric}, written down once a week in one line",
        "Pieces crossed off the list, counted each Sunday",
    ),
    if_then=(
        ("I do not know where to begin", "set a timer for ten minutes and do the smallest piece on the list"),
        ("I am waiting for someone", "ask them once more, today, and take another piece in the meantime"),
        ("a sitting was lost", "do ten minutes of it on the next day and leave the rest of the week as it is"),
    ),
    obstacles=(
        (
            "It is not clear what finished would look like",
            "Write the sentence “It is done when …” and ask someone whether they could check it.",
        ),
        (
            "Other things are louder",
            "Put the sittings into the calendar as appointments, with a place and with the phone in another room.",
        ),
        (
            "It takes money, a form or another person",
            "Find that out first, and ask in the first week, not in the last.",
        ),
    ),
    phases=(
        Stretch(
            "See the whole of it",
            "Find out what it takes, and begin anyway.",
            (
                "Write down what finished looks like, in one sentence that someone else could check.",
                "List every piece you can think of, and mark the one that all others wait for.",
                "Talk to one person who has done it, and ask what they would do first.",
                "Do one piece, however small: the list is not the work.",
            ),
            (
                Do("Take one piece of {it} from the list and finish it", AFTER_WORK, 2, 15, 60),
                Do("Look at the list: cross out, add, and mark the next piece", DAYTIME, 1, 5, 15),
            ),
            (
                "It has a list and a beginning",
                "The sentence “It is done when …” is written, and the first three pieces are crossed off",
            ),
        ),
        Stretch(
            "Do the hard piece",
            "Get past the piece that everything else waits for.",
            (
                "Begin every sitting with the piece you would rather leave for later.",
                "Ask for the one thing you cannot do alone.",
                "Show someone what there is, half finished as it is.",
                "Count the pieces done against the pieces left, and be honest about the rest.",
            ),
            (
                Do("Work on the hardest open piece of {it} until the timer rings", AFTER_WORK, 3, 20, 90),
                Do("Write or call the person this needs: ask, answer, or thank", DAYTIME, 1, 5, 20),
                Do("Look at the list and write next week's pieces into the calendar", DINNER, 1, 5, 15),
            ),
            ("The hard piece is behind you", "The piece that all others waited for is crossed off"),
            share=4,
        ),
        Stretch(
            "Finish",
            "Close what is open, and let it be good enough.",
            (
                "Cross out everything that it can be finished without.",
                "One piece per sitting, from start to end.",
                "Let someone look at it and tell you what is missing.",
                "Call it done on its day, and tell the person who knew.",
            ),
            (
                Do("Close one open piece of {it} completely", AFTER_WORK, 3, 20, 90),
                Do("Compare what there is with your sentence “It is done when …”", DAYTIME, 1, 5, 15),
            ),
            ("Done", "Someone else has checked it against your sentence, and agrees"),
        ),
    ),
    slots=_slots,
)

CHANGE = Pattern(
    title="Live it: {short}",
    commit="make {it} part of my ordinary days",
    outcome="the moment comes in which you always did the old thing, and you notice afterwards that you did the new one",
    hurdle="the old way, which is quicker than any thought, above all when you are tired",
    gain="they want to look back on a day and recognise themselves in it",
    strategy=(
        "A resolution like this is won in single moments, so find the three in which it is decided, and settle beforehand what you do in each. "
        "Each evening one line: what the moment was, what you did. What is noticed can be changed."
    ),
    approach=(
        "First you only watch: when does it go the way you want, and when not? Then one moment gets a new response, practised until it comes by itself, and then the next. "
        "A slip is information about a moment, never a verdict on you. Each evening a line, each week a look at the lines."
    ),
    done="in most of your three moments you now do the new thing, by your own evening lines",
    metrics=(
        "Evening lines in which the new response won, counted each Sunday",
        "One person who sees you often says, unasked or asked, that they notice it",
    ),
    if_then=(
        ("the moment comes and I notice it", "breathe out once, slowly, before I say or do anything"),
        ("I have done the old thing after all", "write down what came just before it, and go on with the day"),
        ("I am tired, hungry or hurried", "put off the answer or the decision by ten minutes"),
    ),
    obstacles=(
        (
            "It is too vague to know whether a day was good",
            "Name one thing that a camera could film on a good day, and look for that.",
        ),
        ("The first weeks show no change", "Count moments noticed, not moments won; noticing comes first."),
        (
            "People expect the old you",
            "Tell the two who matter what you are trying, and ask them for one word when they see it.",
        ),
    ),
    phases=(
        Stretch(
            "Watch",
            "Find the moments in which it is decided.",
            (
                "Change nothing yet; write one line each evening about when it went well and when not.",
                "Name the three moments that come up most, with place and hour.",
                "Tell one person what you are trying, in one sentence.",
                "Choose the easiest of the three moments, and write down what you will do in it.",
            ),
            (
                Do("Write one line about {it}: today's moment, and what you did in it", BED, 6, 2, 5),
                Do("Read the lines of the week and choose one moment to prepare", DAYTIME, 1, 5, 15, weekend=True),
            ),
            (
                "Three moments, by name",
                "Three moments are written down, each with a place, an hour and the new response",
            ),
        ),
        Stretch(
            "Change one moment",
            "Practise the new response where it is easiest, then where it is hard.",
            (
                "Say the new response aloud in the morning, as if the moment were now.",
                "Change the room: put away what invites the old way, put out what invites the new.",
                "Take the second moment as well, and keep the first.",
                "Ask the person who knows what they have seen.",
            ),
            (
                Do("Read your if-then plan for {it} aloud and picture today's moment", BREAKFAST, 6, 2, 5),
                Do("Write one line: today's moment, and what you did in it", BED, 6, 2, 5),
                Do("Do one thing this week that the person you want to be would do", DAYTIME, 1, 15, 60, weekend=True),
            ),
            ("One moment has changed", "In the first moment the new response came on at least four days of the week"),
            share=4,
        ),
        Stretch(
            "Keep it in hard weeks",
            "Make it hold when you are tired, travelling or provoked.",
            (
                "Write the if-then plan for your worst kind of day.",
                "Leave out the evening line on one day, and see whether the response still comes.",
                "Do it once where nobody would notice.",
                "Compare this week's lines with the very first ones.",
            ),
            (
                Do("Read your if-then plan for {it} aloud and picture today's moment", BREAKFAST, 5, 2, 5),
                Do("Write one line: today's moment, and what you did in it", BED, 4, 2, 5),
                Do("Do one thing this week that the person you want to be would do", DAYTIME, 1, 15, 60, weekend=True),
            ),
            ("It holds", "In the hardest week of the phase the new response still won more often than it lost"),
        ),
    ),
    slots=_slots,
)
