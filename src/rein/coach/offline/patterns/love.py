"""A partner: finding one, and caring for the one who is there."""

import re

from rein.coach.offline.cues import AFTER_WORK, DAYTIME, DINNER, LUNCH, cue
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

_TOGETHER = (
    r"\bmy (?:\w+ )?(?:wife|husband|spouse|partner|girlfriend|boyfriend|gf|bf|fianc\w+|marriage|relationship|man|woman)\b"
    r"|\bbetter (?:wife|husband|spouse|partner|girlfriend|boyfriend)\b|\bdate nights?\b|\bour (?:marriage|relationship|wedding)\b|\bpropose\b|\bget (?:married|engaged)\b"
    r"|\bwedding\b|\byear of marriage\b|\bmarry (?!(?:someone|somebody|a|an|rich|for)\b)\w"
)


def _partner_slots(person: Person) -> dict[str, str]:
    if person.says(_TOGETHER):
        found = re.search(r"\bmy (?:\w+ )?(wife|husband|girlfriend|boyfriend|fianc\w+)\b", person.said)
        who = f"your {found[1]}" if found else "your partner"
        return {
            "aim": "Look after our time as a couple",
            "vow": "keep time for the two of us, every week, without screens",
            "picture": "you both look forward to the same evening, and the small quarrels have grown rarer",
            "snag": "the belief that love looks after itself once daily life is organised",
            "wish": "living side by side is easy, and staying curious about each other takes a little care",
            "plan": "Give the two of you a fixed evening, listen before you solve, and say each day one thing you noticed and liked. Small and often works, because couples live on what they do on ordinary days.",
            "way": f"Listening comes first, then a weekly evening, then the conversation that has been waiting. What {who} wants is asked and not guessed.",
            "goal": "a weekly evening kept, and one long-postponed conversation had in peace",
            "when": cue(DINNER, person),
            "main": f"Sit down with {who}, screens away, and ask how the day really was",
            "out": "Spend an evening together, planned by one of you in turn",
            "third": f"Tell {who} one thing you noticed and liked",
            "line_a": f"Ask what made {who} feel loved lately, and only listen.",
            "line_b": "Take over one chore for a week, without a word.",
            "line_c": "Do again what you did when you first met.",
            "line_d": "Talk about one wish for the next year, each in turn.",
            "mark": "The weekly evening took place in the last seven days",
            "last": "You have talked through one thing that used to end in a quarrel",
        }  # fmt: skip
    return {
        "aim": "Meet someone I could love",
        "vow": "meet new people with an open heart, on fixed evenings",
        "picture": "you are sitting opposite someone, and you have forgotten to check the time",
        "snag": "the fear of a no, which makes waiting look safer than asking",
        "wish": "sharing an ordinary life with one person is worth a few awkward evenings",
        "plan": "Go where people who like what you like meet again and again, ask early and plainly, and keep first meetings short. Numbers and warmth do it together, because nobody can choose you who has not met you.",
        "way": "You fill your own life first, since that is where people are met. Then you ask, and you meet for short first dates in public places. What you look for in someone, and what you will not accept, is written down before feelings cloud it.",
        "goal": "real dates with people you were curious about, and a clear idea of who is good for you",
        "when": "at a class, a club or wherever you meet people",
            "main": "Talk to someone you do not know yet, and ask one real question",
        "out": "Go where people share what you enjoy, or meet someone for a coffee in a public place",
        "third": "Answer or write one message that asks about the other person",
        "line_a": "Write three things that matter in a partner and one that ends it.",
        "line_b": "Tell two friends that you would like to meet someone.",
        "line_c": "Ask one person out, plainly, for a day and a place.",
        "line_d": "After each date write one line: how did you feel about yourself with them?",
        "mark": "You talked to at least one new person in the last seven days",
        "last": "You have met someone a second time because you both wanted to, or know clearly whom you are looking for",
    }  # fmt: skip


PARTNER = Pattern(
    title="{aim}",
    commit="{vow}",
    outcome="{picture}",
    hurdle="{snag}",
    gain="{wish}",
    strategy="{plan}",
    approach=(
        "{way} Whoever frightens or belittles you, or will not take a no, is not part of any plan: leave, and tell someone you trust."
    ),
    done="{goal}",
    metrics=(
        "Evenings and conversations that took place, one line each",
        "Once a week, how warm you felt towards others and towards yourself, from 1 to 10",
    ),
    if_then=(
        ("I would rather stay on the sofa with my phone", "start all the same, and decide after half an hour"),
        ("I want to be right", "ask one question about how it looks from the other side"),
        ("I am disappointed", "call a friend the same evening before I draw conclusions about my life"),
    ),
    obstacles=(
        ("Tired evenings", "Choose an early hour and something short; a walk is enough."),
        ("Old hurts", "Write down what belongs to then and what to now; if it stays stuck, a counsellor helps."),
        ("Comparing with other couples", "Put the phone away and name one good thing about today."),
    ),
    phases=(
        Stretch(
            "Open the door",
            "Make room and begin with small steps.",
            (
                "{line_a}",
                "Choose one evening a week, and keep it free.",
                "{line_b}",
                "Look up when somebody speaks to you; the phone can wait.",
            ),
            (
                Do("{main}", "{when}", 2, 10, 60),
                Do("{third}", LUNCH, 3, 3, 15),
                Do("{out}", AFTER_WORK, 1, 30, 120, weekend=True),
                Do("Choose next week's evening and what it needs", DAYTIME, 1, 5, 15, weekend=True),
            ),
            ("The door is open", "{mark}"),
        ),
        Stretch(
            "Time face to face",
            "Turn good intentions into evenings.",
            (
                "{line_c}",
                "Keep it simple: good light, no screens, enough time to talk.",
                "Say one true thing about yourself that you usually keep back.",
                "{line_d}",
            ),
            (
                Do("{out}", AFTER_WORK, 1, 30, 240, weekend=True),
                Do("{main}", "{when}", 2, 10, 60),
                Do("{third}", LUNCH, 3, 3, 15),
            ),
            ("An evening that was good", "One evening is written down that you would like to have again"),
            share=4,
        ),
        Stretch(
            "Be honest and stay kind",
            "Say what you want, hear what the other wants.",
            (
                "Say in one sentence what you hope for, without asking for an answer.",
                "Listen to the end once, and repeat what you heard.",
                "Do something that is important to the other and new to you.",
                "Read your lines from the first week; what have you learned about yourself?",
            ),
            (
                Do("{out}", AFTER_WORK, 1, 45, 300, weekend=True),
                Do("{main}", "{when}", 2, 10, 60),
                Do("Write one line on what felt good and what did not", DAYTIME, 1, 5, 15),
            ),
            ("Closer to it", "{last}"),
        ),
    ),
    slots=_partner_slots,
)
