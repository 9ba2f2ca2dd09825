"""Habits to be rid of: smoking, drinking. What helps with dependence is a doctor's business; this is the plan beside it."""

from rein.coach.offline.cues import AFTER_WORK, BREAKFAST, DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch


def _smoking_slots(person: Person) -> dict[str, str]:
    if person.says(r"\bvap(?:e|es|ing)\b|\bjuul\w*|\be-?cig\w*"):
        return {
            "smoke": "vaping",
            "one": "a vape",
            "gear": "vapes, pods and chargers",
            "free": "vape-free",
            "act": "vape",
        }
    if person.says(r"\bweed\b|\bmarijuana\b|\bcannabis\b|\bpot\b") and not person.says(
        r"\bcigar\w*|\btobacco\b|\bnot weed\b"
    ):
        return {
            "smoke": "weed",
            "one": "a joint",
            "gear": "papers, grinder and what is left",
            "free": "smoke-free",
            "act": "smoke",
        }
    if person.says(r"\bdip(?:ping)?\b|\bchew\w*|\bsnus\b"):
        return {
            "smoke": "tobacco",
            "one": "a pinch",
            "gear": "tins and pouches",
            "free": "tobacco-free",
            "act": "use it",
        }
    return {
        "smoke": "smoking",
        "one": "a cigarette",
        "gear": "cigarettes, lighters and ashtrays",
        "free": "smoke-free",
        "act": "smoke",
    }


SMOKING = Pattern(
    title="Live without {smoke}",
    commit="live without {smoke}, with a quit day, help by my side and a plan for each craving",
    outcome="you walk past the place where you always stopped for one, and notice only afterwards",
    hurdle="the craving that says “just this one”, and passes within minutes whether you give in or not",
    gain="breath, money and mornings come back, and with them the feeling of deciding for yourself",
    strategy=(
        "Fix a quit day, get help before it, and have an answer ready for each of your usual moments. Most people need several tries, and good help raises the chance a great deal, so talk to a quit line, doctor or pharmacist early."
    ),
    approach=(
        "You learn your moments first and prepare for the quit day, which comes early in this plan. Then it is one craving at a time, each answered with something small for hands and mouth, and after that the parties, the quarrels and the boredom. "
        "A slip is a lesson about one moment: note it, and the next hour is {free} again."
    ),
    done="a row of {free} days behind you, and an answer for each of your usual moments",
    metrics=(
        "{free} days, crossed off on a calendar that others can see",
        "Cravings that passed without giving in, one stroke each",
    ),
    if_then=(
        ("a craving comes", "breathe slowly, drink a glass of water and walk until it has passed"),
        ("somebody offers me {one}", "say “I do not {act} any more” and change my place"),
        ("I have slipped", "throw the rest away, note the moment and call or write to my person"),
    ),
    obstacles=(
        (
            "Withdrawal: restless, irritable, poor sleep",
            "It is strongest in the first days and fades. A doctor, pharmacist or quit line can tell you what eases it.",
        ),
        (
            "Coffee, breaks, parties and company",
            "Change one thing about each: another cup, another door, another seat, for the first weeks.",
        ),
        (
            "Fear of failing again",
            "Write down what the last try taught you; people who stopped for good tried more than once.",
        ),
    ),
    phases=(
        Stretch(
            "Get ready and stop",
            "Know your moments, get help, and stop on the day you chose.",
            (
                "Choose a quit day within two weeks, tell two people, and write down each time until then: when, where, with whom.",
                "Ask a quit line, doctor or pharmacist what help there is; on the evening before the day, throw out {gear}.",
                "The day has come: only today counts, and each craving passes like the last one.",
                "Ask your person what they have noticed, and change what did not help.",
            ),
            (
                Do("Write down when you wanted {one} today, and an answer for one of those moments", DINNER, 6, 4, 12),
                Do("Get help: call the quit line, doctor or pharmacist, or try what they suggest", LUNCH, 1, 10, 30),
                Do("Practise the answer to a craving: slow breaths, water, a short walk", BREAKFAST, 5, 4, 10),
            ),
            ("The day has come", "The quit day has come, your person knows it, and you have asked for help"),
            share=2,
        ),
        Stretch(
            "One craving at a time",
            "Get through the first days and weeks without {smoke}.",
            (
                "Only today counts; tomorrow has its own page.",
                "Keep hands and mouth busy: water, carrot, toothpick, pen.",
                "Sit somewhere else for coffee and for breaks.",
                "Put the money you did not spend into a glass jar.",
            ),
            (
                Do("Cross off the day and prepare tomorrow's hardest moment", DINNER, 7, 3, 8),
                Do("Walk at the hour you found hardest", AFTER_WORK, 5, 10, 25),
                Do("Talk to your person or the quit line", LUNCH, 2, 5, 15),
            ),
            (
                "The first stretch",
                "Your {free} days are crossed off on the calendar, with what helped written beside them",
            ),
            share=4,
        ),
        Stretch(
            "Stay free",
            "Hold it through parties, stress and the thought that you could have just one.",
            (
                "Plan the next party or drink: who knows, what you hold, when you leave.",
                "Spend the money from the jar on something you can touch.",
                "Write down what is better: breath, taste, mornings.",
                "Tell someone who is where you were how you did it.",
            ),
            (
                Do("Cross off the day and note any moment that was hard", DINNER, 7, 3, 8),
                Do("Do something that you breathe easier for", AFTER_WORK, 3, 15, 40),
                Do("Think through the next risky evening and your answer", DAYTIME, 1, 5, 15),
            ),
            ("Free", "The last seven days were {free}, and you have an answer ready for each of your old moments"),
        ),
    ),
    slots=_smoking_slots,
)


