"""Any other habit to be rid of: sweets, soda, swearing, bitten nails, and what the person names in their own words."""

import re

from rein.coach.offline.cues import AFTER_WORK, BREAKFAST, DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.phrases import given_up
from rein.coach.offline.seeds import Do, Pattern, Stretch
from rein.coach.offline.words import own

_NAMED = (
    (r"\bnail[- ]?biting\b|\bbit(?:e|ing)\b.{0,12}\bnails?\b", "biting your nails", "hands"),
    (r"\bpicking\b|\bpick (?:at )?my\b", "picking at your skin", "hands"),
    (r"\bcracking\b", "cracking your knuckles", "hands"),
    (r"\benergy drinks?\b|\bred ?bull\b|\bmonster\b", "energy drinks", "drink"),
    (r"\bdiet coke\b", "Diet Coke", "drink"),
    (r"\bdr\.? ?pepper\b", "Dr Pepper", "drink"),
    (r"\bsodas?\b|\bpop\b(?! ?corn)|\bcoke\b|\bpepsi\b|\bsoft drinks?\b|\bfizzy\b", "soda", "drink"),
    (r"\bcaffeine\b", "caffeine", "coffee"),
    (r"\bcoffee\b", "coffee", "coffee"),
    (r"\bchocolate\b", "chocolate", "food"),
    (r"\bcand(?:y|ies)\b|\bsweets\b", "sweets", "food"),
    (r"\bsugar\w*", "sugary things", "food"),
    (r"\bswear\w*|\bcuss\w*|\bcurs(?:e|ing)\b|\bprofanity\b", "swearing", "speech"),
    (r"\bgossip\w*", "gossip", "speech"),
    (r"\blying\b|\blies\b|\btell\w* lies\b", "white lies", "speech"),
    (r"\bcomplain\w*", "complaining", "speech"),
    (r"\bsaying\b|\binterrupt\w*|\btalking (?:so|too|shit|over|back|bad)\b|\bmaking fun\b", "", "speech"),
    (r"\bgambl\w+|\bbetting\b|\bcasino\b|\blottery\b", "gambling", "pull"),
    (r"\bporn\w*", "porn", "pull"),
    (r"\bweed\b|\bpot\b|\bmarijuana\b|\bcannabis\b", "weed", "weed"),
    (r"\bonline shopping\b|\bimpulse\b", "", "purchase"),
    (
        r"\b(?:heroin|meth(?:amphetamine)?|cocaine|crack|opioids?|opiates?|oxy\w*|fentanyl|xanax|benzos?|ketamine|pain ?killers|pills|hard drugs|drugs)\b",
        "",
        "drug",
    ),
    (r"\bprocrastinat\w*|\bexcuses\b", "putting things off", "task"),
    (r"\bstarbucks\b", "Starbucks", "purchase"),
    (r"\b(?:fast food|eating|skipping (?:a )?meals?|snack\w*)\b", "", "food"),
    (r"\b(?:buying|spending|shopping|ordering|purchas\w+)\b", "", "purchase"),
    (
        r"\b(?:watching|reading|scrolling|browsing|checking|posting|tweeting|playing|googling|looking (?:at|up)|online|selfies?|comments|internet|apps?|facebooking|stalking)\b",
        "",
        "media",
    ),
    (
        r"\b(?:getting|being|so) (?:so |too |very )?(?:angry|mad|pissed|upset|annoyed|mean|rude|hyper|dramatic|bitchy|jealous)\b|\b(?:argu|fight|yell|shout|snapp|feud)\w*|\bfeuds?\b|\bbeing (?:such )?an? (?:bitch|asshole|ass|jerk|dick|savage|brat)\b|\bdrama\b",
        "",
        "temper",
    ),
    (
        r"\b(?:thinking|worrying|caring|doubting|comparing|dwelling|overthinking|obsess\w+|regretting|fearing|hating|judging|expecting|assuming|blaming|taking things personally|giving a|letting (?:things|it|emotions|my emotions|fear))\b|\b(?:being|getting|feeling) (?:so |too )?(?:afraid|scared|ashamed|hurt|disappointed|guilty|insecure|sad|stressed|sorry|negative|depressed|bothered)\b",
        "",
        "thought",
    ),
    (
        r"\b(?:letting|trusting|texting|calling|dating|talking to|hanging|helping|pleasing|chasing|ignoring|messing with|giving|allowing|falling|loving|being (?:so )?(?:available|nice|friends)|people|friends?|guys|girls|boys|men|women|ex|anyone|everyone)\b",
        "",
        "people",
    ),
    (
        r"\b(?:forgetting|losing|bumping|misplacing|dropping|leaving|having typos|locking|missing|breaking|spilling|running late|typos)\b",
        "",
        "slip",
    ),
    (r"\bbeing\b", "", "state"),
)
_SHORT_OF_IT = frozenset({"gambling", "gossip", "complaining", "white lies"})
"""Names that say less than the person may have: lying to oneself is no white lie."""
OWN_WORDS = 7

