"""Goals of no kind we know: something to bring about (GENERAL), and a way to live (CHANGE). Both speak in the person's words."""

import re

from rein.coach.offline.acts import ANYTHING, MOMENT, acts
from rein.coach.offline.cues import AFTER_WORK, BED, BREAKFAST, CHANCE, DAYTIME, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.phrases import doing
from rein.coach.offline.seeds import Do, Pattern, Stretch

SHORTER = 40
"""Characters of a person's statement that a title carries well."""

_WAYS = (
    (
        r"^(?:buy|own|upgrade|replace|order|adopt)\b|^get (?:a|an|new|another|one)\b|^get (?:ps|xbox|iphone|amazon|netflix)",
        "Write down what exactly it has to be, what it may cost, and what you have for it so far",
        "Compare two real offers: what each costs, and what you would still need for it",
        "Put the next sum aside for it, or sell one thing you no longer use",
    ),
    (
        r"^(?:meet|see|go to|attend|visit|watch|ride|drive to|fly)\b",
        "Look up the next three dates or ways to do it, and write the best one into the calendar",
        "Ask who would come along, and what they could do on that day",
        "Book or arrange the next thing it needs: ticket, way there, bed, day off",
    ),
    (
        r"^(?:move|live in|leave)\b",
        "Write down what has to be true where you go: rent, work, people, climate, in five lines",
        "Write to one person who lives there, and ask what they would look at first",
        "Do the next thing the move needs: apply, view, cancel, pack a box",
    ),
    (
        r"^(?:find|hire|adopt|land)\b",
        "Write down in three lines what you are looking for, and what would rule it out",
        "Ask one person or look in one place where such a thing is found",
        "Look in the next place, and follow up on the last one",
    ),
    (
        r"^(?:finish|complete|continue|finally finish|release (?:a|an|my|the)|record|publish|submit|drop (?:a|an|my|the))\b",
        "Open it where you left off, list what is missing, and close the smallest open piece",
        "Show what there is to one person, and ask what is missing",
        "Close one open piece of it from start to end, before you begin another",
    ),
    (
        r"^(?:start|launch|create|build|make|design|develop|organi[sz]e|plan|host|open|write|do|paint|produce|set up)\b",
        "Make the smallest version of it that could be shown, in one sitting: a page, a sketch, a list of guests",
        "Show the small version to one person, and ask what they would do with it",
        "Work on the part that the rest hangs on, until the timer rings",
    ),
    (
        r"^(?:win|beat|qualify|compete|pass|earn|reach|get (?:in)?to|achieve|perform|score|hit|become|enter)\b",
        "Write down where you stand and what is asked at the end, and practise the weakest part",
        "Ask someone who has done it what they practised most",
        "Practise the weakest part, under the conditions of the day itself",
    ),
    (
        r"^(?:fix|repair|renovate|renew|change|restore|rebuild|clean|paint|sort|file|update|register|apply|send|return|get (?:\w+ ){1,3}(?:\w+ed|done|changed|fixed|checked|renewed|started|signed))\b|\b(?:oil|tyres?|tires?|insurance|appointment)\b",
        "Find out who or what it takes, and make the call or the booking",
        "Ask what it costs and how long it takes, and take the first free date",
        "Do the next piece of it, or bring it to the one who does",
    ),
)
"""What a first sitting is, whom to ask, and what a later sitting is, by how the wish begins."""

_ANY_WAY = (
    "Write down every step it takes, and finish the smallest one",
    "Ask one person who has done something like it what they would do first",
    "Work on the hardest open step until the timer rings",
)


def _general_slots(person: Person) -> dict[str, str]:
    statement = person.goal.statement.casefold()
    found = (way for expression, *way in _WAYS if re.search(expression, statement))
    first, ask, hard = next(found, _ANY_WAY)
    return {
        "doing": doing(person),
        "short": person.quote(person.goal.statement, SHORTER),
        "first": first,
        "ask": ask,
        "hard": hard,
    }


