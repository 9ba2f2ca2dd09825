"""Something to do over and over, whatever it is (DOING), and a wish that luck has a say in (WISH)."""

from rein.coach.offline.acts import acts
from rein.coach.offline.cues import AFTER_WORK, BREAKFAST, CHANCE, DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.phrases import doing
from rein.coach.offline.seeds import Do, Pattern, Stretch

SHORTER = 40
"""Characters of a person's statement that a title carries well."""


def _slots(person: Person) -> dict[str, str]:
    found = acts(person)
    return {
        "doing": doing(person),
        "short": person.quote(person.goal.statement, SHORTER),
        "small": found.small,
        "larger": found.larger,
    }


DOING = Pattern(
    title="Make room for it: {short}",
    commit="make room for it on fixed days, small at first: {short}",
    outcome="it has become one of those things you simply do, and people who know you would name it when asked about you",
    hurdle="that nothing happens when you leave it out, and so it is the first thing to give way",
    gain="small things one chose oneself are what makes a week one's own",
    strategy=(
        "Give it a place instead of waiting for the mood: fixed days, a fixed moment, and a first size so small that a bad day has room for it. "
        "A stroke on a calendar for every time shows whether it happens more often than before."
    ),
    approach=(
        "It begins small and on fixed days, so that it happens at all. Then it grows, or gets company, whichever you like better. At last you keep the form of it that you enjoyed most, and drop the rest. "
        "The count is only there to show you the truth, not to be beaten."
    ),
    done="a calendar with strokes in every week, and one time that you would gladly repeat",
    metrics=(
        "Times it happened, one stroke each on a calendar",
        "How glad you were of it, from 1 to 10, noted on Sunday",
    ),
    if_then=(
        ("its moment has come and I am not in the mood", "do the smallest version, for two minutes, and then decide"),
        ("the day is full", "name the next day and hour for it before I go to bed"),
        ("I have forgotten it for a week", "do it once, the same day, and write down what had been in the way"),
    ),
    obstacles=(
        (
            "It is nobody's appointment, so it slips",
            "Put it into the calendar under its own name, or promise it to somebody.",
        ),
        ("What it needs is not at hand", "Lay it out the evening before, where you cannot miss it."),
        ("It turns into a duty", "Change the place, the company or the size, and keep what was fun."),
    ),
    phases=(
        Stretch(
            "Give it a place",
            "Let it happen on fixed days, however small.",
            (
                "Count how often it happens now, without changing anything else.",
                "Choose the moment that hangs on something you do anyway.",
                "Write down the smallest version that would still count.",
                "Tell one person about it, and ask whether they would join.",
            ),
            (
                Do("{small}", CHANCE, 3, 10, 30),
                Do("Lay out or arrange what the next time needs", DINNER, 2, 2, 5),
                Do("Count the week's strokes and choose next week's days", DAYTIME, 1, 5, 10),
            ),
            ("It has its days", "There are at least two strokes in each of the last two weeks"),
        ),
        Stretch(
            "Let it grow",
            "A little more often, a little bigger, or in company.",
            (
                "Try it once in a new place or a new way.",
                "Do it together with somebody.",
                "Learn one thing about it from someone who does it well.",
                "Write down which time was the best so far, and why.",
            ),
            (
                Do("{small}", CHANCE, 4, 15, 45),
                Do("{larger}", DAYTIME, 1, 20, 90, weekend=True),
                Do("Ask someone about it, or invite them", LUNCH, 1, 3, 10),
            ),
            ("More than before", "The strokes of the last four weeks outnumber those of the first four"),
            share=4,
        ),
        Stretch(
            "Keep what was good",
            "Settle on the form that you would miss.",
            (
                "Drop the version that you only did for the stroke.",
                "Plan one special time, with a date.",
                "Do it once without telling or counting.",
                "Write down when, where and with whom it goes on.",
            ),
            (
                Do("{small}", CHANCE, 4, 15, 45),
                Do("{larger}", DAYTIME, 1, 20, 90, weekend=True),
            ),
            ("It stays", "It happened in each of the last four weeks, and the next time has a date"),
        ),
    ),
    slots=_slots,
)