_OF_KIND = {
    "hands": ("give your hands a stone, a ring or a rubber band", "Keep something for your hands where you read, watch and wait", "a hand that moves before you have noticed"),
    "drink": ("drink something cold with bubbles and lemon instead", "Put cold water with lemon, or tea, where the other used to stand", "the hour in which it has always been the small reward"),
    "coffee": ("drink a decaf, a tea or a glass of cold water and stand in the light", "Lay out what you drink in its place, and go half a cup at a time", "the tired hour, and the headache of the first days"),
    "food": ("have a meal or some fruit and nuts first and see what I want then", "Put something good that you like within reach, and eat regular meals", "the hour in which it has always been the small comfort"),
    "speech": ("take one breath and say it in other words, or ask a question", "Choose the words you will use in its place, and say them aloud once", "a mouth that is quicker than the thought"),
    "pull": ("leave the room, or block it, and call or write to my person", "Block the way there: sites, apps, cards, the route you take", "the lonely or restless hour, and the promise of quick relief"),
    "weed": ("change the room, drink something cold and call or write to my person", "Give away what is left, and plan another way home", "the restless hour in which it has always been the way to come down"),
    "drug": ("leave the place, and call my person or the helpline before anything else", "Call a doctor, a drug service or a helpline, or do the next thing you agreed on with them", "the hour in which the body asks for it, which is no hour to be alone in"),
    "task": ("open the thing and do two minutes of it", "Write down the first step of the next task, so small that it looks silly", "the small discomfort of beginning"),
    "purchase": ("write it on a list with today's date and look at it again in two days", "Take the card out of the phone, and write one thing you did not buy on a list, with its price", "the small lift of buying, and the tired evening"),
    "media": ("close it, put the device in another room and do the first thing on my list", "Log out or move the app off the first page, and lay something to read or do in its place", "a free hand and a dull minute"),
    "temper": ("breathe out once, slowly, and answer in a quieter voice or leave the room for two minutes", "Name the person and the hour most likely to set you off today, and the sentence you will say instead", "the heat of the moment, which feels like being right"),
    "thought": ("say “there it is” to myself, breathe out and do the next small thing with my hands", "Write the thought down once, with what you would tell a friend who had it", "a thought that sounds like the truth, above all at night"),
    "people": ("wait an hour before I answer and ask what I would want tomorrow morning", "Say one sentence aloud with which you say no kindly, or leave early", "the fear of hurting somebody, and of the silence afterwards"),
    "slip": ("stop, look round once and name what I am about to do", "Give it one fixed place or one fixed look before you leave, and do that look slowly", "a head that is already at the next thing"),
    "state": ("ask what I would do if I were already past it, and do just that for two minutes", "Choose one moment of the day, and decide what you will do in it instead", "the old way, which is quicker than any thought"),
    "other": ("stand up, breathe out slowly and do the first thing on my list instead", "Lay ready what you will do in its place", "doing it before you have noticed"),
}  # fmt: skip
_HELP = {
    "drug": "Coming off it alone can be dangerous, so see a doctor or a drug service before you change the dose; they help without judging, and the plan goes round what you agree with them.",
    "pull": "If it has cost you sleep, money or people, talk to a doctor, a counsellor or a helpline as well; this is common and there is good help.",
    "weed": "Sleep and mood may be uneven for some nights; if you cannot stop although you try, a doctor or a helpline can help.",
    "coffee": "Go down in small steps, so that the head does not ache.",
    "food": "No food is bad and no meal has to be made up for; if food begins to rule your thoughts, talk to a doctor.",
    "thought": "If the thoughts keep you awake or take the joy out of most days, talk to a doctor or a counsellor as well.",
    "hands": "If the skin is hurt or you cannot stop although you try, a doctor can help.",
}


def _named(person: Person) -> tuple[str, str]:
    """The habit, second person and able to follow "without", and which kind it is."""
    statement = person.goal.statement.casefold()
    named = given_up(statement) if person.quotes else None
    otherwise = "it" if person.quotes else "the old habit"
    for said in (statement, person.said):
        for expression, habit, kind in _NAMED:
            if re.search(expression, said):
                plain = habit in _SHORT_OF_IT and named is not None and len(named.split()) <= OWN_WORDS
                return (named if plain else None) or habit or named or otherwise, kind
        if named is not None:
            break  # what is named needs no help from the rest of the text
    return named or otherwise, "other"


