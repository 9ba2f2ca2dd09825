"""Other people: family, friends, a partner."""

import re

from rein.coach.offline.cues import AFTER_WORK, DAYTIME, DINNER, LUNCH, cue
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch
from rein.coach.offline.words import own

_RELATIVES = (
    (r"\bgrand(?:ma|mother|pa|father|parents?|mom|mum|dad)\b|\bnan\b", "your grandparents"),
    (r"\bmy (?:mom|mum|mother)\b", "your mother"),
    (r"\bmy (?:dad|father)\b", "your father"),
    (r"\bparents\b", "your parents"),
    (r"\b(?:nieces?|nephews?)\b", "your nieces and nephews"),
    (r"\bmy (?:\w+ )?(?:brothers?|sisters?|siblings?)\b", "your brothers and sisters"),
    (r"\bmy (?:\w+ )?sons?\b(?! and)", "your son"),
    (r"\bmy (?:\w+ )?daughters?\b(?! and)", "your daughter"),
    (
        r"\bkids?\b|\bchild(?:ren)?\b|\bbetter (?:mom|mum|mother|dad|father|parent)\b|\bsons?\b|\bdaughters?\b",
        "your children",
    ),
    (r"\bmy (?:\w+ )?wife\b", "your wife"),
    (r"\bmy (?:\w+ )?husband\b", "your husband"),
)


_ELSEWHERE = (
    "your grandparents",
    "your mother",
    "your father",
    "your parents",
    "your nieces and nephews",
    "your brothers and sisters",
)
"""Relatives who mostly live in another house."""


def _family_slots(person: Person) -> dict[str, str]:
    who = next((name for expression, name in _RELATIVES if re.search(expression, person.said)), "your family")
    if who in _ELSEWHERE and not person.says(r"\blive with\b"):
        return {
            "who": who,
            "my_who": own(who),
            "be": f"Call or visit {who}, with time to listen",
            "hour": cue(DINNER, person),
        }
    return {
        "who": who,
        "my_who": own(who),
        "be": f"Spend time with {who}, the phone in another room",
        "hour": "at the table, when the meal is over",
    }


FAMILY = Pattern(
    title="Be there for {who}",
    commit="spend time with {my_who}, at fixed hours and with my whole attention",
    outcome="somebody says “remember when we …”, and it is something you did this year",
    hurdle="being in the same room with your head still elsewhere",
    gain="in the end these are the hours they would not give back",
    strategy=(
        "Give {who} fixed hours in the week, as firm as an appointment at work, and put everything else away. Attention is what people feel, so a short time with all of it beats a long one with half."
    ),
    approach=(
        "First one small fixed ritual that can survive a bad week, then one longer time together that somebody else may choose. Later you take on the conversation, or the help, that has been waiting. "
        "What {who} would like is asked and not guessed."
    ),
    done="the weekly ritual kept, and one shared day that all of you would like to repeat",
    metrics=(
        "Rituals kept out of rituals planned, ticked on the kitchen calendar",
        "Once a month, the answer to “what would you like more of with me?”",
    ),
    if_then=(
        ("I come through the door", "put the phone in its place first and ask one real question"),
        ("work runs into the time we fixed", "call, name the new time the same day, and keep that one"),
        ("an old quarrel begins again", "say “I want to understand you” and let the other finish"),
    ),
    obstacles=(
        ("Work takes the evening", "Move the ritual to breakfast or a call on the way; the short version counts."),
        ("They have their own plans", "Join what they already like doing before you suggest something new."),
        ("Distance", "Same day, same hour by phone or video, and the next visit always has a date."),
    ),
    phases=(
        Stretch(
            "One small ritual",
            "Find a time that belongs to {who}.",
            (
                "Ask what they would like to do with you, and write the answers down.",
                "Fix one time in the week and tell them it is theirs.",
                "Put everything else away for the whole of it, the phone first.",
                "Learn one new thing about someone you thought you knew.",
            ),
            (
                Do("{be}", "{hour}", 4, 10, 45),
                Do(
                    "Do together something they have chosen",
                    "after breakfast, before the day fills up",
                    1,
                    30,
                    180,
                    weekend=True,
                ),
                Do("Send or leave a few kind words", LUNCH, 2, 2, 5),
            ),
            (
                "The ritual stands",
                "The fixed time with them took place in the last seven days, with everything else put away",
            ),
        ),
        Stretch(
            "A day worth remembering",
            "Plan something together, and let others choose.",
            (
                "Let someone else choose, and do it with good grace.",
                "Cook, build or repair one thing together.",
                "Look at old pictures and tell the stories behind them.",
                "Spend time with one person alone, not only with all.",
            ),
            (
                Do("{be}", "{hour}", 4, 10, 60),
                Do(
                    "Go out or make something together",
                    "after breakfast, before the day fills up",
                    1,
                    45,
                    300,
                    weekend=True,
                ),
                Do("Ask one person how they really are, and listen to the end", AFTER_WORK, 1, 10, 40),
            ),
            ("A shared story", "You have done one thing together that nobody had done before"),
            share=4,
        ),
        Stretch(
            "Closer",
            "Say and do what has been waiting.",
            (
                "Say thank you for something that happened years ago.",
                "Take one task off somebody without being asked.",
                "Have the talk you have been putting off, on a walk.",
                "Choose the ritual that stays when this plan is over.",
            ),
            (
                Do("{be}", "{hour}", 4, 10, 60),
                Do("Do something for one of them that makes their week easier", AFTER_WORK, 1, 15, 60),
                Do("Plan the next shared day and put it in everyone's calendar", DAYTIME, 1, 10, 30, weekend=True),
            ),
            ("It stays", "The ritual runs without reminding, and the next shared day has a date"),
        ),
    ),
    slots=_family_slots,
)