GENERAL = Pattern(
    title="Make it happen: {short}",
    commit="get there, one finished step after the other: {short}",
    outcome="it is done, you show it to the one person who knew, and you have stopped carrying it around",
    hurdle="the sheer size of it, next to which anything smaller looks more urgent",
    gain="a thing wished for this long keeps asking for attention until it is done",
    strategy=(
        "Cut {doing} into steps small enough to finish in one sitting, give them fixed hours in the week, and end every sitting by writing down the next step. "
        "Beginning is the hard part, and a next step in writing makes beginning easy."
    ),
    approach=(
        "First you find out what it takes and who can help, then you do the step that everything else waits for, and then the rest, one step per sitting. "
        "Each sitting ends with the next step written down, so that you never start from nothing. What turns out not to matter is crossed out."
    ),
    done="your sentence “It is done when …” has come true, and one other person has seen that it has",
    metrics=(
        "Steps crossed off, counted each Sunday",
        "The next step is always written down, with its day",
    ),
    if_then=(
        ("I do not know where to begin", "set a timer for ten minutes and do the smallest step on the list"),
        ("I am waiting for someone", "ask them once more, today, and take another step in the meantime"),
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
                "Write down how you will know that it is done, in one sentence that someone else could check.",
                "List every step towards {doing} that you can think of, and mark the one all others wait for.",
                "Find out what it costs in money and hours, and where the two shall come from.",
                "Do one step, however small: the list is not the work.",
            ),
            (
                Do("{first}", AFTER_WORK, 2, 15, 60),
                Do("{ask}", LUNCH, 1, 10, 20),
                Do("Look at the list: cross out, add, and mark the next step", DAYTIME, 1, 5, 15),
            ),
            (
                "It has a list and a beginning",
                "The sentence “It is done when …” is written, and the first three steps are crossed off",
            ),
        ),
        Stretch(
            "Do the hard step",
            "Get past the step that everything else waits for.",
            (
                "Begin every sitting with the step you would rather leave for later.",
                "Ask for the one thing you cannot do alone.",
                "Show someone what there is, half finished as it is.",
                "Count the steps done against the steps left, and be honest about the rest.",
            ),
            (
                Do("{hard}", AFTER_WORK, 3, 20, 90),
                Do("Write or call the person this needs: ask, answer, or thank", LUNCH, 1, 5, 20),
                Do("Look at the list and write next week's steps into the calendar", DAYTIME, 1, 5, 15),
            ),
            ("The hard step is behind you", "The step that all others waited for is crossed off"),
            share=4,
        ),
        Stretch(
            "Finish",
            "Close what is open, and let it be good enough.",
            (
                "Cross out everything that it can be finished without.",
                "One step per sitting, from start to end.",
                "Let someone look at it and tell you what is missing.",
                "Call it done on its day, and tell the person who knew.",
            ),
            (
                Do("Close one open step completely, before you touch another", AFTER_WORK, 3, 20, 90),
                Do("Hold what there is against your sentence “It is done when …”", DAYTIME, 1, 5, 15),
            ),
            ("Done", "Someone else has checked it against your sentence, and agrees"),
        ),
    ),
    slots=_general_slots,
)


def _change_slots(person: Person) -> dict[str, str]:
    found = acts(person)
    if found is ANYTHING:
        found = MOMENT
    return {"short": person.quote(person.goal.statement, SHORTER), "act": found.small, "larger": found.larger}


CHANGE = Pattern(
    title="Live it: {short}",
    commit="live it on ordinary days, in one small act a day: {short}",
    outcome="the moment comes in which you always did the old thing, and you notice afterwards that you did the new one",
    hurdle="the old way, which is quicker than any thought, above all when you are tired",
    gain="they want to look back on a day and recognise themselves in it",
    strategy=(
        "A resolution like this is won in single moments, so do one small act of it each day, and find the three moments in which it is decided. "
        "Each evening one line: what the moment was, what you did. What is noticed can be changed."
    ),
    approach=(
        "You begin with one small act a day and a line in the evening, which shows you where it goes the way you want and where not. Then one hard moment gets a new response, practised until it comes by itself, and then the next. "
        "A slip is information about a moment, never a verdict on you."
    ),
    done="in most of your three moments you now do the new thing, by your own evening lines",
    metrics=(
        "Small acts done, one stroke each, counted on Sunday",
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
            "One small act a day",
            "Begin, and find the moments in which it is decided.",
            (
                "Write down three scenes that a camera would film on a day when it goes well.",
                "Name the three moments that come up most, with place and hour.",
                "Tell one person what you are trying, in one sentence.",
                "Choose the easiest of the three moments, and write down what you will do in it.",
            ),
            (
                Do("{act}", CHANCE, 6, 5, 15),
                Do("Write one line about the day: where it worked, where not, and what came just before", BED, 6, 2, 5),
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
                Do("Picture today's hard moment, and say your if-then plan for it aloud", BREAKFAST, 6, 2, 5),
                Do("Write one line: today's moment, and what you did in it", BED, 6, 2, 5),
                Do("{larger}", DAYTIME, 1, 15, 60, weekend=True),
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
                Do("{act}", CHANCE, 5, 5, 15),
                Do("Write one line: today's moment, and what you did in it", BED, 4, 2, 5),
                Do("{larger}", DAYTIME, 1, 15, 60, weekend=True),
            ),
            ("It holds", "In the hardest week of the phase the new response still won more often than it lost"),
        ),
    ),
    slots=_change_slots,
)