def _quitting_slots(person: Person) -> dict[str, str]:
    habit, kind = _named(person)
    snare, free = ("somebody invites me back into it", "say “not for me these days” and change the subject or my place")
    if kind in ("hands", "task", "other", "temper", "thought", "slip", "state"):
        snare, free = (
            "I notice it only when I am in the middle of it",
            "stop there, breathe out once and be glad that I noticed",
        )
    swap, ready, snag = _OF_KIND[kind]
    return {
        "habit": habit,
        "my_habit": own(habit),
        "swap": own(swap),
        "ready": ready,
        "snag": snag,
        "snare": snare,
        "free": free,
        "help": _HELP.get(kind, "One slip says nothing about the next hour."),
    }


QUITTING = Pattern(
    title="Live without {habit}",
    commit="live without {my_habit}, with a plan for each moment that brings it on",
    outcome="the old moment comes, and passes, and it is an hour before you notice that you did not",
    hurdle="{snag}",
    gain="it feels good to be the one who decides",
    strategy=(
        "Habits hang on moments, so find the three moments that bring it on and put something else into each of them. You replace it rather than fight it, because an empty gap soon fills with the old thing."
    ),
    approach=(
        "You watch first, without changing anything, until you know your moments. Then each moment gets its replacement, the easiest one first, and the way to the old habit is made longer. Last come the hard days. "
        "How far you go is yours to choose. {help}"
    ),
    done="a long row of days without {habit}, and an answer for each of your three moments",
    metrics=(
        "Days without {habit}, crossed off on a calendar that others can see",
        "Moments in which you did the new thing, one stroke each",
    ),
    if_then=(
        ("I feel the pull of {my_habit}", "{swap}"),
        ("I have slipped", "note the place and the hour, say “noted”, and go on with the plan at once"),
        ("{snare}", "{free}"),
    ),
    obstacles=(
        ("Stress, tiredness or boredom", "Ask what you need (rest, company, a break) and take a little of that first."),
        ("People who still do it", "Tell one of them what you are doing, and ask them to be on your side."),
        (
            "One slip, and the thought that all is lost",
            "A slip shows you a moment you had not planned for; plan for it and carry on.",
        ),
    ),
    phases=(
        Stretch(
            "Know your moments",
            "See when it happens, and make it a little harder.",
            (
                "Write down each time: where, when, what came just before. Underline the three moments that come up most.",
                "Move whatever belongs to it out of sight and out of reach, and choose the day from which it counts.",
                "The days count from now on: each one gets a cross.",
                "Tell one person how it goes, and choose how far you want to go.",
            ),
            (
                Do("Write down when {habit} came up today, and underline the strongest moment", DINNER, 6, 3, 10),
                Do("{ready}", BREAKFAST, 5, 3, 10),
                Do("Choose the moment you will change next", DAYTIME, 1, 5, 10, weekend=True),
            ),
            (
                "Three moments known",
                "Your three strongest moments are written down, each with what you will do in its place",
            ),
            share=2,
        ),
        Stretch(
            "Put something in its place",
            "Change one moment after another.",
            (
                "Begin with the easiest of the three moments.",
                "Do the new thing at once, before you have time to argue.",
                "Change the place: another chair, another way, another hand.",
                "Count what worked, and let what did not work teach you.",
            ),
            (
                Do("Cross off the day and prepare tomorrow's strongest moment", DINNER, 7, 3, 8),
                Do("{ready}", BREAKFAST, 5, 3, 10),
                Do("Do something that makes you glad you changed", AFTER_WORK, 2, 10, 45),
            ),
            (
                "The easy moments have changed",
                "In two of your three moments the new thing came first on most of the last seven days",
            ),
            share=4,
        ),
        Stretch(
            "On hard days too",
            "Hold it when you are tired, stressed or among others.",
            (
                "Write down your worst kind of day, and one sentence for it.",
                "Ask your person what they have noticed.",
                "Reward yourself with something that has nothing to do with it.",
                "Read your first notes: which moment has lost its pull?",
            ),
            (
                Do("Cross off the day and note any hard moment", DINNER, 7, 3, 8),
                Do("Do something that makes you glad you changed", AFTER_WORK, 3, 10, 60),
                Do("Talk to your person about how it is going", LUNCH, 1, 5, 20),
            ),
            (
                "It has lost its hold",
                "The last seven days went without {habit} as far as you had chosen, one hard day among them",
            ),
        ),
    ),
    slots=_quitting_slots,
)
