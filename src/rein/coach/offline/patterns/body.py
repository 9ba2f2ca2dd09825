"""The trained body: strength, general fitness, walking."""

import re

from rein.coach.domain import Training
from rein.coach.offline.cues import AFTER_WORK, DAYTIME, LUNCH, WAKE
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

OTHER = Training.OTHER


_FIRST = (
    (r"\bpush[- ]?ups?\b|\bpress[- ]?ups?\b", "push-ups", "push-ups first, in five sets of about half your best; then {squat}, {pull}, plank"),
    (r"\b(?:pull|chin)[- ]?ups?\b", "pull-ups", "pull-ups first, with a band or lowering yourself slowly from a chair; then {squat}, {push}, plank"),
    (r"\bsix[- ]?packs?\b|\babs\b|\bcore\b|\bsit[- ]?ups?\b|\bflat (?:stomach|tummy|belly)\b", "the middle of the body", "plank, dead bug and slow leg raises first; then {squat}, {push}, {pull}"),
    (r"\bplank\b", "the plank", "the plank first, in five holds of half your best; then {squat}, {push}, {pull}"),
    (r"\bbench\b", "the bench press", "the bench press first, with somebody beside you; then {squat}, {pull}, plank"),
    (r"\bdead ?lifts?\b", "the deadlift", "the deadlift first, while you are fresh; then {push}, {pull}, plank"),
    (r"\bsquats?\b|\bbooty\b|\bbutt\b|\bglutes\b|\blegs?\b", "squats and bridges", "{squat} and bridges first; then {push}, {pull}, plank"),
    (r"\barms?\b|\bbiceps\b|\bguns\b", "rows and curls", "{pull} and curls first; then {push}, {squat}, plank"),
)  # fmt: skip
"""What somebody wants to be strong in comes first in a session, while it is fresh."""


def _strength_slots(person: Person) -> dict[str, str]:
    where = _place(person)
    statement = person.goal.statement.casefold()
    for expression, first, session in _FIRST:
        if re.search(expression, statement):
            return where | {
                "session": f"{where['place']}: {session.format_map(where)}",
                "main": f"{where['place']}, {first} first",
            }
    session = "the whole body {place}: {squat}, {push}, {pull}, plank".format_map(where)
    return where | {"session": session, "main": f"the whole body {where['place']}"}


def _place(person: Person) -> dict[str, str]:
    if person.uses_gym:
        return {
            "place": "at the gym",
            "squat": "goblet squats",
            "push": "dumbbell presses",
            "pull": "cable rows",
            "bag": "pack the gym bag and put it by the door",
        }
    return {"place": "at home", "squat": "squats to a chair", "push": "push-ups against a table or the floor", "pull": "rows with a filled rucksack",
            "bag": "put the mat in the middle of the floor"}  # fmt: skip


