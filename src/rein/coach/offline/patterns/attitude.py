"""Character in practice: a better attitude, and the courage to speak up."""

from dataclasses import dataclass, fields

from rein.coach.offline.cues import AFTER_WORK, BED, BREAKFAST, DAYTIME, DINNER, LUNCH, cue
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch


@dataclass(frozen=True, slots=True)
class _Attitude:
    """A way of being, turned into something that can be done and counted."""

    words: str
    aim: str
    act: str
    first: str
    moment: str
    answer: str
    trap: str
    sign: str


_PATIENCE = _Attitude(
    r"\bpatien\w*|\btemper\b|\banger\b|\bangry\b|\byell\w*|\bcalm\w*|\broad rage\b|\bshout\w*",
    "patience",
    "Choose the moment that may try your patience today, and picture yourself waiting one breath",
    "Write down where you waited a breath and where you did not, and what came just before",
    "I feel the heat rise",
    "breathe out, lower my voice and count three before I speak",
    "the wish to have it over with now",
    "moments in which you waited one breath",
)
_GRATITUDE = _Attitude(
    r"\bgrat(?:eful|itude)\w*|\bappreciat\w*|\bthank\w*|\bblessings?\b|\btake\b[^.]{0,20}\bfor granted\b|\bhappy with what\b",
    "gratitude",
    "Name one person or thing that will make today easier, and how",
    "Write down three good things of the day, each with its reason",
    "I start to list what is missing",
    "name one thing that is here and who had a hand in it",
    "how quickly good things begin to look ordinary",
    "good things written down",
)
_KINDNESS = _Attitude(
    r"\bkind(?:er|ness|ly)?\b(?! of)|\bnic(?:er?|eness)\b|\bbetter person\b|\bcompassion\w*|\bforgiv\w*|\bhelp others\b|\bjudg\w*|\bgossip\w*|\bcritici[sz]\w*|\bcompliment\w*|\blove more\b",
    "kindness",
    "Choose one person and one kind thing you will say or do for them today",
    "Write down one kind thing you did, and one you received",
    "I am about to say something sharp about someone",
    "ask a question about them, or say nothing",
    "being in a hurry, which makes other people look like obstacles",
    "kind acts written down",
)
_POSITIVE = _Attitude(
    r"",
    "a brighter outlook",
    "Choose one thing to look forward to today and give it an hour",
    "Write down three things that went well, and your part in them",
    "I hear myself complain",
    "add one sentence that begins with “and what I can do is”",
    "the habit of looking for what is wrong, because it once kept you safe",
    "things that went well, written down",
)


def _attitude_slots(person: Person) -> dict[str, str]:
    kind = next((a for a in (_PATIENCE, _GRATITUDE, _KINDNESS) if person.says(a.words)), _POSITIVE)
    return {f.name: getattr(kind, f.name) for f in fields(kind) if f.name != "words"}