def _friends_slots(person: Person) -> dict[str, str]:
    if person.says(
        r"\bnew\b.{0,12}\b(?:friends?|people)\b|\bmake (?:more )?friends?\b|\bmore friends\b|\bmeet\b|\bsociali[sz]\w+|\bmore social\b|\boutgoing\b|\bsocial life\b"
    ):
        return {
            "aim": "Meet new people and see them again",
            "reach": "Go where the same people meet each week, and talk to one of them",
            "whom": "someone you met lately",
            "list": "five places where people meet each week around something you like",
            "again": "Ask someone you liked to meet again, with a day and a place",
            "counted": "New people you have met at least twice",
        }
    return {
        "aim": "Keep in touch with the people who matter",
        "reach": "Call or write to one friend, and ask about something they told you",
        "whom": "someone you have not heard for a while",
        "list": "ten people you would miss, with the month you last spoke",
        "again": "Meet a friend in person, with a day and a place",
        "counted": "Friends you have spoken with or met, by name",
    }


FRIENDS = Pattern(
    title="{aim}",
    commit="stay close to good friends, by reaching out on fixed days",
    outcome="on a Friday evening the phone rings, and it is for you",
    hurdle="the thought that the other person would have called if they wanted to",
    gain="good friends make hard years bearable and good years twice as good",
    strategy=(
        "Be the one who reaches out: on fixed days, to one person at a time, with a real invitation. Friendship grows from hours spent together, so the next meeting gets its date before the last one ends."
    ),
    approach=(
        "You start with a list and short messages, because those are easy. Then come meetings with a day and a place, and last one regular thing that does not have to be arranged each time. "
        "Some people will not answer; that says something about their week, and little about you."
    ),
    done="a regular meeting that stands in the calendar, and people on the list you have truly been in touch with",
    metrics=(
        "{counted}",
        "Invitations you made, whatever the answer",
    ),
    if_then=(
        ("somebody comes to my mind", "send them one line then and there, saying what reminded me"),
        ("I think that I am a bother", "invite them all the same, and leave them an easy way to say no"),
        ("a meeting ends", "suggest the next one before we part"),
    ),
    obstacles=(
        ("Everybody is busy", "Join what they do anyway: the shopping, the walk with the dog, the drive."),
        ("No answer", "Write once more after a week or two, lightly, and go on to the next name."),
        ("Friends who leave you drained", "See them less and the others more; nothing needs to be announced."),
    ),
    phases=(
        Stretch(
            "Reach out",
            "Make the first move a small habit.",
            (
                "Write down {list}.",
                "Begin with the easiest name or place.",
                "Ask one question more than you usually would.",
                "Write to {whom}, and mention something only the two of you know.",
            ),
            (
                Do("{reach}", AFTER_WORK, 2, 10, 60),
                Do("Send one short message to {whom}", LUNCH, 3, 2, 10),
                Do("Look at the list and choose next week's names", DAYTIME, 1, 5, 10, weekend=True),
            ),
            (
                "The first moves are made",
                "You reached out at least twice in the last seven days, and wrote down to whom",
            ),
        ),
        Stretch(
            "Meet",
            "Turn messages into hours together.",
            (
                "Invite one person for something short: a coffee, a walk.",
                "Say yes to the next invitation, even for an hour.",
                "Bring two people together who do not know each other.",
                "Remember one thing they told you, and ask about it.",
            ),
            (
                Do("{again}", AFTER_WORK, 1, 30, 180, weekend=True),
                Do("{reach}", AFTER_WORK, 1, 10, 60),
                Do("Send one short message to {whom}", LUNCH, 3, 2, 10),
            ),
            ("In the same room", "You have met two people in person, and the next date with one of them is fixed"),
            share=4,
        ),
        Stretch(
            "Make it regular",
            "Give friendship a fixed place in the calendar.",
            (
                "Suggest one regular thing: first Sunday, same table.",
                "Tell a friend what you value in them.",
                "Ask for help with something small; it brings people closer.",
                "Put birthdays and hard days in the calendar, with a note.",
            ),
            (
                Do("{again}", AFTER_WORK, 1, 45, 240, weekend=True),
                Do("Send one short message to {whom}", LUNCH, 3, 2, 10),
                Do("Arrange the next regular meeting", DAYTIME, 1, 5, 15),
            ),
            ("A fixed place", "One regular meeting has taken place, and the next one stands in the calendar"),
        ),
    ),
    slots=_friends_slots,
)