STRENGTH = Pattern(
    title="Get stronger, session by session",
    commit="get measurably stronger, with regular sessions {place}",
    outcome="stairs, shopping and the last repetition feel light, and the log shows why",
    hurdle="the feeling that a short session is not worth changing for",
    gain="a stronger body makes every ordinary day easier, and the numbers in a log do not lie",
    strategy=(
        "Train the whole body each time with a few big movements: {squat}, {push}, {pull} and a plank. Stop each set with two good repetitions left, and add "
        "one repetition or a little weight only when the last session was clean, because that is what the body answers to."
    ),
    approach=(
        "Each session {place} has the same few movements, so that progress shows in the log. Load grows only after a clean session, days of rest lie between, "
        "and the short version of a session always counts. Sharp pain ends a movement for the day."
    ),
    done="every main movement done with more weight or repetitions than in the first week, by the log",
    metrics=(
        "Weight and repetitions of each main movement in the log after every session",
        "Two good repetitions left at the end of each set",
    ),
    if_then=(
        ("I come home tired on a training day", "do the first movement only, and then decide about the second"),
        ("the equipment or the floor is taken", "do {squat} and a plank where I stand"),
        ("a repetition gets ugly", "end the set there and write the number down"),
    ),
    obstacles=(
        (
            "Sore muscles in the first weeks",
            "Train the other half lightly and walk; soreness fades as the sessions become regular.",
        ),
        ("No time for a whole session", "Two movements, two sets, done: the habit stays and the log goes on."),
        ("Progress stalls", "Keep the weight and add a set, or sleep more for a week; do not add load to bad form."),
    ),
    phases=(
        Stretch(
            "Learn the movements",
            "Get each movement clean with a weight that feels too easy.",
            (
                "Pick four movements and keep them; film one set and look at it.",
                "Slow down: three seconds down, one second up.",
                "Write every set in the log before you leave the room.",
                "Stop with two good repetitions left, even when you feel strong.",
            ),
            (
                Do("Train {session}", AFTER_WORK, 3, 15, 60, OTHER),
                Do("Loosen hips and shoulders on the floor", WAKE, 2, 10, 15, OTHER),
            ),
            ("Four clean movements", "A filmed set of each movement looks the same from first to last repetition"),
        ),
        Stretch(
            "Add a little, often",
            "Let repetitions and weight creep up from a clean base.",
            (
                "Add one repetition to each set of the first movement.",
                "Add weight where all sets were clean last time; keep it elsewhere.",
                "Rest two full minutes between the hard sets.",
                "Eat a proper meal within the hours after training.",
            ),
            (
                Do(
                    "Train {main}, one repetition or a little weight more than last time",
                    AFTER_WORK,
                    3,
                    15,
                    70,
                    OTHER,
                ),
                Do("Walk briskly or cycle easily", LUNCH, 1, 15, 40, OTHER),
                Do("Read the log and write the numbers for the next sessions", DAYTIME, 1, 5, 10),
            ),
            ("The log points up", "Three of the four movements stand above their first week in the log"),
            share=4,
        ),
        Stretch(
            "Test and keep",
            "See what you gained, and settle on the sessions that stay.",
            (
                "Repeat your very first session and notice how it feels.",
                "Test one movement fresh, well warmed up, with form first.",
                "Choose the two sessions a week that survive a busy month.",
                "Write the next goal from the log, not from a wish.",
            ),
            (
                Do("Train {main}, testing one movement when fresh", AFTER_WORK, 3, 15, 70, OTHER),
                Do("Loosen hips and shoulders on the floor", WAKE, 2, 10, 15, OTHER),
            ),
            ("Tested", "First and latest numbers of every movement stand side by side in the log"),
        ),
    ),
    slots=_strength_slots,
)

_SPORTS = (
    (r"\byoga\b", "yoga"), (r"\bpilates\b", "Pilates"), (r"\bswim\w*", "swimming"), (r"\b(?:cycl\w+|bik(?:e|ing))\b", "cycling"),
    (r"\bbox(?:e|ing)\b|\bkickbox\w*", "boxing"), (r"\bdanc\w+", "dancing"), (r"\bclimb\w*|\bboulder\w*", "climbing"), (r"\btennis\b", "tennis"),
    (r"\bbasketball\b", "basketball"), (r"\bbaseball\b", "baseball"), (r"\b(?:soccer|football)\b", "football"), (r"\bgolf\b", "golf"), (r"\bcrossfit\b", "CrossFit"),
    (r"\bzumba\b", "Zumba"), (r"\browing\b", "rowing"), (r"\bski(?:ing)?\b", "skiing"), (r"\bsurf\w*", "surfing"), (r"\b(?:karate|judo|jiu[- ]?jitsu|martial arts?|taekwondo)\b", "martial arts"),
    (r"\btriathlon\b|\bironman\b", "triathlon training"),
    (r"\bcalisthenics\b", "calisthenics"), (r"\b(?:volleyball)\b", "volleyball"), (r"\bhockey\b", "hockey"), (r"\bballet\b", "ballet"),
)  # fmt: skip