POSITIVITY = Pattern(
    title="Practise {aim} a little every day",
    commit="practise {aim}, with one small act on the day and one line in the evening",
    outcome="people who live with you notice {aim} before you do, and tell you so",
    hurdle="{trap}",
    gain="the way you meet small things is what a day is mostly made of",
    strategy=(
        "Nobody changes their character by deciding to; people change what they do at one moment, many times. So pick the moment in advance, do one small thing then, "
        "and write it down in the evening, because what you look for is what you begin to see."
    ),
    approach=(
        "Practising {aim} starts on paper, with one line in the evening, so that you see where you stand. Then comes one small act in the day, first where it is easy and last where it is hard. "
        "Hard days are allowed here: this is not about smiling over real trouble. If a low mood stays with you, talk to a doctor or someone you trust."
    ),
    done="an evening line for nearly every planned day, and one person who has noticed a difference",
    metrics=(
        "Each week, the number of {sign}",
        "Once a month, one honest sentence about you from somebody who sees you often",
    ),
    if_then=(
        ("{moment}", "{answer}"),
        ("the day went badly", "write one line all the same, even if it only says who was there"),
        ("I have fallen back into the old way", "say sorry if it touched someone, and start again at the next moment"),
    ),
    obstacles=(
        ("It feels false at first", "Look only for small true things; leave the big ones out until they come."),
        (
            "Certain people bring out the old way",
            "Plan one sentence for them before you meet, and leave early if you need to.",
        ),
        ("The notebook is forgotten", "Put it on your pillow in the morning, with the pen inside."),
    ),
    phases=(
        Stretch(
            "See it",
            "Find out where {aim} comes easily and where it does not.",
            (
                "Write the evening line before you look at the phone.",
                "Mark the hour and the place where you find it hardest.",
                "Thank one person for something exact.",
                "Look through your lines and underline the word that returns most.",
            ),
            (
                Do("{first}", BED, 7, 3, 10),
                Do("{act}", BREAKFAST, 5, 2, 5),
                Do("Read the week's lines and count", DAYTIME, 1, 5, 10, weekend=True),
            ),
            ("A week in lines", "There is an evening line for at least five of the last seven days"),
        ),
        Stretch(
            "Do it where it is easy",
            "Turn what you saw into one small act a day.",
            (
                "Choose the easiest person and begin with them.",
                "Do it once where nobody will know.",
                "Write a short note to someone and send it.",
                "When you slip, mend it the same day in one sentence.",
            ),
            (
                Do("{act}", BREAKFAST, 6, 2, 10),
                Do("{first}", BED, 6, 3, 10),
                Do("Write or call one person to tell them what you value in them", DINNER, 1, 5, 20),
            ),
            ("A small act a day", "On five of the last seven days the small act is written down"),
            share=4,
        ),
        Stretch(
            "Do it where it is hard",
            "Take {aim} to the moment that used to defeat you.",
            (
                "Name the one moment that still gets you, and plan the first sentence.",
                "Practise that moment aloud once, alone.",
                "Ask someone close what they have noticed.",
                "Choose the one habit of these that you will keep.",
            ),
            (
                Do("Plan the hard moment of the day and your first sentence in it", BREAKFAST, 5, 3, 10),
                Do("{first}", BED, 6, 3, 10),
                Do("Spend time with someone who is good at this, and watch how they do it", AFTER_WORK, 1, 20, 60),
            ),
            (
                "It held when it counted",
                "One hard moment of the last seven days is written down, with what you did differently",
            ),
        ),
    ),
    slots=_attitude_slots,
)


def _confidence_slots(person: Person) -> dict[str, str]:
    stages = (
        (
            r"\bspeak(?:ing)? up\b|\bspeak my mind\b|\bpublic speak\w*|\bmeetings?\b|\bpresent\w*|\bspeech\w*|\bkaraoke\b",
            "speaking where others listen",
            "Say one sentence aloud where you would usually stay silent",
            "Practise aloud what you want to say, standing up",
            "at the first meeting or gathering of the day",
        ),
        (
            r"\bno\b['’”\"]? (?:to|more often|without)|\bsay(?:ing)? ['‘“\"]?no\b|\bstand(?:ing)? up for\b|\bboundar\w+|\bpeople[- ]pleas\w*|\bassertive\b|\bapologi[sz]\w*|\bmyself first\b",
            "saying what you want and what you do not",
            "Tell one person plainly what you want or do not want",
            "Write one honest sentence and say it aloud to the mirror",
            "the first time somebody asks something of you",
        ),
        (
            r"\bfears?\b|\bafraid\b|\bscared\b|\bphobia\b|\bbrave\w*|\bcourage\w*|\bfearless\b",
            "doing what frightens you",
            "Take the next small step on your ladder of fears and stay until the fear drops",
            "Go through the next step in your mind, from the door to the end",
            AFTER_WORK,
        ),
        (
            r"\blov(?:e|ing) myself\b|\bself[- ]?(?:esteem|worth|love|respect)\b|\bcompar\w*|\binsecur\w*|\bwhat\b.{0,12}\bthink\b|\bcar(?:e|ing) less\b",
            "being on your own side",
            "Do one thing your own way that you would usually do to please others",
            "Write to yourself as you would to a good friend",
            LUNCH,
        ),
    )
    default = (
        "doing small things before you feel ready",
        "Do one small thing that makes you slightly nervous",
        "Prepare the first sentence or step, and practise it once aloud",
        LUNCH,
    )
    brave, step, prepare, moment = next((s[1:] for s in stages if person.says(s[0])), default)
    return {"brave": brave, "step": step, "prepare": prepare, "moment": cue(moment, person)}