def _alcohol_slots(person: Person) -> dict[str, str]:
    if person.says(
        r"\bsober\w*|\bsobriety\b|\bno (?:more )?(?:alcohol|drinking|booze)\b|\b(?:quit|stop|give up|giving up)\w* (?:drinking|alcohol|booze|beer|wine)\b|\bdry january\b|\balcohol[- ]free\b"
    ):
        return {
            "aim": "Live without alcohol",
            "vow": "live without alcohol, with help by my side and a plan for each evening",
            "rule": "Decide the whole thing once, so that no evening has to be argued about",
            "kept": "days without alcohol",
            "set": "Choose the day on which you begin, this week or next, once a doctor has agreed if you drink daily.",
            "say": "say “not for me, thank you” and ask for something with bubbles",
        }
    return {
        "aim": "Drink less, and choose when",
        "vow": "drink less, with fixed days without alcohol and a limit I set beforehand",
        "rule": "Decide on your days without alcohol and on your limit before the evening begins",
        "kept": "days on which your own rule held",
        "set": "Choose your days without alcohol and your limit for the others, and write them down.",
        "say": "check my rule, and ask for something without alcohol first",
    }


ALCOHOL = Pattern(
    title="{aim}",
    commit="{vow}",
    outcome="you wake up clear on a Sunday, remember the whole evening, and the day is yours",
    hurdle="the hour when a glass has always marked the end of the day",
    gain="sleep, mornings and friendships get better within weeks",
    strategy=(
        "{rule}, and give the usual hour something else to look forward to. Willpower is weakest in the evening, so the plan is made in the morning. "
        "If you drink heavily or daily, see a doctor first: stopping all at once can be dangerous for the body."
    ),
    approach=(
        "You look first at when and why you drink, without judging. Then the usual hour gets a new shape, and after that come the evenings with others. Someone knows about it from the start. "
        "Shaking, sweating or feeling ill without a drink means a doctor today and not willpower: with heavy drinking, stopping at once can be dangerous. A slip is noted and the next day follows the plan."
    ),
    done="your rule kept in ordinary weeks and on at least one evening with company",
    metrics=(
        "{kept}, crossed off on a calendar",
        "Sleep and mornings from 1 to 10, noted at breakfast",
    ),
    if_then=(
        ("the usual hour comes", "pour something cold without alcohol and do what I planned for that hour"),
        ("somebody wants to fill my glass", "{say}"),
        ("I have gone beyond my rule", "write down what came before it, drink water, and tell my person the next day"),
    ),
    obstacles=(
        (
            "The body is used to alcohol every day",
            "See a doctor before you stop or cut down sharply; stopping at once can be dangerous, and there is good help.",
        ),
        (
            "Friends who drink",
            "Tell one of them before the evening, arrive with your own drink, and plan how you get home early.",
        ),
        (
            "It has been the answer to stress or sadness",
            "Tell a doctor, a counsellor or a helpline about the reason; a group can carry what is too heavy alone.",
        ),
    ),
    phases=(
        Stretch(
            "Look and decide",
            "See when and why, tell someone, and set your rule.",
            (
                "Write down each drink: hour, place, mood. If you drink daily or heavily, see a doctor before anything else.",
                "{set}",
                "Tell one person what you are doing and ask them to be your person.",
                "Read your lines: which hour was the hardest, and what helped?",
            ),
            (
                Do("Write down when you wanted a drink and what you did", BREAKFAST, 7, 3, 10),
                Do("Fill the usual hour with something you planned", AFTER_WORK, 4, 10, 45),
                Do("Talk with your person, a doctor or a helpline", LUNCH, 1, 10, 30),
            ),
            ("The rule is set", "Your rule is written down, one person knows it, and a doctor does if you drink daily"),
            share=2,
        ),
        Stretch(
            "A new usual hour",
            "Give the hour of the first glass another shape.",
            (
                "Take the bottles out of the house, or out of sight.",
                "Find two drinks without alcohol that you truly like.",
                "Be somewhere else at that hour: a class, a walk, a bath.",
                "Note how you slept, and compare.",
            ),
            (
                Do("Fill the usual hour with something you planned", AFTER_WORK, 6, 10, 60),
                Do("Cross off yesterday and plan tonight", BREAKFAST, 7, 3, 8),
                Do("Talk with your person or go to a group", LUNCH, 1, 10, 60),
            ),
            ("The hour has changed", "Your rule held on at least five of the last seven days"),
            share=4,
        ),
        Stretch(
            "With company",
            "Hold it at parties, in quarrels and on holidays.",
            (
                "Plan one evening out: what you drink, whom you tell, when you leave.",
                "Suggest a meeting that is not about drinking.",
                "Write down what has become better, and read it before you go out.",
                "Decide what you want to keep, and talk it over with your person.",
            ),
            (
                Do("Cross off yesterday and plan tonight", BREAKFAST, 7, 3, 8),
                Do("Do something good at the old hour, alone or with friends", AFTER_WORK, 5, 15, 90),
                Do("Think through the next evening out and your answer", DAYTIME, 1, 5, 15),
            ),
            ("It holds in company", "One evening with others went by your rule, and the morning after was clear"),
        ),
    ),
    slots=_alcohol_slots,
)
