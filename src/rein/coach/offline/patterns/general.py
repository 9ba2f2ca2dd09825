"""Goals of no kind we know: something to bring about (GENERAL), and a way to live (CHANGE). Both speak in the person's words."""

import re

from rein.coach.offline.cues import AFTER_WORK, BED, BREAKFAST, CHANCE, DAYTIME, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.phrases import doing
from rein.coach.offline.seeds import Do, Pattern, Stretch

SHORTER = 40
"""Characters of a person's statement that a title carries well."""

_ASK_FIRST = (
    (
        r"^(?:buy|own|adopt|upgrade|replace|order)\b|^get (?:a|an|my|new)\b",
        "Compare two real offers: what each costs, and what you would still need for it",
    ),
    (
        r"^(?:meet|see|go to|attend|visit|watch)\b",
        "Look up the next date and place, what it costs, and who would come along",
    ),
    (r"^(?:move|live in)\b", "Look up what living there costs, and write to one person who lives there"),
)


def _general_slots(person: Person) -> dict[str, str]:
    statement = person.goal.statement.casefold()
    found = (action for expression, action in _ASK_FIRST if re.search(expression, statement))
    return {
        "doing": doing(person),
        "short": person.quote(person.goal.statement, SHORTER),
        "ask": next(found, "Ask one person who has done something like it what they would do first"),
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
        "Steps towards {doing}, crossed off and counted each Sunday",
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
                Do("Write the list of steps towards {doing}, and finish the smallest one", AFTER_WORK, 2, 15, 60),
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
                Do("Work on the hardest open step towards {doing} until the timer rings", AFTER_WORK, 3, 20, 90),
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
                Do("Close one open step towards {doing} completely", AFTER_WORK, 3, 20, 90),
                Do("Hold what there is against your sentence “It is done when …”", DAYTIME, 1, 5, 15),
            ),
            ("Done", "Someone else has checked it against your sentence, and agrees"),
        ),
    ),
    slots=_general_slots,
)

_ACTS = (
    (r"\bdecisi\w+|\bindecisive\b|\bmake up my mind\b", "Decide one small thing within a minute, and stay with it"),
    (
        r"\bawkward\b|\boutgoing\b|\bsocial\b|\binteresting\b|\bfun(?:ny|nier)?\b|\bapproachable\b|\bcool(?:er)?\b|\bcharming\b",
        "Ask one person a real question, and add one true thing about yourself",
    ),
    (
        r"\bmean\b|\bbitch\w*|\bass ?holes?\b|\bdick\w*|\bjerk\b|\bbrat\b|\brude\b|\bgrumpy\b|\bannoy\w*|\bpetty\b|\bsalty\b|\bcranky\b|\bmoody\b|\bjealous\w*|\bbossy\b|\bbitter\b|\bcynical\b",
        "Say one friendly thing to the person who usually gets the worst of your mood",
    ),
    (
        r"\blazy\b|\bwork(?:ing)? (?:hard\w*|on)\b|\bharder\b|\bmotivat\w*|\bdisciplin\w*|\bdedicat\w*|\bhustl\w*|\bdriven\b|\bambitio\w*|\bgoals?\b|\bproactive\b",
        "Do ten minutes of the thing you would rather put off, first",
    ),
    (
        r"\bcalm\w*|\bstill\b|\banger\b|\bangry\b|\btemper\b|\breact\w*|\bpeace\b|\bdrama\w*|\brage\b|\bmad\b|\bargu\w+|\bfight\w*",
        "Breathe out once before you answer, and answer in a quieter voice",
    ),
    (
        r"\bhonest\w*|\btruth\w*|\bauthentic\b|\bfake\b|\breal\b|\bgenuine\b|\bopen\b|\btransparent\b",
        "Say the true sentence where you would usually say the smooth one",
    ),
    (r"\bmatur\w+|\badult\w*|\bresponsib\w+|\bgrow up\b|\breliable\b|\bserious\b", "Settle one thing you owe: a bill, an answer, an apology"),
    (
        r"\bcar(?:e|ing)\b|\blet(?:ting)? (?:people|others?|other people|it|go)\b|\bworr\w+|\bpeople\b|\bopinions?\b|\btrust\w*|\bchances\b",
        "Let one thing pass today that is not yours to answer",
    ),
    (r"\bforgiv\w+|\blov(?:e|ing)\b|\baccept\w*|\bcompassion\w*|\bgentle\b|\bunderstanding\b", "Write or say one kind sentence to somebody, yourself included"),
    (r"\bsimpl\w+|\bon less\b|\bminimal\w*|\bslow\w*|\bpresent\b|\bmoment\b|\bin the now\b", "Leave one thing out of the day on purpose, and do the next one slowly"),
    (r"\bstrong\w*|\bbold\w*|\bbadass\b|\bfierce\b|\bindependent\b|\bassertive\b|\bspeak\w*", "Do one thing before you feel ready for it, and say plainly what you want"),
    (r"\bcreativ\w*|\bimagin\w*|\boriginal\b|\binnovat\w*|\bartist\w*", "Make one small thing that was not there this morning"),
    (r"\bbetter\b|\bbest\b|\bawesome\b|\bamazing\b|\bgreat\w*|\bperfect\w*|\bbeautiful\b|\bmyself\b", "Do one small thing today that makes tomorrow morning easier"),
    (r"\bwear\w*|\bstyl\w+|\bclassy\b|\belegant\b|\bsexy\b|\bfashion\w*|\bswag\b|\bladylike\b", "Put on one thing that you chose on purpose"),
)  # fmt: skip
"""For what a person wants to be: a thing to do that a camera could film."""


_INSTEAD = "Name the riskiest moment of the day, and decide what you will do in it instead"
_WATCH_OTHERS = "Spend time with someone who is good at this, and watch how they do it"
"""For what a person wants not to be."""


def _change_slots(person: Person) -> dict[str, str]:
    statement = person.goal.statement.casefold()
    found = (act for expression, act in _ACTS if re.search(expression, statement))
    way = doing(person)
    return {
        "doing": way,
        "short": person.quote(person.goal.statement, SHORTER),
        "act": next(found, _INSTEAD if way.startswith("not ") else f"Do one small thing that counts as {way}"),
        "larger": _WATCH_OTHERS if way.startswith("not ") else f"Take time for one larger act of {way}",
    }


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
                "Write down what a camera would film on a day of {doing}: three scenes.",
                "Name the three moments that come up most, with place and hour.",
                "Tell one person what you are trying, in one sentence.",
                "Choose the easiest of the three moments, and write down what you will do in it.",
            ),
            (
                Do("{act}", CHANCE, 6, 2, 10),
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
                Do("{act}", CHANCE, 5, 2, 10),
                Do("Write one line: today's moment, and what you did in it", BED, 4, 2, 5),
                Do("{larger}", DAYTIME, 1, 15, 60, weekend=True),
            ),
            ("It holds", "In the hardest week of the phase the new response still won more often than it lost"),
        ),
    ),
    slots=_change_slots,
)