CONFIDENCE = Pattern(
    title="Grow braver, one small step at a time",
    commit="grow more confident, with one small brave step on fixed days",
    outcome="your heart still beats faster, and you do it all the same, and afterwards you walk home taller",
    hurdle="the idea that you have to feel sure before you begin",
    gain="much of what they would love to do lies just behind a small fear",
    strategy=(
        "Confidence comes after the act, so start with {brave} in doses so small that you can stay until the nerves settle. Write down each time what you feared and what really happened, "
        "because that page is what you will believe later."
    ),
    approach=(
        "You make a ladder: the easiest step at the bottom, the one you dream of at the top. Then you climb it one rung at a time, repeating a rung until it bores you. Preparation is short, doing is the point, "
        "and the notebook keeps the proof. If fear shuts you out of ordinary life, a therapist can climb with you."
    ),
    done="the top rung of your ladder done once, and the notebook open at the page that says how it went",
    metrics=(
        "Brave steps taken, with what you feared and what happened, one line each",
        "Nerves from 1 to 10 on the same rung, first time and latest time",
    ),
    if_then=(
        ("I am about to back out", "take the smallest version of the step and then decide about the rest"),
        ("I think that everyone is judging me", "look at one face and ask that person a question"),
        ("a step went badly", "write down the one thing I did well, and repeat the same rung once more"),
    ),
    obstacles=(
        (
            "The next rung is too high",
            "Put a rung in between: same thing, with fewer people, less time or a friend beside you.",
        ),
        ("The inner critic talks all evening", "Write its sentence down, and under it what you would say to a friend."),
        (
            "No occasion comes along",
            "Make one: a question in a shop, a call in place of a message, a seat nearer the front.",
        ),
    ),
    phases=(
        Stretch(
            "Build the ladder",
            "Write the rungs down and take the lowest ones.",
            (
                "Write ten steps from slightly nervous to very, and number them.",
                "Take the lowest rung three times; it should become dull.",
                "Before each step write what you fear, afterwards what happened.",
                "Tell one person about the ladder.",
            ),
            (
                Do("{step}", "{moment}", 3, 5, 20),
                Do("{prepare}", BREAKFAST, 3, 5, 15),
                Do("Write down what you feared and what happened", DINNER, 3, 5, 10),
            ),
            ("The first rung bores you", "The lowest rung has been done three times, with a line for each"),
        ),
        Stretch(
            "Climb",
            "Take one rung after another, each until the nerves fall.",
            (
                "Take the next rung; stay until the nerves have dropped by half.",
                "Repeat the same rung in another place.",
                "Do a rung with someone who likes you close by.",
                "Read the notebook: how often did the feared thing happen?",
            ),
            (
                Do("{step}, one rung higher than last time", "{moment}", 3, 10, 30),
                Do("{prepare}", BREAKFAST, 3, 5, 15),
                Do("Write down what you feared and what happened", DINNER, 3, 5, 10),
            ),
            ("Halfway up", "The middle rung is done, and its nerves went down from the first time to the second"),
            share=4,
        ),
        Stretch(
            "The top, and after",
            "Do the thing you wrote at the top, and keep the muscle.",
            (
                "Fix the day for the top rung and tell the person who knows about the ladder.",
                "Rehearse in the real place if you can.",
                "Celebrate the doing, whatever the result.",
                "Help someone else with their first rung.",
            ),
            (
                Do("Work towards your top rung: rehearse it, arrange it or do it", AFTER_WORK, 2, 15, 60),
                Do("{step}", "{moment}", 3, 5, 20),
                Do("Read the notebook from the beginning and add a line", DINNER, 1, 5, 15),
            ),
            ("You went there", "The highest rung you dared is done, with what you feared and what happened"),
        ),
    ),
    slots=_confidence_slots,
)