WISH = Pattern(
    title="Give luck a chance: {short}",
    commit="do my own part of it every week, and leave the rest to luck: {short}",
    outcome="luck looks round for somebody, and you are standing there with something to show",
    hurdle="waiting, because so much of it lies in other hands",
    gain="a wild wish is fun to carry, and the way towards it makes good stories",
    strategy=(
        "Much of this is not yours to decide, so split off the part that is: what you make, what you practise, whom you ask, where you turn up. "
        "Do that part every week, and let the rest surprise you."
    ),
    approach=(
        "First you find your part of it, and what it costs to try. Then you make and show something every week, since nobody can choose what they have not seen. Last, you ask the people who could say yes. "
        "Tries are counted here and not results, because tries are yours."
    ),
    done="ten tries with their dates, and one answer that surprised you",
    metrics=(
        "Tries: things asked, entered, shown or sent, counted on Sunday",
        "One new person who knows about the wish, each month",
    ),
    if_then=(
        ("I catch myself waiting for it", "send out one try: a message, an entry, an invitation"),
        ("somebody laughs about it", "laugh along, and ask whom they know that could help"),
        ("a no comes back", "note it as a try made, and plan the next one on the same day"),
    ),
    obstacles=(
        (
            "It lies in other hands",
            "Write two columns, mine and theirs, and plan only from the first.",
        ),
        (
            "It sounds too big to begin",
            "Ask what a tenth of it would look like, and do that first; a tenth is often most of the fun.",
        ),
        ("Luck takes its time", "Set a limit in money and hours that you can spare with a smile, and keep to it."),
    ),
    phases=(
        Stretch(
            "Find your part",
            "Split what you can do from what only luck can.",
            (
                "Write two columns about {doing}: mine, and not mine.",
                "Look up how somebody got there, and copy their first step.",
                "Decide what you will spend on it, in money and hours, and no more.",
                "Tell one person about the wish, without apologising for it.",
            ),
            (
                Do("Make or practise one thing that leads towards {doing}", AFTER_WORK, 2, 15, 60),
                Do("Make one try: ask, enter, show or send something", LUNCH, 1, 5, 15),
                Do("Write down the tries of the week and the next one", DAYTIME, 1, 5, 10),
            ),
            ("Three tries", "Three tries are written down with their dates, and your own column has ten lines"),
        ),
        Stretch(
            "Show yourself",
            "Make something every week, and let people see it.",
            (
                "Show something before it is good.",
                "Go once where the people are who decide such things.",
                "Ask someone for one honest sentence about what you made.",
                "Repeat the try that came closest.",
            ),
            (
                Do("Make or practise the thing that you will show next", AFTER_WORK, 3, 15, 75),
                Do("Make one try: ask, enter, show or send something", LUNCH, 2, 5, 15),
                Do("Turn up somewhere that has to do with {doing}", DAYTIME, 1, 20, 90, weekend=True),
            ),
            ("Seen", "Somebody who does not know you has seen it and answered"),
            share=4,
        ),
        Stretch(
            "Ask for it",
            "Put the question to the people who could say yes.",
            (
                "Write the question in two sentences, and take out every excuse.",
                "Ask three people who could open a door.",
                "Follow up once, kindly.",
                "Look at what came of it that you had not planned.",
            ),
            (
                Do("Write or say the question to one person who could say yes", LUNCH, 2, 5, 20),
                Do("Make or practise the thing that you will show next", AFTER_WORK, 2, 15, 75),
                Do("Read your if-then plans and the list of tries aloud", BREAKFAST, 1, 3, 5),
            ),
            ("Asked", "Three people who could say yes have been asked, and their answers are written down"),
        ),
    ),
    slots=_slots,
)