def _fitness_slots(person: Person) -> dict[str, str]:
    sport = next((name for expression, name in _SPORTS if re.search(expression, person.said)), "")
    gentle = person.spares_joints
    default = "swimming or cycling" if gentle else ("gym training" if person.uses_gym else "brisk walking or cycling")
    return {
        "sport": sport or default,
        "session": f"Do a session of {sport}" if sport else ("Do the same simple gym session" if person.uses_gym else f"Go {'swimming or cycling' if gentle else 'for a brisk walk or a ride'}"),
        "strength": "Strengthen the body sitting or lying: bridges, side planks, rows" if gentle else "Strengthen the body: squats to a chair, push-ups, bridges, plank",
        "kit": "pack the gym bag" if person.uses_gym else "lay out the clothes and shoes",
    }  # fmt: skip


FITNESS = Pattern(
    title="Get fit with {sport}",
    commit="get fit by training regularly, mostly with {sport}",
    outcome="you take the stairs two at a time and notice only at the top that you did",
    hurdle="the thought that it only counts when it is long and hard",
    gain="moving regularly lifts sleep, mood and energy within the first month",
    strategy=(
        "Make showing up the goal and let the effort follow: short sessions at a fixed cue, most of them easy, and two short bouts of strength. "
        "Regular beats hard, because a session that is easy to start is started."
    ),
    approach=(
        "Short, fixed sessions of {sport} first, longer ones once they happen by themselves, and a little strength beside them. Most of the work stays easy enough to "
        "talk, with a rest day every week. Sharp pain or dizziness ends a session, and a doctor comes before the next."
    ),
    done="all planned sessions of the last month done, and the first week's session feels easy",
    metrics=(
        "The same test once a month: a fixed route or set, with time and effort from 1 to 10",
        "One line after every session: what, how long, how it felt",
    ),
    if_then=(
        ("I sit down before a session is done", "stand up, {kit} and do the first five minutes only"),
        ("I have missed a session", "do the next one on its own day and leave the missed one behind"),
        ("I catch myself comparing with others", "look at my own log from the first week"),
    ),
    obstacles=(
        (
            "The first burst of energy fades after a few weeks",
            "Lower the bar to ten minutes for a week; keep the day and the hour.",
        ),
        ("A crowded place or bad weather", "Have one session written down that needs only a floor."),
        (
            "Feeling watched or out of place",
            "Go at a quiet hour with a written session, or with a friend, until the place is yours.",
        ),
    ),
    phases=(
        Stretch(
            "Show up",
            "Make the sessions happen at their hour, short and easy.",
            (
                "Before the first session, {kit} and fix the hour in your calendar.",
                "Leave each session wanting a little more.",
                "Write one line after every session.",
                "Tell one person which days are yours.",
            ),
            (
                Do("{session}, easy enough to talk all the way", AFTER_WORK, 3, 15, 60, OTHER),
                Do("{strength}", WAKE, 2, 10, 30, OTHER),
            ),
            ("It has a place in the week", "Every planned session of the last two weeks was at least started"),
        ),
        Stretch(
            "Do a little more",
            "Lengthen what already happens, and add one harder bout.",
            (
                "Lengthen one session by five minutes; leave the others.",
                "Put four brisk minutes into the middle of one session.",
                "Add one repetition to each strength set.",
                "Do one session somewhere new, or with someone.",
            ),
            (
                Do("{session}, with a few brisk minutes in the middle", AFTER_WORK, 3, 15, 75, OTHER),
                Do("{strength}, one repetition more than last time", WAKE, 2, 10, 35, OTHER),
                Do("Read the log and choose the days of next week's sessions", DAYTIME, 1, 5, 10),
            ),
            ("More without strain", "The first week's session now feels two points easier out of ten"),
            share=4,
        ),
        Stretch(
            "Make it yours",
            "Keep the sessions you like, and see how far you have come.",
            (
                "Repeat your very first session and compare the log.",
                "Choose the two sessions that survive a busy month.",
                "Try one hard day, then two easy ones, and notice how you sleep.",
                "Write down the next thing you would like your body to do.",
            ),
            (
                Do("{session}, at the effort the day allows", AFTER_WORK, 4, 15, 90, OTHER),
                Do("{strength}, slowly and cleanly", WAKE, 2, 10, 40, OTHER),
            ),
            ("Fitter, by your own test", "The monthly test is better than the first one"),
        ),
    ),
    slots=_fitness_slots,
)

