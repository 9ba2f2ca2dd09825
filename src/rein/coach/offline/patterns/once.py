"""A thing to do once: it needs a date more than a plan."""

from rein.coach.offline.cues import DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.phrases import doing
from rein.coach.offline.seeds import Do, Pattern, Stretch

SHORTER = 40
"""Characters of a person's statement that a title carries well."""


def _slots(person: Person) -> dict[str, str]:
    return {"doing": doing(person), "short": person.quote(person.goal.statement, SHORTER)}


ONCE = Pattern(
    title="Do it once, on a date: {short}",
    commit="do it, on a day that I name this week: {short}",
    outcome="you have done it, and can tell how it was instead of how it would be",
    hurdle="“some day”, which is no day of the week",
    gain="the small things one always meant to do make the stories of a year",
    strategy=(
        "This takes a date more than a plan, so choose the day first and let everything else follow from it. What has to be booked, bought or asked is done in one short sitting, and somebody knows the day."
    ),
    approach=(
        "You give it a day, get ready what it needs, and do it. If the day falls through, it gets the next one the same evening. "
        "There is a spare stretch at the end, because weather, work and other people have plans too."
    ),
    done="it is done, with the date and one line on how it was",
    metrics=(
        "A day in the calendar from the first week on",
        "One picture or one line that says how it was",
    ),
    if_then=(
        ("the day I chose falls through", "choose the next one before I go to bed"),
        ("I find a reason to wait", "do the smallest thing it needs, at once: look up, call, book"),
        ("I feel silly about it", "tell one person who would come along"),
    ),
    obstacles=(
        ("It is never urgent", "Put it into the calendar with an hour and a place, like a visit to the dentist."),
        ("Something is missing for it", "Write down what, and get it in one go in the first week."),
        ("It is hard to begin alone", "Ask one person to come, or to ask you on the day after how it was."),
    ),
    phases=(
        Stretch(
            "Give it a day",
            "Choose the day, and get ready what it needs.",
            (
                "Choose a day and a spare day, and write both into the calendar.",
                "Look up what it takes: place, hour, price, weather, who has to say yes.",
                "Get what is missing in one go.",
                "Tell one person the day.",
            ),
            (
                Do("Get one thing ready for {doing}: look up, book, buy or ask", LUNCH, 2, 5, 20),
                Do("Look at the date in the calendar, and keep it or move it", DINNER, 1, 2, 5),
            ),
            ("It has a day", "The day stands in the calendar, and nothing is missing for it"),
        ),
        Stretch(
            "Clear the way",
            "Take away the last reasons to wait.",
            (
                "Ask what is still missing, and get just that.",
                "Go through the day in your mind, from leaving the house to coming home.",
                "Ask someone whether they would like to come along.",
                "If it depends on weather or tickets, name the day that comes after.",
            ),
            (
                Do("Get the last thing ready for {doing}", LUNCH, 1, 5, 20),
                Do("Look at the date in the calendar, and keep it or move it", DINNER, 1, 2, 5),
            ),
            ("Nothing in the way", "Everything is ready, and the day and the spare day stand in the calendar"),
        ),
        Stretch(
            "Do it",
            "Keep the day, or take the next one.",
            (
                "Today or this week: do it before it is perfect.",
                "If the day fell through, take the spare day.",
                "Write down how it was, in one line.",
                "Ask yourself whether once was enough, and what the next small wish is.",
            ),
            (
                Do("Take the time for {doing}", DAYTIME, 1, 20, 120, weekend=True),
                Do("Write one line on how it was, or choose the next day", DINNER, 1, 2, 5),
            ),
            ("Done", "It is done, and its date and one line on how it was are written down"),
        ),
    ),
    slots=_slots,
)