WALKING = Pattern(
    title="Walk every day",
    commit="walk more, on fixed walks every week",
    outcome="you come back from a walk with a clear head, and the day has a middle",
    hurdle="the chair, and the thought that a short walk does not count",
    gain="walking costs nothing, spares the joints and lifts the mood the same day",
    strategy=(
        "Hang a walk on things that happen anyway: after a meal, on the way home, during a call. Short walks that happen beat long ones that are planned, "
        "because each makes the next one normal."
    ),
    approach=(
        "Short walks tied to fixed moments come first; one of them grows, and a longer walk finds its day. The pace is brisk enough to feel "
        "and easy enough to talk. If something hurts, shorten the walk and have it looked at."
    ),
    done="a walk on every planned day of the last month",
    metrics=("Steps or minutes walked, noted each evening", "One longer walk a week in a place you like"),
    if_then=(
        ("a phone call begins", "stand up and walk until it ends"),
        ("it rains at walking time", "take the umbrella and go once round the block"),
        ("I have sat for an hour", "walk to the end of the street and back"),
    ),
    obstacles=(
        ("Dark or wet weather", "Keep a jacket and a lamp by the door; a covered route or a staircase is the plan B."),
        ("A day full of meetings", "Make one of them a walking call, or get off one stop early."),
        ("It gets boring", "Save one podcast or playlist for walking only, and change the route each week."),
    ),
    phases=(
        Stretch(
            "Tie walks to the day",
            "Give the walk a moment that never fails to come.",
            (
                "Same moment, same first corner: let the feet learn it.",
                "Leave the shoes by the door and the phone in your pocket.",
                "Count what you walk now; change nothing but the fixed walk.",
                "Walk with someone once, and talk.",
            ),
            (
                Do("Walk briskly round a fixed loop", LUNCH, 5, 10, 40, OTHER),
                Do("Walk the last stretch home, or once round the block", AFTER_WORK, 3, 10, 25, OTHER),
            ),
            ("The walk happens by itself", "A walk on every planned day of the last two weeks"),
        ),
        Stretch(
            "Lengthen one",
            "Let one walk a week grow long, the rest stay easy.",
            (
                "Add five minutes to the walk you like most.",
                "Find a hill, some steps or a faster song for the middle.",
                "Take the longer walk to a park, a river or a wood.",
                "Swap one short drive or ride for a walk.",
            ),
            (
                Do("Walk briskly, a little further than last week", LUNCH, 5, 10, 45, OTHER),
                Do("Take a long walk somewhere green", DAYTIME, 1, 20, 120, OTHER, weekend=True),
            ),
            ("A long walk you look forward to", "One long walk a week, with the place written down"),
            share=4,
        ),
        Stretch(
            "Keep it for good",
            "Walk at the level you want to stay at.",
            (
                "Find the number of walks that feels normal, and hold it.",
                "Plan the walk for your worst kind of day.",
                "Show someone your favourite route.",
                "Compare this week's count with the first.",
            ),
            (
                Do("Walk briskly at the fixed moment", LUNCH, 6, 10, 45, OTHER),
                Do("Take the long walk, on a new route", DAYTIME, 1, 20, 150, OTHER, weekend=True),
            ),
            ("A walker", "This week's count is at the level you chose, on an ordinary week"),
        ),
    ),
)
